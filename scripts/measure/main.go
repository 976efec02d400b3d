package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
)

// errBelow is what accuracy ends with when a set is below its floor.
var errBelow = errors.New("below the floor")

// bench is what every subcommand is handed.
type bench struct {
	out     io.Writer
	root    string // folder of the module
	shared  string // folder of the shared sets, "" where there is none
	work    string // folder for what is made on the way
	program string // the onefold that is measured
	inside  bool   // what is measured runs in this process
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := start(ctx, os.Stdout, os.Args[1:])
	stop()
	switch {
	case err == nil:
	case errors.Is(err, flag.ErrHelp):
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func start(ctx context.Context, out io.Writer, args []string) error {
	if len(args) == 0 {
		return errors.New("accuracy, ablation, blocking, bench, references or errors? see go doc ./scripts/measure")
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	program := flags.String("onefold", "", "program to measure (default built from this checkout)")
	work := flags.String("work", "", "folder for what is made on the way (default out below the module)")
	own := flags.Bool("own", false, "accuracy, ablation, blocking: only the repository's own samples")
	size := flags.Int("size", 200_000, "bench: records")
	seed := flags.Int("seed", 42, "bench, ablation, blocking: seed of the generator")
	peer := flags.Bool("splink", false, "bench: run Splink on the same records as well")
	most := flags.Int("n", 10, "errors: pairs to show of each sort")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	b := &bench{out: out, work: *work, program: *program, inside: args[0] == "blocking"}
	if args[0] == "references" {
		return b.references(ctx)
	}
	if err := b.place(ctx); err != nil {
		return err
	}
	switch args[0] {
	case "accuracy":
		return b.accuracy(ctx, *own, flags.Args())
	case "bench":
		return b.bench(ctx, *size, *seed, *peer)
	case "ablation":
		return b.ablation(ctx, *own, *seed, flags.Args())
	case "ask":
		return b.ask(ctx, flags.Args())
	case "blocking":
		return b.blocking(ctx, *own, *seed, flags.Args())
	case "errors":
		return b.errors(ctx, *most, flags.Args())
	}
	return fmt.Errorf("there is no %q: accuracy, ablation, blocking, bench, references or errors", args[0])
}

// place finds the module and the shared sets, and builds the program.
func (b *bench) place(ctx context.Context) error {
	mod, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return fmt.Errorf("find the module: %w", err)
	}
	b.root = string(mod[:len(mod)-1])
	if b.work == "" {
		b.work = filepath.Join(b.root, "out")
	}
	if err := os.MkdirAll(b.work, 0o755); err != nil {
		return err
	}
	b.shared = os.Getenv("ONEFOLD_SHARED")
	if b.shared == "" {
		b.shared = filepath.Join(b.root, "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(b.shared, "data")); err != nil {
		b.shared = ""
	}
	if b.program != "" || b.inside {
		return nil
	}
	b.program = filepath.Join(b.work, "onefold-measured")
	build := exec.CommandContext(ctx, "go", "build", "-o", b.program, "./cmd/onefold")
	build.Dir, build.Stderr = b.root, os.Stderr
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if err := build.Run(); err != nil {
		return fmt.Errorf("build onefold: %w", err)
	}
	return nil
}
