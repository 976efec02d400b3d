package name

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/onefold/onefold/normalize/internal/fold"
)

// token is one word of a value.
type token struct {
	text  string
	class class
	shape shape
	comma bool // a comma follows
}

func (t token) is(c class) bool { return t.class&c != 0 }

// shape is how a word is written.
type shape uint8

const (
	mixed   shape = iota // Dupont, McDonald
	capital              // DUPONT, McDONALD
	small                // dupont
	initial              // J. or J or J.-P.
	other                // no letter with case
)

func shapeOf(s string) shape {
	upper, lower, letters, dots := 0, 0, 0, 0
	run, longest := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		case r == '.':
			dots++
		}
		if unicode.IsLetter(r) {
			letters++
			run++
			longest = max(longest, run)
		} else if !unicode.Is(unicode.Mn, r) {
			run = 0
		}
	}
	switch {
	case letters == 0 || upper+lower == 0:
		return other
	case letters == 1 || longest == 1 && (dots > 0 || letters <= 3 && strings.Contains(s, "-")):
		return initial
	case lower == 0:
		return capital
	case upper == 0:
		return small
	}
	if tail := afterMc(s); tail != "" && utf8.RuneCountInString(tail) > 2 && tail == strings.ToUpper(tail) {
		return capital
	}
	return mixed
}

// afterMc returns what follows a prefix that keeps its small letter in
// capitals: McDONALD, MacLEOD, LeBLANC, DeVRIES.
func afterMc(s string) string {
	for _, p := range [...]string{"Mac", "Mc", "Le", "La", "De", "Du", "Di"} {
		if strings.HasPrefix(s, p) {
			return s[len(p):]
		}
	}
	return ""
}

// compact appends the letters and digits of s, folded, and nothing between
// them: "Ph.D." and "PhD" look up the same word.
func compact(dst []byte, s string) []byte {
	for _, r := range s {
		dst, _ = fold.Letter(dst, r)
	}
	return dst
}

func isSpace(r rune) bool { return r == ' ' || unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' }

// tokenize fills p.toks. Nicknames in quotes or parentheses go to p.nick.
func (p *parser) tokenize(s string) {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case isSpace(r):
			i += size
			continue
		case r == ',' || r == ';' || r == '、' || r == '，':
			if n := len(p.toks); n > 0 {
				p.toks[n-1].comma = true
			}
			i += size
			continue
		}
		if end := closing(s, i, r, size); end > 0 {
			p.aside(strings.TrimSpace(s[i+size : end]))
			_, close := utf8.DecodeRuneInString(s[end:])
			i = end + close
			continue
		}
		j := i
		for j < len(s) {
			r, size := utf8.DecodeRuneInString(s[j:])
			if isSpace(r) || r == ',' || r == ';' || r == '、' || r == '，' || j > i && (r == '(' || r == '"' || r == '“' || r == '«') {
				break
			}
			if (r == '&' || r == '+') && j > i {
				break
			}
			j += size
			if (r == '&' || r == '+') && j == i+size {
				break
			}
		}
		p.word(s[i:j])
		i = j
	}
	p.allCaps, p.allLower = true, true
	seen := false
	for _, t := range p.toks {
		switch t.shape {
		case mixed:
			p.allCaps, p.allLower = false, false
		case small:
			p.allCaps, seen = false, true
		case capital:
			p.allLower, seen = false, true
		}
	}
	if !seen {
		p.allCaps, p.allLower = false, false
	}
	if n := len(p.toks); n > 0 {
		p.toks[n-1].comma = false
	}
}

// word adds one word, cut at a slash between two names and behind a civility
// that lacks its space ("M.Dupont", "Dr.Popescu").
func (p *parser) word(w string) {
	if i := strings.IndexByte(w, '/'); i > 1 && len(w)-i > 2 {
		p.word(w[:i])
		p.toks = append(p.toks, token{text: "/", class: and, shape: other})
		p.word(w[i+1:])
		return
	}
	if i := strings.IndexByte(w, '.'); i > 0 && i+2 < len(w) && !strings.ContainsRune(w[i+1:], '.') && w[i+1] != '-' {
		if p.lookup(w[:i])&title != 0 && p.lookup(w)&(title|suffix) == 0 && utf8.RuneCountInString(w[i+1:]) > 2 {
			p.word(w[:i+1])
			p.word(w[i+1:])
			return
		}
	}
	t := token{text: w, class: p.lookup(w), shape: shapeOf(w)}
	n := len(p.toks)
	switch {
	case t.shape == other && !t.is(and) && !hasLetter(w):
		if (w == "-" || w == "–") && n > 0 && !p.toks[n-1].comma { // Dupont - Martin
			p.hyphen = true
		}
		return // signs are no part of a name
	case p.hyphen:
		p.hyphen = false
		last := &p.toks[n-1]
		w = last.text + "-" + w
		*last = token{text: w, class: p.lookup(w), shape: shapeOf(w)}
		return
	case t.shape == initial && t.is(suffix) && strings.HasSuffix(strings.TrimSuffix(w, "."), ".R"):
		t.class &^= suffix // J.R. is no Jr.
	case pointed(w):
		t.class &^= particle | strongParticle | lowParticle // T. is an initial, 't a particle
	case t.class == 0 && strings.Count(w, ".") > 1 && p.allTitles(w): // Lt.Gen.
		t.class = title
	case n > 0 && strings.EqualFold(p.toks[n-1].text, "ph.") && (w == "D." || w == "D" || w == "d."):
		p.toks[n-1] = token{text: p.toks[n-1].text + " " + w, class: suffix, shape: mixed}
		return
	}
	p.toks = append(p.toks, t)
}

