package value

import (
	"cmp"
	"math"
	"math/big"
	"strings"
	"time"
)

// NoTime stands for a time that is not known: before every other.
const NoTime = int64(math.MinInt64)

// ParseTime reads ISO 8601: YYYY, YYYY-MM, YYYY-MM-DD, and with a time of day
// after T or a space, seconds, fraction and zone optional. A missing month or
// day counts as the first. It does not allocate.
func ParseTime(s string) int64 {
	year, s, ok := digits(s, 4)
	if !ok {
		return NoTime
	}
	month, day := 1, 1
	if s != "" {
		if s[0] != '-' {
			return NoTime
		}
		if month, s, ok = digits(s[1:], 2); !ok || month < 1 || month > 12 {
			return NoTime
		}
	}
	if s != "" {
		if s[0] != '-' {
			return NoTime
		}
		if day, s, ok = digits(s[1:], 2); !ok || day < 1 || day > 31 {
			return NoTime
		}
	}
	ms := daysSince1970(year, month, day) * 86_400_000
	if s == "" {
		return ms
	}
	if s[0] != 'T' && s[0] != 't' && s[0] != ' ' {
		return NoTime
	}
	return timeOfDay(ms, s[1:])
}

func timeOfDay(ms int64, s string) int64 {
	for i, unit := range [3]int64{3_600_000, 60_000, 1_000} {
		if i > 0 {
			if s == "" || s[0] != ':' {
				if i == 1 {
					return NoTime
				}
				break
			}
			s = s[1:]
		}
		n, rest, ok := digits(s, 2)
		if !ok || n > 60 {
			return NoTime
		}
		ms += int64(n) * unit
		s = rest
	}
	if s != "" && (s[0] == '.' || s[0] == ',') {
		s = s[1:]
		for scale := int64(100); s != "" && s[0] >= '0' && s[0] <= '9'; scale /= 10 {
			ms += int64(s[0]-'0') * scale
			s = s[1:]
		}
	}
	s = strings.TrimPrefix(s, " ")
	switch {
	case s == "" || s == "Z" || s == "z" || s == "UTC":
		return ms
	case s[0] != '+' && s[0] != '-':
		return NoTime
	}
	sign := int64(1)
	if s[0] == '-' {
		sign = -1
	}
	h, rest, ok := digits(s[1:], 2)
	if !ok {
		return NoTime
	}
	m, rest, ok := digits(strings.TrimPrefix(rest, ":"), 2)
	if (!ok && rest != "") || (ok && rest != "") {
		return NoTime
	}
	return ms - sign*int64(60*h+m)*60_000
}

func digits(s string, n int) (v int, rest string, ok bool) {
	if len(s) < n {
		return 0, s, false
	}
	for i := range n {
		d := s[i] - '0'
		if d > 9 {
			return 0, s, false
		}
		v = 10*v + int(d)
	}
	return v, s[n:], true
}

// daysSince1970 counts days of the proleptic Gregorian calendar.
func daysSince1970(y, m, d int) int64 {
	if m <= 2 {
		y--
		m += 12
	}
	return int64(365*y+y/4-y/100+y/400+(153*(m-3)+2)/5+d) - 719_469
}

// CompareIDs orders ids with the numbers inside them as numbers: a2 < a10.
func CompareIDs(a, b string) int {
	x, y := a, b
	for x != "" && y != "" {
		m, n := digitRun(x), digitRun(y)
		if m == 0 || n == 0 {
			if x[0] != y[0] {
				return cmp.Compare(x[0], y[0])
			}
			x, y = x[1:], y[1:]
			continue
		}
		p, q := strings.TrimLeft(x[:m], "0"), strings.TrimLeft(y[:n], "0")
		if c := cmp.Or(cmp.Compare(len(p), len(q)), cmp.Compare(p, q)); c != 0 {
			return c
		}
		x, y = x[m:], y[n:]
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(a, b))
}

func digitRun(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// maxNumber bounds the length of a text that is read as a number.
const maxNumber = 64

// ParseNumber reads a decimal: sign, digits with spaces between thousands, one
// Decimal point or comma.
func ParseNumber(s string) (*big.Rat, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > maxNumber {
		return nil, false
	}
	clean := make([]byte, 0, len(s))
	digit, mark := false, false
	for i, c := range s {
		switch {
		case c >= '0' && c <= '9':
			digit = true
			clean = append(clean, byte(c))
		case (c == '-' || c == '+' || c == '−') && i == 0:
			if c != '+' {
				clean = append(clean, '-')
			}
		case (c == '.' || c == ',') && !mark:
			mark = true
			clean = append(clean, '.')
		case (c == ' ' || c == '\u00a0' || c == '\u202f') && digit && !mark:
		default:
			return nil, false
		}
	}
	if !digit {
		return nil, false
	}
	return new(big.Rat).SetString(strings.TrimSuffix(string(clean), "."))
}

// Decimal writes a number with as many decimals as it needs, at most ten.
func Decimal(n *big.Rat) string {
	s := n.FloatString(10)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// FormatDay writes the day of a time as YYYY-MM-DD; "" if there is none.
func FormatDay(ms int64) string {
	if ms == NoTime {
		return ""
	}
	return time.UnixMilli(ms).UTC().Format("2006-01-02")
}

// Newer scores a time: the latest highest, none lowest.
func Newer(t int64) float64 {
	if t == NoTime {
		return math.Inf(-1)
	}
	return float64(t)
}

// Older scores a time: the earliest highest, none lowest.
func Older(t int64) float64 {
	if t == NoTime {
		return math.Inf(-1)
	}
	return -float64(t)
}
