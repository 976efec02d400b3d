package view

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/internal/plan/apply"
	"github.com/onefold/onefold/internal/plan/execute"
	"github.com/onefold/onefold/internal/term"
	"github.com/onefold/onefold/record"
)

// counts lays the sums of a plan or run out.
func counts(t *term.Table, c *plan.Counts) {
	t.Add("records merged away", term.Count(c.Losers))
	t.Add("rows that move", term.Count(c.Moved))
	t.Add("rows merged with another", term.Count(c.Merged))
	t.Add("rows dropped as equal or as pointing at themselves", term.Count(c.Dropped))
	if c.Conflicts > 0 {
		t.Add("rows in conflict", term.Count(c.Conflicts))
	}
}

// Plan shows a plan in sum.
func Plan(w *term.Terminal, dir string, h *plan.Header) error {
	t := term.NewTable("", ">")
	t.Add("groups", term.Count(h.Counts.Groups))
	if h.Counts.Refused > 0 {
		t.Add("groups refused", term.Count(h.Counts.Refused))
	}
	counts(t, &h.Counts)
	if err := w.PrintTable(t); err != nil {
		return err
	}
	if len(h.Tables) > 0 {
		rows := term.NewTable("table", ">rows that change")
		for _, name := range slices.SortedFunc(maps.Keys(h.Tables), func(a, b string) int { return int(h.Tables[b]-h.Tables[a])*2 + strings.Compare(a, b) }) {
			rows.Add(name, term.Count(h.Tables[name]))
		}
		if err := w.Print("\n"); err != nil {
			return err
		}
		if err := w.PrintTable(rows); err != nil {
			return err
		}
	}
	for _, text := range h.Warnings {
		w.Warn("%s", text)
	}
	if len(h.Left) > 0 {
		if err := w.Print("\nKeeps the old id: " + strings.Join(h.Left, ", ") + "\n"); err != nil {
			return err
		}
	}
	return w.Print(fmt.Sprintf("\nNothing is written yet. The plan is in %s: onefold plan show %s --group GROUP shows a group,\nonefold merge %s --apply does it.\n", dir, dir, dir))
}

// PlanGroup shows a group with its rows.
func PlanGroup(w *term.Terminal, g *plan.Group) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  master %s (%s), merged away %s: %s\n", w.Bold("group "+term.Clean(g.ID)), term.Clean(g.Master), g.Why, term.Clean(strings.Join(g.Losers, ", ")), g.Fate)
	if g.Refused != "" {
		fmt.Fprintf(&b, "  refused: %s\n", g.Refused)
	}
	for _, note := range g.Guards {
		fmt.Fprintf(&b, "  note: %s\n", term.Clean(note))
	}
	for _, f := range g.Fields {
		fmt.Fprintf(&b, "  %s = %s  (%s, from %s)\n", f.Field, shown(f.Value), f.Rule, term.Clean(strings.Join(f.From, ", ")))
	}
	for i := range g.Changes {
		c := &g.Changes[i]
		fmt.Fprintf(&b, "  %-9s %s %s", c.Kind, c.Name(), pairs(c.Key(), nil))
		if c.Op == "update" {
			fmt.Fprintf(&b, ": %s", pairs(c.After, c.Before))
		} else if c.Into != nil {
			fmt.Fprintf(&b, " into %s", pairs(c.Into, nil))
		}
		if c.Why != "" {
			fmt.Fprintf(&b, "  (%s)", c.Why)
		}
		b.WriteByte('\n')
	}
	return w.Print(b.String())
}

func shown(v record.Value) string {
	if v.IsNull() {
		return "nothing"
	}
	return term.Cut(term.Clean(v.Text), 60)
}

// pairs lists columns with their values, and the values they had.
func pairs(r, before plan.Row) string {
	var parts []string
	for _, c := range slices.Sorted(maps.Keys(r)) {
		if before == nil {
			parts = append(parts, c+" "+shown(r[c]))
		} else {
			parts = append(parts, c+" "+shown(before[c])+" → "+shown(r[c]))
		}
	}
	return strings.Join(parts, ", ")
}

// Run shows what a run did.
func Run(w *term.Terminal, res *apply.Result, verb string) error {
	if res.Run == "" {
		return w.Print("Nothing is left to be " + verb + ".\n")
	}
	t := term.NewTable("", ">")
	t.Add("groups", term.Count(res.Groups))
	t.Add("groups "+verb, term.Count(res.Applied))
	if res.Already > 0 {
		t.Add("groups "+verb+" before", term.Count(res.Already))
	}
	if len(res.Skipped) > 0 {
		t.Add("groups skipped", term.Count(len(res.Skipped)))
	}
	if verb == "merged" {
		counts(t, &res.Counts)
	}
	if err := w.PrintTable(t); err != nil {
		return err
	}
	return w.Print("\nRun " + res.Run + ": onefold undo " + res.Run + " takes it back.\n")
}

// Preview shows what an undo would do.
func Preview(w *term.Terminal, p *execute.Prospect) error {
	if p.Groups == 0 {
		return w.Print("Nothing is left to be taken back.\n")
	}
	t := term.NewTable("", ">")
	t.Add("groups that would be taken back", term.Count(p.Groups-int64(len(p.Conflicts))))
	t.Add("records that would be there again", term.Count(p.Losers))
	t.Add("rows that would change", term.Count(p.Rows))
	if err := w.PrintTable(t); err != nil {
		return err
	}
	for _, c := range p.Conflicts {
		w.Warn("group %s: %s", c.Group, c.Reason)
	}
	if len(p.Conflicts) > 0 {
		w.Hint("--on-conflict keep-newer or take-old says what becomes of them")
	}
	return w.Print("\nNothing is written yet: --apply does it.\n")
}
