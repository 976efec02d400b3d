package sqlite_test

import (
	"context"
	sqldriver "database/sql/driver"
	"errors"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/sqlite"
	"github.com/onefold/onefold/record"

	driver "modernc.org/sqlite"
)

// create makes a database of these statements and returns its path.
func create(t *testing.T, statements string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "crm.db")
	conn, err := new(driver.Driver).Open(path)
	if err != nil {
		t.Fatal(err)
	}
	st, err := conn.Prepare(statements)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.(sqldriver.StmtExecContext).ExecContext(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(st.Close(), conn.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t *testing.T, path string) connectors.Database {
	t.Helper()
	db, err := sqlite.OpenDatabase(t.Context(), "sqlite:"+path, connectors.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func tn(name string) connectors.TableName { return connectors.TableName{Name: name} }

const schema = `
CREATE TABLE companies (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE UNIQUE, "a ""quoted"", (name" TEXT);
CREATE TABLE contacts (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- ) CHECK (not this
  company_id INT CONSTRAINT works_at REFERENCES Companies ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
  email VARCHAR(80) DEFAULT 'a,b(', born DATE, added TIMESTAMP, active BOOLEAN NOT NULL DEFAULT 1, photo BLOB, sum NUMERIC, any,
  loud TEXT GENERATED ALWAYS AS (upper(email)) VIRTUAL,
  CONSTRAINT some_email CHECK (email <> ')' AND length(email) < 81), CHECK (id > 0)
);
CREATE UNIQUE INDEX one_email ON contacts (lower(email), company_id) WHERE active = 1 AND email IS NOT NULL;
CREATE TABLE tags (contact INTEGER NOT NULL, tag TEXT NOT NULL, note TEXT, PRIMARY KEY (tag, contact), FOREIGN KEY (contact) REFERENCES contacts (id)) WITHOUT ROWID;
CREATE TABLE loose (a, b);
CREATE VIEW active_contacts AS SELECT id, email FROM contacts WHERE active;
CREATE VIEW broken AS SELECT * FROM gone;
CREATE TRIGGER touched AFTER UPDATE OF email ON contacts BEGIN INSERT INTO loose VALUES (old.id, 'BEFORE DELETE'); END;
CREATE TRIGGER kept BEFORE DELETE ON companies WHEN old.id = 1 BEGIN SELECT RAISE(ABORT, 'never'); END;
`

func TestCatalogue(t *testing.T) {
	db := open(t, create(t, schema))
	c, err := db.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, x := range c.Tables {
		names = append(names, x.Name.String()+" "+string(x.Kind))
	}
	if want := []string{"active_contacts view", "broken view", "companies table", "contacts table", "loose table", "tags table"}; !slices.Equal(names, want) {
		t.Errorf("tables %q, want %q", names, want)
	}
	contacts := c.Table(tn("contacts"))
	if !slices.Equal(contacts.Key, []string{"id"}) || !contacts.Column("id").Identity || contacts.Column("id").Nullable || !contacts.Column("loud").Generated {
		t.Errorf("key %q, columns %+v", contacts.Key, contacts.Columns)
	}
	if e := contacts.Column("email"); e.Length != 80 || e.Class != connectors.ClassText || e.Default != "'a,b('" || !e.Nullable {
		t.Errorf("email %+v", e)
	}
	wantKeys := []connectors.ForeignKey{{Name: "works_at", Columns: []string{"company_id"}, Target: tn("companies"), TargetColumns: []string{"id"}, OnDelete: connectors.SetNull, OnUpdate: connectors.Cascade, Deferrable: true, Deferred: true}}
	if !reflect.DeepEqual(contacts.ForeignKeys, wantKeys) {
		t.Errorf("foreign keys %+v", contacts.ForeignKeys)
	}
	if want := []connectors.Check{{Name: "some_email", Definition: "email <> ')' AND length(email) < 81"}, {Definition: "id > 0"}}; !reflect.DeepEqual(contacts.Checks, want) {
		t.Errorf("checks %+v", contacts.Checks)
	}
	var one connectors.Unique
	for _, u := range contacts.Uniques {
		if u.Name == "one_email" {
			one = u
		}
	}
	if !one.Partial || !one.Expressions || one.Where != "active = 1 AND email IS NOT NULL" || !slices.Equal(one.Columns, []string{"", "company_id"}) || one.Constraint {
		t.Errorf("unique %+v", one)
	}
	if g := contacts.Triggers; len(g) != 1 || g[0].Timing != "after" || !slices.Equal(g[0].Events, []string{"update"}) {
		t.Errorf("triggers %+v", g)
	}
	companies := c.Table(tn("companies"))
	if !companies.Column("name").CaseInsensitive || companies.Column(`a "quoted", (name`) == nil || companies.Triggers[0].Timing != "before" {
		t.Errorf("companies %+v", companies)
	}
	if tags := c.Table(tn("tags")); !slices.Equal(tags.Key, []string{"tag", "contact"}) || tags.Column("contact").Identity {
		t.Errorf("tags %+v", tags)
	}
	if v := c.Table(tn("active_contacts")); v.Writable() || len(v.Columns) != 2 {
		t.Errorf("view %+v", v)
	}
}

func TestWrite(t *testing.T) {
	db := open(t, create(t, schema+`
INSERT INTO companies (id, name) VALUES (1, 'One'), (2, 'Two');
INSERT INTO contacts (id, company_id, email, born, added, photo, sum, any) VALUES
 (1, 1, 'a@x', '2000-02-30', '2020-01-02T03:04:05Z', x'00ff', 1.50, 'x'), (2, 2, 'b@x', NULL, '', x'', 12345678901234567890, 7);
INSERT INTO tags (contact, tag) VALUES (1, 'a'), (2, 'a'), (2, 'b');
INSERT INTO loose VALUES (1, 2), (1, 2), (NULL, 1.5);`))
	ctx := t.Context()
	begin := func() connectors.Tx {
		t.Helper()
		tx, err := db.Begin(ctx, connectors.TxOptions{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { tx.Rollback(context.Background()) })
		return tx
	}
	all := func(r connectors.Reader, table string) (out []connectors.Image) {
		t.Helper()
		if err := r.Select(ctx, connectors.Query{Table: tn(table), Ordered: true}, func(i connectors.Image) error { out = append(out, i); return nil }); err != nil {
			t.Fatal(err)
		}
		return out
	}
	key := func(id int64) connectors.Image {
		return connectors.Image{Columns: []string{"id"}, Values: []record.Value{record.IntValue(id)}}
	}
	set := func(column string, v record.Value) connectors.Image {
		return connectors.Image{Columns: []string{column}, Values: []record.Value{v}}
	}
	before := all(db, "contacts")
	if v, _ := before[0].Get("born"); v != record.TextValue("2000-02-30") {
		t.Errorf("a date is %+v", v)
	}

	// Rows that go and come again are what they were.
	tx := begin()
	locked, err := tx.Lock(ctx, connectors.Query{Table: tn("contacts")})
	if err != nil || !reflect.DeepEqual(locked, before) {
		t.Fatalf("%v, %v", locked, err)
	}
	if err := errors.Join(tx.DeferConstraints(ctx), tx.DisableTriggers(ctx, tn("contacts"))); err != nil {
		t.Fatal(err)
	}
	for _, row := range locked {
		id, _ := row.Get("id")
		k := connectors.Image{Columns: []string{"id"}, Values: []record.Value{id}}
		if err := tx.Update(ctx, tn("contacts"), k, set("email", record.TextValue("changed")), &row); err != nil {
			t.Fatal(err)
		}
		if err := tx.Update(ctx, tn("contacts"), k, set("email", record.TextValue("changed")), &row); !errors.Is(err, connectors.ErrDrift) {
			t.Fatalf("a row that is another: %v", err)
		}
		if err := tx.Delete(ctx, tn("contacts"), k, nil); err != nil {
			t.Fatal(err)
		}
		if err := tx.Delete(ctx, tn("contacts"), k, nil); !errors.Is(err, connectors.ErrDrift) {
			t.Fatalf("a row that is gone: %v", err)
		}
		if err := tx.Insert(ctx, tn("contacts"), row); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	if after := all(db, "contacts"); !reflect.DeepEqual(after, before) {
		t.Errorf("rows are %v, were %v", after, before)
	}
	if n := len(all(db, "loose")); n != 3 {
		t.Errorf("a trigger that was off wrote: %d rows", n)
	}

	// One of two rows that are alike.
	tx = begin()
	loose := all(tx, "loose")
	if err := tx.Delete(ctx, tn("loose"), loose[0], nil); err != nil {
		t.Fatal(err)
	}
	if err := tx.Update(ctx, tn("loose"), loose[2], set("b", record.TextValue("z")), nil); err != nil {
		t.Fatal(err)
	}
	if left := all(tx, "loose"); len(left) != 2 || !reflect.DeepEqual(left[0], loose[0]) || left[1].Values[1] != record.TextValue("z") {
		t.Errorf("left %v", left)
	}
	if err := tx.Rollback(ctx); err != nil {
		t.Fatal(err)
	}

	// Errors by kind.
	for name, c := range map[string]struct {
		change connectors.RowChange
		want   error
	}{
		"unique":      {connectors.RowChange{Op: connectors.UpdateRow, Table: tn("companies"), Key: key(2), Set: set("name", record.TextValue("ONE"))}, connectors.ErrUnique},
		"check":       {connectors.RowChange{Op: connectors.UpdateRow, Table: tn("contacts"), Key: key(2), Set: set("email", record.TextValue(")"))}, connectors.ErrCheck},
		"not null":    {connectors.RowChange{Op: connectors.UpdateRow, Table: tn("companies"), Key: key(2), Set: set("name", record.Value{})}, connectors.ErrNotNull},
		"trigger":     {connectors.RowChange{Op: connectors.DeleteRow, Table: tn("companies"), Key: key(1)}, connectors.ErrTrigger},
		"foreign key": {connectors.RowChange{Op: connectors.DeleteRow, Table: tn("contacts"), Key: key(1)}, connectors.ErrForeignKey},
		"no table":    {connectors.RowChange{Op: connectors.DeleteRow, Table: tn("nothing"), Key: key(1)}, connectors.ErrNoTable},
		"no column":   {connectors.RowChange{Op: connectors.UpdateRow, Table: tn("companies"), Key: key(2), Set: set("nothing", record.Value{})}, connectors.ErrNoColumn},
		"view":        {connectors.RowChange{Op: connectors.DeleteRow, Table: tn("active_contacts"), Key: key(1)}, connectors.ErrUnsupported},
	} {
		tx := begin()
		err := tx.Apply(ctx, []connectors.RowChange{{Op: connectors.UpdateRow, Table: tn("companies"), Key: key(2), Set: set("name", record.TextValue("Deux"))}, c.change})
		var at *connectors.ChangeError
		if !errors.Is(err, c.want) || !errors.As(err, &at) || at.Index != 1 {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && strings.Contains(strings.ToLower(err.Error()), "deux") {
			t.Errorf("%s: a value in %v", name, err)
		}
		if err := tx.Rollback(ctx); err != nil {
			t.Fatal(err)
		}
	}

	// Marks.
	if items, err := db.Marked(ctx, "r1"); err != nil || len(items) != 0 {
		t.Errorf("marks %q, %v", items, err)
	}
	if err := errors.Join(db.EnsureMarker(ctx), db.EnsureMarker(ctx)); err != nil {
		t.Fatal(err)
	}
	tx = begin()
	if err := errors.Join(tx.Mark(ctx, "r1", "g2"), tx.Mark(ctx, "r1", "g1"), tx.Commit(ctx)); err != nil {
		t.Fatal(err)
	}
	tx = begin()
	if err := tx.Mark(ctx, "r1", "g2"); !errors.Is(err, connectors.ErrUnique) {
		t.Errorf("a second mark: %v", err)
	}
	if err := errors.Join(tx.Unmark(ctx, "r1", "g2"), tx.Commit(ctx)); err != nil {
		t.Fatal(err)
	}
	if items, err := db.Marked(ctx, "r1"); err != nil || !slices.Equal(items, []string{"g1"}) {
		t.Errorf("marks %q, %v", items, err)
	}
}

func TestFigures(t *testing.T) {
	db := open(t, create(t, schema+`
INSERT INTO companies (id, name) VALUES (1, 'One'), (2, 'Two'), (3, 'Three');
INSERT INTO contacts (id, company_id, email) VALUES (1, 1, '1'), (2, 1, '2'), (3, 2, '99'), (4, NULL, 'crm.contact,1');`))
	ctx := t.Context()
	got, err := db.Contained(ctx, connectors.ColumnOf{Table: tn("contacts"), Column: "company_id"}, connectors.ColumnOf{Table: tn("companies"), Column: "id"})
	if want := (connectors.Containment{Rows: 3, RowsContained: 3, Values: 2, Contained: 2}); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = db.Contained(ctx, connectors.ColumnOf{Table: tn("contacts"), Column: "email", Where: []connectors.Condition{connectors.In("active", record.IntValue(1))}},
		connectors.ColumnOf{Table: tn("companies"), Column: "id", Where: []connectors.Condition{connectors.In("name", record.TextValue("one"), record.TextValue("Three"))}})
	if want := (connectors.Containment{Rows: 4, RowsContained: 1, Values: 4, Contained: 1}); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	stats, err := db.Stats(ctx, connectors.ColumnOf{Table: tn("contacts"), Column: "company_id"})
	if want := (connectors.ColumnStats{Rows: 4, Nulls: 1, Distinct: 2, Min: record.IntValue(1), Max: record.IntValue(2)}); err != nil || stats != want {
		t.Errorf("%+v, %v", stats, err)
	}
	distinct, err := db.Distinct(ctx, connectors.ColumnOf{Table: tn("contacts"), Column: "company_id"}, 2)
	if want := []connectors.ValueCount{{Value: record.IntValue(1), Rows: 2}, {Rows: 1}}; err != nil || !reflect.DeepEqual(distinct, want) {
		t.Errorf("%+v, %v", distinct, err)
	}
	many := make([]record.Value, 3000)
	for i := range many {
		many[i] = record.IntValue(int64(i))
	}
	for _, c := range []struct {
		where []connectors.Condition
		want  int64
	}{
		{nil, 4},
		{[]connectors.Condition{connectors.In("id", many...)}, 4},
		{[]connectors.Condition{connectors.In("company_id", record.IntValue(1), record.Value{})}, 3},
		{[]connectors.Condition{connectors.In("company_id")}, 0},
		{[]connectors.Condition{connectors.IsNull("company_id")}, 1},
		{[]connectors.Condition{connectors.NotNull("company_id"), connectors.HasPrefix("email", "9")}, 1},
		{[]connectors.Condition{connectors.HasPrefix("email", "crm.contact,")}, 1},
		{[]connectors.Condition{connectors.KeyIn([]string{"id", "company_id"}, []record.Value{record.TextValue("1"), record.IntValue(1)}, []record.Value{record.IntValue(3), record.IntValue(2)}, []record.Value{record.IntValue(4), {}})}, 3},
	} {
		if n, err := db.Count(ctx, tn("contacts"), c.where...); err != nil || n != c.want {
			t.Errorf("%+v: %d, %v; want %d", c.where, n, err, c.want)
		}
	}
}
