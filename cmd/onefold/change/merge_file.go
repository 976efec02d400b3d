package change

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/cmd/onefold/view"
	"github.com/onefold/onefold/internal/config"
	"github.com/onefold/onefold/internal/pipeline/filemerge"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/internal/plan/apply"
	"github.com/onefold/onefold/internal/plan/build"
	"github.com/onefold/onefold/internal/plan/execute"
	"github.com/onefold/onefold/internal/term"
)

// planFile makes the plan of a merge in a file.
func planFile(cmd *cobra.Command, o *MergeOptions, p *config.Policy, path string, groups []build.Input, sum, model string) (*plan.Header, error) {
	a := o.App
	if path == "-" {
		return nil, term.Usagef("standard input cannot be merged in").WithHint("name the file")
	}
	jo, progress, err := a.Sources(&app.SourceFlags{}, p)
	if err != nil {
		return nil, err
	}
	defer progress.Close()
	jo.Source = path
	h, err := filemerge.Plan(cmd.Context(), filemerge.Options{Job: jo, Groups: groups, Clusters: sum, PolicyHash: a.PolicyHash(), Model: model, Tool: a.Version, Out: o.Out})
	for kind, hint := range map[error]string{
		build.ErrMissing:      "the clusters are of another file: make them again",
		build.ErrMaster:       "the master is one of the ids of its cluster",
		filemerge.ErrRejected: "onefold profile shows them; put them right first",
		filemerge.ErrPacked:   "decompress it first",
	} {
		if errors.Is(err, kind) {
			return nil, (&term.Error{Why: err, Code: term.Usage}).WithHint("%s", hint)
		}
	}
	return h, app.Faults(err)
}

func applyFile(cmd *cobra.Command, o *MergeOptions, dir string, h *plan.Header, p *config.Policy) error {
	a := o.App
	jo, progress, err := a.Sources(&app.SourceFlags{}, p)
	if err != nil {
		return err
	}
	defer progress.Close()
	res, err := filemerge.Apply(cmd.Context(), dir, h, jo, executeOptions(a, o.Wait, progress))
	progress.Close()
	switch {
	case errors.Is(err, plan.ErrChanged):
		return (&term.Error{At: dir, Why: err, Code: term.Usage}).WithHint("a plan is applied as it was made: make it again")
	case errors.Is(err, filemerge.ErrDrift):
		return (&term.Error{Why: err}).WithHint("make a new plan; nothing is written")
	case err != nil:
		return err
	}
	return told4(a, res, "merged", nil)
}

func undoFile(cmd *cobra.Command, o *UndoOptions, info *apply.Info, p *config.Policy) error {
	a := o.App
	if !o.Apply {
		pre := &execute.Prospect{Run: info.Run, Groups: int64(len(info.Groups) - len(info.Undone))}
		if len(o.Groups) > 0 {
			pre.Groups = int64(len(o.Groups))
		}
		if a.Term.JSON {
			return a.Term.PrintJSON(pre)
		}
		return view.Preview(a.Term, pre)
	}
	jo, progress, err := a.Sources(&app.SourceFlags{}, p)
	if err != nil {
		return err
	}
	defer progress.Close()
	e := executeOptions(a, o.Wait, progress)
	e.Apply.OnConflict = apply.OnConflict(o.Conflict)
	res, err := filemerge.TakeBack(cmd.Context(), info, o.Groups, jo, e)
	progress.Close()
	if errors.Is(err, filemerge.ErrDrift) {
		return (&term.Error{Why: err, Code: partly}).WithHint("--on-conflict take-old writes it as it was nevertheless")
	}
	if err != nil {
		return noGroup(err)
	}
	return told4(a, res, "taken back", nil)
}
