package words

import (
	"strings"
	"testing"

	"github.com/onefold/onefold/record"
	"pgregory.net/rapid"
)

func column(values ...string) *Words {
	coder := record.NewCoder(len(values))
	for _, v := range values {
		coder.Add([]byte(v))
	}
	return New(coder.Codes())
}

func agree(t *testing.T, of *Words, a, b string) Agreement {
	t.Helper()
	code := func(v string) record.Code {
		for c := range of.Codes.Count {
			if of.Codes.Value(record.Code(c)) == v {
				return record.Code(c)
			}
		}
		t.Fatalf("no value %q", v)
		return 0
	}
	return of.Agree(code(a), code(b), 0, 0, new(Scratch))
}

func TestAgree(t *testing.T) {
	values := []string{
		"acme press drill ab120", "acme drill press ab-120", "acme press drill ab130", "acme drill",
		"note book stand", "notebook stand", "louvre iii", "louvre ii", "museum of trains", "museum of trams",
		"marche", "marchee central", "march", "match",
	}
	for range 40 {
		values = append(values, "acme saw")
	}
	w := column(values...)
	if g := agree(t, w, "acme press drill ab120", "acme press drill ab130"); !g.Numbers || g.InA == 0 {
		t.Errorf("two models agree as %+v, want their numbers to differ", g)
	}
	if g := agree(t, w, "louvre iii", "louvre ii"); !g.Numbers {
		t.Errorf("roman numerals: %+v", g)
	}
	if g := agree(t, w, "note book stand", "notebook stand"); g.InA != w.Total(w.codeOf("notebook stand")) {
		t.Errorf("a word written as two: %+v", g)
	}
	rare, common := agree(t, w, "museum of trains", "museum of trams"), agree(t, w, "acme drill", "acme saw")
	if rare.Bits <= common.Bits {
		t.Errorf("rare words tell %.1f bits, common ones %.1f", rare.Bits, common.Bits)
	}
	if g := agree(t, w, "march", "match"); g.InA >= w.Total(w.codeOf("march"))*.8 {
		t.Errorf("two short words share %.1f", g.InA)
	}
}

func (w *Words) codeOf(v string) record.Code {
	for c := range w.Codes.Count {
		if w.Codes.Value(record.Code(c)) == v {
			return record.Code(c)
		}
	}
	return 0
}

// Agreement has no direction, is whole for equal values, and what is settled
// quickly is what pairing the words off says.
func TestAgreeProperties(t *testing.T) {
	word := rapid.OneOf(rapid.StringMatching("[abc]{1,6}"), rapid.StringMatching("[aeёжț]{1,4}"), rapid.StringMatching("[a-f]{3,9}"), rapid.StringMatching("[12xvi]{1,3}"))
	value := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(word, 1, 5).Draw(t, "words"), " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		w, s := column(rapid.SliceOfN(value, 2, 12).Draw(t, "values")...), new(Scratch)
		n := record.Code(len(w.Codes.Count))
		for a := record.Code(1); a < n; a++ {
			for b := record.Code(1); b < n; b++ {
				g, back := w.Agree(a, b, 0, 0, s), w.Agree(b, a, 0, 0, s)
				back.InA, back.InB = back.InB, back.InA
				if g != back {
					t.Fatalf("%q and %q agree as %+v one way and %+v the other", w.Codes.Value(a), w.Codes.Value(b), g, back)
				}
				if a == b && (g.InA < w.Total(a)-1e-3 || g.Numbers) {
					t.Fatalf("%q agrees with itself in %v of %v", w.Codes.Value(a), g.InA, w.Total(a))
				}
				first, second := w.Of(a), w.Of(b)
				if w.Codes.Value(a) > w.Codes.Value(b) {
					first, second = second, first
				}
				want := w.pair(first, second, s)
				if got, sure := w.quick(w.Of(a), w.Of(b)); sure && got != want {
					t.Fatalf("%q and %q: %+v at a glance, %+v by pairing", w.Codes.Value(a), w.Codes.Value(b), got, want)
				}
			}
		}
	})
}

func TestAgreeDoesNotAllocate(t *testing.T) {
	w, s := column("12 rue de la republique", "5 avenue des lilas", "strada mihai eminescu 7", "48 rue des lilas"), new(Scratch)
	w.Agree(2, 4, 0, 0, s)
	if n := testing.AllocsPerRun(100, func() { w.Agree(2, 4, 0, 0, s) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkAgreeStrangers(b *testing.B) {
	w := column("12 rue de la republique", "5 avenue des lilas", "strada mihai eminescu 7", "48 oak street")
	s := new(Scratch)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		w.Agree(record.Code(1+i%4), record.Code(1+(i+1)%4), 0, 0, s)
	}
}
