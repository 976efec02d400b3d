package main

import (
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"syscall"
	"time"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/term"
)

// App is the world that commands are handed: streams, clock, environment and
// what the flags of every command say.
type App struct {
	In   io.Reader
	Term *term.Terminal
	Now  func() time.Time
	Env  func(string) (string, bool)

	Globals Globals

	patience time.Duration // how long an interrupted command may take to end
}

// Globals are the flags that every command has.
type Globals struct {
	State   string // directory of the state; "" is .onefold beside the output
	Config  string // policy file; "" is onefold.yaml in the working directory, if there
	Lang    string // language of reports: en, fr, ro; "" is that of the locale
	Workers int    // goroutines that compute; 0 is one for each processor
	Memory  int64  // bytes that a run tries to stay under; 0 is no limit
}

func newApp(in io.Reader, out, err io.Writer, env func(string) (string, bool), now func() time.Time) *App {
	const patience = 5 * time.Second // enough to remove a stage of several gigabytes
	getenv := func(name string) string {
		v, _ := env(name)
		return v
	}
	return &App{In: in, Term: term.New(out, err, getenv), Now: now, Env: env, patience: patience}
}

// workers returns how many goroutines should compute.
func (a *App) workers() int {
	if a.Globals.Workers > 0 {
		return a.Globals.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// execute runs the program and returns its exit code.
func (a *App) execute(ctx context.Context, args []string) term.Code {
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
		case <-time.After(a.patience):
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

// open opens a file of the command line; "-" is standard input. Reading ends
// with an error when ctx does.
func (a *App) open(ctx context.Context, path string) (io.ReadCloser, error) {
	if path == "-" {
		return input{ctx, io.NopCloser(a.In)}, nil
	}
	f, err := os.Open(path)
	var pe *os.PathError
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, &term.Error{At: path, Why: errors.New("there is no such file")}
	case errors.As(err, &pe):
		return nil, &term.Error{At: path, Why: pe.Err}
	}
	return input{ctx, f}, err
}

// input is a file that can be read until ctx ends.
type input struct {
	ctx context.Context
	io.ReadCloser
}

func (i input) Read(p []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	return i.ReadCloser.Read(p)
}
