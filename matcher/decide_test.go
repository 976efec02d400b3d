package matcher

import (
	"cmp"
	"slices"
	"testing"

	"github.com/onefold/onefold/record"
	"pgregory.net/rapid"
)

// Whatever is decided: no two records that are decided to be different end in
// one cluster, directly or through others; what is decided to be one does, but
// for what is listed; everybody is in one cluster; and the order of the
// decisions changes nothing.
func TestDecisionsHold(t *testing.T) {
	rows := crowd(40, 3)
	rapid.Check(t, func(t *rapid.T) {
		in := input(contactKinds, rows)
		n := in.Rows
		for range rapid.IntRange(1, 40).Draw(t, "decisions") {
			a := rapid.IntRange(0, n-1).Draw(t, "a")
			b := min(n-1, a+rapid.IntRange(0, 3).Draw(t, "further")) // near each other, so that chains form
			in.Decisions = append(in.Decisions, Decision{record.Row(a), record.Row(b), rapid.Bool().Draw(t, "same")})
		}
		res, err := NewLinker(in, Config{Workers: 1}).Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		of := res.Groups.Of()
		different, left := map[record.Pair]bool{}, map[record.Pair]bool{}
		for _, d := range in.Decisions {
			if !d.Same && d.A != d.B {
				different[ordered(d.A, d.B)] = true
			}
		}
		for _, v := range res.Violations {
			left[v.Same] = true
			if !different[v.Different] {
				t.Fatalf("%v is not decided to be different", v.Different)
			}
		}
		decided := map[record.Pair]uint8{}
		for _, e := range res.Edges {
			if e.Decided != 0 {
				decided[e.Pair] = e.Decided
			}
		}
		for _, d := range in.Decisions {
			p := ordered(d.A, d.B)
			switch together := of[p.A] == of[p.B]; {
			case p.A == p.B:
			case !d.Same && together:
				t.Fatalf("%v is decided to be different, and in one cluster", p)
			case !d.Same && decided[p] != DecidedDifferent:
				t.Fatalf("%v is decided to be different, its edge says %d", p, decided[p])
			case d.Same && !together && !left[p]:
				t.Fatalf("%v is decided to be one, apart, and not listed", p)
			case d.Same && !left[p] && decided[p] != DecidedSame:
				t.Fatalf("%v is decided to be one, its edge says %d", p, decided[p])
			}
		}
		shuffled := in
		shuffled.Decisions = rapid.Permutation(in.Decisions).Draw(t, "order")
		for i, d := range shuffled.Decisions {
			if i%2 == 0 {
				shuffled.Decisions[i] = Decision{d.B, d.A, d.Same}
			}
		}
		again, err := NewLinker(shuffled, Config{Workers: 1}).Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(of, again.Groups.Of()) || !slices.Equal(res.Violations, again.Violations) || !slices.Equal(res.Edges, again.Edges) {
			t.Fatal("another order of the decisions gives another answer")
		}
	})
}

// Of a chain "same" between two records that are different, the weakest link
// gives way, and it is listed.
func TestChainAgainstDifference(t *testing.T) {
	rows := crowd(40, 3)
	in := input(contactKinds, rows)
	again := slices.IndexFunc(rows, func(r []string) bool { return r[0] == "p0000 again" })
	first := slices.IndexFunc(rows, func(r []string) bool { return r[0] == "p0000" })
	stranger := slices.IndexFunc(rows, func(r []string) bool { return r[0] == "p0030" })
	a, b, c := record.Row(first), record.Row(again), record.Row(stranger)
	in.Decisions = []Decision{{a, b, true}, {b, c, true}, {a, c, false}}
	res, err := NewLinker(in, Config{}).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	of := res.Groups.Of()
	if of[a] != of[b] || of[a] == of[c] {
		t.Errorf("clusters %d %d %d, want the first two in one", of[a], of[b], of[c])
	}
	if want := []Violation{{ordered(a, c), ordered(b, c)}}; !slices.Equal(res.Violations, want) {
		t.Errorf("violations %v, want %v", res.Violations, want)
	}
}

// Answers teach the model about pairs that look alike, within bounds, and far
// evidence stays what it is.
func TestDecisionsTeach(t *testing.T) {
	in := input(contactKinds, crowd(300, 5))
	l := NewLinker(in, Config{})
	res, err := l.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	edges := slices.Clone(res.Edges)
	slices.SortFunc(edges, func(x, y Edge) int { return int(x.Bits*x.Bits*100) - int(y.Bits*y.Bits*100) })
	asked := edges[:8]
	for _, e := range asked {
		in.Decisions = append(in.Decisions, Decision{e.A, e.B, false})
	}
	taught := NewLinker(in, Config{})
	after, err := taught.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	learned := after.Model.Learned
	if learned == nil || learned.Labels != len(asked) || !(learned.Bias < 0) {
		t.Fatalf("learned %+v, want %d labels and a bias below 0", learned, len(asked))
	}
	for _, e := range asked {
		before, now := l.Explain(res, e.Pair).Bits, taught.Explain(after, e.Pair).Bits
		if !(now < before) {
			t.Errorf("%v: %.2f bits, %.2f before it was decided different", e.Pair, now, before)
		}
	}
	sure := slices.MaxFunc(edges, func(x, y Edge) int { return cmp.Compare(x.Bits, y.Bits) })
	if now := taught.Explain(after, sure.Pair).Bits; now < 3 {
		t.Errorf("what was sure (%.1f bits) is so no more (%.1f)", sure.Bits, now)
	}
}
