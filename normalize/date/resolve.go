package date

import "time"

// clock is the time of day as found so far.
type clock struct {
	h, m, s, nano int
	found         bool
	am, pm        bool
	zone          int
	hasZone       bool
}

// resolve makes a date of the tokens.
func (p *parser) resolve() (Date, string) {
	t := p.tokens[:p.n]
	var c clock
	month, weekday := 0, 0
	for i := range t {
		if w := t[i].word; w.month > 0 && w.weekday == 0 && w.flags&isNoise == 0 {
			month = int(w.month)
			t[i].used = true
			break
		}
	}
	for i := range t {
		w := t[i].word
		switch {
		case t[i].number || t[i].used:
		case w.month > 0 && month == 0:
			month = int(w.month)
		case w.month > 0 && w.weekday == 0 && w.flags == 0:
			return Date{}, ReasonNotADate
		case w.weekday > 0:
			weekday = int(w.weekday)
		case w.flags&isAM != 0:
			c.am = true
		case w.flags&isPM != 0:
			c.pm = true
		case w.flags&isZone != 0:
			c.zone, c.hasZone = t[i].value, true
		}
	}
	if reason := p.clock(&c); reason != "" {
		return Date{}, reason
	}
	var rest [8]*token
	n := 0
	for i := range t {
		if t[i].number && !t[i].used {
			if n == len(rest) {
				return Date{}, ReasonNotADate
			}
			rest[n] = &t[i]
			n++
		}
	}
	// What is left of 23. März 18.37 or 26.10.21 14.12 is a time with a point.
	if need := 3 - min(month, 1); !c.found && n == need+min(month, 1) && month > 0 && n == 3 && joined(rest[2], '.') || !c.found && month == 0 && n == 5 && joined(rest[4], '.') {
		c.h, c.m, c.found = rest[n-2].value, rest[n-1].value, true
		n -= 2
	}
	if c.found {
		if reason := c.settle(); reason != "" {
			return Date{}, reason
		}
	}
	y, m, d, ambiguous, prec, reason := p.day(rest[:n], month, weekday, c.found)
	if reason != "" {
		return Date{}, reason
	}
	out := Date{Precision: prec, Ambiguous: ambiguous}
	if c.found && prec != Day {
		return Date{}, ReasonNotADate
	}
	zone := time.UTC
	if c.found {
		out.HasTime, out.HasZone = true, c.hasZone
		if c.zone != 0 {
			zone = time.FixedZone("", c.zone)
		}
	}
	out.Time = time.Date(y, time.Month(m), d, c.h, c.m, c.s, c.nano, zone)
	return out, ""
}

// joined says whether t follows the number before it with only sep between.
func joined(t *token, sep byte) bool { return t.before == sep && !t.spaced }

