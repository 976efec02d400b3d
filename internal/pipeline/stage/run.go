package stage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"

	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/matcher/block"
	"github.com/onefold/onefold/record"
)

// Name is a stage.
type Name string

// The stages, in the order of their streams.
const (
	Keys       Name = "keys"       // records → keys
	Pairs      Name = "pairs"      // keys, sorted → pairs
	Candidates Name = "candidates" // pairs, sorted → candidates
	Scores     Name = "scores"     // pairs or candidates → scores
	Gaps       Name = "gaps"       // scores → candidates that blocking missed
	Clusters   Name = "clusters"   // scores → clusters
)

// Stages returns all of them.
func Stages() []Name { return []Name{Keys, Pairs, Candidates, Scores, Gaps, Clusters} }

// Stream is what a stage reads and writes.
type Stream struct {
	In   io.Reader
	Name string // of In, in errors
	Out  io.Writer
	// Part says that In is lines that an engine deals out: headers and trailers
	// may be missing, and what is read is not held against their counts.
	Part bool
	// All keeps every score, whatever it is: for what Gaps has found.
	All bool
}

// Run runs a stage. It depends on nothing but the plan and what it reads.
func (p *Plan) Run(ctx context.Context, name Name, s Stream) error {
	do := map[Name]func(context.Context, Stream) error{
		Keys: p.keys, Pairs: p.pairs, Candidates: p.candidates, Scores: p.scores, Gaps: p.gaps, Clusters: p.clusters,
	}[name]
	if do == nil {
		return fmt.Errorf("there is no stage %q", name)
	}
	return do(ctx, s)
}

// each calls do with the records of a stream.
func each(r *reader, do func(f [][]byte) error) error {
	for {
		f, err := r.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := do(f); err != nil {
			return err
		}
	}
}

// chunk is the number of records that keys holds at a time.
const chunk = 1 << 14

// everything is the key of all records where they are few.
const everything block.Key = 0

// keys writes the keys of the blocks that each record belongs to.
func (p *Plan) keys(ctx context.Context, s Stream) error {
	large := make(map[block.Key]bool, len(p.Large))
	for _, k := range p.Large {
		large[k] = true
	}
	r := newReader(s.In, s.Name, p.ID, s.Part, formatRecords)
	w := newWriter(s.Out, formatKeys, p.ID)
	b := p.newBuilder(chunk)
	flush := func() error {
		if err := ctx.Err(); err != nil {
			return err
		}
		t := b.table()
		b = p.newBuilder(chunk)
		return p.writeKeys(w, t, large)
	}
	if err := each(r, func(f [][]byte) error {
		if err := b.add(r, f); err != nil {
			return err
		}
		if b.t.in.Rows == chunk {
			return flush()
		}
		return nil
	}); err != nil {
		return err
	}
	if err := flush(); err != nil {
		return err
	}
	return w.close(fmt.Sprintf("in=%d", r.count))
}

