package main

import (
	"context"
	"errors"
	"syscall"
	"time"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/term"
)

// execute runs the program and returns its exit code. An interrupted command
// may take as long as patience to end.
func execute(ctx context.Context, a *app.App, args []string, patience time.Duration) term.Code {
	root := newRootCmd(a)
	root.SetArgs(args)
	done := make(chan error, 1)
	go func() { done <- root.ExecuteContext(ctx) }()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		// The command ends by itself, unless it hangs in a read that nothing
		// can wake: a terminal, a pipe that nobody writes to.
		select {
		case err = <-done:
		case <-time.After(patience):
			err = ctx.Err()
		}
	}
	switch {
	case err == nil:
		return term.Done
	case ctx.Err() != nil:
		// Whatever failed after Ctrl-C failed because of it.
		a.Term.Error(&term.Error{Why: errors.New("interrupted"), Code: term.Interrupted})
		return term.Interrupted
	case errors.Is(err, syscall.EPIPE):
		return term.Failed // who read the results has gone: onefold … | head
	}
	err = hinted(err)
	a.Term.Error(err)
	return term.ExitCode(err)
}

// hinted lets a connector's fault tell its next step; a setting that was not
// understood is a usage error.
func hinted(err error) error {
	var f *connectors.Fault
	var said term.Hinted
	if !errors.As(err, &f) || errors.As(err, &said) {
		return err
	}
	e := &term.Error{At: f.Place, Why: errors.New(f.Cause), Next: f.Hint}
	if errors.Is(f.Err, connectors.ErrOption) {
		e.Code = term.Usage
	}
	return e
}
