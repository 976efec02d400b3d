package score

import "math"

// Range is a 95 % interval.
type Range struct{ Low, High float64 }

// Spread says how sure a model is of what it learnt: 95 % intervals by
// comparison and level, index 0 unused.
type Spread struct {
	M      [][]Range // of Prob of a match
	U      [][]Range // of Prob of unrelated pairs
	Weight [][]Range // of Weight, in bits
}

// z is the standard normal value of a two-sided 95 % interval.
const z = 1.96

// spread works out the intervals. That of m is the observed information of EM,
// from the squared scores of the pairs (Louis 1982; Meilijson 1989), taken for
// each level by itself and with the shipped prior as so many pairs more: a pair
// that may be a match or not tells less of m than one that surely is. That of u
// is the error of the random sample, or of the few pairs left to chance where
// counts of values tell the rest, and what is not known of which pairs are
// related. Counts alone decide, in whatever order they come.
func (e *estimator) spread() *Spread {
	m, n := e.m, len(e.comparisons)
	share := e.cfg.Share
	if share == 0 {
		share = 1
	}
	info := make([][16]float64, n)  // comparison, level: sum of squares of the posterior of a match
	doubt := make([][16]float64, n) // variance of the number of related pairs
	var post [MaxClasses]float64
	for p := range e.patterns {
		pat := &e.patterns[p]
		m.posterior(&pat.Levels, nil, &post)
		match, related := post[Match], 1-post[Unrelated]
		if pat.Not {
			rest := math.Max(1-match, 1e-9)
			match, related = 0, math.Max(0, related-match)/rest
		}
		for i := range n {
			l := pat.Levels[i]
			if !e.lone() { // one comparison alone teaches the model nothing
				info[i][l] += share * pat.Count * match * match
			}
			doubt[i][l] += pat.Count * related * (1 - related) / share
		}
	}
	s := &Spread{M: make([][]Range, n), U: make([][]Range, n), Weight: make([][]Range, n)}
	for i, c := range e.comparisons {
		levels := len(m.Prob[Match][i])
		s.M[i], s.U[i], s.Weight[i] = make([]Range, levels), make([]Range, levels), make([]Range, levels)
		var told, pairs, drawn float64
		for l := 1; l < levels; l++ {
			told += info[i][l]
			pairs += e.total[0][i][l]
			drawn += c.Sample[0][l]
		}
		for l := 1; l < levels; l++ {
			p := within(m.Prob[Match][i][l])
			v := p * (1 - p)
			fisher := (info[i][l]*(1-p)*(1-p)+(told-info[i][l])*p*p)/(v*v) + e.cfg.Weight/v
			dm := 1 / math.Sqrt(fisher)
			s.M[i][l] = logit(p, dm)

			u, du := within(m.Prob[Unrelated][i][l]), 0.0
			s.U[i][l] = Range{m.Prob[Unrelated][i][l], m.Prob[Unrelated][i][l]}
			if !c.Informed {
				by := drawn
				if !math.IsNaN(c.Chance[l]) {
					by = pairs
				}
				du = math.Sqrt(u*(1-u)/math.Max(1, by) + doubt[i][l]/math.Max(1, pairs*pairs))
				s.U[i][l] = logit(u, du)
			}
			w := m.Weight(i, uint8(l))
			d := z / math.Ln2 * math.Hypot(dm/p, du/u)
			s.Weight[i][l] = Range{w - d, w + d}
		}
	}
	return s
}

// within keeps a probability off 0 and 1, where it has no odds.
func within(p float64) float64 { return math.Max(1e-12, math.Min(1-1e-9, p)) }

// logit returns the interval of a probability with a standard error, made
// symmetric in its log odds so that it stays a probability.
func logit(p, deviation float64) Range {
	d := z * deviation / (p * (1 - p))
	at := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
	x := math.Log(p / (1 - p))
	return Range{at(x - d), at(x + d)}
}
