// Package fold turns text into a plain form for matching: no case, no
// diacritics, no punctuation, single spaces. Every folder of normalize shares
// it, so that two kinds never disagree about what a letter is.
package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gosimple/unidecode"
)

// ascii maps the letters of European languages that matter most, so that the
// common path needs no table look-up beyond one index.
var latin = func() (t [0x250]string) {
	for r := rune(0x80); r < 0x250; r++ {
		t[r] = strings.ToLower(strings.TrimSpace(unidecode.Unidecode(string(r))))
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			t[r] = " "
		}
	}
	return t
}()

// Letter appends the folded form of r to dst. A rune that is neither letter
// nor digit appends nothing and returns false. Scripts that have no reliable
// romanisation (Han, Kana, Hangul, Arabic, Hebrew, …) keep their letters in lower case.
func Letter(dst []byte, r rune) ([]byte, bool) {
	switch {
	case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
		return append(dst, byte(r)), true
	case 'A' <= r && r <= 'Z':
		return append(dst, byte(r)+'a'-'A'), true
	case r < 0x80:
		return dst, false
	case r < 0x250:
		s := latin[r]
		if s == " " || s == "" {
			return dst, false
		}
		return append(dst, s...), true
	case unicode.Is(unicode.Mn, r):
		return dst, true // a combining mark belongs to the letter before it
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		if unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic) {
			return append(dst, strings.ToLower(strings.TrimSpace(unidecode.Unidecode(string(r))))...), true
		}
		return utf8.AppendRune(dst, unicode.ToLower(r)), true
	}
	return dst, false
}

// Append appends the folded form of s to dst: letters and digits in lower case
// without diacritics, every other run of characters as one space, none at the
// ends. Apostrophes join ("O'Brien" gives "obrien") so that spellings with
// and without agree.
func Append(dst []byte, s string) []byte {
	start := len(dst)
	gap := false
	for _, r := range s {
		if r == '\'' || r == '’' || r == 'ʼ' || r == '`' || r == '´' {
			continue
		}
		if gap && len(dst) > start {
			before := len(dst)
			dst = append(dst, ' ')
			var ok bool
			n := len(dst)
			if dst, ok = Letter(dst, r); !ok || len(dst) == n {
				dst = dst[:before]
				continue
			}
			gap = false
			continue
		}
		var ok bool
		if dst, ok = Letter(dst, r); !ok {
			gap = true
		} else if len(dst) > start {
			gap = false
		}
	}
	return dst
}

// String returns the folded form of s.
func String(s string) string { return string(Append(nil, s)) }
