package build

import (
	"context"
	"fmt"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/record"
)

// row is one row of the database and what becomes of it.
type row struct {
	t     *connectors.Table
	id    string   // by which the world knows it
	keys  []string // columns that name it
	start plan.Row // as it is when the group begins
	now   plan.Row // as it is; nil when it is gone
	kind  plan.Kind
	place string
	why   string
	into  *row
	dirty bool
	own   bool // it pointed at the master, or was its own, before the merge
}

// world is what is known of rows while a chunk of groups is planned.
type world struct {
	b       *builder
	rows    map[string]*row
	byTable map[connectors.TableName][]*row
	group   []*row // touched by the group at hand, in order
}

func rowID(t *connectors.Table, values []record.Value) string {
	id := t.Name.String()
	for _, v := range values {
		id += fmt.Sprintf("\x00%d:%s", len(v.Text), v.Text)
		if v.IsNull() {
			id += "\x00"
		}
	}
	return id
}

// load reads rows, and returns them as the world has them.
func (w *world) load(ctx context.Context, t *connectors.Table, where ...connectors.Condition) ([]*row, error) {
	keys := identity(t)
	named := len(t.Identity()) > 0
	var found []*row
	twins := map[string]int{}
	err := w.b.Rows.Select(ctx, connectors.Query{Table: t.Name, Where: where, Ordered: named}, func(im connectors.Image) error {
		whole := plan.RowOf(im)
		id := rowID(t, whole.Pick(keys))
		if !named { // rows without a key may be alike
			twins[id]++
			id += fmt.Sprintf("#%d", twins[id])
		}
		r := w.rows[id]
		if r == nil {
			r = &row{t: t, id: id, keys: keys, start: whole, now: whole}
			if late, ok := w.b.overlay[id]; ok {
				r.start, r.now = late, late
			}
			w.rows[id] = r
			w.byTable[t.Name] = append(w.byTable[t.Name], r)
		}
		if r.now != nil {
			found = append(found, r)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read table %s: %w", t.Name, err)
	}
	return found, nil
}

// touch notes that the group changes a row. The first kind stays, unless the
// row goes.
func (w *world) touch(r *row, kind plan.Kind, place, why string) {
	if !r.dirty {
		r.dirty = true
		r.kind, r.place, r.why = kind, place, why
		w.group = append(w.group, r)
	}
}

// set gives columns of a row new values.
func (w *world) set(r *row, values plan.Row, kind plan.Kind, place, why string) {
	w.touch(r, kind, place, why)
	r.now = r.now.With(values)
}

// remove takes a row away.
func (w *world) remove(r *row, kind plan.Kind, place, why string, into *row) {
	w.touch(r, kind, place, why)
	r.now, r.kind, r.why, r.into = nil, kind, why, into
	if place != "" {
		r.place = place
	}
}

// changes returns what the group does, and makes it the state that the next
// group finds.
func (w *world) changes() []plan.Change {
	var all []plan.Change
	for _, r := range w.group {
		c := plan.Change{Table: r.t.Name.Name, Schema: r.t.Name.Schema, Kind: r.kind, Place: r.place, Why: r.why, Keys: r.keys, Before: r.start}
		if r.into != nil {
			c.Into = r.into.start.Part(r.into.keys)
		}
		if r.now == nil {
			c.Op = connectors.DeleteRow
			all = append(all, c)
			continue
		}
		c.Op, c.After = connectors.UpdateRow, plan.Row{}
		for name, v := range r.now {
			if v != r.start[name] {
				c.After[name] = v
			}
		}
		if len(c.After) > 0 {
			all = append(all, c)
		}
	}
	for _, r := range w.group {
		if w.b.shared[r.t.Name] {
			w.b.overlay[r.id] = r.now
		}
		r.start, r.dirty, r.into, r.own = r.now, false, nil, false
		r.kind, r.place, r.why = "", "", ""
	}
	w.group = w.group[:0]
	return all
}

// forget gives up what the group did.
func (w *world) forget() {
	for _, r := range w.group {
		r.now, r.dirty, r.into, r.own = r.start, false, nil, false
	}
	w.group = w.group[:0]
}

// less orders rows: by number where the key is one.
func less(a, b *row) int {
	for _, c := range a.keys {
		x, y := a.start[c].Text, b.start[c].Text
		if a.start[c].Kind == record.ValueInt && len(x) != len(y) {
			return len(x) - len(y)
		}
		if x != y {
			if x < y {
				return -1
			}
			return 1
		}
	}
	return 0
}
