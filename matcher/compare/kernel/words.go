package kernel

import (
	"strings"
	"unicode/utf8"
)

// Span is a token of a string.
type Span struct{ Lo, Hi int32 }

// Tokens splits s at spaces.
func Tokens(dst []Span, s string) []Span {
	dst = dst[:0]
	start := -1
	for i := 0; i < len(s); i++ {
		if s[i] == ' ' {
			if start >= 0 {
				dst = append(dst, Span{int32(start), int32(i)})
				start = -1
			}
		} else if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		dst = append(dst, Span{int32(start), int32(len(s))})
	}
	return dst
}

// Part reports whether the tokens of one name are all found in the other, as
// in married and compound names; initials don't count.
func Part(x, y string) bool {
	switch {
	case len(x) == len(y):
		return allTokens(x, y) && allTokens(y, x) && x != y
	case len(x) > len(y):
		return allTokens(y, x)
	}
	return allTokens(x, y)
}

// allTokens reports whether y is a compound in which each token of x is found.
func allTokens(x, y string) bool {
	if len(x) < 2 || strings.IndexByte(y, ' ') < 0 {
		return false
	}
	for len(x) > 0 {
		t := x
		if i := strings.IndexByte(x, ' '); i >= 0 {
			t, x = x[:i], x[i+1:]
		} else {
			x = ""
		}
		if t != "" && !HasToken(y, t) {
			return false
		}
	}
	return true
}

// HasToken reports whether t is one of the tokens of s.
func HasToken(s, t string) bool {
	if t == "" {
		return false
	}
	for from := 0; ; {
		i := strings.Index(s[from:], t)
		if i < 0 {
			return false
		}
		i += from
		if (i == 0 || s[i-1] == ' ') && (i+len(t) == len(s) || s[i+len(t)] == ' ') {
			return true
		}
		from = i + 1
	}
}

// Initials reports whether one side writes an initial where the other has a
// name, token by token: "j p" and "jean pierre".
func Initials(x, y string) bool {
	short := false
	for len(x) > 0 && len(y) > 0 {
		tx, ty := x, y
		if i := strings.IndexByte(x, ' '); i >= 0 {
			tx, x = x[:i], x[i+1:]
		} else {
			x = ""
		}
		if i := strings.IndexByte(y, ' '); i >= 0 {
			ty, y = y[:i], y[i+1:]
		} else {
			y = ""
		}
		switch {
		case len(tx) == 0 || len(ty) == 0:
			return false
		case tx == ty:
		case (initial(tx) || initial(ty)) && first(tx) == first(ty):
			short = true
		default:
			return false
		}
	}
	return short
}

// initial reports whether a token is one rune.
func initial(t string) bool {
	_, n := utf8.DecodeRuneInString(t)
	return n == len(t)
}

func first(t string) rune {
	r, _ := utf8.DecodeRuneInString(t)
	return r
}

// EqualButSpaces reports whether x and y differ in nothing but spaces.
func EqualButSpaces(x, y string) bool {
	i, j := 0, 0
	for {
		for i < len(x) && x[i] == ' ' {
			i++
		}
		for j < len(y) && y[j] == ' ' {
			j++
		}
		if i == len(x) || j == len(y) {
			return i == len(x) && j == len(y)
		}
		if x[i] != y[j] {
			return false
		}
		i++
		j++
	}
}

// Acronym reports whether the first token of short is made of the first
// letters of the words of long.
func Acronym(short, long string) bool {
	if i := strings.IndexByte(short, ' '); i >= 0 {
		short = short[:i]
	}
	if letters := utf8.RuneCountInString(short); letters < 2 || letters > 8 || len(long) <= len(short) {
		return false
	}
	for i := 0; i < len(long); i++ {
		if long[i] == ' ' || i > 0 && long[i-1] != ' ' {
			continue
		}
		_, size := utf8.DecodeRuneInString(long[i:])
		if !strings.HasPrefix(short, long[i:i+size]) {
			return false
		}
		short = short[size:]
	}
	return short == ""
}

// LettersEqual reports whether x and y differ in digits alone.
func LettersEqual(x, y string) bool {
	i, j := 0, 0
	for {
		for i < len(x) && x[i] >= '0' && x[i] <= '9' {
			i++
		}
		for j < len(y) && y[j] >= '0' && y[j] <= '9' {
			j++
		}
		if i == len(x) || j == len(y) {
			return i == len(x) && j == len(y)
		}
		if x[i] != y[j] {
			return false
		}
		i++
		j++
	}
}
