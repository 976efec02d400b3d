package workspace

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite" // and the driver of that name
	sqlitecode "modernc.org/sqlite/lib"
)

// DirName is the name of the directory beside an output.
const DirName = ".onefold"

// Beside returns the directory of the state for an output: .onefold in the
// folder that holds the output.
func Beside(output string) string {
	return filepath.Join(filepath.Dir(filepath.Clean(output)), DirName)
}

// Options say how to open a workspace.
type Options struct {
	Command string           // what the holder of the lock is doing, for those who wait
	Wait    time.Duration    // how long to wait for another run; 0 not at all
	OnWait  func(h Holder)   // called once when waiting begins; may be nil
	Now     func() time.Time // the clock; nil is time.Now
}

// Workspace is an open state directory, locked for this process. It is safe
// for concurrent use.
type Workspace struct {
	dir  string
	db   *sql.DB
	lock *lock
	now  func() time.Time
}

// Open opens the state directory dir, made where it is missing, and locks it.
// When another run holds it for longer than the options want to wait, the
// error is a *HeldError; when the state can't be used, a *StateError.
func Open(ctx context.Context, dir string, o Options) (*Workspace, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, &StateError{Dir: dir, Err: fmt.Errorf("make the state directory: %w", pathless(err)), Next: "choose another place with --state DIR"}
	}
	l, err := acquire(ctx, dir, o)
	if err != nil {
		return nil, err
	}
	w := &Workspace{dir: dir, lock: l, now: o.Now}
	if err := w.openDB(ctx); err != nil {
		return nil, errors.Join(err, l.release())
	}
	return w, nil
}

// Close closes the state and lets the next run have it.
func (w *Workspace) Close() error {
	if w.db == nil {
		return nil
	}
	err := w.db.Close()
	w.db = nil
	if w.lock == nil { // see Peek
		return err
	}
	return errors.Join(err, w.lock.release())
}

func (w *Workspace) openDB(ctx context.Context) error {
	path := filepath.Join(w.dir, "state.db")
	abs, err := filepath.Abs(path)
	if err != nil {
		return &StateError{Dir: w.dir, Err: err}
	}
	// A URI, so that a path with ? or # in it stays a path. A commit has to
	// survive a power cut, hence FULL.
	dsn := url.URL{Scheme: "file", Path: filepath.ToSlash(abs), RawQuery: url.Values{
		"_pragma": {"journal_mode(WAL)", "synchronous(FULL)", "busy_timeout(5000)", "foreign_keys(1)"},
		"_txlock": {"immediate"},
	}.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return &StateError{Dir: w.dir, Err: err}
	}
	db.SetMaxOpenConns(1) // one writer; more would only wait for each other
	if err := migrate(ctx, db); err != nil {
		_ = db.Close() // the first error is the one to tell
		var se *StateError
		if errors.As(err, &se) {
			se.Dir = w.dir
			return se
		}
		return &StateError{Dir: w.dir, Err: err, Next: unusable(err)}
	}
	w.db = db
	return nil
}

// unusable says what to do about a state database that can't be opened. Nobody
// is to move a state away because the disk is full.
func unusable(err error) string {
	var se *sqlite.Error
	if errors.As(err, &se) {
		switch se.Code() & 0xff {
		case sqlitecode.SQLITE_IOERR, sqlitecode.SQLITE_FULL:
			return "look whether the disk is full; the old result is unchanged"
		}
	}
	return "move the directory away to start afresh; cluster ids then follow from the records alone"
}

// migrations bring a state database from version i to i+1. What has been
// released is never changed, only added to.
var migrations = [...]string{
	`CREATE TABLE runs (
		id           INTEGER PRIMARY KEY,
		started      TEXT NOT NULL,            -- RFC 3339, UTC
		ended        TEXT,                     -- NULL while it runs, or if it never ended
		command      TEXT NOT NULL,
		source       TEXT NOT NULL,
		source_hash  TEXT NOT NULL,
		policy_hash  TEXT NOT NULL,
		tool_version TEXT NOT NULL,
		counts       TEXT NOT NULL DEFAULT '{}' -- JSON object of numbers
	);
	CREATE TABLE clusters (
		source TEXT    NOT NULL,
		chunk  INTEGER NOT NULL,               -- in order of the records' hashes
		run    INTEGER NOT NULL REFERENCES runs (id),
		data   BLOB    NOT NULL,               -- see history.go
		PRIMARY KEY (source, chunk)
	);
	CREATE TABLE decisions (
		id       INTEGER PRIMARY KEY,
		made     TEXT NOT NULL,                -- RFC 3339, UTC
		source   TEXT NOT NULL,
		record_a INTEGER NOT NULL,             -- hashes of the two records, the smaller first
		record_b INTEGER NOT NULL,
		decision TEXT NOT NULL CHECK (decision IN ('match', 'distinct', 'unsure')),
		steward  TEXT NOT NULL DEFAULT '',
		UNIQUE (source, record_a, record_b)
	);`,
	// What package idmap keeps.
	`CREATE TABLE idmap (
		id     INTEGER PRIMARY KEY,            -- in the order in which it happened
		source TEXT NOT NULL,
		old_id TEXT NOT NULL,
		new_id TEXT NOT NULL,                  -- of the record that took its place then
		run    TEXT NOT NULL,
		part   TEXT NOT NULL,                  -- group of the run
		made   TEXT NOT NULL,                  -- RFC 3339, UTC
		reason TEXT NOT NULL,
		undone TEXT,                           -- run that took it back; NULL while it holds
		UNIQUE (run, source, old_id)
	);
	CREATE INDEX idmap_old ON idmap (old_id) WHERE undone IS NULL;`,
}

func migrate(ctx context.Context, db *sql.DB) error {
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return fmt.Errorf("read the state database: %w", err)
	}
	if version > len(migrations) {
		return &StateError{
			Err:  fmt.Errorf("the state has version %d, this onefold knows %d", version, len(migrations)),
			Next: "use the newer onefold that wrote it",
		}
	}
	for ; version < len(migrations); version++ {
		if err := inTx(ctx, db, func(tx *sql.Tx) error {
			if _, err := tx.ExecContext(ctx, migrations[version]); err != nil {
				return err
			}
			_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version+1))
			return err
		}); err != nil {
			return fmt.Errorf("bring the state database to version %d: %w", version+1, err)
		}
	}
	return nil
}

// inTx runs do in a transaction that is committed when do succeeds.
func inTx(ctx context.Context, db *sql.DB, do func(tx *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// StateError says why a state directory can't be used.
type StateError struct {
	Dir  string
	Err  error
	Next string // what to do
}

// Error returns place and cause.
func (e *StateError) Error() string { return e.Dir + ": " + e.Err.Error() }

// Place returns the directory.
func (e *StateError) Place() string { return e.Dir }

// Hint returns what to do.
func (e *StateError) Hint() string { return e.Next }

// Unwrap returns the cause.
func (e *StateError) Unwrap() error { return e.Err }

// pathless returns what is wrong without the path, which the place tells.
func pathless(err error) error {
	var pe *os.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	var le *os.LinkError
	if errors.As(err, &le) {
		return le.Err
	}
	return err
}
