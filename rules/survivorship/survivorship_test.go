package survivorship

import (
	"strings"
	"testing"

	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship/value"
)

// table reads records from lines: the first names the fields as name:kind or
// name:kind:group, parts are separated by |, ∅ is Null. Normal forms are the
// lower case letters and digits, n/a has none; "bad" in a value makes it invalid.
func table(t testing.TB, text string) []Field {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(text), "\n")
	var fields []Field
	for _, h := range strings.Split(lines[0], "|") {
		p := strings.Split(strings.TrimSpace(h), ":")
		f := Field{Name: p[0], Kind: record.Text, Column: new(record.Column)}
		if len(p) > 1 {
			f.Kind = record.Kind(p[1])
		}
		if len(p) > 2 {
			f.Group = p[2]
		}
		fields = append(fields, f)
	}
	for _, l := range lines[1:] {
		parts := strings.Split(l, "|")
		if len(parts) != len(fields) {
			t.Fatalf("line %q has %d values, want %d", l, len(parts), len(fields))
		}
		for i, v := range parts {
			if v = strings.TrimSpace(v); v == "∅" {
				fields[i].Column.AppendNull()
			} else {
				fields[i].Column.AppendString(v)
			}
		}
	}
	for i := range fields {
		f := &fields[i]
		coder := record.NewCoder(0)
		for row := range record.Row(f.Column.Len()) {
			coder.Add([]byte(key(f.Kind, f.Column.Value(row))))
		}
		f.Normal = coder.Codes()
		col := f.Column
		f.Valid = func(row record.Row) bool { return !strings.Contains(col.Value(row), "bad") }
	}
	return fields
}

func key(k record.Kind, v string) string {
	if v == "n/a" {
		return ""
	}
	switch k {
	case record.Number, record.Date, record.Created, record.Modified:
		return strings.ReplaceAll(v, ",", ".")
	}
	return value.Word(v)
}

func group(n int) []record.Row {
	rows := make([]record.Row, n)
	for i := range rows {
		rows[i] = record.Row(n - 1 - i)
	}
	return rows
}

// golden resolves all records of a table as one group and returns the values
// by field name, and the result.
func golden(t testing.TB, cfg Config, fields []Field, options ...Option) (map[string]string, Golden) {
	t.Helper()
	r, err := New(cfg, fields, options...)
	if err != nil {
		t.Fatal(err)
	}
	g := r.Resolve(group(fields[0].Column.Len()))
	values := make(map[string]string)
	for i, v := range g.Values {
		values[fields[i].Name] = v.Text
	}
	return values, g
}

func TestDefaultPolicy(t *testing.T) {
	fields := table(t, `
id:key | name:person | email:email | street:street:address | city:city:address | created:created_at | updated:updated_at | ok:consent | note | rep:owner
10 | JEAN DUPONT | j@x.fr |        | Lyon | 2021-03-01 | 2023-01-01 | yes |  | ana
9  | Jean Dupont |        | 1 rue X | LYON | 2020-01-01 | 2022-01-01 | no | n/a | ion
`)
	_, g := golden(t, Config{}, fields)
	if g.Why != "newest_modified" || g.Master != 0 {
		t.Errorf("master is %d by %s", g.Master, g.Why)
	}
	want := [][3]string{
		{"10", "master", ""},
		{"Jean Dupont", "best_format", "1"},
		{"j@x.fr", "master_fill", ""},
		{"1 rue X", "group", "1"},
		{"LYON", "group", "1"},
		{"2020-01-01", "keep_oldest", "1"},
		{"2023-01-01", "keep_newest", ""},
		{"no", "most_restrictive", "1"},
		{"n/a", "master_fill", "1"},
		{"ana", "master_fill", ""},
	}
	for i, v := range g.Values {
		foreign := ""
		if g.Foreign(i) {
			foreign = "1"
		}
		if got := [3]string{v.Text, v.Rule, foreign}; got != want[i] {
			t.Errorf("%s: got %q, want %q", fields[i].Name, got, want[i])
		}
	}
}

