package words

import (
	"strings"
	"unicode"

	"github.com/gosimple/unidecode"
)

// Fold appends the plain form of s to dst: ASCII letters in lower case and
// digits, every run of other characters as one space, apostrophes dropped
// inside words. Only the first limit bytes of s are read.
func Fold(dst []byte, s string, limit int) []byte {
	start, gap := len(dst), false
	for i, r := range s {
		if i >= limit {
			break
		}
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
		case 'A' <= r && r <= 'Z':
			r += 'a' - 'A'
		case r < 0x80 || !unicode.IsLetter(r) && !unicode.IsDigit(r):
			if !unicode.Is(unicode.Mn, r) {
				gap = true
			}
			continue
		default:
			for _, c := range strings.ToLower(unidecode.Unidecode(string(r))) {
				if 'a' <= c && c <= 'z' || '0' <= c && c <= '9' {
					if gap && len(dst) > start {
						dst = append(dst, ' ')
					}
					gap = false
					dst = append(dst, byte(c))
				}
			}
			continue
		}
		if gap && len(dst) > start {
			dst = append(dst, ' ')
		}
		gap = false
		dst = append(dst, byte(r))
	}
	return dst
}
