package survivorship

import (
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship/value"
)

// made returns a text that was made of several records. One record's text
// stays that record's value.
func made(text string, from []int32) (choice, bool) {
	return choice{idx: -1, text: text, from: append([]int32(nil), from...)}, true
}

// numbers reads the values of a field, newest first. A text among them is a
// finding, and there is no answer.
func (r *Resolver) numbers(u *unit, c *rule) ([]*big.Rat, []int32, bool) {
	f := u.fields[0]
	cands := r.leading(u, c)
	out := make([]*big.Rat, len(cands))
	for n, i := range cands {
		v, ok := r.plan.fields.Number(f, r.rows[i])
		if !ok {
			r.find(f, c.Name, "text_among_numbers", r.rows[i])
			return nil, nil, false
		}
		out[n] = v
	}
	return out, cands, len(cands) > 0
}

// ruleSum adds exactly, and writes the decimal mark that the newest record
// with decimals writes.
func (r *Resolver) ruleSum(u *unit, c *rule) (choice, bool) { return r.total(u, c, false) }

func (r *Resolver) ruleAverage(u *unit, c *rule) (choice, bool) { return r.total(u, c, true) }

func (r *Resolver) total(u *unit, c *rule, mean bool) (choice, bool) {
	list, cands, ok := r.numbers(u, c)
	if !ok || len(list) == 1 {
		return pickFirst(cands)
	}
	sum := new(big.Rat)
	for _, v := range list {
		sum.Add(sum, v)
	}
	if mean {
		sum.Quo(sum, new(big.Rat).SetInt64(int64(len(list))))
	}
	return made(r.withMark(u, cands, value.Decimal(sum)), cands)
}

func (r *Resolver) withMark(u *unit, cands []int32, s string) string {
	for _, i := range cands {
		raw := r.trimmed(u.fields[0], i)
		if strings.Contains(raw, ".") {
			break
		}
		if strings.Contains(raw, ",") {
			return strings.Replace(s, ".", ",", 1)
		}
	}
	return s
}

func (r *Resolver) ruleCount(u *unit, c *rule) (choice, bool) {
	lead := unit{fields: u.fields[:1]}
	r.cands = r.cands[:0]
	for _, i := range r.newest {
		if r.filledTuple(&lead, i) > 0 {
			r.cands = append(r.cands, i)
		}
	}
	return made(strconv.Itoa(len(r.cands)), r.cands)
}

// masterThenNewest returns the records that have a value, the master first.
func (r *Resolver) masterThenNewest(u *unit, c *rule) []int32 {
	cands := r.candidates(u, c, r.newest)
	for n, i := range cands {
		if i == r.master {
			copy(cands[1:n+1], cands[:n])
			cands[0] = i
			break
		}
	}
	return cands
}

// ruleUnion splits multiple choices and keeps each once: the master's in its
// order, then what the others add, newest first.
func (r *Resolver) ruleUnion(u *unit, c *rule) (choice, bool) {
	f := u.fields[0]
	cands := r.masterThenNewest(u, c)
	if len(cands) == 0 {
		return choice{}, false
	}
	separator := c.Separator
	if separator == "" {
		texts := make([]string, len(cands))
		for n, i := range cands {
			texts[n] = r.trimmed(f, i)
		}
		separator = value.ListMark(texts)
	}
	cut := strings.TrimSpace(separator)
	if cut == "" {
		cut = separator
	}
	var parts, seen []string
	from := cands[:0:0]
	for _, i := range cands {
		added := false
		for part := range strings.SplitSeq(r.trimmed(f, i), cut) {
			part = strings.TrimSpace(part)
			if w := value.Word(part); part != "" && !value.OneOf(seen, value.PartKey(w, part)) {
				seen = append(seen, value.PartKey(w, part))
				parts = append(parts, part)
				added = true
			}
		}
		if added {
			from = append(from, i)
		}
	}
	if len(from) == 1 {
		return choice{idx: from[0]}, true
	}
	return r.limited(f, c, strings.Join(parts, separator), from)
}

func (r *Resolver) limited(f int, c *rule, text string, from []int32) (choice, bool) {
	if c.Limit > 0 && utf8.RuneCountInString(text) > c.Limit {
		r.find(f, c.Name, "too_long", r.rows[r.master])
		return choice{}, false
	}
	return made(text, from)
}

// ruleConcat joins texts, the master's first, equal ones once.
func (r *Resolver) ruleConcat(u *unit, c *rule) (choice, bool) {
	f := u.fields[0]
	cands := r.masterThenNewest(u, c)
	if len(cands) == 0 {
		return choice{}, false
	}
	separator := c.Separator
	if separator == "" {
		separator = "\n"
	}
	from := cands[:0:0]
	var b strings.Builder
next:
	for _, i := range cands {
		for _, j := range from {
			if r.sameField(f, i, j) {
				continue next
			}
		}
		if len(from) > 0 {
			b.WriteString(separator)
		}
		b.WriteString(r.header(c, i))
		b.WriteString(r.trimmed(f, i))
		from = append(from, i)
	}
	if len(from) == 1 && c.Header == "" {
		return choice{idx: from[0]}, true
	}
	return r.limited(f, c, b.String(), from)
}

