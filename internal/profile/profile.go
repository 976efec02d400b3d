package profile

import (
	"time"

	"github.com/onefold/onefold/normalize"
	"github.com/onefold/onefold/record"
)

// ColumnData is one column told by its distinct values.
type ColumnData struct {
	Name  string
	Codes *record.Codes
	Raw   *record.Column // optional: tells Null from Empty in Describe
}

// Columns numbers the distinct values of every column of a table.
func Columns(t *record.Table) []ColumnData {
	cols := make([]ColumnData, len(t.Columns))
	for i, c := range t.Columns {
		cols[i] = ColumnData{Name: t.Schema.Fields[i].Name, Codes: record.Encode(c), Raw: c}
	}
	return cols
}

// Options say what is known before looking. The zero Options are usable.
type Options struct {
	Kinds    map[string]record.Kind // declared kinds by field name: they are taken as they are
	ID       string                 // declared name of the field that holds the source's record id
	Region   string                 // ISO 3166-1 alpha-2 of the source's home country; "" decided by the data
	Language string                 // ISO 639-1; "" decided by the data
	Today    time.Time              // for birth dates; zero means that no date is in the future
	Sample   int                    // distinct values looked at in a column; 0 means 20,000
}

// Inference is what the columns of a source mean. It depends on the headers,
// their order and the values, not on the order of the rows.
type Inference struct {
	Fields   []Field   `json:"fields"` // one per column, same order
	Key      KeyChoice `json:"key"`
	Groups   []Group   `json:"groups"`
	Region   string    `json:"region"`   // ISO 3166-1 alpha-2 that most records seem to be from; "" unknown
	Language string    `json:"language"` // ISO 639-1 of headers and values; "" unknown

	RegionReason string `json:"region_reason,omitempty"` // plain English
}

// Field is what one column means.
type Field struct {
	Name       string            `json:"name"`
	Kind       record.Kind       `json:"kind"`
	Confidence float64           `json:"confidence"`      // 0–1: how sure the kind is
	Reason     string            `json:"reason"`          // plain English
	Group      string            `json:"group,omitempty"` // "name", "address", "address:billing", "phone", …
	Role       string            `json:"role,omitempty"`  // mobile, work, fax, billing, reference, maiden, …
	Context    normalize.Context `json:"-"`               // what single values can't say, decided by the column
	Region     string            `json:"region,omitempty"`
	Language   string            `json:"language,omitempty"`
	DateOrder  string            `json:"date_order,omitempty"` // day_month or month_day
	NameOrder  string            `json:"name_order,omitempty"` // given_first, family_first or comma
	Evidence   string            `json:"evidence,omitempty"`   // why region and orders are as they are, plain English
	Second     record.Kind       `json:"second,omitempty"`     // the next likely kind
	Declared   bool              `json:"declared,omitempty"`   // the kind was given, not inferred
}

// KeyChoice is the field that holds the source's own record id.
type KeyChoice struct {
	Field  int    `json:"field"` // index, or -1: the 1-based record number serves as the id
	Name   string `json:"name"`  // "" when Field is -1
	Reason string `json:"reason"`
}

// Group is a set of fields that say one thing together.
type Group struct {
	Name   string `json:"name"`
	Fields []int  `json:"fields"`
}

// The orders in which whole names are written.
const (
	GivenFirst  = "given_first"  // Jean Dupont
	FamilyFirst = "family_first" // DUPONT Jean
	CommaFirst  = "comma"        // Dupont, Jean
)

// Schema returns the fields with their kinds.
func (in Inference) Schema() record.Schema {
	s := record.Schema{Fields: make([]record.Field, len(in.Fields))}
	for i, f := range in.Fields {
		s.Fields[i] = record.Field{Name: f.Name, Kind: f.Kind}
	}
	return s
}

// ByKind returns the indexes of the fields of kind k, in order.
func (in Inference) ByKind(k record.Kind) []int {
	var at []int
	for i, f := range in.Fields {
		if f.Kind == k {
			at = append(at, i)
		}
	}
	return at
}

// InferTable infers what the columns of a table mean.
func InferTable(t *record.Table, o Options) Inference { return Infer(Columns(t), o) }
