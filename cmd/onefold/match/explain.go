package match

import (
	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/cmd/onefold/view"
	"github.com/onefold/onefold/internal/pipeline/explain"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/internal/term"
)

// ExplainOptions are what onefold explain is asked for.
type ExplainOptions struct {
	App    *app.App
	Source string
	IDs    [2]string
	Decide string // file of decisions to heed
	Read   app.SourceFlags
}

func newExplainCmd(a *app.App, runF func(*cobra.Command, *ExplainOptions) error) *cobra.Command {
	o := &ExplainOptions{App: a}
	cmd := &cobra.Command{
		Use:   "explain SOURCE ID ID",
		Short: "Say why two records match, or why not",
		Long: `Explain compares two records of SOURCE as dedupe does and says, in words, what
speaks for and against their being one: the weight of every comparison, the
blocking rules that found the pair or that none did, what clustering made of it,
and what would change the decision.

Any two records can be explained, also two that dedupe never compared. What
people decided is heeded: decisions.csv in the working directory, and what is kept
in .onefold there or in --state. Nothing is written. ID is the record's own id, as clusters.csv has it.`,
		Example: `  onefold explain contacts.csv 1017 1342
  onefold explain contacts.csv 1017 1342 --lang fr
  onefold explain contacts.csv 1017 1342 --json`,
		Annotations: app.Notes("As long as dedupe takes without writing: weights are learnt from the whole source."),
		Args:        app.Arguments("SOURCE", "ID", "ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Source, o.IDs = args[0], [2]string{args[1], args[2]}
			if o.IDs[0] == o.IDs[1] {
				return term.Usagef("the same id twice: a record is always one with itself").WithHint("give the ids of two records")
			}
			if runF != nil {
				return runF(cmd, o)
			}
			return explainRun(cmd, o)
		},
	}
	o.Read.Add(cmd)
	cmd.Flags().StringVar(&o.Decide, "decisions", "", "`FILE` of decisions to heed besides those of the state")
	return cmd
}

func explainRun(cmd *cobra.Command, o *ExplainOptions) error {
	j, progress, err := o.App.Job(cmd, o.Source, &o.Read)
	if err != nil {
		return err
	}
	defer j.Close()
	if j.Decisions, err = o.App.Decisions(j.Source, o.Decide); err != nil {
		progress.Close()
		return err
	}
	x, err := explain.Pair(cmd.Context(), j, o.IDs[0], o.IDs[1])
	progress.Close()
	if err != nil {
		return app.Faults(err)
	}
	if o.App.Term.JSON {
		return o.App.Term.PrintJSON(x)
	}
	return view.Blocks(o.App.Term, report.Describe(*x, o.App.Lang()))
}
