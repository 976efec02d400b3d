package block

import (
	"math/bits"
	"slices"
)

// mask is a set of atoms, by their place in the plan.
type mask [maxAtoms / 64]uint64

// maxAtoms bounds the atoms of a plan; those with the fewest distinct keys are
// left out.
const maxAtoms = 128

func (m *mask) set(i int)      { m[i/64] |= 1 << (i % 64) }
func (m mask) has(o mask) bool { return m[0]&o[0] == o[0] && m[1]&o[1] == o[1] }

// crowd tells how many records agree with both of a pair, on what.
type crowd struct {
	agrees mask         // the atoms that the pair agrees on
	common mask         // of them, those that very many agree on
	rows   map[mask]int // records of the sample by the atoms that they agree on, two or more
	alone  []int        // records of the sample that agree on each atom
}

// meets fills in the crowd of a pair. scratch has an empty mask for each row of the sample.
func (p *plan) meets(q *sampled, c *crowd, scratch []mask, touched []uint32) []uint32 {
	c.agrees, c.common = mask{}, mask{}
	clear(c.rows)
	touched = touched[:0]
	for i, a := range p.atoms {
		c.alone[i] = 0
		x, y := a.of(q.A), a.of(q.B)
		for _, h := range x {
			if !slices.Contains(y, h) {
				continue
			}
			with := a.with(h)
			if c.agrees.set(i); 8*len(with) > len(scratch) {
				c.common.set(i)
				continue
			}
			c.alone[i] += len(with)
			for _, e := range with {
				if scratch[e.row()] == (mask{}) {
					touched = append(touched, uint32(e.row()))
				}
				scratch[e.row()].set(i)
			}
		}
	}
	for _, r := range touched {
		if m := scratch[r]; bits.OnesCount64(m[0])+bits.OnesCount64(m[1]) > 1 {
			c.rows[m]++
		}
		scratch[r] = mask{}
	}
	return touched
}

// size returns how many records of the sample agree with the pair on all of m.
func (c *crowd) size(m mask) int {
	for i := range m {
		m[i] &^= c.common[i]
	}
	switch bits.OnesCount64(m[0]) + bits.OnesCount64(m[1]) {
	case 0:
		return 1 << 30
	case 1:
		if m[0] != 0 {
			return c.alone[bits.TrailingZeros64(m[0])]
		}
		return c.alone[64+bits.TrailingZeros64(m[1])]
	}
	n := 0
	for o, k := range c.rows {
		if o.has(m) {
			n += k
		}
	}
	return n
}

// finds lists for each rule the pairs that its blocks hold, as far as the
// sample tells.
func (p *plan) finds(nodes []*node, pairs []sampled, n, most int) [][]int32 {
	out := make([][]int32, len(nodes))
	masks := make([]mask, len(nodes))
	parent := make([]int, len(nodes)) // of a refinement
	at := map[*node]int{}
	for i, d := range nodes {
		at[d] = i
	}
	for i := range parent {
		parent[i] = -1
	}
	for i, d := range nodes {
		for _, a := range d.atoms {
			masks[i].set(a.place)
		}
		for _, k := range d.kids {
			parent[at[k]] = i
		}
	}
	c := &crowd{rows: map[mask]int{}, alone: make([]int, len(p.atoms))}
	rows := min(n, rarityRows)
	limit := float64(most-2) * float64(rows) / float64(n) // records of the sample in the largest block
	scratch := make([]mask, rows)
	var touched []uint32
	small := make([]bool, len(nodes))
	for k := range pairs {
		q := &pairs[k]
		touched = p.meets(q, c, scratch, touched)
		times := 0
		for i, d := range nodes {
			agrees := c.agrees.has(masks[i])
			if d.mixed && !agrees {
				g, f := d.atoms[0], d.atoms[1]
				if meet(g.of(q.A), f.of(q.B)) && meet(f.of(q.A), g.of(q.B)) {
					times++
					out[i] = append(out[i], int32(k))
				}
				continue
			}
			small[i] = false
			if !agrees || parent[i] >= 0 && small[parent[i]] {
				// What the blocks of a rule hold does not come to its refinements.
				small[i] = agrees
				continue
			}
			if float64(c.size(masks[i])) <= limit {
				small[i] = true
				times++
				out[i] = append(out[i], int32(k))
			}
		}
		q.weight /= float64(max(1, times))
	}
	return out
}
