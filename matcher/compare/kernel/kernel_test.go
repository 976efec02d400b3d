package kernel

import (
	"math"
	"math/bits"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/adrg/strutil/metrics"
	"pgregory.net/rapid"
)

// plainJaro is Jaro (1989) as written down: matched runes are at most
// max(len)/2-1 apart, the shorter string is read first.
func plainJaro(s, t string) float64 {
	a, b := []rune(s), []rune(t)
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b) == 0 {
		return 1
	}
	window := len(b)/2 - 1
	taken := map[int]bool{}
	var inA []rune
	for i, r := range a {
		for j, q := range b {
			if r == q && !taken[j] && (i == j || i-j <= window && j-i <= window) {
				taken[j] = true
				inA = append(inA, r)
				break
			}
		}
	}
	if len(inA) == 0 {
		return 0
	}
	var inB []rune
	for j, q := range b {
		if taken[j] {
			inB = append(inB, q)
		}
	}
	moved := 0
	for i := range inA {
		if inA[i] != inB[i] {
			moved++
		}
	}
	m := float64(len(inA))
	return (m/float64(len(a)) + m/float64(len(b)) + (m-float64(moved)/2)/m) / 3
}

func plainWinkler(s, t string) float64 {
	j := plainJaro(s, t)
	a, b := []rune(s), []rune(t)
	p := 0
	for p < min(4, len(a), len(b)) && a[p] == b[p] {
		p++
	}
	if j >= .7 {
		j += float64(p) * .1 * (1 - j)
	}
	return j
}

// plainOSA is the whole matrix of Damerau's restricted distance.
func plainOSA(s, t string) int {
	a, b := []rune(s), []rune(t)
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

// text draws strings that are often alike: a few letters, in one or several
// scripts, some past 64 bytes.
func text() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringOfN(rapid.SampledFrom([]rune("abc ")), 0, 12, -1),
		rapid.StringOfN(rapid.SampledFrom([]rune("abcde")), 50, 90, -1),
		rapid.StringOfN(rapid.SampledFrom([]rune("éèșşaб")), 0, 12, -1),
		rapid.StringOfN(rapid.SampledFrom([]rune("李王張😀a")), 0, 8, -1),
		rapid.String(),
	)
}

// alike draws two strings, the second often a few edits from the first.
func alike(t *rapid.T) (a, b string) {
	a = text().Draw(t, "a")
	if rapid.Bool().Draw(t, "strangers") {
		return a, text().Draw(t, "b")
	}
	r := []rune(a)
	for range rapid.IntRange(0, 3).Draw(t, "edits") {
		r = edit(t, r)
	}
	return a, string(r)
}

func edit(t *rapid.T, r []rune) []rune {
	i := rapid.IntRange(0, len(r)).Draw(t, "at")
	other := rapid.SampledFrom([]rune("abzéș李😀")).Draw(t, "rune")
	out := append([]rune(nil), r[:i]...)
	switch op := rapid.IntRange(0, 3).Draw(t, "edit"); {
	case op == 0 || i == len(r):
		return append(append(out, other), r[i:]...)
	case op == 1:
		return append(out, r[i+1:]...)
	case op == 2 || i+1 == len(r):
		return append(append(out, other), r[i+1:]...)
	}
	return append(append(out, r[i+1], r[i]), r[i+2:]...)
}

func TestJaroIsTheTextbooks(t *testing.T) {
	var s Scratch
	rapid.Check(t, func(t *rapid.T) {
		a, b := alike(t)
		if got, want := Jaro(a, b, &s), plainJaro(a, b); math.Abs(got-want) > 1e-12 {
			t.Fatalf("Jaro(%q, %q) = %v, want %v", a, b, got, want)
		}
		if got, want := JaroWinkler(a, b, &s), plainWinkler(a, b); math.Abs(got-want) > 1e-12 {
			t.Fatalf("JaroWinkler(%q, %q) = %v, want %v", a, b, got, want)
		}
	})
}

