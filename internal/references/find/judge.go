package find

import (
	"slices"

	"github.com/onefold/onefold/internal/references/facts"
	"github.com/onefold/onefold/internal/references/naming"
	"github.com/onefold/onefold/internal/references/sketch"
	"github.com/onefold/onefold/internal/references/weight"
)

// verdict is what the rows of one type say.
type verdict struct {
	to         *family
	confidence float64
	part       *facts.Part
	value      string
	all, in    int
	reason     string
}

// judge says what each type of a pair points at, and whether the pair is one.
func (f *finder) judge(p *facts.Pair, families []*family) (verdicts []verdict, real bool) {
	if p.ID.Filled > 0 && 2*(p.ID.Set.Ints()+p.ID.Wide) < p.ID.Filled {
		return nil, false // no ids
	}
	if f.numbersType(p) {
		return nil, false
	}
	named := 0
	types := sortedKeys(p.ByType)
	for _, value := range types {
		b := p.ByType[value]
		found := f.resolve(p.Kind, value)
		if len(found) > 0 && found[0].Score >= 0.8 {
			named++
		}
		for _, fam := range f.among(families, found, b.Set) {
			score := 0.0
			for _, k := range found {
				if fam.has(k.to) && (k.Score == found[0].Score || k.Score >= 0.8 && found[0].Score < 1) {
					score = max(score, k.Score)
				}
			}
			in, all := b.Set.Within(fam.of.Key.Set)
			share := ratio(in, all)
			v := verdict{to: fam, part: b, value: value, all: all, in: in}
			switch {
			case fam.of.Key.IsWide() && in >= 2 && share >= 0.1, fam.of.Key.IsWide() && in == 1 && (share == 1 || score >= 0.5):
				v.confidence, v.reason = 0.99, "ids of type "+quote(value)+" are keys of it"
			case fam.of.Key.IsWide():
				if score >= 0.9 && p.ID.IsWide() {
					v.confidence, v.reason = 0.85, "type "+quote(value)+" names it, but its ids are gone"
				}
			case p.Score <= facts.OnlyByType && (share < 0.9 || weight.Gaps(b.Set, fam.of.Key.Set) < 10 || f.named(p.ID, fam)):
			case score >= 0.8 && in > 0 && share >= 0.5:
				v.confidence, v.reason = 0.98, "type "+quote(value)+" names it, and the ids are keys of it"
			case score >= 0.8 && (in > 0 || score >= 0.9):
				v.confidence, v.reason = 0.9, "type "+quote(value)+" names it, but many ids are gone"
			case score >= 0.5 && in >= 3 && share >= 0.9:
				v.confidence, v.reason = 0.75, "type "+quote(value)+" may mean it, and the ids are keys of it"
				if weight.Gaps(b.Set, fam.of.Key.Set) >= 20 {
					v.confidence = 0.96
				}
			case score >= 0.5 && share >= 0.5:
				v.confidence, v.reason = 0.5, "type "+quote(value)+" may mean it"
			case len(found) == 0 && in >= 5 && share >= 0.95 && weight.Gaps(b.Set, fam.of.Key.Set) >= 20:
				v.confidence, v.reason = 0.6, "ids of type "+quote(value)+" are keys of it, gaps included"
			}
			if v.confidence > 0 {
				verdicts = append(verdicts, v)
			}
			real = real || v.confidence >= 0.75
		}
	}
	if p.Score <= facts.OnlyByType && !f.parts(p, families) && (p.Score == facts.AnyType || 2*named < len(types)) {
		return nil, false
	}
	switch {
	case named > 0 && 2*named >= len(types):
		real = true
	case len(types) == 0 && p.Score > facts.OnlyByType && p.ID.Filled == 0 && p.ID.Name.Marked:
		real = true
	}
	return verdicts, real
}

// numbersType tells whether the id of a pair is the type once more, as a number:
// res_model_id beside res_model and res_id.
func (f *finder) numbersType(p *facts.Pair) bool {
	if _, says := naming.IsKind(p.ID.Def.Name); !says {
		return false
	}
	if p.Score == facts.SameStem {
		return slices.ContainsFunc(p.ID.Table.Pairs, func(q *facts.Pair) bool {
			return q.Kind == p.Kind && q.ID != p.ID && q.Score >= facts.BothHold-0.1
		}) || slices.ContainsFunc(f.match(p.ID.Name, p.ID.Table), func(m tableMatch) bool {
			in, all := p.ID.Set.Within(m.to.Key.Set)
			return m.match.Score >= 0.78 && all > 0 && in == all
		})
	}
	return slices.ContainsFunc(f.match(p.ID.Name, p.ID.Table), func(m tableMatch) bool { return m.match.Score >= naming.Meaning })
}

// named tells whether a column points at a table outside of the family by its
// own name and values.
func (f *finder) named(c *facts.Column, fam *family) bool {
	return slices.ContainsFunc(f.match(c.Name, c.Table), func(m tableMatch) bool {
		in, all := c.Set.Within(m.to.Key.Set)
		return !fam.has(m.to) && m.match.Score >= naming.Tail && 10*in >= 9*all
	})
}

// parts tells whether the types of a pair part its ids: those of some are keys
// of a family, those of others are not.
func (f *finder) parts(p *facts.Pair, families []*family) bool {
	for _, fam := range families {
		of, others := 0, 0
		for _, b := range p.ByType {
			switch in, all := b.Set.Within(fam.of.Key.Set); {
			case 10*in >= 9*all && all > 1:
				of++
			case 10*in <= all:
				others++
			}
		}
		if of > 0 && others > 0 && fam.of.Key.IsWide() {
			return true
		}
	}
	return false
}

// among returns the families that the ids of a type can be of: the one asked
// for, or those that its name or its wide ids speak for.
func (f *finder) among(families []*family, found []kindOf, set *sketch.Set) []*family {
	if f.asked != nil {
		return families
	}
	tables := map[*facts.Table]bool{}
	for _, k := range found {
		tables[k.to] = true
	}
	set.Each(func(h uint64) {
		for _, t := range f.byHash[h] {
			tables[t] = true
		}
	})
	var some []*family
	for _, fam := range families {
		if tables[fam.of] {
			some = append(some, fam)
		}
	}
	return some
}
