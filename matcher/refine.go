package matcher

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"

	"github.com/onefold/onefold/matcher/compare"
	"github.com/onefold/onefold/record"
)

// refine learns the model once more where something is to be learnt from the
// first links: that a record of a source without duplicates has one partner at
// most, so that what only looks like a match can be told from one, and which
// values of the sources stand for each other. near are pairs within sources.
// Where one of these turns out to hold duplicates after all, nothing is learnt
// from it that would take them for different things.
func (l *Linker) refine(ctx context.Context, res *Result, near []record.Pair) error {
	if l.apart == nil {
		return nil
	}
	done := l.cfg.Stage("learn")
	defer func() { done() }()
	l.cluster(res)
	l.probe(res, near)
	if slices.Contains(Duplicates(res.Probed), true) {
		return nil
	}
	l.contested = l.contests(res)
	l.translate(res)
	l.set = compare.NewSet(l.in.Fields)
	l.set.Pack()
	res.Set = l.set
	model, err := l.learn(ctx, res.Index)
	if err != nil {
		return err
	}
	res.Model = model
	done()
	done = l.cfg.Stage("score")
	res.Edges, res.Pairs, res.Bins = nil, 0, [HistogramBins]int64{}
	return l.score(ctx, res)
}

// contested tells pairs that surely lose against another: of a record that has
// a sure partner in the other's source, where there can be one only.
type contested struct {
	group []uint32 // cluster of each row
	apart []uint16
	taken []uint64 // of each row: the sources, by mark modulo 64, in which it has a sure partner
}

// contestBits is how sure a partner is that leaves no room for another.
const contestBits = 5

func (l *Linker) contests(res *Result) *contested {
	c := &contested{group: res.Groups.Of(), apart: l.apart, taken: make([]uint64, l.in.Rows)}
	for _, e := range res.Edges {
		if e.Bits < contestBits || c.group[e.A] != c.group[e.B] {
			continue
		}
		if m := l.apart[e.A]; m != 0 {
			c.taken[e.B] |= 1 << (m % 64)
		}
		if m := l.apart[e.B]; m != 0 {
			c.taken[e.A] |= 1 << (m % 64)
		}
	}
	return c
}

// has reports whether a pair surely loses.
func (c *contested) has(p record.Pair) bool {
	if c == nil || c.group[p.A] == c.group[p.B] {
		return false
	}
	ma, mb := c.apart[p.A], c.apart[p.B]
	return ma != 0 && c.taken[p.B]>>(ma%64)&1 == 1 || mb != 0 && c.taken[p.A]>>(mb%64)&1 == 1
}

// split returns the pairs that may be matches, and those that surely lose. It
// may reorder the slice.
func (c *contested) split(pairs []record.Pair) (free, lost []record.Pair) {
	if c == nil {
		return pairs, nil
	}
	n := 0
	for i, p := range pairs {
		if !c.has(p) {
			pairs[n], pairs[i] = pairs[i], pairs[n]
			n++
		}
	}
	return pairs[:n], pairs[n:]
}

// Translation says that two values of a field stand for one thing, each in its
// own source: the same club by its name and by its initials, a code and a word.
type Translation struct {
	Field string
	Value [2]string // in alphabetical order
	Pairs int       // sure links that have the one here and the other there
}

// A field is translated where its values are few and each is there often, and
// two of them where they meet that often, and mostly each other.
const (
	translatedValues = 500 // distinct values of a field in a source
	translatedRows   = 8   // records to a value, on average
	translatedPairs  = 5
	translatedShare  = .7
)

// translate finds the translations in sure links and puts one value in the
// place of the other. It also notes how rare agreements by chance are.
func (l *Linker) translate(res *Result) {
	var sure []record.Pair
	for _, e := range res.Edges {
		if e.Bits >= contestBits && l.contested.group[e.A] == l.contested.group[e.B] && l.in.Sources.Of[e.A] != l.in.Sources.Of[e.B] {
			sure = append(sure, e.Pair)
		}
	}
	l.in.Fields = slices.Clone(l.in.Fields)
	for i, f := range l.in.Fields {
		if len(f.Columns) != 1 {
			continue
		}
		if l.repeats(f.Columns[0]) {
			if c := l.translated(f, sure, res); c != nil {
				l.in.Fields[i].Columns = []*record.Codes{c}
			}
		}
		if !slices.Contains(l.in.Sources.Single, false) {
			l.in.Fields[i].Rarity = l.rarity(l.in.Fields[i].Columns[0], sure)
		}
	}
}

