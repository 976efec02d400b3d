package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"strconv"
	"strings"
	"unsafe"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/internal/relational"
	"github.com/onefold/onefold/record"

	sqlite3 "modernc.org/sqlite"
	sqlitecode "modernc.org/sqlite/lib"
)

// session is one connection: the driver's own, without database/sql, which
// costs twice as much and reads dates.
type session struct {
	conn       driver.Conn
	statements map[string]driver.Stmt
	dead       bool
}

// keptStatements bounds the prepared statements of a session.
const keptStatements = 64

func connect(ctx context.Context, uri string) (*session, error) {
	conn, err := new(sqlite3.Driver).Open(uri)
	if err != nil {
		return nil, failure(ctx, err)
	}
	s := &session{conn: conn, statements: map[string]driver.Stmt{}}
	for _, sql := range []string{"PRAGMA busy_timeout = " + strconv.FormatInt(defaultWait.Milliseconds(), 10), "PRAGMA foreign_keys = ON", "SELECT 1 FROM sqlite_master LIMIT 1"} {
		if _, err := s.Exec(ctx, sql, nil); err != nil {
			_ = s.Close() // the first error is the one to tell
			return nil, err
		}
	}
	return s, nil
}

func (s *session) readOnly() (bool, error) {
	ro, ok := s.conn.(interface{ IsReadOnly(string) (bool, error) })
	if !ok {
		return false, nil
	}
	return ro.IsReadOnly("main")
}

func (s *session) prepare(ctx context.Context, sql string) (driver.Stmt, error) {
	if st := s.statements[sql]; st != nil {
		return st, nil
	}
	st, err := s.conn.Prepare(sql)
	if err != nil {
		return nil, failure(ctx, err)
	}
	if len(s.statements) >= keptStatements {
		s.forget()
	}
	s.statements[sql] = st
	return st, nil
}

func (s *session) forget() {
	for _, st := range s.statements {
		_ = st.Close() // a cache
	}
	clear(s.statements)
}

// Alive tells whether the session can be used again.
func (s *session) Alive() bool { return !s.dead }

// Close closes the connection.
func (s *session) Close() error {
	if s.conn == nil {
		return nil
	}
	s.dead = true
	s.forget()
	err := s.conn.Close()
	s.conn = nil
	return err
}

// Exec runs a statement.
func (s *session) Exec(ctx context.Context, sql string, args []record.Value) (int64, error) {
	if err := s.usable(ctx); err != nil {
		return 0, err
	}
	st, err := s.prepare(ctx, sql)
	if err != nil {
		return 0, err
	}
	r, err := st.(driver.StmtExecContext).ExecContext(ctx, bound(args))
	if err != nil {
		s.dead = s.dead || ctx.Err() != nil
		return 0, failure(ctx, err)
	}
	return r.RowsAffected()
}

// Query runs a statement that returns rows.
func (s *session) Query(ctx context.Context, sql string, args []record.Value) (relational.Rows, error) {
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	st, err := s.prepare(ctx, sql)
	if err != nil {
		return nil, err
	}
	r, err := st.(driver.StmtQueryContext).QueryContext(ctx, bound(args))
	if err != nil {
		s.dead = s.dead || ctx.Err() != nil
		return nil, failure(ctx, err)
	}
	n := len(r.Columns())
	return &rows{r: r, dest: make([]driver.Value, n), cells: make([]relational.Cell, n), scratch: make([][]byte, n)}, nil
}

func (s *session) usable(ctx context.Context) error {
	if s.conn == nil {
		return connectors.ErrClosed
	}
	return ctx.Err()
}

// bound returns arguments in the storage class of their kind.
func bound(args []record.Value) []driver.NamedValue {
	out := make([]driver.NamedValue, len(args))
	for i, v := range args {
		out[i] = driver.NamedValue{Ordinal: i + 1, Value: storage(v)}
	}
	return out
}

func storage(v record.Value) driver.Value {
	switch v.Kind {
	case record.ValueNull:
		return nil
	case record.ValueBytes:
		return []byte(v.Text)
	case record.ValueInt:
		if n, err := strconv.ParseInt(v.Text, 10, 64); err == nil {
			return n
		}
	case record.ValueFloat:
		if f, err := strconv.ParseFloat(v.Text, 64); err == nil {
			return f
		}
	case record.ValueBool:
		if v.Text == "true" {
			return int64(1)
		}
		return int64(0)
	}
	return v.Text
}

// rows are the rows of a query.
type rows struct {
	r       driver.Rows
	dest    []driver.Value
	cells   []relational.Cell
	scratch [][]byte // text of numbers
	n       int
}

