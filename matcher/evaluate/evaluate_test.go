package evaluate

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// labels makes labels of "id cluster" lines.
func labels(t testing.TB, rows ...string) *Labels {
	t.Helper()
	text := "id,cluster\n" + strings.ReplaceAll(strings.Join(rows, "\n"), " ", ",")
	l, err := ReadLabels(strings.NewReader(text), "test.csv")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// labelled gives record i the cluster c[i].
func labelled(t testing.TB, c []int) *Labels {
	rows := make([]string, len(c))
	for i := range c {
		rows[i] = fmt.Sprintf("r%d k%d", i, c[i])
	}
	return labels(t, rows...)
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-12 }

func TestCompare(t *testing.T) {
	tests := []struct {
		name        string
		pred, truth []int
		tp, fp, fn  uint64
		p, r, f     float64
		bp, br      float64
		exact       int
	}{
		{"perfect", []int{1, 1, 2}, []int{5, 5, 6}, 1, 0, 0, 1, 1, 1, 1, 1, 2},
		{"all apart", []int{1, 2, 3}, []int{5, 5, 5}, 0, 0, 3, 1, 0, 0, 1, 1. / 3, 0},
		{"all together", []int{1, 1, 1}, []int{5, 6, 7}, 0, 3, 0, 0, 1, 0, 1. / 3, 1, 0},
		{"only singletons", []int{1, 2}, []int{5, 6}, 0, 0, 0, 1, 1, 1, 1, 1, 2},
		{"one record", []int{1}, []int{5}, 0, 0, 0, 1, 1, 1, 1, 1, 1},
		// Worked by hand: 4 and 3 records found as 5 (4+1) and 2.
		{"worked", []int{1, 1, 1, 1, 1, 2, 2}, []int{5, 5, 5, 5, 6, 6, 6}, 7, 4, 2, 7. / 11, 7. / 9, 14. / 20, (16./5 + 1./5 + 2) / 7, (4 + 1./3 + 4./3) / 7, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			res, err := Compare(labelled(t, test.pred), labelled(t, test.truth))
			if err != nil {
				t.Fatal(err)
			}
			p, b := res.Pairs, res.BCubed
			if p.TP != test.tp || p.FP != test.fp || p.FN != test.fn {
				t.Errorf("tp, fp, fn = %d, %d, %d; want %d, %d, %d", p.TP, p.FP, p.FN, test.tp, test.fp, test.fn)
			}
			if !near(p.Precision.Value, test.p) || !near(p.Recall.Value, test.r) || !near(p.F1.Value, test.f) {
				t.Errorf("pairs %v %v %v, want %v %v %v", p.Precision.Value, p.Recall.Value, p.F1.Value, test.p, test.r, test.f)
			}
			if !near(b.Precision.Value, test.bp) || !near(b.Recall.Value, test.br) {
				t.Errorf("B³ %v %v, want %v %v", b.Precision.Value, b.Recall.Value, test.bp, test.br)
			}
			if res.Exact != test.exact {
				t.Errorf("%d exact clusters, want %d", res.Exact, test.exact)
			}
		})
	}
}

func TestRecordsOfOneSideAreLeftOut(t *testing.T) {
	res, err := Compare(labels(t, "1 a", "2 a", "3 ", "4 b", "9 b"), labels(t, "4 x", "3 x", "2 y", "1 y", "5 y", "6 ", "9 "))
	if err != nil {
		t.Fatal(err)
	}
	if res.Records != 3 || res.OnlyPredicted != 0 || res.OnlyTruth != 2 || res.BlankPredicted != 1 || res.BlankTruth != 1 || res.LeftOut() != 4 {
		t.Errorf("%+v", res)
	}
	if res.Pairs.TP != 1 || res.Pairs.FP != 0 || res.Pairs.FN != 0 {
		t.Errorf("pairs of the rest: %+v", res.Pairs)
	}
	if _, err := Compare(labels(t, "1 a"), labels(t, "2 a")); !errors.Is(err, ErrNothingInCommon) {
		t.Errorf("nothing in common: %v", err)
	}
}

