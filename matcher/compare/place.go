package compare

import (
	"math"

	"github.com/onefold/onefold/matcher/compare/kernel"
	"github.com/onefold/onefold/record"
)

// The levels of a place: postcode, city, region and country are one
// comparison, because a postcode names its city and counting both would count
// one agreement twice.
const (
	placePostcode = 1 + iota
	placeClose
	placeCity
	placeCityOnly // same city, other postcode
	placeCityClose
	placeRegion
	placeCountry
	placeElse
)

var placeLevels = []LevelSpec{
	{"same postcode", .65},
	{"postcode a digit apart", .05},
	{"same city", .08},
	{"same city, other postcode", .03},
	{"city similar", .03},
	{"same region", .05},
	{"same country", .08},
	{"different", .03},
}

// place holds the parts that there are; any of them may be nil.
type place struct {
	spec                            Spec
	id                              uint32
	postcode, city, region, country *text
}

func (c *place) Spec() *Spec { return &c.spec }

func (c *place) Chance() []float64 {
	ch := make([]float64, placeElse+1)
	for l := range ch {
		ch[l] = math.NaN()
	}
	return ch
}

func codeOf(t *text, r record.Row) record.Code {
	if t == nil {
		return 0
	}
	return t.rows.of(r)
}

func (c *place) Levels(pairs []record.Pair, out []Level, adjust []float32, s *Scratch) {
	for i, p := range pairs {
		pa, pb := codeOf(c.postcode, p.A), codeOf(c.postcode, p.B)
		ca, cb := codeOf(c.city, p.A), codeOf(c.city, p.B)
		ra, rb := codeOf(c.region, p.A), codeOf(c.region, p.B)
		na, nb := codeOf(c.country, p.A), codeOf(c.country, p.B)
		abroad := na != 0 && nb != 0 && na != nb
		l, f := Missing, float32(0)
		if pa != 0 && pb != 0 {
			switch {
			case pa == pb && !abroad:
				l, f = placePostcode, c.postcode.at[pa].freq
			case !abroad && !c.postcode.far(pa, pb, 1) && kernel.Distance(c.postcode.value(pa), c.postcode.value(pb), 1, &s.Scratch) <= 1 &&
				(ca == cb || ca == 0 || cb == 0):
				l = placeClose
			default:
				l = placeElse
			}
		}
		if ca != 0 && cb != 0 && (l == Missing || l == placeElse) {
			switch {
			case ca == cb && !abroad:
				f = c.city.at[ca].freq
				if l == placeElse {
					l = placeCityOnly
				} else {
					l = placeCity
				}
			case c.cityClose(ca, cb, s):
				l = placeCityClose
			default:
				l = placeElse
			}
		}
		if (l == Missing || l == placeElse) && ra != 0 && rb != 0 {
			if ra == rb {
				l, f = placeRegion, c.region.at[ra].freq
			} else {
				l = placeElse
			}
		}
		if (l == Missing || l == placeElse) && na != 0 && nb != 0 {
			if na == nb {
				l = placeCountry
			} else {
				l = placeElse
			}
		}
		out[i] = l
		if adjust != nil {
			adjust[i] += f
		}
	}
}

func (c *place) cityClose(a, b record.Code, s *Scratch) bool {
	if c.city.far(a, b, 3) {
		return false
	}
	e, hit := s.cached(c.id, uint32(a), uint32(b))
	if !hit {
		x, y := c.city.value(a), c.city.value(b)
		e.value = 0
		if kernel.Part(x, y) || kernel.EqualButSpaces(x, y) || min(len(x), len(y)) > 3 && kernel.JaroWinkler(x, y, &s.Scratch) >= .9 {
			e.value = 1
		}
	}
	return e.value == 1
}
