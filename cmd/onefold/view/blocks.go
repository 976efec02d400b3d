package view

import (
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/internal/term"
)

// Blocks prints an explanation, values of records cut so that a row stays a line.
func Blocks(t *term.Terminal, blocks []report.Block) error {
	// Values get what the other columns leave, so that a row stays a line.
	const least, others = 18, 30
	wide := max(least, (t.Width()-others)/2)
	for i, b := range blocks {
		if i > 0 {
			if err := t.Print("\n"); err != nil {
				return err
			}
		}
		if b.Title != "" {
			if err := t.Print(t.Bold(b.Title) + "\n"); err != nil {
				return err
			}
		}
		for _, s := range b.Sentences {
			if err := t.Print(term.Wrap(term.Clean(s), t.Width()) + "\n"); err != nil {
				return err
			}
		}
		if len(b.Rows) > 0 {
			table := term.NewTable(b.Heads...)
			for _, r := range b.Rows {
				if i == 0 {
					r[0], r[1], r[2] = term.Cut(r[0], 24), term.Cut(r[1], wide), term.Cut(r[2], wide)
				}
				table.Add(r...)
			}
			if err := t.PrintTable(table); err != nil {
				return err
			}
		}
		for _, s := range b.Notes {
			if err := t.Print(t.Dim(term.Wrap(term.Clean(s), t.Width())) + "\n"); err != nil {
				return err
			}
		}
	}
	return nil
}
