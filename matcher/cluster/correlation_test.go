package cluster

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/onefold/onefold/record"
	"pgregory.net/rapid"
)

func identity(n int) []uint32 {
	r := make([]uint32, n)
	for i := range r {
		r[i] = uint32(i)
	}
	return r
}

func edge(a, b int, bits float32) Edge {
	return Edge{A: record.Row(min(a, b)), B: record.Row(max(a, b)), Bits: bits}
}

// graph draws up to n rows with edges for and against, at most one a pair.
func graph(t *rapid.T, most int) (int, []Edge) {
	n := rapid.IntRange(0, most).Draw(t, "rows")
	var edges []Edge
	for a := range n {
		for b := a + 1; b < n; b++ {
			if rapid.IntRange(0, 2).Draw(t, "edge") > 0 {
				edges = append(edges, edge(a, b, float32(rapid.IntRange(-40, 40).Draw(t, "bits"))/4))
			}
		}
	}
	return n, edges
}

// value is the sum that clustering wants large: of the capped weights of the
// pairs inside clusters, unknown ones counted.
func value(n int, edges []Edge, labels []uint32, cfg Config) float64 {
	known := map[[2]int]float64{}
	for _, e := range edges {
		known[[2]int{int(e.A), int(e.B)}] = float64(max(-cfg.Against, min(cfg.Cap, e.Bits)))
	}
	comp := Components(n, edges)
	var sum float64
	for a := range n {
		for b := a + 1; b < n; b++ {
			if labels[a] != labels[b] {
				continue
			}
			w, ok := known[[2]int{a, b}]
			switch {
			case comp[a] != comp[b]:
				w = math.Inf(-1)
			case !ok:
				w = float64(cfg.Unknown)
			}
			sum += w
		}
	}
	return sum
}

// best returns the largest value of any partition.
func best(n int, edges []Edge, cfg Config) float64 {
	labels := make([]uint32, n)
	most := math.Inf(-1)
	var try func(i int, used uint32)
	try = func(i int, used uint32) {
		if i == n {
			most = max(most, value(n, edges, labels, cfg))
			return
		}
		for g := range used + 1 {
			labels[i] = g
			try(i+1, max(used, g+1))
		}
	}
	try(0, 0)
	return most
}

// Every row has the label of the smallest row of its cluster, whatever the
// edges, and only rows that positive edges connect are together.
func TestLabelsAreAPartition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, edges := graph(t, 14)
		labels := Labels(n, edges, identity(n), DefaultConfig())
		if len(labels) != n {
			t.Fatalf("%d labels for %d rows", len(labels), n)
		}
		comp := Components(n, edges)
		for r, l := range labels {
			if int(l) > r || labels[l] != l {
				t.Fatalf("row %d has label %d, which has %d", r, l, labels[l])
			}
			if comp[r] != comp[l] {
				t.Fatalf("rows %d and %d are together and nothing connects them", r, l)
			}
		}
	})
}

// Components are what repeated spreading of the smallest row finds.
func TestComponents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, edges := graph(t, 12)
		want := identity(n)
		for range n {
			for _, e := range edges {
				if e.Bits > 0 {
					m := min(want[e.A], want[e.B])
					want[e.A], want[e.B] = m, m
				}
			}
		}
		if got := Components(n, edges); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

// The order of rows and of edges makes no difference when rank goes with them.
func TestLabelsFollowPermutation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, edges := graph(t, 12)
		rank := rapid.Permutation(identity(n)).Draw(t, "rank")
		to := rapid.Permutation(identity(n)).Draw(t, "to")
		moved := make([]Edge, 0, len(edges))
		for _, e := range edges {
			moved = append(moved, edge(int(to[e.A]), int(to[e.B]), e.Bits))
		}
		movedRank := make([]uint32, n)
		for i, x := range to {
			movedRank[x] = rank[i]
		}
		moved = rapid.Permutation(moved).Draw(t, "edges")
		here := Labels(n, edges, rank, DefaultConfig())
		there := Labels(n, moved, movedRank, DefaultConfig())
		for a := range n {
			for b := range n {
				if (here[a] == here[b]) != (there[to[a]] == there[to[b]]) {
					t.Fatalf("rows %d and %d: %v and %v", a, b, here[a] == here[b], there[to[a]] == there[to[b]])
				}
			}
		}
	})
}

// clique joins rows lo to hi-1 by edges of the same weight.
func clique(edges []Edge, lo, hi int, bits float32) []Edge {
	for a := lo; a < hi; a++ {
		for b := a + 1; b < hi; b++ {
			edges = append(edges, edge(a, b, bits))
		}
	}
	return edges
}

func TestCliquesStayTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := 0
		var edges []Edge
		var sizes []int
		for range rapid.IntRange(1, 5).Draw(t, "cliques") {
			k := rapid.IntRange(1, 7).Draw(t, "size")
			for a := n; a < n+k; a++ {
				for b := a + 1; b < n+k; b++ {
					edges = append(edges, edge(a, b, float32(rapid.IntRange(1, 80).Draw(t, "bits"))/4))
				}
			}
			n += k
			sizes = append(sizes, k)
		}
		labels := Labels(n, rapid.Permutation(edges).Draw(t, "order"), identity(n), DefaultConfig())
		lo := 0
		for _, k := range sizes {
			for r := lo; r < lo+k; r++ {
				if labels[r] != uint32(lo) {
					t.Fatalf("rows %d to %d have labels %v", lo, lo+k-1, labels[lo:lo+k])
				}
			}
			lo += k
		}
	})
}

// One wrong link between two people does not make them one, whether what
// speaks against is said or only missing.
func TestBridgesAreCut(t *testing.T) {
	for _, c := range []struct {
		what   string
		left   int
		right  int
		bridge float32
		says   float32 // of each other pair between the two; 0: unscored
	}{
		{"a weak link, all others against", 3, 3, 1, -60},
		{"a strong link, all others against", 4, 4, 10, -60},
		{"a weak link, nothing else known", 3, 3, 2, 0},
		{"a pair and a single, one of two against", 2, 1, 2, -60},
	} {
		n := c.left + c.right
		edges := clique(clique(nil, 0, c.left, 8), c.left, n, 8)
		for a := range c.left {
			for b := c.left; b < n; b++ {
				switch {
				case a == 0 && b == c.left:
					edges = append(edges, edge(a, b, c.bridge))
				case c.says != 0:
					edges = append(edges, edge(a, b, c.says))
				}
			}
		}
		labels := Labels(n, edges, identity(n), DefaultConfig())
		for r := range n {
			want := uint32(0)
			if r >= c.left {
				want = uint32(c.left)
			}
			if labels[r] != want {
				t.Errorf("%s: labels %v", c.what, labels)
				break
			}
		}
	}
}

func TestEdgesAgainstAloneJoinNothing(t *testing.T) {
	labels := Labels(4, []Edge{edge(0, 1, -5), edge(1, 2, 0), edge(2, 3, -.1)}, identity(4), DefaultConfig())
	if !slices.Equal(labels, identity(4)) {
		t.Errorf("labels %v", labels)
	}
	if got := Labels(0, nil, nil, DefaultConfig()); len(got) != 0 {
		t.Errorf("no rows, labels %v", got)
	}
}

// On small graphs the result is the optimum in most cases and never far from
// it; it is never worse than leaving every record alone.
func TestNearTheOptimum(t *testing.T) {
	cfg := DefaultConfig()
	rng := rand.New(rand.NewPCG(1, 2))
	const graphs = 250
	same, got, want := 0, 0.0, 0.0
	for range graphs {
		n := 2 + rng.IntN(6)
		var edges []Edge
		for a := range n {
			for b := a + 1; b < n; b++ {
				if rng.IntN(4) > 0 {
					edges = append(edges, edge(a, b, float32(rng.IntN(64)-32)/4))
				}
			}
		}
		labels := Labels(n, edges, identity(n), cfg)
		v, top := value(n, edges, labels, cfg), best(n, edges, cfg)
		if v < 0 || v > top+1e-6 {
			t.Fatalf("value %v, optimum %v of %v", v, top, edges)
		}
		if v > top-1e-6 {
			same++
		}
		got, want = got+v, want+top
	}
	t.Logf("optimal in %d of %d, %.2f %% of the optimal sum", same, graphs, 100*got/want)
	if same*100 < graphs*90 || got < .98*want {
		t.Errorf("optimal in %d of %d, %.1f %% of the optimal sum", same, graphs, 100*got/want)
	}
}

// Giant components end soon.
func TestGiantComponents(t *testing.T) {
	const n = 5000
	rng := rand.New(rand.NewPCG(3, 4))
	chain, star, random := []Edge{}, []Edge{}, []Edge{}
	for i := 1; i < n; i++ {
		chain = append(chain, edge(i-1, i, 5))
		star = append(star, edge(0, i, 5))
		random = append(random, edge(i, rng.IntN(i), 5))
	}
	for range 4 * n {
		a, b := rng.IntN(n), rng.IntN(n)
		if a != b {
			random = append(random, edge(a, b, float32(rng.IntN(20)-10)))
		}
	}
	for name, edges := range map[string][]Edge{"chain": chain, "star": star, "random": random, "clique": clique(nil, 0, 400, 5)} {
		start := time.Now()
		labels := Labels(n, edges, identity(n), DefaultConfig())
		took := time.Since(start)
		t.Logf("%s: %v", name, took.Round(time.Millisecond))
		if took > 2*time.Minute {
			t.Errorf("%s: %v", name, took)
		}
		if name == "clique" && slices.Max(labels[:400]) != 0 {
			t.Errorf("a clique of 400 fell apart")
		}
	}
}
