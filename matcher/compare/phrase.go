package compare

import (
	"math"

	"github.com/onefold/onefold/matcher/compare/kernel"
	"github.com/onefold/onefold/record"
)

// The levels of phrases: companies, titles, texts.
const (
	phraseSame = 1 + iota
	phraseClose
	phrasePart
	phraseSimilar
	phraseWeak
	phraseElse
)

var phraseLevels = []LevelSpec{
	{"same", .57},
	{"nearly the same", .14},
	{"one contains the other, or its initials", .10},
	{"similar", .07},
	{"some words agree", .05},
	{"different", .07},
}

// identityLevels are for the phrase that identifies the record, as the name of
// an organisation does: true pairs hardly ever differ in it altogether.
var identityLevels = []LevelSpec{
	{"same", .58},
	{"nearly the same", .15},
	{"one contains the other, or its initials", .11},
	{"similar", .08},
	{"some words agree", .06},
	{"different", .02},
}

// phrase compares values made of several words, rare words counting more.
type phrase struct {
	spec  Spec
	id    uint32
	words *words
}

func newPhrase(id uint32, spec Spec, t *text) *phrase {
	p := &phrase{spec: spec, id: id, words: newWords(t)}
	p.spec.Levels = phraseLevels
	return p
}

func (p *phrase) Spec() *Spec { return &p.spec }

func (p *phrase) Chance() []float64 {
	return equalOnly(phraseElse, p.words.text.same)
}

func (p *phrase) Levels(pairs []record.Pair, out []Level, adjust []float32, s *Scratch) {
	t := p.words.text
	rows := t.rows
	for i, pr := range pairs {
		a, b := rows.of(pr.A), rows.of(pr.B)
		switch {
		case a == 0 || b == 0:
			out[i] = Missing
		case a == b:
			out[i] = phraseSame
			if adjust != nil {
				adjust[i] += t.at[a].freq
			}
		default:
			out[i] = p.unequal(a, b, s)
		}
	}
}

// unequal returns the level of two values that are not the same. Most pairs
// have no word in common, which is known at a glance.
func (p *phrase) unequal(a, b record.Code, s *Scratch) Level {
	w := p.words
	ta, tb := w.of(a), w.of(b)
	if len(ta) > 0 && len(tb) > 0 && w.dict[ta[0]].lead() != w.dict[tb[0]].lead() && !w.touch(ta, tb) {
		return phraseElse
	}
	e, hit := s.cached(p.id, uint32(a), uint32(b))
	if !hit {
		e.value = uint32(p.level(a, b, s))
	}
	return Level(e.value)
}

func (p *phrase) level(a, b record.Code, s *Scratch) Level {
	w := p.words
	inA, inB := w.common(a, b, 0, 0, s)
	if inA == 0 {
		x, y := w.text.value(a), w.text.value(b)
		if kernel.Acronym(x, y) || kernel.Acronym(y, x) {
			return phrasePart
		}
		if kernel.EqualButSpaces(x, y) {
			return phraseClose
		}
		return phraseElse
	}
	ta, tb := w.spans[a].total, w.spans[b].total
	dice := (inA + inB) / (ta + tb)
	switch {
	case dice >= .85:
		return phraseClose
	case inA >= .9*ta || inB >= .9*tb:
		return phrasePart
	case dice >= .6:
		return phraseSimilar
	}
	x, y := w.text.value(a), w.text.value(b)
	if kernel.EqualButSpaces(x, y) {
		return phraseClose
	}
	if kernel.Acronym(x, y) || kernel.Acronym(y, x) {
		return phrasePart
	}
	if dice >= .33 {
		return phraseWeak
	}
	return phraseElse
}

// The levels of streets.
const (
	streetSame = 1 + iota
	streetClose
	streetTypo
	streetNumber
	streetName
	streetElse
)

var streetLevels = []LevelSpec{
	{"same", .60},
	{"same number, street nearly the same", .14},
	{"same number, street similar", .04},
	{"street agrees, number missing", .04},
	{"same street, other number", .04},
	{"different", .14},
}

// street compares street lines: house number first, then the words.
type street struct {
	spec  Spec
	id    uint32
	words *words
}

