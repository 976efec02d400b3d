package block

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/onefold/onefold/record"
)

// Config sets the budget of blocking.
type Config struct {
	MaxBlock      int // records in a block before it is refined
	MaxCandidates int // neighbours that a record keeps
	Workers       int
	// Apart marks each row; two with the same mark other than 0 are surely not
	// one, and are not proposed. nil means that any two may be one.
	Apart []uint16
	// Without leaves out the rules and refinements whose names contain one of these, and Whole
	// skips blocks that are too large instead of refining them: for measuring
	// what these parts earn.
	Without []string
	Whole   bool
}

// Index is the blocks of all rules. Safe for concurrent reads.
type Index struct {
	Rules   []Rule
	Large   []Key          // blocks that were too large, refined or skipped
	rank    []uint32       // place of each row in an order that doesn't depend on the input's
	starts  []uint32       // block → first of its members
	size    []uint16       // block → number of members
	part    []uint8        // block → part of members
	members [][]record.Row // one part a rule
	rule    []uint8        // block → rule
	weight  []float32      // block → bits
	rowFrom []uint32       // row → first of its blocks
	rowIn   []uint32       // blocks of each row
	keep    int
	apart   []uint16       // see Config.Apart
	lists   [][]record.Row // neighbours that each row chose, ascending
}

// entry is a record in a rule's sort: hash above, row below.
type entry uint64

// NewIndex blocks n records. rank orders the rows by content.
func NewIndex(ctx context.Context, attrs []Attribute, rank []uint32, cfg Config) (*Index, error) {
	n := len(rank)
	x := &Index{rank: rank, keep: cfg.MaxCandidates, apart: cfg.Apart}
	rules, refiners := plan(attrs)
	left := func(name string) bool {
		return slices.ContainsFunc(cfg.Without, func(w string) bool { return strings.Contains(name, w) })
	}
	rules = slices.DeleteFunc(rules, func(r rule) bool { return left(r.name()) })
	refiners = slices.DeleteFunc(refiners, func(a *atom) bool { return left(a.name) })
	if cfg.Whole {
		refiners = nil
	}
	// Each worker builds the blocks of some rules; they are taken in the order of
	// the rules, whoever was first.
	parts := make([]part, len(rules))
	err := parallel(ctx, cfg.Workers, len(rules), 1, func() func(int, int, int) error {
		b := &builder{n: n, cap: cfg.MaxBlock, refiners: refiners}
		return func(_, lo, _ int) error {
			b.part, b.first = &parts[lo], lo
			b.part.starts = []uint32{0}
			b.named = map[string]int{}
			b.run(rules[lo], nil, 0)
			return nil
		}
	})
	if err != nil {
		return nil, err
	}
	x.join(parts)
	// Lay out the blocks of each row.
	x.rowFrom = make([]uint32, n+1)
	for _, part := range x.members {
		for _, m := range part {
			x.rowFrom[m+1]++
		}
	}
	for i := range n {
		x.rowFrom[i+1] += x.rowFrom[i]
	}
	next := slices.Clone(x.rowFrom[:n])
	x.rowIn = make([]uint32, x.rowFrom[n])
	for blk := range x.starts {
		for _, m := range x.block(uint32(blk)) {
			x.rowIn[next[m]] = uint32(blk)
			next[m]++
		}
	}
	return x, nil
}

// part is the blocks of one rule and of its refinements.
type part struct {
	rules   []Rule
	starts  []uint32
	members []record.Row
	rule    []uint8
	weight  []float32
	large   []Key
}

// join takes the parts in order, members where they lie; a rule that several of them came to by
// refining is one rule.
func (x *Index) join(parts []part) {
	blocks := 0
	for i := range parts {
		blocks += len(parts[i].rule)
		x.Large = append(x.Large, parts[i].large...)
	}
	x.starts = make([]uint32, 0, blocks)
	x.size = make([]uint16, 0, blocks)
	x.part = make([]uint8, 0, blocks)
	x.members = make([][]record.Row, len(parts))
	x.rule = make([]uint8, 0, blocks)
	x.weight = make([]float32, 0, blocks)
	named := map[string]int{}
	for i := range parts {
		p := &parts[i]
		id := make([]uint8, len(p.rules))
		for k, r := range p.rules {
			at, ok := named[r.Name]
			if !ok {
				at = len(x.Rules)
				named[r.Name] = at
				x.Rules = append(x.Rules, Rule{Name: r.Name})
			}
			id[k] = uint8(min(at, 255))
			to := &x.Rules[at]
			to.Blocks += r.Blocks
			to.Rows += r.Rows
			to.Pairs += r.Pairs
			to.Refined += r.Refined
			to.Skipped += r.Skipped
		}
		for k, s := range p.starts[1:] {
			x.starts = append(x.starts, p.starts[k])
			x.size = append(x.size, uint16(s-p.starts[k]))
			x.part = append(x.part, uint8(i))
		}
		x.members[i] = p.members
		x.weight = append(x.weight, p.weight...)
		for _, r := range p.rule {
			x.rule = append(x.rule, id[r])
		}
		parts[i] = part{}
	}
}

type builder struct {
	part     *part
	first    int // the rule that is at work, refined or not
	n, cap   int
	refiners []*atom
	named    map[string]int
	buf, tmp []entry
	hashes   [2][]uint64
}

// maxDepth is the number of atoms that a rule may be refined to: past four,
// records that agree on all are found by several other rules.
const maxDepth = 4

