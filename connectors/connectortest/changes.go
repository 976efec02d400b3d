package connectortest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

func (s Database) writes(t *testing.T) {
	db := s.open(t, s.shop(t))
	ctx := t.Context()
	before := All(t, db, "contacts")
	tx := s.begin(t, db, connectors.TxOptions{LockTimeout: 2 * time.Second, StatementTimeout: 20 * time.Second})
	locked, err := tx.Lock(ctx, connectors.Query{Table: Table("contacts"), Where: []connectors.Condition{connectors.In("company_id", record.IntValue(1), record.IntValue(2))}})
	if err != nil || !reflect.DeepEqual(locked, before[:3]) {
		t.Fatalf("%v, %v", locked, err)
	}
	if err := tx.Update(ctx, Table("contacts"), ID(1), One("email", record.TextValue("new")), &locked[0]); err != nil {
		t.Fatal(err)
	}
	if err := tx.Update(ctx, Table("contacts"), ID(1), One("email", record.TextValue("newer")), &locked[0]); !errors.Is(err, connectors.ErrDrift) {
		t.Errorf("a row that is another: %v", err)
	}
	if got := All(t, tx, "contacts")[0].Values[2]; got != record.TextValue("new") {
		t.Errorf("the transaction reads %+v", got)
	}
	if got := All(t, db, "companies"); len(got) != 3 {
		t.Errorf("others read %v", got)
	}
	if err := tx.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(ctx); !errors.Is(err, connectors.ErrClosed) {
		t.Errorf("a second commit: %v", err)
	}
	if got := All(t, db, "contacts")[0].Values[2]; got != record.TextValue("new") {
		t.Errorf("after the commit it is %+v", got)
	}

	// What only sets the same value is done too; what finds no row is not.
	tx = s.begin(t, db, connectors.TxOptions{})
	if err := tx.Update(ctx, Table("contacts"), ID(1), One("email", record.TextValue("new")), nil); err != nil {
		t.Errorf("the same value: %v", err)
	}
	if err := tx.Update(ctx, Table("contacts"), ID(77), One("email", record.TextValue("new")), nil); !errors.Is(err, connectors.ErrDrift) {
		t.Errorf("no row: %v", err)
	}
	if err := tx.Rollback(ctx); err != nil {
		t.Fatal(err)
	}
	tx = s.begin(t, db, connectors.TxOptions{})
	if err := tx.Delete(ctx, Table("contacts"), ID(77), nil); !errors.Is(err, connectors.ErrDrift) {
		t.Errorf("no row: %v", err)
	}
	if err := tx.Rollback(ctx); err != nil {
		t.Fatal(err)
	}
	// A key that is renumbered, one of two columns, and an insert without all columns.
	tx = s.begin(t, db, connectors.TxOptions{})
	if err := tx.Apply(ctx, []connectors.RowChange{
		{Op: connectors.InsertRow, Table: Table("contacts"), Set: ID(9)},
		{Op: connectors.UpdateRow, Table: Table("tags"), Key: connectors.Image{Columns: []string{"contact", "tag"}, Values: []record.Value{record.IntValue(2), record.TextValue("b")}}, Set: One("contact", record.IntValue(1))},
		{Op: connectors.DeleteRow, Table: Table("tags"), Key: connectors.Image{Columns: []string{"tag", "contact"}, Values: []record.Value{record.TextValue("a"), record.IntValue(2)}}},
		{Op: connectors.DeleteRow, Table: Table("contacts"), Key: ID(2)},
	}); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(All(t, db, "tags")); got != "[{[contact tag note] [1 a ]} {[contact tag note] [1 b ]}]" {
		t.Errorf("tags %s", got)
	}
	if got := All(t, db, "contacts"); len(got) != 4 || got[3].Values[3] != record.IntValue(7) {
		t.Errorf("contacts %v", got)
	}
}

