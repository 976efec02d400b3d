package jsonl

import (
	"fmt"
	"io"
	"unicode/utf8"
	"unsafe"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/internal/charset"
	"github.com/onefold/onefold/record"
)

// Writer writes one object a line.
type Writer struct {
	w       io.Writer
	keys    [][]byte // quoted, with their colon
	kinds   []kind
	enc     *charset.Encoder
	lineEnd string
	line    []byte
	buf     []byte
	row     int64
	closed  bool
	err     error
}

const writeBuffer = 128 << 10

// NewWriter returns a writer of these fields: strings, and null for what is
// Null, in UTF-8.
func NewWriter(w io.Writer, fields []string) *Writer {
	o := &Writer{w: w, enc: charset.NewEncoder(charset.UTF8), lineEnd: "\n"}
	for _, f := range fields {
		o.keys = append(o.keys, append(quote(nil, f), ':'))
		o.kinds = append(o.kinds, kindString|kindNull)
	}
	return o
}

// NewWriter returns a writer that gives fields of the source their kinds of
// value back, in the source's encoding.
func (s *Source) NewWriter(w io.Writer, fields []string) (connectors.RowWriter, error) {
	o := NewWriter(w, fields)
	for i, f := range fields {
		if k := s.schema.Index(f); k >= 0 && k < len(s.members.kinds) {
			o.kinds[i] = s.members.kinds[k]
		} else if s.other && k == len(s.schema.Fields)-1 {
			o.kinds[i] = kindNested
		} else {
			o.kinds[i] = kindString
		}
	}
	o.enc = charset.NewEncoder(s.info.Encoding.Value)
	if s.info.LineEnd == "CRLF" {
		o.lineEnd = "\r\n"
	}
	if s.info.BOM {
		o.buf = append(o.buf, charset.BOM(s.info.Encoding.Value)...)
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
	if len(values) != len(o.keys) {
		return fmt.Errorf("write record %d: %w: %d for %d fields", o.row+1, connectors.ErrFieldCount, len(values), len(o.keys))
	}
	o.row++
	line := append(o.line[:0], '{')
	for i, v := range values {
		null := states != nil && states[i] == record.Null
		if null && o.kinds[i]&kindNull == 0 {
			continue // the member was missing
		}
		if len(line) > 1 {
			line = append(line, ',')
		}
		line = append(line, o.keys[i]...)
		switch {
		case null:
			line = append(line, "null"...)
		case o.bare(v, o.kinds[i]):
			line = append(line, v...)
		default:
			line = quote(line, v)
		}
	}
	line = append(append(line, '}'), o.lineEnd...)
	o.line = line
	out, ok := o.enc.Append(o.buf, line)
	if !ok {
		return &connectors.Fault{
			Place: fmt.Sprintf("output record %d", o.row), Cause: "a value has a character that the encoding does not have",
			Hint: "write as utf-8", Err: connectors.ErrEncoding,
		}
	}
	o.buf = out
	if len(o.buf) >= writeBuffer {
		return o.flush()
	}
	return nil
}

// bare tells whether a value is written without quotes: it is what it says, and
// its field held such values and no strings.
func (o *Writer) bare(v string, held kind) bool {
	if v == "" || held&kindString != 0 || held&(kindNumber|kindBool|kindNested) == 0 {
		return false
	}
	b := unsafe.Slice(unsafe.StringData(v), len(v))
	end, k, st := value(b, 0, 0)
	return st == scanOK && end == len(b) && k&held != 0 && k != kindString && k != kindNull
}

// quote appends s as a JSON string.
func quote(dst []byte, s string) []byte {
	const digits = "0123456789abcdef"
	dst = append(dst, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				dst = append(append(dst, s[from:i]...), "\uFFFD"...)
				from = i + 1
			}
			i += n
			continue
		}
		dst = append(dst, s[from:i]...)
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\r':
			dst = append(dst, '\\', 'r')
		case '\t':
			dst = append(dst, '\\', 't')
		default:
			dst = append(dst, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		}
		i++
		from = i
	}
	return append(append(dst, s[from:]...), '"')
}

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
