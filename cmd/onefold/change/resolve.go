package change

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/internal/idmap"
	"github.com/onefold/onefold/internal/term"
	"github.com/onefold/onefold/internal/workspace"
)

// ResolveOptions are what onefold resolve is asked for.
type ResolveOptions struct {
	App    *app.App
	ID     string
	Source string
}

func newResolveCmd(a *app.App, runF func(*ResolveOptions) error) *cobra.Command {
	o := &ResolveOptions{App: a}
	cmd := &cobra.Command{
		Use: "resolve ID", Short: "Say which record an old id is now",
		Long: `Resolve prints the current id of a record that was merged: when A became B and B
became C, the answer for A is C. Runs that were undone do not count. An id that
never was merged is its own answer.`,
		Example: `  onefold resolve C-10004
  onefold resolve C-10004 --source crm.contacts --json`,
		Annotations: app.Notes("A tenth of a second, whatever the number of merges."), Args: app.Arguments("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.ID = args[0]
			if runF != nil {
				return runF(o)
			}
			return resolveRun(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&o.Source, "source", "", "`SOURCE` of the id (default the only one that has it)")
	return cmd
}

// The JSON of resolve. Names are a contract with users' scripts.
type (
	resolvedJSON struct {
		ID      string     `json:"id"`
		Current string     `json:"current"`
		Merged  bool       `json:"merged"`
		Source  string     `json:"source,omitempty"`
		Chain   []factJSON `json:"chain"`
	}
	factJSON struct {
		Old    string    `json:"old_id"`
		New    string    `json:"new_id"`
		Run    string    `json:"run"`
		Time   time.Time `json:"time"`
		Reason string    `json:"reason"`
	}
)

func resolveRun(ctx context.Context, o *ResolveOptions) error {
	w, err := workspace.Peek(ctx, o.App.StateDir())
	if err != nil {
		return err
	}
	defer w.Close()
	if o.Source == "" {
		sources, err := idmap.Sources(ctx, w, o.ID)
		if err != nil {
			return err
		}
		if len(sources) > 1 {
			return term.Usagef("the id was merged in %d sources", len(sources)).WithHint("--source says which: %s", strings.Join(sources, ", "))
		}
		o.Source = strings.Join(sources, "")
	}
	chain, err := idmap.Chain(ctx, w, o.Source, o.ID)
	if err != nil {
		return err
	}
	out := resolvedJSON{ID: o.ID, Current: o.ID, Merged: len(chain) > 0, Source: o.Source, Chain: []factJSON{}}
	for _, f := range chain {
		out.Current = f.New
		out.Chain = append(out.Chain, factJSON{f.Old, f.New, f.Run, f.Time, f.Reason})
	}
	t := o.App.Term
	if t.JSON {
		return t.PrintJSON(out)
	}
	if len(chain) == 0 {
		t.Talk("never merged, as far as this state knows")
	}
	for _, f := range out.Chain {
		t.Talk("%s", fmt.Sprintf("%s became %s on %s, run %s", f.Old, f.New, f.Time.Local().Format(time.DateOnly), f.Run))
	}
	return t.Print(term.Clean(out.Current) + "\n")
}
