package workspace

import (
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestPeek(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a?b#c", DirName)
	if _, err := Peek(t.Context(), dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no state: %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("looking made the directory: %v", err)
	}
	w, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	const insert = `INSERT INTO idmap (source, old_id, new_id, run, part, made, reason) VALUES ('', ?, 'b', '1', '', '', '')`
	if err := w.Tx(t.Context(), "write", func(tx *sql.Tx) error {
		_, err := tx.Exec(insert, "a")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	stop := errors.New("stop")
	if err := w.Tx(t.Context(), "write", func(tx *sql.Tx) error {
		_, err := tx.Exec(insert, "c")
		return errors.Join(err, stop)
	}); !errors.Is(err, stop) {
		t.Errorf("a transaction that failed: %v", err)
	}
	// Beside the holder of the lock.
	for range 2 {
		p, err := Peek(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		var n int
		if err := p.Tx(t.Context(), "read", func(tx *sql.Tx) error {
			return tx.QueryRow("SELECT count(*) FROM idmap").Scan(&n)
		}); err != nil || n != 1 {
			t.Errorf("%d rows, %v", n, err)
		}
		if err := p.Tx(t.Context(), "write", func(tx *sql.Tx) error {
			_, err := tx.Exec(insert, "d")
			return err
		}); err == nil {
			t.Error("wrote what was opened for reading")
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}
	// An older state is brought up to date, which takes the lock.
	if _, err := w.db.Exec("DROP TABLE idmap; PRAGMA user_version = 1"); err != nil {
		t.Fatal(err)
	}
	var held *HeldError
	if _, err := Peek(t.Context(), dir); !errors.As(err, &held) {
		t.Errorf("an older state that is held: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	p, err := Peek(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}
