package name

import (
	"strings"
	"unicode/utf8"
)

// Order says which comes first in a value, the given name or the family name.
type Order uint8

// The orders of a whole name.
const (
	OrderUnknown Order = iota
	GivenFirst         // Jean Dupont
	FamilyFirst        // Dupont Jean
)

// String returns the word for o that reports use.
func (o Order) String() string {
	switch o {
	case GivenFirst:
		return "given_first"
	case FamilyFirst:
		return "family_first"
	}
	return "unknown"
}

// Options is what a value can't say of itself. The zero Options is usable.
type Options struct {
	Order    Order  // order of the column, where the value itself shows none
	Language string // ISO 639-1 code, lower case; "" unknown
}

// The reasons that Parse gives.
const (
	ReasonTwoPeople   = "two_people"       // the value names two people, see Partner
	ReasonManyPeople  = "several_people"   // more than two people; the value was left as it is
	ReasonOrderTables = "order_from_table" // only the tables of names told which word is the family name
)

// Name is one parsed name. The words are as they were written; Standard and
// AppendKey give the forms for display and for matching. The zero Name is
// empty.
type Name struct {
	Prefix   []string // civilities and titles: "M.", "Dr."
	Given    []string // "Jean-Pierre"
	Middle   []string // second given names and initials
	Family   []string // particles inside: "de", "la", "Cruz"
	Birth    []string // family name at birth, after née, born, născută
	Suffix   []string // "Jr.", "PhD", "1st Baron Clifford of Chudleigh"
	Nickname string   // what stood in quotes or parentheses
	Partner  *Name    // the second person of "M. et Mme Dupont", or nil
	Order    Order    // the order in which the value was written, OrderUnknown where it can't be told
	Reason   string   // "" or one of the reasons above

	words  []string // every word in the order written, separators among them, when there are two people
	column Order    // the order asked for, in which Standard is written
}

// Empty reports whether n holds no word of a name.
func (n Name) Empty() bool {
	return len(n.Given)+len(n.Middle)+len(n.Family)+len(n.Birth) == 0
}

// Parse reads one value. It never fails: what it can't place is a given name.
// It does not look at placeholders such as "n/a".
func Parse(s string, o Options) Name {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	p := parser{lex: lexicon(), opt: o}
	var room [12]token
	p.toks = room[:0]
	p.tokenize(s)
	n := p.parse()
	n.column = o.Order
	return n
}

type parser struct {
	lex  *lexiconTables
	opt  Options
	toks []token
	nick string
	// nickFirst says that the nickname stood where the given name stands.
	nickFirst bool
	hyphen    bool // a lone hyphen stands before the next word

	allCaps  bool // every word of two letters or more is in capitals
	allLower bool // every word is in small letters
}

func (p *parser) parse() Name {
	if len(p.toks) == 0 {
		return Name{Nickname: p.nick}
	}
	n, two := p.couple()
	if !two {
		n = p.single(p.toks)
	}
	n.Nickname = p.nick
	if n.Empty() && n.Nickname != "" {
		n.Given, n.Nickname = strings.Fields(n.Nickname), ""
	}
	return n
}

