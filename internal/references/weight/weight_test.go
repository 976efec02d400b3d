package weight

import (
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/onefold/onefold/internal/references/naming"
	"github.com/onefold/onefold/internal/references/sketch"
)

func numbers(from, to, step int) *sketch.Set {
	s := sketch.New(1 << 16)
	for i := from; i <= to; i += step {
		s.Add(strconv.Itoa(i))
	}
	return s
}

func TestGaps(t *testing.T) {
	even, all := numbers(2, 2000, 2), numbers(1, 2000, 1)
	for name, tt := range map[string]struct {
		values, keys *sketch.Set
		least, most  float64
	}{
		"keep to the gaps":           {numbers(100, 900, 20), even, 30, 400},
		"a few that do":              {numbers(2, 6, 2), even, 0, 4},
		"keys without gaps say none": {numbers(1, 5, 1), all, -1, 1},
		"values everywhere":          {numbers(100, 900, 1), even, -1000, -10},
		"beyond all keys":            {numbers(5000, 9000, 10), all, -1e6, -10},
		"half are something else":    {numbers(1000, 3000, 2), even, -1e6, -10},
		"nothing":                    {sketch.New(16), all, 0, 0},
	} {
		if bits := Gaps(tt.values, tt.keys); bits < tt.least || bits > tt.most {
			t.Errorf("%s: %.1f bits, want %.0f to %.0f", name, bits, tt.least, tt.most)
		}
	}
}

func TestSpread(t *testing.T) {
	keys := numbers(1, 5000, 1)
	states, wide := numbers(1, 5, 1), numbers(1, 5000, 7)
	if bits := Spread(states, 3000, keys, false); bits > -5 {
		t.Errorf("five small numbers in 3000 rows: %.1f bits", bits)
	}
	if bits := Spread(wide, 700, keys, false); bits < 1 {
		t.Errorf("numbers all over the keys: %.1f bits", bits)
	}
	if named, not := Spread(numbers(1, 300, 3), 100, keys, true), Spread(numbers(1, 300, 3), 100, keys, false); named <= not {
		t.Errorf("old records alone: %.1f bits with a name, %.1f without", named, not)
	}
}

func TestName(t *testing.T) {
	n := naming.New([]string{"contacts"}, nil)
	order := []struct {
		column string
		score  float64
	}{
		{"contact_id", naming.Exact}, {"billing_contact_id", naming.Tail}, {"customer_id", naming.Kindred}, {"organizer_id", naming.Role}, {"legacy_id", 0}, {"status", 0},
	}
	last := 100.0
	for _, o := range order {
		bits := Name(n.Column(o.column), o.score, false)
		if bits >= last {
			t.Errorf("%s says as much as what stands before it: %.1f bits", o.column, bits)
		}
		last = bits
	}
}

// TestGapsAreBounded holds that no set of numbers gives figures that are none.
func TestGapsAreBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := func(name string) *sketch.Set {
			s := sketch.New(64)
			for _, n := range rapid.SliceOf(rapid.Int64()).Draw(t, name) {
				s.Add(strconv.FormatInt(n, 10))
			}
			return s
		}
		values, keys := set("values"), set("keys")
		if bits := Gaps(values, keys); bits != bits || bits > 1e9 {
			t.Fatalf("%g bits", bits)
		}
		if bits := Spread(values, values.Seen(), keys, true); bits != bits {
			t.Fatal("no figure")
		}
	})
}
