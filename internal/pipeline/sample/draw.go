package sample

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/record"
	"github.com/zeebo/xxh3"
)

// Stratum is the pairs with From ≤ probability < To (the last one closed) that
// are together in a cluster, or apart.
type Stratum struct {
	Together bool
	From, To float64
	Pairs    int     // that there are
	Expected float64 // sum of their probabilities
	drawn    []Pair  // by hash
	wanted   int
}

// Pair is a pair that was drawn.
type Pair struct {
	record.Pair
	Probability float64
	hash        uint64
}

// Sample is the strata of a clustering with the pairs that were drawn.
type Sample struct {
	Strata       []Stratum
	Completeness float64 // share of true pairs that blocking proposes, as the run estimates it; 1 where nothing is known
}

// The bounds of the strata.
var (
	together = [...]float64{0, .5, .9, .99, .999, 1}
	apart    = [...]float64{0, .01, .1, .5, 1}
)

// Draw parts the pairs of a job that has matched without decisions, and draws n
// of them, or all if there are fewer. cluster is the cluster of each row as it is
// to be measured, negative for a row that is left out.
func Draw(ctx context.Context, j *pipeline.Job, cluster []int, n int) (*Sample, error) {
	d := &drawer{j: j, n: n, s: &Sample{Completeness: 1}}
	for i := range len(together) - 1 {
		d.s.Strata = append(d.s.Strata, Stratum{Together: true, From: together[i], To: together[i+1]})
	}
	for i := range len(apart) - 1 {
		d.s.Strata = append(d.s.Strata, Stratum{From: apart[i], To: apart[i+1]})
	}
	res := j.Result()
	members := map[int][]record.Row{}
	for r, c := range cluster {
		if c >= 0 {
			members[c] = append(members[c], record.Row(r))
		}
	}
	for _, e := range res.Edges {
		if a, b := cluster[e.A], cluster[e.B]; a >= 0 && b >= 0 && a != b {
			d.take(false, e)
		}
	}
	const batch = 4096
	var unscored []record.Pair
	flush := func() {
		for _, e := range j.Linker().Score(res.Model, unscored, matcher.FillBits) {
			d.take(true, e)
		}
		unscored = unscored[:0]
	}
	for c := range members {
		rows := members[c]
		for i, a := range rows {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			for _, b := range rows[i+1:] {
				p := record.Pair{A: a, B: b}
				at, ok := slices.BinarySearchFunc(res.Edges, p, func(e matcher.Edge, p record.Pair) int {
					return cmp.Or(cmp.Compare(e.A, p.A), cmp.Compare(e.B, p.B))
				})
				if ok {
					d.take(true, res.Edges[at])
				} else if unscored = append(unscored, p); len(unscored) == batch {
					flush()
				}
			}
		}
	}
	flush()
	d.share()
	return d.s, nil
}

type drawer struct {
	j *pipeline.Job
	n int
	s *Sample
}

func (d *drawer) take(together bool, e matcher.Edge) {
	p := e.Probability()
	at := -1
	for i := range d.s.Strata {
		if s := &d.s.Strata[i]; s.Together == together && p >= s.From {
			at = i // the last one that begins below
		}
	}
	s := &d.s.Strata[at]
	s.Pairs++
	s.Expected += p
	a, b := d.j.IDOf(e.A), d.j.IDOf(e.B)
	s.drawn = append(s.drawn, Pair{e.Pair, p, xxh3.HashString(min(a, b) + "\x00" + max(a, b))})
	if len(s.drawn) >= 4*d.n+64 {
		s.trim(d.n)
	}
}

// trim keeps the n pairs with the smallest hashes.
func (s *Stratum) trim(n int) {
	slices.SortFunc(s.drawn, func(x, y Pair) int {
		return cmp.Or(cmp.Compare(x.hash, y.hash), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	s.drawn = s.drawn[:min(n, len(s.drawn))]
}

// A stratum that has pairs gets one of so many that are drawn at least, and doubt
// is how far the probability of a stratum is believed when the rest is shared out.
const (
	fewest = 25
	doubt  = .02
)

// share decides how many pairs of each stratum are drawn.
func (d *drawer) share() {
	left := d.n
	weight := make([]float64, len(d.s.Strata))
	for i := range d.s.Strata {
		s := &d.s.Strata[i]
		s.trim(d.n)
		if s.Pairs == 0 {
			continue
		}
		p := s.Expected / float64(s.Pairs)
		weight[i] = float64(s.Pairs) * math.Sqrt((p+doubt)*(1-p+doubt))
		if !s.Together {
			// What is apart matters by the true pairs in it: a mass of pairs that are
			// surely two would else take all questions.
			weight[i] = math.Sqrt(float64(s.Pairs) * s.Expected)
		}
		s.wanted = min(max(2, d.n/fewest), s.Pairs, left)
		left -= s.wanted
	}
	for left > 0 {
		best := -1
		for i := range d.s.Strata {
			s := &d.s.Strata[i]
			if s.wanted < min(s.Pairs, d.n) && (best < 0 || weight[i]/float64(s.wanted+1) > weight[best]/float64(d.s.Strata[best].wanted+1)) {
				best = i
			}
		}
		if best < 0 {
			return
		}
		d.s.Strata[best].wanted++
		left--
	}
}

// Drawn returns the pairs of a stratum that were drawn.
func (s *Stratum) Drawn() []Pair { return s.drawn[:s.wanted] }

// Pairs returns all pairs that were drawn, in an order that mixes the strata, so
// that whoever stops half-way has seen something of each.
func (s *Sample) Pairs() []Pair {
	var all []Pair
	for i := range s.Strata {
		all = append(all, s.Strata[i].Drawn()...)
	}
	slices.SortFunc(all, func(x, y Pair) int { return cmp.Compare(x.hash, y.hash) })
	return all
}