// couple reads values that name two people, and reports whether it is one.
func (p *parser) couple() (Name, bool) {
	at, count := -1, 0
	for i := 1; i+1 < len(p.toks); i++ {
		if p.isAnd(i) {
			if p.inTitle(i) {
				return Name{}, false
			}
			if at < 0 {
				at = i
			}
			count++
		}
	}
	if at < 0 {
		return Name{}, false
	}
	left, right := p.toks[:at], p.toks[at+1:]
	if count == 2 && p.titles(left) == len(left) && right[0].is(title) { // Mr. and Mrs. John and Jane Smith
		whole := p.toks
		k := p.titles(right)
		p.toks = right[k:]
		n, ok := p.couple()
		p.toks = whole
		if ok && n.Reason == ReasonTwoPeople {
			n.Prefix, n.Partner.Prefix, n.words = texts(left), texts(right[:k]), p.written()
			return n, true
		}
	}
	if count > 1 {
		n := p.single(left)
		n.Reason, n.words = ReasonManyPeople, p.written()
		return n, true
	}
	var family []token
	if i := comma(left); i >= 0 && comma(right) < 0 && i+1 < len(left) && !p.suffixes(left[i+1:]) {
		family = left[:i+1] // Smith, John and Jane
		a, b := p.named(family, left[i+1:]), p.named(family, right)
		return p.pair(a, b), true
	}
	lt, rt := p.titles(left), p.titles(right)
	lrest, rrest := left[lt:], right[rt:]
	switch {
	case len(rrest) == 0 && rt > 0 && len(lrest) > 0: // Dupont Jean et Mme
		a := p.single(left)
		b := Name{Prefix: texts(right), Family: a.Family, Order: a.Order}
		return p.pair(a, b), true
	case len(rrest) == 0:
		return Name{}, false
	case len(lrest) == 0: // M. et Mme (Jean) Dupont
		b := p.single(right)
		a := b
		a.Prefix = texts(left)
		if len(b.Given) > 0 && len(b.Family) > 0 {
			b.Given, b.Middle = nil, nil // the given name is the husband's
		}
		return p.pair(a, b), true
	case p.countNames(lrest) == 1 && p.countNames(rrest) >= 2: // Jean et Marie Dupont
		b := p.single(right)
		a := Name{Prefix: texts(left[:lt]), Given: texts(lrest), Family: b.Family, Order: b.Order}
		if b.Order == FamilyFirst { // "Dupont et Martin Jean" is two families or a company
			return Name{}, false
		}
		return p.pair(a, b), true
	case p.countNames(lrest) >= 2 && p.countNames(rrest) == 1: // Dupont Jean et Marie
		a := p.single(left)
		b := Name{Prefix: texts(right[:rt]), Given: texts(rrest), Family: a.Family, Order: a.Order}
		return p.pair(a, b), true
	case p.countNames(lrest) == 1: // Jean et Marie, M. Dupont et Mme Martin
		return p.pair(p.single(left), p.single(right)), true
	}
	return p.pair(p.single(left), p.single(right)), true
}

// inTitle reports whether the "and" at i joins two places or ranks of a title
// rather than two people: "Queen Caroline of Denmark and Norway".
func (p *parser) inTitle(i int) bool {
	if ordinal(p.toks[i-1].text) {
		return true
	}
	for _, t := range p.toks[:i] {
		if t.is(of) && strings.EqualFold(t.text, "of") {
			next := p.toks[i+1]
			return !next.is(given | title)
		}
	}
	return false
}

func (p *parser) pair(a, b Name) Name {
	a.Partner, a.Reason, a.words = &b, ReasonTwoPeople, p.written()
	return a
}

// named returns the name of given words whose family name stands apart.
func (p *parser) named(family, given []token) Name {
	all := make([]token, 0, len(family)+len(given))
	all = append(append(all, family...), given...)
	return p.single(all)
}

// single reads the tokens of one person.
func (p *parser) single(toks []token) Name {
	var b builder
	b.room(len(toks))
	c := comma(toks)
	if c < 0 {
		p.person(toks, &b)
		return b.name()
	}
	// Suffixes may stand behind commas: "John Doe, Jr., PhD".
	for {
		last := lastComma(toks)
		if last < 0 {
			break
		}
		tail := toks[last+1:]
		if len(tail) > 0 && !p.suffixes(tail) && !p.nobleAt(tail, 0) {
			break
		}
		if len(tail) > 0 {
			b.suffixFront(p.suffixTexts(tail))
		}
		toks[last].comma = false
		toks = toks[:last+1]
	}
	c = comma(toks)
	if c < 0 {
		p.person(toks, &b)
		return b.name()
	}
	family, rest := toks[:c+1], toks[c+1:]
	if t := p.titles(rest); t == len(rest) { // "Dupont, M."
		p.person(family, &b)
		b.prefix = append(b.prefix, texts(rest)...)
		return b.name()
	}
	b.order = FamilyFirst
	t := p.titles(family)
	b.prefix = append(b.prefix, texts(family[:t])...)
	family = family[t:]
	s := p.trailing(family)
	familySuffix := texts(family[s:])
	family = family[:s]

	given := rest
	if next := comma(rest); next >= 0 { // a third part that is no suffix
		given = rest[:next+1]
		b.suffix = append(texts(rest[next+1:]), b.suffix...)
	}
	t = p.titles(given)
	b.prefix = append(b.prefix, texts(given[:t])...)
	given = given[t:]
	s = p.trailing(given)
	b.suffix = append(append(familySuffix, texts(given[s:])...), b.suffix...)
	given = given[:s]
	particles := len(given) // "Vega, Juan de la"
	for particles > 1 && given[particles-1].is(particle) {
		particles--
	}
	b.family = append(texts(given[particles:]), texts(family)...)
	p.births(&b)
	p.givenNames(given[:particles], &b)
	return b.name()
}
