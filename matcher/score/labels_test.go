package score

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// drawn draws labels of a world.
func drawn(t *rapid.T, w *world, name string, most int) []Label {
	patterns := w.patterns()
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Label {
		x := Label{Levels: rapid.SampledFrom(patterns).Draw(t, "pattern").Levels, Same: rapid.Bool().Draw(t, "same")}
		x.Adjust[0] = float32(rapid.IntRange(-2, 2).Draw(t, "adjust"))
		x.Context = float32(rapid.IntRange(-9, 9).Draw(t, "context"))
		return x
	}), 0, most).Draw(t, name)
}

// Labels teach within bounds, the same in any order, whatever they say; and the
// model that they are taught to stays as it is.
func TestTaughtIsBoundedAndOrderFree(t *testing.T) {
	w := families()
	m := Estimate(w.comparisons(), w.classes, w.patterns(), w.records, DefaultConfig())
	rapid.Check(t, func(t *rapid.T) {
		labels, anchors := drawn(t, w, "labels", 40), drawn(t, w, "anchors", 10)
		before := make([]float64, len(w.patterns()))
		for i, p := range w.patterns() {
			before[i], _ = m.Probability(&p.Levels, nil)
		}
		taught := m.Taught(labels, anchors)
		again := m.Taught(rapid.Permutation(labels).Draw(t, "order"), rapid.Permutation(anchors).Draw(t, "anchors in order"))
		if len(labels) == 0 {
			if taught != m {
				t.Fatal("nothing was said, and the model is another")
			}
			return
		}
		if l := taught.Learned; l.Labels != len(labels) || !(math.Abs(l.Bias) <= mostBias) {
			t.Fatalf("%d labels and a bias of %v", l.Labels, l.Bias)
		}
		for i := range taught.Learned.Delta {
			for lv, d := range taught.Learned.Delta[i] {
				if !(math.Abs(d) <= mostDelta) || lv == 0 && d != 0 {
					t.Fatalf("comparison %d, level %d: %v bits", i, lv, d)
				}
			}
		}
		for i, p := range w.patterns() {
			x, _ := taught.Probability(&p.Levels, nil)
			y, _ := again.Probability(&p.Levels, nil)
			if x != y || !(x >= 0 && x <= 1) {
				t.Fatalf("levels %v: %v and %v in another order", p.Levels, x, y)
			}
			if z, _ := m.Probability(&p.Levels, nil); z != before[i] {
				t.Fatalf("levels %v: the model that was taught has changed", p.Levels)
			}
		}
	})
}

// A pattern moves towards what is said of it, the more the more often; what the
// context explains teaches nothing.
func TestTaughtMovesTowardsLabels(t *testing.T) {
	w := families()
	m := Estimate(w.comparisons(), w.classes, w.patterns(), w.records, DefaultConfig())
	doubtful := [16]uint8{1, 3, 1, 1, 1}
	base, _ := m.Probability(&doubtful, nil)
	say := func(n int, same bool, context float32) float64 {
		labels := make([]Label, n)
		for i := range labels {
			labels[i] = Label{Levels: doubtful, Same: same, Context: context}
		}
		taught := m.Taught(labels, nil)
		p, _ := taught.Probability(&doubtful, nil)
		var w float64
		for i := range taught.Prob[Match] {
			w += taught.Weight(i, doubtful[i]) - m.Weight(i, doubtful[i])
		}
		if told := w + taught.PriorBits() - m.PriorBits(); math.Abs(told-(math.Log2(p/(1-p))-math.Log2(base/(1-base)))) > 1e-3 {
			t.Errorf("%d labels: weights and prior tell of %.3f bits, the probability went from %.4f to %.4f", n, told, base, p)
		}
		return p
	}
	last := base
	for _, n := range []int{1, 5, 40} {
		p := say(n, false, 0)
		if !(p < last) {
			t.Errorf("%d times different: %.4f, was %.4f", n, p, last)
		}
		last = p
	}
	if p := say(5, true, 0); !(p > base) {
		t.Errorf("said to be one: %.4f, was %.4f", p, base)
	}
	if p, q := say(5, false, 0), say(5, false, -8); !(base-q < (base-p)/4) {
		t.Errorf("what the context foresaw moves %.4f to %.4f, without it %.4f", base, q, p)
	}
}
