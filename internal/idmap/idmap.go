package idmap

import (
	"context"
	"database/sql"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/onefold/onefold/internal/workspace"
)

// Fact says that one record became another.
type Fact struct {
	Old    string
	New    string
	Source string // of both
	Run    string
	Group  string // of the run, so that one group can be taken back
	Time   time.Time
	Reason string
}

// Add notes facts, in order. A fact of a run that is noted already stays as it
// is, so that resuming a run may note it again.
func Add(ctx context.Context, w *workspace.Workspace, facts []Fact) error {
	return w.Tx(ctx, "note the new ids", func(tx *sql.Tx) error {
		st, err := tx.PrepareContext(ctx, `INSERT INTO idmap (source, old_id, new_id, run, part, made, reason)
			VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run, source, old_id) DO NOTHING`)
		if err != nil {
			return err
		}
		defer st.Close()
		for _, f := range facts {
			if f.Old == f.New {
				continue // it is what it was
			}
			if _, err := st.ExecContext(ctx, f.Source, f.Old, f.New, f.Run, f.Group, f.Time.UTC().Format(time.RFC3339Nano), f.Reason); err != nil {
				return err
			}
		}
		return nil
	})
}

// TakeBack notes that a run was undone by another: its facts hold no more.
// Groups are those of the run that were; none stands for all of them. It
// returns how many facts it was.
func TakeBack(ctx context.Context, w *workspace.Workspace, run, by string, groups ...string) (int64, error) {
	n := int64(0)
	err := w.Tx(ctx, "take back the new ids", func(tx *sql.Tx) error {
		query := "UPDATE idmap SET undone = ? WHERE run = ? AND undone IS NULL"
		if len(groups) == 0 {
			res, err := tx.ExecContext(ctx, query, by, run)
			if err != nil {
				return err
			}
			n, err = res.RowsAffected()
			return err
		}
		for _, g := range groups {
			res, err := tx.ExecContext(ctx, query+" AND part = ?", by, run, g)
			if err != nil {
				return err
			}
			one, err := res.RowsAffected()
			if err != nil {
				return err
			}
			n += one
		}
		return nil
	})
	return n, err
}

// Chain returns what became of an id of a source, first to last; the New of the
// last fact is the current id. It is empty for an id that never was merged.
func Chain(ctx context.Context, w *workspace.Workspace, source, id string) ([]Fact, error) {
	var chain []Fact
	err := w.Tx(ctx, "look up an id", func(tx *sql.Tx) error {
		st, err := tx.PrepareContext(ctx, `SELECT id, new_id, run, part, made, reason FROM idmap
			WHERE undone IS NULL AND source = ? AND old_id = ? AND (id > ? OR run = ?) ORDER BY id DESC LIMIT 1`)
		if err != nil {
			return err
		}
		defer st.Close()
		seen := map[string]bool{id: true}
		at, run := int64(0), ""
		for {
			f := Fact{Old: id, Source: source}
			var made string
			switch err := st.QueryRowContext(ctx, source, id, at, run).Scan(&at, &f.New, &f.Run, &f.Group, &made, &f.Reason); {
			case err == sql.ErrNoRows:
				return nil
			case err != nil:
				return err
			}
			if f.Time, err = time.Parse(time.RFC3339Nano, made); err != nil {
				return err
			}
			chain = append(chain, f)
			if seen[f.New] {
				return nil
			}
			id, run = f.New, f.Run
			seen[id] = true
		}
	})
	return chain, err
}

// Sources returns the sources in which an id was merged, sorted; with id "" all
// that there are.
func Sources(ctx context.Context, w *workspace.Workspace, id string) ([]string, error) {
	var all []string
	err := w.Tx(ctx, "look up the sources", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, "SELECT DISTINCT source FROM idmap WHERE undone IS NULL AND (? = '' OR old_id = ?) ORDER BY source", id, id)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var s string
			if err := rows.Scan(&s); err != nil {
				return err
			}
			all = append(all, s)
		}
		return rows.Err()
	})
	return all, err
}

// Flat returns the flattened map of a source, or of all with source "": one
// fact for each old id, sorted by source and old id, with its current id as
// New. What came back to itself is left out. A million facts take six
// seconds and 500 MB.
func Flat(ctx context.Context, w *workspace.Workspace, source string) ([]Fact, error) {
	var facts []Fact // in the order in which they happened
	err := w.Tx(ctx, "read the new ids", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT source, old_id, new_id, run, part, made, reason FROM idmap
			WHERE undone IS NULL AND (? = '' OR source = ?) ORDER BY id`, source, source)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var f Fact
			var made string
			if err := rows.Scan(&f.Source, &f.Old, &f.New, &f.Run, &f.Group, &made, &f.Reason); err != nil {
				return err
			}
			if f.Time, err = time.Parse(time.RFC3339Nano, made); err != nil {
				return err
			}
			facts = append(facts, f)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, err
	}
	return flatten(facts), nil
}

// flatten follows the chain of each old id; facts are in the order in which
// they happened.
func flatten(facts []Fact) []Fact {
	type key struct{ source, id string }
	of := make(map[key][]int, len(facts)) // positions of the facts of an old id, ascending
	for i, f := range facts {
		k := key{f.Source, f.Old}
		of[k] = append(of[k], i)
	}
	// next returns the newest fact of an id that is not older than another.
	next := func(source, id string, at int, run string) int {
		list := of[key{source, id}]
		for n := len(list) - 1; n >= 0; n-- {
			if i := list[n]; i > at || facts[i].Run == run {
				return i
			}
		}
		return -1
	}
	flat := make([]Fact, 0, len(of))
	for k, list := range of {
		i := list[len(list)-1]
		f := facts[i]
		seen := map[string]bool{k.id: true}
		for !seen[f.New] {
			seen[f.New] = true
			if i = next(k.source, f.New, i, facts[i].Run); i < 0 {
				break
			}
			f.New = facts[i].New
		}
		if f.New != k.id {
			flat = append(flat, f)
		}
	}
	slices.SortFunc(flat, func(a, b Fact) int { return compare(a, b) })
	return flat
}

// WriteCSV writes facts with the header old_id,new_id,source,run,time,reason.
func WriteCSV(w io.Writer, facts []Fact) error {
	c := csv.NewWriter(w)
	if err := c.Write([]string{"old_id", "new_id", "source", "run", "time", "reason"}); err != nil {
		return fmt.Errorf("write the id map: %w", err)
	}
	for _, f := range facts {
		if err := c.Write([]string{f.Old, f.New, f.Source, f.Run, f.Time.UTC().Format(time.RFC3339), f.Reason}); err != nil {
			return fmt.Errorf("write the id map: %w", err)
		}
	}
	c.Flush()
	return c.Error()
}
