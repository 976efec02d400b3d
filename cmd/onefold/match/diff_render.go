package match

import (
	"github.com/onefold/onefold/cmd/onefold/view"
	"github.com/onefold/onefold/internal/pipeline/rundiff"
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

// mostJSON is how many changes are told.
const mostJSON = 1000

func renderDiff(o *DiffOptions, d *rundiff.Diff) error {
	if o.App.Term.JSON {
		return o.App.Term.PrintJSON(diffOf(d))
	}
	return view.Diff(o.App.Term, d)
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
