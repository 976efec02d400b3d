package postgres

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/internal/relational"
	"github.com/onefold/onefold/record"

	"github.com/jackc/pgx/v5/pgconn"
)

// session is one connection. It speaks the protocol's text format.
type session struct {
	c          *pgconn.PgConn
	kinds      map[uint32]record.ValueKind
	statements map[string]*pgconn.StatementDescription
	prepared   int
}

// keptStatements bounds the prepared statements of a session.
const keptStatements = 256

// Alive tells whether the session can be used again: open, and in no
// transaction.
func (s *session) Alive() bool { return !s.c.IsClosed() && s.c.TxStatus() == 'I' }

// Close says goodbye.
func (s *session) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	_ = s.c.Close(ctx) // the server notices either way
	return nil
}

// types finds the kinds of types that are not built in.
func (s *session) types(ctx context.Context) (map[uint32]record.ValueKind, error) {
	kinds := map[uint32]record.ValueKind{}
	err := relational.Each(ctx, s, "SELECT oid, typcategory FROM pg_type WHERE typcategory IN ('A', 'S', 'E')", nil, func(v []record.Value) error {
		var oid uint32
		if _, err := fmt.Sscan(v[0].Text, &oid); err != nil {
			return &connectors.DatabaseError{Kind: connectors.ErrDatabase, Cause: err}
		}
		kinds[oid] = record.ValueText
		if v[1].Text == "A" {
			kinds[oid] = record.ValueArray
		}
		return nil
	})
	return kinds, err
}

// kind is how the text of a type is to be read.
func (s *session) kind(oid uint32) record.ValueKind {
	switch oid {
	case 16:
		return record.ValueBool
	case 17:
		return record.ValueBytes
	case 20, 21, 23, 26:
		return record.ValueInt
	case 700, 701:
		return record.ValueFloat
	case 1700:
		return record.ValueDecimal
	case 1082:
		return record.ValueDate
	case 1083, 1266:
		return record.ValueTime
	case 1114:
		return record.ValueTimestamp
	case 1184:
		return record.ValueInstant
	case 2950:
		return record.ValueUUID
	case 114, 3802:
		return record.ValueJSON
	}
	if k, ok := s.kinds[oid]; ok {
		return k
	}
	return record.ValueOther
}

// bound returns arguments as text; Null is nil.
func bound(args []record.Value) [][]byte {
	out := make([][]byte, len(args))
	for i, v := range args {
		switch v.Kind {
		case record.ValueNull:
		case record.ValueBytes:
			b := make([]byte, 2+2*len(v.Text))
			copy(b, `\x`)
			hex.Encode(b[2:], []byte(v.Text))
			out[i] = b
		default:
			out[i] = append(make([]byte, 0, len(v.Text)), v.Text...) // never nil
		}
	}
	return out
}

func (s *session) prepare(ctx context.Context, sql string) (*pgconn.StatementDescription, error) {
	if sd := s.statements[sql]; sd != nil {
		return sd, nil
	}
	if err := s.room(ctx, 1); err != nil {
		return nil, err
	}
	s.prepared++
	sd, err := s.c.Prepare(ctx, fmt.Sprintf("onefold_%d", s.prepared), sql, nil)
	if err != nil {
		return nil, failure(ctx, err)
	}
	s.statements[sql] = sd
	return sd, nil
}

// room forgets the prepared statements where some more would be too many.
func (s *session) room(ctx context.Context, more int) error {
	if len(s.statements)+more <= keptStatements {
		return nil
	}
	if _, err := s.c.Exec(ctx, "DEALLOCATE ALL").ReadAll(); err != nil {
		return failure(ctx, err)
	}
	clear(s.statements)
	return nil
}

// Exec runs a statement. Without arguments it may be several.
func (s *session) Exec(ctx context.Context, sql string, args []record.Value) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if len(args) == 0 {
		results, err := s.c.Exec(ctx, sql).ReadAll()
		if err != nil {
			return 0, failure(ctx, err)
		}
		tag := results[len(results)-1].CommandTag
		if sql == "COMMIT" && tag.String() == "ROLLBACK" {
			// What PostgreSQL answers after an error inside the transaction.
			return 0, &connectors.DatabaseError{Kind: connectors.ErrDatabase, Code: "25P02"}
		}
		return tag.RowsAffected(), nil
	}
	sd, err := s.prepare(ctx, sql)
	if err != nil {
		return 0, err
	}
	r := s.c.ExecStatement(ctx, sd, bound(args), nil, nil).Read()
	if r.Err != nil {
		return 0, s.failed(ctx, sql, r.Err)
	}
	return r.CommandTag.RowsAffected(), nil
}

// failed forgets a statement whose plan does not fit the tables any more.
func (s *session) failed(ctx context.Context, sql string, err error) error {
	var pe *pgconn.PgError
	if errors.As(err, &pe) && pe.Code == "0A000" {
		delete(s.statements, sql)
	}
	return failure(ctx, err)
}

// Batch sends all statements before it reads the first answer.
func (s *session) Batch(ctx context.Context, statements []relational.Statement) ([]int64, error) {
	if len(statements) == 0 {
		return nil, ctx.Err()
	}
	// None of them may be forgotten before the last is prepared.
	if most := keptStatements / 2; len(statements) > most {
		counts, err := s.Batch(ctx, statements[:most])
		if err != nil {
			return counts, err
		}
		more, err := s.Batch(ctx, statements[most:])
		return append(counts, more...), err
	}
	if err := s.room(ctx, len(statements)); err != nil {
		return nil, err
	}
	var batch pgconn.Batch
	for _, st := range statements {
		sd, err := s.prepare(ctx, st.SQL)
		if err != nil {
			return nil, err
		}
		batch.ExecStatement(sd, bound(st.Args), nil, nil)
	}
	counts := make([]int64, 0, len(statements))
	results := s.c.ExecBatch(ctx, &batch)
	for results.NextResult() {
		tag, err := results.ResultReader().Close()
		if err != nil {
			break
		}
		counts = append(counts, tag.RowsAffected())
	}
	if err := results.Close(); err != nil {
		return counts, failure(ctx, err)
	}
	return counts, nil
}

