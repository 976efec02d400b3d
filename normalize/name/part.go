package name

import (
	"strings"
	"unicode/utf8"
)

// Given returns the standard form and the key of given names that stand in a
// field of their own. Civilities keep their place in the standard form and are
// no part of the key.
func Given(s string, o Options) (standard, key string) { return part(s, o, false) }

// Family returns the standard form and the key of a family name that stands in
// a field of its own.
func Family(s string, o Options) (standard, key string) { return part(s, o, true) }

func part(s string, o Options, isFamily bool) (standard, key string) {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	p := parser{lex: lexicon(), opt: o}
	var room [8]token
	p.toks = room[:0]
	p.tokenize(s)
	toks := p.toks
	t := 0
	for t < len(toks)-1 && toks[t].is(title) && !toks[t].is(given|family|particle|weakTitle) && (!toks[t].is(ambiguousM) || isFamily || strings.HasSuffix(toks[t].text, ".") && len(toks[t+1].text) > 2) {
		t++
	}
	end := len(toks)
	for end > t+1 && toks[end-1].is(suffix) {
		end--
	}
	var n Name
	n.Prefix, n.Suffix = texts(toks[:t]), texts(toks[end:])
	toks = toks[t:end]
	n.Nickname = p.nick
	for i := 1; i+1 < len(toks); i++ {
		if toks[i].is(born) {
			n.Birth, toks = texts(toks[i+1:]), toks[:i]
			break
		}
	}
	if isFamily {
		n.Family = texts(toks)
	} else {
		n.Given = texts(toks)
	}
	for i, t := range toks { // commas stay for display
		if t.comma && i+1 < len(toks) {
			toks[i].text += ","
		}
	}
	var buf [96]byte
	b := n.AppendKey(buf[:0])
	key = strings.Trim(string(b), Separator)
	if n.Empty() {
		n.Given, n.Nickname = []string{s}, ""
		return s, ""
	}
	return n.Standard(o), key
}

// Prefix returns the usual spelling of civilities and titles: "Mme" for
// "MADAME", "Dr" for "dr.". Words that the tables don't know stay.
func Prefix(s string) string {
	w := writer{lex: lexicon()}
	for _, f := range strings.Fields(strings.ToValidUTF8(s, "\uFFFD")) {
		switch c := w.class(f); {
		case c&and != 0:
			w.raw(strings.ToLower(f))
		case c&title != 0:
			w.civility(f)
		default:
			w.raw(f)
		}
	}
	return string(w.buf)
}

// Suffix returns the usual spelling of suffixes: "Jr." for "JR", "III" for
// "3rd". Words that the tables don't know stay.
func Suffix(s string) string {
	w := writer{lex: lexicon()}
	for _, f := range strings.Fields(strings.ToValidUTF8(s, "\uFFFD")) {
		if len(f) <= 64 {
			if t, ok := w.lex.suffix[string(compact(w.key[:0], f))]; ok {
				w.raw(t)
				continue
			}
		}
		w.raw(f)
	}
	return string(w.buf)
}
