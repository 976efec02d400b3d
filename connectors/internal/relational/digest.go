package relational

import (
	"context"
	"strconv"

	"github.com/onefold/onefold/connectors"
)

var _ connectors.Digester = (*transaction)(nil)

// Bounds returns the least and the largest key.
func (r *reader) Bounds(ctx context.Context, table connectors.TableName, key string) (least, most int64, ok bool, err error) {
	t, _, err := r.db.table(ctx, r.s, table)
	if err != nil {
		return 0, 0, false, err
	}
	b := newBuilder(r.db.d, t)
	quoted := r.db.d.Ident(b.column(key).Name)
	v, err := r.one(ctx, b.put("SELECT MIN(", quoted, "), MAX(", quoted, ")").from(false))
	if err != nil {
		return 0, 0, false, doing("read the bounds of "+table.String(), err)
	}
	least, errLeast := strconv.ParseInt(v[0].Text, 10, 64)
	most, errMost := strconv.ParseInt(v[1].Text, 10, 64)
	return least, most, errLeast == nil && errMost == nil, nil
}

// Digests returns a digest for every range of keys.
func (r *reader) Digests(ctx context.Context, q connectors.Query, key string, width int64) ([]connectors.Digest, error) {
	t, _, err := r.db.table(ctx, r.s, q.Table)
	if err != nil {
		return nil, err
	}
	d := r.db.d
	if d.Digest == nil || width < 1 {
		return nil, &connectors.DatabaseError{Doing: "digest rows", Kind: connectors.ErrUnsupported}
	}
	b := newBuilder(d, t)
	names := columnsOf(q, t)
	columns := make([]*connectors.Column, len(names))
	quoted := make([]string, len(names))
	for i, name := range names {
		columns[i], quoted[i] = b.column(name), d.Ident(name)
	}
	in := d.Ident(b.column(key).Name) + " " + d.Divide + " " + strconv.FormatInt(width, 10)
	b.put("SELECT ", in, ", COUNT(*), SUM(", d.Digest(columns, quoted), ")").from(q.Only).put(" GROUP BY ", in)
	var out []connectors.Digest
	err = r.rows(ctx, b, func(cells []Cell) error {
		v := valuesOf(cells)
		out = append(out, connectors.Digest{Range: number(v[0]), Rows: number(v[1]), Sum: v[2].Text})
		return nil
	})
	return out, doing("digest rows of "+q.Table.String(), err)
}
