package decisions

import (
	"cmp"
	"slices"
	"time"
)

// Book is what stands of decisions on one day.
type Book struct {
	Standing  []Decision // one a pair that is decided, by pair; Unsure ones too
	Expired   []Decision
	Conflicts []Conflict
}

// Conflict is a pair on which people contradict each other: neither decision
// stands. Opinions are ordered by author and hold a Same and a Different.
type Conflict struct {
	A, B     string
	Opinions []Decision
}

// Settle works out what stands on the day of now for a source, "" for any. Of
// one author the newest decision on a pair counts; of two authors who contradict
// each other, and of one whose two decisions have one date, neither does. The
// order of all does not matter.
func Settle(all []Decision, source string, now time.Time) *Book {
	b := &Book{}
	var hold []*Decision
	for i := range all {
		d := &all[i]
		switch {
		case d.Source != "" && source != "" && d.Source != source:
		case d.expired(now):
			b.Expired = append(b.Expired, *d)
		default:
			hold = append(hold, d)
		}
	}
	slices.SortStableFunc(hold, func(x, y *Decision) int {
		return cmp.Or(byPair(x, y), cmp.Compare(x.Author, y.Author), y.Made.Compare(x.Made), cmp.Compare(x.Verdict, y.Verdict), cmp.Compare(x.Reason, y.Reason))
	})
	for len(hold) > 0 {
		n := 1
		for n < len(hold) && byPair(hold[n], hold[0]) == 0 {
			n++
		}
		b.settle(hold[:n])
		hold = hold[n:]
	}
	return b
}

// settle works out what stands of the decisions on one pair, by author and
// then the newest first.
func (b *Book) settle(of []*Decision) {
	var opinions []*Decision
	for i, d := range of {
		if i == 0 || d.Author != of[i-1].Author || d.Made.Equal(newest(of[:i], d.Author)) {
			opinions = append(opinions, d)
		}
	}
	var stands *Decision
	for _, d := range opinions {
		switch {
		case d.Verdict == Unsure:
		case stands == nil:
			stands = d
		case stands.Verdict != d.Verdict:
			c := Conflict{A: d.pair()[0], B: d.pair()[1]}
			for _, o := range opinions {
				c.Opinions = append(c.Opinions, *o)
			}
			b.Conflicts = append(b.Conflicts, c)
			return
		}
	}
	if stands == nil {
		stands = opinions[0] // all are unsure
	}
	b.Standing = append(b.Standing, *stands)
}

// newest returns the newest date of an author, who comes first in of with it.
func newest(of []*Decision, author string) time.Time {
	i := slices.IndexFunc(of, func(d *Decision) bool { return d.Author == author })
	return of[i].Made
}
