package comparison

import (
	"context"
	"errors"
	"math"
	"slices"

	"github.com/onefold/onefold/connectors"
)

// Ranges are of at least leastWidth keys, and there are at most mostRanges.
const (
	leastWidth = 2048
	mostRanges = 20_000
)

// digested compares digests of ranges of keys, which the databases make where
// the rows are, and leaves only the ranges that differ to be read. It returns
// the number of rows that are the same without reading. Where it cannot be done
// the sides are as they were.
func digested(ctx context.Context, name string, a, b *TableSide, o *Options) (same int64, err error) {
	j := &join{o: o, out: Table{Name: name}}
	if err := j.lay(*a, *b); err != nil {
		return 0, nil // Tables says it, too
	}
	if len(j.key[0]) != 1 || len(o.IDs.Own) > 0 || len(o.IDs.Links) > 0 {
		return 0, nil
	}
	sides := [2]*TableSide{a, b}
	var makers [2]connectors.Digester
	var names [2][]string
	least, most := int64(0), int64(0)
	for i, s := range sides {
		key := s.Table.Column(j.key[i][0])
		identity := s.Table.Identity()
		if key.Class != connectors.ClassInteger || len(identity) != 1 || identity[0] != key.Name {
			return 0, nil
		}
		names[i] = append([]string{key.Name}, j.cols[i]...)
		d, ok := s.Reader.(connectors.Digester)
		if !ok {
			return 0, nil
		}
		makers[i] = d
		from, to, ok, err := d.Bounds(ctx, s.Table.Name, key.Name)
		if err != nil || !ok {
			return 0, err
		}
		least, most = min(least, from), max(most, to)
	}
	for n := range names[0] {
		if !alike(a.Table.Column(names[0][n]), b.Table.Column(names[1][n])) {
			return 0, nil
		}
	}
	width := max(leastWidth, most/mostRanges-least/mostRanges+1)
	var digests [2][]connectors.Digest
	err = both(ctx, func(ctx context.Context, i int) (err error) {
		q := connectors.Query{Table: sides[i].Table.Name, Columns: names[i], Only: sides[i].Only}
		digests[i], err = makers[i].Digests(ctx, q, j.key[i][0], width)
		return err
	})
	if errors.Is(err, connectors.ErrUnsupported) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	differ, same := unequal(digests[0], digests[1])
	for i, s := range sides {
		s.ranges, s.in = spans(differ, width), j.key[i][0]
	}
	return same, nil
}

// alike tells whether two values of the columns are the same when a database
// makes the same text of them.
func alike(a, b *connectors.Column) bool {
	switch a.Class {
	case connectors.ClassFloat, connectors.ClassOther, connectors.ClassArray: // some engines round
		return false
	case connectors.ClassBoolean, connectors.ClassBytes:
		return a.Type == b.Type
	}
	return a.Class == b.Class
}

// unequal returns the ranges whose digests differ, in order, and the number of
// rows in the others.
func unequal(a, b []connectors.Digest) (differ []int64, same int64) {
	of := make(map[int64]connectors.Digest, len(a))
	for _, d := range a {
		of[d.Range] = d
	}
	for _, d := range b {
		if of[d.Range] == d {
			same += d.Rows
		} else {
			differ = append(differ, d.Range)
		}
		delete(of, d.Range)
	}
	for r := range of {
		differ = append(differ, r)
	}
	slices.Sort(differ)
	return differ, same
}

// spans returns the keys of ranges, neighbours in one.
func spans(ranges []int64, width int64) [][2]int64 {
	out := [][2]int64{}
	for _, r := range ranges {
		from, to := r*width, r*width+width-1 // towards zero: the range 0 has keys of both signs
		switch {
		case r == 0:
			from = -width + 1
		case r < 0:
			from, to = r*width-width+1, r*width
		}
		if to < from && r > 0 { // beyond 64 bits
			to = math.MaxInt64
		} else if to < from {
			from = math.MinInt64
		}
		if n := len(out); n > 0 && out[n-1][1]+1 == from {
			out[n-1][1] = to
			continue
		}
		out = append(out, [2]int64{from, to})
	}
	return out
}
