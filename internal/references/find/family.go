package find

import (
	"slices"
	"strings"

	"github.com/onefold/onefold/internal/references/facts"
	"github.com/onefold/onefold/internal/references/weight"
)

// family is a table with those that share its key.
type family struct {
	of      *facts.Table
	members []*member // without the table itself; nearest first
}

// member is a table that shares the key of a family's table.
type member struct {
	Table    *facts.Table
	base     bool // the family's table inherits from it; otherwise it adds to the table's rows
	declared bool
	sureness float64
	reason   string
}

func (m *family) has(t *facts.Table) bool {
	return t == m.of || m.member(t) != nil
}

func (m *family) member(t *facts.Table) *member {
	for _, x := range m.members {
		if x.Table == t {
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
		if t.Key != nil {
			all = append(all, f.familyOf(t))
		}
	}
	return all
}

func (f *finder) familyOf(t *facts.Table) *family {
	fam := &family{of: t}
	join := func(m *member) {
		if m.Table != t && fam.member(m.Table) == nil {
			fam.members = append(fam.members, m)
		}
	}
	bases := []*facts.Table{t}
	for i := 0; i < len(bases); i++ {
		for _, m := range f.basesOf(bases[i]) {
			join(m)
			if !slices.Contains(bases, m.Table) {
				bases = append(bases, m.Table)
			}
		}
	}
	below := []*facts.Table{t}
	for i := 0; i < len(below); i++ {
		for _, m := range f.extensionsOf(below[i]) {
			if !slices.Contains(bases, m.Table) && !slices.Contains(below, m.Table) {
				join(m)
				below = append(below, m.Table)
			}
		}
	}
	return fam
}

// basesOf returns the tables whose key a table's own key is.
func (f *finder) basesOf(t *facts.Table) []*member {
	var found []*member
	declared := false
	for _, fk := range t.FKs[t.Key.Def.Name] {
		if b := f.byName[fk.Target]; b != nil && b != t && len(fk.Columns) == 1 && b.Key != nil && slices.Equal(fk.TargetColumns, []string{b.Key.Def.Name}) {
			found = append(found, &member{Table: b, base: true, declared: true, sureness: 0.99, reason: "its key is a foreign key to this table's"})
			declared = true
		}
	}
	if declared || t.Rows < 3 || f.asked == nil {
		return found
	}
	for _, b := range f.tables {
		if b == t || b.Key == nil || b.Name.History || b.Name.Copy || b.Rows <= t.Rows || t.Sampled || b.Sampled {
			continue
		}
		in, all := t.Key.Set.Within(b.Key.Set)
		if in < all || all < 3 {
			continue
		}
		switch wide := t.Key.IsWide(); {
		case wide && len(b.FKs[b.Key.Def.Name]) == 0:
			found = append(found, &member{Table: b, base: true, sureness: 0.97, reason: "all its keys are keys of this table, which has more"})
		case !wide && t.Rows >= 20 && f.partition(t, b):
			found = append(found, &member{Table: b, base: true, sureness: 0.96, reason: "its keys and those of other tables share this table's out among them"})
		}
	}
	return found
}

// partition tells whether several tables, t among them, share the keys of b out
// among them without ever having one twice, as the parts of an inheritance do.
func (f *finder) partition(t, b *facts.Table) bool {
	lo, hi, _ := t.Key.Set.Range()
	if t.Key.Set.Density(lo, hi) > 0.9 || b.Key.Set.Density(lo, hi) < 0.6 {
		return false
	}
	sisters, sum := 0, t.Key.Set.Distinct()
	for _, x := range f.tables {
		if x == t || x == b || x.Key == nil || x.Rows < 5 || x.Sampled {
			continue
		}
		if in, all := x.Key.Set.Within(b.Key.Set); in < all || x.Rows >= b.Rows {
			continue
		}
		xlo, xhi, _ := x.Key.Set.Range()
		if in, _ := x.Key.Set.Within(t.Key.Set); in == 0 && x.Key.Set.Density(xlo, xhi) < 0.95 {
			sisters++
			sum += x.Key.Set.Distinct()
		}
	}
	n := b.Key.Set.Distinct()
	return sisters >= 1 && sum >= n*6/10
}

// extensionsOf returns the tables whose key is a key of the table.
func (f *finder) extensionsOf(t *facts.Table) []*member {
	var found []*member
	for _, e := range f.tables {
		if e == t || e.Key == nil || e.Name.History || e.Name.Copy {
			continue
		}
		fks := e.FKs[e.Key.Def.Name]
		if len(fks) > 0 {
			for _, fk := range fks {
				if f.byName[fk.Target] == t && len(fk.Columns) == 1 && slices.Equal(fk.TargetColumns, []string{t.Key.Def.Name}) {
					found = append(found, &member{Table: e, declared: true, sureness: 0.99, reason: "its key is a foreign key"})
				}
			}
			continue
		}
		if f.asked == nil && !t.Key.IsWide() {
			continue
		}
		if s, why := f.extends(e, t); s > 0 {
			found = append(found, &member{Table: e, sureness: s, reason: why})
		}
	}
	return found
}

// extends tells how surely rows of e have the keys of t, though nothing says so.
func (f *finder) extends(e, t *facts.Table) (float64, string) {
	in, all := e.Key.Set.Within(t.Key.Set)
	match := f.names.Match(e.Key.Name, e.Name, t.Name)
	own := f.names.Match(e.Key.Name, e.Name, e.Name).Score
	about := strings.HasPrefix(strings.Join(e.Name.Tokens, "_"), strings.Join(t.Name.Noun, "_"))
	switch {
	case e.Key.Fits(t) == 0:
		return 0, ""
	case all == 0:
		if about && len(e.Name.Tokens) > len(t.Name.Noun) && (strings.HasSuffix(e.Def.Name.Name, "_cstm") || strings.HasSuffix(e.Def.Name.Name, "_ext") ||
			strings.HasSuffix(e.Def.Name.Name, "_custom") || strings.HasSuffix(e.Def.Name.Name, "_extrafields")) {
			return 0.85, "is named as an extension; it has no rows"
		}
		if match.Score >= 0.9 && match.Score > own {
			return 0.85, "its key names the table; it has no rows"
		}
	case t.Key.IsWide() && e.Key.IsWide():
		if in >= 2 && ratio(in, all) >= 0.9 && (e.Rows < t.Rows || (e.Rows == t.Rows && len(e.Def.Columns) <= len(t.Def.Columns)) || about) {
			return 0.99, "its keys are keys of it"
		}
	case t.Key.IsWide() || e.Key.IsWide():
	case match.Score >= 0.9 && match.Score > own && ratio(in, all) >= 0.98:
		if all >= 3 {
			return 0.97, "its key names the table, and its keys are keys of it"
		}
		return 0.9, "its key names the table"
	case e.Name.Key != "" && e.Name.Key == t.Name.Key && in == all && all >= 3 && e.Rows <= t.Rows:
		return 0.97, "its key has the name of the table's, and its keys are keys of it"
	case about && ratio(in, all) == 1 && weight.Gaps(e.Key.Set, t.Key.Set) >= 15:
		return 0.96, "is named after it, and has its keys with all their gaps"
	}
	return 0, ""
}
