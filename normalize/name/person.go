package name

import (
	"strings"
	"unicode/utf8"
)

// builder collects the parts of one person.
type builder struct {
	prefix, given, middle, family, birth, suffix []string
	order                                        Order
	reason                                       string
	words                                        []string
}

// room makes space for n words at once.
func (b *builder) room(n int) { b.words = make([]string, 0, n) }

// list returns the texts of toks, in the space that room made.
func (b *builder) list(toks []token) []string {
	if len(toks) == 0 {
		return nil
	}
	from := len(b.words)
	for _, t := range toks {
		b.words = append(b.words, t.text)
	}
	return b.words[from:len(b.words):len(b.words)]
}

func (b *builder) suffixFront(s []string) { b.suffix = append(s, b.suffix...) }

func (b *builder) name() Name {
	return Name{
		Prefix: b.prefix, Given: b.given, Middle: b.middle, Family: b.family, Birth: b.birth, Suffix: b.suffix,
		Order: b.order, Reason: b.reason,
	}
}

// person reads the tokens of one person without commas.
func (p *parser) person(toks []token, b *builder) {
	t := p.titles(toks)
	if t == len(toks) && t > 1 && toks[t-1].is(given|family|weakTitle) && !p.onlyTitle(toks[t-1]) {
		t-- // "Sir Dean": the last word is a name
	}
	b.prefix = append(b.prefix, b.list(toks[:t])...)
	giving := t > 0 && toks[t-1].is(givenTitle)
	toks = toks[t:]
	for i := 1; i < len(toks); i++ {
		if p.nobleAt(toks, i) {
			b.suffixFront([]string{p.join(toks[i:])})
			p.noble(toks[:i], toks[i:], b)
			return
		}
	}
	s := p.trailing(toks)
	if s < len(toks) {
		b.suffixFront(p.suffixTexts(toks[s:]))
		toks = toks[:s]
	}
	for i := 1; i+1 < len(toks); i++ {
		if toks[i].is(born) {
			end := len(toks)
			if toks[0].shape == capital && !p.allCaps { // CURIE née SKLODOWSKA Marie
				end = i + 2
				for end < len(toks) && toks[end].shape == capital {
					end++
				}
			}
			b.birth = b.list(toks[i+1 : end])
			if end < len(toks) {
				b.order = FamilyFirst
				b.family = b.list(toks[:i])
				p.givenNames(toks[end:], b)
				return
			}
			toks = toks[:i]
			break
		}
	}
	switch {
	case len(toks) == 0:
		return
	case len(toks) == 1:
		// A civility stands before a family name, a royal title before a
		// given one.
		alone := toks[0]
		isFamily := len(b.prefix) > 0 && !giving || p.nickFirst
		if len(b.prefix) == 0 && !p.nickFirst {
			isFamily = alone.is(family) && !alone.is(given)
		}
		if isFamily {
			b.family = b.list(toks)
		} else {
			b.given = b.list(toks)
		}
		return
	}
	p.bothNames(toks, b)
}

// bothNames reads given names and a family name, in the order that they show.
func (p *parser) bothNames(toks []token, b *builder) {
	at, order := p.order(toks, b)
	b.order = order
	if order == FamilyFirst {
		b.family = b.list(toks[:at])
		p.givenNames(toks[at:], b)
		return
	}
	p.givenNames(toks[:at], b)
	b.family = b.list(toks[at:])
}

// order returns where the family name begins (GivenFirst) or ends
// (FamilyFirst) in two words or more.
func (p *parser) order(toks []token, b *builder) (int, Order) {
	n := len(toks)
	// Capitals mark the family name, where other words have none.
	if at, o := p.capitals(toks); o != OrderUnknown {
		return at, o
	}
	if p.opt.Order == FamilyFirst {
		end := 0
		for end < n-1 && toks[end].is(particle) {
			end++
		}
		return min(end+1, n), FamilyFirst
	}
	at := p.familyStart(toks)
	if p.opt.Order == OrderUnknown && at > 0 {
		first, last := toks[0], toks[n-1]
		sure := first.is(family) && !first.is(given) && last.is(male|female) && (!last.is(family) || patronymic(first.text))
		if sure && (n == 2 || toks[1].is(given)) {
			b.reason = ReasonOrderTables
			return 1, FamilyFirst
		}
	}
	if p.opt.Order == GivenFirst {
		return at, GivenFirst
	}
	return at, GivenFirst
}

// patronymic reports whether a word ends as only Romanian family names do.
func patronymic(s string) bool {
	if n := len(s); n > 5 {
		end := strings.ToLower(s[n-4:])
		return end == "escu" || end == "eanu"
	}
	return false
}

