package match

import (
	"fmt"

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
	if n := res.OnlyPredicted + res.OnlyTruth; n > 0 {
		t.Warn("%s left out: %s without truth, %s of the truth without cluster", term.Plural(n, "record", "records"),
			term.Count(res.OnlyPredicted), term.Count(res.OnlyTruth))
	}
	if n := res.BlankPredicted + res.BlankTruth; n > 0 {
		t.Warn("%s left out: the cluster is blank", term.Plural(n, "record", "records"))
	}
	measures := term.NewTable(term.Plural(res.Records, "record", "records"), ">precision", "95 %", ">recall", "95 %", ">F1", "95 %")
	for _, m := range []struct {
		name    string
		p, r, f evaluate.Ratio
	}{
		{"pairs", res.Pairs.Precision, res.Pairs.Recall, res.Pairs.F1},
		{"B³", res.BCubed.Precision, res.BCubed.Recall, res.BCubed.F1},
	} {
		measures.Add(m.name, share(m.p), interval(m.p), share(m.r), interval(m.r), share(m.f), interval(m.f))
	}
	if err := t.PrintTable(measures); err != nil {
		return err
	}
	counts := term.NewTable("", ">clusters", ">singletons", ">largest", "")
	counts.Add("found", term.Count(res.Predicted.Clusters), term.Count(res.Predicted.Singletons), term.Count(res.Predicted.Largest),
		term.Plural(res.Exact, "cluster", "clusters")+" exactly right")
	counts.Add("true", term.Count(res.Truth.Clusters), term.Count(res.Truth.Singletons), term.Count(res.Truth.Largest))
	if err := t.Print("\n" + fmt.Sprintf("%s right, %s wrong, %s missed\n\n", term.Plural(res.Pairs.TP, "pair", "pairs"),
		term.Count(res.Pairs.FP), term.Count(res.Pairs.FN))); err != nil {
		return err
	}
	if err := t.PrintTable(counts); err != nil {
		return err
	}
	if rel == nil {
		return nil
	}
	return renderReliability(t, rel)
}

func renderReliability(t *term.Terminal, rel *evaluate.Reliability) error {
	if rel.Unknown > 0 {
		t.Warn("%s left out: no truth for one of the records", term.Plural(rel.Unknown, "pair", "pairs"))
	}
	bands := term.NewTable("probability", ">pairs", ">promised", ">came true", "95 %")
	for _, b := range rel.Bands {
		if b.Pairs == 0 {
			continue
		}
		bands.Add(fmt.Sprintf("%v – %v", b.From, b.To), term.Count(b.Pairs),
			term.Percent(b.Expected/float64(b.Pairs)), term.Percent(b.Observed.Value), interval(b.Observed))
	}
	if err := t.Print("\n"); err != nil {
		return err
	}
	if err := t.PrintTable(bands); err != nil {
		return err
	}
	return t.Print(fmt.Sprintf("\nof %s, %.1f were expected to be false and %s are\n"+
		"of %s, %.1f were expected to be true and %s are\nBrier score %.4f\n",
		term.Plural(rel.Matches, "match", "matches"), rel.ExpectedFalse, term.Count(rel.ObservedFalse),
		term.Plural(rel.Undecided, "undecided pair", "undecided pairs"), rel.ExpectedMissed, term.Count(rel.ObservedMissed), rel.Brier))
}

func share(r evaluate.Ratio) string { return fmt.Sprintf("%.4f", r.Value) }

func interval(r evaluate.Ratio) string { return fmt.Sprintf("%.3f–%.3f", r.Low, r.High) }

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
