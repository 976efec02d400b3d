package change

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/cmd/onefold/change/sides"
	"github.com/onefold/onefold/cmd/onefold/view"
	"github.com/onefold/onefold/internal/comparison"
	"github.com/onefold/onefold/internal/term"
)

// CompareOptions are what onefold compare is asked for.
type CompareOptions struct {
	App      *app.App
	A, B     string
	IDMap    string // file; "" is the state where --state names one
	Key      []string
	Content  bool
	Ignore   []string
	RowsOnly bool
	Values   bool
	Out      string
	Answers  string
}

func newCompareCmd(a *app.App, runF func(*CompareOptions) error) *cobra.Command {
	o := &CompareOptions{App: a}
	cmd := &cobra.Command{
		Use:   "compare A B",
		Short: "Prove what a migration or merge changed, and that nothing was lost",
		Long: `Compare tells what is missing, extra or changed in B, which is what A became: two
databases, two files, or one of each. URLs without table= compare all tables.

Rows are compared by key: --key, else the primary key, else a column named id;
rows without a key by their content. Values are compared as what they mean: 1.50
is 1.5, t is true, and a time is one moment in every zone.

With the id map of a merge (--idmap FILE, or --state DIR for that of the state)
old ids are answered by new ones, in keys and in columns that refer to them: a
loser counts as merged, not missing, where its master is there. What is still
in B under an old id counts as stayed. Then

  rows of A = same + changed + missing + merged
  rows of B = same + changed + extra + stayed

Between databases totals are compared, too, for the table of the URL, or else
the tables that the id map is about: how many rows refer to each record, and
the exact sums of their money columns. What refers to it is found as onefold
references does; answers are read from the policy file and --references.

-o writes each difference with kind, table, key and column, and no values
unless --show-values is set. Nothing is written to A or B; each is read in one
snapshot.`,
		Example: `  onefold compare "sqlite:before.db" "postgres://crm@db/crm"
  onefold compare "sqlite:before.db?table=contacts" "sqlite:after.db?table=contacts" --idmap idmap.csv
  onefold compare contacts.csv merged.csv --key id --ignore updated_at -o differences.csv`,
		Annotations: app.Notes("One pass over both sides, at once: a million rows of ten columns take seven seconds of a processor. 64 MiB for each side, what is more is sorted in the folder for temporary files: keys, and 8 bytes a value. Two servers of one kind digest ranges of integer keys, and only those that differ are read.", "3    done, and there are differences"),
		Args:        app.Arguments("A", "B"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.A, o.B = args[0], args[1]
			switch {
			case o.Content && len(o.Key) > 0:
				return term.Usagef("--content compares without a key, --key with one").WithHint("give one of the two")
			case o.A == "-" && o.B == "-":
				return term.Usagef("A and B are both standard input")
			case o.Values && o.Out == "":
				return term.Usagef("--show-values belongs to -o").WithHint("values are written to the file of differences alone")
			case o.Out == "-" && a.Term.JSON:
				return term.Usagef("-o - and --json both want standard output")
			}
			for _, in := range []string{o.A, o.B} {
				if o.Out != "" && o.Out != "-" {
					if err := app.NotInput("-o", o.Out, in); err != nil {
						return err
					}
				}
			}
			if runF != nil {
				return runF(o)
			}
			return compareRun(cmd, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.IDMap, "idmap", "", "`FILE` with old_id,new_id as onefold idmap writes it")
	flags.StringSliceVar(&o.Key, "key", nil, "`COLUMNS` that name a row, separated by commas (default the primary key)")
	flags.BoolVar(&o.Content, "content", false, "compare by content, whatever the keys are")
	flags.StringSliceVar(&o.Ignore, "ignore", nil, "`COLUMNS` that are not compared, such as updated_at")
	flags.BoolVar(&o.RowsOnly, "rows-only", false, "do not compare totals")
	flags.StringVarP(&o.Out, "out", "o", "", "`FILE` for the differences, as CSV; - is standard output")
	flags.BoolVar(&o.Values, "show-values", false, "write the values that differ, too")
	flags.StringVar(&o.Answers, "references", "", "`FILE` with answers about references: the JSON of onefold references, edited")
	return cmd
}

func compareRun(cmd *cobra.Command, o *CompareOptions) error {
	a, ctx := o.App, cmd.Context()
	p, err := a.Policy(cmd)
	if err != nil {
		return err
	}
	answers, err := answersOf(ctx, a, p, o.Answers)
	if err != nil {
		return err
	}
	progress := a.Term.Progress()
	defer progress.Close()
	c := &sides.Comparing{
		App: a, Policy: p, Answers: answers, Progress: progress, IDMap: o.IDMap, RowsOnly: o.RowsOnly,
		Options: comparison.Options{Key: o.Key, Content: o.Content, Ignore: o.Ignore, Values: o.Values},
	}
	if err := c.Open(ctx, o.A, o.B); err != nil {
		return err
	}
	defer c.Close(context.WithoutCancel(ctx))
	var result *comparison.Result
	if o.Out == "" {
		result, err = c.Run(ctx, nil)
	} else {
		err = writeOut(a, o.Out, func(out io.Writer) (err error) {
			result, err = c.Write(ctx, out)
			return err
		})
	}
	progress.Close()
	if err != nil {
		if errors.Is(err, comparison.ErrColumn) {
			return (&term.Error{Why: err, Code: term.Usage}).WithHint("both sides need the columns of the key")
		}
		return wrongAnswer(err)
	}
	switch {
	case a.Term.JSON:
		err = a.Term.PrintJSON(result)
	case o.Out != "-":
		err = view.Comparison(a.Term, result)
	}
	if err != nil || result.Equal {
		return err
	}
	return term.Findingsf("A and B differ: %s", term.Plural(result.Differences, "difference", "differences"))
}
