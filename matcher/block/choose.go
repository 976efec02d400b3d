package block

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"
	"sync"

	"github.com/onefold/onefold/matcher/block/aspect"
	"github.com/onefold/onefold/matcher/internal/parallel"
	"github.com/onefold/onefold/record"
)

// yield is what a rule costs a record, as the sample tells: keys, places in its
// blocks, members met there.
type yield struct{ entries, places, visits float64 }

// sampled is a pair that shares a block of the sample.
type sampled struct {
	record.Pair
	weight float64 // pairs that it stands for, times the probability that they are one
}

const (
	sampleKeys  = 1 << 14 // keys of each atom in the sample, about
	sampleMost  = 128     // pairs that a rule gives to the sample, about
	drawn       = 4000    // pairs of the sample that rules are judged by, about
	chooseAbove = 4000    // records from which rules are chosen

	// chooseBeyond is the number of fields beyond which rules are chosen: with
	// fewer there are few rules, and too little to tell by what they should find.
	chooseBeyond = 2
)

// what a rule costs, in nanoseconds for each of its keys, each place in its
// blocks, each member that a record meets there.
const (
	costEntry = 25
	costPlace = 200
	costVisit = 10
)

// dependence is taken off the bits of a pair: fields agree together more often
// than if each agreed by chance of its own.
const dependence = 9

// again is the share of a pair's weight that is left when a rule has found it:
// one rule more may be needed, as a record keeps only so many neighbours.
const again = .5

// worth is the share of the matches that a rule must find beyond the others for
// each nanosecond that it costs a record, in a list of a million. The longer
// the list, the more its time matters.
const worth = 3e-7

// sampler is one worker's part of the measuring.
type sampler struct {
	builder
	rank  []uint32
	pairs []sampled
	// keysOfHeavy are those of the first atom that so many records have that a
	// sample of them tells little: they are sampled with the second atom's.
	keysOfHeavy []entry
}

// choose measures each rule and refinement on a sample of keys, whose blocks
// are whole, and keeps those that find what others don't for what they cost.
// What is found is judged by pairs of the sample that are probably one.
func (p *plan) choose(ctx context.Context, rank []uint32, most, workers int) error {
	n := len(rank)
	if n < chooseAbove || len(p.kinds) <= chooseBeyond {
		p.all()
		return nil
	}
	p.rarity(ctx, rank, workers)
	var mu sync.Mutex
	var pairs []sampled
	err := parallel.Strides(ctx, workers, len(p.bases), 1, func() func(int, int, int) error {
		s := &sampler{builder: *newBuilder(p, n, most), rank: rank}
		return func(_, lo, _ int) error {
			d := p.bases[lo]
			s.pairs = s.pairs[:0]
			s.base(d)
			mu.Lock()
			pairs = append(pairs, s.pairs...)
			mu.Unlock()
			return nil
		}
	})
	if err != nil {
		return err
	}
	nodes := p.nodes()
	pairs = p.likely(pairs, rank)
	finds := p.finds(nodes, pairs, n, most)
	p.greedy(nodes, finds, pairs, n)
	if !slices.ContainsFunc(p.bases, func(d *node) bool { return d.used }) {
		p.all() // nothing in the sample is likely enough to judge by
	}
	return nil
}

// all uses every rule.
func (p *plan) all() {
	for _, d := range p.bases {
		d.used = true
	}
}

// nodes lists the rules and the refinements that the sample came to.
func (p *plan) nodes() (all []*node) {
	var add func(d *node)
	add = func(d *node) {
		all = append(all, d)
		for _, k := range d.kids {
			add(k)
		}
	}
	for _, d := range p.bases {
		add(d)
	}
	return all
}

