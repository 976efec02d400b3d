package phonetic

// Metaphone appends the sounds of an English word: consonants as they are
// spoken, 0 for th, X for sh, a vowel only at the start. Philips (1990). Does not
// allocate beside dst.
func Metaphone(dst []byte, w string) []byte {
	var buf [most]byte
	s := letters(&buf, w)
	if len(s) == 0 {
		return itself(dst, w)
	}
	switch {
	case in(s[0], "GKP") && at(s, 1) == 'N', has(s, 0, "AE"), has(s, 0, "WR"):
		s = s[1:]
	case s[0] == 'X':
		s[0] = 'S'
	case has(s, 0, "WH"):
		s = s[1:]
		s[0] = 'W'
	}
	const front = "EIY"
	for i := 0; i < len(s); i++ {
		c, before, next, last := s[i], at(s, i-1), at(s, i+1), i == len(s)-1
		if c == before && c != 'C' {
			continue
		}
		switch c {
		case 'A', 'E', 'I', 'O', 'U':
			if i > 0 {
				continue
			}
		case 'B':
			if before == 'M' && last {
				continue
			}
		case 'C':
			switch {
			case before == 'S' && in(next, front):
				continue
			case has(s, i, "CIA"):
				c = 'X'
			case in(next, front):
				c = 'S'
			case next == 'H' && before != 'S':
				c = 'X'
			default:
				c = 'K'
			}
		case 'D':
			c = 'T'
			if next == 'G' && in(at(s, i+2), front) {
				c = 'J'
				i += 2
			}
		case 'G':
			switch {
			case next == 'H' && !in(at(s, i+2), vowels), i > 0 && next == 'N':
				continue
			case in(next, front) && before != 'G':
				c = 'J'
			default:
				c = 'K'
			}
		case 'H':
			if in(before, "CSPTG") || !in(next, vowels) {
				continue
			}
		case 'K':
			if before == 'C' {
				continue
			}
		case 'P':
			if next == 'H' {
				c = 'F'
			}
		case 'Q':
			c = 'K'
		case 'S':
			if next == 'H' || has(s, i, "SIO") || has(s, i, "SIA") {
				c = 'X'
			}
		case 'T':
			switch {
			case has(s, i, "TIA"), has(s, i, "TIO"):
				c = 'X'
			case has(s, i, "TCH"):
				continue
			case next == 'H':
				c = '0'
			}
		case 'V':
			c = 'F'
		case 'W', 'Y':
			if !in(next, vowels) {
				continue
			}
		case 'X':
			dst = append(dst, 'K')
			c = 'S'
		case 'Z':
			c = 'S'
		}
		dst = append(dst, c)
	}
	return dst
}