// capitals finds the one run of words in capitals. Particles beside it belong
// to it.
func (p *parser) capitals(toks []token) (int, Order) {
	if p.allCaps || p.allLower {
		return 0, OrderUnknown
	}
	first, last, otherwise := -1, -1, 0
	for i, t := range toks {
		switch t.shape {
		case capital:
			if utf8.RuneCountInString(t.text) == 2 && !t.is(family|particle) && (i == 0 && len(toks) > 2 || !hasVowel(t.text)) {
				otherwise++ // JP, AJ
				continue
			}
			if first < 0 {
				first = i
			}
			last = i
		case mixed, small:
			if !t.is(particle) {
				otherwise++
			}
		case initial:
			otherwise++
		}
	}
	if first < 0 || otherwise == 0 {
		return 0, OrderUnknown
	}
	for i := first; i <= last; i++ {
		if toks[i].shape != capital && !toks[i].is(particle) {
			return 0, OrderUnknown
		}
	}
	for first > 0 && toks[first-1].is(particle) && toks[first-1].shape != capital && (first > 1 || last < len(toks)-1) {
		first--
	}
	switch {
	case first == 0 && last < len(toks)-1:
		return last + 1, FamilyFirst
	case last == len(toks)-1 && first > 0:
		return first, GivenFirst
	}
	return 0, OrderUnknown
}

// familyStart returns where the family name begins in a value that has the
// given name first: at the first particle behind a given name, or at the last
// word and what is joined to it.
func (p *parser) familyStart(toks []token) int {
	n := len(toks)
	if toks[0].is(strongParticle) && (n == 2 || toks[1].is(particle)) ||
		toks[0].is(particle) && toks[0].shape == small && !p.allLower {
		if n == 2 || toks[1].is(particle) || toks[0].shape == small {
			return 0 // "de Gaulle" alone
		}
	}
	for i := 1; i < n-1; i++ {
		if toks[i].is(particle) {
			return i
		}
	}
	at := n - 1
	for at >= 2 && toks[at-1].is(joins) && toks[at-1].shape != initial {
		at -= 2 // Velasquez y Garcia
	}
	for at >= 2 && toks[at-1].is(joins) && strings.EqualFold(toks[at-1].text, "y") {
		at -= 2
	}
	return max(at, 1)
}

// givenNames puts the first word into given and the others into middle.
// Initials that follow an initial stay together with it.
func (p *parser) givenNames(toks []token, b *builder) {
	if len(toks) == 0 {
		return
	}
	for i := 1; i+1 < len(toks); i++ {
		if toks[i].is(born) {
			b.birth = b.list(toks[i+1:])
			toks = toks[:i]
			break
		}
	}
	b.given = b.list(toks[:1])
	b.middle = b.list(toks[1:])
}

// births moves a family name at birth out of the family name.
func (p *parser) births(b *builder) {
	for i := 1; i+1 < len(b.family); i++ {
		if p.lookup(b.family[i])&born != 0 {
			b.birth = b.family[i+1:]
			b.family = b.family[:i:i]
			return
		}
	}
}

// titles returns how many words at the front are civilities or titles.
func (p *parser) titles(toks []token) int {
	n := 0
	for n < len(toks) && p.isTitle(toks, n) {
		n++
	}
	return n
}

func (p *parser) isTitle(toks []token, i int) bool {
	t, left := toks[i], len(toks)-i-1
	switch {
	case t.is(ambiguousM):
		return p.isMonsieur(toks, i)
	case t.is(givenTitle) && left == 1:
		return !t.is(weakTitle) || toks[i+1].is(male|female)
	case t.is(givenTitle) && t.is(weakTitle):
		return left >= 2 && (!t.is(given) || toks[i+1].shape != initial)
	case t.is(weakTitle) && t.is(title): // with its point: "Maj."
		return left > 0 && (left >= 2 || strings.HasSuffix(t.text, "."))
	case t.is(weakTitle):
		return left >= 2 && !(t.is(given) && toks[i+1].shape == initial)
	case t.is(title | givenTitle):
		// A lone letter or a name that is a title too needs a word behind it.
		return true
	case i > 0 && t.is(and) && left > 0 && t.text != "/":
		return p.isTitle(toks, i+1) && toks[i+1].is(title)
	}
	return false
}

// onlyTitle reports whether the word is never a name.
func (p *parser) onlyTitle(t token) bool { return t.is(title) && !t.is(given|family|weakTitle) }

// isMonsieur tells the French M. from the initial M.
func (p *parser) isMonsieur(toks []token, i int) bool {
	left := len(toks) - i - 1
	switch p.opt.Language {
	case "en", "de":
		return false
	case "fr":
		return i == 0
	}
	if i > 0 {
		return false
	}
	if left == 0 {
		return true
	}
	next := toks[i+1]
	if next.is(and) || next.shape == capital && !p.allCaps {
		return true
	}
	if left == 1 {
		return !next.is(given) || next.is(family)
	}
	return next.is(given) || next.shape == initial
}

