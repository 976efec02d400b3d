package naming

import (
	"slices"
	"strings"
)

// Match is how well the name of a column names a table.
type Match struct {
	Score float64 // 0 to 1
	Why   string  // for people; "" where there is no match
}

// How well a name fits, from the table's whole name down to a role that
// somebody may have.
const (
	Exact    = 1.0
	KeyName  = 0.97
	Tail     = 0.92 // billing_contact_id: contacts
	Part     = 0.85 // partner_id: res_partner
	Inside   = 0.72 // contact_created_by_id: contacts
	Meaning  = 0.7  // kunde_id: customers
	Short    = 0.6  // soc: societe
	Kindred  = 0.45 // customer_id: contacts
	Role     = 0.33 // organizer_id: contacts
	SelfRole = 0.8  // parent_id in the same table
	Deed     = 0.8  // created_by: users
)

// Match tells how well a column of the table from names the table to.
func (n *Names) Match(c Column, from, to *Table) Match {
	if to.Key != "" && c.Name == to.Key {
		return Match{KeyName, "it has the name of the table's key"}
	}
	best := Match{}
	offer := func(score float64, why string) {
		if score > best.Score {
			best = Match{score, why}
		}
	}
	if len(c.Core) == 0 && c.Strong && (from.History || from.Copy) && contains(from.Tokens, to.Tokens) {
		return Match{Tail, "the table keeps what its rows were"}
	}
	if len(c.Core) == 0 || len(to.Noun) == 0 {
		return best
	}
	core := c.Core
	for len(core) > 1 && n.prefix == core[0] {
		core = core[1:]
	}
	for _, noun := range [][]string{to.Tokens, to.Noun} {
		joined := strings.Join(noun, "")
		switch {
		case slices.Equal(core, noun), strings.Join(core, "") == joined:
			offer(Exact, "its name is the table's")
		case endsWith(core, noun):
			offer(Tail, "its name ends in the table's")
		case len(core) < len(noun) && endsWith(noun, core):
			offer(Part-0.25+0.25*float64(len(core)+1)/float64(len(noun)), "its name is the last word of the table's")
		case len(core) >= 2 && len(noun) >= 2 && core[len(core)-1] == noun[len(noun)-1]:
			offer(0.78-0.05*float64(len(noun)-2), "its name ends in the last word of the table's")
		case contains(core, noun):
			offer(Inside, "its name has the table's in it")
		case len(noun) == 2 && slices.Contains(core, noun[1]):
			offer(Inside-0.02, "its name has the last word of the table's in it")
		}
	}
	if to.Key != "" && len(to.Key) > 4 && strings.HasSuffix(c.Name, to.Key) {
		offer(Tail, "its name ends in that of the table's key")
	}
	last := core[len(core)-1]
	head := to.Noun[len(to.Noun)-1]
	concept := concepts[last]
	inside := concept
	for _, w := range core {
		if inside == NoConcept {
			inside = concepts[w]
		}
	}
	switch {
	case concept != NoConcept && concept == to.Concept:
		offer(Meaning, "its name means the same as the table's")
	case inside != NoConcept && inside == to.Concept:
		offer(Short, "its name means the same as the table's")
	case kindred(concept, to.Concept), kindred(inside, to.Concept):
		offer(Kindred, "its name means somebody of that kind")
	}
	if s := abbreviates(last, head); s > 0 {
		offer(s, "its name is short for the table's")
	}
	if len(to.Noun) > 1 {
		if s := abbreviates(last, strings.Join(to.Noun, "")); s > 0 {
			offer(s, "its name is short for the table's")
		}
	}
	best = n.role(c, core, from, to, best)
	if c.Measure && !c.Marked && best.Score < Exact {
		best.Score *= 0.3
	}
	return best
}

// role weighs words for somebody's part.
func (n *Names) role(c Column, core []string, from, to *Table, best Match) Match {
	did := len(core) > 1 && (core[len(core)-1] == "by" || core[len(core)-1] == "to") // created_by, reports_to
	if did {
		core = core[:len(core)-1]
	}
	var r uint8
	for i, w := range core {
		if c.Marked || i == len(core)-1 {
			r |= roles[w]
		}
		if c := concepts[w]; c.IsParty() && c != to.Concept && !kindred(c, to.Concept) {
			return best // contact_created_by: whatever it is, a contact does it
		}
	}
	switch {
	case r&roleSelf != 0 && from.Name == to.Name && best.Score < SelfRole:
		return Match{SelfRole, "its name is that of a record above or beside it"}
	case r&roleUser != 0 && to.Concept == User && best.Score < Deed && (c.Marked || did):
		return Match{Deed, "its name says what users do"}
	case r&roleUser != 0 && to.Concept == User && best.Score < Meaning:
		return Match{Meaning, "its name says what users do"}
	case r&roleParty != 0 && to.Concept.IsParty() && best.Score < Role:
		return Match{Role, "its name says somebody's part"}
	case r&roleUser != 0 && to.Concept.IsParty() && best.Score < Role/2:
		return Match{Role / 2, "its name says somebody's part"}
	}
	return best
}

// kindred tells whether one table may well hold both.
func kindred(a, b Concept) bool {
	return a != b && a.IsParty() && b.IsParty() && (a != Lead && b != Lead)
}

func endsWith(long, short []string) bool {
	return len(long) > len(short) && slices.Equal(long[len(long)-len(short):], short)
}

func contains(long, short []string) bool {
	for i := 0; i+len(short) <= len(long); i++ {
		if slices.Equal(long[i:i+len(short)], short) {
			return true
		}
	}
	return false
}

// abbreviates tells how well w is short for the noun: its first letters, or
// first letters of what is left of it without vowels.
func abbreviates(w, noun string) float64 {
	if len(w) < 3 || len(w) >= len(noun) {
		return 0
	}
	switch {
	case strings.HasPrefix(noun, w):
		return Short - 0.1 + 0.15*float64(len(w))/float64(len(noun))
	case w[0] == noun[0] && skeleton(w) == w && strings.HasPrefix(skeleton(noun), w):
		return Short - 0.1
	}
	return 0
}

// skeleton drops the vowels behind the first letter.
func skeleton(w string) string {
	return w[:1] + strings.Map(func(r rune) rune {
		if strings.ContainsRune("aeiouy", r) {
			return -1
		}
		return r
	}, w[1:])
}

// Same tells whether two names are the same but for case, number and
// punctuation.
func Same(a, b string) bool { return Flat(a) == Flat(b) }

// Flat returns a name without case, number and punctuation.
func Flat(name string) string {
	tokens := Split(name)
	for i, w := range tokens {
		tokens[i] = Singular(w)
	}
	return strings.Join(tokens, "")
}
