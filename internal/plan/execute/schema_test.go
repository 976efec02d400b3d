package execute_test

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"
)

// pointer is a place of a made-up schema that points at contacts.
type pointer struct {
	table, column string
	kind          string // column with the type, "" without
	typed         string // texts such as contacts,7
	list          bool   // JSON list of ids
}

// schema is a made-up database.
type schema struct {
	ddl      []string
	rows     []string
	tables   []string
	pointers []pointer
	sums     []string // tables whose amounts must be conserved
	contacts int
	mail     bool
}

func pick[T any](t *rapid.T, name string, of ...T) T { return rapid.SampledFrom(of).Draw(t, name) }

// draw makes a schema and its rows. null is how a row without a value is written.
func draw(t *rapid.T, engine string) *schema {
	s := &schema{contacts: rapid.IntRange(2, 9).Draw(t, "contacts"), mail: rapid.Bool().Draw(t, "unique mail")}
	yes := func(name string) bool { return rapid.Bool().Draw(t, name) }
	id := func(name string) int { return rapid.IntRange(1, s.contacts).Draw(t, name) }
	maybe := func(name string, v string) string {
		if yes(name) {
			return v
		}
		return "NULL"
	}
	columns := "id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40), mail VARCHAR(40), score INTEGER, parent_id INTEGER"
	if s.mail {
		columns += ", UNIQUE (mail)"
	}
	rule := func(nullable bool) string {
		rules := []string{"", " ON DELETE CASCADE", " ON DELETE RESTRICT"}
		if nullable {
			rules = append(rules, " ON DELETE SET NULL")
		}
		return pick(t, "rule", rules...)
	}
	columns += ", CONSTRAINT up FOREIGN KEY (parent_id) REFERENCES contacts (id)" + rule(true)
	s.table("contacts", columns)
	s.pointers = append(s.pointers, pointer{table: "contacts", column: "parent_id"})
	for i := 1; i <= s.contacts; i++ {
		s.add("contacts", fmt.Sprintf("%d, %s, %s, %d, NULL", i, maybe("name", fmt.Sprintf("'n%d'", i%3)), maybe("mail", fmt.Sprintf("'m%d'", i)), i%4))
	}
	for i := 1; i <= s.contacts; i++ {
		if yes("parent") {
			s.rows = append(s.rows, fmt.Sprintf("UPDATE contacts SET parent_id = %d WHERE id = %d", id("up"), i))
		}
	}
	for n := range rapid.IntRange(0, 3).Draw(t, "children") {
		s.child(t, n, yes, id, rule)
	}
	if yes("links") {
		s.table("knows", "a_id INTEGER NOT NULL, b_id INTEGER NOT NULL, PRIMARY KEY (a_id, b_id), CONSTRAINT ka FOREIGN KEY (a_id) REFERENCES contacts (id)"+rule(false)+", CONSTRAINT kb FOREIGN KEY (b_id) REFERENCES contacts (id)"+rule(false))
		s.pointers = append(s.pointers, pointer{table: "knows", column: "a_id"}, pointer{table: "knows", column: "b_id"})
		seen := map[string]bool{}
		for range rapid.IntRange(0, 8).Draw(t, "n") {
			if v := fmt.Sprintf("%d, %d", id("a"), id("b")); !seen[v] {
				seen[v] = true
				s.add("knows", v)
			}
		}
	}
	if yes("notes") {
		s.table("notes", "id INTEGER NOT NULL PRIMARY KEY, res_model VARCHAR(40), res_id INTEGER, body VARCHAR(40)")
		s.pointers = append(s.pointers, pointer{table: "notes", column: "res_id", kind: "res_model"})
		for i := range rapid.IntRange(0, 6).Draw(t, "n") {
			s.add("notes", fmt.Sprintf("%d, '%s', %d, 'b'", i+1, pick(t, "model", "contacts", "other"), id("res")))
		}
	}
	if yes("lists") {
		s.table("lists", "id INTEGER NOT NULL PRIMARY KEY, contact_ids VARCHAR(200), ref VARCHAR(40)")
		s.pointers = append(s.pointers, pointer{table: "lists", column: "contact_ids", list: true}, pointer{table: "lists", column: "ref", typed: "contacts,"})
		for i := range rapid.IntRange(0, 5).Draw(t, "n") {
			var ids []string
			for range rapid.IntRange(0, 4).Draw(t, "ids") {
				ids = append(ids, fmt.Sprint(id("id")))
			}
			s.add("lists", fmt.Sprintf("%d, '[%s]', 'contacts,%d'", i+1, strings.Join(ids, ", "), id("ref")))
		}
	}
	return s
}

