package connectortest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

// types writes every value back in three ways: a row that goes and comes, a
// value put into another row, a row found by its value.
func (s Database) types(t *testing.T) {
	f := s.Fresh(t)
	var create, insert strings.Builder
	create.WriteString("CREATE TABLE typed (id INTEGER NOT NULL PRIMARY KEY")
	most := 0
	for i, c := range s.Types {
		fmt.Fprintf(&create, ", c%d %s", i, c.Type)
		most = max(most, len(c.Literals))
	}
	create.WriteString(");")
	for row := range most + 1 {
		fmt.Fprintf(&insert, "INSERT INTO typed VALUES (%d", row+1)
		for _, c := range s.Types {
			literal := "NULL"
			if row < len(c.Literals) {
				literal = c.Literals[row]
			}
			insert.WriteString(", " + literal)
		}
		insert.WriteString(");")
	}
	f.Exec(t, create.String())
	f.Exec(t, insert.String())
	db := s.open(t, f)
	before := All(t, db, "typed")
	if len(before) != most+1 {
		t.Fatalf("%d rows of %d", len(before), most+1)
	}
	last := before[most]
	for i := range s.Types {
		if !last.Values[i+1].IsNull() {
			t.Errorf("%s: Null is %+v", s.Types[i].Type, last.Values[i+1])
		}
	}
	ctx := t.Context()
	tx := s.begin(t, db, connectors.TxOptions{})
	for _, row := range before {
		key := connectors.Image{Columns: row.Columns[:1], Values: row.Values[:1]}
		if err := tx.Delete(ctx, Table("typed"), key, &row); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := tx.Count(ctx, Table("typed")); err != nil || n != 0 {
		t.Fatalf("%d rows left, %v", n, err)
	}
	var changes []connectors.RowChange
	for _, row := range before {
		changes = append(changes, connectors.RowChange{Op: connectors.InsertRow, Table: Table("typed"), Set: row})
	}
	if err := tx.Apply(ctx, changes); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	s.same(t, "a row that went and came", before, All(t, db, "typed"))

	// Each value goes to the row of Nulls and back; each is found by itself.
	for i, c := range s.Types {
		column := last.Columns[i+1]
		for n := range c.Literals {
			v := before[n].Values[i+1]
			tx := s.begin(t, db, connectors.TxOptions{})
			if err := tx.Update(ctx, Table("typed"), ID(int64(most+1)), One(column, v), nil); err != nil {
				t.Errorf("%s: writing %s: %v", c.Type, c.Literals[n], err)
				_ = tx.Rollback(ctx)
				continue
			}
			got := All(t, tx, "typed")[most]
			if got.Values[i+1] != v {
				t.Errorf("%s: %s is %+v, and %+v when it is written", c.Type, c.Literals[n], v, got.Values[i+1])
			}
			// A whole row is its own key, to the last byte.
			whole := connectors.Image{Columns: []string{column}, Values: []record.Value{v}}
			if count, err := tx.Count(ctx, Table("typed"), connectors.In(column, v)); err != nil || count < 2 {
				t.Errorf("%s: %s finds %d rows, %v", c.Type, c.Literals[n], count, err)
				_ = tx.Rollback(ctx)
				continue
			}
			if err := tx.Update(ctx, Table("typed"), whole, One(column, v), nil); err != nil {
				t.Errorf("%s: %s as a key: %v", c.Type, c.Literals[n], err)
			}
			if err := tx.Rollback(ctx); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := db.Stats(ctx, connectors.ColumnOf{Table: Table("typed"), Column: column}); err != nil {
			t.Errorf("%s: figures: %v", c.Type, err)
		}
		if _, err := db.Distinct(ctx, connectors.ColumnOf{Table: Table("typed"), Column: column}, 3); err != nil {
			t.Errorf("%s: distinct values: %v", c.Type, err)
		}
		if _, err := db.Contained(ctx, connectors.ColumnOf{Table: Table("typed"), Column: column}, connectors.ColumnOf{Table: Table("typed"), Column: "id"}); err != nil {
			t.Errorf("%s: containment: %v", c.Type, err)
		}
	}
	s.same(t, "after all", before, All(t, db, "typed"))
}

func (s Database) same(t *testing.T, what string, want, got []connectors.Image) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d rows, want %d", what, len(got), len(want))
	}
	for i := range want {
		for j, v := range want[i].Values {
			if w := got[i].Values[j]; w != v {
				kind := ""
				if j > 0 && j <= len(s.Types) {
					kind = s.Types[j-1].Type
				}
				t.Errorf("%s: row %d, %s (%s): %+v, want %+v", what, i+1, want[i].Columns[j], kind, w, v)
			}
		}
	}
}
