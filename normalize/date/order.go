package date

import (
	"strconv"
	"strings"
	"time"
)

// Evidence counts what a column's values say of the order of day and month.
// The zero value is ready for Add.
type Evidence struct {
	DayFirst   int // values whose second number can't be a month's, or third
	MonthFirst int
	Either     int // numeric values that can be read both ways
}

// Add looks at one value. It does not allocate.
func (e *Evidence) Add(s string) {
	s = strings.TrimSpace(s)
	a, rest, ok := part(s)
	if !ok {
		return
	}
	b, rest, ok := part(rest)
	if !ok {
		return
	}
	n := 0
	for n < len(rest) && '0' <= rest[n] && rest[n] <= '9' {
		n++
	}
	if n != 2 && n != 4 || a == 0 || b == 0 || a > 31 || b > 31 {
		return
	}
	switch {
	case a > 12 && b <= 12:
		e.DayFirst++
	case b > 12 && a <= 12:
		e.MonthFirst++
	case a <= 12 && b <= 12 && a != b:
		e.Either++
	}
}

// part cuts one or two digits and a separator off the front.
func part(s string) (v int, rest string, ok bool) {
	i := 0
	for i < len(s) && i < 2 && '0' <= s[i] && s[i] <= '9' {
		v = v*10 + int(s[i]-'0')
		i++
	}
	for j := i; j < len(s); j++ {
		switch s[j] {
		case '/', '-', '.', ' ':
		default:
			return v, s[j:], i > 0 && j > i
		}
	}
	return 0, "", false
}

// Order returns what the values of a column decide together: the only order
// seen, or the one that twenty times as many values have as the other; Unknown
// where nothing decides.
func (e Evidence) Order() Order {
	switch {
	case e.DayFirst > 20*e.MonthFirst:
		return DayFirst
	case e.MonthFirst > 20*e.DayFirst:
		return MonthFirst
	}
	return Unknown
}

// Suggest returns the day that a bare number most likely stands for: a
// spreadsheet's serial day number, or seconds or milliseconds since 1970.
func Suggest(s string) (string, bool) {
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || v != v {
		return "", false
	}
	switch {
	case v >= 10000 && v < 80000:
		return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(v)).Format(time.DateOnly), true
	case v >= 1e8 && v < 5e9:
		return time.Unix(int64(v), 0).UTC().Format(time.DateOnly), true
	case v >= 1e11 && v < 5e12:
		return time.UnixMilli(int64(v)).UTC().Format(time.DateOnly), true
	}
	return "", false
}
