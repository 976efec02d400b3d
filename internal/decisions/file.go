package decisions

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"
)

// FileName is the name of a file of decisions.
const FileName = "decisions.csv"

// Header is the columns of a file. Files that the program writes have the column
// source besides, because one state may serve several sources.
var header = [...]string{"id_a", "id_b", "decision", "reason", "author", "date", "expires", "source"}

// The places of the columns in header.
const (
	colA = iota
	colB
	colVerdict
	colReason
	colAuthor
	colDate
	colExpires
	colSource
)

// FileError is a fault in a file, with its place.
type FileError struct {
	File string
	Line int // 1-based; 0 when it is not about a line
	Err  error
	Next string // what to do
}

// Error returns place and cause.
func (e *FileError) Error() string { return e.Place() + ": " + e.Err.Error() }

// Place returns FILE or FILE:LINE.
func (e *FileError) Place() string {
	if e.Line == 0 {
		return e.File
	}
	return fmt.Sprintf("%s:%d", e.File, e.Line)
}

// Cause returns what is wrong.
func (e *FileError) Cause() string { return e.Err.Error() }

// Hint returns what to do.
func (e *FileError) Hint() string { return e.Next }

// Unwrap returns the cause.
func (e *FileError) Unwrap() error { return e.Err }

// ExitCode says that a file of decisions is part of the configuration.
func (e *FileError) ExitCode() int { return 2 }

// mostFaults is how many faults of one file are told.
const mostFaults = 20

// Blank is what Read does with rows without a verdict.
type Blank bool

// Rows without a verdict are an error, or, in a file that somebody is filling
// in, not there yet.
const (
	RefuseBlank Blank = false
	SkipBlank   Blank = true
)

// ReadFile reads a file; one that is not there has no decisions.
func ReadFile(path string) ([]Decision, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault(path, err)
	}
	defer f.Close()
	return Read(f, path, RefuseBlank)
}

// ReadNamed reads a file that somebody named, so that it has to be there.
func ReadNamed(path string) ([]Decision, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fault(path, err)
	}
	return ReadFile(path)
}

func fault(path string, err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err // the place says which
	}
	return &FileError{File: path, Err: err}
}

// Read reads decisions: CSV in UTF-8 with a header that has the columns id_a,
// id_b and decision, and may have reason, author, date, expires and source, in
// any order. The delimiter is the first of comma, semicolon and tab in the
// header. Columns that begin with "a: " or "b: " show the records to whoever
// fills the file in, and are not read; any other column is an error, because a
// misspelt one would silently say nothing. All faults are told together. name
// stands for the file in errors, which are *FileError.
func Read(r io.Reader, name string, blank Blank) ([]Decision, error) {
	br := bufio.NewReaderSize(r, 1<<16)
	if mark, _ := br.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		_, _ = br.Discard(3) // it was peeked
	}
	start, _ := br.Peek(1 << 12)
	c := csv.NewReader(br)
	c.Comma = delimiter(start)
	c.FieldsPerRecord = -1
	head, err := c.Read()
	if err == io.EOF {
		return nil, &FileError{File: name, Err: errors.New("the file is empty"), Next: "a header with id_a,id_b,decision is needed"}
	}
	if err != nil {
		return nil, explain(name, err)
	}
	at, err := columns(name, head)
	if err != nil {
		return nil, err
	}
	var all []Decision
	var faults []error
	for {
		row, err := c.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, errors.Join(append(faults, explain(name, err))...)
		}
		line, _ := c.FieldPos(0)
		d, err := parse(row, len(head), at, blank)
		if err != nil {
			var fe *FileError
			errors.As(err, &fe)
			fe.File, fe.Line = name, line
			if faults = append(faults, fe); len(faults) == mostFaults {
				break
			}
			continue
		}
		if d != nil {
			d.File, d.Line = name, line
			all = append(all, *d)
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return all, nil
}

// columns returns where each column of the header is, -1 for none.
func columns(name string, head []string) (at [len(header)]int, err error) {
	for i := range at {
		at[i] = -1
	}
	for i, h := range head {
		h = strings.TrimSpace(h)
		k := slices.IndexFunc(header[:], func(w string) bool { return strings.EqualFold(w, h) })
		switch {
		case k >= 0 && at[k] >= 0:
			return at, &FileError{File: name, Line: 1, Err: fmt.Errorf("the column %s is there twice", header[k])}
		case k >= 0:
			at[k] = i
		case h != "" && !strings.HasPrefix(h, "a: ") && !strings.HasPrefix(h, "b: "):
			return at, &FileError{File: name, Line: 1, Err: fmt.Errorf("there is no column %q in decisions", h), Next: "the columns are " + strings.Join(header[:], ",")}
		}
	}
	for _, k := range []int{colA, colB, colVerdict} {
		if at[k] < 0 {
			return at, &FileError{File: name, Line: 1, Err: fmt.Errorf("there is no column %s", header[k]), Next: "the header needs the columns id_a,id_b,decision"}
		}
	}
	return at, nil
}

