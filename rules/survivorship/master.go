package survivorship

import (
	"math"
	"slices"

	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship/value"
)

// chooseMaster runs the criteria in order; each keeps the records that are
// best by it, and the first that leaves one decides. The lowest id is the last
// resort, so there is always a master.
func (r *Resolver) chooseMaster() {
	k := int32(len(r.rows))
	r.alive = r.alive[:0]
	for i := range k {
		r.alive = append(r.alive, i)
	}
	if r.plan.cfg.Scored {
		r.scoreMaster()
		return
	}
	for n := range r.plan.master {
		c := &r.plan.master[n]
		r.rate(c, r.alive)
		top := math.Inf(-1)
		for _, i := range r.alive {
			top = max(top, r.scores[i])
		}
		r.alive = slices.DeleteFunc(r.alive, func(i int32) bool { return r.scores[i] < top })
		if len(r.alive) == 1 {
			r.decide(r.alive[0], c.By)
			return
		}
	}
	r.decide(r.alive[0], "lowest_id")
}

func (r *Resolver) decide(i int32, why string) {
	r.master = i
	r.golden.Master, r.golden.Why = r.rows[i], why
}

// scoreMaster adds up the points of every criterion that a record is best by.
// Without the lead that the policy asks for there is no master: the group is
// marked to be skipped, and its lowest id stands in.
func (r *Resolver) scoreMaster() {
	total := make([]float64, len(r.rows))
	for n := range r.plan.master {
		c := &r.plan.master[n]
		r.rate(c, r.alive)
		top := slices.Max(r.scores[:len(r.rows)])
		if top == slices.Min(r.scores[:len(r.rows)]) {
			continue // says nothing about any of them
		}
		for i := range total {
			if r.scores[i] == top {
				total[i] += c.Points
			}
		}
	}
	first, second := 0, math.Inf(-1)
	for i := 1; i < len(total); i++ {
		if total[i] > total[first] {
			second, first = max(second, total[first]), i
		} else {
			second = max(second, total[i])
		}
	}
	lead := total[first] - second
	switch {
	case lead < r.plan.cfg.Lead:
		r.decide(int32(first), "no_master")
		r.golden.Skip = "no_master"
		r.find(-1, "scored", "no_master", r.rows[first])
	case lead == 0:
		r.decide(int32(first), "lowest_id")
	default:
		r.decide(int32(first), "scored")
	}
}

// rate fills scores for the records that are still in question.
func (r *Resolver) rate(c *criterion, among []int32) {
	r.scores = slices.Grow(r.scores[:0], len(r.rows))[:len(r.rows)]
	if c.rate == nil {
		r.rateExtreme(c, among)
		return
	}
	for _, i := range among {
		r.scores[i] = c.rate(r, c, i)
	}
}

// rateExtreme compares exactly: the best values score 1, the others 0.
func (r *Resolver) rateExtreme(c *criterion, among []int32) {
	u := unit{fields: []int{c.field}}
	sign := 1
	if c.By == "min" {
		sign = -1
	}
	cands := make([]int32, 0, len(among))
	for _, i := range among {
		r.scores[i] = 0
		if r.filledTuple(&u, i) > 0 {
			cands = append(cands, i)
		}
	}
	top, reason := r.extremes(c.field, cands, sign)
	if reason >= 0 {
		r.find(c.field, c.By, "text_among_numbers", r.rows[reason])
		return
	}
	for _, i := range top {
		r.scores[i] = 1
	}
}

func (r *Resolver) byNewestCreated(_ *criterion, i int32) float64  { return value.Newer(r.cre[i]) }
func (r *Resolver) byOldestCreated(_ *criterion, i int32) float64  { return value.Older(r.cre[i]) }
func (r *Resolver) byNewestModified(_ *criterion, i int32) float64 { return value.Newer(r.mod[i]) }
func (r *Resolver) byOldestModified(_ *criterion, i int32) float64 { return value.Older(r.mod[i]) }
func (r *Resolver) byLowestID(_ *criterion, i int32) float64       { return -float64(i) }

func (r *Resolver) byComplete(_ *criterion, i int32) float64 {
	n := 0
	for _, f := range r.plan.complete {
		if r.plan.fields.Filled(f, r.rows[i]) {
			n++
		}
	}
	return float64(n)
}

func (r *Resolver) byHasValue(c *criterion, i int32) float64 {
	return value.Yes(r.plan.fields.Filled(c.field, r.rows[i]))
}

func (r *Resolver) byActiveOwner(c *criterion, i int32) float64 {
	if r.plan.owner < 0 {
		return 0
	}
	return value.Yes(value.Position(c.Values, r.trimmed(r.plan.owner, i)) > 0)
}

func (r *Resolver) byValues(c *criterion, i int32) float64 {
	return value.Position(c.Values, r.trimmed(c.field, i))
}

func (r *Resolver) sourceOf(i int32) string {
	if r.plan.source == nil {
		return ""
	}
	return r.plan.source(r.rows[i])
}

func (r *Resolver) bySources(c *criterion, i int32) float64 {
	return value.Position(c.Values, r.sourceOf(i))
}

func (r *Resolver) byManual(c *criterion, i int32) float64 {
	return value.Yes(value.Position(c.Values, r.plan.rowID(r.rows[i])) > 0)
}

func (r *Resolver) byCondition(c *criterion, i int32) float64 {
	out, err := r.runCondition(c.program, -1, i)
	if err != nil {
		r.find(-1, "matches", "expression_failed", r.rows[i])
	}
	return value.Yes(out)
}

// extremes returns the records with the largest (sign 1) or smallest (-1)
// number or date in field f. Where the values are neither all numbers nor all
// dates, bad is the first that is no number, and there is no answer; otherwise
// bad is -1.
func (r *Resolver) extremes(f int, cands []int32, sign int) (top []int32, bad int32) {
	row := func(n int) record.Row { return r.rows[cands[n]] }
	at, wrong := r.plan.fields.Extremes(f, len(cands), row, sign)
	if wrong >= 0 {
		return nil, cands[wrong]
	}
	for _, n := range at {
		top = append(top, cands[n])
	}
	return top, -1
}
