package score

import (
	"math"
)

// Comparison is what the model has to know of one comparison.
type Comparison struct {
	Prior     []float64              // shipped prior of m for levels 1…
	Chance    []float64              // number of all pairs at each level (index 0 unused); NaN where Sample must tell
	Sample    [Backgrounds][]float64 // counts of levels among random pairs by background, index 0 for missing
	Informed  bool                   // the adjustment of a pair tells the whole chance; see compare.Spec
	Kin       []float64              // shipped prior among pairs that are alike without being one, for levels 1…; nil if nothing is known of them
	Apart     []bool                 // which of levels 1… speak of two, as the last always does; nil for no other
	Different float64                // most that the levels of Apart can be among matches together; 0 means no bound
}

// Class is a way in which pairs can be related.
type Class struct {
	Name   string
	Pinned []bool // comparisons that agree by chance alone in this class
	// Same is, for pinned comparisons, the share of the class's pairs that are
	// at level 1 for another reason than chance: twins share a birth date. nil
	// means none.
	Same []float64
	// Usual is the shipped prior of how many such pairs there are to a record.
	Usual float64
	// Kin says which comparisons have their prior for pairs that are alike without
	// being one, and keep to it. nil means none.
	Kin []bool
}

// same returns the share for a comparison.
func (c *Class) same(i int) float64 {
	if c.Same == nil {
		return 0
	}
	return c.Same[i]
}

// kin says whether a comparison has its prior for pairs that are alike.
func (c *Class) kin(i int) bool { return c.Kin != nil && c.Kin[i] }

// Unrelated and Match are the first two classes of every model.
const (
	Unrelated = 0
	Match     = 1
)

// Backgrounds are the settings in which values agree by chance: in pairs of one
// country (0) as names and places are distributed there, in pairs of two
// countries (1) less. The background of a pattern is its last level.
const (
	Backgrounds = 2
	background  = 15
)

// MaxClasses bounds the classes of a model.
const MaxClasses = 8

// Config sets the estimation.
type Config struct {
	Rounds  int     // most rounds of EM
	Weight  float64 // strength of the shipped prior, in pairs
	HoldKin float64 // as Hold, for the priors of pairs that are alike
	Hold    float64 // further strength for classes of related pairs, as a share of their pairs: what keeps a household from drifting into anything that is a little alike
	Pairs   float64 // pairs of records that may be one; 0 means any two
	// Share is the share of the candidate pairs that patterns were counted on,
	// whose counts are made up for the rest; 0 means all.
	Share float64
}

// DefaultConfig is what the matcher uses.
func DefaultConfig() Config { return Config{Rounds: 150, Weight: 24, Hold: .2, HoldKin: .25} }

// Pattern is a pattern of levels with the number of candidate pairs that show it.
type Pattern struct {
	Levels [16]uint8
	Adjust float32 // where the only comparison is Informed: the adjustment of its pairs
	Count  float64
	Not    bool // the pairs are surely no matches
}

// Model is the estimated probabilities. Safe for concurrent reads.
type Model struct {
	Classes []Class
	Share   []float64                // of each class among all pairs of records
	Prob    [][][]float64            // class, comparison, level: probability given that both values are there; index 0 is 1
	Chance  [Backgrounds][][]float64 // background, comparison, level: as Prob, among unrelated pairs
	Setting [][Backgrounds]float64   // class, background: share of the class's pairs
	Pairs   float64                  // pairs of records in all
	Rounds  int                      // rounds that were run
	Learned *Learned                 // from labels; nil without
	Spread  *Spread                  // how sure the probabilities are
	log     [][][16]float32
	chance  [Backgrounds][][16]float32
	prior   [][Backgrounds]float32
	same    [][]float32 // class, comparison: log of Class.Same, 0 for none
}

// Estimate fits a model. patterns must be sorted; pairs is the number of all
// pairs of records, records their number.
func Estimate(comparisons []Comparison, classes []Class, patterns []Pattern, records int, cfg Config) *Model {
	pairs := cfg.Pairs
	if pairs == 0 {
		pairs = max(1, float64(records)*float64(records-1)/2)
	}
	m := &Model{Classes: classes, Pairs: pairs}
	e := &estimator{m: m, comparisons: comparisons, patterns: patterns, cfg: cfg}
	e.start(float64(records))
	last := math.Inf(-1)
	if e.lone() && !comparisons[0].Informed {
		cfg.Rounds = 0
	}
	for m.Rounds = 1; m.Rounds <= cfg.Rounds; m.Rounds++ {
		ll := e.round()
		if math.Abs(ll-last) < 1e-7*math.Abs(ll) {
			break
		}
		last = ll
	}
	m.tabulate()
	m.Spread = e.spread()
	return m
}

type estimator struct {
	m           *Model
	comparisons []Comparison
	patterns    []Pattern
	cfg         Config
	total       [Backgrounds][][]float64 // background, comparison, level: pairs at the level, among all pairs
	records     float64
	apart       float64 // share of pairs of two countries
}

