package survivorship

import (
	"unicode/utf8"

	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship/policy"
	"github.com/onefold/onefold/rules/survivorship/value"
)

// pickFirst answers with the first of the records, which are in an order of
// preference.
func pickFirst(cands []int32) (choice, bool) {
	if len(cands) == 0 {
		return choice{}, false
	}
	return choice{idx: cands[0]}, true
}

func (r *Resolver) ruleMaster(*unit, *rule) (choice, bool) { return choice{idx: r.master}, true }

func (r *Resolver) ruleMasterFill(u *unit, c *rule) (choice, bool) {
	if c.Blank == policy.Counts {
		return choice{idx: r.master}, true
	}
	if r.filledTuple(u, r.master) > 0 {
		return choice{idx: r.master}, true
	}
	order := r.newest
	switch c.Order {
	case "oldest_modified":
		r.dated = r.sortBy(r.dated, r.mod, true)
		order = r.dated
	case "newest_created":
		r.dated = r.sortBy(r.dated, r.cre, false)
		order = r.dated
	case "oldest_created":
		r.dated = r.sortBy(r.dated, r.cre, true)
		order = r.dated
	case "lowest_id":
		r.dated = r.dated[:0]
		for i := range int32(len(r.rows)) {
			r.dated = append(r.dated, i)
		}
		order = r.dated
	case "source_priority":
		if ch, ok := r.ruleSourcePriority(u, c); ok {
			return ch, true
		}
	}
	cands := r.candidates(u, c, order)
	if len(cands) > 0 && r.filledTuple(u, cands[0]) == 0 && !r.blankTuple(u, r.master) {
		return choice{idx: r.master}, true // nobody has more than a placeholder
	}
	return pickFirst(cands)
}

func (r *Resolver) ruleFirst(u *unit, c *rule) (choice, bool) {
	return pickFirst(r.candidates(u, c, r.byTime(c, false)))
}

func (r *Resolver) ruleOldest(u *unit, c *rule) (choice, bool) {
	return pickFirst(r.candidates(u, c, r.byTime(c, true)))
}

func (r *Resolver) ruleNewest(_ *unit, c *rule) (choice, bool) {
	return pickFirst(r.byTime(c, false))
}

// ruleMostCommon counts equal values; candidates come newest first, so the
// first of the largest class is its newest form and wins ties.
func (r *Resolver) ruleMostCommon(u *unit, c *rule) (choice, bool) {
	cands := r.candidates(u, c, r.newest)
	if len(cands) == 0 {
		return choice{}, false
	}
	r.class = r.class[:0] // pairs: first record of a class, its count
next:
	for _, i := range cands {
		for n := 0; n < len(r.class); n += 2 {
			if r.same(u, r.class[n], i) {
				r.class[n+1]++
				continue next
			}
		}
		r.class = append(r.class, i, 1)
	}
	at := 0
	for n := 2; n < len(r.class); n += 2 {
		if r.class[n+1] > r.class[at+1] {
			at = n
		}
	}
	return choice{idx: r.class[at]}, true
}

func (r *Resolver) ruleLongest(u *unit, c *rule) (choice, bool)  { return r.byLength(u, c, 1) }
func (r *Resolver) ruleShortest(u *unit, c *rule) (choice, bool) { return r.byLength(u, c, -1) }

func (r *Resolver) byLength(u *unit, c *rule, sign int) (choice, bool) {
	at, top := int32(-1), 0
	for _, i := range r.candidates(u, c, r.newest) {
		if n := sign * r.length(u, i); at < 0 || n > top {
			at, top = i, n
		}
	}
	return choice{idx: at}, at >= 0
}

// length counts the characters of a value, blanks around it left out.
func (r *Resolver) length(u *unit, i int32) int {
	n := 0
	for _, f := range u.fields {
		n += utf8.RuneCountInString(r.trimmed(f, i))
	}
	return n
}

func (r *Resolver) ruleLargest(u *unit, c *rule) (choice, bool)  { return r.byExtreme(u, c, 1) }
func (r *Resolver) ruleSmallest(u *unit, c *rule) (choice, bool) { return r.byExtreme(u, c, -1) }

// leading returns the candidates that have a value in the field that leads,
// newest first: what rules that compare values look at.
func (r *Resolver) leading(u *unit, c *rule) []int32 {
	lead := unit{fields: u.fields[:1]}
	return r.candidates(&lead, &rule{Rule: Rule{Blank: ""}}, r.newest)
}

