package change

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/internal/ledger"
	"github.com/onefold/onefold/internal/term"
)

// AuditExportOptions are what onefold audit export is asked for.
type AuditExportOptions struct {
	App        *app.App
	Filter     ledger.Filter
	Out        string
	Checkpoint bool
}

func newAuditExportCmd(a *app.App, runF func(*AuditExportOptions) error) *cobra.Command {
	o := &AuditExportOptions{App: a}
	var f filterFlags
	cmd := &cobra.Command{
		Use:   "export -o FILE",
		Short: "Hand over entries with their proofs, or a checkpoint to keep elsewhere",
		Long: `Export writes entries as JSON Lines, each with the proof that the ledger has it:
the first line is the signed checkpoint, and audit verify --export, or any
program that knows the format, can check the file without the ledger. Personal
values stay sealed.

With --checkpoint it writes the newest checkpoint alone: a few lines that
prove, wherever they are kept, that nothing before them was touched later. That
it was handed over is noted in the ledger.`,
		Example: `  onefold audit export -o march.jsonl --since 2026-03-01 --until 2026-04-01
  onefold audit export --checkpoint -o /mnt/safe/2026-03.checkpoint`,
		Annotations: app.Notes("A million entries take twenty seconds."),
		Args:        app.Arguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if o.Filter, err = f.filter(a.Now()); err != nil {
				return err
			}
			switch {
			case o.Out == "":
				return term.Usagef("-o is missing").WithHint("usage: %s; - is standard output", cmd.UseLine())
			case o.Checkpoint && o.Filter != ledger.Filter{}:
				return term.Usagef("--checkpoint is of the whole ledger").WithHint("leave out --run, --type, --since and --until")
			}
			if runF != nil {
				return runF(o)
			}
			return auditExportRun(cmd.Context(), o)
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().StringVarP(&o.Out, "out", "o", "", "`FILE` to write; - is standard output")
	cmd.Flags().BoolVar(&o.Checkpoint, "checkpoint", false, "write the newest checkpoint alone")
	return cmd
}

func auditExportRun(ctx context.Context, o *AuditExportOptions) error {
	log, err := ledger.Read(o.App.StateDir())
	if err != nil {
		return err
	}
	defer log.Close()
	if o.Checkpoint {
		return handOver(ctx, o)
	}
	n := 0
	err = writeOut(o.App, o.Out, func(w io.Writer) (err error) {
		n, err = log.Export(ctx, w, o.Filter)
		return err
	})
	if err != nil || o.Out == "-" {
		return err
	}
	if o.App.Term.JSON {
		return o.App.Term.PrintJSON(map[string]any{"file": o.Out, "entries": n, "of": log.Head().Size})
	}
	return o.App.Term.Print(term.Plural(n, "entry", "entries") + " in " + o.Out + "\n")
}

// handOver writes the newest checkpoint, and notes that it did.
func handOver(ctx context.Context, o *AuditExportOptions) error {
	l, err := ledger.Open(ctx, o.App.StateDir(), o.App.LedgerOptions())
	if err != nil {
		return err
	}
	defer l.Close()
	head := l.Head()
	if err := writeOut(o.App, o.Out, func(w io.Writer) error {
		_, err := w.Write(head.Note)
		return err
	}); err != nil {
		return err
	}
	if _, err := l.Append(ctx, ledger.Entry{
		Type: ledger.Handover, Actor: o.App.Actor(),
		Payload: map[string]any{"entries": head.Size, "root": head.Root},
	}); err != nil || o.Out == "-" {
		return err
	}
	if o.App.Term.JSON {
		return o.App.Term.PrintJSON(map[string]any{"file": o.Out, "entries": head.Size, "root": head.Root})
	}
	return o.App.Term.Print("checkpoint of " + term.Plural(head.Size, "entry", "entries") + " in " + o.Out + "\n")
}

// writeOut writes a file, whole or not at all, or standard output.
func writeOut(a *app.App, path string, write func(io.Writer) error) error {
	if path == "-" {
		return write(a.Term.Out)
	}
	return app.WriteFile(path, write)
}