func (e *estimator) start(records float64) {
	m := e.m
	e.records = records
	e.totals()
	m.Share = make([]float64, len(m.Classes))
	m.Setting = make([][Backgrounds]float64, len(m.Classes))
	m.Prob = make([][][]float64, len(m.Classes))
	for f := range Backgrounds {
		m.Chance[f] = make([][]float64, len(e.comparisons))
		for i := range e.comparisons {
			t := e.total[f][i]
			if e.lone() {
				t = append([]float64(nil), t...)
				for l := 1; l < min(3, len(t)); l++ {
					t[l] *= .1 // the best agreements are mostly matches
				}
			}
			m.Chance[f][i] = normalized(t)
			if e.comparisons[i].Informed {
				for l := range m.Chance[f][i] {
					m.Chance[f][i][l] = 1
				}
			}
		}
	}
	for k := range m.Classes {
		m.Prob[k] = make([][]float64, len(e.comparisons))
		for i, c := range e.comparisons {
			p := make([]float64, len(c.Prior)+1)
			p[0] = 1
			u := m.Chance[0][i]
			for l := 1; l < len(p); l++ {
				switch {
				case k == Unrelated || k != Match && m.Classes[k].Pinned[i]:
					p[l] = u[l]
				case k == Match:
					p[l] = c.Prior[l-1]
				case m.Classes[k].kin(i):
					p[l] = c.Kin[l-1]
				default:
					p[l] = shared(c.Prior[l-1], u[l])
				}
			}
			m.Prob[k][i] = p
		}
		switch k {
		case Unrelated:
			m.Setting[k] = [Backgrounds]float64{1 - e.apart, e.apart}
		case Match:
			m.Share[k] = math.Min(.1, .2*records/m.Pairs)
			m.Setting[k] = [Backgrounds]float64{.99, .01}
		default:
			m.Share[k] = math.Min(.1, .1*records/m.Pairs)
			m.Setting[k] = [Backgrounds]float64{.9, .1}
		}
	}
	m.Share[Unrelated] = 1
	for _, s := range m.Share[1:] {
		m.Share[Unrelated] -= s
	}
}

// silent reports whether nothing could be compared.
func (p *Pattern) silent(comparisons int) bool {
	for _, l := range p.Levels[:comparisons] {
		if l != 0 {
			return false
		}
	}
	return true
}

// round does one step of EM and returns the log likelihood.
func (e *estimator) round() float64 {
	m := e.m
	m.tabulate()
	nc := len(m.Classes)
	expected := make([][Backgrounds][][16]float64, nc) // class, background, comparison, level
	for k := range expected {
		for f := range Backgrounds {
			expected[k][f] = make([][16]float64, len(e.comparisons))
		}
	}
	var share [MaxClasses][Backgrounds]float64
	var ll float64
	var post [MaxClasses]float64
	var adjust [16]float32
	for p := range e.patterns {
		pat := &e.patterns[p]
		if pat.silent(len(e.comparisons)) {
			continue // it would add what is believed already, again in every round
		}
		f := pat.Levels[background]
		adjust[0] = pat.Adjust
		l := m.posterior(&pat.Levels, adjust[:len(e.comparisons)], &post)
		if pat.Not {
			rest := math.Max(1-post[Match], 1e-9)
			l += math.Log2(rest)
			post[Match] = 0
			for k := range nc {
				post[k] /= rest
			}
		}
		ll += pat.Count * l
		for k := range nc {
			w := pat.Count * post[k]
			if !pat.Not { // how many there are of a relation is asked where a match is possible
				share[k][f] += w
			}
			x := expected[k][f]
			for i := range x {
				x[i][pat.Levels[i]] += w
			}
		}
	}
	rest := 1.0
	for k := 1; k < nc; k++ {
		both := share[k][0] + share[k][1]
		m.Share[k] = (both + .1 + m.Classes[k].Usual*e.records) / m.Pairs
		rest -= m.Share[k]
		for f := range Backgrounds {
			m.Setting[k][f] = (share[k][f] + 10*e.setting(k, f)) / (both + 10)
		}
	}
	m.Share[Unrelated] = math.Max(rest, 1e-3)
	if e.lone() {
		return ll // there is nothing else to tell chance or truth by
	}
	for i := range e.comparisons {
		for f := range Backgrounds {
			// What agrees among all pairs and is not explained by a relation
			// agrees by chance.
			total := e.total[f][i]
			t := make([]float64, len(total))
			for l := 1; l < len(t); l++ {
				var related float64
				for k := 1; k < nc; k++ {
					related += expected[k][f][i][l]
				}
				t[l] = math.Max(total[l]-related, math.Max(expected[Unrelated][f][i][l], .02*total[l]/float64(len(t))))
				t[l] = math.Max(t[l], .25)
			}
			m.Chance[f][i] = normalized(t)
		}
		m.Prob[Unrelated][i] = m.Chance[0][i]
		for k := 1; k < nc; k++ {
			if m.Classes[k].Pinned[i] {
				m.Prob[k][i] = m.Chance[0][i]
				continue
			}
			n := len(m.Chance[0][i])
			var sum float64
			for l := 1; l < n; l++ {
				sum += expected[k][0][i][l] + expected[k][1][i][l]
			}
			p := make([]float64, n)
			p[0] = 1
			weight := e.cfg.Weight
			kin := m.Classes[k].kin(i)
			switch {
			case kin:
				weight += e.cfg.HoldKin * sum
			case k != Match:
				weight += e.cfg.Hold * sum
			}
			for l := 1; l < n; l++ {
				prior := e.comparisons[i].Prior[l-1]
				if kin {
					prior = e.comparisons[i].Kin[l-1]
				} else if k != Match {
					prior = shared(m.Prob[Match][i][l], m.Chance[0][i][l])
				}
				p[l] = (expected[k][0][i][l] + expected[k][1][i][l] + weight*prior) / (sum + weight)
			}
			if k == Match {
				bound(p, e.comparisons[i].Apart, e.comparisons[i].Different)
				// What differs never speaks for a match.
				p[n-1] = math.Min(p[n-1], m.Chance[0][i][n-1])
			}
			m.Prob[k][i] = p
		}
	}
	return ll
}