// rarity returns compare.Field.Rarity. Counts over all rows don't tell a value
// that is once in each source, and agrees in a match alone, from one that
// agrees by chance. The first links do: of all pairs between the sources that
// agree on a value, those which are not linked agree by chance. Values that
// could agree about as often are taken together.
func (l *Linker) rarity(c *record.Codes, sure []record.Pair) []float32 {
	s := l.in.Sources
	counts := make([][]uint32, len(s.Single))
	for k := range counts {
		counts[k] = make([]uint32, len(c.Count))
	}
	for r, code := range c.Of {
		counts[s.Of[r]][code]++
	}
	linked := make([]float64, len(c.Count))
	for _, p := range sure {
		if v := c.Of[p.A]; v == c.Of[p.B] {
			linked[v]++
		}
	}
	type tally struct{ chance, truth float64 }
	var all tally
	bands := make([]tally, 64)
	band := make([]int, len(c.Count)) // of each value; 0: it agrees nowhere
	for v := 1; v < len(c.Count); v++ {
		var sum, squares uint64
		for k := range counts {
			n := uint64(counts[k][v])
			sum += n
			squares += n * n
		}
		pairs := (sum*sum - squares) / 2
		if pairs == 0 {
			continue
		}
		band[v] = bits.Len64(pairs)
		t := &bands[band[v]]
		t.chance += max(0, float64(pairs)-linked[v])
		t.truth += linked[v]
	}
	for _, t := range bands {
		all.chance += t.chance
		all.truth += t.truth
	}
	out := make([]float32, len(c.Count))
	const few = .5
	for v, b := range band {
		if b > 0 {
			out[v] = float32(math.Log2((all.chance + few) / (all.truth + few) * (bands[b].truth + few) / (bands[b].chance + few)))
		}
	}
	return out
}

// repeats reports whether the values of a column are few in every source.
func (l *Linker) repeats(c *record.Codes) bool {
	type use struct{ rows, values int }
	uses := make([]use, len(l.in.Sources.Single))
	seen := map[uint64]bool{}
	for r, code := range c.Of {
		if code == 0 {
			continue
		}
		s := l.in.Sources.Of[r]
		u := &uses[s]
		u.rows++
		if k := uint64(s)<<32 | uint64(code); u.values <= translatedValues && !seen[k] {
			seen[k] = true
			u.values++
		}
	}
	for _, u := range uses {
		if u.values > translatedValues || u.values*translatedRows > u.rows {
			return false
		}
	}
	return true
}

// translated returns the column with the values that stand for each other made
// one, or nil where there are none.
func (l *Linker) translated(f Field, sure []record.Pair, res *Result) *record.Codes {
	c := f.Columns[0]
	type cell struct {
		source, other uint16
		code          record.Code
	}
	type meeting struct {
		cell
		with record.Code
	}
	met, all := map[meeting]int{}, map[cell]int{}
	of := l.in.Sources.Of
	for _, p := range sure {
		a, b := c.Of[p.A], c.Of[p.B]
		if a == 0 || b == 0 {
			continue
		}
		x, y := cell{of[p.A], of[p.B], a}, cell{of[p.B], of[p.A], b}
		all[x]++
		all[y]++
		met[meeting{x, b}]++
		met[meeting{y, a}]++
	}
	into := make([]record.Code, len(c.Count))
	for k := range into {
		into[k] = record.Code(k)
	}
	find := func(k record.Code) record.Code {
		for into[k] != k {
			k = into[k]
		}
		return k
	}
	var found []Translation
	for m, n := range met {
		back := cell{m.other, m.source, m.with}
		if m.code == m.with || n < translatedPairs || float64(n) < translatedShare*float64(all[m.cell]) || float64(n) < translatedShare*float64(all[back]) {
			continue
		}
		a, b := find(m.code), find(m.with)
		if c.Value(a) > c.Value(b) { // the first in the alphabet, whatever the order of the map
			a, b = b, a
		}
		into[b] = a
		if c.Value(m.code) < c.Value(m.with) {
			found = append(found, Translation{f.Name, [2]string{c.Value(m.code), c.Value(m.with)}, n})
		}
	}
	if len(found) == 0 {
		return nil
	}
	slices.SortFunc(found, func(a, b Translation) int {
		return cmp.Or(cmp.Compare(b.Pairs, a.Pairs), slices.Compare(a.Value[:], b.Value[:]))
	})
	res.Translations = append(res.Translations, slices.Compact(found)...)
	out := &record.Codes{Of: make([]record.Code, len(c.Of)), Values: c.Values, Count: make([]uint32, len(c.Count))}
	for r, k := range c.Of {
		out.Of[r] = find(k)
		out.Count[out.Of[r]]++
	}
	return out
}
