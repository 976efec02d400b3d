package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/onefold/onefold/cmd/onefold/app"
)

func main() { os.Exit(run()) }

// signals are those that interrupt a run, which then tidies up. A closed
// terminal is one of them, unless whoever started the program wants it to
// outlive the terminal, as nohup does.
func signals() []os.Signal {
	all := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		all = append(all, syscall.SIGHUP)
	}
	return all
}

// run is main with an exit code, so that tests can run the real program.
func run() int {
	if os.Getenv("GOGC") == "" {
		// Columns hold few pointers: a collection looks at hardly any of the memory
		// that it is for, so that collecting often costs little, and a laptop's
		// memory is what runs out first.
		const headroom = 15 // percent of what is in use
		debug.SetGCPercent(headroom)
	}
	ctx, stop := signal.NotifyContext(context.Background(), signals()...)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once

	const patience = 5 * time.Second // enough to remove a stage of several gigabytes
	a := app.New(os.Stdin, os.Stdout, os.Stderr, os.LookupEnv, time.Now)
	a.Version = buildInfo().Version
	return int(execute(ctx, a, os.Args[1:], patience))
}
