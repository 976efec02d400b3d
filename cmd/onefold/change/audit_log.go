package change

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/internal/ledger"
	"github.com/onefold/onefold/internal/term"
)

// AuditLogOptions are what onefold audit log is asked for.
type AuditLogOptions struct {
	App    *app.App
	Filter ledger.Filter
	Last   int
}

func newAuditLogCmd(a *app.App, runF func(*AuditLogOptions) error) *cobra.Command {
	o := &AuditLogOptions{App: a}
	var f filterFlags
	cmd := &cobra.Command{
		Use:   "log",
		Short: "List the entries of the ledger",
		Long: `Log lists the entries of the ledger, the oldest first: what happened when, by
whom, in which run. It does not check them; audit verify does.`,
		Example: `  onefold audit log
  onefold audit log --type apply --since 7d
  onefold audit log --run 12 --json`,
		Annotations: app.Notes("It reads the whole ledger: a million entries take four seconds."),
		Args:        app.Arguments(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if o.Filter, err = f.filter(a.Now()); err != nil {
				return err
			}
			if o.Last < 0 {
				return term.Usagef("--last: %d is not a number of entries", o.Last)
			}
			if runF != nil {
				return runF(o)
			}
			return auditLogRun(cmd.Context(), o)
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().IntVar(&o.Last, "last", 0, "only the last `N` of them (default all)")
	return cmd
}

func auditLogRun(ctx context.Context, o *AuditLogOptions) error {
	entries, err := collect(ctx, o.App, o.Filter, o.Last)
	if err != nil {
		return err
	}
	t := o.App.Term
	if t.JSON {
		return t.PrintJSON(entriesOf(entries))
	}
	if len(entries) == 0 {
		t.Talk("no entry is wanted by these flags")
		return nil
	}
	table := term.NewTable(">entry", "time", "type", "run", "by", "what")
	for _, e := range entries {
		table.Add(strconv.FormatInt(e.Index, 10), e.Time.Local().Format(time.DateTime), string(e.Type), e.Run, e.Actor, term.Cut(summary(e.Raw()), 60))
	}
	return t.PrintTable(table)
}

// collect reads the entries that a filter wants; the last n of them, or all.
func collect(ctx context.Context, a *app.App, f ledger.Filter, n int) ([]ledger.Entry, error) {
	log, err := ledger.Read(a.StateDir())
	if err != nil {
		return nil, err
	}
	defer log.Close()
	var all []ledger.Entry
	err = log.Entries(ctx, f, func(e ledger.Entry, _ []byte) error {
		if n > 0 && len(all) == 2*n { // the older half is not wanted any more
			all = append(all[:0], all[n:]...)
		}
		all = append(all, e)
		return nil
	})
	if n > 0 && len(all) > n {
		all = all[len(all)-n:]
	}
	return all, err
}

// entryJSON is an entry in the JSON of audit. Names are a contract with users'
// scripts.
type entryJSON struct {
	Index   int64           `json:"index"`
	Time    time.Time       `json:"time"`
	Type    ledger.Type     `json:"type"`
	Actor   string          `json:"actor,omitempty"`
	Run     string          `json:"run,omitempty"`
	Plan    string          `json:"plan,omitempty"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

func entriesOf(entries []ledger.Entry) []entryJSON {
	out := make([]entryJSON, len(entries))
	for i, e := range entries {
		out[i] = entryJSON{e.Index, e.Time, e.Type, e.Actor, e.Run, e.Plan, e.Raw()}
	}
	return out
}

// summary says in one line what a payload holds: its numbers and words, and how
// many there are of what is longer.
func summary(raw json.RawMessage) string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return strings.Trim(string(raw), `"`)
	}
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	var parts []string
	for _, name := range names {
		v := bytes.TrimSpace(fields[name])
		var text string
		var list []json.RawMessage
		var object map[string]json.RawMessage
		switch {
		case json.Unmarshal(v, &list) == nil:
			text = strconv.Itoa(len(list))
		case json.Unmarshal(v, &object) == nil:
			text = "…"
		case json.Unmarshal(v, &text) == nil:
		default:
			text = string(v)
		}
		parts = append(parts, fmt.Sprintf("%s %s", name, text))
	}
	return strings.Join(parts, ", ")
}
