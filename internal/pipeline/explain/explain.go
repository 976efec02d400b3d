package explain

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/pipeline/sight"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/matcher/compare"
	"github.com/onefold/onefold/record"
)

// Pair runs the job without writing anything and says why two records are one
// or not, whether or not they were ever compared.
func Pair(ctx context.Context, j *pipeline.Job, a, b string) (*report.Explanation, error) {
	if err := j.Understand(ctx); err != nil {
		return nil, err
	}
	if a == b {
		return nil, &connectors.Fault{Cause: "the same id twice: a record is always one with itself", Hint: "give the ids of two records", Err: connectors.ErrOption}
	}
	ra, err := rowOf(j, a)
	if err != nil {
		return nil, err
	}
	rb, err := rowOf(j, b)
	if err != nil {
		return nil, err
	}
	if err := j.Match(ctx); err != nil {
		return nil, err
	}
	e := &explainer{j: j, res: j.Result(), of: j.Result().Groups.Of(), a: ra, b: rb}
	return e.explain(), nil
}

// Evidence says what two records hold and what their comparisons speak for, of a
// job that has matched: what somebody needs who is to decide on them.
func Evidence(j *pipeline.Job, a, b record.Row) *report.Explanation {
	e := &explainer{j: j, res: j.Result(), a: a, b: b}
	x := j.Linker().Explain(e.res, record.Pair{A: a, B: b})
	out := &report.Explanation{IDs: [2]string{j.IDOf(a), j.IDOf(b)}, Fields: e.fields()}
	out.Steps, out.Relation = sight.Waterfall(e.res, &x)
	return out
}

// rowOf finds a record by its id.
func rowOf(j *pipeline.Job, id string) (record.Row, error) {
	for r := range record.Row(j.Table.Len()) {
		if j.IDOf(r) == id {
			return r, nil
		}
	}
	f := &connectors.Fault{Place: j.Source, Cause: fmt.Sprintf("there is no record with the id %q", id), Err: connectors.ErrOption}
	if k := j.Inference.Key.Field; k >= 0 {
		f.Hint = fmt.Sprintf("ids are the values of the column %q; --id names another", j.Inference.Key.Name)
	} else {
		f.Hint = fmt.Sprintf("no column holds ids, so they are the numbers of the records, 1 to %d; --id names a column", j.Table.Len())
	}
	return 0, f
}

type explainer struct {
	j    *pipeline.Job
	res  *matcher.Result
	of   []uint32 // row → group
	a, b record.Row
}

func (e *explainer) explain() *report.Explanation {
	j, cfg := e.j, e.j.Linker().Config()
	x := j.Linker().Explain(e.res, record.Pair{A: e.a, B: e.b})
	out := &report.Explanation{
		Format: "onefold.explanation/1", Source: j.Source, IDs: [2]string{j.IDOf(e.a), j.IDOf(e.b)},
		Probability: matcher.Edge{Bits: float32(x.Bits)}.Probability(), Weight: x.Bits, Prior: x.Prior,
		Thresholds: report.Decision{
			MatchProbability: cfg.MatchProbability, ReviewProbability: cfg.ReviewProbability,
			MatchWeight: bitsOf(cfg.MatchProbability), ReviewWeight: bitsOf(cfg.ReviewProbability),
		},
		Fields: e.fields(), Blocking: e.blocking(x.Pair), Changes: []report.ExplainedChange{},
	}
	out.Steps, out.Relation = sight.Waterfall(e.res, &x)
	for _, c := range x.Classes {
		out.Classes = append(out.Classes, report.ExplainedClass{Name: c.Name, Probability: c.Probability})
	}
	out.Cluster = e.cluster(x, out)
	out.Decision = e.decision(x.Bits)
	if e.of[e.a] == e.of[e.b] {
		out.Decision = string(pipeline.DecisionMatch)
	} else if out.Decision == string(pipeline.DecisionMatch) {
		out.Decision = string(pipeline.DecisionReview)
		if !out.Blocking.Compared {
			out.Decision = nonMatch
		}
	}
	e.decided(x.Pair, out)
	for i, sp := range e.res.Set.Specs() {
		if c, ok := e.change(sp, &x, i); ok {
			out.Changes = append(out.Changes, c)
		}
	}
	return out
}

