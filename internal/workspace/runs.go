package workspace

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"
)

// Run is a call of a command.
type Run struct {
	ID         int64 // numbered from 1
	Started    time.Time
	Ended      time.Time // zero while it runs, or if it never ended
	Command    string
	Source     string
	SourceHash string
	PolicyHash string
	Tool       string // version of onefold
	Counts     map[string]int64
}

// Begin notes that a run begins, and returns it with its number.
func (w *Workspace) Begin(ctx context.Context, r Run) (Run, error) {
	r.Started = w.now().UTC()
	res, err := w.db.ExecContext(ctx,
		"INSERT INTO runs (started, command, source, source_hash, policy_hash, tool_version) VALUES (?, ?, ?, ?, ?, ?)",
		r.Started.Format(time.RFC3339Nano), r.Command, r.Source, r.SourceHash, r.PolicyHash, r.Tool)
	if err != nil {
		return r, w.fault("note the run", err)
	}
	if r.ID, err = res.LastInsertId(); err != nil {
		return r, w.fault("note the run", err)
	}
	return r, nil
}

// Finish notes that a run is done, with its counts and the cluster ids it
// gave; ids may be nil. publish makes the outputs appear; it is called when
// all that could fail for want of space has been written, and if it fails
// nothing is noted. It may be nil.
func (w *Workspace) Finish(ctx context.Context, r Run, ids *Assignment, publish func() error) error {
	counts, err := json.Marshal(r.Counts)
	if err != nil {
		return w.fault("note the end of the run", err)
	}
	if r.Counts == nil {
		counts = []byte("{}")
	}
	var unpublished error
	err = inTx(ctx, w.db, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx,
			"UPDATE runs SET ended = ?, source_hash = ?, policy_hash = ?, counts = ? WHERE id = ?",
			w.now().UTC().Format(time.RFC3339Nano), r.SourceHash, r.PolicyHash, string(counts), r.ID); err != nil {
			return err
		}
		if ids != nil {
			if err := ids.next.save(ctx, tx, ids.source, r.ID); err != nil {
				return err
			}
		}
		if publish != nil {
			unpublished = publish()
		}
		return unpublished
	})
	if unpublished != nil {
		return unpublished
	}
	if err != nil {
		return w.fault("note the end of the run", err)
	}
	return nil
}

// Runs returns the last n runs, the newest first.
func (w *Workspace) Runs(ctx context.Context, n int) ([]Run, error) {
	rows, err := w.db.QueryContext(ctx, `SELECT id, started, coalesce(ended, ''), command, source, source_hash,
		policy_hash, tool_version, counts FROM runs ORDER BY id DESC LIMIT ?`, n)
	if err != nil {
		return nil, w.fault("read the runs", err)
	}
	defer rows.Close()
	var runs []Run
	for rows.Next() {
		var r Run
		var started, ended, counts string
		if err := rows.Scan(&r.ID, &started, &ended, &r.Command, &r.Source, &r.SourceHash, &r.PolicyHash, &r.Tool, &counts); err != nil {
			return nil, w.fault("read the runs", err)
		}
		if r.Started, err = time.Parse(time.RFC3339Nano, started); err != nil {
			return nil, w.fault("read the runs", err)
		}
		if ended != "" {
			if r.Ended, err = time.Parse(time.RFC3339Nano, ended); err != nil {
				return nil, w.fault("read the runs", err)
			}
		}
		if err := json.Unmarshal([]byte(counts), &r.Counts); err != nil {
			return nil, w.fault("read the runs", err)
		}
		runs = append(runs, r)
	}
	if err := rows.Err(); err != nil {
		return nil, w.fault("read the runs", err)
	}
	return runs, nil
}

func (w *Workspace) fault(doing string, err error) error {
	return &StateError{Dir: w.dir, Err: fmt.Errorf("%s: %w", doing, err)}
}
