package value

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// TextFormat ranks how a text is written: diacritics before ASCII, mixed case
// before all upper or all lower; broken bytes last.
func TextFormat(s string) int {
	n, upper, lower := 0, false, false
	for i := 0; i < len(s); {
		c, size := utf8.DecodeRuneInString(s[i:])
		i += size
		switch {
		case c == utf8.RuneError && size == 1:
			return -1 // broken bytes are no form at all
		case unicode.IsUpper(c):
			upper = true
		case unicode.IsLower(c):
			lower = true
		}
		if c >= 0x80 && unicode.IsLetter(c) {
			n = 2
		}
	}
	if upper && lower {
		n++
	}
	return n
}

// Bare keeps the letters and digits of a text, in lower case.
func Bare(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, s)
}

// PartKey is the normal form of one choice; choices of signs only (C, C++, C#)
// stay apart by being compared whole.
func PartKey(w, part string) string {
	if strings.ContainsAny(part, "+#&%/") || w == "" {
		return strings.ToLower(part)
	}
	return w
}

// Position scores a value by its place in a list, the first highest.
func Position(values []string, v string) float64 {
	for n, want := range values {
		if SameWord(want, v) {
			return float64(len(values) - n)
		}
	}
	return 0
}

// SameWord compares without case and the blanks around.
func SameWord(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// ListMark finds what texts put between choices: ; or | or a comma, with the
// blank that follows it; ; if none of them has a mark.
func ListMark(texts []string) string {
	for _, mark := range [...]string{";", "|", ","} {
		for _, v := range texts {
			if at := strings.Index(v, mark); at >= 0 {
				if strings.HasPrefix(v[at+len(mark):], " ") {
					return mark + " "
				}
				return mark
			}
		}
	}
	return ";"
}

// FormalOf maps every form of the lists, in lower case, to the first of its list.
func FormalOf(lists [][]string) map[string]string {
	m := make(map[string]string)
	for _, list := range lists {
		for _, form := range list {
			m[strings.ToLower(strings.TrimSpace(form))] = strings.ToLower(strings.TrimSpace(list[0]))
		}
	}
	return m
}

// Yes scores a condition.
func Yes(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
