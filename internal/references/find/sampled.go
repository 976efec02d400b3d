package find

import (
	"context"
	"fmt"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references/facts"
)

// lister lists the values of a column; a connectors.Reader does.
type lister interface {
	Distinct(ctx context.Context, of connectors.ColumnOf, limit int) ([]connectors.ValueCount, error)
}

// The most types of a pair that are asked for beyond what was read, and the
// rows that are read of each.
const (
	moreTypes = 500
	typeRows  = 2000
)

// unseen reads rows of the types of pairs that a table read in part has not
// shown: the first rows of a log may all be of one type.
func (f *finder) unseen(ctx context.Context, rows facts.Rows) error {
	list, ok := rows.(lister)
	if !ok {
		return nil
	}
	for _, t := range f.tables {
		if !t.Sampled {
			continue
		}
		for _, p := range t.Pairs {
			if p.Attr || p.Score <= facts.OnlyByType {
				continue
			}
			types, err := list.Distinct(ctx, connectors.ColumnOf{Table: t.Def.Name, Column: p.Kind.Def.Name}, moreTypes)
			if err != nil {
				return fmt.Errorf("list types of %s: %w", t.Def.Name, err)
			}
			for _, v := range types {
				if v.Value.IsNull() || v.Value.Text == "" || p.ByType[v.Value.Text] != nil {
					continue
				}
				q := connectors.Query{
					Table: t.Def.Name, Columns: []string{p.ID.Def.Name}, Where: []connectors.Condition{connectors.In(p.Kind.Def.Name, v.Value)}, Limit: typeRows,
				}
				err := rows.Select(ctx, q, func(im connectors.Image) error {
					if id := im.Values[0]; !facts.Empty(id) {
						p.Add(v.Value.Text, id.Text, f.keys)
						p.ID.Note(id, f.keys)
					}
					return nil
				})
				if err != nil {
					return fmt.Errorf("read %s: %w", t.Def.Name, err)
				}
			}
		}
	}
	return nil
}
