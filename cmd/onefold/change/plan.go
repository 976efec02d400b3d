package change

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/cmd/onefold/view"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/internal/term"
)

// PlanOptions are what onefold plan show is asked for.
type PlanOptions struct {
	App   *app.App
	Dir   string
	Group []string
	Table []string
	Kind  []string
	Limit int
}

func newPlanCmd(a *app.App, runF func(*PlanOptions) error) *cobra.Command {
	cmd := &cobra.Command{
		Use: "plan", Short: "Look at what a merge is going to do", Example: "  onefold plan show plan",
		Annotations: app.Notes("None; it prints this help."), Args: app.Arguments(), RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	o := &PlanOptions{App: a}
	show := &cobra.Command{
		Use: "show DIR", Short: "Show a plan, or the part of it that is asked for",
		Long: `Show prints what a plan was made from and what it does in sum. With --group,
--table or --kind it prints the groups and the rows that these name. --json prints
one object after another: the plan, then each group, with its rows.

A plan is text: plan.json, groups.jsonl and changes.jsonl in DIR. Two plans can be
compared with diff. It holds personal data.`,
		Example: `  onefold plan show plan
  onefold plan show plan --group 17
  onefold plan show plan --table invoices --kind merged
  onefold plan show plan --json | jq .`,
		Annotations: app.Notes("Reads the plan once; memory holds one group."), Args: app.Arguments("DIR"),
		RunE: func(_ *cobra.Command, args []string) error {
			o.Dir = args[0]
			if runF != nil {
				return runF(o)
			}
			return showPlan(a, o.Dir, o)
		},
	}
	flags := show.Flags()
	flags.StringArrayVar(&o.Group, "group", nil, "only this `GROUP`; may be given again")
	flags.StringArrayVar(&o.Table, "table", nil, "only rows of this `TABLE`; may be given again")
	flags.StringArrayVar(&o.Kind, "kind", nil, "only rows of this `KIND`: master, loser, part, moved, merged, dropped, self_loop, conflict, filled, primary, cleared; may be given again")
	cmd.AddCommand(show)
	return cmd
}

func (o *PlanOptions) filtered() bool { return o != nil && len(o.Group)+len(o.Table)+len(o.Kind) > 0 }

// wants cuts a group down to what is asked for, and says whether anything is left.
func (o *PlanOptions) wants(g *plan.Group) bool {
	if o == nil {
		return true
	}
	if len(o.Group) > 0 && !slices.Contains(o.Group, g.ID) {
		return false
	}
	if len(o.Table)+len(o.Kind) == 0 {
		return true
	}
	g.Changes = slices.DeleteFunc(g.Changes, func(c plan.Change) bool {
		return len(o.Table) > 0 && !slices.Contains(o.Table, c.Table) && !slices.Contains(o.Table, c.Name().String()) ||
			len(o.Kind) > 0 && !slices.Contains(o.Kind, string(c.Kind))
	})
	return len(g.Changes) > 0
}

func showPlan(a *app.App, dir string, o *PlanOptions) error {
	h, err := plan.ReadHeader(dir)
	if errors.Is(err, plan.ErrNone) {
		return (&term.Error{At: dir, Why: err, Code: term.Usage}).WithHint("onefold merge makes one")
	}
	if err != nil {
		return err
	}
	if a.Term.JSON {
		if o == nil {
			return a.Term.PrintJSON(planned(dir, h))
		}
		if err := a.Term.PrintJSON(h); err != nil {
			return err
		}
	} else if !o.filtered() {
		return view.Plan(a.Term, dir, h)
	}
	return plan.Groups(dir, func(g *plan.Group) error {
		if !o.wants(g) {
			return nil
		}
		if a.Term.JSON {
			return a.Term.PrintJSON(struct {
				*plan.Group
				Changes []plan.Change `json:"changes"`
			}{g, g.Changes})
		}
		return view.PlanGroup(a.Term, g)
	})
}

func hashBytes(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
