package comparison

import (
	"context"
	"errors"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

// ErrColumn is a column that was asked for and that a side does not have.
var ErrColumn = errors.New("there is no such column")

// Column is a column of a side.
type Column struct {
	Name  string
	Class connectors.TypeClass // "" where nobody knows, as in files
}

// Side is one table, query or file. It is used by one goroutine at a time.
type Side interface {
	Columns() []Column
	// Key returns the columns that name a row, none where that is not known.
	Key() []string
	// KeepsNull tells whether no value and an empty one are different.
	KeepsNull() bool
	// Read sends the values of the columns for every row, in any order. The slice
	// and its texts are only valid during the call.
	Read(ctx context.Context, columns []string, each func([]record.Value) error) error
}

// Kind says what differs.
type Kind string

// Kinds of differences.
const (
	Missing       Kind = "missing"        // a row of A that nothing in B answers
	Extra         Kind = "extra"          // a row of B that answers nothing in A
	Changed       Kind = "changed"        // a value of a row that both have
	TotalDiffers  Kind = "total"          // what hangs on a record
	MissingColumn Kind = "missing_column" // only A has it
	ExtraColumn   Kind = "extra_column"   // only B has it
	MissingTable  Kind = "missing_table"
	ExtraTable    Kind = "extra_table"
)

// Difference is one difference. A and B are set with Options.Values only.
type Difference struct {
	Kind   Kind
	Table  string
	Key    string // of A, or of B for an extra row; the hash of its content where rows have no key
	Column string
	A, B   string
}

// Options say how to compare.
type Options struct {
	Key     []string // columns that name a row; none is what the sides say
	Content bool     // compare by content even where there is a key
	Ignore  []string // columns that are not compared
	Values  bool     // put values into differences
	IDs     Answers  // of this table and of what it points at
	Memory  int      // bytes for the rows of each side before they go to disk; 0 is a default
	Temp    string   // directory for them; "" is that of the system
	// Each takes the differences, in order of the key; nil where nobody wants them.
	Each func(Difference) error
	// Progress is told now and then how many rows have been read, from any goroutine.
	Progress func(rows int64)
}

// Table is what the comparison of one table found.
type Table struct {
	Name       string   `json:"table"`
	Key        []string `json:"key"` // empty: by content
	RowsA      int64    `json:"rows_a"`
	RowsB      int64    `json:"rows_b"`
	Same       int64    `json:"same"`
	Changed    int64    `json:"changed"`
	Missing    int64    `json:"missing"`
	Extra      int64    `json:"extra"`
	Merged     int64    `json:"merged"`     // answered by the row of another one's key
	Renumbered int64    `json:"renumbered"` // of same and changed: under another key
	Stayed     int64    `json:"stayed"`     // rows of B that were merged and are still there

	Columns []ColumnChange `json:"columns,omitempty"` // that changed, most frequent first
	OnlyA   []string       `json:"only_a,omitempty"`  // columns
	OnlyB   []string       `json:"only_b,omitempty"`
	In      string         `json:"in,omitempty"` // a or b where only that has the table
	Totals  []Total        `json:"totals,omitempty"`
}

// ColumnChange counts the rows in which a column changed.
type ColumnChange struct {
	Column string `json:"column"`
	Rows   int64  `json:"rows"`
}

// Total is what hangs on the records of a table at one place.
type Total struct {
	Place     string `json:"place"`  // table.column
	RowsA     int64  `json:"rows_a"` // that point at a record; those that a merge has to join count once
	RowsB     int64  `json:"rows_b"`
	Records   int64  `json:"records"`   // that have such rows on either side
	Differing int64  `json:"differing"` // of these, with another number of rows
	Sums      []Sum  `json:"sums,omitempty"`
	In        string `json:"in,omitempty"` // a or b where only that has the place
}

// Sum is the exact sum of a money column.
type Sum struct {
	Column    string `json:"column"`
	A         string `json:"a"`
	B         string `json:"b"`
	Differing int64  `json:"differing"` // records with another sum
}

// Differences returns how many differences there are: rows, columns that only
// one side has, and totals of records.
func (t *Table) Differences() int64 {
	n := t.Changed + t.Missing + t.Extra + int64(len(t.OnlyA)+len(t.OnlyB))
	if t.In != "" {
		n++
	}
	for i := range t.Totals {
		x := &t.Totals[i]
		n += x.Differing
		if x.In != "" {
			n++
		}
		for _, s := range x.Sums {
			n += s.Differing
		}
	}
	return n
}

// Result is what a comparison found, table by table.
type Result struct {
	Equal       bool    `json:"equal"`
	Differences int64   `json:"differences"`
	Tables      []Table `json:"tables"`
}

// NewResult counts the differences of tables.
func NewResult(tables []Table) *Result {
	r := &Result{Tables: tables}
	for i := range tables {
		r.Differences += tables[i].Differences()
	}
	r.Equal = r.Differences == 0
	return r
}
