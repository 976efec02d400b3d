package build

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/internal/plan/order"
	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/record"
)

func tupleOf(r plan.Row, columns []string) (string, bool) { return order.Tuple(r, columns, nil) }

// follower is a place that points at rows which may be folded or renumbered.
type follower struct {
	*place
	columns []string // of the row that is pointed at
}

// followers returns what points at the rows of a table.
func (b *builder) followers(ctx context.Context, t *connectors.Table) ([]follower, error) {
	if b.asked[t.Name] {
		return b.fks[t.Name], nil
	}
	b.asked[t.Name] = true
	var all []follower
	has := map[string]bool{}
	add := func(f follower) {
		id := f.table.Name.String() + "\x00" + strings.Join(f.ids, "\x00") + "\x00" + strings.Join(f.columns, "\x00")
		if !has[id] {
			has[id] = true
			all = append(all, f)
		}
	}
	for i := range b.Catalogue.Tables {
		child := &b.Catalogue.Tables[i]
		if !child.Writable() || child.PartitionOf.Name != "" {
			continue
		}
		for _, fk := range child.ForeignKeys {
			if fk.Target == t.Name {
				r := references.Reference{Table: child.Name.Name, Schema: child.Name.Schema, Columns: fk.Columns, Kind: references.ForeignKey, OnDelete: string(fk.OnDelete), OnUpdate: string(fk.OnUpdate)}
				add(follower{&place{Reference: r, table: child, name: r.Place(), ids: fk.Columns, to: fk.TargetColumns}, fk.TargetColumns})
			}
		}
	}
	if b.Nested != nil && len(t.Key) == 1 {
		refs, err := b.Nested(ctx, t.Name)
		if err != nil {
			return nil, err
		}
		for _, r := range refs {
			child := b.Catalogue.Table(connectors.TableName{Schema: r.Schema, Name: r.Table})
			if child == nil || r.Policy == references.Leave || r.Kind == references.SharedKey || r.Kind == references.ForeignKey {
				continue
			}
			switch r.Kind {
			case references.Column, references.Polymorphic, references.TypedString, references.Attribute:
			default:
				b.warn("%s points at rows that may be folded, inside of its values: it is not followed", r.Place())
				continue
			}
			p := &place{Reference: r, table: child, name: r.Place(), ids: r.Columns[len(r.Columns)-1:], to: t.Key}
			if r.Kind == references.Polymorphic || r.Kind == references.Attribute {
				p.kind = r.Columns[0]
				for _, v := range r.TypeValues {
					p.kinds = append(p.kinds, record.TextValue(v))
				}
			}
			add(follower{p, t.Key})
		}
	}
	b.fks[t.Name] = all
	return all, nil
}

// fold finds the rows that cannot stand beside each other and makes one of them.
func (m *merging) fold() error {
	for _, r := range slices.Clone(m.moved) {
		if r.now == nil {
			continue
		}
		if err := m.stand(r, 0); err != nil || m.refuse != "" {
			return err
		}
	}
	return nil
}

// maxNesting bounds how deep rows follow rows that follow rows.
const maxNesting = 20

// stand makes room for a row that moved: it is folded into one that is in its
// way, or takes its new key, and what points at it follows.
func (m *merging) stand(r *row, depth int) error {
	if depth > maxNesting {
		m.refuse = fmt.Sprintf("rows of %s follow each other without an end", r.t.Name)
		return nil
	}
	other, equal, err := m.inTheWay(r)
	if err != nil {
		return err
	}
	if other != nil {
		return m.foldInto(r, other, equal, depth)
	}
	return m.follow(r, r.start, r.now, depth)
}

