package charset

import (
	"bytes"
	"math"
	"sort"
	"unicode"
	"unicode/utf8"
)

// Guess says in which encoding a text seems to be.
type Guess struct {
	Encoding     string
	BOM          bool
	ASCII        bool     // nothing above 0x7F was seen: any table would do
	Confidence   float64  // 0 to 1
	Alternatives []string // best first; one that reads this text the same comes first
}

// maxHigh bounds the bytes above 0x7F that are looked at.
const maxHigh = 20000

// Detect guesses from the beginning of a text, or from lines gathered all over
// it.
func Detect(text []byte) Guess {
	for _, name := range []string{UTF8, UTF16LE, UTF16BE} {
		if bytes.HasPrefix(text, BOM(name)) {
			return Guess{Encoding: name, BOM: true, Confidence: 1}
		}
	}
	if name, ok := detect16(text); ok {
		return Guess{Encoding: name, Confidence: 0.98}
	}
	good, bad := countUTF8(text)
	if good == 0 && bad == 0 {
		return Guess{Encoding: UTF8, ASCII: true, Confidence: 1}
	}
	if bad == 0 || good >= 2*bad {
		g := Guess{Encoding: UTF8, Confidence: 1 - 0.5*math.Pow(0.1, float64(good))}
		if bad > 0 {
			g.Confidence = float64(good) / float64(good+bad)
		}
		return g
	}
	return detectTable(text)
}

// detect16 finds UTF-16 without a mark by the zero halves of ASCII characters.
func detect16(text []byte) (string, bool) {
	text = text[:min(len(text), 4096)&^1]
	if len(text) < 4 {
		return "", false
	}
	var zero [2]int
	for i, b := range text {
		if b == 0 {
			zero[i&1]++
		}
	}
	half := len(text) / 2
	switch {
	case zero[1]*2 > half && zero[0]*20 <= half:
		return UTF16LE, true
	case zero[0]*2 > half && zero[1]*20 <= half:
		return UTF16BE, true
	}
	return "", false
}

// countUTF8 counts characters of several bytes, and bytes that are not UTF-8.
// A character cut by the end of the text is neither.
func countUTF8(text []byte) (good, bad int) {
	text = text[:len(text)-Cut(text)]
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		c, n := utf8.DecodeRune(text[i:])
		if c == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return good, bad
}

// sighting is how a byte is used: its neighbours matter where they are letters.
type sighting struct{ before, at, after byte }

type candidate struct {
	name   string
	prior  float64
	score  float64
	glyphs string // how it reads the bytes that there are
}

func detectTable(text []byte) Guess {
	seen := make(map[sighting]int)
	var at [256]int
	total := 0
	for i, b := range text {
		if b < utf8.RuneSelf {
			continue
		}
		s := sighting{at: b}
		if i > 0 {
			s.before = text[i-1]
		}
		if i+1 < len(text) {
			s.after = text[i+1]
		}
		seen[s]++
		at[b]++
		if total++; total == maxHigh {
			break
		}
	}
	tables := []candidate{
		{name: Windows1252},
		{name: ISO1, prior: -0.1},
		{name: Windows1250, prior: -0.5},
		{name: ISO15, prior: -1},
		{name: ISO16, prior: -1.2},
		{name: ISO2, prior: -1},
		{name: MacRoman, prior: -1},
	}
	langs := languages()
	shares := make([]map[rune]float64, len(langs))
	for i, l := range langs {
		shares[i] = l.likely()
	}
	for i := range tables {
		t := &tables[i]
		m := table(t.name)
		var glyphs []rune
		for b, n := range at {
			if n > 0 {
				glyphs = append(glyphs, m.DecodeByte(byte(b)))
			}
		}
		t.glyphs = string(glyphs)
		place := 0.0
		for s, n := range seen {
			place += damped(n) * misplaced(m.DecodeByte(s.before), m.DecodeByte(s.at), m.DecodeByte(s.after))
		}
		best := math.Inf(-1)
		for j, l := range langs {
			sum := l.prior
			for b, n := range at {
				if n == 0 {
					continue
				}
				c := m.DecodeByte(byte(b))
				p := shares[j][c]
				switch {
				case p > 0:
				case c == utf8.RuneError || c < 0xA0:
					p = floorControl
				default:
					p = floor
				}
				sum += damped(n) * math.Log(p)
			}
			best = max(best, sum)
		}
		t.score = t.prior + place + best
	}
	sort.SliceStable(tables, func(i, j int) bool { return tables[i].score > tables[j].score })
	g := Guess{Encoding: tables[0].name, Confidence: 1}
	for _, t := range tables[1:] {
		if t.glyphs == tables[0].glyphs {
			g.Alternatives = append(g.Alternatives, t.name)
		}
	}
	for _, t := range tables[1:] {
		if t.glyphs == tables[0].glyphs {
			continue
		}
		margin := tables[0].score - t.score
		if g.Confidence == 1 {
			g.Confidence = 1 / (1 + math.Exp(-margin))
		}
		if margin < 6 {
			g.Alternatives = append(g.Alternatives, t.name)
		}
	}
	return g
}

// damped makes a byte that comes very often (one town in every row) count
// less than as many independent sightings.
func damped(n int) float64 { return math.Pow(float64(n), 0.7) }

// misplaced is the log of how unlikely a character is between its neighbours.
func misplaced(before, c, after rune) float64 {
	lower := func(r rune) bool { return unicode.IsLower(r) }
	switch {
	case unicode.IsUpper(c):
		if lower(before) {
			return -4 // pÈre
		}
	case lower(c):
		if unicode.IsUpper(before) && unicode.IsUpper(after) {
			return -3 // HéLENE
		}
	case c == '’' || c == '·' || c == '‑':
	default:
		if unicode.IsLetter(before) && unicode.IsLetter(after) {
			return -4 // p‡re
		}
		// a sign glued to a letter on one side, other than those which are
		if c != '°' && c != 'º' && c != 'ª' && c != '»' && c != '«' && c != '“' && c != '”' && c != '„' && c != '…' && c != '®' && c != '™' && c != '\u00a0' &&
			(unicode.IsLetter(before) || unicode.IsLetter(after)) {
			return -1.5
		}
	}
	return 0
}

// HighLines appends to dst the lines of text that have a byte above 0x7F, up to
// limit bytes in all.
func HighLines(dst, text []byte, limit int) []byte {
	if !high(text) {
		return dst
	}
	for line := range bytes.Lines(text) {
		if len(dst) >= limit {
			break
		}
		if high(line) {
			line = line[:min(len(line), limit)]
			dst = append(dst, line...)
		}
	}
	return dst
}