// Compare agrees with counting every pair and every record one by one, its
// measures are in range, inside their intervals, and symmetric.
func TestCompareProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(rt, "n")
		draw := func(name string) []int {
			return rapid.SliceOfN(rapid.IntRange(0, rapid.IntRange(0, n).Draw(rt, name+"s")), n, n).Draw(rt, name)
		}
		p, q := draw("pred"), draw("truth")
		var tp, fp, fn uint64
		var bp, br float64
		for i := range n {
			var both, inP, inQ float64
			for j := range n {
				sp, sq := p[i] == p[j], q[i] == q[j]
				if sp {
					inP++
				}
				if sq {
					inQ++
				}
				if sp && sq {
					both++
				}
				if j > i {
					switch {
					case sp && sq:
						tp++
					case sp:
						fp++
					case sq:
						fn++
					}
				}
			}
			bp += both / inP / float64(n)
			br += both / inQ / float64(n)
		}
		res, err := Compare(labelled(t, p), labelled(t, q))
		if err != nil {
			rt.Fatal(err)
		}
		if res.Pairs.TP != tp || res.Pairs.FP != fp || res.Pairs.FN != fn {
			rt.Fatalf("pairs %+v, want %d %d %d", res.Pairs, tp, fp, fn)
		}
		if !near(res.BCubed.Precision.Value, bp) || !near(res.BCubed.Recall.Value, br) || !near(res.BCubed.F1.Value, 2*bp*br/(bp+br)) {
			rt.Fatalf("B³ %+v, want %v %v", res.BCubed, bp, br)
		}
		for _, r := range []Ratio{
			res.Pairs.Precision, res.Pairs.Recall, res.Pairs.F1, res.BCubed.Precision, res.BCubed.Recall, res.BCubed.F1,
		} {
			if !(0 <= r.Low && r.Low <= r.Value && r.Value <= r.High && r.High <= 1) {
				rt.Fatalf("not 0 ≤ low ≤ value ≤ high ≤ 1: %+v", r)
			}
		}
		swapped, err := Compare(labelled(t, q), labelled(t, p))
		if err != nil {
			rt.Fatal(err)
		}
		if tp+fp > 0 && tp+fn > 0 && swapped.Pairs.Precision.Value != res.Pairs.Recall.Value {
			rt.Fatalf("swapped precision %v, recall %v", swapped.Pairs.Precision, res.Pairs.Recall)
		}
	})
}

// The intervals hold what they promise: of many samples of components from a
// known population about 95 % of the intervals contain the population's value.
func TestIntervalsCover(t *testing.T) {
	if testing.Short() {
		t.Skip("a simulation")
	}
	rng := rand.New(rand.NewPCG(1, 2))
	// A component: true cluster of size 1 to 4; with some chance its first
	// record is split off, or it is merged with a stranger.
	population := func(n int) (pred, truth []int) {
		next := 0
		for i := range n {
			size := 1 + rng.IntN(4)
			split, merge := rng.Float64() < 0.2, rng.Float64() < 0.1
			for k := range size {
				truth = append(truth, 2*i)
				if k == 0 && split {
					pred = append(pred, next+1)
				} else {
					pred = append(pred, next)
				}
			}
			if merge {
				truth, pred = append(truth, 2*i+1), append(pred, next)
			}
			next += 2
		}
		return pred, truth
	}
	all := func(r Result) [6]Ratio {
		return [6]Ratio{r.Pairs.Precision, r.Pairs.Recall, r.Pairs.F1, r.BCubed.Precision, r.BCubed.Recall, r.BCubed.F1}
	}
	compare := func(n int) [6]Ratio {
		res, err := Compare(func() (*Labels, *Labels) {
			p, q := population(n)
			return labelled(t, p), labelled(t, q)
		}())
		if err != nil {
			t.Fatal(err)
		}
		return all(res)
	}
	want := compare(200_000)
	const samples = 400
	var covered [6]int
	for range samples {
		for i, r := range compare(300) {
			if r.Low <= want[i].Value && want[i].Value <= r.High {
				covered[i]++
			}
		}
	}
	for i, c := range covered {
		if share := float64(c) / samples; share < 0.91 || share > 0.99 {
			t.Errorf("measure %d: %.3f of the intervals contain the true value, want about 0.95", i, share)
		}
	}
}

