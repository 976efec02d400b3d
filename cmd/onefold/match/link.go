package match

import (
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/cmd/onefold/view"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/pipeline/link"
	"github.com/onefold/onefold/internal/term"
	"github.com/onefold/onefold/internal/workspace"
)

// LinkOptions are what onefold link is asked for.
type LinkOptions struct {
	App         *app.App
	Sources     []string
	Out         string
	IDs         []string
	Cardinality string
	Read        app.SourceFlags
	Wait        time.Duration
	Decide      string // file of decisions to take over
}

func newLinkCmd(a *app.App, runF func(*cobra.Command, *LinkOptions) error) *cobra.Command {
	o := &LinkOptions{App: a}
	cmd := &cobra.Command{
		Use:   "link SOURCE SOURCE... -o DIR",
		Short: "Find the records of several sources that are one",
		Long: `Link finds which records of two sources or more are about one person, company
or thing, and writes to DIR, all at once or not at all:

  links.csv     source_a,id_a,source_b,id_b and how sure: the pairs that are one
  clusters.csv  source,id,cluster,confidence: the cluster of every record
  pairs.csv     doubtful pairs, for a person to look at
  columns.csv   which columns of the sources were taken for the same, and why
  report.html   what was found and how sure it is, for a person
  report.json   the same for a program
  rejected.csv  records that could not be read, if there are any

Columns need not be called alike, nor be in the same order: they are aligned by
what they mean, by their headers and by their values. A whole name in one source
meets given and family names in another, an address in one line one in parts.

A source is called by its file name in the outputs. --cardinality says how many
records of one source may be one with a record of another:

  one-to-one    no source holds duplicates
  one-to-many   the first source holds none, the others may
  many-to-one   the last source holds none, the others may
  many-to-many  any source may hold duplicates, and these are found as well
  auto          look for duplicates within each source, and decide

What people decided is heeded, as by dedupe; in decisions.csv an id stands behind
the name of its source, as crm.csv:1017.

No source is ever changed.`,
		Example: `  onefold link crm.csv invoices.csv -o out
  onefold link crm.csv shop.csv.gz erp.jsonl -o out --cardinality one-to-one
  onefold link crm.csv shop.csv -o out --id "Contact ID" --id customer --json`,
		Annotations: app.Notes("About that of dedupe on all records together; a source that is found to hold\nduplicates makes auto match twice."),
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 2 {
				return term.Usagef("link needs two sources or more").WithHint("usage: %s", cmd.UseLine())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Sources = args
			if err := o.check(cmd); err != nil {
				return err
			}
			if runF != nil {
				return runF(cmd, o)
			}
			return linkRun(cmd, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&o.Out, "output", "o", "", "folder of the result")
	flags.StringVar(&o.Cardinality, "cardinality", string(link.Auto), "`KIND`: auto, one-to-one, one-to-many, many-to-one or many-to-many")
	flags.StringArrayVar(&o.IDs, "id", nil, "`COLUMN` that holds the record's own id; once for all sources, or once for each in order (default inferred)")
	o.Read.AddReading(cmd)
	flags.StringVar(&o.Decide, "decisions", "", "`FILE` of decisions on pairs to take over and heed from now on")
	flags.DurationVar(&o.Wait, "wait", 0, "how long to wait for another run on the same state, such as 5m")
	return cmd
}

func (o *LinkOptions) check(cmd *cobra.Command) error {
	if o.Out == "" {
		return term.Usagef("-o is missing").WithHint("usage: %s", cmd.UseLine())
	}
	if !slices.Contains(link.Cardinalities(), link.Cardinality(o.Cardinality)) {
		return term.Usagef("--cardinality: there is no %q", o.Cardinality).WithHint("auto, one-to-one, one-to-many, many-to-one or many-to-many")
	}
	if len(o.IDs) > 1 && len(o.IDs) != len(o.Sources) {
		return term.Usagef("--id: %d columns for %d sources", len(o.IDs), len(o.Sources)).WithHint("give it once, or once for each source in order")
	}
	const most = 1000
	if len(o.Sources) > most {
		return term.Usagef("%d sources", len(o.Sources)).WithHint("%d are the most", most)
	}
	if i := slices.Index(o.Sources, "-"); i >= 0 && slices.Contains(o.Sources[i+1:], "-") {
		return term.Usagef("only one source can be standard input")
	}
	return nil
}

func linkRun(cmd *cobra.Command, o *LinkOptions) error {
	a := o.App
	started := a.Now()
	policy, err := a.Policy(cmd)
	if err != nil {
		return err
	}
	read, progress, err := a.Sources(&o.Read, policy)
	if err != nil {
		return err
	}
	defer progress.Close()
	j, err := link.Open(cmd.Context(), link.Options{Options: read, Sources: o.Sources, IDs: o.IDs, Cardinality: link.Cardinality(o.Cardinality)})
	if err != nil {
		return app.Faults(err)
	}
	defer j.Close()
	out, rep, err := j.Link(cmd.Context(), pipeline.Target{
		Dir: o.Out, State: a.Globals.State, Lang: a.Lang(), Tool: a.Version, Policy: a.PolicyHash(), Command: "link", Wait: o.Wait, Import: o.Decide,
		OnWait: func(h workspace.Holder) { a.Term.Talk("waiting for %s", h) },
	})
	progress.Close()
	if err != nil {
		return app.Faults(err)
	}
	look := o.Out
	if j.Writes(pipeline.FileHTML) {
		look = filepath.Join(o.Out, pipeline.FileHTML)
	}
	if !a.Term.JSON {
		for name, info := range j.Read() {
			app.WarnOfBytes(a.Term, name, info)
		}
	}
	return view.Link(a.Term, out, rep, o.Out, look, a.Now().Sub(started))
}
