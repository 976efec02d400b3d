package phonetic

// Romanian appends the consonants of a Romanian word, and its first vowel where
// it begins with one. Two spellings of one name have one key: with and without
// diacritics (Ștefănescu, Stefanescu), with the â or the î of either orthography
// (Pârvu, Pîrvu), with ch, k or q, ph or f, w or v, x or cs, tz or ț, doubled
// letters, and s or z. The soft c and g of ce, ci, ge, gi keep apart from the hard
// ones. The rules were compiled for Onefold. Does not allocate beside dst.
func Romanian(dst []byte, w string) []byte {
	var buf [most]byte
	s := letters(&buf, w)
	if len(s) == 0 {
		return itself(dst, w)
	}
	start := len(dst)
	put := func(c byte) {
		if len(dst) == start || dst[len(dst)-1] != c {
			dst = append(dst, c)
		}
	}
	for i := 0; i < len(s); i++ {
		c, next := s[i], at(s, i+1)
		switch c {
		case 'A', 'E', 'I', 'O', 'U', 'Y':
			// â and î are one sound, and a and i are what is left of them.
			switch {
			case i > 0:
			case c == 'Y':
				put('I')
			default:
				put(c)
			}
		case 'H':
			if i == 0 && in(next, vowels) {
				put(c)
			}
		case 'C':
			switch {
			case next == 'H':
				put('K')
			case in(next, "EI"):
				put('C')
			default:
				put('K')
			}
		case 'G':
			if in(next, "EI") {
				put('J')
			} else {
				put('G')
			}
		case 'Q':
			put('K')
		case 'X':
			put('K')
			put('S')
		case 'W':
			put('V')
		case 'P':
			if next == 'H' {
				c = 'F'
			}
			put(c)
		case 'T':
			if in(next, "SZ") {
				i++ // ts and tz for ț, which without its comma is a t
			}
			put(c)
		case 'Z':
			put('S')
		default:
			put(c)
		}
	}
	return dst
}
