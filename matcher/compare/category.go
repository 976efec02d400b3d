package compare

import (
	"math"

	"github.com/onefold/onefold/record"
)

// category compares values that are equal or not.
type category struct {
	spec Spec
	text *text
}

var categoryLevels = []LevelSpec{
	{Name: "same", Prior: .85},
	{Name: "different", Prior: .15},
}

func newCategory(spec Spec, t *text) *category {
	c := &category{spec: spec, text: t}
	c.spec.Levels = categoryLevels
	return c
}

func (c *category) Spec() *Spec { return &c.spec }

func (c *category) Chance() []float64 { return []float64{math.NaN(), c.text.same, math.NaN()} }

func (c *category) Levels(pairs []record.Pair, out []Level, adjust []float32, s *Scratch) {
	c.text.levels(pairs, out, adjust, s, c)
}

func (c *category) unequal(a, b record.Code, s *Scratch) Level {
	return 2
}

// presence tells records that name a person from those that name none: where
// there are companies too, the latter are about the company itself.
type presence struct {
	spec  Spec
	names [2]*text
}

var presenceLevels = []LevelSpec{
	{Name: "both name a person, or none does", Prior: .97},
	{Name: "only one names a person", Prior: .03},
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
