package name

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/onefold/onefold/normalize/internal/fold"
)

// Separator stands between the given and the family names of a key.
const Separator = "\x1e"

// Standard returns the name for display, in proper case, with the usual
// spelling of civilities: given name first, unless the column has the family
// name first. Two people stay in the order they were written.
func (n Name) Standard(o Options) string {
	w := writer{lex: lexicon(), romanian: romanian(n, o)}
	w.buf = make([]byte, 0, 64)
	if n.words != nil {
		titled := true
		for i, s := range n.words {
			bare := strings.TrimSuffix(s, ",")
			c := w.class(bare)
			switch {
			case c&and != 0 && i > 0:
				w.raw(strings.ToLower(s))
				titled = true
				continue
			case titled && c&title != 0:
				w.civility(s)
				continue
			}
			titled = false
			w.name(bare)
			if len(bare) < len(s) {
				w.buf = append(w.buf, ',')
			}
		}
		w.nickname(n.Nickname)
		return string(w.buf)
	}
	for _, s := range n.Prefix {
		if w.class(s)&and != 0 {
			w.raw(strings.ToLower(s))
			continue
		}
		w.civility(s)
	}
	if n.column == FamilyFirst {
		w.names(n.Family)
		w.birth(n.Birth)
		w.names(n.Given)
		w.nickname(n.Nickname)
		w.names(n.Middle)
	} else {
		w.names(n.Given)
		w.nickname(n.Nickname)
		w.names(n.Middle)
		w.names(n.Family)
		w.birth(n.Birth)
	}
	for i, s := range n.Suffix {
		w.suffix(s, i == 0)
	}
	return string(w.buf)
}

// AppendKey appends the form for matching: folded given and middle names,
// Separator, folded family names with the one at birth.
func (n Name) AppendKey(dst []byte) []byte {
	start := len(dst)
	for _, s := range n.Given {
		dst = appendGiven(dst, start, s)
	}
	for _, s := range n.Middle {
		dst = appendGiven(dst, start, s)
	}
	given := len(dst) > start
	dst = append(dst, Separator...)
	from := len(dst)
	dst = appendFamily(dst, n.Family)
	if len(n.Birth) > 0 {
		before := len(dst)
		if before > from {
			dst = append(dst, ' ')
		}
		after := len(dst)
		if dst = appendFamily(dst, n.Birth); len(dst) == after {
			dst = dst[:before]
		}
	}
	if !given && len(dst) == from {
		return dst[:start]
	}
	return dst
}

func appendGiven(dst []byte, start int, s string) []byte {
	before := len(dst)
	if before > start {
		dst = append(dst, ' ')
	}
	after := len(dst)
	if len(s) == 2 && shapeOf(s) == capital && !hasVowel(s) { // JP is J P
		dst = fold.Append(dst, s[:1])
		dst = append(dst, ' ')
		return fold.Append(dst, s[1:])
	}
	if dst = fold.Append(dst, s); len(dst) == after {
		return dst[:before]
	}
	return dst
}

// appendFamily appends a folded family name: st is saint, and prefixes that
// are written together as often as apart (Mc, O', d') are joined.
func appendFamily(dst []byte, words []string) []byte {
	start, join := len(dst), false
	for i, s := range words {
		if i == 0 && len(words) > 1 && strings.EqualFold(s, "of") {
			continue
		}
		before := len(dst)
		if before > start && !join {
			dst = append(dst, ' ')
		}
		after := len(dst)
		dst = fold.Append(dst, s)
		w := string(dst[after:])
		join = false
		switch {
		case w == "":
			dst = dst[:before]
		case w == "st" || strings.HasPrefix(w, "st ") && i+1 <= len(words):
			if i+1 < len(words) || len(w) > 2 {
				dst = append(append(dst[:after], "saint"...), w[2:]...)
			}
		case w == "ste" || strings.HasPrefix(w, "ste "):
			if i+1 < len(words) || len(w) > 3 {
				dst = append(append(dst[:after], "sainte"...), w[3:]...)
			}
		case w == "mc" || w == "mac" || w == "o" || w == "d" || w == "l":
			join = i+1 < len(words)
		}
	}
	return dst
}

// romanian reports whether the cedillas of ş and ţ stand for the Romanian
// comma letters: not where the value is Turkish.
func romanian(n Name, o Options) bool {
	if o.Language != "" {
		return o.Language == "ro"
	}
	for _, part := range [...][]string{n.Given, n.Middle, n.Family, n.Birth, n.words} {
		for _, s := range part {
			if strings.ContainsAny(s, "ğĞıİçÇöÖüÜ") {
				return false
			}
		}
	}
	return true
}

// writer puts words together in proper case.
type writer struct {
	lex      *lexiconTables
	buf      []byte
	romanian bool
	before   string // the word before, as written
	key      [48]byte
}

func (w *writer) class(s string) class {
	if s == "&" || s == "+" || s == "/" {
		return and
	}
	if len(s) > 64 {
		return 0
	}
	return w.lex.words[string(compact(w.key[:0], s))]
}

