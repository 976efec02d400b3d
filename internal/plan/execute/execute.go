package execute

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/decisions"
	"github.com/onefold/onefold/internal/idmap"
	"github.com/onefold/onefold/internal/ledger"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/internal/plan/apply"
	"github.com/onefold/onefold/internal/workspace"
)

// Options say how to run.
type Options struct {
	Apply  apply.Options // State is the directory of the state
	Resume bool          // fail where there is no run to go on with
	Actor  string
	Ledger ledger.Options
	Wait   time.Duration
	OnWait func(workspace.Holder)
	Now    func() time.Time
}

// session is an open state.
type session struct {
	o    Options
	ws   *workspace.Workspace
	log  *ledger.Ledger
	info apply.Info
}

// open locks the state and opens what is in it.
func open(ctx context.Context, o Options, command string) (*session, error) {
	ws, err := workspace.Open(ctx, o.Apply.State, workspace.Options{Command: command, Wait: o.Wait, OnWait: o.OnWait, Now: o.Now})
	if err != nil {
		return nil, err
	}
	log, err := ledger.Open(ctx, o.Apply.State, o.Ledger)
	if err != nil {
		return nil, errors.Join(err, ws.Close())
	}
	s := &session{o: o, ws: ws, log: log}
	if s.o.Apply.Vault, err = log.Vault(); err != nil {
		return nil, errors.Join(err, s.close())
	}
	s.o.Apply.Batch = s.batch
	return s, nil
}

func (s *session) close() error { return errors.Join(s.log.Close(), s.ws.Close()) }

// batch writes down what was done: the ledger, the id map, and for a run that
// was taken back that its records are different.
func (s *session) batch(ctx context.Context, done []apply.Done) error {
	var counts plan.Counts
	groups := make([]string, len(done))
	var facts []idmap.Fact
	var apart []decisions.Decision
	for i, d := range done {
		counts.Add(d.Group)
		groups[i] = d.Group.ID
		for _, l := range d.Group.Losers {
			facts = append(facts, idmap.Fact{Old: l, New: d.Group.Master, Source: s.info.Label, Run: s.info.Run, Group: d.Group.ID, Time: s.o.Now(), Reason: "merged"})
			apart = append(apart, decisions.Decision{
				A: d.Group.Master, B: l, Verdict: decisions.Different, Reason: "the merge was taken back: " + s.info.Of, Author: s.o.Actor, Made: s.o.Now().UTC().Truncate(time.Second),
			})
		}
	}
	entry := ledger.Entry{Type: ledger.Apply, Actor: s.o.Actor, Run: s.info.Run, Plan: s.info.Plan}
	payload := map[string]any{
		"groups": groups, "losers": counts.Losers, "rows_moved": counts.Moved, "rows_merged": counts.Merged, "rows_dropped": counts.Dropped,
		"conflicts": counts.Conflicts, "source": s.info.Label, "table": s.info.Table,
	}
	merge := s.info.Kind == apply.Merge
	if !merge {
		entry.Type = ledger.Undo
		payload = map[string]any{"groups": groups, "of": s.info.Of, "source": s.info.Label, "table": s.info.Table}
	}
	entry.Payload = payload
	if _, err := s.log.Append(ctx, entry); err != nil {
		return err
	}
	if merge || redo(s.info) {
		return idmap.Add(ctx, s.ws, facts)
	}
	runs, err := apply.Runs(s.o.Apply.State)
	if err != nil {
		return err
	}
	for _, r := range runs { // the run itself, and those that did it again
		if r.Run == s.info.Of || redo(r) && strings.HasSuffix(r.Run, strings.TrimLeft(s.info.Of, "u-")) {
			if _, err := idmap.TakeBack(ctx, s.ws, r.Run, s.info.Run, groups...); err != nil {
				return err
			}
		}
	}
	return decisions.NewStore(s.o.Apply.State, s.info.Label).Add(apart...)
}

// redo tells whether a run takes back one that took back another: what was merged
// is merged again.
func redo(i apply.Info) bool {
	again := false
	for name := i.Of; strings.HasPrefix(name, "u-"); name = name[2:] {
		again = !again
	}
	return again
}

