package find

import (
	"cmp"
	"math"
	"slices"

	"github.com/onefold/onefold/internal/references/facts"
	"github.com/onefold/onefold/internal/references/naming"
	"github.com/onefold/onefold/internal/references/sketch"
	"github.com/onefold/onefold/internal/references/weight"
)

// subject is something that may point: a column, the elements of a list, what
// stands at a path in JSON, the values of an attribute.
type subject struct {
	from   *facts.Table
	column *facts.Column // nil where it is a part of one
	name   naming.Column
	set    *sketch.Set
	filled int64 // values, equal ones counted
	alone  bool  // a part of a column: nothing is said by its having no mark
}

// claim is one table that a subject may point at.
type claim struct {
	to      *facts.Table
	match   naming.Match
	bits    float64 // log₂ of the odds against pointing nowhere
	values  float64 // of these, what the values say
	in, all int     // distinct values compared, and those that are keys of the table
	known   int     // places with this name that are known to point at the table
	p       float64
}

type tableMatch struct {
	to    *facts.Table
	match naming.Match
}

// match returns the tables that a column's name names, whatever its values.
func (f *finder) match(c naming.Column, from *facts.Table) []tableMatch {
	word := c.Word()
	key := c.Name + "\x00" + from.Def.Name.String()
	if m, ok := f.matches[key]; ok {
		return m
	}
	var found []tableMatch
	best := 0.0
	for _, t := range f.tables {
		if t.Key == nil {
			continue
		}
		m := f.names.Match(c, from.Name, t.Name)
		if n := f.known(word, t, from); n > 0 && m.Score < naming.KeyName {
			m = naming.Match{Score: naming.KeyName, Why: "columns of this name point at it in other tables"}
		}
		if m.Score > 0 && (t.Name.History || t.Name.Copy) && !from.Name.History {
			m.Score *= 0.7
		}
		if m.Score > 0 && m.Score < naming.Exact && t.Name.Link {
			m.Score *= 0.6
		}
		if m.Score > 0 {
			found = append(found, tableMatch{t, m})
			best = max(best, m.Score)
		}
	}
	for i := range found { // what names one table fully names no other by half
		if best >= naming.Tail && found[i].match.Score < best-0.1 {
			found[i].match.Score *= 0.6
		}
	}
	f.matches[key] = found
	return found
}

// weigh returns the tables that a subject may point at, the likeliest first.
func (f *finder) weigh(s *subject) []claim {
	named := map[*facts.Table]naming.Match{}
	for _, m := range f.match(s.name, s.from) {
		named[m.to] = m.match
	}
	hits := map[*facts.Table]int{}
	s.set.Each(func(h uint64) {
		for _, t := range f.byHash[h] {
			hits[t]++
		}
	})
	var claims []claim
	for _, t := range f.tables {
		if t.Key == nil || t.Key == s.column || (s.column == s.from.Key && s.column != nil && t.Parent == s.from) {
			continue
		}
		m, isNamed := named[t]
		if !isNamed && hits[t] == 0 && !f.byValue(s, t) {
			continue
		}
		fit := 1.0
		if s.column != nil && !s.alone {
			fit = s.column.Fits(t)
		}
		if fit == 0 {
			continue
		}
		c := claim{to: t, match: m, known: f.known(s.name.Word(), t, s.from)}
		c.in, c.all = s.set.Within(t.Key.Set)
		c.values = f.valueBits(s, t, &c)
		prior := -4.0
		if f.habit > 0.7 {
			prior -= 6 * (f.habit - 0.7) / 0.3
		}
		c.bits = prior + weight.Name(s.name, m.Score, s.alone) + c.values
		if c.all == 0 && s.name.Marked && !s.name.Strong {
			c.bits -= 4 // a number or code may be anybody's
		}
		if fit < 0.5 && c.in == 0 {
			c.bits -= 3
		}
		claims = append(claims, c)
	}
	total := 1.0
	for i := range claims {
		if !f.shadowed(claims, i) {
			total += math.Exp2(min(claims[i].bits, 60))
		}
	}
	for i := range claims {
		c := &claims[i]
		w := math.Exp2(min(c.bits, 60))
		all := total
		switch {
		case c.to.Key.IsWide() && c.in > 0: // the same column may well point at several
			all = w + 1
		case f.shadowed(claims, i):
			all += w
		}
		c.p = limit(s, c, w/all)
	}
	slices.SortStableFunc(claims, func(a, b claim) int {
		if a.p == b.p && (a.to.Parent == nil) != (b.to.Parent == nil) {
			if a.to.Parent == nil {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.p, a.p)
	})
	return claims
}

// shadowed tells whether a claim is one of a table that shares its key with
// another claimed one: an extension's key is not a rival of the table's own.
func (f *finder) shadowed(claims []claim, i int) bool {
	own := claims[i].to
	for j := range claims {
		if own.Parent != nil && claims[j].to == own.Parent && claims[j].bits >= claims[i].bits-1 {
			return true
		}
	}
	for _, fk := range own.FKs[own.Key.Def.Name] {
		for j := range claims {
			if j != i && claims[j].to.Def.Name == fk.Target && claims[j].bits >= claims[i].bits-1 {
				return true
			}
		}
	}
	return own.Name.Copy || own.Name.History
}

// byValue tells whether values alone make it worth while to look at a table.
func (f *finder) byValue(s *subject, t *facts.Table) bool {
	switch {
	case s.name.Foreign || s.name.Measure && !s.name.Marked || t.Key.IsWide() || !weight.Plausible(s.set, t.Key.Set):
		return false
	case s.name.Marked:
		return true
	}
	return weight.Gaps(s.set, t.Key.Set) >= 20
}

// valueBits tells what the values say, in bits.
func (f *finder) valueBits(s *subject, t *facts.Table, c *claim) float64 {
	switch {
	case c.all == 0:
		return 0
	case t.Key.IsWide():
		if c.in == 0 {
			if s.filled < 3 {
				return -8
			}
			return -20
		}
		return min(12*float64(c.in), 48) - 5*(1-ratio(c.in, c.all))
	case s.set.Ints() == 0: // short texts
		if c.in == 0 {
			return -15
		}
		return min(3*float64(c.in), 9) - 30*(1-ratio(c.in, c.all))
	}
	bits := min(weight.Gaps(s.set, t.Key.Set), 40)
	if t.Sampled && bits < 0 {
		bits /= 4
	}
	return max(bits, -60) + weight.Spread(s.set, s.filled, t.Key.Set, c.match.Score >= 0.5)
}

// limit holds a probability to what its evidence can bear.
func limit(s *subject, c *claim, p float64) float64 {
	most := 0.99
	switch narrow := !c.to.Key.IsWide(); {
	case c.all == 0 && c.known >= 3:
		most = 0.96
	case c.all == 0:
		most = 0.9
	case narrow && 10*c.in < 9*c.all:
		most = 0.9
	case narrow && c.match.Score < 0.69 && (c.values < 20 || !s.name.Marked && !s.alone):
		most = 0.9
	case narrow && c.in < 2 && c.match.Score < naming.Deed && c.known < 3:
		most = 0.93
	case narrow && c.in < 2:
		most = 0.96
	}
	return min(p, most)
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func quote(s string) string { return "“" + s + "”" }
