package relational

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

// Lock reads and locks the rows of a query, in order of the key.
func (t *transaction) Lock(ctx context.Context, q connectors.Query) (images []connectors.Image, err error) {
	if t.over {
		return nil, connectors.ErrClosed
	}
	err = t.images(ctx, q, true, func(i connectors.Image) error {
		images = append(images, i)
		return nil
	})
	return images, doing("lock rows of "+q.Table.String(), err)
}

// Insert adds a row.
func (t *transaction) Insert(ctx context.Context, table connectors.TableName, row connectors.Image) error {
	return t.change(ctx, connectors.RowChange{Op: connectors.InsertRow, Table: table, Set: row})
}

// Update gives columns of a row a new value.
func (t *transaction) Update(ctx context.Context, table connectors.TableName, key, set connectors.Image, expect *connectors.Image) error {
	if err := t.expected(ctx, table, key, expect); err != nil {
		return err
	}
	return t.change(ctx, connectors.RowChange{Op: connectors.UpdateRow, Table: table, Key: key, Set: set})
}

// Delete removes a row.
func (t *transaction) Delete(ctx context.Context, table connectors.TableName, key connectors.Image, expect *connectors.Image) error {
	if err := t.expected(ctx, table, key, expect); err != nil {
		return err
	}
	return t.change(ctx, connectors.RowChange{Op: connectors.DeleteRow, Table: table, Key: key})
}

// expected locks the row and compares it with what is expected. The comparison
// is made here: not every type has an equality in every database.
func (t *transaction) expected(ctx context.Context, table connectors.TableName, key connectors.Image, expect *connectors.Image) error {
	if expect == nil {
		return nil
	}
	rows, err := t.Lock(ctx, connectors.Query{Table: table, Columns: expect.Columns, Where: []connectors.Condition{connectors.KeyIn(key.Columns, key.Values)}})
	if err != nil {
		return err
	}
	if len(rows) == 0 || len(expect.Differs(rows[0])) > 0 {
		return &connectors.DatabaseError{Doing: "row of " + table.String(), Kind: connectors.ErrDrift}
	}
	return nil
}

func (t *transaction) change(ctx context.Context, c connectors.RowChange) error {
	if t.over {
		return connectors.ErrClosed
	}
	if t.busy {
		return errBusy(string(c.Op))
	}
	st, err := t.statement(ctx, c, nil)
	if err != nil || st.SQL == "" {
		return err
	}
	n, err := t.s.Exec(ctx, st.SQL, st.Args)
	return outcome(c, 1, n, err)
}

// outcome tells a change that did not touch its rows from one that did.
func outcome(c connectors.RowChange, want, n int64, err error) error {
	if err == nil && n != want {
		err = &connectors.DatabaseError{Kind: connectors.ErrDrift}
	}
	return doing(string(c.Op)+" in table "+c.Table.String(), err)
}

// run is changes that one statement does: what differs is the key alone.
type run struct {
	Statement
	first int
	rows  int64
}

// Apply does many changes in order.
func (t *transaction) Apply(ctx context.Context, changes []connectors.RowChange) error {
	if t.over {
		return connectors.ErrClosed
	}
	if t.busy {
		return errBusy("change")
	}
	runs := make([]run, 0, len(changes))
	for i := 0; i < len(changes); {
		n := alike(changes[i:])
		var keys [][]record.Value
		if n > 1 {
			table, _, err := t.db.table(ctx, t.s, changes[i].Table)
			if err == nil && identifies(table, changes[i].Key.Columns) {
				for _, c := range changes[i : i+n] {
					keys = append(keys, c.Key.Values)
				}
			} else {
				n = 1
			}
		}
		st, err := t.statement(ctx, changes[i], keys)
		if err != nil {
			return &connectors.ChangeError{Index: i, Err: err}
		}
		if st.SQL != "" {
			runs = append(runs, run{st, i, int64(n)})
		}
		i += n
	}
	return t.runs(ctx, changes, runs)
}

func (t *transaction) runs(ctx context.Context, changes []connectors.RowChange, runs []run) error {
	fail := func(r run, n int64, err error) error {
		if err = outcome(changes[r.first], r.rows, n, err); err != nil {
			return &connectors.ChangeError{Index: r.first, Err: err}
		}
		return nil
	}
	batcher, ok := t.s.(Batcher)
	if !ok {
		for _, r := range runs {
			n, err := t.s.Exec(ctx, r.SQL, r.Args)
			if err := fail(r, n, err); err != nil {
				return err
			}
		}
		return nil
	}
	statements := make([]Statement, len(runs))
	for i, r := range runs {
		statements[i] = r.Statement
	}
	counts, err := batcher.Batch(ctx, statements)
	for i, n := range counts {
		if err := fail(runs[i], n, nil); err != nil {
			return err
		}
	}
	if err != nil && len(counts) < len(runs) {
		return fail(runs[len(counts)], 0, err)
	}
	return err
}

