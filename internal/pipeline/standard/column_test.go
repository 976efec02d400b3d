package standard

import (
	"strings"
	"testing"

	"github.com/onefold/onefold/normalize"
	"github.com/onefold/onefold/record"
	"pgregory.net/rapid"
)

// upper is a Normalizer that tells what it was given.
func upper(in string, c normalize.Context) normalize.Value {
	return normalize.Value{Key: strings.ToUpper(in) + "/" + c.Region, Standard: in + "!", State: record.Present, Valid: !strings.HasPrefix(in, "x")}
}

// A column knows of each row what normalizing its value in its region gives,
// before it is slim and after.
func TestColumn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.StringMatching("[ax]?[ab]?"), 1, 60).Draw(t, "values")
		coder, where := record.NewCoder(0), record.NewCoder(0)
		regions := make([]string, len(values))
		for i, v := range values {
			regions[i] = rapid.SampledFrom([]string{"", "fr", "ro"}).Draw(t, "region")
			coder.Add([]byte(v))
			where.Add([]byte(regions[i]))
		}
		region := where.Codes()
		if rapid.Bool().Draw(t, "alone") {
			region = nil
			clear(regions)
		}
		keep := rapid.Bool().Draw(t, "keep")
		s := Make(coder.Codes(), region, record.Text, normalize.Func(upper), normalize.Context{}, rapid.IntRange(1, 3).Draw(t, "workers"), keep)
		filled, right := 0, 0
		for i, v := range values {
			if v != "" {
				filled++
				if v[0] != 'x' {
					right++
				}
			}
			if c := s.Cell(s.Of[i]); v != "" && keep && c.Standard != v+"!" {
				t.Fatalf("%q: standard form %q", v, c.Standard)
			}
		}
		look := func() {
			t.Helper()
			if f, r := s.Filled(); f != filled || r != right {
				t.Fatalf("%d filled, %d valid; want %d and %d", f, r, filled, right)
			}
			for i, v := range values {
				want, key := upper(v, normalize.Context{Region: strings.ToUpper(regions[i])}), s.Keys.Value(s.Keys.Of[i])
				if v == "" {
					want = normalize.Value{Valid: true}
				}
				if key != want.Key || s.ValidAt(record.Row(i)) != want.Valid || keep && s.StandardAt(record.Row(i)) != want.Standard {
					t.Fatalf("%q in %q: key %q, valid %v", v, regions[i], key, s.ValidAt(record.Row(i)))
				}
			}
		}
		look()
		s.Slim()
		look()
	})
}

func TestOwn(t *testing.T) {
	coder := record.NewCoder(0)
	coder.Add([]byte("A1"))
	coder.Add([]byte("a1"))
	s := Own(coder.Codes(), record.RecordID)
	s.Slim()
	if f, r := s.Filled(); f != 2 || r != 2 || s.Keys.Of[0] == s.Keys.Of[1] || !s.ValidAt(1) {
		t.Errorf("%d filled, %d valid, codes %v", f, r, s.Keys.Of)
	}
}
