package record

import (
	"hash/maphash"
)

// Code numbers a distinct value of a column. Code 0 stands for every value
// that is not Present. Which number a value gets depends on the order of the
// rows, so no result may depend on it.
type Code uint32

// Codes are a column told by its distinct values. Safe for concurrent reads.
type Codes struct {
	Of     []Code   // the code of each row
	Values *Column  // the value of each code; code 0 is empty
	Count  []uint32 // how many rows have each code: the term frequency
}

// Len returns the number of rows.
func (c *Codes) Len() int { return len(c.Of) }

// Distinct returns the number of distinct values, blanks left out.
func (c *Codes) Distinct() int { return c.Values.Len() - 1 }

// Value returns the value of a code without allocating.
func (c *Codes) Value(code Code) string { return c.Values.Value(Row(code)) }

// Filled returns how many rows have a value.
func (c *Codes) Filled() int {
	if len(c.Count) == 0 {
		return 0
	}
	return len(c.Of) - int(c.Count[0])
}

// slot keeps half of a value's hash beside its code, so that a search looks at
// the bytes of hardly any other value and growing looks at none.
type slot struct {
	hash uint32
	code Code
}

// Coder builds Codes a value at a time. Not safe for concurrent use.
type Coder struct {
	codes Codes
	slots []slot // open addressing; code 0 is free
	seed  maphash.Seed
	mask  uint64
}

// NewCoder returns a Coder with room for rows values.
func NewCoder(rows int) *Coder {
	c := &Coder{seed: maphash.MakeSeed()}
	c.codes.Of = make([]Code, 0, rows)
	c.codes.Values = new(Column)
	c.codes.Values.AppendState(Empty)
	c.codes.Count = []uint32{0}
	c.slots = make([]slot, 64)
	c.mask = 63
	return c
}

// Add appends a row with value v and returns its code, and whether the value
// is seen for the first time. A value of length 0 has code 0.
func (c *Coder) Add(v []byte) (code Code, fresh bool) {
	if len(v) > 0 {
		code, fresh = c.code(v)
	}
	c.codes.Count[code]++
	c.codes.Of = append(c.codes.Of, code)
	return code, fresh
}

// AddCode appends a row whose code is known from an earlier Add.
func (c *Coder) AddCode(code Code) {
	c.codes.Count[code]++
	c.codes.Of = append(c.codes.Of, code)
}

// Intern returns the code of v without appending a row.
func (c *Coder) Intern(v []byte) Code {
	if len(v) == 0 {
		return 0
	}
	code, _ := c.code(v)
	return code
}

func (c *Coder) code(v []byte) (Code, bool) {
	if 4*c.codes.Values.Len() >= 3*len(c.slots) {
		c.grow()
	}
	hash := uint32(maphash.Bytes(c.seed, v) >> 32)
	for i := uint64(hash) & c.mask; ; i = (i + 1) & c.mask {
		s := c.slots[i]
		if s.code == 0 {
			code := Code(c.codes.Values.Len())
			c.slots[i] = slot{hash, code}
			c.codes.Values.Append(v)
			c.codes.Count = append(c.codes.Count, 0)
			return code, true
		}
		if s.hash == hash && string(c.codes.Values.Bytes(Row(s.code))) == string(v) {
			return s.code, false
		}
	}
}

func (c *Coder) grow() {
	slots := make([]slot, 2*len(c.slots))
	mask := uint64(len(slots) - 1)
	for _, s := range c.slots {
		if s.code == 0 {
			continue
		}
		i := uint64(s.hash) & mask
		for slots[i].code != 0 {
			i = (i + 1) & mask
		}
		slots[i] = s
	}
	c.slots, c.mask = slots, mask
}

// Codes returns what was built and ends the Coder's use.
func (c *Coder) Codes() *Codes {
	c.slots = nil
	codes := c.codes
	return &codes
}

// Encode numbers the distinct values of a column.
func Encode(col *Column) *Codes {
	c := NewCoder(col.Len())
	for r := range Row(col.Len()) {
		c.Add(col.Bytes(r))
	}
	return c.Codes()
}
