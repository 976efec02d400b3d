package mysql

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/internal/relational"
	"github.com/onefold/onefold/record"

	"github.com/go-sql-driver/mysql"
)

// session is one connection: the driver's own, without database/sql.
type session struct {
	c          driver.Conn
	statements map[string]driver.Stmt
	set        string // the last SET SESSION, not to be said twice
	open       bool   // inside a transaction
	dead       bool
}

// keptStatements bounds the prepared statements of a session: the server has a
// limit for all of them together.
const keptStatements = 128

// Alive tells whether the session can be used again.
func (s *session) Alive() bool {
	if s.dead || s.open {
		return false
	}
	v, ok := s.c.(driver.Validator)
	return !ok || v.IsValid()
}

// Close closes the connection.
func (s *session) Close() error {
	if s.dead && s.c == nil {
		return nil
	}
	s.dead = true
	c := s.c
	s.c = nil
	_ = c.Close() // the server notices either way
	return nil
}

func (s *session) prepare(ctx context.Context, sql string) (driver.Stmt, error) {
	if st := s.statements[sql]; st != nil {
		return st, nil
	}
	if len(s.statements) >= keptStatements {
		for _, st := range s.statements {
			_ = st.Close() // a cache
		}
		clear(s.statements)
	}
	st, err := s.c.(driver.ConnPrepareContext).PrepareContext(ctx, sql)
	if err != nil {
		return nil, s.failed(ctx, err)
	}
	s.statements[sql] = st
	return st, nil
}

func (s *session) failed(ctx context.Context, err error) error {
	err = failure(ctx, err)
	if ctx.Err() != nil || errors.Is(err, connectors.ErrConnection) {
		s.dead = true // the driver has given the connection up
	}
	return err
}

// Exec runs a statement.
func (s *session) Exec(ctx context.Context, sql string, args []record.Value) (int64, error) {
	if err := s.usable(ctx); err != nil {
		return 0, err
	}
	if len(args) > 0 {
		st, err := s.prepare(ctx, sql)
		if err != nil {
			return 0, err
		}
		r, err := st.(driver.StmtExecContext).ExecContext(ctx, bound(args))
		if err != nil {
			return 0, s.failed(ctx, err)
		}
		return r.RowsAffected()
	}
	if strings.HasPrefix(sql, "SET SESSION innodb") {
		if s.set == sql {
			return 0, nil
		}
		s.set = sql
	}
	r, err := s.c.(driver.ExecerContext).ExecContext(ctx, sql, nil)
	if err != nil {
		return 0, s.failed(ctx, err)
	}
	switch {
	case strings.HasPrefix(sql, "START TRANSACTION"):
		s.open = true
	case sql == "COMMIT" || sql == "ROLLBACK":
		s.open = false
	}
	return r.RowsAffected()
}

// Query runs a statement that returns rows, prepared: only prepared statements
// answer with exact values.
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
		return nil, s.failed(ctx, err)
	}
	names := r.Columns()
	out := &rows{s: s, r: r, names: names, dest: make([]driver.Value, len(names)), cells: make([]relational.Cell, len(names)), scratch: make([][]byte, len(names)), kinds: make([]record.ValueKind, len(names))}
	typed := r.(driver.RowsColumnTypeDatabaseTypeName)
	for i := range names {
		out.kinds[i] = kind(typed.ColumnTypeDatabaseTypeName(i))
	}
	return out, nil
}

func (s *session) usable(ctx context.Context) error {
	if s.dead {
		return &connectors.DatabaseError{Kind: connectors.ErrConnection}
	}
	return ctx.Err()
}

// kind is how the bytes of a type are to be read.
func kind(name string) record.ValueKind {
	switch name {
	case "DECIMAL":
		return record.ValueDecimal
	case "DATE":
		return record.ValueDate
	case "TIME":
		return record.ValueTime
	case "DATETIME", "TIMESTAMP":
		return record.ValueTimestamp
	case "JSON":
		return record.ValueJSON
	case "UNSIGNED BIGINT", "YEAR":
		return record.ValueInt
	case "FLOAT", "DOUBLE":
		return record.ValueFloat
	case "BIT", "GEOMETRY", "VECTOR", "BINARY", "VARBINARY", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB":
		return record.ValueBytes
	}
	return record.ValueText
}

