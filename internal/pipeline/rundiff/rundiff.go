package rundiff

import (
	"cmp"
	"slices"

	"github.com/onefold/onefold/internal/decisions"
	"github.com/onefold/onefold/matcher/evaluate"
	"github.com/onefold/onefold/record"
)

// Diff is what differs between two runs, among the records that both have.
type Diff struct {
	Records      int // that both runs have
	OnlyBefore   int
	OnlyAfter    int
	PairsBefore  uint64 // pairs of records in one cluster
	PairsAfter   uint64
	Gained, Lost uint64
	Clusters     [2]int // of the records that both have, before and after
	Same         int    // clusters with the same records before and after
	Split        []Change
	Merged       []Change
	Broken       []Broken

	ids    []string
	before []record.Code // cluster of each record
	after  []record.Code
	names  [2]*evaluate.Labels
}

// Change is a cluster that split into others, or was merged from others; the
// largest comes first, and of others the one that has most of its records.
type Change struct {
	Cluster string
	Size    int
	Others  []string
	Sizes   []int // records that Cluster shares with each of Others
}

// Broken is a decision that the second run does not keep.
type Broken struct {
	decisions.Decision
	Newly bool // the first run kept it
}

// Compare compares the clusters of two runs.
func Compare(before, after *evaluate.Labels) *Diff {
	d := &Diff{names: [2]*evaluate.Labels{before, after}}
	at := make(map[string]record.Code, after.Len())
	for r, id := range after.IDs.Of {
		if c := after.Clusters.Of[r]; c != 0 { // blank is no cluster
			at[after.IDs.Value(id)] = c
		}
	}
	for r, code := range before.IDs.Of {
		id := before.IDs.Value(code)
		to, ok := at[id]
		if before.Clusters.Of[r] == 0 {
			continue
		}
		if !ok {
			d.OnlyBefore++
			continue
		}
		d.ids = append(d.ids, id)
		d.before, d.after = append(d.before, before.Clusters.Of[r]), append(d.after, to)
	}
	d.Records = len(d.ids)
	d.OnlyAfter = len(at) - d.Records
	d.count()
	return d
}

type cell struct{ before, after record.Code }

// count works out sizes, and from them the rest.
func (d *Diff) count() {
	both := map[cell]int{}
	var sizes [2]map[record.Code]int
	sizes[0], sizes[1] = map[record.Code]int{}, map[record.Code]int{}
	for r := range d.ids {
		both[cell{d.before[r], d.after[r]}]++
		sizes[0][d.before[r]]++
		sizes[1][d.after[r]]++
	}
	d.Clusters = [2]int{len(sizes[0]), len(sizes[1])}
	var kept uint64
	parts := [2]map[record.Code][]cell{{}, {}}
	for c, n := range both {
		kept += choose(n)
		if n == sizes[0][c.before] && n == sizes[1][c.after] {
			d.Same++
			continue
		}
		parts[0][c.before] = append(parts[0][c.before], c)
		parts[1][c.after] = append(parts[1][c.after], c)
	}
	for _, n := range sizes[0] {
		d.PairsBefore += choose(n)
	}
	for _, n := range sizes[1] {
		d.PairsAfter += choose(n)
	}
	d.Gained, d.Lost = d.PairsAfter-kept, d.PairsBefore-kept
	for side, of := range parts {
		var changes []Change
		for code, cells := range of {
			if len(cells) < 2 {
				continue
			}
			ch := Change{Cluster: d.names[side].Clusters.Value(code), Size: sizes[side][code]}
			name := func(c cell) string {
				if side == 0 {
					return d.names[1].Clusters.Value(c.after)
				}
				return d.names[0].Clusters.Value(c.before)
			}
			slices.SortFunc(cells, func(x, y cell) int { return cmp.Or(cmp.Compare(both[y], both[x]), cmp.Compare(name(x), name(y))) })
			for _, c := range cells {
				ch.Others, ch.Sizes = append(ch.Others, name(c)), append(ch.Sizes, both[c])
			}
			changes = append(changes, ch)
		}
		slices.SortFunc(changes, func(x, y Change) int { return cmp.Or(cmp.Compare(y.Size, x.Size), cmp.Compare(x.Cluster, y.Cluster)) })
		if side == 0 {
			d.Split = changes
		} else {
			d.Merged = changes
		}
	}
}

func choose(n int) uint64 { return uint64(n) * uint64(n-1) / 2 }

// The kinds of Pair.
const (
	Gained = "gained" // together in the second run only
	Lost   = "lost"   // together in the first run only
)

// Pair is a pair of records that one of the runs has in one cluster.
type Pair struct {
	Change  string
	A, B    string // ids, in the order of the first run
	Cluster string // that they are in together
}

// Pairs calls yield with every pair that was lost, then with every pair that
// was gained.
func (d *Diff) Pairs(yield func(Pair) error) error {
	for side, change := range []string{Lost, Gained} {
		own, other := d.before, d.after
		if side == 1 {
			own, other = d.after, d.before
		}
		members := map[record.Code][]int{}
		var order []record.Code
		for r, c := range own {
			if members[c] == nil {
				order = append(order, c)
			}
			members[c] = append(members[c], r)
		}
		for _, c := range order {
			rows := members[c]
			for i, x := range rows {
				for _, y := range rows[i+1:] {
					if other[x] == other[y] {
						continue
					}
					if err := yield(Pair{change, d.ids[x], d.ids[y], d.names[side].Clusters.Value(c)}); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// Heed finds the decisions that the second run breaks.
func (d *Diff) Heed(b *decisions.Book) {
	row := make(map[string]int, 2*len(b.Standing))
	for i := range b.Standing {
		row[b.Standing[i].A], row[b.Standing[i].B] = -1, -1
	}
	for r, id := range d.ids {
		if _, asked := row[id]; asked {
			row[id] = r
		}
	}
	for _, x := range b.Standing {
		p, q := row[x.A], row[x.B]
		if p < 0 || q < 0 || x.Verdict == decisions.Unsure {
			continue
		}
		same := x.Verdict == decisions.Same
		if (d.after[p] == d.after[q]) != same {
			d.Broken = append(d.Broken, Broken{x, (d.before[p] == d.before[q]) == same})
		}
	}
}