// TestRules has a line per case: records of field x and others, and the value
// that must win. A filled q makes the first record the most complete: the master.
func TestRules(t *testing.T) {
	sep := func(s string) Rule { return Rule{Name: "union", Separator: s} }
	for _, c := range []struct {
		name  string
		rule  Rule
		table string
		want  string
		rule2 string // the rule that won, if not the one asked
	}{
		{"master keeps a blank", Rule{Name: "master"}, "id:key|x|q|u:updated_at\n1||1|2024\n2|b||2020", "", ""},
		{"master_fill keeps", Rule{Name: "master_fill"}, "id:key|x|u:updated_at\n1|a|2024\n2|b|2020", "a", ""},
		{"master_fill takes the newest other", Rule{Name: "master_fill"}, "id:key|x|y|u:updated_at\n1||q|2020\n2|b||2021\n3|c||2022", "c", ""},
		{"master_fill by oldest", Rule{Name: "master_fill", Order: "oldest_modified"}, "id:key|x|y|z|u:updated_at\n1||q|q|2020\n2|b|||2021\n3|c|||2022", "b", ""},
		{"master_fill, placeholder gives way", Rule{Name: "master_fill"}, "id:key|x|y|z|u:updated_at\n1|n/a|q|q|2020\n2|b|||2021", "b", ""},
		{"master_fill, only placeholders: the master's", Rule{Name: "master_fill"}, "id:key|x|y|u:updated_at\n1|n/a|q|2020\n2|n/a||2021", "n/a", ""},
		{"master_fill as is", Rule{Name: "master_fill", Format: "as_is"}, "id:key|x|y\n1|JEAN|q\n2|Jean|", "JEAN", ""},
		{"master_fill best", Rule{Name: "master_fill"}, "id:key|x|y\n1|JEAN|q\n2|Jean|", "Jean", "best_format"},
		{"most_recent leaves blanks out", Rule{Name: "most_recent"}, "id:key|x|u:updated_at\n1|a|2020\n2||2024\n3|c|2022", "c", ""},
		{"most_recent by the field's own date", Rule{Name: "most_recent", By: []string{"xd"}}, "id:key|x|xd:date|u:updated_at\n1|a|2023-05-01|2023\n2|b|2021-01-01|2024", "a", ""},
		{"most_recent, own date missing", Rule{Name: "most_recent", By: []string{"xd"}}, "id:key|x|xd:date|u:updated_at\n1|a|2023-05-01|2023\n2|b||2024", "b", ""},
		{"most_recent, no dates: the master", Rule{Name: "most_recent"}, "id:key|x|y\n1|a|\n2|b|q", "b", ""},
		{"most_recent, time of day decides", Rule{Name: "most_recent"}, "id:key|x|u:updated_at\n1|a|2024-01-01T10:00:00Z\n2|b|2024-01-01 11:30:00+02:00", "a", ""},
		{"oldest", Rule{Name: "oldest"}, "id:key|x|u:updated_at\n1||2010\n2|b|2020\n3|c|2021\n4|d|", "b", ""},
		{"newest_non_blank", Rule{Name: "newest_non_blank"}, "id:key|x|u:updated_at\n1|a|2020\n2||2024", "a", ""},
		{"newest blanks out", Rule{Name: "newest"}, "id:key|x|u:updated_at\n1|a|2020\n2||2024", "", ""},
		{"most_common", Rule{Name: "most_common"}, "id:key|x|u:updated_at\n1|Paris|2020\n2|PARIS|2021\n3|Lyon|2024", "PARIS", ""},
		{"most_common, tie goes to the newest", Rule{Name: "most_common"}, "id:key|x|u:updated_at\n1|a|2020\n2|b|2021", "b", ""},
		{"most_common, blank counts", Rule{Name: "most_common", Blank: "counts"}, "id:key|x\n1|a\n2|\n3|", "", ""},
		{"longest counts characters", Rule{Name: "longest"}, "id:key|x|u:updated_at\n1|ééé|2020\n2|abcd|2019", "abcd", ""},
		{"longest, tie", Rule{Name: "longest"}, "id:key|x|u:updated_at\n1|abc|2020\n2|abd|2021", "abd", ""},
		{"shortest", Rule{Name: "shortest"}, "id:key|x\n1|\n2|abc\n3|ab", "ab", ""},
		{"largest compares numbers", Rule{Name: "largest"}, "id:key|x:number\n1|9\n2|10,5\n3|-20", "10,5", ""},
		{"largest compares dates", Rule{Name: "largest"}, "id:key|x:date\n1|2020-01-02\n2|2019-12-31", "2020-01-02", ""},
		{"largest of big numbers", Rule{Name: "largest"}, "id:key|x:number\n1|9007199254740993\n2|9007199254740992", "9007199254740993", ""},
		{"smallest", Rule{Name: "smallest"}, "id:key|x:number\n1|9\n2|10\n3|", "9", ""},
		{"sum", Rule{Name: "sum"}, "id:key|x:number\n1|0.1\n2|0.2\n3|", "0.3", ""},
		{"sum with a decimal comma", Rule{Name: "sum"}, "id:key|x:number\n1|1,5\n2|2", "3,5", ""},
		{"sum of one", Rule{Name: "sum"}, "id:key|x:number\n1|007,50\n2|", "007,50", ""},
		{"average", Rule{Name: "average"}, "id:key|x:number\n1|1\n2|2", "1.5", ""},
		{"count", Rule{Name: "count"}, "id:key|x\n1|a\n2|a\n3|", "2", ""},
		{"any_true", Rule{Name: "any_true"}, "id:key|x:boolean\n1|non\n2|Oui\n3|", "Oui", ""},
		{"any_true of none", Rule{Name: "any_true"}, "id:key|x:boolean|u:updated_at\n1|no|2020\n2|nu|2021", "nu", ""},
		{"all_true", Rule{Name: "all_true"}, "id:key|x:boolean\n1|yes\n2|no\n3|yes", "no", ""},
		{"all_true of all", Rule{Name: "all_true"}, "id:key|x:boolean\n1|da\n2|da\n3|", "da", ""},
		{"source_priority", Rule{Name: "source_priority", Values: []string{"ERP", "crm"}}, "id:key|x|s:source|u:updated_at\n1|a|crm|2024\n2|b|erp|2020\n3|c|erp|2021\n4||erp|2025", "c", ""},
		{"source_priority falls back", Rule{Name: "source_priority", Values: []string{"web"}, Fallback: &Rule{Name: "shortest"}}, "id:key|x|s:source\n1|aa|crm\n2|b|erp", "b", "shortest"},
		{"source_priority ends at the master", Rule{Name: "source_priority", Values: []string{"web"}}, "id:key|x|s:source|q\n1|aa|crm|\n2|b|erp|1", "b", "master"},
		{"the chain ends at the lowest id", Rule{Name: "source_priority", Values: []string{"web"}}, "id:key|x|s:source|q|w\n10|aa|crm||\n9|b|erp||\n3||erp|1|1", "b", "lowest_id"},
		{"value_priority", Rule{Name: "value_priority", Values: []string{"customer", "lead"}}, "id:key|x\n1|Lead\n2|other\n3|Customer", "Customer", ""},
		{"union", Rule{Name: "union"}, "id:key|x|q\n1|red; Blue|1\n2|BLUE;green|", "red; Blue; green", ""},
		{"union of equals is the master's", Rule{Name: "union"}, "id:key|x|q\n1|red;Blue|1\n2|blue;RED|", "red;Blue", ""},
		{"union, separator given", sep("|"), "id:key|x|q\n1|a;b|1\n2|c|", "a;b|c", ""},
		{"union keeps C and C++", Rule{Name: "union"}, "id:key|x|q\n1|C|1\n2|C++|", "C;C++", ""},
		{"union too long", Rule{Name: "union", Limit: 5, Fallback: &Rule{Name: "longest"}}, "id:key|x|q\n1|abc|1\n2|defg|", "defg", "longest"},
		{"concat", Rule{Name: "concat", Separator: " / "}, "id:key|x|q\n1|one|1\n2|two|\n3|ONE|", "one / two", ""},
		{"concat with header", Rule{Name: "concat", Separator: " / ", Header: "source_date"}, "id:key|x|s:source|q|u:updated_at\n1|one|crm|1|2024-02-01\n2|two|erp||2023-01-01", "[crm 2024-02-01] one / [erp 2023-01-01] two", ""},
		{"keep_oldest", Rule{Name: "keep_oldest"}, "id:key|x:date\n1|2020-05-01\n2|2019-01-01\n3|soon\n4|", "2019-01-01", ""},
		{"keep_newest", Rule{Name: "keep_newest"}, "id:key|x:date\n1|2020-05-01\n2|2020-05-01T08:00\n3|", "2020-05-01T08:00", ""},
		{"best_format prefers valid", Rule{Name: "best_format"}, "id:key|x:email|q\n1|bad@x|1\n2|ok@x.fr|", "ok@x.fr", ""},
		{"best_format prefers diacritics", Rule{Name: "best_format"}, "id:key|x|q\n1|Andre|1\n2|André|", "André", ""},
		{"best_format prefers + in phones", Rule{Name: "best_format"}, "id:key|x:phone|q\n1|33 612|1\n2|+33612|", "+33612", ""},
		{"equivalent, formal", Rule{Name: "equivalent", Equivalents: [][]string{{"Robert", "Bob"}}}, "id:key|x|q\n1|Bob|1\n2|Robert|", "Robert", ""},
		{"equivalent, nickname", Rule{Name: "equivalent", Prefer: "nickname", Equivalents: [][]string{{"Robert", "Bob"}}}, "id:key|x|q\n1|Robert|1\n2|BOB|", "BOB", ""},
		{"equivalent, flagged", Rule{Name: "equivalent", Prefer: "flagged", Values: []string{"Bobby"}, Equivalents: [][]string{{"Robert", "Bob", "Bobby"}}}, "id:key|x|q\n1|Robert|1\n2|Bobby|\n3|Bob|", "Bobby", ""},
		{"equivalent, other names stay", Rule{Name: "equivalent", Equivalents: [][]string{{"Robert", "Bob"}}}, "id:key|x|q\n1|Bob|1\n2|Ana|", "Bob", ""},
		{"uninformative_chars", Rule{Name: "uninformative_chars"}, "id:key|x|q\n1|ACME|1\n2|A.C.M.E.|", "A.C.M.E.", ""},
		{"most_restrictive", Rule{Name: "most_restrictive"}, "id:key|x:consent|q\n1|opt-in|1\n2|Pending|", "Pending", ""},
		{"most_restrictive, none before pending", Rule{Name: "most_restrictive"}, "id:key|x:consent|q\n1|pending|1\n2||", "", ""},
		{"most_restrictive, out before none", Rule{Name: "most_restrictive"}, "id:key|x:consent|q\n1||1\n2|Désabonné|\n3|oui|", "Désabonné", ""},
		{"most_restrictive, newest withdrawal", Rule{Name: "most_restrictive"}, "id:key|x:consent|u:updated_at\n1|no|2020\n2|unsubscribed|2022\n3|yes|2024", "unsubscribed", ""},
		{"most_restrictive, true is a refusal", Rule{Name: "most_restrictive", TrueMeans: "opt_out"}, "id:key|x:consent\n1|false\n2|true", "true", ""},
		{"conflict_skip", Rule{Name: "conflict_skip"}, "id:key|x|q\n1|a|1\n2|A|", "a", "master_fill"},
		{"expression", Rule{Name: "expression", Expression: `value + "-" + values[1] + string(len(records))`}, "id:key|x|q\n1|a|1\n2|b|", "a-b2", ""},
		{"expression of a number", Rule{Name: "expression", Expression: `sum(map(values, int(#)))`}, "id:key|x|q\n1|4|1\n2|5|", "9", ""},
		{"expression without an answer", Rule{Name: "expression", Expression: `nil`, Fallback: &Rule{Name: "longest"}}, "id:key|x|q\n1|a|1\n2|bb|", "bb", "longest"},
		{"overwrite_if empty", Rule{Name: "overwrite_if", If: "empty", Then: &Rule{Name: "longest"}}, "id:key|x|q\n1|a|1\n2|bb|", "a", ""},
		{"overwrite_if empty, it is", Rule{Name: "overwrite_if", If: "empty", Then: &Rule{Name: "longest"}}, "id:key|x|q|w\n1||1|1\n2|bb||", "bb", ""},
		{"overwrite_if shorter", Rule{Name: "overwrite_if", If: "shorter", Then: &Rule{Name: "longest"}}, "id:key|x|q\n1|a|1\n2|bb|", "bb", ""},
		{"overwrite_if invalid", Rule{Name: "overwrite_if", If: "invalid", Then: &Rule{Name: "longest"}}, "id:key|x|q\n1|bad|1\n2|good|", "good", ""},
		{"overwrite_if expression", Rule{Name: "overwrite_if", If: `value startsWith "a"`, Then: &Rule{Name: "longest"}}, "id:key|x|q\n1|a|1\n2|bb|", "bb", ""},
		{"manual", Rule{Name: "manual", Picks: map[string]string{"2": "chosen"}}, "id:key|x|q\n1|a|1\n2|bb|", "chosen", ""},
		{"manual of another group", Rule{Name: "manual", Picks: map[string]string{"7": "chosen"}}, "id:key|x|q\n1|a|1\n2|bb|", "a", "master"},
		{"constant", Rule{Name: "constant", Value: "fixed"}, "id:key|x|q\n1|a|1\n2|bb|", "fixed", ""},
		{"all blank", Rule{Name: "most_common"}, "id:key|x|q\n1||1\n2||", "", "most_common"},
		{"from_best_match", Rule{Name: "from_best_match"}, "id:key|x|q\n1|a|1\n2|b|\n3|c|", "b", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			fields := table(t, c.table)
			score := WithScore(func(r record.Row) float64 { return []float64{.5, .9, .9, 0}[r] })
			values, g := golden(t, Config{Fields: map[string]Rule{"x": c.rule}}, fields, score)
			if values["x"] != c.want {
				t.Errorf("got %q, want %q", values["x"], c.want)
			}
			won := c.rule2
			if won == "" {
				won = c.rule.Name
			}
			if got := g.Values[1].Rule; got != won {
				t.Errorf("rule %q won, want %q", got, won)
			}
		})
	}
}

