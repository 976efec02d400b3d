package record

import "fmt"

// Key names a record outside a run: the source it came from and its id there.
type Key struct {
	Source, ID string
}

// Field describes one column of a source.
type Field struct {
	Name string // as the source writes it, made unique
	Kind Kind   // Unknown until inferred or declared
}

// Schema is the ordered list of a source's fields.
type Schema struct {
	Fields []Field
}

// Names returns the field names in order.
func (s Schema) Names() []string {
	names := make([]string, len(s.Fields))
	for i, f := range s.Fields {
		names[i] = f.Name
	}
	return names
}

// Index returns the position of the field with this name, or -1.
func (s Schema) Index(name string) int {
	for i, f := range s.Fields {
		if f.Name == name {
			return i
		}
	}
	return -1
}

// Batch is a short run of records on its way from a source. All columns have
// the same length. Numbers holds the 1-based record number of each row, rows
// that were rejected counted too and the header not.
type Batch struct {
	Columns []*Column
	Numbers []int64
}

// NewBatch returns an empty batch for n fields.
func NewBatch(n int) *Batch {
	b := &Batch{Columns: make([]*Column, n)}
	for i := range b.Columns {
		b.Columns[i] = new(Column)
	}
	return b
}

// Len returns the number of records.
func (b *Batch) Len() int { return len(b.Numbers) }

// Reset empties the batch for reuse. Values taken from it before change: a
// batch is filled again in the same memory.
func (b *Batch) Reset() {
	for _, c := range b.Columns {
		c.reset()
	}
	b.Numbers = b.Numbers[:0]
}

// Table is a whole source in memory, raw values unchanged.
type Table struct {
	Name    string // name of the source, for keys and reports
	Schema  Schema
	Columns []*Column
	numbers []int64 // nil while record r has number r+1
}

// NewTable returns an empty table.
func NewTable(name string, s Schema) *Table {
	t := &Table{Name: name, Schema: s, Columns: make([]*Column, len(s.Fields))}
	for i := range t.Columns {
		t.Columns[i] = new(Column)
	}
	return t
}

// Len returns the number of records.
func (t *Table) Len() int {
	if len(t.Columns) == 0 {
		return len(t.numbers)
	}
	return t.Columns[0].Len()
}

// Number returns the 1-based record number of row r in its source.
func (t *Table) Number(r Row) int64 {
	if t.numbers == nil {
		return int64(r) + 1
	}
	return t.numbers[r]
}

// Append copies the records of b to the end of the table.
func (t *Table) Append(b *Batch) error {
	if len(b.Columns) != len(t.Columns) {
		return fmt.Errorf("append to table %s: batch has %d fields, table has %d", t.Name, len(b.Columns), len(t.Columns))
	}
	had := t.Len()
	for i, n := range b.Numbers {
		if t.numbers == nil && n != int64(had+i)+1 {
			for r := range had + i {
				t.numbers = append(t.numbers, int64(r)+1)
			}
		}
		if t.numbers != nil || len(t.Columns) == 0 {
			t.numbers = append(t.numbers, n)
		}
	}
	for i, from := range b.Columns {
		to := t.Columns[i]
		for r := range Row(from.Len()) {
			if st := from.State(r); st == Null || st == Unparseable {
				to.AppendState(st)
			} else {
				to.Append(from.Bytes(r))
			}
		}
		if err := to.Err(); err != nil {
			return fmt.Errorf("column %d of table %s: %w", i+1, t.Name, err)
		}
	}
	return nil
}

// Change names one value of one record that is to be written.
type Change struct {
	Key    Key
	Field  string
	Before string
	After  string
	Rule   string // the rule or normalizer that asks for it
}

// Pair is two rows of one run, A before B.
type Pair struct {
	A, B Row
}
