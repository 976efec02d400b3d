package score

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// drawn is a world as one file shows it: counts of patterns and a random
// sample with their accidents.
func (w *world) drawn(rng *rand.Rand, random int) ([]Pattern, []Comparison) {
	patterns := w.patterns()
	for p := range patterns {
		patterns[p].Count = poisson(rng, patterns[p].Count)
	}
	cs := w.comparisons()
	for i := range cs {
		for l := range w.prior[i] {
			var p float64
			for k, s := range w.share {
				p += s * w.prob[k][i][l]
			}
			cs[i].Sample[0][l+1] = poisson(rng, p*float64(random))
		}
	}
	return patterns, cs
}

func poisson(rng *rand.Rand, mean float64) float64 {
	if mean > 500 {
		return math.Max(0, math.Round(mean+math.Sqrt(mean)*rng.NormFloat64()))
	}
	n, p := 0.0, rng.Float64()
	for limit := math.Exp(-mean); p > limit; n++ {
		p *= rng.Float64()
	}
	return n
}

// In files drawn from a world that is known, intervals hold what is true about
// as often as they say.
func TestIntervalsHoldTheTruth(t *testing.T) {
	w := two()
	rng := rand.New(rand.NewPCG(3, 5))
	var mIn, uIn, wIn, all float64
	for range 30 {
		patterns, cs := w.drawn(rng, 200_000)
		cfg := DefaultConfig()
		cfg.Weight = 1 // a prior that is off would pull m away from the truth
		s := Estimate(cs, w.classes, patterns, w.records, cfg).Spread
		for i := range w.prior {
			for l := range w.prior[i] {
				m, u := w.prob[Match][i][l], w.prob[Unrelated][i][l]
				in := func(r Range, x float64) float64 {
					if r.Low <= x && x <= r.High {
						return 1
					}
					return 0
				}
				mIn += in(s.M[i][l+1], m)
				uIn += in(s.U[i][l+1], u)
				wIn += in(s.Weight[i][l+1], math.Log2(m/u))
				all++
			}
		}
	}
	t.Logf("held: m %.3f, u %.3f, weight %.3f", mIn/all, uIn/all, wIn/all)
	for what, x := range map[string]float64{"m": mIn / all, "u": uIn / all, "weight": wIn / all} {
		if x < .90 {
			t.Errorf("intervals of %s hold the truth in %.3f of all cases", what, x)
		}
	}
	if mIn/all > .995 {
		t.Errorf("intervals of m hold the truth in %.3f of all cases: they are too wide to say anything", mIn/all)
	}
}

// Fewer pairs say less.
func TestIntervalsShrinkWithPairs(t *testing.T) {
	w := two()
	last := math.Inf(1)
	for _, factor := range []float64{.02, .2, 2} {
		patterns := w.patterns()
		for p := range patterns {
			patterns[p].Count *= factor
		}
		r := Estimate(w.comparisons(), w.classes, patterns, w.records, DefaultConfig()).Spread.Weight[0][1]
		if width := r.High - r.Low; !(width < last) {
			t.Errorf("%v times the pairs: %v bits wide, with fewer %v", factor, width, last)
		} else {
			last = width
		}
	}
}

// Intervals hold their own value, whatever the data, and don't depend on the
// order of the patterns.
func TestIntervalsAreOrderFree(t *testing.T) {
	w := families()
	patterns := w.patterns()
	m := Estimate(w.comparisons(), w.classes, patterns, w.records, DefaultConfig())
	for i := range m.Spread.M {
		for l := 1; l < len(m.Spread.M[i]); l++ {
			for what, c := range map[string]struct {
				r Range
				x float64
			}{
				"m": {m.Spread.M[i][l], m.Prob[Match][i][l]}, "u": {m.Spread.U[i][l], m.Prob[Unrelated][i][l]},
				"weight": {m.Spread.Weight[i][l], m.Weight(i, uint8(l))},
			} {
				if !(c.r.Low <= c.x && c.x <= c.r.High) || what != "weight" && !(c.r.Low >= 0 && c.r.High <= 1) {
					t.Errorf("%s of comparison %d, level %d: %v in %v", what, i, l, c.x, c.r)
				}
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		got := Estimate(w.comparisons(), w.classes, rapid.Permutation(patterns).Draw(t, "patterns"), w.records, DefaultConfig())
		for i := range got.Spread.Weight {
			for l, r := range got.Spread.Weight[i] {
				near(t, "low", got.Spread.M[i][l].Low, m.Spread.M[i][l].Low)
				near(t, "high", got.Spread.U[i][l].High, m.Spread.U[i][l].High)
				near(t, "width", r.High-r.Low, m.Spread.Weight[i][l].High-m.Spread.Weight[i][l].Low)
			}
		}
	})
}

// Wherever EM starts, it ends at the same model, given rounds enough.
func TestEstimateFromAnyStart(t *testing.T) {
	const rounds = 1500
	for name, w := range map[string]*world{"two classes": two(), "families": families()} {
		patterns, pairs := w.patterns(), w.pairs()
		from := func(change func(m *Model)) *Model {
			m := &Model{Classes: w.classes, Pairs: pairs}
			e := &estimator{m: m, comparisons: w.comparisons(), patterns: patterns, cfg: DefaultConfig()}
			e.start(float64(w.records))
			change(m)
			for range rounds {
				e.round()
			}
			return m
		}
		want := from(func(*Model) {})
		rng := rand.New(rand.NewPCG(7, 11))
		for range 8 {
			got := from(func(m *Model) {
				// A start within reason: shares a tenth to ten times as large, and
				// half to all of the best level that the shipped prior has.
				for k := 1; k < len(m.Share); k++ {
					m.Share[k] *= math.Pow(10, 2*rng.Float64()-1)
					for i, p := range m.Prob[k] {
						if !m.Classes[k].Pinned[i] {
							cut := p[1] / 2 * rng.Float64()
							p[1] -= cut
							p[len(p)-1] += cut
						}
					}
				}
			})
			for k := range want.Share {
				for i := range want.Prob[k] {
					for l := range want.Prob[k][i] {
						if got, want := got.Prob[k][i][l], want.Prob[k][i][l]; math.Abs(got-want) > .005 {
							t.Fatalf("%s: class %d, comparison %d, level %d: %v, from the usual start %v", name, k, i, l, got, want)
						}
					}
				}
			}
		}
	}
}
