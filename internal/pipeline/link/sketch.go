package link

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/zeebo/xxh3"

	"github.com/onefold/onefold/normalize"
	"github.com/onefold/onefold/record"
)

// sketch is what is remembered of a column's values to compare it with
// another: those with the smallest hashes, so that two columns that hold the
// same values remember the same ones.
type sketch struct {
	keys   []uint64           // ascending hashes of normalized values, the smallest
	most   uint64             // all there are up to here are in keys
	tokens map[string]float64 // square root of the share of values that have the word
	norm   float64
	length float64 // words of a value
	digits float64 // share of the values that have no letter
}

// sketchValues is how many distinct values a sketch is made of.
const sketchValues = 4000

// hashesOf returns the smallest hashes of the distinct values of a column,
// ascending, and the bound up to which there are all.
func hashesOf(c *record.Codes) (hashes []uint64, most uint64) {
	hashes = make([]uint64, 0, c.Distinct())
	for k := 1; k < len(c.Count); k++ {
		if c.Count[k] > 0 {
			hashes = append(hashes, xxh3.HashString(c.Value(record.Code(k))))
		}
	}
	slices.Sort(hashes)
	if len(hashes) <= sketchValues {
		return hashes, math.MaxUint64
	}
	return hashes[:sketchValues], hashes[sketchValues-1]
}

// newSketch looks at a column: its normalized values, and the words of what it
// says once folded.
func newSketch(keys, says *record.Codes, fold func(string) string) *sketch {
	s := &sketch{tokens: map[string]float64{}}
	s.keys, s.most = hashesOf(keys)
	_, bound := hashesOf(says)
	seen := map[string]bool{}
	n := 0.0
	for k := 1; k < len(says.Count); k++ {
		v := says.Value(record.Code(k))
		if says.Count[k] == 0 || bound != math.MaxUint64 && xxh3.HashString(v) > bound {
			continue
		}
		n++
		if strings.IndexFunc(v, unicode.IsLetter) < 0 {
			s.digits++
		}
		clear(seen)
		for w := range wordsOf(fold(v)) {
			s.length++
			if !seen[w] {
				seen[w] = true
				s.tokens[w]++
			}
		}
	}
	if n == 0 {
		return s
	}
	s.length /= n
	s.digits /= n
	for _, w := range slices.Sorted(maps.Keys(s.tokens)) { // sums must not depend on the order of a map
		share := s.tokens[w] / n
		s.tokens[w] = math.Sqrt(share)
		s.norm += share
	}
	s.norm = math.Sqrt(s.norm)
	return s
}

// wordsOf yields the words of a value; a number also yields its magnitude, so
// that columns of numbers can be told by it.
func wordsOf(v string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for w := range strings.FieldsSeq(strings.NewReplacer("\x1e", " ", "\x1f", " ").Replace(v)) {
			if !yield(w) {
				return
			}
			if x, err := strconv.ParseFloat(w, 64); err == nil && !yield("#"+strconv.Itoa(int(math.Log2(1+math.Abs(x))))) {
				return
			}
		}
	}
}

// alike says how alike the values of two columns are, 0 to 1: by the words
// that they are made of and by their length, or by whole values, whichever
// speaks more.
func (s *sketch) alike(t *sketch) float64 {
	if s.norm == 0 || t.norm == 0 {
		return 0
	}
	small, large := s, t
	if len(small.tokens) > len(large.tokens) {
		small, large = large, small
	}
	dot := 0.0
	for _, w := range slices.Sorted(maps.Keys(small.tokens)) {
		dot += small.tokens[w] * large.tokens[w]
	}
	lengths := min(s.length, t.length) / max(s.length, t.length)
	return min(1, max(dot/(s.norm*t.norm)*math.Sqrt(lengths), s.shared(t)))
}

// shared returns the share of the values of the column with fewer of them that
// the other has too.
func (s *sketch) shared(t *sketch) float64 {
	most := min(s.most, t.most)
	var a, b, both float64
	for i, j := 0, 0; ; {
		x, y := i < len(s.keys) && s.keys[i] <= most, j < len(t.keys) && t.keys[j] <= most
		switch {
		case !x && !y:
			if min(a, b) == 0 {
				return 0
			}
			return both / min(a, b)
		case !y || x && s.keys[i] < t.keys[j]:
			a++
			i++
		case !x || t.keys[j] < s.keys[i]:
			b++
			j++
		default:
			a, b, both = a+1, b+1, both+1
			i++
			j++
		}
	}
}

// folder folds values of any kind to plain words.
func folder(r normalize.Registry) func(string) string {
	text := r[record.Text]
	return func(v string) string { return text.Normalize(v, normalize.Context{}).Key }
}
