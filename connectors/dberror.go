package connectors

import (
	"errors"
	"fmt"
	"strings"
)

// Kinds of failure of a database; errors.Is finds them.
var (
	ErrUnique         = errors.New("a unique constraint does not hold")
	ErrForeignKey     = errors.New("a foreign key does not hold")
	ErrExclusion      = errors.New("an exclusion constraint does not hold")
	ErrCheck          = errors.New("a check constraint does not hold")
	ErrNotNull        = errors.New("a column must have a value")
	ErrTrigger        = errors.New("a trigger refused")
	ErrBadValue       = errors.New("the column's type does not take the value")
	ErrDrift          = errors.New("the row is not what it was")
	ErrDeadlock       = errors.New("deadlock")
	ErrSerialization  = errors.New("another transaction came in between")
	ErrLockTimeout    = errors.New("a lock was held for too long")
	ErrTimeout        = errors.New("the statement took too long")
	ErrConnection     = errors.New("no connection to the database")
	ErrAuthentication = errors.New("the database does not let this user in")
	ErrPermission     = errors.New("the user is not permitted to do this")
	ErrReadOnly       = errors.New("the database is read-only")
	ErrDiskFull       = errors.New("the database has no space left")
	ErrNoDatabase     = errors.New("there is no such database")
	ErrNotDatabase    = errors.New("the file is no database")
	ErrNoTable        = errors.New("there is no such table")
	ErrNoColumn       = errors.New("there is no such column")
	ErrNoKey          = errors.New("the table has no key")
	ErrSyntax         = errors.New("the SQL is not right")
	ErrUnsupported    = errors.New("this database cannot do that")
	ErrDatabase       = errors.New("the database failed") // any other failure
)

// Retry tells whether the same transaction, begun again, may well succeed. A
// lost connection is one of these: whether its commit arrived is to be asked
// first.
func Retry(err error) bool {
	return errors.Is(err, ErrDeadlock) || errors.Is(err, ErrSerialization) || errors.Is(err, ErrConnection)
}

// DatabaseError is an error of a database in Onefold's own words: those of the
// server may hold values.
type DatabaseError struct {
	Doing      string // what was being done: update table contacts
	Kind       error  // one of the kinds above
	Code       string // SQLSTATE or number of the error, for looking it up
	Constraint string // or index, or column, where the server names it
	Table      string // where the server names it
	Cause      error  // below: a network error, a context's; may be nil, never shown for its text alone
}

// Error returns what was being done, the kind of failure, and names.
func (e *DatabaseError) Error() string {
	var b strings.Builder
	if e.Doing != "" {
		b.WriteString(e.Doing + ": ")
	}
	b.WriteString(e.Kind.Error())
	if e.Constraint != "" {
		b.WriteString(" (" + e.Constraint + ")")
	}
	if e.Code != "" {
		b.WriteString(" [" + e.Code + "]")
	}
	return b.String()
}

// Unwrap returns the kind and the cause.
func (e *DatabaseError) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Cause}
}

// ChangeError tells which of the changes of Apply failed. Neighbours that differ
// in their keys alone are done together: then it is the first of them.
type ChangeError struct {
	Index int // into the changes
	Err   error
}

// Error returns the place in the list and the error.
func (e *ChangeError) Error() string { return fmt.Sprintf("change %d: %v", e.Index+1, e.Err) }

// Unwrap returns the error of the change.
func (e *ChangeError) Unwrap() error { return e.Err }
