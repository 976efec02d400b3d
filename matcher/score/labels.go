package score

import (
	"bytes"
	"cmp"
	"math"
	"slices"
)

// Label is a pair that a person has judged.
type Label struct {
	Levels [16]uint8
	Adjust [16]float32 // as Probability takes it
	Same   bool
	// Context is what else than the two records themselves speaks for or against,
	// in bits: what it explains teaches nothing of how pairs look.
	Context float32
}

// Learned is what labels taught a model: bits that are added for a match, once
// for every pair and for each level of a comparison.
type Learned struct {
	Labels int
	Bias   float64
	Delta  [][]float64 // comparison, level; index 0, missing, is 0
}

// How far labels can move a model, in bits. The spreads are those of normal
// priors around what was learnt without labels: a few answers move little,
// many answers that agree move up to about the bounds.
const (
	spreadBias  = .7
	spreadDelta = .5
	mostBias    = 4.0
	mostDelta   = 3.0
)

// doubtful is the share of labels that something else explains than how the two
// records look: a third one that joins them, or what the person knows.
const doubtful = .02

// Taught returns a model whose odds of matches are shifted to what labels say:
// by a logistic regression (Cox 1958) whose offset is the model's own log odds
// and whose coefficients have normal priors around 0. Labels are asked for where
// the model is least sure, so their shares must not be counted as those of the
// data, as expectation–maximisation would; a regression asks only how often a
// pair that looks so is one, and such a choice does it no harm.
//
// anchors are pairs with what was made of them without labels. They hold the
// model where it was right: a few answers about odd pairs must not turn over
// what many records say together.
//
// The penalised likelihood is concave, so there is one answer, whatever the
// order: labels are sorted before they are added up. m itself stays as it is.
func (m *Model) Taught(labels, anchors []Label) *Model {
	if len(labels) == 0 || len(m.Classes) < 2 {
		return m
	}
	labels = sorted(labels)
	r := newRegression(m, labels)
	r.anchor(m, sorted(anchors))
	r.start()
	r.solve()
	l := &Learned{Labels: len(labels), Bias: clip(r.at[0], mostBias), Delta: make([][]float64, len(m.Prob[Match]))}
	for i, p := range m.Prob[Match] {
		l.Delta[i] = make([]float64, len(p))
	}
	for k, c := range r.columns {
		l.Delta[c.comparison][c.level] = clip(r.at[k+1], mostDelta)
	}
	taught := *m
	taught.Learned = l
	taught.log, taught.prior = slices.Clone(m.log), slices.Clone(m.prior)
	taught.log[Match] = slices.Clone(m.log[Match])
	taught.add(l)
	return &taught
}

// sorted returns labels in an order that does not depend on the caller's.
func sorted(labels []Label) []Label {
	labels = slices.Clone(labels)
	slices.SortFunc(labels, func(a, b Label) int {
		if c := bytes.Compare(a.Levels[:], b.Levels[:]); c != 0 {
			return c
		}
		if c := cmp.Or(slices.Compare(a.Adjust[:], b.Adjust[:]), cmp.Compare(a.Context, b.Context)); c != 0 || a.Same == b.Same {
			return c
		}
		if a.Same {
			return 1
		}
		return -1
	})
	return labels
}

func clip(x, most float64) float64 { return max(-most, min(most, x)) }

// add puts what was learnt where scoring reads it.
func (m *Model) add(l *Learned) {
	for f := range m.prior[Match] {
		m.prior[Match][f] += float32(l.Bias)
	}
	for i, ds := range l.Delta {
		for lv, d := range ds {
			m.log[Match][i][lv] += float32(d)
		}
	}
}

// delta returns what labels taught of a level, in bits.
func (m *Model) delta(comparison int, level uint8) float64 {
	if m.Learned == nil {
		return 0
	}
	return m.Learned.Delta[comparison][level]
}

// bias returns what labels taught of all pairs, in bits.
func (m *Model) bias() float64 {
	if m.Learned == nil {
		return 0
	}
	return m.Learned.Bias
}

// regression fits bits to labels by Newton's method.
type regression struct {
	column  map[[2]int]int // place of a comparison's level among the coefficients
	columns []struct{ comparison, level int }
	rows    [][]int // of each label: its coefficients, 0 is the bias
	offset  []float64
	same    []float64
	weight  []float64
	at      []float64 // the coefficients, in bits
	least   []float64 // what each coefficient costs: 1 over its variance
}

