package pipeline

import (
	"context"
	"path/filepath"
	"time"

	"github.com/onefold/onefold/internal/decisions"
	"github.com/onefold/onefold/internal/pipeline/aside"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/internal/workspace"
)

// Target says where a dedupe's result goes.
type Target struct {
	Dir     string // output folder
	State   string // directory of the state; "" is .onefold beside Dir
	Lang    report.Lang
	Tool    string        // version of Onefold
	Policy  string        // hash of the policy file, "" without one
	Command string        // for those who wait
	Wait    time.Duration // how long to wait for another run on the same state
	OnWait  func(workspace.Holder)
	Import  string                            // file of decisions to take over into the state; "" for none
	Ask     func(context.Context, *Job) error // called when records are matched, may match again; may be nil
}

// Dedupe finds duplicates and writes the whole result, or nothing.
func (j *Job) Dedupe(ctx context.Context, t Target) (*Outcome, *report.Run, error) {
	started := j.Now()
	state := t.State
	if state == "" {
		state = workspace.Beside(t.Dir)
	}
	ws, err := workspace.Open(ctx, state, workspace.Options{Command: t.Command, Wait: t.Wait, OnWait: t.OnWait, Now: j.Now})
	if err != nil {
		return nil, nil, err
	}
	defer ws.Close()
	st, err := workspace.Atomic(t.Dir, Files()...)
	if err != nil {
		return nil, nil, err
	}
	defer st.Abort()
	// Exports that follow each other share their history by name of file.
	source := j.Connectors.Label(j.Source)
	j.Store = decisions.NewStore(state, source, t.Dir)
	if j.Decisions, err = j.Store.Take(t.Import, j.Now()); err != nil {
		return nil, nil, err
	}
	j.lean = true
	j.away = aside.New(filepath.Join(state, "aside"))
	defer func() { _ = j.away.Close() }()
	if err := j.Understand(ctx); err != nil {
		return nil, nil, err
	}
	if err := j.Match(ctx); err != nil {
		return nil, nil, err
	}
	if t.Ask != nil {
		if err := j.away.Back(); err != nil {
			return nil, nil, err
		}
		if err := t.Ask(ctx, j); err != nil {
			return nil, nil, err
		}
	}
	j.settle()
	if err := j.away.Back(); err != nil {
		return nil, nil, err
	}
	since, err := lastRun(ctx, ws, source)
	if err != nil {
		return nil, nil, err
	}
	run, err := ws.Begin(ctx, workspace.Run{Command: t.Command, Source: source, SourceHash: j.Info.SHA256, PolicyHash: t.Policy, Tool: t.Tool})
	if err != nil {
		return nil, nil, err
	}
	ids, err := ws.AssignIDs(ctx, run, source, j.keys(), j.match.Groups)
	if err != nil {
		return nil, nil, err
	}
	o, err := j.WriteFiles(ctx, st, ids.IDs)
	if err != nil {
		return nil, nil, err
	}
	o.Changes, o.Since = ids.Changes, since
	rep := j.report(t, o, ids.IDs, started)
	if err := j.writeReport(st, rep, t.Lang); err != nil {
		return nil, nil, err
	}
	run.Counts = map[string]int64{
		"records": int64(o.Records), "clusters": int64(o.Clusters), "review": int64(o.Review), "rejected": int64(o.Rejected),
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	if err := ws.Finish(ctx, run, ids, st.Commit); err != nil {
		return nil, nil, err
	}
	return o, rep, nil
}

// Understand infers the columns and puts them into standard form.
func (j *Job) Understand(ctx context.Context) error {
	if err := j.Infer(); err != nil {
		return err
	}
	return j.Standardise(ctx)
}

// lastRun returns when the last finished run of a source began.
func lastRun(ctx context.Context, ws *workspace.Workspace, source string) (time.Time, error) {
	const most = 1000
	runs, err := ws.Runs(ctx, most)
	if err != nil {
		return time.Time{}, err
	}
	for _, r := range runs {
		if r.Source == source && !r.Ended.IsZero() {
			return r.Started, nil
		}
	}
	return time.Time{}, nil
}