// bound returns arguments as the driver takes them.
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
		if n, err := strconv.ParseUint(v.Text, 10, 64); err == nil {
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
	s       *session
	r       driver.Rows
	names   []string
	kinds   []record.ValueKind
	dest    []driver.Value
	cells   []relational.Cell
	scratch [][]byte // text of numbers
}

// Names returns the names of the columns.
func (r *rows) Names() []string { return r.names }

// Cells returns the values of the row.
func (r *rows) Cells() []relational.Cell { return r.cells }

// Close ends the query; the driver reads what is left of it.
func (r *rows) Close() error {
	if r.r == nil {
		return nil
	}
	err := r.r.Close()
	r.r = nil
	if err != nil {
		r.s.dead = true // nobody waits for the rest
	}
	return nil
}

// Next goes to the next row.
func (r *rows) Next(ctx context.Context) (bool, error) {
	if err := r.r.Next(r.dest); err != nil {
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		return false, r.s.failed(ctx, err)
	}
	for i, v := range r.dest {
		c := &r.cells[i]
		c.Kind = r.kinds[i]
		switch v := v.(type) {
		case nil:
			*c = relational.Cell{}
		case []byte:
			c.Bytes = v
		case string:
			c.Bytes = []byte(v)
		case int64:
			c.Kind = record.ValueInt
			r.scratch[i] = strconv.AppendInt(r.scratch[i][:0], v, 10)
			c.Bytes = r.scratch[i]
		case uint64:
			c.Kind = record.ValueInt
			r.scratch[i] = strconv.AppendUint(r.scratch[i][:0], v, 10)
			c.Bytes = r.scratch[i]
		case float32:
			// All the digits of the wider number: what is written back, and compared, is
			// the same number.
			c.Kind, c.Bytes = record.ValueFloat, []byte(record.FloatValue(float64(v), 64).Text)
		case float64:
			c.Kind, c.Bytes = record.ValueFloat, []byte(record.FloatValue(v, 64).Text)
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
	var me *mysql.MySQLError
	if !errors.As(err, &me) {
		return &connectors.DatabaseError{Kind: connectors.ErrConnection, Cause: err}
	}
	return &connectors.DatabaseError{Kind: kindOf(me.Number), Code: strconv.Itoa(int(me.Number)), Cause: err}
}

// kindOf sorts the numbers of MySQL's and MariaDB's errors.
func kindOf(number uint16) error {
	switch number {
	case 1022, 1062, 1169, 1586:
		return connectors.ErrUnique
	case 1216, 1217, 1451, 1452, 1761, 1762:
		return connectors.ErrForeignKey
	case 3819, 4025:
		return connectors.ErrCheck
	case 1048, 1364, 1566:
		return connectors.ErrNotNull
	case 1213:
		return connectors.ErrDeadlock
	case 1020, 1412:
		return connectors.ErrSerialization
	case 1205, 3572:
		return connectors.ErrLockTimeout
	case 1969, 3024:
		return connectors.ErrTimeout
	case 1044, 1142, 1143, 1227, 1370, 1410:
		return connectors.ErrPermission
	case 1045, 1698, 1862, 1251:
		return connectors.ErrAuthentication
	case 1049:
		return connectors.ErrNoDatabase
	case 1051, 1146:
		return connectors.ErrNoTable
	case 1054:
		return connectors.ErrNoColumn
	case 1064, 1149:
		return connectors.ErrSyntax
	case 1290, 1792, 1836, 1874:
		return connectors.ErrReadOnly
	case 1021, 1114, 3675:
		return connectors.ErrDiskFull
	case 1643, 1644, 1645, 1646:
		return connectors.ErrTrigger
	case 1264, 1265, 1292, 1366, 1367, 1406, 1411, 1425, 1426, 1441, 1525, 3140, 3156, 4078:
		return connectors.ErrBadValue
	case 1040, 1053, 1077, 1152, 1158, 1159, 1160, 1161, 1203, 1317, 1927, 2002, 2003, 2006, 2013, 3169:
		return connectors.ErrConnection
	}
	return connectors.ErrDatabase
}