func TestJaroProperties(t *testing.T) {
	var s Scratch
	rapid.Check(t, func(t *rapid.T) {
		a, b := alike(t)
		for name, f := range map[string]func(a, b string, s *Scratch) float64{"Jaro": Jaro, "JaroWinkler": JaroWinkler} {
			d := f(a, b, &s)
			if !(d >= 0 && d <= 1) {
				t.Fatalf("%s(%q, %q) = %v", name, a, b, d)
			}
			if f(b, a, &s) != d {
				t.Fatalf("%s(%q, %q) = %v, the other way %v", name, a, b, d, f(b, a, &s))
			}
			if f(a, a, &s) != 1 {
				t.Fatalf("%s(%q, itself) = %v", name, a, f(a, a, &s))
			}
			if d == 1 && a != b && utf8.ValidString(a) && utf8.ValidString(b) {
				t.Fatalf("%s(%q, %q) = 1", name, a, b)
			}
		}
		if Jaro(a, b, &s) > JaroWinkler(a, b, &s) {
			t.Fatalf("a common start lowers %q, %q", a, b)
		}
	})
}

func TestDistanceIsTheTextbooks(t *testing.T) {
	var s Scratch
	rapid.Check(t, func(t *rapid.T) {
		a, b := alike(t)
		limit := rapid.IntRange(0, 100).Draw(t, "limit")
		want := plainOSA(a, b)
		if got := Distance(a, b, limit, &s); got != min(want, limit+1) {
			t.Fatalf("Distance(%q, %q, %d) = %d, want %d", a, b, limit, got, want)
		}
		if got := Distance(b, a, limit, &s); got != min(want, limit+1) {
			t.Fatalf("Distance(%q, %q, %d) = %d, want %d", b, a, limit, got, want)
		}
	})
}

// Without the swap of neighbours the distance is Levenshtein's, for which
// strutil stands: never less, and the same where no two neighbours stand the
// other way round in the other string.
func TestDistanceAgainstLevenshtein(t *testing.T) {
	var s Scratch
	reference := metrics.NewLevenshtein()
	rapid.Check(t, func(t *rapid.T) {
		a, b := alike(t)
		lev := reference.Distance(a, b)
		d := Distance(a, b, 200, &s)
		if d > lev || 2*d < lev {
			t.Fatalf("Distance(%q, %q) = %d, Levenshtein %d", a, b, d, lev)
		}
		if !swaps([]rune(a), []rune(b)) && d != lev {
			t.Fatalf("Distance(%q, %q) = %d without a swap, Levenshtein %d", a, b, d, lev)
		}
	})
}

func swaps(a, b []rune) bool {
	has := map[[2]rune]bool{}
	for i := 1; i < len(a); i++ {
		has[[2]rune{a[i], a[i-1]}] = true
	}
	for j := 1; j < len(b); j++ {
		if has[[2]rune{b[j-1], b[j]}] {
			return true
		}
	}
	return false
}

func TestKnownValues(t *testing.T) {
	var s Scratch
	for _, c := range []struct {
		a, b     string
		jaro, jw float64
		edits    int
	}{
		{"martha", "marhta", .944444, .961111, 1},
		{"dixon", "dicksonx", .766667, .813333, 4},
		{"dwayne", "duane", .822222, .84, 2},
		{"a", "", 0, 0, 1},
		{"", "", 1, 1, 0},
		{"ab", "ba", 0, 0, 1},
		{"ca", "abc", 0, 0, 3}, // restricted: no part is edited twice
		{"élodie", "elodie", .888889, .888889, 1},
		{"ștefan", "ştefan", .888889, .888889, 1},
		{"иванов", "иваноф", .888889, .933333, 1},
		{"李小龍", "李小龙", .777778, .822222, 1},
		{strings.Repeat("a", 64), strings.Repeat("a", 65), .994872, .996923, 1},
		{strings.Repeat("x", 70) + "b", strings.Repeat("x", 70) + "c", .990610, .994366, 1},
	} {
		if got := Jaro(c.a, c.b, &s); math.Abs(got-c.jaro) > 1e-6 {
			t.Errorf("Jaro(%q, %q) = %.6f, want %v", c.a, c.b, got, c.jaro)
		}
		if got := JaroWinkler(c.a, c.b, &s); math.Abs(got-c.jw) > 1e-6 {
			t.Errorf("JaroWinkler(%q, %q) = %.6f, want %v", c.a, c.b, got, c.jw)
		}
		if got := Distance(c.a, c.b, 10, &s); got != c.edits {
			t.Errorf("Distance(%q, %q) = %d, want %d", c.a, c.b, got, c.edits)
		}
	}
}