// Names returns the names of the columns.
func (r *rows) Names() []string { return r.r.Columns() }

// Cells returns the values of the row.
func (r *rows) Cells() []relational.Cell { return r.cells }

// Close ends the query.
func (r *rows) Close() error {
	if r.r == nil {
		return nil
	}
	err := r.r.Close()
	r.r = nil
	if err != nil {
		return failure(context.Background(), err)
	}
	return nil
}

// looks is how many rows go by between two looks at the context.
const looks = 256

// Next goes to the next row.
func (r *rows) Next(ctx context.Context) (bool, error) {
	if r.n++; r.n%looks == 0 && ctx.Err() != nil {
		return false, ctx.Err()
	}
	if err := r.r.Next(r.dest); err != nil {
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		return false, failure(ctx, err)
	}
	for i, v := range r.dest {
		c := &r.cells[i]
		c.Bytes = nil
		switch v := v.(type) {
		case nil:
			c.Kind = record.ValueNull
		case int64:
			c.Kind = record.ValueInt
			r.scratch[i] = strconv.AppendInt(r.scratch[i][:0], v, 10)
			c.Bytes = r.scratch[i]
		case float64:
			f := record.FloatValue(v, 64)
			c.Kind, c.Bytes = f.Kind, []byte(f.Text)
		case string:
			c.Kind, c.Bytes = record.ValueText, unsafe.Slice(unsafe.StringData(v), len(v))
		case []byte:
			c.Kind, c.Bytes = record.ValueBytes, v
		default:
			return false, &connectors.DatabaseError{Kind: connectors.ErrDatabase}
		}
	}
	return true, nil
}

// failure puts an error of the driver in Onefold's words.
func failure(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var se *sqlite3.Error
	if !errors.As(err, &se) {
		return &connectors.DatabaseError{Kind: connectors.ErrDatabase, Cause: err}
	}
	out := &connectors.DatabaseError{Kind: connectors.ErrDatabase, Code: strconv.Itoa(se.Code()), Cause: err}
	switch se.Code() {
	case sqlitecode.SQLITE_CONSTRAINT_UNIQUE, sqlitecode.SQLITE_CONSTRAINT_PRIMARYKEY, sqlitecode.SQLITE_CONSTRAINT_ROWID:
		out.Kind = connectors.ErrUnique
	case sqlitecode.SQLITE_CONSTRAINT_FOREIGNKEY:
		out.Kind = connectors.ErrForeignKey
	case sqlitecode.SQLITE_CONSTRAINT_CHECK:
		out.Kind = connectors.ErrCheck
	case sqlitecode.SQLITE_CONSTRAINT_NOTNULL:
		out.Kind = connectors.ErrNotNull
	case sqlitecode.SQLITE_CONSTRAINT_TRIGGER:
		out.Kind = connectors.ErrTrigger
	case sqlitecode.SQLITE_CONSTRAINT_DATATYPE:
		out.Kind = connectors.ErrBadValue
	default:
		switch se.Code() & 0xff {
		case sqlitecode.SQLITE_BUSY, sqlitecode.SQLITE_LOCKED:
			out.Kind = connectors.ErrLockTimeout
		case sqlitecode.SQLITE_READONLY:
			out.Kind = connectors.ErrReadOnly
		case sqlitecode.SQLITE_FULL:
			out.Kind = connectors.ErrDiskFull
		case sqlitecode.SQLITE_PERM, sqlitecode.SQLITE_AUTH:
			out.Kind = connectors.ErrPermission
		case sqlitecode.SQLITE_CANTOPEN:
			out.Kind = connectors.ErrNoDatabase
		case sqlitecode.SQLITE_NOTADB:
			out.Kind = connectors.ErrNotDatabase
		case sqlitecode.SQLITE_CORRUPT:
			out.Kind = connectors.ErrCorrupt
		case sqlitecode.SQLITE_MISMATCH:
			out.Kind = connectors.ErrBadValue
		case sqlitecode.SQLITE_CONSTRAINT:
			out.Kind = connectors.ErrCheck
		case sqlitecode.SQLITE_ERROR:
			// SQLite has one code for these; its words hold names, not values.
			switch text := se.Error(); {
			case strings.Contains(text, "no such table"):
				out.Kind = connectors.ErrNoTable
			case strings.Contains(text, "no such column"):
				out.Kind = connectors.ErrNoColumn
			case strings.Contains(text, "syntax error"), strings.Contains(text, "incomplete input"):
				out.Kind = connectors.ErrSyntax
			}
		}
	}
	return out
}
