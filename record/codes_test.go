package record

import (
	"testing"

	"pgregory.net/rapid"
)

// A Coder gives the codes that a map would.
func TestCoderIsAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.StringMatching("[a-c]{0,4}"), 0, 300).Draw(t, "values")
		c := NewCoder(0)
		code := map[string]Code{"": 0}
		count := map[string]uint32{}
		for _, v := range values {
			want, seen := code[v]
			if !seen {
				want = Code(len(code))
				code[v] = want
			}
			count[v]++
			if got, fresh := c.Add([]byte(v)); got != want || fresh == seen {
				t.Fatalf("Add(%q) = %d, %v; want %d, %v", v, got, fresh, want, !seen)
			}
			if got := c.Intern([]byte(v)); got != want {
				t.Fatalf("Intern(%q) = %d, want %d", v, got, want)
			}
		}
		codes := c.Codes()
		if codes.Len() != len(values) || codes.Distinct() != len(code)-1 || codes.Filled() != len(values)-int(count[""]) {
			t.Fatalf("%d rows, %d distinct, %d filled", codes.Len(), codes.Distinct(), codes.Filled())
		}
		for r, v := range values {
			if of := codes.Of[r]; codes.Value(of) != v || codes.Count[of] != count[v] {
				t.Fatalf("row %d: %q ×%d, want %q ×%d", r, codes.Value(of), codes.Count[of], v, count[v])
			}
		}
	})
}
