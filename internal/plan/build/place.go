package build

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/internal/plan/order"
	"github.com/onefold/onefold/internal/plan/rewrite"
	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/record"
)

// place is a reference that is followed.
type place struct {
	references.Reference
	table   *connectors.Table
	name    string
	ids     []string         // columns that hold the id
	to      []string         // columns of the record that they name
	byKey   bool             // to is the key
	kind    string           // column with the type; "" without
	kinds   []record.Value   // its values that mean the target
	inside  bool             // ids are inside of values: found by a scan
	hits    map[string][]key // of a scan: id → rows
	related bool             // rows of this table only relate records with each other
}

type key []record.Value

// mapping says what stands for the tuple of a loser.
type mapping map[string][]record.Value

func (b *builder) setPlaces() error {
	perTable := map[connectors.TableName]int{}
	for _, r := range b.Used {
		t := b.Catalogue.Table(connectors.TableName{Schema: r.Schema, Name: r.Table})
		if t == nil || r.Policy == references.Leave && r.Kind != references.SharedKey {
			if t != nil {
				b.header.Left = append(b.header.Left, r.Place())
			}
			continue
		}
		p := &place{Reference: r, table: t, name: r.Place(), ids: r.Columns, to: r.TargetColumns, hits: map[string][]key{}}
		last := r.Columns[len(r.Columns)-1:]
		switch r.Kind {
		case references.Polymorphic, references.Attribute:
			p.kind, p.ids = r.Columns[0], last
			for _, v := range r.TypeValues {
				p.kinds = append(p.kinds, record.TextValue(v))
			}
			if len(p.kinds) == 0 {
				p.kind = ""
			}
			col := t.Column(last[0])
			p.inside = r.Path != "" || col != nil && (col.Class == connectors.ClassJSON || col.Class == connectors.ClassArray)
		case references.JSON, references.Array, references.List, references.Path:
			p.ids, p.inside = last, true
		case references.TypedString:
			p.ids = last
		}
		if r.Through != "" || r.Kind != references.ForeignKey || len(p.to) != len(p.ids) || slices.Equal(p.to, b.target.Key) {
			p.to, p.byKey = b.target.Key, true
		}
		if c := t.Column(p.ids[len(p.ids)-1]); c == nil || !c.Writable() {
			continue // the database computes it
		}
		if r.Kind == references.SharedKey && !slices.Equal(p.ids, t.Key) && len(t.Key) > 0 {
			p.Reference.Kind = references.Column
		}
		if t.NoRollback {
			b.warn("table %s cannot take changes back: what is done to it stays if a group fails", t.Name)
		}
		for _, g := range t.Triggers {
			if !g.Disabled {
				b.warn("table %s has triggers, which run when its rows change", t.Name)
			}
		}
		b.places = append(b.places, p)
		perTable[t.Name]++
		b.probe(p)
	}
	for name, n := range perTable {
		b.shared[name] = n > 1 || name == b.target.Name
	}
	for _, p := range b.places {
		p.related = p.Role == references.Join && perTable[p.table.Name] > 1
		b.shared[p.table.Name] = b.shared[p.table.Name] || p.inside
	}
	return nil
}

// probe notes how apply asks for rows that came later.
func (b *builder) probe(p *place) {
	if p.inside || len(p.ids) != 1 || p.Kind == references.SharedKey {
		return
	}
	q := plan.Probe{
		Schema: p.table.Name.Schema, Table: p.table.Name.Name, Column: p.ids[0], Type: p.kind, Types: p.kinds, Keys: identity(p.table),
		Cascade: p.Evidence.Declared && (p.OnDelete == string(connectors.Cascade) || p.OnDelete == string(connectors.SetNull) || p.OnDelete == string(connectors.SetDefault)),
	}
	if !p.byKey {
		q.Target = p.to[0]
	}
	if p.Kind == references.TypedString {
		q.Prefix = p.prefixes()
	}
	b.header.Probes = append(b.header.Probes, q)
}

// identity returns the columns that name a row: its key, or all of them.
func identity(t *connectors.Table) []string {
	if id := t.Identity(); len(id) > 0 {
		return id
	}
	var all []string
	for i := range t.Columns {
		if t.Columns[i].Writable() {
			all = append(all, t.Columns[i].Name)
		}
	}
	return all
}

// prefixes returns what stands in front of an id in a typed string.
func (p *place) prefixes() []string {
	if head, _, ok := strings.Cut(p.Format, "{id}"); ok {
		return []string{head}
	}
	return p.TypeValues
}

