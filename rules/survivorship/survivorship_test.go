package survivorship

import (
	"strings"
	"testing"

	"github.com/onefold/onefold/record"
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
	switch k {
	case record.Number, record.Date, record.Created, record.Modified:
		return strings.ReplaceAll(v, ",", ".")
	}
	if v == "n/a" {
		return ""
	}
	return word(v)
}

func group(n int) []record.Row {
	rows := make([]record.Row, n)
	for i := range rows {
		rows[i] = record.Row(n - 1 - i)
	}
	return rows
}

func TestDefaultPolicy(t *testing.T) {
	fields := table(t, `
id:key | name:person   | email:email | street:street:address | city:city:address | created:created_at | updated:updated_at | ok:consent | note
10     | JEAN DUPONT   | j@x.fr      |                       | Lyon              | 2021-03-01         | 2023-01-01         | yes        |
9      | Jean Dupont   |             | 1 rue X               | LYON              | 2020-01-01         | 2022-01-01         | no         | n/a
`)
	r, err := New(Config{}, fields)
	if err != nil {
		t.Fatal(err)
	}
	g := r.Resolve(group(2))
	var got []string
	for i, v := range g.Values {
		got = append(got, v.Text+"/"+v.Rule)
		_ = i
	}
	t.Log(g.Why, g.Master, got)
}
