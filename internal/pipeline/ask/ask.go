package ask

import (
	"cmp"
	"math"
	"slices"

	"github.com/onefold/onefold/internal/decisions"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/matcher/compare"
	"github.com/onefold/onefold/record"
)

// Asker picks questions about what a job matched.
type Asker struct {
	j        *pipeline.Job
	of       []uint32
	mass     map[compare.Pattern]float64 // expected wrong decisions among pairs of a pattern
	asked    map[compare.Pattern]int     // answers on pairs of a pattern
	passed   map[record.Pair]bool        // answered or skipped in this sitting
	touched  map[[2]uint32]bool          // clusters, or pairs of clusters, asked about since the last match
	between  map[[2]uint32]float64       // of two clusters that a pair connects: what all their pairs say together, in bits
	open     []int                       // edges that may be asked about, by what their answers would change
	best     []float32                   // of each record: its best link in its cluster, in bits
	followed followed
}

// New returns an asker for a job that has matched. It has to be told when the
// job matches again.
func New(j *pipeline.Job) *Asker {
	a := &Asker{j: j, asked: map[compare.Pattern]int{}, passed: map[record.Pair]bool{}}
	a.Matched()
	return a
}

// Matched takes in what the job has matched anew.
func (a *Asker) Matched() {
	res := a.j.Result()
	a.of = res.Groups.Of()
	a.mass, a.touched = map[compare.Pattern]float64{}, map[[2]uint32]bool{}
	a.between = map[[2]uint32]float64{}
	a.best = make([]float32, len(a.of))
	for i := range a.best {
		a.best[i] = -certain
	}
	for i := range res.Edges {
		e := &res.Edges[i]
		if a.of[e.A] == a.of[e.B] {
			a.best[e.A], a.best[e.B] = max(a.best[e.A], e.Bits), max(a.best[e.B], e.Bits)
		} else if k := a.clusters(e.Pair); e.Bits > 0 || a.between[k] != 0 {
			a.between[k] += float64(max(-against, min(certain, e.Bits)))
		}
	}
	for i := range res.Edges {
		e := &res.Edges[i]
		if e.Decided == 0 {
			a.mass[e.Pattern] += a.doubt(e)
		}
	}
	a.followed = follow(a.j.Decided())
	a.choose()
}

// mostOpen is how many pairs are kept to be asked about until the job matches
// again: looking at all of millions for each question would take seconds.
const mostOpen = 5000

// choose keeps the pairs whose answers would change most.
func (a *Asker) choose() {
	edges := a.j.Result().Edges
	type candidate struct {
		at    int
		worth float64
	}
	var all []candidate
	trim := func() {
		slices.SortFunc(all, func(x, y candidate) int {
			if c := cmp.Compare(y.worth, x.worth); c != 0 {
				return c
			}
			if a.before(&edges[x.at], &edges[y.at]) {
				return -1
			}
			return 1
		})
		all = all[:min(len(all), mostOpen)]
	}
	for i := range edges {
		e := &edges[i]
		if e.Decided != 0 {
			continue
		}
		if doubt := a.doubt(e); doubt >= leastDoubt && !a.followed.known(e.Pair) {
			if all = append(all, candidate{i, a.worth(e, doubt)}); len(all) == 8*mostOpen {
				trim()
			}
		}
	}
	trim()
	a.open = a.open[:0]
	for _, c := range all {
		a.open = append(a.open, c.at)
	}
}

// certain is the log odds of what is decided, and against the most that a pair
// speaks against the rest of its clusters.
const (
	certain = 60
	against = 3
)

// doubt is how likely it is that what is done with a pair is wrong. Other
// records have their say: two in one cluster are not in doubt while both have
// better links to others in it, and two of different clusters are less in doubt
// the more the other pairs of these clusters say against.
func (a *Asker) doubt(e *matcher.Edge) float64 {
	if a.of[e.A] == a.of[e.B] {
		if e.Bits < min(a.best[e.A], a.best[e.B]) {
			return 0
		}
		return 1 - e.Probability()
	}
	bits := float64(e.Bits)
	if all, ok := a.between[a.clusters(e.Pair)]; ok && all < bits {
		bits = (bits + all) / 2
	}
	return 1 / (1 + math.Exp2(-bits))
}

