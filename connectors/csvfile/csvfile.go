package csvfile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/csvfile/internal/heading"
	"github.com/onefold/onefold/connectors/internal/charset"
	"github.com/onefold/onefold/connectors/internal/input"
	"github.com/onefold/onefold/record"
)

// Name is the connector's name in the registry.
const Name = "csv"

const (
	batchBytes = 4 << 20 // a batch is sent when its cells exceed this
	// evidence is how many bytes of lines with characters above ASCII are enough
	// to tell an encoding; a compressed file is searched for them up to
	// searchPacked bytes.
	evidence     = 64 << 10
	searchPacked = 8 << 20
)

// Source is a delimited text file.
type Source struct {
	in     *input.Input
	opts   connectors.Options
	found  sniffed
	schema record.Schema
	raw    [][]byte // header cells as they are, nil without a header
	info   connectors.Info
	guess  bool // the encoding may turn out another than ASCII
	closed bool
}

// Open finds out the dialect of the input and takes the input over.
func Open(ctx context.Context, in *input.Input, o connectors.Options) (*Source, error) {
	s := &Source{in: in, opts: o}
	g, err := parseOptions(o)
	if err != nil {
		return nil, err
	}
	head, whole := in.Head()
	if whole && len(bytes.TrimSpace(head)) == 0 {
		return nil, emptyFault(in.Name())
	}
	s.info = connectors.Info{Name: in.Name(), Format: Name, Compression: in.Compression()}
	if err := s.encoding(ctx, head, whole); err != nil {
		return nil, err
	}
	// At most the head's end is cut, so an error here can only be in strict reading
	// and comes again, with its line, when the file is read.
	text, _ := io.ReadAll(charset.NewReader(bytes.NewReader(head), s.info.Encoding.Value, false, false))
	if whole && len(bytes.TrimSpace(text)) == 0 {
		return nil, emptyFault(in.Name())
	}
	f := sniff(text, whole, g, o.Header)
	f.dialect.Encoding, f.dialect.BOM = s.info.Encoding.Value, s.info.BOM
	s.found = f
	if len(f.first) == 0 {
		return nil, emptyFault(in.Name())
	}
	if f.dialect.Header {
		for _, c := range f.first {
			s.raw = append(s.raw, bytes.Clone(c))
		}
		for len(s.raw) < f.width {
			s.raw = append(s.raw, nil)
		}
		s.schema = heading.Names(s.raw)
	} else {
		s.schema = heading.Columns(f.width)
	}
	s.found.rows = nil
	s.info.Delimiter, s.info.Quote, s.info.Escape, s.info.Header = f.delimiter, f.quote, f.escape, f.header
	s.info.LineEnd = lineEndName(f.dialect.LineEnd, f.mixedEnds)
	s.info.SepLine = f.dialect.SepLine
	s.info.TitleLines = f.skip
	if f.dialect.SepLine {
		s.info.TitleLines--
	}
	return s, nil
}

func emptyFault(name string) error {
	return &connectors.Fault{Place: name, Cause: "there is no data in it", Hint: "check that the export finished", Err: connectors.ErrEmpty}
}

// encoding decides the encoding: as told, by a mark, or by what the text has
// above ASCII, for which a file is searched beyond its head.
func (s *Source) encoding(ctx context.Context, head []byte, whole bool) error {
	if s.opts.Encoding != "" {
		name, ok := charset.Parse(s.opts.Encoding)
		if !ok {
			return optionFault("encoding", "one of "+fmt.Sprint(charset.Names()))
		}
		s.info.Encoding = connectors.Known(name)
		bom := charset.BOM(name)
		s.info.BOM = len(bom) > 0 && bytes.HasPrefix(head, bom)
		return nil
	}
	g := charset.Detect(head)
	if !whole && !g.BOM && g.Encoding != charset.UTF16LE && g.Encoding != charset.UTF16BE && s.in.Rereadable() {
		sample, err := s.sample(ctx)
		if err != nil {
			return err
		}
		if len(sample) > 0 {
			g = charset.Detect(sample)
		}
	}
	s.guess = g.ASCII
	s.info.BOM = g.BOM
	s.info.Encoding = connectors.Guess{Value: g.Encoding, Given: g.BOM, Confidence: g.Confidence, Alternatives: g.Alternatives}
	return nil
}

