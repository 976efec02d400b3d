package csvfile

import (
	"bytes"
	"unicode"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/csvfile/internal/heading"
)

const (
	maxFooter   = 20 // lines below a table
	footerWidth = 3  // cells of a record from which a line of one cell is odd
)

// line is a record with one filled cell at most, which may belong to a footer.
type line struct {
	number, line int64
	cells        [][]byte
	raw          []byte
	gap          bool // a blank line is in front of it
}

// hold keeps a record back that may belong to a footer: what stands behind it
// decides. It returns false for any other record.
func (r *reading) hold() bool {
	p := r.p
	if p.want < footerWidth || len(p.cells) > p.want || r.s.opts.Strict || len(r.lines) == maxFooter {
		return false
	}
	full := 0
	for _, c := range p.cells {
		if len(bytes.TrimSpace(p.buf[c.lo:c.hi])) == 0 {
			continue
		}
		if full++; full > 1 || c.hi-c.lo > r.s.opts.CellLimit() {
			return false
		}
	}
	l := line{number: r.number, line: p.line, raw: bytes.Clone(p.raw()), gap: r.gap}
	for _, c := range p.cells {
		l.cells = append(l.cells, bytes.Clone(p.value(c)))
	}
	r.lines = append(r.lines, l)
	return true
}

// release takes what was kept back for records.
func (r *reading) release(lines []line) error {
	for _, l := range lines {
		if r.batch.Len() == connectors.BatchRows {
			if err := r.flush(); err != nil {
				return err
			}
		}
		if len(l.cells) < r.p.want {
			r.s.info.ShortRows++
		}
		for i, c := range r.batch.Columns {
			if i < len(l.cells) {
				c.Append(l.cells[i])
			} else {
				c.AppendNull()
			}
		}
		r.batch.Numbers = append(r.batch.Numbers, l.number)
		r.held += len(l.raw)
		r.s.info.Records++
		r.lastOK = l.line
	}
	r.lines = r.lines[:0]
	return nil
}

// footer rejects the lines below the table, at the end of the file. The rows of
// delimiters in front of them are no more than blank lines.
func (r *reading) footer() error {
	start, gap := -1, false
	for i, l := range r.lines {
		gap = gap || l.gap
		switch says := r.says(l); {
		case filled(l.cells) == 0:
			gap = true
		case !says:
			start, gap = -1, false
		case start < 0 && (gap && len(l.cells) == 1 || heading.Footer(string(l.cells[0]))):
			start = i
		case start < 0:
			gap = false
		}
	}
	if start < 0 || r.s.info.Records == 0 {
		return r.release(r.lines)
	}
	lines := r.lines
	for start > 0 && filled(lines[start-1].cells) == 0 {
		start--
	}
	if err := r.release(lines[:start]); err != nil {
		return err
	}
	for _, l := range lines[start:] {
		if filled(l.cells) == 0 {
			r.s.info.BlankLines++
			continue
		}
		r.s.info.Rejected++
		if err := r.to.Reject(connectors.Rejection{Line: l.line, Record: l.number, Reason: connectors.ReasonFooter, Detail: "a line below the table", Raw: l.raw}); err != nil {
			return err
		}
	}
	return nil
}

// says tells whether a line is text of several words, or one of the words of
// footers, in its first cell.
func (r *reading) says(l line) bool {
	if len(l.cells) == 0 {
		return false
	}
	s := bytes.TrimSpace(l.cells[0])
	return bytes.IndexFunc(s, unicode.IsLetter) >= 0 && bytes.IndexByte(s, '@') < 0 && (bytes.IndexByte(s, ' ') > 0 || heading.Footer(string(l.cells[0])))
}
