package relational

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

// pieceTuples is how many tuples of a condition are asked for at once.
const pieceTuples = 512

// reader reads on one session.
type reader struct {
	db   *Database
	s    Session
	sent bool // rows were handed on
	busy bool // rows are being handed on
}

// rows runs a query and hands on the cells of each row.
func (r *reader) rows(ctx context.Context, b *builder, each func([]Cell) error) (err error) {
	if b.err != nil {
		return b.err
	}
	if r.busy {
		return errBusy("read")
	}
	rows, err := r.s.Query(ctx, b.sql.String(), b.args)
	if err != nil {
		return err
	}
	r.busy = true
	defer func() {
		r.busy = false
		if end := rows.Close(); end != nil {
			err = errors.Join(err, end)
		}
	}()
	for {
		more, err := rows.Next(ctx)
		if err != nil || !more {
			return err
		}
		r.sent = true
		if err := each(rows.Cells()); err != nil {
			return err
		}
	}
}

// one runs a query of one row and returns its values.
func (r *reader) one(ctx context.Context, b *builder) (values []record.Value, err error) {
	err = r.rows(ctx, b, func(cells []Cell) error {
		values = valuesOf(cells)
		return nil
	})
	if err == nil && values == nil {
		err = &connectors.DatabaseError{Kind: connectors.ErrDatabase}
	}
	return values, err
}

// valuesOf copies cells: one string for all of them.
func valuesOf(cells []Cell) []record.Value {
	n := 0
	for _, c := range cells {
		n += len(c.Bytes)
	}
	var text strings.Builder
	text.Grow(n)
	for _, c := range cells {
		text.Write(c.Bytes)
	}
	rest := text.String()
	values := make([]record.Value, len(cells))
	for i, c := range cells {
		values[i] = record.Value{Kind: c.Kind, Text: rest[:len(c.Bytes)]}
		rest = rest[len(c.Bytes):]
	}
	return values
}

// pieces splits the condition with the most tuples, in order of their values, so
// that every run asks and locks in the same order.
func pieces(where []connectors.Condition) ([][]connectors.Condition, error) {
	large := -1
	for i, c := range where {
		if c.Op != connectors.OpIn || len(c.Tuples) <= pieceTuples {
			continue
		}
		if large >= 0 {
			return nil, &connectors.DatabaseError{Doing: "two long lists of values in one query", Kind: connectors.ErrUnsupported}
		}
		large = i
	}
	if large < 0 {
		return [][]connectors.Condition{where}, nil
	}
	tuples := slices.Clone(where[large].Tuples)
	slices.SortFunc(tuples, compareTuples)
	tuples = slices.CompactFunc(tuples, func(a, b []record.Value) bool { return compareTuples(a, b) == 0 })
	var out [][]connectors.Condition
	for piece := range slices.Chunk(tuples, pieceTuples) {
		w := slices.Clone(where)
		w[large].Tuples = piece
		out = append(out, w)
	}
	return out, nil
}

// compareTuples orders tuples by their texts, shorter ones first, which puts
// integers in order of size. Kinds do not count: a database takes 1 for '1'.
func compareTuples(a, b []record.Value) int {
	for i := range a {
		x, y := a[i], b[i]
		if c := cmp.Or(cmp.Compare(len(x.Text), len(y.Text)), strings.Compare(x.Text, y.Text)); c != 0 {
			return c
		}
		if x.IsNull() != y.IsNull() {
			if x.IsNull() {
				return -1
			}
			return 1
		}
	}
	return 0
}

// columnsOf returns the columns of a query.
func columnsOf(q connectors.Query, t *connectors.Table) []string {
	if len(q.Columns) > 0 {
		return q.Columns
	}
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return names
}

// Select sends the rows of a query.
func (r *reader) Select(ctx context.Context, q connectors.Query, each func(connectors.Image) error) error {
	return doing("read table "+q.Table.String(), r.images(ctx, q, false, each))
}

