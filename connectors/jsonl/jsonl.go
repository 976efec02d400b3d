package jsonl

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/internal/charset"
	"github.com/onefold/onefold/connectors/internal/input"
	"github.com/onefold/onefold/record"
)

// Name is the connector's name in the registry.
const Name = "jsonl"

// Other is the field that takes members which come after the fields of an
// input that can be read only once were decided.
const Other = "other_members"

const batchBytes = 4 << 20

// Source is a file of JSON objects.
type Source struct {
	in      *input.Input
	opts    connectors.Options
	info    connectors.Info
	lines   bool
	members *members
	schema  record.Schema
	other   bool
	closed  bool
}

// Sniff tells whether the beginning of a file looks like JSON objects.
func Sniff(head []byte) bool {
	text, _ := io.ReadAll(charset.NewReader(bytes.NewReader(head[:min(len(head), 4096)]), bomEncoding(head), false, false))
	i := space(text, 0)
	if i < len(text) && text[i] == '[' {
		if i = space(text, i+1); i < len(text) && text[i] == ']' {
			return true
		}
	}
	if i >= len(text) || text[i] != '{' {
		return false
	}
	i = space(text, i+1)
	return i < len(text) && (text[i] == '"' || text[i] == '}')
}

// bomEncoding returns the encoding that the first bytes tell, UTF-8 without.
func bomEncoding(head []byte) string {
	if g := charset.Detect(head[:min(len(head), 4096)]); g.BOM || g.Encoding == charset.UTF16LE || g.Encoding == charset.UTF16BE {
		return g.Encoding
	}
	return charset.UTF8
}

// Open finds out the fields of the input and takes the input over.
func Open(ctx context.Context, in *input.Input, o connectors.Options) (*Source, error) {
	s := &Source{in: in, opts: o, members: newMembers(o.CellLimit())}
	head, whole := in.Head()
	encoding := connectors.Guess{Value: bomEncoding(head), Confidence: 1}
	if o.Encoding != "" {
		name, ok := charset.Parse(o.Encoding)
		if !ok {
			return nil, &connectors.Fault{Cause: "encoding is not understood", Hint: "give one of " + fmt.Sprint(charset.Names()), Err: connectors.ErrOption}
		}
		encoding = connectors.Known(name)
	}
	bom := charset.BOM(encoding.Value)
	s.info = connectors.Info{
		Name: in.Name(), Format: Name, Compression: in.Compression(), Encoding: encoding, LineEnd: "LF",
		BOM: len(bom) > 0 && bytes.HasPrefix(head, bom),
	}
	text, _ := io.ReadAll(charset.NewReader(bytes.NewReader(head), encoding.Value, false, false))
	if whole && space(text, 0) == len(text) {
		return nil, &connectors.Fault{Place: in.Name(), Cause: "there is no data in it", Hint: "check that the export finished", Err: connectors.ErrEmpty}
	}
	s.lines = lineMode(text)
	if bytes.Contains(text[:min(len(text), 64<<10)], []byte("\r\n")) {
		s.info.LineEnd = "CRLF"
	}
	if err := s.fields(ctx, head, whole); err != nil {
		return nil, err
	}
	s.members.open = false
	for _, n := range s.members.names {
		s.schema.Fields = append(s.schema.Fields, record.Field{Name: n})
	}
	if s.other = !whole && !in.Rereadable(); s.other {
		name := Other
		for n := 2; s.schema.Index(name) >= 0; n++ {
			name = fmt.Sprintf("%s_%d", Other, n)
		}
		s.schema.Fields = append(s.schema.Fields, record.Field{Name: name})
	}
	return s, nil
}

// lineMode tells whether each line is a value of its own.
func lineMode(text []byte) bool {
	i := space(text, 0)
	if i < len(text) && text[i] == '[' {
		return false
	}
	line := text[i:]
	if k := bytes.IndexByte(line, '\n'); k >= 0 {
		line = line[:k]
	}
	if len(line) == 0 || line[0] != '{' {
		return true
	}
	_, _, st := value(line, 0, 0)
	return st != scanMore || len(line) == len(text)-i
}

