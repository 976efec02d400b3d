package cluster

import (
	"cmp"
	"math"
	"slices"

	"github.com/onefold/onefold/record"
)

// Assign clusters rows of which some are surely not one: two with the same mark
// other than 0 never share a cluster. It returns for each of n rows the
// smallest row of its cluster. rank orders rows where sums tie.
//
// Where every cluster can have two rows at most, as between two sources without
// duplicates, the result is the best there is. Otherwise groups are joined
// while that raises the sum, and then the rows of one mark after the other are
// dealt out anew among the groups, each time in the best way there is.
func Assign(n int, edges []Edge, rank []uint32, mark []uint16, cfg Config) []uint32 {
	labels := make([]uint32, n)
	for i := range labels {
		labels[i] = uint32(i)
	}
	comp := Components(n, edges)
	in := make([]Edge, 0, len(edges))
	for _, e := range edges {
		if comp[e.A] == comp[e.B] && (mark[e.A] == 0 || mark[e.A] != mark[e.B]) {
			in = append(in, e)
		}
	}
	slices.SortStableFunc(in, func(a, b Edge) int { return cmp.Compare(comp[a.A], comp[b.A]) })
	for i := 0; i < len(in); {
		j := i + 1
		for j < len(in) && comp[in[j].A] == comp[in[i].A] {
			j++
		}
		if j-i == 1 {
			if in[i].Bits > 0 {
				labels[in[i].A], labels[in[i].B] = uint32(min(in[i].A, in[i].B)), uint32(min(in[i].A, in[i].B))
			}
		} else {
			newDeal(in[i:j], rank, mark, cfg).write(labels)
		}
		i = j
	}
	return labels
}

// deal is one component on its way to clusters.
type deal struct {
	rows    []record.Row
	mark    []uint16
	adj     [][]arc // what was compared, both ways
	group   []int32
	unknown float64
}

func newDeal(edges []Edge, rank []uint32, mark []uint16, cfg Config) *deal {
	d := &deal{unknown: float64(cfg.Unknown)}
	for _, e := range edges {
		d.rows = append(d.rows, e.A, e.B)
	}
	// Local numbers follow rank, so that the result does not depend on rows.
	slices.SortFunc(d.rows, func(a, b record.Row) int { return cmp.Compare(rank[a], rank[b]) })
	d.rows = slices.Compact(d.rows)
	local := make(map[record.Row]int32, len(d.rows))
	d.mark = make([]uint16, len(d.rows))
	marks := map[uint16]bool{}
	for i, r := range d.rows {
		local[r] = int32(i)
		d.mark[i] = mark[r]
		marks[mark[r]] = true
	}
	pairs := len(marks) == 2 && !marks[0] // then no cluster has more than two rows
	d.adj = make([][]arc, len(d.rows))
	for _, e := range edges {
		w := math.Round(float64(e.Bits)*1024) / 1024 // makes every sum exact, whatever its order
		if !pairs {
			w = weigh(e.Bits, cfg)
		}
		a, b := local[e.A], local[e.B]
		d.adj[a] = append(d.adj[a], arc{b, w})
		d.adj[b] = append(d.adj[b], arc{a, w})
	}
	for _, as := range d.adj {
		slices.SortFunc(as, func(a, b arc) int { return cmp.Compare(a.to, b.to) })
	}
	d.group = make([]int32, len(d.rows))
	for i := range d.group {
		d.group[i] = int32(i)
	}
	if !pairs {
		d.join()
	}
	d.settle()
	return d
}