const nonMatch = "non_match"

// decided says what a person decided of the pair. A decision that was left out
// for others is told, and changes nothing.
func (e *explainer) decided(p record.Pair, out *report.Explanation) {
	d := e.j.Decided().Of(p.A, p.B)
	if d == nil {
		return
	}
	out.Decided = &report.ExplainedVerdict{Verdict: d.Verdict.String(), Author: d.Author, Reason: d.Reason, At: d.Place()}
	if !d.Made.IsZero() {
		out.Decided.Date = d.Made.Format(time.DateOnly)
	}
	edge, _ := e.edge(p)
	switch edge.Decided {
	case matcher.DecidedSame:
		out.Decision = string(pipeline.DecisionMatch)
	case matcher.DecidedDifferent:
		out.Decision = string(pipeline.DecisionDifferent)
	default:
		return
	}
	out.Cluster.Outcome, out.Cluster.Path, out.Cluster.Against = "decided", []report.ExplainedLink{}, []report.ExplainedLink{}
}

// decision says what a pair is decided on its own.
func (e *explainer) decision(bits float64) string {
	cfg := e.j.Linker().Config()
	switch {
	case bits >= bitsOf(cfg.MatchProbability):
		return string(pipeline.DecisionMatch)
	case bits >= float64(e.j.ReviewBits()):
		return string(pipeline.DecisionReview)
	}
	return nonMatch
}

// change says what would be if one comparison came out at its other end: for
// a match, if it differed; for any other pair, if it agreed.
func (e *explainer) change(sp *compare.Spec, x *matcher.Explanation, i int) (report.ExplainedChange, bool) {
	st := x.Steps[i]
	to := compare.Level(1)
	if e.decision(x.Bits) == string(pipeline.DecisionMatch) {
		if to = compare.Level(len(sp.Levels)); st.Level == compare.Missing {
			return report.ExplainedChange{}, false // what is blank holds nothing
		}
	} else if st.Alone[to] <= x.Bits {
		return report.ExplainedChange{}, false // it would not help
	}
	if st.Level == to {
		return report.ExplainedChange{}, false
	}
	bits := st.Alone[to]
	then := e.decision(bits)
	return report.ExplainedChange{
		Comparison: sp.Name, From: sight.LevelName(sp, st.Level), To: sight.LevelName(sp, to),
		Probability: matcher.Edge{Bits: float32(bits)}.Probability(), Decision: then,
		Tips: (then == string(pipeline.DecisionMatch)) != (e.decision(x.Bits) == string(pipeline.DecisionMatch)),
	}, true
}

func (e *explainer) fields() []report.ExplainedField {
	out := []report.ExplainedField{}
	for i, f := range e.j.Inference.Fields {
		c, k := e.j.Table.Columns[i], e.j.Standards[i].Keys
		out = append(out, report.ExplainedField{
			Name: f.Name, Kind: string(f.Kind), Values: [2]string{c.Value(e.a), c.Value(e.b)},
			Keys: [2]string{k.Value(k.Of[e.a]), k.Value(k.Of[e.b])},
		})
	}
	return out
}

func (e *explainer) blocking(p record.Pair) report.ExplainedBlocking {
	out := report.ExplainedBlocking{Rules: []string{}, Compared: e.res.Index.Has(p)}
	e.res.Index.Shared(p, func(rule int) {
		if name := e.res.Index.Rules[rule].Name; !slices.Contains(out.Rules, name) {
			out.Rules = append(out.Rules, name)
		}
	})
	out.All = out.Compared && len(out.Rules) == 0
	if _, found := e.edge(p); found {
		out.Compared = true
	}
	return out
}

// edge finds the scored pair.
func (e *explainer) edge(p record.Pair) (matcher.Edge, bool) {
	k, ok := slices.BinarySearchFunc(e.res.Edges, p, func(x matcher.Edge, p record.Pair) int {
		if x.A != p.A {
			return int(x.A) - int(p.A)
		}
		return int(x.B) - int(p.B)
	})
	if !ok {
		return matcher.Edge{}, false
	}
	return e.res.Edges[k], true
}