// fields reads what there is to find the members and their kinds.
func (s *Source) fields(ctx context.Context, head []byte, whole bool) error {
	var from io.Reader = bytes.NewReader(head)
	if !whole && s.in.Rereadable() {
		r, err := s.in.Scan()
		if err != nil {
			return err
		}
		defer r.Close()
		from = r
	}
	o := newObjects(&cancelled{ctx, charset.NewReader(from, s.info.Encoding.Value, false, false)}, s.lines, 4*s.opts.CellLimit())
	objects := 0
	for {
		it, ok := o.next()
		if !ok {
			break
		}
		if it.blank || it.large || it.bad {
			continue
		}
		if s.members.parse(it.raw) == "" {
			s.members.note()
			objects++
		}
	}
	if err := o.failure(); err != nil && errors.Is(err, ctx.Err()) {
		return err
	}
	// Another failure comes again, with its line, when the file is read.
	if objects == 0 && !o.seen {
		return &connectors.Fault{Place: s.in.Name(), Cause: "there is no JSON object in it", Hint: "give JSON Lines: one object a line", Err: connectors.ErrFormat}
	}
	return nil
}

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

// Schema returns the fields.
func (s *Source) Schema() record.Schema { return s.schema }

// Info returns what was found.
func (s *Source) Info() connectors.Info { return s.info }

// Properties says what a file can do.
func (s *Source) Properties() connectors.Properties {
	return connectors.Properties{Rereadable: s.in.Rereadable(), Lines: true, KeepsNull: true, KeepsNames: true}
}

// Close releases the input.
func (s *Source) Close() error {
	s.closed = true
	return s.in.Close()
}

// Read parses the file from its start.
func (s *Source) Read(ctx context.Context, to connectors.Receiver) error {
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
	i.Records, i.Rejected, i.BlankLines = 0, 0, 0
	decoded := charset.NewReader(raw, i.Encoding.Value, s.opts.Strict, false)
	o := newObjects(&cancelled{ctx, decoded}, s.lines, 4*s.opts.CellLimit())
	batch := record.NewBatch(len(s.schema.Fields))
	held := 0
	flush := func() error {
		if batch.Len() == 0 {
			return nil
		}
		for k, c := range batch.Columns {
			if err := c.Err(); err != nil {
				return fmt.Errorf("read %s: column %d: %w", s.in.Name(), k+1, err)
			}
		}
		err := to.Batch(batch)
		batch.Reset()
		held = 0
		return err
	}
	for {
		it, ok := o.next()
		if !ok {
			break
		}
		if it.blank {
			i.BlankLines++
			continue
		}
		if it.bad {
			if err := flush(); err != nil {
				return err
			}
			return s.broken(it)
		}
		number := i.Records + i.Rejected + 1
		reason := connectors.ReasonCellTooLarge
		if !it.large {
			reason = s.members.parse(it.raw)
		}
		if reason != "" {
			if err := s.reject(to, it, number, reason); err != nil {
				return err
			}
			continue
		}
		s.members.note()
		s.members.appendTo(batch.Columns)
		batch.Numbers = append(batch.Numbers, number)
		i.Records++
		if held += len(it.raw); batch.Len() == connectors.BatchRows || held > batchBytes {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	o.drain()
	if err := flush(); err != nil {
		return err
	}
	if err := o.failure(); err != nil {
		return s.fail(o, err)
	}
	i.BadBytes, i.NULBytes, i.Lines = decoded.Bad, decoded.NUL, o.line-1
	i.SHA256, i.Size = raw.Digest()
	return nil
}

func (s *Source) reject(to connectors.Receiver, it item, number int64, reason string) error {
	detail, hint := "not a JSON value", "each line has to be one whole JSON object"
	switch reason {
	case connectors.ReasonNotObject:
		detail = "a JSON value that is not an object"
	case connectors.ReasonDuplicateKey:
		detail, hint = "an object has a member twice", "rename or remove one of the two"
	case connectors.ReasonCellTooLarge:
		detail, hint = fmt.Sprintf("a value is larger than %d bytes", s.opts.CellLimit()), "raise the largest cell"
	}
	if s.opts.Strict {
		return &connectors.Fault{Place: fmt.Sprintf("%s:%d", s.in.Name(), it.line), Cause: detail, Hint: hint, Err: connectors.ErrStrict}
	}
	s.info.Rejected++
	return to.Reject(connectors.Rejection{Line: it.line, Record: number, Reason: reason, Detail: detail, Raw: it.raw})
}

func (s *Source) broken(it item) error {
	f := &connectors.Fault{
		Place: fmt.Sprintf("%s:%d", s.in.Name(), it.line), Cause: "JSON is broken here, and what follows can't be told apart",
		Hint: "mend this line, or export as JSON Lines: one object a line", Err: connectors.ErrFormat,
	}
	if it.large {
		f.Cause, f.Hint = fmt.Sprintf("an object is larger than %d bytes", 4*s.opts.CellLimit()), "raise the largest cell"
	}
	return f
}

func (s *Source) fail(o *objects, err error) error {
	place := fmt.Sprintf("%s:%d", s.in.Name(), o.line)
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
