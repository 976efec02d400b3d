package find

import (
	"cmp"
	"slices"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/internal/references/facts"
	"github.com/onefold/onefold/internal/references/naming"
	"github.com/onefold/onefold/internal/references/sketch"
)

// bestPairs drops, of several pairs with one id, all but the one whose types
// name the tables that the ids are keys of.
func (f *finder) bestPairs(t *facts.Table) {
	merit := map[*facts.Pair]float64{}
	for _, p := range t.Pairs {
		if p.Attr {
			continue
		}
		rows, good := int64(0), 0.0
		for value, b := range p.ByType {
			rows += b.Rows
			if found := f.resolve(p.Kind, value); len(found) > 0 && found[0].Score >= 0.6 {
				good += float64(b.Rows) * found[0].Score * ratio(b.Set.Within(found[0].to.Key.Set))
			}
		}
		if rows > 0 {
			merit[p] = good / float64(rows)
		}
	}
	all := t.Pairs
	t.Pairs = nil
	for i, p := range all {
		better := slices.ContainsFunc(all, func(q *facts.Pair) bool {
			if q.Kind == p.Kind && !q.Attr && p.Score < q.Score-0.05 && q.Score > facts.OnlyByType && merit[p] <= merit[q] {
				return true // the type is that of another id
			}
			return q != p && q.ID == p.ID && !q.Attr && (merit[q] > merit[p] || merit[q] == merit[p] && slices.Index(all, q) < i)
		})
		if p.Attr || !better {
			t.Pairs = append(t.Pairs, p)
		}
	}
}

// kindOf is what a value of a type means: the table, and how surely.
type kindOf struct {
	to    *facts.Table
	Score float64
}

// resolve returns the tables that a value of a pair's type names, best first.
func (f *finder) resolve(kind *facts.Column, value string) []kindOf {
	var texts []string
	if rows := f.lookups[f.lookupOf(kind)]; rows != nil {
		texts = rows[value]
	}
	if len(texts) == 0 {
		texts = []string{value}
	}
	memo := kind.Table.Def.Name.String() + "\x00" + kind.Def.Name + "\x00" + value
	if found, ok := f.kinds[memo]; ok {
		return found
	}
	var found []kindOf
	kinds := make([]naming.Kind, len(texts))
	for i, text := range texts {
		kinds[i] = f.names.Kind(text)
	}
	for _, t := range f.tables {
		if t.Key == nil {
			continue
		}
		best := 0.0
		for _, k := range kinds {
			s := k.Names(t.Name)
			if t.Name.History || t.Name.Copy {
				s *= 0.9
			}
			best = max(best, s)
		}
		if best >= 0.5 {
			found = append(found, kindOf{t, best})
		}
	}
	slices.SortStableFunc(found, func(a, b kindOf) int { return cmp.Compare(b.Score, a.Score) })
	f.kinds[memo] = found
	return found
}

// judgePairs judges the pairs of all tables.
func (f *finder) judgePairs(families []*family) {
	var open []*facts.Pair // real pairs, for which targets without rows are told
	proven := map[string]map[*family][]string{}
	told := map[*facts.Pair]map[*family]bool{}
	for _, t := range f.tables {
		f.bestPairs(t)
		for _, p := range t.Pairs {
			if f.taken[p.ID] || (p.Attr && f.attributes(p, families)) || p.Attr {
				continue
			}
			verdicts, real := f.judge(p, families)
			if !real {
				// A type and an id all the same, of tables that are not here.
				f.taken[p.ID] = f.taken[p.ID] || (p.Score > facts.OnlyByType && len(p.ByType) > 0 && !p.ID.IsWide())
				continue
			}
			f.taken[p.ID], f.taken[p.Kind] = true, true
			open = append(open, p)
			told[p] = f.tellPair(p, verdicts)
			name := p.Kind.Def.Name + "\x00" + p.ID.Def.Name
			for fam := range told[p] {
				if proven[name] == nil {
					proven[name] = map[*family][]string{}
				}
				for _, v := range verdicts {
					if v.to == fam && v.confidence >= references.AtLeastSure && !slices.Contains(proven[name][fam], v.value) {
						proven[name][fam] = append(proven[name][fam], v.value)
					}
				}
			}
		}
	}
	if f.asked == nil {
		open = nil // what any pair might point at besides is of no use to a list of everything
	}
	for _, p := range open {
		for _, fam := range families {
			if told[p][fam] {
				continue
			}
			f.tellEmptyPair(p, fam, proven[p.Kind.Def.Name+"\x00"+p.ID.Def.Name][fam])
		}
	}
}

