package build

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/record"
)

// merging is one group while it is planned.
type merging struct {
	*chunk
	g       *plan.Group
	master  *row
	losers  []*row
	stay    bool
	byPlace []mapping // what stands for a loser at each place
	near    map[connectors.TableName][]*row
	inNear  map[*row]bool
	moved   []*row // in the order in which they moved
	refuse  string
}

// plan works one group out.
func (c *chunk) plan(in Input, choice *Choice) (*plan.Group, error) {
	g := &plan.Group{ID: in.ID, Master: choice.Master, Why: choice.Why, Fields: choice.Fields, Guards: choice.Notes, Refused: choice.Skip}
	m := &merging{chunk: c, g: g, master: c.records[choice.Master], near: map[connectors.TableName][]*row{}, inNear: map[*row]bool{}}
	for _, id := range in.IDs {
		if id != choice.Master {
			g.Losers = append(g.Losers, id)
			m.losers = append(m.losers, c.records[id])
		}
	}
	m.stay, g.Fate = c.b.stays()
	if g.Refused == "" {
		m.guard()
	}
	for _, step := range []func() error{m.fields, m.maps, m.move, m.settle, m.fold, m.primaries, m.parents, m.part, m.leave, m.uniques} {
		if m.refuse == "" && g.Refused == "" {
			if err := step(); err != nil {
				return nil, err
			}
		}
	}
	if m.refuse != "" {
		g.Refused = m.refuse
	}
	if g.Refused != "" {
		c.forget()
		return g, nil
	}
	c.repoint()
	g.Changes = c.changes()
	m.blast()
	return g, nil
}

// guard looks for what speaks against the merge.
func (m *merging) guard() {
	if isMarked(m.b.mark, m.master.now) && m.b.mark != nil && !m.b.mark.Active {
		m.refuse = "the master is marked as deleted"
	}
	if m.b.replace != "" && !m.master.now[m.b.replace].IsNull() && truth(m.master.now[m.b.replace]) {
		m.refuse = "the master was merged into another record before"
	}
	if m.b.Fate == Keep && !m.stay {
		m.refuse = "the table has no column that marks a record as deleted or replaced"
	}
}

// fields gives the master its values.
func (m *merging) fields() error {
	set := plan.Row{}
	kept := m.g.Fields[:0]
	for _, f := range m.g.Fields {
		c := m.b.target.Column(f.Field)
		if c == nil || !m.fillable(m.b.target, c) {
			continue
		}
		// An earlier group may have moved what the value points at.
		if len(f.From) > 0 && m.pointer[f.Field] {
			f.Value = m.records[f.From[0]].now[f.Field]
		}
		if m.master.now[f.Field] == f.Value {
			continue
		}
		if f.Value.IsNull() && !c.Nullable {
			continue
		}
		set[f.Field] = f.Value
		kept = append(kept, f)
	}
	m.g.Fields = kept
	if len(set) > 0 {
		m.set(m.master, set, plan.Master, "", "values of the group")
	}
	return nil
}

// fillable tells whether a column takes a value of another record.
func (m *merging) fillable(t *connectors.Table, c *connectors.Column) bool {
	if !c.Writable() || c.Identity || c.AlwaysIdentity || slices.Contains(t.Key, c.Name) || c.OnUpdate {
		return false
	}
	if mark := markOf(t); mark != nil && mark.Column == c.Name {
		return false
	}
	return t != m.b.target || c.Name != m.b.replace
}

// maps works out what stands for the losers at each place.
func (m *merging) maps() error {
	for _, p := range m.b.places {
		mp := mapping{}
		to := m.master.now.Pick(p.to)
		for _, l := range m.losers {
			from := l.now.Part(p.to)
			if k, ok := tupleOf(from, p.to); ok && !slices.ContainsFunc(to, record.Value.IsNull) && !slices.Equal(from.Pick(p.to), to) {
				mp[k] = to
			}
		}
		m.byPlace = append(m.byPlace, mp)
	}
	return nil
}

