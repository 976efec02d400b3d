package main

import (
	"bytes"
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"modernc.org/sqlite"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
)

// crm makes a database with pairs of contacts and what hangs on them.
func crm(t *testing.T, path string, pairs int) {
	t.Helper()
	var b strings.Builder
	b.WriteString(`BEGIN; CREATE TABLE contacts (id INTEGER PRIMARY KEY, name TEXT, email TEXT UNIQUE);
CREATE TABLE orders (id INTEGER PRIMARY KEY, contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE, amount INTEGER);
CREATE TABLE contact_tags (contact_id INTEGER REFERENCES contacts (id), tag_id INTEGER, PRIMARY KEY (contact_id, tag_id));`)
	for i := range pairs {
		a, z := 2*i+1, 2*i+2
		fmt.Fprintf(&b, "INSERT INTO contacts VALUES (%d, 'Ana %d', NULL), (%d, NULL, 'ana%d@example.org');\n", a, i, z, i)
		fmt.Fprintf(&b, "INSERT INTO orders (contact_id, amount) VALUES (%d, %d), (%d, %d);\n", a, i, z, i+1)
		fmt.Fprintf(&b, "INSERT INTO contact_tags VALUES (%d, 1), (%d, 1), (%d, 2);\n", a, z, z)
	}
	b.WriteString("COMMIT;")
	conn, err := new(sqlite.Driver).Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.(driver.ExecerContext).ExecContext(context.Background(), b.String(), nil); err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
}

// rowsOf returns all rows of the tables that are not Onefold's.
func rowsOf(t *testing.T, path string) string {
	t.Helper()
	db, err := all.OpenDatabase(t.Context(), "sqlite:"+path, connectors.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var b strings.Builder
	for _, name := range []string{"contacts", "orders", "contact_tags"} {
		err := db.Select(t.Context(), connectors.Query{Table: connectors.TableName{Name: name}, Ordered: true}, func(i connectors.Image) error {
			fmt.Fprintln(&b, name, i.Values)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func copied(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

// onefoldIn runs the real program in a directory.
func onefoldIn(t *testing.T, dir string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.Command("onefold", args...)
	cmd.Dir = dir
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if err != nil {
		err = fmt.Errorf("%w: %s", err, &errs)
	}
	return out.String(), err
}

// However often a merge is killed, going on gives what an undisturbed run gives;
// and however often taking it back is killed, everything is what it was.
func TestKilledMerge(t *testing.T) {
	const pairs = 300
	dir := t.TempDir()
	db, fresh := filepath.Join(dir, "crm.db"), filepath.Join(dir, "fresh.db")
	crm(t, db, pairs)
	copied(t, db, fresh)
	before := rowsOf(t, db)
	var clusters strings.Builder
	clusters.WriteString("id,cluster,master\n")
	for i := range pairs {
		fmt.Fprintf(&clusters, "%[1]d,%[2]d,%[1]d\n%[3]d,%[2]d,%[1]d\n", 2*i+1, i, 2*i+2)
	}
	if err := os.WriteFile(filepath.Join(dir, "clusters.csv"), []byte(clusters.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := onefoldIn(t, dir, "merge", "--clusters", "clusters.csv", "--source", "sqlite:crm.db?table=contacts", "-o", "plan"); err != nil {
		t.Fatal(err)
	}
	out, err := onefoldIn(t, dir, "merge", "plan", "--apply", "--json", "--state", "undisturbed")
	if err != nil {
		t.Fatal(err)
	}
	var sum struct {
		Run                     string
		Groups, Applied, Losers int
		Merged                  int `json:"rows_merged"`
		Dropped                 int `json:"rows_dropped"`
		Moved                   int `json:"rows_moved"`
	}
	if err := json.Unmarshal([]byte(out), &sum); err != nil || sum.Groups != pairs || sum.Applied != pairs || sum.Losers != pairs || sum.Moved != 2*pairs || sum.Dropped != pairs || sum.Merged != 0 {
		t.Fatalf("%s: %v", out, err)
	}
	want := rowsOf(t, db)
	copied(t, fresh, db)
	random := rand.New(rand.NewPCG(1, 2))
	kill := func(args ...string) bool {
		cmd := exec.Command("onefold", args...)
		cmd.Dir = dir
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(20+random.IntN(250))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		defer timer.Stop()
		return cmd.Wait() != nil
	}
	for killed := 0; killed < 12 && kill("merge", "plan", "--apply"); killed++ {
	}
	if _, err := onefoldIn(t, dir, "merge", "plan", "--apply"); err != nil {
		t.Fatal(err)
	}
	if got := rowsOf(t, db); got != want {
		t.Errorf("after kills there is\n%s\nwant\n%s", got, want)
	}
	for killed := 0; killed < 12 && kill("undo", sum.Run, "--apply"); killed++ {
	}
	if _, err := onefoldIn(t, dir, "undo", sum.Run, "--apply"); err != nil {
		t.Fatal(err)
	}
	if got := rowsOf(t, db); got != before {
		t.Errorf("taken back after kills there is\n%s\nwant\n%s", got, before)
	}
	if _, err := onefoldIn(t, dir, "audit", "verify"); err != nil {
		t.Error(err)
	}
}
