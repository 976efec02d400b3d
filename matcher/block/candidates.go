package block

import (
	"context"
	"slices"

	"github.com/onefold/onefold/record"
)

// finder is the working memory of one worker.
type finder struct {
	weight  []float32
	touched []record.Row
}

// neighbours appends to dst the rows for which most speaks as a match of r, at
// most keep of them, best first.
func (x *Index) neighbours(dst []record.Row, r record.Row, f *finder) []record.Row {
	f.touched = f.touched[:0]
	for _, blk := range x.rowIn[x.rowFrom[r]:x.rowFrom[r+1]] {
		w := x.weight[blk]
		for _, m := range x.block(blk) {
			if f.weight[m] == 0 {
				f.touched = append(f.touched, m)
			}
			f.weight[m] += w
		}
	}
	t := f.touched
	better := func(a, b record.Row) bool {
		if f.weight[a] != f.weight[b] {
			return f.weight[a] > f.weight[b]
		}
		return x.rank[a] < x.rank[b]
	}
	lo := len(dst)
	for _, m := range t {
		if m == r || x.barred(r, m) {
			continue
		}
		if len(dst)-lo == x.keep {
			if !better(m, dst[len(dst)-1]) {
				continue
			}
			dst = dst[:len(dst)-1]
		}
		i := len(dst)
		dst = append(dst, m)
		for i > lo && better(m, dst[i-1]) {
			dst[i] = dst[i-1]
			i--
		}
		dst[i] = m
	}
	for _, m := range t {
		f.weight[m] = 0
	}
	return dst
}

// barred reports whether two rows are surely not one.
func (x *Index) barred(a, b record.Row) bool {
	return x.apart != nil && x.apart[a] != 0 && x.apart[a] == x.apart[b]
}

// stride is the number of rows that a worker takes at a time.
const stride = 2048

// allPairs is the number of records up to which all pairs are compared.
const allPairs = 1500

// Choose lets every record choose its neighbours and then drops the blocks,
// which are needed no more.
func (x *Index) Choose(ctx context.Context, workers int) error {
	n := len(x.rowFrom) - 1
	x.lists = make([][]record.Row, n)
	defer x.forget()
	if n <= allPairs {
		// So few that nothing need be left out.
		rows := make([]record.Row, n)
		for r := range rows {
			rows[r] = record.Row(r)
		}
		for r := range x.lists {
			x.lists[r] = rows[r+1:]
			if x.apart != nil {
				x.lists[r] = slices.DeleteFunc(slices.Clone(rows[r+1:]), func(m record.Row) bool { return x.barred(record.Row(r), m) })
			}
		}
		return nil
	}
	return parallel(ctx, workers, n, stride, func() func(int, int, int) error {
		f := &finder{weight: make([]float32, n)}
		var arena []record.Row
		return func(_, lo, hi int) error {
			arena = arena[:0]
			from := make([]int, 0, stride+1)
			for r := lo; r < hi; r++ {
				from = append(from, len(arena))
				arena = x.neighbours(arena, record.Row(r), f)
			}
			from = append(from, len(arena))
			kept := slices.Clone(arena)
			for i := range hi - lo {
				part := kept[from[i]:from[i+1]:from[i+1]]
				slices.Sort(part)
				x.lists[lo+i] = part
			}
			return nil
		}
	})
}

// forget drops what only the choice of neighbours needs.
func (x *Index) forget() { x.starts, x.size, x.part, x.members, x.weight = nil, nil, nil, nil, nil }

// Release drops everything but what is told of the rules.
func (x *Index) Release() {
	x.forget()
	x.rowFrom, x.rowIn, x.lists, x.rule, x.rank = nil, nil, nil, nil, nil
}

// block returns the members of a block.
func (x *Index) block(blk uint32) []record.Row {
	lo := x.starts[blk]
	return x.members[x.part[blk]][lo : lo+uint32(x.size[blk])]
}

// Pairs calls emit with the candidate pairs in slices, from several goroutines
// at once; worker tells which. Each pair comes once, A before B. The slice is
// reused after emit returns. When only is not nil, just the pairs of rows for
// which it is true are given. Choose must have run.
func (x *Index) Pairs(ctx context.Context, workers int, only func(record.Row) bool, emit func(worker int, pairs []record.Pair) error) error {
	return parallel(ctx, workers, len(x.lists), stride, func() func(int, int, int) error {
		var pairs []record.Pair
		return func(w, lo, hi int) error {
			pairs = pairs[:0]
			for r := lo; r < hi; r++ {
				row := record.Row(r)
				if only != nil && !only(row) {
					continue
				}
				for _, m := range x.lists[r] {
					if m > row {
						pairs = append(pairs, record.Pair{A: row, B: m})
					} else if _, both := slices.BinarySearch(x.lists[m], row); !both || only != nil && !only(m) {
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
	for _, l := range x.lists {
		n += int64(len(l))
	}
	return n
}

// Shared calls yield with the rules whose blocks hold both rows.
func (x *Index) Shared(p record.Pair, yield func(rule int)) {
	a := x.rowIn[x.rowFrom[p.A]:x.rowFrom[p.A+1]]
	b := x.rowIn[x.rowFrom[p.B]:x.rowFrom[p.B+1]]
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			yield(int(x.rule[a[0]]))
			a, b = a[1:], b[1:]
		}
	}
}
