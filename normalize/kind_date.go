package normalize

import (
	"time"

	"github.com/onefold/onefold/normalize/date"
	"github.com/onefold/onefold/normalize/internal/fold"
	"github.com/onefold/onefold/normalize/text"
	"github.com/onefold/onefold/record"
)

// addDate adds the kinds of date. today is the day that decides what lies in
// the future, unless option base gives another.
func addDate(r Registry, today time.Time) {
	for _, k := range []record.Kind{record.Date, record.Created, record.Modified} {
		r[k] = stable(dateOf(today, false))
	}
	r[record.BirthDate] = stable(dateOf(today, true))
}

func dateOf(today time.Time, birth bool) Func {
	return func(in string, c Context) Value {
		if blank(in) {
			return Value{State: record.Empty, Valid: true}
		}
		o := date.Options{Order: dateOrder(c), Language: c.Language, Base: today, Past: birth}
		if s := c.Options["base"]; s != "" {
			if t, err := time.Parse(time.DateOnly, s); err == nil {
				o.Base, o.Relative = t, true
			}
		}
		d, reason := date.Parse(in, o)
		clean := in
		if reason != "" {
			if clean = text.Clean(in); clean != in {
				d, reason = date.Parse(clean, o)
			}
		}
		if reason != "" {
			if reason == date.ReasonPlaceholder || placeholder(clean) {
				return Value{Standard: clean, Reason: "placeholder"}
			}
			v := Value{Standard: clean, Key: fold.String(clean), State: record.Unparseable, Reason: reason}
			if reason == date.ReasonSerial || reason == date.ReasonEpoch {
				v.Suggestion, _ = date.Suggest(clean)
			}
			return v
		}
		v := Value{Standard: d.Standard(in), Valid: true}
		if len(v.Standard) <= 10 {
			v.Key = v.Standard
		} else {
			v.Key = v.Standard[:10]
		}
		switch {
		case d.Placeholder():
			v.Key, v.Valid, v.Reason = "", false, "placeholder"
		case birth && d.Time.After(o.Base.AddDate(0, 0, 1)):
			v.Valid, v.Reason = false, "future"
		case birth && d.Time.Year() < o.Base.Year()-125:
			v.Reason = "very_old" // historical data has them: said, not refused
		case d.Doubtful():
			v.Reason = "maybe_placeholder"
		case d.Ambiguous:
			v.Reason = "ambiguous_order"
		}
		return v
	}
}

// dateOrder is the order that the column decided or, failing that, the one
// that the country or language writes.
func dateOrder(c Context) date.Order {
	switch {
	case c.DayFirst == DayMonth || c.Options["order"] == "dmy":
		return date.DayFirst
	case c.DayFirst == MonthDay || c.Options["order"] == "mdy":
		return date.MonthFirst
	case c.Region == "US" || c.Region == "PH" || c.Region == "PR" || c.Region == "GU":
		return date.MonthFirst
	case c.Region != "" || c.Language != "" && c.Language != "en":
		return date.DayFirst
	}
	return date.Unknown
}
