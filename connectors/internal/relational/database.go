package relational

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

// idleSessions is how many connections are kept for the next call.
const idleSessions = 4

// Database is a connectors.Database over an Engine.
type Database struct {
	engine    Engine
	d         *Dialect
	abilities connectors.Abilities

	mu        sync.Mutex
	idle      []Session
	closed    bool
	catalogue *connectors.Catalogue
	tables    map[connectors.TableName]*connectors.Table
	children  map[connectors.TableName]bool // tables that others inherit from
}

var _ connectors.Database = (*Database)(nil)

// Open connects and examines the database.
func Open(ctx context.Context, e Engine) (*Database, error) {
	db := &Database{engine: e, d: e.Dialect()}
	s, err := db.session(ctx)
	if err != nil {
		return nil, err
	}
	db.abilities, err = e.Examine(ctx, s)
	db.release(s)
	if err != nil {
		return nil, errors.Join(doing("examine the database", err), db.Close())
	}
	return db, nil
}

// Abilities returns what this database and this user can do.
func (db *Database) Abilities() connectors.Abilities { return db.abilities }

// Close closes every idle connection; those in use close when they are done.
func (db *Database) Close() error {
	db.mu.Lock()
	defer db.mu.Unlock()
	db.closed = true
	var errs []error
	for _, s := range db.idle {
		errs = append(errs, s.Close())
	}
	db.idle = nil
	return errors.Join(errs...)
}

func (db *Database) session(ctx context.Context) (Session, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	db.mu.Lock()
	if db.closed {
		db.mu.Unlock()
		return nil, connectors.ErrClosed
	}
	if n := len(db.idle); n > 0 {
		s := db.idle[n-1]
		db.idle = db.idle[:n-1]
		db.mu.Unlock()
		return s, nil
	}
	db.mu.Unlock()
	return db.fresh(ctx)
}

// fresh makes a session, where idle ones turned out to be lost.
func (db *Database) fresh(ctx context.Context) (Session, error) {
	s, err := db.engine.Connect(ctx)
	if err != nil {
		return nil, doing("connect", err)
	}
	return s, nil
}

// release keeps a session for the next call, if it is of use.
func (db *Database) release(s Session) {
	db.mu.Lock()
	keep := !db.closed && len(db.idle) < idleSessions && s.Alive()
	if keep {
		db.idle = append(db.idle, s)
	}
	db.mu.Unlock()
	if !keep {
		_ = s.Close() // nothing depends on it any more
	}
}

// drain closes the idle sessions: where one was lost, all are.
func (db *Database) drain() {
	db.mu.Lock()
	idle := db.idle
	db.idle = nil
	db.mu.Unlock()
	for _, s := range idle {
		_ = s.Close() // lost
	}
}

// with runs do on a session of its own. Where an idle session turns out to be
// lost before anything came of it, do is run again on a new one.
func (db *Database) with(ctx context.Context, do func(r *reader) error) error {
	s, err := db.session(ctx)
	if err != nil {
		return err
	}
	r := &reader{db: db, s: s}
	err = do(r)
	db.release(s)
	if r.sent || !errors.Is(err, connectors.ErrConnection) || ctx.Err() != nil {
		return err
	}
	db.drain()
	if s, err = db.fresh(ctx); err != nil {
		return err
	}
	defer db.release(s)
	return do(&reader{db: db, s: s})
}

// Catalogue reads what the database says of itself, once.
func (db *Database) Catalogue(ctx context.Context) (*connectors.Catalogue, error) {
	db.mu.Lock()
	known := db.catalogue
	db.mu.Unlock()
	if known != nil {
		return known, nil
	}
	s, err := db.session(ctx)
	if err != nil {
		return nil, err
	}
	defer db.release(s)
	return db.describe(ctx, s)
}

func (db *Database) describe(ctx context.Context, s Session) (*connectors.Catalogue, error) {
	c, err := db.engine.Describe(ctx, s)
	if err != nil {
		return nil, doing("read the catalogue", err)
	}
	children := map[connectors.TableName]bool{}
	tables := make(map[connectors.TableName]*connectors.Table, len(c.Tables))
	for i := range c.Tables {
		t := &c.Tables[i]
		tables[t.Name] = t
		for _, p := range t.Inherits {
			children[p] = true
		}
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	db.catalogue, db.tables, db.children = c, tables, children
	return c, nil
}

// Refresh makes the next call read the catalogue again.
func (db *Database) Refresh() {
	db.mu.Lock()
	defer db.mu.Unlock()
	db.catalogue = nil
}

// table finds a table of the catalogue, which is read on s where it is not
// known yet.
func (db *Database) table(ctx context.Context, s Session, name connectors.TableName) (*connectors.Table, bool, error) {
	db.mu.Lock()
	known := db.catalogue != nil
	db.mu.Unlock()
	if !known {
		if _, err := db.describe(ctx, s); err != nil {
			return nil, false, err
		}
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	t := db.tables[name]
	if t == nil {
		return nil, false, &connectors.DatabaseError{Doing: "table " + name.String(), Kind: connectors.ErrNoTable}
	}
	return t, db.children[name], nil
}

// Privileges tells what this user may do with a table.
func (db *Database) Privileges(ctx context.Context, name connectors.TableName) (p connectors.Privileges, err error) {
	err = db.with(ctx, func(r *reader) error {
		t, _, err := db.table(ctx, r.s, name)
		if err != nil {
			return err
		}
		p, err = db.engine.Privileges(ctx, r.s, t)
		return doing("privileges of "+name.String(), err)
	})
	return p, err
}

// EnsureMarker creates the marker table where it is missing.
func (db *Database) EnsureMarker(ctx context.Context) error {
	return db.with(ctx, func(r *reader) error {
		there, err := r.marker(ctx)
		if there || err != nil {
			return err
		}
		_, err = r.s.Exec(ctx, fmt.Sprintf(db.d.Marker, db.d.Table(markerName)), nil)
		return doing("create table "+connectors.MarkerTable, err)
	})
}

var markerName = connectors.TableName{Name: connectors.MarkerTable}

// marker tells whether the marker table is there, without the catalogue: it
// may have been made since.
func (r *reader) marker(ctx context.Context) (bool, error) {
	_, err := r.s.Exec(ctx, "SELECT run FROM "+r.db.d.Table(markerName)+" WHERE 1 = 0", nil)
	if errors.Is(err, connectors.ErrNoTable) {
		return false, nil
	}
	return err == nil, doing("look for table "+connectors.MarkerTable, err)
}

// Marked returns the items of a run that have a mark.
func (db *Database) Marked(ctx context.Context, run string) (items []string, err error) {
	err = db.with(ctx, func(r *reader) error {
		there, err := r.marker(ctx)
		if !there || err != nil {
			return err
		}
		b := &builder{d: db.d}
		b.put("SELECT item FROM ", db.d.Table(markerName), " WHERE run = ", b.arg(record.TextValue(run)), " ORDER BY item")
		return r.rows(ctx, b, func(cells []Cell) error {
			items = append(items, string(cells[0].Bytes))
			return nil
		})
	})
	return items, doing("read table "+connectors.MarkerTable, err)
}
