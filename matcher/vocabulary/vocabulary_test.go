package vocabulary

import (
	"fmt"
	"math"
	"testing"

	"github.com/onefold/onefold/record"
)

// two puts the values of two sources one below the other; rows i and n+i are
// one.
func two(a, b []string) (*record.Codes, Sources, []record.Pair) {
	c := record.NewCoder(0)
	s := Sources{N: 2}
	var sure []record.Pair
	for i, v := range append(append([]string{}, a...), b...) {
		c.Add([]byte(v))
		s.Of = append(s.Of, uint16(min(1, i/len(a))))
		if i >= len(a) {
			sure = append(sure, record.Pair{A: record.Row(i - len(a)), B: record.Row(i)})
		}
	}
	return c.Codes(), s, sure
}

func repeat(n int, values ...string) (out []string) {
	for i := range n {
		out = append(out, values[i%len(values)])
	}
	return out
}

func TestTranslate(t *testing.T) {
	a := repeat(90, "ab", "cd", "same")
	b := repeat(90, "anglo-bank", "credit-depot", "same")
	b[0], b[1] = "credit-depot", "" // slips and gaps are no counter-proof
	c, s, sure := two(a, b)
	got, found := Translate(c, s, sure)
	if len(found) != 2 || found[0].Value != [2]string{"ab", "anglo-bank"} || found[0].Pairs != 29 || found[1].Value != [2]string{"cd", "credit-depot"} {
		t.Fatalf("found %v", found)
	}
	for _, p := range sure[3:] {
		if x, y := got.Value(got.Of[p.A]), got.Value(got.Of[p.B]); x != y {
			t.Errorf("rows %d and %d: %q is not %q", p.A, p.B, x, y)
		}
	}
	if v := got.Value(got.Of[2]); v != "same" {
		t.Errorf("a value that both have became %q", v)
	}
}

// Where one value stands beside several, none is its translation; nor is there
// one of values that are as many as the records.
func TestTranslateLeavesAlone(t *testing.T) {
	c, s, sure := two(repeat(90, "food"), repeat(90, "thai", "greek", "diner"))
	if got, found := Translate(c, s, sure); got != nil || found != nil {
		t.Errorf("found %v", found)
	}
	var a, b []string
	for i := range 90 {
		a, b = append(a, fmt.Sprint("x", i)), append(b, fmt.Sprint("y", i))
	}
	c, s, sure = two(a, b)
	if got, found := Translate(c, s, sure); got != nil || found != nil {
		t.Errorf("found %v", found)
	}
}

// A value that is once on either side and linked is rarer by chance than one
// that is everywhere.
func TestRarity(t *testing.T) {
	a, b := repeat(60, "common"), repeat(60, "common")
	for i := range 30 {
		a, b = append(a, fmt.Sprint("v", i)), append(b, fmt.Sprint("v", i))
	}
	c, s, sure := two(a, b)
	r := Rarity(c, s, sure)
	rare, common := r[c.Of[70]], r[c.Of[0]]
	if rare < 4 || common > 1 || rare-common < 4 {
		t.Errorf("rare %v, common %v", rare, common)
	}
	// Without links all of them agree by chance, the rare ones too.
	if r := Rarity(c, s, nil); math.IsInf(float64(r[c.Of[0]]), 0) || r[c.Of[70]] < r[c.Of[0]] {
		t.Errorf("without links: rare %v, common %v", r[c.Of[70]], r[c.Of[0]])
	}
}

// What a source writes in another way does not make a column tell more.
func TestTelling(t *testing.T) {
	c, s, _ := two(repeat(64, "a", "b", "c", "d"), repeat(64, "A", "B", "C", "D"))
	if got := Telling(c, s); math.Abs(got-2) > 1e-9 {
		t.Errorf("%v bits, want 2", got)
	}
	part := Only(c, []record.Row{0, 4, 70})
	if part.Len() != 3 || part.Count[part.Of[0]] != 2 || part.Value(part.Of[2]) != "C" {
		t.Errorf("part %v", part.Of)
	}
}

// Rows 0, 1 are of one source, 2, 3 of another, 4 of one that may hold
// duplicates; 0 and 2 are surely one.
func TestContest(t *testing.T) {
	c := NewContest([]uint32{0, 1, 0, 2, 3}, []uint16{1, 1, 2, 2, 0})
	c.Add(record.Pair{A: 0, B: 2})
	c.Add(record.Pair{A: 1, B: 3}) // not in one cluster: no partners
	for p, want := range map[record.Pair]bool{
		{A: 0, B: 2}: false, {A: 0, B: 3}: true, {A: 1, B: 2}: true, {A: 1, B: 3}: false, {A: 0, B: 4}: false,
	} {
		if got := c.Has(p); got != want {
			t.Errorf("%v loses: %v", p, got)
		}
	}
	free, lost := c.Split([]record.Pair{{A: 0, B: 3}, {A: 0, B: 2}, {A: 1, B: 2}, {A: 1, B: 3}})
	if len(free) != 2 || len(lost) != 2 {
		t.Errorf("free %v, lost %v", free, lost)
	}
	if free, lost := (*Contest)(nil).Split([]record.Pair{{A: 0, B: 1}}); len(free) != 1 || lost != nil {
		t.Error("no contest has losers")
	}
}
