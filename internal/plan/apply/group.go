package apply

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/internal/plan/order"
	"github.com/onefold/onefold/record"
)

// OnConflict says what undo does where a row was changed since.
type OnConflict string

// Choices for rows that were changed since.
const (
	Leave     OnConflict = "leave"      // leave the group as it is
	KeepNewer OnConflict = "keep-newer" // keep what was changed, take the rest back
	TakeOld   OnConflict = "take-old"   // take everything back
)

// Skipped says why a group was not done. Its rows are as they were.
type Skipped struct {
	Group  string `json:"group"`
	Reason string `json:"reason"`
	Drift  bool   `json:"drift"` // rows are not what the plan says they were
}

// Error returns the reason.
func (s *Skipped) Error() string { return s.Reason }

// retries is how often a transaction is begun again that lost against others.
const retries = 6

// group does one group in a transaction. changes come back with the images that
// the rows had before, and had after it.
func (r *Runner) group(ctx context.Context, g *plan.Group) (changes []plan.Change, err error) {
	ctx = context.WithoutCancel(ctx) // a group is done whole
	for try := range retries {
		changes, err = r.try(ctx, g)
		if err == nil || !connectors.Retry(err) {
			break
		}
		if errors.Is(err, connectors.ErrConnection) && !r.NoMarker {
			if done, asked := r.committed(ctx, g.ID); asked == nil && done {
				return r.reread(ctx, g.Changes)
			}
		}
		time.Sleep(time.Duration(try*try+1) * 20 * time.Millisecond)
	}
	return changes, skip(g, err)
}

// skip makes a Skipped of an error that is about this group alone.
func skip(g *plan.Group, err error) error {
	var s *Skipped
	switch {
	case err == nil || errors.As(err, &s):
		return err
	case errors.Is(err, connectors.ErrDrift), errors.Is(err, connectors.ErrForeignKey):
		return &Skipped{Group: g.ID, Reason: err.Error(), Drift: true}
	}
	for _, kind := range []error{
		connectors.ErrUnique, connectors.ErrExclusion, connectors.ErrCheck, connectors.ErrNotNull, connectors.ErrTrigger, connectors.ErrBadValue,
		connectors.ErrDeadlock, connectors.ErrSerialization, connectors.ErrLockTimeout, connectors.ErrTimeout, connectors.ErrUnsupported,
	} {
		if errors.Is(err, kind) {
			return &Skipped{Group: g.ID, Reason: err.Error()}
		}
	}
	return err
}

func (r *Runner) try(ctx context.Context, g *plan.Group) (_ []plan.Change, err error) {
	tx, err := r.DB.Begin(ctx, connectors.TxOptions{LockTimeout: r.LockTimeout, StatementTimeout: r.StatementTimeout})
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tx.Rollback(ctx))
		}
	}()
	changes, err := r.locked(ctx, tx, g)
	if err != nil {
		return nil, err
	}
	if err := r.strangers(ctx, tx, g, changes); err != nil {
		return nil, err
	}
	steps := order.Sort(r.cat, changes)
	if err := r.quiet(ctx, tx, changes, steps.Circular); err != nil {
		return nil, err
	}
	if err := tx.Apply(ctx, steps.Changes); err != nil {
		return nil, err
	}
	if err := r.after(ctx, tx, changes); err != nil {
		return nil, err
	}
	if !r.NoMarker {
		if err := tx.Mark(ctx, r.Info.Run, g.ID); err != nil {
			return nil, err
		}
	}
	return changes, tx.Commit(ctx)
}

// perTable gathers the changes of each table, in order of its name.
func perTable(changes []plan.Change) ([]connectors.TableName, map[connectors.TableName][]int) {
	by := map[connectors.TableName][]int{}
	for i := range changes {
		by[changes[i].Name()] = append(by[changes[i].Name()], i)
	}
	names := slices.SortedFunc(maps.Keys(by), func(a, b connectors.TableName) int {
		if a.String() < b.String() {
			return -1
		}
		return 1
	})
	return names, by
}

func keyOf(r plan.Row, keys []string) string {
	k := ""
	for _, c := range keys {
		v := r[c]
		k += fmt.Sprintf("%t%d:%s", v.IsNull(), len(v.Text), v.Text)
	}
	return k
}

