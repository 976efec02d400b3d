package text

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Repair returns s with mojibake repaired, and whether there was any: letters
// in UTF-8 that were read as Windows-1252, Latin-1, Windows-1250, Mac Roman or
// DOS 437, several times over, and Windows-1252 read as Latin-1. It replaces
// only sequences that are valid UTF-8 and that clean text doesn't hold; other
// text comes back as it is.
func Repair(s string) (string, bool) {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	repaired := false
rounds:
	for range maxRounds {
		for _, p := range pages() {
			if t, ok := repairOnce(s, p); ok {
				s, repaired = t, true
				continue rounds
			}
		}
		break
	}
	if t, ok := controls(s); ok {
		s, repaired = t, true
	}
	return s, repaired
}

// maxRounds is how often text was encoded wrongly at most; more was never seen.
const maxRounds = 4

// codepage maps a character to the byte it was read from.
type codepage struct {
	bytes map[rune]byte
	leads string // characters without which nothing is repaired; "" the first letters of Latin
	// strict pages read the bytes of UTF-8 as letters too: without a sequence
	// that is certain nothing is repaired.
	strict bool
}

var pages = sync.OnceValue(func() []*codepage {
	return []*codepage{
		reversed(charmap.Windows1252, "", false),
		reversed(charmap.Windows1250, "", true),
		reversed(charmap.Macintosh, "√≈ƒ‚¬", true),
		reversed(charmap.CodePage437, "├┬─┼╚╨╤╬Γ", true),
	}
})

func reversed(c *charmap.Charmap, leads string, strict bool) *codepage {
	p := &codepage{bytes: make(map[rune]byte, 256), leads: leads, strict: strict}
	for b := 0x80; b <= 0xff; b++ {
		if r := c.DecodeByte(byte(b)); r != utf8.RuneError {
			p.bytes[r] = byte(b)
		}
	}
	if leads == "" { // Latin-1, and bytes the page leaves out
		for b := 0x80; b < 0xa0; b++ {
			p.bytes[rune(b)] = byte(b)
		}
	}
	return p
}

func (p *codepage) at(s string) (b byte, size int, r rune) {
	r, size = utf8.DecodeRuneInString(s)
	if r < 0x80 {
		return 0, size, r
	}
	return p.bytes[r], size, r
}

// found counts how sure the sequences of a text make it.
type found struct{ all, sure int }

func repairOnce(s string, p *codepage) (string, bool) {
	if p.leads == "" && !suspicious(s) || p.leads != "" && !strings.ContainsAny(s, p.leads) {
		return s, false
	}
	var f found
	out := make([]byte, 0, len(s))
	var before rune
	for i := 0; i < len(s); {
		if s[i] < 0x80 {
			before = rune(s[i])
			out = append(out, s[i])
			i++
			continue
		}
		r, size, sure := p.sequence(s[i:], before)
		if r == 0 {
			r, n := utf8.DecodeRuneInString(s[i:])
			before = r
			out = append(out, s[i:i+n]...)
			i += n
			continue
		}
		f.all++
		if sure {
			f.sure++
		}
		before = r
		out = utf8.AppendRune(out, r)
		i += size
	}
	if f.sure == 0 && f.all < 2 {
		return s, false
	}
	if f.sure == 0 && p.strict {
		return s, false
	}
	return spaced(string(out)), true
}

// suspicious is a quick look for the characters that lead a sequence.
func suspicious(s string) bool {
	for i := 0; i+1 < len(s); i++ {
		switch s[i] {
		case 0xc2, 0xc3, 0xc4, 0xc5: // U+0080 to U+017F, in UTF-8
			if s[i+1] >= 0x80 && i+2 < len(s) && s[i+2] >= 0x80 {
				return true
			}
		}
	}
	return false
}

