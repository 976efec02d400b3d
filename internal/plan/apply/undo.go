package apply

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/internal/seal"
)

// Apply does the groups of a plan.
func (r *Runner) Apply(ctx context.Context, dir string, h *plan.Header) (*Result, error) {
	res := &Result{Run: r.Info.Run, Groups: h.Counts.Groups}
	var batch []*plan.Group
	flush := func() error {
		var todo []*plan.Group
		for _, g := range batch {
			if !r.known[g.ID] && g.Refused == "" {
				todo = append(todo, g)
			}
		}
		late, err := r.probe(ctx, h.Probes, todo)
		if err != nil {
			return err
		}
		batch = slices.DeleteFunc(batch, func(g *plan.Group) bool {
			why, is := late[g.ID]
			if is {
				res.Skipped = append(res.Skipped, Skipped{Group: g.ID, Reason: why, Drift: true})
			}
			return is
		})
		err = r.Do(ctx, batch, res)
		batch = batch[:0]
		return err
	}
	err := plan.Groups(dir, func(g *plan.Group) error {
		if batch = append(batch, g); len(batch) < batchGroups {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	return res, err
}

// State is what is known of a run's groups.
type State struct {
	Done   map[string]bool // groups that were done
	Undone map[string]bool // of these, taken back by a later run
}

// StateOf reads what a run did, and what of it was taken back.
func StateOf(state, run string, v *seal.Vault) (*State, error) {
	s := &State{Done: map[string]bool{}, Undone: map[string]bool{}}
	err := replayDone(state, run, v, func(group string) { s.Done[group] = true })
	if err != nil {
		return nil, err
	}
	runs, err := Runs(state)
	if err != nil {
		return nil, err
	}
	for _, i := range runs {
		if i.Of != run {
			continue
		}
		back, err := StateOf(state, i.Run, v)
		if err != nil {
			return nil, err
		}
		for g := range back.Done {
			s.Undone[g] = !back.Undone[g]
		}
	}
	for g, is := range s.Undone {
		if !is {
			delete(s.Undone, g)
		}
	}
	return s, nil
}

// Standing returns the groups that were done and not taken back, sorted.
func (s *State) Standing() []string {
	var all []string
	for g := range s.Done {
		if !s.Undone[g] {
			all = append(all, g)
		}
	}
	slices.Sort(all)
	return all
}

// NextRun returns a name for a run that no other has: the base itself, or with
// a number.
func NextRun(state, base string) (string, error) {
	for n := 1; ; n++ {
		name := base
		if n > 1 {
			name = fmt.Sprintf("%s-%d", base, n)
		}
		if _, err := ReadInfo(state, name); errors.Is(err, ErrNoRun) {
			return name, nil
		} else if err != nil {
			return "", err
		}
	}
}

// RunOf returns the name of the run that applies a plan: the one that did so
// before, unless all of it was taken back.
func RunOf(state, hash string, v *seal.Vault) (string, error) {
	base := "m-" + hash[:12]
	runs, err := Runs(state)
	if err != nil {
		return "", err
	}
	for _, i := range slices.Backward(runs) {
		if i.Kind != Merge || i.Run != base && !strings.HasPrefix(i.Run, base+"-") {
			continue
		}
		s, err := StateOf(state, i.Run, v)
		if err != nil {
			return "", err
		}
		if len(s.Done) > 0 && len(s.Standing()) == 0 {
			break
		}
		return i.Run, nil
	}
	return NextRun(state, base)
}

// windowGroups is how many groups undo holds in memory.
const windowGroups = 2000

// Inverse calls each with the inverse of every standing group of a run that is
// wanted, the last one first; nil wants all.
func Inverse(state, run string, v *seal.Vault, wanted func(string) bool, each func([]*plan.Group) error) error {
	s, err := StateOf(state, run, v)
	if err != nil {
		return err
	}
	var order []string
	seen := map[string]bool{}
	err = replayDone(state, run, v, func(group string) {
		if !s.Undone[group] && (wanted == nil || wanted(group)) && !seen[group] {
			seen[group] = true
			order = append(order, group)
		}
	})
	if err != nil {
		return err
	}
	for end := len(order); end > 0; end -= windowGroups {
		window := map[string]*plan.Group{}
		for _, id := range order[max(0, end-windowGroups):end] {
			window[id] = nil
		}
		err := replayed(state, run, v, func(content []byte) bool {
			_, is := window[doneOf(content)]
			return is
		}, func(l *line) error {
			l.Do.Changes = l.Changes
			window[l.Done] = l.Do
			return nil
		})
		if err != nil {
			return err
		}
		var groups []*plan.Group
		for _, id := range slices.Backward(order[max(0, end-windowGroups):end]) {
			if g := window[id]; g != nil {
				groups = append(groups, g.Invert())
			}
		}
		if err := each(groups); err != nil {
			return err
		}
	}
	return nil
}

// TakeBack does the inverse of a run's groups.
func (r *Runner) TakeBack(ctx context.Context, wanted func(string) bool) (*Result, error) {
	res := &Result{Run: r.Info.Run}
	err := Inverse(r.State, r.Info.Of, r.Vault, wanted, func(groups []*plan.Group) error {
		res.Groups += int64(len(groups))
		return r.Do(ctx, groups, res)
	})
	return res, err
}

// Rehearse tells which groups could not be taken back as they are: it locks
// nothing and writes nothing.
func Rehearse(ctx context.Context, db connectors.Database, info Info, on OnConflict, groups []*plan.Group) ([]Skipped, error) {
	r := &Runner{DB: db, Info: info, Options: Options{OnConflict: on}}
	var err error
	if r.cat, err = db.Catalogue(ctx); err != nil {
		return nil, err
	}
	var all []Skipped
	for _, g := range groups {
		for i := range g.Changes {
			c := g.Changes[i]
			t := r.cat.Table(c.Name())
			if t == nil {
				continue
			}
			key := c.Key().Image()
			var now plan.Row
			err := db.Select(ctx, connectors.Query{Table: c.Name(), Where: []connectors.Condition{connectors.KeyIn(key.Columns, key.Values)}, Limit: 1}, func(im connectors.Image) error {
				now = plan.RowOf(im)
				return nil
			})
			if err != nil {
				return nil, err
			}
			var s *Skipped
			if _, err := r.expected(t, g, &c, now); errors.As(err, &s) {
				all = append(all, *s)
				break
			}
		}
	}
	return all, nil
}
