package sorted

import (
	"bytes"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// What goes in comes out in order, on disk or not, and no file stays.
func TestSorter(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(r *rapid.T) {
		s := New(dir, rapid.SampledFrom([]int{0, 1, 40, 300}).Draw(r, "limit"))
		type pair struct{ key, rest []byte }
		var want []pair
		for range rapid.IntRange(0, 60).Draw(r, "entries") {
			p := pair{rapid.SliceOfN(rapid.Byte(), 0, 3).Draw(r, "key"), rapid.SliceOfN(rapid.Byte(), 0, 5).Draw(r, "rest")}
			want = append(want, p)
			if err := s.Add(p.key, p.rest); err != nil {
				r.Fatal(err)
			}
		}
		slices.SortFunc(want, func(a, b pair) int { return Entry{a.key, a.rest}.compare(Entry{b.key, b.rest}) })
		st, err := s.Stream()
		if err != nil {
			r.Fatal(err)
		}
		for i, w := range want {
			e, ok, err := st.Peek()
			if err != nil || !ok || !bytes.Equal(e.Key, w.key) || !bytes.Equal(e.Rest, w.rest) {
				r.Fatalf("entry %d: %v %v %v, want %v", i, e, ok, err, w)
			}
			if again, _, _ := st.Peek(); !bytes.Equal(again.Key, e.Key) {
				r.Fatalf("entry %d is another one the second time", i)
			}
			st.Skip()
		}
		if _, ok, err := st.Peek(); ok || err != nil {
			r.Fatalf("more than was added, or %v", err)
		}
		s.Close()
	})
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

// Shorter keys come first: positive integers are in order of size.
func TestCompareKeys(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"9", "10", -1}, {"10", "9", 1}, {"a", "a", 0}, {"a", "b", -1}, {"", "a", -1}} {
		if got := CompareKeys([]byte(c.a), []byte(c.b)); got != c.want {
			t.Errorf("%q and %q: %d", c.a, c.b, got)
		}
	}
}

func TestNoFolder(t *testing.T) {
	s := New("/nowhere/at/all", 1)
	defer s.Close()
	err := s.Add([]byte("a"), nil)
	if err == nil {
		err = s.Add([]byte("b"), nil)
	}
	if err == nil {
		t.Error("sorted in a folder that is not there")
	}
}
