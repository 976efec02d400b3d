package compare

import (
	"strings"

	"github.com/onefold/onefold/matcher/compare/derive"
	"github.com/onefold/onefold/matcher/compare/kernel"
	"github.com/onefold/onefold/record"
)

// The levels of given names.
const (
	givenSame = 1 + iota
	givenVariant
	givenPart
	givenInitial
	givenClose
	givenNear
	givenElse
)

var givenLevels = []LevelSpec{
	{Name: "same", Prior: .66},
	{Name: "variant or nickname", Prior: .06},
	{Name: "one contains the other", Prior: .04},
	{Name: "initial agrees", Prior: .04},
	{Name: "one letter differs", Prior: .11},
	{Name: "similar", Prior: .05},
	{Name: "different", Prior: .04},
}

// The levels of family names.
const (
	familySame = 1 + iota
	familyPart
	familyClose
	familyNear
	familyGiven
	familyElse
)

var familyLevels = []LevelSpec{
	{Name: "same", Prior: .72},
	{Name: "one contains the other", Prior: .04},
	{Name: "one letter differs", Prior: .13},
	{Name: "similar", Prior: .05},
	{Name: "the other's given name", Prior: .005},
	{Name: "different", Prior: .055},
}

// names compares given or family names; other is the opposite column, for
// records in which the two were swapped.
type names struct {
	spec     Spec
	id       uint32
	own      *text
	other    *text // nil when there is no such column
	variants [][]uint32
	given    bool
}

func newNames(id uint32, spec Spec, own, other *text, given bool, variants func(string) []string) *names {
	n := &names{spec: spec, id: id, own: own, other: other, given: given}
	if given {
		n.spec.Levels = givenLevels
	} else {
		n.spec.Levels = familyLevels
	}
	if variants != nil {
		n.variants = derive.Variants(own.codes, variants)
	}
	return n
}

func (n *names) Spec() *Spec { return &n.spec }

func (n *names) Chance() []float64 {
	return equalOnly(len(n.spec.Levels), n.own.same)
}

func (n *names) Levels(pairs []record.Pair, out []Level, adjust []float32, s *Scratch) {
	last := Level(len(n.spec.Levels))
	rows := n.own.rows
	for i, p := range pairs {
		a, b := rows.of(p.A), rows.of(p.B)
		if a == 0 || b == 0 {
			out[i] = Missing
			if n.other != nil && a != b && n.given {
				out[i] = n.across(p, a, b)
			}
			continue
		}
		if a == b {
			out[i] = 1
			if adjust != nil {
				adjust[i] += n.own.at[a].freq
			}
			continue
		}
		l := n.level(a, b, s)
		if l == last && n.other != nil {
			switch {
			case n.swapped(p, a, b, s):
				// The two names stand in each other's column; agreement is as good
				// as in place, and rarer among strangers.
				l = Level(1)
			case n.displaced(p, a, b):
				if n.given {
					l = 1
					break
				}
				// The comparison of given names counts it, and this one has
				// nothing to compare.
				l = Missing
			case !n.given && n.moved(p, a, b):
				l = familyGiven
			}
		}
		out[i] = l
		if adjust != nil && l < last {
			// Near agreement on a common name is likely among strangers too.
			f := max(-8, min(n.own.at[a].freq, n.own.at[b].freq))
			if f < 0 {
				adjust[i] += f / 2
			}
		}
	}
}

// across compares the one given name that is there with the family name of the
// record that has none: a lone name often stands in the wrong column. Anything
// but agreement says nothing.
func (n *names) across(p record.Pair, a, b record.Code) Level {
	oa, ob := n.other.rows.of(p.A), n.other.rows.of(p.B)
	if a != 0 && ob != 0 && n.own.value(a) == n.other.value(ob) || b != 0 && oa != 0 && n.own.value(b) == n.other.value(oa) {
		return 1
	}
	return Missing
}

// displaced reports whether the one name that a record has is the other record's
// name of the other kind: it stands in the wrong column.
func (n *names) displaced(p record.Pair, a, b record.Code) bool {
	oa, ob := n.other.rows.of(p.A), n.other.rows.of(p.B)
	return oa == 0 && ob != 0 && n.own.value(a) == n.other.value(ob) || ob == 0 && oa != 0 && n.own.value(b) == n.other.value(oa)
}

