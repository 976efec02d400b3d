package recode

import (
	"fmt"
	"testing"

	"github.com/onefold/onefold/record"
)

func encode(values ...string) *record.Codes {
	c := record.NewCoder(len(values))
	for _, v := range values {
		c.Add([]byte(v))
	}
	return c.Codes()
}

func TestCodeWords(t *testing.T) {
	texts := []string{"kettle wk200 steel", "wk201b kettle 1080p", "kettle 17inch", "", "wk200 and wk900 kettles"}
	got := CodeWords(encode(texts...))
	for r, want := range []string{"wk200", "wk201b", "", "", "wk200" + Separator + "wk900"} {
		if v := got.Value(got.Of[r]); v != want {
			t.Errorf("%q: codes %q, want %q", texts[r], v, want)
		}
	}
	if got := CodeWords(encode("a paper on sets", "another on ab12 x9z8", "third", "fourth")); got != nil {
		t.Error("codes in texts that have none")
	}
	var common []string
	for i := range 100 {
		common = append(common, fmt.Sprint("tab10x number ", i))
	}
	if got := CodeWords(encode(common...)); got != nil {
		t.Error("a word that all have is no code")
	}
}

func TestConcat(t *testing.T) {
	got := Concat([]*record.Codes{encode("x", "", "y"), nil, encode("y")}, []int{3, 2, 1})
	for r, want := range []string{"x", "", "y", "", "", "y"} {
		if v := got.Value(got.Of[r]); v != want {
			t.Errorf("row %d: %q, want %q", r, v, want)
		}
	}
	if got.Len() != 6 || got.Distinct() != 2 || got.Count[0] != 3 {
		t.Errorf("%d rows, %d values, %d blank", got.Len(), got.Distinct(), got.Count[0])
	}
}
