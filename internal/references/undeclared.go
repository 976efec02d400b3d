package references

import (
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references/naming"
)

// columns adds the columns that point though nothing declares it. What is sure
// after the first look teaches the second which names point where.
func (f *finder) columns(families []*family) {
	for _, t := range f.tables {
		for _, c := range t.columns {
			if f.open(c) {
				if claims := f.weigh(f.subject(c)); len(claims) > 0 && claims[0].p >= AtLeastSure && claims[0].in > 0 &&
					(claims[0].match.Score >= naming.Kindred || claims[0].to.key.isWide()) {
					f.learn(c, claims[0].to)
				}
			}
		}
	}
	clear(f.matches)
	for _, t := range f.tables {
		for _, c := range t.columns {
			if f.open(c) {
				f.tellClaims(f.subject(c), families, &part{rows: c.filled, hits: c.hits, set: c.set}, func(fam *family) Reference {
					return f.reference(t, Column, fam, []string{c.def.Name})
				})
			}
		}
	}
}

// open tells whether a column may point somewhere that nothing has told yet.
func (f *finder) open(c *column) bool {
	switch c.def.Class {
	case connectors.ClassJSON, connectors.ClassArray, connectors.ClassEnum:
		return false
	}
	switch {
	case f.taken[c], c.listRows > 0 && c.listRows+c.listSingles == c.filled, 2*c.jsonRows > c.filled:
		return false
	case c == c.table.key && len(c.table.def.Key) <= 1:
		return c.isWide() // small keys are numbered; a family's were told
	}
	return true
}

func (f *finder) subject(c *column) *subject {
	return &subject{from: c.table, column: c, name: c.name, set: c.set, filled: c.filled}
}

