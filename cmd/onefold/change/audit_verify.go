package change

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/internal/ledger"
	"github.com/onefold/onefold/internal/ledger/verify"
	"github.com/onefold/onefold/internal/term"
)

// AuditVerifyOptions are what onefold audit verify is asked for.
type AuditVerifyOptions struct {
	App         *app.App
	Checkpoints []string
	Key         string
	Export      string
}

func newAuditVerifyCmd(a *app.App, runF func(*AuditVerifyOptions) error) *cobra.Command {
	o := &AuditVerifyOptions{App: a}
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Check that nothing in the ledger was touched",
		Long: `Verify reads the whole ledger and finds every entry that was removed, changed,
moved, added or cut off since it was written, and says which.

The key that signs the ledger is in the same state. Who can write there and
knows what to do could replace the whole ledger by another. Against that, keep
a checkpoint and the key elsewhere: audit export --checkpoint writes one,
--checkpoint FILE checks that the ledger still goes on from it, --key that the
key is the same.

With --export it checks an exported file instead, without any ledger.`,
		Example: `  onefold audit verify
  onefold audit verify --checkpoint /mnt/safe/2026-03.checkpoint --key /mnt/safe/key.pub
  onefold audit verify --export march.jsonl --key /mnt/safe/key.pub`,
		Annotations: app.Notes("A million entries take two seconds and 400 MB, those of an export half a minute.",
			"3    something is not as it was signed"),
		Args: app.Arguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.Export != "" && len(o.Checkpoints) > 0 {
				return term.Usagef("--export has its own checkpoint")
			}
			if runF != nil {
				return runF(o)
			}
			return auditVerifyRun(cmd.Context(), o)
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&o.Checkpoints, "checkpoint", nil, "`FILE` with a checkpoint that was kept elsewhere; may be repeated")
	flags.StringVar(&o.Key, "key", "", "public key that was kept elsewhere, or the `FILE` it is in")
	flags.StringVar(&o.Export, "export", "", "`FILE` that audit export wrote")
	return cmd
}

func auditVerifyRun(ctx context.Context, o *AuditVerifyOptions) error {
	key, err := knownKey(o.Key)
	if err != nil {
		return err
	}
	if o.Export != "" {
		return verifyExport(ctx, o, key)
	}
	outside := verify.Outside{Key: key}
	for _, path := range o.Checkpoints {
		note, err := readSmall(ctx, o.App, path)
		if err != nil {
			return err
		}
		outside.Checkpoints = append(outside.Checkpoints, note)
	}
	r, err := verify.Verify(ctx, o.App.StateDir(), outside)
	if err != nil {
		return err
	}
	if err := renderVerified(o.App.Term, r); err != nil {
		return err
	}
	if r.OK() {
		return nil
	}
	n := len(r.Faults) + r.Left
	return term.Findingsf("%s in the ledger", term.Plural(n, "fault", "faults")).
		WithHint("docs/ledger.md says what each kind means and what to do; keep %s as it is until then", o.App.StateDir())
}

func verifyExport(ctx context.Context, o *AuditVerifyOptions, key string) error {
	f, err := o.App.Open(ctx, o.Export)
	if err != nil {
		return err
	}
	defer f.Close()
	head, n, err := ledger.VerifyExport(f, key)
	var fault *ledger.ExportFault
	if errors.As(err, &fault) {
		return &term.Error{At: fmt.Sprintf("%s:%d", o.Export, fault.Line), Why: fault.Err, Code: term.Findings}
	}
	if err != nil {
		return err
	}
	t := o.App.Term
	if t.JSON {
		return t.PrintJSON(map[string]any{"origin": head.Origin, "entries": n, "of": head.Size, "root": head.Root, "key_known": key != ""})
	}
	if key == "" {
		t.Warn("the key was taken from the export itself; --key FILE says which one you trust")
	}
	return t.Print(fmt.Sprintf("%s: %s, each proven to be in the ledger %s of %s\n", o.Export, term.Plural(n, "entry", "entries"), head.Origin, term.Plural(head.Size, "entry", "entries")))
}

// knownKey returns the public key of --key: what it says, or what is in the
// file of that name.
func knownKey(text string) (string, error) {
	if text == "" || strings.Count(text, "+") >= 2 {
		return text, nil
	}
	b, err := os.ReadFile(text)
	if err != nil {
		return "", &term.Error{At: text, Why: errors.New("there is no such file"), Next: "--key takes a file, or the key itself: NAME+HASH+KEY", Code: term.Usage}
	}
	return strings.TrimSpace(string(b)), nil
}

// readSmall reads a file that can't be large.
func readSmall(ctx context.Context, a *app.App, path string) ([]byte, error) {
	f, err := a.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	const most = 1 << 20
	b, err := io.ReadAll(io.LimitReader(f, most))
	if err != nil {
		return nil, &term.Error{At: path, Why: err}
	}
	return b, nil
}

func renderVerified(t *term.Terminal, r *verify.Report) error {
	if t.JSON {
		return t.PrintJSON(struct {
			OK bool `json:"ok"`
			*verify.Report
		}{r.OK(), r})
	}
	if r.OK() {
		text := fmt.Sprintf("%s, %s: nothing removed, changed, moved, added or cut off\n",
			term.Plural(r.Entries, "entry", "entries"), term.Plural(r.Checkpoints, "checkpoint", "checkpoints"))
		if r.Outside > 0 {
			text += fmt.Sprintf("goes on from %s kept elsewhere\n", term.Plural(r.Outside, "checkpoint", "checkpoints"))
		}
		return t.Print(text + fmt.Sprintf("ledger %s, root %s\n", r.Origin, r.Root))
	}
	table := term.NewTable(">entry", "fault", "what")
	for _, f := range r.Faults {
		at := ""
		switch {
		case f.From >= 0 && f.To > f.From:
			at = fmt.Sprintf("%d–%d", f.From, f.To)
		case f.From >= 0:
			at = strconv.FormatInt(f.From, 10)
		}
		table.Add(at, string(f.Kind), f.What)
	}
	if r.Left > 0 {
		table.Add("", "…", fmt.Sprintf("%s more", term.Count(r.Left)))
	}
	return t.PrintTable(table)
}