// base measures a rule and its refinements.
func (s *sampler) base(d *node) {
	b := max(0, bits.Len(uint(s.n/sampleKeys))-1)
	mask := uint32(1)<<b - 1
	switch {
	case d.mixed:
		s.entries = either(s.entries[:0], d.atoms[0], d.atoms[1], s.n)
		s.entries = slices.DeleteFunc(s.entries, func(e entry) bool { return e.key()&mask != 0 })
	case len(d.atoms) == 1:
		s.entries, s.keysOfHeavy = d.atoms[0].sampled(s.entries[:0], s.keysOfHeavy[:0], mask)
	default:
		if s.first != d.atoms[0] {
			s.first = d.atoms[0]
			s.keysOfFirst, s.keysOfHeavy = s.first.sampled(s.keysOfFirst[:0], s.keysOfHeavy[:0], mask)
		}
		s.entries = extend(s.entries[:0], s.keysOfFirst, d.atoms[1], 0)
		s.entries = extend(s.entries, s.keysOfHeavy, d.atoms[1], mask)
	}
	s.measure(d, s.entries, float64(mask+1))
}

// sampled appends to light the keys of which the bits in mask are 0, and to
// heavy all those that many records have.
func (a *atom) sampled(light, heavy []entry, mask uint32) (_, _ []entry) {
	one := func(h uint32, r record.Row) {
		switch {
		case a.heavy[h>>heavyShift]:
			heavy = append(heavy, entryOf(h, r))
		case h&mask == 0:
			light = append(light, entryOf(h, r))
		}
	}
	if a.from == nil {
		for row, h := range a.hash {
			if h != 0 {
				one(h, record.Row(row))
			}
		}
		return light, heavy
	}
	for row := range len(a.from) - 1 {
		for _, h := range a.hash[a.from[row]:a.from[row+1]] {
			one(h, record.Row(row))
		}
	}
	return light, heavy
}

// measure fills in the yield of a rule and of its refinements from entries of
// the sample, and takes pairs out of its blocks.
func (s *sampler) measure(d *node, entries []entry, rate float64) {
	n := float64(s.n)
	d.yield = &yield{entries: float64(len(entries)) * rate / n}
	depth := len(d.atoms) - 1
	for i := range s.store.members {
		s.store.members[i], s.store.runs[i] = s.store.members[i][:0], s.store.runs[i][:0]
	}
	var info Rule
	large := s.group.group(entries, 0, &info, s.store, s.large[depth][:0])
	s.large[depth] = large
	d.yield.places, d.yield.visits = float64(info.Rows)*rate/n, 2*float64(info.Pairs)*rate/n
	if len(large)+int(info.Rows) == 0 {
		return
	}
	s.take(&info, rate)
	if depth+1 < maxDepth && len(large) > 0 {
		for _, kid := range s.plan.refinements(d) {
			s.entries = extend(s.entries[:0], large, kid.atoms[depth+1], 0)
			s.measure(kid, s.entries, rate)
		}
	}
}

// take adds a pair of each block, or of some when there are many.
func (s *sampler) take(info *Rule, rate float64) {
	mask := uint32(1)<<max(0, bits.Len(uint(info.Blocks/sampleMost))) - 1
	for size, members := range s.store.members {
		for lo := 0; lo < len(members); lo += size {
			b := members[lo : lo+size]
			first, second := b[0], b[1]
			if s.rank[first] > s.rank[second] {
				first, second = second, first
			}
			for _, m := range b[2:] {
				switch {
				case s.rank[m] < s.rank[first]:
					first, second = m, first
				case s.rank[m] < s.rank[second]:
					second = m
				}
			}
			if mix(s.rank[first], s.rank[second])&mask != 0 {
				continue
			}
			w := rate * float64(mask+1) * float64(size*(size-1)/2)
			s.pairs = append(s.pairs, sampled{Pair: record.Pair{A: first, B: second}, weight: w})
		}
	}
}

