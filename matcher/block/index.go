package block

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/onefold/onefold/matcher/internal/parallel"
	"github.com/onefold/onefold/record"
)

// Config sets the budget of blocking.
type Config struct {
	MaxBlock      int // records in a block before it is refined, see Largest
	MaxCandidates int // neighbours that a record of a long list keeps, see Keep
	Workers       int
	// Apart marks each row; two with the same mark other than 0 are surely not
	// one, and are not proposed. nil means that any two may be one.
	Apart []uint16
	// Without leaves out the atoms whose names contain one of these, and Whole
	// skips blocks that are too large instead of refining them: for measuring
	// what these parts earn.
	Without []string
	Whole   bool
}

// Index is the blocks of all rules. Safe for concurrent reads.
type Index struct {
	Rules   []Rule
	Chosen  []Chosen // the rules that have blocks, those before others that they refine
	Large   []Key    // blocks that were too large, refined or skipped, ascending
	rank    []uint32 // place of each row in an order that doesn't depend on the input's
	apart   []uint16 // see Config.Apart
	keep    int
	blocks  []region // by ascending number of block, and so by ascending size
	rowFrom []uint32 // row → first of its blocks
	rowIn   []uint32 // blocks of each row, ascending
	rules   []rules  // which rule a block is of, by ascending number of block
	lists   lists    // neighbours that each row chose
}

// region is blocks of one size that lie end to end.
type region struct {
	first, end uint32 // blocks
	size       uint32 // members of each
	members    []record.Row
}

// rules says that the blocks from first on are of a rule.
type rules struct {
	first uint32
	rule  int
}

// NewIndex blocks n records. rank orders the rows by content.
func NewIndex(ctx context.Context, attrs []Attribute, rank []uint32, cfg Config) (*Index, error) {
	n := len(rank)
	x := &Index{rank: rank, keep: cfg.MaxCandidates, apart: cfg.Apart}
	p, err := newPlan(ctx, attrs, cfg)
	if err != nil {
		return nil, err
	}
	most := Largest(n, cfg.MaxBlock)
	if err := p.choose(ctx, rank, most, cfg.Workers); err != nil {
		return nil, err
	}
	// Each worker builds the blocks of some rules.
	var mu sync.Mutex
	var builders []*builder
	err = parallel.Strides(ctx, cfg.Workers, len(p.bases), 1, func() func(int, int, int) error {
		b := newBuilder(p, n, most)
		mu.Lock()
		builders = append(builders, b)
		mu.Unlock()
		return func(_, lo, _ int) error {
			b.build(lo)
			return nil
		}
	})
	if err != nil {
		return nil, err
	}
	x.join(builders, most)
	for _, d := range p.nodes() {
		if d.made {
			x.Chosen = append(x.Chosen, d.chosen())
		}
	}
	x.byRow(n)
	return x, nil
}

// join numbers the rules and the blocks of all builders. Which worker made a
// block depends on luck, so nothing may depend on the number of a block except
// its size.
func (x *Index) join(builders []*builder, most int) {
	at := map[string]int{}
	var all []built
	for _, b := range builders {
		x.Large = append(x.Large, b.tooLarge...)
		for _, r := range b.rules {
			if r.Blocks == 0 && r.Refined == 0 {
				continue
			}
			k, ok := at[r.Name]
			if !ok {
				k = len(all)
				at[r.Name] = k
				all = append(all, built{Rule: Rule{Name: r.Name}, base: r.base})
			}
			all[k].base = min(all[k].base, r.base)
			to := &all[k]
			to.Blocks += r.Blocks
			to.Rows += r.Rows
			to.Pairs += r.Pairs
			to.Refined += r.Refined
			to.Skipped += r.Skipped
		}
	}
	slices.SortFunc(all, func(a, b built) int {
		return cmp.Or(cmp.Compare(a.base, b.base), cmp.Compare(strings.Count(a.Name, " + "), strings.Count(b.Name, " + ")), strings.Compare(a.Name, b.Name))
	})
	slices.Sort(x.Large)
	x.Large = slices.Compact(x.Large)
	for k, r := range all {
		at[r.Name] = k
		x.Rules = append(x.Rules, r.Rule)
	}
	next := uint32(0)
	for size := 2; size <= most; size++ {
		for _, b := range builders {
			m := b.store.members[size]
			if len(m) == 0 {
				continue
			}
			first := next
			for _, r := range b.store.runs[size] {
				x.rules = append(x.rules, rules{next, at[b.rules[r.rule].Name]})
				next += r.blocks
			}
			x.blocks = append(x.blocks, region{first, next, uint32(size), m})
		}
	}
}

// byRow lays out the blocks of each row.
func (x *Index) byRow(n int) {
	x.rowFrom = make([]uint32, n+1)
	for _, g := range x.blocks {
		for _, m := range g.members {
			x.rowFrom[m]++
		}
	}
	sum := uint32(0)
	for i, c := range x.rowFrom {
		sum += c
		x.rowFrom[i] = sum
	}
	// From the last block to the first, so that each row's come in order and
	// rowFrom ends where it must begin.
	x.rowIn = make([]uint32, sum)
	for i := len(x.blocks) - 1; i >= 0; i-- {
		g := &x.blocks[i]
		for k := len(g.members) - 1; k >= 0; k-- {
			m := g.members[k]
			x.rowFrom[m]--
			x.rowIn[x.rowFrom[m]] = g.first + uint32(k)/g.size
		}
	}
}

// unit is the part of a bit that weights are counted in.
const unit = 256

// Weight returns what a block of so many records, of n in all, says for two of
// them in bits: a multiple of 1/256, so that sums are exact and no order of
// adding makes a difference.
func Weight(n, size int) float32 { return float32(weight(n, size)) / unit }

func weight(n, size int) uint32 {
	return uint32(math.Round(unit * max(0, math.Log2(float64(max(2, n)))-math.Log2(float64(size)/2))))
}

// A list is short up to so many records, and long from so many on.
const (
	shortList = 50_000
	longList  = 250_000
)

// long tells how long a list of n records is, from 0 to 1: the longer, the more
// what blocking costs matters against what it finds.
func long(n int) float64 {
	return max(0, min(1, float64(n-shortList)/(longList-shortList)))
}

// Largest returns the records of the largest block that is not refined in a
// list of n, where Config.MaxBlock is most: two thirds in a long list.
func Largest(n, most int) int { return max(2, most-int(float64(most)*long(n)/3)) }
