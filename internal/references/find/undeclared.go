package find

import (
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/internal/references/facts"
	"github.com/onefold/onefold/internal/references/naming"
)

// undeclared adds the columns that point though nothing declares it. What is sure
// after the first look teaches the second which names point where.
func (f *finder) undeclared(families []*family) {
	for _, t := range f.tables {
		for _, c := range t.Columns {
			if f.open(c) {
				if claims := f.weigh(f.subject(c)); len(claims) > 0 && claims[0].p >= references.AtLeastSure && claims[0].in > 0 &&
					(claims[0].match.Score >= naming.Kindred || claims[0].to.Key.IsWide()) {
					f.learn(c, claims[0].to)
				}
			}
		}
	}
	clear(f.matches)
	for _, t := range f.tables {
		for _, c := range t.Columns {
			if f.open(c) {
				f.tellClaims(f.subject(c), families, &facts.Part{Rows: c.Filled, Hits: c.Hits, Set: c.Set}, func(fam *family) references.Reference {
					return f.reference(t, references.Column, fam, []string{c.Def.Name})
				})
			}
		}
	}
}

// alternates adds columns whose values are those of another unique column of
// the target: numbers of customers, public ids.
func (f *finder) alternates(families []*family) {
	if f.asked == nil {
		return
	}
	for _, u := range f.asked.Def.Uniques {
		if len(u.Columns) != 1 || u.Columns[0] == "" {
			continue
		}
		alt := f.asked.Column(u.Columns[0])
		if alt == nil || alt == f.asked.Key || !alt.IsWide() {
			continue
		}
		for _, t := range f.tables {
			for _, c := range t.Columns {
				if t == f.asked || f.taken[c] || len(t.FKs[c.Def.Name]) > 0 || !c.IsWide() {
					continue
				}
				in, all := c.Set.Within(alt.Set)
				if in < 2 || 10*in < 9*all {
					continue
				}
				r := f.reference(t, references.Column, families[0], []string{c.Def.Name})
				r.TargetColumns = []string{alt.Def.Name}
				r.Confidence = 0.97
				r.Rows = c.Filled
				r.Evidence.Values, r.Evidence.Contained = int64(all), int64(in)
				r.Evidence.Reasons = []string{percent(in, all) + " of its values are those of " + alt.Def.Name + ", which is unique there"}
				f.add(r)
			}
		}
	}
}

// open tells whether a column may point somewhere that nothing has told yet.
func (f *finder) open(c *facts.Column) bool {
	switch c.Def.Class {
	case connectors.ClassJSON, connectors.ClassArray, connectors.ClassEnum:
		return false
	}
	switch {
	case f.taken[c], c.ListRows > 0 && c.ListRows+c.ListSingles == c.Filled, 2*c.JSONRows > c.Filled:
		return false
	case c == c.Table.Key && len(c.Table.Def.Key) <= 1:
		return c.IsWide() // small keys are numbered; a family's were told
	}
	return true
}

func (f *finder) subject(c *facts.Column) *subject {
	return &subject{from: c.Table, column: c, name: c.Name, set: c.Set, filled: c.Filled}
}

// tellClaims adds what a subject points at, and tells whether it was anything.
func (f *finder) tellClaims(s *subject, families []*family, p *facts.Part, reference func(*family) references.Reference) bool {
	found := false
	claims := f.weigh(s)
	for _, fam := range families {
		best, total := -1, 0.0
		for i := range claims {
			if fam.has(claims[i].to) {
				total += claims[i].p
				if best < 0 {
					best = i
				}
			}
		}
		if best < 0 {
			continue
		}
		c := claims[best]
		if c.to == fam.of && s.column == fam.of.Key {
			continue
		}
		r := reference(fam)
		r.Confidence = max(c.p, min(total, 0.94))
		if r.Confidence < references.AtLeastDoubtful {
			continue
		}
		in, all := s.set.Within(fam.of.Key.Set)
		if r.Kind == references.Attribute && (in == 0 || fam.of.Key.IsWide() || c.match.Score < naming.Kindred) {
			continue // a wide id is told of its column
		}
		if r.Kind == references.Attribute && in < 3 && !s.name.Strong {
			continue // one small number is no evidence
		}
		if r.Kind == references.Attribute && (in < 3 || in < all) {
			r.Confidence = min(r.Confidence, 0.9)
		}
		r.Evidence.Values, r.Evidence.Contained, r.Evidence.Coverage = int64(all), int64(in), fam.of.Coverage(s.set)
		r.Rows = f.rowsOf(p, in, all)
		r.Evidence.Reasons = reasons(s, &c, claims)
		if m := fam.member(c.to); m != nil {
			r.Through = c.to.Def.Name.Name
			if m.base && all > 0 && r.Rows == 0 {
				if r.Confidence *= 0.6; r.Confidence < references.AtLeastDoubtful {
					continue
				}
			}
			r.Confidence = min(r.Confidence, m.sureness)
		}
		f.add(r)
		found = true
	}
	return found
}