// likely draws pairs that are probably one out of those of the sample.
func (p *plan) likely(pairs []sampled, rank []uint32) []sampled {
	groups := make([][]*atom, len(p.kinds)) // by attribute
	for _, a := range p.atoms {
		groups[a.attr] = append(groups[a.attr], a)
	}
	n := float64(len(rank))
	// Which worker was first must not show in sums.
	slices.SortFunc(pairs, func(a, b sampled) int {
		return cmp.Or(cmp.Compare(rank[a.A], rank[b.A]), cmp.Compare(rank[a.B], rank[b.B]), cmp.Compare(a.weight, b.weight))
	})
	kept, all := pairs[:0], 0.0
	for _, q := range pairs {
		sum, place := -math.Log2(2*n)-dependence, 0.0
		for at, atoms := range groups {
			agreed, filled := -1.0, false
			for _, a := range atoms {
				x, y := a.of(q.A), a.of(q.B)
				filled = filled || len(x) > 0 && len(y) > 0
				agreed = max(agreed, a.agreement(x, y))
			}
			switch k := p.kinds[at]; {
			case !filled:
			case agreed < 0:
				sum -= aspect.Different(k)
			case k == record.Street || k == record.Postcode || k == record.City || k == record.Region || k == record.Country || k == record.AddressLine:
				place = max(place, agreed) // one place agrees in all of these
			default:
				sum += agreed
			}
		}
		sum += place
		if q.weight /= 1 + math.Exp2(-sum); sum > -4 {
			kept = append(kept, q)
			all += q.weight
		}
	}
	// A pair is drawn by a hash of its rows with a probability that goes with its
	// weight, so that all that are drawn stand for as many.
	each := all / drawn
	kept = slices.DeleteFunc(kept, func(q sampled) bool {
		return q.weight < each*(float64(mix(rank[q.A]^0x5bd1e995, rank[q.B]))+1)/(1<<32)
	})
	for i := range kept {
		kept[i].weight = max(1, kept[i].weight/each)
	}
	return kept
}

// A key is heavy from a share of the records on; it is told by its upper bits,
// so that a few light ones pass for heavy, which does no harm.
const (
	heavyShare = 1. / 512
	heavyShift = 20
)

// rarityRows is the number of records by which the frequency of a key is judged.
const rarityRows = 1 << 16

// rarity counts the hashes of each atom in a sample of the records.
func (p *plan) rarity(ctx context.Context, rank []uint32, workers int) {
	limit := uint32(min(len(rank), rarityRows))
	rows := make([]record.Row, limit)
	for r, at := range rank {
		if at < limit {
			rows[at] = record.Row(r)
		}
	}
	_ = parallel.Strides(ctx, workers, len(p.atoms), 1, func() func(int, int, int) error {
		return func(_, lo, _ int) error {
			a := p.atoms[lo]
			a.rows = float64(limit)
			for at, r := range rows {
				for _, h := range a.of(r) {
					a.sample = append(a.sample, entryOf(h, record.Row(at)))
				}
			}
			slices.Sort(a.sample)
			a.heavy = make([]bool, 1<<(32-heavyShift))
			for i := 0; i < len(a.sample); {
				n := i
				for n < len(a.sample) && a.sample[n].key() == a.sample[i].key() {
					n++
				}
				if float64(n-i) > heavyShare*a.rows {
					a.heavy[a.sample[i].key()>>heavyShift] = true
				}
				i = n
			}
			return nil
		}
	})
}

// with returns the rows of the sample that have a hash.
func (a *atom) with(h uint32) []entry {
	lo, _ := slices.BinarySearch(a.sample, entryOf(h, 0))
	n, _ := slices.BinarySearch(a.sample[lo:], entryOf(h, math.MaxUint32))
	return a.sample[lo : lo+n]
}

// agreement returns the bits that the rarest hash that x and y have in common
// speaks for a pair, -1 when there is none.
func (a *atom) agreement(x, y []uint32) float64 {
	best := -1.0
	for _, h := range x {
		if slices.Contains(y, h) {
			best = max(best, math.Log2(a.rows/max(.5, float64(len(a.with(h))))))
		}
	}
	return best
}

func meet(x, y []uint32) bool {
	for _, h := range x {
		if slices.Contains(y, h) {
			return true
		}
	}
	return false
}