// header returns what stands before a part: [source date] and a blank.
func (r *Resolver) header(c *rule, i int32) string {
	var parts []string
	if c.Header == "source" || c.Header == "source_date" {
		s := strings.TrimSpace(r.sourceOf(i))
		if s == "" {
			s = r.plan.rowID(r.rows[i])
		}
		parts = append(parts, s)
	}
	if c.Header == "date" || c.Header == "source_date" {
		if s := value.FormatDay(r.mod[i]); s != "" {
			parts = append(parts, s)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "[" + strings.Join(parts, " ") + "] "
}

func (r *Resolver) ruleConstant(u *unit, c *rule) (choice, bool) {
	return choice{idx: -1, text: c.Value}, true
}

// ruleManual gives the steward's value to the group that holds the record it
// was decided for, the lowest id first if there are several.
func (r *Resolver) ruleManual(u *unit, c *rule) (choice, bool) {
	for i, row := range r.rows {
		if v, ok := c.Picks[strings.TrimSpace(r.plan.rowID(row))]; ok {
			for j := range int32(len(r.rows)) {
				if r.plan.fields[u.fields[0]].Column.Value(r.rows[j]) == v {
					return choice{idx: j}, true
				}
			}
			return choice{idx: -1, text: v, from: []int32{int32(i)}}, true
		}
	}
	return choice{}, false
}

// fillSlots moves the values that are not primary to the fields of slots: what
// is primary once, the master's before the others', equal ones once. A value
// without a slot is an extra and a finding; it is never lost in silence.
func (r *Resolver) fillSlots(u *unit, c *rule) {
	f := u.fields[0]
	type held struct {
		field int
		idx   int32
	}
	primary := r.golden.Values[f]
	kept := []string{strings.TrimSpace(primary.Text)}
	if len(primary.From) == 1 {
		kept = append(kept, r.slotKey(f, primary.From[0]))
	}
	var list []held
	sources := append([]int{f}, c.slots...)
	order := append([]int32{r.master}, r.newest...)
	for n, i := range order {
		if n > 0 && i == r.master {
			continue
		}
		for _, s := range sources {
			text := r.trimmed(s, i)
			if text == "" || value.OneOf(kept, text) || value.OneOf(kept, r.slotKey(s, r.rows[i])) {
				continue
			}
			kept = append(kept, text, r.slotKey(s, r.rows[i]))
			list = append(list, held{s, i})
		}
	}
	for n, s := range c.slots {
		if n >= len(list) {
			r.golden.Values[s] = Value{State: record.Empty, Rule: c.Name}
			continue
		}
		h := list[n]
		text, st := r.plan.fields.Text(h.field, r.rows[h.idx], r.plan.standard)
		r.golden.Values[s] = Value{Text: text, State: st, Rule: c.Name, From: []record.Row{r.rows[h.idx]}}
	}
	for _, h := range list[min(len(list), len(c.slots)):] {
		text, _ := r.plan.fields.Text(h.field, r.rows[h.idx], r.plan.standard)
		r.golden.Extras = append(r.golden.Extras, Extra{f, text, r.rows[h.idx]})
		r.find(f, c.Name, "slots_full", r.rows[h.idx])
	}
}

// slotKey is a normal form that can be compared across columns.
func (r *Resolver) slotKey(f int, row record.Row) string {
	fd := &r.plan.fields[f]
	if key := fd.Normal.Value(fd.Normal.Of[row]); key != "" {
		return "\x00" + key
	}
	return strings.TrimSpace(fd.Column.Value(row))
}

// writeNote adds the values that lost to the field of note, unless it says so
// already.
func (r *Resolver) writeNote(u *unit, c *rule) {
	f := u.fields[0]
	separator := c.Separator
	if separator == "" {
		separator = "; "
	}
	note := r.golden.Values[c.note]
	text := note.Text
	from := append([]record.Row(nil), note.From...)
	kept := []string{strings.TrimSpace(r.golden.Values[f].Text)}
	if rows := r.golden.Values[f].From; len(rows) == 1 {
		kept = append(kept, r.slotKey(f, rows[0]))
	}
	for _, i := range r.newest {
		v := r.trimmed(f, i)
		if v == "" || value.OneOf(kept, v) || value.OneOf(kept, r.slotKey(f, r.rows[i])) {
			continue
		}
		kept = append(kept, v, r.slotKey(f, r.rows[i]))
		line := r.header(c, i) + r.plan.fields[f].Name + ": " + v
		if strings.Contains(text, line) {
			continue
		}
		longer := line
		if text != "" {
			longer = text + separator + line
		}
		if c.Limit > 0 && utf8.RuneCountInString(longer) > c.Limit {
			r.find(c.note, c.Name, "too_long", r.rows[i])
			r.golden.Extras = append(r.golden.Extras, Extra{f, v, r.rows[i]})
			continue
		}
		text, from = longer, append(from, r.rows[i])
	}
	if len(from) > len(note.From) {
		r.golden.Values[c.note] = Value{Text: text, State: record.Present, Rule: c.Name, From: from}
	}
}
