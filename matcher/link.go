package matcher

import (
	"math"
	"slices"

	"github.com/onefold/onefold/matcher/block"
	"github.com/onefold/onefold/matcher/cluster"
	"github.com/onefold/onefold/matcher/compare"
	"github.com/onefold/onefold/matcher/vocabulary"
	"github.com/onefold/onefold/record"
)

// Sources say which source each row is from, and what is known of each source.
type Sources struct {
	Of []uint16 // of each row, counted from 0
	// Single says of each source that no two of its records are one: such pairs
	// are not compared, and never end in one cluster.
	Single []bool
	// Probe asks for a look at what duplicates there are within each source, by
	// the model that is learnt between them.
	Probe bool
}

// marks returns 1 + the source of each row of a single source, 0 for any other;
// nil where nothing is single.
func (s *Sources) marks() []uint16 {
	if s == nil || !slices.Contains(s.Single, true) {
		return nil
	}
	m := make([]uint16, len(s.Of))
	for r, of := range s.Of {
		if s.Single[of] {
			m[r] = of + 1
		}
	}
	return m
}

// telling returns the fields with what their values tell within a source. Over
// all sources together, values seem to tell the more, the more differently the
// sources write them.
func (in *Input) telling() []Field {
	if in.Sources == nil {
		return in.Fields
	}
	out := slices.Clone(in.Fields)
	for i, f := range out {
		out[i].Telling = vocabulary.Telling(f.Columns[0], in.Sources.plain())
	}
	return out
}

func (s *Sources) plain() vocabulary.Sources { return vocabulary.Sources{Of: s.Of, N: len(s.Single)} }

// barred reports whether two rows are surely not one.
func (l *Linker) barred(a, b record.Row) bool {
	return l.apart != nil && l.apart[a] != 0 && l.apart[a] == l.apart[b]
}

// rowsOf returns the rows of each source in an order that does not depend on
// the input's.
func (l *Linker) rowsOf() [][]record.Row {
	rows := make([][]record.Row, len(l.in.Sources.Single))
	for _, r := range l.perm {
		s := l.in.Sources.Of[r]
		rows[s] = append(rows[s], r)
	}
	return rows
}

// possible returns the number of pairs that may be one; 0 where any two may.
func (l *Linker) possible() float64 {
	if l.apart == nil {
		return 0
	}
	sum := 0.0
	l.between(l.rowsOf(), func(_, _ []record.Row, pairs float64) { sum += pairs })
	return max(1, sum)
}

// between calls do with the rows of every two sources between which pairs may
// be one, a source that is not single with itself too.
func (l *Linker) between(rows [][]record.Row, do func(a, b []record.Row, pairs float64)) {
	for s, a := range rows {
		for t, b := range rows[s:] {
			n := float64(len(a)) * float64(len(b))
			if t == 0 {
				if l.in.Sources.Single[s] {
					continue
				}
				n = float64(len(a)) * float64(len(a)-1) / 2
			}
			if n > 0 {
				do(a, b, n)
			}
		}
	}
}

// linkPairs yields pairs of rows that may be one but have nothing to do with
// each other, as randomPairs does for one source: from every two sources their
// share of all such pairs.
func (l *Linker) linkPairs() func(yield func(record.Pair) bool) {
	rows, all := l.rowsOf(), l.possible()
	return func(yield func(record.Pair) bool) {
		more := true
		l.between(rows, func(a, b []record.Row, pairs float64) {
			own := &a[0] == &b[0]
			quota := int(pairs)
			if all > randomPairs {
				quota = int(math.Ceil(pairs / all * randomPairs))
			}
			for q := 0; q < quota && more; q++ {
				i, k := q%len(a), q/len(a)
				step := k // all of them, where there are few
				if all > randomPairs {
					step = 7919 + 104729*k
				}
				j := (i + step) % len(b)
				if own {
					if j = (i + 1 + step) % len(b); j == i {
						continue
					}
				}
				more = yield(ordered(a[i], b[j]))
			}
		})
	}
}

// chance returns for each comparison what Comparison.Chance says, less the
// agreements within sources of which no two records are one.
func (l *Linker) chance() [][]float64 {
	out := make([][]float64, len(l.set.Comparisons))
	for i, c := range l.set.Comparisons {
		out[i] = slices.Clone(c.Chance())
	}
	if l.apart == nil {
		return out
	}
	n := float64(l.in.Rows)
	share := l.possible() / max(1, n*(n-1)/2)
	less := make([][]float64, len(out))
	for i := range out {
		less[i] = make([]float64, len(out[i]))
	}
	known := make([]bool, len(out))
	for i := range known {
		known[i] = true
	}
	for s, rows := range l.rowsOf() {
		if !l.in.Sources.Single[s] {
			continue
		}
		own := compare.NewSet(only(l.in.Fields, rows))
		for i, c := range l.set.Comparisons {
			at := slices.IndexFunc(own.Comparisons, func(o compare.Comparison) bool {
				return o.Spec().Kind == c.Spec().Kind && slices.Equal(o.Spec().Fields, c.Spec().Fields)
			})
			if at < 0 {
				known[i] = false
				continue
			}
			within := own.Comparisons[at].Chance()
			for lv := range min(len(within), len(less[i])) {
				less[i][lv] += within[lv] // what is not a number stays none
			}
		}
	}
	for i := range out {
		for lv := range out[i] {
			if known[i] {
				out[i][lv] = max(0, out[i][lv]-less[i][lv])
			} else {
				out[i][lv] *= share
			}
		}
	}
	return out
}