// How a question is weighed.
const (
	leastDoubt = 1e-5 // less likely mistakes are not asked for
	lesson     = 1.0  // what learning counts beside what changes at once
	large      = .25  // how far it counts that many pairs change: large clusters are mostly kept apart for good reason
)

// Next returns the edge of the pair to ask about; false when there is nothing
// more to ask.
func (a *Asker) Next() (best matcher.Edge, ok bool) {
	res := a.j.Result()
	most := 0.0
	for _, i := range a.open {
		e := &res.Edges[i]
		if a.passed[e.Pair] || a.touched[a.clusters(e.Pair)] {
			continue
		}
		w := a.worth(e, a.doubt(e))
		if w > most || w == most && ok && a.before(e, &best) {
			best, most, ok = *e, w, true
		}
	}
	return best, ok
}

// worth is what the answer on a pair is expected to change.
func (a *Asker) worth(e *matcher.Edge, doubt float64) float64 {
	res := a.j.Result()
	x, y := len(res.Groups.Group(int(a.of[e.A]))), len(res.Groups.Group(int(a.of[e.B])))
	pairs := float64(x) * float64(y) // that join, if the answer is that they are one
	if a.of[e.A] == a.of[e.B] {
		pairs = float64(x - 1) // that fall apart at least
	}
	n := float64(a.asked[e.Pattern])
	learn := math.Log2(1+a.mass[e.Pattern]) / ((1 + n) * (1 + n))
	return doubt*math.Pow(pairs, large) + lesson*doubt*(1-doubt)*learn
}

// before orders pairs that are worth the same by what they are.
func (a *Asker) before(e, f *matcher.Edge) bool {
	return cmp.Or(cmp.Compare(a.j.IDOf(e.A), a.j.IDOf(f.A)), cmp.Compare(a.j.IDOf(e.B), a.j.IDOf(f.B))) < 0
}

func (a *Asker) clusters(p record.Pair) [2]uint32 {
	x, y := a.of[p.A], a.of[p.B]
	return [2]uint32{min(x, y), max(x, y)}
}

// Answered takes note that a pair was answered.
func (a *Asker) Answered(e matcher.Edge) {
	a.asked[e.Pattern]++
	a.passed[e.Pair] = true
	a.touched[a.clusters(e.Pair)] = true
}

// Skip takes note that a pair shall not be asked in this sitting.
func (a *Asker) Skip(e matcher.Edge) { a.passed[e.Pair] = true }

// followed is what follows from decisions: who is one with whom, and who is not.
type followed struct {
	group  map[record.Row]record.Row
	apart  map[[2]record.Row]bool // of groups
	unsure map[[2]record.Row]bool // of rows
}

func follow(d *decisions.Applied) followed {
	f := followed{map[record.Row]record.Row{}, map[[2]record.Row]bool{}, map[[2]record.Row]bool{}}
	for _, k := range d.Links {
		if d.Book.Standing[k.At].Verdict == decisions.Same {
			a, b := f.find(k.A), f.find(k.B)
			f.group[max(a, b)] = min(a, b)
		}
	}
	for _, k := range d.Links {
		switch d.Book.Standing[k.At].Verdict {
		case decisions.Different:
			f.apart[two(f.find(k.A), f.find(k.B))] = true
		case decisions.Unsure:
			f.unsure[two(k.A, k.B)] = true
		}
	}
	return f
}

func two(a, b record.Row) [2]record.Row { return [2]record.Row{min(a, b), max(a, b)} }

func (f followed) find(r record.Row) record.Row {
	for {
		up, ok := f.group[r]
		if !ok || up == r {
			return r
		}
		r = up
	}
}

// known reports whether a person has said what a pair is, or what it follows
// from, or that it cannot be told.
func (f followed) known(p record.Pair) bool {
	a, b := f.find(p.A), f.find(p.B)
	return a == b || f.apart[two(a, b)] || f.unsure[two(p.A, p.B)]
}
