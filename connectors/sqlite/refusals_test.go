package sqlite_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/connectortest"
	"github.com/onefold/onefold/connectors/sqlite"
	"github.com/onefold/onefold/record"
)

func TestRefusals(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte("this is not a database, though it is long enough to look like one"), 0o600); err != nil {
		t.Fatal(err)
	}
	connectortest.RunRefusals(t, suite(), []string{"hunter2"},
		connectortest.Refusal{Name: "no file", URL: "sqlite:" + filepath.Join(dir, "gone.db") + "?table=x", Want: connectors.ErrNoDatabase},
		connectortest.Refusal{Name: "a folder", URL: "sqlite:" + dir + "?table=x", Want: connectors.ErrDirectory},
		connectortest.Refusal{Name: "another file", URL: "sqlite:" + text + "?table=x", Want: connectors.ErrNotDatabase},
		connectortest.Refusal{Name: "no name", URL: "sqlite:?table=x", Want: connectors.ErrOption},
		connectortest.Refusal{Name: "no SQL", URL: "sqlite:" + create(t, "CREATE TABLE a (b)") + "?query=SELECT b FROM a WHERE", Want: connectors.ErrSyntax},
		connectortest.Refusal{Name: "no table", URL: "sqlite:" + create(t, "CREATE TABLE a (b)") + "?table=x", Want: connectors.ErrNoTable},
		connectortest.Refusal{Name: "a schema", URL: "sqlite:" + text + "?table=x&schema=crm", Want: connectors.ErrOption},
		connectortest.Refusal{Name: "password", URL: "sqlite:" + text + "?table=x&pwd=hunter2", Want: connectors.ErrOption},
	)
	if _, err := os.Stat(filepath.Join(dir, "gone.db")); err == nil {
		t.Error("a database was made")
	}
}

// A copy of a database on a disk that cannot be written to is read all the same.
func TestReadOnly(t *testing.T) {
	path := create(t, "CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT); INSERT INTO a VALUES (1, 'x');")
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	db := open(t, path)
	if os.Getuid() != 0 && !db.Abilities().ReadOnly {
		t.Error("a file that cannot be written says it can")
	}
	if got := connectortest.All(t, db, "a"); len(got) != 1 {
		t.Errorf("rows %v", got)
	}
	if os.Getuid() == 0 {
		t.Skip("root can write to every file")
	}
	tx, err := db.Begin(t.Context(), connectors.TxOptions{})
	if err == nil {
		err = tx.Update(t.Context(), connectortest.Table("a"), connectortest.ID(1), connectortest.One("b", record.TextValue("y")), nil)
	}
	if !errors.Is(err, connectors.ErrReadOnly) {
		t.Errorf("writing: %v", err)
	}
}

// Names may hold anything.
func TestOddPath(t *testing.T) {
	path := create(t, "CREATE TABLE a (b); INSERT INTO a VALUES ('x');")
	odd := filepath.Join(filepath.Dir(path), "a b%20#é&.db")
	if err := os.Rename(path, odd); err != nil {
		t.Fatal(err)
	}
	for _, ref := range []string{"sqlite:" + odd, "sqlite://" + odd, "SQLITE3:" + odd} {
		src, err := sqlite.Open(t.Context(), ref+"?table=a", connectors.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var c connectortest.Collector
		if err := errors.Join(src.Read(t.Context(), &c), src.Close()); err != nil || len(c.Rows) != 1 {
			t.Errorf("%s: %v, %v", ref, c.Rows, err)
		}
	}
}
