package term

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Code is an exit code of the program.
type Code int

// The exit codes.
const (
	Done        Code = 0   // everything asked for was done
	Failed      Code = 1   // it could not be done
	Usage       Code = 2   // wrong flags, arguments or configuration
	Findings    Code = 3   // done, but findings are above the gate
	Partial     Code = 4   // partly applied, see the ledger
	Interrupted Code = 130 // stopped by Ctrl-C
)

// Placed is an error that knows where something is wrong, as FILE:LINE or
// FILE:LINE:COLUMN.
type Placed interface {
	error
	Place() string
}

// Caused is a Placed error whose Error says more than the cause alone.
type Caused interface {
	error
	Cause() string
}

// Hinted is an error that knows a next step; "" stands for none.
type Hinted interface {
	error
	Hint() string
}

// Shown is an error that can show the text that is wrong, on lines of its
// own; "" stands for none.
type Shown interface {
	error
	Excerpt() string
}

// Coded is an error that decides the exit code.
type Coded interface {
	error
	ExitCode() int
}

// Error is an error with everything that the terminal can say of it. The
// zero value of each field but Why means that there is nothing to say.
type Error struct {
	At   string // place
	Why  error  // cause
	Show string // excerpt of the text that is wrong
	Next string // hint
	Code Code   // exit code; Done stands for Failed
}

// Error returns place and cause on one line.
func (e *Error) Error() string {
	if e.At == "" {
		return e.Why.Error()
	}
	return e.At + ": " + e.Why.Error()
}

// Place returns where it is wrong.
func (e *Error) Place() string { return e.At }

// Cause returns what is wrong.
func (e *Error) Cause() string { return e.Why.Error() }

// Excerpt returns the text that is wrong.
func (e *Error) Excerpt() string { return e.Show }

// Hint returns the next step.
func (e *Error) Hint() string { return e.Next }

// ExitCode returns the exit code.
func (e *Error) ExitCode() int {
	if e.Code == Done {
		return int(Failed)
	}
	return int(e.Code)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Why }

// Usagef returns an error in flags, arguments or configuration: exit code 2.
func Usagef(format string, args ...any) *Error {
	return &Error{Why: fmt.Errorf(format, args...), Code: Usage}
}

// Findingsf returns the error of a gate that was not passed: exit code 3.
func Findingsf(format string, args ...any) *Error {
	return &Error{Why: fmt.Errorf(format, args...), Code: Findings}
}

// WithHint adds a next step.
func (e *Error) WithHint(format string, args ...any) *Error {
	e.Next = fmt.Sprintf(format, args...)
	return e
}

// ExitCode returns the exit code that err asks for. An interruption wins over
// what it caused elsewhere.
func ExitCode(err error) Code {
	if err == nil {
		return Done
	}
	if errors.Is(err, context.Canceled) {
		return Interrupted
	}
	var coded Coded
	if errors.As(err, &coded) {
		return Code(coded.ExitCode())
	}
	return Failed
}

// told is an error laid out for printing.
type told struct {
	place, cause, excerpt, hint string
}

// tell lays out err, and each error of a list that was joined.
func tell(err error) []told {
	if list, ok := err.(interface{ Unwrap() []error }); ok && isJoin(err, list.Unwrap()) {
		var all []told
		for _, e := range list.Unwrap() {
			all = append(all, tell(e)...)
		}
		return all
	}
	t := told{cause: err.Error()}
	var placed Placed
	if errors.As(err, &placed) && placed.Place() != "" {
		t.place = placed.Place()
		t.cause = placed.Error()
		if c, ok := placed.(Caused); ok {
			t.cause = c.Cause()
		}
		t.cause = strings.TrimPrefix(t.cause, t.place+": ")
	}
	var shown Shown
	if errors.As(err, &shown) {
		t.excerpt = shown.Excerpt()
	}
	var hinted Hinted
	if errors.As(err, &hinted) {
		t.hint = hinted.Hint()
	}
	return []told{t}
}

// isJoin says whether err adds no words of its own to its list, as
// errors.Join does and fmt.Errorf with several %w does not.
func isJoin(err error, list []error) bool {
	n := len(list) - 1
	for _, e := range list {
		n += len(e.Error())
	}
	return len(list) > 0 && n == len(err.Error())
}
