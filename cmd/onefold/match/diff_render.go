package match

import (
	"fmt"
	"strings"

	"github.com/onefold/onefold/internal/pipeline/rundiff"
	"github.com/onefold/onefold/internal/term"
)

// The JSON of diff. Names are a contract with users' scripts.
type (
	diffJSON struct {
		Format   string           `json:"format"`
		Records  diffRecords      `json:"records"`
		Pairs    diffPairs        `json:"pairs"`
		Clusters diffClusters     `json:"clusters"`
		Split    []diffChange     `json:"split"`  // clusters of the first run, the first thousand
		Merged   []diffChange     `json:"merged"` // clusters of the second run, the first thousand
		Broken   []brokenDecision `json:"broken"`
	}
	diffRecords struct {
		Both       int `json:"both"`
		OnlyBefore int `json:"only_before"`
		OnlyAfter  int `json:"only_after"`
	}
	diffPairs struct {
		Before uint64 `json:"before"`
		After  uint64 `json:"after"`
		Gained uint64 `json:"gained"`
		Lost   uint64 `json:"lost"`
	}
	diffClusters struct {
		Before int `json:"before"`
		After  int `json:"after"`
		Same   int `json:"same"`
		Split  int `json:"split"`
		Merged int `json:"merged"`
	}
	diffChange struct {
		Cluster string   `json:"cluster"`
		Size    int      `json:"size"`
		Others  []string `json:"others"` // what it split into, or was merged from
		Sizes   []int    `json:"sizes"`
	}
	brokenDecision struct {
		IDs      [2]string `json:"ids"`
		Decision string    `json:"decision"`
		Author   string    `json:"author"`
		At       string    `json:"at"`
		Newly    bool      `json:"newly"` // the first run kept it
	}
)

// How many changes are told, in JSON and to a person.
const (
	mostJSON  = 1000
	mostShown = 10
)

func renderDiff(o *DiffOptions, d *rundiff.Diff) error {
	t := o.App.Term
	if t.JSON {
		return t.PrintJSON(diffOf(d))
	}
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

func diffOf(d *rundiff.Diff) diffJSON {
	out := diffJSON{
		Format: "onefold.diff/1", Records: diffRecords{d.Records, d.OnlyBefore, d.OnlyAfter},
		Pairs:    diffPairs{d.PairsBefore, d.PairsAfter, d.Gained, d.Lost},
		Clusters: diffClusters{d.Clusters[0], d.Clusters[1], d.Same, len(d.Split), len(d.Merged)},
		Split:    []diffChange{}, Merged: []diffChange{}, Broken: []brokenDecision{},
	}
	for _, c := range d.Split[:min(len(d.Split), mostJSON)] {
		out.Split = append(out.Split, diffChange(c))
	}
	for _, c := range d.Merged[:min(len(d.Merged), mostJSON)] {
		out.Merged = append(out.Merged, diffChange(c))
	}
	for _, b := range d.Broken {
		out.Broken = append(out.Broken, brokenDecision{[2]string{b.A, b.B}, b.Verdict.String(), b.Author, b.Place(), b.Newly})
	}
	return out
}
