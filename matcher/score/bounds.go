package score

import "math"

// Bounds tell at once how much the levels of a pair say at most for a match:
// against strangers alone, as if there were no other class. They serve to drop
// pairs before all of their comparisons are made. Read-only once made.
type Bounds struct {
	prior  [Backgrounds]float32
	weight [Backgrounds][][16]float32
	rest   [Backgrounds][]float32 // most of the levels but the first
	last   [Backgrounds][]float32
}

// Bounds returns the bounds of the model, nil where it has none: where what
// agrees between strangers may agree for another reason than chance.
func (m *Model) Bounds() *Bounds {
	b := new(Bounds)
	for f := range Backgrounds {
		b.prior[f] = m.prior[Match][f] - m.prior[Unrelated][f]
		b.weight[f] = make([][16]float32, len(m.log[Match]))
		b.last[f] = make([]float32, len(m.log[Match]))
		b.rest[f] = make([]float32, len(m.log[Match]))
		for i := range m.log[Match] {
			if m.same[Unrelated][i] != 0 || m.Classes[Match].Pinned[i] {
				return nil
			}
			w := &b.weight[f][i]
			for l := range w {
				w[l] = m.log[Match][i][l] - m.chance[f][i][l]
			}
			b.rest[f][i] = float32(math.Inf(-1))
			for l := 2; l < len(m.Prob[Match][i]); l++ {
				b.rest[f][i] = max(b.rest[f][i], w[l])
				b.last[f][i] = w[l]
			}
		}
	}
	return b
}

// Prior returns the bits before anything is compared, in a background.
func (b *Bounds) Prior(background uint8) float32 { return b.prior[background] }

// Weight returns the bits of a level of a comparison; the adjustment of the
// pair is to be added.
func (b *Bounds) Weight(background uint8, comparison int, level uint8) float32 {
	return b.weight[background][comparison][level]
}

// Unequal returns the most bits of any level but the first.
func (b *Bounds) Unequal(background uint8, comparison int) float32 {
	return b.rest[background][comparison]
}

// Different returns the bits of the last level.
func (b *Bounds) Different(background uint8, comparison int) float32 {
	return b.last[background][comparison]
}
