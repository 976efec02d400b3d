package connectortest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

// sources runs the suite of sources on a table, and what only tables have.
func (s Database) sources(t *testing.T) {
	f := s.Fresh(t)
	Run(t, Suite{
		Open: s.Open, Options: f.Options,
		Make: func(t *testing.T, n int) string {
			t.Helper()
			f.Exec(t, "DROP TABLE IF EXISTS sample; CREATE TABLE sample (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) NOT NULL, note VARCHAR(20));")
			var b strings.Builder
			for i := range n {
				if i%500 == 0 {
					b.WriteString("INSERT INTO sample VALUES ")
				}
				end := ", "
				if i%500 == 499 || i == n-1 {
					end = ";\n"
				}
				fmt.Fprintf(&b, "(%d, 'name %d', %s)%s", i+1, i, [...]string{"NULL", "''", "'é'"}[i%3], end)
			}
			f.Exec(t, b.String())
			return f.URL("table=sample")
		},
	})
}

// read opens a source and reads it.
func (s Database) read(t *testing.T, f Fixture, parameters ...string) (connectors.Source, *Collector) {
	t.Helper()
	src, err := s.Open(t.Context(), f.URL(parameters...), f.Options)
	if err != nil {
		t.Fatalf("%q: %v", parameters, err)
	}
	t.Cleanup(func() { src.Close() })
	c := &Collector{}
	if err := src.Read(t.Context(), c); err != nil {
		t.Fatalf("%q: %v", parameters, err)
	}
	return src, c
}

// selections tests what a URL can choose.
func (s Database) selections(t *testing.T) {
	f := s.Fresh(t)
	f.Exec(t, `CREATE TABLE people (tenant INTEGER NOT NULL, code VARCHAR(9) NOT NULL, name VARCHAR(20), deleted SMALLINT, PRIMARY KEY (tenant, code));
CREATE TABLE moments (id INTEGER NOT NULL PRIMARY KEY, deleted_at TIMESTAMP NULL);
CREATE TABLE states (id INTEGER NOT NULL PRIMARY KEY, active BOOLEAN);
CREATE TABLE loose (name VARCHAR(20));
CREATE VIEW chosen AS SELECT code, name, deleted FROM people WHERE tenant = 2;
INSERT INTO people VALUES (2, 'b:1', 'Bo', 0), (1, 'b', 'Ana', NULL), (2, 'a', NULL, 0), (1, 'a', '', 1), (2, 'c', 'Cy', 1);
INSERT INTO moments VALUES (1, NULL), (2, '2024-01-01 00:00:00');
INSERT INTO states VALUES (1, '1'), (2, '0'), (3, NULL);
INSERT INTO loose VALUES ('x'), ('x'), (NULL);`)
	for _, c := range []struct {
		parameters []string
		fields     string
		rows       string
		deleted    int64
	}{
		{[]string{"table=people"}, "[tenant+code tenant code name deleted]", `[[1:b 1 b Ana ] [2:a 2 a  0] [2:b\:1 2 b:1 Bo 0]]`, 2},
		{[]string{"table=PEOPLE", "where=tenant = 1 -- his"}, "[tenant+code tenant code name deleted]", "[[1:b 1 b Ana ]]", 1},
		{[]string{"table=people", "deleted=only", "where=tenant %3E 1 OR name = ''"}, "[tenant+code tenant code name deleted]", "[[1:a 1 a  1] [2:c 2 c Cy 1]]", 0},
		{[]string{"table=people", "deleted=include", "where=name='Cy'"}, "[tenant+code tenant code name deleted]", "[[2:c 2 c Cy 1]]", 0},
		{[]string{"table=moments"}, "[id deleted_at]", "[[1 ]]", 1},
		{[]string{"table=states", "where=id<3"}, "[id active]", "", 1},
		{[]string{"table=loose", "where=name IS NOT NULL"}, "[name]", "[[x] [x]]", 0},
		{[]string{"table=chosen"}, "[code name deleted]", "", 1},
		{[]string{"query=SELECT name AS n, name, code FROM people WHERE tenant = 1 ORDER BY code;"}, "[n name code]", "[[  a] [Ana Ana b]]", 0},
	} {
		src, got := s.read(t, f, c.parameters...)
		if names := fmt.Sprint(src.Schema().Names()); names != c.fields {
			t.Errorf("%q: fields %s", c.parameters, names)
		}
		if rows := fmt.Sprint(got.Values()); c.rows != "" && rows != c.rows {
			t.Errorf("%q: rows %s, want %s", c.parameters, rows, c.rows)
		}
		if i := src.Info(); i.Deleted != c.deleted || (i.DeletedBy == "") != (c.deleted == 0) {
			t.Errorf("%q: %d rows left out by %q, want %d", c.parameters, i.Deleted, i.DeletedBy, c.deleted)
		}
	}
	src, got := s.read(t, f, "table=people", "deleted=include")
	if src.Schema().Fields[0].Kind != record.RecordID || got.Rows[0][3].State != record.Empty || got.Rows[1][4].State != record.Null {
		t.Errorf("kinds and states: %+v, %+v", src.Schema().Fields, got.Rows)
	}

	// An ID leads back to its row.
	db := s.open(t, f)
	catalogue, err := db.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	people := catalogue.Table(Table("people"))
	for _, row := range got.Rows {
		key, ok := people.ParseID(row[0].Value)
		if !ok || people.ID(key) != row[0].Value {
			t.Errorf("id %q is the key %v, %v", row[0].Value, key, ok)
		}
		if n, err := db.Count(t.Context(), Table("people"), connectors.KeyIn(people.Identity(), key)); err != nil || n != 1 {
			t.Errorf("id %q finds %d rows, %v", row[0].Value, n, err)
		}
	}
	for _, bad := range []string{"", "1", "x:a", "1:a:b"} {
		if key, ok := people.ParseID(bad); ok {
			t.Errorf("id %q is the key %v", bad, key)
		}
	}

	// What cannot be opened says why, and what to do.
	for _, c := range []struct {
		parameters []string
		want       error
	}{
		{nil, connectors.ErrOption},
		{[]string{"table=nothing"}, connectors.ErrNoTable},
		{[]string{"table=people", "colour=red"}, connectors.ErrOption},
		{[]string{"table=people", "deleted=perhaps"}, connectors.ErrOption},
		{[]string{"table=people", "query=SELECT 1"}, connectors.ErrOption},
		{[]string{"table=people", "password=hunter2"}, connectors.ErrOption},
		{[]string{"query=SELECT missing FROM people"}, connectors.ErrNoColumn},
	} {
		_, err := s.Open(t.Context(), f.URL(c.parameters...), f.Options)
		var fault *connectors.Fault
		if !errors.Is(err, c.want) || !errors.As(err, &fault) || strings.Contains(err.Error(), "hunter2") || fault.Hint == "" && !errors.Is(err, connectors.ErrNoColumn) {
			t.Errorf("%q: %v", c.parameters, err)
		}
	}
	for _, sneaky := range []string{"1=1); DELETE FROM loose; SELECT (1", "1=1) UNION DELETE FROM loose --"} {
		if src, err := s.Open(t.Context(), f.URL("table=loose", "where="+sneaky), f.Options); err == nil {
			if err := src.Read(t.Context(), &Collector{}); err == nil {
				t.Errorf("%q was read", sneaky)
			}
			src.Close()
		}
	}
	if n, err := db.Count(t.Context(), Table("loose")); err != nil || n != 3 {
		t.Errorf("%d rows left, %v", n, err)
	}
}

