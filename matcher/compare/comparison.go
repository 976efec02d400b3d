package compare

import (
	"math"

	"github.com/onefold/onefold/matcher/compare/kernel"
	"github.com/onefold/onefold/record"
)

// Level is the outcome of one comparison: 0 missing, 1 best, the last one "else".
type Level = uint8

// Missing is the level of a pair in which a side has no value.
const Missing Level = 0

// Bits and MaxComparisons bound a Pattern: fifteen comparisons of up to
// fifteen levels and Missing. The last four bits are the pair's background:
// Apart for two records of different countries, else 0.
const (
	Bits           = 4
	MaxComparisons = 64/Bits - 1
	Background     = MaxComparisons
	Apart          = 1
)

// Pattern is the levels of all comparisons of a pair, comparison i in bits
// [4i, 4i+4).
type Pattern uint64

// Level returns the level of comparison i.
func (p Pattern) Level(i int) Level { return Level(p>>(Bits*uint(i))) & (1<<Bits - 1) }

// LevelSpec describes one level.
type LevelSpec struct {
	Name  string  // in words, for reports: "same", "one digit differs"
	Prior float64 // shipped prior of m: share of true pairs, among those with both values
	Kin   float64 // shipped prior among pairs that are alike without being one; 0 for all levels where nothing is known of them
	Apart bool    // speaks of two that are apart, as the last level does
}

// Aspect says what a comparison tells about two records; the scorer's classes
// of related records differ in the aspects that they share.
type Aspect uint8

// The aspects.
const (
	Identity Aspect = iota // belongs to one person or organisation alone: given name, birth date, personal ids
	Surname                // shared in a family
	Place                  // shared in a household or by neighbours: street, postcode, city
	Contact                // shared at times: e-mail, phone
	Work                   // shared by colleagues: company, website
	Other                  // anything else
)

// Spec describes a comparison.
type Spec struct {
	Name   string      // in words: "given name"
	Fields []string    // the source fields it reads
	Kind   record.Kind // leading kind
	Aspect Aspect
	Levels []LevelSpec // level 1 first
	// Different is the most that the last level can be among true pairs; 0 means
	// no bound. However the data drift, records that differ in what identifies
	// them are rarely one.
	Different float64
	// Informed says that the adjustment of a pair is all that chance has to say,
	// and that no chance of the level must be estimated beside it.
	Informed bool
}

// Comparison compares one aspect of pairs of records. Implementations are
// read-only once made and safe for concurrent use, one Scratch a worker.
type Comparison interface {
	// Spec returns the description.
	Spec() *Spec
	// Levels writes the level of each pair to out, which is as long as pairs.
	// Where adjust is not nil it adds to each pair's entry the correction, in
	// bits, for the frequency of the value that agreed. Does not allocate.
	Levels(pairs []record.Pair, out []Level, adjust []float32, s *Scratch)
	// Chance returns for each level (index 0 is Missing, unused) the number of
	// all pairs of records that agree there, where that is known exactly from
	// the values' counts, and NaN where it must be estimated from a sample.
	Chance() []float64
}

// equalOnly is the Chance of a comparison with so many levels of which the first
// means equal values, and of which the others must be sampled.
func equalOnly(levels int, same float64) []float64 {
	ch := make([]float64, levels+1)
	for l := range ch {
		ch[l] = math.NaN()
	}
	ch[1] = same
	return ch
}

// text is a column of normalized values prepared for comparison.
type text struct {
	codes *record.Codes
	rows  view
	at    []glance // what is to know of each code's value at a glance
	same  float64  // number of pairs of rows with equal values
}

// view is the codes of a column by row: those of the column itself, or its
// place in Set.Pack.
type view struct {
	codes  []record.Code
	stride int
}

// of returns the code of a row.
func (v view) of(r record.Row) record.Code { return v.codes[int(r)*v.stride] }

// glance is what settles most comparisons of two values, and how common the value is.
type glance struct {
	kernel.Glance
	freq float32 // bits of frequency correction
}

func prepare(c *record.Codes) *text {
	t := &text{codes: c, rows: view{c.Of, 1}, at: make([]glance, len(c.Count))}
	var sum float64
	filled := float64(c.Filled())
	for code, n := range c.Count {
		t.at[code].Glance = kernel.Look(c.Value(record.Code(code)))
		if code > 0 {
			f := float64(n)
			t.same += f * (f - 1) / 2
			sum += f / filled * (f / filled)
		}
	}
	for code, n := range c.Count {
		if code > 0 && n > 0 {
			// Agreement on v is worth log2(m/p(v)); the level's average u is
			// the sum of squares, so the correction is their ratio. It is kept
			// within bounds: counts of two or three are mostly the record's
			// own duplicates, and say little of how common the value is.
			t.at[code].freq = float32(max(-8, min(MostAdjusted, math.Log2(sum*filled/float64(n)))))
		}
	}
	return t
}

func (t *text) value(c record.Code) string { return t.codes.Value(c) }

// far reports whether two values are surely more than limit edits apart: one
// edit changes at most six bits of a signature.
func (t *text) far(a, b record.Code, limit int) bool {
	return popcount(t.at[a].Sig^t.at[b].Sig) > 6*limit
}

// unequal is a comparison of columns of one value each: the level of two values
// that are there and not the same.
type unequal interface {
	unequal(a, b record.Code, s *Scratch) Level
}

// levels is Levels of such a comparison, whose first level means equal values.
func (t *text) levels(pairs []record.Pair, out []Level, adjust []float32, s *Scratch, c unequal) {
	rows := t.rows
	for i, p := range pairs {
		a, b := rows.of(p.A), rows.of(p.B)
		switch {
		case a == 0 || b == 0:
			out[i] = Missing
		case a == b:
			out[i] = 1
			if adjust != nil {
				adjust[i] += t.at[a].freq
			}
		default:
			out[i] = c.unequal(a, b, s)
		}
	}
}
