package words

import (
	"math"
	"math/bits"
	"strings"

	"github.com/onefold/onefold/matcher/compare/kernel"
	"github.com/onefold/onefold/record"
)

// Words are the distinct values of a column taken apart into tokens, each with
// its rarity. Two neighbouring tokens whose letters stand as one token elsewhere
// in the column are that token: "note book" where others write "notebook".
type Words struct {
	Codes  *record.Codes // the column
	spans  []extent      // of each value, and one more
	tokens []record.Code // of all values, end to end; each once in a value
	values *record.Codes // distinct tokens
	Dict   []Token       // what is to know of each token at a glance
	rare   float32       // bits of agreement that few records share by chance
}

// extent is where the tokens of a value are.
type extent struct {
	start uint32
	total float32 // sum of their weights
}

// Token is what most comparisons of two tokens need: they are settled without
// looking at the letters.
type Token struct {
	sig    uint64
	Weight float32 // -log2 of the share of values that have it
	head   uint32  // from the lowest byte: length, at most 127, with the top bit set for numerals; and the first three bytes
}

const numeralBit = 1 << 7

func newToken(v string, weight float32) Token {
	t := Token{sig: kernel.Signature(v), Weight: weight, head: uint32(min(len(v), numeralBit-1))}
	if numeral(v) {
		t.head |= numeralBit
	}
	for i := 0; i < min(len(v), 3); i++ {
		t.head |= uint32(v[i]) << (8 + 8*i)
	}
	return t
}

// Lead is the first byte.
func (t *Token) Lead() byte { return byte(t.head >> 8) }

// numeral says that the token is a number or holds one.
func (t *Token) numeral() bool { return t.head&numeralBit != 0 }

// near reports whether two different tokens may be spellings of one word: at
// most two edits apart, or one the start of the other. Numbers are never near.
func (t *Token) near(u *Token) bool {
	if t.head&u.head&numeralBit != 0 {
		return false
	}
	lt, lu := t.head&(numeralBit-1), u.head&(numeralBit-1)
	if lt < 3 || lu < 3 {
		return false
	}
	return t.head>>8 == u.head>>8 || lt > 3 && lu > 3 && bits.OnesCount64(t.sig^u.sig) <= 12 && max(lt, lu)-min(lt, lu) <= maxEditBytes
}

// maxEditBytes is how many bytes two edits add at most: two runes of four.
const maxEditBytes = 8

// numeral reports whether a token is a number or holds one: a model, a year, a
// number of a series. Roman numerals count from two letters on.
func numeral(t string) bool {
	roman := len(t) >= 2
	for i := range len(t) {
		switch b := t[i]; {
		case b >= '0' && b <= '9':
			return true
		case b != 'i' && b != 'v' && b != 'x':
			roman = false
		}
	}
	return roman
}

// few is how many records share what is still rare: about as many as one
// person or firm has in a list.
const few = 5

// New takes the values of a column apart.
func New(codes *record.Codes) *Words {
	w := &Words{Codes: codes, spans: make([]extent, len(codes.Count)+1)}
	coder := record.NewCoder(0)
	var spans []kernel.Span
	for c := range codes.Count {
		v := codes.Value(record.Code(c))
		spans = kernel.Tokens(spans, v)
		for _, s := range spans {
			w.tokens = append(w.tokens, coder.Intern([]byte(v[s.Lo:s.Hi])))
		}
		w.spans[c+1].start = uint32(len(w.tokens))
	}
	w.values = coder.Codes()
	w.join()
	df := make([]uint32, w.values.Values.Len())
	for c, n := range codes.Count {
		for _, k := range w.Of(record.Code(c)) {
			df[k] += n
		}
	}
	n := float64(codes.Filled()) + 1
	w.rare = float32(math.Log2(n / few))
	w.Dict = make([]Token, len(df))
	for k := 1; k < len(df); k++ {
		w.Dict[k] = newToken(w.values.Value(record.Code(k)), float32(math.Log2(n/float64(max(1, df[k])))+.25))
	}
	for c := range codes.Count {
		for _, k := range w.Of(record.Code(c)) {
			w.spans[c].total += w.Dict[k].Weight
		}
	}
	return w
}

