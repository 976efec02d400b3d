package matcher

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"

	"github.com/onefold/onefold/matcher/block"
	"github.com/onefold/onefold/matcher/cluster"
	"github.com/onefold/onefold/matcher/compare"
	"github.com/onefold/onefold/matcher/score"
	"github.com/onefold/onefold/matcher/vocabulary"
	"github.com/onefold/onefold/record"
	"github.com/zeebo/xxh3"
)

// Field is a normalized field; see compare.Field.
type Field = compare.Field

// Config sets the matcher. The zero value means the defaults.
type Config struct {
	MatchProbability  float64 // two records alone are one from here on
	ReviewProbability float64 // below, a pair is not even doubtful
	MaxCandidates     int     // neighbours that a record keeps in blocking
	MaxBlock          int     // records in a block before it is refined
	Workers           int
	Without           []Part                   // parts that are left out, for measuring what they earn
	Stage             func(name string) func() // called when a stage begins, and what it returns when it ends; may be nil
}

func (c Config) filled() Config {
	if c.MatchProbability == 0 {
		c.MatchProbability = .5
	}
	if c.ReviewProbability == 0 {
		c.ReviewProbability = .1
	}
	if c.MaxCandidates == 0 {
		c.MaxCandidates = 12
	}
	if c.MaxBlock == 0 {
		c.MaxBlock = 30
	}
	if c.Workers == 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	if c.Stage == nil {
		c.Stage = func(string) func() { return func() {} }
	}
	return c
}

// Input is what there is to match.
type Input struct {
	Fields []Field
	IDs    *record.Column // the source's key of each row, for the order of ties
	// Strata are the countries of the records, or nil. Names, places and habits
	// are those of a country, so that what agrees by chance is judged among its own.
	Strata *record.Codes
	// Decisions are what people say of pairs, in any order.
	Decisions []Decision
	// Sources say which source each row is from; nil where there is one.
	Sources *Sources
	Rows    int
}

// Edge is a scored pair.
type Edge struct {
	record.Pair
	Pattern compare.Pattern
	Bits    float32 // log2 of the odds that the two are one
	Class   uint8   // most likely class of the model
	Decided uint8   // 0, or what a person said: DecidedSame, DecidedDifferent
}

// Probability returns the probability that the two records are one.
func (e Edge) Probability() float64 { return 1 / (1 + math.Exp2(-float64(e.Bits))) }

// Result is what a run found.
type Result struct {
	Groups record.Groups
	Edges  []Edge // every scored pair that is not surely a non-match, by A then B
	Set    *compare.Set
	Model  *score.Model
	Index  *block.Index
	Pairs  int64                // candidate pairs that were compared
	Bins   [HistogramBins]int64 // compared pairs by log odds, see BinOf; those surely below keepBits by what they are likely

	Violations   []Violation   // decisions that contradict others and were not kept
	Translations []Translation // values that were found to stand for each other in two sources
	lost         *vocabulary.Contest
	Probed       []Probe // what was seen of duplicates within each source; nil unless Sources.Probe
}

// HistogramBins and BinWidth lay out Result.Bins: bins of BinWidth bits around 0.
const (
	HistogramBins = 40
	BinWidth      = 2
)

// BinOf returns the bin of a pair with these log odds.
func BinOf(bits float32) int {
	return max(0, min(HistogramBins-1, int(math.Floor(float64(bits)/BinWidth))+HistogramBins/2))
}

// Linker runs the stages over one input.
type Linker struct {
	in   Input
	cfg  Config
	set  *compare.Set
	rank []uint32     // place of each row in an order made from content
	perm []record.Row // rows in that order

	unscreened bool // for tests: make every comparison of every pair

	base    *score.Model  // as it was estimated, before decisions taught it
	anchors []score.Label // see anchor
	first   *Result       // of a first match, without decisions
	heeding bool          // whether decisions are heeded: they are not in a first match
	apart   []uint16      // mark of each row: two with the same mark other than 0 are surely not one; may be nil

	contested *vocabulary.Contest // pairs that surely lose against another; nil means none
}

