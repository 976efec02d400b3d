package connectortest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

// Opener opens a source by its reference.
type Opener func(ctx context.Context, ref string, o connectors.Options) (connectors.Source, error)

// Suite says what the tests need to know of a connector.
type Suite struct {
	Open Opener
	// Ext is the extension of its files.
	Ext string
	// Sample returns the text of a file of n records and three fields: id, name,
	// note. The id is the record's number, the name is never empty. nil where records
	// are not in files.
	Sample func(n int) []byte
	// Make makes a source with the same records, and returns its reference; nil
	// writes Sample to a file.
	Make func(t *testing.T, n int) string
	// Options are those of every source that is opened.
	Options connectors.Options
}

var errRefused = errors.New("refused")

// refusing returns an error from the call of its kind that comes after allowed
// ones.
type refusing struct {
	Collector
	allowed int
	after   func()
}

func (r *refusing) Batch(b *record.Batch) error {
	if r.allowed == 0 {
		if r.after != nil {
			r.after()
			return nil
		}
		return errRefused
	}
	r.allowed--
	return r.Collector.Batch(b)
}

// Run runs the suite.
func Run(t *testing.T, s Suite) {
	const many = 3*connectors.BatchRows + 17
	write := func(t *testing.T, text []byte) string {
		t.Helper()
		path := filepath.Join(t.TempDir(), "sample"+s.Ext)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	make := s.Make
	if make == nil {
		make = func(t *testing.T, n int) string { t.Helper(); return write(t, s.Sample(n)) }
	}
	open := func(t *testing.T, ref string, o connectors.Options) connectors.Source {
		t.Helper()
		if s.Sample == nil {
			o = s.Options
		}
		src, err := s.Open(t.Context(), ref, o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { src.Close() })
		return src
	}

	t.Run("records in order, in full batches", func(t *testing.T) {
		src := open(t, make(t, many), connectors.Options{})
		if got := src.Schema().Names(); !slices.Equal(got, []string{"id", "name", "note"}) {
			t.Fatalf("fields %q", got)
		}
		var c Collector
		if err := src.Read(t.Context(), &c); err != nil {
			t.Fatal(err)
		}
		if len(c.Rows) != many || len(c.Rejections) != 0 {
			t.Fatalf("%d records and %d rejections of %d", len(c.Rows), len(c.Rejections), many)
		}
		for i, row := range c.Rows {
			if row[0].Value != strconv.Itoa(i+1) || c.Numbers[i] != int64(i+1) || row[1].Value == "" {
				t.Fatalf("record %d: id %q, number %d", i+1, row[0].Value, c.Numbers[i])
			}
		}
		if c.Batches != 4 {
			t.Errorf("%d batches, want 4", c.Batches)
		}
		info := src.Info()
		if info.Records != many || info.Format == "" || info.Encoding.Value == "" || len(info.SHA256) != 64 || s.Sample != nil && info.Size != int64(len(s.Sample(many))) {
			t.Errorf("info after reading: %+v", info)
		}
	})

	t.Run("reads again", func(t *testing.T) {
		src := open(t, make(t, 10), connectors.Options{})
		if !src.Properties().Rereadable {
			t.Fatal("a file is not rereadable")
		}
		for range 2 {
			var c Collector
			if err := src.Read(t.Context(), &c); err != nil || len(c.Rows) != 10 || src.Info().Records != 10 {
				t.Fatalf("%d records, %v", len(c.Rows), err)
			}
		}
	})

	t.Run("closed", func(t *testing.T) {
		src := open(t, make(t, 3), connectors.Options{})
		if err := errors.Join(src.Close(), src.Close()); err != nil {
			t.Fatal(err)
		}
		if err := src.Read(t.Context(), &Collector{}); !errors.Is(err, connectors.ErrClosed) {
			t.Errorf("reading what is closed: %v", err)
		}
	})

	t.Run("cancelled", func(t *testing.T) {
		path := make(t, 20*connectors.BatchRows)
		src := open(t, path, connectors.Options{})
		ctx, cancel := context.WithCancel(t.Context())
		c := &refusing{allowed: 1, after: cancel}
		if err := src.Read(ctx, c); !errors.Is(err, context.Canceled) {
			t.Errorf("reading ended with %v", err)
		}
		if len(c.Rows) >= 20*connectors.BatchRows {
			t.Error("everything was read all the same")
		}
		if _, err := s.Open(ctx, path, s.Options); !errors.Is(err, context.Canceled) {
			t.Errorf("opening under a cancelled context: %v", err)
		}
	})

	t.Run("receiver's error", func(t *testing.T) {
		src := open(t, make(t, many), connectors.Options{})
		c := &refusing{allowed: 1}
		if err := src.Read(t.Context(), c); !errors.Is(err, errRefused) || len(c.Rows) != connectors.BatchRows {
			t.Errorf("%d records, %v", len(c.Rows), err)
		}
	})

	t.Run("leaves no goroutine", func(t *testing.T) {
		ref := make(t, many)
		before := runtime.NumGoroutine()
		for range 5 {
			src, err := s.Open(t.Context(), ref, s.Options)
			if err != nil {
				t.Fatal(err)
			}
			if err := src.Read(t.Context(), &refusing{allowed: 1}); !errors.Is(err, errRefused) {
				t.Fatal(err)
			}
			src.Close()
		}
		for wait := 0; runtime.NumGoroutine() > before; wait++ {
			if wait == 100 {
				t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
			}
			time.Sleep(10 * time.Millisecond)
		}
	})

	if s.Sample != nil {
		s.files(t, open, write)
	}
}

// files tests what only files have: standard input, and copies.
func (s Suite) files(t *testing.T, open func(*testing.T, string, connectors.Options) connectors.Source, write func(*testing.T, []byte) string) {
	const many = 3*connectors.BatchRows + 17
	t.Run("standard input once", func(t *testing.T) {
		src := open(t, "-", connectors.Options{Stdin: bytes.NewReader(s.Sample(many))})
		if src.Properties().Rereadable {
			t.Error("standard input says it is rereadable")
		}
		var c Collector
		if err := src.Read(t.Context(), &c); err != nil || len(c.Rows) != many {
			t.Fatalf("%d records, %v", len(c.Rows), err)
		}
		if err := src.Read(t.Context(), &c); !errors.Is(err, connectors.ErrConsumed) {
			t.Errorf("second reading: %v", err)
		}
	})

	t.Run("one byte at a time", func(t *testing.T) {
		src := open(t, "-", connectors.Options{Stdin: &drip{s.Sample(50)}})
		var c Collector
		if err := src.Read(t.Context(), &c); err != nil || len(c.Rows) != 50 {
			t.Fatalf("%d records, %v", len(c.Rows), err)
		}
	})

	t.Run("copy reads the same", func(t *testing.T) { s.copies(t, open, write) })

	t.Run("writer refuses", func(t *testing.T) {
		w := writer(t, open(t, write(t, s.Sample(3)), connectors.Options{}), io.Discard, []string{"id", "name"})
		if err := w.Write([]string{"1"}, nil); !errors.Is(err, connectors.ErrFieldCount) {
			t.Errorf("a value too few: %v", err)
		}
		if err := errors.Join(w.Close(), w.Close()); err != nil {
			t.Fatal(err)
		}
		if err := w.Write([]string{"1", "2"}, nil); !errors.Is(err, connectors.ErrClosed) {
			t.Errorf("writing what is closed: %v", err)
		}
	})

	t.Run("writer passes errors on", func(t *testing.T) {
		w := writer(t, open(t, write(t, s.Sample(3)), connectors.Options{}), full{}, []string{"id"})
		_ = w.Write([]string{"1"}, nil) // may be buffered
		if err := w.Close(); !errors.Is(err, errFull) {
			t.Errorf("closing on a full disk: %v", err)
		}
	})
}

var errFull = errors.New("no space left")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

type drip struct{ text []byte }

func (d *drip) Read(p []byte) (int, error) {
	if len(d.text) == 0 {
		return 0, io.EOF
	}
	p[0] = d.text[0]
	d.text = d.text[1:]
	return 1, nil
}

func writer(t *testing.T, src connectors.Source, to io.Writer, fields []string) connectors.RowWriter {
	t.Helper()
	copier, ok := src.(connectors.Copier)
	if !ok {
		t.Skip("not a Copier")
	}
	w, err := copier.NewWriter(to, fields)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// copies writes the values that writers get wrong, and reads them back.
func (s Suite) copies(t *testing.T, open func(*testing.T, string, connectors.Options) connectors.Source, write func(*testing.T, []byte) string) {
	values := []string{
		"plain", "", " spaces around ", "comma, semicolon; tab\t pipe|", `"`, `""`, `say "hi"`, `back\slash\`, `\"`,
		"two\nlines", "two\r\nlines", "'", "''", "é ș € 漢", "null", "true", "0012", "1.50", "{}", `{"a":1}`, "[1, 2]", "sep=;", "\uFEFFmark", "\x00", "-", "#",
		strings.Repeat("long ", 50_000),
	}
	src := open(t, write(t, s.Sample(5)), connectors.Options{})
	var out bytes.Buffer
	fields := append(src.Schema().Names(), "more")
	w := writer(t, src, &out, fields)
	var want [][]Cell
	add := func(cells ...Cell) {
		row := make([]string, len(cells))
		states := make([]record.State, len(cells))
		for i, c := range cells {
			row[i], states[i] = c.Value, c.State
			if c.State == record.Null && !src.Properties().KeepsNull {
				cells[i].State = record.Empty
			}
		}
		if err := w.Write(row, states); err != nil {
			t.Fatal(err)
		}
		want = append(want, cells)
	}
	cell := func(v string) Cell {
		if v == "" {
			return Cell{State: record.Empty}
		}
		return Cell{Value: v}
	}
	for i, v := range values {
		id := strconv.Itoa(i + 1)
		add(cell(id), cell("x"), cell(v), cell("y"))
		add(cell(id), cell("x"), cell("y"), cell(v))
		add(cell(id), cell(v), cell(v), cell(v))
	}
	add(cell("1"), cell("x"), Cell{State: record.Null}, Cell{State: record.Null})
	add(cell("1"), cell("x"), Cell{State: record.Empty}, Cell{State: record.Empty})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, write(t, out.Bytes()), connectors.Options{})
	if got := again.Schema().Names(); !slices.Equal(got, fields) {
		t.Fatalf("fields %q", got)
	}
	var c Collector
	if err := again.Read(t.Context(), &c); err != nil {
		t.Fatal(err)
	}
	if len(c.Rejections) > 0 || len(c.Rows) != len(want) {
		t.Fatalf("%d records of %d, %d rejections, first %+v", len(c.Rows), len(want), len(c.Rejections), append(c.Rejections, connectors.Rejection{})[0].Reason)
	}
	for i, row := range want {
		if !slices.Equal(c.Rows[i], row) {
			t.Errorf("record %d: wrote %.200q, read %.200q", i+1, row, c.Rows[i])
		}
	}
}
