package csvfile

import "bytes"

// strayQuote reads a cell whose quotes do not close in front of a delimiter:
// start is its first quote, i is behind the quote that closes too early. Within
// the line, the cell ends at a quote in front of a delimiter (quotes inside
// were not escaped); where another quoted cell begins before that, or the line
// ends, it ends at the first delimiter behind i and nothing in it counts as
// quoting.
func (p *parser) strayQuote(start, i int) (c span, stop int, o quoteEnd) {
	buf, n, quote := p.buf[:p.end], p.end, p.d.Quote
	// A quote in front of which a line ends opens a cell of a later line.
	head := buf[start+1 : i-1]
	if eol := p.lineEnd(head); eol >= 0 {
		return c, 0, quoteOpen
	}
	// A quote right behind a delimiter opens the next cell: the first one of
	// this cell was never closed.
	if len(head) > 0 && p.class[head[len(head)-1]] == classDelimiter {
		i = start + 1
	}
	line := p.lineEnd(buf[i:n])
	if line < 0 {
		if !p.ended() {
			return c, 0, quoteCut
		}
		line = n - i
	}
	rest := buf[i : i+line]
	cr := 0 // of a line end CRLF
	if bytes.HasSuffix(rest, []byte{'\r'}) {
		rest, cr = rest[:len(rest)-1], 1
	}
	// at returns the position behind a cell that ends at rest[k].
	at := func(k int) int {
		if k == len(rest) {
			return i + k + cr
		}
		return i + k
	}
	if i != start+1 {
		for k := 0; k < len(rest); k++ {
			if rest[k] != quote {
				continue
			}
			if k > 0 && p.class[rest[k-1]] == classDelimiter {
				break
			}
			if k+1 == len(rest) || p.class[rest[k+1]] == classDelimiter {
				return span{lo: start + 1, hi: i + k, quoted: true}, at(k + 1), quoteStray
			}
		}
	}
	k := bytes.IndexByte(rest, p.d.Delimiter)
	if k < 0 {
		k = len(rest)
	}
	if between := buf[i : i+k]; i > start+1 && len(bytes.Trim(between, " ")) == 0 {
		return span{lo: start + 1, hi: i - 1, quoted: true}, at(k), quoteFine // "a" ;
	}
	return span{lo: start, hi: i + k, quoted: true}, at(k), quoteStray
}

// lineEnd returns the position of the first line end, or -1.
func (p *parser) lineEnd(b []byte) int {
	i := bytes.IndexByte(b, '\n')
	if p.d.LoneCR {
		if i >= 0 {
			b = b[:i]
		}
		if j := bytes.IndexByte(b, '\r'); j >= 0 {
			return j
		}
	}
	return i
}

func (p *parser) countLines(b []byte) int {
	n := bytes.Count(b, []byte{'\n'})
	if p.d.LoneCR {
		n += bytes.Count(b, []byte{'\r'}) - bytes.Count(b, []byte("\r\n"))
	}
	return n
}

// openQuote gives up the first line of the record: the next record is the next
// line.
func (p *parser) openQuote() (outcome, bool) {
	return gotOpenQuote, p.skipLine(p.pos)
}

// tooLarge gives up a record that outgrows the buffer's bound.
func (p *parser) tooLarge(o outcome) outcome {
	if o != gotOpenQuote {
		o = gotTooLarge
	}
	from := p.pos
	for !p.skipLine(from) {
		p.pos, p.next = p.end, p.end
		if !p.more() {
			break
		}
		from = 0
	}
	return o
}

// skipLine puts next behind the line end at or behind i.
func (p *parser) skipLine(i int) bool {
	i = min(i, p.end)
	k := p.lineEnd(p.buf[i:p.end])
	if k < 0 {
		if !p.ended() {
			return false
		}
		p.next, p.lines = p.end, 0
		return true
	}
	k += i
	p.lines = int64(p.countLines(p.buf[p.pos:k])) + 1
	if p.buf[k] == '\r' && k+1 < p.end && p.buf[k+1] == '\n' {
		k++
	}
	p.next = k + 1
	return true
}

// raw returns the text of what was given up or found, without its line end.
func (p *parser) raw() []byte {
	b := p.buf[p.pos:p.next]
	b = bytes.TrimSuffix(b, []byte{'\n'})
	return bytes.TrimSuffix(b, []byte{'\r'})
}

// swallowed tells whether a record of several lines is more likely several
// records behind an open quote: it has not the cells that are expected, and its
// second line has; or it is long, and most of its lines have.
func (p *parser) swallowed() bool {
	if p.want < 2 {
		return false
	}
	if len(p.cells) == p.want && p.lines < longCell {
		return false
	}
	fits, seen := 0, 0
	text := p.buf[p.pos:p.next]
	for len(text) > 0 && seen < longCell {
		k := p.lineEnd(text)
		if k < 0 {
			k = len(text)
		}
		if seen > 0 && p.alone(text[:k]) == p.want {
			fits++
		}
		seen++
		text = text[min(k+1, len(text)):]
	}
	if len(p.cells) != p.want {
		return fits > 0
	}
	return fits*10 >= seen*8
}

// longCell is the number of lines from which a cell is looked at with doubt.
const longCell = 50

// alone counts the cells of one line, quotes respected where they close.
func (p *parser) alone(line []byte) int {
	n, quote := 1, p.d.Quote
	for i := 0; i < len(line); i++ {
		if (i == 0 || line[i-1] == p.d.Delimiter) && line[i] == quote {
			k := bytes.IndexByte(line[i+1:], quote)
			if k < 0 {
				return n
			}
			i += k + 1
			continue
		}
		if line[i] == p.d.Delimiter {
			n++
		}
	}
	return n
}