// join joins groups by the best compared pair first, where all their pairs
// together speak for it.
func (d *deal) join() {
	type link struct {
		a, b int32
		bits float64
	}
	var links []link
	for i, as := range d.adj {
		for _, a := range as {
			if int32(i) < a.to && a.bits > 0 {
				links = append(links, link{int32(i), a.to, a.bits})
			}
		}
	}
	slices.SortFunc(links, func(x, y link) int {
		return cmp.Or(cmp.Compare(y.bits, x.bits), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	members := make([][]int32, len(d.rows))
	for i := range members {
		members[i] = []int32{int32(i)}
	}
	for _, l := range links {
		a, b := d.group[l.a], d.group[l.b]
		if a == b {
			continue
		}
		if len(members[a]) < len(members[b]) {
			a, b = b, a
		}
		if d.clash(members[a], members[b]) || d.between(members[b], a, len(members[a])) <= 0 {
			continue
		}
		for _, m := range members[b] {
			d.group[m] = a
		}
		members[a] = append(members[a], members[b]...)
		members[b] = nil
	}
}

// clash reports whether two groups hold rows that are surely not one.
func (d *deal) clash(a, b []int32) bool {
	for _, x := range a {
		for _, y := range b {
			if d.mark[x] != 0 && d.mark[x] == d.mark[y] {
				return true
			}
		}
	}
	return false
}

// between adds up what speaks for joining rows with a group of so many.
func (d *deal) between(rows []int32, group int32, size int) float64 {
	sum, have := 0.0, 0
	for _, x := range rows {
		for _, a := range d.adj[x] {
			if d.group[a.to] == group {
				sum += a.bits
				have++
			}
		}
	}
	return sum + d.unknown*float64(len(rows)*size-have)
}

// deals bounds how often the rows of a mark are dealt out; each time raises the
// sum, and a few are enough in practice.
const deals = 6

// settle deals the rows of each mark out among the groups of the others, and
// moves rows without a mark one by one, until nothing gets better.
func (d *deal) settle() {
	var marks []uint16
	for _, m := range d.mark {
		if !slices.Contains(marks, m) {
			marks = append(marks, m) // in the order of the rows, not of the sources
		}
	}
	if len(marks) == 2 && !slices.Contains(marks, 0) {
		marks = marks[:1] // the first deal is the best there is
	}
	for range deals {
		moved := false
		for _, m := range marks {
			if m == 0 {
				moved = d.move() || moved
			} else {
				moved = d.dealOut(m) || moved
			}
		}
		if !moved || len(marks) == 1 {
			return
		}
	}
}

// sizes counts the rows of each group.
func (d *deal) sizes() map[int32]float64 {
	size := make(map[int32]float64, len(d.rows))
	for _, g := range d.group {
		size[g]++
	}
	return size
}

// sums adds up what speaks for row i with each group, in the order of groups.
func (d *deal) sums(i int32, size map[int32]float64, skip uint16) []arc {
	type tie struct{ bits, have float64 }
	to := map[int32]tie{}
	for _, a := range d.adj[i] {
		if skip != 0 && d.mark[a.to] == skip {
			continue
		}
		t := to[d.group[a.to]]
		to[d.group[a.to]] = tie{t.bits + a.bits, t.have + 1}
	}
	out := make([]arc, 0, len(to))
	for g, t := range to {
		s := size[g]
		if g == d.group[i] {
			s--
		}
		out = append(out, arc{g, t.bits + d.unknown*(s-t.have)})
	}
	slices.SortFunc(out, func(a, b arc) int { return cmp.Compare(a.to, b.to) })
	return out
}

// alone returns a group that nobody is in.
func (d *deal) alone(size map[int32]float64) int32 {
	for g := int32(0); ; g++ {
		if size[g] == 0 {
			return g
		}
	}
}

// dealOut takes the rows of a mark out of their groups and puts them back in
// the best way. It reports whether that changed the sum.
func (d *deal) dealOut(mark uint16) bool {
	var rows []int32
	before := make(map[int32]int32)
	for i, m := range d.mark {
		if m == mark {
			rows = append(rows, int32(i))
			before[int32(i)] = d.group[i]
			d.group[i] = -1
		}
	}
	size := d.sizes()
	delete(size, -1)
	arcs := make([][]arc, len(rows))
	nodes := map[int32]int32{} // group → right node
	var groups []int32
	was, now := 0.0, 0.0
	for k, i := range rows {
		for _, a := range d.sums(i, size, mark) {
			if before[i] == a.to {
				was += a.bits
			}
			if a.bits <= 0 {
				continue
			}
			at, ok := nodes[a.to]
			if !ok {
				at = int32(len(groups))
				nodes[a.to] = at
				groups = append(groups, a.to)
			}
			arcs[k] = append(arcs[k], arc{at, a.bits})
		}
	}
	to := pairUpBounded(arcs, len(groups))
	for k, at := range to {
		for _, a := range arcs[k] {
			if a.to == at {
				now += a.bits
			}
		}
	}
	if now <= was {
		for _, i := range rows {
			d.group[i] = before[i]
		}
		return false
	}
	var lone []int32
	for k, at := range to {
		if at < 0 {
			lone = append(lone, rows[k])
			continue
		}
		d.group[rows[k]] = groups[at]
		size[groups[at]]++
	}
	free := int32(0)
	for _, i := range lone {
		for size[free] > 0 {
			free++
		}
		d.group[i] = free
		size[free]++
	}
	return true
}

// move moves single rows without a mark to the group that they fit best, or
// out of all groups.
func (d *deal) move() bool {
	moved := false
	size := d.sizes()
	for i, m := range d.mark {
		if m != 0 {
			continue
		}
		own := d.group[i]
		sums := d.sums(int32(i), size, 0)
		most, best := d.unknown*(size[own]-1), own
		for _, a := range sums {
			if a.to == own {
				most = a.bits
			}
		}
		if most < -1e-9 {
			most, best = 0, -1
		}
		for _, a := range sums {
			if a.bits > most+1e-9 {
				most, best = a.bits, a.to
			}
		}
		if best == own {
			continue
		}
		size[own]--
		if best < 0 {
			best = d.alone(size)
		}
		size[best]++
		d.group[i] = best
		moved = true
	}
	return moved
}

// write writes the smallest row of each group to its rows' labels.
func (d *deal) write(labels []uint32) {
	first := make(map[int32]record.Row, len(d.rows))
	for i, g := range d.group {
		if r, ok := first[g]; !ok || d.rows[i] < r {
			first[g] = d.rows[i]
		}
	}
	for i, g := range d.group {
		labels[d.rows[i]] = uint32(first[g])
	}
}