// locked locks the rows of a group in a stable order and compares them with
// what they are expected to be.
func (r *Runner) locked(ctx context.Context, tx connectors.Tx, g *plan.Group) ([]plan.Change, error) {
	names, by := perTable(g.Changes)
	// The records first: whoever adds a row that points at one waits from now on.
	if target := r.target(); by[target] != nil {
		names = slices.DeleteFunc(names, func(n connectors.TableName) bool { return n == target })
		names = slices.Insert(names, 0, target)
	}
	keep := make([]*plan.Change, len(g.Changes))
	for _, name := range names {
		t := r.cat.Table(name)
		if t == nil {
			return nil, &Skipped{Group: g.ID, Reason: "table " + name.String() + " is gone", Drift: true}
		}
		var keys [][]record.Value
		columns := g.Changes[by[name][0]].Keys
		for _, i := range by[name] {
			keys = append(keys, g.Changes[i].Key().Pick(columns))
		}
		images, err := tx.Lock(ctx, connectors.Query{Table: name, Where: []connectors.Condition{connectors.KeyIn(columns, keys...)}})
		if err != nil {
			return nil, err
		}
		found := map[string][]plan.Row{}
		for _, im := range images {
			row := plan.RowOf(im)
			k := keyOf(row, columns)
			found[k] = append(found[k], row)
		}
		for _, i := range by[name] {
			c := g.Changes[i]
			k := keyOf(c.Key(), columns)
			var now plan.Row
			if rows := found[k]; len(rows) > 0 {
				now = rows[0]
				if len(rows) > 1 {
					found[k] = rows[1:]
				} else if c.Op != connectors.InsertRow {
					delete(found, k)
				}
			}
			if keep[i], err = r.expected(t, g, &c, now); err != nil {
				return nil, err
			}
		}
	}
	var changes []plan.Change
	for _, c := range keep {
		if c != nil {
			changes = append(changes, *c)
		}
	}
	return changes, nil
}

// expected compares a row with its change; nil leaves the change out.
func (r *Runner) expected(t *connectors.Table, g *plan.Group, c *plan.Change, now plan.Row) (*plan.Change, error) {
	drift := func(what string) error {
		return &Skipped{Group: g.ID, Reason: fmt.Sprintf("a row of %s %s", c.Name(), what), Drift: true}
	}
	if r.Info.Kind == Merge {
		switch {
		case c.Op == connectors.InsertRow && now != nil:
			return nil, drift("is there already")
		case c.Op != connectors.InsertRow && now == nil:
			return nil, drift("is gone since the plan was made")
		}
		for name, v := range c.Before {
			if now[name] != v && c.Op != connectors.InsertRow {
				return nil, drift("was changed since the plan was made, in column " + name)
			}
		}
		return c, nil
	}
	// Taking back: what was changed meanwhile counts where it is in the way.
	switch c.Op {
	case connectors.InsertRow:
		if now == nil {
			return c, nil
		}
		if len(differ(t, c.After, now)) == 0 {
			return nil, nil
		}
		return nil, drift("has the key of one that would come back")
	case connectors.DeleteRow:
		if now == nil {
			return nil, nil
		}
		if len(differ(t, c.Before, now)) > 0 && r.OnConflict != TakeOld {
			return nil, drift("that would go was changed since")
		}
		c.Before = now
		return c, nil
	}
	if now == nil {
		switch r.OnConflict {
		case KeepNewer:
			return nil, nil
		case TakeOld:
			c.Op, c.After, c.Before = connectors.InsertRow, c.Before.With(c.After), nil
			return c, nil
		}
		return nil, drift("was deleted since")
	}
	after := plan.Row{}
	for name, v := range c.After {
		col := t.Column(name)
		if now[name] == v || col == nil {
			continue
		}
		if changed := now[name] != c.Before[name]; changed && col.Writable() && !stamp(col) {
			if r.OnConflict == KeepNewer {
				continue
			}
			if r.OnConflict != TakeOld {
				return nil, drift("was changed since, in column " + name)
			}
		}
		after[name] = v
	}
	if len(after) == 0 {
		return nil, nil
	}
	c.Before, c.After = now, after
	return c, nil
}

// stamp tells whether the database itself writes a column with every change.
func stamp(c *connectors.Column) bool { return c.OnUpdate }

// differ returns the columns that a statement could write and that differ.
func differ(t *connectors.Table, want, have plan.Row) []string {
	var names []string
	for name, v := range want {
		if c := t.Column(name); c != nil && c.Writable() && have[name] != v {
			names = append(names, name)
		}
	}
	return names
}