// sample gathers lines with bytes above ASCII from all over a file.
func (s *Source) sample(ctx context.Context) ([]byte, error) {
	r, err := s.in.Scan()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var out []byte
	buf := make([]byte, 256<<10)
	held := 0 // of a line whose end is still to come
	for read := 0; len(out) < evidence; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n, err := r.Read(buf[held:])
		read += n
		text := buf[:held+n]
		lines := bytes.LastIndexByte(text, '\n') + 1
		if lines == 0 || err != nil { // a line longer than the buffer is cut where it may be
			lines = len(text)
			if err == nil && lines < len(buf) {
				held = lines
				continue
			}
			lines -= charset.Cut(text)
		}
		out = charset.HighLines(out, text[:lines], evidence)
		held = copy(buf, text[lines:])
		if err != nil || s.info.Compression != "" && read > searchPacked {
			break // a broken file is told of when it is read
		}
	}
	return out, nil
}

// Schema returns the fields.
func (s *Source) Schema() record.Schema { return s.schema }

// Info returns what was found.
func (s *Source) Info() connectors.Info {
	i := s.info
	i.Encoding.Alternatives = slices.Clone(i.Encoding.Alternatives)
	return i
}

// Dialect returns how the file is written.
func (s *Source) Dialect() Dialect { return s.found.dialect }

// Properties says what a file can do.
func (s *Source) Properties() connectors.Properties {
	return connectors.Properties{Rereadable: s.in.Rereadable(), Lines: true, KeepsNames: s.found.dialect.Header}
}

// NewWriter returns a writer in the file's dialect and encoding. A field that
// the file has is headed as there.
func (s *Source) NewWriter(w io.Writer, fields []string) (connectors.RowWriter, error) {
	heads := make([]string, len(fields))
	for i, f := range fields {
		heads[i] = f
		if k := s.schema.Index(f); k >= 0 && s.raw != nil {
			heads[i] = string(s.raw[k])
		}
	}
	return newWriter(w, fields, heads, s.found.dialect)
}

// Close releases the input.
func (s *Source) Close() error {
	s.closed = true
	return s.in.Close()
}

// Read parses the file from its start.
func (s *Source) Read(ctx context.Context, to connectors.Receiver) (err error) {
	if s.closed {
		return fmt.Errorf("read %s: %w", s.in.Name(), connectors.ErrClosed)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	raw, err := s.in.Reader()
	if err != nil {
		return err
	}
	defer raw.Close()
	i := &s.info
	i.Records, i.Rejected, i.BlankLines, i.ShortRows, i.TrimmedRows, i.StrayQuotes = 0, 0, 0, 0, 0, 0
	d := s.found.dialect
	text := charset.NewReader(raw, d.Encoding, s.opts.Strict, s.guess)
	p := newParser(&cancelled{ctx, text}, d, s.opts.CellLimit())
	if err := p.skip(s.found.skip); err != nil {
		return s.fail(p, err)
	}
	p.want = len(s.schema.Fields)
	r := reading{s: s, p: p, to: to, batch: record.NewBatch(p.want)}
	if err := r.run(); err != nil {
		return err
	}
	if text.Name() != d.Encoding {
		s.found.dialect.Encoding = text.Name()
		i.Encoding = connectors.Guess{Value: text.Name(), Confidence: 0.6}
	}
	i.StrayQuotes, i.BadBytes, i.NULBytes = p.stray, text.Bad, text.NUL
	i.Lines = p.line - 1
	i.SHA256, i.Size = raw.Digest()
	return nil
}

// cancelled reads until the context ends.
type cancelled struct {
	ctx  context.Context
	from io.Reader
}

func (c *cancelled) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.from.Read(p)
}

// fail gives an error of the input its line.
func (s *Source) fail(p *parser, err error) error {
	line := p.line + int64(p.countLines(p.buf[p.pos:p.end]))
	place := fmt.Sprintf("%s:%d", s.in.Name(), line)
	var bad *charset.BadByteError
	if errors.As(err, &bad) {
		return &connectors.Fault{Place: place, Cause: bad.Error(), Hint: "name the encoding, or read without strict to see U+FFFD in its place", Err: connectors.ErrStrict}
	}
	var f *connectors.Fault
	if errors.As(err, &f) {
		at := *f
		at.Place = place
		return &at
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("read %s: %w", place, err)
}
