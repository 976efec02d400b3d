package connectors

import (
	"context"
	"time"

	"github.com/onefold/onefold/record"
)

// Database is an open relational database: its catalogue, its rows, and
// transactions that write. It is safe for concurrent use; every call takes a
// connection of its own, and a Tx keeps one. Package all opens it by URL.
type Database interface {
	Reader
	// Abilities returns what this database and this user can do, asked once when
	// it was opened.
	Abilities() Abilities
	// Catalogue reads what the database says of itself. The catalogue is read
	// once; Refresh makes the next call read it again. The caller must not change
	// it.
	Catalogue(ctx context.Context) (*Catalogue, error)
	Refresh()
	// Privileges tells what this user may do with a table. It changes nothing.
	Privileges(ctx context.Context, table TableName) (Privileges, error)
	// Begin starts a transaction.
	Begin(ctx context.Context, o TxOptions) (Tx, error)
	// EnsureMarker creates the table MarkerTable in the default schema where it is
	// missing. Nothing else of Onefold creates anything in a database.
	EnsureMarker(ctx context.Context) error
	// Marked returns the items of a run that have a mark, in order; none where
	// there is no marker table.
	Marked(ctx context.Context, run string) ([]string, error)
	Close() error
}

// MarkerTable is the table in which applied items leave a mark, so that after
// a crash "committed or not" has an answer.
const MarkerTable = "onefold_applied"

// Abilities are what a database and its user can do, for a plan to say
// beforehand what apply will need.
type Abilities struct {
	Engine             string // postgres, mysql, mariadb, sqlite
	Version            string // as the server says
	Database           string // name of the database, or path of the file
	Schema             string // the default schema
	Table              string // table= of the URL, "" where it names none; Catalogue.Find finds it
	User               string
	ReadOnly           bool   // standby, read_only server or file: nothing can be written
	DeferConstraints   bool   // Tx.DeferConstraints postpones the deferrable ones to the commit
	DisableTriggers    bool   // Tx.DisableTriggers will work
	TriggersNote       string // how, or why not, and what else goes with it; for people
	DisableForeignKeys bool   // Tx.DisableForeignKeys will work
	RowLocks           bool   // Lock locks rows; otherwise the transaction locks the whole database
}

// Privileges are what a user may do with a table.
type Privileges struct {
	Select, Insert, Update, Delete bool
}

// Op is the comparison of a Condition.
type Op uint8

// Comparisons. Columns are compared as the database compares them, with its
// collation.
const (
	OpIn      Op = iota // the tuple of the columns is one of Tuples; a Null in a tuple matches Null
	OpNull              // the column is Null
	OpNotNull           // the column is not Null
	OpPrefix            // the text of the column starts with the text of Tuples[0][0], case included
	OpBetween           // the integer in the column is one from Tuples[0][0] to Tuples[1][0]
)

// Condition chooses rows.
type Condition struct {
	Op      Op
	Columns []string
	Tuples  [][]record.Value // each as long as Columns
}

// In chooses rows whose column has one of the values. A Null value matches Null.
func In(column string, values ...record.Value) Condition {
	c := Condition{Op: OpIn, Columns: []string{column}, Tuples: make([][]record.Value, len(values))}
	for i := range values {
		c.Tuples[i] = values[i : i+1 : i+1]
	}
	return c
}

// KeyIn chooses rows whose columns together are one of the keys.
func KeyIn(columns []string, keys ...[]record.Value) Condition {
	return Condition{Op: OpIn, Columns: columns, Tuples: keys}
}

// IsNull chooses rows without a value in the column.
func IsNull(column string) Condition { return Condition{Op: OpNull, Columns: []string{column}} }

// NotNull chooses rows with a value in the column.
func NotNull(column string) Condition { return Condition{Op: OpNotNull, Columns: []string{column}} }

// HasPrefix chooses rows whose column's text starts so.
func HasPrefix(column, prefix string) Condition {
	return Condition{Op: OpPrefix, Columns: []string{column}, Tuples: [][]record.Value{{record.TextValue(prefix)}}}
}

// Between chooses rows whose column is an integer from one to another.
func Between(column string, least, most int64) Condition {
	return Condition{Op: OpBetween, Columns: []string{column}, Tuples: [][]record.Value{{record.IntValue(least)}, {record.IntValue(most)}}}
}

// Query chooses rows of one table.
type Query struct {
	Table   TableName
	Columns []string    // none means every column of the catalogue, in its order
	Where   []Condition // all of them hold. At most one may have more than 500 tuples; it is asked in pieces
	Ordered bool        // by the key; without a key there is no order
	Limit   int         // 0 is none
	Only    bool        // PostgreSQL: not the rows of tables that inherit from this one
}

// Image is a row, or a part of one, with exact values.
type Image struct {
	Columns []string // shared between images of one query; not to be changed
	Values  []record.Value
}

// Get returns the value of a column, and whether the image has it.
func (i Image) Get(column string) (record.Value, bool) {
	for n, c := range i.Columns {
		if c == column {
			return i.Values[n], true
		}
	}
	return record.Value{}, false
}

// Pick returns the values of the columns in their order; one that the image
// does not have is Null.
func (i Image) Pick(columns []string) []record.Value {
	values := make([]record.Value, len(columns))
	for n, c := range columns {
		values[n], _ = i.Get(c)
	}
	return values
}

// Differs returns the columns of i that have another value in other, or none.
func (i Image) Differs(other Image) []string {
	var differ []string
	for n, c := range i.Columns {
		if v, ok := other.Get(c); !ok || v != i.Values[n] {
			differ = append(differ, c)
		}
	}
	return differ
}

