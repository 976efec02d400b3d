package view

import (
	"bytes"
	"math/big"
	"strings"

	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship/value"
)

// Columns are the fields of the records. They only read; safe for concurrent
// use.
type Columns []Field

// Field is one column of the records and what is known of it.
type Field struct {
	Name     string
	Kind     record.Kind
	Group    string                  // fields of one group belong together; "address" and "address:…" are never mixed; "" stands alone
	Column   *record.Column          // raw values
	Normal   *record.Codes           // normalized keys, for equality; nil: trimmed raw values
	Standard func(record.Row) string // standard form, for write: standard and for the time of day; nil: none
	Valid    func(record.Row) bool   // whether the value keeps the rules of its kind; nil: not known
}

// Trimmed numbers the values of a column without the blanks around them.
func Trimmed(col *record.Column) *record.Codes {
	coder := record.NewCoder(col.Len())
	for row := range record.Row(col.Len()) {
		coder.Add(bytes.TrimSpace(col.Bytes(row)))
	}
	return coder.Codes()
}

// Latest returns the latest time that some fields name.
func (c Columns) Latest(fields []int, row record.Row) int64 {
	t := value.NoTime
	for _, f := range fields {
		t = max(t, c.When(f, row))
	}
	return t
}

// When returns the time that a value names, in milliseconds since 1970 UTC.
// The standard form comes first because the normal key has no time of day.
func (c Columns) When(f int, row record.Row) int64 {
	fd := &c[f]
	if len(fd.Column.Bytes(row)) == 0 {
		return value.NoTime
	}
	if fd.Standard != nil {
		if t := value.ParseTime(fd.Standard(row)); t != value.NoTime {
			return t
		}
	}
	if t := value.ParseTime(strings.TrimSpace(fd.Column.Value(row))); t != value.NoTime {
		return t
	}
	return value.ParseTime(fd.Normal.Value(fd.Normal.Of[row]))
}

// Number reads a value as an exact decimal.
func (c Columns) Number(f int, row record.Row) (*big.Rat, bool) {
	fd := &c[f]
	if code := fd.Normal.Of[row]; fd.Kind == record.Number && code != 0 {
		if n, ok := value.ParseNumber(fd.Normal.Value(code)); ok {
			return n, true
		}
	}
	return value.ParseNumber(fd.Column.Value(row))
}

// Key returns the normal form of a value.
func (c Columns) Key(f int, row record.Row) string {
	codes := c[f].Normal
	return codes.Value(codes.Of[row])
}

// Blank reports whether a record writes nothing in a field.
func (c Columns) Blank(f int, row record.Row) bool {
	return len(strings.TrimSpace(c[f].Column.Value(row))) == 0
}

// Filled reports whether a record has something to say in field f: not blank,
// not a placeholder, not unreadable.
func (c Columns) Filled(f int, row record.Row) bool {
	return c[f].Normal.Of[row] != 0 && !c.Blank(f, row)
}

// Valid reports whether a value keeps the rules of its kind; a blank does.
func (c Columns) Valid(f int, row record.Row) bool {
	if c.Blank(f, row) {
		return true
	}
	fd := &c[f]
	if fd.Column.State(row) == record.Unparseable {
		return false
	}
	return fd.Valid == nil || fd.Valid(row)
}

// Form ranks how a value is written: valid before invalid, then the
// international form of a phone, diacritics before ASCII, mixed case before
// all upper or all lower. It does not allocate.
func (c Columns) Form(f int, row record.Row) int {
	n, s := 0, strings.TrimSpace(c[f].Column.Value(row))
	if c.Valid(f, row) {
		n = 1 << 20
	}
	switch c[f].Kind {
	case record.Phone:
		if strings.HasPrefix(s, "+") {
			n += 1 << 10
		}
	case record.Email, record.URL, record.Identifier, record.IBAN, record.VAT:
		// case and diacritics say nothing of how well these are written
	default:
		n += value.TextFormat(s)
	}
	return n
}

// Extremes returns which of n records, told by row, have the largest (sign 1)
// or smallest (-1) number in field f, or date if not all are numbers. Where they
// are not all dates either, bad is the first that is no number; otherwise -1.
func (c Columns) Extremes(f, n int, row func(int) record.Row, sign int) (top []int, bad int) {
	var most *big.Rat
	for i := range n {
		v, ok := c.Number(f, row(i))
		if !ok {
			return c.extremeDates(f, n, row, sign, i)
		}
		if most == nil || sign*v.Cmp(most) > 0 {
			most, top = v, top[:0]
		} else if v.Cmp(most) != 0 {
			continue
		}
		top = append(top, i)
	}
	return top, -1
}

func (c Columns) extremeDates(f, n int, row func(int) record.Row, sign, notNumber int) (top []int, bad int) {
	most := value.NoTime
	for i := range n {
		t := c.When(f, row(i))
		switch {
		case t == value.NoTime:
			return nil, notNumber
		case most == value.NoTime || (sign > 0 && t > most) || (sign < 0 && t < most):
			most, top = t, top[:0]
		case t != most:
			continue
		}
		top = append(top, i)
	}
	return top, -1
}

// Names lists the fields' names.
func (c Columns) Names() []string {
	names := make([]string, len(c))
	for i := range c {
		names[i] = c[i].Name
	}
	return names
}

// Compare orders records by what they hold.
func (c Columns) Compare(a, b record.Row) int {
	for i := range c {
		if d := bytes.Compare(c[i].Column.Bytes(a), c[i].Column.Bytes(b)); d != 0 {
			return d
		}
	}
	return 0
}

// Text returns a value as it is written, or in standard form.
func (c Columns) Text(f int, row record.Row, standard bool) (string, record.State) {
	fd := &c[f]
	st := fd.Column.State(row)
	if standard && fd.Standard != nil && st == record.Present {
		if s := fd.Standard(row); s != "" {
			return s, st
		}
	}
	return fd.Column.Value(row), st
}
