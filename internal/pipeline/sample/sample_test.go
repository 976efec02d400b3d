package sample

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/normalize"
	"github.com/onefold/onefold/record"
)

// made is a sample of strata with planted shares: pairs is a number, share the
// true one, drawn how many are looked at.
type made struct {
	together        bool
	pairs           int
	promised, share float64
	drawn           int
}

// plant makes a sample and the answers to it.
func plant(rng *rand.Rand, strata []made) (*Sample, map[record.Pair]bool) {
	s, truth := &Sample{Completeness: 1}, map[record.Pair]bool{}
	at := record.Row(0)
	for _, m := range strata {
		st := Stratum{Together: m.together, Pairs: m.pairs, Expected: m.promised * float64(m.pairs), wanted: m.drawn}
		yes := int(math.Round(m.share * float64(m.pairs)))
		for _, i := range rng.Perm(m.pairs)[:m.drawn] {
			p := Pair{Pair: record.Pair{A: at, B: at + 1}}
			at++
			st.drawn = append(st.drawn, p)
			truth[p.Pair] = i < yes
		}
		s.Strata = append(s.Strata, st)
	}
	return s, truth
}

// The intervals hold what is true nearly always, also where probabilities
// promise too much, and get narrower with answers.
func TestIntervalsHoldTheTruth(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	strata := []made{
		{true, 4000, .995, .98, 20},
		{true, 600, .95, .85, 30},
		{true, 100, .7, .5, 15},
		{false, 200, .3, .4, 20},
		{false, 3000, .02, .03, 25},
	}
	wantP := (4000*.98 + 600*.85 + 100*.5) / 4700
	right := wantP * 4700
	wantR := right / (right + 200*.4 + 3000*.03)
	const runs = 200
	held := [2]int{}
	for range runs {
		s, truth := plant(rng, strata)
		r := s.Estimate(func(p record.Pair) (bool, bool) { return truth[p], true })
		if r.Precision.Low <= wantP && wantP <= r.Precision.High {
			held[0]++
		}
		if r.Recall.Low <= wantR && wantR <= r.Recall.High {
			held[1]++
		}
	}
	for k, name := range []string{"precision", "recall"} {
		if held[k] < runs*90/100 {
			t.Errorf("%s: %d of %d intervals hold the truth", name, held[k], runs)
		}
	}
}

// Where everything was looked at there is nothing left to estimate.
func TestAllAnswered(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	s, truth := plant(rng, []made{{true, 40, .9, .75, 40}, {false, 20, .2, .5, 20}})
	r := s.Estimate(func(p record.Pair) (bool, bool) { return truth[p], true })
	for name, x := range map[string][2]float64{"precision": {r.Precision.Value, .75}, "recall": {r.Recall.Value, .75}, "F1": {r.F1.Value, .75}} {
		if math.Abs(x[0]-x[1]) > 1e-9 {
			t.Errorf("%s %v, want %v", name, x[0], x[1])
		}
	}
	if r.Precision.High-r.Precision.Low > 1e-9 || r.Recall.High-r.Recall.Low > 1e-9 || r.Answers != 60 {
		t.Errorf("%+v", r)
	}
}

// Without answers the run's own probabilities speak, with wide intervals.
func TestNothingAnswered(t *testing.T) {
	s, _ := plant(rand.New(rand.NewPCG(1, 2)), []made{{true, 100, .9, .9, 10}, {false, 50, .2, .2, 10}})
	r := s.Estimate(func(record.Pair) (bool, bool) { return false, false })
	if math.Abs(r.Precision.Value-.9) > .01 || math.Abs(r.Recall.Value-.9) > .03 || r.Precision.High-r.Precision.Low < .3 {
		t.Errorf("%+v", r)
	}
	s.Completeness = .5
	if r := s.Estimate(func(record.Pair) (bool, bool) { return false, false }); math.Abs(r.Recall.Value-.474) > .02 {
		t.Errorf("recall %v where blocking misses half, want about .474", r.Recall.Value)
	}
}

// people are n records, each third there twice with a slip.
func people(n int) string {
	var b strings.Builder
	b.WriteString("id,first name,last name,city,birth date\n")
	first := strings.Fields("Ana Luc Zoe Hugo Ruth Paul Ion Emma Denis Lea")
	last := strings.Fields("Petit Roux Leroy Dubois Morel Garnier Popa Lupu Ionescu Brun Simon")
	for i := range n {
		city := []string{"Lyon", "Brest", "Cluj"}[i%3]
		fmt.Fprintf(&b, "%d,%s,%s,%s,19%02d-%02d-%02d\n", i, first[i%10], last[i*7%11], city, 40+i*13%60, 1+i%12, 1+i*5%28)
		if i%3 == 0 {
			fmt.Fprintf(&b, "%d,%s,%s,%s,19%02d-%02d-%02d\n", 1000+i, first[i%10], last[i*7%11]+"e", city, 40+i*13%60, 1+i%12, 1+i*5%28)
		}
	}
	return b.String()
}

func drawn(t *testing.T, n int) (*Sample, *pipeline.Job) {
	t.Helper()
	j, err := pipeline.Open(t.Context(), pipeline.Options{
		Source: "-", Connectors: all.New(), Registry: normalize.Standard(),
		Read: connectors.Options{Stdin: strings.NewReader(people(90))}, Now: func() time.Time { return time.Unix(1.8e9, 0) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	if err := j.Understand(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := j.Match(t.Context()); err != nil {
		t.Fatal(err)
	}
	cluster := make([]int, j.Table.Len())
	for r, g := range j.Result().Groups.Of() {
		cluster[r] = int(g)
	}
	cluster[5] = -1
	s, err := Draw(t.Context(), j, cluster, n)
	if err != nil {
		t.Fatal(err)
	}
	return s, j
}

// A larger sample contains the smaller one; each stratum that has pairs is
// looked at; what is left out is never drawn.
func TestDrawGrows(t *testing.T) {
	small, _ := drawn(t, 12)
	large, j := drawn(t, 40)
	in := map[record.Pair]bool{}
	for _, p := range large.Pairs() {
		if in[p.Pair] {
			t.Fatalf("%v is drawn twice", p.Pair)
		}
		in[p.Pair] = true
		if p.A == 5 || p.B == 5 {
			t.Errorf("%v is drawn, though it is left out", p.Pair)
		}
	}
	if len(small.Pairs()) != 12 {
		t.Errorf("%d pairs drawn, want 12", len(small.Pairs()))
	}
	for _, p := range small.Pairs() {
		if !in[p.Pair] {
			t.Errorf("%v is in the small sample only", p.Pair)
		}
	}
	together := 0
	for _, s := range large.Strata {
		if s.Pairs > 0 && len(s.Drawn()) == 0 {
			t.Errorf("stratum %+v has no pair drawn", s)
		}
		if s.Together {
			together += s.Pairs
		}
	}
	want := 0
	for g := range j.Result().Groups.Len() {
		n := 0
		for _, r := range j.Result().Groups.Group(g) {
			if r != 5 {
				n++
			}
		}
		want += n * (n - 1) / 2
	}
	if together != want {
		t.Errorf("%d pairs together, want %d", together, want)
	}
}
