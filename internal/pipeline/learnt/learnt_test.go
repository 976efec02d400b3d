package learnt

import (
	"fmt"
	"testing"

	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/record"
)

// Every level that was learnt has intervals, and they hold its values.
func TestComparisons(t *testing.T) {
	var in matcher.Input
	in.IDs = new(record.Column)
	given, phone := record.NewCoder(0), record.NewCoder(0)
	for i := range 400 {
		in.IDs.AppendString(fmt.Sprint(i))
		given.Add([]byte([]string{"marie", "jean", "paul", "lucie", "yann"}[i%5]))
		phone.Add(fmt.Appendf(nil, "+33199%06d", i/2*7919))
		in.Rows++
	}
	in.Fields = []matcher.Field{
		{Name: "First name", Kind: record.GivenName, Columns: []*record.Codes{given.Codes()}},
		{Name: "Phone", Kind: record.Phone, Columns: []*record.Codes{phone.Codes()}},
	}
	res, err := matcher.NewLinker(in, matcher.Config{Workers: 1}).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	cs := Comparisons(res)
	if len(cs) != 2 {
		t.Fatalf("%d comparisons", len(cs))
	}
	for _, c := range cs {
		for _, l := range c.Levels {
			in := func(r *[2]float64, x float64) bool {
				return r != nil && 0 <= r[0] && r[0] <= x && x <= r[1] && r[1] <= 1
			}
			if !in(l.MInterval, l.M) || !in(l.UInterval, l.U) || !(l.Low < l.Weight && l.Weight < l.High) {
				t.Errorf("%s, %s: %+v, m %v, u %v", c.Name, l.Name, l, l.MInterval, l.UInterval)
			}
		}
	}
}
