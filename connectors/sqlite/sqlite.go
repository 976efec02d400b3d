package sqlite

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/internal/relational"
	"github.com/onefold/onefold/connectors/internal/relational/address"
	"github.com/onefold/onefold/record"
)

// Name is the name of the connector.
const Name = "sqlite"

// Schemes are those of its URLs.
func Schemes() []string { return []string{"sqlite", "sqlite3"} }

// engine is one database file.
type engine struct {
	a       address.Address
	dialect *relational.Dialect
	only    bool // to read: nothing that a URL says can write
}

// OpenDatabase opens the database of a URL. The file has to be there.
func OpenDatabase(ctx context.Context, ref string, _ connectors.Options) (connectors.Database, error) {
	e, err := newEngine(ref)
	if err != nil {
		return nil, err
	}
	db, err := relational.Open(ctx, e)
	if err != nil {
		return nil, err
	}
	return db, nil
}

// Open opens the table or query of a URL.
func Open(ctx context.Context, ref string, o connectors.Options) (connectors.Source, error) {
	e, err := newEngine(ref)
	if err != nil {
		return nil, err
	}
	e.only = true
	s, err := relational.OpenSource(ctx, e, e.a, ref, o)
	if err != nil {
		return nil, err
	}
	return s, nil
}

func newEngine(ref string) (*engine, error) {
	a, err := address.Parse(ref, true)
	if err != nil {
		return nil, err
	}
	a.Scheme = "sqlite"
	fault := func(cause, hint string, kind error) error {
		return &connectors.Fault{Place: a.Place(), Cause: cause, Hint: hint, Err: kind}
	}
	if a.Schema != "" && a.Schema != "main" {
		return nil, fault("has a schema, which a database file does not have", "leave schema= out", connectors.ErrOption)
	}
	switch info, err := os.Stat(a.Database); {
	case os.IsNotExist(err):
		return nil, fault("there is no such file", "give the path of the database after sqlite:", connectors.ErrNoDatabase)
	case err != nil:
		return nil, fault("cannot be looked at", "check the path and its permissions", connectors.ErrPermission)
	case info.IsDir():
		return nil, fault("is a folder", "give the path of a file", connectors.ErrDirectory)
	}
	return &engine{a: a, dialect: newDialect()}, nil
}

func newDialect() *relational.Dialect {
	return &relational.Dialect{
		Quote: `"`, MaxArgs: 32_000, Values: true, RowOrder: true, Same: "IS",
		RowID:     "rowid",
		Deferred:  "PRAGMA defer_foreign_keys = ON",
		Immediate: "PRAGMA defer_foreign_keys = OFF",
		Marker:    "CREATE TABLE IF NOT EXISTS %s (run TEXT NOT NULL, item TEXT NOT NULL, applied_at TEXT NOT NULL, PRIMARY KEY (run, item))",
		// The sign keeps the driver from reading a declared type as an order to convert.
		Plain: func(_ *connectors.Column, quoted string) string { return "+" + quoted },
		Text:  func(expr string) string { return "CAST(" + expr + " AS TEXT)" },
		Comparable: func(_ *connectors.Column, quoted, placeholder string) (string, string) {
			return quoted, placeholder
		},
		Exact: func(_ *connectors.Column, quoted, placeholder string) (string, string) {
			return quoted + " COLLATE BINARY", placeholder
		},
		Writing: func(_ *connectors.Column, placeholder string) string { return placeholder },
		Prefix: func(text, placeholder string) string {
			return "instr(" + text + ", " + placeholder + ") = 1"
		},
		Bind: func(_ *connectors.Column, v record.Value) record.Value { return v },
		Flag: func(_ *connectors.Column, quoted string, want bool) string {
			no := "lower(CAST(" + quoted + " AS TEXT)) IN ('0', '0.0', 'false', 'f', 'no', 'n', '')"
			if want {
				return "COALESCE(NOT " + no + ", 0)"
			}
			return "COALESCE(" + no + ", 0)"
		},
		Moment:  func(quoted string) string { return "COALESCE(CAST(" + quoted + " AS TEXT) NOT IN ('', '0'), 0)" },
		Extreme: func(*connectors.Column) bool { return true },
	}
}

// Dialect returns the SQL of SQLite.
func (e *engine) Dialect() *relational.Dialect { return e.dialect }

// Connect opens the file. It is never made.
func (e *engine) Connect(ctx context.Context) (relational.Session, error) {
	path, err := filepath.Abs(e.a.Database)
	if err != nil {
		return nil, &connectors.DatabaseError{Kind: connectors.ErrNoDatabase, Cause: err}
	}
	uri := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: "mode=rw"}
	s, err := connect(ctx, uri.String())
	if err == nil && e.only {
		if _, err := s.Exec(ctx, "PRAGMA query_only = ON", nil); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	if err != nil {
		uri.RawQuery = "mode=ro"
		if ro, roErr := connect(ctx, uri.String()); roErr == nil {
			return ro, nil
		}
		return nil, err
	}
	return s, nil
}

// Examine tries what can be done.
func (e *engine) Examine(ctx context.Context, s relational.Session) (connectors.Abilities, error) {
	a := connectors.Abilities{
		Engine: Name, Database: e.a.Database, Schema: "main", Table: e.a.Table,
		DeferConstraints: true, DisableTriggers: true,
		TriggersNote: "triggers are dropped and made again with the same text, inside the transaction",
	}
	rows, err := s.Query(ctx, "SELECT sqlite_version()", nil)
	if err != nil {
		return a, err
	}
	if more, err := rows.Next(ctx); err == nil && more {
		a.Version = string(rows.Cells()[0].Bytes)
	}
	if err := rows.Close(); err != nil {
		return a, err
	}
	// A write transaction is the only sure answer: file, folder and mount all have
	// a say.
	ss := s.(*session)
	ro, err := ss.readOnly()
	if err != nil {
		return a, err
	}
	a.ReadOnly = ro || !writable(e.a.Database)
	return a, nil
}

func writable(path string) bool {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return false
	}
	return f.Close() == nil
}

// Privileges are those of the file.
func (e *engine) Privileges(_ context.Context, s relational.Session, t *connectors.Table) (connectors.Privileges, error) {
	ro, err := s.(*session).readOnly()
	w := err == nil && !ro && t.Writable() && writable(e.a.Database)
	return connectors.Privileges{Select: true, Insert: w, Update: w, Delete: w}, err
}

// Begin takes the one write lock at once: a transaction that began by reading
// could not have it later. SQLite has no timeout for statements.
func (e *engine) Begin(o connectors.TxOptions) []string {
	wait := o.LockTimeout
	if wait == 0 {
		wait = defaultWait
	}
	begin := []string{"PRAGMA busy_timeout = " + strconv.FormatInt(max(wait, time.Millisecond).Milliseconds(), 10)}
	if o.ReadOnly {
		return append(begin, "BEGIN", "SELECT 1 FROM sqlite_master LIMIT 1")
	}
	return append(begin, "BEGIN IMMEDIATE")
}

// defaultWait is how long others may hold the write lock.
const defaultWait = 10 * time.Second

// Silence drops the triggers and makes them again: the schema is part of the
// transaction, and sqlite_master keeps their text as it was.
func (e *engine) Silence(_ context.Context, _ relational.Session, tables []*connectors.Table) (off, on []string, err error) {
	for _, t := range tables {
		for _, g := range t.Triggers {
			off = append(off, "DROP TRIGGER "+e.dialect.Ident(g.Name))
			on = append(on, g.Definition)
		}
	}
	return off, on, nil
}
