package view

import (
	"strings"

	"github.com/onefold/onefold/internal/comparison"
	"github.com/onefold/onefold/internal/term"
)

// Comparison prints what differs between before and after: tables that differ
// in lines of their own, the others as a number.
func Comparison(t *term.Terminal, r *comparison.Result) error {
	rows := term.NewTable("table", "by", ">A", ">B", ">same", ">changed", ">missing", ">extra", ">merged", ">stayed")
	columns := term.NewTable("table", "column", ">changed in")
	totals := term.NewTable("refers by", "what", ">A", ">B", ">records that differ")
	same := 0
	for i := range r.Tables {
		x := &r.Tables[i]
		name := term.Clean(x.Name)
		if len(r.Tables) > 1 && x.Differences() == 0 && x.Merged+x.Stayed == 0 {
			same++
		} else {
			by := term.Clean(strings.Join(x.Key, ", "))
			switch {
			case x.In != "":
				by = "only in " + strings.ToUpper(x.In)
			case by == "":
				by = "content"
			}
			rows.Add(name, by, term.Count(x.RowsA), term.Count(x.RowsB), term.Count(x.Same), term.Count(x.Changed), term.Count(x.Missing),
				term.Count(x.Extra), term.Count(x.Merged), term.Count(x.Stayed))
		}
		for _, c := range x.Columns {
			columns.Add(name, term.Clean(c.Column), term.Plural(c.Rows, "row", "rows"))
		}
		for _, c := range x.OnlyA {
			columns.Add(name, term.Clean(c), "only in A")
		}
		for _, c := range x.OnlyB {
			columns.Add(name, term.Clean(c), "only in B")
		}
		for k := range x.Totals {
			p := &x.Totals[k]
			place := term.Clean(p.Place)
			if p.In != "" {
				totals.Add(place, "only in "+strings.ToUpper(p.In))
				continue
			}
			totals.Add(place, "rows", term.Count(p.RowsA), term.Count(p.RowsB), term.Count(p.Differing))
			for _, s := range p.Sums {
				totals.Add("", "sum of "+term.Clean(s.Column), s.A, s.B, term.Count(s.Differing))
			}
		}
	}
	for _, table := range []*term.Table{rows, columns, totals} {
		if table.Len() == 0 {
			continue
		}
		if err := t.Print(fitted(t, table.String()) + "\n"); err != nil {
			return err
		}
	}
	said := ""
	if same > 0 {
		said = term.Plural(same, "table is", "tables are") + " the same on both sides.\n"
	}
	if r.Equal {
		said += "No differences.\n"
	}
	return t.Print(said)
}
