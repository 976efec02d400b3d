package sketch

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func TestSmallSetsAreExact(t *testing.T) {
	s := New(100)
	for _, v := range []string{"3", "1", "1", "7", "x", "X"} {
		s.Add(v)
	}
	lo, hi, ok := s.Range()
	if s.Distinct() != 4 || s.Seen() != 6 || s.Ints() != 4 || lo != 1 || hi != 7 || !ok || !s.Exact() {
		t.Errorf("distinct %d of %d, %d numbers from %d to %d", s.Distinct(), s.Seen(), s.Ints(), lo, hi)
	}
	for v, want := range map[string]bool{"3": true, "03": false, "2": false, "x": true, "": false} {
		if has, sure := s.Has(v); has != want || !sure {
			t.Errorf("Has(%q) = %v, %v", v, has, sure)
		}
	}
	if d := s.Density(1, 7); math.Abs(d-3.0/7) > 1e-9 {
		t.Errorf("density of 1, 3, 7 in 1 to 7 = %g", d)
	}
	for _, span := range [][3]int64{{1, 7, 2}, {1, 1, 0}, {0, 9, 4}, {4, 5, 1}, {8, 9, 1}} {
		if gaps, ok := s.Gaps(span[0], span[1]); int64(gaps) != span[2] || !ok {
			t.Errorf("gaps from %d to %d = %d", span[0], span[1], gaps)
		}
	}
	if d := s.Density(8, 7); d != 0 {
		t.Errorf("density of nothing = %g", d)
	}
}

func TestLargeSetsEstimate(t *testing.T) {
	keys, part := New(1000), New(500)
	for i := range 100_000 {
		keys.Add(strconv.Itoa(2 * i))
		if i < 50_000 {
			part.Add(strconv.Itoa(i)) // half of them even, all in the range of keys
		}
	}
	if d := float64(keys.Distinct()); d < 90_000 || d > 110_000 {
		t.Errorf("distinct = %g, there are 100000", d)
	}
	if c, all := part.Within(keys); all < 100 || math.Abs(float64(c)/float64(all)-0.5) > 0.12 {
		t.Errorf("%d of %d contained, half of them are", c, all)
	}
	if d := keys.Density(0, 100_000); math.Abs(d-0.5) > 0.1 {
		t.Errorf("density %g, every second number is in", d)
	}
}

func TestMixIsABijection(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if x := rapid.Uint64().Draw(t, "x"); unmix(mix(x)) != x {
			t.Fatalf("unmix(mix(%d)) = %d", x, unmix(mix(x)))
		}
	})
}

func TestWithinIsAShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOf(rapid.StringMatching(`[0-9a-f]{1,4}`)).Draw(t, "values")
		a, b := New(20), New(20)
		for i, v := range values {
			a.Add(v)
			if i%2 == 0 {
				b.Add(v)
			}
		}
		if c, all := b.Within(a); c != all {
			t.Fatalf("%d of %d values of a part are in the whole", c, all)
		}
	})
}
