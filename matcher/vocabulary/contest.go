package vocabulary

import "github.com/onefold/onefold/record"

// Contest tells pairs that surely lose against another: of a record that has a
// sure partner in the other's source, where there can be one only. The nil
// Contest has none.
type Contest struct {
	group []uint32 // cluster of each row
	apart []uint16 // mark of each row: two with the same mark other than 0 are not one
	taken []uint64 // of each row: the marks of its sure partners
}

// MostContested is how many sources a contest can tell apart.
const MostContested = 63

// NewContest returns a contest in which nobody has a sure partner yet.
func NewContest(group []uint32, apart []uint16) *Contest {
	return &Contest{group: group, apart: apart, taken: make([]uint64, len(group))}
}

// Together reports whether a pair is in one cluster.
func (c *Contest) Together(p record.Pair) bool { return c.group[p.A] == c.group[p.B] }

// Add says that the two are sure partners, if they are in one cluster.
func (c *Contest) Add(p record.Pair) {
	if !c.Together(p) {
		return
	}
	if m := c.apart[p.A]; m != 0 {
		c.taken[p.B] |= 1 << (m % 64)
	}
	if m := c.apart[p.B]; m != 0 {
		c.taken[p.A] |= 1 << (m % 64)
	}
}

// Has reports whether a pair surely loses.
func (c *Contest) Has(p record.Pair) bool {
	if c == nil || c.Together(p) {
		return false
	}
	a, b := c.apart[p.A], c.apart[p.B]
	return a != 0 && c.taken[p.B]>>(a%64)&1 == 1 || b != 0 && c.taken[p.A]>>(b%64)&1 == 1
}

// Split returns the pairs that may be matches, and those that surely lose. It
// may reorder the slice.
func (c *Contest) Split(pairs []record.Pair) (free, lost []record.Pair) {
	if c == nil {
		return pairs, nil
	}
	n := 0
	for i, p := range pairs {
		if !c.Has(p) {
			pairs[n], pairs[i] = pairs[i], pairs[n]
			n++
		}
	}
	return pairs[:n], pairs[n:]
}
