package phonetic

import "unicode/utf8"

// most bounds the letters of a word that are read.
const most = 64

// latin gives the base letters of U+00C0 to U+017F.
const latin = "AAAAAAACEEEEIIIIDNOOOOO.OUUUUYTS" +
	"AAAAAAACEEEEIIIIDNOOOOO.OUUUUYTY" +
	"AAAAAACCCCCCCCDDDDEEEEEEEEEEGGGGGGGGHHHHIIIIIIIIIIIIJJKKKLLLLLLLLLLNNNNNNNNNOOOOOOOORRRRRRSSSSSSSSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZS"

// base returns the letter from A to Z that a rune is written with, or 0.
func base(r rune) byte {
	switch {
	case r >= 'A' && r <= 'Z':
		return byte(r)
	case r >= 'a' && r <= 'z':
		return byte(r) - 'a' + 'A'
	case r >= 0xC0 && r <= 0x17F:
		if c := latin[r-0xC0]; c != '.' {
			return c
		}
	case r == 'Ș' || r == 'ș':
		return 'S'
	case r == 'Ț' || r == 'ț':
		return 'T'
	}
	return 0
}

// letters writes the base letters of w to buf, as many as there is room for.
func letters(buf *[most]byte, w string) []byte {
	n := 0
	for _, r := range w {
		if c := base(r); c != 0 && n < most {
			buf[n] = c
			n++
		}
	}
	return buf[:n]
}

// itself appends a word that has no Latin letter, cut at a whole rune.
func itself(dst []byte, w string) []byte {
	if len(w) > most {
		w = w[:most]
		for len(w) > 0 {
			if r, n := utf8.DecodeLastRuneInString(w); r != utf8.RuneError || n > 1 {
				break
			}
			w = w[:len(w)-1]
		}
	}
	return append(dst, w...)
}

// at returns the letter at a place, 0 outside.
func at(s []byte, i int) byte {
	if i < 0 || i >= len(s) {
		return 0
	}
	return s[i]
}

// in reports whether c is one of a set; 0 is in none.
func in(c byte, set string) bool {
	if c == 0 {
		return false
	}
	for i := 0; i < len(set); i++ {
		if set[i] == c {
			return true
		}
	}
	return false
}

// has reports whether t stands in s at i.
func has(s []byte, i int, t string) bool {
	return i >= 0 && i+len(t) <= len(s) && string(s[i:i+len(t)]) == t
}

const vowels = "AEIOU"
