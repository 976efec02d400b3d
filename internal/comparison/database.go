package comparison

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references"
)

// Database is one side of a comparison of databases: one moment of it.
type Database struct {
	Reader    connectors.Reader
	Catalogue *connectors.Catalogue
	Engine    string // two of one engine are compared by digests of ranges of keys first
}

// Pair is a table of two databases; nil where one does not have it.
type Pair struct {
	Name string
	A, B *connectors.Table
}

// Pairs pairs the tables of two databases by name, in order of the name. Views,
// partitions and Onefold's own tables are left out.
func Pairs(a, b *connectors.Catalogue) []Pair {
	var pairs []Pair
	taken := map[*connectors.Table]bool{}
	for i := range a.Tables {
		if t := &a.Tables[i]; holdsRows(t) {
			p := Pair{Name: t.Name.String(), A: t, B: Counterpart(t.Name, b)}
			taken[p.B] = true
			pairs = append(pairs, p)
		}
	}
	for i := range b.Tables {
		if t := &b.Tables[i]; holdsRows(t) && !taken[t] {
			pairs = append(pairs, Pair{Name: t.Name.String(), B: t})
		}
	}
	slices.SortFunc(pairs, func(x, y Pair) int { return cmp.Compare(x.Name, y.Name) })
	return pairs
}

// Counterpart finds the table of a name in another database, where its letters
// may have another case.
func Counterpart(name connectors.TableName, c *connectors.Catalogue) *connectors.Table {
	if t := c.Table(name); t != nil && holdsRows(t) {
		return t
	}
	i := slices.IndexFunc(c.Tables, func(t connectors.Table) bool {
		return holdsRows(&t) && strings.EqualFold(t.Name.Name, name.Name) && strings.EqualFold(t.Name.Schema, name.Schema)
	})
	if i < 0 {
		return nil
	}
	return &c.Tables[i]
}

func holdsRows(t *connectors.Table) bool {
	switch t.Kind {
	case connectors.View, connectors.MaterializedView, connectors.ForeignTable, connectors.VirtualTable:
		return false
	}
	return t.PartitionOf == connectors.TableName{} && !strings.HasPrefix(t.Name.Name, "onefold_")
}

// side returns a table as a side. Rows of a table that inherits are its own.
func (d Database) side(t *connectors.Table) TableSide {
	inherited := slices.ContainsFunc(d.Catalogue.Tables, func(o connectors.Table) bool {
		return o.PartitionOf == connectors.TableName{} && slices.Contains(o.Inherits, t.Name)
	})
	return TableSide{Reader: d.Reader, Table: t, Only: inherited}
}

// Databases compares one table of two databases, or says that only one has it.
func Databases(ctx context.Context, a, b Database, p Pair, o Options) (Table, error) {
	if p.A != nil && p.B != nil {
		x, y := a.side(p.A), b.side(p.B)
		same := int64(0)
		if a.Engine != "" && a.Engine == b.Engine {
			var err error
			if same, err = digested(ctx, p.Name, &x, &y, &o); err != nil {
				return Table{Name: p.Name}, err
			}
		}
		out, err := Tables(ctx, p.Name, x, y, o)
		out.RowsA, out.RowsB, out.Same = out.RowsA+same, out.RowsB+same, out.Same+same
		return out, err
	}
	out := Table{Name: p.Name, Key: []string{}, In: "a"}
	kind, in, t, rows := MissingTable, a, p.A, &out.RowsA
	if p.A == nil {
		out.In, kind, in, t, rows = "b", ExtraTable, b, p.B, &out.RowsB
	}
	n, err := in.Reader.Count(ctx, t.Name)
	if err != nil {
		return out, err
	}
	*rows = n
	if o.Each != nil {
		return out, o.Each(Difference{Kind: kind, Table: p.Name})
	}
	return out, nil
}

// Links returns the columns of a table with ids that may be others now: the
// references that a merge follows. IDs returns those of a target, nil where
// there are none.
func Links(t *connectors.Table, refs []references.Reference, ids func(connectors.TableName) IDs) []Link {
	var links []Link
	for i := range refs {
		r := &refs[i]
		if r.Table != t.Name.Name || r.Schema != t.Name.Schema || r.Policy == references.Leave {
			continue
		}
		of := ids(connectors.TableName{Schema: r.TargetSchema, Name: r.Target})
		if len(of) == 0 {
			continue
		}
		l := Link{IDs: of, Part: r.Kind == references.SharedKey || r.Role == references.Part}
		switch {
		case one(r):
			l.Column = r.Columns[0]
		case r.Kind == references.Polymorphic && len(r.Columns) == 2:
			l.Type, l.Column, l.Types = r.Columns[0], r.Columns[1], r.TypeValues
		default:
			continue
		}
		links = append(links, l)
	}
	return links
}

// one tells whether the id stands alone in one column.
func one(r *references.Reference) bool {
	switch r.Kind {
	case references.ForeignKey, references.Column, references.SharedKey:
		return len(r.Columns) == 1
	}
	return false
}

// DatabaseTotals compares what hangs on the records of a target, at every
// reference with an id in a column of its own.
func DatabaseTotals(ctx context.Context, a, b Database, target connectors.TableName, refs []references.Reference, ids IDs, o Options) ([]Total, error) {
	var out []Total
	seen := map[string]bool{}
	for i := range refs {
		r := &refs[i]
		if r.Target != target.Name || r.TargetSchema != target.Schema || r.Policy == references.Leave || r.Kind == references.SharedKey {
			continue
		}
		name := connectors.TableName{Schema: r.Schema, Name: r.Table}
		p := Place{Table: name.String()}
		switch {
		case one(r):
			p.Column = r.Columns[0]
		case r.Kind == references.Polymorphic && len(r.Columns) == 2:
			p.Type, p.Column, p.Types = r.Columns[0], r.Columns[1], r.TypeValues
		default:
			continue
		}
		x := a.Catalogue.Table(name)
		if seen[p.Table+"."+p.Column] || x == nil || !holdsRows(x) {
			continue
		}
		seen[p.Table+"."+p.Column] = true
		y := Counterpart(name, b.Catalogue)
		if y == nil || !same(x, y, &p) {
			out = append(out, Total{Place: p.Table + "." + p.Column, In: "a"})
			if o.Each != nil {
				if err := o.Each(Difference{Kind: MissingColumn, Table: p.Table, Column: p.Column}); err != nil {
					return out, err
				}
			}
			continue
		}
		if c := x.Column(p.Column); c != nil {
			p.Class = c.Class
		}
		p.Unique = uniqueWith(x, y, p.Column)
		for _, money := range Money(x, p.Column, p.Type) {
			if y.Column(money) != nil {
				p.Money = append(p.Money, money)
			}
		}
		t, err := Totals(ctx, p, a.side(x), b.side(y), ids, o)
		if err != nil {
			return out, err
		}
		out = append(out, t)
	}
	return out, nil
}

// same tells whether both tables have the columns of a place.
func same(a, b *connectors.Table, p *Place) bool {
	for _, name := range []string{p.Column, p.Type} {
		if name != "" && (a.Column(name) == nil || b.Column(name) == nil) {
			return false
		}
	}
	return true
}

// uniqueWith returns the columns of a unique constraint that a column is one of,
// nil where there is none or B does not have them.
func uniqueWith(a, b *connectors.Table, column string) []string {
	for _, u := range a.Uniques {
		if u.Partial || u.Expressions || !slices.Contains(u.Columns, column) {
			continue
		}
		if !slices.ContainsFunc(u.Columns, func(name string) bool { return b.Column(name) == nil }) {
			return u.Columns
		}
	}
	return nil
}
