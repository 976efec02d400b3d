package phone

import "strings"

// minDigits is how many digits a number has at least beside another in the same
// cell: fewer are an area code, an extension or an alternative ending.
const minDigits = 7

// split cuts a cell where a mark or word of separation has enough digits on
// both sides.
func split(s string) []string {
	var parts []string
	for {
		i, n := cut(s)
		if i < 0 {
			return append(parts, strings.Trim(s, " \n,;|"))
		}
		parts = append(parts, strings.Trim(s[:i], " \n,;|"))
		s = s[i+n:]
	}
}

// separators stand between two numbers. Compiled for Onefold.
var separators = [...]string{"\n", ";", "|", "/", ",", " ou ", " or ", " sau ", " et ", " și ", " si ", " şi ", " and ", " und ", " oder ", "&", " - "}

// cut returns the place and length of the first separator, or -1.
func cut(s string) (at, length int) {
	at = -1
	lower := s
	if strings.ContainsAny(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		if l := strings.ToLower(s); len(l) == len(s) {
			lower = l
		}
	}
	for _, sep := range separators {
		for from := 0; ; {
			i := strings.Index(lower[from:], sep)
			if i < 0 {
				break
			}
			i += from
			if at >= 0 && i >= at {
				break
			}
			left, right := countDigits(s[:i]), countDigits(firstNumber(lower[i+len(sep):]))
			if left >= minDigits && right >= minDigits && !parameter(lower[i:]) {
				at, length = i, len(sep)
				break
			}
			from = i + len(sep)
		}
	}
	// A second + begins a second number.
	if i := strings.LastIndexByte(s, '+'); i > 0 && (at < 0 || i < at) {
		first := strings.IndexByte(s[1:], '+') + 1
		if countDigits(s[:first]) >= minDigits && countDigits(s[first:]) >= minDigits {
			return first, 0
		}
	}
	return at, length
}

// firstNumber returns s up to its next separator that is not a slash, which may
// belong to the number.
func firstNumber(s string) string {
	if i := strings.IndexAny(s, "\n;|,"); i >= 0 {
		return s[:i]
	}
	return s
}

// parameter reports whether s begins with a parameter of a tel: URI.
func parameter(s string) bool {
	return strings.HasPrefix(s, ";ext=") || strings.HasPrefix(s, ";phone-context=") || strings.HasPrefix(s, ";isub=")
}

// twoInOne reads a part that has no separator but white space. Two numbers side
// by side are taken apart where both are valid; "01 23 45 67 89 / 90" is the
// first of two numbers, and its text stays.
func twoInOne(s, region string) []Number {
	n := one(s, region)
	if n.Valid {
		return []Number{n}
	}
	if i := strings.LastIndexByte(s, '/'); i > 0 && n.Extension == "" {
		if d := countDigits(s[i:]); d >= 1 && d <= 4 && countDigits(s[:i]) >= minDigits {
			if m := one(strings.TrimSpace(s[:i]), region); m.Valid {
				m.text, m.Reason = s, ReasonAlternatives
				return []Number{m}
			}
		}
	}
	if len(n.digits) < 2*minDigits || len(n.digits) > 30 {
		return []Number{n}
	}
	for i := 1; i < len(s); i++ {
		if s[i] != ' ' || countDigits(s[:i]) < minDigits || countDigits(s[i:]) < minDigits {
			continue
		}
		a := one(strings.TrimSpace(s[:i]), region)
		if !a.Valid {
			continue
		}
		if b := one(strings.TrimSpace(s[i:]), region); b.Valid {
			return []Number{a, b}
		}
	}
	return []Number{n}
}
