package app

import (
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"time"

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

	Version string // of the program
}

// Globals are the flags that every command has.
type Globals struct {
	State   string // directory of the state; "" is .onefold beside the output
	Config  string // policy file; "" is onefold.yaml in the working directory, if there
	Lang    string // language of reports: en, fr, ro; "" is that of the locale
	Workers int    // goroutines that compute; 0 is one for each processor
	Memory  int64  // bytes that a run tries to stay under; 0 is no limit
}

// New returns an App on streams and an environment.
func New(in io.Reader, out, err io.Writer, env func(string) (string, bool), now func() time.Time) *App {
	getenv := func(name string) string {
		v, _ := env(name)
		return v
	}
	return &App{In: in, Term: term.New(out, err, getenv), Now: now, Env: env}
}

// Workers returns how many goroutines should compute.
func (a *App) Workers() int {
	if a.Globals.Workers > 0 {
		return a.Globals.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// Open opens a file of the command line; "-" is standard input. Reading ends
// with an error when ctx does.
func (a *App) Open(ctx context.Context, path string) (io.ReadCloser, error) {
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
