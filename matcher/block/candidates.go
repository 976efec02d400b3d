package block

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"

	"github.com/onefold/onefold/matcher/internal/parallel"
	"github.com/onefold/onefold/record"
)

// lists are the neighbours of each row, a stride of rows together.
type lists []struct {
	from []uint32 // row within the stride → first of its neighbours; one more than there are rows
	rows []record.Row
}

// of returns the neighbours of a row, ascending.
func (l lists) of(r record.Row) []record.Row {
	s, k := &l[r/stride], r%stride
	return s.rows[s.from[k]:s.from[k+1]]
}

// met is a row that shares blocks, and what they speak for it.
type met struct {
	row  record.Row
	bits uint32 // in units
}

// finder is the working memory of one worker. The rows that one record meets
// are few: a small table of them stays in the nearest cache, where a weight
// for every row would not.
type finder struct {
	x     *Index
	bits  []uint32 // by size of block
	slots []met    // open addressing; 0 bits: free
	met   []uint32 // slots in use
	near  []met
	top   []uint32
	spans [][]record.Row // the blocks of one row
	touch record.Row     // keeps the compiler from leaving out reads
	room  room
}

func (x *Index) newFinder(room room) *finder {
	f := &finder{x: x, slots: make([]met, 1<<10), room: room}
	most := 2
	if k := len(x.blocks); k > 0 {
		most = int(x.blocks[k-1].size)
	}
	f.bits = make([]uint32, most+1)
	for size := 2; size <= most; size++ {
		f.bits[size] = max(1, weight(len(x.rank), size))
	}
	return f
}

// room is how many neighbours a record keeps.
type room struct {
	usual, most, least int
	strong, weak       uint32 // bits, in units
}

// wide is how many times its usual number of neighbours a record keeps where so
// much speaks for them all that it must be one of a large cluster.
const wide = 5

// newRoom returns the room in a list of n, where Config.MaxCandidates is keep:
// that many in a list of a million, up to twice as many in shorter ones. Beyond
// it come those for which as much speaks as for a match many times over; those
// that are in one block alone have less room in a long list.
func newRoom(n, keep int) room {
	l, logn := long(n), unit*math.Log2(float64(max(2, n)))
	usual := keep + int((1-l)*float64(keep))
	return room{
		usual: usual, most: wide * usual, least: usual - int(l/2*float64(keep)),
		strong: uint32((4 + 4*l) * logn), weak: uint32(logn),
	}
}

// narrow returns the room where records are one with at most one of each other
// source: there are no large clusters to make room for.
func (o room) narrow(keep int) room {
	o.usual, o.most, o.least = keep, keep, min(keep, o.least)
	return o
}

// Keep returns how many of its neighbours a record of a list of n keeps, where
// Config.MaxCandidates is keep and bits are what speaks for each.
func Keep(bits []float32, n, keep int) int {
	near := make([]met, len(bits))
	for i, b := range bits {
		near[i].bits = uint32(b * unit)
	}
	room := newRoom(n, keep)
	return room.of(near)
}

// add notes that a block speaks for m.
func (f *finder) add(m record.Row, w uint32) {
	mask := uint32(len(f.slots) - 1)
	k := uint32(m) * 0x9E3779B1 >> (32 - uint32(bits.Len32(mask)))
	for f.slots[k].bits != 0 && f.slots[k].row != m {
		k = (k + 1) & mask
	}
	s := &f.slots[k]
	if s.bits == 0 {
		f.met = append(f.met, k)
	}
	s.row = m
	s.bits += w
	if 2*len(f.met) > len(f.slots) {
		f.grow()
	}
}

func (f *finder) grow() {
	old := f.slots
	f.slots = make([]met, 4*len(old))
	used := f.met
	f.met = nil
	for _, k := range used {
		f.add(old[k].row, old[k].bits)
	}
}

// neighbours appends to dst the rows for which most speaks as a match of r, as
// many as there is room for, best first. It does not allocate once warm.
func (f *finder) neighbours(dst []record.Row, r record.Row, apart []uint16) []record.Row {
	x, room := f.x, &f.room
	// First the places are looked up, then read: that way the processor fetches
	// many blocks at a time, which lie anywhere in memory.
	f.spans = f.spans[:0]
	g, touch := 0, record.Row(0)
	for _, blk := range x.rowIn[x.rowFrom[r]:x.rowFrom[r+1]] {
		for blk >= x.blocks[g].end {
			g++
		}
		b := &x.blocks[g]
		lo := (blk - b.first) * b.size
		members := b.members[lo : lo+b.size]
		touch ^= members[0] ^ members[len(members)-1]
		f.spans = append(f.spans, members)
	}
	f.touch = touch
	for _, members := range f.spans {
		w := f.bits[len(members)]
		for _, m := range members {
			if m != r {
				f.add(m, w)
			}
		}
	}
	near := f.near[:0]
	for _, k := range f.met {
		m := f.slots[k]
		f.slots[k].bits = 0
		if apart == nil || apart[r] == 0 || apart[r] != apart[m.row] {
			near = append(near, m)
		}
	}
	f.met, f.near = f.met[:0], near
	keep := room.of(near)
	if keep < len(near) {
		near = f.best(near, keep)
	}
	for _, m := range near {
		dst = append(dst, m.row)
	}
	return dst
}

// of returns how many of its neighbours a record keeps.
func (o *room) of(near []met) int {
	strong, fair := 0, 0
	for _, m := range near {
		if m.bits >= o.strong {
			strong++
		}
		if m.bits >= o.weak {
			fair++
		}
	}
	keep := max(min(len(near), o.usual), min(strong, o.most))
	return max(min(keep, fair), min(keep, o.least))
}

