package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Clean returns s in composed form (NFC), without control and invisible
// characters, with plain single spaces and none at the ends: the form in which
// every other kind wants its input. It returns s itself, without allocation,
// where s is clean already.
func Clean(s string) string {
	if isClean(s) {
		return s
	}
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	s = norm.NFC.String(s)
	b := make([]byte, 0, len(s))
	gap := false
	for _, r := range s {
		switch {
		case r == ' ' || unicode.IsSpace(r) || r == '\u2028' || r == '\u2029':
			gap = true
		case invisible(r):
		default:
			if gap && len(b) > 0 {
				b = append(b, ' ')
			}
			gap = false
			b = utf8.AppendRune(b, r)
		}
	}
	// Dropping a character can bring a letter and its accent together.
	return string(norm.NFC.Bytes(b))
}

func isClean(s string) bool {
	if s == "" {
		return true
	}
	if s[0] == ' ' || s[len(s)-1] == ' ' {
		return false
	}
	ascii := true
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 0x80:
			ascii = false
		case c < ' ' || c == 0x7f:
			return false
		case c == ' ' && s[i+1] == ' ': // the last byte is no space
			return false
		}
	}
	if ascii {
		return true
	}
	if !utf8.ValidString(s) {
		return false
	}
	composed := true // letters up to U+02FF and dashes and quotes are composed
	for _, r := range s {
		if r >= 0x80 && (unicode.IsSpace(r) || invisible(r)) {
			return false
		}
		composed = composed && (r < 0x300 || 0x2010 <= r && r < 0x2100)
	}
	return composed || norm.NFC.IsNormalString(s)
}

// invisible reports whether r shows nothing and joins nothing.
func invisible(r rune) bool {
	switch {
	case r < ' ' || r >= 0x7f && r < 0xa0:
		return true
	case r < 0xad:
		return false
	case r == 0xad, r == 0x200b, r == 0x2060, r == 0xfeff, r == 0x180e, r == 0x200e, r == 0x200f:
		return true
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return false
}
