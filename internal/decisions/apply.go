package decisions

import "github.com/onefold/onefold/record"

// Applied is a book beside the records that it is about.
type Applied struct {
	Book    *Book
	Links   []Link
	Unknown []int // decisions, by their place in Standing, of which a record is not there
	at      map[[2]record.Row]int
}

// Link is a decision that stands, on two rows.
type Link struct {
	A, B record.Row
	At   int // of the decision in Standing
}

const none = ^record.Row(0)

// Apply finds the records of the decisions among n rows; b may be nil.
func Apply(b *Book, n int, id func(record.Row) string) *Applied {
	a := &Applied{Book: b, at: map[[2]record.Row]int{}}
	if b == nil {
		a.Book = &Book{}
	}
	if len(a.Book.Standing) == 0 {
		return a
	}
	row := map[string]record.Row{}
	for i := range b.Standing {
		row[b.Standing[i].A], row[b.Standing[i].B] = none, none
	}
	for r := range record.Row(n) {
		k := id(r)
		if _, asked := row[k]; asked {
			row[k] = r
		}
	}
	for i := range b.Standing {
		d := &b.Standing[i]
		x, y := row[d.A], row[d.B]
		if x == none || y == none {
			a.Unknown = append(a.Unknown, i)
			continue
		}
		a.Links = append(a.Links, Link{x, y, i})
		a.at[[2]record.Row{min(x, y), max(x, y)}] = i
	}
	return a
}

// Of returns the decision that stands on two rows, nil if there is none.
func (a *Applied) Of(x, y record.Row) *Decision {
	if i, ok := a.at[[2]record.Row{min(x, y), max(x, y)}]; ok {
		return &a.Book.Standing[i]
	}
	return nil
}

// By says in words who decided on two rows, when and why; "" where nobody did.
func (a *Applied) By(x, y record.Row) string {
	if d := a.Of(x, y); d != nil {
		return d.By()
	}
	return ""
}