// pages reads a table over several pages by a key of two columns, one of them
// text in an order that only the database knows.
func (s Database) pages(t *testing.T) {
	f := s.Fresh(t)
	const rows = 41_000
	var b strings.Builder
	b.WriteString("CREATE TABLE sample (code VARCHAR(9) NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (code, n));")
	for i := range rows {
		b.WriteString([...]string{"INSERT INTO sample VALUES ", ", "}[min(1, i%500)])
		fmt.Fprintf(&b, "('%s', %d)%s", [...]string{"a", "Éa", "ez", "Z", "z b", "", "_"}[i%7], i, [...]string{"", ";\n"}[max(i%500/499, i/(rows-1))])
	}
	f.Exec(t, b.String())
	_, got := s.read(t, f, "table=sample")
	seen := map[string]bool{}
	for _, row := range got.Rows {
		seen[row[2].Value] = true
	}
	if len(got.Rows) != rows || len(seen) != rows {
		t.Errorf("%d rows of %d, %d of them different", len(got.Rows), rows, len(seen))
	}
}

// writing is a Receiver that lets others write after its first batch.
type writing struct {
	Collector
	do func()
}

func (w *writing) Batch(b *record.Batch) error {
	if w.do != nil {
		w.do()
		w.do = nil
	}
	return w.Collector.Batch(b)
}