// trailing returns where the suffixes at the end of toks begin.
func (p *parser) trailing(toks []token) int {
	n := len(toks)
	for n > 1 {
		t := toks[n-1]
		switch {
		case t.is(suffix):
			if t.is(given|family) && n <= 2 && !strings.ContainsRune(t.text, '.') {
				return n
			}
			n--
			continue
		case t.is(roman):
			if n > 2 && p.opt.Order != FamilyFirst && (toks[0].shape != capital || p.allCaps) && !strings.ContainsRune(t.text, '.') {
				n--
				continue
			}
		case t.is(weakSuffix) && n > 2:
			dotted := strings.ContainsRune(t.text, '.') && t.shape != initial
			if dotted || t.shape == capital && !p.allCaps {
				n--
				continue
			}
		case n > 2 && t.shape != initial && strings.Count(t.text, ".") > 1 && !t.is(title):
			n-- // letters with points that no table knows: Msc.Ed.
			continue
		}
		return n
	}
	return n
}

// suffixes reports whether all of toks are suffixes, as behind a comma.
func (p *parser) suffixes(toks []token) bool {
	for _, t := range toks {
		switch {
		case t.is(suffix | weakSuffix):
		case t.is(and):
		case !p.allCaps && t.shape == capital && !t.is(given|family) && utf8.RuneCountInString(t.text) <= 5 && !hasVowelPattern(t.text):
			// letters after the name that no table knows: CFP, LUTC
		case strings.Count(t.text, ".") >= 2 && !p.allCaps && len(t.text) > 4 && !t.is(given):
		default:
			return false
		}
	}
	return len(toks) > 0
}

// suffixTexts returns suffixes as they are written, a noble title in one.
func (p *parser) suffixTexts(toks []token) []string {
	if p.nobleAt(toks, 0) {
		return []string{p.join(toks)}
	}
	return texts(toks)
}

// nobleAt reports whether a title of nobility begins at i: "1st baron
// clifford of chudleigh", "2e duc de Broglie", "earl of Essex".
func (p *parser) nobleAt(toks []token, i int) bool {
	if ordinal(toks[i].text) && i+1 < len(toks) {
		for _, t := range toks[i+1 : min(i+3, len(toks))] {
			if t.is(noble) {
				return true
			}
		}
		return false
	}
	if !toks[i].is(noble) || i+2 >= len(toks) {
		return false
	}
	for _, t := range toks[i+1 : len(toks)-1] {
		if t.is(of) {
			return true
		}
	}
	return false
}

// noble reads the name before a title of nobility. Where it has no family
// name, the title has it: "Tom, 1st Baron Clifford of Chudleigh".
func (p *parser) noble(toks, titled []token, b *builder) {
	s := p.trailing(toks)
	b.suffix = append(texts(toks[s:]), b.suffix...)
	toks = toks[:s]
	if len(toks) >= 2 {
		p.bothNames(toks, b)
		return
	}
	b.given = b.list(toks)
	i := 0
	for i < len(titled) && !titled[i].is(noble) {
		i++
	}
	i++
	end := i
	for end < len(titled) && !titled[end].is(of) {
		end++
	}
	switch {
	case end > i:
		b.family = texts(titled[i:end])
	case end+1 < len(titled):
		b.family = texts(titled[end+1 : end+2])
	}
}

func (p *parser) join(toks []token) string { return strings.Join(texts(toks), " ") }

// ordinal reports whether s is 1st, 2nd, 3rd, 4th, 1er, 2e, 2ème.
func ordinal(s string) bool {
	i := 0
	for i < len(s) && '0' <= s[i] && s[i] <= '9' {
		i++
	}
	if i == 0 || i > 3 {
		return false
	}
	switch strings.ToLower(s[i:]) {
	case "st", "nd", "rd", "th", "er", "re", "e", "eme", "ème":
		return true
	}
	return false
}

// isAnd reports whether the word at i joins two people.
func (p *parser) isAnd(i int) bool {
	t := p.toks[i]
	if !t.is(and) {
		return false
	}
	switch t.shape {
	case small, other:
		return true
	case capital:
		return p.allCaps
	case mixed: // "Et", "And" at the start of a word are rare names
		return len(t.text) > 2
	}
	return false
}

// countNames returns the number of words that are no initial, civility or
// suffix.
func (p *parser) countNames(toks []token) int {
	n := 0
	for i, t := range toks {
		if t.shape == initial && i > 0 || t.is(suffix) && i > 0 {
			continue
		}
		n++
	}
	return n
}

func hasVowel(s string) bool { return strings.ContainsAny(s, "AEIOUYaeiouyÀÉÈÊÎÔÂĂ") }

// hasVowelPattern reports whether letters read like a word rather than like an
// abbreviation: a vowel next to a consonant on both sides.
func hasVowelPattern(s string) bool {
	if len(s) < 4 {
		return false
	}
	v := 0
	for _, r := range s {
		if strings.ContainsRune("AEIOUY", r) {
			v++
		}
	}
	return v >= 2
}
