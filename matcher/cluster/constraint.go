package cluster

import "math"

// Must and Cannot are the Bits of a pair that has to be in one cluster and of
// one that must not be. They are no evidence, so Config does not bound them:
// Must is more than any sum of evidence between two records, and Cannot more
// than any between two clusters of up to 2^15 records each. Both are whole
// numbers that float32 holds exactly, and sums with them stay exact in float64.
//
// No chain of Must may lead from one record of a Cannot to the other: the caller
// sees to that, since which of them has to go is not for the clusterer to say.
// Must links are then contracted first of all, and whatever would bring the two
// records of a Cannot together has a negative sum from there on.
const (
	Must   = 1 << 26
	Cannot = -1 << 34
)

// weigh returns what a pair weighs, in steps of 2^-10, which make every sum
// exact, whatever its order.
func weigh(bits float32, cfg Config) float64 {
	if bits == Must || bits == Cannot {
		return float64(bits)
	}
	return math.Round(float64(max(-cfg.Against, min(cfg.Cap, bits)))*1024) / 1024
}
