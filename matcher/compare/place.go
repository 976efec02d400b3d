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
	placeRegionOnly // same region, and no town on one side
	placeRegion
	placeCountryOnly // same country, and nothing nearer on one side
	placeCountry
	placeElse
)

var placeLevels = []LevelSpec{
	{Name: "same postcode", Prior: .65},
	{Name: "postcode a digit apart", Prior: .05},
	{Name: "same city", Prior: .08},
	{Name: "same city, other postcode", Prior: .03},
	{Name: "city similar", Prior: .03},
	{Name: "same region, no more is known", Prior: .03},
	{Name: "another town of the region", Prior: .04},
	{Name: "same country, no more is known", Prior: .03},
	{Name: "elsewhere in the country", Prior: .04},
	{Name: "different", Prior: .02},
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
			case !abroad && !c.postcode.far(pa, pb, 1) && kernel.Distance(c.postcode.value(pa), c.postcode.value(pb), 1, &s.Kernel) <= 1 &&
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
			switch {
			case ra != rb:
				l = placeElse
			case l == Missing:
				l, f = placeRegionOnly, c.region.at[ra].freq
			default:
				l, f = placeRegion, c.region.at[ra].freq
			}
		}
		if (l == Missing || l == placeElse) && na != 0 && nb != 0 {
			switch {
			case na != nb:
				l = placeElse
			case l == Missing:
				l = placeCountryOnly
			default:
				l = placeCountry
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
	e, hit := s.Slot(c.id, uint32(a), uint32(b))
	if !hit {
		x, y := c.city.value(a), c.city.value(b)
		e.Value = 0
		if kernel.Part(x, y) || kernel.EqualButSpaces(x, y) || min(len(x), len(y)) > 3 && (kernel.JaroWinkler(x, y, &s.Kernel) >= .9 || min(len(x), len(y)) > 5 && kernel.Distance(x, y, 2, &s.Kernel) <= 2) {
			e.Value = 1
		}
	}
	return e.Value == 1
}
