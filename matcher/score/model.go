package score

import (
	"math"
)

// Comparison is what the model has to know of one comparison.
type Comparison struct {
	Prior  []float64 // shipped prior of m for levels 1…
	Chance []float64 // number of all pairs at each level (index 0 unused); NaN where Sample must tell
	Sample []float64 // counts of levels among random pairs, index 0 for missing
}

// Class is a way in which pairs can be related.
type Class struct {
	Name   string
	Pinned []bool // comparisons that agree by chance alone in this class
}

// Unrelated and Match are the first two classes of every model.
const (
	Unrelated = 0
	Match     = 1
)

// MaxClasses bounds the classes of a model.
const MaxClasses = 6

// Config sets the estimation.
type Config struct {
	Rounds int     // most rounds of EM
	Weight float64 // strength of the shipped prior, in pairs
	Hold   float64 // further strength for classes of related pairs, as a share of their pairs: what keeps a household from drifting into anything that is a little alike
}

// DefaultConfig is what the matcher uses.
func DefaultConfig() Config { return Config{Rounds: 150, Weight: 24, Hold: .2} }

// Pattern is a pattern of levels with the number of candidate pairs that show it.
type Pattern struct {
	Levels [16]uint8
	Count  float64
}

// Model is the estimated probabilities. Safe for concurrent reads.
type Model struct {
	Classes []Class
	Share   []float64     // of each class among all pairs of records
	Prob    [][][]float64 // class, comparison, level: probability given that both values are there; index 0 is 1
	Pairs   float64       // pairs of records in all
	Rounds  int           // rounds that were run
	log     [][][16]float32
	prior   []float32
}

// Estimate fits a model. patterns must be sorted; pairs is the number of all
// pairs of records, records their number.
func Estimate(comparisons []Comparison, classes []Class, patterns []Pattern, records int, cfg Config) *Model {
	pairs := max(1, float64(records)*float64(records-1)/2)
	m := &Model{Classes: classes, Pairs: pairs}
	e := &estimator{m: m, comparisons: comparisons, patterns: patterns, cfg: cfg}
	e.start(float64(records))
	last := math.Inf(-1)
	for m.Rounds = 1; m.Rounds <= cfg.Rounds; m.Rounds++ {
		ll := e.round()
		if math.Abs(ll-last) < 1e-7*math.Abs(ll) {
			break
		}
		last = ll
	}
	m.tabulate()
	return m
}

type estimator struct {
	m           *Model
	comparisons []Comparison
	patterns    []Pattern
	cfg         Config
	total       [][]float64   // comparison, level: pairs at the level, among all pairs
	prior       [][][]float64 // class, comparison, level
}

func (e *estimator) start(records float64) {
	m := e.m
	e.total = make([][]float64, len(e.comparisons))
	for i, c := range e.comparisons {
		e.total[i] = chance(c, m.Pairs)
	}
	m.Share = make([]float64, len(m.Classes))
	m.Prob = make([][][]float64, len(m.Classes))
	e.prior = make([][][]float64, len(m.Classes))
	for k := range m.Classes {
		m.Prob[k] = make([][]float64, len(e.comparisons))
		e.prior[k] = make([][]float64, len(e.comparisons))
		for i, c := range e.comparisons {
			p := make([]float64, len(c.Prior)+1)
			p[0] = 1
			u := normalized(e.total[i])
			for l := 1; l < len(p); l++ {
				switch {
				case k == Unrelated || k != Match && m.Classes[k].Pinned[i]:
					p[l] = u[l]
				case k == Match:
					p[l] = c.Prior[l-1]
				default:
					p[l] = .8*c.Prior[l-1] + .2*u[l]
				}
			}
			m.Prob[k][i] = p
			e.prior[k][i] = append([]float64(nil), p...)
		}
		switch k {
		case Unrelated:
		case Match:
			m.Share[k] = math.Min(.1, .2*records/m.Pairs)
		default:
			m.Share[k] = math.Min(.1, .1*records/m.Pairs)
		}
	}
	m.Share[Unrelated] = 1
	for _, s := range m.Share[1:] {
		m.Share[Unrelated] -= s
	}
}

