package connectors

import "errors"

// Kinds of failure; errors.Is finds them through a Fault.
var (
	ErrEmpty      = errors.New("no data")
	ErrDirectory  = errors.New("is a directory")
	ErrFormat     = errors.New("unknown format")
	ErrTruncated  = errors.New("compressed data ends early")
	ErrCorrupt    = errors.New("the data is damaged")
	ErrStrict     = errors.New("not readable under strict reading")
	ErrConsumed   = errors.New("source can be read only once")
	ErrClosed     = errors.New("closed")
	ErrOption     = errors.New("setting not understood")
	ErrEncoding   = errors.New("character not in the encoding")
	ErrFieldCount = errors.New("wrong number of values")
	ErrUnwritable = errors.New("value not writable in this dialect")
)

// Fault is an error with a place, a cause and a next step. None of them holds
// a value of a record.
type Fault struct {
	Place string // file, file:line, or file:line:column
	Cause string // lower case, no full stop
	Hint  string // what to do next; may be empty
	Err   error  // what kind of failure it is
}

// Error returns place and cause.
func (f *Fault) Error() string {
	if f.Place == "" {
		return f.Cause
	}
	return f.Place + ": " + f.Cause
}

// Unwrap returns the kind of failure.
func (f *Fault) Unwrap() error { return f.Err }
