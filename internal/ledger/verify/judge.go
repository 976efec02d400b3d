package verify

import (
	"cmp"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/onefold/onefold/internal/ledger/format"
)

// judge compares the lines with what the checkpoints vouch for.
func (c *check) judge() error {
	lines, err := format.HashesOf(c.leaves)
	if err != nil {
		return err
	}
	trusted, err := format.HashesOf(c.trusted)
	if err != nil {
		return err
	}
	signed := int64(len(c.trusted))
	known := int64(len(c.leaves))
	same := known >= signed && slices.Equal(c.leaves[:signed], c.trusted)
	if !same {
		c.align()
	} else {
		// The lines may reach further than the hashes: a checkpoint whose root
		// they have vouches for them as well.
		for _, cp := range c.all() {
			if cp.Size > signed && cp.Size <= known && rootAt(lines, cp.Size) == cp.Root {
				signed = cp.Size
				trusted = lines
				break
			}
		}
	}
	head := c.headOfFile.Size
	if same && signed < head {
		c.unvouched(signed)
	}
	for _, cp := range c.own {
		if cp.Size <= signed && rootAt(trusted, cp.Size) != cp.Root {
			c.report.file(Checks, "the checkpoint of %d entries is of another tree", cp.Size)
		}
	}
	for i, cp := range c.outside {
		name := c.names[i]
		switch {
		case cp.Size > signed && cp.Size > head:
			c.span(RolledBack, head, cp.Size-1, name+" knows of them, the ledger ends before")
		case cp.Size <= signed && rootAt(trusted, cp.Size) != cp.Root:
			c.span(RolledBack, 0, cp.Size-1, "these are not the entries that "+name+" was made over")
		case cp.Size > head:
			c.span(Checks, head, cp.Size-1, "the entries are there, their checkpoint is missing; "+name+" has it")
		}
	}
	if end := max(head, signed); same && known > end {
		c.span(Unfinished, end, known-1, "stands behind the newest checkpoint and was never signed; a crash leaves that, and the next entry sets it aside")
	}
	slices.SortStableFunc(c.report.Faults, func(a, b Fault) int { return cmp.Compare(a.From, b.From) })
	return nil
}

// rootAt returns the root of the tree's first n entries; they must be there.
func rootAt(tree *format.StoredHashes, n int64) tlog.Hash {
	root, err := tlog.TreeHash(n, tree)
	if err != nil {
		return tlog.Hash{} // no tree has it
	}
	return root
}

func (c *check) span(kind Kind, from, to int64, what string) {
	c.report.add(Fault{Kind: kind, From: from, To: to, What: what})
}

// unvouched says what is wrong from the entry signed on, for which neither the
// hashes nor the lines have the root of any checkpoint.
func (c *check) unvouched(signed int64) {
	known := int64(len(c.leaves))
	if c.torn {
		known--
	}
	head := c.headOfFile.Size
	if known < head {
		c.span(Truncated, max(known, signed), head-1, "missing at the end")
		return
	}
	to := head - 1
	for _, cp := range c.own {
		if cp.Size > signed {
			to = cp.Size - 1 // the first checkpoint that does not agree
			break
		}
	}
	for i := signed; i <= to; i++ {
		if c.claimed[i] != i {
			c.span(Changed, i, i, "not what was signed; nothing can be said of those after it")
			return
		}
	}
	c.span(Changed, signed, to, "one of these at least is not what was signed; nothing can be said of those after them")
}

// align finds out what became of the entries whose leaves are trusted, when the
// lines are not just these.
func (c *check) align() {
	index := make(map[tlog.Hash]int64, len(c.trusted))
	for i, h := range c.trusted {
		index[h] = int64(i)
	}
	const unknown, copied = -1, -2
	is := make([]int64, len(c.leaves)) // which entry each line is
	present := make([]bool, len(c.trusted))
	var found []int64
	for i, h := range c.leaves {
		at, ok := index[h]
		switch {
		case !ok:
			is[i] = unknown
		case present[at]:
			is[i] = copied
			c.span(Added, at, at, "stands there once more")
		default:
			is[i], present[at] = at, true
			found = append(found, at)
		}
	}
	inOrder := increasing(found)
	for _, at := range found {
		if _, ok := slices.BinarySearch(inOrder, at); !ok {
			c.span(Moved, at, at, "stands in another place")
		}
	}
	c.explain(is, present, inOrder)
	c.missing(present)
}

// explain accounts for the lines that are no entry: an entry that is missing
// was changed into one where the line says so itself, or stands in its place.
func (c *check) explain(is []int64, present []bool, inOrder []int64) {
	signed := int64(len(c.trusted))
	var rest []int // lines that don't say which entry they were
	for i, at := range is {
		if at != -1 {
			continue
		}
		if claim := c.claimed[i]; claim >= 0 && claim < signed && !present[claim] {
			present[claim] = true
			c.span(Changed, claim, claim, "not what was signed")
		} else {
			rest = append(rest, i)
		}
	}
	for _, i := range rest {
		before, after := int64(-1), signed // the entries around the line
		for j := i - 1; j >= 0; j-- {
			if _, ok := slices.BinarySearch(inOrder, is[j]); ok {
				before = is[j]
				break
			}
		}
		for j := i + 1; j < len(is); j++ {
			if _, ok := slices.BinarySearch(inOrder, is[j]); ok {
				after = is[j]
				break
			}
		}
		at := before + 1
		for at < after && present[at] {
			at++
		}
		switch last := c.torn && i == len(is)-1; {
		case at < after && last:
			present[at] = true
			c.span(Truncated, at, at, "cut off in the middle")
		case at < after:
			present[at] = true
			c.span(Changed, at, at, "not what was signed")
		case last:
			c.span(Unfinished, signed, signed, "a line without an end")
		case after < signed || c.headOfFile.Size <= signed:
			c.span(Added, after, after, "a line that was never signed stands before it")
		}
	}
}

// missing tells of the entries that no line is, in stretches.
func (c *check) missing(present []bool) {
	for i := 0; i < len(present); i++ {
		if present[i] {
			continue
		}
		j := i
		for j < len(present) && !present[j] {
			j++
		}
		if j == len(present) {
			c.span(Truncated, int64(i), int64(j)-1, "missing at the end")
		} else {
			c.span(Removed, int64(i), int64(j)-1, "missing")
		}
		i = j
	}
}

// increasing returns a longest increasing subsequence of distinct numbers.
func increasing(s []int64) []int64 {
	tails := []int{} // index in s of the smallest end of each length
	prev := make([]int, len(s))
	for i, v := range s {
		k, _ := slices.BinarySearchFunc(tails, v, func(t int, v int64) int { return cmp.Compare(s[t], v) })
		prev[i] = -1
		if k > 0 {
			prev[i] = tails[k-1]
		}
		if k == len(tails) {
			tails = append(tails, i)
		} else {
			tails[k] = i
		}
	}
	if len(tails) == 0 {
		return nil
	}
	out := make([]int64, len(tails))
	for i, k := tails[len(tails)-1], len(tails)-1; k >= 0; i, k = prev[i], k-1 {
		out[k] = s[i]
	}
	return out
}
