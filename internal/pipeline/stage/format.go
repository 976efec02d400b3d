package stage

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/onefold/onefold/connectors"
)

// The formats of the streams.
const (
	formatRecords    = "records"
	formatKeys       = "keys"
	formatPairs      = "pairs"
	formatCandidates = "candidates"
	formatScores     = "scores"
	formatClusters   = "clusters"
)

// version is that of all formats: it changes when a line changes its meaning.
const version = "1"

// header begins each line that says what follows, trailer each that says how
// much it was. Both sort before any record.
const (
	header  = "#onefold "
	trailer = "#end "
)

// longest bounds a line.
const longest = 16 << 20

// ErrStream is the kind of every fault of a stream.
var ErrStream = errors.New("not a stream of this stage")

// reader reads the records of a stream: one, or several laid one after
// another, or mixed by sorting. Every stream in it must end, and there must be as
// many records as their trailers say, unless it reads a part.
type reader struct {
	lines  *bufio.Scanner
	name   string // for errors
	accept []string
	plan   string
	part   bool

	format  string // of the record that was read last
	line    int
	headers int
	ends    int
	said    int64 // by the trailers
	count   int64
}

// newReader reads streams of the formats in accept, made with the plan.
func newReader(r io.Reader, name, plan string, part bool, accept ...string) *reader {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, 1<<16), longest)
	s.Split(wholeLines)
	return &reader{lines: s, name: name, accept: accept, plan: plan, part: part, format: accept[0]}
}

var errCut = errors.New("ends in the middle of a line")

// wholeLines splits at line breaks, and takes nothing that has none.
func wholeLines(data []byte, atEOF bool) (int, []byte, error) {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return i + 1, bytes.TrimSuffix(data[:i], []byte{'\r'}), nil
	}
	if atEOF && len(data) > 0 {
		return 0, nil, errCut
	}
	return 0, nil, nil
}

func (r *reader) fault(cause, hint string) error {
	place := r.name
	if r.line > 0 {
		place = fmt.Sprintf("%s:%d", r.name, r.line)
	}
	return &connectors.Fault{Place: place, Cause: cause, Hint: hint, Err: ErrStream}
}

const hintCut = "the stage before failed or was interrupted; run it again"

// next returns the fields of the next record, good until the next call, and
// io.EOF after the last.
func (r *reader) next() ([][]byte, error) {
	for r.lines.Scan() {
		r.line++
		b := r.lines.Bytes()
		if len(b) == 0 || b[0] != '#' {
			if r.headers == 0 && !r.part {
				return nil, r.fault("does not begin with a header", "this is a stream of another tool, or its beginning is missing; an engine that deals lines out wants --part")
			}
			r.count++
			return bytes.Split(b, []byte{'\t'}), nil
		}
		if err := r.control(string(b)); err != nil {
			return nil, err
		}
	}
	switch err := r.lines.Err(); {
	case errors.Is(err, errCut):
		r.line++
		return nil, r.fault(errCut.Error(), hintCut)
	case errors.Is(err, bufio.ErrTooLong):
		r.line++
		return nil, r.fault(fmt.Sprintf("a line is longer than %d bytes", longest), "")
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", r.name, err)
	}
	if r.part {
		return nil, io.EOF
	}
	switch {
	case r.headers == 0:
		return nil, r.fault("is empty: not even a header", hintCut)
	case r.ends < r.headers:
		return nil, r.fault(fmt.Sprintf("ends without a trailer after %d records", r.count), hintCut)
	case r.ends > r.headers:
		return nil, r.fault("has more trailers than headers", "a part of the stream is missing")
	case r.count != r.said:
		return nil, r.fault(fmt.Sprintf("has %d records, its trailers say %d", r.count, r.said), "lines were lost or doubled on the way")
	}
	return nil, io.EOF
}