// NewLinker returns a Linker for one input.
func NewLinker(in Input, cfg Config) *Linker {
	in.Fields = in.telling()
	in = cfg.strip(in)
	l := &Linker{in: in, cfg: cfg.filled()}
	l.order()
	l.apart = in.Sources.marks()
	return l
}

// order ranks the rows by a hash of what they hold, and by their id where they
// hold the same, so that nothing depends on the order of the input.
func (l *Linker) order() {
	n := l.in.Rows
	hash := make([]uint64, n)
	for i, f := range l.in.Fields {
		for _, col := range f.Columns {
			of := make([]uint64, len(col.Count))
			for c := 1; c < len(of); c++ {
				of[c] = xxh3.HashStringSeed(col.Value(record.Code(c)), uint64(i)+1)
			}
			for r, c := range col.Of {
				hash[r] = (hash[r] ^ of[c]) * 0x9E3779B97F4A7C15
				hash[r] ^= hash[r] >> 29
			}
		}
	}
	l.perm = make([]record.Row, n)
	for r := range l.perm {
		l.perm[r] = record.Row(r)
	}
	slices.SortFunc(l.perm, func(a, b record.Row) int {
		if hash[a] != hash[b] {
			return cmp.Compare(hash[a], hash[b])
		}
		if l.in.IDs != nil {
			return cmp.Compare(l.in.IDs.Value(a), l.in.IDs.Value(b))
		}
		return cmp.Compare(a, b)
	})
	l.rank = make([]uint32, n)
	for i, r := range l.perm {
		l.rank[r] = uint32(i)
	}
}

const (
	randomPairs = 1 << 20 // pairs sampled for u
	learnPairs  = 1 << 20 // candidate pairs sampled for EM
	keepBits    = -10     // pairs with lower log odds are forgotten
)

// Run does all stages.
func (l *Linker) Run(ctx context.Context) (*Result, error) {
	res, near, err := l.learned(ctx)
	if err != nil {
		return nil, err
	}
	done := l.cfg.Stage("score")
	if err = l.score(ctx, res); err != nil {
		return nil, fmt.Errorf("score: %w", err)
	}
	done()
	if err = l.refine(ctx, res, near); err != nil {
		return nil, fmt.Errorf("estimate the model anew: %w", err)
	}
	done = l.cfg.Stage("cluster")
	l.cluster(res)
	if l.apart != nil {
		res.lost = l.contests(res)
	}
	done()
	if l.in.Rows == 0 {
		res.Groups = record.Groups{}
	}
	return l.heed(ctx, res)
}

// learned does the stages that must see all records: it blocks them and
// estimates the model.
func (l *Linker) learned(ctx context.Context) (*Result, []record.Pair, error) {
	done := l.cfg.Stage("block")
	index, err := block.NewIndex(ctx, attributes(l.in.Fields), l.rank, l.blocking())
	if err != nil {
		return nil, nil, fmt.Errorf("block: %w", err)
	}
	near := l.near(index)
	if err := index.Choose(ctx, l.cfg.Workers); err != nil {
		return nil, nil, fmt.Errorf("block: %w", err)
	}
	done()
	done = l.cfg.Stage("learn")
	l.prepare()
	l.set.Pack()
	res := &Result{Set: l.set, Index: index}
	model, err := l.learn(ctx, index)
	if err != nil {
		return nil, nil, fmt.Errorf("estimate the model: %w", err)
	}
	res.Model = model
	done()
	return res, near, nil
}

// prepare makes the comparisons. Blocking, which needs the most memory, comes
// before it.
func (l *Linker) prepare() {
	if l.set != nil {
		return
	}
	l.set = compare.NewSet(l.in.Fields)
	if l.cfg.without(PartCross) {
		l.set.Uncross()
	}
}

// Release lets go of what res needed to compare and to explain pairs. What it
// found stays: model, edges, groups, the descriptions of comparisons and rules.
func (l *Linker) Release(res *Result) {
	res.Set = res.Set.Described()
	res.Index.Release()
	l.set = res.Set
}

