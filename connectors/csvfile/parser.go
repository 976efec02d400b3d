package csvfile

import (
	"bytes"
	"errors"
	"io"
)

// outcome is what the parser found.
type outcome uint8

const (
	gotRecord outcome = iota
	gotBlank          // a line without anything on it
	gotOpenQuote
	gotTooLarge
	gotEnd
)

// span is a cell inside of the parser's buffer.
type span struct {
	lo, hi  int
	escaped bool // quotes are doubled or escaped inside
	quoted  bool
}

const (
	classDelimiter = 1 << iota
	classEnd
)

const startBuffer = 256 << 10

// parser splits UTF-8 text into cells. Its buffer holds one record at least;
// everything it returns points into it and lives until the next call.
type parser struct {
	from  io.Reader
	d     Dialect
	class [256]uint8
	limit int // largest cell
	want  int // number of cells expected, 0 when not known

	buf  []byte
	pos  int // start of the record
	end  int // end of what is read
	next int // start of the next record
	err  error

	cells  []span
	line   int64  // 1-based line on which the record starts
	lines  int64  // line ends in the record
	stray  int64  // cells with a quote where none can be, so far
	pieces []byte // scratch for unescaping
}

func newParser(from io.Reader, d Dialect, limit int) *parser {
	p := &parser{from: from, d: d, limit: limit, buf: make([]byte, startBuffer), line: 1}
	p.class[d.Delimiter] = classDelimiter
	p.class['\n'] = classEnd
	if d.LoneCR {
		p.class['\r'] = classEnd
	}
	return p
}

// more reads on. The record in progress moves to the front of the buffer. It
// returns false at the end of the input.
func (p *parser) more() bool {
	if p.err != nil {
		return false
	}
	if p.pos > 0 {
		copy(p.buf, p.buf[p.pos:p.end])
		p.end -= p.pos
		p.next -= p.pos
		p.pos = 0
	}
	if p.end == len(p.buf) {
		grown := make([]byte, 2*len(p.buf))
		copy(grown, p.buf)
		p.buf = grown
	}
	for range 100 {
		n, err := p.from.Read(p.buf[p.end:])
		p.end += n
		if err != nil {
			p.err = err
			return n > 0
		}
		if n > 0 {
			return true
		}
	}
	p.err = io.ErrNoProgress
	return false
}

// step parses the next record. After an error other than io.EOF in p.err, the
// text in front of it is not taken for a record.
func (p *parser) step() outcome {
	p.pos, p.line = p.next, p.line+p.lines
	p.lines = 0
	for {
		o, whole := p.parse()
		if whole {
			return o
		}
		if p.end-p.pos > 4*p.limit {
			return p.tooLarge(o)
		}
		if !p.more() {
			if p.err != io.EOF { //nolint:errorlint // io.Reader's contract
				return gotEnd
			}
			if p.pos == p.end {
				return gotEnd
			}
			o, _ = p.parse()
			return o
		}
	}
}

// ended tells whether there is nothing behind the buffer.
func (p *parser) ended() bool { return p.err != nil }

// failure returns why the input ended, nil at its regular end.
func (p *parser) failure() error {
	if p.err == nil || errors.Is(p.err, io.EOF) {
		return nil
	}
	return p.err
}

