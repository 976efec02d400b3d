package score

import (
	"bytes"
	"math"
	"slices"
)

// Label is a pair that a person has judged.
type Label struct {
	Levels [16]uint8
	Adjust [16]float32 // as Probability takes it
	Same   bool
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
	spreadBias  = 1.5
	spreadDelta = 1.0
	mostBias    = 5.0
	mostDelta   = 4.0
)

// Taught returns a model whose odds of matches are shifted to what labels say, as a logistic
// regression (Cox 1958) whose offset is the model's own log odds and whose
// coefficients have normal priors around 0. Labels are asked for where the
// model is least sure, so their shares must not be counted as those of the
// data; a regression asks only how often a pair that looks so is one, and such
// a choice does it no harm.
//
// The penalised likelihood is concave, so there is one answer, whatever the
// order: labels are sorted before they are added up. m itself stays as it is.
func (m *Model) Taught(labels []Label) *Model {
	if len(labels) == 0 || len(m.Classes) < 2 {
		return m
	}
	labels = slices.Clone(labels)
	slices.SortFunc(labels, func(a, b Label) int {
		if c := bytes.Compare(a.Levels[:], b.Levels[:]); c != 0 {
			return c
		}
		if c := slices.Compare(a.Adjust[:], b.Adjust[:]); c != 0 || a.Same == b.Same {
			return c
		}
		if a.Same {
			return 1
		}
		return -1
	})
	r := newRegression(m, labels)
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
	columns []struct{ comparison, level int }
	rows    [][]int // of each label: its coefficients, 0 is the bias
	offset  []float64
	same    []float64
	at      []float64 // the coefficients, in bits
	least   []float64 // what each coefficient costs: 1 over its variance
}

func newRegression(m *Model, labels []Label) *regression {
	r := &regression{}
	column := map[[2]int]int{}
	for _, x := range labels {
		var post [MaxClasses]float64
		m.posterior(&x.Levels, x.Adjust[:], &post)
		p := max(1e-15, min(1-1e-15, post[Match]))
		r.offset = append(r.offset, math.Log2(p/(1-p)))
		y := 0.0
		if x.Same {
			y = 1
		}
		r.same = append(r.same, y)
		row := []int{0}
		for i := range m.Prob[Match] {
			lv := int(x.Levels[i])
			if lv == 0 {
				continue
			}
			k, ok := column[[2]int{i, lv}]
			if !ok {
				r.columns = append(r.columns, struct{ comparison, level int }{i, lv})
				k = len(r.columns)
				column[[2]int{i, lv}] = k
			}
			row = append(row, k)
		}
		r.rows = append(r.rows, row)
	}
	n := len(r.columns) + 1
	r.at, r.least = make([]float64, n), make([]float64, n)
	for k := range r.least {
		r.least[k] = 1 / (spreadDelta * spreadDelta)
	}
	r.least[0] = 1 / (spreadBias * spreadBias)
	return r
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
				gradient[k] += math.Ln2 * (r.same[j] - p)
				for _, i := range row {
					hessian[k][i] += math.Ln2 * math.Ln2 * p * (1 - p)
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