// One edit changes at most six bits of a signature, in every script: so many
// different bits prove that two values are far apart.
func TestSignatureBoundsDistance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := []rune(text().Draw(t, "a"))
		q := edit(t, r)
		a, b := string(r), string(q)
		if n := bits.OnesCount64(Signature(a) ^ Signature(b)); n > 6 {
			t.Fatalf("one edit from %q to %q changes %d bits", a, b, n)
		}
	})
}

func TestKernelsDoNotAllocate(t *testing.T) {
	var s Scratch
	pairs := [][2]string{
		{"jonathan", "johnathan"},
		{"ștefănescu", "stefanescu"},
		{strings.Repeat("abcdé", 30), strings.Repeat("abcdè", 31)},
		{strings.Repeat("abcd", 30), strings.Repeat("abdc", 31)},
		{"ion pop", "i p"},
		{"société nationale", "sn"},
	}
	work := func() {
		for _, p := range pairs {
			Jaro(p[0], p[1], &s)
			JaroWinkler(p[0], p[1], &s)
			Distance(p[0], p[1], 3, &s)
			Distance(p[0], p[1], 1000, &s)
			_ = Signature(p[0])
			Part(p[0], p[1])
			Initials(p[0], p[1])
			_ = EqualButSpaces(p[0], p[1])
			Acronym(p[1], p[0])
			_ = LettersEqual(p[0], p[1])
		}
	}
	work()
	if n := testing.AllocsPerRun(20, work); n != 0 {
		t.Errorf("%v allocations on warm scratch", n)
	}
}

func FuzzDistance(f *testing.F) {
	f.Add("martha", "marhta", 2)
	f.Add("ștefan", "ştefan", 1)
	f.Add("a\xffb", "a\xfeb", 0)
	f.Add(strings.Repeat("ab", 40), strings.Repeat("ba", 40), 9)
	var s Scratch
	f.Fuzz(func(t *testing.T, a, b string, limit int) {
		if len(a) > 300 || len(b) > 300 || limit < 0 || limit > 1000 {
			return
		}
		if got, want := Distance(a, b, limit, &s), min(plainOSA(a, b), limit+1); got != want {
			t.Errorf("Distance(%q, %q, %d) = %d, want %d", a, b, limit, got, want)
		}
	})
}

func FuzzJaro(f *testing.F) {
	f.Add("martha", "marhta")
	f.Add("ștefan", "ştefan")
	f.Add("a\xffb", "a\xfeb")
	f.Add(strings.Repeat("ab", 40), strings.Repeat("ba", 40))
	var s Scratch
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 300 || len(b) > 300 {
			return
		}
		got := Jaro(a, b, &s)
		if math.Abs(got-plainJaro(a, b)) > 1e-12 || !(got >= 0 && got <= 1) {
			t.Errorf("Jaro(%q, %q) = %v, want %v", a, b, got, plainJaro(a, b))
		}
		if w := JaroWinkler(a, b, &s); math.Abs(w-plainWinkler(a, b)) > 1e-12 || w > 1 {
			t.Errorf("JaroWinkler(%q, %q) = %v, want %v", a, b, w, plainWinkler(a, b))
		}
	})
}
