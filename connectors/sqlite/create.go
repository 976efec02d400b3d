package sqlite

import (
	"strings"

	"github.com/onefold/onefold/connectors"
)

// word is a word of SQL outside of quotes and comments.
type word struct {
	from, to int
	depth    int // of brackets
}

// words finds the words of SQL text. A quoted name is a word too; brackets are
// words of one byte at the depth outside of them.
func words(sql string) []word {
	var out []word
	depth := 0
	for i := 0; i < len(sql); {
		from := i
		switch c := sql[i]; {
		case c == '\'' || c == '"' || c == '`' || c == '[':
			i = quoteEnd(sql, i)
			out = append(out, word{from, i, depth})
		case c == '-' && strings.HasPrefix(sql[i:], "--"):
			if n := strings.IndexByte(sql[i:], '\n'); n >= 0 {
				i += n + 1
			} else {
				i = len(sql)
			}
		case c == '/' && strings.HasPrefix(sql[i:], "/*"):
			if n := strings.Index(sql[i+2:], "*/"); n >= 0 {
				i += n + 4
			} else {
				i = len(sql)
			}
		case c == '(':
			i++
			out = append(out, word{from, i, depth})
			depth++
		case c == ')':
			i++
			depth--
			out = append(out, word{from, i, depth})
		case c == ',':
			i++
			out = append(out, word{from, i, depth})
		case letter(c):
			for i < len(sql) && (letter(sql[i]) || sql[i] >= '0' && sql[i] <= '9') {
				i++
			}
			out = append(out, word{from, i, depth})
		default:
			i++
		}
	}
	return out
}

func letter(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// quoteEnd returns the place after a quoted name or text that begins at i.
func quoteEnd(sql string, i int) int {
	end := sql[i]
	if end == '[' {
		end = ']'
	}
	for i++; i < len(sql); i++ {
		if sql[i] != end {
			continue
		}
		if end != ']' && i+1 < len(sql) && sql[i+1] == end {
			i++
			continue
		}
		return i + 1
	}
	return len(sql)
}

// declared reads from CREATE TABLE what no pragma tells: checks, collations,
// and which foreign keys may wait for the commit.
func declared(t *connectors.Table, create string) {
	found := words(create)
	text := func(i int) string {
		if i < 0 || i >= len(found) {
			return ""
		}
		return create[found[i].from:found[i].to]
	}
	is := func(i int, w string) bool { return strings.EqualFold(text(i), w) }
	references, constraint := 0, ""
	column := "" // the definition that we are in, at depth 1
	first := true
	for i, w := range found {
		switch {
		case w.depth == 1 && text(i) == ",":
			first, constraint = true, ""
			continue
		case w.depth == 0 && text(i) == "(":
			first = true
			continue
		}
		if w.depth != 1 {
			continue
		}
		if first {
			first, column = false, ""
			if c := t.Column(unquote(text(i))); c != nil && !isConstraint(text(i)) {
				column = c.Name
			}
		}
		switch {
		case is(i, "CONSTRAINT"):
			constraint = unquote(text(i + 1))
		case is(i, "CHECK") && text(i+1) == "(":
			t.Checks = append(t.Checks, connectors.Check{Name: constraint, Definition: bracket(create, found, i+1)})
		case is(i, "COLLATE") && column != "":
			if c := t.Column(column); c != nil {
				c.Collation = unquote(text(i + 1))
				c.CaseInsensitive = strings.EqualFold(c.Collation, "NOCASE")
			}
		case is(i, "REFERENCES"):
			references++
			// pragma foreign_key_list counts from the last one.
			if f := len(t.ForeignKeys) - references; f >= 0 {
				t.ForeignKeys[f].Name = constraint
			}
		case is(i, "DEFERRABLE") && references > 0:
			if f := len(t.ForeignKeys) - references; f >= 0 && !is(i-1, "NOT") {
				// defer_foreign_keys postpones every foreign key; only this one waits by itself.
				t.ForeignKeys[f].Deferred = is(i+1, "INITIALLY") && is(i+2, "DEFERRED")
			}
		}
	}
	for i := range t.ForeignKeys {
		t.ForeignKeys[i].Deferrable = true
	}
}

// isConstraint tells words that begin a table constraint, not a column.
func isConstraint(w string) bool {
	switch strings.ToUpper(w) {
	case "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN":
		return true
	}
	return false
}

// bracket returns what is inside the bracket that opens at word i.
func bracket(sql string, found []word, i int) string {
	for _, w := range found[i+1:] {
		if w.depth == found[i].depth && sql[w.from] == ')' {
			return strings.TrimSpace(sql[found[i].to:w.from])
		}
	}
	return ""
}

func unquote(name string) string {
	if len(name) < 2 {
		return name
	}
	switch c := name[0]; c {
	case '"', '`', '\'':
		return strings.ReplaceAll(name[1:len(name)-1], string([]byte{c, c}), string(c))
	case '[':
		return name[1 : len(name)-1]
	}
	return name
}
