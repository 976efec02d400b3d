package cluster

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// arc is what speaks for pairing a node on the left with one on the right.
type arc struct {
	to   int32
	bits float64
}

// pairUp returns for each node on the left its partner among right nodes, or
// -1, so that the sum over all pairs is as large as it can be and nobody has
// two partners. Arcs must weigh more than 0; nobody needs to be paired.
//
// This is the assignment problem on a sparse graph, solved by shortest
// augmenting paths (Jonker and Volgenant, Computing 38, 1987): each node on the
// left that has no partner looks for the cheapest way to get one by passing
// partners on. A node may also stay alone, which is a partner of its own of
// weight 0.
func pairUp(arcs [][]arc, right int) []int32 {
	left := len(arcs)
	p := &pairing{
		arcs: arcs, right: int32(right),
		partner: make([]int32, left), owner: make([]int32, right+left),
		u: make([]float64, left), v: make([]float64, right+left),
		dist: make([]float64, right+left), from: make([]int32, right+left), seen: make([]bool, right+left),
	}
	for j := range p.owner {
		p.owner[j] = -1
		p.dist[j] = math.Inf(1)
	}
	for i := range arcs {
		p.partner[i] = -1
		for _, a := range arcs[i] {
			p.u[i] = min(p.u[i], -a.bits)
		}
	}
	for i := range arcs {
		p.augment(int32(i))
	}
	for i, j := range p.partner {
		if j >= p.right {
			p.partner[i] = -1
		}
	}
	return p.partner
}

// pairing is the state of pairUp. Right node right+i stands for the left node i
// staying alone.
type pairing struct {
	arcs    [][]arc
	right   int32
	partner []int32   // of each left node
	owner   []int32   // left node of each right node, -1 for none
	u, v    []float64 // potentials: cost − u − v is never below 0
	dist    []float64 // cost of the cheapest way to a right node, in this search
	from    []int32   // left node that it comes from
	seen    []bool    // whether that way is settled
	reached []int32   // right nodes of this search
	queue   frontier
}

// augment finds node i a partner.
func (p *pairing) augment(i int32) {
	p.reached, p.queue = p.reached[:0], p.queue[:0]
	at, base := i, 0.0
	end := int32(-1)
	for end < 0 {
		step := func(j int32, cost float64) {
			if p.seen[j] {
				return
			}
			d := base + max(0, cost-p.u[at]-p.v[j])
			if d < p.dist[j] {
				if math.IsInf(p.dist[j], 1) {
					p.reached = append(p.reached, j)
				}
				p.dist[j], p.from[j] = d, at
				heap.Push(&p.queue, way{d, j})
			}
		}
		for _, a := range p.arcs[at] {
			step(a.to, -a.bits)
		}
		step(p.right+at, 0)
		for {
			w := heap.Pop(&p.queue).(way) // staying alone is always a way
			if !p.seen[w.to] && w.dist == p.dist[w.to] {
				p.seen[w.to] = true
				base = w.dist
				if at = p.owner[w.to]; at < 0 {
					end = w.to
				}
				break
			}
		}
	}
	for _, j := range p.reached {
		if p.seen[j] && j != end {
			p.u[p.owner[j]] += base - p.dist[j]
			p.v[j] -= base - p.dist[j]
		}
	}
	p.u[i] += base
	for j := end; ; {
		l := p.from[j]
		p.owner[j] = l
		j, p.partner[l] = p.partner[l], j
		if l == i {
			break
		}
	}
	for _, j := range p.reached {
		p.dist[j], p.seen[j] = math.Inf(1), false
	}
}

// way is a right node and what it costs to get there.
type way struct {
	dist float64
	to   int32
}

// frontier is a heap of ways, the cheapest first, the lowest node among equals.
type frontier []way

func (f frontier) Len() int { return len(f) }
func (f frontier) Less(i, j int) bool {
	return f[i].dist < f[j].dist || f[i].dist == f[j].dist && f[i].to < f[j].to
}
func (f frontier) Swap(i, j int) { f[i], f[j] = f[j], f[i] }
func (f *frontier) Push(x any)   { *f = append(*f, x.(way)) }
func (f *frontier) Pop() any {
	o := *f
	w := o[len(o)-1]
	*f = o[:len(o)-1]
	return w
}

// Pairing returns for each row of a table of weights the column that it is
// paired with, or -1, so that the sum is as large as it can be and no column is
// taken twice. What weighs 0 or less is never paired.
func Pairing(weights [][]float64) []int32 {
	arcs, columns := make([][]arc, len(weights)), 0
	for i, row := range weights {
		columns = max(columns, len(row))
		for j, w := range row {
			if w > 0 {
				arcs[i] = append(arcs[i], arc{int32(j), w})
			}
		}
	}
	return pairUp(arcs, columns)
}

// giant is the work, left nodes times arcs, from which a best pairing costs too
// much. Components of real matches are far smaller; one this large is held
// together by what says little.
const giant = 1 << 28

// pairUpBounded is pairUp for any size: beyond giant, pairs are taken greedily,
// which gives at least half of the best sum, and then improved by swaps.
func pairUpBounded(arcs [][]arc, right int) []int32 {
	n := 0
	for _, as := range arcs {
		n += len(as)
	}
	if len(arcs)*n <= giant {
		return pairUp(arcs, right)
	}
	return pairUpGreedily(arcs, right)
}

// pairUpGreedily takes the best pair first. Then each left node may take a
// partner over from another one, where both together gain by it.
func pairUpGreedily(arcs [][]arc, right int) []int32 {
	type pick struct {
		from int32
		arc
	}
	var picks []pick
	for i, as := range arcs {
		for _, a := range as {
			picks = append(picks, pick{int32(i), a})
		}
	}
	slices.SortFunc(picks, func(x, y pick) int {
		return cmp.Or(cmp.Compare(y.bits, x.bits), cmp.Compare(x.from, y.from), cmp.Compare(x.to, y.to))
	})
	partner, owner := make([]int32, len(arcs)), make([]int32, right)
	worth := make([]float64, len(arcs))
	for i := range partner {
		partner[i] = -1
	}
	for j := range owner {
		owner[j] = -1
	}
	join := func(i int32, a arc) {
		if partner[i] >= 0 {
			owner[partner[i]] = -1
		}
		partner[i], owner[a.to], worth[i] = a.to, i, a.bits
	}
	for _, p := range picks {
		if partner[p.from] < 0 && owner[p.to] < 0 {
			join(p.from, p.arc)
		}
	}
	const passes = 3
	for range passes {
		for _, p := range picks {
			i, loser := p.from, owner[p.to]
			if loser == i {
				continue
			}
			if loser < 0 {
				if p.bits > worth[i] {
					join(i, p.arc)
				}
				continue
			}
			// The loser takes the best that is free, or what i leaves.
			var other arc
			for _, a := range arcs[loser] {
				if (owner[a.to] < 0 || owner[a.to] == i) && a.bits > other.bits {
					other = a
				}
			}
			if p.bits+other.bits > worth[i]+worth[loser] {
				partner[loser], worth[loser] = -1, 0
				join(i, p.arc)
				if other.bits > 0 {
					join(loser, other)
				}
			}
		}
	}
	return partner
}