// best returns the first keep of near by what speaks for them, ties by rank. It
// reorders near.
func (f *finder) best(near []met, keep int) []met {
	// The bits of the last that stays.
	top := f.top[:0]
	for _, m := range near {
		n := len(top)
		if n == keep {
			if m.bits <= top[n-1] {
				continue
			}
			n--
		} else {
			top = append(top, 0)
		}
		for n > 0 && top[n-1] < m.bits {
			top[n] = top[n-1]
			n--
		}
		top[n] = m.bits
	}
	f.top = top
	last := top[keep-1]
	// Those with more come first, then those with as much, whose rank decides.
	more, same := 0, 0
	for i, m := range near {
		switch {
		case m.bits > last:
			near[i] = near[more+same]
			near[more+same] = near[more]
			near[more] = m
			more++
		case m.bits == last:
			near[i] = near[more+same]
			near[more+same] = m
			same++
		}
	}
	if ties := near[more : more+same]; more+same > keep {
		rank := f.x.rank
		slices.SortFunc(ties, func(a, b met) int { return cmp.Compare(rank[a.row], rank[b.row]) })
	}
	return near[:keep]
}

// stride is the number of rows that a worker takes at a time.
const stride = 2048

// AllPairs is the number of records up to which all pairs are compared, and
// blocks serve to name what a pair agrees on.
const AllPairs = 1500

// Choose lets every record choose its neighbours and then drops the blocks,
// which are needed no more.
func (x *Index) Choose(ctx context.Context, workers int) error {
	n := len(x.rank)
	x.lists = make(lists, (n+stride-1)/stride)
	room := newRoom(n, x.keep)
	if x.apart != nil {
		room = room.narrow(x.keep)
	}
	defer x.forget()
	return parallel.Strides(ctx, workers, n, stride, func() func(int, int, int) error {
		f := x.newFinder(room)
		var arena []record.Row
		return func(_, lo, hi int) error {
			arena = arena[:0]
			from := make([]uint32, 1, stride+1)
			for r := lo; r < hi; r++ {
				at := len(arena)
				if n <= AllPairs {
					arena = x.others(arena, record.Row(r))
				} else {
					arena = f.neighbours(arena, record.Row(r), x.apart)
					slices.Sort(arena[at:])
				}
				from = append(from, uint32(len(arena)))
			}
			l := &x.lists[lo/stride]
			l.from, l.rows = from, slices.Clone(arena)
			return nil
		}
	})
}

// others appends all rows after r that may be one with it: so few that nothing
// need be left out.
func (x *Index) others(dst []record.Row, r record.Row) []record.Row {
	for m := r + 1; m < record.Row(len(x.rank)); m++ {
		if x.apart == nil || x.apart[r] == 0 || x.apart[r] != x.apart[m] {
			dst = append(dst, m)
		}
	}
	return dst
}

// forget drops what only the choice of neighbours needs.
func (x *Index) forget() {
	for i := range x.blocks {
		x.blocks[i].members = nil
	}
}

// Release drops everything but what is told of the rules.
func (x *Index) Release() {
	x.blocks, x.rules, x.rowFrom, x.rowIn, x.lists, x.rank = nil, nil, nil, nil, nil, nil
}

// Pairs calls emit with the candidate pairs in slices, from several goroutines
// at once; worker tells which. Each pair comes once, A before B; the slice is
// reused. When only is not nil, just the pairs of rows for which it is true are
// given: of the row that keeps the other, and where both do, of the first.
func (x *Index) Pairs(ctx context.Context, workers int, only func(record.Row) bool, emit func(worker int, pairs []record.Pair) error) error {
	return parallel.Strides(ctx, workers, len(x.rank), stride, func() func(int, int, int) error {
		var pairs []record.Pair
		return func(w, lo, hi int) error {
			pairs = pairs[:0]
			for r := lo; r < hi; r++ {
				row := record.Row(r)
				if only != nil && !only(row) {
					continue
				}
				for _, m := range x.lists.of(row) {
					if m > row {
						pairs = append(pairs, record.Pair{A: row, B: m})
					} else if _, both := slices.BinarySearch(x.lists.of(m), row); !both {
						pairs = append(pairs, record.Pair{A: m, B: row})
					}
				}
			}
			return emit(w, pairs)
		}
	})
}

// Count returns how many places the lists of neighbours have.
func (x *Index) Count() (n int64) {
	for i := range x.lists {
		n += int64(len(x.lists[i].rows))
	}
	return n
}

// Has reports whether p is a candidate pair. Choose must have run.
func (x *Index) Has(p record.Pair) bool {
	if _, ok := slices.BinarySearch(x.lists.of(p.A), p.B); ok {
		return true
	}
	_, ok := slices.BinarySearch(x.lists.of(p.B), p.A)
	return ok
}

// Shared calls yield with the rules whose blocks hold both rows, each once and
// in the order of Rules.
func (x *Index) Shared(p record.Pair, yield func(rule int)) {
	a := x.rowIn[x.rowFrom[p.A]:x.rowFrom[p.A+1]]
	b := x.rowIn[x.rowFrom[p.B]:x.rowFrom[p.B+1]]
	var buf [64]int
	found := buf[:0]
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			i, ok := slices.BinarySearchFunc(x.rules, a[0], func(r rules, blk uint32) int { return int(r.first) - int(blk) })
			if !ok {
				i--
			}
			found = append(found, x.rules[i].rule)
			a, b = a[1:], b[1:]
		}
	}
	slices.Sort(found)
	for _, r := range slices.Compact(found) {
		yield(r)
	}
}