// TestRulesHaveWords: every rule and criterion is documented once, and takes
// what it needs.
func TestRulesHaveWords(t *testing.T) {
	seen := make(map[string]bool)
	for _, list := range [][]Info{Rules(), Criteria()} {
		clear(seen)
		for _, r := range list {
			if seen[r.Name] || r.Doc == "" {
				t.Errorf("%s is there twice or has no words", r.Name)
			}
			seen[r.Name] = true
			for _, n := range r.Needs {
				if n != "with" && !strings.Contains(strings.Join(r.Takes, " "), n) {
					t.Errorf("%s needs %s and does not take it", r.Name, n)
				}
			}
		}
	}
}

func TestTuples(t *testing.T) {
	const records = "id:key|street:street|city:city|country:country|u:updated_at\n"
	address := map[string]Rule{"street": {Name: "group", With: []string{"city", "country"}}}
	for _, c := range []struct {
		name, table, want string
		rule              map[string]Rule
	}{
		{"never mixed", "1|a|Lyon||2020\n2|b|Paris|FR|2020", "b/Paris/FR", address},
		{"the master's even if shorter", "1||Lyon||2024\n2|b|Paris||2020\n3||Lyon||2019", "b/Paris/", address},
		{"a fuller one that says the same", "1||Lyon|FR|2024\n2|b|LYON|FR|2020", "b/LYON/FR", address},
		{"contradicting ones stay apart", "1|a|Lyon|FR|2024\n2|b||FR|2020", "a/Lyon/FR", address},
		{"only a country gives way", "1|||FR|2024\n2|b|Lyon||2020", "b/Lyon/", address},
		{"most_complete_record", "1|a||FR|2024\n2|b|Lyon|FR|2020", "b/Lyon/FR", map[string]Rule{"street": {Name: "most_complete_record", With: []string{"city", "country"}}}},
		{"most_recent as a tuple", "1|a|Lyon|FR|2020\n2||Paris||2024", "/Paris/", map[string]Rule{"street": {Name: "group", With: []string{"city", "country"}, Then: &Rule{Name: "most_recent"}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			values, _ := golden(t, Config{Fields: c.rule}, table(t, records+c.table))
			if got := values["street"] + "/" + values["city"] + "/" + values["country"]; got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestMaster(t *testing.T) {
	const records = `
id:key | status   | revenue:number | rep:owner | s:source | c:created_at | u:updated_at | user | a
10     | lead     | 100            | ana       | crm      | 2019-01-01   | 2020-01-01   |      | x
9      | customer | 20             | ion       | erp      | 2021-01-01   | 2024-01-01   |      |
100    | lead     | n/a            | dan       | web      | 2020-01-01   | 2022-01-01   | u1   | x
`
	one := func(c Criterion) []Criterion { return []Criterion{c} }
	for _, c := range []struct {
		name string
		list []Criterion
		want record.Row
		why  string
	}{
		{"default", nil, 2, "newest_modified"},
		{"newest_created", one(Criterion{By: "newest_created"}), 1, ""},
		{"oldest_created", one(Criterion{By: "oldest_created"}), 0, ""},
		{"newest_modified", one(Criterion{By: "newest_modified"}), 1, ""},
		{"oldest_modified", one(Criterion{By: "oldest_modified"}), 0, ""},
		{"lowest_id is numeric", one(Criterion{By: "lowest_id"}), 1, ""},
		{"most_complete ties", one(Criterion{By: "most_complete"}), 0, "lowest_id"},
		{"active_owner", one(Criterion{By: "active_owner", Values: []string{"Dan"}}), 2, ""},
		{"has_login", one(Criterion{By: "has_login", Field: "user"}), 2, ""},
		{"has_value", one(Criterion{By: "has_value", Field: "user"}), 2, ""},
		{"max leaves placeholders out", one(Criterion{By: "max", Field: "revenue"}), 0, ""},
		{"min", one(Criterion{By: "min", Field: "revenue"}), 1, ""},
		{"most_related", one(Criterion{By: "most_related", Field: "revenue"}), 0, ""},
		{"max of dates", one(Criterion{By: "max", Field: "c"}), 1, ""},
		{"value_priority", one(Criterion{By: "value_priority", Field: "status", Values: []string{"customer", "lead"}}), 1, ""},
		{"source_priority", one(Criterion{By: "source_priority", Values: []string{"web", "crm"}}), 2, ""},
		{"matches", one(Criterion{By: "matches", If: `record["rep"] == "dan"`}), 2, ""},
		{"manual", one(Criterion{By: "manual", Values: []string{"100"}}), 2, ""},
		{"in order", []Criterion{{By: "value_priority", Field: "status", Values: []string{"lead"}}, {By: "newest_modified"}}, 2, "newest_modified"},
		{"nothing decides", one(Criterion{By: "manual", Values: []string{"7"}}), 1, "lowest_id"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, g := golden(t, Config{Master: c.list}, table(t, records))
			why := c.why
			if why == "" {
				why = c.list[0].By
			}
			if g.Master != c.want || g.Why != why {
				t.Errorf("got record %d by %s, want %d by %s", g.Master, g.Why, c.want, why)
			}
		})
	}
}

func TestScoredMaster(t *testing.T) {
	const records = "id:key|a|b|u:updated_at\n1|x||2020\n2||y|2024"
	list := []Criterion{{By: "has_value", Field: "a", Points: 5}, {By: "newest_modified", Points: 2}}
	_, g := golden(t, Config{Master: list, Scored: true, Lead: 3}, table(t, records))
	if g.Master != 0 || g.Why != "scored" || g.Skip != "" {
		t.Errorf("got %d by %s, skip %q", g.Master, g.Why, g.Skip)
	}
	_, g = golden(t, Config{Master: list, Scored: true, Lead: 3.5}, table(t, records))
	if g.Skip != "no_master" || len(g.Findings) != 1 {
		t.Errorf("a lead of 3 must not do: %+v", g)
	}
}

func TestFindings(t *testing.T) {
	for _, c := range []struct {
		name, table string
		rule        Rule
		reason      string
		row         record.Row
		want        string
	}{
		{"text among numbers", "id:key|x|q\n1|12|1\n2|many|\n3|9|", Rule{Name: "largest"}, "text_among_numbers", 1, "12"},
		{"text in a sum", "id:key|x:number|q\n1|12|1\n2|many|", Rule{Name: "sum", Fallback: &Rule{Name: "longest"}}, "text_among_numbers", 1, "many"},
		{"equal texts are no numbers either", "id:key|x|q\n1|a|1\n2|a|", Rule{Name: "smallest"}, "text_among_numbers", 0, "a"},
		{"not a truth value", "id:key|x|q\n1|maybe|1\n2|yes|", Rule{Name: "any_true"}, "not_boolean", 0, "yes"},
		{"unknown consent", "id:key|x:consent|q\n1|see mail|1\n2|yes|", Rule{Name: "most_restrictive"}, "unknown_consent", 0, "see mail"},
		{"conflict", "id:key|x|q\n1|a|1\n2|b|", Rule{Name: "conflict_skip"}, "conflict", 1, "a"},
		{"failing expression", "id:key|x|q\n1|a|1\n2|b|", Rule{Name: "expression", Expression: "values[7]"}, "expression_failed", 0, "a"},
		{"too long", "id:key|x|q\n1|aaa|1\n2|bbb|", Rule{Name: "concat", Limit: 6}, "too_long", 0, "aaa"},
	} {
		t.Run(c.name, func(t *testing.T) {
			values, g := golden(t, Config{Fields: map[string]Rule{"x": c.rule}}, table(t, c.table))
			if len(g.Findings) != 1 || g.Findings[0].Reason != c.reason || g.Findings[0].Field != 1 || g.Findings[0].Row != c.row {
				t.Errorf("findings %+v, want one %s in record %d", g.Findings, c.reason, c.row)
			}
			if values["x"] != c.want {
				t.Errorf("got %q, want %q", values["x"], c.want)
			}
			if (g.Skip == "conflict") != (c.reason == "conflict") {
				t.Errorf("skip is %q", g.Skip)
			}
		})
	}
}
