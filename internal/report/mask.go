package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mask hides the middle of a value and keeps what a steward needs to
// recognise it: the domain of an e-mail, the ends of a number, first letters.
// Values of one or two characters and placeholders of one repeated character
// stay as they are.
func Mask(v string) string {
	v = strings.ToValidUTF8(v, "\uFFFD")
	if at := strings.LastIndexByte(v, '@'); at > 0 {
		return maskWord(v[:at]) + v[at:]
	}
	words := strings.Fields(v)
	for i, w := range words {
		words[i] = maskWord(w)
	}
	return strings.Join(words, " ")
}

func maskWord(w string) string {
	n := utf8.RuneCountInString(w)
	first, _ := utf8.DecodeRuneInString(w)
	if n <= 2 || strings.Trim(w, string(first)) == "" {
		return w
	}
	keep := 1
	if n >= 8 {
		keep = 2
	}
	i := 0
	return strings.Map(func(r rune) rune {
		i++
		if i <= keep || i > n-keep && unicode.IsDigit(r) {
			return r
		}
		return '•'
	}, w)
}
