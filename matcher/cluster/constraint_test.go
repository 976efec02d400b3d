package cluster

import (
	"testing"

	"pgregory.net/rapid"
)

// constrained draws a graph with constraints of which no chain of Must
// contradicts a Cannot.
func constrained(t *rapid.T) (n int, edges []Edge) {
	n, edges = graph(t, 12)
	at := map[[2]uint32]int{}
	for i, e := range edges {
		at[[2]uint32{uint32(e.A), uint32(e.B)}] = i
	}
	home := make([]int, n) // Must joins rows of one home only, Cannot parts homes
	for i := range home {
		home[i] = rapid.IntRange(0, 4).Draw(t, "home")
	}
	if n == 0 {
		return n, edges
	}
	for range rapid.IntRange(0, 12).Draw(t, "constraints") {
		a, b := rapid.IntRange(0, n-1).Draw(t, "a"), rapid.IntRange(0, n-1).Draw(t, "b")
		if a == b {
			continue
		}
		a, b = min(a, b), max(a, b)
		bits := float32(Cannot)
		if home[a] == home[b] {
			bits = Must
		}
		k := [2]uint32{uint32(a), uint32(b)}
		i, ok := at[k]
		if !ok {
			i = len(edges)
			at[k] = i
			edges = append(edges, edge(a, b, 0))
		}
		edges[i].Bits = bits
	}
	return n, edges
}

func holds(t *rapid.T, edges []Edge, labels []uint32, may func(Edge) bool) {
	for _, e := range edges {
		together := labels[e.A] == labels[e.B]
		switch {
		case e.Bits == Cannot && together:
			t.Fatalf("%d and %d must not be in one cluster", e.A, e.B)
		case e.Bits == Must && !together && may(e):
			t.Fatalf("%d and %d must be in one cluster", e.A, e.B)
		}
	}
	for i, l := range labels {
		if labels[l] != l || l > uint32(i) {
			t.Fatalf("label %d of %d is not the smallest row of a cluster", l, i)
		}
	}
}

func TestLabelsKeepConstraints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, edges := constrained(t)
		holds(t, edges, Labels(n, edges, identity(n), DefaultConfig()), func(Edge) bool { return true })
	})
}

// Where rows are surely not one, as those of one source, no Cannot is broken
// either.
func TestAssignKeepsCannot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, edges := constrained(t)
		mark := make([]uint16, n)
		for i := range mark {
			mark[i] = rapid.Uint16Range(0, 3).Draw(t, "mark")
		}
		labels := Assign(n, edges, identity(n), mark, DefaultConfig())
		holds(t, edges, labels, func(Edge) bool { return false })
		for a := range n {
			for b := range a {
				if mark[a] != 0 && mark[a] == mark[b] && labels[a] == labels[b] {
					t.Fatalf("%d and %d are of one source", a, b)
				}
			}
		}
	})
}
