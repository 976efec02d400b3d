package matcher

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/onefold/onefold/matcher/cluster"
	"github.com/onefold/onefold/matcher/score"
	"github.com/onefold/onefold/record"
)

// Decision is what a person says of two records: that they are one, or not.
type Decision struct {
	A, B record.Row
	Same bool
}

// Violation is a decision that could not be kept: a chain of decisions "same"
// leads from one record to another that is decided to be different. The
// difference holds, and the weakest link of the chain gives way.
type Violation struct {
	Different record.Pair // decided to be different, and kept so
	Same      record.Pair // decided to be one, and not kept
}

// What a person said of the pair of an Edge.
const (
	DecidedSame      = 1
	DecidedDifferent = 2
)

// certain is the log odds of a pair that a person has decided.
const certain = 60

// decided is the decisions of an input in an order made from content: a pair
// once, A below B.
type decided struct {
	pairs []record.Pair
	same  []bool
}

// decisions puts the decisions in order. Of two that contradict each other the
// difference holds, as everywhere.
func (l *Linker) decisions() (d decided, broken []Violation) {
	all := make([]Decision, 0, len(l.in.Decisions))
	for _, x := range l.in.Decisions {
		if x.A == x.B || int(max(x.A, x.B)) >= l.in.Rows {
			continue
		}
		p := ordered(x.A, x.B)
		all = append(all, Decision{p.A, p.B, x.Same})
	}
	// Ranks of the two records in either order tell a pair whatever its rows are.
	key := func(x Decision) (uint32, uint32) {
		a, b := l.rank[x.A], l.rank[x.B]
		return min(a, b), max(a, b)
	}
	slices.SortFunc(all, func(x, y Decision) int {
		xa, xb := key(x)
		ya, yb := key(y)
		if c := cmp.Or(cmp.Compare(xa, ya), cmp.Compare(xb, yb)); c != 0 || x.Same == y.Same {
			return c
		}
		if y.Same {
			return -1 // what is different comes first
		}
		return 1
	})
	for i, x := range all {
		p := record.Pair{A: x.A, B: x.B}
		if k := len(d.pairs); i > 0 && d.pairs[k-1] == p {
			if x.Same && !d.same[k-1] {
				broken = append(broken, Violation{Different: p, Same: p})
			}
			continue
		}
		d.pairs = append(d.pairs, p)
		d.same = append(d.same, x.Same)
	}
	return d, slices.Compact(broken)
}

// decide writes the decisions into the scored pairs, which it adds where
// blocking did not find them, and lists what could not be kept.
func (l *Linker) decide(res *Result) {
	if !l.heeding {
		return
	}
	d, broken := l.decisions()
	res.Violations = broken
	at := make([]int, len(d.pairs)) // of each pair among the edges
	var missing []record.Pair
	find := func(p record.Pair) (int, bool) {
		return slices.BinarySearchFunc(res.Edges, p, func(e Edge, p record.Pair) int {
			return cmp.Or(cmp.Compare(e.A, p.A), cmp.Compare(e.B, p.B))
		})
	}
	for _, p := range d.pairs {
		if _, ok := find(p); !ok {
			missing = append(missing, p)
		}
	}
	if len(missing) > 0 {
		res.Edges = l.newScorer().append(res.Edges, missing, res.Model, -100)
		sortEdges(res.Edges)
	}
	var must []int
	enemies := map[record.Row][]record.Row{}
	for i, p := range d.pairs {
		at[i], _ = find(p)
		if d.same[i] {
			must = append(must, i)
			continue
		}
		enemies[p.A] = append(enemies[p.A], p.B)
		enemies[p.B] = append(enemies[p.B], p.A)
		l.settle(&res.Edges[at[i]], DecidedDifferent)
	}
	// The links for which most speaks are kept first, so that the weakest of a
	// chain gives way.
	slices.SortStableFunc(must, func(i, k int) int { return cmp.Compare(res.Edges[at[k]].Bits, res.Edges[at[i]].Bits) })
	group := map[record.Row]record.Row{} // record → name of its group
	members := map[record.Row][]record.Row{}
	of := func(r record.Row) record.Row {
		if g, ok := group[r]; ok {
			return g
		}
		group[r], members[r] = r, []record.Row{r}
		return r
	}
	for _, i := range must {
		p := d.pairs[i]
		a, b := of(p.A), of(p.B)
		if len(members[a]) < len(members[b]) {
			a, b = b, a
		}
		if a != b {
			if foe, ok := l.foes(members[b], enemies, func(r record.Row) bool { return group[r] == a && members[a] != nil && slices.Contains(members[a], r) }); ok {
				res.Violations = append(res.Violations, Violation{Different: foe, Same: p})
				continue
			}
			for _, r := range members[b] {
				group[r] = a
			}
			members[a] = append(members[a], members[b]...)
			delete(members, b)
		}
		l.settle(&res.Edges[at[i]], DecidedSame)
	}
}

// foes returns the first pair, in the order of content, of a record of rows and
// one that other holds of, that are decided to be different.
func (l *Linker) foes(rows []record.Row, enemies map[record.Row][]record.Row, other func(record.Row) bool) (first record.Pair, found bool) {
	for _, r := range rows {
		for _, e := range enemies[r] {
			if !other(e) {
				continue
			}
			p := ordered(r, e)
			if !found || l.before(p, first) {
				first, found = p, true
			}
		}
	}
	return first, found
}

func (l *Linker) before(p, q record.Pair) bool {
	pa, pb, qa, qb := l.rank[p.A], l.rank[p.B], l.rank[q.A], l.rank[q.B]
	return cmp.Or(cmp.Compare(min(pa, pb), min(qa, qb)), cmp.Compare(max(pa, pb), max(qa, qb))) < 0
}

