package compare

import (
	"strings"

	"github.com/onefold/onefold/matcher/compare/kernel"
	"github.com/onefold/onefold/record"
)

// The levels of lists of people.
const (
	peopleSame   = 1 + iota
	peopleAll    // the same people, several of them, written in another way
	peopleMost   // at least two, and half of the longer list or all of the shorter
	peopleOne    // one person on both sides, written in another way
	peopleSome   // at least one
	peopleNobody // no one
	peopleHalf   = .5
)

var peopleLevels = []LevelSpec{
	{Name: "same", Prior: .55},
	{Name: "the same people, written in another way", Prior: .17},
	{Name: "most of the people", Prior: .11},
	{Name: "the same person, written in another way", Prior: .08},
	{Name: "some of the people", Prior: .06},
	{Name: "nobody in common", Prior: .03},
}

// people compares values that list people, each as the family name and then
// given names or initials, Separator between them. The order of the list does
// not matter, nor whether given names are written out.
type people struct {
	spec  Spec
	id    uint32
	text  *text
	start []uint32 // code → its first person
	named []kernel.Person
}

func newPeople(id uint32, spec Spec, t *text) *people {
	p := &people{spec: spec, id: id, text: t, start: []uint32{0}}
	p.spec.Levels = peopleLevels
	for c := range t.codes.Count {
		if v := t.value(record.Code(c)); v != "" {
			for one := range strings.SplitSeq(v, Separator) {
				family, given, _ := strings.Cut(one, " ")
				p.named = append(p.named, kernel.Person{Family: family, Given: given})
			}
		}
		p.start = append(p.start, uint32(len(p.named)))
	}
	return p
}

func (p *people) Spec() *Spec { return &p.spec }

func (p *people) Chance() []float64 { return equalOnly(peopleNobody, p.text.same) }

func (p *people) Levels(pairs []record.Pair, out []Level, adjust []float32, s *Scratch) {
	p.text.levels(pairs, out, adjust, s, p)
}

func (p *people) unequal(a, b record.Code, s *Scratch) Level {
	e, hit := s.Slot(p.id, uint32(a), uint32(b))
	if !hit {
		e.Value = uint32(p.level(p.of(a), p.of(b), s))
	}
	return Level(e.Value)
}

func (p *people) of(c record.Code) []kernel.Person { return p.named[p.start[c]:p.start[c+1]] }

// level pairs people off, each with the first that fits.
func (p *people) level(a, b []kernel.Person, s *Scratch) Level {
	if len(a) > len(b) {
		a, b = b, a
	}
	s.used = grow(s.used, len(b))
	clear(s.used)
	both, family := 0, false
	for _, x := range a {
		for k := range b {
			if s.used[k] || !x.Related(&b[k], &s.Kernel) {
				continue
			}
			if x.SameGiven(&b[k]) {
				s.used[k] = true
				both++
				break
			}
			family = family || len(x.Family) >= kernel.Spelled && x.Family == b[k].Family
		}
	}
	switch {
	case both == 0 && (family || kernel.Overlap(a, b)):
		return peopleSome
	case both == 0:
		return peopleNobody
	case both == len(b) && both > 1:
		return peopleAll
	case both > 1 && (both == len(a) || float64(both) >= peopleHalf*float64(len(b))):
		return peopleMost
	case len(b) == 1:
		return peopleOne
	}
	return peopleSome
}