// attributes are the fields as blocking sees them.
func attributes(fields []Field) []block.Attribute {
	attrs := make([]block.Attribute, len(fields))
	for i, f := range fields {
		attrs[i] = block.Attribute{Name: f.Name, Kind: f.Kind, Columns: f.Columns, Variants: f.Variants}
	}
	return attrs
}

// scorer is the working memory of one worker.
type scorer struct {
	l       *Linker
	scratch *compare.Scratch
	levels  [][]compare.Level
	adjust  [][]float32
	apart   []uint8 // whether the records of a pair are of different countries
	bins    [HistogramBins]int64
	screen  *screen // nil: every pair is compared in all
	left    []record.Pair
}

func (l *Linker) newScorer() *scorer {
	l.prepare()
	k := len(l.set.Comparisons)
	return &scorer{l: l, scratch: compare.NewScratch(), levels: make([][]compare.Level, k), adjust: make([][]float32, k)}
}

// compare fills levels, and adjust when asked, for the pairs.
func (s *scorer) compare(pairs []record.Pair, adjust bool) {
	s.size(len(pairs))
	s.backgrounds(pairs)
	for i := range s.l.set.Comparisons {
		s.one(i, pairs, adjust)
	}
}

// size makes room for n pairs.
func (s *scorer) size(n int) {
	if cap(s.apart) < n {
		s.apart = make([]uint8, 2*n)
	}
	s.apart = s.apart[:n]
	for i := range s.levels {
		if cap(s.levels[i]) < n {
			s.levels[i] = make([]compare.Level, 2*n)
			s.adjust[i] = make([]float32, 2*n)
		}
		s.levels[i] = s.levels[i][:n]
		s.adjust[i] = s.adjust[i][:n]
	}
}

// backgrounds fills apart.
func (s *scorer) backgrounds(pairs []record.Pair) {
	clear(s.apart)
	if st := s.l.in.Strata; st != nil {
		for k, p := range pairs {
			if a, b := st.Of[p.A], st.Of[p.B]; a != b && a != 0 && b != 0 {
				s.apart[k] = compare.Apart
			}
		}
	}
}

// one makes comparison i of the pairs.
func (s *scorer) one(i int, pairs []record.Pair, adjust bool) {
	if !adjust {
		s.l.set.Comparisons[i].Levels(pairs, s.levels[i], nil, s.scratch)
		return
	}
	clear(s.adjust[i])
	s.l.set.Comparisons[i].Levels(pairs, s.levels[i], s.adjust[i], s.scratch)
}

func (s *scorer) pattern(k int) (p compare.Pattern, levels [16]uint8) {
	for i := range s.levels {
		v := s.levels[i][k]
		levels[i] = v
		p |= compare.Pattern(v) << (compare.Bits * uint(i))
	}
	v := s.apart[k]
	levels[compare.Background] = v
	p |= compare.Pattern(v) << (compare.Bits * compare.Background)
	return p, levels
}

// count adds the patterns of the pairs to counts.
func (s *scorer) count(pairs []record.Pair, counts map[compare.Pattern]float64) {
	lone := informed(s.l.set.Specs())
	s.compare(pairs, lone)
	for k := range pairs {
		p, _ := s.pattern(k)
		if lone {
			p |= tell(s.adjust[0][k])
		}
		counts[p]++
	}
}

// score compares and scores all candidate pairs.
func (l *Linker) score(ctx context.Context, res *Result) error {
	index, m := res.Index, res.Model
	type output struct {
		edges []Edge
		pairs int64
		s     *scorer
	}
	outs := make([]*output, l.cfg.Workers)
	for w := range outs {
		outs[w] = &output{s: l.newScorer()}
		outs[w].s.screen = l.newScreen(m)
	}
	err := index.Pairs(ctx, l.cfg.Workers, nil, func(w int, pairs []record.Pair) error {
		o := outs[w]
		o.pairs += int64(len(pairs))
		o.edges = o.s.append(o.edges, pairs, m, keepBits)
		return nil
	})
	if err != nil {
		return err
	}
	for _, o := range outs {
		res.Edges = append(res.Edges, o.edges...)
		res.Pairs += o.pairs
		for i, n := range o.s.bins {
			res.Bins[i] += n
		}
	}
	sortEdges(res.Edges)
	return nil
}

