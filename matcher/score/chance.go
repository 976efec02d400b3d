package score

import "math"

// totals works out how many of all pairs are at each level in each background:
// exactly where the counts of values tell, from the random sample for the rest.
func (e *estimator) totals() {
	var drawn [Backgrounds]float64
	if len(e.comparisons) > 0 {
		for f := range Backgrounds {
			for _, n := range e.comparisons[0].Sample[f] {
				drawn[f] += n
			}
		}
	}
	if sum := drawn[0] + drawn[1]; sum > 0 {
		e.apart = drawn[1] / sum
	}
	// Candidates by level and background, for agreements too rare for a sample.
	seen := make([][Backgrounds][16]float64, len(e.comparisons))
	for p := range e.patterns {
		pat := &e.patterns[p]
		for i := range e.comparisons {
			seen[i][pat.Levels[background]][pat.Levels[i]] += pat.Count
		}
	}
	for f := range Backgrounds {
		e.total[f] = make([][]float64, len(e.comparisons))
		pairs := e.m.Pairs * (1 - e.apart)
		if f == 1 {
			pairs = e.m.Pairs * e.apart
		}
		for i, c := range e.comparisons {
			exact := make([]float64, len(c.Chance))
			for l := 1; l < len(exact); l++ {
				here, all := c.Sample[f][l], c.Sample[0][l]+c.Sample[1][l]
				if all < 50 {
					here, all = seen[i][f][l], seen[i][0][l]+seen[i][1][l]
				}
				exact[l] = c.Chance[l] * (here + .5) / (all + 1)
			}
			e.total[f][i] = chance(exact, c.Sample[f], drawn[f], pairs)
		}
	}
}

// chance returns how many of pairs are at each level, given the levels where
// that is known exactly (else NaN), and a sample of drawn random pairs.
func chance(exact, sample []float64, drawn, pairs float64) []float64 {
	t := make([]float64, len(exact))
	var unknown, seen float64
	for l := 1; l < len(t); l++ {
		seen += sample[l]
		if math.IsNaN(exact[l]) {
			unknown += sample[l] + .5
		}
	}
	both := pairs * (seen + 1) / (drawn + 1) // pairs with both values
	left := both
	for l := 1; l < len(t); l++ {
		if !math.IsNaN(exact[l]) {
			t[l] = exact[l]
			left -= exact[l]
		}
	}
	left = math.Max(left, .01*both)
	for l := 1; l < len(t); l++ {
		if math.IsNaN(exact[l]) {
			t[l] = left * (sample[l] + .5) / unknown
		}
	}
	return t
}

func normalized(t []float64) []float64 {
	var sum float64
	for _, x := range t[1:] {
		sum += x
	}
	p := make([]float64, len(t))
	p[0] = 1
	for l := 1; l < len(t); l++ {
		if sum > 0 {
			p[l] = math.Max(t[l]/sum, 1e-12)
		} else {
			p[l] = 1 / float64(len(t)-1) // no pair to learn from
		}
	}
	return p
}
