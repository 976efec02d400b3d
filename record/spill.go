package record

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// WriteTo writes the column's values in a form of its own, for ReadFrom of the
// same program.
func (c *Column) WriteTo(w io.Writer) (int64, error) {
	b := bufio.NewWriterSize(w, 1<<16)
	var buf []byte
	var n int64
	write := func(p []byte) error {
		k, err := b.Write(p)
		n += int64(k)
		return err
	}
	for _, s := range c.segments {
		buf = buf[:0]
		for _, k := range [...]int{len(s.ends), len(s.bytes), len(s.state)} {
			buf = binary.LittleEndian.AppendUint32(buf, uint32(k))
		}
		for _, e := range s.ends {
			buf = binary.LittleEndian.AppendUint32(buf, e)
		}
		for _, st := range s.state {
			buf = append(buf, byte(st))
		}
		if err := errors.Join(write(buf), write(s.bytes)); err != nil {
			return n, err
		}
	}
	return n, b.Flush()
}

// Unload frees the memory of the values. Until ReadFrom has brought them back
// nobody may ask for one; Len stays as it is.
func (c *Column) Unload() {
	for i := range c.segments {
		c.segments[i] = nil
	}
	c.spare = nil
}

// ReadFrom brings the values of an unloaded column back, from where WriteTo
// wrote them; it reads no further. The same goroutine rules hold as for Append.
func (c *Column) ReadFrom(r io.Reader) (int64, error) {
	var head [12]byte
	var buf []byte
	var n int64
	read := func(p []byte) error {
		k, err := io.ReadFull(r, p)
		n += int64(k)
		return err
	}
	rows := 0
	for i := range c.segments {
		if err := read(head[:]); err != nil {
			return n, fmt.Errorf("read segment %d of a column: %w", i, err)
		}
		size := func(k int) int { return int(binary.LittleEndian.Uint32(head[4*k:])) }
		s := &segment{ends: make([]uint32, size(0)), bytes: make([]byte, size(1))}
		if rows += len(s.ends); len(s.ends) > segmentRows || size(2) > len(s.ends) || rows > c.rows {
			return n, fmt.Errorf("read segment %d of a column: %w", i, errSegment)
		}
		buf = append(buf[:0], make([]byte, 4*len(s.ends)+size(2))...)
		if err := errors.Join(read(buf), read(s.bytes)); err != nil {
			return n, fmt.Errorf("read segment %d of a column: %w", i, err)
		}
		for k := range s.ends {
			s.ends[k] = binary.LittleEndian.Uint32(buf[4*k:])
		}
		for _, st := range buf[4*len(s.ends):] {
			s.state = append(s.state, State(st))
		}
		c.segments[i] = s
	}
	if rows != c.rows {
		return n, fmt.Errorf("read %d rows of a column: %w", rows, errSegment)
	}
	return n, nil
}

var errSegment = errors.New("it is not what was written")

// Size returns the bytes that the values and their places take.
func (c *Column) Size() (n int64) {
	for _, s := range c.segments {
		if s != nil {
			n += int64(len(s.bytes) + 4*len(s.ends) + len(s.state))
		}
	}
	return n
}
