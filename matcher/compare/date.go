package compare

import (
	"github.com/onefold/onefold/matcher/compare/kernel"
	"github.com/onefold/onefold/record"
)

// The levels of dates.
const (
	dateSame = 1 + iota
	dateSwapped
	dateDigit
	dateMonth    // at most 31 days apart
	dateDayMonth // year differs
	dateTwo
	dateYear // same year
	dateNear // years at most one apart
	dateElse
)

var dateLevels = []LevelSpec{
	{Name: "same", Prior: .80},
	{Name: "day and month swapped, or only the year known", Prior: .04},
	{Name: "one digit differs", Prior: .05},
	{Name: "less than a month apart", Prior: .01},
	{Name: "same day and month, other year", Prior: .02},
	{Name: "two digits differ", Prior: .01},
	{Name: "same year", Prior: .025},
	{Name: "a year apart", Prior: .01},
	{Name: "different", Prior: .035},
}

type dates struct {
	spec Spec
	id   uint32
	text *text
	days []kernel.Day
}

func newDates(id uint32, spec Spec, t *text) *dates {
	d := &dates{spec: spec, id: id, text: t, days: make([]kernel.Day, len(t.codes.Count))}
	d.spec.Levels = dateLevels
	for c := range d.days {
		d.days[c] = kernel.ParseDay(t.value(record.Code(c)))
	}
	return d
}

func (d *dates) Spec() *Spec { return &d.spec }

func (d *dates) Chance() []float64 {
	return equalOnly(dateElse, d.text.same)
}

func (d *dates) Levels(pairs []record.Pair, out []Level, adjust []float32, s *Scratch) {
	d.text.levels(pairs, out, adjust, s, d)
}

func (d *dates) unequal(a, b record.Code, _ *Scratch) Level {
	x, y := d.days[a], d.days[b]
	if x.Year == 0 || y.Year == 0 {
		return dateElse
	}
	if x.Month == 0 || y.Month == 0 || x.Day == 0 || y.Day == 0 {
		if x.Year == y.Year && (x.Month == 0 || y.Month == 0 || x.Month == y.Month) {
			return dateSwapped
		}
		return dateElse
	}
	if x.Year == y.Year && int8(x.Day) == y.Month && x.Month == int8(y.Day) {
		return dateSwapped
	}
	diff := kernel.Digits(int(x.Year), int(y.Year), 4) + kernel.Digits(int(x.Month), int(y.Month), 2) + kernel.Digits(int(x.Day), int(y.Day), 2)
	if diff == 1 {
		return dateDigit
	}
	if d := x.Number() - y.Number(); d >= -31 && d <= 31 {
		return dateMonth
	}
	if x.Month == y.Month && x.Day == y.Day {
		return dateDayMonth
	}
	if diff == 2 {
		return dateTwo
	}
	if x.Year == y.Year {
		return dateYear
	}
	if x.Year-y.Year <= 1 && y.Year-x.Year <= 1 {
		return dateNear
	}
	return dateElse
}