func (w *writer) space() {
	if len(w.buf) > 0 {
		w.buf = append(w.buf, ' ')
	}
}

func (w *writer) raw(s string) {
	w.space()
	w.buf = append(w.buf, s...)
	w.before = s
}

func (w *writer) civility(s string) {
	if len(s) <= 64 {
		if t, ok := w.lex.prefix[string(compact(w.key[:0], s))]; ok {
			w.raw(t)
			return
		}
	}
	w.name(s)
}

func (w *writer) names(words []string) {
	for _, s := range words {
		w.name(s)
	}
}

func (w *writer) birth(words []string) {
	if len(words) > 0 {
		w.raw("née")
		w.names(words)
	}
}

func (w *writer) nickname(s string) {
	if s == "" {
		return
	}
	w.space()
	w.buf = append(w.buf, '"')
	w.before = ""
	for i, word := range strings.Fields(s) {
		if i > 0 {
			w.buf = append(w.buf, ' ')
		}
		w.proper(strings.ReplaceAll(word, `"`, "'"), false)
	}
	w.buf = append(w.buf, '"')
}

func (w *writer) suffix(s string, first bool) {
	if len(s) <= 64 {
		if t, ok := w.lex.suffix[string(compact(w.key[:0], s))]; ok {
			w.raw(t)
			return
		}
	}
	if i := strings.IndexByte(s, ' '); i > 0 { // a title of nobility
		if first && len(w.buf) > 0 {
			w.buf = append(w.buf, ',')
		}
		for _, word := range strings.Fields(s) {
			if ordinal(word) {
				w.raw(strings.ToLower(word))
				continue
			}
			w.name(word)
		}
		return
	}
	w.raw(s)
}

// name appends one word of a name in proper case.
func (w *writer) name(s string) {
	w.space()
	c := w.class(s)
	low := c&lowParticle != 0 && shapeOf(s) != mixed && !pointed(s)
	if low && (s == "la" || s == "LA" || s == "le" || s == "LE") { // de la Cruz, but Le Gall
		low = w.class(w.before)&lowParticle != 0
	}
	w.proper(s, low)
	w.before = s
}

// proper appends s with a capital where it has none or nothing else. What is
// in mixed case is taken to be as its bearer writes it.
func (w *writer) proper(s string, low bool) {
	sh := shapeOf(s)
	start := len(w.buf)
	switch {
	case low:
		w.letters(strings.ToLower(s))
		return
	case sh == other || sh == mixed:
		w.letters(s)
		return
	case sh == initial:
		w.letters(strings.ToUpper(s))
		return
	case sh == capital && len(s) == 2 && !hasVowel(s) && w.class(s)&family == 0:
		w.letters(s) // JP
		return
	}
	if strings.HasSuffix(s, ".") && sh == capital && strings.Count(s, ".") > 1 {
		w.letters(s)
		return
	}
	up := true
	part := 0 // where the part between hyphens begins in s
	for i, r := range s {
		switch {
		case r == '-' || r == '\'' || r == '’' || r == '.' || r == '‐' || r == '/':
			w.buf = utf8.AppendRune(w.buf, r)
			up = true
			// One letter before an apostrophe: O'Brien and L'Hermite, but
			// d'Estaing; more letters: Ba'al.
			if r != '-' && r != '.' && i-part > 2 {
				up = i-part <= 2
			}
			if r == '-' {
				part = i + 1
				if k := strings.IndexByte(s[part:], '-'); k > 0 { // Marie-de-Lourdes
					if inner := strings.ToLower(s[part : part+k]); inner == "de" || inner == "du" || inner == "la" || inner == "des" || inner == "en" || inner == "sur" || inner == "le" {
						up = false
					}
				}
			}
		case up:
			w.rune(unicode.ToTitle(r))
			up = false
		default:
			w.rune(unicode.ToLower(r))
		}
	}
	out := w.buf[start:]
	switch {
	case len(out) > 3 && out[0] == 'D' && (out[1] == '\'' || strings.HasPrefix(string(out[1:min(4, len(out))]), "’")):
		out[0] = 'd'
	case len(out) > 4 && out[0] == 'M' && out[1] == 'c' && 'a' <= out[2] && out[2] <= 'z':
		out[2] -= 'a' - 'A'
	case len(out) > 5 && string(out[:3]) == "Mac" && 'a' <= out[3] && out[3] <= 'z' && w.lex.mac[string(compact(w.key[:0], s))]:
		out[3] -= 'a' - 'A'
	}
}

func (w *writer) letters(s string) {
	if !w.romanian {
		w.buf = append(w.buf, s...)
		return
	}
	for _, r := range s {
		w.rune(r)
	}
}

func (w *writer) rune(r rune) {
	if w.romanian {
		switch r {
		case 'ş':
			r = 'ș'
		case 'ţ':
			r = 'ț'
		case 'Ş':
			r = 'Ș'
		case 'Ţ':
			r = 'Ț'
		}
	}
	w.buf = utf8.AppendRune(w.buf, r)
}
