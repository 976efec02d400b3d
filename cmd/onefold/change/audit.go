package change

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/internal/ledger"
	"github.com/onefold/onefold/internal/term"
)

func newAuditCmd(a *app.App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "audit", Short: "Read, check and hand over the history of what was done",
		Long: `Audit is about the ledger: every plan, approval, apply, undo, decision and
erasure is an entry in it, and none can be removed, changed, moved or cut off
without audit verify finding it. The ledger is in the state: .onefold in the
working directory, or the directory of --state.

Personal values in entries are sealed; audit show --show-values opens them for
who has the key.`,
		Example: `  onefold audit log
  onefold audit verify`,
		Annotations: app.Notes("None; it prints this help."), Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return term.Usagef("there is no command %q", "audit "+args[0]).WithHint("audit log, show, verify or export")
		},
	}
	cmd.AddCommand(newAuditLogCmd(a, nil), newAuditShowCmd(a, nil), newAuditVerifyCmd(a, nil), newAuditExportCmd(a, nil))
	return cmd
}

// filterFlags are the flags that choose entries.
type filterFlags struct {
	run, kind, since, until string
}

func (f *filterFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.run, "run", "", "only entries of this `RUN`")
	flags.StringVar(&f.kind, "type", "", "only entries of this `TYPE`: plan, approval, apply, undo, decision, erasure, …")
	flags.StringVar(&f.since, "since", "", "only entries from this `TIME` on: 2026-03-01, 2026-03-01T08:00:00Z, 36h or 7d ago")
	flags.StringVar(&f.until, "until", "", "only entries before this `TIME`")
}

func (f *filterFlags) filter(now time.Time) (ledger.Filter, error) {
	out := ledger.Filter{Run: f.run, Type: ledger.Type(f.kind)}
	var err error
	if out.Since, err = moment("--since", f.since, now); err != nil {
		return out, err
	}
	out.Until, err = moment("--until", f.until, now)
	return out, err
}

// moment reads a time as a person writes it: a day or a time of its own zone,
// or how long ago.
func moment(flag, text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02 15:04", time.DateTime, "2006-01-02T15:04:05"} {
		if t, err := time.ParseInLocation(layout, text, now.Location()); err == nil {
			return t, nil
		}
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	var days int
	if _, err := fmt.Sscanf(text, "%dd", &days); err == nil && text == fmt.Sprintf("%dd", days) && days >= 0 {
		return now.AddDate(0, 0, -days), nil
	}
	if d, err := time.ParseDuration(text); err == nil && d >= 0 {
		return now.Add(-d), nil
	}
	return time.Time{}, term.Usagef("%s: %q is no time", flag, text).WithHint("a day such as 2026-03-01, a time such as 2026-03-01T08:00:00Z, or how long ago, such as 36h or 7d")
}
