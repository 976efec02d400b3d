package connectors

import (
	"context"
	"io"

	"github.com/onefold/onefold/record"
)

// Source is an opened source of records. It is used by one goroutine at a
// time. Close is idempotent; after it, Read returns ErrClosed.
type Source interface {
	// Schema returns the fields in the order of the source. It does not change.
	Schema() record.Schema
	// Info returns what is known of the source: the dialect from the start, counts
	// and the digest after Read.
	Info() Info
	// Properties returns what the source can do.
	Properties() Properties
	// Read sends every record, in order, to the receiver, and everything that
	// could not be read as a Rejection. It returns the first error of the source,
	// the receiver or the context. Reading a second time starts again where
	// Properties say so, and is ErrConsumed otherwise.
	Read(ctx context.Context, to Receiver) error
	Close() error
}

// Receiver takes what a Source reads. Calls come from one goroutine, in the
// order of the input, except that a Rejection may come before the batch of the
// records in front of it. An error ends the reading and is returned by Read.
type Receiver interface {
	// Batch takes up to BatchRows records. The batch and its bytes are only valid
	// during the call.
	Batch(b *record.Batch) error
	// Reject takes a piece of input that could not be read. Raw is only valid
	// during the call.
	Reject(r Rejection) error
}

// BatchRows is the largest number of records in a batch: as many as a segment
// of a record.Column holds.
const BatchRows = 4096

// Rejection is a record that could not be read.
type Rejection struct {
	Line   int64  // 1-based line on which it starts; 0 where there are no lines
	Record int64  // 1-based number it takes among the records
	Reason string // stable snake_case word: one of the Reason constants
	Detail string // figures for people; never holds a value
	Raw    []byte // the text as UTF-8, without its line end
}

// Reasons for a Rejection.
const (
	ReasonTooManyFields = "too_many_fields" // more cells than the header has, and they are not empty
	ReasonTooFewFields  = "too_few_fields"  // only in strict reading
	ReasonFooter        = "footer"          // a line below the table that says something of the whole file
	ReasonOpenQuote     = "open_quote"      // a quote that is never closed, or that swallowed other records
	ReasonCellTooLarge  = "cell_too_large"  // a cell above Options.MaxCell
	ReasonBadByte       = "bad_byte"        // only in strict reading: a byte that the encoding does not have
	ReasonBadJSON       = "bad_json"        // not a JSON value
	ReasonNotObject     = "not_an_object"   // a JSON value that is not an object
	ReasonDuplicateKey  = "duplicate_key"   // a JSON object that has a key twice
)

// Properties say what a source or the writers it makes can do.
type Properties struct {
	Rereadable bool // Read may be called again
	Lines      bool // rejections carry lines
	KeepsNull  bool // its writers tell Null from Empty
	KeepsNames bool // its writers write field names
}

// RowWriter writes records one at a time.
type RowWriter interface {
	// Write writes one record of as many values as there are fields. states says
	// which values are Null; without it a value of length 0 is Empty. It keeps
	// neither slice.
	Write(values []string, states []record.State) error
	// Close writes what is buffered. It does not close the file below, and is
	// idempotent; after it, Write returns ErrClosed.
	Close() error
}

// Copier is a Source that can make writers in its own dialect and encoding.
type Copier interface {
	// NewWriter returns a writer of these fields. A field that the source has is
	// named as the source names it.
	NewWriter(w io.Writer, fields []string) (RowWriter, error)
}

// Switch is a setting that may be left to the connector.
type Switch uint8

// The positions of a Switch.
const (
	Auto Switch = iota
	Yes
	No
)

// Options are what the caller knows about a source. The zero Options let the
// connector find everything out.
type Options struct {
	Format    string    // name of a connector; "" to tell by content and extension
	Delimiter string    // one ASCII character, or "tab"
	Quote     string    // one ASCII character, or "none"
	Escape    string    // "double" or "backslash"
	Header    Switch    // whether the first record holds the names
	Encoding  string    // name of an encoding, such as windows-1250
	Strict    bool      // what would be rejected or repaired is an error
	Stdin     io.Reader // what "-" reads; nil when there is none
	MaxCell   int       // largest cell in bytes; 0 is DefaultMaxCell

	// Of databases. Rows that count as deleted are left out unless Deleted is set.
	Deleted bool
	// Passwords come from here alone, never from the reference.
	Getenv func(name string) string                               // the environment; nil is os.Getenv
	Prompt func(ctx context.Context, what string) (string, error) // asks a person for a secret; nil when there is nobody
}

// DefaultMaxCell is the largest cell that is read without being told. Memory
// for one record is bounded by four times as much.
const DefaultMaxCell = 8 << 20

// CellLimit returns MaxCell or its default.
func (o Options) CellLimit() int {
	if o.MaxCell > 0 {
		return o.MaxCell
	}
	return DefaultMaxCell
}
