package sight

import (
	"cmp"
	"slices"

	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/matcher/score"
)

// How many examples of a sort the report shows.
const (
	mergedExamples = 16
	MostDoubtful   = 30
	apartExamples  = 12
)

// Picks are the pairs to look at.
type Picks struct {
	Merged    []matcher.Edge // the weakest link of a group each
	Doubtful  []matcher.Edge
	Apart     []matcher.Edge
	KeptApart int // of which Apart are some
}

// Pick picks groups and pairs to look at: merged groups, half of them the
// least sure ones and half spread over the rest; doubtful pairs, those from
// review bits on, nearest to even odds; and pairs that are alike but kept apart,
// of every class.
func Pick(res *matcher.Result, review float32) *Picks {
	of := res.Groups.Of()
	best := make([]float32, len(of)) // of each record's links inside its group
	for i := range best {
		best[i] = -1e3
	}
	p := new(Picks)
	apart := make([][]matcher.Edge, len(res.Model.Classes))
	for _, e := range res.Edges {
		switch {
		case of[e.A] == of[e.B]:
			best[e.A], best[e.B] = max(best[e.A], e.Bits), max(best[e.B], e.Bits)
		case res.Loses(e.Pair):
		case e.Bits >= review:
			p.Doubtful = append(p.Doubtful, e)
		case e.Class > score.Match && res.Model.Classes[e.Class].Name != "locals":
			apart[e.Class] = append(apart[e.Class], e)
			p.KeptApart++
		}
	}
	// A group is as sure as its least sure record, which is as sure as its best
	// link.
	weakest := map[uint32]matcher.Edge{}
	for _, e := range res.Edges {
		if of[e.A] != of[e.B] || best[e.A] != e.Bits && best[e.B] != e.Bits {
			continue
		}
		if w, ok := weakest[of[e.A]]; !ok || e.Bits < w.Bits {
			weakest[of[e.A]] = e
		}
	}
	for _, e := range weakest {
		p.Merged = append(p.Merged, e)
	}
	sortBy(p.Merged, func(e matcher.Edge) float32 { return e.Bits })
	p.Merged = slices.Clone(spread(p.Merged, mergedExamples))
	sortBy(p.Doubtful, func(e matcher.Edge) float32 { return max(e.Bits, -e.Bits) })
	p.Doubtful = slices.Clone(p.Doubtful[:min(len(p.Doubtful), MostDoubtful)])
	for _, es := range apart {
		sortBy(es, func(e matcher.Edge) float32 { return -e.Bits })
	}
	for i := 0; len(p.Apart) < apartExamples && len(p.Apart) < p.KeptApart; i++ {
		for _, es := range apart {
			if i < len(es) && len(p.Apart) < apartExamples {
				p.Apart = append(p.Apart, es[i])
			}
		}
	}
	return p
}

func sortBy(es []matcher.Edge, worth func(matcher.Edge) float32) {
	slices.SortFunc(es, func(a, b matcher.Edge) int {
		return cmp.Or(cmp.Compare(worth(a), worth(b)), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
}

// spread takes n of a list: half from its start, half evenly from the rest.
func spread(es []matcher.Edge, n int) []matcher.Edge {
	if len(es) <= n {
		return es
	}
	first := n / 2
	out := slices.Clone(es[:first])
	rest := es[first:]
	for i := range n - first {
		out = append(out, rest[(i+1)*len(rest)/(n-first)-1])
	}
	return out
}
