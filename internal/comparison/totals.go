package comparison

import (
	"context"
	"encoding/binary"
	"math/big"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/comparison/sorted"
	"github.com/onefold/onefold/record"
)

// Place is where rows hang on the records of a table.
type Place struct {
	Table  string // as differences name it
	Column string
	Type   string   // column that says whose id it is; "" where there is none
	Types  []string // its values that mean the records
	Class  connectors.TypeClass
	Money  []string // columns whose sum has to stay
	// Unique are columns, Column among them, that together are there once. Rows
	// that an id map makes equal in them count once, as a merge has to join them,
	// and have no sums: which amounts are kept is for the merge to say.
	Unique []string
}

// mostTotals is how many records are added up before they are sorted.
const mostTotals = 200_000

// Totals compares what hangs on each record at a place: the number of rows and
// the exact sums of money columns. Rows of A count for the record that an id is
// now. Memory does not grow with rows or records.
func Totals(ctx context.Context, p Place, a, b Side, ids IDs, o Options) (Total, error) {
	if len(ids) == 0 {
		p.Unique = nil
	} else if len(p.Unique) > 0 {
		p.Money = nil
	}
	t := &totals{p: p, o: &o, out: Total{Place: p.Table + "." + p.Column}}
	sorters := [2]*sorted.Sorter{sorted.New(o.Temp, o.Memory), sorted.New(o.Temp, o.Memory)}
	defer sorters[0].Close()
	defer sorters[1].Close()
	if err := both(ctx, func(ctx context.Context, i int) (err error) {
		now := ids
		if i == 1 {
			now = nil // what still points at an old id does so
		}
		return t.read(ctx, [2]Side{a, b}[i], now, sorters[i])
	}); err != nil {
		return t.out, err
	}
	return t.out, t.run(ctx, sorters[0], sorters[1])
}

type totals struct {
	p   Place
	o   *Options
	out Total
}

// pile is what hangs on one record.
type pile struct {
	rows int64
	sums []sum
}