// many does changes that one statement can do, and notices a row among them that
// is not there.
func (s Database) many(t *testing.T) {
	f := s.Fresh(t)
	f.Exec(t, "CREATE TABLE child (a INTEGER NOT NULL, b VARCHAR(9) NOT NULL, parent INTEGER, PRIMARY KEY (a, b));")
	db := s.open(t, f)
	ctx, table := t.Context(), Table("child")
	key := func(i int) connectors.Image {
		return connectors.Image{Columns: []string{"b", "a"}, Values: []record.Value{record.TextValue(fmt.Sprint("k", i)), record.IntValue(int64(i % 7))}}
	}
	const rows = 1300
	var insert, move []connectors.RowChange
	for i := range rows {
		k := key(i)
		insert = append(insert, connectors.RowChange{Op: connectors.InsertRow, Table: table, Set: connectors.Image{Columns: []string{"b", "a", "parent"}, Values: append(slices.Clone(k.Values), record.IntValue(int64(i)))}})
		move = append(move, connectors.RowChange{Op: connectors.UpdateRow, Table: table, Key: k, Set: One("parent", record.IntValue(int64(i/1000)))})
	}
	move = append(move, move[rows-1]) // the same again, which is no error
	tx := s.begin(t, db, connectors.TxOptions{})
	if err := errors.Join(tx.Apply(ctx, nil), tx.Apply(ctx, insert), tx.Apply(ctx, move)); err != nil {
		t.Fatal(err)
	}
	for parent, want := range map[int64]int64{0: 1000, 1: 300} {
		if n, err := tx.Count(ctx, table, connectors.In("parent", record.IntValue(parent))); err != nil || n != want {
			t.Errorf("%d rows of %d, %v; want %d", n, parent, err, want)
		}
	}
	if err := tx.Savepoint(ctx, "before"); err != nil {
		t.Fatal(err)
	}
	var gone []connectors.RowChange
	for i := range 20 {
		gone = append(gone, connectors.RowChange{Op: connectors.DeleteRow, Table: table, Key: key(i)})
	}
	if err := tx.Apply(ctx, gone); err != nil {
		t.Fatal(err)
	}
	if n, err := tx.Count(ctx, table); err != nil || n != rows-20 {
		t.Errorf("%d rows, %v", n, err)
	}
	var at *connectors.ChangeError
	if err := tx.Apply(ctx, append([]connectors.RowChange{{Op: connectors.DeleteRow, Table: table, Key: key(30)}}, move[19:25]...)); !errors.Is(err, connectors.ErrDrift) || !errors.As(err, &at) || at.Index != 1 {
		t.Errorf("a row among others that is gone: %v", err)
	}
	if err := tx.RollbackTo(ctx, "before"); err != nil {
		t.Fatal(err)
	}
	if n, err := tx.Count(ctx, table); err != nil || n != rows {
		t.Errorf("%d rows, %v", n, err)
	}
}

func (s Database) keyless(t *testing.T) {
	db := s.open(t, s.shop(t))
	ctx := t.Context()
	tx := s.begin(t, db, connectors.TxOptions{})
	rows := All(t, tx, "loose")
	count := func(want map[string]int) {
		t.Helper()
		got := map[string]int{}
		for _, r := range All(t, tx, "loose") {
			got[fmt.Sprintf("%v %v", r.Values[0], r.Values[1])]++
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("rows %v, want %v", got, want)
		}
	}
	if err := tx.Delete(ctx, Table("loose"), rows[2], nil); err != nil {
		t.Fatal(err)
	}
	count(map[string]int{"1 x": 2, " y": 1, " ": 1})
	if err := tx.Update(ctx, Table("loose"), rows[0], One("b", record.TextValue("z")), nil); err != nil {
		t.Fatal(err)
	}
	count(map[string]int{"1 x": 1, "1 z": 1, " y": 1, " ": 1})
	if err := tx.Apply(ctx, []connectors.RowChange{
		{Op: connectors.DeleteRow, Table: Table("loose"), Key: rows[0]},
		{Op: connectors.DeleteRow, Table: Table("loose"), Key: rows[4]},
		{Op: connectors.InsertRow, Table: Table("loose"), Set: rows[3]},
	}); err != nil {
		t.Fatal(err)
	}
	count(map[string]int{"1 z": 1, " y": 2})
}

