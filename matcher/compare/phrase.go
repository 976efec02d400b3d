package compare

import (
	"github.com/onefold/onefold/matcher/compare/kernel"
	"github.com/onefold/onefold/matcher/compare/words"
	"github.com/onefold/onefold/record"
)

// The levels of phrases: companies, titles, texts. What is shared counts as
// rare where chance brings fewer than one other record to share it.
const (
	phraseSame = 1 + iota
	phraseClose
	phrasePart
	phrasePartCommon
	phraseSimilar
	phraseSimilarCommon
	phraseWeak
	phraseWeakCommon
	phraseNumber
	phraseElse
)

var phraseLevels = []LevelSpec{
	{Name: "same", Prior: .40},
	{Name: "nearly the same", Prior: .10},
	{Name: "one contains the other, or its initials", Prior: .07},
	{Name: "one contains the other, in common words", Prior: .03},
	{Name: "similar", Prior: .08},
	{Name: "similar, in common words", Prior: .03},
	{Name: "some rare words agree", Prior: .05},
	{Name: "some words agree", Prior: .05},
	{Name: "similar, but a number differs", Prior: .04},
	{Name: "different", Prior: .15},
}

// identityLevels are for the phrase that identifies the record, as the name of
// an organisation does: true pairs hardly ever differ in it altogether.
var identityLevels = []LevelSpec{
	{Name: "same", Prior: .56, Kin: .01},
	{Name: "nearly the same", Prior: .15, Kin: .03},
	{Name: "one contains the other, or its initials", Prior: .10, Kin: .03},
	{Name: "one contains the other, in common words", Prior: .015, Kin: .10},
	{Name: "similar", Prior: .075, Kin: .04},
	{Name: "similar, in common words", Prior: .01, Kin: .12},
	{Name: "some rare words agree", Prior: .05, Kin: .05},
	{Name: "some words agree", Prior: .01, Kin: .32, Apart: true},
	{Name: "similar, but a number differs", Prior: .01, Kin: .22, Apart: true},
	{Name: "different", Prior: .02, Kin: .05, Apart: true},
}

// phrase compares values made of several words, rare words counting more.
type phrase struct {
	spec  Spec
	id    uint32
	text  *text
	words *words.Words
}

func newPhrase(id uint32, spec Spec, t *text) *phrase {
	p := &phrase{spec: spec, id: id, text: t, words: words.New(t.codes)}
	p.spec.Levels = phraseLevels
	return p
}

func (p *phrase) Spec() *Spec { return &p.spec }

func (p *phrase) Chance() []float64 {
	return equalOnly(phraseElse, p.text.same)
}

func (p *phrase) Levels(pairs []record.Pair, out []Level, adjust []float32, s *Scratch) {
	p.text.levels(pairs, out, adjust, s, p)
}

// unequal returns the level of two values that are not the same. Most pairs
// have no word in common, which is known at a glance.
func (p *phrase) unequal(a, b record.Code, s *Scratch) Level {
	w := p.words
	ta, tb := w.Of(a), w.Of(b)
	if len(ta) > 0 && len(tb) > 0 && w.Dict[ta[0]].Lead() != w.Dict[tb[0]].Lead() && !w.Touch(ta, tb) {
		return phraseElse
	}
	e, hit := s.Slot(p.id, uint32(a), uint32(b))
	if !hit {
		e.Value = uint32(p.level(a, b, s))
	}
	return Level(e.Value)
}

func (p *phrase) level(a, b record.Code, s *Scratch) Level {
	w := p.words
	g := w.Agree(a, b, 0, 0, &s.Scratch)
	x, y := w.Codes.Value(a), w.Codes.Value(b)
	switch {
	case kernel.EqualButSpaces(x, y):
		return phraseClose
	case g.InA == 0:
		if kernel.Acronym(x, y) || kernel.Acronym(y, x) {
			return phrasePart
		}
		return phraseElse
	}
	ta, tb := w.Total(a), w.Total(b)
	dice := (g.InA + g.InB) / (ta + tb)
	common := Level(0)
	if !w.Rarely(g, a, b) {
		common = 1
	}
	switch {
	case g.Numbers && dice >= .33:
		return phraseNumber
	case dice >= .85:
		return phraseClose
	case g.InA >= .9*ta || g.InB >= .9*tb:
		return phrasePart + common
	case dice >= .6:
		return phraseSimilar + common
	case kernel.Acronym(x, y) || kernel.Acronym(y, x):
		return phrasePart
	case dice >= .33 || common == 0 && dice >= .2:
		return phraseWeak + common
	}
	return phraseElse
}
