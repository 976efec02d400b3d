package sqlite

import (
	"reflect"
	"testing"

	"github.com/onefold/onefold/connectors"
)

// What no pragma tells is read from the text, whatever is in it.
func TestDeclared(t *testing.T) {
	table := &connectors.Table{
		Columns:     []connectors.Column{{Name: "check"}, {Name: "b c"}, {Name: "d"}},
		ForeignKeys: make([]connectors.ForeignKey, 2), // as the pragma lists them: the last one first
	}
	declared(table, `CREATE TABLE "t(" ("check" int CONSTRAINT "one(" CHECK (("check" > 0)) REFERENCES x(y) DEFERRABLE INITIALLY DEFERRED,
 [b c] text COLLATE nocase DEFAULT ('CHECK (no)') /* CHECK (no) */, d int, -- CHECK (no)
 CHECK (d IN (1, 2)), CONSTRAINT two FOREIGN KEY (d) REFERENCES z NOT DEFERRABLE INITIALLY IMMEDIATE) STRICT`)
	if want := []connectors.Check{{Name: "one(", Definition: `("check" > 0)`}, {Definition: "d IN (1, 2)"}}; !reflect.DeepEqual(table.Checks, want) {
		t.Errorf("checks %+v", table.Checks)
	}
	if f := table.ForeignKeys; !f[1].Deferred || f[0].Deferred || f[0].Name != "two" {
		t.Errorf("foreign keys %+v", f)
	}
	if c := table.Columns; c[0].CaseInsensitive || !c[1].CaseInsensitive || c[1].Collation != "nocase" {
		t.Errorf("columns %+v", c)
	}
}

func FuzzDeclared(f *testing.F) {
	f.Add("CREATE TABLE t (a int CHECK (a > 0) REFERENCES b DEFERRABLE, CONSTRAINT [x]] UNIQUE (a)) -- x\n/* ' */")
	f.Add("CREATE UNIQUE INDEX i ON t (lower(a)) WHERE a <> 'WHERE (' AND b")
	f.Add("CREATE TRIGGER t AFTER UPDATE OF a ON b BEGIN DELETE FROM c; END")
	f.Fuzz(func(t *testing.T, sql string) {
		end := 0
		for _, w := range words(sql) {
			if w.from < end || w.to <= w.from || w.to > len(sql) {
				t.Fatalf("word %+v after %d", w, end)
			}
			end = w.to
		}
		declared(&connectors.Table{Columns: []connectors.Column{{Name: "a"}}, ForeignKeys: make([]connectors.ForeignKey, 1)}, sql)
		_, _ = condition(sql), withoutRowID(sql)
		timing(sql)
	})
}
