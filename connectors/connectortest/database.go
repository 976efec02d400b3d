package connectortest

import (
	"context"
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

// Database says what the tests need to know of a database's connector.
type Database struct {
	OpenDatabase func(ctx context.Context, ref string, o connectors.Options) (connectors.Database, error)
	Open         Opener // of its tables, as sources
	// Fresh makes an empty database that goes with the test.
	Fresh func(t *testing.T) Fixture
	// Types are the types whose values have to come back as they were, with SQL
	// literals of values.
	Types []Typed
	// Trigger makes a trigger that refuses deletions from table refused.
	Trigger string
	// Deferred is what a foreign key says to wait for the commit; "" without.
	Deferred string
}

// Typed is a type and literals of its values.
type Typed struct {
	Type     string
	Literals []string
}

// Fixture is an empty database.
type Fixture struct {
	URL     func(parameters ...string) string
	Exec    func(t testing.TB, sql string)
	Options connectors.Options
}

// Table names a table of the default schema.
func Table(name string) connectors.TableName { return connectors.TableName{Name: name} }

// One is an image of one column.
func One(column string, v record.Value) connectors.Image {
	return connectors.Image{Columns: []string{column}, Values: []record.Value{v}}
}

// ID is an image of the column id.
func ID(id int64) connectors.Image { return One("id", record.IntValue(id)) }

// All returns the rows of a table in order of its key.
func All(t testing.TB, r connectors.Reader, table string) (out []connectors.Image) {
	t.Helper()
	if err := r.Select(t.Context(), connectors.Query{Table: Table(table), Ordered: true}, func(i connectors.Image) error {
		out = append(out, i)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// RunDatabase runs the suite of databases.
func RunDatabase(t *testing.T, s Database) {
	t.Run("every type comes back", s.types)
	t.Run("catalogue", s.catalogue)
	t.Run("writes", s.writes)
	t.Run("rows without a key", s.keyless)
	t.Run("errors have kinds and no values", s.kinds)
	t.Run("figures", s.figures)
	t.Run("marks", s.marks)
	t.Run("transactions", s.transactions)
}

func (s Database) open(t *testing.T, f Fixture) connectors.Database {
	t.Helper()
	db, err := s.OpenDatabase(t.Context(), f.URL(), f.Options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func (s Database) begin(t *testing.T, db connectors.Database, o connectors.TxOptions) connectors.Tx {
	t.Helper()
	tx, err := db.Begin(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := tx.Rollback(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return tx
}

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

// shop is a schema that every engine understands.
func (s Database) shop(t *testing.T) Fixture {
	t.Helper()
	f := s.Fresh(t)
	f.Exec(t, `CREATE TABLE companies (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(80) NOT NULL, vat VARCHAR(20) UNIQUE);
CREATE TABLE contacts (id INTEGER NOT NULL PRIMARY KEY, company_id INTEGER, email VARCHAR(80), age INTEGER DEFAULT 7, parent_id INTEGER,
  CONSTRAINT works_at FOREIGN KEY (company_id) REFERENCES companies (id) ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT child_of FOREIGN KEY (parent_id) REFERENCES contacts (id) `+s.Deferred+`, CONSTRAINT grown CHECK (age >= 0));
CREATE UNIQUE INDEX one_email ON contacts (email, company_id);
CREATE TABLE tags (contact INTEGER NOT NULL, tag VARCHAR(20) NOT NULL, note VARCHAR(20), PRIMARY KEY (tag, contact), FOREIGN KEY (contact) REFERENCES contacts (id) ON DELETE CASCADE);
CREATE TABLE loose (a INTEGER, b VARCHAR(20));
CREATE TABLE refused (id INTEGER NOT NULL PRIMARY KEY);
CREATE VIEW adults AS SELECT id, email FROM contacts WHERE age > 17;
INSERT INTO companies (id, name, vat) VALUES (1, 'One', 'A1'), (2, 'Two', NULL), (3, 'Three', NULL);
INSERT INTO contacts (id, company_id, email, age) VALUES (1, 1, '1', 20), (2, 1, '2', 30), (3, 2, '99', NULL), (4, NULL, 'crm.contact,1', 0);
INSERT INTO tags (contact, tag) VALUES (1, 'a'), (2, 'a'), (2, 'b');
INSERT INTO loose VALUES (1, 'x'), (1, 'x'), (1, 'X'), (NULL, 'y'), (NULL, NULL);
INSERT INTO refused VALUES (1);`)
	f.Exec(t, s.Trigger)
	return f
}

func (s Database) catalogue(t *testing.T) {
	db := s.open(t, s.shop(t))
	c, err := db.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, x := range c.Tables {
		names = append(names, x.Name.String()+" "+string(x.Kind))
	}
	if want := []string{"adults view", "companies table", "contacts table", "loose table", "refused table", "tags table"}; !slices.Equal(names, want) {
		t.Fatalf("tables %q, want %q", names, want)
	}
	contacts := c.Table(Table("contacts"))
	if !slices.Equal(contacts.Key, []string{"id"}) || contacts.Column("id").Nullable || !contacts.Column("age").Nullable || contacts.Column("age").Default != "7" || contacts.Column("email").HasDefault {
		t.Errorf("key %q, columns %+v", contacts.Key, contacts.Columns)
	}
	if e := contacts.Column("email"); e.Length != 80 || e.Class != connectors.ClassText {
		t.Errorf("email %+v", e)
	}
	keys := map[string]connectors.ForeignKey{}
	for _, k := range contacts.ForeignKeys {
		keys[k.Name] = k
	}
	if k := keys["works_at"]; len(keys) != 2 || k.Target != Table("companies") || k.OnDelete != connectors.SetNull || k.OnUpdate != connectors.Cascade || !slices.Equal(k.Columns, []string{"company_id"}) || !slices.Equal(k.TargetColumns, []string{"id"}) {
		t.Errorf("foreign keys %+v", contacts.ForeignKeys)
	}
	if k := keys["child_of"]; k.Deferred != (s.Deferred != "") || k.Target != Table("contacts") {
		t.Errorf("foreign key to itself %+v", k)
	}
	if len(contacts.Checks) != 1 || contacts.Checks[0].Name != "grown" || !strings.Contains(contacts.Checks[0].Definition, "age") {
		t.Errorf("checks %+v", contacts.Checks)
	}
	uniques := map[string]connectors.Unique{}
	for _, u := range contacts.Uniques {
		uniques[u.Name] = u
		if u.Primary && !slices.Equal(u.Columns, []string{"id"}) {
			t.Errorf("primary key %+v", u)
		}
	}
	if u := uniques["one_email"]; len(uniques) != 2 || !slices.Equal(u.Columns, []string{"email", "company_id"}) || u.Partial || u.Expressions || u.Primary {
		t.Errorf("uniques %+v", contacts.Uniques)
	}
	if tags := c.Table(Table("tags")); !slices.Equal(tags.Key, []string{"tag", "contact"}) || tags.ForeignKeys[0].OnDelete != connectors.Cascade {
		t.Errorf("tags %+v", tags)
	}
	if v := c.Table(Table("adults")); v.Writable() || len(v.Columns) != 2 {
		t.Errorf("view %+v", v)
	}
	if g := c.Table(Table("refused")).Triggers; len(g) != 1 || g[0].Timing != "before" || !slices.Equal(g[0].Events, []string{"delete"}) || g[0].Definition == "" {
		t.Errorf("triggers %+v", g)
	}
	p, err := db.Privileges(t.Context(), Table("contacts"))
	if want := (connectors.Privileges{Select: true, Insert: true, Update: true, Delete: true}); err != nil || p != want {
		t.Errorf("privileges %+v, %v", p, err)
	}
	if p, err = db.Privileges(t.Context(), Table("adults")); err != nil || !p.Select || p.Delete {
		t.Errorf("privileges of a view %+v, %v", p, err)
	}
	again, err := db.Catalogue(t.Context())
	if err != nil || again != c {
		t.Errorf("the catalogue was read twice, %v", err)
	}
	db.Refresh()
	if again, err = db.Catalogue(t.Context()); err != nil || again == c || !reflect.DeepEqual(again, c) {
		t.Errorf("the catalogue after Refresh: %v, %v", again, err)
	}
}

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

func (s Database) figures(t *testing.T) {
	db := s.open(t, s.shop(t))
	ctx := t.Context()
	got, err := db.Contained(ctx, connectors.ColumnOf{Table: Table("contacts"), Column: "company_id"}, connectors.ColumnOf{Table: Table("companies"), Column: "id"})
	if want := (connectors.Containment{Rows: 3, RowsContained: 3, Values: 2, Contained: 2}); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = db.Contained(ctx, connectors.ColumnOf{Table: Table("contacts"), Column: "email", Where: []connectors.Condition{connectors.In("age", record.IntValue(20), record.Value{})}},
		connectors.ColumnOf{Table: Table("companies"), Column: "id", Where: []connectors.Condition{connectors.In("name", record.TextValue("One"), record.TextValue("Three"))}})
	if want := (connectors.Containment{Rows: 2, RowsContained: 1, Values: 2, Contained: 1}); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	stats, err := db.Stats(ctx, connectors.ColumnOf{Table: Table("contacts"), Column: "company_id"})
	if want := (connectors.ColumnStats{Rows: 4, Nulls: 1, Distinct: 2, Min: record.IntValue(1), Max: record.IntValue(2)}); err != nil || stats != want {
		t.Errorf("%+v, %v", stats, err)
	}
	distinct, err := db.Distinct(ctx, connectors.ColumnOf{Table: Table("contacts"), Column: "company_id", Where: []connectors.Condition{connectors.NotNull("company_id")}}, 1)
	if want := []connectors.ValueCount{{Value: record.IntValue(1), Rows: 2}}; err != nil || !reflect.DeepEqual(distinct, want) {
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
		{[]connectors.Condition{connectors.In("email", record.IntValue(99), record.IntValue(2))}, 2},
		{[]connectors.Condition{connectors.In("id", record.TextValue("3"))}, 1},
		{[]connectors.Condition{connectors.NotNull("company_id"), connectors.HasPrefix("email", "9")}, 1},
		{[]connectors.Condition{connectors.HasPrefix("email", "crm.contact,")}, 1},
		{[]connectors.Condition{connectors.HasPrefix("email", "CRM.contact,")}, 0},
		{[]connectors.Condition{connectors.HasPrefix("email", "%")}, 0},
		{[]connectors.Condition{connectors.KeyIn([]string{"id", "company_id"}, []record.Value{record.TextValue("1"), record.IntValue(1)}, []record.Value{record.IntValue(3), record.IntValue(2)}, []record.Value{record.IntValue(4), {}})}, 3},
	} {
		if n, err := db.Count(ctx, Table("contacts"), c.where...); err != nil || n != c.want {
			t.Errorf("%.200v: %d, %v; want %d", c.where, n, err, c.want)
		}
	}
	var images int
	if err := db.Select(ctx, connectors.Query{Table: Table("contacts"), Columns: []string{"email"}, Limit: 2}, func(i connectors.Image) error { images++; return nil }); err != nil || images != 2 {
		t.Errorf("%d images, %v", images, err)
	}
	if err := db.Select(ctx, connectors.Query{Table: Table("contacts")}, func(connectors.Image) error { return errRefused }); !errors.Is(err, errRefused) {
		t.Errorf("a receiver that refuses: %v", err)
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

func (s Database) transactions(t *testing.T) {
	db := s.open(t, s.shop(t))
	ctx := t.Context()
	tx := s.begin(t, db, connectors.TxOptions{})
	set := func(v string) {
		t.Helper()
		if err := tx.Update(ctx, Table("companies"), ID(1), One("name", record.TextValue(v)), nil); err != nil {
			t.Fatal(err)
		}
	}
	name := func() string { return All(t, tx, "companies")[0].Values[1].Text }
	set("a")
	if err := tx.Savepoint(ctx, "one"); err != nil {
		t.Fatal(err)
	}
	set("b")
	if err := tx.Update(ctx, Table("companies"), ID(2), One("vat", record.TextValue("A1")), nil); !errors.Is(err, connectors.ErrUnique) {
		t.Fatal(err)
	}
	if err := tx.RollbackTo(ctx, "one"); err != nil {
		t.Fatal(err)
	}
	if got := name(); got != "a" {
		t.Errorf("after going back it is %q", got)
	}
	if err := tx.Release(ctx, "one"); err != nil {
		t.Fatal(err)
	}
	if s.Deferred != "" {
		// A child in front of its parent.
		child := connectors.Image{Columns: []string{"id", "parent_id"}, Values: []record.Value{record.IntValue(50), record.IntValue(51)}}
		if err := errors.Join(tx.DeferConstraints(ctx), tx.Insert(ctx, Table("contacts"), child), tx.Insert(ctx, Table("contacts"), ID(51)), tx.CheckConstraints(ctx)); err != nil {
			t.Error(err)
		}
	}
	if err := tx.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	if s.Deferred != "" {
		tx = s.begin(t, db, connectors.TxOptions{})
		child := connectors.Image{Columns: []string{"id", "parent_id"}, Values: []record.Value{record.IntValue(60), record.IntValue(61)}}
		if err := errors.Join(tx.DeferConstraints(ctx), tx.Insert(ctx, Table("contacts"), child)); err != nil {
			t.Error(err)
		}
		if err := tx.Commit(ctx); !errors.Is(err, connectors.ErrForeignKey) {
			t.Errorf("a commit that breaks a foreign key: %v", err)
		}
	}

	// One moment, whatever others write.
	look := s.begin(t, db, connectors.TxOptions{ReadOnly: true, Isolation: connectors.Snapshot})
	if n, err := look.Count(ctx, Table("loose")); err != nil || n != 5 {
		t.Fatalf("%d rows, %v", n, err)
	}
	if db.Abilities().RowLocks {
		tx = s.begin(t, db, connectors.TxOptions{})
		if err := errors.Join(tx.Insert(ctx, Table("loose"), One("a", record.IntValue(8))), tx.Commit(ctx)); err != nil {
			t.Fatal(err)
		}
		if n, err := look.Count(ctx, Table("loose")); err != nil || n != 5 {
			t.Errorf("the snapshot has %d rows, %v", n, err)
		}
	}
	if err := look.Insert(ctx, Table("loose"), One("a", record.IntValue(9))); !errors.Is(err, connectors.ErrReadOnly) && db.Abilities().RowLocks {
		t.Errorf("writing while only reading: %v", err)
	}
	if err := look.Rollback(ctx); err != nil {
		t.Fatal(err)
	}

	// Who waits for too long is told so.
	tx = s.begin(t, db, connectors.TxOptions{})
	if _, err := tx.Lock(ctx, connectors.Query{Table: Table("companies"), Where: []connectors.Condition{connectors.In("id", record.IntValue(1))}}); err != nil {
		t.Fatal(err)
	}
	other, err := db.Begin(ctx, connectors.TxOptions{LockTimeout: 50 * time.Millisecond})
	if err == nil {
		err = other.Update(ctx, Table("companies"), ID(1), One("name", record.TextValue("z")), nil)
		if rollback := other.Rollback(ctx); rollback != nil {
			t.Error(rollback)
		}
	}
	if !errors.Is(err, connectors.ErrLockTimeout) {
		t.Errorf("a row that another has: %v", err)
	}
	if err := tx.Rollback(ctx); err != nil {
		t.Fatal(err)
	}

	// Triggers that are off for a while, where that can be.
	tx = s.begin(t, db, connectors.TxOptions{})
	err = tx.DisableTriggers(ctx, Table("refused"))
	if !db.Abilities().DisableTriggers {
		if !errors.Is(err, connectors.ErrUnsupported) && !errors.Is(err, connectors.ErrPermission) {
			t.Errorf("triggers that cannot be disabled: %v", err)
		}
	} else {
		if err := errors.Join(err, tx.Delete(ctx, Table("refused"), ID(1), nil), tx.Insert(ctx, Table("refused"), ID(1)), tx.EnableTriggers(ctx)); err != nil {
			t.Fatal(err)
		}
		if err := tx.Delete(ctx, Table("refused"), ID(1), nil); !errors.Is(err, connectors.ErrTrigger) {
			t.Errorf("the trigger is on again: %v", err)
		}
	}
	if err := tx.Rollback(ctx); err != nil {
		t.Fatal(err)
	}

	// A transaction under a cancelled context is over, and the database goes on.
	cancelled, cancel := context.WithCancel(ctx)
	tx, err = db.Begin(cancelled, connectors.TxOptions{})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := tx.Update(cancelled, Table("companies"), ID(1), One("name", record.TextValue("z")), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("after cancelling: %v", err)
	}
	if err := tx.Rollback(ctx); err != nil {
		t.Error(err)
	}
	if got := All(t, db, "companies")[0].Values[1].Text; got != "a" {
		t.Errorf("the company is called %q", got)
	}
}
