package record

// Groups is a partition of rows, laid end to end: group i holds
// Members[Starts[i]:Starts[i+1]], in ascending order of rows. Singletons are
// groups too.
type Groups struct {
	Members []Row
	Starts  []uint32 // one more than there are groups
}

// Len returns the number of groups.
func (g Groups) Len() int {
	if len(g.Starts) == 0 {
		return 0
	}
	return len(g.Starts) - 1
}

// Group returns the rows of group i; the caller must not change it.
func (g Groups) Group(i int) []Row { return g.Members[g.Starts[i]:g.Starts[i+1]] }

// Of returns the group of each row.
func (g Groups) Of() []uint32 {
	of := make([]uint32, len(g.Members))
	for i := range g.Len() {
		for _, r := range g.Group(i) {
			of[r] = uint32(i)
		}
	}
	return of
}

// GroupsOf lays out the partition that labels give: rows with the same label,
// which must be below n, form a group. Groups are ordered by their first row,
// and empty labels make no group.
func GroupsOf(labels []uint32, n int) Groups {
	order := make([]uint32, n) // label → group + 1
	count := make([]uint32, 0, n)
	for _, l := range labels {
		if order[l] == 0 {
			count = append(count, 0)
			order[l] = uint32(len(count))
		}
		count[order[l]-1]++
	}
	g := Groups{Members: make([]Row, len(labels)), Starts: make([]uint32, len(count)+1)}
	for i, c := range count {
		g.Starts[i+1] = g.Starts[i] + c
	}
	next := append([]uint32(nil), g.Starts...)
	for r, l := range labels {
		i := order[l] - 1
		g.Members[next[i]] = Row(r)
		next[i]++
	}
	return g
}
