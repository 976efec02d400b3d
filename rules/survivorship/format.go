package survivorship

import (
	"strings"

	"github.com/onefold/onefold/rules/survivorship/value"
)

// bestFormat returns the record that writes the value of record i best, among
// those whose value is the same; i itself if none is better.
func (r *Resolver) bestFormat(u *unit, i int32) int32 {
	at, top := i, -1
	for _, j := range r.newest {
		if j == i || !r.same(u, i, j) || r.sameBytes(u, i, j) {
			continue
		}
		if top < 0 {
			top = r.format(u, i)
		}
		if n := r.format(u, j); n > top {
			at, top = j, n
		}
	}
	return at
}

func (r *Resolver) sameBytes(u *unit, a, b int32) bool {
	for _, f := range u.fields {
		if r.plan.fields[f].Column.Value(r.rows[a]) != r.plan.fields[f].Column.Value(r.rows[b]) {
			return false
		}
	}
	return true
}

// ruleBestFormat prefers valid values; among records that then hold the same
// value as the rule inside chose, the best written one.
func (r *Resolver) ruleBestFormat(u *unit, c *rule) (choice, bool) {
	ch, ok := r.ask(u, c.then)
	if !ok || ch.idx < 0 {
		return ch, ok
	}
	at := ch.idx
	if !r.valid(u, at) || r.filledTuple(u, at) == 0 {
		for _, i := range r.newest {
			if r.filledTuple(u, i) > 0 && r.valid(u, i) {
				at = i
				break
			}
		}
	}
	return choice{idx: r.bestFormat(u, at)}, true
}

// ruleUninformative takes values for one that have the same letters and digits.
func (r *Resolver) ruleUninformative(u *unit, c *rule) (choice, bool) {
	ch, ok := r.ask(u, c.then)
	if !ok || ch.idx < 0 {
		return ch, ok
	}
	at, top := ch.idx, r.format(u, ch.idx)
	for _, i := range r.newest {
		if i == ch.idx || !r.sameLetters(u, i, ch.idx) {
			continue
		}
		if n := r.format(u, i); n > top || (n == top && r.length(u, i) > r.length(u, at)) {
			at, top = i, n
		}
	}
	return choice{idx: at}, true
}

func (r *Resolver) sameLetters(u *unit, a, b int32) bool {
	for _, f := range u.fields {
		if value.Bare(r.trimmed(f, a)) != value.Bare(r.trimmed(f, b)) {
			return false
		}
	}
	return true
}

// ruleEquivalent takes the listed forms of a value for one and shows the form
// that the policy prefers, if a record writes it.
func (r *Resolver) ruleEquivalent(u *unit, c *rule) (choice, bool) {
	ch, ok := r.ask(u, c.then)
	if !ok || ch.idx < 0 {
		return ch, ok
	}
	f := u.fields[0]
	formal := r.formalForm(c, r.trimmed(f, ch.idx))
	if formal == "" || r.preferred(c, formal, r.trimmed(f, ch.idx)) {
		return choice{idx: ch.idx}, true
	}
	for _, i := range r.newest {
		v := r.trimmed(f, i)
		if r.formalForm(c, v) == formal && r.preferred(c, formal, v) {
			return choice{idx: i}, true
		}
	}
	return choice{idx: ch.idx}, true
}

func (r *Resolver) formalForm(c *rule, v string) string {
	v = strings.ToLower(v)
	if formal, ok := c.formal[v]; ok {
		return formal
	}
	if r.plan.formal != nil {
		return r.plan.formal(v)
	}
	return ""
}

func (r *Resolver) preferred(c *rule, formal, v string) bool {
	switch c.Prefer {
	case "nickname":
		return strings.ToLower(v) != formal
	case "flagged":
		return value.Position(c.Values, v) > 0
	}
	return strings.ToLower(v) == formal
}

// format ranks how the values of a tuple are written.
func (r *Resolver) format(u *unit, i int32) int {
	n := 0
	for _, f := range u.fields {
		n += r.plan.fields.Form(f, r.rows[i])
	}
	return n
}