// join puts neighbours together that are one token elsewhere, and leaves out
// tokens that a value has had.
func (w *Words) join() {
	known := make(map[string]record.Code, w.values.Values.Len())
	for k := 1; k < w.values.Values.Len(); k++ {
		known[w.values.Value(record.Code(k))] = record.Code(k)
	}
	var both []byte
	out := w.tokens[:0]
	at := uint32(0)
	for c := range w.spans[1:] {
		ts := w.tokens[at:w.spans[c+1].start]
		at = w.spans[c+1].start
		lo := len(out)
	next:
		for i := 0; i < len(ts); i++ {
			k := ts[i]
			if i+1 < len(ts) {
				both = append(append(both[:0], w.values.Value(k)...), w.values.Value(ts[i+1])...)
				if len(both) >= shortestJoined {
					if joined, ok := known[string(both)]; ok {
						k = joined
						i++
					}
				}
			}
			for _, had := range out[lo:] {
				if had == k {
					continue next
				}
			}
			out = append(out, k)
		}
		w.spans[c+1].start = uint32(len(out))
	}
	w.tokens = out
}

// shortestJoined is the length from which two tokens may be one: shorter ones
// stand together too often.
const shortestJoined = 5

// Of returns the tokens of a value, each once.
func (w *Words) Of(c record.Code) []record.Code { return w.tokens[w.spans[c].start:w.spans[c+1].start] }

// Touch reports whether two lists of tokens may have something in common.
func (w *Words) Touch(ta, tb []record.Code) bool {
	for _, x := range ta {
		tx := &w.Dict[x]
		for _, y := range tb {
			if x == y || tx.near(&w.Dict[y]) {
				return true
			}
		}
	}
	return false
}

// Agreement is what two values have in common.
type Agreement struct {
	InA, InB float32 // weight of the shared tokens on either side, near spellings counted in part
	Bits     float32 // what the shared tokens tell: chance brings two values to share them with about 2^-bits
	Numbers  bool    // either side has a number that the other has not
}

// fading is what each further shared word tells beside the rarer ones, in part of
// the one before: words come together, as a maker and its wares do.
const fading = .5

// Agree compares the tokens of two values. skip leading tokens are left out.
func (w *Words) Agree(a, b record.Code, skipA, skipB int, s *Scratch) Agreement {
	ta, tb := w.Of(a)[skipA:], w.Of(b)[skipB:]
	if g, sure := w.quick(ta, tb); sure {
		return g
	}
	if w.Codes.Value(a) > w.Codes.Value(b) {
		// Near words pair up as they come: one order for both directions.
		g := w.pair(tb, ta, s)
		g.InA, g.InB = g.InB, g.InA
		return g
	}
	return w.pair(ta, tb, s)
}

// quick is Agree where it depends on no order: where nothing is near, and not
// more than two tokens are equal, which is nearly always.
func (w *Words) quick(ta, tb []record.Code) (g Agreement, sure bool) {
	if len(tb) > 64 {
		return g, false
	}
	var used uint64
	var most, least float32
	n, left := 0, uint64(0)
	for i, x := range ta {
		found := false
		for j, y := range tb {
			if x == y && used>>j&1 == 0 {
				weight := w.Dict[x].Weight
				g.InA += weight
				most, least = max(most, weight), max(least, min(most, weight))
				used |= 1 << j
				n++
				found = true
				break
			}
		}
		if !found {
			if i >= 64 {
				return g, false
			}
			left |= 1 << i
		}
	}
	if n > 2 {
		return g, false
	}
	numberA, numberB := false, false
	for i, x := range ta {
		if left>>i&1 == 0 {
			continue
		}
		tx := &w.Dict[x]
		numberA = numberA || tx.numeral()
		for j, y := range tb {
			if used>>j&1 == 0 {
				ty := &w.Dict[y]
				if tx.near(ty) {
					return g, false
				}
				numberB = numberB || ty.numeral()
			}
		}
	}
	g.InB, g.Bits, g.Numbers = g.InA, most, numberA && numberB
	if n == 2 {
		g.Bits += fading * least
	}
	return g, true
}

