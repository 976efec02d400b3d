package connectortest

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

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
	t.Run("source", s.sources)
	t.Run("selections", s.selections)
	t.Run("pages", s.pages)
	t.Run("one moment", s.snapshot)
	t.Run("every type comes back", s.types)
	t.Run("catalogue", s.catalogue)
	t.Run("writes", s.writes)
	t.Run("many changes", s.many)
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
		{[]connectors.Condition{connectors.Between("id", 2, 3), connectors.NotNull("id")}, 2},
		{[]connectors.Condition{connectors.Between("company_id", -5, 1)}, 2},
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
