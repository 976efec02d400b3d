package normalize

import (
	"bufio"
	"fmt"
	"io"
)

// caseReader reads CSV as RFC 4180 has it and keeps every byte of a quoted
// field: encoding/csv makes \n of \r\n inside quotes, which is a different
// e-mail address.
type caseReader struct {
	r    *bufio.Reader
	line int
	buf  []byte
	ends []int
}

// read returns the next record; the slice is new each time. It returns io.EOF
// after the last one. An empty line is no record.
func (c *caseReader) read() ([]string, error) {
	for {
		err := c.fields()
		if err != nil {
			return nil, err
		}
		if len(c.ends) != 1 || c.ends[0] != 0 {
			break
		}
	}
	all := string(c.buf)
	rec := make([]string, len(c.ends))
	start := 0
	for i, end := range c.ends {
		rec[i] = all[start:end]
		start = end
	}
	return rec, nil
}

func (c *caseReader) fields() error {
	c.buf, c.ends = c.buf[:0], c.ends[:0]
	first := true
	for {
		b, err := c.r.ReadByte()
		if err == io.EOF {
			if first {
				return io.EOF
			}
			c.ends = append(c.ends, len(c.buf))
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading the cases: %w", err)
		}
		first = false
		switch b {
		case '"':
			start := 0
			if n := len(c.ends); n > 0 {
				start = c.ends[n-1]
			}
			if len(c.buf) > start {
				c.buf = append(c.buf, b) // a quote inside a bare field is a character
				continue
			}
			if err := c.quoted(); err != nil {
				return err
			}
		case ',':
			c.ends = append(c.ends, len(c.buf))
		case '\n':
			c.line++
			c.ends = append(c.ends, len(c.buf))
			return nil
		case '\r':
			if next, err := c.r.Peek(1); err == nil && next[0] == '\n' {
				continue // the line feed ends the record
			}
			c.buf = append(c.buf, b)
		default:
			c.buf = append(c.buf, b)
		}
	}
}

// quoted reads to the quote that closes a field.
func (c *caseReader) quoted() error {
	opened := c.line
	for {
		b, err := c.r.ReadByte()
		if err == io.EOF {
			return fmt.Errorf("the cases: a quote is open since line %d", opened)
		}
		if err != nil {
			return fmt.Errorf("reading the cases: %w", err)
		}
		switch b {
		case '"':
			next, err := c.r.Peek(1)
			if err != nil || next[0] != '"' {
				return nil
			}
			if _, err := c.r.Discard(1); err != nil {
				return fmt.Errorf("reading the cases: %w", err)
			}
			c.buf = append(c.buf, '"')
		case '\n':
			c.line++
			c.buf = append(c.buf, b)
		default:
			c.buf = append(c.buf, b)
		}
	}
}
