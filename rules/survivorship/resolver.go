package survivorship

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"

	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship/formula"
	"github.com/onefold/onefold/rules/survivorship/policy"
	"github.com/onefold/onefold/rules/survivorship/value"
)

// Golden is the result for one group.
type Golden struct {
	Master   record.Row
	Why      string    // the criterion that decided on the master; "only" for a group of one
	Values   []Value   // one a field; valid until the next call of Resolve
	Extras   []Extra   // secondary values for which there was no slot
	Findings []Finding // what a steward should know
	Skip     string    // "conflict" or "no_master": the group should not be merged; "" otherwise
}

// Value is what a field of the golden record holds.
type Value struct {
	Text  string
	State record.State
	Rule  string       // the rule that won
	From  []record.Row // the records it came from, in the order of use; none for a constant or a blank slot
}

// Foreign reports whether the value of field i did not come from the master
// alone, so that provenance must tell of it.
func (g *Golden) Foreign(i int) bool {
	from := g.Values[i].From
	return len(from) != 1 || from[0] != g.Master
}

// Extra is a value that lost its place and found no other.
type Extra struct {
	Field int
	Text  string
	Row   record.Row
}

// Finding is something that a rule could not do or that a steward should see.
type Finding struct {
	Field  int    // -1 for the group
	Rule   string // the rule or criterion
	Reason string // stable word: text_among_numbers, not_boolean, unknown_consent, too_long, slots_full, conflict, expression_failed, no_master
	Row    record.Row
}

// Resolver makes golden records. A Resolver is used by one goroutine; Clone
// makes another over the same columns and compiled policy.
type Resolver struct {
	plan *plan

	rows    []record.Row // the group, lowest id first
	mod     []int64      // when each was updated; value.NoTime if not known
	cre     []int64
	master  int32
	newest  []int32 // newest first, then the master, then lowest id
	dated   []int32 // the same by another field's date
	datedBy []int64
	cands   []int32
	class   []int32
	scores  []float64
	alive   []int32
	golden  Golden
	from    []record.Row
	env     formula.Environment
}

// Option gives a Resolver what the columns don't say.
type Option func(*plan)

// WithScore tells how well a record matches the rest of its group, for
// from_best_match.
func WithScore(f func(record.Row) float64) Option { return func(p *plan) { p.score = f } }

// WithID tells the id of a record; without it the field of kind key, and
// without that the record's number.
func WithID(f func(record.Row) string) Option { return func(p *plan) { p.id = f } }

// WithFormal tells the formal form of a given name, folded (bob → robert), for
// the rule equivalent; "" where there is none.
func WithFormal(f func(string) string) Option { return func(p *plan) { p.formal = f } }

// New compiles the policy for these fields. The error is a Faults with every
// fault of the policy.
func New(cfg Config, fields []Field, options ...Option) (*Resolver, error) {
	p, err := compile(cfg, fields, options)
	if err != nil {
		return nil, err
	}
	return (&Resolver{plan: p}).Clone(), nil
}

// Clone returns a Resolver for another goroutine.
func (r *Resolver) Clone() *Resolver { return &Resolver{plan: r.plan} }

// Resolve makes the golden record of a group. The order of its rows does not
// matter. The result is valid until the next call. A group of one record is
// that record.
func (r *Resolver) Resolve(group []record.Row) Golden {
	n := len(r.plan.fields)
	r.from = slices.Grow(r.from[:0], n)
	values := slices.Grow(r.golden.Values[:0], n)[:n]
	r.golden = Golden{Values: values, Extras: r.golden.Extras[:0], Findings: r.golden.Findings[:0]}
	if len(group) == 0 {
		clear(values)
		return r.golden
	}
	if len(group) == 1 {
		r.rows = append(r.rows[:0], group[0])
		r.golden.Master, r.golden.Why = group[0], "only"
		for f := range values {
			r.set(f, choice{idx: 0, rule: "only"})
		}
		return r.golden
	}
	r.prepare(group)
	r.chooseMaster()
	r.newest = r.sortBy(r.newest, r.mod, false)
	for i := range r.plan.units {
		u := &r.plan.units[i]
		if r.unanimous(u) {
			continue
		}
		ch := r.settle(u, u.rule)
		for _, f := range u.fields {
			r.set(f, ch)
		}
	}
	for i := range r.plan.units {
		if u := &r.plan.units[i]; u.rule.after != nil {
			u.rule.after(r, u, u.rule)
		}
	}
	return r.golden
}

