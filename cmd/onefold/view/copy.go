package view

import (
	"slices"
	"strings"

	"github.com/onefold/onefold/internal/pipeline/standardcopy"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/internal/term"
)

// Copy prints what changed by column, and why.
func Copy(t *term.Terminal, s *standardcopy.Summary) error {
	head := term.NewTable("", ">")
	head.Add("records", term.Count(s.Records))
	head.Add("records changed", term.Count(s.Changed))
	head.Add("values changed", term.Count(s.Changes))
	head.Add("values to look at", term.Count(s.Review))
	if s.Rejected > 0 {
		head.Add("records that could not be read", term.Count(s.Rejected))
	}
	if err := t.PrintTable(head); err != nil {
		return err
	}
	columns := term.NewTable("column", "kind", ">changed", ">left", ">suggested", "why")
	var kept []string
	for _, c := range s.Columns {
		if c.Kept {
			kept = append(kept, c.Name)
			continue
		}
		if c.Changed+c.Left+c.Suggested == 0 {
			continue
		}
		why := Reasons(c.Reasons)
		if w := Reasons(c.Why); w != "" {
			if why != "" {
				why += "; "
			}
			why += "look at: " + w
		}
		columns.Add(term.Cut(c.Name, 28), string(c.Kind), term.Count(c.Changed), term.Count(c.Left), term.Count(c.Suggested), why)
	}
	if columns.Len() > 0 {
		if err := t.Print("\n" + fitted(t, columns.String())); err != nil {
			return err
		}
	}
	if len(kept) > 0 {
		return t.Print("\nnot touched: " + term.Clean(strings.Join(kept, ", ")) + "\n")
	}
	return nil
}

// Reasons lists reasons, the commonest first.
func Reasons(reasons map[string]int) string {
	names := make([]string, 0, len(reasons))
	for r := range reasons {
		names = append(names, r)
	}
	slices.SortFunc(names, func(a, b string) int {
		if d := reasons[b] - reasons[a]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	for i, r := range names {
		names[i] = report.Word(report.English, r) + " " + term.Count(reasons[r])
	}
	return strings.Join(names, ", ")
}
