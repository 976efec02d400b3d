package references

import (
	"slices"

	"github.com/onefold/onefold/connectors"
)

// declared adds the foreign keys to the families, and what shares their keys.
func (f *finder) declared(families []*family) {
	for _, fam := range families {
		for _, m := range fam.members {
			f.addShared(fam, m)
		}
		for _, t := range f.tables {
			for i := range t.def.ForeignKeys {
				f.addDeclared(fam, t, &t.def.ForeignKeys[i])
			}
		}
	}
}

// addShared adds the row that a member of the family has for each record.
func (f *finder) addShared(fam *family, m *member) {
	r := f.reference(m.table, SharedKey, fam, []string{m.table.key.def.Name})
	r.Confidence = m.sureness
	r.Evidence.Reasons = []string{m.reason}
	if m.base {
		r.Evidence.Reasons = []string{"the table inherits its key from it: " + m.reason}
	}
	f.compare(&r, fam, m.table.key)
	if m.declared {
		for _, fk := range m.table.fks[m.table.key.def.Name] {
			if fam.has(f.byName[fk.Target]) {
				f.declare(&r, fk)
			}
		}
	}
	f.taken[m.table.key] = true
	f.add(r)
}

// addDeclared adds a foreign key of a table that points at the family.
func (f *finder) addDeclared(fam *family, t *table, fk *connectors.ForeignKey) {
	to := f.byName[fk.Target]
	if to == nil || !fam.has(to) {
		return
	}
	m := fam.member(to)
	last := fk.Columns[len(fk.Columns)-1]
	key := t.key != nil && len(fk.Columns) == 1 && last == t.key.def.Name
	switch {
	case key && fam.has(t):
		return // told as a shared key
	case t == fam.of && m != nil && key:
		return
	}
	r := f.reference(t, ForeignKey, fam, fk.Columns)
	f.declare(&r, fk)
	r.TargetColumns = fk.TargetColumns
	r.Confidence = 0.99
	r.Evidence.Reasons = []string{"declared as a foreign key"}
	c := t.column(last)
	if c != nil {
		f.compare(&r, fam, c)
	}
	if m != nil {
		r.Through = to.def.Name.Name
		if m.base {
			r.Evidence.Reasons = append(r.Evidence.Reasons, "to "+r.Through+", from which the table inherits its key")
			if key && r.Rows == 0 {
				return // a sister in the inheritance
			}
		} else {
			r.Evidence.Reasons = append(r.Evidence.Reasons, "to "+r.Through+", which has the same keys")
		}
	} else if c != nil && f.asked != nil && slices.Contains(fk.TargetColumns, fam.of.key.def.Name) {
		r.Rows = c.filled
	}
	f.add(r)
}

// declare writes down the rules of a foreign key.
func (f *finder) declare(r *Reference, fk *connectors.ForeignKey) {
	r.Evidence.Declared = true
	r.Constraint, r.OnDelete, r.OnUpdate = fk.Name, string(fk.OnDelete), string(fk.OnUpdate)
}

// reference makes one that points at a family's table.
func (f *finder) reference(t *table, k Kind, fam *family, columns []string) Reference {
	return Reference{
		Table: t.def.Name.Name, Schema: t.def.Name.Schema, Columns: columns, Kind: k,
		Target: fam.of.def.Name.Name, TargetSchema: fam.of.def.Name.Schema, TargetColumns: []string{fam.of.key.def.Name},
		Evidence: Evidence{Sampled: t.sampled, Reasons: []string{}},
	}
}

// compare fills in what the values of a column say.
func (f *finder) compare(r *Reference, fam *family, c *column) {
	in, all := c.set.Within(fam.of.key.set)
	r.Evidence.Values, r.Evidence.Contained, r.Evidence.Coverage = int64(all), int64(in), coverage(c.set, fam.of)
	r.Rows = f.rowsOf(&part{rows: c.filled, hits: c.hits}, in, all)
}

// rowsOf returns how many rows point at the target: counted where one was asked
// for, otherwise by the share of values.
func (f *finder) rowsOf(p *part, in, all int) int64 {
	if f.asked != nil {
		return p.hits
	}
	return int64(float64(p.rows) * ratio(in, all))
}