func (b *builder) run(r rule, rows []record.Row, depth int) {
	entries := b.entries(r, rows)
	entries = sortEntries(entries, &b.tmp)
	name := r.name()
	id, ok := b.named[name]
	if !ok {
		id = len(b.part.rules)
		b.named[name] = id
		b.part.rules = append(b.part.rules, Rule{Name: name})
	}
	info := &b.part.rules[id]
	limit := min(id, 255)
	var large []record.Row
	var over int64 // pairs inside blocks that are too large
	for i := 0; i < len(entries); {
		j := i + 1
		for j < len(entries) && entries[j]>>32 == entries[i]>>32 {
			j++
		}
		size := j - i
		switch {
		case size < 2:
		case size > b.cap:
			info.Refined++
			b.part.large = append(b.part.large, keyOf(way(b.first, r), entries[i]))
			for _, e := range entries[i:j] {
				large = append(large, record.Row(uint32(e)))
			}
			over += int64(size) * int64(size-1) / 2
		default:
			for _, e := range entries[i:j] {
				b.part.members = append(b.part.members, record.Row(uint32(e)))
			}
			b.part.starts = append(b.part.starts, uint32(len(b.part.members)))
			b.part.rule = append(b.part.rule, uint8(limit))
			b.part.weight = append(b.part.weight, Weight(b.n, size))
			info.Blocks++
			info.Rows += int64(size)
			info.Pairs += int64(size) * int64(size-1) / 2
		}
		i = j
	}
	if len(r.atoms) >= maxDepth {
		info.Skipped += over
		return
	}
	if len(large) == 0 {
		return
	}
	slices.Sort(large)
	large = slices.Compact(large)
	by := b.refining(r, depth)
	for _, a := range by {
		b.run(rule{append(slices.Clone(r.atoms), a)}, large, depth+1)
	}
	if len(by) == 0 {
		b.part.rules[id].Skipped += over // nothing is left to refine them by
	}
}

func clash(r rule, a *atom) bool {
	for _, had := range r.atoms {
		if had.attr == a.attr || had.attr == -1 && (a.name == "given name by sound" || a.name == "family name by sound") {
			return true
		}
	}
	return false
}

// entries lists the rule's hashes of each row; rows nil means all.
func (b *builder) entries(r rule, rows []record.Row) []entry {
	out := b.buf[:0]
	one := func(row record.Row) {
		hs := append(b.hashes[0][:0], 0x51ED270B)
		for _, a := range r.atoms {
			b.hashes[1] = a.append(b.hashes[1][:0], row)
			if len(b.hashes[1]) == 0 {
				return
			}
			k := len(hs)
			for _, h := range b.hashes[1][1:] {
				for _, had := range hs[:k] {
					if len(hs) < 2*maxHashes {
						hs = append(hs, mix(had, h))
					}
				}
			}
			for i := range k {
				hs[i] = mix(hs[i], b.hashes[1][0])
			}
		}
		for _, h := range hs {
			out = append(out, entry(h&^0xFFFFFFFF|uint64(row)))
		}
		b.hashes[0] = hs
	}
	if rows == nil {
		for row := range record.Row(b.n) {
			one(row)
		}
	} else {
		for _, row := range rows {
			one(row)
		}
	}
	b.buf = out
	return out
}

func mix(a, b uint64) uint64 {
	x := (a ^ b>>29 ^ b) * 0xBF58476D1CE4E5B9
	return (x ^ x>>31) * 0x94D049BB133111EB
}

// sortEntries sorts by hash, then row, and drops doubles.
func sortEntries(e []entry, tmp *[]entry) []entry {
	if len(e) < 4096 {
		slices.Sort(e)
		return slices.Compact(e)
	}
	// Rows are ascending already, so a stable radix sort of the hash is enough.
	if cap(*tmp) < len(e) {
		*tmp = make([]entry, len(e)+len(e)/8)
	}
	src, dst := e, (*tmp)[:len(e)]
	for shift := 32; shift < 64; shift += 11 {
		var count [2048]uint32
		for _, v := range src {
			count[v>>shift&2047]++
		}
		sum := uint32(0)
		for i, c := range count {
			count[i] = sum
			sum += c
		}
		for _, v := range src {
			k := v >> shift & 2047
			dst[count[k]] = v
			count[k]++
		}
		src, dst = dst, src
	}
	copy(e, src)
	return slices.Compact(e)
}

// parallel splits [0,n) into strides handed to workers.
func parallel(ctx context.Context, workers, n, stride int, start func() func(worker, lo, hi int) error) error {
	workers = max(1, workers)
	var (
		mu    sync.Mutex
		next  int
		first error
		wg    sync.WaitGroup
	)
	for w := range workers {
		wg.Go(func() {
			do := start()
			for {
				mu.Lock()
				lo := next
				next += stride
				stop := first != nil || lo >= n || ctx.Err() != nil
				mu.Unlock()
				if stop {
					return
				}
				if err := do(w, lo, min(lo+stride, n)); err != nil {
					mu.Lock()
					if first == nil {
						first = err
					}
					mu.Unlock()
					return
				}
			}
		})
	}
	wg.Wait()
	if first == nil {
		first = ctx.Err()
	}
	return first
}

// Has reports whether p is a candidate pair.
func (x *Index) Has(p record.Pair) bool {
	if _, ok := slices.BinarySearch(x.lists[p.A], p.B); ok {
		return true
	}
	_, ok := slices.BinarySearch(x.lists[p.B], p.A)
	return ok
}
