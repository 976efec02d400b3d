package relational

import (
	"context"
	"errors"
	"time"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

// transaction is a connectors.Tx.
type transaction struct {
	reader
	over   bool
	loud   []string // statements that let triggers run again
	lifted bool     // foreign keys are not checked
}

var _ connectors.Tx = (*transaction)(nil)

// Begin starts a transaction.
func (db *Database) Begin(ctx context.Context, o connectors.TxOptions) (connectors.Tx, error) {
	s, err := db.session(ctx)
	if err != nil {
		return nil, err
	}
	// The catalogue is read in front of the transaction, not inside of it.
	if _, err := db.Catalogue(ctx); err != nil {
		db.release(s)
		return nil, err
	}
	err = begin(ctx, s, db.engine.Begin(o))
	if errors.Is(err, connectors.ErrConnection) && ctx.Err() == nil {
		db.drain()
		if s, err = db.fresh(ctx); err == nil {
			err = begin(ctx, s, db.engine.Begin(o))
		}
	}
	if err != nil {
		return nil, doing("begin a transaction", err)
	}
	return &transaction{reader: reader{db: db, s: s}}, nil
}

// begin runs the statements that begin a transaction; a session that cannot is
// closed.
func begin(ctx context.Context, s Session, statements []string) error {
	for _, sql := range statements {
		if _, err := s.Exec(ctx, sql, nil); err != nil {
			_ = s.Close() // in the middle of beginning
			return err
		}
	}
	return nil
}

// exec runs a statement without rows.
func (t *transaction) exec(ctx context.Context, what, sql string, args ...record.Value) error {
	if t.over {
		return connectors.ErrClosed
	}
	if t.busy {
		return errBusy(what)
	}
	_, err := t.s.Exec(ctx, sql, args)
	return doing(what, err)
}

// errBusy says that a transaction is used while it hands on rows.
func errBusy(what string) error {
	return &connectors.DatabaseError{Doing: what + " while rows are still being read", Kind: connectors.ErrUnsupported}
}

// commitPatience is how long a commit may take. It is not cut short by the
// caller's context: nobody would know whether it was done.
const commitPatience = 2 * time.Minute

// Commit ends the transaction.
func (t *transaction) Commit(ctx context.Context) error {
	if t.over {
		return connectors.ErrClosed
	}
	if err := t.restore(ctx); err != nil {
		return err
	}
	patient, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitPatience)
	defer cancel()
	err := t.exec(patient, "commit", "COMMIT")
	if errors.Is(err, context.DeadlineExceeded) {
		err = &connectors.DatabaseError{Doing: "commit", Kind: connectors.ErrConnection, Cause: err}
	}
	if err != nil {
		return errors.Join(err, t.Rollback(context.WithoutCancel(ctx)))
	}
	t.end(true)
	return nil
}

// Rollback gives the transaction up.
func (t *transaction) Rollback(ctx context.Context) error {
	if t.over {
		return nil
	}
	if !t.s.Alive() {
		t.end(false)
		return nil // the server rolls back what it lost sight of
	}
	ctx = context.WithoutCancel(ctx)
	err := t.exec(ctx, "roll back", "ROLLBACK")
	if err == nil && t.lifted && t.db.d.Foreign != "" {
		err = t.exec(ctx, "check foreign keys again", t.db.d.Foreign)
	}
	t.end(err == nil)
	if errors.Is(err, connectors.ErrConnection) {
		return nil
	}
	return err
}

// end gives the session back, or closes it where its state is not known.
func (t *transaction) end(clean bool) {
	t.over = true
	if clean {
		t.db.release(t.s)
		return
	}
	_ = t.s.Close() // the error that led here is the one to tell
}

// Savepoint names this moment.
func (t *transaction) Savepoint(ctx context.Context, name string) error {
	return t.exec(ctx, "set a savepoint", "SAVEPOINT "+t.db.d.Ident(name))
}