// strangers looks for rows that would go, or lose what they point at, because of
// a foreign key that acts by itself, and that the group does not know.
func (r *Runner) strangers(ctx context.Context, tx connectors.Tx, g *plan.Group, changes []plan.Change) error {
	known := map[string]bool{}
	gone := map[connectors.TableName][]plan.Row{}
	for i := range changes {
		c := &changes[i]
		known[c.Name().String()+"\x00"+keyOf(c.Key(), c.Keys)] = true
		if c.Op == connectors.DeleteRow {
			gone[c.Name()] = append(gone[c.Name()], c.Before)
		}
	}
	for i := range r.cat.Tables {
		t := &r.cat.Tables[i]
		for _, fk := range t.ForeignKeys {
			rows := gone[fk.Target]
			if len(rows) == 0 || fk.OnDelete == connectors.NoAction || fk.OnDelete == connectors.Restrict || t.PartitionOf.Name != "" {
				continue
			}
			var keys [][]record.Value
			for _, row := range rows {
				if k := row.Pick(fk.TargetColumns); !slices.ContainsFunc(k, record.Value.IsNull) {
					keys = append(keys, k)
				}
			}
			if len(keys) == 0 {
				continue
			}
			var unknown bool
			err := tx.Select(ctx, connectors.Query{Table: t.Name, Where: []connectors.Condition{connectors.KeyIn(fk.Columns, keys...)}}, func(im connectors.Image) error {
				row := plan.RowOf(im)
				columns := t.Identity()
				if len(columns) == 0 {
					return nil
				}
				unknown = unknown || !known[t.Name.String()+"\x00"+keyOf(row, columns)]
				return nil
			})
			if err != nil {
				return err
			}
			if unknown {
				return &Skipped{Group: g.ID, Reason: fmt.Sprintf("rows of %s point at a loser that the plan does not know", t.Name), Drift: true}
			}
		}
	}
	return nil
}

// quiet postpones or switches off what would be in the way.
func (r *Runner) quiet(ctx context.Context, tx connectors.Tx, changes []plan.Change, circular bool) error {
	able := r.DB.Abilities()
	if r.Info.Kind == Undo && able.DisableTriggers {
		names, _ := perTable(changes)
		names = slices.DeleteFunc(names, func(n connectors.TableName) bool {
			return !slices.ContainsFunc(r.cat.Table(n).Triggers, func(g connectors.Trigger) bool { return !g.Disabled })
		})
		if len(names) > 0 {
			if err := tx.DisableTriggers(ctx, names...); err != nil {
				return err
			}
		}
	}
	if !circular {
		return nil
	}
	if able.DeferConstraints {
		if err := tx.DeferConstraints(ctx); err != nil {
			return err
		}
		if able.Engine == "sqlite" {
			return nil
		}
	}
	if able.DisableForeignKeys {
		return tx.DisableForeignKeys(ctx)
	}
	return nil
}

// after reads the rows again: triggers and the database itself may have changed
// them too. The changes get what the rows really are.
func (r *Runner) after(ctx context.Context, from connectors.Reader, changes []plan.Change) error {
	names, by := perTable(changes)
	for _, name := range names {
		columns := changes[by[name][0]].Keys
		var keys [][]record.Value
		for _, i := range by[name] {
			if row := changes[i].Result(); row != nil {
				keys = append(keys, row.Pick(columns))
			}
		}
		if len(keys) == 0 {
			continue
		}
		found := map[string]plan.Row{}
		err := from.Select(ctx, connectors.Query{Table: name, Where: []connectors.Condition{connectors.KeyIn(columns, keys...)}}, func(im connectors.Image) error {
			row := plan.RowOf(im)
			found[keyOf(row, columns)] = row
			return nil
		})
		if err != nil {
			return err
		}
		for _, i := range by[name] {
			c := &changes[i]
			want := c.Result()
			if want == nil {
				continue
			}
			now := found[keyOf(want, columns)]
			if now == nil {
				continue // a trigger took it away, or gave it another key
			}
			if c.Op == connectors.InsertRow {
				c.After = now
				continue
			}
			really := plan.Row{}
			for col, v := range now {
				if v != c.Before[col] {
					really[col] = v
				}
			}
			c.After = really
		}
	}
	return nil
}

// reread makes up for the images after a group that was committed when nobody
// could write them down.
func (r *Runner) reread(ctx context.Context, changes []plan.Change) ([]plan.Change, error) {
	changes = slices.Clone(changes)
	return changes, r.after(ctx, r.DB, changes)
}

// committed asks the target whether a group has its mark.
func (r *Runner) committed(ctx context.Context, group string) (bool, error) {
	marks, err := r.DB.Marked(ctx, r.Info.Run)
	if err != nil {
		return false, err
	}
	return slices.Contains(marks, group), nil
}
