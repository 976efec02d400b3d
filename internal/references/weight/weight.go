package weight

import (
	"math"
	"strings"

	"github.com/onefold/onefold/internal/references/naming"
	"github.com/onefold/onefold/internal/references/sketch"
)

// Name turns the fit of a name into log₂ of odds.
func Name(c naming.Column, score float64, alone bool) float64 {
	bits := 0.0
	switch {
	case score >= naming.KeyName:
		bits = 12
	case score >= 0.9:
		bits = 10.5
	case score >= 0.78:
		bits = 9
	case score >= 0.69:
		bits = 6.5
	case score >= naming.Short:
		bits = 5
	case score >= 0.5:
		bits = 4
	case score >= naming.Kindred:
		bits = 3
	case score >= 0.3:
		bits = 2
	case score > 0.1:
	case c.Marked || alone:
		bits = -3
	default:
		bits = -8
	}
	if c.Measure && !c.Marked && score < naming.KeyName {
		bits -= 12
	}
	switch {
	case c.Foreign && score < naming.Meaning:
		bits -= 8
	case c.Foreign && score < naming.KeyName: // joomla_account_id
		bits -= 4
	}
	if by := strings.HasSuffix(c.Name, "by") || strings.HasSuffix(c.Name, "to"); !c.Marked && !alone && score < naming.Exact && !by {
		bits -= 2 // billing_customer rather than billing_customer_id
	}
	return bits
}

// Gaps tells how much more whole numbers of d keep to the keys than any
// numbers of their range would, in bits.
func Gaps(d, keys *sketch.Set) float64 {
	lo, hi, ok := d.Range()
	in, all := d.Within(keys)
	if !ok || all == 0 {
		return 0
	}
	p := min(max(keys.Density(lo, hi), 0.03), 0.999)
	best := math.Inf(-1)
	for _, gone := range []float64{0.0002, 0.01, 0.1, 0.3} { // share of ids whose record is gone
		bits := float64(in)*math.Log2((1-gone)/p) + float64(all-in)*math.Log2(gone/(1-p))
		best = max(best, bits-10*gone)
	}
	// A few long gaps may lie where nothing is anyway: each can only say so much.
	most := 10.0
	if gaps, known := keys.Gaps(lo, hi); known {
		most = 4 * float64(gaps)
	}
	switch share := float64(in) / float64(all); {
	case share < 0.6: // ids of something else, some of which are keys here too
		most = -10
	case share < 0.8:
		most = 0
	}
	return min(best, most)
}

// Spread tells whether the values are spread over the keys as references are,
// in bits: a handful of small numbers in many rows looks like a status.
func Spread(values *sketch.Set, filled int64, keys *sketch.Set, named bool) float64 {
	d, n, rows := float64(values.Distinct()), float64(keys.Distinct()), float64(filled)
	_, hi, ok := values.Range()
	_, top, has := keys.Range()
	if !ok || !has || n < 1 || rows < 10 {
		return 0
	}
	bits := 0.0
	switch r := d / (n * (1 - math.Exp(-rows/n))); {
	case r < 0.02:
		bits -= 5
	case r < 0.1:
		bits -= 2.5
	case r > 0.5:
		bits++
	}
	if d >= 5 {
		switch r := float64(hi) / float64(max(top, 1)); {
		case r >= 0.8:
			bits += 2
		case r < 0.1:
			bits -= 3
		}
		// Ids drawn from all keys would have gone higher, unless only old records are meant.
		if high := d * math.Log2(float64(max(top, 1))/float64(max(hi, 1))); high > 0 {
			if named {
				bits -= min(high/4, 3)
			} else {
				bits -= min(high, 12)
			}
		}
	}
	return bits
}

// Plausible tells whether whole numbers may be keys of a table at all.
func Plausible(d, keys *sketch.Set) bool {
	_, hi, ok := d.Range()
	_, top, has := keys.Range()
	return ok && has && hi <= top+top/10 && d.Distinct() <= keys.Distinct()+keys.Distinct()/5
}