func explain(name string, err error) error {
	var pe *csv.ParseError
	if errors.As(err, &pe) {
		return &FileError{File: name, Line: pe.Line, Err: pe.Err, Next: "check the quotes of that line"}
	}
	return fault(name, err)
}

// parse reads one row; nil where it has no verdict and need not have one.
func parse(row []string, width int, at [len(header)]int, blank Blank) (*Decision, error) {
	bad := func(next, format string, args ...any) (*Decision, error) {
		return nil, &FileError{Err: fmt.Errorf(format, args...), Next: next}
	}
	if len(row) > width {
		return bad("a cell with the delimiter in it needs quotes", "the row has %d columns, the header %d", len(row), width)
	}
	cell := func(k int) string {
		if at[k] < 0 || at[k] >= len(row) {
			return ""
		}
		return strings.TrimSpace(row[at[k]])
	}
	d := &Decision{A: cell(colA), B: cell(colB), Reason: cell(colReason), Author: cell(colAuthor), Source: cell(colSource)}
	switch {
	case d.A == "" || d.B == "":
		return bad("each row needs the ids of two records", "an id is blank")
	case d.A == d.B:
		return bad("a record is always one with itself; name two", "both ids are the same")
	}
	said := cell(colVerdict)
	if said == "" {
		if blank == SkipBlank {
			return nil, nil
		}
		return bad("write same, different or unsure", "the decision is blank")
	}
	var ok bool
	if d.Verdict, ok = ParseVerdict(said); !ok {
		return bad("write same, different or unsure", "%q is no decision", said)
	}
	var err error
	if d.Made, err = parseDay(cell(colDate)); err != nil {
		return bad("write it as 2026-01-31", "the date %q %w", cell(colDate), err)
	}
	if d.Expires, err = parseDay(cell(colExpires)); err != nil {
		return bad("write it as 2026-01-31", "the date %q in expires %w", cell(colExpires), err)
	}
	d.Expires = d.Expires.Truncate(24 * time.Hour)
	return d, nil
}

// delimiter returns the first delimiter of the header line.
func delimiter(head []byte) rune {
	for _, c := range head {
		switch c {
		case '\n':
			return ','
		case ',', ';', '\t':
			return rune(c)
		}
	}
	return ','
}

// Append adds decisions to a file, which is made where it is missing, in the
// columns and with the delimiter that it has. When it returns, they are on the
// disk.
func Append(path string, ds ...Decision) (err error) {
	if len(ds) == 0 {
		return nil
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return fault(path, err)
	}
	defer func() {
		if cerr := f.Close(); err == nil && cerr != nil {
			err = fault(path, cerr)
		}
	}()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	order := header[:]
	st, err := f.Stat()
	if err != nil {
		return fault(path, err)
	}
	if st.Size() == 0 {
		_ = w.Write(order) // to memory
	} else {
		if order, w.Comma, err = headOf(f, path); err != nil {
			return err
		}
		last := make([]byte, 1)
		if _, err := f.ReadAt(last, st.Size()-1); err != nil {
			return fault(path, err)
		}
		if last[0] != '\n' {
			b.WriteByte('\n')
		}
	}
	for i := range ds {
		_ = w.Write(ds[i].row(order)) // to memory
	}
	w.Flush()
	if _, err := f.Write(b.Bytes()); err != nil {
		return fault(path, err)
	}
	if err := f.Sync(); err != nil {
		return fault(path, err)
	}
	return nil
}

// headOf reads the columns of a file and its delimiter.
func headOf(f io.ReaderAt, path string) ([]string, rune, error) {
	r := bufio.NewReader(io.NewSectionReader(f, 0, 1<<16))
	if mark, _ := r.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		_, _ = r.Discard(3) // it was peeked
	}
	start, _ := r.Peek(1 << 12)
	c := csv.NewReader(r)
	c.Comma = delimiter(start)
	head, err := c.Read()
	if err != nil {
		return nil, 0, explain(path, err)
	}
	if _, err := columns(path, head); err != nil {
		return nil, 0, err
	}
	return head, c.Comma, nil
}

// row lays a decision out in the columns of a header.
func (d *Decision) row(head []string) []string {
	cells := [len(header)]string{
		d.A, d.B, d.Verdict.String(), d.Reason, d.Author, formatDay(d.Made), formatDay(d.Expires), d.Source,
	}
	out := make([]string, len(head))
	for i, h := range head {
		if k := slices.IndexFunc(header[:], func(w string) bool { return strings.EqualFold(w, strings.TrimSpace(h)) }); k >= 0 {
			out[i] = cells[k]
		}
	}
	return out
}
