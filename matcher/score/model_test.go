package score

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// world is a population of pairs of which everything is known.
type world struct {
	classes []Class
	share   []float64     // of each class; the first is unrelated
	prob    [][][]float64 // class, comparison, level from 0 for the best
	prior   [][]float64   // comparison, level: what the model believes at first
	records int
}

func (w *world) pairs() float64 { return float64(w.records) * float64(w.records-1) / 2 }

// patterns returns every pattern with the number of pairs that the world has
// of it, without sampling error, in order.
func (w *world) patterns() []Pattern {
	out := []Pattern{{Count: 1}}
	for i := range w.prior {
		var next []Pattern
		for _, p := range out {
			for l := range w.prior[i] {
				q := p
				q.Levels[i] = uint8(l + 1)
				next = append(next, q)
			}
		}
		out = next
	}
	for k := range out {
		var sum float64
		for c, s := range w.share {
			for i, p := range w.prob[c] {
				s *= p[out[k].Levels[i]-1]
			}
			sum += s
		}
		out[k].Count = sum * w.pairs()
	}
	slices.SortFunc(out, func(a, b Pattern) int { return slices.Compare(a.Levels[:], b.Levels[:]) })
	return out
}

// comparisons says what a random sample of the pairs tells.
func (w *world) comparisons() []Comparison {
	var out []Comparison
	for i, prior := range w.prior {
		c := Comparison{Prior: prior, Chance: make([]float64, len(prior)+1)}
		for f := range c.Sample {
			c.Sample[f] = make([]float64, len(prior)+1)
		}
		for l := range prior {
			c.Chance[l+1] = math.NaN()
			for k, s := range w.share {
				c.Sample[0][l+1] += 1e6 * s * w.prob[k][i][l]
			}
		}
		out = append(out, c)
	}
	return out
}

func two() *world {
	m := [][]float64{{.9, .06, .04}, {.8, .15, .05}, {.7, .2, .1}, {.95, .05}, {.6, .4}}
	u := [][]float64{{.01, .02, .97}, {.002, .01, .988}, {.005, .045, .95}, {.1, .9}, {.0005, .9995}}
	w := &world{
		classes: []Class{{Name: "unrelated", Pinned: make([]bool, 5)}, {Name: "match", Pinned: make([]bool, 5)}},
		records: 6000, prob: [][][]float64{u, m},
		prior: [][]float64{{.7, .2, .1}, {.7, .2, .1}, {.7, .2, .1}, {.8, .2}, {.8, .2}},
	}
	w.share = []float64{0, 1500 / w.pairs()}
	w.share[0] = 1 - w.share[1]
	return w
}

// families adds a household: what belongs to one person agrees by chance, name
// and place as in matches.
func families() *world {
	w := two()
	pinned := []bool{true, true, false, false, false}
	w.classes = append(w.classes, Class{Name: "household", Pinned: pinned})
	house := [][]float64{w.prob[0][0], w.prob[0][1], w.prob[1][2], w.prob[1][3], w.prob[1][4]}
	w.prob = append(w.prob, house)
	w.share = []float64{0, 1500 / w.pairs(), 3000 / w.pairs()}
	w.share[0] = 1 - w.share[1] - w.share[2]
	return w
}

// What was planted is found again, from priors that are off.
func TestEstimateRecovers(t *testing.T) {
	for name, w := range map[string]*world{"two classes": two(), "households": families()} {
		m := Estimate(w.comparisons(), w.classes, w.patterns(), w.records, DefaultConfig())
		for k := 1; k < len(w.classes); k++ {
			if got, want := m.Share[k], w.share[k]; math.Abs(got-want) > .1*want {
				t.Errorf("%s: %s are %.4g of all pairs, planted %.4g", name, w.classes[k].Name, got, want)
			}
		}
		for i := range w.prior {
			for l := range w.prior[i] {
				if got, want := m.Prob[Match][i][l+1], w.prob[Match][i][l]; math.Abs(got-want) > .04 {
					t.Errorf("%s: m of comparison %d, level %d is %.3f, planted %.3f", name, i, l+1, got, want)
				}
				if got, want := m.Prob[Unrelated][i][l+1], w.prob[Unrelated][i][l]; math.Abs(got-want) > .1*want+1e-4 {
					t.Errorf("%s: u of comparison %d, level %d is %.5f, planted %.5f", name, i, l+1, got, want)
				}
			}
		}
		// Calibrated: where the model says p, a share p of the pairs matches.
		var expected, wrong float64
		for _, p := range w.patterns() {
			prob, _ := m.Probability(&p.Levels, nil)
			true1 := w.share[Match] * w.pairs()
			for i, q := range w.prob[Match] {
				true1 *= q[p.Levels[i]-1]
			}
			expected += prob * p.Count
			wrong += math.Abs(prob*p.Count - true1)
		}
		planted := w.share[Match] * w.pairs()
		if math.Abs(expected-planted) > .1*planted || wrong > .12*planted {
			t.Errorf("%s: %.0f matches expected, %.0f planted, %.0f misjudged", name, expected, planted, wrong)
		}
	}
}

// A household is not taken for a match where a model of two classes does.
func TestHouseholdsAreToldApart(t *testing.T) {
	w := families()
	m := Estimate(w.comparisons(), w.classes, w.patterns(), w.records, DefaultConfig())
	house := [16]uint8{3, 3, 1, 1, 1}
	same := [16]uint8{1, 1, 1, 1, 1}
	if p, class := m.Probability(&house, nil); p > .05 || class != 2 {
		t.Errorf("other name, one home: probability %.3f of class %d", p, class)
	}
	if p, class := m.Probability(&same, nil); p < .99 || class != Match {
		t.Errorf("all the same: probability %.3f of class %d", p, class)
	}
}