// tellPair adds the references that the rows of a pair show.
func (f *finder) tellPair(p *facts.Pair, verdicts []verdict) map[*family]bool {
	told := map[*family]bool{}
	for i, v := range verdicts {
		if told[v.to] || v.confidence < references.AtLeastDoubtful {
			continue
		}
		told[v.to] = true
		r := f.reference(p.ID.Table, references.Polymorphic, v.to, []string{p.Kind.Def.Name, p.ID.Def.Name})
		set := sketch.New(facts.KeepColumn)
		for _, w := range verdicts[i:] {
			if w.to != v.to || w.confidence < references.AtLeastDoubtful {
				continue
			}
			r.Confidence = max(r.Confidence, w.confidence)
			r.TypeValues = append(r.TypeValues, w.value)
			r.Rows += f.rowsOf(w.part, w.in, w.all)
			r.Evidence.Values += int64(w.all)
			r.Evidence.Contained += int64(w.in)
			set.Merge(w.part.Set)
			if len(r.Evidence.Reasons) < 4 {
				r.Evidence.Reasons = append(r.Evidence.Reasons, w.reason)
			}
		}
		r.Evidence.Coverage = v.to.of.Coverage(set)
		f.add(r)
	}
	return told
}

// tellEmptyPair adds what a pair may point at though no row does.
func (f *finder) tellEmptyPair(p *facts.Pair, fam *family, values []string) {
	others := len(p.ByType)
	confidence, reason := 0.0, ""
	switch {
	case len(values) > 0:
		confidence, reason = 0.8, "the same pair points at it in other tables"
	case p.Score <= facts.OnlyByType:
		confidence, reason = 0.3, "may be of any type; no row points at it"
	case others == 0:
		confidence, reason = 0.6, "named as a pair of type and id; there are no rows"
	case others == 1:
		confidence, reason = 0.5, "a pair of type and id; so far of one other type alone"
	default:
		confidence, reason = 0.65, "a pair of type and id; so far of other types alone"
	}
	if !fam.of.Name.Concept.IsParty() {
		confidence *= 0.7
	}
	if p.ID.Fits(fam.of) == 0 || (len(values) == 0 && !p.ID.Name.Marked && p.ID.Def.Class == connectors.ClassText) {
		return
	}
	r := f.reference(p.ID.Table, references.Polymorphic, fam, []string{p.Kind.Def.Name, p.ID.Def.Name})
	r.Confidence, r.TypeValues = confidence, values
	r.Evidence.Reasons = []string{reason}
	f.add(r)
}

// attributes tells which attributes of a pair of name and value are references.
func (f *finder) attributes(p *facts.Pair, families []*family) bool {
	found := false
	for _, value := range sortedKeys(p.ByType) {
		b := p.ByType[value]
		texts := f.lookups[f.lookupOf(p.Kind)][value]
		if len(texts) == 0 {
			texts = []string{value}
		}
		for _, text := range texts {
			if len(text) > facts.MaxValue {
				continue
			}
			s := &subject{from: p.ID.Table, name: f.names.Column(text), set: b.Set, filled: b.Rows, alone: true}
			if f.tellClaims(s, families, b, func(fam *family) references.Reference {
				r := f.reference(p.ID.Table, references.Attribute, fam, []string{p.Kind.Def.Name, p.ID.Def.Name})
				r.TypeValues = []string{value}
				return r
			}) {
				found = true
				break
			}
		}
	}
	return found
}
