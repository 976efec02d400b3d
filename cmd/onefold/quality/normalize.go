package quality

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/cmd/onefold/view"
	"github.com/onefold/onefold/internal/pipeline/standardcopy"
	"github.com/onefold/onefold/internal/term"
	"github.com/onefold/onefold/normalize"
)

// NormalizeOptions are what onefold normalize is asked for.
type NormalizeOptions struct {
	App     *app.App
	Source  string // or the cases, with Kind
	Out     string
	Kind    string
	Options []string // name=value
	Read    app.SourceFlags
}

func newNormalizeCmd(a *app.App, runF func(*cobra.Command, *NormalizeOptions) error) *cobra.Command {
	o := &NormalizeOptions{App: a}
	cmd := &cobra.Command{
		Use:   "normalize SOURCE -o OUT",
		Short: "Write a standardised copy, and what changed",
		Long: `Normalize copies SOURCE to OUT in the same format, encoding and order, with the
standard form in every column whose kind has one: names, companies, e-mails,
phones, addresses, dates, identifiers and so on. Ids, owners, origins, references
and free text stay as they are. What columns mean is inferred, or read from the
policy file; day and month, names and phone countries are decided by the column.

Only what is certain changes. A value that breaks a rule of its kind, that stands
for nothing (n/a, 0000000000) or can be read in two ways stays as it was, and a
better value that is only likely (gmial.com) is never applied. Beside OUT are

  OUT.changes.csv   id,column,before,after,reason: every value that changed
  OUT.review.csv    id,column,value,suggestion,reason: values that stayed and
                    need a look, and suggestions that were not applied
  OUT.rejected.csv  records that could not be read, if there are any

all written at once or not at all. Normalizing OUT again changes nothing. An OUT
that ends in .gz is compressed. SOURCE is never changed.

With --kind, SOURCE is a CSV of loose values with the header id,input and optional
columns region and language; OUT gets id,value,valid,reason, one row a case. A
value that is not valid is a result, not a failure. - is standard input or output.`,
		Example: `  onefold normalize contacts.csv -o clean.csv
  onefold normalize contacts.csv.gz -o clean.csv.gz --json
  onefold normalize --kind phone --option region=FR cases.csv -o out.csv
  onefold normalize --kind date --option order=dmy --option base=2026-01-31 cases.csv -o out.csv`,
		Annotations: app.Notes("About 20 seconds and 1.4 GB for a million contacts on two processors.\nWith --kind 1 to 10 seconds for a million values, and no memory to speak of."),
		Args:        app.Arguments("SOURCE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Source = args[0]
			if o.Out == "" {
				return term.Usagef("-o is missing").WithHint("usage: %s", cmd.UseLine())
			}
			if o.Kind == "" && len(o.Options) > 0 {
				return term.Usagef("--option needs --kind").WithHint("options of a column belong into the policy file, under fields")
			}
			if o.Kind == "" && cmd.Flags().Changed("kind") {
				return term.Usagef("--kind is empty").WithHint("the kinds are %s", strings.Join(kindsOf(normalize.Standard()), " "))
			}
			if runF != nil {
				return runF(cmd, o)
			}
			if o.Kind != "" {
				return looseRun(cmd, o)
			}
			return normalizeRun(cmd, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&o.Out, "output", "o", "", "`FILE` to write")
	flags.StringVar(&o.Kind, "kind", "", "normalize loose values of this `KIND`, such as phone")
	flags.StringArrayVar(&o.Options, "option", nil, "setting of the kind as `NAME=VALUE`; may be repeated")
	o.Read.Add(cmd)
	_ = cmd.RegisterFlagCompletionFunc("kind", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return kindsOf(normalize.Standard()), cobra.ShellCompDirectiveNoFileComp
	})
	return cmd
}

func kindsOf(r normalize.Registry) []string {
	kinds := make([]string, 0, len(r))
	for k := range r {
		kinds = append(kinds, string(k))
	}
	slices.Sort(kinds)
	return kinds
}

func normalizeRun(cmd *cobra.Command, o *NormalizeOptions) error {
	a := o.App
	if o.Out == "-" {
		return term.Usagef("-o -: a copy has files beside it, so it can't go to standard output").WithHint("name a file")
	}
	started := a.Now()
	j, progress, err := a.Job(cmd, o.Source, &o.Read)
	if err != nil {
		return err
	}
	defer j.Close()
	for _, end := range []string{"", standardcopy.EndChanges, standardcopy.EndReview, standardcopy.EndRejected} {
		if err := app.NotInput("-o", o.Out+end, j.Source); err != nil { // the policy may say where the source is
			progress.Close()
			return err
		}
	}
	var s *standardcopy.Summary
	if err = j.Understand(cmd.Context()); err == nil {
		s, err = standardcopy.Write(cmd.Context(), j, o.Out)
	}
	progress.Close()
	if err != nil {
		return app.Faults(err)
	}
	if a.Term.JSON {
		return a.Term.PrintJSON(s)
	}
	if err := view.Copy(a.Term, s); err != nil {
		return err
	}
	if s.Rejected > 0 {
		a.Term.Warn("%s: %s", term.Plural(s.Rejected, "record could not be read", "records could not be read"), o.Out+standardcopy.EndRejected)
	}
	app.WarnOfBytes(a.Term, "the input", j.Info)
	a.Term.Talk("done in %s; changes are in %s", term.Duration(a.Now().Sub(started)), s.Files[0])
	return nil
}

// looseSummary is what --json prints of loose values.
type looseSummary struct {
	Cases   int            `json:"cases"`
	Valid   int            `json:"valid"`
	Changed int            `json:"changed"`
	Reasons map[string]int `json:"reasons"`
	Output  string         `json:"output"`
}

func looseRun(cmd *cobra.Command, o *NormalizeOptions) error {
	a := o.App
	options := map[string]string{}
	for _, pair := range o.Options {
		name, value, ok := strings.Cut(pair, "=")
		if !ok || name == "" {
			return term.Usagef("--option %s: is not NAME=VALUE", pair)
		}
		options[name] = value
	}
	reg := normalize.Standard()
	// A wrong kind is told before the file is looked for.
	if err := looseFault(o, normalize.CheckLoose(reg, o.Kind, options)); err != nil {
		return err
	}
	in, err := a.Open(cmd.Context(), o.Source)
	if err != nil {
		return err
	}
	defer in.Close()
	var sum normalize.Summary
	work := func(ctx context.Context, w io.Writer) (err error) {
		sum, err = normalize.Loose(ctx, reg, o.Kind, options, in, w)
		return err
	}
	if o.Out == "-" {
		b := bufio.NewWriter(a.Term.Out)
		if err := work(cmd.Context(), b); err != nil {
			return looseFault(o, err)
		}
		return b.Flush()
	}
	if err := app.NotInput("-o", o.Out, o.Source); err != nil {
		return err
	}
	if err := app.WriteFile(o.Out, func(w io.Writer) error { return work(cmd.Context(), w) }); err != nil {
		return looseFault(o, err)
	}
	if a.Term.JSON {
		return a.Term.PrintJSON(looseSummary{sum.Cases, sum.Valid, sum.Changed, sum.Reasons, o.Out})
	}
	t := term.NewTable("", ">")
	t.Add("cases", term.Count(sum.Cases))
	t.Add("valid", term.Count(sum.Valid))
	t.Add("changed", term.Count(sum.Changed))
	if err := a.Term.PrintTable(t); err != nil {
		return err
	}
	if len(sum.Reasons) > 0 {
		return a.Term.Print("\nreasons: " + view.Reasons(sum.Reasons) + "\n")
	}
	return nil
}

// looseFault says what is wrong with a call or with the cases.
func looseFault(o *NormalizeOptions, err error) error {
	var un *normalize.UnknownError
	var path *os.PathError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &un):
		fault := term.Usagef("there is no %s %q", un.What, un.Got)
		if un.Suggestion != "" {
			return fault.WithHint("did you mean %s?", un.Suggestion)
		}
		return fault.WithHint("there is %s", strings.Join(un.Known, ", "))
	case errors.Is(err, normalize.ErrNoHeader):
		e := &term.Error{At: o.Source, Why: err}
		if o.Kind != "" {
			return e.WithHint("normalize without --kind takes any table: onefold normalize %s -o %s", filepath.Base(o.Source), filepath.Base(o.Out))
		}
		return e
	case errors.As(err, &path):
		return &term.Error{At: o.Source, Why: path.Err}
	}
	return err
}