// pair is Agree for two lists in the order of their values.
func (w *Words) pair(ta, tb []record.Code, s *Scratch) (g Agreement) {
	s.used = grow(s.used, len(tb))
	clear(s.used)
	s.shared = s.shared[:0]
	var open [24]int
	left := 0
	for i, x := range ta {
		found := false
		for j, y := range tb {
			if x == y && !s.used[j] {
				weight := w.Dict[x].Weight
				g.InA += weight
				g.InB += weight
				s.shared = append(s.shared, weight)
				s.used[j], found = true, true
				break
			}
		}
		if !found && left < len(open) {
			open[left] = i
			left++
		}
	}
	numberA := false
	for _, i := range open[:left] {
		x := ta[i]
		tx := &w.Dict[x]
		found := false
		for j, y := range tb {
			ty := &w.Dict[y]
			if s.used[j] || !tx.near(ty) {
				continue
			}
			if like := w.alike(x, y, s); like > 0 {
				g.InA += like * tx.Weight
				g.InB += like * ty.Weight
				s.shared = append(s.shared, like*min(tx.Weight, ty.Weight))
				s.used[j], found = true, true
				break
			}
		}
		numberA = numberA || !found && tx.numeral()
	}
	if numberA {
		for j, y := range tb {
			if !s.used[j] && w.Dict[y].numeral() {
				g.Numbers = true
				break
			}
		}
	}
	for i := range s.shared { // the rarest first; there are few
		for k := i; k > 0 && s.shared[k] > s.shared[k-1]; k-- {
			s.shared[k], s.shared[k-1] = s.shared[k-1], s.shared[k]
		}
	}
	part := float32(1)
	for _, x := range s.shared {
		g.Bits += part * x
		part *= fading
	}
	return g
}

// alike returns how much of a word two near spellings share, 0 for two words. In
// a short word one letter more or less is often another word.
func (w *Words) alike(x, y record.Code, s *Scratch) float32 {
	vx, vy := w.values.Value(x), w.values.Value(y)
	if len(vx) > 3 && len(vy) > 3 && bits.OnesCount64(w.Dict[x].sig^w.Dict[y].sig) <= 12 {
		short := min(len(vx), len(vy))
		switch kernel.Distance(vx, vy, 2, &s.Kernel) {
		case 1:
			if short > 5 {
				return .9
			}
			return .7
		case 2:
			if short > 6 {
				return .8
			}
		}
	}
	if len(vx) != len(vy) && (strings.HasPrefix(vx, vy) || strings.HasPrefix(vy, vx)) {
		return .7
	}
	return 0
}

// Rarely reports whether chance brings few records to agree as two values do. That
// there are several words, of which any might have been the one that agrees,
// makes chance more likely.
func (w *Words) Rarely(g Agreement, a, b record.Code) bool {
	choices := bits.Len(uint(min(len(w.Of(a)), len(w.Of(b))))) - 1
	return g.Bits-float32(choices) >= w.rare
}

// Total returns the weight of all tokens of a value.
func (w *Words) Total(c record.Code) float32 { return w.spans[c].total }

// informationCap bounds what words can tell, in bits: past it, only what is known
// beforehand still matters.
const informationCap = 80

// Information returns the bits that the words of each value tell together.
func (w *Words) Information() []float32 {
	df := make([]float64, len(w.Dict))
	for c, n := range w.Codes.Count {
		for _, k := range w.Of(record.Code(c)) {
			df[k] += float64(n)
		}
	}
	n := float64(w.Codes.Filled()) + 1
	told := make([]float32, len(w.Codes.Count))
	for c := range told {
		var sum float64
		for _, k := range w.Of(record.Code(c)) {
			// A word that only two records have is rarer than its count says: most
			// such words are one record's own, and its duplicate's.
			sum += math.Log2(n / max(df[k]-1.8, .2))
		}
		told[c] = float32(min(sum, informationCap))
	}
	return told
}

// Scratch is the working memory of one worker. Not safe for concurrent use.
type Scratch struct {
	Kernel kernel.Scratch
	used   []bool
	shared []float32
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, 2*n)
	}
	return s[:n]
}