func (r *reader) images(ctx context.Context, q connectors.Query, lock bool, each func(connectors.Image) error) error {
	t, _, err := r.db.table(ctx, r.s, q.Table)
	if err != nil {
		return err
	}
	parts, err := pieces(q.Where)
	if err != nil {
		return err
	}
	columns, left := columnsOf(q, t), q.Limit
	for _, where := range parts {
		b := newBuilder(r.db.d, t).selection(columns).from(q.Only).where(where)
		if q.Ordered || lock {
			b.ordered()
		}
		if q.Limit > 0 {
			if left <= 0 {
				return nil
			}
			b.put(" LIMIT ", strconv.Itoa(left))
		}
		if lock {
			b.put(r.db.d.ForUpdate)
		}
		if err := r.rows(ctx, b, func(cells []Cell) error {
			left--
			return each(connectors.Image{Columns: columns, Values: valuesOf(cells)})
		}); err != nil {
			return err
		}
	}
	return nil
}

// Count returns the number of rows.
func (r *reader) Count(ctx context.Context, table connectors.TableName, where ...connectors.Condition) (n int64, err error) {
	t, _, err := r.db.table(ctx, r.s, table)
	if err != nil {
		return 0, err
	}
	parts, err := pieces(where)
	if err != nil {
		return 0, err
	}
	for _, where := range parts {
		values, err := r.one(ctx, newBuilder(r.db.d, t).put("SELECT COUNT(*)").from(false).where(where))
		if err != nil {
			return 0, doing("count rows of "+table.String(), err)
		}
		n += number(values[0])
	}
	return n, nil
}

// number reads a count.
func number(v record.Value) int64 {
	whole, _, _ := strings.Cut(v.Text, ".")
	n, _ := strconv.ParseInt(whole, 10, 64) // a count that a database wrote
	return n
}

// Distinct returns the values of a column with the number of their rows.
func (r *reader) Distinct(ctx context.Context, of connectors.ColumnOf, limit int) (out []connectors.ValueCount, err error) {
	t, _, err := r.db.table(ctx, r.s, of.Table)
	if err != nil {
		return nil, err
	}
	b := newBuilder(r.db.d, t)
	c := b.column(of.Column)
	group, _ := r.db.d.Comparable(c, r.db.d.Ident(c.Name), "")
	show := group
	if group == r.db.d.Ident(c.Name) {
		show = r.db.d.Plain(c, group)
	}
	b.put("SELECT ", show, ", COUNT(*)").from(false).where(of.Where)
	b.put(" GROUP BY ", group, " ORDER BY COUNT(*) DESC, ", r.db.d.Text(group))
	if limit > 0 {
		b.put(" LIMIT ", strconv.Itoa(limit))
	}
	err = r.rows(ctx, b, func(cells []Cell) error {
		v := valuesOf(cells)
		out = append(out, connectors.ValueCount{Value: v[0], Rows: number(v[1])})
		return nil
	})
	return out, doing(fmt.Sprintf("read values of %s.%s", of.Table, of.Column), err)
}

// Stats returns figures of a column in one pass.
func (r *reader) Stats(ctx context.Context, of connectors.ColumnOf) (connectors.ColumnStats, error) {
	var stats connectors.ColumnStats
	t, _, err := r.db.table(ctx, r.s, of.Table)
	if err != nil {
		return stats, err
	}
	b := newBuilder(r.db.d, t)
	c := b.column(of.Column)
	expr, _ := r.db.d.Comparable(c, r.db.d.Ident(c.Name), "")
	least, most := "NULL", "NULL"
	switch {
	case c.Class == connectors.ClassBytes: // no engine agrees on their order
	case r.db.d.Extreme(c):
		least, most = "MIN("+expr+")", "MAX("+expr+")"
	default:
		least, most = "MIN("+r.db.d.Text(expr)+")", "MAX("+r.db.d.Text(expr)+")"
	}
	b.put("SELECT COUNT(*), COUNT(", r.db.d.Ident(c.Name), "), COUNT(DISTINCT ", expr, "), ", least, ", ", most).from(false).where(of.Where)
	v, err := r.one(ctx, b)
	if err != nil {
		return stats, doing(fmt.Sprintf("read figures of %s.%s", of.Table, of.Column), err)
	}
	stats = connectors.ColumnStats{Rows: number(v[0]), Nulls: number(v[0]) - number(v[1]), Distinct: number(v[2]), Min: v[3], Max: v[4]}
	return stats, nil
}

