package workspace

import (
	"cmp"
	"context"
	"slices"
	"unsafe"

	"github.com/zeebo/xxh3"

	"github.com/onefold/onefold/record"
)

// MaxListed is how many changes of each sort are listed; all are counted.
const MaxListed = 10_000

// Assignment is the cluster ids of a run. It becomes the history when Finish
// is called with it.
type Assignment struct {
	IDs     []string // of each group
	Changes Changes  // against the last finished run of the source

	source string
	next   *history
}

// Changes say how clusters differ from those of the last run.
type Changes struct {
	First    bool // there was no last run
	New      int  // records that are there for the first time
	Vanished int  // records that are not there any more
	Merged   Listed
	Split    Listed
	Grown    Listed
}

// Listed are changes of one sort, in the order of the clusters' first rows
// (merged, grown) or of their ids (split).
type Listed struct {
	Count int
	List  []Change // the first MaxListed
}

// Change is what became of one cluster.
type Change struct {
	ID      string   // the id that goes on
	Others  []string // merged: the ids that ended in it; split: the ids that its parts have now
	Records int      // merged: records in it; split: records that went away; grown: new records in it
}

func (l *Listed) add(c func() Change) {
	l.Count++
	if l.Count <= MaxListed {
		l.List = append(l.List, c())
	}
}

// AssignIDs gives each group a cluster id that is as stable as can be: the
// same records keep their id, a cluster that gained records keeps its id, a
// merged one has the id of the largest part (the oldest where two are equal),
// and of a split one the largest part goes on with the id. A cluster that
// shares no record with the last run has an id that follows from the smallest
// of its keys. No id depends on the order of rows.
//
// source names the history; exports that follow each other should share one.
// key returns the key of a row; rows of a source without keys may use a hash
// of their content. It is called more than once for a row. run must come from
// Begin. Nothing is stored until Finish.
func (w *Workspace) AssignIDs(ctx context.Context, run Run, source string, key func(record.Row) string, groups record.Groups) (*Assignment, error) {
	h, err := w.load(ctx, source)
	if err != nil {
		return nil, err
	}
	a := assign(h, key, groups, uint32(run.ID))
	a.source = source
	return a, ctx.Err()
}

// hashKey returns the hash of a key, of 60 bits so that an id of twelve
// characters holds all of it. XXH3 is fixed by its specification. A taken hash
// is passed over by a higher attempt.
func hashKey(key string, attempt uint64) uint64 {
	return xxh3.HashStringSeed(key, attempt) >> 4
}

// link says that records of a group had an id before.
type link struct {
	id      uint64
	group   uint32
	overlap uint32 // how many of them
	born    uint32
	idNo    uint32 // ids that are in links, numbered in ascending order
}

// assigner holds the working state of assign.
type assigner struct {
	key    func(record.Row) string
	groups record.Groups
	links  []link   // by id, then group
	count  []uint32 // links of each group
	fresh  []uint32 // records of each group that have no history
	id     []uint64 // of each group, once given
	born   []uint32 // of that id
	given  []bool
}

func assign(h *history, key func(record.Row) string, groups record.Groups, run uint32) *Assignment {
	n := groups.Len()
	s := &assigner{
		key: key, groups: groups,
		count: make([]uint32, n), fresh: make([]uint32, n),
		id: make([]uint64, n), born: make([]uint32, n), given: make([]bool, n),
	}
	order := sortedHashes(len(groups.Members), key)
	before, matched := lookUp(h, order)
	s.link(h, before)
	used := s.inherit()
	s.invent(used, run)

	a := &Assignment{next: new(history)}
	a.IDs = s.format()
	a.Changes = s.changes(a.IDs)
	a.Changes.First = h.len() == 0
	a.Changes.New = len(order) - matched
	a.Changes.Vanished = h.len() - matched
	a.next.grow(len(order))
	of := groups.Of()
	for _, o := range order {
		g := of[o.row]
		a.next.add(o.hash, s.id[g], s.born[g])
	}
	return a
}