// Planned notes in the ledger that a plan was made.
func Planned(ctx context.Context, h *plan.Header, o Options) (err error) {
	log, err := ledger.Open(ctx, o.Apply.State, o.Ledger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	_, err = log.Append(ctx, ledger.Entry{Type: ledger.Plan, Actor: o.Actor, Plan: h.Hash, Payload: map[string]any{
		"groups": h.Counts.Groups, "refused": h.Counts.Refused, "losers": h.Counts.Losers, "source": h.Label, "table": h.Table, "inputs": h.Inputs,
	}})
	return err
}

// Merge applies a plan to its source.
func Merge(ctx context.Context, db connectors.Database, dir string, h *plan.Header, o Options) (res *apply.Result, err error) {
	if err := plan.Verify(dir, h); err != nil {
		return nil, err
	}
	s, err := open(ctx, o, "merge")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	run, err := apply.RunOf(o.Apply.State, h.Hash, s.o.Apply.Vault)
	if err != nil {
		return nil, err
	}
	if _, err := apply.ReadInfo(o.Apply.State, run); o.Resume && errors.Is(err, apply.ErrNoRun) {
		return nil, ErrNothingToResume
	}
	s.info = apply.Info{Run: run, Kind: apply.Merge, Plan: h.Hash, Source: h.Source, Label: h.Label, Table: h.Table, Schema: h.Schema, Began: o.Now().UTC()}
	return s.run(ctx, db, func(r *apply.Runner) (*apply.Result, error) { return r.Apply(ctx, dir, h) })
}

// run opens the run and does it; what was done so far is returned with an error.
func (s *session) run(ctx context.Context, db connectors.Database, do func(*apply.Runner) (*apply.Result, error)) (*apply.Result, error) {
	if old, err := apply.ReadInfo(s.o.Apply.State, s.info.Run); err == nil {
		s.info.Began = old.Began
	}
	r, err := apply.Open(ctx, db, s.info, s.o.Apply)
	if err != nil {
		return nil, err
	}
	res, err := do(r)
	return res, errors.Join(err, r.Close())
}

// TakeBack takes a run back, or some groups of it.
func TakeBack(ctx context.Context, db connectors.Database, of *apply.Info, groups []string, o Options) (res *apply.Result, err error) {
	s, err := open(ctx, o, "undo")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	base := s.o.Apply
	if err := s.settle(ctx, db, of); err != nil {
		return nil, err
	}
	st, err := apply.StateOf(base.State, of.Run, base.Vault)
	if err != nil {
		return nil, err
	}
	wanted, err := Wanted(st, groups)
	if err != nil {
		return nil, err
	}
	if len(wanted) == 0 {
		return &apply.Result{Run: ""}, nil
	}
	run, err := apply.NextRun(base.State, "u-"+of.Run)
	if err != nil {
		return nil, err
	}
	s.info = apply.Info{Run: run, Kind: apply.Undo, Of: of.Run, Plan: of.Plan, Source: of.Source, Label: of.Label, Table: of.Table, Schema: of.Schema, Began: o.Now().UTC()}
	return s.run(ctx, db, func(r *apply.Runner) (*apply.Result, error) {
		is := make(map[string]bool, len(wanted))
		for _, g := range wanted {
			is[g] = true
		}
		return r.TakeBack(ctx, func(g string) bool { return is[g] })
	})
}

// File runs what changes a file, under the lock of the state, and writes down what
// was done.
func File(ctx context.Context, info apply.Info, o Options, do func() ([]apply.Done, error)) (err error) {
	s, err := open(ctx, o, string(info.Kind))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	s.info = info
	done, err := do()
	if err != nil || len(done) == 0 {
		return err
	}
	return s.batch(context.WithoutCancel(ctx), done)
}

// settle finds out what a run, and earlier runs that took it back, really did
// before they were interrupted.
func (s *session) settle(ctx context.Context, db connectors.Database, of *apply.Info) error {
	runs, err := apply.Runs(s.o.Apply.State)
	if err != nil {
		return err
	}
	for _, i := range runs {
		if i.Run != of.Run && i.Of != of.Run || i.File {
			continue
		}
		s.info = i
		r, err := apply.Open(ctx, db, i, s.o.Apply)
		if err != nil {
			return err
		}
		if err := r.Close(); err != nil {
			return err
		}
	}
	return nil
}

// ErrNothingToResume says that a plan was never begun to be applied.
var ErrNothingToResume = errors.New("there is no run of this plan to go on with")

// ErrNoGroup says that a run has no such group.
var ErrNoGroup = errors.New("the run has no such group")

// Wanted returns the groups that can be taken back, of those that are asked for.
func Wanted(s *apply.State, groups []string) ([]string, error) {
	if len(groups) == 0 {
		return s.Standing(), nil
	}
	var wanted []string
	for _, g := range groups {
		if !s.Done[g] {
			return nil, fmt.Errorf("%q: %w", g, ErrNoGroup)
		}
		if !s.Undone[g] {
			wanted = append(wanted, g)
		}
	}
	return wanted, nil
}