// inTheWay returns a row that a unique constraint does not let r stand beside,
// or that says exactly the same link.
func (m *merging) inTheWay(r *row) (*row, bool, error) {
	candidates := m.near[r.t.Name]
	for _, u := range r.t.Uniques {
		if u.Expressions || !covers(u, r.now) {
			continue
		}
		mine, ok := order.Tuple(r.now, u.Columns, u.CaseInsensitive)
		if was, had := order.Tuple(r.start, u.Columns, u.CaseInsensitive); !ok || had && was == mine {
			if !u.NullsNotDistinct || ok {
				continue
			}
		}
		for _, o := range candidates {
			if o == r || o.now == nil || !covers(u, o.now) {
				continue
			}
			theirs, has := order.Tuple(o.now, u.Columns, u.CaseInsensitive)
			if has && theirs == mine && ok || u.NullsNotDistinct && slices.Equal(o.now.Pick(u.Columns), r.now.Pick(u.Columns)) {
				return o, m.sameLink(r, o), nil
			}
		}
	}
	for _, p := range m.b.places {
		if p.table == r.t && (p.Role == references.Join || p.Policy == references.MoveOrDrop) {
			for _, o := range candidates {
				if o != r && o.now != nil && m.sameLink(r, o) {
					return o, true, nil
				}
			}
			break
		}
	}
	return nil, false, nil
}

// covers tells whether a unique constraint speaks of a row. Of a condition that
// is not understood nobody knows: the database has the last word.
func covers(u connectors.Unique, r plan.Row) bool {
	if !u.Partial {
		return true
	}
	where := strings.TrimSpace(u.Where)
	for strings.HasPrefix(where, "(") && strings.HasSuffix(where, ")") && !strings.Contains(where[1:len(where)-1], "(") {
		where = where[1 : len(where)-1]
	}
	for part := range strings.SplitSeq(where, " AND ") {
		words := strings.Fields(strings.ToLower(strings.Trim(part, "() ")))
		if len(words) == 0 {
			return false
		}
		v, ok := column(r, strings.Trim(words[0], "\"`[]"))
		rest := strings.Join(words[1:], " ")
		if words[0] == "not" && len(words) == 2 {
			v, ok = column(r, strings.Trim(words[1], "\"`[]"))
			rest = "= 0"
		}
		if !ok {
			return false
		}
		holds := false
		switch rest {
		case "", "= 1", "= true", "is true", "<> 0", "!= 0", "=1":
			holds = truth(v)
		case "= 0", "= false", "is false", "=0", "is not true":
			holds = !truth(v) && (!v.IsNull() || rest == "is not true")
		case "is null":
			holds = v.IsNull()
		case "is not null":
			holds = !v.IsNull()
		default:
			text, isEqual := strings.CutPrefix(rest, "= '")
			text, _, _ = strings.Cut(text, "'")
			holds = isEqual && strings.EqualFold(v.Text, text)
		}
		if !holds {
			return false
		}
	}
	return true
}

func column(r plan.Row, name string) (record.Value, bool) {
	for c, v := range r {
		if strings.EqualFold(c, name) {
			return v, true
		}
	}
	return record.Value{}, false
}

// bookkeeping tells whether a column says when or by whom a row was written, not
// what it is.
func bookkeeping(name string) bool {
	f := flat(name)
	for _, w := range []string{"created", "modified", "updated", "writedate", "createdate", "writeuid", "createuid", "timestamp", "dateentered", "datemodified"} {
		if strings.HasPrefix(f, w) {
			return true
		}
	}
	return false
}

// sameLink tells whether two rows say the same but for their own number.
func (m *merging) sameLink(a, b *row) bool {
	for i := range a.t.Columns {
		c := &a.t.Columns[i]
		if c.Generated || bookkeeping(c.Name) || len(a.t.Key) == 1 && c.Name == a.t.Key[0] {
			continue
		}
		if a.now[c.Name] != b.now[c.Name] {
			return false
		}
	}
	return true
}

