package cluster

import (
	"container/heap"
	"slices"

	"github.com/onefold/onefold/record"
)

// Edge is the log odds, in bits, that two records are one. A is below B.
type Edge struct {
	A, B record.Row
	Bits float32
}

// Config sets the clustering.
type Config struct {
	Cap     float32 // the most that a pair may speak for, so that no one pair outvotes a group
	Against float32 // the most that it may speak against
	Unknown float32 // weight of a pair inside a component that was never scored
}

// DefaultConfig is what the matcher uses.
func DefaultConfig() Config { return Config{Cap: 12, Against: 3, Unknown: -1} }

// Labels returns for each of n rows the smallest row of its cluster. rank
// orders rows where sums tie, so that the input's order makes no difference.
func Labels(n int, edges []Edge, rank []uint32, cfg Config) []uint32 {
	labels := make([]uint32, n)
	for i := range labels {
		labels[i] = uint32(i)
	}
	comp := Components(n, edges)
	// Edges by component.
	byComp := map[uint32][]Edge{}
	for _, e := range edges {
		if comp[e.A] == comp[e.B] {
			byComp[comp[e.A]] = append(byComp[comp[e.A]], e)
		}
	}
	for _, es := range byComp {
		positive := false
		for _, e := range es {
			positive = positive || e.Bits > 0
		}
		if positive {
			solve(es, rank, cfg, labels)
		}
	}
	return labels
}

// Components returns for each of n rows the smallest row that positive edges
// connect it with.
func Components(n int, edges []Edge) []uint32 {
	parent := make([]uint32, n)
	for i := range parent {
		parent[i] = uint32(i)
	}
	find := func(x uint32) uint32 {
		for parent[x] != x {
			parent[x] = parent[parent[x]]
			x = parent[x]
		}
		return x
	}
	for _, e := range edges {
		if e.Bits > 0 {
			a, b := find(uint32(e.A)), find(uint32(e.B))
			if a < b {
				parent[b] = a
			} else {
				parent[a] = b
			}
		}
	}
	for i := range parent {
		parent[i] = find(uint32(i))
	}
	return parent
}

type link struct {
	a, b   int32
	bits   float64
	va, vb int32 // versions of the two groups when it was made
}

type queue struct {
	links []link
	rank  []uint32
}

func (q *queue) Len() int { return len(q.links) }
func (q *queue) Less(i, j int) bool {
	x, y := q.links[i], q.links[j]
	if x.bits != y.bits {
		return x.bits > y.bits
	}
	if q.rank[x.a] != q.rank[y.a] {
		return q.rank[x.a] < q.rank[y.a]
	}
	return q.rank[x.b] < q.rank[y.b]
}
func (q *queue) Swap(i, j int) { q.links[i], q.links[j] = q.links[j], q.links[i] }
func (q *queue) Push(x any)    { q.links = append(q.links, x.(link)) }
func (q *queue) Pop() any {
	l := q.links[len(q.links)-1]
	q.links = q.links[:len(q.links)-1]
	return l
}

// solve clusters one component, given all its edges (also those that speak
// against), and writes the labels of its rows.
func solve(edges []Edge, rank []uint32, cfg Config, labels []uint32) {
	var rows []record.Row
	for _, e := range edges {
		rows = append(rows, e.A, e.B)
	}
	// Local numbers follow rank, so that the result does not depend on rows.
	slices.SortFunc(rows, func(a, b record.Row) int { return int(rank[a]) - int(rank[b]) })
	rows = slices.Compact(rows)
	local := make(map[record.Row]int32, len(rows))
	for i, r := range rows {
		local[r] = int32(i)
	}
	n := len(rows)
	adj := make([]map[int32]float64, n) // original weights
	for i := range adj {
		adj[i] = map[int32]float64{}
	}
	for _, e := range edges {
		w := weigh(e.Bits, cfg)
		a, b := local[e.A], local[e.B]
		adj[a][b], adj[b][a] = w, w
	}
	group := contract(n, adj, float64(cfg.Unknown))
	improve(n, adj, group, float64(cfg.Unknown))
	first := make(map[int32]record.Row, n)
	for i, g := range group {
		if r, ok := first[g]; !ok || rows[i] < r {
			first[g] = rows[i]
		}
	}
	for i, g := range group {
		labels[rows[i]] = uint32(first[g])
	}
}