// prepare sorts the group by id, so that the order of rows can't matter, and
// reads its timestamps.
func (r *Resolver) prepare(group []record.Row) {
	r.rows = append(r.rows[:0], group...)
	slices.SortFunc(r.rows, r.plan.compareRows)
	k := len(r.rows)
	r.mod, r.cre = slices.Grow(r.mod[:0], k)[:k], slices.Grow(r.cre[:0], k)[:k]
	for i, row := range r.rows {
		r.cre[i] = r.plan.fields.Latest(r.plan.created, row)
		if r.mod[i] = r.plan.fields.Latest(r.plan.modified, row); r.mod[i] == value.NoTime {
			r.mod[i] = r.cre[i]
		}
	}
}

// sortBy orders the group by a time: newest first, or oldest first; those
// without a time last; ties by master, then lowest id.
func (r *Resolver) sortBy(to []int32, times []int64, oldest bool) []int32 {
	to = to[:0]
	for i := range r.rows {
		to = append(to, int32(i))
	}
	slices.SortFunc(to, func(a, b int32) int {
		if x, y := times[a], times[b]; x != y {
			switch {
			case x == value.NoTime:
				return 1
			case y == value.NoTime:
				return -1
			case oldest:
				return cmp.Compare(x, y)
			}
			return cmp.Compare(y, x)
		}
		return r.masterFirst(a, b)
	})
	return to
}

func (r *Resolver) masterFirst(a, b int32) int {
	switch r.master {
	case a:
		return -1
	case b:
		return 1
	}
	return cmp.Compare(a, b)
}

// unanimous settles the common case that all records write the same.
func (r *Resolver) unanimous(u *unit) bool {
	if !u.rule.skipEqual {
		return false
	}
	for _, f := range u.fields {
		col := r.plan.fields[f].Column
		first := col.Bytes(r.rows[0])
		if len(first) == 0 && len(u.fields) == 1 && u.rule.info.How != policy.Picks {
			return false
		}
		for _, row := range r.rows[1:] {
			if !bytes.Equal(first, col.Bytes(row)) {
				return false
			}
		}
	}
	for _, f := range u.fields {
		r.set(f, choice{idx: r.master, rule: u.rule.info.Name})
	}
	return true
}

// choice is the outcome of a rule: a record of the group, or a text of its own.
type choice struct {
	idx   int32 // index into rows; -1: text
	text  string
	state record.State
	from  []int32 // records that a text was made from
	rule  string
}

func (r *Resolver) set(f int, ch choice) {
	v := Value{Rule: ch.rule}
	at := len(r.from)
	if ch.idx >= 0 {
		row := r.rows[ch.idx]
		v.Text, v.State = r.plan.fields.Text(f, row, r.plan.standard)
		r.from = append(r.from, row)
	} else {
		v.Text, v.State = ch.text, ch.state
		if ch.text == "" {
			v.State = record.Empty
		}
		for _, i := range ch.from {
			r.from = append(r.from, r.rows[i])
		}
	}
	v.From = r.from[at:len(r.from):len(r.from)]
	r.golden.Values[f] = v
}

// settle follows the chain: rule, fallback, master, lowest id.
func (r *Resolver) settle(u *unit, c *rule) choice {
	for ; c != nil; c = c.fallback {
		if ch, ok := r.ask(u, c); ok {
			return ch
		}
	}
	if !r.blankTuple(u, r.master) {
		return choice{idx: r.master, rule: "master"}
	}
	for i := range int32(len(r.rows)) {
		if !r.blankTuple(u, i) {
			return choice{idx: i, rule: "lowest_id"}
		}
	}
	return choice{idx: r.master, rule: "master"}
}

// ask runs one rule; ok is false when it has no answer.
func (r *Resolver) ask(u *unit, c *rule) (choice, bool) {
	ch, ok := c.run(r, u, c)
	if !ok {
		return ch, false
	}
	if ch.rule == "" {
		ch.rule = c.info.Name
	}
	if c.best && ch.idx >= 0 {
		if i := r.bestFormat(u, ch.idx); i != ch.idx {
			ch.idx, ch.rule = i, "best_format"
		}
	}
	return ch, true
}

func (r *Resolver) find(f int, rule, reason string, row record.Row) {
	r.golden.Findings = append(r.golden.Findings, Finding{f, rule, reason, row})
}

// rowID returns the id by which provenance names a record: its key, or its
// 1-based number where the records have none.
func (p *plan) rowID(row record.Row) string {
	if p.id != nil {
		return p.id(row)
	}
	return strconv.FormatUint(uint64(row)+1, 10)
}