func newStreet(id uint32, spec Spec, t *text) *street {
	c := &street{spec: spec, id: id, words: newWords(t)}
	c.spec.Levels = streetLevels
	return c
}

func (c *street) Spec() *Spec { return &c.spec }

func (c *street) Chance() []float64 {
	return equalOnly(streetElse, c.words.text.same)
}

func (c *street) Levels(pairs []record.Pair, out []Level, adjust []float32, s *Scratch) {
	t := c.words.text
	rows := t.rows
	for i, p := range pairs {
		a, b := rows.of(p.A), rows.of(p.B)
		switch {
		case a == 0 || b == 0:
			out[i] = Missing
		case a == b:
			out[i] = streetSame
			if adjust != nil {
				adjust[i] += t.at[a].freq
			}
		default:
			out[i] = c.level(a, b, s)
		}
	}
}

// number returns the leading house number of a value, 0 if there is none.
func (c *street) number(v record.Code) record.Code {
	if ts := c.words.of(v); len(ts) > 0 {
		if l := c.words.dict[ts[0]].lead(); l >= '0' && l <= '9' {
			return ts[0]
		}
	}
	return 0
}

func (c *street) level(a, b record.Code, s *Scratch) Level {
	w := c.words
	na, nb := c.number(a), c.number(b)
	ta, tb := w.spans[a].total, w.spans[b].total
	skipA, skipB := 0, 0
	if na != 0 {
		skipA = 1
		ta -= w.dict[na].weight
	}
	if nb != 0 {
		skipB = 1
		tb -= w.dict[nb].weight
	}
	inA, inB := w.common(a, b, skipA, skipB, s)
	dice := float32(0)
	if ta+tb > 0 {
		dice = (inA + inB) / (ta + tb)
		if contained := max(inA/max(ta, .1), inB/max(tb, .1)); contained > .95 && dice > .4 {
			dice = max(dice, .8) // a unit or a building on one side only
		}
	}
	switch {
	case na != 0 && na == nb:
		switch {
		case dice >= .7:
			return streetClose
		case dice >= .3:
			return streetTypo
		}
	case dice >= .7 && (na == 0 || nb == 0):
		return streetNumber
	case dice >= .7:
		return streetName
	}
	return streetElse
}

// category compares values that are equal or not.
type category struct {
	spec Spec
	text *text
}

var categoryLevels = []LevelSpec{
	{"same", .85},
	{"different", .15},
}

func newCategory(spec Spec, t *text) *category {
	c := &category{spec: spec, text: t}
	c.spec.Levels = categoryLevels
	return c
}

func (c *category) Spec() *Spec { return &c.spec }

func (c *category) Chance() []float64 { return []float64{math.NaN(), c.text.same, math.NaN()} }

func (c *category) Levels(pairs []record.Pair, out []Level, adjust []float32, _ *Scratch) {
	rows := c.text.rows
	for i, p := range pairs {
		a, b := rows.of(p.A), rows.of(p.B)
		switch {
		case a == 0 || b == 0:
			out[i] = Missing
		case a == b:
			out[i] = 1
			if adjust != nil {
				adjust[i] += c.text.at[a].freq
			}
		default:
			out[i] = 2
		}
	}
}

// presence tells records that name a person from those that name none: where
// there are companies too, the latter are about the company itself.
type presence struct {
	spec  Spec
	names [2]*text
}

var presenceLevels = []LevelSpec{
	{"both name a person, or none does", .97},
	{"only one names a person", .03},
}

func (c *presence) Spec() *Spec { return &c.spec }

func (c *presence) Chance() []float64 {
	n := float64(c.names[0].codes.Len())
	var named float64
	for r := range record.Row(c.names[0].codes.Len()) {
		if c.named(r) {
			named++
		}
	}
	return []float64{math.NaN(), named*(named-1)/2 + (n-named)*(n-named-1)/2, named * (n - named)}
}

func (c *presence) named(r record.Row) bool {
	return c.names[0].rows.of(r) != 0 || c.names[1].rows.of(r) != 0
}

func (c *presence) Levels(pairs []record.Pair, out []Level, _ []float32, _ *Scratch) {
	for i, p := range pairs {
		out[i] = 1
		if c.named(p.A) != c.named(p.B) {
			out[i] = 2
		}
	}
}
