package find

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references/facts"
)

// maxLookup is the largest table that may say what types mean, in rows.
const maxLookup = 5000

// lookupOf returns the table whose rows say what the values of a type mean, such
// as content types, or nil.
func (f *finder) lookupOf(kind *facts.Column) *facts.Table {
	for _, fk := range kind.Table.FKs[kind.Def.Name] {
		if t := f.byName[fk.Target]; t != nil && t != kind.Table && t.Rows <= maxLookup {
			return t
		}
	}
	if len(kind.Texts) == 0 || !kind.Name.Marked && kind.Def.Class != connectors.ClassInteger {
		return nil
	}
	best, score := (*facts.Table)(nil), 0.5
	for _, m := range f.match(kind.Name, kind.Table) {
		if t := m.to; t != kind.Table && t.Rows <= maxLookup && t.Key != nil && m.match.Score > score && !t.Sampled {
			if in, all := kind.Set.Within(t.Key.Set); all > 0 && in == all {
				best, score = t, m.match.Score
			}
		}
	}
	return best
}

// readLookups reads the tables that say what types and attributes mean.
func (f *finder) readLookups(ctx context.Context, rows facts.Rows) error {
	for _, t := range f.tables {
		for _, p := range t.Pairs {
			l := f.lookupOf(p.Kind)
			if l == nil || l.Key == nil || f.lookups[l] != nil {
				continue
			}
			q := connectors.Query{Table: l.Def.Name, Columns: []string{l.Key.Def.Name}, Limit: maxLookup}
			for _, c := range l.Columns {
				if c != l.Key && c.Def.Class == connectors.ClassText {
					q.Columns = append(q.Columns, c.Def.Name)
				}
			}
			meanings := map[string][]string{}
			err := rows.Select(ctx, q, func(im connectors.Image) error {
				var texts []string
				for _, v := range im.Values[1:] {
					if v.Text != "" && len(v.Text) <= 2*facts.MaxValue {
						texts = append(texts, v.Text)
					}
				}
				if len(texts) > 1 { // app_label and model together name persons_contact
					texts = append([]string{strings.Join(texts[:2], ".")}, texts...)
				}
				meanings[im.Values[0].Text] = texts
				return nil
			})
			if err != nil {
				return fmt.Errorf("read %s: %w", l.Def.Name, err)
			}
			f.lookups[l] = meanings
		}
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
