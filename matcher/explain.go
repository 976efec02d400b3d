package matcher

import (
	"math"

	"github.com/onefold/onefold/matcher/compare"
	"github.com/onefold/onefold/matcher/score"
	"github.com/onefold/onefold/record"
)

// Explanation takes the score of a pair apart. Prior, the Weight and Frequency
// of every step, and Relation add up to Bits, all in bits (log2).
type Explanation struct {
	record.Pair
	Prior    float64 // log odds before anything is compared
	Steps    []Step  // one a comparison, in the order of Set.Specs
	Relation float64 // what classes of related pairs take away, never above 0
	Bits     float64 // log odds that the two are one
	Classes  []ClassShare
	Rival    int // index in Classes of the most likely one of related pairs; 0 if there is none
}

// Step is what one comparison says.
type Step struct {
	Level     compare.Level
	Weight    float64 // of the level, on average
	Frequency float64 // correction for the value that agreed; 0 where there is none
	Rival     float64 // what the step says for a match and against the rival class
	// Alone is what the log odds would be if this comparison alone came out at
	// another level: index 0 for a missing value, 1 for the best.
	Alone []float64
}

// ClassShare is a class of the model and how likely the pair belongs to it.
type ClassShare struct {
	Name        string
	Probability float64
}

// Explain compares and scores two rows, candidates of blocking or not, and
// says how the score came about. Run must have made res. It is not meant for
// many pairs: it allocates.
func (l *Linker) Explain(res *Result, p record.Pair) Explanation {
	m := res.Model
	p = ordered(p.A, p.B)
	s := l.newScorer()
	s.compare([]record.Pair{p}, true)
	_, levels := s.pattern(0)
	adjust := make([]float32, 16)
	for i := range s.adjust {
		adjust[i] = s.adjust[i][0]
	}
	bits := func() float64 {
		prob, _ := m.Probability(&levels, adjust)
		return max(-60, min(60, math.Log2(prob/(1-prob))))
	}
	x := Explanation{Pair: p, Prior: m.PriorBitsOf(&levels), Bits: bits()}
	for k, prob := range m.Posterior(&levels, adjust) {
		x.Classes = append(x.Classes, ClassShare{m.Classes[k].Name, prob})
		if k > score.Match && (x.Rival == score.Unrelated || prob > x.Classes[x.Rival].Probability) {
			x.Rival = k
		}
	}
	sum := x.Prior
	for i, sp := range l.set.Specs() {
		st := Step{Level: levels[i]}
		st.Weight, st.Frequency = m.Against(score.Unrelated, i, &levels, adjust[i])
		rival, common := m.Against(x.Rival, i, &levels, adjust[i])
		st.Rival = rival + common
		sum += st.Weight + st.Frequency
		was := adjust[i]
		for lv := range len(sp.Levels) + 1 {
			levels[i], adjust[i] = uint8(lv), 0
			if st.Level == compare.Level(lv) {
				adjust[i] = was
			}
			st.Alone = append(st.Alone, bits())
		}
		levels[i], adjust[i] = st.Level, was
		x.Steps = append(x.Steps, st)
	}
	// A sum beyond what a probability can hold was cut in Bits.
	x.Relation = min(0, x.Bits-sum)
	return x
}
