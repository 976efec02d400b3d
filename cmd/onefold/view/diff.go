package view

import (
	"fmt"
	"strings"

	"github.com/onefold/onefold/internal/pipeline/rundiff"
	"github.com/onefold/onefold/internal/term"
)

// mostShown is how many changed clusters of one sort are shown.
const mostShown = 10

// Diff prints what differs between two results.
func Diff(t *term.Terminal, d *rundiff.Diff) error {
	if n := d.OnlyBefore + d.OnlyAfter; n > 0 {
		t.Warn("%s left out: %s in the first result only, %s in the second only", term.Plural(n, "record", "records"), term.Count(d.OnlyBefore), term.Count(d.OnlyAfter))
	}
	head := term.NewTable(term.Plural(d.Records, "record", "records"), ">before", ">after", "")
	head.Add("pairs", term.Count(int(d.PairsBefore)), term.Count(int(d.PairsAfter)), fmt.Sprintf("%s gained, %s lost", term.Count(int(d.Gained)), term.Count(int(d.Lost))))
	head.Add("clusters", term.Count(d.Clusters[0]), term.Count(d.Clusters[1]), fmt.Sprintf("%s the same, %s split, %s merged", term.Count(d.Same), term.Count(len(d.Split)), term.Count(len(d.Merged))))
	if err := t.PrintTable(head); err != nil {
		return err
	}
	for _, k := range []struct {
		name, into string
		changes    []rundiff.Change
	}{{"split", "into", d.Split}, {"merged", "from", d.Merged}} {
		if len(k.changes) == 0 {
			continue
		}
		table := term.NewTable(k.name, ">records", k.into)
		for _, c := range k.changes[:min(len(k.changes), mostShown)] {
			var others []string
			for i, other := range c.Others {
				others = append(others, fmt.Sprintf("%s (%d)", other, c.Sizes[i]))
			}
			table.Add(c.Cluster, term.Count(c.Size), term.Cut(strings.Join(others, ", "), 80))
		}
		if more := len(k.changes) - mostShown; more > 0 {
			table.Add(fmt.Sprintf("and %s more", term.Count(more)))
		}
		if err := t.Print("\n"); err != nil {
			return err
		}
		if err := t.PrintTable(table); err != nil {
			return err
		}
	}
	if len(d.Broken) == 0 {
		return nil
	}
	table := term.NewTable("decision broken", "", "said", "where", "")
	for _, b := range d.Broken {
		newly := "as before"
		if b.Newly {
			newly = "newly"
		}
		table.Add(b.A, b.B, b.Verdict.String(), b.Place(), newly)
	}
	if err := t.Print("\n"); err != nil {
		return err
	}
	return t.PrintTable(table)
}
