package block

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/onefold/onefold/matcher/block/aspect"
	"github.com/onefold/onefold/record"
)

// The keys of records, read a part at a time, make the same blocks as the
// index makes of all of them: the same members, and the same that are too large.
func TestKeysMakeTheBlocksOfTheIndex(t *testing.T) {
	t.Run("all rules", func(t *testing.T) { keysMakeBlocks(t, chooseAbove-1) })
	t.Run("chosen rules", func(t *testing.T) { keysMakeBlocks(t, 2*chooseAbove) })
}

func keysMakeBlocks(t *testing.T, n int) {
	x := people(n, 31)
	for i, row := range x.rows { // one name that is too frequent to make a block of
		if i%7 == 0 {
			row[1] = "popescu"
		}
	}
	attrs := x.attributes()
	for i := range attrs {
		attrs[i].Words = aspect.Words(attrs[i].Columns)
	}
	ix, err := NewIndex(context.Background(), attrs, x.rank(), config)
	if err != nil {
		t.Fatal(err)
	}
	if len(ix.Large) == 0 && n < chooseAbove {
		t.Fatal("no block is too large: the test shows nothing")
	}
	large := map[Key]bool{}
	for _, k := range ix.Large {
		large[k] = true
	}
	var want []string
	for _, g := range ix.blocks {
		for m := range slices.Chunk(g.members, int(g.size)) {
			slices.Sort(m)
			want = append(want, fmt.Sprint(m))
		}
	}
	slices.Sort(want)

	// The same records in parts of a few hundred, each with codes of its own.
	members := map[Key][]record.Row{}
	for from := 0; from < n; from += 700 {
		part := &table{kinds: x.kinds, rows: x.rows[from:min(from+700, n)]}
		own := part.attributes()
		for i := range own {
			own[i].Words = attrs[i].Words
		}
		keys, err := NewKeys(own, ix.Chosen, large)
		if err != nil {
			t.Fatal(err)
		}
		for r := range part.rows {
			keys.Of(record.Row(r), func(k Key) { members[k] = append(members[k], record.Row(from+r)) })
		}
	}
	var got []string
	for k, rows := range members {
		if size := len(rows); size < 2 || size > config.MaxBlock {
			if size > config.MaxBlock && !large[k] {
				t.Errorf("a block of %d is not known to be too large", size)
			}
			continue
		}
		slices.SortFunc(rows, cmp.Compare[record.Row])
		got = append(got, fmt.Sprint(rows))
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%d blocks of keys, %d of the index", len(got), len(want))
	}
}

// Weights are added in any order: their sums must be exact.
func TestWeightsAddUpInAnyOrder(t *testing.T) {
	var up, down float32
	for size := 2; size <= 500; size++ {
		up += Weight(10_000_000, size)
	}
	for size := 500; size >= 2; size-- {
		down += Weight(10_000_000, size)
	}
	if up != down {
		t.Errorf("%v and %v", up, down)
	}
	if w := Weight(1<<20, 2); w != 20 {
		t.Errorf("two of 2^20 weigh %v bits", w)
	}
}
