package change

import (
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/cmd/onefold/view"
	"github.com/onefold/onefold/internal/plan/apply"
	"github.com/onefold/onefold/internal/plan/execute"
	"github.com/onefold/onefold/internal/term"
)

// UndoOptions are what onefold undo is asked for.
type UndoOptions struct {
	App      *app.App
	Run      string
	Groups   []string
	Apply    bool
	Conflict string
	NoMarker bool
	LockWait time.Duration
	Slowest  time.Duration
	Wait     time.Duration
}

func newUndoCmd(a *app.App, runF func(*UndoOptions) error) *cobra.Command {
	o := &UndoOptions{App: a}
	cmd := &cobra.Command{
		Use:   "undo RUN",
		Short: "Take a merge back, or one group of it",
		Long: `Undo takes back what a run of onefold merge did: the masters have their old
values, the records that were merged away are there again with their ids, and so is
every row that pointed at them. Without --apply it says what it would do. It needs
no URL: the state knows it.

A column that the merge changed and that somebody has changed since is a conflict.
--on-conflict says what becomes of its group: leave does not touch the group,
keep-newer keeps what was changed since and takes the rest back, take-old takes
everything back. What the merge did not touch stays as it is now, and rows that the
master got since stay with it.

An undo is a run of its own, in the ledger, that can be taken back. It notes that
the records are different, so that the next run does not merge them again.`,
		Example: `  onefold undo m-4f3a90bc11de
  onefold undo m-4f3a90bc11de --group 17 --apply
  onefold undo m-4f3a90bc11de --apply --on-conflict keep-newer`,
		Annotations: app.Notes("A transaction a group. Reads the journal of the run; memory holds 2,000 groups.",
			"4    partly taken back: some groups were left as they are"),
		Args: app.Arguments("RUN"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Run = args[0]
			switch apply.OnConflict(o.Conflict) {
			case apply.Leave, apply.KeepNewer, apply.TakeOld:
			default:
				return term.Usagef("--on-conflict: there is no %q", o.Conflict).WithHint("leave, keep-newer or take-old")
			}
			if runF != nil {
				return runF(o)
			}
			return undoRun(cmd, o)
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&o.Groups, "group", nil, "only this `GROUP` of the run; may be given again")
	flags.BoolVar(&o.Apply, "apply", false, "do it")
	flags.StringVar(&o.Conflict, "on-conflict", string(apply.Leave), "`WHAT` becomes of a group that was changed since: leave, keep-newer or take-old")
	flags.BoolVar(&o.NoMarker, "no-marker", false, "as the run that is taken back: no table onefold_applied")
	flags.DurationVar(&o.LockWait, "lock-timeout", 10*time.Second, "longest wait for a row that others hold")
	flags.DurationVar(&o.Slowest, "statement-timeout", time.Minute, "longest run of one statement")
	flags.DurationVar(&o.Wait, "wait", 0, "how long to wait for another run on the same state, such as 5m")
	return cmd
}

func undoRun(cmd *cobra.Command, o *UndoOptions) error {
	a, ctx := o.App, cmd.Context()
	info, err := apply.ReadInfo(a.StateDir(), o.Run)
	if errors.Is(err, apply.ErrNoRun) {
		return (&term.Error{At: o.Run, Why: err, Code: term.Usage}).WithHint("onefold audit log lists the runs; --state DIR names another state")
	}
	if err != nil {
		return err
	}
	p, err := a.Policy(cmd)
	if err != nil {
		return err
	}
	if info.File {
		return undoFile(cmd, o, info, p)
	}
	db, _, err := a.Database(ctx, info.Source, p)
	if err != nil {
		return err
	}
	defer db.Close()
	progress := a.Term.Progress()
	defer progress.Close()
	e := executeOptions(a, o.Wait, progress)
	e.Apply.NoMarker, e.Apply.LockTimeout, e.Apply.StatementTimeout, e.Apply.OnConflict = o.NoMarker, o.LockWait, o.Slowest, apply.OnConflict(o.Conflict)
	if !o.Apply {
		pre, err := execute.Preview(ctx, db, info, o.Groups, e)
		progress.Close()
		if err != nil {
			return noGroup(err)
		}
		if a.Term.JSON {
			return a.Term.PrintJSON(pre)
		}
		return view.Preview(a.Term, pre)
	}
	res, err := execute.TakeBack(ctx, db, info, o.Groups, e)
	progress.Close()
	if res == nil {
		return noGroup(err)
	}
	return told4(a, res, "taken back", err)
}

func noGroup(err error) error {
	if errors.Is(err, execute.ErrNoGroup) {
		return (&term.Error{Why: err, Code: term.Usage}).WithHint("onefold undo RUN lists the groups")
	}
	return err
}