// reasons says in words what a claim stands on.
func reasons(s *subject, c *claim, claims []claim) []string {
	var why []string
	if c.match.Why != "" {
		why = append(why, c.match.Why)
	}
	switch {
	case c.all == 0:
		why = append(why, "there are no values to look at")
	case c.in == c.all:
		why = append(why, "all values are keys of it")
	case c.in == 0:
		why = append(why, "no value is a key of it")
	default:
		why = append(why, percent(c.in, c.all)+" of its values are keys of it")
	}
	switch {
	case c.to.Key.IsWide() && c.in > 0:
		why = append(why, "ids of this form are nobody else's")
	case c.all > 0 && c.values >= 10:
		why = append(why, "they keep to the gaps between its keys")
	case c.all > 0 && c.values <= -3 && c.in == c.all:
		why = append(why, "but they are few small numbers, as in any list of states")
	}
	for i := range claims {
		if x := &claims[i]; x.to != c.to && x.p >= 0.2 && x.to.Parent != c.to && c.to.Parent != x.to {
			why = append(why, "but it may as well point at "+x.to.Def.Name.Name)
			break
		}
	}
	return why
}

// inside adds references inside values: strings of type and id, JSON, arrays, lists.
func (f *finder) inside(families []*family) {
	for _, t := range f.tables {
		for _, c := range t.Columns {
			if f.taken[c] {
				continue
			}
			switch {
			case 10*c.TypedRows >= 3*c.Filled && c.TypedRows > 0:
				f.typedStrings(c, families)
			case c.JSONRows > 0 && 2*c.JSONRows >= c.Filled:
				f.json(c, families)
			case c.Lists != nil && 10*(c.ListRows+c.ListSingles) >= 9*c.Filled:
				f.listElements(c, families)
			case c.Filled == 0 && c.Def.Class == connectors.ClassArray:
				f.listElements(c, families)
			}
		}
	}
	f.emptyTyped()
}

// emptyTyped adds columns without values that are named as columns with strings
// of type and id in other tables are.
func (f *finder) emptyTyped() {
	for _, r := range slices.Clone(f.refs) {
		if r.Kind != references.TypedString || r.Rows == 0 {
			continue
		}
		for _, t := range f.tables {
			c := t.Column(r.Columns[0])
			if c == nil || c.Filled > 0 || f.taken[c] || c.Def.Class != connectors.ClassText {
				continue
			}
			e := r
			e.Table, e.Schema, e.Rows, e.Confidence = t.Def.Name.Name, t.Def.Name.Schema, 0, 0.6
			e.Evidence = references.Evidence{Reasons: []string{"columns of this name hold strings of type and id in other tables"}}
			f.add(e)
		}
	}
}

// typedStrings adds the strings of type and id of a column.
func (f *finder) typedStrings(c *facts.Column, families []*family) {
	real := false
	told := map[*family]bool{}
	for _, prefix := range sortedKeys(c.Typed) {
		p := c.Typed[prefix]
		found := f.resolve(c, p.Kind)
		if len(found) == 0 || found[0].Score < 0.6 {
			continue
		}
		real = real || found[0].Score >= 0.9
		for _, fam := range f.among(families, found, p.Set) {
			if !fam.has(found[0].to) {
				continue
			}
			in, all := p.Set.Within(fam.of.Key.Set)
			r := f.reference(c.Table, references.TypedString, fam, []string{c.Def.Name})
			r.Format, r.TypeValues = prefix+"{id}", []string{p.Kind}
			r.Rows = f.rowsOf(p, in, all)
			r.Evidence.Values, r.Evidence.Contained, r.Evidence.Coverage = int64(all), int64(in), fam.of.Coverage(p.Set)
			switch share := ratio(in, all); {
			case in > 0 && (share >= 0.5 && found[0].Score >= 0.8 || fam.of.Key.IsWide()):
				r.Confidence = 0.98
			case in > 0 && share >= 0.5:
				r.Confidence = 0.8
			case found[0].Score >= 0.9:
				r.Confidence = 0.8
			default:
				r.Confidence = 0.4
			}
			r.Evidence.Reasons = []string{quote(p.Kind) + " in front of the id names it", percent(in, all) + " of the ids are keys of it"}
			told[fam] = true
			f.add(r)
		}
	}
	if !real {
		return
	}
	f.taken[c] = true
	if f.asked == nil {
		return
	}
	for _, fam := range families {
		if !told[fam] {
			r := f.reference(c.Table, references.TypedString, fam, []string{c.Def.Name})
			if r.Confidence = 0.3; len(c.Typed) > 1 && naming.IsHolder(facts.StemOf(c.Def.Name)) {
				r.Confidence = 0.6
			}
			r.Evidence.Reasons = []string{"strings of type and id; so far of other types alone"}
			f.add(r)
		}
	}
}