// shared is the prior of a level that related pairs have in common: they agree
// mostly as matches do, and now and then by chance.
func shared(match, chance float64) float64 { return .8*match + .2*chance }

// speaksOfTwo says whether the level is one of those; the last one always is.
func speaksOfTwo(apart []bool, p []float64, l int) bool {
	return l == len(p)-1 || apart != nil && apart[l-1]
}

// bound holds the levels that speak of two at most, giving what is cut to the others.
func bound(p []float64, apart []bool, most float64) {
	var far, near float64
	for l := 1; l < len(p); l++ {
		if speaksOfTwo(apart, p, l) {
			far += p[l]
		} else {
			near += p[l]
		}
	}
	if most == 0 || far <= most || near == 0 {
		return
	}
	for l := 1; l < len(p); l++ {
		if speaksOfTwo(apart, p, l) {
			p[l] *= most / far
		} else {
			p[l] *= (1 - most) / near
		}
	}
}

// lone reports whether there is only one comparison. The data then can't tell
// how many of those that agree are one, so the shipped priors hold as they are.
func (e *estimator) lone() bool { return len(e.comparisons) == 1 }

// setting is the shipped prior of how often related pairs are of two countries.
func (e *estimator) setting(class, f int) float64 {
	apart := .1
	if class == Match {
		apart = .01
	}
	if f == 1 {
		return apart
	}
	return 1 - apart
}

// tabulate takes the logarithms that scoring adds up.
func (m *Model) tabulate() {
	m.log = make([][][16]float32, len(m.Classes))
	m.prior = make([][Backgrounds]float32, len(m.Classes))
	m.same = make([][]float32, len(m.Classes))
	logs := func(p []float64) (t [16]float32) {
		for l := 1; l < len(p); l++ {
			t[l] = float32(math.Log2(p[l]))
		}
		return t
	}
	for f := range Backgrounds {
		m.chance[f] = make([][16]float32, len(m.Chance[f]))
		for i, p := range m.Chance[f] {
			m.chance[f][i] = logs(p)
		}
	}
	for k := range m.Classes {
		for f := range Backgrounds {
			m.prior[k][f] = float32(math.Log2(m.Share[k] * math.Max(m.Setting[k][f], 1e-9)))
		}
		m.same[k] = make([]float32, len(m.Prob[k]))
		for i := range m.Prob[k] {
			if x := m.Classes[k].same(i); x > 0 {
				m.same[k][i] = float32(math.Log2(x))
			}
		}
		m.log[k] = make([][16]float32, len(m.Prob[k]))
		for i, p := range m.Prob[k] {
			m.log[k][i] = logs(p)
		}
	}
}

// posterior writes the probability of each class to post and returns the log
// likelihood of the pattern in bits. adjust, if not nil, holds for each
// comparison how many bits rarer than average the value that agreed is.
func (m *Model) posterior(levels *[16]uint8, adjust []float32, post *[MaxClasses]float64) float64 {
	best := math.Inf(-1)
	f := levels[background]
	chance := m.chance[f]
	for k := range m.log {
		s := m.prior[k][f]
		pinned := m.Classes[k].Pinned
		for i := range m.log[k] {
			if k == Unrelated || pinned[i] {
				if same := m.same[k][i]; same != 0 && levels[i] == 1 {
					s += same
					continue
				}
				s += chance[i][levels[i]]
				if adjust != nil {
					s -= adjust[i]
				}
			} else {
				s += m.log[k][i][levels[i]]
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
	return math.Log2(m.Prob[Match][comparison][level]/m.Prob[Unrelated][comparison][level]) + m.delta(comparison, level)
}
