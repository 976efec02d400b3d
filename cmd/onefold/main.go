package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() { os.Exit(run()) }

// run is main with an exit code, so that tests can run the real program.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once

	app := newApp(os.Stdin, os.Stdout, os.Stderr, os.LookupEnv, time.Now)
	return int(app.execute(ctx, os.Args[1:]))
}
