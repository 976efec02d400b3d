package relational

import (
	"slices"
	"strconv"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

// builder writes one statement on one table. What it cannot find is its err.
type builder struct {
	d    *Dialect
	t    *connectors.Table
	sql  strings.Builder
	args []record.Value
	err  error
	// exact compares texts byte by byte: without a key, rows are told apart by that.
	exact bool
}

func newBuilder(d *Dialect, t *connectors.Table) *builder { return &builder{d: d, t: t} }

func (b *builder) put(parts ...string) *builder {
	for _, p := range parts {
		b.sql.WriteString(p)
	}
	return b
}

// column finds a column by name.
func (b *builder) column(name string) *connectors.Column {
	if c := b.t.Column(name); c != nil {
		return c
	}
	if b.err == nil {
		b.err = &connectors.DatabaseError{Doing: "table " + b.t.Name.String(), Kind: connectors.ErrNoColumn, Constraint: name}
	}
	return &connectors.Column{Name: name, Class: connectors.ClassText}
}

// arg adds an argument and returns its placeholder.
func (b *builder) arg(v record.Value) string {
	b.args = append(b.args, v)
	if b.d.Numbered {
		return "$" + strconv.Itoa(len(b.args))
	}
	return "?"
}

// where writes the conditions.
func (b *builder) where(conditions []connectors.Condition) *builder {
	for i, c := range conditions {
		b.put([...]string{" WHERE ", " AND "}[min(i, 1)])
		switch c.Op {
		case connectors.OpNull:
			b.put(b.d.Ident(b.column(c.Columns[0]).Name), " IS NULL")
		case connectors.OpNotNull:
			b.put(b.d.Ident(b.column(c.Columns[0]).Name), " IS NOT NULL")
		case connectors.OpPrefix:
			b.put(b.d.Prefix(b.d.Text(b.d.Ident(b.column(c.Columns[0]).Name)), b.arg(c.Tuples[0][0])))
		case connectors.OpBetween:
			b.put(b.d.Ident(b.column(c.Columns[0]).Name), " BETWEEN ", b.arg(c.Tuples[0][0]), " AND ", b.arg(c.Tuples[1][0]))
		default:
			b.in(c)
		}
	}
	return b
}

// in writes that columns have one of several values. Tuples with a Null come
// one by one: no IN finds them.
func (b *builder) in(c connectors.Condition) {
	var whole, withNull [][]record.Value
	for _, t := range c.Tuples {
		if slices.ContainsFunc(t, record.Value.IsNull) {
			withNull = append(withNull, t)
		} else {
			whole = append(whole, t)
		}
	}
	if len(c.Tuples) == 0 {
		b.put("1 = 0")
		return
	}
	// Few lengths of lists, so that statements can be prepared once.
	for len(whole) > 2 && len(whole)&(len(whole)-1) != 0 && (len(whole)+1)*len(c.Columns) < b.d.MaxArgs-16 {
		whole = append(whole, whole[len(whole)-1])
	}
	b.put("(")
	switch {
	case len(whole) == 0:
	case len(whole) == 1:
		b.equal(c.Columns, whole[0])
	case len(c.Columns) == 1:
		col := b.column(c.Columns[0])
		left, _ := b.d.Comparable(col, b.d.Ident(col.Name), "")
		b.put(left, " IN (")
		for i, t := range whole {
			if i > 0 {
				b.put(", ")
			}
			b.put(b.compared(col, t[0]))
		}
		b.put(")")
	default:
		b.tuples(c.Columns, whole)
	}
	for i, t := range withNull {
		if i > 0 || len(whole) > 0 {
			b.put(" OR ")
		}
		b.equal(c.Columns, t)
	}
	b.put(")")
}

func (b *builder) tuples(columns []string, tuples [][]record.Value) {
	cols := make([]*connectors.Column, len(columns))
	left := make([]string, len(columns))
	for i, n := range columns {
		cols[i] = b.column(n)
		left[i], _ = b.d.Comparable(cols[i], b.d.Ident(n), "")
	}
	b.put("(", strings.Join(left, ", "), ") IN (")
	if b.d.Values {
		b.put("VALUES ")
	}
	for i, t := range tuples {
		b.put([...]string{"(", ", ("}[min(i, 1)])
		for j, v := range t {
			if j > 0 {
				b.put(", ")
			}
			b.put(b.compared(cols[j], v))
		}
		b.put(")")
	}
	b.put(")")
}

// compared writes an argument as it is compared with a column.
func (b *builder) compared(c *connectors.Column, v record.Value) string {
	_, right := b.d.Comparable(c, "", b.arg(b.d.Bind(c, v)))
	return right
}

// equal writes that columns have these values.
func (b *builder) equal(columns []string, values []record.Value) {
	for i, name := range columns {
		if i > 0 {
			b.put(" AND ")
		}
		c := b.column(name)
		if values[i].IsNull() {
			b.put(b.d.Ident(name), " IS NULL")
			continue
		}
		quoted, placeholder := b.d.Ident(name), b.arg(b.d.Bind(c, values[i]))
		left, right := b.d.Comparable(c, quoted, placeholder)
		if b.exact && b.d.Exact != nil {
			if l, r := b.d.Exact(c, quoted, placeholder); l != "" {
				left, right = l, r
			}
		}
		b.put(left, " = ", right)
	}
}

// selection writes SELECT with the columns of a query.
func (b *builder) selection(columns []string) *builder {
	b.put("SELECT ")
	for i, name := range columns {
		if i > 0 {
			b.put(", ")
		}
		b.put(b.d.Plain(b.column(name), b.d.Ident(name)))
	}
	return b
}

// from writes FROM and the table.
func (b *builder) from(only bool) *builder {
	b.put(" FROM ")
	if only {
		b.put(b.d.Only)
	}
	return b.put(b.d.Table(b.t.Name))
}

// ordered writes an order by the key, or by the place of rows.
func (b *builder) ordered() *builder {
	switch {
	case len(b.t.Key) > 0:
		b.put(" ORDER BY ", b.d.Idents(b.t.Key))
	case b.d.RowID != "" && b.t.Writable():
		b.put(" ORDER BY ", b.d.RowID)
	}
	return b
}

// row writes the condition that finds the row with a key. A key that is not
// known to be one finds the first of the rows that have it: they are alike.
func (b *builder) row(key connectors.Image, inherited bool) *builder {
	only := ""
	if inherited {
		only = b.d.Only
	}
	if identifies(b.t, key.Columns) {
		b.put(" WHERE ")
		b.equal(key.Columns, key.Values)
		return b
	}
	b.exact = true
	if b.d.RowID == "" {
		b.put(" WHERE ")
		b.equal(key.Columns, key.Values)
		return b.put(b.d.LimitOne)
	}
	b.put(" WHERE ", b.d.RowID, " = (SELECT ", b.d.RowID, " FROM ", only, b.d.Table(b.t.Name), " WHERE ")
	b.equal(key.Columns, key.Values)
	return b.put(" LIMIT 1)")
}

// identifies tells whether the columns hold a key of the table.
func identifies(t *connectors.Table, columns []string) bool {
	holds := func(key []string) bool {
		for _, c := range key {
			if c == "" || !slices.Contains(columns, c) {
				return false
			}
		}
		return len(key) > 0
	}
	if holds(t.Key) {
		return true
	}
	for _, u := range t.Uniques {
		if !u.Partial && !u.Expressions && holds(u.Columns) && !slices.ContainsFunc(u.Columns, func(c string) bool { return t.Column(c) == nil || t.Column(c).Nullable }) {
			return true
		}
	}
	return false
}
