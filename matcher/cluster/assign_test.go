package cluster

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/onefold/onefold/record"
)

// mostOf returns the largest sum that any pairing has, by trying all.
func mostOf(arcs [][]arc, used map[int32]bool) float64 {
	if len(arcs) == 0 {
		return 0
	}
	most := mostOf(arcs[1:], used)
	for _, a := range arcs[0] {
		if !used[a.to] {
			used[a.to] = true
			most = max(most, a.bits+mostOf(arcs[1:], used))
			delete(used, a.to)
		}
	}
	return most
}

func drawArcs(t *rapid.T, left, right int) [][]arc {
	arcs := make([][]arc, left)
	for i := range arcs {
		for j := range right {
			if w := rapid.IntRange(-6, 12).Draw(t, "bits"); w > 0 {
				arcs[i] = append(arcs[i], arc{int32(j), float64(w)})
			}
		}
	}
	return arcs
}

func worth(t *rapid.T, arcs [][]arc, partner []int32) float64 {
	sum := 0.0
	taken := map[int32]bool{}
	for i, j := range partner {
		if j < 0 {
			continue
		}
		if taken[j] {
			t.Fatalf("%d has two partners", j)
		}
		taken[j] = true
		at := slices.IndexFunc(arcs[i], func(a arc) bool { return a.to == j })
		if at < 0 {
			t.Fatalf("%d and %d were never compared", i, j)
		}
		sum += arcs[i][at].bits
	}
	return sum
}

// Nobody has two partners, and no pairing is worth more.
func TestPairUpIsBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		left, right := rapid.IntRange(0, 6).Draw(t, "left"), rapid.IntRange(0, 6).Draw(t, "right")
		arcs := drawArcs(t, left, right)
		want := mostOf(arcs, map[int32]bool{})
		if got := worth(t, arcs, pairUp(arcs, right)); got != want {
			t.Fatalf("worth %v, best is %v", got, want)
		}
		if got := worth(t, arcs, pairUpGreedily(arcs, right)); got > want || 2*got < want {
			t.Fatalf("greedily worth %v, best is %v", got, want)
		}
	})
}

// A table says the same as its arcs.
func TestPairing(t *testing.T) {
	got := Pairing([][]float64{{9, 8, -1}, {8, 2, 0}, {-1, 0, -3}})
	if want := []int32{1, 0, -1}; !slices.Equal(got, want) {
		t.Errorf("paired %v, want %v", got, want)
	}
	if got := Pairing(nil); len(got) != 0 {
		t.Errorf("paired %v of nothing", got)
	}
}

// Large random pairings, against each other: the greedy one is never better.
func TestPairUpLarge(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	const n = 400
	arcs := make([][]arc, n)
	for i := range arcs {
		for range 6 {
			j := int32(rng.IntN(n))
			if !slices.ContainsFunc(arcs[i], func(a arc) bool { return a.to == j }) {
				arcs[i] = append(arcs[i], arc{j, float64(1 + rng.IntN(1000))})
			}
		}
	}
	sum := func(partner []int32) (s float64) {
		for i, j := range partner {
			for _, a := range arcs[i] {
				if a.to == j {
					s += a.bits
				}
			}
		}
		return s
	}
	exact, greedy := sum(pairUp(arcs, n)), sum(pairUpGreedily(arcs, n))
	if exact < greedy || greedy < .9*exact {
		t.Errorf("best %v, greedy %v", exact, greedy)
	}
}

// drawn is a random problem: rows with marks and edges.
type drawn struct {
	n     int
	mark  []uint16
	edges []Edge
	rank  []uint32
}

func draw(t *rapid.T, marks ...uint16) drawn {
	d := drawn{n: rapid.IntRange(0, 9).Draw(t, "rows")}
	for range d.n {
		d.mark = append(d.mark, rapid.SampledFrom(marks).Draw(t, "mark"))
	}
	for a := range d.n {
		for b := a + 1; b < d.n; b++ {
			if rapid.Bool().Draw(t, "compared") {
				d.edges = append(d.edges, Edge{A: record.Row(a), B: record.Row(b), Bits: float32(rapid.IntRange(-8, 14).Draw(t, "bits"))})
			}
		}
	}
	for _, r := range rapid.Permutation(seq(d.n)).Draw(t, "rank") {
		d.rank = append(d.rank, uint32(r))
	}
	return d
}

func seq(n int) []int {
	s := make([]int, n)
	for i := range s {
		s[i] = i
	}
	return s
}

// However many sources there are, single or not, no cluster holds two records
// of a single one, labels are the smallest row, and the rows' order is nothing.
func TestAssignKeepsApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 0, 1, 2, 3)
		labels := Assign(d.n, d.edges, d.rank, d.mark, DefaultConfig())
		for a, l := range labels {
			if int(l) > a || labels[l] != l {
				t.Fatalf("row %d has label %d", a, l)
			}
			for b := range a {
				if labels[b] == l && d.mark[a] != 0 && d.mark[a] == d.mark[b] {
					t.Fatalf("rows %d and %d of source %d are in one cluster", b, a, d.mark[a])
				}
			}
		}
		// The same problem with the rows turned round.
		turn := func(r record.Row) record.Row { return record.Row(d.n-1) - r }
		x := drawn{n: d.n, mark: slices.Clone(d.mark), rank: slices.Clone(d.rank)}
		slices.Reverse(x.mark)
		slices.Reverse(x.rank)
		for _, e := range slices.Backward(d.edges) {
			x.edges = append(x.edges, Edge{A: turn(e.B), B: turn(e.A), Bits: e.Bits})
		}
		turned := Assign(x.n, x.edges, x.rank, x.mark, DefaultConfig())
		for a := range d.n {
			for b := range a {
				if (labels[a] == labels[b]) != (turned[d.n-1-a] == turned[d.n-1-b]) {
					t.Fatalf("rows %d and %d depend on the order of rows", b, a)
				}
			}
		}
	})
}

// Between two single sources nothing is worth more than what Assign found.
func TestAssignTwoSources(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 1, 2)
		labels := Assign(d.n, d.edges, d.rank, d.mark, DefaultConfig())
		arcs := make([][]arc, d.n)
		got := 0.0
		for _, e := range d.edges {
			if d.mark[e.A] == d.mark[e.B] || e.Bits <= 0 {
				continue
			}
			a, b := e.A, e.B
			if d.mark[a] == 2 {
				a, b = b, a
			}
			arcs[a] = append(arcs[a], arc{int32(b), float64(e.Bits)})
			if labels[a] == labels[b] {
				got += float64(e.Bits)
			}
		}
		if want := mostOf(arcs, map[int32]bool{}); got != want {
			t.Fatalf("worth %v, best is %v", got, want)
		}
	})
}

// Three single sources: whoever fits best is together, and one who fits two
// groups goes where more speaks.
func TestAssignThreeSources(t *testing.T) {
	// rows 0, 1 of source 1; 2, 3 of source 2; 4 of source 3
	mark := []uint16{1, 1, 2, 2, 3}
	edges := []Edge{{0, 2, 9}, {0, 3, 4}, {0, 4, 2}, {1, 2, 8}, {1, 3, 2}, {2, 4, 3}, {3, 4, 6}}
	got := Assign(5, edges, []uint32{0, 1, 2, 3, 4}, mark, DefaultConfig())
	// 0–3–4 with 1–2 is worth 4+2+6+8 = 20, 0–2–4 with 1–3 only 9+2+3+2 = 16.
	if want := []uint32{0, 1, 1, 0, 0}; !slices.Equal(got, want) {
		t.Errorf("labels %v, want %v", got, want)
	}
}
