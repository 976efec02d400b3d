package comparison

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"slices"

	"github.com/onefold/onefold/internal/comparison/sorted"
)

// run joins the sorted rows.
func (j *join) run(ctx context.Context, sa, sb *sorted.Sorter) error {
	a, err := sa.Stream()
	if err != nil {
		return err
	}
	b, err := sb.Stream()
	if err != nil {
		return err
	}
	j.out.RowsA, j.out.RowsB = j.rows[0], j.rows[1]
	var key []byte
	var left, right group
	for n := 0; ; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		x, okA, err := a.Peek()
		if err != nil {
			return err
		}
		y, okB, err := b.Peek()
		if err != nil {
			return err
		}
		switch {
		case !okA && !okB:
			j.finish()
			return nil
		case !okB || okA && sorted.CompareKeys(x.Key, y.Key) <= 0:
			key = append(key[:0], x.Key...)
		default:
			key = append(key[:0], y.Key...)
		}
		if err := errors.Join(left.take(a, key), right.take(b, key)); err != nil {
			return err
		}
		if err := j.group(string(key), left.rests, right.rests); err != nil {
			return err
		}
	}
}

// group is the rows of one key. Its memory is used again.
type group struct{ rests [][]byte }

func (g *group) take(s *sorted.Stream, key []byte) error {
	g.rests = g.rests[:0]
	for {
		e, ok, err := s.Peek()
		if err != nil || !ok || sorted.CompareKeys(e.Key, key) != 0 {
			return err
		}
		n := len(g.rests)
		if n < cap(g.rests) {
			g.rests = g.rests[:n+1]
			g.rests[n] = append(g.rests[n][:0], e.Rest...)
		} else {
			g.rests = append(g.rests, slices.Clone(e.Rest))
		}
		s.Skip()
	}
}

// group counts and tells what the rows of one key are.
func (j *join) group(key string, a, b [][]byte) error {
	// Sorted by rest, the direct ones come first.
	own := slices.IndexFunc(a, func(r []byte) bool { return r[0] == via })
	if own < 0 {
		own = len(a)
	}
	first, losers := a[:own], a[own:]
	here := slices.IndexFunc(b, func(r []byte) bool { return r[0] == via })
	if here < 0 {
		here = len(b)
	}
	j.out.Stayed += int64(len(b) - here)
	b = b[:here]
	if len(b) == 0 {
		for _, r := range a {
			j.out.Missing++
			if err := j.tell(Difference{Kind: Missing, Key: ownKey(r, key)}); err != nil {
				return err
			}
		}
		return nil
	}
	if len(first) == 0 && len(losers) > 0 {
		j.out.Renumbered++
		first, losers = losers[:1], losers[1:]
	}
	j.out.Merged += int64(len(losers))
	if len(j.key[0]) == 0 { // nothing beside the content that could differ
		n := min(len(first), len(b))
		j.out.Same += int64(n)
		first, b = first[n:], b[n:]
	} else if len(first) > 1 || len(b) > 1 {
		first, b = j.pairEqual(first, b)
	}
	n := min(len(first), len(b))
	for i := range n {
		if err := j.pair(first[i], b[i], key); err != nil {
			return err
		}
	}
	for _, r := range first[n:] {
		j.out.Missing++
		if err := j.tell(Difference{Kind: Missing, Key: ownKey(r, key)}); err != nil {
			return err
		}
	}
	for range b[n:] {
		j.out.Extra++
		if err := j.tell(Difference{Kind: Extra, Key: key}); err != nil {
			return err
		}
	}
	return nil
}

// pairEqual takes equal rows of one key out of both sides. Both are sorted.
func (j *join) pairEqual(a, b [][]byte) (restA, restB [][]byte) {
	for len(a) > 0 && len(b) > 0 {
		switch c := slices.Compare(j.sums(a[0]), j.sums(b[0])); {
		case c == 0:
			j.out.Same++
			a, b = a[1:], b[1:]
		case c < 0:
			restA, a = append(restA, a[0]), a[1:]
		default:
			restB, b = append(restB, b[0]), b[1:]
		}
	}
	return append(restA, a...), append(restB, b...)
}

// sums returns the part of a rest with eight bytes for each column.
func (j *join) sums(rest []byte) []byte {
	start := ownHead + int(binary.LittleEndian.Uint32(rest[1:]))
	return rest[start : start+8*len(j.diff)]
}

// texts returns the part behind that.
func (j *join) texts(rest []byte) []byte {
	return rest[ownHead+int(binary.LittleEndian.Uint32(rest[1:]))+8*len(j.diff):]
}

func ownKey(rest []byte, key string) string {
	if n := binary.LittleEndian.Uint32(rest[1:]); rest[0] == via {
		return string(rest[ownHead : ownHead+n])
	}
	return key
}

// pair compares two rows of one key.
func (j *join) pair(a, b []byte, key string) error {
	x, y := j.sums(a), j.sums(b)
	if string(x) == string(y) {
		j.out.Same++
		return nil
	}
	j.out.Changed++
	tx, ty := j.texts(a), j.texts(b)
	for i, name := range j.cols[0] {
		var va, vb string
		if j.o.Values {
			va, tx = cutText(tx)
			vb, ty = cutText(ty)
		}
		if string(x[8*i:8*i+8]) == string(y[8*i:8*i+8]) {
			continue
		}
		j.diff[i]++
		if err := j.tell(Difference{Kind: Changed, Key: ownKey(a, key), Column: name, A: va, B: vb}); err != nil {
			return err
		}
	}
	return nil
}

func cutText(b []byte) (text string, rest []byte) {
	n, used := binary.Uvarint(b)
	b = b[used:]
	if n == 0 {
		return "", b
	}
	return string(b[:n-1]), b[n-1:]
}

func (j *join) tell(d Difference) error {
	if j.o.Each == nil {
		return nil
	}
	d.Table = j.out.Name
	return j.o.Each(d)
}

// tellColumns tells what only one side has.
func (j *join) tellColumns() error {
	for _, name := range j.out.OnlyA {
		if err := j.tell(Difference{Kind: MissingColumn, Column: name}); err != nil {
			return err
		}
	}
	for _, name := range j.out.OnlyB {
		if err := j.tell(Difference{Kind: ExtraColumn, Column: name}); err != nil {
			return err
		}
	}
	return nil
}

func (j *join) finish() {
	for i, n := range j.diff {
		if n > 0 {
			j.out.Columns = append(j.out.Columns, ColumnChange{j.cols[0][i], n})
		}
	}
	slices.SortStableFunc(j.out.Columns, func(a, b ColumnChange) int { return cmp.Compare(b.Rows, a.Rows) })
}
