package references

import (
	"slices"
	"strings"
)

// family is a table with those that share its key.
type family struct {
	of      *table
	members []*member // without the table itself; nearest first
}

// member is a table that shares the key of a family's table.
type member struct {
	table    *table
	base     bool // the family's table inherits from it; otherwise it adds to the table's rows
	declared bool
	sureness float64
	reason   string
}

func (m *family) has(t *table) bool {
	return t == m.of || m.member(t) != nil
}

func (m *family) member(t *table) *member {
	for _, x := range m.members {
		if x.table == t {
			return x
		}
	}
	return nil
}

// families returns the family of the table asked for, or of each one.
func (f *finder) families() []*family {
	if f.asked != nil {
		return []*family{f.familyOf(f.asked)}
	}
	var all []*family
	for _, t := range f.tables {
		if t.key != nil {
			all = append(all, f.familyOf(t))
		}
	}
	return all
}

func (f *finder) familyOf(t *table) *family {
	fam := &family{of: t}
	join := func(m *member) {
		if m.table != t && fam.member(m.table) == nil {
			fam.members = append(fam.members, m)
		}
	}
	bases := []*table{t}
	for i := 0; i < len(bases); i++ {
		for _, m := range f.basesOf(bases[i]) {
			join(m)
			if !slices.Contains(bases, m.table) {
				bases = append(bases, m.table)
			}
		}
	}
	below := []*table{t}
	for i := 0; i < len(below); i++ {
		for _, m := range f.extensionsOf(below[i]) {
			if !slices.Contains(bases, m.table) && !slices.Contains(below, m.table) {
				join(m)
				below = append(below, m.table)
			}
		}
	}
	return fam
}

// basesOf returns the tables whose key a table's own key is.
func (f *finder) basesOf(t *table) []*member {
	var found []*member
	declared := false
	for _, fk := range t.fks[t.key.def.Name] {
		if b := f.byName[fk.Target]; b != nil && b != t && len(fk.Columns) == 1 && b.key != nil && b.key.def.Name == fk.TargetColumns[0] {
			found = append(found, &member{table: b, base: true, declared: true, sureness: 0.99, reason: "its key is a foreign key to this table's"})
			declared = true
		}
	}
	if declared || t.rows < 3 || f.asked == nil {
		return found
	}
	for _, b := range f.tables {
		if b == t || b.key == nil || b.name.History || b.name.Copy || b.rows <= t.rows || t.sampled || b.sampled {
			continue
		}
		in, all := t.key.set.Within(b.key.set)
		if in < all || all < 3 {
			continue
		}
		switch wide := t.key.isWide(); {
		case wide && len(b.fks[b.key.def.Name]) == 0:
			found = append(found, &member{table: b, base: true, sureness: 0.97, reason: "all its keys are keys of this table, which has more"})
		case !wide && t.rows >= 20 && f.partition(t, b):
			found = append(found, &member{table: b, base: true, sureness: 0.96, reason: "its keys and those of other tables share this table's out among them"})
		}
	}
	return found
}

// partition tells whether several tables, t among them, share the keys of b out
// among them without ever having one twice, as the parts of an inheritance do.
func (f *finder) partition(t, b *table) bool {
	lo, hi, _ := t.key.set.Range()
	if t.key.set.Density(lo, hi) > 0.9 || b.key.set.Density(lo, hi) < 0.6 {
		return false
	}
	sisters, sum := 0, t.key.set.Distinct()
	for _, x := range f.tables {
		if x == t || x == b || x.key == nil || x.rows < 5 || x.sampled {
			continue
		}
		if in, all := x.key.set.Within(b.key.set); in < all || x.rows >= b.rows {
			continue
		}
		xlo, xhi, _ := x.key.set.Range()
		if in, _ := x.key.set.Within(t.key.set); in == 0 && x.key.set.Density(xlo, xhi) < 0.95 {
			sisters++
			sum += x.key.set.Distinct()
		}
	}
	n := b.key.set.Distinct()
	return sisters >= 1 && sum >= n*6/10
}

// extensionsOf returns the tables whose key is a key of the table.
func (f *finder) extensionsOf(t *table) []*member {
	var found []*member
	for _, e := range f.tables {
		if e == t || e.key == nil || e.name.History || e.name.Copy {
			continue
		}
		fks := e.fks[e.key.def.Name]
		if len(fks) > 0 {
			for _, fk := range fks {
				if f.byName[fk.Target] == t && len(fk.Columns) == 1 && fk.TargetColumns[0] == t.key.def.Name {
					found = append(found, &member{table: e, declared: true, sureness: 0.99, reason: "its key is a foreign key"})
				}
			}
			continue
		}
		if f.asked == nil && !t.key.isWide() {
			continue
		}
		if s, why := f.extends(e, t); s > 0 {
			found = append(found, &member{table: e, sureness: s, reason: why})
		}
	}
	return found
}

// extends tells how surely rows of e have the keys of t, though nothing says so.
func (f *finder) extends(e, t *table) (float64, string) {
	in, all := e.key.set.Within(t.key.set)
	match := f.names.Match(e.key.name, e.name, t.name)
	own := f.names.Match(e.key.name, e.name, e.name).Score
	about := strings.HasPrefix(strings.Join(e.name.Tokens, "_"), strings.Join(t.name.Noun, "_"))
	switch {
	case fits(e.key, t) == 0:
		return 0, ""
	case all == 0:
		if about && len(e.name.Tokens) > len(t.name.Noun) && (strings.HasSuffix(e.def.Name.Name, "_cstm") || strings.HasSuffix(e.def.Name.Name, "_ext") ||
			strings.HasSuffix(e.def.Name.Name, "_custom") || strings.HasSuffix(e.def.Name.Name, "_extrafields")) {
			return 0.85, "is named as an extension; it has no rows"
		}
		if match.Score >= 0.9 && match.Score > own {
			return 0.85, "its key names the table; it has no rows"
		}
	case t.key.isWide() && e.key.isWide():
		if in >= 2 && ratio(in, all) >= 0.9 && (e.rows < t.rows || (e.rows == t.rows && len(e.def.Columns) <= len(t.def.Columns)) || about) {
			return 0.99, "its keys are keys of it"
		}
	case t.key.isWide() || e.key.isWide():
	case match.Score >= 0.9 && match.Score > own && ratio(in, all) >= 0.98:
		if all >= 3 {
			return 0.97, "its key names the table, and its keys are keys of it"
		}
		return 0.9, "its key names the table"
	case e.name.Key != "" && e.name.Key == t.name.Key && in == all && all >= 3 && e.rows <= t.rows:
		return 0.97, "its key has the name of the table's, and its keys are keys of it"
	case about && ratio(in, all) == 1 && gapBits(e.key.set, t.key.set) >= 15:
		return 0.96, "is named after it, and has its keys with all their gaps"
	}
	return 0, ""
}