// chance returns how many of all pairs are at each level: exactly where the
// counts of values tell, from the random sample for the rest.
func chance(c Comparison, pairs float64) []float64 {
	t := make([]float64, len(c.Prior)+1)
	var sampled, unknown, seen float64
	for l := 1; l < len(t); l++ {
		seen += c.Sample[l]
		if math.IsNaN(c.Chance[l]) {
			unknown += c.Sample[l] + .5
		}
	}
	for _, n := range c.Sample {
		sampled += n
	}
	if sampled == 0 {
		sampled = 1
	}
	both := pairs * (seen + 1) / (sampled + 1) // pairs with both values
	left := both
	for l := 1; l < len(t); l++ {
		if !math.IsNaN(c.Chance[l]) {
			t[l] = c.Chance[l]
			left -= c.Chance[l]
		}
	}
	left = math.Max(left, .01*both)
	for l := 1; l < len(t); l++ {
		if math.IsNaN(c.Chance[l]) {
			t[l] = left * (c.Sample[l] + .5) / unknown
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
		p[l] = math.Max(t[l]/sum, 1e-12)
	}
	return p
}

// round does one step of EM and returns the log likelihood.
func (e *estimator) round() float64 {
	m := e.m
	m.tabulate()
	nc := len(m.Classes)
	expected := make([][][]float64, nc) // class, comparison, level
	for k := range expected {
		expected[k] = make([][]float64, len(e.comparisons))
		for i := range e.comparisons {
			expected[k][i] = make([]float64, 16)
		}
	}
	var share [MaxClasses]float64
	var ll float64
	var post [MaxClasses]float64
	for p := range e.patterns {
		pat := &e.patterns[p]
		ll += pat.Count * m.posterior(&pat.Levels, nil, &post)
		for k := range nc {
			w := pat.Count * post[k]
			share[k] += w
			for i := range e.comparisons {
				expected[k][i][pat.Levels[i]] += w
			}
		}
	}
	rest := 1.0
	for k := 1; k < nc; k++ {
		m.Share[k] = (share[k] + .1) / m.Pairs
		rest -= m.Share[k]
	}
	m.Share[Unrelated] = math.Max(rest, 1e-3)
	for i := range e.comparisons {
		// What agrees among all pairs and is not explained by a relation
		// agrees by chance.
		t := make([]float64, len(e.total[i]))
		for l := 1; l < len(t); l++ {
			var related float64
			for k := 1; k < nc; k++ {
				related += expected[k][i][l]
			}
			t[l] = math.Max(e.total[i][l]-related, math.Max(expected[Unrelated][i][l], .02*e.total[i][l]/float64(len(t))))
			t[l] = math.Max(t[l], .25)
		}
		m.Prob[Unrelated][i] = normalized(t)
		for k := 1; k < nc; k++ {
			if m.Classes[k].Pinned[i] {
				m.Prob[k][i] = m.Prob[Unrelated][i]
				continue
			}
			var sum float64
			for l := 1; l < len(t); l++ {
				sum += expected[k][i][l]
			}
			p := make([]float64, len(t))
			p[0] = 1
			weight := e.cfg.Weight
			if k != Match {
				weight += e.cfg.Hold * sum
			}
			for l := 1; l < len(t); l++ {
				prior := e.prior[k][i][l]
				if k != Match {
					// What related pairs share agrees in them as it does in matches.
					prior = .8*m.Prob[Match][i][l] + .2*m.Prob[Unrelated][i][l]
				}
				p[l] = (expected[k][i][l] + weight*prior) / (sum + weight)
			}
			m.Prob[k][i] = p
		}
	}
	return ll
}

// tabulate takes the logarithms that scoring adds up.
func (m *Model) tabulate() {
	m.log = make([][][16]float32, len(m.Classes))
	m.prior = make([]float32, len(m.Classes))
	for k := range m.Classes {
		m.prior[k] = float32(math.Log2(m.Share[k]))
		m.log[k] = make([][16]float32, len(m.Prob[k]))
		for i, p := range m.Prob[k] {
			for l := 1; l < len(p); l++ {
				m.log[k][i][l] = float32(math.Log2(p[l]))
			}
		}
	}
}

// posterior writes the probability of each class to post and returns the log
// likelihood of the pattern in bits. adjust, if not nil, holds for each
// comparison how many bits rarer than average the value that agreed is.
func (m *Model) posterior(levels *[16]uint8, adjust []float32, post *[MaxClasses]float64) float64 {
	best := math.Inf(-1)
	for k := range m.log {
		s := m.prior[k]
		for i := range m.log[k] {
			s += m.log[k][i][levels[i]]
			if adjust != nil && (k == Unrelated || m.Classes[k].Pinned[i]) {
				s -= adjust[i]
			}
		}
		post[k] = float64(s)
		best = math.Max(best, post[k])
	}
	var sum float64
	for k := range m.log {
		post[k] = math.Exp2(post[k] - best)
		sum += post[k]
	}
	for k := range m.log {
		post[k] /= sum
	}
	return best + math.Log2(sum)
}

// Probability returns the probability that a pair with these levels is a
// match, and the most likely class. adjust is as Levels of a comparison gives it.
// Does not allocate.
func (m *Model) Probability(levels *[16]uint8, adjust []float32) (p float64, class int) {
	var post [MaxClasses]float64
	m.posterior(levels, adjust, &post)
	for k := range m.log {
		if post[k] > post[class] {
			class = k
		}
	}
	return post[Match], class
}

// Weight returns the match weight of a level of a comparison in bits.
func (m *Model) Weight(comparison int, level uint8) float64 {
	if level == 0 {
		return 0
	}
	return math.Log2(m.Prob[Match][comparison][level] / m.Prob[Unrelated][comparison][level])
}
