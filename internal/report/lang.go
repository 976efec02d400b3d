package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Lang is a language of reports.
type Lang string

// The languages, by ISO 639-1 code.
const (
	English  Lang = "en"
	French   Lang = "fr"
	Romanian Lang = "ro"
)

// Langs returns every language.
func Langs() []Lang { return []Lang{English, French, Romanian} }

// ParseLang reads a language code or locale, such as fr, fr-CA or ro_RO.UTF-8,
// and says whether reports exist in it.
func ParseLang(s string) (Lang, bool) {
	s = strings.ToLower(s)
	if i := strings.IndexAny(s, "-_.@"); i >= 0 {
		s = s[:i]
	}
	switch l := Lang(s); l {
	case English, French, Romanian:
		return l, true
	}
	return English, false
}

func (l Lang) index() int {
	switch l {
	case French:
		return 1
	case Romanian:
		return 2
	}
	return 0
}

// plural returns which form of a counted message fits n (CLDR plural rules for
// whole numbers).
func (l Lang) plural(n int64) int {
	if n < 0 {
		n = -n
	}
	switch l {
	case French:
		if n <= 1 {
			return 0
		}
		return 1
	case Romanian:
		switch {
		case n == 1:
			return 0
		case n == 0 || n%100 >= 1 && n%100 <= 19:
			return 1
		}
		return 2
	}
	if n == 1 {
		return 0
	}
	return 1
}

// forms is how many plural forms the language has.
func (l Lang) forms() int {
	if l == Romanian {
		return 3
	}
	return 2
}

// number writes x with a fixed number of decimals in the language's form.
func (l Lang) number(x float64, decimals int) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "–"
	}
	s := strconv.FormatFloat(math.Abs(x), 'f', decimals, 64)
	whole, frac, _ := strings.Cut(s, ".")
	group, point := ",", "."
	switch l {
	case French:
		group, point = "\u202f", ","
	case Romanian:
		group, point = ".", ","
	}
	var b strings.Builder
	if x < 0 && strings.Trim(s, "0.") != "" {
		b.WriteString("−")
	}
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteRune(r)
	}
	if frac != "" {
		b.WriteString(point + frac)
	}
	return b.String()
}

func (l Lang) count(n int64) string { return l.number(float64(n), 0) }

// percent writes a share of 0–1, never rounding to 0 or 100 what is not.
func (l Lang) percent(x float64) string {
	p, decimals := 100*x, 1
	switch {
	case p >= 10 && p < 99 || p == 0 || p == 100:
		decimals = 0
	case p > 99.9 && p < 100:
		return ">" + l.space() + l.number(99.9, 1) + l.unit("%")
	case p > 0 && p < .1:
		return "<" + l.space() + l.number(.1, 1) + l.unit("%")
	}
	return l.number(p, decimals) + l.unit("%")
}

func (l Lang) space() string { return "\u00a0" }

func (l Lang) unit(u string) string {
	if l == French {
		return "\u00a0" + u
	}
	return u
}

// weight writes log₂ evidence with its sign.
func (l Lang) weight(w float64) string { return l.signed(w, 1) }

func (l Lang) signed(x float64, decimals int) string {
	if x > 0 {
		return "+" + l.number(x, decimals)
	}
	return l.number(x, decimals)
}

func (l Lang) seconds(s float64) string {
	d := 1
	if s >= 100 {
		d = 0
	} else if s < 1 {
		d = 2
	}
	return l.number(s, d) + "\u00a0s"
}

func (l Lang) bytes(n int64) string {
	units := [...]string{"B", "kB", "MB", "GB"}
	if l == French {
		units = [...]string{"o", "Ko", "Mo", "Go"}
	}
	x, i := float64(n), 0
	for x >= 1000 && i < 3 {
		x, i = x/1000, i+1
	}
	d := 1
	if i == 0 {
		d = 0
	}
	return l.number(x, d) + "\u00a0" + units[i]
}

// date writes day and time of t in its own zone.
func (l Lang) date(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	months := [3][12]string{
		{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		{"ianuarie", "februarie", "martie", "aprilie", "mai", "iunie", "iulie", "august", "septembrie", "octombrie", "noiembrie", "decembrie"},
	}[l.index()]
	day := strconv.Itoa(t.Day())
	if l == French && t.Day() == 1 {
		day = "1er"
	}
	return fmt.Sprintf("%s\u00a0%s\u00a0%d, %s", day, months[t.Month()-1], t.Year(), t.Format("15:04 MST"))
}