func sortEdges(edges []Edge) {
	slices.SortFunc(edges, func(a, b Edge) int {
		if a.A != b.A {
			return cmp.Compare(a.A, b.A)
		}
		return cmp.Compare(a.B, b.B)
	})
}

// append scores pairs and adds those with log odds of at least keep.
func (s *scorer) append(edges []Edge, pairs []record.Pair, m *score.Model, keep float32) []Edge {
	if s.screen != nil {
		pairs = s.screened(pairs, keep)
	} else {
		s.compare(pairs, true)
	}
	var adjust [16]float32
	plain := s.l.cfg.without(PartFrequency)
	for k, p := range pairs {
		pat, levels := s.pattern(k)
		for i := range s.adjust {
			adjust[i] = s.adjust[i][k]
			if plain && !s.l.set.Comparisons[i].Spec().Informed {
				adjust[i] = 0
			}
		}
		prob, class := m.Probability(&levels, adjust[:])
		bits := float32(math.Log2(prob / (1 - prob)))
		bits = max(-60, min(60, bits))
		s.bins[BinOf(bits)]++
		if bits >= keep {
			edges = append(edges, Edge{Pair: p, Pattern: pat, Bits: bits, Class: uint8(class)})
		}
	}
	return edges
}

// maxFill is the size of a component up to which every pair in it is scored,
// proposed by blocking or not.
const maxFill = 300

// cluster partitions the rows.
func (l *Linker) cluster(res *Result) {
	n := l.in.Rows
	l.decide(res)
	if !l.cfg.without(PartFill) {
		res.Edges = l.fill(res.Edges, res.Model)
	}
	edges := make([]cluster.Edge, len(res.Edges))
	shift := float32(math.Log2(l.cfg.MatchProbability / (1 - l.cfg.MatchProbability)))
	for i, e := range res.Edges {
		edges[i] = cluster.Edge{A: e.A, B: e.B, Bits: e.weight(shift)}
	}
	labels := l.labels(n, edges)
	res.Groups = record.GroupsOf(labels, n)
}

// fill scores the pairs inside components that blocking did not propose.
func (l *Linker) fill(edges []Edge, m *score.Model) []Edge {
	s := l.newScorer()
	missing := l.missing(edges)
	const batch = 4096
	for lo := 0; lo < len(missing); lo += batch {
		edges = s.append(edges, missing[lo:min(lo+batch, len(missing))], m, -100)
	}
	sortEdges(edges)
	return edges
}

// missing returns the pairs inside components that are not among the edges,
// which must be in order.
func (l *Linker) missing(edges []Edge) []record.Pair {
	positive := make([]cluster.Edge, 0, len(edges))
	for _, e := range edges {
		if e.Bits > 0 {
			positive = append(positive, cluster.Edge{A: e.A, B: e.B, Bits: e.Bits})
		}
	}
	groups := record.GroupsOf(cluster.Components(l.in.Rows, positive), l.in.Rows)
	var missing []record.Pair
	for g := range groups.Len() {
		rows := groups.Group(g)
		if len(rows) < 3 || len(rows) > maxFill {
			continue
		}
		for i, a := range rows {
			k, _ := slices.BinarySearchFunc(edges, a, func(e Edge, a record.Row) int { return cmp.Compare(e.A, a) })
			for _, b := range rows[i+1:] {
				for k < len(edges) && edges[k].A == a && edges[k].B < b {
					k++
				}
				if (k >= len(edges) || edges[k].A != a || edges[k].B != b) && !l.barred(a, b) {
					missing = append(missing, record.Pair{A: a, B: b})
				}
			}
		}
	}
	return missing
}

// Config returns the settings in force, defaults filled in.
func (l *Linker) Config() Config { return l.cfg }