func (r *Resolver) byExtreme(u *unit, c *rule, sign int) (choice, bool) {
	top, bad := r.extremes(u.fields[0], r.leading(u, c), sign)
	if bad >= 0 {
		r.find(u.fields[0], c.Name, "text_among_numbers", r.rows[bad])
		return choice{}, false
	}
	return pickFirst(top)
}

func (r *Resolver) ruleSmallestDate(u *unit, c *rule) (choice, bool) { return r.byDate(u, -1) }
func (r *Resolver) ruleLargestDate(u *unit, c *rule) (choice, bool)  { return r.byDate(u, 1) }

// byDate leaves out what is not a date: a broken timestamp must not stop the
// other ones from being kept. The master's value wins a tie.
func (r *Resolver) byDate(u *unit, sign int64) (choice, bool) {
	f := u.fields[0]
	at, top := int32(-1), value.NoTime
	for _, i := range r.newest {
		t := r.plan.fields.When(f, r.rows[i])
		if t == value.NoTime {
			continue
		}
		if at < 0 || (sign > 0 && t > top) || (sign < 0 && t < top) || (t == top && i == r.master) {
			at, top = i, t
		}
	}
	return choice{idx: at}, at >= 0
}

func (r *Resolver) ruleAnyTrue(u *unit, c *rule) (choice, bool) { return r.byTruth(u, c, true) }
func (r *Resolver) ruleAllTrue(u *unit, c *rule) (choice, bool) { return r.byTruth(u, c, false) }

// byTruth picks the newest record that says what decides (true for any_true,
// false for all_true), else the newest that says the contrary.
func (r *Resolver) byTruth(u *unit, c *rule, decides bool) (choice, bool) {
	at := int32(-1)
	for _, i := range r.leading(u, c) {
		v, ok := value.Truth(r.trimmed(u.fields[0], i), r.plan.fields.Key(u.fields[0], r.rows[i]))
		switch {
		case !ok:
			r.find(u.fields[0], c.Name, "not_boolean", r.rows[i])
		case v == decides:
			return choice{idx: i}, true
		case at < 0:
			at = i
		}
	}
	return choice{idx: at}, at >= 0
}

func (r *Resolver) ruleSourcePriority(u *unit, c *rule) (choice, bool) {
	at, top := int32(-1), 0.0
	for _, i := range r.candidates(u, c, r.newest) {
		if n := value.Position(c.Values, r.sourceOf(i)); n > top {
			at, top = i, n
		}
	}
	return choice{idx: at}, at >= 0
}

func (r *Resolver) ruleValuePriority(u *unit, c *rule) (choice, bool) {
	at, top := int32(-1), 0.0
	f := u.fields[0]
	for _, i := range r.leading(u, c) {
		n := value.Position(c.Values, r.trimmed(f, i))
		if std := r.plan.fields[f].Standard; n == 0 && std != nil {
			n = value.Position(c.Values, std(r.rows[i]))
		}
		if n > top {
			at, top = i, n
		}
	}
	return choice{idx: at}, at >= 0
}

func (r *Resolver) ruleMostComplete(u *unit, c *rule) (choice, bool) {
	at, top := int32(-1), 0
	for _, i := range r.candidates(u, c, r.newest) {
		if n := r.filledTuple(u, i); at < 0 || n > top {
			at, top = i, n
		}
	}
	return choice{idx: at}, at >= 0
}

// ruleGroup keeps a tuple whole. A record whose tuple holds all that the
// chosen one says, and more, serves better: nothing is mixed or lost.
func (r *Resolver) ruleGroup(u *unit, c *rule) (choice, bool) {
	ch, ok := r.ask(u, c.then)
	if !ok || ch.idx < 0 || c.then.Name != "master_fill" {
		return choice{idx: ch.idx}, ok
	}
	at, top := ch.idx, r.filledTuple(u, ch.idx)
	hollow := !r.core(u, ch.idx)
	for _, i := range r.newest {
		n := r.filledTuple(u, i)
		if n > top && (r.holds(u, i, ch.idx) || hollow && r.core(u, i) && r.agree(u, i, ch.idx)) {
			at, top = i, n
		}
	}
	rule := ""
	if at == ch.idx && ch.rule == "best_format" {
		rule = ch.rule
	}
	return choice{idx: at, rule: rule}, true
}

