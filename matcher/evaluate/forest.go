package evaluate

// forest is a union-find with path halving and union by size.
type forest struct {
	parent []uint32
	size   []uint32
	sets   int
}

func newForest(n int) *forest {
	f := &forest{parent: make([]uint32, n), size: make([]uint32, n), sets: n}
	for i := range f.parent {
		f.parent[i], f.size[i] = uint32(i), 1
	}
	return f
}

func (f *forest) find(x uint32) uint32 {
	for f.parent[x] != x {
		f.parent[x] = f.parent[f.parent[x]]
		x = f.parent[x]
	}
	return x
}

func (f *forest) union(a, b uint32) {
	a, b = f.find(a), f.find(b)
	if a == b {
		return
	}
	if f.size[a] < f.size[b] {
		a, b = b, a
	}
	f.parent[b] = a
	f.size[a] += f.size[b]
	f.sets--
}

// number returns the set of each element, sets numbered from 0 in the order of
// their first element.
func (f *forest) number() []uint32 {
	of := make([]uint32, len(f.parent))
	seen := make([]uint32, len(f.parent))
	var next uint32
	for i := range f.parent {
		root := f.find(uint32(i))
		if seen[root] == 0 {
			next++
			seen[root] = next
		}
		of[i] = seen[root] - 1
	}
	return of
}
