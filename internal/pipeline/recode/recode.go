package recode

import (
	"math"
	"strings"

	"github.com/onefold/onefold/record"
)

// Map maps every distinct value; "" is blank.
func Map(c *record.Codes, to func(string) string) *record.Codes {
	coder := record.NewCoder(c.Len())
	code := make([]record.Code, len(c.Count))
	for i := 1; i < len(code); i++ {
		code[i] = coder.Intern([]byte(to(c.Value(record.Code(i)))))
	}
	for _, v := range c.Of {
		coder.AddCode(code[v])
	}
	return coder.Codes()
}

// Split takes every value apart at the separator, into n columns. What a value
// has too few pieces for is blank.
func Split(c *record.Codes, separator string, n int) []*record.Codes {
	out := make([]*record.Codes, n)
	for k := range out {
		out[k] = Map(c, func(v string) string {
			ps := strings.SplitN(v, separator, n)
			if k < len(ps) {
				return ps[k]
			}
			return ""
		})
	}
	return out
}

// MeanLength returns the mean length in bytes of the values that are not blank.
func MeanLength(c *record.Codes) float64 {
	var sum, n float64
	for i := 1; i < len(c.Count); i++ {
		sum += float64(len(c.Value(record.Code(i)))) * float64(c.Count[i])
		n += float64(c.Count[i])
	}
	if n == 0 {
		return 0
	}
	return sum / n
}

// agree is the share of the rows of one place that must tell the same country.
const agree = .9

// FillFrom gives the rows of codes that are blank the value that rows with the
// same place have in told, where these agree on one. All three have the same rows.
func FillFrom(codes, told, place *record.Codes) *record.Codes {
	type count struct {
		code record.Code
		n    int
	}
	// The most told value of each place, found as majority votes are: one
	// candidate a place, then a recount.
	best := make([]count, len(place.Count))
	for r, p := range place.Of {
		c := told.Of[r]
		if p == 0 || c == 0 {
			continue
		}
		b := &best[p]
		switch {
		case b.code == c:
			b.n++
		case b.n == 0:
			*b = count{c, 1}
		default:
			b.n--
		}
	}
	same, all := make([]int, len(best)), make([]int, len(best))
	for r, p := range place.Of {
		if c := told.Of[r]; p != 0 && c != 0 {
			all[p]++
			if best[p].code == c {
				same[p]++
			}
		}
	}
	coder := record.NewCoder(codes.Len())
	for r, c := range codes.Of {
		v := codes.Value(c)
		if p := place.Of[r]; c == 0 && p != 0 && all[p] > 0 && float64(same[p]) >= agree*float64(all[p]) {
			v = told.Value(best[p].code)
		}
		coder.Add([]byte(v))
	}
	return coder.Codes()
}

// Entropy returns the bits that a row's value tells on average, blanks being one
// value among the others.
func Entropy(c *record.Codes) (bits float64) {
	n := float64(c.Len())
	for _, k := range c.Count {
		if k > 0 {
			bits -= float64(k) / n * math.Log2(float64(k)/n)
		}
	}
	return bits
}
