package csvfile

import (
	"bytes"
	"fmt"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

// reading is one pass over a file.
type reading struct {
	s      *Source
	p      *parser
	to     connectors.Receiver
	batch  *record.Batch
	held   int    // bytes in the batch
	number int64  // of the last record
	lastOK int64  // line of the last record that could be read
	lines  []line // kept back: they may be a footer
	gap    bool   // the line before was blank
}

func (r *reading) run() error {
	header := r.s.found.dialect.Header
	for {
		o := r.p.step()
		if o == gotEnd {
			break
		}
		if o == gotBlank {
			r.s.info.BlankLines++
			r.gap = true
			continue
		}
		if header && o == gotRecord {
			header = false
			continue
		}
		r.number++
		if o == gotRecord && r.hold() {
			r.gap = false
			continue
		}
		r.gap = false
		if err := r.release(r.lines); err != nil {
			return err
		}
		if r.batch.Len() == connectors.BatchRows || r.held > batchBytes {
			if err := r.flush(); err != nil {
				return err
			}
		}
		var err error
		if o == gotRecord {
			err = r.take()
		} else {
			err = r.broken(o)
		}
		if err != nil {
			return err
		}
	}
	if err := r.p.failure(); err != nil {
		if rerr := r.release(r.lines); rerr != nil {
			return rerr
		}
		if ferr := r.flush(); ferr != nil {
			return ferr
		}
		return r.s.fail(r.p, err)
	}
	if err := r.footer(); err != nil {
		return err
	}
	return r.flush()
}

// take appends the parsed record to the batch.
func (r *reading) take() error {
	p := r.p
	if extra := len(p.cells) - p.want; extra != 0 {
		if extra > 0 {
			for _, c := range p.cells[p.want:] {
				if len(bytes.TrimSpace(p.buf[c.lo:c.hi])) > 0 {
					return r.reject(connectors.ReasonTooManyFields, r.width(), "")
				}
			}
			r.s.info.TrimmedRows++
			p.cells = p.cells[:p.want]
		} else {
			if r.s.opts.Strict {
				return r.reject(connectors.ReasonTooFewFields, r.width(), "a line end may be missing its quotes")
			}
			r.s.info.ShortRows++
		}
	}
	for i, c := range p.cells {
		col := r.batch.Columns[i]
		if !c.escaped {
			col.Append(p.buf[c.lo:c.hi])
		} else {
			col.Append(p.value(c))
		}
	}
	for i := len(p.cells); i < p.want; i++ {
		r.batch.Columns[i].AppendNull()
	}
	r.batch.Numbers = append(r.batch.Numbers, r.number)
	r.held += p.next - p.pos
	r.s.info.Records++
	r.lastOK = p.line
	return nil
}

func (r *reading) width() string {
	p := r.p
	have, want := plural(len(p.cells), "column"), "the first record has"
	if r.s.found.dialect.Header {
		want = "header has"
	}
	return fmt.Sprintf("%s, %s %d", have, want, p.want)
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (r *reading) broken(o outcome) error {
	if o == gotTooLarge {
		limit := r.s.opts.CellLimit()
		return r.reject(connectors.ReasonCellTooLarge, fmt.Sprintf("a cell is larger than %d bytes", limit), "raise the largest cell, or set the quote character")
	}
	return r.reject(connectors.ReasonOpenQuote, "a quote is open and never closed", "close the quote on this line, or read with the quote set to none")
}

func (r *reading) reject(reason, detail, hint string) error {
	p := r.p
	if r.s.opts.Strict {
		if hint == "" {
			hint = fmt.Sprintf("a cell that holds a %s may lack its quotes", delimiterName(r.s.found.dialect.Delimiter))
			if r.lastOK > 0 && p.line-r.lastOK > 1 {
				hint = fmt.Sprintf("a quote is probably open since line %d", r.lastOK)
			}
		}
		return &connectors.Fault{Place: fmt.Sprintf("%s:%d", r.s.in.Name(), p.line), Cause: detail, Hint: hint, Err: connectors.ErrStrict}
	}
	r.s.info.Rejected++
	return r.to.Reject(connectors.Rejection{Line: p.line, Record: r.number, Reason: reason, Detail: detail, Raw: p.raw()})
}

func (r *reading) flush() error {
	if r.batch.Len() == 0 {
		return nil
	}
	for i, c := range r.batch.Columns {
		if err := c.Err(); err != nil {
			return fmt.Errorf("read %s: column %d: %w", r.s.in.Name(), i+1, err)
		}
	}
	if err := r.to.Batch(r.batch); err != nil {
		return err
	}
	r.batch.Reset()
	r.held = 0
	return nil
}

// skip passes over the lines in front of the first record.
func (p *parser) skip(lines int64) error {
	for range lines {
		for !p.skipLine(p.pos) {
			if !p.more() {
				break
			}
		}
		p.line++
		p.lines = 0
		p.pos = p.next
	}
	return p.failure()
}
