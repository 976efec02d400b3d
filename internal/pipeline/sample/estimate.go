package sample

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/record"
)

// Result is what the answers say of all pairs.
type Result struct {
	Precision, Recall, F1 report.Estimate // of pairs, with 95 % intervals
	Answers               int
	Strata                []Answered // in the order of Sample.Strata
}

// Answered is what was said of a stratum.
type Answered struct {
	Answers int
	True    int     // pairs that are one
	Share   float64 // of true pairs that follows for the stratum
}

// belief is how far the run's own probability of a stratum is believed: the
// scale of the log odds of the true share around it, which have a Cauchy
// distribution. Its tails are heavy, because a run that errs may be sure of it: a
// few answers against it outweigh it wholly.
const belief = 1.5

// draws is how often the shares of the strata are drawn for the intervals.
const draws = 4000

// Estimate works out precision and recall from what is known of the drawn pairs.
//
// What is not known of a stratum is the share of true pairs among those that
// nobody looked at: a priori its log odds are spread around those that the run
// promises, and the answers are binomial (a Bayesian estimate for a stratified
// sample). Values are the medians and intervals the quantiles of what follows
// from shares drawn from that, with a fixed seed; what was looked at counts as it
// is.
func (s *Sample) Estimate(answer func(record.Pair) (same, known bool)) Result {
	r := Result{Strata: make([]Answered, len(s.Strata))}
	shares := make([]shares, len(s.Strata))
	joined := 0.0
	for i := range s.Strata {
		st := &s.Strata[i]
		if st.Pairs == 0 {
			continue
		}
		if st.Together {
			joined += float64(st.Pairs)
		}
		got := &r.Strata[i]
		for _, p := range st.Drawn() {
			same, known := answer(p.Pair)
			if !known {
				continue
			}
			got.Answers++
			if same {
				got.True++
			}
		}
		r.Answers += got.Answers
		shares[i] = sharesOf(st.Expected/float64(st.Pairs), got.True, got.Answers)
		got.Share = (float64(got.True) + float64(st.Pairs-got.Answers)*shares[i].at(.5)) / float64(st.Pairs)
	}
	rng := rand.New(rand.NewPCG(1934, 2)) // any seed: answers decide, not luck
	of := func() (precision, recall, f1 float64) {
		var right, missed float64
		for i := range s.Strata {
			if s.Strata[i].Pairs == 0 {
				continue
			}
			x, rest := shares[i].at(rng.Float64()), float64(s.Strata[i].Pairs-r.Strata[i].Answers)
			rest = max(0, min(rest, rest*x+math.Sqrt(rest*x*(1-x))*rng.NormFloat64()))
			n := float64(r.Strata[i].True) + rest
			if s.Strata[i].Together {
				right += n
			} else {
				missed += n
			}
		}
		missed += right * (1/s.Completeness - 1)
		precision, recall = 1, 1
		if joined > 0 {
			precision = right / joined
		}
		if right+missed > 0 {
			recall = right / (right + missed)
		}
		if precision+recall > 0 {
			f1 = 2 * precision * recall / (precision + recall)
		}
		return precision, recall, f1
	}
	var all [3][]float64
	for range draws {
		p, q, f := of()
		for k, v := range []float64{p, q, f} {
			all[k] = append(all[k], v)
		}
	}
	for k, to := range []*report.Estimate{&r.Precision, &r.Recall, &r.F1} {
		slices.Sort(all[k])
		*to = report.Estimate{Value: all[k][draws/2], Low: all[k][draws*25/1000], High: all[k][draws*975/1000]}
	}
	return r
}

// shares is how likely each share of true pairs is in a stratum: what the grid's
// points sum up to, at most 1.
type shares []float64

// The grid of shares is even in log odds.
const (
	gridPoints = 600
	gridEnd    = 15.
)

func gridShare(i float64) float64 { return 1 / (1 + math.Exp(gridEnd-2*gridEnd*i/(gridPoints-1))) }

// sharesOf works out what yes of n answers say of a stratum whose probability is p.
func sharesOf(p float64, yes, n int) shares {
	middle := math.Log(max(p, 1e-9) / max(1-p, 1e-9))
	logs, most := make([]float64, gridPoints), math.Inf(-1)
	for i := range logs {
		x := gridShare(float64(i))
		z := (math.Log(x/(1-x)) - middle) / belief
		logs[i] = float64(yes)*math.Log(x) + float64(n-yes)*math.Log1p(-x) - math.Log1p(z*z)
		most = max(most, logs[i])
	}
	sum := 0.0
	out := make(shares, gridPoints)
	for i, l := range logs {
		sum += math.Exp(l - most)
		out[i] = sum
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// at returns the share that a part of the likelihood lies below.
func (s shares) at(part float64) float64 {
	i, _ := slices.BinarySearch(s, part)
	if i >= len(s) {
		return gridShare(gridPoints - 1)
	}
	below := 0.0
	if i > 0 {
		below = s[i-1]
	}
	return gridShare(float64(i) - .5 + (part-below)/max(s[i]-below, 1e-300))
}
