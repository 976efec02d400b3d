package compare

import (
	"strings"

	"github.com/onefold/onefold/matcher/compare/words"
	"github.com/onefold/onefold/record"
)

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
	{Name: "same", Prior: .60, Kin: .01},
	{Name: "same number, street nearly the same", Prior: .14, Kin: .01},
	{Name: "same number, street similar", Prior: .04, Kin: .005},
	{Name: "street agrees, number missing", Prior: .04, Kin: .015},
	{Name: "same street, other number", Prior: .04, Kin: .10},
	{Name: "different", Prior: .14, Kin: .86},
}

// street compares street lines: house number first, then the words.
type street struct {
	spec  Spec
	id    uint32
	text  *text
	lines *text // further lines of the address, nil where there are none
	words *words.Words
}

func newStreet(id uint32, spec Spec, t *text) *street {
	c := &street{spec: spec, id: id, text: t, words: words.New(t.codes)}
	c.spec.Levels = streetLevels
	return c
}

func (c *street) Spec() *Spec { return &c.spec }

func (c *street) Chance() []float64 {
	return equalOnly(streetElse, c.text.same)
}

func (c *street) Levels(pairs []record.Pair, out []Level, adjust []float32, s *Scratch) {
	c.text.levels(pairs, out, adjust, s, c)
	if c.lines == nil {
		return
	}
	for i, p := range pairs {
		if out[i] == streetElse && c.turned(p) {
			out[i] = streetClose
		}
	}
}

// turned reports whether the lines of the two addresses stand in another order.
func (c *street) turned(p record.Pair) bool {
	la, lb := c.lines.rows.of(p.A), c.lines.rows.of(p.B)
	if la == 0 || lb == 0 || la == lb {
		return false
	}
	x, y := c.text.value(c.text.rows.of(p.A)), c.text.value(c.text.rows.of(p.B))
	return strings.HasSuffix(x, c.lines.value(lb)) && strings.HasSuffix(y, c.lines.value(la))
}

// number returns the leading house number of a value, 0 if there is none.
func (c *street) number(v record.Code) record.Code {
	if ts := c.words.Of(v); len(ts) > 0 {
		if l := c.words.Dict[ts[0]].Lead(); l >= '0' && l <= '9' {
			return ts[0]
		}
	}
	return 0
}

func (c *street) unequal(a, b record.Code, s *Scratch) Level {
	w := c.words
	na, nb := c.number(a), c.number(b)
	ta, tb := w.Total(a), w.Total(b)
	skipA, skipB := 0, 0
	if na != 0 {
		skipA = 1
		ta -= w.Dict[na].Weight
	}
	if nb != 0 {
		skipB = 1
		tb -= w.Dict[nb].Weight
	}
	g := w.Agree(a, b, skipA, skipB, &s.Scratch)
	dice := float32(0)
	if ta+tb > 0 {
		dice = (g.InA + g.InB) / (ta + tb)
		if contained := max(g.InA/max(ta, .1), g.InB/max(tb, .1)); contained > .95 && dice > .4 {
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
