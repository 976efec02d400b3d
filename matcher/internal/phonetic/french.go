package phonetic

// Phonex appends the sounds of a French word after the Phonex of Brouard
// (1999): spellings of one sound, nasal vowels among them, have one sign, and
// voiced and voiceless consonants that the ear confuses have one too; mute
// endings have none. The signs stand for: 1 an, 2 oi, 3 ou, 4 in, 5 ch, Y é. The
// original goes on to make a number of the signs; these are kept as they are.
// Does not allocate beside dst.
func Phonex(dst []byte, w string) []byte {
	var buf [most]byte
	s := buf[:0]
	mute := false
	for _, r := range w {
		c := base(r)
		switch {
		case c == 0 || len(s)+2 > most:
			continue
		case r == 'ç' || r == 'Ç':
			c = 'S'
		case r == 'œ' || r == 'Œ':
			s = append(s, 'O')
			c = 'E'
		case r == 'é' || r == 'è' || r == 'ê' || r == 'É' || r == 'È' || r == 'Ê':
			c = accent
		case c == 'Y':
			c = 'I'
		case c == 'H' && !in(at(s, len(s)-1), "CSP"):
			mute = true
			continue
		}
		s = append(s, c)
	}
	if len(s) == 0 && mute {
		return append(dst, 'H')
	}
	if len(s) == 0 {
		return itself(dst, w)
	}
	start := len(dst)
	for i := 0; i < len(s); {
		sign, size := sound(s, i)
		i += size
		if sign != 0 && (len(dst) == start || dst[len(dst)-1] != sign) {
			dst = append(dst, sign)
		}
	}
	// What is written at the end and not spoken.
	for len(dst)-start > 1 && in(dst[len(dst)-1], "TXSZE") {
		dst = dst[:len(dst)-1]
	}
	return dst
}

// accent is an e with an accent that is heard: a small letter among large ones.
const accent = 'e'

// sounding are the letters of vowels.
const sounding = vowels + "e"

// sound returns the sign of the sound that begins at i, 0 for none, and how
// many letters spell it.
func sound(s []byte, i int) (sign byte, size int) {
	vowel := func(c byte) bool { return in(c, sounding) }
	c, next, after := s[i], at(s, i+1), at(s, i+2)
	nasal := (next == 'N' || next == 'M') && !vowel(after) && after != next
	switch {
	case has(s, i, "EAU"):
		return 'O', 3
	case has(s, i, "OUA"):
		return '2', 3
	case (has(s, i, "AI") || has(s, i, "EI")) && (after == 'N' || after == 'M') && !vowel(at(s, i+3)) && at(s, i+3) != after:
		return '4', 3
	case has(s, i, "AI"), has(s, i, "EI"):
		return 'Y', 2
	case c == accent:
		return 'Y', 1
	case has(s, i, "OE"), has(s, i, "EU"):
		return 'E', 2
	case has(s, i, "AU"):
		return 'O', 2
	case has(s, i, "OI"):
		return '2', 2
	case has(s, i, "OU"):
		return '3', 2
	case (c == 'A' || c == 'E') && nasal:
		return '1', 2
	case c == 'I' && nasal:
		return '4', 2
	case c == 'E' && (in(next, "RTZ") && i+2 == len(s) || has(s, i, "ESS") || has(s, i, "ETT") || has(s, i, "ELL")):
		return 'Y', 1
	case c == 'A':
		return 'O', 1
	case has(s, i, "SCH"):
		return '5', 3
	case has(s, i, "CH"), has(s, i, "SH"):
		return '5', 2
	case has(s, i, "PH"):
		return 'V', 2
	case has(s, i, "SC") && in(after, "EIe"):
		return 'S', 2
	case c == 'C' && in(next, "EIe"):
		return 'S', 1
	case has(s, i, "QU"), has(s, i, "GU") && in(after, "EIe"):
		return 'K', 2
	case c == 'C' || c == 'Q' || c == 'K':
		return 'K', 1
	case c == 'G' && !in(next, "EIe"):
		return 'K', 1
	case c == 'J' || c == 'G':
		return 'G', 1
	case c == 'S' && i > 0 && vowel(s[i-1]) && vowel(next):
		return 'Z', 1
	case c == 'D' || c == 'P':
		return 'T', 1
	case c == 'B' || c == 'F' || c == 'W':
		return 'V', 1
	case c == 'M':
		return 'N', 1
	case c == 'H':
		return 0, 1
	}
	return c, 1
}
