package compare

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/onefold/onefold/record"
)

// The levels of numbers. How near two numbers are is told by the column: by the
// share of all values that lie between them.
const (
	numberSame = 1 + iota
	numberNext
	numberNear
	numberElse
)

var numberLevels = []LevelSpec{
	{Name: "same", Prior: .70},
	{Name: "hardly apart", Prior: .10},
	{Name: "a little apart", Prior: .05},
	{Name: "different", Prior: .15},
}

// yearLevels are for years: whoever writes down a year rarely errs by many.
var yearLevels = []LevelSpec{
	{Name: "same year", Prior: .88},
	{Name: "a year apart", Prior: .05},
	{Name: "a few years apart", Prior: .02},
	{Name: "different", Prior: .05},
}

// number compares amounts, counts and years.
type number struct {
	spec  Spec
	text  *text
	value []float64 // of each code, NaN where it is no number
	rank  []float64 // of each code: the share of records with less, or half of its own
	years bool
}

// newNumber makes a comparison of numbers, or of values that are equal or not
// where most are no numbers.
func newNumber(spec Spec, t *text) Comparison {
	c := &number{spec: spec, text: t, value: make([]float64, len(t.codes.Count)), rank: make([]float64, len(t.codes.Count))}
	order := make([]record.Code, 0, len(c.value))
	years := 0
	for k := 1; k < len(c.value); k++ {
		v, err := strconv.ParseFloat(t.value(record.Code(k)), 64)
		if err != nil || math.IsInf(v, 0) {
			v = math.NaN()
		}
		c.value[k] = v
		if !math.IsNaN(v) {
			order = append(order, record.Code(k))
			if v == math.Trunc(v) && v >= 1500 && v <= 2100 {
				years++
			}
		}
	}
	if 10*len(order) < 9*(len(c.value)-1) || len(order) < 3 {
		return newCategory(spec, t)
	}
	slices.SortFunc(order, func(a, b record.Code) int { return cmp.Compare(c.value[a], c.value[b]) })
	filled := float64(max(1, t.codes.Filled()))
	below := 0.0
	for _, k := range order {
		n := float64(t.codes.Count[k])
		c.rank[k] = (below + n/2) / filled
		below += n
	}
	c.spec.Levels = numberLevels
	if 20*years >= 19*len(order) {
		c.years = true
		c.spec.Kind = record.Date
		c.spec.Levels = yearLevels
	}
	return c
}

func (c *number) Spec() *Spec { return &c.spec }

func (c *number) Chance() []float64 { return equalOnly(numberElse, c.text.same) }

func (c *number) Levels(pairs []record.Pair, out []Level, adjust []float32, s *Scratch) {
	c.text.levels(pairs, out, adjust, s, c)
}

// Shares of the values of a column that may lie between two numbers that are
// hardly, or a little, apart.
const (
	hardly = .01
	little = .05
)

func (c *number) unequal(a, b record.Code, _ *Scratch) Level {
	apart := math.Abs(c.value[a] - c.value[b])
	between := math.Abs(c.rank[a] - c.rank[b])
	if c.years {
		between = 1
		switch apart {
		case 1:
			between = hardly
		case 2, 3:
			between = little
		}
	}
	switch {
	case apart == 0:
		return numberSame
	case math.IsNaN(apart):
		return numberElse
	case between <= hardly:
		return numberNext
	case between <= little:
		return numberNear
	}
	return numberElse
}