func (p *Plan) writeKeys(w *writer, t *table, large map[block.Key]bool) error {
	write := func(k block.Key, n uint32) error {
		const width = 16
		hex := strconv.AppendUint(nil, uint64(k), 16)
		for range width - len(hex) {
			w.line = append(w.line, '0')
		}
		w.line = append(append(w.line, hex...), '\t')
		w.line = appendNumber(w.line, n)
		return w.end()
	}
	if p.Records <= block.AllPairs {
		for _, n := range t.numbers {
			if err := write(everything, n); err != nil {
				return err
			}
		}
		return nil
	}
	attrs := make([]block.Attribute, len(t.in.Fields))
	for i, f := range t.in.Fields {
		attrs[i] = block.Attribute{Name: f.Name, Kind: f.Kind, Columns: f.Columns, Variants: f.Variants, Words: p.Fields[i].Words}
		if block.Worded(f.Kind) && attrs[i].Words == nil {
			attrs[i].Words = map[string]uint32{} // every word is one record's own
		}
	}
	keys, err := block.NewKeys(attrs, p.Rules, large)
	if err != nil {
		return fmt.Errorf("the plan: %w", err)
	}
	var ks []block.Key
	for row, n := range t.numbers {
		ks = ks[:0]
		keys.Of(record.Row(row), func(k block.Key) { ks = append(ks, k) })
		slices.Sort(ks)
		for _, k := range slices.Compact(ks) {
			if err := write(k, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// pairs writes the pairs inside each block, both ways, with the bits that the
// block says for them. Blocks that are too large are skipped and counted.
func (p *Plan) pairs(ctx context.Context, s Stream) error {
	r := newReader(s.In, s.Name, p.ID, s.Part, formatKeys)
	w := newWriter(s.Out, formatPairs, p.ID)
	var key string
	var members []uint32
	size := 0
	var over, lost int64
	flush := func() error {
		switch {
		case size < 2:
		case size > p.MaxBlock:
			over++
			lost += int64(size) * int64(size-1) / 2
		default:
			bits := float64(block.Weight(p.Records, size))
			for _, a := range members {
				for _, b := range members {
					if a == b {
						continue
					}
					w.line = append(appendNumber(w.line, a), '\t')
					w.line = append(appendNumber(w.line, b), '\t')
					w.line = strconv.AppendFloat(w.line, bits, 'g', -1, 32)
					if err := w.end(); err != nil {
						return err
					}
				}
			}
		}
		members, size = members[:0], 0
		return ctx.Err()
	}
	if err := each(r, func(f [][]byte) error {
		if err := r.want(f, 2); err != nil {
			return err
		}
		n, err := r.number(f[1], p.Records)
		if err != nil {
			return err
		}
		switch c := cmp.Compare(string(f[0]), key); {
		case c < 0:
			return r.unsorted()
		case c > 0:
			if err := flush(); err != nil {
				return err
			}
			key = string(f[0])
		case len(members) > 0 && n <= members[len(members)-1]:
			return r.unsorted()
		}
		if size++; size <= p.MaxBlock {
			members = append(members, n)
		}
		return nil
	}); err != nil {
		return err
	}
	if err := flush(); err != nil {
		return err
	}
	return w.close(fmt.Sprintf("in=%d", r.count), fmt.Sprintf("oversize=%d", over), fmt.Sprintf("lost=%d", lost))
}

func (r *reader) unsorted() error {
	return r.fault("is not in order, or has a line twice", "sort it by its bytes: LC_ALL=C sort")
}

// candidates writes for each record the pairs with those for which most speaks,
// as Run of the matcher chooses them.
func (p *Plan) candidates(ctx context.Context, s Stream) error {
	r := newReader(s.In, s.Name, p.ID, s.Part, formatPairs)
	w := newWriter(s.Out, formatCandidates, p.ID)
	type other struct {
		n    uint32
		bits float32
	}
	var of uint32
	var others []other
	var bits []float32
	flush := func() error {
		slices.SortFunc(others, func(x, y other) int {
			if x.bits != y.bits {
				return cmp.Compare(y.bits, x.bits)
			}
			return cmp.Compare(x.n, y.n)
		})
		bits = bits[:0]
		for _, o := range others {
			bits = append(bits, o.bits)
		}
		keep := len(others)
		if p.Records > block.AllPairs {
			keep = block.Keep(bits, p.Records, p.MaxCandidates)
		}
		for _, o := range others[:keep] {
			if err := w.pair(min(of, o.n), max(of, o.n)); err != nil {
				return err
			}
		}
		others = others[:0]
		return ctx.Err()
	}
	if err := each(r, func(f [][]byte) error {
		a, b, err := p.pair(r, f, 3)
		if err != nil {
			return err
		}
		bits, err := r.bits(f[2])
		if err != nil {
			return err
		}
		if a != of {
			if a < of {
				return r.unsorted()
			}
			if err := flush(); err != nil {
				return err
			}
			of = a
		}
		last := len(others) - 1
		switch {
		case last >= 0 && others[last].n == b:
			others[last].bits += bits
		case last >= 0 && others[last].n > b:
			return r.unsorted()
		default:
			others = append(others, other{b, bits})
		}
		return nil
	}); err != nil {
		return err
	}
	if err := flush(); err != nil {
		return err
	}
	return w.close(fmt.Sprintf("in=%d", r.count))
}

func (w *writer) pair(a, b uint32) error {
	w.line = append(appendNumber(w.line, a), '\t')
	w.line = appendNumber(w.line, b)
	return w.end()
}

// pair reads the two records of a line.
func (p *Plan) pair(r *reader, f [][]byte, fields int) (a, b uint32, err error) {
	if err = r.want(f, fields); err != nil {
		return 0, 0, err
	}
	if a, err = r.number(f[0], p.Records); err == nil {
		b, err = r.number(f[1], p.Records)
	}
	if err == nil && a == b {
		err = r.fault("a pair of a record and itself", "")
	}
	return a, b, err
}

func (r *reader) bits(b []byte) (float32, error) {
	x, err := strconv.ParseFloat(string(b), 32)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return 0, r.fault("bits that are not a number", "")
	}
	return float32(x), nil
}

// scores writes the log odds of each pair. It reads all records of the plan,
// and holds them.
func (p *Plan) scores(ctx context.Context, s Stream) error {
	r := newReader(s.In, s.Name, p.ID, s.Part, formatPairs, formatCandidates)
	t, err := p.records()
	if err != nil {
		return err
	}
	l := matcher.NewLinker(t.in, matcher.Config{})
	if got, want := len(p.Model.Prob[0]), l.Comparisons(); got != want {
		return fmt.Errorf("the plan's model has %d comparisons, its records %d", got, want)
	}
	w := newWriter(s.Out, formatScores, p.ID)
	keep := float32(matcher.KeepBits)
	if s.All {
		keep = matcher.FillBits
	}
	var batch []record.Pair
	flush := func() error {
		for _, e := range l.Score(p.Model, batch, keep) {
			w.line = append(appendNumber(w.line, uint32(e.A)), '\t')
			w.line = append(appendNumber(w.line, uint32(e.B)), '\t')
			w.line = strconv.AppendFloat(w.line, float64(e.Bits), 'g', -1, 32)
			w.line = append(append(w.line, '\t'), p.Model.Classes[e.Class].Name...)
			if err := w.end(); err != nil {
				return err
			}
		}
		batch = batch[:0]
		return ctx.Err()
	}
	var last record.Pair
	if err := each(r, func(f [][]byte) error {
		fields := 2
		if len(f) == 3 {
			fields = 3 // pairs have their bits
		}
		a, b, err := p.pair(r, f, fields)
		if err != nil {
			return err
		}
		pair := record.Pair{A: record.Row(a), B: record.Row(b)}
		if a > b || pair == last {
			return nil // the same pair the other way, or again
		}
		last = pair
		if batch = append(batch, pair); len(batch) == chunk {
			return flush()
		}
		return nil
	}); err != nil {
		return err
	}
	if err := flush(); err != nil {
		return err
	}
	return w.close(fmt.Sprintf("in=%d", r.count))
}

// edges reads scores, in order and each pair once.
func (p *Plan) edges(r *reader) ([]matcher.Edge, error) {
	var edges []matcher.Edge
	if err := each(r, func(f [][]byte) error {
		a, b, err := p.pair(r, f, 4)
		if err != nil {
			return err
		}
		if a > b {
			return r.fault("the two records of a pair are not in order", "")
		}
		bits, err := r.bits(f[2])
		if err != nil {
			return err
		}
		edges = append(edges, matcher.Edge{Pair: record.Pair{A: record.Row(a), B: record.Row(b)}, Bits: bits})
		return nil
	}); err != nil {
		return nil, err
	}
	slices.SortFunc(edges, func(x, y matcher.Edge) int {
		return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B), cmp.Compare(x.Bits, y.Bits))
	})
	edges = slices.CompactFunc(edges, func(x, y matcher.Edge) bool { return x.Pair == y.Pair && x.Bits == y.Bits })
	for i := 1; i < len(edges); i++ {
		if edges[i].Pair == edges[i-1].Pair {
			return nil, r.fault(fmt.Sprintf("records %d and %d have two scores", edges[i].A, edges[i].B), "scores of two runs were mixed")
		}
	}
	return edges, nil
}

// gaps writes the pairs inside components that have no score yet.
func (p *Plan) gaps(_ context.Context, s Stream) error {
	r := newReader(s.In, s.Name, p.ID, s.Part, formatScores)
	edges, err := p.edges(r)
	if err != nil {
		return err
	}
	w := newWriter(s.Out, formatCandidates, p.ID)
	for _, pair := range matcher.Gaps(p.Records, edges) {
		if err := w.pair(uint32(pair.A), uint32(pair.B)); err != nil {
			return err
		}
	}
	return w.close(fmt.Sprintf("in=%d", r.count))
}

// clusters writes the cluster of each record: the number of its first one.
func (p *Plan) clusters(_ context.Context, s Stream) error {
	r := newReader(s.In, s.Name, p.ID, s.Part, formatScores)
	edges, err := p.edges(r)
	if err != nil {
		return err
	}
	ids, err := p.ids()
	if err != nil {
		return err
	}
	groups := matcher.Partition(p.Records, edges, matcher.Config{MatchProbability: p.MatchProbability})
	w := newWriter(s.Out, formatClusters, p.ID)
	for g := range groups.Len() {
		rows := groups.Group(g)
		for _, row := range rows {
			w.line = append(appendNumber(w.line, uint32(rows[0])), '\t')
			w.line = append(appendNumber(w.line, uint32(row)), '\t')
			w.line = escape(w.line, ids.Value(row))
			if err := w.end(); err != nil {
				return err
			}
		}
	}
	return w.close(fmt.Sprintf("in=%d", r.count), fmt.Sprintf("clusters=%d", groups.Len()))
}