// snapshot reads pages of a table that others change meanwhile.
func (s Database) snapshot(t *testing.T) {
	f := s.Fresh(t)
	const rows = 45_000
	var b strings.Builder
	b.WriteString("CREATE TABLE sample (id VARCHAR(12) NOT NULL PRIMARY KEY, name VARCHAR(20));")
	for i := range rows {
		b.WriteString([...]string{"INSERT INTO sample VALUES ", ", "}[min(1, i%500)])
		fmt.Fprintf(&b, "('%06d', 'before')%s", (i*7919)%rows, [...]string{"", ";\n"}[(i%500)/499])
	}
	f.Exec(t, b.String())
	db := s.open(t, f)
	if !db.Abilities().RowLocks {
		// SQLite: who reads does not keep others from writing in this mode alone.
		f.Exec(t, "PRAGMA journal_mode = WAL;")
	}
	src, err := s.Open(t.Context(), f.URL("table=sample"), f.Options)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	w := &writing{do: func() {
		f.Exec(t, "UPDATE sample SET name = 'after'; DELETE FROM sample WHERE id > '040000'; INSERT INTO sample VALUES ('020000x', 'after');")
	}}
	if err := src.Read(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	if len(w.Rows) != rows {
		t.Fatalf("%d rows of %d", len(w.Rows), rows)
	}
	for i, row := range w.Rows {
		if want := fmt.Sprintf("%06d", i); row[0].Value != want || row[1].Value != "before" {
			t.Fatalf("row %d is %v", i, row)
		}
	}
	first := src.Info().SHA256
	var again Collector
	if err := src.Read(t.Context(), &again); err != nil || len(again.Rows) == rows || src.Info().SHA256 == first {
		t.Errorf("read again: %d rows, %v", len(again.Rows), err)
	}
	digest := src.Info().SHA256
	if err := src.Read(t.Context(), &Collector{}); err != nil || src.Info().SHA256 != digest {
		t.Errorf("the same rows have another digest, %v", err)
	}
}

// RunTLS checks the modes of libpq on a server that encrypts, as it was started
// with server.Options.TLS. Host is what a URL has to say instead of the address
// for the server's certificate to be right, secure is SQL whose one value is not
// empty where the connection is encrypted.
func RunTLS(t *testing.T, s Database, url func(host string, parameters ...string) string, o connectors.Options, host, ca, otherCA, secure string) {
	const address = "127.0.0.1"
	for _, c := range []struct {
		host, parameters string
		want             error
		plain            bool
	}{
		{address, "sslmode=disable", nil, true},
		{address, "", nil, false},
		{address, "sslmode=prefer", nil, false},
		{address, "sslmode=require", nil, false},
		{address, "sslmode=verify-ca", connectors.ErrConnection, false}, // the system does not know this authority
		{address, "sslmode=verify-ca&sslrootcert=" + ca, nil, false},
		{address, "sslmode=verify-ca&sslrootcert=" + otherCA, connectors.ErrConnection, false},
		{address, "sslmode=require&sslrootcert=" + otherCA, connectors.ErrConnection, false},
		{address, "sslmode=verify-full&sslrootcert=" + ca, connectors.ErrConnection, false}, // an address is not in the certificate
		{host, "sslmode=verify-full&sslrootcert=" + ca, nil, false},
		{host, "sslmode=verify-full&sslrootcert=" + otherCA, connectors.ErrConnection, false},
		{host, "sslmode=verify-full&sslrootcert=/nowhere", connectors.ErrOption, false},
	} {
		t.Run(c.host+" "+c.parameters, func(t *testing.T) {
			src, err := s.Open(t.Context(), url(c.host, c.parameters, "query="+secure), o)
			var got Collector
			if err == nil {
				err = errors.Join(src.Read(t.Context(), &got), src.Close())
			}
			if !errors.Is(err, c.want) || c.want == nil && err != nil {
				t.Fatalf("%v", err)
			}
			if err == nil && (got.Rows[0][0].Value == "") != c.plain {
				t.Errorf("the connection says %q of its encryption", got.Rows[0][0].Value)
			}
		})
	}
}

// Refusals are the ways in which a server refuses: the URL, options, and what
// the error has to be.
type Refusal struct {
	Name    string
	URL     string
	Options connectors.Options
	Want    error
}

// RunRefusals checks that each refusal is told by its kind, with a hint, and
// without a secret.
func RunRefusals(t *testing.T, s Database, secrets []string, refusals ...Refusal) {
	for _, r := range refusals {
		t.Run(r.Name, func(t *testing.T) {
			check := func(what string, err error) {
				t.Helper()
				var fault *connectors.Fault
				if !errors.Is(err, r.Want) || !errors.As(err, &fault) || fault.Hint == "" || fault.Place == "" {
					t.Errorf("%s: %v", what, err)
				}
				if err != nil && slices.ContainsFunc(secrets, func(secret string) bool { return strings.Contains(fmt.Sprintf("%v %+v", err, fault), secret) }) {
					t.Errorf("%s: a secret in %v", what, err)
				}
			}
			src, err := s.Open(context.Background(), r.URL, r.Options)
			if err == nil {
				err = src.Read(context.Background(), &Collector{})
				src.Close()
			}
			check("source", err)
		})
	}
}
