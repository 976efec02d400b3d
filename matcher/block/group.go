package block

import (
	"math/bits"
	"slices"

	"github.com/onefold/onefold/record"
)

// entry is a record under a key: the key's hash above, the row below.
type entry uint64

func entryOf(key uint32, r record.Row) entry { return entry(uint64(key)<<32 | uint64(r)) }
func (e entry) key() uint32                  { return uint32(e >> 32) }
func (e entry) row() record.Row              { return record.Row(uint32(e)) }

// run is a number of blocks of one size that follow each other and are of one rule.
type run struct {
	rule   int
	blocks uint32
}

// store holds blocks by their size, members end to end.
type store struct {
	members [][]record.Row // size → members
	runs    [][]run        // size → runs in the order of members
}

func newStore(most int) *store {
	return &store{members: make([][]record.Row, most+1), runs: make([][]run, most+1)}
}

// add makes room for a block and returns where it begins among those of its size.
func (s *store) add(rule, size int) uint32 {
	at := len(s.members[size])
	if at+size > cap(s.members[size]) {
		s.members[size] = slices.Grow(s.members[size], max(size, min(at/2, 1<<20)))
	}
	s.members[size] = s.members[size][:at+size]
	r := s.runs[size]
	if len(r) == 0 || r[len(r)-1].rule != rule {
		r = append(r, run{rule: rule})
	}
	r[len(r)-1].blocks++
	s.runs[size] = r
	return uint32(at)
}

// slot counts the entries of one key; later it says where they go.
type slot struct {
	key   uint32
	count uint32
	to    uint32 // 1 + place of the next member; 0 before the first
}

// grouper is the working memory of one worker.
type grouper struct {
	most  int // records of the largest block
	tmp   []entry
	count []uint32
	slots []slot
	at    []uint32 // slot of each entry of a part
}

// part is the number of entries that are grouped at a time: what belongs to
// them stays in the first cache.
const part = 512

// group gathers the entries of equal keys: those of 2 to most records go to s
// as blocks of a rule, the entries of larger ones are appended to large. It
// overwrites entries.
func (g *grouper) group(entries []entry, rule int, info *Rule, s *store, large []entry) []entry {
	b := max(0, bits.Len(uint(len(entries)/part)))
	if b == 0 {
		return g.small(entries, rule, info, s, large)
	}
	if cap(g.tmp) < len(entries) {
		g.tmp = make([]entry, len(entries)+len(entries)/8)
	}
	tmp := g.tmp[:len(entries)]
	parts := 1 << b
	if cap(g.count) < parts+1 {
		g.count = make([]uint32, parts+1)
	}
	count := g.count[:parts+1]
	clear(count)
	shift := 64 - b
	for _, e := range entries {
		count[e>>shift+1]++
	}
	for i := range parts {
		count[i+1] += count[i]
	}
	for _, e := range entries {
		k := e >> shift
		tmp[count[k]] = e
		count[k]++
	}
	lo := uint32(0)
	for _, hi := range count[:parts] {
		large = g.small(tmp[lo:hi], rule, info, s, large)
		lo = hi
	}
	return large
}

// small groups a part. The upper bits of its keys may all be the same.
func (g *grouper) small(entries []entry, rule int, info *Rule, s *store, large []entry) []entry {
	if len(entries) < 2 {
		return large
	}
	size := 1 << bits.Len(uint(2*len(entries)))
	if cap(g.slots) < size {
		g.slots = make([]slot, size)
	}
	if cap(g.at) < len(entries) {
		g.at = make([]uint32, 2*len(entries))
	}
	slots, at := g.slots[:size], g.at[:len(entries)]
	clear(slots)
	mask := uint32(size - 1)
	shift := 32 - bits.Len32(mask)
	again := false
	for i, e := range entries {
		key := e.key()
		k := key * 0x9E3779B1 >> shift
		for slots[k].count != 0 && slots[k].key != key {
			k = (k + 1) & mask
		}
		slots[k].key = key
		slots[k].count++
		again = again || slots[k].count == 2
		at[i] = k
	}
	if !again {
		return large
	}
	for i, e := range entries {
		o := &slots[at[i]]
		switch {
		case o.count < 2:
		case o.to != 0:
			s.members[o.count][o.to-1] = e.row()
			o.to++
		case int(o.count) <= g.most:
			n := int64(o.count)
			o.to = s.add(rule, int(o.count)) + 2
			s.members[o.count][o.to-2] = e.row()
			info.Blocks++
			info.Rows += n
			info.Pairs += n * (n - 1) / 2
		default:
			large = append(large, e)
		}
	}
	return large
}