// Contained compares the values of a column with those of another.
func (r *reader) Contained(ctx context.Context, of, in connectors.ColumnOf) (connectors.Containment, error) {
	var out connectors.Containment
	t, _, err := r.db.table(ctx, r.s, of.Table)
	if err != nil {
		return out, err
	}
	u, _, err := r.db.table(ctx, r.s, in.Table)
	if err != nil {
		return out, err
	}
	d := r.db.d
	a := newBuilder(d, t)
	x := a.column(of.Column)
	b := newBuilder(d, u)
	y := b.column(in.Column)
	if a.err != nil || b.err != nil {
		return out, errors.Join(a.err, b.err)
	}
	left, right := d.Ident(x.Name), d.Ident(y.Name)
	if x.Class != y.Class || x.Class != connectors.ClassInteger {
		left, right = d.Text(left), d.Text(right)
	}
	a.put("SELECT COALESCE(SUM(a.n), 0), COALESCE(SUM(CASE WHEN b.k IS NULL THEN 0 ELSE a.n END), 0), COUNT(*), COUNT(b.k) FROM (SELECT ", left, " AS v, COUNT(*) AS n")
	a.from(false).where(append(slices.Clone(of.Where), connectors.NotNull(of.Column)))
	a.put(" GROUP BY 1) a LEFT JOIN (SELECT DISTINCT ", right, " AS k")
	b.args = a.args // placeholders go on counting
	b.from(false).where(append(slices.Clone(in.Where), connectors.NotNull(in.Column)))
	a.put(b.sql.String(), ") b ON b.k = a.v")
	a.args = b.args
	if b.err != nil {
		return out, b.err
	}
	v, err := r.one(ctx, a)
	if err != nil {
		return out, doing(fmt.Sprintf("compare %s.%s with %s.%s", of.Table, of.Column, in.Table, in.Column), err)
	}
	return connectors.Containment{Rows: number(v[0]), RowsContained: number(v[1]), Values: number(v[2]), Contained: number(v[3])}, nil
}

// Select sends the rows of a query, on a connection of its own.
func (db *Database) Select(ctx context.Context, q connectors.Query, each func(connectors.Image) error) error {
	return db.with(ctx, func(r *reader) error { return r.Select(ctx, q, each) })
}

// Count returns the number of rows.
func (db *Database) Count(ctx context.Context, table connectors.TableName, where ...connectors.Condition) (n int64, err error) {
	err = db.with(ctx, func(r *reader) (err error) { n, err = r.Count(ctx, table, where...); return err })
	return n, err
}

// Distinct returns the values of a column with the number of their rows.
func (db *Database) Distinct(ctx context.Context, of connectors.ColumnOf, limit int) (out []connectors.ValueCount, err error) {
	err = db.with(ctx, func(r *reader) (err error) { out, err = r.Distinct(ctx, of, limit); return err })
	return out, err
}

// Stats returns figures of a column.
func (db *Database) Stats(ctx context.Context, of connectors.ColumnOf) (out connectors.ColumnStats, err error) {
	err = db.with(ctx, func(r *reader) (err error) { out, err = r.Stats(ctx, of); return err })
	return out, err
}

// Contained compares the values of a column with those of another.
func (db *Database) Contained(ctx context.Context, of, in connectors.ColumnOf) (out connectors.Containment, err error) {
	err = db.with(ctx, func(r *reader) (err error) { out, err = r.Contained(ctx, of, in); return err })
	return out, err
}

// Each runs a query of an engine's own and hands on the values of each row.
func Each(ctx context.Context, s Session, sql string, args []record.Value, each func([]record.Value) error) error {
	r := &reader{s: s}
	b := &builder{args: args}
	b.put(sql)
	return r.rows(ctx, b, func(cells []Cell) error { return each(valuesOf(cells)) })
}

// Number reads an integer that a database wrote, 0 where it is none.
func Number(v record.Value) int64 { return number(v) }