// parse splits the record at pos. whole is false when it may go on behind the
// buffer; the outcome is then what it would be if it does not end any more.
func (p *parser) parse() (o outcome, whole bool) {
	buf, n := p.buf[:p.end], p.end
	p.cells = p.cells[:0]
	p.lines = 0
	i := p.pos
	if i == n {
		return gotEnd, false
	}
	quote, class := p.d.Quote, &p.class
	stray := int64(0)
	for {
		if p.d.Padded {
			k := i
			for k < n && buf[k] == ' ' {
				k++
			}
			if k == n && k > i && !p.ended() {
				return gotRecord, false
			}
			if k < n && buf[k] == quote {
				i = k
			}
		}
		if i < n && quote != 0 && buf[i] == quote {
			c, stop, o := p.quoted(i)
			switch o {
			case quoteCut:
				return gotOpenQuote, false
			case quoteOpen:
				return p.openQuote()
			case quoteStray:
				stray++
			}
			if c.hi-c.lo > p.limit {
				return gotTooLarge, p.skipLine(stop)
			}
			p.cells = append(p.cells, c)
			i = stop
		} else {
			lo := i
			for i < n && class[buf[i]] == 0 {
				i++
			}
			p.cells = append(p.cells, span{lo: lo, hi: i})
			if i-lo > p.limit {
				return gotTooLarge, p.skipLine(i)
			}
		}
		if i == n {
			if !p.ended() {
				return gotRecord, false
			}
			p.next = n
			last := &p.cells[len(p.cells)-1]
			if !last.quoted && last.hi > last.lo && buf[last.hi-1] == '\r' {
				last.hi--
			}
			break
		}
		if class[buf[i]] == classDelimiter {
			i++
			continue
		}
		stop := i
		if buf[i] == '\r' { // a lone end, or the first half of CRLF
			if i+1 == n && !p.ended() {
				return gotRecord, false
			}
			if i+1 < n && buf[i+1] == '\n' {
				i++
			}
		} else if last := &p.cells[len(p.cells)-1]; !last.quoted && stop > last.lo && buf[stop-1] == '\r' {
			last.hi--
		}
		p.next = i + 1
		p.lines++
		break
	}
	p.stray += stray
	if p.blank() {
		return gotBlank, true
	}
	if p.lines > 1 && p.swallowed() {
		return p.openQuote()
	}
	return gotRecord, true
}

// blank tells whether the record is a line of nothing, or of spaces and NULs
// where there should be several cells.
func (p *parser) blank() bool {
	if len(p.cells) != 1 || p.cells[0].quoted {
		return false
	}
	c := p.cells[0]
	if c.lo == c.hi {
		return true
	}
	return p.want != 1 && len(bytes.Trim(p.buf[c.lo:c.hi], " \t\x00")) == 0
}

type quoteEnd uint8

const (
	quoteFine  quoteEnd = iota
	quoteStray          // repaired
	quoteCut            // goes on behind the buffer
	quoteOpen           // never closed
)

// quoted reads the quoted cell at i. It returns where the cell's delimiter or
// line end stands.
func (p *parser) quoted(i int) (c span, stop int, o quoteEnd) {
	buf, n, quote := p.buf[:p.end], p.end, p.d.Quote
	start := i
	i++
	c = span{lo: i, quoted: true}
	scanned := i
	for {
		j := bytes.IndexByte(buf[i:n], quote)
		if j < 0 {
			if !p.ended() {
				return c, 0, quoteCut
			}
			return c, 0, quoteOpen
		}
		if p.d.Backslash {
			if k := bytes.IndexByte(buf[i:i+j], '\\'); k >= 0 {
				c.escaped = true
				i += k + 2
				if i > n {
					if !p.ended() {
						return c, 0, quoteCut
					}
					return c, 0, quoteOpen
				}
				continue
			}
		}
		i += j + 1 // behind the quote
		if i == n {
			if !p.ended() {
				return c, 0, quoteCut
			}
			break
		}
		if buf[i] == quote {
			c.escaped = true
			i++
			continue
		}
		if p.class[buf[i]] != 0 {
			break
		}
		if buf[i] == '\r' {
			if i+1 == n && !p.ended() {
				return c, 0, quoteCut
			}
			if i+1 == n {
				c.hi = i - 1
				p.lines += int64(p.countLines(buf[scanned:c.hi]))
				return c, n, quoteFine
			}
			if buf[i+1] == '\n' {
				c.hi = i - 1
				p.lines += int64(p.countLines(buf[scanned:c.hi]))
				return c, i + 1, quoteFine
			}
		}
		// Something else follows the quote.
		return p.strayQuote(start, i)
	}
	c.hi = i - 1
	p.lines += int64(p.countLines(buf[scanned:c.hi]))
	return c, i, quoteFine
}

// value returns the bytes of a cell, quotes resolved.
func (p *parser) value(c span) []byte {
	b := p.buf[c.lo:c.hi]
	if !c.escaped {
		return b
	}
	out := p.pieces[:0]
	quote := p.d.Quote
	for i := 0; i < len(b); i++ {
		switch {
		case p.d.Backslash && b[i] == '\\' && i+1 < len(b) && (b[i+1] == quote || b[i+1] == '\\'):
			i++
		case b[i] == quote && i+1 < len(b) && b[i+1] == quote:
			i++
		}
		out = append(out, b[i])
	}
	p.pieces = out
	return out
}
