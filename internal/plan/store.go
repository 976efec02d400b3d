package plan

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Names of the files of a plan.
const (
	HeaderFile  = "plan.json"
	GroupsFile  = "groups.jsonl"
	ChangesFile = "changes.jsonl"
)

// Files are the names of all files of a plan.
func Files() []string { return []string{HeaderFile, GroupsFile, ChangesFile} }

// Faults of plans that callers tell apart.
var (
	ErrNone    = errors.New("there is no plan")
	ErrChanged = errors.New("the plan is not what was made")
)

// Stage is where the files of a plan are made; workspace.Stage is one.
type Stage interface {
	Create(name string) (*os.File, error)
}

// Writer writes a plan group by group.
type Writer struct {
	st              Stage
	groups, changes *out
	header          *Header
}

type out struct {
	f   *os.File
	b   *bufio.Writer
	sum hash.Hash
	enc *json.Encoder
}

func newOut(st Stage, name string) (*out, error) {
	f, err := st.Create(name)
	if err != nil {
		return nil, err
	}
	o := &out{f: f, sum: sha256.New()}
	o.b = bufio.NewWriterSize(io.MultiWriter(f, o.sum), 1<<16)
	o.enc = json.NewEncoder(o.b)
	o.enc.SetEscapeHTML(false)
	return o, nil
}

// NewWriter begins a plan. The header is completed by Close.
func NewWriter(st Stage, h *Header) (*Writer, error) {
	w := &Writer{st: st, header: h}
	h.Format, h.Tables, h.Counts = Format, map[string]int64{}, Counts{}
	var err error
	if w.groups, err = newOut(st, GroupsFile); err != nil {
		return nil, err
	}
	if w.changes, err = newOut(st, ChangesFile); err != nil {
		return nil, errors.Join(err, w.groups.f.Close())
	}
	return w, nil
}

// Group writes a group with its changes.
func (w *Writer) Group(g *Group) error {
	w.header.Counts.Add(g)
	if err := w.groups.enc.Encode(g); err != nil {
		return fmt.Errorf("write %s: %w", GroupsFile, err)
	}
	for i := range g.Changes {
		c := &g.Changes[i]
		c.Group = g.ID
		name := c.Name()
		w.header.Tables[name.String()]++
		if err := w.changes.enc.Encode(c); err != nil {
			return fmt.Errorf("write %s: %w", ChangesFile, err)
		}
	}
	return nil
}

// Close completes the plan; with a nil error the stage can be committed.
func (w *Writer) Close() error {
	err := errors.Join(w.groups.b.Flush(), w.changes.b.Flush(), w.groups.f.Close(), w.changes.f.Close())
	if err != nil {
		return fmt.Errorf("write the plan: %w", err)
	}
	w.header.Hash = w.header.combined(w.groups.sum, w.changes.sum)
	f, err := w.st.Create(HeaderFile)
	if err != nil {
		return err
	}
	e := json.NewEncoder(f)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := errors.Join(e.Encode(w.header), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", HeaderFile, err)
	}
	return nil
}

// combined is the hash of a plan: of its files, of what it was made from, where
// and when.
func (h *Header) combined(groups, changes hash.Hash) string {
	b, err := json.Marshal([]any{groups.Sum(nil), changes.Sum(nil), h.Made.UTC(), h.Source, h.Table, h.Schema, h.Inputs, h.Probes})
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// ReadHeader reads plan.json of a directory; ErrNone where there is none.
func ReadHeader(dir string) (*Header, error) {
	b, err := os.ReadFile(filepath.Join(dir, HeaderFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNone
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", HeaderFile, err)
	}
	h := new(Header)
	if err := json.Unmarshal(b, h); err != nil {
		return nil, fmt.Errorf("%s: %w", HeaderFile, ErrChanged)
	}
	if h.Format != Format {
		return nil, fmt.Errorf("the plan has the format %q, this onefold knows %s", h.Format, Format)
	}
	return h, nil
}

// Verify reads a plan's files and compares them with its hash.
func Verify(dir string, h *Header) error {
	sums := make([]hash.Hash, 2)
	for i, name := range []string{GroupsFile, ChangesFile} {
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			return fmt.Errorf("%s: %w", name, ErrChanged)
		}
		sums[i] = sha256.New()
		_, err = io.Copy(sums[i], f)
		if err := errors.Join(err, f.Close()); err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
	}
	if h.combined(sums[0], sums[1]) != h.Hash {
		return ErrChanged
	}
	return nil
}

// Groups calls each with every group of a plan and its changes, in order.
// Memory holds one group.
func Groups(dir string, each func(*Group) error) error {
	gf, err := os.Open(filepath.Join(dir, GroupsFile))
	if err != nil {
		return fmt.Errorf("%s: %w", GroupsFile, ErrChanged)
	}
	defer gf.Close()
	cf, err := os.Open(filepath.Join(dir, ChangesFile))
	if err != nil {
		return fmt.Errorf("%s: %w", ChangesFile, ErrChanged)
	}
	defer cf.Close()
	groups, changes := json.NewDecoder(bufio.NewReaderSize(gf, 1<<16)), json.NewDecoder(bufio.NewReaderSize(cf, 1<<16))
	var next *Change
	for {
		g := new(Group)
		if err := groups.Decode(g); errors.Is(err, io.EOF) {
			if next != nil {
				return fmt.Errorf("%s: a change of no group: %w", ChangesFile, ErrChanged)
			}
			return nil
		} else if err != nil {
			return fmt.Errorf("%s: %w", GroupsFile, ErrChanged)
		}
		for {
			if next == nil {
				c := new(Change)
				if err := changes.Decode(c); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					return fmt.Errorf("%s: %w", ChangesFile, ErrChanged)
				}
				next = c
			}
			if next.Group != g.ID {
				break
			}
			g.Changes = append(g.Changes, *next)
			next = nil
		}
		if err := each(g); err != nil {
			return err
		}
	}
}
