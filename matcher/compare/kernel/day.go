package kernel

// Day is a date taken apart; zero parts are unknown.
type Day struct {
	Year  int16
	Month int8
	Day   int8
}

// ParseDay reads YYYY-MM-DD, YYYY-MM or YYYY; anything else is the zero day.
func ParseDay(s string) Day {
	num := func(lo, hi int) int {
		n := 0
		for i := lo; i < hi; i++ {
			if i >= len(s) || s[i] < '0' || s[i] > '9' {
				return 0
			}
			n = 10*n + int(s[i]-'0')
		}
		return n
	}
	var d Day
	d.Year = int16(num(0, 4))
	if len(s) >= 7 {
		d.Month = int8(num(5, 7))
	}
	if len(s) >= 10 {
		d.Day = int8(num(8, 10))
	}
	return d
}

// Number counts days in months of 31, which is near enough to tell weeks from years.
func (d Day) Number() int { return (int(d.Year)*12+int(d.Month))*31 + int(d.Day) }

// Digits counts the decimal digits in which a and b differ; two neighbours
// swapped count as one.
func Digits(a, b, n int) int {
	var da, db [4]int
	for i := range n {
		da[i], db[i] = a%10, b%10
		a, b = a/10, b/10
	}
	c := 0
	for i := 0; i < n; i++ {
		if da[i] == db[i] {
			continue
		}
		c++
		if i+1 < n && da[i] == db[i+1] && da[i+1] == db[i] {
			i++
		}
	}
	return c
}
