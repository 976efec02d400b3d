package charset

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// BadByteError says that the input has a byte which the encoding does not. It
// comes after everything in front of that byte has been read.
type BadByteError struct{ Encoding string }

// Error names the encoding.
func (e *BadByteError) Error() string { return fmt.Sprintf("a byte is not %s", e.Encoding) }

const replacement = "\uFFFD"

// Reader decodes to UTF-8 and drops a byte order mark.
type Reader struct {
	from   io.Reader
	name   string
	strict bool
	table  *[256][4]byte // length, then the bytes of the character
	raw    []byte        // not yet decoded
	buf    []byte
	out    []byte // decoded, not yet read; shares pend
	pend   []byte
	begun  bool
	guess  bool // pure ASCII so far, and nobody said what follows
	err    error

	Bad int64 // bytes or pairs that the encoding does not have
	NUL int64
}

// NewReader returns a reader of the encoding of this canonical name. Where
// guess is set and name is UTF8, the encoding is decided anew at the first byte
// above 0x7F that does not come as UTF-8: what was seen before was ASCII only.
func NewReader(from io.Reader, name string, strict, guess bool) *Reader {
	r := &Reader{from: from, strict: strict, guess: guess && name == UTF8, buf: make([]byte, 128<<10)}
	r.use(name)
	return r
}

// Name returns the encoding that is being read.
func (r *Reader) Name() string { return r.name }

func (r *Reader) use(name string) {
	r.name = name
	r.table = nil
	if t := table(name); t != nil {
		r.table = new([256][4]byte)
		for b := range 256 {
			c := t.DecodeByte(byte(b))
			r.table[b][0] = byte(utf8.EncodeRune(r.table[b][1:], c))
		}
	}
}

// Read reads UTF-8.
func (r *Reader) Read(p []byte) (int, error) {
	for len(r.out) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		r.fill()
	}
	n := copy(p, r.out)
	r.out = r.out[n:]
	return n, nil
}

// fill reads a chunk and decodes it to out.
func (r *Reader) fill() {
	held := copy(r.buf, r.raw)
	n, err := r.from.Read(r.buf[held:])
	r.raw = r.buf[:held+n]
	end := err != nil
	if !r.begun {
		if len(r.raw) < 4 && !end {
			return // a byte order mark may be cut
		}
		r.begun = true
		r.raw = bytes.TrimPrefix(r.raw, BOM(r.name))
	}
	switch {
	case r.name == UTF8:
		r.utf8(end)
	case r.table != nil:
		r.single()
	default:
		r.utf16(end)
	}
	r.NUL += int64(bytes.Count(r.out, []byte{0}))
	if r.err == nil {
		r.err = err
	}
}

func (r *Reader) utf8(end bool) {
	raw := r.raw
	keep := 0
	if !end {
		keep = Cut(raw)
	}
	body := raw[:len(raw)-keep]
	if utf8.Valid(body) {
		if r.guess && high(body) {
			r.guess = false
		}
		r.out, r.raw = body, raw[len(body):]
		if keep > 0 { // fill moves raw within buf, out must not be overwritten
			r.pend = append(r.pend[:0], body...)
			r.out = r.pend
		}
		return
	}
	if r.guess {
		r.guess = false
		if g := Detect(raw); g.Encoding != UTF8 && table(g.Encoding) != nil {
			r.use(g.Encoding)
			r.single()
			return
		}
	}
	out := r.pend[:0]
	for len(body) > 0 {
		c, n := utf8.DecodeRune(body)
		if c == utf8.RuneError && n <= 1 {
			if r.bad() {
				break
			}
			out = append(out, replacement...)
		} else {
			out = append(out, body[:n]...)
		}
		body = body[n:]
	}
	r.pend, r.out, r.raw = out, out, raw[len(raw)-keep:]
}

func (r *Reader) single() {
	out := r.pend[:0]
	for i, b := range r.raw {
		if b < utf8.RuneSelf {
			out = append(out, b)
			continue
		}
		c := &r.table[b]
		if string(c[1:]) == replacement && r.bad() {
			_ = i
			break
		}
		out = append(out, c[1:1+c[0]]...)
	}
	r.pend, r.out, r.raw = out, out, nil
}

func (r *Reader) utf16(end bool) {
	out := r.pend[:0]
	raw := r.raw
	hi, lo := 1, 0
	if r.name == UTF16BE {
		hi, lo = 0, 1
	}
	for len(raw) >= 2 {
		c := rune(raw[hi])<<8 | rune(raw[lo])
		n := 2
		if utf16.IsSurrogate(c) {
			if len(raw) < 4 && !end {
				break
			}
			var pair rune = utf8.RuneError
			if len(raw) >= 4 {
				pair = utf16.DecodeRune(c, rune(raw[2+hi])<<8|rune(raw[2+lo]))
			}
			if pair == utf8.RuneError {
				if r.bad() {
					raw = nil
					break
				}
			} else {
				n = 4
			}
			c = pair
		}
		out = utf8.AppendRune(out, c)
		raw = raw[n:]
	}
	if end && len(raw) == 1 && !r.bad() {
		out = append(out, replacement...)
		raw = nil
	}
	r.pend, r.out, r.raw = out, out, raw
}

// bad counts a bad byte and tells whether to stop.
func (r *Reader) bad() bool {
	r.Bad++
	if r.strict {
		r.err = &BadByteError{Encoding: r.name}
	}
	return r.strict
}

// Cut returns how many bytes at the end begin a character that is not whole.
func Cut(b []byte) int {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		c := b[len(b)-i]
		if utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRune(b[len(b)-i:]) {
				return i
			}
			return 0
		}
	}
	return 0
}

// high tells whether there is a byte above 0x7F.
func high(b []byte) bool {
	for len(b) >= 8 {
		if (b[0]|b[1]|b[2]|b[3]|b[4]|b[5]|b[6]|b[7])&0x80 != 0 {
			return true
		}
		b = b[8:]
	}
	for _, c := range b {
		if c&0x80 != 0 {
			return true
		}
	}
	return false
}
