package matcher

import (
	"context"
	"maps"
	"math"
	"slices"

	"github.com/onefold/onefold/matcher/block"
	"github.com/onefold/onefold/matcher/compare"
	"github.com/onefold/onefold/matcher/score"
	"github.com/onefold/onefold/record"
)

// learn estimates the model from random pairs and a sample of the candidates.
func (l *Linker) learn(ctx context.Context, index *block.Index) (*score.Model, error) {
	n := l.in.Rows
	specs := l.set.Specs()
	comparisons := make([]score.Comparison, len(specs))
	chance := l.chance()
	for i, sp := range specs {
		prior, kin, apart := make([]float64, len(sp.Levels)), make([]float64, len(sp.Levels)), make([]bool, len(sp.Levels))
		known := false
		for j, lv := range sp.Levels {
			prior[j], kin[j], apart[j] = lv.Prior, lv.Kin, lv.Apart
			known = known || lv.Kin > 0
		}
		if !known {
			kin = nil
		}
		comparisons[i] = score.Comparison{Prior: prior, Kin: kin, Apart: apart, Chance: chance[i], Different: l.cfg.different(sp), Informed: sp.Informed}
		for f := range comparisons[i].Sample {
			comparisons[i].Sample[f] = make([]float64, len(sp.Levels)+1)
		}
	}
	s := l.newScorer()
	batch := make([]record.Pair, 0, 4096)
	flush := func() {
		s.compare(batch, false)
		for i := range comparisons {
			for k, lv := range s.levels[i][:len(batch)] {
				comparisons[i].Sample[s.apart[k]][lv]++
			}
		}
		batch = batch[:0]
	}
	drawn := l.randomPairs()
	if l.apart != nil {
		drawn = l.linkPairs()
	}
	for p := range drawn {
		if batch = append(batch, p); len(batch) == cap(batch) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			flush()
		}
	}
	flush()

	counts, others := make([]map[compare.Pattern]float64, l.cfg.Workers), make([]map[compare.Pattern]float64, l.cfg.Workers)
	scorers := make([]*scorer, l.cfg.Workers)
	for w := range counts {
		counts[w], others[w], scorers[w] = map[compare.Pattern]float64{}, map[compare.Pattern]float64{}, l.newScorer()
	}
	// A sample of the rows with all their neighbours; their weight makes up for the rest.
	share := min(1, learnPairs/(float64(index.Count())+1))
	limit := uint32(share * float64(n))
	var only func(record.Row) bool
	if share < 1 {
		only = func(r record.Row) bool { return l.rank[r] < limit }
	}
	err := index.Pairs(ctx, l.cfg.Workers, only, func(w int, pairs []record.Pair) error {
		free, lost := l.contested.Split(pairs)
		scorers[w].count(free, counts[w])
		scorers[w].count(lost, others[w])
		return nil
	})
	if err != nil {
		return nil, err
	}
	patterns := patternsOf(counts, share, specs, false)
	patterns = append(patterns, patternsOf(others, share, specs, true)...)
	cfg := l.cfg.estimation()
	cfg.Pairs, cfg.Share = l.possible(), share
	return score.Estimate(comparisons, l.related(specs), patterns, n, cfg), nil
}

// patternsOf adds up what the workers counted, in a certain order.
func patternsOf(counts []map[compare.Pattern]float64, share float64, specs []*compare.Spec, not bool) []score.Pattern {
	all := map[compare.Pattern]float64{}
	for _, c := range counts {
		for p, k := range c {
			all[p] += k
		}
	}
	patterns := make([]score.Pattern, 0, len(all))
	for _, p := range slices.Sorted(maps.Keys(all)) {
		sp := score.Pattern{Count: all[p] / share, Not: not}
		for i := range specs {
			sp.Levels[i] = p.Level(i)
		}
		sp.Levels[compare.Background] = p.Level(compare.Background)
		if informed(specs) {
			sp.Adjust = told(p)
		}
		patterns = append(patterns, sp)
	}
	return patterns
}

// informed says that there is but one comparison, and that its adjustment tells
// the whole chance. It is then part of the pattern, in whole bits: there is room.
func informed(specs []*compare.Spec) bool { return len(specs) == 1 && specs[0].Informed }

const toldShift, toldZero = 2 * compare.Bits, 128

func tell(adjust float32) compare.Pattern {
	return compare.Pattern(max(0, min(2*toldZero-1, int(math.Round(float64(adjust)))+toldZero))) << toldShift
}

func told(p compare.Pattern) float32 {
	return float32(int(p>>toldShift&(2*toldZero-1)) - toldZero)
}

// randomPairs yields pairs of rows that have nothing to do with each other:
// all pairs where they are few, else rows a fixed distance apart in an order
// made from hashes.
func (l *Linker) randomPairs() func(yield func(record.Pair) bool) {
	return func(yield func(record.Pair) bool) {
		n := len(l.perm)
		if n*(n-1)/2 <= randomPairs {
			for i := range n {
				for j := i + 1; j < n; j++ {
					if !yield(ordered(l.perm[i], l.perm[j])) {
						return
					}
				}
			}
			return
		}
		per := max(1, randomPairs/n)
		taken := 0
		for k := range per + 1 {
			step := 7919 + 104729*k
			for i := range n {
				j := (i + step) % n
				if i != j && !yield(ordered(l.perm[i], l.perm[j])) {
					return
				}
				if taken++; taken >= randomPairs {
					return
				}
			}
		}
	}
}

func ordered(a, b record.Row) record.Pair {
	if a > b {
		a, b = b, a
	}
	return record.Pair{A: a, B: b}
}

// twins is the share of two people of one household that were born on one day:
// about one birth in thirty is one of twins, and half of the pairs are no siblings.
const twins = .02

// namedAfter is the share of two people of one household that have the same
// given name: father and son, more often than chance.
const namedAfter = .02

// usual is the number of pairs of one household to a record that a list of
// people has before anything is known of it.
const usual = .03

const usualMatches = .003

// classes says how pairs can be related in this data: beside unrelated pairs
// and matches, those that share some aspects and agree in the others only by
// chance. A class that leaves nothing to chance would be a second class of
// matches, one that shares nothing a second class of strangers; both are left out.

func classes(specs []*compare.Spec) []score.Class {
	cs := []score.Class{{Name: "unrelated", Pinned: make([]bool, len(specs))}, {Name: "match", Pinned: make([]bool, len(specs)), Usual: usualMatches}}
	add := func(name string, pinned func(*compare.Spec) bool) *score.Class {
		c := score.Class{Name: name, Pinned: make([]bool, len(specs))}
		chance, shared := false, false
		for i, sp := range specs {
			c.Pinned[i] = pinned(sp)
			chance = chance || c.Pinned[i]
			shared = shared || !c.Pinned[i]
		}
		if !chance || !shared {
			return &score.Class{}
		}
		cs = append(cs, c)
		return &cs[len(cs)-1]
	}
	aspects := func(of ...compare.Aspect) func(*compare.Spec) bool {
		return func(sp *compare.Spec) bool { return slices.Contains(of, sp.Aspect) }
	}
	named := func(sp *compare.Spec) bool { return sp.Kind == record.GivenName || sp.Kind == record.FamilyName }
	if slices.ContainsFunc(specs, named) {
		household := add("household", aspects(compare.Identity))
		household.Same = make([]float64, len(specs))
		for i, sp := range specs {
			switch sp.Kind {
			case record.BirthDate:
				household.Same[i] = twins
			case record.GivenName:
				household.Same[i] = namedAfter
			}
		}
		household.Usual = usual
		add("colleagues", aspects(compare.Identity, compare.Surname))
		add("namesakes", func(sp *compare.Spec) bool { return !named(sp) && sp.Kind != record.Gender })
	} else {
		add("neighbours", aspects(compare.Identity))
		if branches := add("branches", site(specs)); branches.Pinned != nil {
			branches.Kin = priored(specs, compare.Place)
			for i, kin := range branches.Kin {
				branches.Pinned[i] = branches.Pinned[i] && !kin
			}
		}
		known := slices.Contains(priored(specs, compare.Identity), true)
		if kin := kinship(specs); known && kin != nil {
			cs = append(cs, score.Class{Name: "kin", Pinned: kin, Kin: priored(specs, compare.Identity)})
		}
		if known {
			add("series", func(sp *compare.Spec) bool { return sp.Kind == record.Date })
		}
	}
	// Whatever is near each other shares a place without being related further;
	// this class keeps them out of the others.
	add("locals", func(sp *compare.Spec) bool { return sp.Aspect != compare.Place })
	return cs
}

// priored says which comparisons of an aspect know how pairs agree that are alike
// without being one.
func priored(specs []*compare.Spec, a compare.Aspect) []bool {
	kin := make([]bool, len(specs))
	for i, sp := range specs {
		kin[i] = sp.Aspect == a && sp.Levels[0].Kin > 0
	}
	return kin
}

// kinship says which comparisons are left to chance between records that are
// alike without being one: the wares of a maker, the papers of a group. Where
// records have a place, what is alike at another one is a branch; there, only
// what the law numbers apart is known to be two, such as a holding and its
// subsidiary. It returns nil where there is no telling.
func kinship(specs []*compare.Spec) []bool {
	if len(specs) < 2 {
		return nil
	}
	placed, numbered := false, false
	for _, sp := range specs {
		placed = placed || sp.Aspect == compare.Place
		numbered = numbered || legal(sp.Kind)
	}
	if placed && !numbered {
		return nil
	}
	pinned := make([]bool, len(specs))
	for i, sp := range specs {
		pinned[i] = legal(sp.Kind) || !placed && sp.Aspect == compare.Contact
	}
	return pinned
}

// legal says of a kind that it is a number given to one legal entity alone.
func legal(k record.Kind) bool {
	switch k {
	case record.VAT, record.SIREN, record.SIRET, record.ROCUI:
		return true
	}
	return false
}

// site returns what branches of one organisation have apart from each other. They
// are often near: in one town, under one postcode. So where there are streets,
// the street alone is left to chance, and else the place.
func site(specs []*compare.Spec) func(*compare.Spec) bool {
	street := func(sp *compare.Spec) bool {
		return sp.Aspect == compare.Place && (sp.Kind == record.Street || sp.Kind == record.AddressLine || sp.Kind == record.HouseNumber)
	}
	if slices.ContainsFunc(specs, street) {
		return street
	}
	return func(sp *compare.Spec) bool { return sp.Aspect == compare.Place }
}
