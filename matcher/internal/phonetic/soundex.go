package phonetic

// The codes of the letters A to Z; 0 for letters without one. In the English
// table h and w are between their neighbours as if they were not there.
const (
	english = "01230120022455012623010202"
	french  = "01230970072455012683090808"
)

// Soundex appends the American Soundex of w: its first letter and three
// digits. Russell (1918), with the rule of the National Archives that h and w
// don't separate two letters of one code. Does not allocate beside dst.
func Soundex(dst []byte, w string) []byte { return soundex(dst, w, english, "HW") }

// SoundexFR appends the Soundex with the classes of French consonants: c, k and
// q apart from g and j, and from s, x and z. Otherwise as Soundex, h and w
// being silent. Does not allocate beside dst.
func SoundexFR(dst []byte, w string) []byte { return soundex(dst, w, french, "HW") }

func soundex(dst []byte, w, table, silent string) []byte {
	var buf [most]byte
	s := letters(&buf, w)
	if len(s) == 0 {
		return itself(dst, w)
	}
	dst = append(dst, s[0])
	last := table[s[0]-'A']
	n := 0
	for _, c := range s[1:] {
		if in(c, silent) {
			continue
		}
		code := table[c-'A']
		if code != '0' && code != last {
			dst = append(dst, code)
			if n++; n == 3 {
				return dst
			}
		}
		last = code
	}
	for ; n < 3; n++ {
		dst = append(dst, '0')
	}
	return dst
}

// Cologne appends the Kölner Phonetik of w, a digit for each sound; a sound is
// not repeated across a vowel, as the usual implementations have it. Postel
// (1969). Does not allocate beside dst.
func Cologne(dst []byte, w string) []byte {
	var buf [most]byte
	s := letters(&buf, w)
	if len(s) == 0 {
		return itself(dst, w)
	}
	start := len(dst)
	var last byte
	put := func(code byte) {
		if code != last {
			dst = append(dst, code)
		}
		last = code
	}
	for i, c := range s {
		before, next := at(s, i-1), at(s, i+1)
		switch {
		case in(c, "AEIJOUY"):
			if len(dst) == start {
				dst = append(dst, '0')
			}
		case c == 'H':
		case c == 'P' && next == 'H':
			put('3')
		case c == 'B' || c == 'P':
			put('1')
		case c == 'D' || c == 'T':
			if in(next, "CSZ") {
				put('8')
			} else {
				put('2')
			}
		case in(c, "FVW"):
			put('3')
		case in(c, "GKQ"):
			put('4')
		case c == 'X':
			if !in(before, "CKQ") {
				put('4')
			}
			put('8')
		case c == 'L':
			put('5')
		case c == 'M' || c == 'N':
			put('6')
		case c == 'R':
			put('7')
		case c == 'C' && (i == 0 && in(next, "AHKLOQRUX") || i > 0 && !in(before, "SZ") && in(next, "AHKOQUX")):
			put('4')
		default: // c, s, z
			put('8')
		}
	}
	return dst
}