// core reports whether an address says more than a place: an address of only a
// country gives way to a whole one that does not contradict it. Tuples that are
// no address count as whole.
func (r *Resolver) core(u *unit, i int32) bool {
	address := false
	for _, f := range u.fields {
		if k := r.plan.fields[f].Kind; k == record.Street || k == record.Address {
			if address = true; r.plan.fields.Filled(f, r.rows[i]) {
				return true
			}
		}
	}
	return !address
}

// holds reports whether record i says everything that record j does.
func (r *Resolver) holds(u *unit, i, j int32) bool {
	for _, f := range u.fields {
		if !r.blank(f, j) && !r.sameField(f, i, j) {
			return false
		}
	}
	return true
}

func (r *Resolver) ruleBestMatch(u *unit, c *rule) (choice, bool) {
	if r.plan.score == nil {
		return choice{}, false
	}
	at, top := int32(-1), 0.0
	for _, i := range r.candidates(u, c, r.newest) {
		s := r.plan.score(r.rows[i])
		if at < 0 || s > top || (s == top && i < at) {
			at, top = i, s
		}
	}
	return choice{idx: at}, at >= 0
}

func (r *Resolver) ruleThen(u *unit, c *rule) (choice, bool) { return r.ask(u, c.then) }

// ruleConflict marks the group when two records differ.
func (r *Resolver) ruleConflict(u *unit, c *rule) (choice, bool) {
	lead := int32(-1)
	for i := range int32(len(r.rows)) {
		if r.filledTuple(u, i) == 0 {
			continue
		}
		if lead >= 0 && !r.agree(u, lead, i) {
			r.golden.Skip = "conflict"
			r.find(u.fields[0], c.Name, "conflict", r.rows[i])
			break
		}
		if lead < 0 {
			lead = i
		}
	}
	return r.ask(u, c.then)
}

// agree reports whether two records differ in no field that both fill.
func (r *Resolver) agree(u *unit, a, b int32) bool {
	for _, f := range u.fields {
		if r.code(f, a) != 0 && r.code(f, b) != 0 && r.code(f, a) != r.code(f, b) {
			return false
		}
	}
	return true
}

// ruleOverwrite lets the rule inside decide only where the master's value
// gives way.
func (r *Resolver) ruleOverwrite(u *unit, c *rule) (choice, bool) {
	ch, ok := r.ask(u, c.then)
	if !ok {
		return ch, false
	}
	ch.rule = ""
	keep := choice{idx: r.master}
	if ch.idx == r.master {
		return keep, true
	}
	over := false
	switch c.If {
	case "empty":
		over = r.filledTuple(u, r.master) == 0
	case "shorter":
		n := utf8.RuneCountInString(ch.text)
		if ch.idx >= 0 {
			n = r.length(u, ch.idx)
		}
		over = r.length(u, r.master) < n
	case "invalid":
		over = !r.valid(u, r.master)
	default:
		var err error
		if over, err = r.runCondition(c.program, u.fields[0], r.master); err != nil {
			r.find(u.fields[0], c.Name, "expression_failed", r.rows[r.master])
		}
	}
	if over {
		return ch, true
	}
	return keep, true
}

// valid reports whether every field that is filled keeps the rules of its kind.
func (r *Resolver) valid(u *unit, i int32) bool {
	for _, f := range u.fields {
		if !r.plan.fields.Valid(f, r.rows[i]) {
			return false
		}
	}
	return true
}

// ruleConsent keeps the most restrictive consent of the group; among equals
// the newest, so that the newest withdrawal and its date win. A record that
// says nothing restricts too: consent is never widened by a merge.
func (r *Resolver) ruleConsent(u *unit, c *rule) (choice, bool) {
	f := u.fields[0]
	at, top := int32(-1), 0
	for _, i := range r.byTime(c, false) {
		level, known := value.Level(r.trimmed(f, i), r.plan.fields.Key(f, r.rows[i]), c.optOut)
		if !known {
			r.find(f, c.Name, "unknown_consent", r.rows[i])
		}
		if at < 0 || level < top {
			at, top = i, level
		}
	}
	return choice{idx: at}, at >= 0
}