// tellClaims adds what a subject points at, and tells whether it was anything.
func (f *finder) tellClaims(s *subject, families []*family, p *part, reference func(*family) Reference) bool {
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
		if c.to == fam.of && s.column == fam.of.key {
			continue
		}
		r := reference(fam)
		r.Confidence = max(c.p, min(total, 0.94))
		if r.Confidence < AtLeastDoubtful {
			continue
		}
		in, all := s.set.Within(fam.of.key.set)
		if r.Kind == Attribute && (in == 0 || fam.of.key.isWide() || c.match.Score < naming.Kindred) {
			continue // a wide id is told of its column
		}
		if r.Kind == Attribute && (in < 3 || in < all) {
			r.Confidence = min(r.Confidence, 0.9)
		}
		r.Evidence.Values, r.Evidence.Contained, r.Evidence.Coverage = int64(all), int64(in), coverage(s.set, fam.of)
		r.Rows = f.rowsOf(p, in, all)
		r.Evidence.Reasons = reasons(s, &c, claims)
		if m := fam.member(c.to); m != nil {
			r.Through = c.to.def.Name.Name
			if m.base && all > 0 && r.Rows == 0 {
				if r.Confidence *= 0.6; r.Confidence < AtLeastDoubtful {
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
	case c.to.key.isWide() && c.in > 0:
		why = append(why, "ids of this form are nobody else's")
	case c.all > 0 && c.values >= 10:
		why = append(why, "they keep to the gaps between its keys")
	case c.all > 0 && c.values <= -3 && c.in == c.all:
		why = append(why, "but they are few small numbers, as in any list of states")
	}
	for i := range claims {
		if x := &claims[i]; x.to != c.to && x.p >= 0.2 && x.to.parent != c.to && c.to.parent != x.to {
			why = append(why, "but it may as well point at "+x.to.def.Name.Name)
			break
		}
	}
	return why
}

// inside adds references inside values: strings of type and id, JSON, arrays, lists.
func (f *finder) inside(families []*family) {
	for _, t := range f.tables {
		for _, c := range t.columns {
			if f.taken[c] {
				continue
			}
			switch {
			case 10*c.typedRows >= 3*c.filled && c.typedRows > 0:
				f.typed(c, families)
			case c.jsonRows > 0 && 2*c.jsonRows >= c.filled:
				f.json(c, families)
			case c.lists != nil && 10*(c.listRows+c.listSingles) >= 9*c.filled:
				f.lists(c, families)
			case c.filled == 0 && c.def.Class == connectors.ClassArray:
				f.lists(c, families)
			}
		}
	}
	f.emptyTyped()
}

// emptyTyped adds columns without values that are named as columns with strings
// of type and id in other tables are.
func (f *finder) emptyTyped() {
	for _, r := range slices.Clone(f.refs) {
		if r.Kind != TypedString || r.Rows == 0 {
			continue
		}
		for _, t := range f.tables {
			c := t.column(r.Columns[0])
			if c == nil || c.filled > 0 || f.taken[c] || c.def.Class != connectors.ClassText {
				continue
			}
			e := r
			e.Table, e.Schema, e.Rows, e.Confidence = t.def.Name.Name, t.def.Name.Schema, 0, 0.6
			e.Evidence = Evidence{Reasons: []string{"columns of this name hold strings of type and id in other tables"}}
			f.add(e)
		}
	}
}

// typed adds the strings of type and id of a column.
func (f *finder) typed(c *column, families []*family) {
	real := false
	told := map[*family]bool{}
	for _, prefix := range sortedKeys(c.typed) {
		p := c.typed[prefix]
		found := f.resolve(c, p.kind)
		if len(found) == 0 || found[0].score < 0.6 {
			continue
		}
		real = real || found[0].score >= 0.9
		for _, fam := range f.among(families, found, p.set) {
			if !fam.has(found[0].to) {
				continue
			}
			in, all := p.set.Within(fam.of.key.set)
			r := f.reference(c.table, TypedString, fam, []string{c.def.Name})
			r.Format, r.TypeValues = prefix+"{id}", []string{p.kind}
			r.Rows = f.rowsOf(p, in, all)
			r.Evidence.Values, r.Evidence.Contained, r.Evidence.Coverage = int64(all), int64(in), coverage(p.set, fam.of)
			switch share := ratio(in, all); {
			case in > 0 && (share >= 0.5 && found[0].score >= 0.8 || fam.of.key.isWide()):
				r.Confidence = 0.98
			case in > 0 && share >= 0.5:
				r.Confidence = 0.8
			case found[0].score >= 0.9:
				r.Confidence = 0.8
			default:
				r.Confidence = 0.4
			}
			r.Evidence.Reasons = []string{quote(p.kind) + " in front of the id names it", percent(in, all) + " of the ids are keys of it"}
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
			r := f.reference(c.table, TypedString, fam, []string{c.def.Name})
			if r.Confidence = 0.3; len(c.typed) > 1 && naming.IsHolder(stemOf(c.def.Name)) {
				r.Confidence = 0.6
			}
			r.Evidence.Reasons = []string{"strings of type and id; so far of other types alone"}
			f.add(r)
		}
	}
}

// json adds the ids at the paths of a JSON column.
func (f *finder) json(c *column, families []*family) {
	for _, at := range sortedKeys(c.paths) {
		p := c.paths[at]
		if p.kind != "" {
			f.typedPath(c, p, families)
			continue
		}
		name := p.name
		if name == "" || name == "id" || name == "ids" {
			name = outer(p.path, c.def.Name)
		}
		s := &subject{from: c.table, name: f.names.Column(name), set: p.set, filled: p.rows, alone: true}
		f.tellClaims(s, families, p, func(fam *family) Reference {
			r := f.reference(c.table, JSON, fam, []string{c.def.Name})
			r.Path = p.path
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
func (f *finder) typedPath(c *column, p *part, families []*family) {
	found := f.resolve(c, p.kind)
	for _, fam := range f.among(families, found, p.set) {
		in, all := p.set.Within(fam.of.key.set)
		named := len(found) > 0 && fam.has(found[0].to)
		if in == 0 || !(named || fam.of.key.isWide()) {
			continue
		}
		r := f.reference(c.table, JSON, fam, []string{c.def.Name})
		r.Path, r.TypeValues = p.path, []string{p.kind}
		r.Rows = f.rowsOf(p, in, all)
		r.Evidence.Values, r.Evidence.Contained, r.Evidence.Coverage = int64(all), int64(in), coverage(p.set, fam.of)
		r.Confidence = 0.75
		if fam.of.key.isWide() || (found[0].score >= 0.8 && ratio(in, all) >= 0.5) {
			r.Confidence = 0.97
		}
		r.Evidence.Reasons = []string{"type " + quote(p.kind) + " beside the id names it", percent(in, all) + " of the ids are keys of it"}
		f.add(r)
	}
}

// lists adds the elements of an array or a list.
func (f *finder) lists(c *column, families []*family) {
	p := c.lists
	kind := List
	if c.def.Class == connectors.ClassArray {
		kind = Array
	}
	if p == nil {
		if !c.name.Marked && !c.name.Plural {
			return
		}
		p = &part{set: c.set}
	}
	if c.separator == "/" && kind == List {
		kind = Path
		for _, fam := range families {
			if fam.of == c.table {
				if in, all := p.set.Within(fam.of.key.set); all > 0 && in == all {
					r := f.reference(c.table, Path, fam, []string{c.def.Name})
					r.Separator, r.Confidence, r.Rows = c.separator, 0.97, c.listRows
					r.Evidence.Values, r.Evidence.Contained, r.Evidence.Coverage = int64(all), int64(in), coverage(p.set, fam.of)
					r.Evidence.Reasons = []string{"ids of the same table from the top down"}
					f.taken[c] = true
					f.add(r)
				}
			}
		}
		return
	}
	s := &subject{from: c.table, name: c.name, set: p.set, filled: p.rows, alone: true}
	if c.def.Class == connectors.ClassArray && c.def.Element != connectors.ClassInteger && c.def.Element != connectors.ClassUUID && p.rows == 0 {
		return
	}
	if f.tellClaims(s, families, p, func(fam *family) Reference {
		r := f.reference(c.table, kind, fam, []string{c.def.Name})
		r.Separator = c.separator
		return r
	}) {
		f.taken[c] = true
	}
}