// moved reports, for family names, whether one of the two is the other record's
// given name: who has several names does not always give them in one order.
func (n *names) moved(p record.Pair, a, b record.Code) bool {
	oa, ob := n.other.rows.of(p.A), n.other.rows.of(p.B)
	return ob != 0 && n.own.at[a].Sig == n.other.at[ob].Sig && n.own.value(a) == n.other.value(ob) ||
		oa != 0 && n.own.at[b].Sig == n.other.at[oa].Sig && n.own.value(b) == n.other.value(oa)
}

func (n *names) swapped(p record.Pair, a, b record.Code, s *Scratch) bool {
	oa, ob := n.other.rows.of(p.A), n.other.rows.of(p.B)
	if oa == 0 || ob == 0 {
		return false
	}
	// One side may have an error too, if the other agrees.
	return n.cross(a, ob, s) && n.like(b, oa, s) || n.cross(b, oa, s) && n.like(a, ob, s)
}

func (n *names) like(own, other record.Code, s *Scratch) bool {
	x, y := n.own.value(own), n.other.value(other)
	return x[0] == y[0] && (len(x) == 1 || len(y) == 1) || kernel.JaroWinkler(x, y, &s.Kernel) >= .8
}

func (n *names) cross(own, other record.Code, s *Scratch) bool {
	if popcount(n.own.at[own].Sig^n.other.at[other].Sig) > 6 {
		return false
	}
	x, y := n.own.value(own), n.other.value(other)
	return x == y || len(x) > 3 && len(y) > 3 && kernel.Distance(x, y, 1, &s.Kernel) <= 1
}

func (n *names) level(a, b record.Code, s *Scratch) Level {
	const unread = 255 // runes from which a value is no name, and would take long to take apart
	if n.own.at[a].Size == unread || n.own.at[b].Size == unread || n.different(a, b) {
		return Level(len(n.spec.Levels))
	}
	e, hit := s.Slot(n.id, uint32(a), uint32(b))
	if !hit {
		if n.given {
			e.Value = uint32(n.givenLevel(a, b, s))
		} else {
			e.Value = uint32(n.familyLevel(a, b, s))
		}
	}
	return Level(e.Value)
}

// different reports whether two names surely differ, which is known at a
// glance for most pairs: single words that no variant unites, more than an edit
// apart, with too few letters in common.
func (n *names) different(a, b record.Code) bool {
	x, y := &n.own.at[a], &n.own.at[b]
	if x.Compound || y.Compound || popcount(x.Sig^y.Sig) <= 6 {
		return false
	}
	if n.given && (x.Lead == y.Lead || x.Size < 2 || y.Size < 2 || n.variants != nil && len(n.variants[a]) > 0 && len(n.variants[b]) > 0) {
		return false
	}
	return x.Unlike(&y.Glance, near)
}

// near is the Jaro–Winkler similarity from which two names are similar.
const near = .88

func (n *names) givenLevel(a, b record.Code, s *Scratch) Level {
	x, y := n.own.value(a), n.own.value(b)
	if n.variants != nil && derive.Intersect(n.variants[a], n.variants[b]) {
		return givenVariant
	}
	if len(x) == 1 || len(y) == 1 {
		if x[0] == y[0] {
			return givenInitial
		}
		return givenElse
	}
	if kernel.Part(x, y) {
		return givenPart
	}
	if kernel.Initials(x, y) {
		return givenInitial
	}
	if !n.own.far(a, b, 1) && kernel.Distance(x, y, 1, &s.Kernel) <= 1 && min(len(x), len(y)) > 2 {
		return givenClose
	}
	if n.own.far(a, b, 4) {
		return givenElse
	}
	if strings.HasPrefix(x, y) && len(y) >= 3 || strings.HasPrefix(y, x) && len(x) >= 3 {
		return givenVariant
	}
	if kernel.JaroWinkler(x, y, &s.Kernel) >= near {
		return givenNear
	}
	return givenElse
}

func (n *names) familyLevel(a, b record.Code, s *Scratch) Level {
	x, y := n.own.value(a), n.own.value(b)
	if kernel.Part(x, y) {
		return familyPart
	}
	if !n.own.far(a, b, 1) && kernel.Distance(x, y, 1, &s.Kernel) <= 1 && min(len(x), len(y)) > 2 {
		return familyClose
	}
	if n.own.far(a, b, 5) {
		return familyElse
	}
	if kernel.EqualButSpaces(x, y) {
		return familyClose
	}
	if kernel.JaroWinkler(x, y, &s.Kernel) >= near {
		return familyNear
	}
	return familyElse
}