// records tells whether a row is one of the group's records.
func (m *merging) ofGroup(r *row) bool { return r == m.master || slices.Contains(m.losers, r) }

// note remembers a row as standing near the master.
func (m *merging) note(r *row) {
	if !m.inNear[r] {
		m.inNear[r] = true
		m.near[r.t.Name] = append(m.near[r.t.Name], r)
	}
}

// move makes rows that point at losers point at the master.
func (m *merging) move() error {
	for i, p := range m.b.places {
		if p.Kind == references.SharedKey {
			continue
		}
		if k, ok := tupleOf(m.master.start, p.to); ok && !p.inside {
			for _, r := range m.at[i][k] {
				if r.now != nil && p.typed(r.now) && !m.ofGroup(r) {
					r.own = true
					m.note(r)
				}
			}
		}
		for _, l := range m.losers {
			k, ok := tupleOf(l.start, p.to)
			if !ok {
				continue
			}
			if p.inside {
				k = tupleText(l.start[m.b.key].Text)
			}
			for _, r := range m.at[i][k] {
				if r.now == nil || r != m.master && m.ofGroup(r) {
					continue
				}
				set := p.moved(r.now, m.byPlace[i])
				if set == nil {
					continue
				}
				if p.Policy == references.Refuse {
					m.refuse = "rows of " + p.name + " point at a loser, and such groups are to be refused"
					return nil
				}
				m.note(r)
				if r == m.master {
					if err := m.toItself(p, set); err != nil {
						return err
					}
					continue
				}
				if !r.dirty || r.kind != plan.Moved {
					m.moved = append(m.moved, r)
				}
				m.set(r, set, plan.Moved, p.name, "points at the master")
			}
		}
	}
	slices.SortStableFunc(m.moved, less)
	return nil
}

// toItself clears a pointer of the master at its own loser.
func (m *merging) toItself(p *place, set plan.Row) error {
	if p.inside {
		m.set(m.master, set, plan.Master, p.name, "values of the group")
		return nil
	}
	return m.clear(m.master, p, "the master would point at itself")
}

// clear takes a pointer away.
func (m *merging) clear(r *row, p *place, why string) error {
	null := plan.Row{}
	for _, c := range p.ids {
		if col := p.table.Column(c); col.Nullable {
			null[c] = record.Value{}
		} else if v := r.now[c]; v.Kind == record.ValueInt && p.Kind != references.ForeignKey {
			null[c] = record.IntValue(0)
		}
	}
	if len(null) == 0 {
		m.refuse = fmt.Sprintf("%s: %s, and the column has to have a value", p.name, why)
		return nil
	}
	kind := plan.Cleared
	if r == m.master {
		kind = plan.Master
	}
	m.set(r, null, kind, p.name, why)
	return nil
}

