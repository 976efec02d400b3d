package kernel

import (
	"math"
	"sort"
	"strings"
	"testing"

	"github.com/adrg/strutil/metrics"
	"pgregory.net/rapid"
)

// plainGrams counts the q-grams of s as strings.
func plainGrams(s string, q int) (count map[string]int, n int) {
	r := []rune(s)
	count = map[string]int{}
	if len(r) > 0 && len(r) < q {
		count[string(r)]++
		return count, 1
	}
	for i := 0; i+q <= len(r); i++ {
		count[string(r[i:i+q])]++
		n++
	}
	return count, n
}

func plainDice(a, b string, q int) float64 {
	x, nx := plainGrams(a, q)
	y, ny := plainGrams(b, q)
	if nx+ny == 0 {
		return 1
	}
	both := 0
	for g, n := range x {
		both += min(n, y[g])
	}
	return 2 * float64(both) / float64(nx+ny)
}

func plainJaccard(a, b string, q int) float64 {
	x, _ := plainGrams(a, q)
	y, _ := plainGrams(b, q)
	if len(x)+len(y) == 0 {
		return 1
	}
	both := 0
	for g := range x {
		if y[g] > 0 {
			both++
		}
	}
	return float64(both) / float64(len(x)+len(y)-both)
}

func plainCosine(a, b string, q int) float64 {
	x, nx := plainGrams(a, q)
	y, ny := plainGrams(b, q)
	if nx+ny == 0 {
		return 1
	}
	if nx*ny == 0 {
		return 0
	}
	var dot, xx, yy float64
	for g, n := range x {
		dot += float64(n * y[g])
		xx += float64(n * n)
	}
	for _, n := range y {
		yy += float64(n * n)
	}
	return dot / math.Sqrt(xx) / math.Sqrt(yy)
}

func plainSubsequence(a, b []rune) int {
	t := make([][]int, len(a)+1)
	t[0] = make([]int, len(b)+1)
	for i := range a {
		t[i+1] = make([]int, len(b)+1)
		for j := range b {
			if a[i] == b[j] {
				t[i+1][j+1] = t[i][j] + 1
			} else {
				t[i+1][j+1] = max(t[i][j+1], t[i+1][j])
			}
		}
	}
	return t[len(a)][len(b)]
}

func plainSimilarity(a, b string) float64 {
	n := max(len([]rune(a)), len([]rune(b)))
	if n == 0 {
		return 1
	}
	return 1 - float64(plainOSA(a, b))/float64(n)
}

func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' })
}

func plainTokenSort(a, b string) float64 {
	x, y := words(a), words(b)
	sort.Strings(x)
	sort.Strings(y)
	return plainSimilarity(strings.Join(x, " "), strings.Join(y, " "))
}

func plainTokenSet(a, b string) float64 {
	x, y := map[string]bool{}, map[string]bool{}
	for _, w := range words(a) {
		x[w] = true
	}
	for _, w := range words(b) {
		y[w] = true
	}
	if len(x)+len(y) == 0 {
		return 1
	}
	if len(x)*len(y) == 0 {
		return 0
	}
	var both, left, right []string
	for w := range x {
		if y[w] {
			both = append(both, w)
		} else {
			left = append(left, w)
		}
	}
	for w := range y {
		if !x[w] {
			right = append(right, w)
		}
	}
	for _, l := range [][]string{both, left, right} {
		sort.Strings(l)
	}
	c := strings.Join(both, " ")
	l := strings.Join(append(append([]string(nil), both...), left...), " ")
	r := strings.Join(append(append([]string(nil), both...), right...), " ")
	best := plainSimilarity(l, r)
	if len(both) > 0 {
		best = max(best, plainSimilarity(c, l), plainSimilarity(c, r))
	}
	return best
}

func plainMongeElkan(a, b string) float64 {
	x, y := words(a), words(b)
	if len(x)+len(y) == 0 {
		return 1
	}
	if len(x)*len(y) == 0 {
		return 0
	}
	there := func(x, y []string) (sum float64) {
		for _, w := range x {
			var best float64
			for _, v := range y {
				best = max(best, plainWinkler(w, v))
			}
			sum += best
		}
		return sum / float64(len(x))
	}
	return min(there(x, y), there(y, x))
}

// phrases are a few tokens, so that tokens agree now and then.
func phrases() *rapid.Generator[string] {
	word := rapid.OneOf(rapid.SampledFrom([]string{"", "a", "ab", "maria", "mariana", "ștefan", "ştefan", "иван", "王", "société"}), text())
	return rapid.Map(rapid.SliceOfN(word, 0, 5), func(w []string) string { return strings.Join(w, " ") })
}

// metric is a kernel that tells how alike two strings are, and the same as it
// is written down.
type metric struct {
	name  string
	fast  func(a, b string, s *Scratch) float64
	plain func(a, b string) float64
}