// RollbackTo goes back to a moment that was named.
func (t *transaction) RollbackTo(ctx context.Context, name string) error {
	return t.exec(ctx, "roll back to a savepoint", "ROLLBACK TO SAVEPOINT "+t.db.d.Ident(name))
}

// Release forgets the name of a moment.
func (t *transaction) Release(ctx context.Context, name string) error {
	return t.exec(ctx, "release a savepoint", "RELEASE SAVEPOINT "+t.db.d.Ident(name))
}

// DeferConstraints postpones deferrable constraints to the commit.
func (t *transaction) DeferConstraints(ctx context.Context) error {
	if t.db.d.Deferred == "" {
		return nil
	}
	return t.exec(ctx, "defer constraints", t.db.d.Deferred)
}

// CheckConstraints checks deferred constraints now.
func (t *transaction) CheckConstraints(ctx context.Context) error {
	if t.db.d.Immediate == "" {
		return nil
	}
	return t.exec(ctx, "check constraints", t.db.d.Immediate)
}

// DisableTriggers keeps triggers from running.
func (t *transaction) DisableTriggers(ctx context.Context, names ...connectors.TableName) error {
	if t.over {
		return connectors.ErrClosed
	}
	if !t.db.abilities.DisableTriggers {
		return &connectors.DatabaseError{Doing: "disable triggers", Kind: connectors.ErrUnsupported}
	}
	if t.loud != nil {
		return nil
	}
	tables := make([]*connectors.Table, len(names))
	for i, n := range names {
		var err error
		if tables[i], _, err = t.db.table(ctx, t.s, n); err != nil {
			return err
		}
	}
	off, on, err := t.db.engine.Silence(ctx, t.s, tables)
	if err != nil {
		return doing("disable triggers", err)
	}
	t.loud = on
	for _, sql := range off {
		if err := t.exec(ctx, "disable triggers", sql); err != nil {
			return err
		}
	}
	return nil
}

// EnableTriggers lets triggers run again.
func (t *transaction) EnableTriggers(ctx context.Context) error {
	loud := t.loud
	t.loud = nil
	for _, sql := range loud {
		if err := t.exec(ctx, "enable triggers", sql); err != nil {
			return err
		}
	}
	return nil
}

// restore puts in front of a commit what was switched off.
func (t *transaction) restore(ctx context.Context) error {
	if err := t.EnableTriggers(ctx); err != nil {
		return err
	}
	if t.lifted && t.db.d.Foreign != "" {
		t.lifted = false
		return t.exec(ctx, "check foreign keys again", t.db.d.Foreign)
	}
	return nil
}

// DisableForeignKeys keeps foreign keys from being checked.
func (t *transaction) DisableForeignKeys(ctx context.Context) error {
	if !t.db.abilities.DisableForeignKeys || t.db.d.NoForeign == "" {
		return &connectors.DatabaseError{Doing: "disable foreign keys", Kind: connectors.ErrUnsupported}
	}
	t.lifted = true
	return t.exec(ctx, "disable foreign keys", t.db.d.NoForeign)
}

// Mark leaves the mark of an item.
func (t *transaction) Mark(ctx context.Context, run, item string) error {
	b := &builder{d: t.db.d}
	b.put("INSERT INTO ", b.d.Table(markerName), " (run, item, applied_at) VALUES (", b.arg(record.TextValue(run)), ", ", b.arg(record.TextValue(item)), ", CURRENT_TIMESTAMP)")
	return t.exec(ctx, "mark in table "+connectors.MarkerTable, b.sql.String(), b.args...)
}

// Unmark takes a mark away.
func (t *transaction) Unmark(ctx context.Context, run, item string) error {
	b := &builder{d: t.db.d}
	b.put("DELETE FROM ", b.d.Table(markerName), " WHERE run = ", b.arg(record.TextValue(run)), " AND item = ", b.arg(record.TextValue(item)))
	return t.exec(ctx, "unmark in table "+connectors.MarkerTable, b.sql.String(), b.args...)
}
