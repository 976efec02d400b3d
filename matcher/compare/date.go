package compare

import (
	"github.com/onefold/onefold/record"
)

// The levels of dates.
const (
	dateSame = 1 + iota
	dateSwapped
	dateDigit
	dateMonth    // at most 31 days apart
	dateDayMonth // year differs
	dateYear     // same year
	dateNear     // years at most one apart
	dateElse
)

var dateLevels = []LevelSpec{
	{"same", .80},
	{"day and month swapped, or only the year known", .04},
	{"one digit differs", .05},
	{"less than a month apart", .01},
	{"same day and month, other year", .02},
	{"same year", .03},
	{"a year apart", .01},
	{"different", .04},
}

// day is a date taken apart; zero parts are unknown.
type day struct {
	year  int16
	month int8
	day   int8
}

type dates struct {
	spec Spec
	id   uint32
	text *text
	days []day
}

func newDates(id uint32, spec Spec, t *text) *dates {
	d := &dates{spec: spec, id: id, text: t, days: make([]day, len(t.codes.Count))}
	d.spec.Levels = dateLevels
	for c := range d.days {
		d.days[c] = parseDay(t.value(record.Code(c)))
	}
	return d
}

// parseDay reads YYYY-MM-DD, YYYY-MM or YYYY; anything else is the zero day.
func parseDay(s string) day {
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
	var d day
	d.year = int16(num(0, 4))
	if len(s) >= 7 {
		d.month = int8(num(5, 7))
	}
	if len(s) >= 10 {
		d.day = int8(num(8, 10))
	}
	return d
}

// number counts days in months of 31, which is near enough to tell weeks from years.
func (d day) number() int { return (int(d.year)*12+int(d.month))*31 + int(d.day) }

func (d *dates) Spec() *Spec { return &d.spec }

func (d *dates) Chance() []float64 {
	return equalOnly(dateElse, d.text.same)
}

func (d *dates) Levels(pairs []record.Pair, out []Level, adjust []float32, _ *Scratch) {
	rows := d.text.rows
	for i, p := range pairs {
		a, b := rows.of(p.A), rows.of(p.B)
		switch {
		case a == 0 || b == 0:
			out[i] = Missing
		case a == b:
			out[i] = dateSame
			if adjust != nil {
				adjust[i] += d.text.at[a].freq
			}
		default:
			out[i] = d.level(a, b)
		}
	}
}

func (d *dates) level(a, b record.Code) Level {
	x, y := d.days[a], d.days[b]
	if x.year == 0 || y.year == 0 {
		return dateElse
	}
	if x.month == 0 || y.month == 0 || x.day == 0 || y.day == 0 {
		if x.year == y.year && (x.month == 0 || y.month == 0 || x.month == y.month) {
			return dateSwapped
		}
		return dateElse
	}
	if x.year == y.year && int8(x.day) == y.month && x.month == int8(y.day) {
		return dateSwapped
	}
	diff := digits(int(x.year), int(y.year), 4) + digits(int(x.month), int(y.month), 2) + digits(int(x.day), int(y.day), 2)
	if diff == 1 {
		return dateDigit
	}
	if d := x.number() - y.number(); d >= -31 && d <= 31 {
		return dateMonth
	}
	if x.month == y.month && x.day == y.day {
		return dateDayMonth
	}
	if x.year == y.year {
		return dateYear
	}
	if x.year-y.year <= 1 && y.year-x.year <= 1 {
		return dateNear
	}
	return dateElse
}

// digits counts the decimal digits in which a and b differ; two neighbours
// swapped count as one.
func digits(a, b, n int) int {
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
