package relational

import (
	"context"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

// Engine is one kind of database at one address. It is safe for concurrent
// use; the sessions it makes are not.
type Engine interface {
	Dialect() *Dialect
	Connect(ctx context.Context) (Session, error)
	// Examine finds out what this database and user can do.
	Examine(ctx context.Context, s Session) (connectors.Abilities, error)
	// Describe reads the catalogue.
	Describe(ctx context.Context, s Session) (*connectors.Catalogue, error)
	// Privileges asks what the user may do with a table.
	Privileges(ctx context.Context, s Session, t *connectors.Table) (connectors.Privileges, error)
	// Begin returns the statements that begin a transaction.
	Begin(o connectors.TxOptions) []string
	// Silence returns statements that keep the triggers of the tables from running
	// in the open transaction, and those that let them run again.
	Silence(ctx context.Context, s Session, tables []*connectors.Table) (off, on []string, err error)
}

// Session is one connection, used by one goroutine at a time. Its errors are
// *connectors.DatabaseError, or the context's.
type Session interface {
	// Query runs a statement that returns rows. Only one Rows is open at a time.
	Query(ctx context.Context, sql string, args []record.Value) (Rows, error)
	// Exec runs a statement and returns the number of rows that it touched.
	Exec(ctx context.Context, sql string, args []record.Value) (int64, error)
	// Alive tells whether the session can be used again.
	Alive() bool
	Close() error
}

// Statement is SQL and its arguments.
type Statement struct {
	SQL  string
	Args []record.Value
}

// Batcher is a Session that sends many statements at once.
type Batcher interface {
	// Batch runs the statements in order and returns the rows that each touched. On
	// an error, as many as succeeded before it.
	Batch(ctx context.Context, statements []Statement) ([]int64, error)
}

// Rows are the rows of a query.
type Rows interface {
	// Next goes to the next row, and says whether there is one.
	Next(ctx context.Context) (bool, error)
	// Cells returns the values of the row; they are valid until Next.
	Cells() []Cell
	// Names returns the names of the columns.
	Names() []string
	// Close ends the query; what was not read is dropped. It is idempotent.
	Close() error
}

// Cell is a value whose bytes belong to the connection.
type Cell struct {
	Kind  record.ValueKind
	Bytes []byte
}

// Dialect is what differs in the SQL of engines.
type Dialect struct {
	Quote     string // " or `
	Schema    string // default schema, to qualify names with; "" not to
	Numbered  bool   // $1 instead of ?
	MaxArgs   int    // most arguments of a statement
	Values    bool   // (a, b) IN (VALUES (…)) instead of IN ((…))
	RowOrder  bool   // (a, b) > (…) uses an index
	Same      string // comparison to which Null is a value: IS, <=>
	ForUpdate string // " FOR UPDATE" where rows can be locked
	Override  string // " OVERRIDING SYSTEM VALUE" before VALUES of an insert
	RowID     string // name of the place of a row, that finds it within a statement; "" without
	LimitOne  string // " LIMIT 1" where update and delete take it
	Only      string // "ONLY " where tables inherit
	Deferred  string // statement that postpones constraints; "" without
	Immediate string // statement that checks them; "" without
	NoForeign string // statement that stops checking foreign keys; "" without
	Foreign   string // statement that goes back to checking them
	Marker    string // CREATE TABLE of the marker, with %s for its name
	// Plain is the expression that selects a column as it is.
	Plain func(c *connectors.Column, quoted string) string
	// Text is an expression as text, to be compared with texts of other columns.
	Text func(expr string) string
	// Comparable returns how a column and a placeholder are written where they are
	// compared.
	Comparable func(c *connectors.Column, quoted, placeholder string) (string, string)
	// Exact is the same where rows without a key are told apart to the last byte;
	// "" where Comparable does, nil where it always does.
	Exact func(c *connectors.Column, quoted, placeholder string) (string, string)
	// Writing is how a placeholder is written where it becomes a column's value.
	Writing func(c *connectors.Column, placeholder string) string
	// Prefix is the condition that a text starts with an argument.
	Prefix func(text, placeholder string) string
	// Bind makes a value fit for comparison with, or storage in, a column.
	Bind func(c *connectors.Column, v record.Value) record.Value
	// Flag is the condition that a column of true and false, or of numbers, says what
	// is asked for; Null says neither.
	Flag func(c *connectors.Column, quoted string, want bool) string
	// Moment is the condition that a column holds a moment.
	Moment func(quoted string) string
	// Show returns the text of a cell for matching, and whether it is none after
	// all; nil shows what is there.
	Show func(c *connectors.Column, cell Cell) (text []byte, null bool)
	// Digest is a number that stands for a row of these columns; nil where the
	// engine has no such function. Divide is its division of integers.
	Digest func(columns []*connectors.Column, quoted []string) string
	Divide string
	// Extreme tells whether min and max work on a column as it is, else as text.
	Extreme func(c *connectors.Column) bool
}

// Ident quotes a name.
func (d *Dialect) Ident(name string) string {
	return d.Quote + strings.ReplaceAll(name, d.Quote, d.Quote+d.Quote) + d.Quote
}

// Idents quotes names, separated by commas.
func (d *Dialect) Idents(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = d.Ident(n)
	}
	return strings.Join(quoted, ", ")
}

// Table quotes the name of a table.
func (d *Dialect) Table(t connectors.TableName) string {
	switch {
	case t.Schema != "":
		return d.Ident(t.Schema) + "." + d.Ident(t.Name)
	case d.Schema != "":
		return d.Ident(d.Schema) + "." + d.Ident(t.Name)
	}
	return d.Ident(t.Name)
}
