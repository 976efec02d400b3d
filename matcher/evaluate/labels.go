package evaluate

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"unsafe"

	"github.com/onefold/onefold/record"
)

// ErrNothingInCommon is reported when no record has two labels.
var ErrNothingInCommon = errors.New("nothing to compare")

// Labels say which cluster each record belongs to. Code 0 of Clusters is a
// blank cluster. Ids are distinct and never blank.
type Labels struct {
	IDs, Clusters *record.Codes
}

// Len returns the number of records.
func (l *Labels) Len() int { return l.IDs.Len() }

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

// Hint returns what to do.
func (e *FileError) Hint() string { return e.Next }

// Unwrap returns the cause.
func (e *FileError) Unwrap() error { return e.Err }

// ReadLabels reads a CSV file in UTF-8 with a header that has the columns id
// and cluster; other columns don't matter. The delimiter is the first of
// comma, semicolon and tab in the header. name stands for the file in errors,
// which are *FileError.
func ReadLabels(r io.Reader, name string) (*Labels, error) {
	t, err := openTable(r, name, "id", "cluster")
	if err != nil {
		return nil, err
	}
	return t.labels()
}

// labels reads id and cluster of the rest of the rows.
func (t *table) labels() (*Labels, error) {
	ids, clusters := record.NewCoder(0), record.NewCoder(0)
	for {
		row, err := t.next()
		if err == io.EOF {
			return &Labels{IDs: ids.Codes(), Clusters: clusters.Codes()}, nil
		}
		if err != nil {
			return nil, err
		}
		if row[0] == "" {
			return nil, t.fault(errors.New("the id is blank"), "each record needs an id")
		}
		if _, fresh := ids.Add(bytesOf(row[0])); !fresh {
			return nil, t.fault(errors.New("this id came before"), "each record may have one row only")
		}
		clusters.Add(bytesOf(row[1]))
	}
}

// index returns a lookup of the ids of l: the code of a value, or one past the
// last code.
func index(l *Labels) func(id []byte) record.Code {
	n := l.IDs.Values.Len()
	c := record.NewCoder(0)
	for code := 1; code < n; code++ {
		c.Add(l.IDs.Values.Bytes(record.Row(code)))
	}
	return func(id []byte) record.Code { return min(c.Intern(id), record.Code(n)) }
}

// rowsOf returns 1 + the row of each code of an id.
func rowsOf(l *Labels) []uint32 {
	rowOf := make([]uint32, l.IDs.Values.Len())
	for r, code := range l.IDs.Of {
		rowOf[code] = uint32(r) + 1
	}
	return rowOf
}

// table reads some columns of a CSV file.
type table struct {
	name string
	csv  *csv.Reader
	at   []int // position of each wanted column
	row  []string
}

func openTable(r io.Reader, name string, want ...string) (*table, error) {
	t, head, err := begin(r, name, want...)
	if err != nil {
		return nil, err
	}
	return t, t.choose(head, want...)
}

// begin reads the header of a table. want says what is needed when there is none.
func begin(r io.Reader, name string, want ...string) (t *table, head []string, err error) {
	br := bufio.NewReaderSize(r, 1<<18)
	if mark, _ := br.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		_, _ = br.Discard(3) // it was peeked
	}
	t = &table{name: name, csv: csv.NewReader(br)}
	t.csv.Comma = delimiter(br)
	t.csv.ReuseRecord = true
	t.csv.FieldsPerRecord = -1
	head, err = t.csv.Read()
	if err == io.EOF {
		return nil, nil, &FileError{File: name, Err: errors.New("the file is empty"), Next: "a header with " + strings.Join(want, ",") + " is needed"}
	}
	if err != nil {
		return nil, nil, t.explain(err)
	}
	return t, slices.Clone(head), nil
}

// choose says which columns next returns.
func (t *table) choose(head []string, want ...string) error {
	t.row, t.at = make([]string, len(want)), nil
	for _, w := range want {
		i := find(head, w)
		if i < 0 {
			return &FileError{
				File: t.name, Line: 1, Err: fmt.Errorf("there is no column %s", w),
				Next: "the header needs the columns " + strings.Join(want, " and "),
			}
		}
		t.at = append(t.at, i)
	}
	return nil
}

// delimiter returns the first delimiter of the header line.
func delimiter(br *bufio.Reader) rune {
	head, _ := br.Peek(1 << 16)
	quoted := false
	for _, c := range head {
		switch c {
		case '"':
			quoted = !quoted
		case '\n':
			return ','
		case ',', ';', '\t':
			if !quoted {
				return rune(c)
			}
		}
	}
	return ','
}

func find(head []string, want string) int {
	for i, h := range head {
		if strings.EqualFold(strings.TrimSpace(h), want) {
			return i
		}
	}
	return -1
}

// next returns the wanted columns of the next row, valid until the next call;
// io.EOF after the last.
func (t *table) next() ([]string, error) {
	fields, err := t.csv.Read()
	if err == io.EOF {
		return nil, err
	}
	if err != nil {
		return nil, t.explain(err)
	}
	for i, at := range t.at {
		if at >= len(fields) {
			return nil, t.fault(fmt.Errorf("the row has %d columns, too few", len(fields)), "a quote or a line end is probably missing")
		}
		t.row[i] = fields[at]
	}
	return t.row, nil
}

// fault returns an error about the row at hand.
func (t *table) fault(err error, next string) error {
	line, _ := t.csv.FieldPos(0)
	return &FileError{File: t.name, Line: line, Err: err, Next: next}
}

// explain gives an error of the CSV reader its place.
func (t *table) explain(err error) error {
	var pe *csv.ParseError
	if errors.As(err, &pe) {
		return &FileError{File: t.name, Line: pe.Line, Err: pe.Err, Next: "check the quotes of that line"}
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err // the place says which
	}
	return &FileError{File: t.name, Err: err}
}

// bytesOf returns the bytes of s without copying them; they must not change.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }
