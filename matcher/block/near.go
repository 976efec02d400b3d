package block

import "github.com/onefold/onefold/record"

// Near returns the pairs of the given rows with the neighbours for which most
// speaks, whether or not Config.Apart bars them, those of a row together. It
// must be called before Choose.
func (x *Index) Near(rows []record.Row) []record.Pair {
	f := x.newFinder(newRoom(len(x.rank), 2*x.keep))
	var pairs []record.Pair
	var near []record.Row
	for _, r := range rows {
		near = f.neighbours(near[:0], r, nil)
		for _, m := range near {
			pairs = append(pairs, record.Pair{A: min(r, m), B: max(r, m)})
		}
	}
	return pairs
}
