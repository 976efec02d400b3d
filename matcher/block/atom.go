package block

import (
	"slices"
	"strings"

	"github.com/onefold/onefold/matcher/block/aspect"
	"github.com/onefold/onefold/record"
	"github.com/zeebo/xxh3"
)

// Attribute is a field as blocking sees it.
type Attribute struct {
	Name    string
	Kind    record.Kind
	Columns []*record.Codes
	// Variants gives the names that a given name may stand for, or is nil.
	Variants func(value string) []string
	// Words tells how many records have a word, where Columns are not those of
	// all records; a word that is not in it is one record's own. nil: Columns tell.
	Words map[string]uint32
}

// words returns how many records have each word.
func (a *Attribute) words() map[string]uint32 {
	if a.Words != nil {
		return a.Words
	}
	return aspect.Words(a.Columns)
}

// maxHashes bounds the hashes that one record has of one atom.
const maxHashes = 6

// atom gives each record a few hashes of one aspect of it.
type atom struct {
	name     string
	attr     int      // atoms of one attribute don't refine each other
	id       int      // by the kinds of the attributes alone
	place    int      // in the plan
	distinct int      // distinct hashes, nearly
	sample   []entry  // hashes in a sample of the records, ascending; rows count within it
	rows     float64  // records in that sample
	heavy    []bool   // by the upper bits of a hash: many records have it
	from     []uint32 // row → first of its hashes; nil where no row has more than one
	hash     []uint32 // without from: the hash of each row, 0 for none
}

// of returns the hashes of a row.
func (a *atom) of(r record.Row) []uint32 {
	if a.from != nil {
		return a.hash[a.from[r]:a.from[r+1]]
	}
	if a.hash[r] == 0 {
		return nil
	}
	return a.hash[r : r+1 : r+1]
}

// fill gives each row its hashes by a function that emits the keys of one
// value. Atoms of one space give the same hash to the same key.
func (a *atom) fill(space int, columns []*record.Codes, keys aspect.Keys) {
	// What each distinct value gives.
	starts := make([][]uint32, len(columns))
	hashes := make([][]uint32, len(columns))
	several := len(columns) > 1
	for k, col := range columns {
		starts[k] = make([]uint32, len(col.Count)+1)
		h := make([]uint32, 0, len(col.Count))
		lo := 0
		emit := func(key []byte) {
			if len(key) == 0 || len(h)-lo == maxHashes {
				return
			}
			x := max(1, uint32(xxh3.HashSeed(key, uint64(space))))
			if !slices.Contains(h[lo:], x) {
				h = append(h, x)
			}
		}
		for c := range col.Count {
			lo = len(h)
			if c > 0 {
				if v := col.Value(record.Code(c)); strings.Contains(v, aspect.Separator) {
					for v := range strings.SplitSeq(v, aspect.Separator) {
						keys(v, emit)
					}
				} else {
					keys(v, emit)
				}
			}
			starts[k][c+1] = uint32(len(h))
			several = several || len(h)-lo > 1
		}
		hashes[k] = h
		a.distinct += distinct(h)
	}
	// And with it each row.
	n := len(columns[0].Of)
	if !several {
		a.hash = make([]uint32, n)
		for r, c := range columns[0].Of {
			if at := starts[0][c]; at != starts[0][c+1] {
				a.hash[r] = hashes[0][at]
			}
		}
		return
	}
	a.from = make([]uint32, n+1)
	total := 0
	for k, col := range columns {
		for _, c := range col.Of {
			total += int(starts[k][c+1] - starts[k][c])
		}
	}
	a.hash = make([]uint32, 0, total)
	for r := range n {
		lo := len(a.hash)
		for k, col := range columns {
			c := col.Of[r]
			for _, h := range hashes[k][starts[k][c]:starts[k][c+1]] {
				if k == 0 || len(a.hash)-lo < maxHashes && !slices.Contains(a.hash[lo:], h) {
					a.hash = append(a.hash, h)
				}
			}
		}
		a.from[r+1] = uint32(len(a.hash))
	}
}

// distinct counts distinct hashes, of many in a sixteenth of them.
func distinct(h []uint32) int {
	mask := uint32(15)
	if len(h) < 1<<12 {
		mask = 0
	}
	var part []uint32
	for _, x := range h {
		if x>>20&mask == 0 {
			part = append(part, x)
		}
	}
	slices.Sort(part)
	return int(mask+1) * len(slices.Compact(part))
}
