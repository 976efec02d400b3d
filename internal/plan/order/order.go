package order

import (
	"cmp"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/record"
)

// Steps are changes in an order.
type Steps struct {
	Changes []connectors.RowChange
	// Of is the place in the group of the change that a step belongs to.
	Of []int
	// Circular tells that no order keeps all constraints: foreign keys have to be
	// postponed or not checked.
	Circular bool
}

// node is one change, or a half of one.
type node struct {
	c      *plan.Change
	of     int
	before plan.Row // nil: an insert
	after  plan.Row // nil: a delete
	set    plan.Row // of an update
	next   []edge
	degree int  // changes that have to be done before
	hard   int  // of these, those that no postponed foreign key lets wait
	free   bool // a half that may come before or after the other
}

// Sort orders the changes of a group.
func Sort(cat *connectors.Catalogue, changes []plan.Change) Steps {
	var nodes []*node
	for i := range changes {
		c := &changes[i]
		n := &node{c: c, of: i, before: c.Before, after: c.Result(), set: c.After}
		if c.Op == connectors.InsertRow {
			n.before = nil
		}
		nodes = append(nodes, n)
	}
	nodes = append(nodes, apart(cat, nodes)...)
	edges(cat, nodes)
	var s Steps
	ready := []int{}
	for i, n := range nodes {
		if n.degree == 0 {
			ready = append(ready, i)
		}
	}
	done := make([]bool, len(nodes))
	rank := func(i int) string {
		n := nodes[i]
		op := map[connectors.ChangeOp]string{connectors.InsertRow: "0", connectors.UpdateRow: "1", connectors.DeleteRow: "2"}[n.op()]
		return op + "\x00" + n.c.Schema + "\x00" + n.c.Table
	}
	last := ""
	for range nodes {
		if len(ready) == 0 {
			s.Circular = true
			for i, n := range nodes {
				if done[i] {
					continue
				}
				if len(ready) == 0 || cmp.Or(cmp.Compare(n.hard, nodes[ready[0]].hard), cmp.Compare(n.degree, nodes[ready[0]].degree)) < 0 {
					ready = append(ready[:0], i)
				}
			}
		}
		// Neighbours of one table and kind can be done by one statement.
		at := 0
		for k := range ready {
			if r := rank(ready[k]); r == last {
				at = k
				break
			} else if cmp.Compare(r, rank(ready[at])) < 0 {
				at = k
			}
		}
		i := ready[at]
		ready = slices.Delete(ready, at, at+1)
		last = rank(i)
		done[i] = true
		s.add(nodes[i])
		for _, e := range nodes[i].next {
			to := nodes[e.to]
			if e.hard {
				to.hard--
			}
			if to.degree--; to.degree == 0 && !done[e.to] {
				ready = append(ready, e.to)
			}
		}
	}
	return s
}

// edge leads to a change that has to wait. A hard one is about what is unique,
// which the database checks at once.
type edge struct {
	to   int
	hard bool
}

func (n *node) op() connectors.ChangeOp {
	switch {
	case n.before == nil:
		return connectors.InsertRow
	case n.after == nil:
		return connectors.DeleteRow
	}
	return connectors.UpdateRow
}

func (s *Steps) add(n *node) {
	r := connectors.RowChange{Op: n.op(), Table: n.c.Name()}
	switch r.Op {
	case connectors.InsertRow:
		r.Set = n.after.Image()
	case connectors.DeleteRow:
		r.Key = n.before.Part(n.c.Keys).Image()
	default:
		r.Key, r.Set = n.before.Part(n.c.Keys).Image(), n.set.Image()
	}
	s.Changes = append(s.Changes, r)
	s.Of = append(s.Of, n.of)
}

// apart splits changes that would wait for themselves in a circle: rows that
// point at each other and come or go together lose or get the pointer in a step
// of its own. It returns the new halves.
func apart(cat *connectors.Catalogue, nodes []*node) []*node {
	var more []*node
	coming, going := map[string]bool{}, map[string]bool{}
	for _, n := range nodes {
		t := cat.Table(n.c.Name())
		if t == nil {
			continue
		}
		if n.before == nil {
			coming[n.c.Name().String()] = true
		}
		if n.after == nil {
			going[n.c.Name().String()] = true
		}
	}
	for _, n := range nodes {
		t := cat.Table(n.c.Name())
		if t == nil {
			continue
		}
		if n.before != nil && n.after != nil {
			if half := halve(t, n); half != nil {
				more = append(more, half)
			}
			continue
		}
		clear := plan.Row{}
		for _, fk := range t.ForeignKeys {
			among := coming
			whole := n.after
			if n.after == nil {
				among, whole = going, n.before
			}
			if !among[fk.Target.String()] || !mutual(cat, t, fk.Target) {
				continue
			}
			for _, name := range fk.Columns {
				if c := t.Column(name); c != nil && c.Nullable && c.Writable() && !slices.Contains(n.c.Keys, name) && !whole[name].IsNull() {
					clear[name] = record.Value{}
				}
			}
		}
		if len(clear) == 0 {
			continue
		}
		half := &node{c: n.c, of: n.of}
		if n.after == nil {
			half.before, half.after, half.set = n.before, n.before.With(clear), clear
			n.before = half.after
		} else {
			whole := n.after
			n.after = whole.With(clear)
			half.before, half.after, half.set = n.after, whole, whole.Part(columnsOf(clear))
		}
		more = append(more, half)
	}
	return more
}

