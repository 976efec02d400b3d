package find

import (
	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/internal/references/facts"
)

// declared adds the foreign keys to the families, and what shares their keys.
func (f *finder) declared(families []*family) {
	for _, fam := range families {
		for _, m := range fam.members {
			f.addShared(fam, m)
		}
		for _, t := range f.tables {
			for i := range t.Def.ForeignKeys {
				f.addDeclared(fam, t, &t.Def.ForeignKeys[i])
			}
		}
	}
}

// addShared adds the row that a member of the family has for each record.
func (f *finder) addShared(fam *family, m *member) {
	r := f.reference(m.Table, references.SharedKey, fam, []string{m.Table.Key.Def.Name})
	r.Confidence = m.sureness
	r.Evidence.Reasons = []string{m.reason}
	if m.base {
		r.Evidence.Reasons = []string{"the table inherits its key from it: " + m.reason}
	}
	f.compare(&r, fam, m.Table.Key)
	if m.declared {
		for _, fk := range m.Table.FKs[m.Table.Key.Def.Name] {
			if fam.has(f.byName[fk.Target]) {
				f.declare(&r, fk)
			}
		}
	}
	f.taken[m.Table.Key] = true
	f.add(r)
}

// addDeclared adds a foreign key of a table that points at the family.
func (f *finder) addDeclared(fam *family, t *facts.Table, fk *connectors.ForeignKey) {
	to := f.byName[fk.Target]
	if to == nil || !fam.has(to) {
		return
	}
	m := fam.member(to)
	last := fk.Columns[len(fk.Columns)-1]
	key := t.Key != nil && len(fk.Columns) == 1 && last == t.Key.Def.Name
	switch {
	case key && fam.has(t):
		return // told as a shared key
	case t == fam.of && m != nil && key:
		return
	}
	r := f.reference(t, references.ForeignKey, fam, fk.Columns)
	f.declare(&r, fk)
	r.TargetColumns = fk.TargetColumns
	r.Confidence = 0.99
	r.Evidence.Reasons = []string{"declared as a foreign key"}
	c := t.Column(last)
	if c != nil {
		f.compare(&r, fam, c)
	}
	if m != nil {
		r.Through = to.Def.Name.Name
		if m.base {
			r.Evidence.Reasons = append(r.Evidence.Reasons, "to "+r.Through+", from which the table inherits its key")
			if key && r.Rows == 0 {
				return // a sister in the inheritance
			}
		} else {
			r.Evidence.Reasons = append(r.Evidence.Reasons, "to "+r.Through+", which has the same keys")
		}
	} else if c != nil {
		r.Rows = c.Filled
	}
	f.add(r)
}

// declare writes down the rules of a foreign key.
func (f *finder) declare(r *references.Reference, fk *connectors.ForeignKey) {
	r.Evidence.Declared = true
	r.Constraint, r.OnDelete, r.OnUpdate = fk.Name, string(fk.OnDelete), string(fk.OnUpdate)
}

// reference makes one that points at a family's table.
func (f *finder) reference(t *facts.Table, k references.Kind, fam *family, columns []string) references.Reference {
	return references.Reference{
		Table: t.Def.Name.Name, Schema: t.Def.Name.Schema, Columns: columns, Kind: k,
		Target: fam.of.Def.Name.Name, TargetSchema: fam.of.Def.Name.Schema, TargetColumns: []string{fam.of.Key.Def.Name},
		Evidence: references.Evidence{Sampled: t.Sampled, Reasons: []string{}},
	}
}

// compare fills in what the values of a column say.
func (f *finder) compare(r *references.Reference, fam *family, c *facts.Column) {
	in, all := c.Set.Within(fam.of.Key.Set)
	r.Evidence.Values, r.Evidence.Contained, r.Evidence.Coverage = int64(all), int64(in), fam.of.Coverage(c.Set)
	r.Rows = f.rowsOf(&facts.Part{Rows: c.Filled, Hits: c.Hits}, in, all)
}

// rowsOf returns how many rows point at the target: counted where one was asked
// for, otherwise by the share of values.
func (f *finder) rowsOf(p *facts.Part, in, all int) int64 {
	if f.asked != nil {
		return p.Hits
	}
	return int64(float64(p.Rows) * ratio(in, all))
}
