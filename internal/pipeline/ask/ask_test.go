package ask

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/internal/decisions"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/normalize"
)

const people = `id,first name,last name,city,birth date
1,Denis,Morel,Lyon,1970-05-06
2,Denise,Morel,Lyon,1970-06-05
3,Ana,Ionescu,Cluj,1981-01-02
4,Ana,Ionesco,Iași,1981-02-11
5,Luc,Petit,Paris,1990-03-04
6,Luc,Petit,Paris,
7,Luc,Petit,,1990-03-04
8,Hugo,Rouxel,Brest,1962-09-11
9,Paul,Dubois,Lille,1966-06-06
10,Paule,Dubois,Lille,1967-06-06
11,Ruth,Leroy,Dijon,1977-11-12
12,Ruth,Leroy,Metz,
`

func job(t *testing.T) *pipeline.Job {
	t.Helper()
	j, err := pipeline.Open(t.Context(), pipeline.Options{
		Source: "-", Connectors: all.New(), Registry: normalize.Standard(),
		Read: connectors.Options{Stdin: strings.NewReader(people)}, Now: func() time.Time { return time.Unix(1.8e9, 0) },
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
	return j
}

// Nothing is asked twice or that follows from what was said, whatever is
// answered, and the questions come to an end.
func TestNothingIsAskedTwice(t *testing.T) {
	for _, answer := range []decisions.Verdict{decisions.Same, decisions.Different, decisions.Unsure} {
		j := job(t)
		k := New(j)
		group := map[string]string{}
		var find func(string) string
		find = func(id string) string {
			if up, ok := group[id]; ok {
				return find(up)
			}
			return id
		}
		var said []decisions.Decision
		asked := map[string]bool{}
		for n := 0; ; n++ {
			e, ok := k.Next()
			if !ok {
				break
			}
			if n > 66 {
				t.Fatalf("%v: more questions than pairs", answer)
			}
			a, b := j.IDOf(e.A), j.IDOf(e.B)
			if asked[a+" "+b] {
				t.Fatalf("%v: %s and %s are asked twice", answer, a, b)
			}
			asked[a+" "+b] = true
			if answer == decisions.Same {
				if find(a) == find(b) {
					t.Fatalf("%s and %s are asked, but follow from what was said", a, b)
				}
				group[find(a)] = find(b)
			}
			said = append(said, decisions.Decision{A: a, B: b, Verdict: answer})
			k.Answered(e)
			if err := j.Again(t.Context(), decisions.Settle(said, "", j.Now())); err != nil {
				t.Fatal(err)
			}
			k.Matched()
		}
		if len(asked) == 0 {
			t.Errorf("%v: nothing was asked", answer)
		}
	}
}

// The most doubtful pair comes first, the same whenever it is asked, and not
// again when it was answered or skipped.
func TestNextIsStable(t *testing.T) {
	j := job(t)
	k := New(j)
	e, ok := k.Next()
	f, _ := New(job(t)).Next()
	if !ok || fmt.Sprint(e) != fmt.Sprint(f) {
		t.Fatalf("%v, and %v the second time", e, f)
	}
	k.Answered(e)
	if g, ok := k.Next(); ok && g.Pair == e.Pair {
		t.Error("what was answered is asked again")
	}
	if g, ok := k.Next(); ok {
		k.Skip(g)
		if h, ok := k.Next(); ok && (h.Pair == e.Pair || h.Pair == g.Pair) {
			t.Error("what was skipped is asked again")
		}
	}
}