func similarities() []metric {
	ms := []metric{
		{"Similarity", Similarity, plainSimilarity},
		{"MongeElkan", MongeElkan, plainMongeElkan},
		{"TokenSort", TokenSort, plainTokenSort},
		{"TokenSet", TokenSet, plainTokenSet},
	}
	for q := 1; q <= maxQ; q++ {
		ms = append(
			ms,
			metric{"Dice", func(a, b string, s *Scratch) float64 { return Dice(a, b, q, s) }, func(a, b string) float64 { return plainDice(a, b, q) }},
			metric{"Jaccard", func(a, b string, s *Scratch) float64 { return Jaccard(a, b, q, s) }, func(a, b string) float64 { return plainJaccard(a, b, q) }},
			metric{"Cosine", func(a, b string, s *Scratch) float64 { return Cosine(a, b, q, s) }, func(a, b string) float64 { return plainCosine(a, b, q) }},
		)
	}
	return ms
}

// hold fails where a metric is not what is written down, or not symmetric,
// reflexive and in range.
func (m metric) hold(t interface {
	Fatalf(format string, args ...any)
}, a, b string, s *Scratch,
) {
	got, want := m.fast(a, b, s), m.plain(a, b)
	if math.Abs(got-want) > 1e-12 {
		t.Fatalf("%s(%q, %q) = %v, want %v", m.name, a, b, got, want)
	}
	if !(got >= 0 && got <= 1) {
		t.Fatalf("%s(%q, %q) = %v, not in [0,1]", m.name, a, b, got)
	}
	if back := m.fast(b, a, s); back != got {
		t.Fatalf("%s(%q, %q) = %v, the other way %v", m.name, a, b, got, back)
	}
	if self := m.fast(a, a, s); self != 1 {
		t.Fatalf("%s of %q and itself is %v", m.name, a, self)
	}
}

func TestSimilarities(t *testing.T) {
	var s Scratch
	rapid.Check(t, func(t *rapid.T) {
		a, b := alike(t)
		if rapid.Bool().Draw(t, "phrases") {
			a, b = phrases().Draw(t, "x"), phrases().Draw(t, "y")
		}
		for _, m := range similarities() {
			m.hold(t, a, b, &s)
		}
		if got, want := Subsequence(a, b, &s), plainSubsequence([]rune(a), []rune(b)); got != want || Subsequence(b, a, &s) != got {
			t.Fatalf("Subsequence(%q, %q) = %d, want %d", a, b, got, want)
		}
	})
}

// strutil counts grams as often as they come, in Jaccard too, and none in a
// string shorter than a gram: where that is what we do, both agree.
func TestGramsAgainstStrutil(t *testing.T) {
	var s Scratch
	rapid.Check(t, func(t *rapid.T) {
		a, b := alike(t)
		q := rapid.IntRange(1, maxQ).Draw(t, "q")
		if len([]rune(a)) < q || len([]rune(b)) < q {
			return
		}
		dice := &metrics.SorensenDice{CaseSensitive: true, NgramSize: q}
		if got, want := Dice(a, b, q, &s), dice.Compare(a, b); math.Abs(got-want) > 1e-12 {
			t.Fatalf("Dice(%q, %q, %d) = %v, strutil says %v", a, b, q, got, want)
		}
		once := func(s string) bool {
			c, n := plainGrams(s, q)
			return len(c) == n
		}
		jaccard := &metrics.Jaccard{CaseSensitive: true, NgramSize: q}
		if got, want := Jaccard(a, b, q, &s), jaccard.Compare(a, b); once(a) && once(b) && math.Abs(got-want) > 1e-12 {
			t.Fatalf("Jaccard(%q, %q, %d) = %v, strutil says %v", a, b, q, got, want)
		}
	})
}

func TestSimilaritiesDoNotAllocate(t *testing.T) {
	var s Scratch
	pairs := [][2]string{
		{"jonathan", "johnathan"}, {"maria ștefănescu pop", "pop stefanescu maria ana"}, {"société générale", "generale (société)"}, {"иван петров", "петров иван"},
	}
	ms := similarities()
	work := func() {
		for _, p := range pairs {
			for _, m := range ms {
				m.fast(p[0], p[1], &s)
			}
			Subsequence(p[0], p[1], &s)
		}
	}
	work()
	if n := testing.AllocsPerRun(20, work); n != 0 {
		t.Errorf("%v allocations on warm scratch", n)
	}
}

func FuzzSimilarities(f *testing.F) {
	f.Add("maria pop", "pop maria")
	f.Add("ștefan", "ştefan a a")
	f.Add("a\xffb", "a\xfeb\x00")
	f.Add(strings.Repeat("ab ", 20), strings.Repeat("ba ", 21))
	var s Scratch
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 200 || len(b) > 200 {
			return
		}
		a, b = strings.ToValidUTF8(a, "\ufffd"), strings.ToValidUTF8(b, "\ufffd") // a broken byte reads as this rune
		for _, m := range similarities() {
			m.hold(t, a, b, &s)
		}
	})
}
