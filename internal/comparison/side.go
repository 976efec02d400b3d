package comparison

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

// TableSide is a table of a database as a side. Every row counts, also one that
// is marked as deleted.
type TableSide struct {
	Reader connectors.Reader // a transaction that sees one moment
	Table  *connectors.Table
	Only   bool // without the rows of tables that inherit from it

	ranges [][2]int64 // of the column in: all that is read; nil is everything
	in     string
}

var _ Side = TableSide{}

// Columns returns the columns of the table.
func (s TableSide) Columns() []Column {
	columns := make([]Column, len(s.Table.Columns))
	for i, c := range s.Table.Columns {
		columns[i] = Column{c.Name, c.Class}
	}
	return columns
}

// Key returns the columns of the primary key, or of a unique constraint.
func (s TableSide) Key() []string { return s.Table.Identity() }

// KeepsNull is true.
func (s TableSide) KeepsNull() bool { return true }

// Read sends the rows of the table.
func (s TableSide) Read(ctx context.Context, columns []string, each func([]record.Value) error) error {
	wanted := columns
	if len(columns) == 0 && len(s.Table.Columns) > 0 { // none would mean all of them
		wanted = []string{s.Table.Columns[0].Name}
	}
	q := connectors.Query{Table: s.Table.Name, Columns: wanted, Only: s.Only}
	row := func(row connectors.Image) error { return each(row.Values[:len(columns)]) }
	if s.ranges == nil {
		return s.Reader.Select(ctx, q, row)
	}
	for _, span := range s.ranges {
		q.Where = []connectors.Condition{connectors.Between(s.in, span[0], span[1])}
		if err := s.Reader.Select(ctx, q, row); err != nil {
			return err
		}
	}
	return nil
}

// SourceSide is a file, or what the URL of a database chooses with a condition,
// as a side.
type SourceSide struct {
	Source connectors.Source
	Nulls  bool // the source tells no value from an empty one
}

var _ Side = SourceSide{}

// Columns returns the fields of the source.
func (s SourceSide) Columns() []Column {
	fields := s.Source.Schema().Fields
	columns := make([]Column, len(fields))
	for i, f := range fields {
		columns[i] = Column{Name: f.Name}
	}
	return columns
}

// Key returns the field that the source or its name says to be the id.
func (s SourceSide) Key() []string {
	fields := s.Source.Schema().Fields
	for _, is := range []func(record.Field) bool{
		func(f record.Field) bool { return f.Kind == record.RecordID },
		func(f record.Field) bool { return strings.EqualFold(f.Name, "id") },
		func(f record.Field) bool {
			return strings.EqualFold(f.Name, "uuid") || strings.EqualFold(f.Name, "guid")
		},
		func(f record.Field) bool {
			n := strings.ToLower(f.Name)
			return f.Name == fields[0].Name && (strings.HasSuffix(n, "_id") || strings.HasSuffix(n, " id") || strings.HasSuffix(f.Name, "Id") || strings.HasSuffix(f.Name, "ID"))
		},
	} {
		if i := slices.IndexFunc(fields, is); i >= 0 {
			return []string{fields[i].Name}
		}
	}
	return nil
}

// KeepsNull tells whether the source keeps them apart.
func (s SourceSide) KeepsNull() bool { return s.Nulls }

// Read sends the records of the source. A record that cannot be read is an
// error: what it was cannot be compared.
func (s SourceSide) Read(ctx context.Context, columns []string, each func([]record.Value) error) error {
	r := &receiver{each: each, at: make([]int, len(columns)), values: make([]record.Value, len(columns)), name: s.Source.Info().Name}
	schema := s.Source.Schema()
	for i, name := range columns {
		if r.at[i] = schema.Index(name); r.at[i] < 0 {
			return fmt.Errorf("%s: %s: %w", r.name, name, ErrColumn)
		}
	}
	return s.Source.Read(ctx, r)
}

type receiver struct {
	name   string
	each   func([]record.Value) error
	at     []int
	values []record.Value
}

func (r *receiver) Batch(b *record.Batch) error {
	for row := range b.Len() {
		for i, at := range r.at {
			c := b.Columns[at]
			r.values[i] = record.Value{}
			if c.State(record.Row(row)) != record.Null {
				r.values[i] = record.Value{Kind: record.ValueText, Text: c.Value(record.Row(row))}
			}
		}
		if err := r.each(r.values); err != nil {
			return err
		}
	}
	return nil
}

func (r *receiver) Reject(x connectors.Rejection) error {
	if x.Reason == connectors.ReasonFooter {
		return nil
	}
	place := fmt.Sprintf("%s:%d", r.name, x.Line)
	if x.Line == 0 {
		place = fmt.Sprintf("%s: record %d", r.name, x.Record)
	}
	return &connectors.Fault{Place: place, Cause: "the record cannot be read: " + x.Reason, Hint: "put it right first: what it was cannot be compared"}
}