// clock takes the tokens that tell the time of day.
func (p *parser) clock(c *clock) string {
	t := p.tokens[:p.n]
	for i := range t {
		w := t[i].word.flags
		switch {
		case t[i].used:
		case t[i].number:
			if c.found || i+1 >= len(t) || !t[i+1].number || t[i+1].before != ':' || t[i].digits > 2 || t[i+1].digits != 2 {
				continue
			}
			c.h, c.m, c.found = t[i].value, t[i+1].value, true
			t[i].used, t[i+1].used = true, true
			j := i + 2
			if j < len(t) && t[j].number && t[j].before == ':' && t[j].digits == 2 {
				c.s = t[j].value
				t[j].used = true
				j++
				if j < len(t) && t[j].number && (joined(&t[j], '.') || joined(&t[j], ',')) && t[j].digits <= 9 {
					c.nano = t[j].value
					for k := t[j].digits; k < 9; k++ {
						c.nano *= 10
					}
					t[j].used = true
					j++
				}
			}
			// An offset: +0200, -05:00, GMT+0800.
			if j < len(t) && !t[j].number && t[j].word.flags&isZone != 0 {
				j++
			}
			if j < len(t) && t[j].number && (t[j].before == '+' || t[j].before == '-') && (t[j].digits == 4 || t[j].digits == 2 && j+1 < len(t) && t[j+1].before == ':') {
				h, m := t[j].value/100, t[j].value%100
				t[j].used = true
				sign := t[j].before
				if t[j].digits == 2 {
					h, m = t[j].value, t[j+1].value
					t[j+1].used = true
				}
				if h > 14 || m > 59 {
					return ReasonNoSuchTime
				}
				c.zone, c.hasZone = (h*60+m)*60, true
				if sign == '-' {
					c.zone = -c.zone
				}
			}
		case w&(isNoon|isMidnight) != 0 && !c.found:
			c.found = true
			if w&isNoon != 0 {
				c.h = 12
			}
		case w&isHour != 0 && !c.found && i > 0 && t[i-1].number && !t[i-1].used && t[i-1].digits <= 2:
			c.h, c.found = t[i-1].value, true
			t[i-1].used = true
			if i+1 < len(t) && t[i+1].number && t[i+1].digits == 2 && (t[i+1].before == 0 || i+2 < len(t) && t[i+2].word.flags&isMinute != 0) {
				c.m = t[i+1].value
				t[i+1].used = true
			}
		case w&(isAM|isPM) != 0 && !c.found && i > 0 && t[i-1].number && !t[i-1].used && t[i-1].digits <= 2:
			c.h, c.found = t[i-1].value, true
			t[i-1].used = true
			if i > 1 && t[i-2].number && !t[i-2].used && joined(&t[i-1], '.') && t[i-1].digits == 2 && t[i-2].spaced {
				c.h, c.m = t[i-2].value, t[i-1].value
				t[i-2].used = true
			} else if i == 2 && t[0].number && joined(&t[1], '.') {
				c.h, c.m = t[0].value, t[1].value
				t[0].used = true
			}
		}
	}
	return ""
}

// settle applies am and pm and checks the time.
func (c *clock) settle() string {
	if c.pm && c.h < 12 {
		c.h += 12
	} else if c.am && c.h == 12 {
		c.h = 0
	}
	if c.h == 24 && c.m == 0 && c.s == 0 {
		c.h = 0
	}
	if c.s == 60 {
		c.s = 59 // a leap second
	}
	if c.h > 23 || c.m > 59 || c.s > 59 {
		return ReasonNoSuchTime
	}
	return ""
}

// day finds year, month and day in the numbers that are left.
func (p *parser) day(r []*token, month, weekday int, hasTime bool) (y, m, d int, ambiguous bool, prec Precision, reason string) {
	fail := func(reason string) (int, int, int, bool, Precision, string) { return 0, 0, 0, false, Day, reason }
	withBase := p.o.Relative && !p.o.Base.IsZero()
	switch {
	case month > 0:
		m = month
		switch len(r) {
		case 0:
			return fail(ReasonNoYear)
		case 1:
			if isYearLike(r[0]) {
				y, d, prec = p.year(r[0]), 1, Month
				break
			}
			if !withBase {
				return fail(ReasonNoYear)
			}
			y, d = p.o.Base.Year(), r[0].value
		case 2:
			year, day := r[1], r[0]
			if isYearLike(r[0]) && !isYearLike(r[1]) {
				year, day = r[0], r[1]
			}
			y, d = p.year(year), day.value
			if day.digits > 2 {
				return fail(ReasonNotADate)
			}
		default:
			return fail(ReasonNotADate)
		}
	case len(r) == 3:
		return p.three(r[0], r[1], r[2])
	case len(r) == 2:
		a, b := r[0], r[1]
		d, prec = 1, Month
		switch {
		case a.digits == 4 && b.digits <= 2:
			y, m = a.value, b.value
		case b.digits == 4 && a.digits <= 2:
			y, m = b.value, a.value
		case withBase && a.digits <= 2 && b.digits <= 2 && b.before != ' ':
			y, m, d, prec = p.o.Base.Year(), b.value, a.value, Day
			if p.o.Order == MonthFirst || m > 12 {
				m, d = d, m
			}
		default:
			return fail(ReasonNoYear)
		}
		if m == 0 && y > 0 && prec == Month {
			m, prec = 1, Year
		}
	case len(r) == 1:
		return p.one(r[0], hasTime)
	case len(r) == 0 && withBase && (weekday > 0 || hasTime):
		t := p.o.Base
		if weekday > 0 {
			back := (int(t.Weekday()) - weekday%7 + 7) % 7
			t = t.AddDate(0, 0, -back)
		}
		return t.Year(), int(t.Month()), t.Day(), false, Day, ""
	default:
		return fail(ReasonNotADate)
	}
	return checked(y, m, d, false, prec)
}

