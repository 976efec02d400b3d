package comparison

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

// sum is an exact sum of decimal numbers. Nearly all fit in an integer of
// millionths; the others are added as fractions. What is no number, such as nan,
// is counted, so that it shows, too.
type sum struct {
	small int64 // millionths
	large *big.Rat
	odd   int64
}

const (
	places = 6
	most   = math.MaxInt64 / 4
)

func (s *sum) add(text string) {
	if text, odd, ok := strings.Cut(text, oddMark); ok { // a sum of before
		n, _ := strconv.ParseInt(odd, 10, 64)
		s.odd += n
		s.add(text)
		return
	}
	if n, ok := millionths(text); ok {
		if s.small += n; s.small > most || s.small < -most {
			s.grow(big.NewRat(s.small, 1_000_000))
			s.small = 0
		}
		return
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok || len(text) > 1000 || strings.ContainsAny(text, "eE/") {
		s.odd++
		return
	}
	s.grow(r)
}

func (s *sum) grow(r *big.Rat) {
	if s.large == nil {
		s.large = new(big.Rat)
	}
	s.large.Add(s.large, r)
}

// oddMark stands between a sum and how many values were no numbers.
const oddMark = " + not numbers: "

// String returns the sum without zeros that do not count.
func (s *sum) String() string {
	var text string
	if s.large == nil {
		text = s.short()
	} else {
		all := new(big.Rat).Add(s.large, big.NewRat(s.small, 1_000_000))
		digits, _ := all.FloatPrec()
		text = number(all.FloatString(digits))
	}
	if s.odd > 0 {
		text += oddMark + strconv.FormatInt(s.odd, 10)
	}
	return text
}

// short writes the millionths.
func (s *sum) short() string {
	n, sign := uint64(s.small), ""
	if s.small < 0 {
		n, sign = uint64(-s.small), "-"
	}
	digits := strconv.FormatUint(n, 10)
	if len(digits) <= places {
		digits = strings.Repeat("0", places+1-len(digits)) + digits
	}
	whole := digits[:len(digits)-places]
	if fraction := strings.TrimRight(digits[len(whole):], "0"); fraction != "" {
		whole += "." + fraction
	}
	return sign + whole
}

// millionths reads a decimal number of at most twelve digits before the point
// and six behind it.
func millionths(text string) (int64, bool) {
	t := strings.TrimPrefix(text, "-")
	whole, fraction, _ := strings.Cut(t, ".")
	if len(whole) > 12 || len(fraction) > places || whole == "" {
		return 0, false
	}
	n := int64(0)
	for i := range len(whole) {
		if whole[i] < '0' || whole[i] > '9' {
			return 0, false
		}
		n = n*10 + int64(whole[i]-'0')
	}
	for i := range places {
		d := int64(0)
		if i < len(fraction) {
			if fraction[i] < '0' || fraction[i] > '9' {
				return 0, false
			}
			d = int64(fraction[i] - '0')
		}
		n = n*10 + d
	}
	if len(t) < len(text) {
		n = -n
	}
	return n, true
}