func newRegression(m *Model, labels []Label) *regression {
	r := &regression{}
	r.column = map[[2]int]int{}
	for i := range labels {
		x := &labels[i]
		for c := range m.Prob[Match] {
			lv := int(x.Levels[c])
			if _, ok := r.column[[2]int{c, lv}]; !ok && lv != 0 {
				r.columns = append(r.columns, struct{ comparison, level int }{c, lv})
				r.column[[2]int{c, lv}] = len(r.columns)
			}
		}
		r.add(m, x, 1)
	}
	return r
}

// anchor adds the anchors. Together they are worth 20 labels among a thousand
// records, and more among more, as a hundred answers can teach less of a hundred
// times as many pairs: measured with the answers of labelled sets of 900 to
// 50,000 records.
func (r *regression) anchor(m *Model, anchors []Label) {
	worth := 20 * math.Sqrt(max(1, math.Sqrt(2*m.Pairs)/1000))
	count := map[bool]float64{} // of same and of different ones, which weigh as much
	for i := range anchors {
		count[anchors[i].Same]++
	}
	for i := range anchors {
		r.add(m, &anchors[i], worth/2/count[anchors[i].Same])
	}
}

// add takes in a label. What neither the records nor their context foresaw is
// left to doubt.
func (r *regression) add(m *Model, x *Label, weight float64) {
	var post [MaxClasses]float64
	m.posterior(&x.Levels, x.Adjust[:], &post)
	p := max(1e-15, min(1-1e-15, post[Match]))
	bits := math.Log2(p/(1-p)) + float64(x.Context)
	p = 1 / (1 + math.Exp2(-bits))
	r.offset = append(r.offset, bits)
	y := 0.0
	if x.Same {
		y = 1
	}
	r.same = append(r.same, y)
	if !x.Same {
		p = 1 - p
	}
	r.weight = append(r.weight, weight*p/(p+doubtful))
	row := []int{0}
	for i := range m.Prob[Match] {
		if k, ok := r.column[[2]int{i, int(x.Levels[i])}]; ok {
			row = append(row, k)
		}
	}
	r.rows = append(r.rows, row)
}

// start sets the priors.
func (r *regression) start() {
	n := len(r.columns) + 1
	r.at, r.least = make([]float64, n), make([]float64, n)
	for k := range r.least {
		r.least[k] = 1 / (spreadDelta * spreadDelta)
	}
	r.least[0] = 1 / (spreadBias * spreadBias)
}

// solve finds the coefficients.
func (r *regression) solve() {
	const rounds, enough = 40, 1e-9
	n := len(r.at)
	for range rounds {
		gradient := make([]float64, n)
		hessian := make([][]float64, n)
		for k := range hessian {
			hessian[k] = make([]float64, n)
			gradient[k] = -r.least[k] * r.at[k]
			hessian[k][k] = r.least[k]
		}
		for j, row := range r.rows {
			bits := r.offset[j]
			for _, k := range row {
				bits += r.at[k]
			}
			p := 1 / (1 + math.Exp2(-bits))
			for _, k := range row {
				gradient[k] += r.weight[j] * math.Ln2 * (r.same[j] - p)
				for _, i := range row {
					hessian[k][i] += r.weight[j] * math.Ln2 * math.Ln2 * p * (1 - p)
				}
			}
		}
		step := cholesky(hessian, gradient)
		longest := 0.0
		for k := range step {
			longest = max(longest, math.Abs(step[k]))
		}
		// A step of more than two bits would leave where the curve is known.
		scale := min(1, 2/max(longest, 1e-300))
		for k := range step {
			r.at[k] += scale * step[k]
		}
		if longest < enough {
			return
		}
	}
}

// cholesky solves a·x = b for a symmetric positive definite a, which it overwrites.
func cholesky(a [][]float64, b []float64) []float64 {
	n := len(b)
	for j := range n {
		for k := range j {
			a[j][j] -= a[j][k] * a[j][k]
		}
		a[j][j] = math.Sqrt(a[j][j])
		for i := j + 1; i < n; i++ {
			for k := range j {
				a[i][j] -= a[i][k] * a[j][k]
			}
			a[i][j] /= a[j][j]
		}
	}
	x := slices.Clone(b)
	for i := range n {
		for k := range i {
			x[i] -= a[i][k] * x[k]
		}
		x[i] /= a[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			x[i] -= a[k][i] * x[k]
		}
		x[i] /= a[i][i]
	}
	return x
}
