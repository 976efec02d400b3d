package view

import (
	"fmt"

	"github.com/onefold/onefold/internal/term"
	"github.com/onefold/onefold/matcher/evaluate"
)

// Evaluation prints how clusters compare with the truth; rel may be nil.
func Evaluation(t *term.Terminal, res evaluate.Result, rel *evaluate.Reliability) error {
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
	return reliability(t, rel)
}

func reliability(t *term.Terminal, rel *evaluate.Reliability) error {
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