type hashed struct {
	hash uint64
	row  record.Row
}

// sortedHashes returns the rows by hash of their key.
func sortedHashes(rows int, key func(record.Row) string) []hashed {
	order := make([]hashed, rows)
	for r := range order {
		order[r] = hashed{hashKey(key(record.Row(r)), 0), record.Row(r)}
	}
	slices.SortFunc(order, func(a, b hashed) int {
		if a.hash != b.hash {
			return cmp.Compare(a.hash, b.hash)
		}
		return cmp.Compare(a.row, b.row)
	})
	return order
}

// lookUp returns for each row 1 + its position in the history, or 0, and how
// many rows have one. Rows with equal keys take the entries one by one.
func lookUp(h *history, order []hashed) (before []uint32, matched int) {
	before = make([]uint32, len(order))
	i := 0
	for _, o := range order {
		for i < h.len() && h.hash[i] < o.hash {
			i++
		}
		if i < h.len() && h.hash[i] == o.hash {
			i++
			before[o.row] = uint32(i)
			matched++
		}
	}
	return before, matched
}

// link collects which ids the records of each group had.
func (s *assigner) link(h *history, before []uint32) {
	var had []uint32 // positions in the history
	for g := range s.groups.Len() {
		had = had[:0]
		for _, r := range s.groups.Group(g) {
			if before[r] == 0 {
				s.fresh[g]++
			} else {
				had = append(had, before[r]-1)
			}
		}
		slices.SortFunc(had, func(a, b uint32) int { return cmp.Compare(h.id[a], h.id[b]) })
		for i := 0; i < len(had); {
			j := i
			for j < len(had) && h.id[had[j]] == h.id[had[i]] {
				j++
			}
			s.links = append(s.links, link{id: h.id[had[i]], group: uint32(g), overlap: uint32(j - i), born: h.born[had[i]]})
			s.count[g]++
			i = j
		}
	}
	slices.SortFunc(s.links, func(a, b link) int {
		if a.id != b.id {
			return cmp.Compare(a.id, b.id)
		}
		return cmp.Compare(a.group, b.group)
	})
	for i := 1; i < len(s.links); i++ {
		s.links[i].idNo = s.links[i-1].idNo
		if s.links[i].id != s.links[i-1].id {
			s.links[i].idNo++
		}
	}
}

// inherit lets ids go on: the largest overlap first, then the oldest id, then
// the group with the smallest key. It returns the given ids, ascending.
func (s *assigner) inherit() []uint64 {
	var contested []link
	ids := 0
	for i := range s.links {
		l := &s.links[i]
		alone := (i == 0 || s.links[i-1].idNo != l.idNo) && (i+1 == len(s.links) || s.links[i+1].idNo != l.idNo)
		if alone && s.count[l.group] == 1 {
			s.give(l)
		} else {
			contested = append(contested, *l)
		}
		ids = int(l.idNo) + 1
	}
	smallest := map[uint32]string{} // of the contested groups only
	for _, l := range contested {
		if _, ok := smallest[l.group]; !ok {
			smallest[l.group] = s.smallestKey(int(l.group))
		}
	}
	slices.SortFunc(contested, func(a, b link) int {
		return cmp.Or(
			cmp.Compare(b.overlap, a.overlap),
			cmp.Compare(a.born, b.born),
			cmp.Compare(a.id, b.id),
			cmp.Compare(smallest[a.group], smallest[b.group]),
			cmp.Compare(a.group, b.group),
		)
	})
	gone := make([]bool, ids)
	for i := range contested {
		l := &contested[i]
		if !gone[l.idNo] && !s.given[l.group] {
			gone[l.idNo] = true
			s.give(l)
		}
	}
	used := make([]uint64, 0, ids)
	for i := range s.links {
		if l := &s.links[i]; s.given[l.group] && s.id[l.group] == l.id {
			used = append(used, l.id)
		}
	}
	return used
}

func (s *assigner) give(l *link) {
	s.id[l.group], s.born[l.group], s.given[l.group] = l.id, l.born, true
}