func TestCalibrate(t *testing.T) {
	truth := labels(t, "1 a", "2 a", "3 b", "4 b", "5 ")
	csv := "decision,probability,id_b,id_a\nmatch,1,2,1\nmatch,0.9,4,1\nreview,0.5,4,3\nreview,0,1,3\nmatch,1,5,1\nmatch,1,1,none\n"
	rel, err := Calibrate(strings.NewReader(csv), "pairs.csv", truth)
	if err != nil {
		t.Fatal(err)
	}
	if rel.Pairs != 4 || rel.Unknown != 2 || rel.Matches != 2 || rel.ObservedFalse != 1 || !near(rel.ExpectedFalse, 0.1) ||
		rel.Undecided != 2 || rel.ObservedMissed != 1 || !near(rel.ExpectedMissed, 0.5) || !near(rel.Brier, (0.81+0.25)/4) {
		t.Errorf("%+v", rel)
	}
	pairs := 0
	for i, b := range rel.Bands {
		pairs += b.Pairs
		if b.From >= b.To || i > 0 && b.From != rel.Bands[i-1].To {
			t.Errorf("band %d is from %v to %v", i, b.From, b.To)
		}
		if b.Pairs > 0 && !(b.Expected/float64(b.Pairs) >= b.From && b.Expected/float64(b.Pairs) <= b.To) {
			t.Errorf("band %+v promises what is not in it", b)
		}
	}
	if pairs != rel.Pairs {
		t.Errorf("%d pairs in bands, want %d", pairs, rel.Pairs)
	}
	for _, p := range []string{"NaN", "-0.1", "1.1", "", "x"} {
		var fe *FileError
		if _, err := Calibrate(strings.NewReader("id_a,id_b,probability,decision\n1,2,"+p+",match\n"), "p.csv", truth); !errors.As(err, &fe) || fe.Line != 2 {
			t.Errorf("probability %q: %v", p, err)
		}
	}
}

func TestReadLabels(t *testing.T) {
	for name, text := range map[string]string{
		"plain":           "id,cluster\n1,a\n2,b\n",
		"byte order mark": "\ufeffid,cluster\n1,a\n2,b\n",
		"windows":         "id,cluster\r\n1,a\r\n2,b\r\n",
		"no last newline": "id,cluster\n1,a\n2,b",
		"semicolons":      "x;cluster;ID\n;a;1\n;b;2\n",
		"tabs":            "cluster\tid\na\t1\nb\t2\n",
		"quoted":          "\"id\",\"cluster\"\n\"1\",\"a\"\n\"2\",\"b\"\n",
		"quoted header":   "\"a;b\",id,cluster\n\"x\ny\",1,a\n,2,b\n",
	} {
		l, err := ReadLabels(strings.NewReader(text), "f.csv")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if l.Len() != 2 || l.IDs.Value(l.IDs.Of[1]) != "2" || l.Clusters.Value(l.Clusters.Of[1]) != "b" {
			t.Errorf("%s: %d records", name, l.Len())
		}
	}
}

func TestErrorsTellNoValues(t *testing.T) {
	_, err := ReadLabels(strings.NewReader("id,cluster\nana@example.org,a\nana@example.org,b\n"), "f.csv")
	var fe *FileError
	if !errors.As(err, &fe) || fe.Line != 3 || fe.Place() != "f.csv:3" || strings.Contains(err.Error(), "ana") {
		t.Errorf("%v", err)
	}
}

func FuzzReadLabels(f *testing.F) {
	f.Add("id,cluster\n1,a\n")
	f.Add("\ufeff\"id\";cluster\n\"1\n\";a\n")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		l, err := ReadLabels(strings.NewReader(text), "f.csv")
		if err != nil {
			var fe *FileError
			if !errors.As(err, &fe) {
				t.Errorf("%v is no FileError", err)
			}
			return
		}
		if l.Len() == 0 {
			return
		}
		res, err := Compare(l, l)
		if err == nil && (res.Pairs.FP != 0 || res.Pairs.FN != 0 || res.Pairs.F1.Value != 1) {
			t.Errorf("compared with itself: %+v", res.Pairs)
		}
	})
}