// contract joins groups while the best sum between two is positive. Pairs
// without an edge weigh unknown.
func contract(n int, adj []map[int32]float64, unknown float64) []int32 {
	sum := make([]map[int32]float64, n)  // between groups: weights of edges
	have := make([]map[int32]float64, n) // between groups: number of edges
	size := make([]float64, n)
	version := make([]int32, n)
	group := make([]int32, n)
	members := make([][]int32, n)
	rank := make([]uint32, n)
	q := &queue{rank: rank}
	for i := range n {
		sum[i], have[i] = map[int32]float64{}, map[int32]float64{}
		size[i], group[i], rank[i] = 1, int32(i), uint32(i)
		members[i] = []int32{int32(i)}
	}
	for i := range int32(n) {
		for j, w := range adj[i] {
			sum[i][j], have[i][j] = w, 1
			if i < j && w > 0 {
				q.links = append(q.links, link{a: i, b: j, bits: w})
			}
		}
	}
	heap.Init(q)
	for q.Len() > 0 {
		l := heap.Pop(q).(link)
		if members[l.a] == nil || members[l.b] == nil || version[l.a] != l.va || version[l.b] != l.vb {
			continue
		}
		a, b := l.a, l.b
		for _, m := range members[b] {
			group[m] = a
		}
		members[a] = append(members[a], members[b]...)
		members[b] = nil
		delete(sum[a], b)
		delete(have[a], b)
		size[a] += size[b]
		version[a]++
		for k, w := range sum[b] {
			if k == a {
				continue
			}
			sum[a][k] += w
			have[a][k] += have[b][k]
			sum[k][a] = sum[a][k]
			have[k][a] = have[a][k]
			delete(sum[k], b)
			delete(have[k], b)
		}
		sum[b], have[b] = nil, nil
		for k, w := range sum[a] {
			w += unknown * (size[a]*size[k] - have[a][k])
			if w > 0 {
				x, y := min(a, k), max(a, k)
				heap.Push(q, link{a: x, b: y, bits: w, va: version[x], vb: version[y]})
			}
		}
	}
	return group
}

// improve moves single records to the group, or out of all groups, that they
// fit best, while that raises the sum; a few passes are enough in practice.
func improve(n int, adj []map[int32]float64, group []int32, unknown float64) {
	size := map[int32]float64{}
	next := int32(n)
	for _, g := range group {
		size[g]++
	}
	type tie struct{ sum, have float64 }
	for range 8 {
		moved := false
		for i := range int32(n) {
			to := map[int32]tie{}
			for j, w := range adj[i] {
				t := to[group[j]]
				to[group[j]] = tie{t.sum + w, t.have + 1}
			}
			own := group[i]
			value := func(g int32) float64 {
				t := to[g]
				s := size[g]
				if g == own {
					s--
				}
				return t.sum + unknown*(s-t.have)
			}
			best, most := own, value(own)
			if most < -1e-9 {
				best, most = -1, 0
			}
			candidates := make([]int32, 0, len(to))
			for g := range to {
				candidates = append(candidates, g)
			}
			slices.Sort(candidates)
			for _, g := range candidates {
				if v := value(g); v > most+1e-9 {
					best, most = g, v
				}
			}
			if best == own {
				continue
			}
			if best == -1 {
				best = next
				next++
			}
			size[own]--
			size[best]++
			group[i] = best
			moved = true
		}
		if !moved {
			return
		}
	}
}