func (l *Linker) settle(e *Edge, as uint8) {
	e.Decided = as
	e.Bits, e.Class = certain, score.Match
	if as == DecidedDifferent {
		e.Bits, e.Class = -certain, score.Unrelated
	}
}

// weight is what a scored pair weighs in clustering.
func (e *Edge) weight(shift float32) float32 {
	switch e.Decided {
	case DecidedSame:
		return cluster.Must
	case DecidedDifferent:
		return cluster.Cannot
	}
	return e.Bits - shift
}

// heed matches anew under the decisions, after a first match without them.
func (l *Linker) heed(ctx context.Context, first *Result) (*Result, error) {
	if len(l.in.Decisions) == 0 {
		return first, nil
	}
	return l.Again(ctx, first, l.in.Decisions)
}

// Again makes what Run would make of the same input under other decisions. It
// keeps the blocks and the estimated model of res, which Run must have made.
func (l *Linker) Again(ctx context.Context, res *Result, decisions []Decision) (*Result, error) {
	if l.base == nil {
		l.base, l.anchors, l.first = res.Model, l.anchor(res), res
	}
	l.in.Decisions, l.heeding = decisions, len(decisions) > 0
	again := &Result{Set: res.Set, Index: res.Index, Model: l.base, Probed: res.Probed}
	if l.heeding {
		done := l.cfg.Stage("learn")
		again.Model = l.base.Taught(l.judged(), l.anchors)
		done()
	}
	done := l.cfg.Stage("score")
	if err := l.score(ctx, again); err != nil {
		return nil, fmt.Errorf("score: %w", err)
	}
	done()
	done = l.cfg.Stage("cluster")
	l.cluster(again)
	done()
	return again, nil
}

// What anchors are chosen from.
const (
	mostAnchors = 1000
	anchorBits  = 10 // what is surer than that moves no anchor
)

// anchor samples pairs with what was made of them before anybody decided
// anything. Beside their own evidence other records spoke there, which answers on
// single pairs must not talk over.
func (l *Linker) anchor(res *Result) []score.Label {
	of := res.Groups.Of()
	var from []int
	for i, e := range res.Edges {
		if e.Bits > -anchorBits && e.Bits < anchorBits {
			from = append(from, i)
		}
	}
	// The sample is that of the smallest hashes of ranks, whatever the rows are.
	hash := func(i int) uint64 {
		a, b := l.rank[res.Edges[i].A], l.rank[res.Edges[i].B]
		h := (uint64(min(a, b))<<32 | uint64(max(a, b))) * 0x9E3779B97F4A7C15
		return (h ^ h>>29) * 0xBF58476D1CE4E5B9
	}
	slices.SortFunc(from, func(i, k int) int { return cmp.Compare(hash(i), hash(k)) })
	n := [2]int{}
	from = slices.DeleteFunc(from, func(i int) bool {
		k := 0
		if of[res.Edges[i].A] == of[res.Edges[i].B] {
			k = 1
		}
		n[k]++
		return n[k] > mostAnchors
	})
	pairs, same := make([]record.Pair, len(from)), make([]bool, len(from))
	for k, i := range from {
		e := res.Edges[i]
		pairs[k], same[k] = e.Pair, of[e.A] == of[e.B]
	}
	return l.label(pairs, same)
}

// judged returns the decided pairs as the model learns from them.
func (l *Linker) judged() []score.Label {
	d, _ := l.decisions()
	labels := l.label(d.pairs, d.same)
	of := l.first.Groups.Of()
	for k, p := range d.pairs {
		labels[k].Context = l.context(p, of)
	}
	return labels
}

// mostContext is how many records of a cluster are looked at for what they say
// of a pair.
const mostContext = 100

// context returns what other records say of a pair, in bits, to be added to what
// it says itself, as it was before anybody decided anything: two in one cluster
// may be joined by a third, and two clusters kept apart by their other pairs.
func (l *Linker) context(p record.Pair, of []uint32) float32 {
	own := l.scored(p)
	if of[p.A] == of[p.B] {
		best := own
		for _, c := range l.some(of[p.A]) {
			if c != p.A && c != p.B {
				best = max(best, min(l.scored(ordered(p.A, c)), l.scored(ordered(c, p.B))))
			}
		}
		return best - own
	}
	all := float32(0)
	for _, a := range l.some(of[p.A]) {
		for _, b := range l.some(of[p.B]) {
			all += max(-cluster.DefaultConfig().Against, min(cluster.DefaultConfig().Cap, l.scored(ordered(a, b))))
		}
	}
	return min(0, all-own) / 2
}

func (l *Linker) some(group uint32) []record.Row {
	rows := l.first.Groups.Group(int(group))
	return rows[:min(len(rows), mostContext)]
}

// scored returns the log odds of a pair in the first match; what was not worth
// keeping there speaks against as much as a pair may.
func (l *Linker) scored(p record.Pair) float32 {
	i, ok := slices.BinarySearchFunc(l.first.Edges, p, func(e Edge, p record.Pair) int {
		return cmp.Or(cmp.Compare(e.A, p.A), cmp.Compare(e.B, p.B))
	})
	if !ok {
		return keepBits
	}
	return l.first.Edges[i].Bits
}

// label compares pairs of which it is known whether they are one.
func (l *Linker) label(pairs []record.Pair, same []bool) []score.Label {
	if len(pairs) == 0 {
		return nil
	}
	s := l.newScorer()
	s.compare(pairs, true)
	labels := make([]score.Label, len(pairs))
	for k := range pairs {
		labels[k].Same = same[k]
		_, labels[k].Levels = s.pattern(k)
		for i := range s.adjust {
			labels[k].Adjust[i] = s.adjust[i][k]
		}
	}
	return labels
}
