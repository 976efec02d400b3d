package change

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/cmd/onefold/view"
	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/config"
	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/internal/references/find"
	"github.com/onefold/onefold/internal/references/naming"
	"github.com/onefold/onefold/internal/term"
)

// ReferencesOptions are what onefold references is asked for.
type ReferencesOptions struct {
	App     *app.App
	URL     string
	Answers string // file; "" without one
	Sample  int    // rows; 0 is the default
	All     bool
}

func newReferencesCmd(a *app.App, runF func(*ReferencesOptions) error) *cobra.Command {
	o := &ReferencesOptions{App: a}
	cmd := &cobra.Command{
		Use:   "references URL",
		Short: "Find everything that points at a record of a table",
		Long: `References finds what points at records of the table that URL names, before a
merge is planned: foreign keys that the database declares, and what it does not
declare: columns whose name and values say so, pairs of type and id, strings
such as res.partner,637, ids in JSON, arrays and lists, tables that share the
key. A URL without table= lists what points at any table.

Each place comes with its evidence, how sure it is, the rows that point, and
what a merge does with them. From a confidence of 0.95 on a place is sure and
used unasked; from 0.5 it is likely. What is not sure and has rows must be
answered once: in the policy file, which remembers,

  references:
    notes.parent_type+parent_id: move
    access_log.contact_id: leave
    orders.status_id: {confidence: wrong}

or in the JSON that --json prints, with confidence: sure and a policy edited in,
given back with --references. Policies are move, move_or_drop_equal, merge,
leave and refuse.

Nothing is written, and everything is read in one snapshot.`,
		Example: `  onefold references "postgres://crm@db/odoo?table=res_partner"
  onefold references "sqlite:crm.db?table=contacts" --json > references.json
  onefold references "sqlite:crm.db?table=contacts" --references references.json`,
		Annotations: app.Notes("One pass over each table, of at most 200,000 rows each; the keys of the table itself are all read. A database of 500 tables and 70,000 rows takes two seconds."),
		Args:        app.Arguments("URL"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.URL = args[0]
			if o.Sample < 0 {
				return term.Usagef("--sample: %d is no number of rows", o.Sample)
			}
			if runF != nil {
				return runF(o)
			}
			return referencesRun(cmd, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.Answers, "references", "", "`FILE` with answers: the JSON of this command, edited")
	flags.IntVar(&o.Sample, "sample", 0, "`ROWS` that are read of a large table (default 200000)")
	flags.BoolVar(&o.All, "all", false, "show doubtful places without rows, too")
	return cmd
}

func referencesRun(cmd *cobra.Command, o *ReferencesOptions) error {
	a, ctx := o.App, cmd.Context()
	p, err := a.Policy(cmd)
	if err != nil {
		return err
	}
	answers, err := answersOf(ctx, a, p, o.Answers)
	if err != nil {
		return err
	}
	db, table, err := a.Database(ctx, o.URL, p)
	if err != nil {
		return err
	}
	defer db.Close()
	progress := a.Term.Progress()
	r, err := find.References(ctx, db, find.Options{
		Target: table, Answers: answers, SampleRows: o.Sample,
		Progress: func(done, total int) { progress.Report("read tables", int64(done), int64(total)) },
	})
	progress.Close()
	if err != nil {
		return told(ctx, db, table, err)
	}
	if a.Term.JSON {
		return a.Term.PrintJSON(r)
	}
	if err := view.References(a.Term, r, o.All); err != nil {
		return err
	}
	if open := r.Unanswered(); len(open) > 0 && table.Name != "" {
		return a.Term.Print(term.Plural(len(open), "place has", "places have") + " to be answered before a merge; in the policy file these lines would do:\n\n" + view.Unanswered(open))
	}
	return nil
}

// answersOf gathers what people said of references: the policy file, and after
// it a file of answers, which therefore has the last word.
func answersOf(ctx context.Context, a *app.App, p *config.Policy, file string) ([]references.Answer, error) {
	var answers []references.Answer
	places := make([]string, 0, len(p.References))
	for place := range p.References {
		places = append(places, place)
	}
	slices.Sort(places)
	for _, place := range places {
		said := p.References[place]
		answer, err := references.PlaceAnswer(place, said.Target, said.Confidence, said.Policy, p.Where("references."+place))
		if err != nil {
			return nil, wrongAnswer(err)
		}
		answers = append(answers, answer)
	}
	if file == "" {
		return answers, nil
	}
	in, err := a.Open(ctx, file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	more, err := references.ReadAnswers(in, file)
	if err != nil {
		return nil, wrongAnswer(err)
	}
	return append(answers, more...), nil
}

// wrongAnswer makes a usage error of an answer that cannot be used.
func wrongAnswer(err error) error {
	if !errors.Is(err, references.ErrAnswer) {
		return err
	}
	return (&term.Error{Why: err, Code: term.Usage}).WithHint("start from what onefold references --json prints")
}

// told says what is wrong with the table of the URL.
func told(ctx context.Context, db connectors.Database, table connectors.TableName, err error) error {
	switch {
	case errors.Is(err, find.ErrNoTarget):
		e := &term.Error{Why: fmt.Errorf("the database has no table %q", table.Name), Code: term.Usage}
		if cat, failed := db.Catalogue(ctx); failed == nil {
			if near := nearest(table.Name, cat); near != "" {
				return e.WithHint("did you mean %s?", near)
			}
		}
		return e
	case errors.Is(err, find.ErrNoKey):
		return (&term.Error{Why: err, Code: term.Usage}).WithHint("rows that nothing names cannot be pointed at, nor merged")
	}
	return wrongAnswer(err)
}

// nearest returns the table whose name is that of one that is not there but for
// case and number, or the shortest that has it in it, or "".
func nearest(name string, cat *connectors.Catalogue) string {
	near := ""
	for _, t := range cat.Tables {
		switch {
		case naming.Same(t.Name.Name, name):
			return t.Name.Name
		case (near == "" || len(t.Name.Name) < len(near)) && strings.Contains(naming.Flat(t.Name.Name), naming.Flat(name)):
			near = t.Name.Name
		}
	}
	return near
}
