package build

import (
	"slices"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/record"
)

// primaryNames are columns that say of one row among several that it is the one.
var primaryNames = []string{"isprimary", "primary", "primaryaddress", "primaryemail", "isdefault", "ismain", "main", "default", "preferred", "ispreferred", "primaryflag", "isprincipal", "principal"}

// primaryOf returns the column that marks the primary row of an owner, or "".
func primaryOf(t *connectors.Table) string {
	for i := range t.Columns {
		c := &t.Columns[i]
		if slices.Contains(primaryNames, flat(c.Name)) && c.Writable() &&
			(c.Class == connectors.ClassBoolean || c.Class == connectors.ClassInteger || c.Class == connectors.ClassOther) {
			return c.Name
		}
	}
	return ""
}

// typeOf returns the column that tells kinds of rows of one owner apart, or "".
func typeOf(t *connectors.Table) string {
	for i := range t.Columns {
		switch c := &t.Columns[i]; flat(c.Name) {
		case "type", "kind", "label", "category", "purpose", "channel", "addresstype", "phonetype", "emailtype":
			return c.Name
		}
	}
	return ""
}

// primaries leaves one primary row to the master where each record had one.
func (m *merging) primaries() error {
	done := map[*connectors.Table]bool{}
	for _, p := range m.b.places {
		flag := primaryOf(p.table)
		if flag == "" || done[p.table] || p.inside || p.table == m.b.target || p.Kind == references.SharedKey {
			continue
		}
		done[p.table] = true
		own, ok := tupleOf(m.master.now, p.to)
		if !ok {
			continue
		}
		var rows []*row
		before := map[string]int{} // primaries of an owner
		split := ""
		for _, r := range m.near[p.table.Name] {
			if r.now == nil || !truth(r.now[flag]) || isMarked(markOf(r.t), r.now) || !p.typed(r.now) {
				continue
			}
			if k, ok := p.tuple(r.now); !ok || k != own {
				continue
			}
			rows = append(rows, r)
			was, _ := p.tuple(r.start)
			if before[was]++; before[was] > 1 {
				split = typeOf(p.table)
				if split == "" {
					split = "\x00"
				}
			}
		}
		if split == "\x00" || len(rows) < 2 {
			continue // records had several before
		}
		slices.SortStableFunc(rows, func(a, b *row) int {
			if a.own != b.own {
				if a.own {
					return -1
				}
				return 1
			}
			return less(a, b)
		})
		had := map[string]bool{}
		for _, r := range rows {
			kind := r.now[split].Text
			if !had[kind] {
				had[kind] = true
				continue
			}
			no := record.IntValue(0)
			switch v := r.now[flag]; v.Kind {
			case record.ValueBool:
				no = record.BoolValue(false)
			case record.ValueText:
				no = record.TextValue(map[string]string{"Y": "N", "y": "n", "yes": "no", "t": "f", "true": "false"}[v.Text])
			}
			m.set(r, plan.Row{flag: no}, plan.Primary, p.name, "the master has a primary one")
		}
	}
	return nil
}

// maxAncestors bounds the walk up a hierarchy.
const maxAncestors = 1000

// parents clears the master's own parent where it would stand below itself.
func (m *merging) parents() error {
	for i, p := range m.b.places {
		if p.table != m.b.target || p.Role != references.Self || p.inside || len(p.ids) != 1 || p.kind != "" || !p.byKey {
			continue
		}
		up := m.master.now[p.ids[0]]
		if up.IsNull() {
			continue
		}
		own := m.master.now[m.b.key].Text
		for range maxAncestors {
			if to, ok := m.byPlace[i][tupleText(up.Text)]; ok {
				up = to[0]
			}
			if up.Text == own {
				if err := m.clear(m.master, p, "the master would stand below itself"); err != nil {
					return err
				}
				break
			}
			rows, err := m.load(m.ctx, m.b.target, connectors.In(m.b.key, up))
			if err != nil {
				return err
			}
			if len(rows) == 0 || rows[0].now[p.ids[0]].IsNull() || rows[0].now[p.ids[0]] == up {
				break
			}
			up = rows[0].now[p.ids[0]]
		}
	}
	return nil
}

// part folds what is a part of the losers into the master's.
func (m *merging) part() error {
	for i, p := range m.b.places {
		if p.Kind != references.SharedKey {
			continue
		}
		mine := m.parts[i][m.master.start[m.b.key].Text]
		for _, l := range m.losers {
			theirs := m.parts[i][l.start[m.b.key].Text]
			if theirs == nil || theirs.now == nil {
				continue
			}
			if mine != nil && mine.now != nil {
				m.fillPart(p, mine, theirs)
			}
			mark := markOf(p.table)
			switch {
			case m.stay && mark != nil && !mark.Active:
				m.set(theirs, plan.Row{mark.Column: marked(p.table, mark, theirs.now[mark.Column], m.now(p.table.Column(mark.Column)))}, plan.Part, p.name, "stays with its record, marked alike")
			case m.stay && mark != nil && m.b.mark != nil:
				m.set(theirs, plan.Row{mark.Column: marked(p.table, mark, theirs.now[mark.Column], record.Value{})}, plan.Part, p.name, "stays with its record, marked alike")
			case m.stay:
			case mine != nil && mine.now != nil:
				m.remove(theirs, plan.Merged, p.name, "it is a part of the loser, and in the master's now", mine)
			default:
				m.set(theirs, plan.Row{p.ids[0]: {Kind: theirs.now[p.ids[0]].Kind, Text: m.master.now[m.b.key].Text}}, plan.Moved, p.name, "the master had no such part")
				mine = theirs
			}
		}
	}
	return nil
}

func (m *merging) fillPart(p *place, mine, theirs *row) {
	fill := plan.Row{}
	for k := range p.table.Columns {
		c := &p.table.Columns[k]
		if !m.fillable(p.table, c) || c.Name == p.ids[0] {
			continue
		}
		if v := mine.now[c.Name]; (v.IsNull() || v.Text == "") && theirs.now[c.Name].Text != "" {
			fill[c.Name] = theirs.now[c.Name]
		}
	}
	if len(fill) > 0 {
		m.set(mine, fill, plan.Filled, p.name, "takes what it did not have from the loser's part")
	}
}