// pointing returns conditions under which rows point at records.
func (p *place) pointing(tuples [][]record.Value) []connectors.Condition {
	if p.Kind == references.TypedString {
		var texts []record.Value
		for _, head := range p.prefixes() {
			for _, t := range tuples {
				texts = append(texts, record.TextValue(head+t[0].Text))
			}
		}
		return []connectors.Condition{connectors.In(p.ids[0], texts...)}
	}
	where := []connectors.Condition{connectors.KeyIn(p.ids, tuples...)}
	if p.kind != "" {
		where = append(where, connectors.In(p.kind, p.kinds...))
	}
	return where
}

// typed tells whether a row is about the target at all.
func (p *place) typed(r plan.Row) bool {
	if p.kind == "" {
		return true
	}
	v := r[p.kind]
	return slices.ContainsFunc(p.kinds, func(k record.Value) bool { return k.Text == v.Text })
}

// moved returns what has to be set so that a row points at the master where it
// pointed at a loser; nil where it did not.
func (p *place) moved(r plan.Row, m mapping) plan.Row {
	if !p.typed(r) {
		return nil
	}
	lookup := func(id string) (string, bool) {
		to, ok := m[tupleText(id)]
		if !ok {
			return "", false
		}
		return to[0].Text, true
	}
	col := p.ids[len(p.ids)-1]
	v := r[col]
	switch {
	case v.IsNull():
		return nil
	case p.Kind == references.TypedString:
		for _, head := range p.prefixes() {
			if id, ok := strings.CutPrefix(v.Text, head); ok {
				if to, ok := lookup(id); ok {
					return plan.Row{col: {Kind: v.Kind, Text: head + to}}
				}
			}
		}
		return nil
	case p.inside:
		var text string
		var changed bool
		if p.Kind == references.JSON || p.Path != "" {
			text, changed = rewrite.JSON(v.Text, p.Path, p.TypeValues, lookup)
		} else {
			text, changed = rewrite.List(v.Text, p.Separator, lookup)
		}
		if !changed {
			return nil
		}
		return plan.Row{col: {Kind: v.Kind, Text: text}}
	}
	key, ok := order.Tuple(r, p.ids, nil)
	if !ok {
		return nil
	}
	to, ok := m[key]
	if !ok {
		return nil
	}
	set := plan.Row{}
	for i, c := range p.ids {
		if to[i].IsNull() {
			return nil
		}
		set[c] = record.Value{Kind: r[c].Kind, Text: to[i].Text}
	}
	return set
}

func tupleText(id string) string {
	t, _ := order.Tuple(plan.Row{"": record.TextValue(id)}, []string{""}, nil)
	return t
}

// scan finds ids that are inside of values, in one pass a place over all groups.
func (b *builder) scan(ctx context.Context) error {
	var all mapping
	for _, p := range b.places {
		if !p.inside {
			continue
		}
		if all == nil {
			all = mapping{}
			for _, in := range b.Inputs {
				for _, id := range in.IDs {
					all[tupleText(id)] = []record.Value{record.TextValue("\x00" + id)}
				}
			}
		}
		keys := identity(p.table)
		columns := append(slices.Clone(keys), p.ids...)
		if p.kind != "" {
			columns = append(columns, p.kind)
		}
		slices.Sort(columns)
		columns = slices.Compact(columns)
		err := b.Rows.Select(ctx, connectors.Query{Table: p.table.Name, Columns: columns, Where: []connectors.Condition{connectors.NotNull(p.ids[0])}}, func(im connectors.Image) error {
			row := plan.RowOf(im)
			if !p.typed(row) {
				return nil
			}
			for _, id := range p.insideOf(row, all) {
				p.hits[id] = append(p.hits[id], row.Pick(keys))
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("look into %s: %w", p.name, err)
		}
	}
	return nil
}

// insideOf lists the ids of a value that are in a mapping.
func (p *place) insideOf(r plan.Row, all mapping) []string {
	var found []string
	note := func(id string) (string, bool) {
		if _, ok := all[tupleText(id)]; ok && !slices.Contains(found, id) {
			found = append(found, id)
		}
		return "", false
	}
	text := r[p.ids[0]].Text
	if p.Kind == references.JSON || p.Path != "" {
		rewrite.JSON(text, p.Path, p.TypeValues, note)
	} else {
		rewrite.List(text, p.Separator, note)
	}
	return found
}
