package aspect

// Phonetic appends to dst a key of a folded word that survives the spelling
// errors of French, Romanian and English names: doubled letters, mute h and e,
// ph/f, c/k/q, s/z/x/ts, w/v, y/i, and any vowel but the first. Bytes outside
// a–z and 0–9 (other scripts) are kept. At most eight bytes. The rules were
// compiled for Onefold.
func Phonetic(dst []byte, w string) []byte {
	start := len(dst)
	for i := 0; i < len(w) && len(dst)-start < 8; i++ {
		c := w[i]
		next := byte(0)
		if i+1 < len(w) {
			next = w[i+1]
		}
		switch c {
		case ' ', 'h':
			continue
		case 'p':
			if next == 'h' {
				c = 'f'
				i++
			}
		case 'c':
			c = 'k'
			if next == 'e' || next == 'i' || next == 'y' {
				c = 's'
			} else if next == 'h' {
				c = 's'
				i++
			}
		case 'q':
			c = 'k'
			if next == 'u' {
				i++
			}
		case 'z', 'x':
			c = 's'
		case 't':
			if next == 'z' || next == 's' {
				c = 's'
				i++
			} else if next == 'h' {
				i++
			}
		case 'w':
			c = 'v'
		case 'j':
			c = 'g'
		case 'a', 'e', 'i', 'o', 'u', 'y':
			if len(dst) > start {
				continue
			}
			if c == 'y' {
				c = 'i'
			}
		}
		if len(dst) > start && dst[len(dst)-1] == c {
			continue
		}
		dst = append(dst, c)
	}
	return dst
}
