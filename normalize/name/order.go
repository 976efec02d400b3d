package name

// Evidence says how many values of a sample spoke for an order, and why.
type Evidence struct {
	Order       Order
	GivenFirst  int // values that only make sense with the given name first
	FamilyFirst int
	Commas      int // "Last, First": they tell themselves and need no decision
	Values      int // values looked at
}

// DecideOrder decides the order in which a column of whole names is written,
// from a sample of its values. It counts family names in capitals and words
// that the tables know as only a given or only a family name; with fewer than
// three votes or no clear majority (four in five) the order is unknown.
func DecideOrder(sample []string) Evidence {
	var e Evidence
	p := parser{lex: lexicon(), opt: Options{Order: GivenFirst}}
	for _, s := range sample {
		p.toks, p.nick = p.toks[:0], ""
		p.tokenize(s)
		toks := p.toks
		if len(toks) == 0 {
			continue
		}
		e.Values++
		if comma(toks) >= 0 {
			e.Commas++
			continue
		}
		toks = toks[p.titles(toks):]
		toks = toks[:p.trailing(toks)]
		if len(toks) < 2 {
			continue
		}
		if _, o := p.capitals(toks); o == FamilyFirst {
			e.FamilyFirst++
			continue
		} else if o == GivenFirst {
			e.GivenFirst++
			continue
		}
		first, last := toks[0], toks[len(toks)-1]
		switch g, f := leaning(first), leaning(last); {
		case g > 0 && f <= 0, g == 0 && f < 0:
			e.GivenFirst++
		case g < 0 && f >= 0, g == 0 && f > 0:
			e.FamilyFirst++
		}
	}
	switch votes := e.GivenFirst + e.FamilyFirst; {
	case votes < 3:
	case e.GivenFirst*5 >= votes*4:
		e.Order = GivenFirst
	case e.FamilyFirst*5 >= votes*4:
		e.Order = FamilyFirst
	}
	return e
}

// leaning returns 1 for a word that is only a given name, -1 for one that is
// only a family name.
func leaning(t token) int {
	switch {
	case t.is(given) && !t.is(family):
		return 1
	case t.is(family) && !t.is(given):
		return -1
	}
	return 0
}
