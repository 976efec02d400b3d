package score

import "math"

// Posterior returns the probability of each class for a pair with these
// levels, in the order of Classes. adjust is as Probability takes it.
func (m *Model) Posterior(levels *[16]uint8, adjust []float32) []float64 {
	var post [MaxClasses]float64
	m.posterior(levels, adjust, &post)
	return append([]float64(nil), post[:len(m.Classes)]...)
}

// PriorBits returns the log2 odds, before anything is compared, that a pair is
// a match and not unrelated.
func (m *Model) PriorBits() float64 { return math.Log2(m.Share[Match]/m.Share[Unrelated]) + m.bias() }

// PriorBitsOf returns PriorBits for the background of these levels.
func (m *Model) PriorBitsOf(levels *[16]uint8) float64 {
	f := levels[background]
	return float64(m.prior[Match][f] - m.prior[Unrelated][f])
}

// Against returns what a comparison says, in bits, for a match and against
// another class: weight for its level, and frequency for how common the value
// is that agreed. adjust is as Levels of the comparison gives it.
func (m *Model) Against(class, comparison int, levels *[16]uint8, adjust float32) (weight, frequency float64) {
	l := levels[comparison]
	match := m.log[Match][comparison][l]
	if class != Unrelated && !m.Classes[class].Pinned[comparison] {
		return float64(match - m.log[class][comparison][l]), 0
	}
	if same := m.same[class][comparison]; same != 0 && l == 1 {
		return float64(match - same), 0
	}
	return float64(match - m.chance[levels[background]][comparison][l]), float64(adjust)
}
