package block

import (
	"slices"

	"github.com/onefold/onefold/record"
)

// built is a rule and the place in the plan of the one that it refines.
type built struct {
	Rule
	base int
}

// builder is one worker's part of the blocks.
type builder struct {
	plan        *plan
	n           int
	rules       []built
	tooLarge    []Key
	store       *store
	group       grouper
	entries     []entry
	first       *atom // whose keys keysOfFirst has
	keysOfFirst []entry
	large       [maxDepth][]entry // what is left to refine, by depth
}

func newBuilder(p *plan, n, most int) *builder {
	return &builder{plan: p, n: n, store: newStore(most), group: grouper{most: most}}
}

// build makes the blocks of a rule of the plan and of its refinements.
func (b *builder) build(base int) {
	if d := b.plan.bases[base]; d.used {
		b.refine(d, b.keys(d), base)
	}
}

// refine groups entries, and those of blocks that are too large once more by
// one atom more.
func (b *builder) refine(d *node, entries []entry, base int) {
	id := len(b.rules)
	b.rules = append(b.rules, built{Rule: Rule{Name: d.name()}, base: base})
	depth := len(d.atoms) - 1
	large := b.group.group(entries, id, &b.rules[id].Rule, b.store, b.large[depth][:0])
	b.large[depth] = large
	d.made = len(large) > 0 || b.rules[id].Blocks > 0
	if len(large) == 0 {
		return
	}
	over := b.over(large, &b.rules[id].Rule, d.chosen().way())
	refined := false
	for _, kid := range b.plan.refinements(d) {
		if kid.used {
			refined = true
			b.entries = extend(b.entries[:0], large, kid.atoms[depth+1], 0)
			b.refine(kid, b.entries, base)
		}
	}
	if !refined {
		b.rules[id].Skipped += over // nothing is left to refine them by
	}
}

// over notes the blocks that are too large, and returns the pairs in them.
func (b *builder) over(large []entry, info *Rule, way uint32) (pairs int64) {
	sizes := map[uint32]int64{}
	for _, e := range large {
		sizes[e.key()]++
	}
	for k, n := range sizes {
		info.Refined++
		pairs += n * (n - 1) / 2
		b.tooLarge = append(b.tooLarge, Key(way)<<32|Key(k))
	}
	return pairs
}

// keys lists the keys of every row under a rule of the plan.
func (b *builder) keys(d *node) []entry {
	if d.mixed {
		b.entries = either(b.entries[:0], d.atoms[0], d.atoms[1], b.n)
		return b.entries
	}
	if len(d.atoms) == 1 {
		b.entries = d.atoms[0].keys(b.entries[:0], b.n)
		return b.entries
	}
	if b.first != d.atoms[0] {
		b.first = d.atoms[0]
		b.keysOfFirst = b.first.keys(b.keysOfFirst[:0], b.n)
	}
	b.entries = extend(b.entries[:0], b.keysOfFirst, d.atoms[1], 0)
	return b.entries
}

// keys appends the hashes of every row.
func (a *atom) keys(dst []entry, n int) []entry {
	for row := range record.Row(n) {
		for _, h := range a.of(row) {
			dst = append(dst, entryOf(h, row))
		}
	}
	return dst
}

// either appends the keys of two atoms in any order.
func either(dst []entry, g, f *atom, n int) []entry {
	var buf [maxHashes]uint32
	for row := range record.Row(n) {
		for _, h := range sums(buf[:0], g, f, row) {
			dst = append(dst, entryOf(h, row))
		}
	}
	return dst
}

// sums appends the hashes of a row under two atoms in any order: a sum forgets
// it. Two sums of one row may be the same.
func sums(dst []uint32, g, f *atom, r record.Row) []uint32 {
	for _, x := range g.of(r) {
		for _, y := range f.of(r) {
			if h := (x + y) * 0x9E3779B1; len(dst) < maxHashes && !slices.Contains(dst, h) {
				dst = append(dst, h)
			}
		}
	}
	return dst
}

// extend appends the keys of entries under one atom more, those of which the
// bits in mask are 0.
func extend(dst, entries []entry, a *atom, mask uint32) []entry {
	if a.from == nil {
		for _, e := range entries {
			if h := a.hash[e.row()]; h != 0 {
				if k := mix(e.key(), h); k&mask == 0 {
					dst = append(dst, entryOf(k, e.row()))
				}
			}
		}
		return dst
	}
	for _, e := range entries {
		for _, h := range a.of(e.row()) {
			if k := mix(e.key(), h); k&mask == 0 {
				dst = append(dst, entryOf(k, e.row()))
			}
		}
	}
	return dst
}

func mix(a, b uint32) uint32 {
	x := (uint64(a)<<32 | uint64(b)) * 0xBF58476D1CE4E5B9
	return uint32((x ^ x>>31) * 0x94D049BB133111EB >> 32)
}