// three resolves three numbers without a month name.
func (p *parser) three(a, b, c *token) (int, int, int, bool, Precision, string) {
	if a.value == 0 && b.value == 0 && c.value == 0 {
		return 0, 0, 0, false, Day, ReasonPlaceholder
	}
	if a.digits >= 3 && c.digits > 2 || b.digits > 2 || a.digits > 4 || c.digits > 4 || a.digits == 3 || c.digits == 3 || b.before == ':' || c.before == ':' {
		return 0, 0, 0, false, Day, ReasonNotADate
	}
	if a.digits == 4 || a.value > 31 {
		y := p.year(a)
		if b.value == 0 && c.value == 0 {
			return checked(y, 1, 1, false, Year)
		}
		if c.value == 0 {
			return checked(y, b.value, 1, false, Month)
		}
		return checked(y, b.value, c.value, false, Day)
	}
	y := p.year(c)
	if a.value == 0 && b.value == 0 {
		return checked(y, 1, 1, false, Year)
	}
	d, m := a.value, b.value
	ambiguous := false
	switch {
	case d <= 12 && m <= 12:
		ambiguous = p.o.Order == Unknown && d != m
		if p.o.Order == MonthFirst {
			d, m = m, d
		}
	case m > 12 && d <= 12:
		d, m = m, d
	}
	return checked(y, m, d, ambiguous, Day)
}

// one resolves a single number: a year, or digits that run together.
func (p *parser) one(t *token, hasTime bool) (int, int, int, bool, Precision, string) {
	v := t.value
	if v == 0 {
		return 0, 0, 0, false, Day, ReasonPlaceholder
	}
	switch t.digits {
	case 4:
		if plainYear(v) {
			return checked(v, 1, 1, false, Year)
		}
	case 5:
		if v >= 10000 && v < 80000 {
			return 0, 0, 0, false, Day, ReasonSerial
		}
	case 6:
		if y, m := v/100, v%100; y >= 1900 && y < 2100 && m >= 1 && m <= 12 {
			return y, m, 1, true, Month, ""
		}
	case 8:
		if y, m, d := v/10000, v/100%100, v%100; y >= 1000 && y < 3000 && m <= 12 {
			if m == 0 {
				return checked(y, 1, 1, false, Year)
			}
			if d == 0 {
				return checked(y, m, 1, false, Month)
			}
			if d <= daysIn(y, m) {
				return y, m, d, false, Day, ""
			}
		}
		if y := v % 10000; y >= 1000 && y < 3000 {
			a, b := token{value: v / 1000000, digits: 2}, token{value: v / 10000 % 100, digits: 2}
			return p.three(&a, &b, &token{value: y, digits: 4})
		}
		return 0, 0, 0, false, Day, ReasonNoSuchDay
	case 10, 13:
		return 0, 0, 0, false, Day, ReasonEpoch
	}
	return 0, 0, 0, false, Day, ReasonNotADate
}

func isYearLike(t *token) bool { return t.digits == 4 || t.value > 31 || t.before == '\'' }

// year returns the year that a number means: two digits are the year that lies
// within the eighty years before and the twenty after the base, or 1950–2049.
func (p *parser) year(t *token) int {
	if t.digits > 2 {
		return t.value
	}
	last := 2049
	if !p.o.Base.IsZero() {
		last = p.o.Base.Year() + 19
		if p.o.Past {
			last = p.o.Base.Year()
		}
	}
	y := last - last%100 + t.value
	if y > last {
		y -= 100
	}
	return y
}

// plainYear says whether a number that stands alone is read as a year. No other
// one may become a year without month, or its standard form would not read back.
func plainYear(y int) bool { return y >= 1000 && y < 3000 }

func checked(y, m, d int, ambiguous bool, prec Precision) (int, int, int, bool, Precision, string) {
	reason := ""
	switch {
	case y < 1 || y > 9999, prec == Year && !plainYear(y):
		reason = ReasonNotADate
	case m < 1 || m > 12:
		reason = ReasonNoSuchMonth
	case d < 1 || d > daysIn(y, m):
		reason = ReasonNoSuchDay
	}
	return y, m, d, ambiguous, prec, reason
}
