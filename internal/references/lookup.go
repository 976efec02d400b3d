package references

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
)

// maxLookup is the largest table that may say what types mean, in rows.
const maxLookup = 5000

// lookupOf returns the table whose rows say what the values of a type mean, such
// as content types, or nil.
func (f *finder) lookupOf(kind *column) *table {
	for _, fk := range kind.table.fks[kind.def.Name] {
		if t := f.byName[fk.Target]; t != nil && t != kind.table && t.rows <= maxLookup {
			return t
		}
	}
	if len(kind.texts) == 0 || !kind.name.Marked && kind.def.Class != connectors.ClassInteger {
		return nil
	}
	best, score := (*table)(nil), 0.5
	for _, m := range f.match(kind.name, kind.table) {
		if t := m.to; t != kind.table && t.rows <= maxLookup && t.key != nil && m.match.Score > score && !t.sampled {
			if in, all := kind.set.Within(t.key.set); all > 0 && in == all {
				best, score = t, m.match.Score
			}
		}
	}
	return best
}

// readLookups reads the tables that say what types and attributes mean.
func (f *finder) readLookups(ctx context.Context, rows Rows) error {
	for _, t := range f.tables {
		for _, p := range t.pairs {
			l := f.lookupOf(p.kind)
			if l == nil || l.key == nil || f.lookups[l] != nil {
				continue
			}
			q := connectors.Query{Table: l.def.Name, Columns: []string{l.key.def.Name}, Limit: maxLookup}
			for _, c := range l.columns {
				if c != l.key && c.def.Class == connectors.ClassText {
					q.Columns = append(q.Columns, c.def.Name)
				}
			}
			meanings := map[string][]string{}
			err := rows.Select(ctx, q, func(im connectors.Image) error {
				var texts []string
				for _, v := range im.Values[1:] {
					if v.Text != "" && len(v.Text) <= 2*maxValue {
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
				return fmt.Errorf("read %s: %w", l.def.Name, err)
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