// pointed reports whether w is one capital and a point.
func pointed(w string) bool { return len(w) == 2 && w[1] == '.' && w[0] >= 'A' && w[0] <= 'Z' }

// allTitles reports whether every part of w between points is a title.
func (p *parser) allTitles(w string) bool {
	for part := range strings.SplitSeq(strings.TrimSuffix(w, "."), ".") {
		if p.lookup(part)&title == 0 {
			return false
		}
	}
	return true
}

func hasLetter(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || r == utf8.RuneError {
			return true
		}
	}
	return false
}

// lookup returns what the tables say of a word.
func (p *parser) lookup(w string) class {
	var room [48]byte
	if len(w) > 64 {
		return 0
	}
	if w == "&" || w == "+" {
		return and
	}
	key := compact(room[:0], w)
	c := p.lex.words[string(key)]
	if c&(given|family) == 0 {
		if i := strings.IndexByte(w, '-'); i > 0 {
			c |= p.lex.words[string(compact(room[:0], w[:i]))] & (given | family)
		} else if len(w) > 4 && (strings.HasPrefix(w, "d'") || strings.HasPrefix(w, "D'")) {
			c |= p.lex.words[string(compact(room[:0], w[2:]))] & family
		}
	}
	return c
}

// closing returns the index of the quote or bracket that closes the one at i,
// or -1 where r opens none.
func closing(s string, i int, r rune, size int) int {
	var end string
	switch r {
	case '"':
		end = `"`
	case '“', '„':
		end = "”"
		if !strings.Contains(s[i+size:], end) {
			end = "“"
		}
	case '«':
		end = "»"
	case '(':
		end = ")"
	case '[':
		end = "]"
	case '\'', '‘', '’':
		// An apostrophe opens a nickname only where a word ends with one too.
		for j := i + size; j < len(s); {
			q, n := utf8.DecodeRuneInString(s[j:])
			if q == '\'' || q == '’' {
				next, _ := utf8.DecodeRuneInString(s[j+n:])
				if j > i+size+1 && (j+n == len(s) || isSpace(next) || next == ',') {
					return j
				}
			}
			j += n
		}
		return -1
	default:
		return -1
	}
	j := strings.Index(s[i+size:], end)
	if j < 0 {
		return -1
	}
	return i + size + j
}

// aside takes what stood in quotes or parentheses: a suffix, a family name at
// birth, or a nickname.
func (p *parser) aside(s string) {
	if s == "" {
		return
	}
	first, rest, _ := strings.Cut(s, " ")
	c := p.lookup(first)
	switch {
	case c&born != 0 && rest != "":
		p.word(first)
		for _, w := range strings.Fields(rest) {
			p.word(w)
		}
	case rest == "" && c&(suffix|weakSuffix) != 0 && len(p.toks) > 1:
		p.toks[len(p.toks)-1].comma = true
		p.word(s)
	case p.nick == "":
		p.nick, p.nickFirst = s, len(p.toks) == 0
	default:
		p.nick += " " + s
	}
}

func comma(toks []token) int {
	for i := 0; i+1 < len(toks); i++ {
		if toks[i].comma {
			return i
		}
	}
	return -1
}

func lastComma(toks []token) int {
	for i := len(toks) - 2; i >= 0; i-- {
		if toks[i].comma {
			return i
		}
	}
	return -1
}

func texts(toks []token) []string {
	if len(toks) == 0 {
		return nil
	}
	out := make([]string, len(toks))
	for i, t := range toks {
		out[i] = t.text
	}
	return out
}

// written returns the words in the order written, commas kept.
func (p *parser) written() []string {
	out := make([]string, len(p.toks))
	for i, t := range p.toks {
		out[i] = t.text
		if t.comma {
			out[i] += ","
		}
	}
	return out
}