// control reads a header or a trailer.
func (r *reader) control(line string) error {
	head := strings.HasPrefix(line, header)
	if !head && !strings.HasPrefix(line, trailer) {
		return r.fault("begins with # and is neither header nor trailer", "")
	}
	f := strings.Fields(line)
	if len(f) < 3 {
		return r.fault("a header or trailer with too little in it", "")
	}
	known := false
	for _, a := range r.accept {
		known = known || a == f[1]
	}
	if !known {
		return r.fault(fmt.Sprintf("is a stream of %s, wanted %s", f[1], strings.Join(r.accept, " or ")), "give each stage what the one before wrote")
	}
	if !head {
		n, err := strconv.ParseInt(f[2], 10, 64)
		if err != nil || n < 0 {
			return r.fault("a trailer without a count", "")
		}
		r.ends++
		r.said += n
		return nil
	}
	if f[2] != version {
		return r.fault(fmt.Sprintf("is of version %s of its format, this is version %s", f[2], version), "run all stages with one version of onefold")
	}
	if len(f) > 3 && r.plan != "" && f[3] != "plan="+r.plan {
		return r.fault("was made with another plan", "run the stages from keys on with the plan at hand")
	}
	if r.headers > 0 && r.format != f[1] {
		return r.fault(fmt.Sprintf("%s among %s", f[1], r.format), "give the stage one kind of stream at a time")
	}
	r.format = f[1]
	r.headers++
	return nil
}

// want checks the number of fields.
func (r *reader) want(f [][]byte, n int) error {
	if len(f) != n {
		return r.fault(fmt.Sprintf("%d fields, %s have %d", len(f), r.format, n), "")
	}
	return nil
}

// digits is the width of a record number: as many as the largest has, so that
// numbers sort as text.
const digits = 10

// number reads a record number below n.
func (r *reader) number(b []byte, n int) (uint32, error) {
	if len(b) != digits {
		return 0, r.fault(fmt.Sprintf("a record number of %d characters, not %d", len(b), digits), "")
	}
	var x uint64
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, r.fault("a record number that is none", "")
		}
		x = 10*x + uint64(c-'0')
	}
	if x >= uint64(n) {
		return 0, r.fault(fmt.Sprintf("record number %d, the plan has %d records", x, n), "the stream belongs to another plan")
	}
	return uint32(x), nil
}

func appendNumber(dst []byte, n uint32) []byte {
	var buf [digits]byte
	for i := len(buf) - 1; i >= 0; i-- {
		buf[i] = byte('0' + n%10)
		n /= 10
	}
	return append(dst, buf[:]...)
}

// writer writes a stream.
type writer struct {
	w      *bufio.Writer
	format string
	count  int64
	line   []byte
}

func newWriter(w io.Writer, format, plan string) *writer {
	out := &writer{w: bufio.NewWriterSize(w, 1<<16), format: format}
	fmt.Fprintf(out.w, "%s%s %s plan=%s\n", header, format, version, plan)
	return out
}

// end writes the line that was built.
func (w *writer) end() error {
	w.count++
	w.line = append(w.line, '\n')
	_, err := w.w.Write(w.line)
	w.line = w.line[:0]
	return err
}

// close writes the trailer, with more that it should say: name=value.
func (w *writer) close(more ...string) error {
	fmt.Fprintf(w.w, "%s%s %d", trailer, w.format, w.count)
	for _, m := range more {
		fmt.Fprintf(w.w, " %s", m)
	}
	w.w.WriteByte('\n')
	return w.w.Flush()
}

// escape appends a value in which a tab, a line break or a backslash would be
// taken for what it is not.
func escape(dst []byte, v string) []byte {
	for i := 0; i < len(v); i++ {
		switch c := v[i]; c {
		case '\\':
			dst = append(dst, '\\', '\\')
		case '\t':
			dst = append(dst, '\\', 't')
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\r':
			dst = append(dst, '\\', 'r')
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

// unescape undoes escape in place; false says that it is not escaped text.
func unescape(b []byte) ([]byte, bool) {
	if bytes.IndexByte(b, '\\') < 0 {
		return b, true
	}
	out := b[:0]
	for i := 0; i < len(b); i++ {
		c := b[i]
		if c == '\\' {
			i++
			if i == len(b) {
				return nil, false
			}
			switch b[i] {
			case '\\':
			case 't':
				c = '\t'
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			default:
				return nil, false
			}
		}
		out = append(out, c)
	}
	return out, true
}