func (e *explainer) cluster(x matcher.Explanation, out *report.Explanation) report.ExplainedCluster {
	ga, gb := e.res.Groups.Group(int(e.of[e.a])), e.res.Groups.Group(int(e.of[e.b]))
	c := report.ExplainedCluster{Sizes: [2]int{len(ga), len(gb)}, Path: []report.ExplainedLink{}, Against: []report.ExplainedLink{}}
	alone := e.decision(x.Bits) == string(pipeline.DecisionMatch)
	switch {
	case e.of[e.a] == e.of[e.b] && alone:
		c.Outcome = "direct"
	case e.of[e.a] == e.of[e.b]:
		c.Outcome, c.Path = "through", e.path()
	case alone && !out.Blocking.Compared:
		c.Outcome = "unseen"
	case alone:
		c.Outcome, c.Against = "cut", e.against(ga, gb)
	default:
		c.Outcome = "apart"
	}
	return c
}

func (e *explainer) link(x matcher.Edge) report.ExplainedLink {
	return report.ExplainedLink{IDs: [2]string{e.j.IDOf(x.A), e.j.IDOf(x.B)}, Probability: x.Probability(), Weight: float64(x.Bits)}
}

// path finds the way through the cluster whose weakest link is strongest, and
// of these the shortest.
func (e *explainer) path() []report.ExplainedLink {
	var inside []matcher.Edge
	for _, x := range e.res.Edges {
		if e.of[x.A] == e.of[e.a] && e.of[x.B] == e.of[e.a] {
			inside = append(inside, x)
		}
	}
	slices.SortStableFunc(inside, func(x, y matcher.Edge) int {
		switch {
		case x.Bits > y.Bits:
			return -1
		case x.Bits < y.Bits:
			return 1
		}
		return 0
	})
	// Add links, the strongest first, until they connect the two.
	for n := 1; n <= len(inside); n++ {
		if n < len(inside) && inside[n].Bits == inside[n-1].Bits {
			continue
		}
		if way := shortest(inside[:n], e.a, e.b); way != nil {
			out := make([]report.ExplainedLink, len(way))
			for i, x := range way {
				out[i] = e.link(x)
			}
			return out
		}
	}
	return []report.ExplainedLink{}
}

// shortest finds the way of fewest edges from a to b, nil if there is none.
func shortest(edges []matcher.Edge, a, b record.Row) []matcher.Edge {
	from := map[record.Row]matcher.Edge{a: {}}
	for queue := []record.Row{a}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		for _, x := range edges {
			next := x.A
			switch at {
			case x.A:
				next = x.B
			case x.B:
			default:
				continue
			}
			if _, seen := from[next]; seen {
				continue
			}
			from[next] = x
			if next == b {
				var way []matcher.Edge
				for r := b; r != a; {
					x := from[r]
					way = append(way, x)
					r = x.A + x.B - r
				}
				slices.Reverse(way)
				return way
			}
			queue = append(queue, next)
		}
	}
	return nil
}

// mostAgainst is how many pairs of two clusters are listed, and mostScored how
// many are looked at.
const (
	mostAgainst = 5
	mostScored  = 400
)

// against lists the pairs that speak most against joining two clusters.
func (e *explainer) against(ga, gb []record.Row) []report.ExplainedLink {
	var all []matcher.Edge
	for _, a := range ga {
		for _, b := range gb {
			if len(all) >= mostScored {
				break
			}
			x := e.j.Linker().Explain(e.res, record.Pair{A: a, B: b})
			if x.Bits < 0 {
				all = append(all, matcher.Edge{Pair: x.Pair, Bits: float32(x.Bits)})
			}
		}
	}
	slices.SortStableFunc(all, func(x, y matcher.Edge) int {
		switch {
		case x.Bits < y.Bits:
			return -1
		case x.Bits > y.Bits:
			return 1
		}
		return 0
	})
	out := []report.ExplainedLink{}
	for _, x := range all[:min(len(all), mostAgainst)] {
		out = append(out, e.link(x))
	}
	return out
}

func bitsOf(p float64) float64 { return math.Log2(p / (1 - p)) }
