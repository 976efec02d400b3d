package compare

import (
	"strings"

	"github.com/onefold/onefold/matcher/compare/kernel"
	"github.com/onefold/onefold/record"
)

// The levels of lists of people.
const (
	peopleSame    = 1 + iota
	peopleAll     // the same people, several of them, written in another way
	peopleMost    // at least two, and half of the longer list or all of the shorter
	peopleOne     // one person on both sides, written in another way
	peopleSome    // at least one
	peopleNobody  // no one
	peopleHalf    = .5
	peopleSpelled = 5 // letters from which a family name may have one error
)

var peopleLevels = []LevelSpec{
	{"same", .55},
	{"the same people, written in another way", .17},
	{"most of the people", .11},
	{"the same person, written in another way", .08},
	{"some of the people", .06},
	{"nobody in common", .03},
}

// people compares values that list people, each as the family name and then
// given names or initials, Separator between them. The order of the list does
// not matter, nor whether given names are written out.
type people struct {
	spec  Spec
	id    uint32
	text  *text
	start []uint32 // code → its first person
	named []person
}

type person struct {
	family, given string
}

func newPeople(id uint32, spec Spec, t *text) *people {
	p := &people{spec: spec, id: id, text: t, start: []uint32{0}}
	p.spec.Levels = peopleLevels
	for c := range t.codes.Count {
		if v := t.value(record.Code(c)); v != "" {
			for one := range strings.SplitSeq(v, Separator) {
				family, given, _ := strings.Cut(one, " ")
				p.named = append(p.named, person{family, given})
			}
		}
		p.start = append(p.start, uint32(len(p.named)))
	}
	return p
}

func (p *people) Spec() *Spec { return &p.spec }

func (p *people) Chance() []float64 { return equalOnly(peopleNobody, p.text.same) }

func (p *people) Levels(pairs []record.Pair, out []Level, adjust []float32, s *Scratch) {
	rows := p.text.rows
	for i, pr := range pairs {
		a, b := rows.of(pr.A), rows.of(pr.B)
		switch {
		case a == 0 || b == 0:
			out[i] = Missing
		case a == b:
			out[i] = peopleSame
			if adjust != nil {
				adjust[i] += p.text.at[a].freq
			}
		default:
			e, hit := s.cached(p.id, uint32(a), uint32(b))
			if !hit {
				e.value = uint32(p.level(p.of(a), p.of(b), s))
			}
			out[i] = Level(e.value)
		}
	}
}

func (p *people) of(c record.Code) []person { return p.named[p.start[c]:p.start[c+1]] }

// level pairs people off, each with the first that fits.
func (p *people) level(a, b []person, s *Scratch) Level {
	if len(a) > len(b) {
		a, b = b, a
	}
	s.used = grow(s.used, len(b))
	clear(s.used)
	both, family := 0, false
	for _, x := range a {
		for k := range b {
			if s.used[k] || !x.related(&b[k], s) {
				continue
			}
			if x.given == "" || b[k].given == "" || agree(x.given, b[k].given) {
				s.used[k] = true
				both++
				break
			}
			family = family || len(x.family) >= peopleSpelled && x.family == b[k].family
		}
	}
	switch {
	case both == 0 && (family || overlap(a, b)):
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

// related reports whether two family names may be one.
func (x *person) related(y *person, s *Scratch) bool {
	if x.family == y.family {
		return true
	}
	short, long := x.family, y.family
	if len(short) > len(long) {
		short, long = long, short
	}
	if strings.IndexByte(short, '?') >= 0 || strings.IndexByte(long, '?') >= 0 {
		return unreadable(short, long)
	}
	if len(short) >= 4 && len(long) > len(short)+2 && (strings.HasSuffix(long, short) || strings.HasPrefix(long, short)) {
		return true // a double name
	}
	return len(short) >= peopleSpelled && kernel.Distance(short, long, 1, &s.Scratch) <= 1
}

// unreadable compares two names in which a question mark stands for any letter.
func unreadable(x, y string) bool {
	if len(x) != len(y) {
		return false
	}
	read := 0
	for i := range len(x) {
		switch {
		case x[i] == y[i] && x[i] != '?':
			read++
		case x[i] != '?' && y[i] != '?':
			return false
		}
	}
	return read > 1
}

// agree reports whether given names or initials may be of one person.
func agree(x, y string) bool {
	// One may leave out the first of several given names.
	return x[0] == y[0] || letter(x, y[0]) || letter(y, x[0])
}

// overlap reports whether values that name no person in common share half of
// their words: they may be names of groups.
func overlap(a, b []person) bool {
	if len(a) != 1 || len(b) != 1 {
		return false
	}
	both, words := 0, 0
	one := func(w string) {
		words++
		if len(w) > 2 && (w == b[0].family || kernel.HasToken(b[0].given, w)) {
			both++
		}
	}
	one(a[0].family)
	for w := range strings.FieldsSeq(a[0].given) {
		one(w)
	}
	return both > 1 && 2*both >= words
}

// letter reports whether a word after the first begins with c.
func letter(words string, c byte) bool {
	for i := 1; i < len(words); i++ {
		if words[i-1] == ' ' && words[i] == c {
			return true
		}
	}
	return false
}
