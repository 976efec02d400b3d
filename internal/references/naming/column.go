package naming

import (
	"slices"
	"strings"
)

// Column is what the name of a column says.
type Column struct {
	Name    string   // in lower case
	Core    []string // singular, without marks of an id
	Marked  bool     // it says that it is an id
	Strong  bool     // it says so with a word that is said of ids alone
	Measure bool     // it names something that is no reference
	Foreign bool     // it names an id of another system
	Plural  bool     // it names several
}

// Table is what the name of a table says.
type Table struct {
	Name    string
	Tokens  []string // singular, without the prefix that all tables share
	Noun    []string // Tokens without ends that say nothing
	Concept Concept  // of the noun
	Key     string   // its key's name in lower case, where that is not just id
	History bool     // it keeps what was
	Copy    bool     // somebody set it aside
	Link    bool     // it is named after two other tables

	tokens, noun string // joined
}

// Names reads the names of one database.
type Names struct {
	prefix string // first word of most tables
	glued  string // the same, run together with the second: tblclients
	nouns  map[string]bool
	tables map[string]*Table
}

// genericKeys are names of keys that do not say whose they are.
var genericKeys = words[bool]{true: `id rowid oid pk uuid guid key uid _id recid ident code nr no id_c identifiant cod row_id`}.index()

// New reads the names of all tables; keys has the name of a table's key where
// it is a single column.
func New(tables []string, keys map[string]string) *Names {
	n := &Names{nouns: map[string]bool{}, tables: map[string]*Table{}}
	first := map[string]int{}
	for _, t := range tables {
		if tokens := Split(t); len(tokens) > 1 {
			first[tokens[0]]++
		}
	}
	for token, count := range first {
		if count >= 3 && 10*count >= 7*len(tables) {
			n.prefix = token
		}
	}
	n.glued = gluedPrefix(tables)
	for _, name := range tables {
		t := n.read(name)
		if k := strings.ToLower(keys[name]); k != "" && !genericKeys[k] {
			t.Key = k
		}
		n.tables[name] = t
		for _, w := range t.Noun {
			n.nouns[w] = true
		}
		n.nouns[strings.Join(t.Noun, "")] = true
	}
	n.links()
	return n
}

// gluedPrefix returns three letters that say nothing, without a vowel, with
// which most names begin: tbl.
func gluedPrefix(tables []string) string {
	count := map[string]int{}
	for _, t := range tables {
		if len(t) > 5 && !strings.ContainsAny(strings.ToLower(t[:3]), "aeiouy_") {
			count[strings.ToLower(t[:3])]++
		}
	}
	for p, c := range count {
		if c >= 3 && 10*c >= 8*len(tables) {
			return p
		}
	}
	return ""
}

func (n *Names) unglued(name string) string {
	if n.glued != "" && len(name) > 5 && strings.EqualFold(name[:3], n.glued) {
		return name[3:]
	}
	return name
}

// links finds the tables that are named after two others: accounts_contacts.
func (n *Names) links() {
	whole := map[string]bool{}
	for _, t := range n.tables {
		whole[strings.Join(t.Tokens, "_")] = true
	}
	for _, t := range n.tables {
		for i := 1; i < len(t.Tokens) && !t.Link; i++ {
			first := whole[strings.Join(t.Tokens[:i], "_")]
			for j := i + 1; j <= len(t.Tokens); j++ { // what follows the second name does not count
				t.Link = t.Link || (first && whole[strings.Join(t.Tokens[i:j], "_")])
			}
		}
	}
}

func (n *Names) read(name string) *Table {
	t := &Table{Name: name}
	tokens := Split(n.unglued(name))
	if len(tokens) > 1 && (tokens[0] == n.prefix || tokens[0] == "tbl" || tokens[0] == "t" || tokens[0] == "tb") {
		tokens = tokens[1:]
	}
	for _, w := range tokens {
		t.History = t.History || history[w]
		t.Copy = t.Copy || copies[w]
		if isDigits(w) && len(tokens) > 1 {
			continue
		}
		t.Tokens = append(t.Tokens, Singular(w))
	}
	t.Noun = slices.Clone(t.Tokens)
	for len(t.Noun) > 1 && generic[t.Noun[len(t.Noun)-1]] {
		t.Noun = t.Noun[:len(t.Noun)-1]
	}
	for _, end := range []string{"details", "detail", "base", "info", "data"} { // contactdetails
		last := len(t.Noun) - 1
		if last >= 0 {
			if rest, ok := strings.CutSuffix(t.Noun[last], Singular(end)); ok && len(rest) > 3 {
				t.Noun[last] = Singular(rest)
				break
			}
		}
	}
	t.tokens, t.noun = strings.Join(t.Tokens, ""), strings.Join(t.Noun, "")
	if len(t.Noun) > 0 {
		t.Concept = concepts[t.Noun[len(t.Noun)-1]]
	}
	return t
}

// Table returns what the name of a table says.
func (n *Names) Table(name string) *Table {
	if t := n.tables[name]; t != nil {
		return t
	}
	return n.read(name)
}

// Column reads the name of a column.
func (n *Names) Column(name string) Column {
	c := Column{Name: strings.ToLower(name)}
	tokens := Split(name)
	known := func(w string) bool { return n.nouns[w] || concepts[w] != NoConcept || roles[w] != 0 }
	for i, w := range tokens {
		if marks[w] && len(tokens) > 1 && !(w == "c" && i != len(tokens)-1) {
			c.Strong = c.Strong || strongMarks[w]
			c.Marked = c.Marked || c.Strong || i > 0
			c.Plural = c.Plural || w == "ids" || w == "refs"
			continue
		}
		if w == "x" || (len(w) == 1 && len(tokens) > 1) || isDigits(w) {
			continue // x_partner_id, contact_id_a, contact1_id
		}
		for _, end := range []string{"to", "by"} { // reportsto
			if rest, ok := strings.CutSuffix(w, end); ok && roles[Singular(rest)] != 0 {
				c.Core = append(c.Core, Singular(rest))
				w = end
			}
		}
		rest, cut := w, false
		if !known(Singular(w)) && !known(w) {
			rest, cut = apart(w, known)
			if a, b, two := halves(rest, known); two && (cut || marks[tokens[len(tokens)-1]]) {
				c.Core = append(c.Core, Singular(a))
				w, rest = b, b
			}
		}
		if cut {
			c.Marked = true
			c.Strong = c.Strong || strings.HasPrefix(w, "id") || strings.HasPrefix(w, "fk") || strings.HasSuffix(w, "id") || strings.HasSuffix(w, "ids")
			c.Plural = c.Plural || strings.HasSuffix(w, "ids")
			w = rest
		}
		s := Singular(w)
		if i == len(tokens)-1 && s != w {
			c.Plural = true
		}
		if measures[s] && i == len(tokens)-1 && !cut {
			c.Measure = true
		}
		c.Foreign = c.Foreign || foreigners[s]
		c.Core = append(c.Core, s)
	}
	if len(c.Core) == 0 && len(tokens) > 0 && strongMarks[tokens[len(tokens)-1]] {
		c.Marked, c.Strong = true, true
	}
	return c
}

// Word returns what columns that point at the same table have in common in
// their names: the core of those that are marked, the whole name of others.
func (c Column) Word() string {
	if c.Strong {
		return strings.Join(c.Core, "_")
	}
	return "=" + c.Name
}

func isDigits(w string) bool {
	return strings.Trim(w, "0123456789") == ""
}