// The counts alone decide: not the order of the patterns.
func TestEstimateIsOrderFree(t *testing.T) {
	w := families()
	patterns := w.patterns()
	want := Estimate(w.comparisons(), w.classes, patterns, w.records, DefaultConfig())
	rapid.Check(t, func(t *rapid.T) {
		shuffled := rapid.Permutation(patterns).Draw(t, "patterns")
		got := Estimate(w.comparisons(), w.classes, shuffled, w.records, DefaultConfig())
		for k := range want.Share {
			near(t, "share", got.Share[k], want.Share[k])
			for i := range want.Prob[k] {
				for l := range want.Prob[k][i] {
					near(t, "probability", got.Prob[k][i][l], want.Prob[k][i][l])
				}
			}
		}
	})
}

func near(t *rapid.T, what string, got, want float64) {
	if math.Abs(got-want) > 1e-4*math.Max(want, 1e-6) {
		t.Fatalf("%s %v, in order %v", what, got, want)
	}
}

// No data, however odd, gives a probability that is none.
func TestEstimateNeverBreaks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := rapid.SampledFrom([]int{0, 1, 2, 3, 50, 1_000_000}).Draw(t, "records")
		n := rapid.IntRange(0, 4).Draw(t, "comparisons")
		var cs []Comparison
		for range n {
			levels := rapid.IntRange(1, 4).Draw(t, "levels")
			c := Comparison{Prior: make([]float64, levels), Chance: make([]float64, levels+1)}
			for l := range levels {
				c.Prior[l] = 1 / float64(levels)
				c.Chance[l+1] = rapid.SampledFrom([]float64{math.NaN(), 0, 1, 1e6}).Draw(t, "chance")
			}
			for f := range c.Sample {
				c.Sample[f] = rapid.SliceOfN(rapid.SampledFrom([]float64{0, 0, 1, 1e6}), levels+1, levels+1).Draw(t, "sample")
			}
			cs = append(cs, c)
		}
		pinned := func() []bool { return rapid.SliceOfN(rapid.Bool(), n, n).Draw(t, "pinned") }
		classes := []Class{{Name: "unrelated", Pinned: make([]bool, n)}, {Name: "match", Pinned: make([]bool, n)}}
		for range rapid.IntRange(0, MaxClasses-2).Draw(t, "classes") {
			classes = append(classes, Class{Name: "related", Pinned: pinned()})
		}
		var patterns []Pattern
		for range rapid.IntRange(0, 6).Draw(t, "patterns") {
			p := Pattern{Count: rapid.SampledFrom([]float64{1, 7, 1e9}).Draw(t, "count")}
			for i, c := range cs {
				p.Levels[i] = rapid.Uint8Range(0, uint8(len(c.Prior))).Draw(t, "level")
			}
			p.Levels[background] = rapid.Uint8Range(0, Backgrounds-1).Draw(t, "background")
			patterns = append(patterns, p)
		}
		slices.SortFunc(patterns, func(a, b Pattern) int {
			return cmp.Or(slices.Compare(a.Levels[:], b.Levels[:]), cmp.Compare(a.Count, b.Count))
		})
		m := Estimate(cs, classes, patterns, records, DefaultConfig())
		var sum float64
		for k, s := range m.Share {
			if !(s >= 0 && s <= 1) && k != Unrelated {
				// More pairs than records have: a share above 1 is the caller's.
				if s != s || math.IsInf(s, 0) {
					t.Fatalf("share of class %d is %v", k, s)
				}
			}
			sum += s
			for i := range cs {
				for l := 1; l < len(m.Prob[k][i]); l++ {
					if p := m.Prob[k][i][l]; !(p > 0 && p <= 1+1e-9) {
						t.Fatalf("class %d, comparison %d, level %d: %v", k, i, l, p)
					}
				}
			}
		}
		if sum != sum {
			t.Fatal("shares sum to no number")
		}
		for range 8 {
			var levels [16]uint8
			adjust := make([]float32, 16)
			for i, c := range cs {
				levels[i] = rapid.Uint8Range(0, uint8(len(c.Prior))).Draw(t, "level")
				adjust[i] = float32(rapid.IntRange(-8, 4).Draw(t, "adjust"))
			}
			levels[background] = rapid.Uint8Range(0, Backgrounds-1).Draw(t, "background")
			p, class := m.Probability(&levels, adjust)
			if !(p >= 0 && p <= 1) || class < 0 || class >= len(classes) {
				t.Fatalf("levels %v: probability %v of class %d", levels, p, class)
			}
			for i := range cs {
				if w := m.Weight(i, levels[i]); w != w || math.IsInf(w, 0) {
					t.Fatalf("comparison %d, level %d: weight %v", i, levels[i], w)
				}
			}
		}
	})
}

// A rarer value that agrees raises the probability, a more common one lowers it.
func TestFrequencyMovesProbability(t *testing.T) {
	w := two()
	m := Estimate(w.comparisons(), w.classes, w.patterns(), w.records, DefaultConfig())
	levels := [16]uint8{1, 3, 1, 1, 2}
	adjust := make([]float32, 16)
	last := -1.0
	for _, bits := range []float32{-8, -2, 0, 2, 4} {
		adjust[0] = bits
		p, _ := m.Probability(&levels, adjust)
		if !(p > last) {
			t.Errorf("%v bits: probability %v after %v", bits, p, last)
		}
		last = p
	}
	if n := testing.AllocsPerRun(20, func() { m.Probability(&levels, adjust) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
