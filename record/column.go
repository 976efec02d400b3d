package record

import (
	"errors"
	"math"
	"unsafe"
)

// Row is the position of a record inside one run, counted from 0.
type Row uint32

// State tells apart the ways in which a value can be there or not.
type State uint8

// The states of a value.
const (
	Present     State = iota // the field holds a value
	Empty                    // the field is there and blank
	Null                     // the field has no value at all: SQL NULL, a missing JSON member, a short row
	Unparseable              // a normalized field whose raw value could not be understood
)

// String returns the word used in reports.
func (s State) String() string {
	return [...]string{"present", "empty", "null", "unparseable"}[s&3]
}

// ErrColumnFull is reported by Err when 4,096 values together exceed 4 GiB.
var ErrColumnFull = errors.New("a run of 4,096 values is larger than 4 GiB")

const (
	segmentBits = 12
	segmentRows = 1 << segmentBits
	segmentMask = segmentRows - 1
)

// segment holds up to segmentRows values end to end. Short segments keep the
// cost of growing a column bounded and offsets at four bytes.
type segment struct {
	ends  []uint32
	bytes []byte
	state []State // nil while every state follows from the length
}

// Column holds the values of one field: one byte buffer and one offset a
// value, in segments. Values are bytes, usually UTF-8. A Column only grows; it
// may be read by any number of goroutines while nobody appends.
type Column struct {
	segments []*segment
	rows     int
	err      error
	spare    *segment // an emptied segment, used before a new one
}

// Len returns the number of values.
func (c *Column) Len() int { return c.rows }

// Err returns ErrColumnFull when values were cut because a segment overflowed.
func (c *Column) Err() error { return c.err }

// Append adds a value; one of length 0 is Empty. It copies v.
func (c *Column) Append(v []byte) {
	s := c.tail()
	if len(s.bytes)+len(v) > math.MaxUint32 {
		c.err = ErrColumnFull
		v = nil
	}
	s.bytes = append(s.bytes, v...)
	c.close(s, Present)
}

// AppendString adds a value; one of length 0 is Empty.
func (c *Column) AppendString(v string) {
	c.Append(unsafe.Slice(unsafe.StringData(v), len(v)))
}

// AppendNull adds a value that is Null.
func (c *Column) AppendNull() { c.AppendState(Null) }

// AppendState adds a value without bytes that is Empty, Null or Unparseable.
func (c *Column) AppendState(st State) {
	s := c.tail()
	c.close(s, st)
}

func (c *Column) tail() *segment {
	if c.rows&segmentMask == 0 {
		if s := c.spare; s != nil {
			c.spare = nil
			c.segments = append(c.segments, s)
			return s
		}
		s := &segment{ends: make([]uint32, 0, segmentRows)}
		if n := len(c.segments); n > 0 {
			s.bytes = make([]byte, 0, len(c.segments[n-1].bytes)+len(c.segments[n-1].bytes)/16)
		} else {
			s.ends = nil // a short column stays small
		}
		c.segments = append(c.segments, s)
	}
	return c.segments[len(c.segments)-1]
}

func (c *Column) close(s *segment, st State) {
	s.ends = append(s.ends, uint32(len(s.bytes)))
	if st == Null || st == Unparseable || s.state != nil {
		for len(s.state) < len(s.ends)-1 {
			s.state = append(s.state, Present)
		}
		s.state = append(s.state, st)
	}
	c.rows++
}

// reset empties the column and keeps the memory of its first segment.
func (c *Column) reset() {
	c.rows, c.err = 0, nil
	if len(c.segments) > 0 {
		s := c.segments[0]
		s.ends, s.bytes, s.state = s.ends[:0], s.bytes[:0], nil
		c.spare, c.segments = s, c.segments[:0]
	}
}

// Bytes returns the value of row r; the caller must not change it. It does not
// allocate. A value that is not Present has length 0.
func (c *Column) Bytes(r Row) []byte {
	s := c.segments[r>>segmentBits]
	i := int(r & segmentMask)
	var lo uint32
	if i > 0 {
		lo = s.ends[i-1]
	}
	return s.bytes[lo:s.ends[i]:s.ends[i]]
}

// Value returns the value of row r as a string that shares the column's bytes,
// which never change once appended. It does not allocate.
func (c *Column) Value(r Row) string {
	b := c.Bytes(r)
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// State returns the state of row r.
func (c *Column) State(r Row) State {
	s := c.segments[r>>segmentBits]
	i := int(r & segmentMask)
	if s.state != nil && i < len(s.state) && s.state[i] != Present {
		return s.state[i]
	}
	if len(c.Bytes(r)) == 0 {
		return Empty
	}
	return Present
}
