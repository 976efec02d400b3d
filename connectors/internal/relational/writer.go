package relational

import (
	"context"

	"github.com/onefold/onefold/connectors"
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
	st, err := t.statement(ctx, c)
	if err != nil || st.SQL == "" {
		return err
	}
	n, err := t.s.Exec(ctx, st.SQL, st.Args)
	return outcome(c, n, err)
}

// outcome tells a change that did not touch its one row from one that did.
func outcome(c connectors.RowChange, n int64, err error) error {
	if err == nil && n != 1 {
		err = &connectors.DatabaseError{Kind: connectors.ErrDrift}
	}
	return doing(string(c.Op)+" in table "+c.Table.String(), err)
}

// Apply does many changes in order.
func (t *transaction) Apply(ctx context.Context, changes []connectors.RowChange) error {
	if t.over {
		return connectors.ErrClosed
	}
	batcher, ok := t.s.(Batcher)
	if !ok {
		for i, c := range changes {
			if err := t.change(ctx, c); err != nil {
				return &connectors.ChangeError{Index: i, Err: err}
			}
		}
		return nil
	}
	statements := make([]Statement, 0, len(changes))
	of := make([]int, 0, len(changes))
	for i, c := range changes {
		st, err := t.statement(ctx, c)
		if err != nil {
			return &connectors.ChangeError{Index: i, Err: err}
		}
		if st.SQL != "" {
			statements, of = append(statements, st), append(of, i)
		}
	}
	counts, err := batcher.Batch(ctx, statements)
	for k, n := range counts {
		if err := outcome(changes[of[k]], n, nil); err != nil {
			return &connectors.ChangeError{Index: of[k], Err: err}
		}
	}
	if err != nil && len(counts) < len(of) {
		i := of[len(counts)]
		return &connectors.ChangeError{Index: i, Err: outcome(changes[i], 0, err)}
	}
	return err
}

// statement writes the SQL of a change. An update that sets nothing has none.
func (t *transaction) statement(ctx context.Context, c connectors.RowChange) (Statement, error) {
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
		b.put("DELETE FROM ", only, b.d.Table(c.Table)).row(c.Key, inherited)
	default:
		b.put("UPDATE ", only, b.d.Table(c.Table), " SET ")
		if b.set(c.Set) == 0 {
			return Statement{}, b.err
		}
		b.row(c.Key, inherited)
	}
	return Statement{b.sql.String(), b.args}, b.err
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
