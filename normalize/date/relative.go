package date

import (
	"strings"
	"time"

	"github.com/onefold/onefold/normalize/internal/fold"
)

// relative reads the everyday phrases of English, French and Romanian that
// count from base: yesterday, il y a 2 jours, acum 3 zile, in 2 weeks.
func relative(s string, base time.Time) (Date, bool) {
	var buf [128]byte
	text := string(fold.Append(buf[:0], s))
	at := func(t time.Time) (Date, bool) {
		y, m, d := t.Date()
		return Date{Time: time.Date(y, m, d, 0, 0, 0, 0, time.UTC)}, true
	}
	switch text {
	case "today", "now", "aujourdhui", "maintenant", "azi", "astazi", "acum":
		return at(base)
	case "yesterday", "hier", "ieri":
		return at(base.AddDate(0, 0, -1))
	case "tomorrow", "demain", "maine":
		return at(base.AddDate(0, 0, 1))
	case "avant hier", "alaltaieri", "the day before yesterday", "day before yesterday":
		return at(base.AddDate(0, 0, -2))
	case "apres demain", "poimaine", "the day after tomorrow", "day after tomorrow":
		return at(base.AddDate(0, 0, 2))
	case "last week", "la semaine derniere", "saptamana trecuta":
		return at(base.AddDate(0, 0, -7))
	case "last month", "le mois dernier", "luna trecuta":
		return at(addMonths(base, -1))
	case "last year", "lan dernier", "lannee derniere", "anul trecut":
		return at(addMonths(base, -12))
	}
	sign := 0
	for _, affix := range [...]struct {
		text string
		sign int
	}{{"il y a ", -1}, {"acum ", -1}, {"dans ", 1}, {"peste ", 1}, {"in ", 1}} {
		if t, ok := strings.CutPrefix(text, affix.text); ok {
			text, sign = t, affix.sign
			break
		}
	}
	if sign == 0 {
		for _, suffix := range [...]string{" ago", " in urma"} {
			if t, ok := strings.CutSuffix(text, suffix); ok {
				text, sign = t, -1
				break
			}
		}
	}
	if sign == 0 {
		return Date{}, false
	}
	count, unit, ok := strings.Cut(text, " ")
	if !ok {
		return Date{}, false
	}
	n := 0
	switch count {
	case "a", "an", "one", "un", "une", "o":
		n = 1
	case "two", "deux", "doi", "doua":
		n = 2
	case "three", "trois", "trei":
		n = 3
	default:
		for _, r := range count {
			if r < '0' || r > '9' || n > 9999 {
				return Date{}, false
			}
			n = n*10 + int(r-'0')
		}
	}
	n *= sign
	switch strings.TrimPrefix(unit, "de ") {
	case "day", "days", "jour", "jours", "zi", "zile":
		return at(base.AddDate(0, 0, n))
	case "week", "weeks", "semaine", "semaines", "saptamana", "saptamani":
		return at(base.AddDate(0, 0, 7*n))
	case "month", "months", "mois", "luna", "luni":
		return at(addMonths(base, n))
	case "year", "years", "an", "ans", "annee", "annees", "ani":
		return at(addMonths(base, 12*n))
	}
	return Date{}, false
}

// addMonths moves by months and stays in the month it arrives at: a month
// before 31 March is the last day of February.
func addMonths(t time.Time, n int) time.Time {
	y, m, d := t.Date()
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	return first.AddDate(0, 0, min(d, daysIn(first.Year(), int(first.Month())))-1)
}
