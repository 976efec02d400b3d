package jsonl

import (
	"bytes"
	"io"
)

// objects splits a text into objects. What it returns points into its buffer
// and lives until the next call.
type objects struct {
	from  io.Reader
	lines bool // one object a line; else objects follow each other, perhaps in an array
	limit int  // largest object or line in bytes

	buf   []byte
	pos   int
	end   int
	line  int64 // of pos, 1-based
	array bool  // inside of an array
	seen  bool  // there was one
	done  bool
	err   error
}

const startBuffer = 128 << 10

func newObjects(from io.Reader, lines bool, limit int) *objects {
	return &objects{from: from, lines: lines, limit: limit, buf: make([]byte, startBuffer), line: 1}
}

func (o *objects) more() bool {
	if o.err != nil {
		return false
	}
	if o.pos > 0 {
		copy(o.buf, o.buf[o.pos:o.end])
		o.end -= o.pos
		o.pos = 0
	}
	if o.end == len(o.buf) {
		grown := make([]byte, 2*len(o.buf))
		copy(grown, o.buf)
		o.buf = grown
	}
	for range 100 {
		n, err := o.from.Read(o.buf[o.end:])
		o.end += n
		if err != nil {
			o.err = err
			return n > 0
		}
		if n > 0 {
			return true
		}
	}
	o.err = io.ErrNoProgress
	return false
}

// item is a piece of the text.
type item struct {
	raw   []byte
	line  int64
	blank bool
	large bool // above the limit; raw is its end
	bad   bool // in an array or a stream: nothing can be read from here on
}

// next returns the next piece; false at the end.
func (o *objects) next() (item, bool) {
	if o.lines {
		return o.nextLine()
	}
	return o.nextValue()
}

func (o *objects) nextLine() (item, bool) {
	large := false
	seen := 0
	for {
		k := bytes.IndexByte(o.buf[o.pos+seen:o.end], '\n')
		if k >= 0 {
			k += o.pos + seen
			raw := o.buf[o.pos:k]
			o.pos = k + 1
			return o.lineItem(raw, large || len(raw) > o.limit), true
		}
		if o.end-o.pos > o.limit {
			large = true
			o.pos = o.end
		}
		seen = o.end - o.pos
		if !o.more() {
			raw := o.buf[o.pos:o.end]
			if o.err != io.EOF || len(raw) == 0 && !large { //nolint:errorlint // io.Reader's contract
				return item{}, false
			}
			o.pos = o.end
			return o.lineItem(raw, large), true
		}
	}
}

func (o *objects) lineItem(raw []byte, large bool) item {
	raw = bytes.TrimSuffix(raw, []byte{'\r'})
	it := item{raw: raw, line: o.line, large: large, blank: !large && space(raw, 0) == len(raw)}
	o.line++
	return it
}

func (o *objects) nextValue() (item, bool) {
	for !o.done {
		b := o.buf[o.pos:o.end]
		i := 0
		for {
			i = space(b, i)
			if i == len(b) || b[i] != ',' && b[i] != ']' && b[i] != '[' || o.array == (b[i] == '[') {
				break
			}
			o.array = b[i] != ']'
			o.seen = o.seen || b[i] == '['
			i++
		}
		o.line += int64(bytes.Count(b[:i], []byte{'\n'}))
		o.pos += i
		b = b[i:]
		end, _, st := 0, kind(0), scanMore
		if len(b) > 0 {
			end, _, st = value(b, 0, 0)
			if st == scanOK && end == len(b) && o.err == nil {
				st = scanMore // a number may go on
			}
		}
		switch {
		case st == scanOK:
			it := item{raw: b[:end], line: o.line}
			o.line += int64(bytes.Count(it.raw, []byte{'\n'}))
			o.pos += end
			return it, true
		case st == scanMore && len(b) <= o.limit && o.more():
			continue
		case st == scanMore && len(b) == 0 && !o.array:
			o.done = true
		case st == scanMore && o.err != nil && o.err != io.EOF: //nolint:errorlint // io.Reader's contract
			o.done = true
		default:
			o.done = true
			return item{raw: b, line: o.line + int64(bytes.Count(b[:min(end, len(b))], []byte{'\n'})), bad: true, large: len(b) > o.limit}, true
		}
	}
	return item{}, false
}

// drain reads on to the end of the input, for its digest.
func (o *objects) drain() {
	for o.err == nil {
		o.pos = o.end
		o.more()
	}
}

// failure returns why the input ended, nil at its regular end.
func (o *objects) failure() error {
	if o.err == io.EOF { //nolint:errorlint // io.Reader's contract
		return nil
	}
	return o.err
}
