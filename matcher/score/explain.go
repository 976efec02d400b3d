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
func (m *Model) PriorBits() float64 { return math.Log2(m.Share[Match] / m.Share[Unrelated]) }

// Against returns what a level of a comparison says, in bits, for a match and
// against another class. adjust is the correction for the value that agreed.
func (m *Model) Against(class, comparison int, level uint8, adjust float32) float64 {
	if level == 0 {
		return 0
	}
	w := math.Log2(m.Prob[Match][comparison][level] / m.Prob[class][comparison][level])
	if class == Unrelated || class != Match && m.Classes[class].Pinned[comparison] {
		w += float64(adjust)
	}
	return w
}
