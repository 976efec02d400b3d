package csvfile

import (
	"fmt"
	"io"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/internal/charset"
	"github.com/onefold/onefold/record"
)

// Writer writes records in a dialect.
type Writer struct {
	w       io.Writer
	fields  []string
	d       Dialect
	special [256]bool // bytes for which a cell is quoted
	enc     *charset.Encoder
	line    []byte // the record as UTF-8, in an encoding that needs encoding
	buf     []byte // encoded
	row     int64
	closed  bool
	err     error
}

const writeBuffer = 128 << 10

// NewWriter returns a writer of these fields in a dialect. The header, and a
// byte order mark, are written at once.
func NewWriter(w io.Writer, fields []string, d Dialect) (*Writer, error) {
	return newWriter(w, fields, fields, d)
}

func newWriter(w io.Writer, fields, heads []string, d Dialect) (*Writer, error) {
	o := &Writer{w: w, fields: append([]string(nil), fields...), d: d, enc: charset.NewEncoder(d.Encoding), buf: make([]byte, 0, writeBuffer+writeBuffer/4)}
	for _, b := range []byte{d.Delimiter, '\n', '\r', d.Quote} {
		o.special[b] = true
	}
	if d.Quote == 0 {
		o.special[0] = false
	}
	if d.LineEnd == "" {
		o.d.LineEnd = "\n"
	}
	if d.BOM {
		o.buf = append(o.buf, charset.BOM(d.Encoding)...)
	}
	if d.SepLine {
		if err := o.encode([]byte("sep="+string(rune(d.Delimiter))+o.d.LineEnd), -1); err != nil {
			return nil, err
		}
	}
	if d.Header {
		if err := o.record(heads, nil); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// Write writes one record.
func (o *Writer) Write(values []string, states []record.State) error {
	if o.closed {
		return connectors.ErrClosed
	}
	if o.err != nil {
		return o.err
	}
	if len(values) != len(o.fields) {
		return fmt.Errorf("write record %d: %w: %d for %d fields", o.row+1, connectors.ErrFieldCount, len(values), len(o.fields))
	}
	o.row++
	return o.record(values, states)
}

// record writes values; row 0 is the header.
func (o *Writer) record(values []string, states []record.State) error {
	mark := len(o.buf)
	direct := o.d.Encoding == charset.UTF8
	for i, v := range values {
		out := &o.buf
		if !direct {
			o.line = o.line[:0]
			out = &o.line
		}
		if i > 0 {
			*out = append(*out, o.d.Delimiter)
		}
		null := states != nil && states[i] == record.Null
		line, ok := o.cell(*out, v, null, len(values) == 1)
		*out = line
		if !ok {
			o.buf = o.buf[:mark]
			return o.fault(i, "would break the record, and this dialect has no quotes", "write with a quote character", connectors.ErrUnwritable)
		}
		if !direct {
			if err := o.encode(o.line, i); err != nil {
				o.buf = o.buf[:mark]
				return err
			}
		}
	}
	if direct {
		o.buf = append(o.buf, o.d.LineEnd...)
	} else {
		o.buf, _ = o.enc.Append(o.buf, []byte(o.d.LineEnd))
	}
	if len(o.buf) >= writeBuffer {
		return o.flush()
	}
	return nil
}

// cell appends a value with the quotes that it needs. A lone empty value is
// quoted, for an empty line is no record.
func (o *Writer) cell(dst []byte, v string, null, alone bool) ([]byte, bool) {
	need := o.d.QuoteAll && !null || alone && len(strings.Trim(v, " \t\x00")) == 0
	first := len(dst) <= 1 && o.row <= 1 // may be taken for a mark or a sep= line
	for i := range len(v) {
		if o.special[v[i]] {
			need = true
			break
		}
	}
	if !need && first && (strings.HasPrefix(v, "\uFEFF") || strings.HasPrefix(strings.ToLower(v), "sep=")) {
		need = true
	}
	if !need {
		return append(dst, v...), true
	}
	q := o.d.Quote
	if q == 0 {
		return append(dst, v...), alone && v == "" || !o.breaks(v)
	}
	dst = append(dst, q)
	for i := range len(v) {
		switch {
		case v[i] == q && o.d.Backslash, v[i] == '\\' && o.d.Backslash:
			dst = append(dst, '\\')
		case v[i] == q:
			dst = append(dst, q)
		}
		dst = append(dst, v[i])
	}
	return append(dst, q), true
}

func (o *Writer) breaks(v string) bool {
	for i := range len(v) {
		if o.special[v[i]] {
			return true
		}
	}
	return false
}

func (o *Writer) encode(b []byte, field int) error {
	out, ok := o.enc.Append(o.buf, b)
	if !ok {
		return o.fault(field, "has a character that "+o.d.Encoding+" does not have", "write as utf-8", connectors.ErrEncoding)
	}
	o.buf = out
	return nil
}

func (o *Writer) fault(field int, cause, hint string, err error) error {
	name := "the dialect"
	if field >= 0 {
		name = fmt.Sprintf("field %d", field+1)
		if o.row > 0 && field < len(o.fields) {
			name = fmt.Sprintf("field %q", o.fields[field])
		}
	}
	return &connectors.Fault{Place: fmt.Sprintf("output record %d", o.row), Cause: name + " " + cause, Hint: hint, Err: err}
}

// Fallbacks returns how many characters were written as their nearest kin.
func (o *Writer) Fallbacks() int64 { return o.enc.Fallbacks }

func (o *Writer) flush() error {
	if o.err == nil && len(o.buf) > 0 {
		if _, err := o.w.Write(o.buf); err != nil {
			o.err = fmt.Errorf("write record %d: %w", o.row, err)
		}
	}
	o.buf = o.buf[:0]
	return o.err
}

// Close writes what is buffered.
func (o *Writer) Close() error {
	if o.closed {
		return o.err
	}
	o.closed = true
	return o.flush()
}