func (s *assigner) smallestKey(g int) string {
	rows := s.groups.Group(g)
	least := s.key(rows[0])
	for _, r := range rows[1:] {
		least = min(least, s.key(r))
	}
	return least
}

// invent gives the remaining groups ids that follow from their smallest key.
// used holds the ids that are taken, ascending.
func (s *assigner) invent(used []uint64, run uint32) {
	type wish struct {
		id    uint64
		group uint32
		key   string
	}
	var wishes []wish
	for g, given := range s.given {
		if !given {
			k := s.smallestKey(g)
			wishes = append(wishes, wish{hashKey(k, 0), uint32(g), k})
		}
	}
	slices.SortFunc(wishes, func(a, b wish) int {
		return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.key, b.key), cmp.Compare(a.group, b.group))
	})
	further := map[uint64]bool{} // ids of a second and later attempt
	taken := func(id uint64) bool {
		_, inUsed := slices.BinarySearch(used, id)
		return inUsed || further[id]
	}
	for i, w := range wishes {
		id := w.id
		if taken(id) || i > 0 && wishes[i-1].id == id {
			for attempt := uint64(1); ; attempt++ {
				id = hashKey(w.key, attempt)
				_, wished := slices.BinarySearchFunc(wishes, id, func(w wish, id uint64) int { return cmp.Compare(w.id, id) })
				if !wished && !taken(id) {
					break
				}
			}
			further[id] = true
		}
		s.id[w.group], s.born[w.group], s.given[w.group] = id, run, true
	}
}

// changes lists what became of the clusters of the last run.
func (s *assigner) changes(ids []string) Changes {
	var c Changes
	for i := 0; i < len(s.links); {
		j := i
		for j < len(s.links) && s.links[j].idNo == s.links[i].idNo {
			j++
		}
		if parts := s.links[i:j]; len(parts) > 1 {
			c.Split.add(func() Change {
				ch := Change{ID: string(appendID(nil, parts[0].id))}
				for _, p := range parts {
					if s.id[p.group] != p.id {
						ch.Others = append(ch.Others, ids[p.group])
						ch.Records += int(p.overlap)
					}
				}
				return ch
			})
		}
		i = j
	}
	var merged []link
	for _, l := range s.links {
		if s.count[l.group] > 1 {
			merged = append(merged, l)
		}
	}
	slices.SortFunc(merged, func(a, b link) int {
		return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(a.id, b.id))
	})
	for i := 0; i < len(merged); {
		g := merged[i].group
		parts := merged[i : i+int(s.count[g])]
		c.Merged.add(func() Change {
			ch := Change{ID: ids[g], Records: len(s.groups.Group(int(g)))}
			for _, p := range parts {
				if p.id != s.id[g] {
					ch.Others = append(ch.Others, string(appendID(nil, p.id)))
				}
			}
			return ch
		})
		i += len(parts)
	}
	for g, n := range s.fresh {
		if n > 0 && s.count[g] > 0 {
			c.Grown.add(func() Change { return Change{ID: ids[g], Records: int(n)} })
		}
	}
	return c
}

// idLen is the length of a cluster id: a letter, so that no spreadsheet takes
// it for a number, and 60 bits in base 32.
const idLen = 13

// digits are those of Crockford's base 32, which leaves out i, l, o and u.
const digits = "0123456789abcdefghjkmnpqrstvwxyz"

func appendID(b []byte, id uint64) []byte {
	b = append(b, 'c')
	for shift := 55; shift >= 0; shift -= 5 {
		b = append(b, digits[id>>shift&31])
	}
	return b
}

// format returns the ids as text, all in one buffer.
func (s *assigner) format() []string {
	buf := make([]byte, 0, idLen*len(s.id))
	for _, id := range s.id {
		buf = appendID(buf, id)
	}
	all := unsafe.String(unsafe.SliceData(buf), len(buf)) // buf is not written any more
	ids := make([]string, len(s.id))
	for g := range ids {
		ids[g] = all[g*idLen : (g+1)*idLen]
	}
	return ids
}
