package profile

import (
	"fmt"
	"sort"
	"strings"
	"unicode"

	"github.com/onefold/onefold/internal/profile/shape"
	"github.com/onefold/onefold/internal/profile/words"
	"github.com/onefold/onefold/record"
)

// The codes of findings.
const (
	FindPlaceholder = "placeholder"
	FindShared      = "shared_value"
	FindFuture      = "future_date"
	FindOld         = "implausible_date"
	FindMixedDates  = "mixed_date_orders"
	FindMojibake    = "mojibake"
	FindSpaces      = "stray_spaces"
	FindControl     = "control_characters"
	FindCapitals    = "capitals"
	FindSmall       = "small_letters"
	FindOtherKind   = "other_kind"
)

// suspects gathers findings of one column.
type suspects struct {
	n    int
	rows map[string]int
	best map[string]*best

	dayFirst, monthFirst      int // rows
	capital, small, mixed     int // rows
	oldest, newest            string
	dated, recent             int
	capitalsBest, lettersBest best
}

func newSuspects(n int) *suspects {
	n = min(n, 5)
	return &suspects{n: n, rows: map[string]int{}, best: map[string]*best{}, capitalsBest: best{n: n}, lettersBest: best{n: n}}
}

func (s *suspects) add(code, v string, rows int) {
	s.rows[code] += rows
	b := s.best[code]
	if b == nil {
		b = &best{n: s.n}
		s.best[code] = b
	}
	b.add(v, rows)
}

// suspect looks at one distinct value.
func (d *describer) suspect(v string, rows, shared int) {
	s, k := d.suspects, d.p.Kind
	trimmed := strings.TrimSpace(v)
	if trimmed != v || strings.Contains(v, "  ") {
		s.add(FindSpaces, v, rows)
	}
	mojibake, control := damage(v)
	if mojibake {
		s.add(FindMojibake, v, rows)
	}
	if control {
		s.add(FindControl, v, rows)
	}
	if d.placeholder(trimmed) {
		s.add(FindPlaceholder, v, rows)
		return
	}
	if shared > 0 && rows >= shared {
		s.add(FindShared, v, rows)
	}
	switch k {
	case record.BirthDate, record.Date, record.Created, record.Modified:
		d.date(trimmed, v, rows)
	case record.Person, record.GivenName, record.FamilyName, record.Company, record.City, record.Street, record.Address:
		d.letterCase(v, rows)
		if shape.Emails(trimmed) || k != record.Company && strings.Contains(trimmed, "://") {
			s.add(FindOtherKind, v, rows)
		} else if form, _, _ := shape.Phone(trimmed); form > shape.PlainDigits {
			s.add(FindOtherKind, v, rows)
		}
	case record.Phone:
		if shape.Emails(trimmed) {
			s.add(FindOtherKind, v, rows)
		}
	}
}

// placeholder reports whether v stands for no value.
func (d *describer) placeholder(v string) bool {
	d.folded = words.Fold(d.folded[:0], v, 64)
	c := d.t.Class(d.folded)
	switch d.p.Kind {
	case record.Gender, record.Boolean, record.Consent, record.Region, record.Category, record.Country, record.Text, record.NameSuffix, record.NamePrefix:
		c &^= words.Placeholder // short words mean something there
	}
	if c&words.Placeholder != 0 && c&^words.Placeholder == 0 || len(d.folded) == 0 && len(v) < 6 {
		return true
	}
	switch d.p.Kind {
	case record.Email:
		local, domain, _ := strings.Cut(strings.ToLower(v), "@")
		switch local {
		case "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "test", "none", "na", "noemail", "aucun", "fara", "nospam", "xxx", "aaa":
			return true
		}
		return domain == "example.com" || domain == "example.org" || domain == "test.com" || domain == "none.com" || domain == "noemail.com"
	case record.Phone, record.Identifier, record.IBAN, record.SIREN, record.SIRET, record.VAT, record.ROCUI:
		return monotonous(v)
	case record.BirthDate, record.Date, record.Created, record.Modified:
		y, m, day, ok := dateOf(v, d.p.Context.DayFirst)
		return ok && m == 1 && day == 1 && (y == 1900 || y == 1970 || y == 1901 || y == 1000) || strings.HasPrefix(v, "0000") || strings.HasPrefix(v, "9999")
	}
	return false
}

// monotonous reports whether v has six digits or more that are all the same,
// or run 1234567.
func monotonous(v string) bool {
	n, same, run := 0, true, true
	first, last := byte(0), byte(0)
	for i := range len(v) {
		c := v[i]
		if c < '0' || c > '9' {
			continue
		}
		if n == 0 {
			first = c
		} else {
			same = same && c == first
			run = run && (c == last+1 || last == '9' && c == '0')
		}
		last = c
		n++
	}
	return n >= 6 && (same || run)
}

