package sqlite_test

import (
	sqldriver "database/sql/driver"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/sqlite"

	driver "modernc.org/sqlite"
)

// create makes a database of these statements and returns its path.
func create(t *testing.T, statements string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "crm.db")
	execute(t, path, statements)
	return path
}

func execute(t testing.TB, path, statements string) {
	t.Helper()
	conn, err := new(driver.Driver).Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.(sqldriver.ExecerContext).ExecContext(t.Context(), statements, nil); err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
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
