package workspace

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

// Tx runs do in a transaction of the state database, which is committed when do
// succeeds; doing says what it is about, for errors. Rooms that keep facts of
// their own in the state use it; the tables are those of the migrations.
func (w *Workspace) Tx(ctx context.Context, doing string, do func(tx *sql.Tx) error) error {
	if err := inTx(ctx, w.db, do); err != nil {
		return w.fault(doing, err)
	}
	return nil
}

// Peek opens the state directory dir for reading, without its lock: beside a
// run that holds it. Where there is no state the error wraps fs.ErrNotExist.
func Peek(ctx context.Context, dir string) (*Workspace, error) {
	path, err := filepath.Abs(filepath.Join(dir, "state.db"))
	if err == nil {
		_, err = os.Stat(path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &StateError{Dir: dir, Err: noState{}, Next: "--state DIR names another state"}
	}
	if err != nil {
		return nil, &StateError{Dir: dir, Err: pathless(err)}
	}
	dsn := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: url.Values{
		"mode":    {"ro"},
		"_pragma": {"busy_timeout(5000)", "query_only(1)"},
	}.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, &StateError{Dir: dir, Err: err}
	}
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return nil, errors.Join(&StateError{Dir: dir, Err: fmt.Errorf("read the state database: %w", err)}, db.Close())
	}
	if version == len(migrations) {
		return &Workspace{dir: dir, db: db}, nil
	}
	// An older one has to be brought up to date, which takes the lock.
	if err := db.Close(); err != nil {
		return nil, &StateError{Dir: dir, Err: err}
	}
	return Open(ctx, dir, Options{Command: "bring the state up to date"})
}

// noState says that there is no state, in words for people.
type noState struct{}

func (noState) Error() string { return "there is no state yet" }

func (noState) Is(target error) bool { return target == fs.ErrNotExist }