// ValueCount is a value and the number of its rows.
type ValueCount struct {
	Value record.Value
	Rows  int64
}

// ColumnStats are figures of one column.
type ColumnStats struct {
	Rows     int64
	Nulls    int64
	Distinct int64        // among the values that are not Null
	Min, Max record.Value // in the order of the database; Null where there is none or the type has no order
}

// ColumnOf names a column of a table, and which rows of it.
type ColumnOf struct {
	Table  TableName
	Column string
	Where  []Condition
}

// Containment says how much of a column's values another column has.
type Containment struct {
	Rows          int64 // rows of the first column that are not Null
	RowsContained int64
	Values        int64 // distinct values of the first column
	Contained     int64 // of these, those that the other column has
}

// Reader reads rows. On a Database each call sees the database as it is; on a
// Tx with Snapshot all see it as it was at the first one.
type Reader interface {
	// Select sends the rows of a query. Images may be kept. It returns the first
	// error of the database, of each or of the context. Memory does not grow with
	// the rows. While a Tx does so it takes nothing else: ErrUnsupported.
	Select(ctx context.Context, q Query, each func(Image) error) error
	// Count returns the number of rows.
	Count(ctx context.Context, table TableName, where ...Condition) (int64, error)
	// Distinct returns the values of a column with their rows, most frequent first
	// and then in order of the text; limit 0 is all.
	Distinct(ctx context.Context, of ColumnOf, limit int) ([]ValueCount, error)
	// Stats returns figures of a column in one pass.
	Stats(ctx context.Context, of ColumnOf) (ColumnStats, error)
	// Contained compares the values of a column with those of another. Where the
	// classes of their types differ, their texts are compared.
	Contained(ctx context.Context, of, in ColumnOf) (Containment, error)
}

// Isolation is what a transaction sees of others.
type Isolation uint8

// Levels of isolation.
const (
	ReadCommitted Isolation = iota // each statement sees what is committed
	Snapshot                       // all statements see one moment
	Serializable
)

// TxOptions say how to begin a transaction. Zero timeouts are those of the
// server.
type TxOptions struct {
	LockTimeout      time.Duration // longest wait for a row that others hold
	StatementTimeout time.Duration // longest run of a statement
	Isolation        Isolation
	ReadOnly         bool
}

// Tx is a transaction, used by one goroutine at a time. After an error of a
// statement it can only be rolled back, in whole or to a savepoint. An error of
// Commit that is ErrConnection leaves open whether it was committed: ask Marked.
type Tx interface {
	Reader
	Writer
	Commit(ctx context.Context) error // not cut short when ctx ends
	// Rollback gives everything up. After Commit or Rollback it does nothing.
	Rollback(ctx context.Context) error
	// Savepoint, RollbackTo and Release name a moment inside the transaction.
	Savepoint(ctx context.Context, name string) error
	RollbackTo(ctx context.Context, name string) error
	Release(ctx context.Context, name string) error
	// DeferConstraints postpones deferrable constraints to the commit. CheckConstraints
	// checks them now. Both do nothing where Abilities say no.
	DeferConstraints(ctx context.Context) error
	CheckConstraints(ctx context.Context) error
	// DisableTriggers keeps triggers of the tables from running in this
	// transaction; ErrUnsupported or ErrPermission where Abilities say no. They are
	// as they were after it.
	DisableTriggers(ctx context.Context, tables ...TableName) error
	// EnableTriggers takes DisableTriggers back before the end of the transaction.
	EnableTriggers(ctx context.Context) error
	// DisableForeignKeys keeps foreign keys from being checked in this
	// transaction, or ErrUnsupported.
	DisableForeignKeys(ctx context.Context) error
	// Mark leaves the mark of an item in MarkerTable; ErrUnique when it has one.
	Mark(ctx context.Context, run, item string) error
	// Unmark takes a mark away; it is no error when there is none.
	Unmark(ctx context.Context, run, item string) error
}

// Writer changes rows. Tables have to have a key or a unique set of columns
// without Null, or the key that is given is all of a row's columns: it has to
// name one row. Values are converted by the database from their text: an integer
// may be given as text, and the other way round.
type Writer interface {
	// Lock reads the rows of a query with every writable and computed column and
	// locks them until the end of the transaction, in order of the key.
	Lock(ctx context.Context, q Query) ([]Image, error)
	// Insert adds a row. Identity columns take the given value; computed columns of
	// the image are left out.
	Insert(ctx context.Context, table TableName, row Image) error
	// Update gives columns of the row a new value. With expect, the row has to have
	// these values, or ErrDrift; without, it has to be there. Computed columns of
	// set are left out.
	Update(ctx context.Context, table TableName, key, set Image, expect *Image) error
	// Delete removes the row, with expect as in Update.
	Delete(ctx context.Context, table TableName, key Image, expect *Image) error
	// Apply does many changes in order, in as few exchanges with the server as it
	// can. On an error none or some of them were done: roll back. A *ChangeError
	// tells which one failed where that is known.
	Apply(ctx context.Context, changes []RowChange) error
}

// ChangeOp is what a RowChange does.
type ChangeOp string

// Kinds of changes.
const (
	InsertRow ChangeOp = "insert"
	UpdateRow ChangeOp = "update"
	DeleteRow ChangeOp = "delete"
)

// RowChange is one change of one row, without an expectation: the rows have
// been locked and compared before.
type RowChange struct {
	Op    ChangeOp
	Table TableName
	Key   Image // of update and delete
	Set   Image // of insert and update
}
