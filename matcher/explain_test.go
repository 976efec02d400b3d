package matcher

import (
	"fmt"
	"math"
	"testing"

	"github.com/onefold/onefold/matcher/compare"
	"github.com/onefold/onefold/record"
)

func codes(values ...string) []*record.Codes {
	c := record.NewCoder(len(values))
	for _, v := range values {
		c.Add([]byte(v))
	}
	return []*record.Codes{c.Codes()}
}

// people are families of two in which the second member differs in given name
// and birth date, and every third person is there twice.
func people() (in Input, family, twin record.Pair) {
	var given, last, born, phone []string
	add := func(g, l, b, p string) record.Row {
		given, last, born, phone = append(given, g), append(last, l), append(born, b), append(phone, p)
		return record.Row(len(given) - 1)
	}
	for i := range 120 {
		l, p := fmt.Sprintf("name%c%c", 'a'+i%26, 'a'+i/26), fmt.Sprintf("+3363998%04d", i)
		a := add(fmt.Sprintf("ada%c", 'a'+i%7), l, fmt.Sprintf("19%02d-03-%02d", 40+i%50, 1+i%28), p)
		b := add(fmt.Sprintf("bert%c", 'f'+i%9), l, fmt.Sprintf("19%02d-11-%02d", 30+i%40, 1+i%27), p)
		if i == 0 {
			family = record.Pair{A: a, B: b}
		}
		if i%3 == 1 {
			twin = record.Pair{A: a, B: add(given[a], l, born[a], "")}
		}
	}
	return Input{Rows: len(given), Fields: []Field{
		{Name: "First", Kind: record.GivenName, Columns: codes(given...)},
		{Name: "Last", Kind: record.FamilyName, Columns: codes(last...)},
		{Name: "Born", Kind: record.BirthDate, Columns: codes(born...)},
		{Name: "Phone", Kind: record.Phone, Columns: codes(phone...)},
	}}, family, twin
}

func TestExplainAddsUp(t *testing.T) {
	in, family, twin := people()
	l := NewLinker(in, Config{Workers: 1})
	res, err := l.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	edges := 0
	for _, e := range res.Edges {
		x := l.Explain(res, e.Pair)
		if math.Abs(x.Bits-float64(e.Bits)) > 1e-3 {
			t.Fatalf("%v: explained as %v bits, scored as %v", e.Pair, x.Bits, e.Bits)
		}
		sum, p := x.Prior+x.Relation, 0.0
		for i, s := range x.Steps {
			sum += s.Weight + s.Frequency
			if s.Level != e.Pattern.Level(i) {
				t.Fatalf("%v: level %d of comparison %d, want %d", e.Pair, s.Level, i, e.Pattern.Level(i))
			}
			if math.Abs(s.Alone[s.Level]-x.Bits) > 1e-3 {
				t.Fatalf("%v: comparison %d left as it is gives %v bits, not %v", e.Pair, i, s.Alone[s.Level], x.Bits)
			}
		}
		for _, c := range x.Classes {
			p += c.Probability
		}
		if math.Abs(p-1) > 1e-6 || x.Relation > 0 || x.Bits < 40 && math.Abs(sum-x.Bits) > 1e-2 {
			t.Fatalf("%v: classes add up to %v, steps to %v, bits are %v, relation %v", e.Pair, p, sum, x.Bits, x.Relation)
		}
		edges++
	}
	if edges == 0 {
		t.Fatal("no edges")
	}
	if x := l.Explain(res, record.Pair{A: twin.B, B: twin.A}); x.Pair != twin || x.Bits < 1 {
		t.Errorf("a person there twice: pair %v, %v bits", x.Pair, x.Bits)
	}
	x := l.Explain(res, family)
	if x.Bits > 0 || x.Steps[0].Level == compare.Missing {
		t.Errorf("two of one family: %v bits", x.Bits)
	}
	for i, s := range x.Steps {
		if best := s.Alone[1]; best < x.Bits-1e-3 {
			t.Errorf("comparison %d at its best gives %v bits, less than %v", i, best, x.Bits)
		}
	}
}