// halve splits an update that both changes what is unique and points elsewhere: a
// record may have to let go of another before that can go, and take its unique
// value after it went. It returns the new half, or nil.
func halve(t *connectors.Table, n *node) *node {
	unique, rest, points := plan.Row{}, plan.Row{}, false
	for name, v := range n.set {
		switch {
		case slices.Contains(n.c.Keys, name):
			return nil
		case slices.ContainsFunc(t.Uniques, func(u connectors.Unique) bool { return slices.Contains(u.Columns, name) }):
			unique[name] = v
		default:
			rest[name] = v
			points = points || slices.ContainsFunc(t.ForeignKeys, func(fk connectors.ForeignKey) bool { return slices.Contains(fk.Columns, name) })
		}
	}
	if len(unique) == 0 || !points {
		return nil
	}
	half := &node{c: n.c, of: n.of, before: n.before, after: n.before.With(unique), set: unique, free: true}
	n.after, n.set, n.free = n.before.With(rest), rest, true
	return half
}

func columnsOf(r plan.Row) []string { return r.Image().Columns }

// mutual tells whether two tables point at each other, or one at itself.
func mutual(cat *connectors.Catalogue, t *connectors.Table, target connectors.TableName) bool {
	if t.Name == target {
		return true
	}
	other := cat.Table(target)
	return other != nil && slices.ContainsFunc(other.ForeignKeys, func(fk connectors.ForeignKey) bool { return fk.Target == t.Name })
}

// holder is who has a tuple of a unique constraint, or a key that others point at.
type holder struct{ before, after []int }

// edges says which changes have to wait for which.
func edges(cat *connectors.Catalogue, nodes []*node) {
	seen := map[[2]int]bool{}
	link := func(first, then int, hard bool) {
		if first == then || seen[[2]int{first, then}] {
			return
		}
		seen[[2]int{first, then}] = true
		nodes[first].next = append(nodes[first].next, edge{then, hard})
		nodes[then].degree++
		if hard {
			nodes[then].hard++
		}
	}
	byTable := map[connectors.TableName][]int{}
	for i, n := range nodes {
		byTable[n.c.Name()] = append(byTable[n.c.Name()], i)
	}
	// The halves of one change keep their order.
	first := map[int]int{}
	for i, n := range nodes {
		if n.free {
			continue
		}
		if k, ok := first[n.of]; ok {
			if nodes[k].before == nil {
				link(k, i, true)
			} else {
				link(i, k, true)
			}
		} else {
			first[n.of] = i
		}
	}
	for name, own := range byTable {
		t := cat.Table(name)
		if t == nil {
			continue
		}
		for _, u := range t.Uniques {
			if u.Expressions || u.Deferred {
				continue
			}
			held := tuples(nodes, own, u.Columns, u.CaseInsensitive)
			for _, h := range held {
				for _, b := range h.before {
					for _, a := range h.after {
						link(b, a, true) // who gives the tuple up goes first
					}
				}
			}
		}
		for _, fk := range t.ForeignKeys {
			theirs := tuples(nodes, byTable[fk.Target], fk.TargetColumns, nil)
			if len(theirs) == 0 {
				continue
			}
			for key, h := range tuples(nodes, own, fk.Columns, nil) {
				target, ok := theirs[key]
				if !ok {
					continue
				}
				for _, gives := range h.before { // stops pointing before the target goes
					for _, goes := range target.before {
						link(gives, goes, false)
					}
				}
				for _, takes := range h.after { // points after the target has come
					for _, comes := range target.after {
						link(comes, takes, false)
					}
				}
			}
		}
	}
}

// tuples finds out which changes give up and take up the tuples of columns.
func tuples(nodes []*node, own []int, columns, folded []string) map[string]*holder {
	held := map[string]*holder{}
	at := func(k string) *holder {
		if held[k] == nil {
			held[k] = new(holder)
		}
		return held[k]
	}
	for _, i := range own {
		b, inB := Tuple(nodes[i].before, columns, folded)
		a, inA := Tuple(nodes[i].after, columns, folded)
		if inB && inA && a == b {
			continue
		}
		if inB {
			h := at(b)
			h.before = append(h.before, i)
		}
		if inA {
			h := at(a)
			h.after = append(h.after, i)
		}
	}
	return held
}

// Tuple returns a text for the values of columns, and whether none of them is
// Null. Columns in folded are compared without case.
func Tuple(r plan.Row, columns, folded []string) (string, bool) {
	if r == nil {
		return "", false
	}
	var b strings.Builder
	for _, c := range columns {
		v, ok := r[c]
		if !ok || v.IsNull() {
			return "", false
		}
		text := v.Text
		if slices.Contains(folded, c) {
			text = strings.ToLower(strings.TrimRight(text, " "))
		}
		b.WriteString(strings.ReplaceAll(text, "\x00", "\x00\x00"))
		b.WriteString("\x00|")
	}
	return b.String(), true
}
