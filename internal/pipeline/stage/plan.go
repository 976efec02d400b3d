package stage

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/zeebo/xxh3"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/matcher/block"
	"github.com/onefold/onefold/matcher/block/aspect"
	"github.com/onefold/onefold/matcher/score"
	"github.com/onefold/onefold/record"
)

// The files of a plan's folder.
const (
	FilePlan    = "plan.json"
	FileRecords = "records.tsv"
)

// Plan is what was learnt of all records. Read-only once loaded.
type Plan struct {
	Format  string  `json:"format"`
	Version string  `json:"version"`
	ID      string  `json:"-"` // hash of what follows
	Records int     `json:"records"`
	Fields  []Field `json:"fields"`
	// Countries says that records have one, see matcher.Input.Strata.
	Countries        bool           `json:"countries"`
	MatchProbability float64        `json:"match_probability"`
	MaxCandidates    int            `json:"max_candidates"`
	MaxBlock         int            `json:"max_block"`
	Model            *score.Model   `json:"model"`
	Rules            []block.Chosen `json:"blocking_rules"`
	Large            []block.Key    `json:"large_blocks"`

	dir string
}

// Field is a field of the records.
type Field struct {
	Name     string      `json:"name"`
	Kind     record.Kind `json:"kind"`
	Group    string      `json:"group,omitempty"`
	Columns  int         `json:"columns"`
	Variants bool        `json:"variants,omitempty"`
	Lists    bool        `json:"lists,omitempty"`
	// Words says how many records have a word, of words that more than one has.
	Words map[string]uint32 `json:"words,omitempty"`
}

const planFormat = "onefold stage plan"

// Make learns from all records of a job, which must be understood, and writes
// the plan and the records to a folder, which it makes. It takes what dedupe
// takes until it scores. What it writes depends on the records' content alone,
// not on their order.
func Make(ctx context.Context, j *pipeline.Job, dir string) (*Plan, error) {
	in, cfg := j.MatchInput()
	if in.Sources != nil || len(in.Decisions) > 0 {
		return nil, errors.New("stages know one source and no decisions")
	}
	l := matcher.NewLinker(in, cfg)
	res, err := l.Learn(ctx)
	if err != nil {
		return nil, err
	}
	if len(res.Set.Comparisons) == 0 {
		return nil, &connectors.Fault{Place: j.Source, Cause: "has nothing to compare records by", Hint: "onefold profile shows what the columns were taken for"}
	}
	cfg = l.Config()
	p := &Plan{
		Format: planFormat, Version: version, Records: in.Rows, Countries: in.Strata != nil,
		MatchProbability: cfg.MatchProbability, MaxCandidates: cfg.MaxCandidates, MaxBlock: block.Largest(in.Rows, cfg.MaxBlock),
		Model: res.Model, Rules: res.Index.Chosen, Large: slices.Clone(res.Index.Large), dir: dir,
	}
	slices.Sort(p.Large)
	if p.Records <= block.AllPairs {
		// So few that they are one block.
		p.MaxBlock, p.MaxCandidates, p.Rules, p.Large = block.AllPairs, block.AllPairs, nil, nil
	}
	for _, f := range in.Fields {
		pf := Field{Name: f.Name, Kind: f.Kind, Group: f.Group, Columns: len(f.Columns), Variants: f.Variants != nil, Lists: f.Lists}
		if block.Worded(f.Kind) {
			pf.Words = aspect.Words(f.Columns)
			for w, n := range pf.Words {
				if n < 2 {
					delete(pf.Words, w)
				}
			}
		}
		p.Fields = append(p.Fields, pf)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	b, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("write the plan: %w", err)
	}
	p.ID = idOf(b)
	if err := p.writeRecords(in, l.Rank()); err != nil {
		return nil, fmt.Errorf("write the records: %w", err)
	}
	// The plan comes last: a folder without one is none.
	if err := replace(filepath.Join(dir, FilePlan), func(f *os.File) error { _, err := f.Write(b); return err }); err != nil {
		return nil, fmt.Errorf("write the plan: %w", err)
	}
	return p, nil
}

// idOf names a plan after its content.
func idOf(b []byte) string {
	sum := xxh3.Hash128(b).Bytes()
	return hex.EncodeToString(sum[:8])
}

// replace writes a file beside its place, and puts it there when it is whole.
func replace(path string, write func(*os.File) error) error {
	f, err := os.Create(path + ".part")
	if err != nil {
		return err
	}
	err = errors.Join(write(f), f.Close())
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return os.Rename(f.Name(), path)
}

// writeRecords writes the records in the order of their numbers.
func (p *Plan) writeRecords(in matcher.Input, rank []uint32) error {
	rows := make([]record.Row, in.Rows)
	for r := range rows {
		rows[rank[r]] = record.Row(r)
	}
	return replace(filepath.Join(p.dir, FileRecords), func(f *os.File) error {
		w := newWriter(f, formatRecords, p.ID)
		for n, r := range rows {
			w.line = appendNumber(w.line, uint32(n))
			w.line = escape(append(w.line, '\t'), in.IDs.Value(r))
			w.line = append(w.line, '\t')
			if in.Strata != nil {
				w.line = escape(w.line, in.Strata.Value(in.Strata.Of[r]))
			}
			for _, f := range in.Fields {
				for _, c := range f.Columns {
					w.line = escape(append(w.line, '\t'), c.Value(c.Of[r]))
				}
			}
			if err := w.end(); err != nil {
				return err
			}
		}
		return w.close()
	})
}

