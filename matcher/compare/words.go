package compare

import (
	"math"
	"strings"

	"github.com/onefold/onefold/matcher/compare/kernel"
	"github.com/onefold/onefold/record"
)

// words are the distinct values of a column taken apart into tokens, each with
// its rarity.
type words struct {
	text   *text
	spans  []extent      // of each value, and one more
	tokens []record.Code // of all values, end to end
	values *record.Codes // distinct tokens
	dict   []token       // what is to know of each token at a glance
}

// extent is where the tokens of a value are.
type extent struct {
	start uint32
	total float32 // sum of their weights
}

// token is what most comparisons of two tokens need: they are settled without
// looking at the letters.
type token struct {
	sig    uint64
	weight float32 // -log2 of the share of values that have it
	head   uint32  // from the lowest byte: length, at most 255, and the first three bytes
}

func newToken(v string, weight float32) token {
	t := token{sig: kernel.Signature(v), weight: weight, head: uint32(min(len(v), 255))}
	for i := 0; i < min(len(v), 3); i++ {
		t.head |= uint32(v[i]) << (8 + 8*i)
	}
	return t
}

// lead is the first byte.
func (t *token) lead() byte { return byte(t.head >> 8) }

// near reports whether two different tokens may be spellings of one word: at
// most two edits apart, or one the start of the other.
func (t *token) near(u *token) bool {
	lt, lu := t.head&255, u.head&255
	if lt < 3 || lu < 3 {
		return false
	}
	return t.head>>8 == u.head>>8 || lt > 3 && lu > 3 && popcount(t.sig^u.sig) <= 12 && max(lt, lu)-min(lt, lu) <= maxEditBytes
}

// maxEditBytes is how many bytes two edits add at most: two runes of four.
const maxEditBytes = 8

func newWords(t *text) *words {
	w := &words{text: t, spans: make([]extent, len(t.codes.Count)+1)}
	coder := record.NewCoder(0)
	var spans []kernel.Span
	var df []uint32
	for c := range t.codes.Count {
		v := t.value(record.Code(c))
		spans = kernel.Tokens(spans, v)
		lo := len(w.tokens)
	next:
		for _, s := range spans {
			k := coder.Intern([]byte(v[s.Lo:s.Hi]))
			for _, had := range w.tokens[lo:] {
				if had == k {
					continue next
				}
			}
			w.tokens = append(w.tokens, k)
			for int(k) >= len(df) {
				df = append(df, 0)
			}
			df[k] += t.codes.Count[c]
		}
		w.spans[c+1].start = uint32(len(w.tokens))
	}
	w.values = coder.Codes()
	n := float64(t.codes.Filled()) + 1
	w.dict = make([]token, w.values.Values.Len())
	for k := 1; k < len(w.dict); k++ {
		w.dict[k] = newToken(w.values.Value(record.Code(k)), float32(math.Log2(n/float64(df[k]))+.25))
	}
	for c := range t.codes.Count {
		for _, k := range w.of(record.Code(c)) {
			w.spans[c].total += w.dict[k].weight
		}
	}
	return w
}

func (w *words) of(c record.Code) []record.Code { return w.tokens[w.spans[c].start:w.spans[c+1].start] }

// touch reports whether two lists of tokens may have something in common.
func (w *words) touch(ta, tb []record.Code) bool {
	for _, x := range ta {
		tx := &w.dict[x]
		for _, y := range tb {
			if x == y || tx.near(&w.dict[y]) {
				return true
			}
		}
	}
	return false
}

// common returns the weight of the tokens that two values share, near spellings
// counted in part, on either side. skip leading tokens are left out.
func (w *words) common(a, b record.Code, skipA, skipB int, s *Scratch) (inA, inB float32) {
	ta, tb := w.of(a)[skipA:], w.of(b)[skipB:]
	if shared, sure := w.few(ta, tb); sure {
		return shared, shared
	}
	if w.text.value(a) > w.text.value(b) {
		// Near words pair up as they come: one order for both directions.
		inB, inA = w.pair(tb, ta, s)
		return inA, inB
	}
	return w.pair(ta, tb, s)
}

// few returns the weight of the tokens that are in both lists where it depends
// on no order: where nothing is near, and not more than two tokens are equal,
// which is nearly always.
func (w *words) few(ta, tb []record.Code) (shared float32, sure bool) {
	if len(tb) > 64 {
		return 0, false
	}
	var used uint64
	n, left := 0, uint64(0)
	for i, x := range ta {
		found := false
		for j, y := range tb {
			if x == y && used>>j&1 == 0 {
				shared += w.dict[x].weight
				used |= 1 << j
				n++
				found = true
				break
			}
		}
		if !found {
			if i >= 64 {
				return 0, false
			}
			left |= 1 << i
		}
	}
	if n > 2 {
		return 0, false
	}
	for i, x := range ta {
		if left>>i&1 == 0 {
			continue
		}
		tx := &w.dict[x]
		for j, y := range tb {
			if used>>j&1 == 0 && tx.near(&w.dict[y]) {
				return 0, false
			}
		}
	}
	return shared, true
}

// pair is common for two lists in the order of their values.
func (w *words) pair(ta, tb []record.Code, s *Scratch) (inA, inB float32) {
	s.used = grow(s.used, len(tb))
	clear(s.used)
	var open [24]int
	left := 0
	for i, x := range ta {
		found := false
		for j, y := range tb {
			if x == y && !s.used[j] {
				inA += w.dict[x].weight
				inB += w.dict[x].weight
				s.used[j], found = true, true
				break
			}
		}
		if !found && left < len(open) {
			open[left] = i
			left++
		}
	}
	for _, i := range open[:left] {
		x := ta[i]
		tx := &w.dict[x]
		for j, y := range tb {
			ty := &w.dict[y]
			if s.used[j] || !tx.near(ty) {
				continue
			}
			vx, vy := w.values.Value(x), w.values.Value(y)
			like := float32(0)
			if len(vx) > 3 && len(vy) > 3 && popcount(tx.sig^ty.sig) <= 12 {
				switch kernel.Distance(vx, vy, 2, &s.Scratch) {
				case 1:
					like = .9
				case 2:
					if min(len(vx), len(vy)) > 6 {
						like = .8
					}
				}
			}
			if like == 0 && len(vx) != len(vy) && (strings.HasPrefix(vx, vy) || strings.HasPrefix(vy, vx)) {
				like = .7
			}
			if like > 0 {
				inA += like * tx.weight
				inB += like * ty.weight
				s.used[j] = true
				break
			}
		}
	}
	return inA, inB
}
