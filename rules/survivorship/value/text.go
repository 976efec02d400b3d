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