func (t *totals) read(ctx context.Context, side Side, ids IDs, to *sorted.Sorter) error {
	names := append([]string{t.p.Column}, t.p.Money...)
	names = append(names, t.p.Unique...)
	if t.p.Type != "" {
		names = append(names, t.p.Type)
	}
	form := formOf(t.p.Class, "")
	piles := map[string]*pile{}
	var rest []byte
	flush := func() error {
		for id, p := range piles {
			rest = binary.AppendVarint(rest[:0], p.rows)
			for i := range p.sums {
				rest = appendText(rest, p.sums[i].String(), false)
			}
			if err := to.Add([]byte(id), rest); err != nil {
				return err
			}
		}
		clear(piles)
		return nil
	}
	rows := int64(0)
	err := side.Read(ctx, names, func(v []record.Value) error {
		if v[0].IsNull() || t.p.Type != "" && !slices.Contains(t.p.Types, v[len(v)-1].Text) {
			return nil
		}
		if rows++; rows%4096 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			if t.o.Progress != nil {
				t.o.Progress(4096)
			}
		}
		id := ids.Now(form.write(v[0]))
		if len(t.p.Unique) > 0 {
			rest = binary.AppendVarint(rest[:0], 1)
			for i, u := range v[1 : 1+len(t.p.Unique)] {
				if t.p.Unique[i] != t.p.Column { // that is the key
					rest = appendText(rest, u.Text, u.IsNull())
				}
				if u.IsNull() {
					rest = binary.AppendVarint(rest, rows) // not equal to another one
				}
			}
			return to.Add([]byte(id), rest)
		}
		p := piles[id]
		if p == nil {
			if len(piles) >= mostTotals {
				if err := flush(); err != nil {
					return err
				}
			}
			p = &pile{sums: make([]sum, len(t.p.Money))}
			piles[strings.Clone(id)] = p
		}
		p.rows++
		for i := range t.p.Money {
			if !v[1+i].IsNull() {
				p.sums[i].add(asNumber.write(v[1+i]))
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

// run joins the records.
func (t *totals) run(ctx context.Context, sa, sb *sorted.Sorter) error {
	a, err := sa.Stream()
	if err != nil {
		return err
	}
	b, err := sb.Stream()
	if err != nil {
		return err
	}
	all := [2][]sum{make([]sum, len(t.p.Money)), make([]sum, len(t.p.Money))}
	t.out.Sums = make([]Sum, len(t.p.Money))
	var key []byte
	for n := 0; ; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		x, okA, err := a.Peek()
		if err != nil {
			return err
		}
		y, okB, err := b.Peek()
		if err != nil {
			return err
		}
		switch {
		case !okA && !okB:
			for i, name := range t.p.Money {
				s := &t.out.Sums[i]
				s.Column, s.A, s.B = name, all[0][i].String(), all[1][i].String()
			}
			return nil
		case !okB || okA && sorted.CompareKeys(x.Key, y.Key) <= 0:
			key = append(key[:0], x.Key...)
		default:
			key = append(key[:0], y.Key...)
		}
		left, err := t.take(a, key, all[0])
		if err != nil {
			return err
		}
		right, err := t.take(b, key, all[1])
		if err != nil {
			return err
		}
		if err := t.compare(string(key), &left, &right); err != nil {
			return err
		}
	}
}

// take adds up the parts of one record.
func (t *totals) take(s *sorted.Stream, key []byte, all []sum) (pile, error) {
	p := pile{sums: make([]sum, len(t.p.Money))}
	var last []byte
	for {
		e, ok, err := s.Peek()
		if err != nil || !ok || sorted.CompareKeys(e.Key, key) != 0 {
			return p, err
		}
		if len(t.p.Unique) > 0 {
			if string(last) == string(e.Rest) {
				s.Skip()
				continue
			}
			last = append(last[:0], e.Rest...)
		}
		n, used := binary.Varint(e.Rest)
		p.rows += n
		rest := e.Rest[used:]
		for i := range p.sums {
			var text string
			text, rest = cutText(rest)
			p.sums[i].add(text)
			all[i].add(text)
		}
		s.Skip()
	}
}

func (t *totals) compare(key string, a, b *pile) error {
	t.out.Records++
	t.out.RowsA += a.rows
	t.out.RowsB += b.rows
	if a.rows != b.rows {
		t.out.Differing++
		if err := t.tell(key, t.p.Column, num(a.rows), num(b.rows)); err != nil {
			return err
		}
	}
	for i, name := range t.p.Money {
		x, y := a.sums[i].String(), b.sums[i].String()
		if x == y {
			continue
		}
		t.out.Sums[i].Differing++
		if err := t.tell(key, name, x, y); err != nil {
			return err
		}
	}
	return nil
}

func (t *totals) tell(key, column, a, b string) error {
	if t.o.Each == nil {
		return nil
	}
	d := Difference{Kind: TotalDiffers, Table: t.p.Table, Key: key, Column: column}
	if t.o.Values {
		d.A, d.B = a, b
	}
	return t.o.Each(d)
}

func num(n int64) string { return big.NewInt(n).String() }

// Money returns the columns of a table whose sums have to stay: exact decimal
// numbers, and others whose name says that they are money.
func Money(t *connectors.Table, without ...string) []string {
	var names []string
	for i := range t.Columns {
		c := &t.Columns[i]
		if slices.Contains(without, c.Name) || slices.Contains(t.Identity(), c.Name) {
			continue
		}
		switch c.Class {
		case connectors.ClassDecimal:
			names = append(names, c.Name)
		case connectors.ClassFloat, connectors.ClassInteger, connectors.ClassOther:
			if moneyName(c.Name) {
				names = append(names, c.Name)
			}
		}
	}
	return names
}

func moneyName(name string) bool {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '_' || r == ' ' || r == '-' })
	return slices.ContainsFunc(words, func(w string) bool {
		switch w {
		case "amount", "amt", "total", "subtotal", "price", "cost", "cents", "balance", "revenue", "fee", "paid", "debit", "credit", "turnover", "salary", "residual",
			"montant", "prix", "solde", "cout", "frais", "suma", "pret", "valoare", "sold", "cifra":
			return true
		}
		return false
	})
}