// only returns the fields of some of the rows.
func only(fields []Field, rows []record.Row) []Field {
	out := slices.Clone(fields)
	for i := range out {
		cols := make([]*record.Codes, len(out[i].Columns))
		for k, c := range out[i].Columns {
			cols[k] = vocabulary.Only(c, rows)
		}
		out[i].Columns = cols
	}
	return out
}

// labels clusters scored pairs.
func (l *Linker) labels(n int, edges []cluster.Edge) []uint32 {
	if l.cfg.without(PartCorrelation) {
		return closure(n, edges)
	}
	if l.apart == nil {
		return cluster.Labels(n, edges, l.rank, l.cfg.clustering())
	}
	return cluster.Assign(n, edges, l.rank, l.apart, l.cfg.clustering())
}

// Probe is what was seen of duplicates within one source, on a sample.
type Probe struct {
	Rows     int // records that were looked at
	Repeated int // of them, those that another one of the same source surely repeats
	Linked   int // of them, those that have a partner in another source
	// Left counts the repeated ones that have no partner while what repeats them
	// has: where no two records are one, repetitions in one source are different
	// things, and each finds its own in the other.
	Left int
}

// Where more than manyShare of a source's linked records are left over, and more
// than manyRecords are, the source holds duplicates. Fewer may be what happens to
// look alike; they cost less when they are taken for two than keeping a true
// one from its best match would.
const (
	manyShare   = .02
	manyRecords = 4
)

// leftovers reports whether the source surely holds duplicates.
func (p Probe) leftovers() bool {
	return p.Left > manyRecords && float64(p.Left) > manyShare*float64(p.Linked)
}

// Duplicates says which sources hold duplicates. Where one does, the others are
// no longer trusted to repeat only what are different things: of a record that
// is twice in both sources, nothing is left over.
func Duplicates(probes []Probe) []bool {
	found := make([]bool, len(probes))
	some := slices.ContainsFunc(probes, Probe.leftovers)
	for i, p := range probes {
		found[i] = p.leftovers() || some && p.Repeated > manyRecords && float64(p.Repeated) > 2*manyShare*float64(p.Rows)
	}
	return found
}

const (
	probeRows = 4000 // records of a source that are looked at
	sureBits  = 6.63 // log odds of .99
)

// near returns pairs within sources for probe, or nil where none is asked for.
func (l *Linker) near(index *block.Index) []record.Pair {
	if l.in.Sources == nil || !l.in.Sources.Probe {
		return nil
	}
	var pairs []record.Pair
	for _, rows := range l.rowsOf() {
		pairs = append(pairs, index.Near(rows[:min(len(rows), probeRows)])...)
	}
	of := l.in.Sources.Of
	return slices.DeleteFunc(pairs, func(p record.Pair) bool { return of[p.A] != of[p.B] })
}

// probe scores pairs within sources. What a text identifies is surely repeated
// only by the same text: catalogues are full of things whose descriptions
// differ in one word and that are two.
func (l *Linker) probe(res *Result, pairs []record.Pair) {
	if l.in.Sources == nil || !l.in.Sources.Probe {
		return
	}
	rows := l.rowsOf()
	res.Probed = make([]Probe, len(rows))
	looked := make([]bool, l.in.Rows)
	for s := range rows {
		k := min(len(rows[s]), probeRows)
		res.Probed[s].Rows = k
		for _, r := range rows[s][:k] {
			looked[r] = true
		}
	}
	var text []int
	specs := l.set.Specs()
	named := slices.ContainsFunc(specs, func(sp *compare.Spec) bool { return sp.Kind == record.GivenName || sp.Kind == record.FamilyName })
	for i, sp := range specs {
		if !named && sp.Aspect == compare.Identity && (sp.Kind == record.Text || sp.Kind == record.Company || sp.Kind == record.Person) {
			text = append(text, i)
		}
	}
	linked := l.linked(res)
	repeated, left := make([]bool, l.in.Rows), make([]bool, l.in.Rows)
	s := l.newScorer()
	const batch = 4096
	for lo := 0; lo < len(pairs); lo += batch {
		for _, e := range s.append(nil, pairs[lo:min(lo+batch, len(pairs))], res.Model, sureBits) {
			if !slices.ContainsFunc(text, func(i int) bool { return e.Pattern.Level(i) > 1 }) {
				repeated[e.A], repeated[e.B] = true, true
				left[e.A] = left[e.A] || linked[e.B] && !linked[e.A]
				left[e.B] = left[e.B] || linked[e.A] && !linked[e.B]
			}
		}
	}
	count := func(to *int, yes bool) {
		if yes {
			*to++
		}
	}
	for r := range looked {
		if looked[r] {
			p := &res.Probed[l.in.Sources.Of[r]]
			count(&p.Repeated, repeated[r])
			count(&p.Linked, linked[r])
			count(&p.Left, left[r])
		}
	}
}

// linked says which rows share a cluster with one of another source.
func (l *Linker) linked(res *Result) []bool {
	linked := make([]bool, l.in.Rows)
	of := l.in.Sources.Of
	for g := range res.Groups.Len() {
		rows := res.Groups.Group(g)
		for _, r := range rows[1:] {
			if of[r] != of[rows[0]] {
				for _, r := range rows {
					linked[r] = true
				}
				break
			}
		}
	}
	return linked
}