// alike returns how many changes from the first one on differ in the values of
// their keys alone: those of one table that set the same, or that delete. No two
// of them have the same key.
func alike(changes []connectors.RowChange) int {
	a := &changes[0]
	if a.Op == connectors.InsertRow || len(a.Key.Columns) == 0 || len(changes) == 1 || slices.ContainsFunc(a.Key.Values, record.Value.IsNull) {
		return 1
	}
	n := 1
	var seen map[string]bool
	for n < len(changes) && n < pieceTuples {
		b := &changes[n]
		if b.Op != a.Op || b.Table != a.Table || !slices.Equal(b.Key.Columns, a.Key.Columns) || !slices.Equal(b.Set.Columns, a.Set.Columns) ||
			!slices.Equal(b.Set.Values, a.Set.Values) || slices.ContainsFunc(b.Key.Values, record.Value.IsNull) {
			return n
		}
		if seen == nil {
			seen = map[string]bool{keyText(a.Key): true}
		}
		k := keyText(b.Key)
		if seen[k] {
			return n
		}
		seen[k] = true
		n++
	}
	return n
}

// keyText is a text that another key does not have.
func keyText(key connectors.Image) string {
	if len(key.Values) == 1 {
		return key.Values[0].Text
	}
	var b strings.Builder
	for _, v := range key.Values {
		b.WriteString(strconv.Itoa(len(v.Text)))
		b.WriteByte(':')
		b.WriteString(v.Text)
	}
	return b.String()
}

// statement writes the SQL of a change, on the rows of several keys where they
// are given. An update that sets nothing has none.
func (t *transaction) statement(ctx context.Context, c connectors.RowChange, keys [][]record.Value) (Statement, error) {
	table, inherited, err := t.db.table(ctx, t.s, c.Table)
	if err != nil {
		return Statement{}, err
	}
	if !table.Writable() {
		return Statement{}, &connectors.DatabaseError{Doing: "write to " + string(table.Kind) + " " + c.Table.String(), Kind: connectors.ErrUnsupported}
	}
	b := newBuilder(t.db.d, table)
	only := ""
	if inherited {
		only = b.d.Only
	}
	switch c.Op {
	case connectors.InsertRow:
		b.insert(c.Set)
	case connectors.DeleteRow:
		b.put("DELETE FROM ", only, b.d.Table(c.Table)).rows(c.Key, keys, inherited)
	default:
		b.put("UPDATE ", only, b.d.Table(c.Table), " SET ")
		if b.set(c.Set) == 0 {
			return Statement{}, b.err
		}
		b.rows(c.Key, keys, inherited)
	}
	return Statement{b.sql.String(), b.args}, b.err
}

// rows writes the condition that finds the rows of the keys, or of the one.
func (b *builder) rows(key connectors.Image, keys [][]record.Value, inherited bool) {
	if len(keys) > 1 {
		b.where([]connectors.Condition{connectors.KeyIn(key.Columns, keys...)})
		return
	}
	b.row(key, inherited)
}

func (b *builder) insert(row connectors.Image) {
	b.put("INSERT INTO ", b.d.Table(b.t.Name), " (")
	n := 0
	var values []string
	for i, name := range row.Columns {
		c := b.column(name)
		if !c.Writable() {
			continue
		}
		if n++; n > 1 {
			b.put(", ")
		}
		b.put(b.d.Ident(name))
		values = append(values, b.d.Writing(c, b.arg(b.d.Bind(c, row.Values[i]))))
	}
	b.put(")", b.d.Override, " VALUES (")
	for i, v := range values {
		if i > 0 {
			b.put(", ")
		}
		b.put(v)
	}
	b.put(")")
}

// set writes assignments and returns how many.
func (b *builder) set(row connectors.Image) int {
	n := 0
	for i, name := range row.Columns {
		c := b.column(name)
		if !c.Writable() {
			continue
		}
		if n++; n > 1 {
			b.put(", ")
		}
		b.put(b.d.Ident(name), " = ", b.d.Writing(c, b.arg(b.d.Bind(c, row.Values[i]))))
	}
	return n
}