// foldInto folds a row into another: the other takes what it does not have, and
// what points at the row points at it.
func (m *merging) foldInto(from, into *row, equal bool, depth int) error {
	if !into.own && (from.own || less(from, into) < 0) {
		from, into = into, from
	}
	fill := plan.Row{}
	for i := range from.t.Columns {
		c := &from.t.Columns[i]
		if !m.fillable(from.t, c) || bookkeeping(c.Name) && !into.now[c.Name].IsNull() {
			continue
		}
		mine, theirs := into.now[c.Name], from.now[c.Name]
		if (mine.IsNull() || mine.Text == "") && !theirs.IsNull() && theirs.Text != "" {
			fill[c.Name] = theirs
		}
		if flag := primaryOf(from.t); flag == c.Name && truth(theirs) && !truth(mine) {
			fill[c.Name] = theirs
		}
	}
	if mark := markOf(from.t); mark != nil && isMarked(mark, into.now) && !isMarked(mark, from.now) {
		fill[mark.Column] = from.now[mark.Column] // the row that counts decides
	}
	if len(fill) > 0 {
		m.set(into, fill, plan.Filled, from.place, "takes what it did not have from a row that was merged into it")
	}
	was := from.start
	if equal {
		m.remove(from, plan.Dropped, from.place, "the master has an equal row", into)
	} else {
		m.remove(from, plan.Merged, from.place, "a unique constraint lets it not stand beside the master's row", into)
	}
	if err := m.follow(from, was, into.now, depth); err != nil || m.refuse != "" {
		return err
	}
	return m.follow(into, into.start, into.now, depth)
}

// follow makes rows that point at r, as it was, point at what it is now.
func (m *merging) follow(r *row, was, now plan.Row, depth int) error {
	if was == nil {
		return nil
	}
	asked := false
	for _, changed := range m.identities(r.t) {
		if a, ok := tupleOf(was, changed); ok {
			if b, _ := tupleOf(now, changed); a != b {
				asked = true
			}
		}
	}
	if !asked {
		return nil
	}
	all, err := m.b.followers(m.ctx, r.t)
	if err != nil {
		return err
	}
	for _, f := range all {
		from, ok := tupleOf(was, f.columns)
		to, has := tupleOf(now, f.columns)
		if !ok || from == to {
			continue
		}
		if !has {
			m.refuse = fmt.Sprintf("rows of %s would point at nothing", f.name)
			return nil
		}
		rows, err := m.load(m.ctx, f.table, f.pointing([][]record.Value{was.Pick(f.columns)})...)
		if err != nil {
			return err
		}
		if len(rows) > 0 {
			beside, err := m.load(m.ctx, f.table, f.pointing([][]record.Value{now.Pick(f.columns)})...)
			if err != nil {
				return err
			}
			for _, o := range beside {
				if !m.inNear[o] {
					o.own = true
				}
				m.note(o)
			}
		}
		mp := mapping{from: now.Pick(f.columns)}
		for _, child := range rows {
			if child.now == nil || m.ofGroup(child) {
				continue
			}
			set := f.moved(child.now, mp)
			if set == nil {
				continue
			}
			before := child.now
			m.note(child)
			m.set(child, set, plan.Moved, f.name, "follows the row that it belongs to")
			other, equal, err := m.inTheWay(child)
			if err != nil {
				return err
			}
			if other != nil {
				if err := m.foldInto(child, other, equal, depth+1); err != nil || m.refuse != "" {
					return err
				}
				continue
			}
			if err := m.follow(child, before, child.now, depth+1); err != nil || m.refuse != "" {
				return err
			}
		}
	}
	return nil
}

// identities returns the sets of columns by which rows of a table are pointed at.
func (m *merging) identities(t *connectors.Table) [][]string {
	var all [][]string
	if len(t.Key) > 0 {
		all = append(all, t.Key)
	}
	for _, u := range t.Uniques {
		if !u.Partial && !u.Expressions {
			all = append(all, u.Columns)
		}
	}
	return all
}

// orphans refuses the group if rows point at one that goes without a successor.
func (m *merging) orphans(r *row) error {
	all, err := m.b.followers(m.ctx, r.t)
	if err != nil {
		return err
	}
	for _, f := range all {
		if _, ok := tupleOf(r.start, f.columns); !ok {
			continue
		}
		rows, err := m.load(m.ctx, f.table, f.pointing([][]record.Value{r.start.Pick(f.columns)})...)
		if err != nil {
			return err
		}
		if len(rows) > 0 {
			m.refuse = fmt.Sprintf("a row that would relate the master with itself has rows of %s of its own", f.name)
			return nil
		}
	}
	return nil
}
