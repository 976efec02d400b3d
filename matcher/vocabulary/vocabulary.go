package vocabulary

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"github.com/onefold/onefold/record"
)

// Sources says which source each row is from, and how many there are.
type Sources struct {
	Of []uint16
	N  int
}

// Translation says that two values of a field stand for one thing, each in its
// own source: the same club by its name and by its initials, a code and a word.
type Translation struct {
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

// repeats reports whether the values of a column are few in every source.
func repeats(c *record.Codes, s Sources) bool {
	type use struct{ rows, values int }
	uses := make([]use, s.N)
	seen := map[uint64]bool{}
	for r, code := range c.Of {
		if code == 0 {
			continue
		}
		source := s.Of[r]
		u := &uses[source]
		u.rows++
		if k := uint64(source)<<32 | uint64(code); u.values <= translatedValues && !seen[k] {
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

// Translate finds the values of a column that stand for each other, by sure
// links between the sources. It returns the column with such values made one, or
// nil where there are none, or where values are too many to be a vocabulary.
func Translate(c *record.Codes, s Sources, sure []record.Pair) (*record.Codes, []Translation) {
	if !repeats(c, s) {
		return nil, nil
	}
	type cell struct {
		source, other uint16
		code          record.Code
	}
	type meeting struct {
		cell
		with record.Code
	}
	met, all := map[meeting]int{}, map[cell]int{}
	of := s.Of
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
			found = append(found, Translation{[2]string{c.Value(m.code), c.Value(m.with)}, n})
		}
	}
	if len(found) == 0 {
		return nil, nil
	}
	slices.SortFunc(found, func(a, b Translation) int {
		return cmp.Or(cmp.Compare(b.Pairs, a.Pairs), slices.Compare(a.Value[:], b.Value[:]))
	})
	out := &record.Codes{Of: make([]record.Code, len(c.Of)), Values: c.Values, Count: make([]uint32, len(c.Count))}
	for r, k := range c.Of {
		out.Of[r] = find(k)
		out.Count[out.Of[r]]++
	}
	return out, slices.Compact(found)
}

// Rarity says of each value how many bits rarer than on average it is among
// pairs that agree by chance. Counts over all rows don't tell a value
// that is once in each source, and agrees in a match alone, from one that
// agrees by chance. The first links do: of all pairs between the sources that
// agree on a value, those which are not linked agree by chance. Values that
// could agree about as often are taken together.
func Rarity(c *record.Codes, s Sources, sure []record.Pair) []float32 {
	counts := make([][]uint32, s.N)
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

// Telling returns how many bits a value of the column tells on average within
// the source that has most of them.
func Telling(c *record.Codes, s Sources) float64 {
	told, most := 0.0, 0
	for source := range s.N {
		count := make([]int, len(c.Count))
		filled := 0
		for r, v := range c.Of {
			if int(s.Of[r]) == source && v != 0 {
				count[v]++
				filled++
			}
		}
		if filled <= most {
			continue
		}
		slices.Sort(count) // sums must not depend on the order of values
		told, most = 0, filled
		for _, k := range count {
			if k > 0 {
				p := float64(k) / float64(filled)
				told -= p * math.Log2(p)
			}
		}
	}
	return told
}

// Only returns the column of some of the rows.
func Only(c *record.Codes, rows []record.Row) *record.Codes {
	part := &record.Codes{Of: make([]record.Code, len(rows)), Values: c.Values, Count: make([]uint32, len(c.Count))}
	for j, r := range rows {
		part.Of[j] = c.Of[r]
		part.Count[c.Of[r]]++
	}
	return part
}
