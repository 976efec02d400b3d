package match

import (
	"github.com/onefold/onefold/cmd/onefold/view"
	"github.com/onefold/onefold/internal/term"
	"github.com/onefold/onefold/matcher/evaluate"
)

// The JSON of evaluate. Names are a contract with users' scripts.
type (
	evaluationJSON struct {
		Records     int              `json:"records"`
		Pairs       pairsJSON        `json:"pairs"`
		BCubed      bcubedJSON       `json:"bcubed"`
		Clusters    clustersJSON     `json:"clusters"`
		LeftOut     leftOutJSON      `json:"left_out"`
		Reliability *reliabilityJSON `json:"reliability,omitempty"`
	}
	pairsJSON struct {
		TP        uint64        `json:"tp"`
		FP        uint64        `json:"fp"`
		FN        uint64        `json:"fn"`
		Precision float64       `json:"precision"`
		Recall    float64       `json:"recall"`
		F1        float64       `json:"f1"`
		Interval  intervalsJSON `json:"interval95"`
	}
	bcubedJSON struct {
		Precision float64       `json:"precision"`
		Recall    float64       `json:"recall"`
		F1        float64       `json:"f1"`
		Interval  intervalsJSON `json:"interval95"`
	}
	intervalsJSON struct {
		Precision [2]float64 `json:"precision"`
		Recall    [2]float64 `json:"recall"`
		F1        [2]float64 `json:"f1"`
	}
	clustersJSON struct {
		Predicted  partitionJSON `json:"predicted"`
		Truth      partitionJSON `json:"truth"`
		Exact      int           `json:"exact"`
		Components int           `json:"components"`
	}
	partitionJSON struct {
		Clusters   int `json:"clusters"`
		Singletons int `json:"singletons"`
		Largest    int `json:"largest"`
	}
	leftOutJSON struct {
		OnlyClusters  int `json:"only_in_clusters"`
		OnlyTruth     int `json:"only_in_truth"`
		BlankClusters int `json:"blank_in_clusters"`
		BlankTruth    int `json:"blank_in_truth"`
	}
	reliabilityJSON struct {
		Pairs          int        `json:"pairs"`
		WithoutTruth   int        `json:"without_truth"`
		Brier          float64    `json:"brier"`
		Matches        int        `json:"matches"`
		ExpectedFalse  float64    `json:"expected_false"`
		ObservedFalse  int        `json:"observed_false"`
		Undecided      int        `json:"undecided"`
		ExpectedMissed float64    `json:"expected_missed"`
		ObservedMissed int        `json:"observed_missed"`
		Bands          []bandJSON `json:"bands"`
	}
	bandJSON struct {
		From     float64    `json:"from"`
		To       float64    `json:"to"`
		Pairs    int        `json:"pairs"`
		Expected float64    `json:"expected"`
		Observed float64    `json:"observed"`
		Interval [2]float64 `json:"interval95"`
	}
)

func renderEvaluation(t *term.Terminal, res evaluate.Result, rel *evaluate.Reliability) error {
	if t.JSON {
		return t.PrintJSON(evaluationOf(res, rel))
	}
	return view.Evaluation(t, res, rel)
}

func evaluationOf(res evaluate.Result, rel *evaluate.Reliability) evaluationJSON {
	span := func(r evaluate.Ratio) [2]float64 { return [2]float64{r.Low, r.High} }
	part := func(p evaluate.Partition) partitionJSON {
		return partitionJSON{Clusters: p.Clusters, Singletons: p.Singletons, Largest: p.Largest}
	}
	p, b := res.Pairs, res.BCubed
	out := evaluationJSON{
		Records: res.Records,
		Pairs: pairsJSON{
			TP: p.TP, FP: p.FP, FN: p.FN,
			Precision: p.Precision.Value, Recall: p.Recall.Value, F1: p.F1.Value,
			Interval: intervalsJSON{span(p.Precision), span(p.Recall), span(p.F1)},
		},
		BCubed: bcubedJSON{
			Precision: b.Precision.Value, Recall: b.Recall.Value, F1: b.F1.Value,
			Interval: intervalsJSON{span(b.Precision), span(b.Recall), span(b.F1)},
		},
		Clusters: clustersJSON{Predicted: part(res.Predicted), Truth: part(res.Truth), Exact: res.Exact, Components: res.Components},
		LeftOut: leftOutJSON{
			OnlyClusters: res.OnlyPredicted, OnlyTruth: res.OnlyTruth,
			BlankClusters: res.BlankPredicted, BlankTruth: res.BlankTruth,
		},
	}
	if rel == nil {
		return out
	}
	r := &reliabilityJSON{
		Pairs: rel.Pairs, WithoutTruth: rel.Unknown, Brier: rel.Brier,
		Matches: rel.Matches, ExpectedFalse: rel.ExpectedFalse, ObservedFalse: rel.ObservedFalse,
		Undecided: rel.Undecided, ExpectedMissed: rel.ExpectedMissed, ObservedMissed: rel.ObservedMissed,
		Bands: []bandJSON{},
	}
	for _, b := range rel.Bands {
		if b.Pairs > 0 {
			r.Bands = append(r.Bands, bandJSON{
				From: b.From, To: b.To, Pairs: b.Pairs,
				Expected: b.Expected / float64(b.Pairs), Observed: b.Observed.Value, Interval: span(b.Observed),
			})
		}
	}
	out.Reliability = r
	return out
}
