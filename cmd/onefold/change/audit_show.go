package change

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/internal/ledger"
	"github.com/onefold/onefold/internal/term"
)

// AuditShowOptions are what onefold audit show is asked for.
type AuditShowOptions struct {
	App      *app.App
	Index    int64  // -1 without one
	Run      string // "" without one
	Values   bool
	Identity string
}

func newAuditShowCmd(a *app.App, runF func(*AuditShowOptions) error) *cobra.Command {
	o := &AuditShowOptions{App: a, Index: -1}
	cmd := &cobra.Command{
		Use:   "show INDEX|RUN",
		Short: "Show an entry of the ledger, or all of a run",
		Long: `Show prints one entry with everything it holds, or every entry of a run. A
number is the index of an entry; --run takes a run whose name is a number.

Personal values are sealed: their fields are shown, they are not. --show-values
opens them with the key of the state, or with the age identity of --identity or
of the environment's ONEFOLD_IDENTITY; whoever was erased stays unreadable.`,
		Example: `  onefold audit show 41
  onefold audit show --run 12
  onefold audit show 41 --show-values`,
		Annotations: app.Notes("An entry takes a quarter of a second in a ledger of a million, a run four seconds."),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 0 && o.Run == "":
				return term.Usagef("INDEX or RUN is missing").WithHint("usage: %s", cmd.UseLine())
			case len(args) > 1 || len(args) == 1 && o.Run != "":
				return term.Usagef("one entry or one run at a time").WithHint("usage: %s", cmd.UseLine())
			case len(args) == 1:
				n, err := strconv.ParseInt(args[0], 10, 64)
				if err == nil && n >= 0 {
					o.Index = n
				} else {
					o.Run = args[0]
				}
			}
			if o.Identity == "" {
				o.Identity = a.Identity()
			}
			if runF != nil {
				return runF(o)
			}
			return auditShowRun(cmd.Context(), o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.Run, "run", "", "every entry of this `RUN`")
	flags.BoolVar(&o.Values, "show-values", false, "open sealed personal values")
	flags.StringVar(&o.Identity, "identity", "", "`FILE` with the age identity (default that of the state)")
	return cmd
}

func auditShowRun(ctx context.Context, o *AuditShowOptions) error {
	log, err := ledger.Read(o.App.StateDir())
	if err != nil {
		return err
	}
	defer log.Close()
	if o.Index >= log.Head().Size {
		return (&term.Error{Why: fmt.Errorf("there is no entry %d, the ledger has %d", o.Index, log.Head().Size)}).WithHint("the first is entry 0; --run %d shows the run of that name", o.Index)
	}
	entries, err := wanted(ctx, log, o)
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		return (&term.Error{Why: fmt.Errorf("the ledger has no entry of run %q", o.Run)}).WithHint("onefold audit log lists what there is")
	}
	if o.Values {
		if err := openValues(log, o.Identity, entries); err != nil {
			return err
		}
	}
	t := o.App.Term
	if t.JSON {
		return t.PrintJSON(entriesOf(entries))
	}
	for i, e := range entries {
		if i > 0 {
			if err := t.Print("\n"); err != nil {
				return err
			}
		}
		if err := showEntry(t, &e); err != nil {
			return err
		}
	}
	return nil
}

// wanted returns the entry, or those of the run.
func wanted(ctx context.Context, log *ledger.Log, o *AuditShowOptions) (entries []ledger.Entry, err error) {
	if o.Index >= 0 {
		e, err := log.Entry(ctx, o.Index)
		return []ledger.Entry{e}, err
	}
	err = log.Entries(ctx, ledger.Filter{Run: o.Run}, func(e ledger.Entry, _ []byte) error {
		entries = append(entries, e)
		return nil
	})
	return entries, err
}

func openValues(log *ledger.Log, identity string, entries []ledger.Entry) error {
	opener, err := log.Opener(identity)
	if err != nil {
		return err
	}
	defer opener.Close()
	for i := range entries {
		if raw := entries[i].Raw(); raw != nil {
			if entries[i].Payload, err = opener.Payload(raw); err != nil {
				return err
			}
		}
	}
	return nil
}

func showEntry(t *term.Terminal, e *ledger.Entry) error {
	var b strings.Builder
	fmt.Fprintln(&b, t.Bold(fmt.Sprintf("entry %d: %s", e.Index, e.Type)))
	for _, line := range [][2]string{{"time", e.Time.Format(time.RFC3339Nano)}, {"by", e.Actor}, {"run", e.Run}, {"plan", e.Plan}} {
		if line[1] != "" {
			fmt.Fprintf(&b, "%-6s%s\n", line[0], term.Clean(line[1]))
		}
	}
	if raw := e.Raw(); raw != nil {
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, raw, "", "  "); err != nil {
			return err
		}
		for line := range strings.Lines(pretty.String()) {
			fmt.Fprintln(&b, term.Clean(strings.TrimSuffix(line, "\n")))
		}
	}
	return t.Print(b.String())
}
