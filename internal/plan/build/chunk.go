package build

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/internal/plan/order"
	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/record"
)

// chunk plans some groups on rows that are read together.
type chunk struct {
	*world
	ctx     context.Context
	records map[string]*row     // of the target, by id
	at      []map[string][]*row // a place: tuple that is pointed at → rows
	choices []Choice            // of the inputs
	parts   []map[string]*row   // a shared key: id → row
	pointer map[string]bool     // columns of the target that point at records
}

func (b *builder) chunk(ctx context.Context, inputs []Input, each func(*plan.Group) error) error {
	c := &chunk{
		world: &world{b: b, rows: map[string]*row{}, byTable: map[connectors.TableName][]*row{}},
		ctx:   ctx, records: map[string]*row{}, pointer: map[string]bool{},
	}
	for _, p := range b.places {
		if p.table == b.target {
			c.pointer[p.ids[len(p.ids)-1]] = true
		}
	}
	if err := c.readRecords(inputs); err != nil {
		return err
	}
	for _, in := range inputs {
		images := make(map[string]plan.Row, len(in.IDs))
		for _, id := range in.IDs {
			images[id] = c.records[id].now
		}
		choice, err := b.Choose.Choose(in, images)
		if err != nil {
			return err
		}
		c.choices = append(c.choices, choice)
	}
	if err := c.readPlaces(inputs); err != nil {
		return err
	}
	for i, in := range inputs {
		g, err := c.plan(in, &c.choices[i])
		if err != nil {
			return err
		}
		if err := each(g); err != nil {
			return err
		}
	}
	return nil
}

// readRecords reads the records themselves; all have to be there.
func (c *chunk) readRecords(inputs []Input) error {
	t := c.b.target
	var keys [][]record.Value
	var ids []string
	for _, in := range inputs {
		for _, id := range in.IDs {
			k, _ := t.ParseID(id)
			keys, ids = append(keys, k), append(ids, id)
		}
	}
	rows, err := c.load(c.ctx, t, connectors.KeyIn(t.Key, keys...))
	if err != nil {
		return err
	}
	for _, r := range rows {
		c.records[t.ID(r.now.Pick(t.Key))] = r
	}
	var missing []string
	for _, id := range ids {
		if c.records[id] == nil {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		const most = 10
		more := ""
		if len(missing) > most {
			more = fmt.Sprintf(" and %d more", len(missing)-most)
			missing = missing[:most]
		}
		return fmt.Errorf("table %s has no %s%s: %w", t.Name, strings.Join(missing, ", "), more, ErrMissing)
	}
	return nil
}

// readPlaces reads what points at the records, and where it matters what points
// at masters already.
func (c *chunk) readPlaces(inputs []Input) error {
	for i, p := range c.b.places {
		index, part := map[string][]*row{}, map[string]*row{}
		c.at, c.parts = append(c.at, index), append(c.parts, part)
		var tuples [][]record.Value
		var hits [][]record.Value
		both := p.crowded()
		for n, in := range inputs {
			for _, id := range in.IDs {
				if id == c.choices[n].Master && !both {
					continue
				}
				if p.inside {
					for _, k := range p.hits[id] {
						hits = append(hits, k)
					}
					continue
				}
				if tuple := c.records[id].now.Pick(p.to); !slices.ContainsFunc(tuple, record.Value.IsNull) {
					tuples = append(tuples, tuple)
				}
			}
		}
		if p.inside {
			if err := c.readHits(p, index, hits); err != nil {
				return err
			}
			continue
		}
		if len(tuples) == 0 {
			continue
		}
		rows, err := c.load(c.ctx, p.table, p.pointing(tuples)...)
		if err != nil {
			return err
		}
		more, err := c.readLate(p, i, tuples)
		if err != nil {
			return err
		}
		for _, r := range append(rows, more...) {
			if p.Kind == references.SharedKey {
				part[r.now[p.ids[0]].Text] = r
				continue
			}
			if k, ok := p.tuple(r.now); ok {
				index[k] = append(index[k], r)
			}
		}
	}
	return nil
}

// readLate reads rows that an earlier group made point at some records.
func (c *chunk) readLate(p *place, i int, tuples [][]record.Value) ([]*row, error) {
	var keys [][]record.Value
	for _, tuple := range tuples {
		r := plan.Row{}
		for n, col := range p.to {
			r[col] = tuple[n]
		}
		if k, ok := tupleOf(r, p.to); ok {
			keys = append(keys, c.b.late[late{i, k}]...)
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	return c.load(c.ctx, p.table, connectors.KeyIn(identity(p.table), keys...))
}

// repoint notes what rows of the group point at now, for groups that come after.
func (c *chunk) repoint() {
	for _, r := range c.group {
		if r.now == nil || !c.b.shared[r.t.Name] {
			continue
		}
		for i, p := range c.b.places {
			if p.table != r.t || p.inside || p.Kind == references.SharedKey || !p.typed(r.now) {
				continue
			}
			was, _ := p.tuple(r.start)
			if now, ok := p.tuple(r.now); ok && now != was {
				c.at[i][now] = append(c.at[i][now], r)
				c.b.late[late{i, now}] = append(c.b.late[late{i, now}], r.now.Pick(r.keys))
			}
		}
	}
}

func (c *chunk) readHits(p *place, index map[string][]*row, hits [][]record.Value) error {
	if len(hits) == 0 {
		return nil
	}
	keys := identity(p.table)
	seen, once := map[string]bool{}, hits[:0]
	for _, k := range hits {
		if id := rowID(p.table, k); !seen[id] {
			seen[id] = true
			once = append(once, k)
		}
	}
	rows, err := c.load(c.ctx, p.table, connectors.KeyIn(keys, once...))
	if err != nil {
		return err
	}
	all := mapping{}
	for id := range c.records {
		all[tupleText(id)] = nil
	}
	for _, r := range rows {
		for _, id := range p.insideOf(r.now, all) {
			index[tupleText(id)] = append(index[tupleText(id)], r)
		}
	}
	return nil
}

// tuple returns what a row points at, as a text.
func (p *place) tuple(r plan.Row) (string, bool) {
	if p.Kind != references.TypedString {
		return order.Tuple(r, p.ids, nil)
	}
	for _, head := range p.prefixes() {
		if id, ok := strings.CutPrefix(r[p.ids[0]].Text, head); ok {
			return tupleText(id), true
		}
	}
	return "", false
}

// crowded tells whether rows that move may get in the way of the master's own,
// so that these have to be read too.
func (p *place) crowded() bool {
	if p.Kind == references.SharedKey || p.Role == references.Join || p.Policy == references.MoveOrDrop || primaryOf(p.table) != "" {
		return true
	}
	for _, u := range p.table.Uniques {
		if !u.Expressions && slices.ContainsFunc(p.ids, func(id string) bool { return slices.Contains(u.Columns, id) }) {
			return true
		}
	}
	return len(p.table.Identity()) == 0
}