func (s Database) kinds(t *testing.T) {
	db := s.open(t, s.shop(t))
	ctx := t.Context()
	secret := record.TextValue("Zweistein")
	update := func(table string, id int64, column string, v record.Value) connectors.RowChange {
		return connectors.RowChange{Op: connectors.UpdateRow, Table: Table(table), Key: ID(id), Set: One(column, v)}
	}
	for name, c := range map[string]struct {
		change connectors.RowChange
		want   error
	}{
		"unique":      {update("companies", 2, "vat", record.TextValue("A1")), connectors.ErrUnique},
		"check":       {update("contacts", 2, "age", record.IntValue(-1)), connectors.ErrCheck},
		"not null":    {update("companies", 2, "name", record.Value{}), connectors.ErrNotNull},
		"foreign key": {update("contacts", 2, "company_id", record.IntValue(17)), connectors.ErrForeignKey},
		"trigger":     {connectors.RowChange{Op: connectors.DeleteRow, Table: Table("refused"), Key: ID(1)}, connectors.ErrTrigger},
		"no table":    {connectors.RowChange{Op: connectors.DeleteRow, Table: Table("nothing"), Key: ID(1)}, connectors.ErrNoTable},
		"no column":   {update("companies", 2, "nothing", secret), connectors.ErrNoColumn},
		"view":        {connectors.RowChange{Op: connectors.DeleteRow, Table: Table("adults"), Key: ID(1)}, connectors.ErrUnsupported},
	} {
		tx := s.begin(t, db, connectors.TxOptions{})
		err := tx.Apply(ctx, []connectors.RowChange{update("companies", 3, "name", secret), c.change})
		var at *connectors.ChangeError
		if !errors.Is(err, c.want) || !errors.As(err, &at) || at.Index != 1 {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && (strings.Contains(err.Error(), secret.Text) || strings.Contains(err.Error(), "A1")) {
			t.Errorf("%s: a value in %v", name, err)
		}
		if err := tx.Rollback(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if got := All(t, db, "companies")[2].Values[1]; got != record.TextValue("Three") {
		t.Errorf("after rolling back it is %+v", got)
	}
	if _, err := db.Count(ctx, Table("nothing")); !errors.Is(err, connectors.ErrNoTable) {
		t.Errorf("counting in no table: %v", err)
	}
}

func (s Database) marks(t *testing.T) {
	db := s.open(t, s.Fresh(t))
	ctx := t.Context()
	if items, err := db.Marked(ctx, "r1"); err != nil || len(items) != 0 {
		t.Errorf("marks %q, %v", items, err)
	}
	if err := errors.Join(db.EnsureMarker(ctx), db.EnsureMarker(ctx)); err != nil {
		t.Fatal(err)
	}
	tx := s.begin(t, db, connectors.TxOptions{})
	if err := errors.Join(tx.Mark(ctx, "r1", "g2"), tx.Mark(ctx, "r1", "g1"), tx.Mark(ctx, "r2", "g1"), tx.Commit(ctx)); err != nil {
		t.Fatal(err)
	}
	tx = s.begin(t, db, connectors.TxOptions{})
	if err := tx.Mark(ctx, "r1", "g2"); !errors.Is(err, connectors.ErrUnique) {
		t.Errorf("a second mark: %v", err)
	}
	if err := tx.Rollback(ctx); err != nil {
		t.Fatal(err)
	}
	tx = s.begin(t, db, connectors.TxOptions{})
	if err := errors.Join(tx.Unmark(ctx, "r1", "g2"), tx.Unmark(ctx, "r1", "g7"), tx.Commit(ctx)); err != nil {
		t.Fatal(err)
	}
	if items, err := db.Marked(ctx, "r1"); err != nil || !slices.Equal(items, []string{"g1"}) {
		t.Errorf("marks %q, %v", items, err)
	}
}
