package block

import (
	"math"
	"slices"
	"strconv"

	"github.com/onefold/onefold/record"
	"github.com/zeebo/xxh3"
)

// Key names a block: the way by which rules and refinements came to it, and the
// hash that its records share.
type Key uint64

// way numbers what the blocks of a rule have in common: which rule it began
// with, and by which atoms it was refined.
func way(first int, r rule) uint32 {
	return uint32(xxh3.HashString(strconv.Itoa(first) + " " + r.name()))
}

func keyOf(way uint32, e entry) Key { return Key(way)<<32 | Key(e>>32) }

// Weight returns what a block of so many records, of n in all, says for two of
// them in bits: a multiple of 1/256, so that sums are exact and no order of
// adding makes a difference.
func Weight(n, size int) float32 {
	return float32(math.Round(256*(math.Log2(float64(n))-math.Log2(float64(size)/2))) / 256)
}

// AllPairs is the number of records up to which all pairs are compared and no
// blocks are made.
const AllPairs = allPairs

// Keys gives the keys of the blocks that a record belongs to, a record at a
// time: what records are grouped by where no process sees all of them. Not safe
// for concurrent use.
type Keys struct {
	b     builder
	rules []rule
	large map[Key]bool
}

// NewKeys prepares the keys of the records in attrs, which may be any part of
// all records: Words of the attributes and large must then tell of all. large
// are the blocks that are refined, as Index.Large has them.
func NewKeys(attrs []Attribute, large map[Key]bool) *Keys {
	rules, refiners := plan(attrs)
	return &Keys{b: builder{refiners: refiners}, rules: rules, large: large}
}

// Of calls emit with each key of a row. A block that stayed too large has its
// key too: who makes the blocks must bound them.
func (k *Keys) Of(r record.Row, emit func(Key)) {
	for i, ru := range k.rules {
		k.walk(i, ru, r, 0, emit)
	}
}

func (k *Keys) walk(first int, ru rule, r record.Row, depth int, emit func(Key)) {
	entries := slices.Clone(k.b.entries(ru, []record.Row{r}))
	slices.Sort(entries)
	w := way(first, ru)
	refine := false
	refiners := k.b.refining(ru, depth)
	for _, e := range slices.Compact(entries) {
		key := keyOf(w, e)
		if k.large[key] && len(refiners) > 0 {
			refine = true
		} else {
			emit(key)
		}
	}
	if !refine {
		return
	}
	for _, a := range refiners {
		k.walk(first, rule{append(slices.Clone(ru.atoms), a)}, r, depth+1, emit)
	}
}

// refining returns the atoms by which a rule's large blocks are refined.
func (b *builder) refining(r rule, depth int) []*atom {
	if len(r.atoms) >= maxDepth {
		return nil
	}
	var by []*atom
	last := r.atoms[len(r.atoms)-1]
	past := len(r.atoms) == 1 || !slices.Contains(b.refiners, last)
	for _, a := range b.refiners {
		// Refine in one order only: a+b+c and a+c+b are the same blocks.
		if a == last {
			past = true
			continue
		}
		if !past && depth > 0 || clash(r, a) {
			continue
		}
		if by = append(by, a); len(by) >= maxRefined {
			break
		}
	}
	return by
}

// maxRefined is the number of atoms that a rule is refined by at most.
const maxRefined = 8