// settle removes what would relate the master with itself.
func (m *merging) settle() error {
	// A value that the master took from a loser may be the master's own id.
	for i, p := range m.b.places {
		if p.table == m.b.target && !p.inside && p.Kind != references.SharedKey {
			if k, ok := p.tuple(m.master.now); ok && p.typed(m.master.now) {
				own, _ := tupleOf(m.master.now, p.to)
				before, _ := p.tuple(m.master.start)
				if _, loser := m.byPlace[i][k]; (k == own && before != own) || loser {
					if err := m.clear(m.master, p, "the master would point at itself"); err != nil {
						return err
					}
				}
			}
		}
	}
	for _, r := range m.moved {
		if r.now == nil {
			continue
		}
		pointers, was := 0, map[string]bool{}
		var last *place
		for i, p := range m.b.places {
			if p.table != r.t || !p.related || p.inside || !p.typed(r.now) {
				continue
			}
			now, ok := p.tuple(r.now)
			own, has := tupleOf(m.master.now, p.to)
			if !ok || !has || now != own {
				continue
			}
			pointers++
			last = p
			before, _ := p.tuple(r.start)
			was[before] = true
			_ = i
		}
		if pointers > 1 && len(was) > 1 {
			m.remove(r, plan.SelfLoop, last.name, "it would relate the master with itself", m.master)
			if err := m.orphans(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// leave marks losers or takes them away.
func (m *merging) leave() error {
	for _, l := range m.losers {
		if !m.stay {
			m.remove(l, plan.Loser, "", "became the master", m.master)
			continue
		}
		set := plan.Row{}
		if m.b.replace != "" {
			set[m.b.replace] = m.master.now[m.b.key]
		}
		if m.b.mark != nil {
			set[m.b.mark.Column] = marked(m.b.target, m.b.mark, l.now[m.b.mark.Column], m.now(m.b.target.Column(m.b.mark.Column)))
		}
		m.set(l, set, plan.Loser, "", "stays, and says which record took its place")
	}
	return nil
}

// now is the moment that a deletion mark gets: when the plan was made.
func (m *merging) now(c *connectors.Column) record.Value {
	at := m.b.header.Made.UTC()
	switch c.Class {
	case connectors.ClassDate:
		return record.Value{Kind: record.ValueDate, Text: at.Format("2006-01-02")}
	case connectors.ClassInstant:
		return record.Value{Kind: record.ValueInstant, Text: at.Format("2006-01-02 15:04:05+00")}
	}
	return record.Value{Kind: record.ValueTimestamp, Text: at.Format("2006-01-02 15:04:05")}
}

// uniques keeps a loser that stays from holding a value that the master took.
func (m *merging) uniques() error {
	if !m.stay {
		return nil
	}
	for _, u := range m.b.target.Uniques {
		if u.Partial || u.Expressions {
			continue
		}
		mine, ok := tupleOf(m.master.now, u.Columns)
		if !ok {
			continue
		}
		for _, l := range m.losers {
			if theirs, ok := tupleOf(l.now, u.Columns); !ok || theirs != mine {
				continue
			}
			give := plan.Row{}
			for _, name := range u.Columns {
				if c := m.b.target.Column(name); c.Nullable && c.Writable() {
					give[name] = record.Value{}
				}
			}
			if len(give) > 0 {
				m.set(l, give, plan.Loser, "", "the master has its unique value")
				continue
			}
			back := m.master.start.Part(u.Columns)
			m.set(m.master, back, plan.Master, "", "a unique value stays where it was")
			m.g.Guards = append(m.g.Guards, "unique "+strings.Join(u.Columns, ", ")+" stays with the loser")
		}
	}
	return nil
}

// blast counts what hangs on the group.
func (m *merging) blast() {
	b := &m.g.Blast
	b.Tables = map[string]int{}
	money := map[string]bool{}
	for i := range m.g.Changes {
		c := &m.g.Changes[i]
		if c.Kind == plan.Master || c.Kind == plan.Loser {
			continue
		}
		b.Rows++
		name := c.Name()
		b.Tables[name.String()]++
		for _, col := range m.b.Catalogue.Table(name).Columns {
			if col.Class == connectors.ClassDecimal || amount(col.Name) && (col.Class == connectors.ClassFloat || col.Class == connectors.ClassInteger) {
				if v := c.Before[col.Name]; amount(col.Name) && truth(v) {
					money[name.String()+"."+col.Name] = true
				}
			}
		}
	}
	for name := range money {
		b.Money = append(b.Money, name)
	}
	slices.Sort(b.Money)
	if len(b.Tables) == 0 {
		b.Tables = nil
	}
}

func amount(name string) bool {
	return slices.ContainsFunc([]string{"amount", "total", "price", "balance", "revenue", "cost", "sum", "paid", "montant", "prix", "suma", "pret"}, func(w string) bool {
		return strings.Contains(strings.ToLower(name), w)
	})
}
