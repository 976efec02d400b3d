package block

import "github.com/onefold/onefold/record"

// Near returns the pairs of rows with their neighbours, barred ones too; Choose must not have run.
func (x *Index) Near(rows []record.Row) (pairs []record.Pair) {
	f := x.newFinder(newRoom(len(x.rank), 2*x.keep))
	for _, r := range rows {
		for _, m := range f.neighbours(nil, r, nil) {
			pairs = append(pairs, record.Pair{A: min(r, m), B: max(r, m)})
		}
	}
	return pairs
}