// Load reads the plan of a folder; its records are read by the stages that
// need them.
func Load(dir string) (*Plan, error) {
	path := filepath.Join(dir, FilePlan)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &connectors.Fault{Place: dir, Cause: "has no plan", Hint: "onefold stage plan SOURCE -o " + dir, Err: ErrStream}
	}
	if err != nil {
		return nil, err
	}
	fault := func(cause string) error {
		return &connectors.Fault{Place: path, Cause: cause, Hint: "make it again: onefold stage plan SOURCE -o " + dir, Err: ErrStream}
	}
	p := &Plan{dir: dir, ID: idOf(b)}
	if err := json.Unmarshal(b, p); err != nil {
		return nil, fault("is no plan, or was cut: " + err.Error())
	}
	switch {
	case p.Format != planFormat:
		return nil, fault("is no plan")
	case p.Version != version:
		return nil, fault(fmt.Sprintf("is of version %s, this is version %s", p.Version, version))
	case p.Model == nil || p.Records < 0 || p.MaxBlock < 2 || p.MaxCandidates < 1 || !(p.MatchProbability > 0 && p.MatchProbability < 1):
		return nil, fault("lacks a setting")
	}
	for _, f := range p.Fields {
		if f.Columns < 1 || f.Columns > 100 {
			return nil, fault("has a field without columns")
		}
	}
	return p, nil
}

// table is records that were read, as the matcher wants them.
type table struct {
	in      matcher.Input
	numbers []uint32
}

// builder makes a table a record at a time.
type builder struct {
	p       *Plan
	t       table
	coders  [][]*record.Coder
	strata  *record.Coder
	columns int
}

func (p *Plan) newBuilder(rows int) *builder {
	b := &builder{p: p, t: table{in: matcher.Input{IDs: new(record.Column)}}, strata: record.NewCoder(rows)}
	for _, f := range p.Fields {
		var cs []*record.Coder
		for range f.Columns {
			cs = append(cs, record.NewCoder(rows))
			b.columns++
		}
		b.coders = append(b.coders, cs)
	}
	return b
}

// add takes a record.
func (b *builder) add(r *reader, f [][]byte) error {
	if err := r.want(f, 3+b.columns); err != nil {
		return err
	}
	n, err := r.number(f[0], b.p.Records)
	if err != nil {
		return err
	}
	for i, v := range f[1:] {
		if f[i+1], err = r.plain(v); err != nil {
			return err
		}
	}
	b.t.numbers = append(b.t.numbers, n)
	b.t.in.IDs.Append(f[1])
	b.strata.Add(f[2])
	f = f[3:]
	for _, cs := range b.coders {
		for _, c := range cs {
			c.Add(f[0])
			f = f[1:]
		}
	}
	b.t.in.Rows++
	return nil
}

func (r *reader) plain(v []byte) ([]byte, error) {
	out, ok := unescape(v)
	if !ok {
		return nil, r.fault(`a backslash that is not \\, \t, \n or \r`, "")
	}
	return out, nil
}

// table ends the building.
func (b *builder) table() *table {
	for i, f := range b.p.Fields {
		mf := matcher.Field{Name: f.Name, Kind: f.Kind, Group: f.Group, Lists: f.Lists}
		if f.Variants {
			mf.Variants = pipeline.Variants
		}
		for _, c := range b.coders[i] {
			mf.Columns = append(mf.Columns, c.Codes())
		}
		b.t.in.Fields = append(b.t.in.Fields, mf)
	}
	if b.p.Countries {
		b.t.in.Strata = b.strata.Codes()
	}
	return &b.t
}

// records reads all records of the plan; a row is a record's number.
func (p *Plan) records() (*table, error) {
	path := filepath.Join(p.dir, FileRecords)
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := newReader(f, path, p.ID, false, formatRecords)
	b := p.newBuilder(p.Records)
	if err := each(r, func(f [][]byte) error {
		if err := b.add(r, f); err != nil {
			return err
		}
		if last := len(b.t.numbers) - 1; b.t.numbers[last] != uint32(last) {
			return r.fault("records are not in the order of their numbers", "")
		}
		return nil
	}); err != nil {
		return nil, err
	}
	if b.t.in.Rows != p.Records {
		return nil, r.fault(fmt.Sprintf("%d records, the plan has %d", b.t.in.Rows, p.Records), "make the plan again")
	}
	return b.table(), nil
}

// ids reads the source's keys of all records.
func (p *Plan) ids() (*record.Column, error) {
	path := filepath.Join(p.dir, FileRecords)
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := newReader(f, path, p.ID, false, formatRecords)
	ids := new(record.Column)
	err = each(r, func(f [][]byte) error {
		if len(f) < 3 {
			return r.fault("too few fields", "")
		}
		n, err := r.number(f[0], p.Records)
		if err != nil {
			return err
		}
		if int(n) != ids.Len() {
			return r.fault("records are not in the order of their numbers", "")
		}
		id, err := r.plain(f[1])
		ids.Append(id)
		return err
	})
	return ids, err
}