// damage finds text that was read in the wrong encoding, and control characters.
func damage(v string) (mojibake, control bool) {
	prev := rune(0)
	for _, r := range v {
		switch {
		case r == unicode.ReplacementChar:
			mojibake = true
		case (prev == 'Ã' || prev == 'Â' || prev == 'Ä' || prev == 'Å' || prev == 'È' || prev == 'â') && (r >= 0x80 && r <= 0xbf || r == '€' || r == '™' || r == 'ƒ' || r == '„' || r == '…'),
			prev == '√' && (r == '©' || r == '¥' || r == '†' || r == 'Ä' || r == '®'),
			prev == '‚' && (r == 'Ä' || r == 'Ã'):
			mojibake = true
		case r < 0x20 && r != '\t' && r != '\n' && r != '\r', r >= 0x7f && r < 0xa0, r == 0x200b, r == 0xfeff:
			control = true
		}
		prev = r
	}
	return mojibake, control
}

func (d *describer) letterCase(v string, rows int) {
	upper, lower := 0, 0
	for _, r := range v {
		if isUpper(r) {
			upper++
		} else if isLetter(r) {
			lower++
		}
	}
	s := d.suspects
	switch {
	case upper+lower < 3:
	case lower == 0:
		s.capital += rows
		s.capitalsBest.add(v, rows)
	case upper == 0:
		s.small += rows
		s.lettersBest.add(v, rows)
	default:
		s.mixed += rows
	}
}

func isUpper(r rune) bool {
	return 'A' <= r && r <= 'Z' || r >= 0x80 && unicode.IsUpper(r)
}

func isLetter(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r >= 0x80 && unicode.IsLetter(r)
}

// date looks at one distinct value of a column of dates.
func (d *describer) date(trimmed, v string, rows int) {
	s := d.suspects
	if info, ok := shape.Date(trimmed); ok && info.A > 0 {
		if info.A > 12 {
			s.dayFirst += rows
		} else if info.B > 12 {
			s.monthFirst += rows
		}
	}
	y, m, day, ok := dateOf(trimmed, d.p.Context.DayFirst)
	if !ok {
		return
	}
	s.dated += rows
	text := fmt.Sprintf("%04d-%02d-%02d", y, m, day)
	if m == 0 {
		text = text[:4]
	}
	if s.oldest == "" || text < s.oldest {
		s.oldest = text
	}
	s.newest = max(s.newest, text)
	if d.o.Today.IsZero() {
		return
	}
	today := d.o.Today.Format("2006-01-02")
	switch {
	case text > today && (d.p.Kind == record.BirthDate || d.p.Kind == record.Created || d.p.Kind == record.Modified):
		s.add(FindFuture, v, rows)
	case d.p.Kind == record.BirthDate && y < d.o.Today.Year()-120:
		s.add(FindOld, v, rows)
	}
	if text <= today && text > d.o.Today.AddDate(0, 0, -365).Format("2006-01-02") {
		s.recent += rows
	}
}

// finish turns what was gathered into findings.
func (d *describer) finish() {
	s, p := d.suspects, d.p
	p.Findings = []Finding{}
	add := func(code, text string, rows int, examples []Count) {
		p.Findings = append(p.Findings, Finding{Code: code, Text: text, Rows: rows, Examples: examples})
	}
	texts := map[string]string{
		FindPlaceholder: "a placeholder instead of a value",
		FindFuture:      "a date in the future",
		FindOld:         "a birth date more than 120 years ago",
		FindMojibake:    "text that was read in the wrong encoding",
		FindSpaces:      "leading, trailing or double spaces",
		FindControl:     "control or invisible characters",
		FindOtherKind:   "a value of another kind, such as an e-mail address or phone number",
	}
	for code, rows := range s.rows {
		examples := s.best[code].list(p.Present)
		if code == FindShared {
			add(code, fmt.Sprintf("values that stand on far more records than the others: the commonest on %d", examples[0].Rows), rows, examples)
			continue
		}
		add(code, have(rows)+texts[code], rows, examples)
	}
	if s.dayFirst > 0 && s.monthFirst > 0 {
		add(FindMixedDates, fmt.Sprintf("%d dates can only be day/month and %d only month/day", s.dayFirst, s.monthFirst), min(s.dayFirst, s.monthFirst), []Count{})
	}
	// one manner of writing is a style; a minority beside it is a mixture
	if all := s.capital + s.small + s.mixed; all > 0 {
		if s.capital > 0 && s.capital*2 < all {
			add(FindCapitals, are(s.capital)+"in capitals only, unlike most", s.capital, s.capitalsBest.list(p.Present))
		}
		if s.small > 0 && s.small*2 < all {
			add(FindSmall, are(s.small)+"in small letters only, unlike most", s.small, s.lettersBest.list(p.Present))
		}
	}
	sort.Slice(p.Findings, func(i, j int) bool {
		a, b := p.Findings[i], p.Findings[j]
		if a.Rows != b.Rows {
			return a.Rows > b.Rows
		}
		return a.Code < b.Code
	})
	if s.dated > 0 {
		p.Dates = &Dates{Oldest: s.oldest, Newest: s.newest, Rows: s.dated, Recent: s.recent}
	}
}

func have(records int) string {
	if records == 1 {
		return "1 record has "
	}
	return fmt.Sprintf("%d records have ", records)
}

func are(records int) string {
	if records == 1 {
		return "1 record is "
	}
	return fmt.Sprintf("%d records are ", records)
}
