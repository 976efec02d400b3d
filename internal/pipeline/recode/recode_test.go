package recode

import (
	"slices"
	"strings"
	"testing"

	"github.com/onefold/onefold/record"
)

func codes(values ...string) *record.Codes {
	c := record.NewCoder(len(values))
	for _, v := range values {
		c.Add([]byte(v))
	}
	return c.Codes()
}

func values(c *record.Codes) []string {
	var out []string
	for _, k := range c.Of {
		out = append(out, c.Value(k))
	}
	return out
}

func TestMap(t *testing.T) {
	calls := 0
	got := Map(codes("a", "B", "", "a"), func(v string) string { calls++; return strings.ToLower(v) })
	if want := []string{"a", "b", "", "a"}; !slices.Equal(values(got), want) || calls != 2 {
		t.Errorf("%q after %d calls, want %q after one a distinct value", values(got), calls, want)
	}
	if got := Map(codes("a", "A"), strings.ToLower); got.Distinct() != 1 || got.Filled() != 2 {
		t.Errorf("two values that become one: %d distinct, %d filled", got.Distinct(), got.Filled())
	}
}

func TestSplit(t *testing.T) {
	got := Split(codes("1 rue x|35000|rennes", "2 rue y", "", "|75001"), "|", 3)
	for i, want := range [][]string{{"1 rue x", "2 rue y", "", ""}, {"35000", "", "", "75001"}, {"rennes", "", "", ""}} {
		if !slices.Equal(values(got[i]), want) {
			t.Errorf("part %d is %q, want %q", i, values(got[i]), want)
		}
	}
}

func TestFillFrom(t *testing.T) {
	place := codes("rennes", "rennes", "rennes", "vienne", "vienne", "vienne", "", "cluj")
	told := codes("fr", "", "fr", "fr", "at", "", "", "")
	want := []string{"fr", "fr", "fr", "fr", "at", "", "", ""}
	if got := values(FillFrom(told, told, place)); !slices.Equal(got, want) {
		t.Errorf("%q, want %q: only where the rows of a place agree", got, want)
	}
}

func TestMeanLength(t *testing.T) {
	if got := MeanLength(codes("ab", "ab", "", "abcde")); got != 3 {
		t.Errorf("%v, want 3", got)
	}
	if got := MeanLength(codes("", "")); got != 0 {
		t.Errorf("%v of nothing, want 0", got)
	}
}