// sequence returns the character that the characters at the start of s are
// the bytes of, how long they are, and whether clean text never has them; 0
// where they are none.
func (p *codepage) sequence(s string, before rune) (rune, int, bool) {
	lead, n, leadRune := p.at(s)
	need := 0
	switch {
	case lead >= 0xc2 && lead <= 0xdf:
		need = 1
	case lead >= 0xe0 && lead <= 0xef:
		need = 2
	case lead >= 0xf0 && lead <= 0xf4:
		need = 3
	default:
		return 0, 0, false
	}
	var raw [4]byte
	raw[0] = lead
	letters, signs := 0, 0
	for i := 1; i <= need; i++ {
		b, size, r := p.at(s[n:])
		if b < 0x80 || b > 0xbf {
			return 0, 0, false
		}
		raw[i] = b
		n += size
		switch {
		case unicode.IsLetter(r):
			letters++
		case strings.ContainsRune("‘’“”„–—…»«‚›‹\u00a0™®•·£¥€°", r):
			signs++ // what stands behind a word in clean text too
		}
	}
	r, size := utf8.DecodeRune(raw[:need+1])
	if r == utf8.RuneError || size != need+1 {
		return 0, 0, false
	}
	if p.leads != "" && !strings.ContainsRune(p.leads, leadRune) {
		return r, n, false
	}
	if need == 3 {
		return r, n, true
	}
	if need == 2 {
		common := r >= 0x2000 && r < 0x2800 || r >= 0x1e00 && r < 0x2000 || r == 0xfeff || r == 0xfffd || r >= 0xfb00 && r < 0xfb07 || r >= 0xff00 && r < 0xff61
		switch {
		case common:
			return r, n, true
		case r >= 0x3000 && r < 0xd800, r >= 0x900 && r < 0x1100:
			return r, n, signs == 0 && letters == 0
		}
		return 0, 0, false
	}
	if p.leads != "" {
		return r, n, lead != 0xc2 || signs > 0
	}
	switch r {
	case 'ƒ', 'ˆ', '˜': // letters of Windows-1252 itself, encoded twice
		return r, n, !p.strict
	}
	if p.strict && letters > 0 && lead != 0xc8 { // "Ăş" is a word's beginning, or ê
		return r, n, false
	}
	if unicode.IsUpper(before) && lead != 0xc2 {
		// Behind a capital a capital may end a word, and a sign follows it:
		// "CAFÉ…", "NICIODATĂ™". In the middle of a word none does: "HÃ”TEL".
		if next := nextRune(s[n:]); !unicode.IsLetter(next) || lead != 0xc3 && unicode.IsUpper(next) || r == 'Ò' && unicode.IsLower(next) {
			return 0, 0, false
		}
		return r, n, lead >= 0xc3 && lead <= 0xc5
	}
	sure := signs == 0 || unicode.IsLower(before)
	switch {
	case lead == 0xc2:
		return r, n, letters == 0 && r >= 0xa0
	case lead == 0xc3, lead == 0xc4, lead == 0xc5:
		return r, n, sure || unicode.IsLetter(nextRune(s[n:]))
	case r >= 0x218 && r <= 0x21b:
		return r, n, sure || unicode.IsLower(before)
	case lead >= 0xcc && lead <= 0xd1, lead >= 0xd7 && lead <= 0xd9: // accents, Greek, Cyrillic, Hebrew, Arabic
		return r, n, false
	}
	return 0, 0, false
}

func nextRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// controls returns s with the control characters of Latin-1 read as
// Windows-1252 has them, which is what they were, and without other control
// characters.
func controls(s string) (string, bool) {
	any := false
	for i := 0; i < len(s) && !any; i++ {
		c := s[i]
		any = c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f ||
			c == 0xc2 && i+1 < len(s) && s[i+1] < 0xa0
	}
	if !any {
		return s, false
	}
	b, changed := make([]byte, 0, len(s)), false
	for _, r := range s {
		switch {
		case r < ' ' && r != '\t' && r != '\n' && r != '\r', r == 0x7f:
			changed = true
			continue
		case r >= 0x80 && r < 0xa0:
			if w := charmap.Windows1252.DecodeByte(byte(r)); w != utf8.RuneError {
				r, changed = w, changed || w != r
			}
		}
		b = utf8.AppendRune(b, r)
	}
	return string(b), changed
}

// spaced restores the à whose second byte, a no-break space, became a plain
// space, and drops what is left of a no-break space.
func spaced(s string) string {
	if !strings.Contains(s, "Ã ") && !strings.Contains(s, "Â ") {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		if s[i] == 0xc3 && i+2 < len(s) && s[i+2] == ' ' && (i == 0 || !('A' <= s[i-1] && s[i-1] <= 'Z')) {
			switch s[i+1] {
			case 0x83: // Ã
				b = append(b, "à "...)
				i += 3
				continue
			case 0x82: // Â
				b = append(b, ' ')
				i += 3
				continue
			}
		}
		b = append(b, s[i])
		i++
	}
	return string(b)
}
