package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
)

func main() { os.Exit(run()) }

// run is main with an exit code, so that tests can run the real program.
func run() int {
	if os.Getenv("GOGC") == "" {
		// Columns hold few pointers, so that collecting often costs little, and a
		// laptop's memory is what runs out first.
		debug.SetGCPercent(50)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once

	app := newApp(os.Stdin, os.Stdout, os.Stderr, os.LookupEnv, time.Now)
	return int(app.execute(ctx, os.Args[1:]))
}