// json adds the ids at the paths of a JSON column.
func (f *finder) json(c *facts.Column, families []*family) {
	for _, at := range sortedKeys(c.Paths) {
		p := c.Paths[at]
		if p.Kind != "" {
			f.typedPath(c, p, families)
			continue
		}
		name := p.Name
		if name == "" || name == "id" || name == "ids" {
			name = outer(p.Path, c.Def.Name)
		}
		s := &subject{from: c.Table, name: f.names.Column(name), set: p.Set, filled: p.Rows, alone: true}
		f.tellClaims(s, families, p, func(fam *family) references.Reference {
			r := f.reference(c.Table, references.JSON, fam, []string{c.Def.Name})
			r.Path = p.Path
			return r
		})
	}
}

// outer returns the name around a member that is only called id.
func outer(path, column string) string {
	steps := strings.Split(strings.NewReplacer("[*]", "", ".~", "", ".*", "").Replace(path), ".")
	for i := len(steps) - 1; i > 0; i-- {
		if steps[i] != "id" && steps[i] != "ids" {
			return steps[i]
		}
	}
	return column
}

// typedPath adds ids in JSON that have their type beside them.
func (f *finder) typedPath(c *facts.Column, p *facts.Part, families []*family) {
	found := f.resolve(c, p.Kind)
	for _, fam := range f.among(families, found, p.Set) {
		in, all := p.Set.Within(fam.of.Key.Set)
		named := len(found) > 0 && fam.has(found[0].to)
		if in == 0 || !(named || fam.of.Key.IsWide()) {
			continue
		}
		r := f.reference(c.Table, references.JSON, fam, []string{c.Def.Name})
		r.Path, r.TypeValues = p.Path, []string{p.Kind}
		r.Rows = f.rowsOf(p, in, all)
		r.Evidence.Values, r.Evidence.Contained, r.Evidence.Coverage = int64(all), int64(in), fam.of.Coverage(p.Set)
		r.Confidence = 0.75
		if fam.of.Key.IsWide() || (found[0].Score >= 0.8 && ratio(in, all) >= 0.5) {
			r.Confidence = 0.97
		}
		r.Evidence.Reasons = []string{"type " + quote(p.Kind) + " beside the id names it", percent(in, all) + " of the ids are keys of it"}
		f.add(r)
	}
}

// listElements adds the elements of an array or a list.
func (f *finder) listElements(c *facts.Column, families []*family) {
	p := c.Lists
	kind := references.List
	if c.Def.Class == connectors.ClassArray {
		kind = references.Array
	}
	if p == nil {
		if !c.Name.Marked && !c.Name.Plural {
			return
		}
		p = &facts.Part{Set: c.Set}
	}
	if c.Separator == "/" && kind == references.List {
		kind = references.Path
		for _, fam := range families {
			if fam.of == c.Table {
				if in, all := p.Set.Within(fam.of.Key.Set); all > 0 && in == all {
					r := f.reference(c.Table, references.Path, fam, []string{c.Def.Name})
					r.Separator, r.Confidence, r.Rows = c.Separator, 0.97, c.ListRows
					r.Evidence.Values, r.Evidence.Contained, r.Evidence.Coverage = int64(all), int64(in), fam.of.Coverage(p.Set)
					r.Evidence.Reasons = []string{"ids of the same table from the top down"}
					f.taken[c] = true
					f.add(r)
				}
			}
		}
		return
	}
	s := &subject{from: c.Table, name: c.Name, set: p.Set, filled: p.Rows, alone: true}
	if c.Def.Class == connectors.ClassArray && c.Def.Element != connectors.ClassInteger && c.Def.Element != connectors.ClassUUID && p.Rows == 0 {
		return
	}
	if f.tellClaims(s, families, p, func(fam *family) references.Reference {
		r := f.reference(c.Table, kind, fam, []string{c.Def.Name})
		r.Separator = c.Separator
		return r
	}) {
		f.taken[c] = true
	}
}
