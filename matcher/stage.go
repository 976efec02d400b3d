package matcher

import (
	"context"
	"math"

	"github.com/onefold/onefold/matcher/cluster"
	"github.com/onefold/onefold/matcher/score"
	"github.com/onefold/onefold/record"
)

// Learn does the stages of Run that must see all records: blocking, and the
// model. The rest of Run can then be done elsewhere, in parts: Score is a
// function of pairs and the model, Gaps and Partition are functions of edges.
// The Result has no edges and no groups.
func (l *Linker) Learn(ctx context.Context) (*Result, error) {
	res, _, err := l.learned(ctx)
	return res, err
}

// Rank returns the place of each row in an order made from content, whatever
// the order of the rows. The caller must not change it.
func (l *Linker) Rank() []uint32 { return l.rank }

// Score compares and scores pairs, A before B, by a model that was learnt from
// the same records, and returns those with log odds of at least keep.
func (l *Linker) Score(m *score.Model, pairs []record.Pair, keep float32) []Edge {
	l.prepare()
	l.prepare()
	l.set.Pack()
	s := l.newScorer()
	var edges []Edge
	const batch = 4096
	for lo := 0; lo < len(pairs); lo += batch {
		edges = s.append(edges, pairs[lo:min(lo+batch, len(pairs))], m, keep)
	}
	return edges
}

// KeepBits is the log odds below which Run forgets a pair that blocking
// proposed, and FillBits below which it forgets one of Gaps: none.
const (
	KeepBits = keepBits
	FillBits = -100
)

// Gaps returns the pairs of n rows that Run scores beside those that blocking
// proposed: all that are missing inside components which edges above even odds
// hold together. edges must be in order, each pair once; rows are ranks.
func Gaps(n int, edges []Edge) []record.Pair {
	return partial(n, Config{}).missing(edges)
}

// Partition clusters n rows by edges, in order and each pair once, those of
// Gaps among them; rows are ranks. Components don't influence each other.
func Partition(n int, edges []Edge, cfg Config) record.Groups {
	l := partial(n, cfg)
	weighted := make([]cluster.Edge, len(edges))
	shift := float32(math.Log2(l.cfg.MatchProbability / (1 - l.cfg.MatchProbability)))
	for i, e := range edges {
		weighted[i] = cluster.Edge{A: e.A, B: e.B, Bits: e.weight(shift)}
	}
	return record.GroupsOf(l.labels(n, weighted), n)
}

// partial returns a Linker that knows of its rows nothing but their ranks.
func partial(n int, cfg Config) *Linker {
	l := &Linker{in: Input{Rows: n}, cfg: cfg.filled(), rank: make([]uint32, n)}
	for r := range l.rank {
		l.rank[r] = uint32(r)
	}
	return l
}

// Comparisons returns how many comparisons the records are compared by.
func (l *Linker) Comparisons() int {
	l.prepare()
	return len(l.set.Comparisons)
}