// Query runs a statement that returns rows.
func (s *session) Query(ctx context.Context, sql string, args []record.Value) (relational.Rows, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r := &rows{s: s, sql: sql}
	if len(args) == 0 {
		r.r = s.c.ExecParams(ctx, sql, nil, nil, nil, nil)
	} else {
		sd, err := s.prepare(ctx, sql)
		if err != nil {
			return nil, err
		}
		r.r = s.c.ExecStatement(ctx, sd, bound(args), nil, nil)
	}
	return r, nil
}

// rows are the rows of a query.
type rows struct {
	s       *session
	sql     string
	r       *pgconn.ResultReader
	kinds   []record.ValueKind
	cells   []relational.Cell
	scratch [][]byte
	closed  bool
}

// Names returns the names of the columns.
func (r *rows) Names() []string {
	fields := r.r.FieldDescriptions()
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names
}

// Cells returns the values of the row.
func (r *rows) Cells() []relational.Cell { return r.cells }

// Next goes to the next row.
func (r *rows) Next(ctx context.Context) (bool, error) {
	if !r.r.NextRow() {
		r.closed = true
		if _, err := r.r.Close(); err != nil {
			return false, r.s.failed(ctx, r.sql, err)
		}
		return false, nil
	}
	values := r.r.Values()
	if r.kinds == nil {
		for _, f := range r.r.FieldDescriptions() {
			r.kinds = append(r.kinds, r.s.kind(f.DataTypeOID))
		}
		r.cells, r.scratch = make([]relational.Cell, len(values)), make([][]byte, len(values))
	}
	for i, v := range values {
		c := &r.cells[i]
		if v == nil {
			*c = relational.Cell{}
			continue
		}
		c.Kind, c.Bytes = r.kinds[i], v
		switch c.Kind {
		case record.ValueBool:
			c.Bytes = []byte("false")
			if v[0] == 't' {
				c.Bytes = []byte("true")
			}
		case record.ValueBytes:
			n := hex.DecodedLen(max(0, len(v)-2))
			if cap(r.scratch[i]) < n {
				r.scratch[i] = make([]byte, n)
			}
			c.Bytes = r.scratch[i][:n]
			if _, err := hex.Decode(c.Bytes, v[min(2, len(v)):]); err != nil {
				return false, &connectors.DatabaseError{Kind: connectors.ErrDatabase, Cause: err}
			}
		}
	}
	return true, nil
}

// Close ends the query. The server sends what it has: a long answer that
// nobody wants is cut off with the connection.
func (r *rows) Close() error {
	if r.closed {
		return nil
	}
	r.closed = true
	const patience = 10_000
	for range patience {
		if !r.r.NextRow() {
			_, _ = r.r.Close() // whoever stops reading has a reason of their own
			return nil
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	_ = r.s.c.CancelRequest(ctx)
	_, _ = r.r.Close()
	return nil
}

// failure puts an error of the driver in Onefold's words.
func failure(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var pe *pgconn.PgError
	if !errors.As(err, &pe) {
		return &connectors.DatabaseError{Kind: connectors.ErrConnection, Cause: err}
	}
	out := &connectors.DatabaseError{Kind: kindOf(pe.Code), Code: pe.Code, Constraint: pe.ConstraintName, Table: pe.TableName, Cause: err}
	if out.Constraint == "" {
		out.Constraint = pe.ColumnName
	}
	return out
}

// kindOf sorts the codes of PostgreSQL, appendix A of its manual.
func kindOf(code string) error {
	for _, k := range [...]struct {
		prefix string
		kind   error
	}{
		{"23505", connectors.ErrUnique},
		{"23503", connectors.ErrForeignKey},
		{"23001", connectors.ErrForeignKey},
		{"23P01", connectors.ErrExclusion},
		{"23514", connectors.ErrCheck},
		{"23502", connectors.ErrNotNull},
		{"40P01", connectors.ErrDeadlock},
		{"40", connectors.ErrSerialization},
		{"55P03", connectors.ErrLockTimeout},
		{"57014", connectors.ErrTimeout},
		{"57P", connectors.ErrConnection},
		{"08", connectors.ErrConnection},
		{"53300", connectors.ErrConnection},
		{"53100", connectors.ErrDiskFull},
		{"25006", connectors.ErrReadOnly},
		{"42501", connectors.ErrPermission},
		{"28", connectors.ErrAuthentication},
		{"3D000", connectors.ErrNoDatabase},
		{"42P01", connectors.ErrNoTable},
		{"3F000", connectors.ErrNoTable},
		{"42703", connectors.ErrNoColumn},
		{"42601", connectors.ErrSyntax},
		{"P0", connectors.ErrTrigger},
		{"09", connectors.ErrTrigger},
		{"27", connectors.ErrTrigger},
		{"22", connectors.ErrBadValue},
		{"42804", connectors.ErrBadValue},
		{"428C9", connectors.ErrBadValue},
	} {
		if strings.HasPrefix(code, k.prefix) {
			return k.kind
		}
	}
	return connectors.ErrDatabase
}
