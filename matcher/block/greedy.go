package block

import (
	"math"
	"slices"
)

// refines reports whether the blocks of d lie within those of c.
func (d *node) refines(c *node) bool {
	if d.mixed || c.mixed || len(d.atoms) <= len(c.atoms) {
		return false
	}
	for _, a := range c.atoms {
		if !slices.Contains(d.atoms, a) {
			return false
		}
	}
	return true
}

// candidate is a rule that may be chosen.
type candidate struct {
	*node
	over  *candidate // that it refines
	finds []int32    // pairs of the sample
	ratio float64    // worth by cost
	fresh int        // the step that ratio is of
}

// cost returns what the rule costs, and those that it refines where they are
// not chosen yet: without them it would have nothing to refine.
func (c *candidate) cost() float64 {
	y := c.yield
	cost := costEntry*y.entries + costPlace*y.places + costVisit*y.visits + 1
	if c.over != nil && !c.over.used {
		cost += c.over.cost()
	}
	return cost
}

// gain returns the weight that the rule finds, and those that it refines where
// they are not chosen yet.
func (c *candidate) gain(left []float64) (sum float64) {
	for _, i := range c.finds {
		sum += left[i]
	}
	if c.over != nil && !c.over.used {
		sum += c.over.gain(left)
	}
	return sum
}

// greedy takes the rules in the order of what they find beyond those before for
// what they cost.
func (p *plan) greedy(nodes []*node, finds [][]int32, pairs []sampled, n int) {
	left := make([]float64, len(pairs)) // weight that no rule has found yet
	all := 0.0
	for i, q := range pairs {
		left[i] = q.weight
		all += q.weight
	}
	of := map[*node]*candidate{}
	for i, d := range nodes {
		d.used = false
		of[d] = &candidate{node: d, finds: finds[i]}
	}
	var queue []*candidate
	for _, d := range nodes {
		c := of[d]
		for _, k := range d.kids {
			of[k].over = c
		}
		if len(c.finds) > 0 && d.yield != nil && d.yield.places > 0 {
			c.ratio = math.Inf(1)
			queue = append(queue, c)
		}
	}
	least := worth * min(1, float64(n)/1e6)
	found := make([]bool, len(pairs))
	for step := 1; len(queue) > 0; step++ {
		best := 0
		for {
			for i, c := range queue {
				if c.ratio > queue[best].ratio {
					best = i
				}
			}
			c := queue[best]
			if c.fresh == step {
				break
			}
			c.ratio, c.fresh = c.gain(left)/all/c.cost(), step
		}
		if queue[best].ratio < least {
			return
		}
		for c := queue[best]; c != nil && !c.used; c = c.over {
			c.used = true
			for _, i := range c.finds {
				left[i] *= again
				found[i] = true
			}
			for _, o := range queue {
				if o.refines(c.node) { // its blocks lie within those that are taken
					o.finds = slices.DeleteFunc(o.finds, func(i int32) bool { return found[i] })
				}
			}
			for _, i := range c.finds {
				found[i] = false
			}
		}
		queue = slices.DeleteFunc(queue, func(c *candidate) bool {
			if !c.used && c.over != nil && c.over.used {
				c.ratio = math.Inf(1) // it has become cheaper
			}
			return c.used
		})
	}
}