// child makes a table of rows that belong to contacts, perhaps with rows of its own.
func (s *schema) child(t *rapid.T, n int, yes func(string) bool, id func(string) int, rule func(bool) string) {
	name := fmt.Sprintf("items%d", n)
	shape := pick(t, "shape", "numbered", "composite", "unique", "keyless")
	primary, money := yes("primary"), shape == "numbered" || shape == "keyless"
	columns := map[string]string{
		"numbered":  "id INTEGER NOT NULL PRIMARY KEY, contact_id INTEGER, line INTEGER, amount INTEGER, note VARCHAR(40)",
		"composite": "contact_id INTEGER NOT NULL, line INTEGER NOT NULL, amount INTEGER, note VARCHAR(40), PRIMARY KEY (contact_id, line)",
		"unique":    "id INTEGER NOT NULL PRIMARY KEY, contact_id INTEGER NOT NULL, line INTEGER NOT NULL, amount INTEGER, note VARCHAR(40), UNIQUE (contact_id, line)",
		"keyless":   "contact_id INTEGER, line INTEGER, amount INTEGER, note VARCHAR(40)",
	}[shape]
	if i := strings.Index(columns, ", PRIMARY KEY (c"); i > 0 && primary {
		columns = columns[:i] + ", is_primary INTEGER" + columns[i:]
	} else if i := strings.Index(columns, ", UNIQUE"); i > 0 && primary {
		columns = columns[:i] + ", is_primary INTEGER" + columns[i:]
	} else if primary {
		columns += ", is_primary INTEGER"
	}
	nullable := shape == "numbered" || shape == "keyless"
	s.table(name, fmt.Sprintf("%s, CONSTRAINT own%d FOREIGN KEY (contact_id) REFERENCES contacts (id)%s", columns, n, rule(nullable)))
	s.pointers = append(s.pointers, pointer{table: name, column: "contact_id"})
	if money {
		s.sums = append(s.sums, name)
	}
	below := shape != "keyless" && yes("below")
	if below {
		key := map[string]string{"composite": "contact_id INTEGER, line INTEGER, CONSTRAINT b%[1]d FOREIGN KEY (contact_id, line) REFERENCES %[2]s (contact_id, line)"}[shape]
		if key == "" {
			key = "item_id INTEGER, CONSTRAINT b%[1]d FOREIGN KEY (item_id) REFERENCES %[2]s (id)"
		}
		if shape == "composite" {
			s.pointers = append(s.pointers, pointer{table: "below" + fmt.Sprint(n), column: "contact_id"})
		}
		s.table(fmt.Sprintf("below%d", n), "id INTEGER NOT NULL PRIMARY KEY, amount INTEGER, "+fmt.Sprintf(key, n, name)+map[bool]string{true: " ON UPDATE CASCADE"}[yes("cascade")])
		s.sums = append(s.sums, fmt.Sprintf("below%d", n))
	}
	seen := map[string]bool{}
	for i := range rapid.IntRange(0, 7).Draw(t, "items") {
		owner, line := id("owner"), rapid.IntRange(1, 3).Draw(t, "line")
		key := fmt.Sprintf("%d, %d", owner, line)
		if (shape == "composite" || shape == "unique") && seen[key] {
			continue
		}
		first := !seen[fmt.Sprint("p", owner)]
		seen[key], seen[fmt.Sprint("p", owner)] = true, true
		values := fmt.Sprintf("%s, %d, %s", key, i+1, pick(t, "note", "NULL", "'x'", "'y'"))
		if shape == "numbered" || shape == "unique" {
			values = fmt.Sprintf("%d, %s", i+1, values)
		}
		if primary {
			values += map[bool]string{true: ", 1", false: ", 0"}[first]
		}
		s.add(name, values)
		if below && yes("one below") {
			at := key
			if shape != "composite" {
				at = fmt.Sprint(i + 1)
			}
			s.add(fmt.Sprintf("below%d", n), fmt.Sprintf("%d, %d, %s", i+1, i+10, at))
		}
	}
}

func (s *schema) table(name, columns string) {
	s.tables = append(s.tables, name)
	s.ddl = append(s.ddl, "CREATE TABLE "+name+" ("+columns+")")
}

func (s *schema) add(table, values string) {
	s.rows = append(s.rows, "INSERT INTO "+table+" VALUES ("+values+")")
}
