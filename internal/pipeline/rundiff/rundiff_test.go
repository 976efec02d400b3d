package rundiff

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/onefold/onefold/internal/decisions"
	"github.com/onefold/onefold/matcher/evaluate"
	"pgregory.net/rapid"
)

// labels reads "id:cluster id:cluster".
func labels(text string) *evaluate.Labels {
	csv := "id,cluster\n" + strings.ReplaceAll(strings.ReplaceAll(text, ":", ","), " ", "\n") + "\n"
	l, err := evaluate.ReadLabels(strings.NewReader(csv), "labels")
	if err != nil {
		panic(err)
	}
	return l
}

func pairs(d *Diff) string {
	var out []string
	_ = d.Pairs(func(p Pair) error {
		out = append(out, fmt.Sprintf("%s %s-%s %s", p.Change, p.A, p.B, p.Cluster))
		return nil
	})
	return strings.Join(out, "; ")
}

func TestCompare(t *testing.T) {
	d := Compare(labels("1:a 2:a 3:a 4:b 5:c 6:d 7:d 8:x"), labels("7:n 1:k 2:k 3:l 4:m 5:m 6:n 9:y"))
	if d.Records != 7 || d.OnlyBefore != 1 || d.OnlyAfter != 1 || d.Same != 1 || d.Clusters != [2]int{4, 4} {
		t.Errorf("%+v", d)
	}
	if want := "lost 1-3 a; lost 2-3 a; gained 4-5 m"; pairs(d) != want || d.Lost != 2 || d.Gained != 1 {
		t.Errorf("%s; %d lost, %d gained; want %s", pairs(d), d.Lost, d.Gained, want)
	}
	if diff := cmp.Diff([]Change{{"a", 3, []string{"k", "l"}, []int{2, 1}}}, d.Split); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Change{{"m", 2, []string{"b", "c"}, []int{1, 1}}}, d.Merged); diff != "" {
		t.Error(diff)
	}
}

func TestHeed(t *testing.T) {
	text := "id_a,id_b,decision\n1,2,same\n3,1,same\n4,5,different\n6,7,different\n6,99,same\n1,6,unsure\n"
	ds, err := decisions.Read(strings.NewReader(text), "d.csv", decisions.RefuseBlank)
	if err != nil {
		t.Fatal(err)
	}
	d := Compare(labels("1:a 2:a 3:a 4:b 5:c 6:d 7:d"), labels("1:k 2:k 3:l 4:m 5:m 6:n 7:n"))
	d.Heed(decisions.Settle(ds, "", time.Time{}))
	var got []string
	for _, b := range d.Broken {
		got = append(got, fmt.Sprintf("%s %s-%s %v", b.Place(), b.A, b.B, b.Newly))
	}
	if diff := cmp.Diff([]string{"d.csv:3 3-1 true", "d.csv:4 4-5 true", "d.csv:5 6-7 false"}, got); diff != "" {
		t.Error(diff)
	}
}

// Counts are those of the pairs that are listed, and a run does not differ from
// itself, whatever its clusters are called.
func TestCountsAreThoseOfPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "records")
		draw := func(name string) string {
			var out []string
			for i := range n {
				out = append(out, fmt.Sprintf("%d:%s%d", i, name, rapid.IntRange(0, 4).Draw(t, name)))
			}
			return strings.Join(rapid.Permutation(out).Draw(t, "order"), " ")
		}
		a, b := draw("a"), draw("b")
		d := Compare(labels(a), labels(b))
		count := map[string]uint64{}
		_ = d.Pairs(func(p Pair) error { count[p.Change]++; return nil })
		if count[Gained] != d.Gained || count[Lost] != d.Lost || d.PairsBefore-d.Lost != d.PairsAfter-d.Gained {
			t.Fatalf("%v, counted %d gained and %d lost", count, d.Gained, d.Lost)
		}
		if (d.Lost > 0) != (len(d.Split) > 0) || (d.Gained > 0) != (len(d.Merged) > 0) {
			t.Fatalf("%d lost and %d split, %d gained and %d merged", d.Lost, len(d.Split), d.Gained, len(d.Merged))
		}
		self := Compare(labels(a), labels(strings.ReplaceAll(a, "a", "z")))
		if self.Gained+self.Lost != 0 || self.Same != self.Clusters[0] || len(self.Split)+len(self.Merged) != 0 {
			t.Fatalf("differs from itself: %+v", self)
		}
	})
}
