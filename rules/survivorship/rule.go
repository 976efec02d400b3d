package survivorship

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship/policy"
	"github.com/onefold/onefold/rules/survivorship/value"
)

// maxNesting bounds rules inside rules.
const maxNesting = 8

// rule compiles one rule of the policy at path. Without a unit it is only
// checked. Level tells where it stands: 0 a default that may not name fields,
// 1 a field's own rule, 2 a group's.
func (p *plan) rule(path string, in Rule, u *unit, level int) *rule {
	return p.nested(path, in, u, level, 0)
}

func (p *plan) nested(path string, in Rule, u *unit, level, depth int) *rule {
	if depth > maxNesting {
		p.fault(path, "rules are nested too deeply", "", nil)
		return nil
	}
	at := slices.IndexFunc(p.table, func(t policy.RuleInfo) bool { return t.Name == in.Name })
	if at < 0 {
		p.fault(path+".rule", fmt.Sprintf("unknown rule %q", in.Name), in.Name, policy.Names(Rules()))
		return nil
	}
	info := &p.table[at]
	p.faults.CheckRule(path, in, info, level, depth)
	c := &rule{Rule: in, info: info, run: p.runners[in.Name], note: -1}
	switch in.Format {
	case policy.Best:
		c.best = true
	case "":
		c.best = in.Name == "master_fill"
	}
	c.skipEqual = info.How == policy.Picks || info.How == policy.Wraps
	if info.How == policy.Makes {
		if u != nil && len(u.fields) > 1 {
			p.fault(path+".rule", fmt.Sprintf("%s makes one value and can't be used for fields that stay together", in.Name), "", nil)
		}
	}
	if in.Then != nil {
		c.then = p.nested(path+".then", *in.Then, u, level, depth+1)
	} else if info.How == policy.Wraps || info.How == policy.Computes {
		c.then = p.nested(path, Rule{Name: "master_fill"}, u, level, depth+1)
	}
	if in.Fallback != nil {
		c.fallback = p.nested(path+".fallback", *in.Fallback, u, level, depth+1)
	}
	if c.then != nil && !c.then.skipEqual {
		c.skipEqual = false
	}
	for i, name := range in.By {
		c.by = append(c.by, p.index(fmt.Sprintf("%s.by.%d", path, i), name))
	}
	for i, name := range in.Slots {
		c.slots = append(c.slots, p.index(fmt.Sprintf("%s.slots.%d", path, i), name))
	}
	if in.Note != "" {
		c.note = p.index(path+".note", in.Note)
	}
	switch in.Name {
	case "secondary_slots":
		c.after, c.skipEqual = (*Resolver).fillSlots, false
	case "to_note":
		c.after, c.skipEqual = (*Resolver).writeNote, false
	case "equivalent":
		c.formal = value.FormalOf(in.Equivalents)
	case "most_restrictive":
		c.skipEqual = false // an unknown word is a finding
		c.optOut = in.TrueMeans == "opt_out"
		if in.TrueMeans == "" && u != nil && len(p.fields) > 0 {
			c.optOut = value.SaysOptOut(p.fields[u.fields[0]].Name)
		}
	case "expression":
		if in.Expression != "" {
			c.program = p.program(path+".expression", in.Expression, false)
		}
	case "overwrite_if":
		if in.If != "" && in.If != "empty" && in.If != "shorter" && in.If != "invalid" {
			c.program = p.program(path+".if", in.If, true)
		}
	case "largest", "smallest", "any_true", "all_true":
		c.skipEqual = false // the values must be numbers or booleans even if equal
	}
	return c
}

// blank reports whether a record writes nothing in field f.
func (r *Resolver) blank(f int, i int32) bool { return r.plan.fields.Blank(f, r.rows[i]) }

func (r *Resolver) code(f int, i int32) record.Code { return r.plan.fields[f].Normal.Of[r.rows[i]] }

func (r *Resolver) trimmed(f int, i int32) string {
	return strings.TrimSpace(r.plan.fields[f].Column.Value(r.rows[i]))
}

func (r *Resolver) blankTuple(u *unit, i int32) bool {
	for _, f := range u.fields {
		if !r.blank(f, i) {
			return false
		}
	}
	return true
}

func (r *Resolver) filledTuple(u *unit, i int32) int {
	n := 0
	for _, f := range u.fields {
		if r.plan.fields.Filled(f, r.rows[i]) {
			n++
		}
	}
	return n
}

// same reports whether two records agree in normal form. Values that have no
// normal form agree when they are written the same.
func (r *Resolver) same(u *unit, a, b int32) bool {
	for _, f := range u.fields {
		if !r.sameField(f, a, b) {
			return false
		}
	}
	return true
}

func (r *Resolver) sameField(f int, a, b int32) bool {
	x, y := r.code(f, a), r.code(f, b)
	return x == y && (x != 0 || r.trimmed(f, a) == r.trimmed(f, b))
}

// candidates returns the records whose values take part, in the given order:
// those that have something to say; where none has, those that write anything.
func (r *Resolver) candidates(u *unit, c *rule, order []int32) []int32 {
	if c.Blank == policy.Counts {
		return order
	}
	r.cands = r.cands[:0]
	for _, i := range order {
		if r.filledTuple(u, i) > 0 {
			r.cands = append(r.cands, i)
		}
	}
	if len(r.cands) == 0 {
		for _, i := range order {
			if !r.blankTuple(u, i) {
				r.cands = append(r.cands, i)
			}
		}
	}
	return r.cands
}

// byTime returns the group in the order of the timestamps that date this rule.
func (r *Resolver) byTime(c *rule, oldest bool) []int32 {
	times := r.mod
	if len(c.by) > 0 {
		r.datedBy = r.datedBy[:0]
		for i, row := range r.rows {
			t := r.plan.fields.Latest(c.by, row)
			if t == value.NoTime {
				t = r.mod[i]
			}
			r.datedBy = append(r.datedBy, t)
		}
		times = r.datedBy
	} else if !oldest {
		return r.newest
	}
	r.dated = r.sortBy(r.dated, times, oldest)
	return r.dated
}
