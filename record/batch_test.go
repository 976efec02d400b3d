package record

import "testing"

// A batch that is filled again holds nothing of what it held.
func TestBatchReset(t *testing.T) {
	b := NewBatch(1)
	c := b.Columns[0]
	for range 3 * segmentRows {
		c.AppendNull()
	}
	b.Numbers = append(b.Numbers, 1)
	b.Reset()
	if b.Len() != 0 || c.Len() != 0 {
		t.Fatalf("%d records, %d values", b.Len(), c.Len())
	}
	for _, v := range []string{"a", "", "bc"} {
		c.AppendString(v)
	}
	c.AppendNull()
	for r, want := range []struct {
		value string
		state State
	}{{"a", Present}, {"", Empty}, {"bc", Present}, {"", Null}} {
		if got := c.Value(Row(r)); got != want.value || c.State(Row(r)) != want.state {
			t.Errorf("row %d: %q, %v", r, got, c.State(Row(r)))
		}
	}
	v := []byte("value")
	fill := func() {
		b.Reset()
		for range segmentRows {
			c.Append(v)
		}
	}
	fill()
	if n := testing.AllocsPerRun(5, fill); n != 0 {
		t.Errorf("%v allocations to fill a batch again", n)
	}
}
