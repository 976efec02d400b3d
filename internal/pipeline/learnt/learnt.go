package learnt

import (
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/matcher/score"
)

// Comparisons returns what a run learnt of each of its comparisons.
func Comparisons(res *matcher.Result) []report.Comparison {
	var out []report.Comparison
	m := res.Model
	for i, sp := range res.Set.Specs() {
		c := report.Comparison{Name: sp.Name, Fields: sp.Fields}
		for k, lv := range sp.Levels {
			l := k + 1
			w := m.Weight(i, uint8(l))
			level := report.Level{Name: lv.Name, M: m.Prob[score.Match][i][l], U: m.Prob[score.Unrelated][i][l], Weight: w, Low: w, High: w}
			if s := m.Spread; s != nil {
				// Around the weight as decisions of people have moved it.
				half := (s.Weight[i][l].High - s.Weight[i][l].Low) / 2
				level.Low, level.High = w-half, w+half
				level.MInterval, level.UInterval = &[2]float64{s.M[i][l].Low, s.M[i][l].High}, &[2]float64{s.U[i][l].Low, s.U[i][l].High}
			}
			c.Levels = append(c.Levels, level)
		}
		out = append(out, c)
	}
	return out
}
