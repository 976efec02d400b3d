package pipeline

import (
	"cmp"
	"slices"

	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/matcher/compare"
	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship"
)

// How many examples of a sort the report shows, and how many records of one
// group.
const (
	mergedExamples   = 16
	doubtfulExamples = 30
	apartExamples    = 12
	exampleRows      = 6
)

// picks are the pairs to look at.
type picks struct {
	merged    []matcher.Edge // the weakest link of a group each
	doubtful  []matcher.Edge
	apart     []matcher.Edge
	keptApart int // of which apart are some
}

// pick picks groups and pairs to look at: merged groups, half of them the
// least sure ones and half spread over the rest; doubtful pairs nearest to
// even odds; and pairs that are alike but kept apart, of every class.
func (j *Job) pick() *picks {
	if j.picked != nil {
		return j.picked
	}
	res := j.match
	of := res.Groups.Of()
	review := j.ReviewBits()
	best := make([]float32, j.Table.Len()) // of each record's links inside its group
	for i := range best {
		best[i] = -1e3
	}
	p := new(picks)
	apart := make([][]matcher.Edge, len(res.Model.Classes))
	for _, e := range res.Edges {
		switch {
		case of[e.A] == of[e.B]:
			best[e.A], best[e.B] = max(best[e.A], e.Bits), max(best[e.B], e.Bits)
		case e.Bits >= review:
			p.doubtful = append(p.doubtful, e)
		case res.Model.Classes[e.Class].Name != "locals" && e.Class > 1:
			apart[e.Class] = append(apart[e.Class], e)
			p.keptApart++
		}
	}
	// A group is as sure as its least sure record, which is as sure as its best
	// link.
	weakest := map[uint32]matcher.Edge{}
	for _, e := range res.Edges {
		if of[e.A] != of[e.B] || best[e.A] != e.Bits && best[e.B] != e.Bits {
			continue
		}
		if w, ok := weakest[of[e.A]]; !ok || e.Bits < w.Bits {
			weakest[of[e.A]] = e
		}
	}
	for _, e := range weakest {
		p.merged = append(p.merged, e)
	}
	sortBy(p.merged, func(e matcher.Edge) float32 { return e.Bits })
	p.merged = slices.Clone(spread(p.merged, mergedExamples))
	sortBy(p.doubtful, func(e matcher.Edge) float32 { return max(e.Bits, -e.Bits) })
	p.doubtful = slices.Clone(p.doubtful[:min(len(p.doubtful), doubtfulExamples)])
	for _, es := range apart {
		sortBy(es, func(e matcher.Edge) float32 { return -e.Bits })
	}
	for i := 0; len(p.apart) < apartExamples && len(p.apart) < p.keptApart; i++ {
		for _, es := range apart {
			if i < len(es) && len(p.apart) < apartExamples {
				p.apart = append(p.apart, es[i])
			}
		}
	}
	return p
}

// examples shows what was picked.
func (j *Job) examples(run *report.Run, ids []string, gold *survivorship.Resolver) {
	res, p := j.match, j.pick()
	of := res.Groups.Of()
	run.Totals.KeptApart = p.keptApart
	for _, e := range p.merged {
		run.Merged = append(run.Merged, j.mergedExample(res.Groups.Group(int(of[e.A])), ids[of[e.A]], e, gold))
	}
	for _, e := range p.doubtful {
		run.Doubtful = append(run.Doubtful, j.example([]record.Row{e.A, e.B}, e))
	}
	for _, e := range p.apart {
		x := j.example([]record.Row{e.A, e.B}, e)
		x.Class = res.Model.Classes[e.Class].Name
		run.KeptApart = append(run.KeptApart, x)
	}
}

// sight is what the matcher says of a pair.
type sight struct {
	prior    float64
	steps    []report.ExplainedStep
	relation report.ExplainedRelation
	rule     string // the first that both records share
}

// sight asks the matcher about a pair, unless settle has.
func (j *Job) sight(p record.Pair) sight {
	if s, ok := j.sights[p]; ok {
		return s
	}
	why := j.linker.Explain(j.match, p)
	s := sight{prior: why.Prior}
	s.steps, s.relation = Waterfall(j.match, &why)
	j.match.Index.Shared(p, func(rule int) {
		if s.rule == "" {
			s.rule = j.match.Index.Rules[rule].Name
		}
	})
	return s
}

// settle asks the matcher all that the report will want to know, and lets go of
// what it compared and of its blocks: the memory is wanted for the records.
func (j *Job) settle() {
	j.blocked = j.blocks()
	j.picked = j.pick()
	j.sights = map[record.Pair]sight{}
	for _, es := range [...][]matcher.Edge{j.picked.merged, j.picked.doubtful, j.picked.apart} {
		for _, e := range es {
			j.sights[e.Pair] = j.sight(e.Pair)
		}
	}
	j.linker.Release(j.match)
}

func sortBy(es []matcher.Edge, worth func(matcher.Edge) float32) {
	slices.SortFunc(es, func(a, b matcher.Edge) int {
		return cmp.Or(cmp.Compare(worth(a), worth(b)), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
}

// spread takes n of a list: half from its start, half evenly from the rest.
func spread(es []matcher.Edge, n int) []matcher.Edge {
	if len(es) <= n {
		return es
	}
	first := n / 2
	out := slices.Clone(es[:first])
	rest := es[first:]
	for i := range n - first {
		out = append(out, rest[(i+1)*len(rest)/(n-first)-1])
	}
	return out
}

// mergedExample shows a group with its golden record. Of a large group the
// master and the pair that is looked at are always shown.
func (j *Job) mergedExample(rows []record.Row, id string, e matcher.Edge, resolver *survivorship.Resolver) report.Example {
	gold := survivorship.Golden{Skip: "no golden record is made", Master: e.A}
	if resolver != nil {
		gold = resolver.Resolve(rows)
	}
	shown := rows
	if len(rows) > exampleRows {
		shown = []record.Row{gold.Master}
		for _, r := range append([]record.Row{e.A, e.B}, rows...) {
			if len(shown) < exampleRows && !slices.Contains(shown, r) {
				shown = append(shown, r)
			}
		}
		slices.Sort(shown)
	}
	x := j.example(shown, e)
	x.Cluster, x.Size = id, len(rows)
	if gold.Skip != "" {
		return x
	}
	x.Master = slices.Index(shown, gold.Master)
	for i := range x.Fields {
		x.Fields[i].Golden = gold.Values[j.Table.Schema.Index(x.Fields[i].Name)].Text
	}
	return x
}

func (j *Job) example(rows []record.Row, e matcher.Edge) report.Example {
	x := report.Example{Probability: e.Probability(), Weight: float64(e.Bits), Master: -1, Pair: [2]string{j.IDOf(e.A), j.IDOf(e.B)}}
	for _, r := range rows {
		x.IDs = append(x.IDs, j.IDOf(r))
	}
	for i, f := range j.Table.Schema.Fields {
		values := make([]string, len(rows))
		some := false
		for k, r := range rows {
			values[k] = j.Table.Columns[i].Value(r)
			some = some || values[k] != ""
		}
		if some {
			x.Fields = append(x.Fields, report.ExampleField{Name: f.Name, Values: values})
		}
	}
	seen := j.sight(e.Pair)
	x.Prior, x.Steps, x.Relation, x.Rule = seen.prior, seen.steps, seen.relation, seen.rule
	return x
}

// Waterfall puts what a pair's explanation says into the report's terms.
func Waterfall(res *matcher.Result, x *matcher.Explanation) ([]report.ExplainedStep, report.ExplainedRelation) {
	rival := x.Classes[x.Rival]
	rel := report.ExplainedRelation{Class: rival.Name, Probability: rival.Probability, Weight: x.Relation, Shared: []string{}}
	specs := res.Set.Specs()
	steps := make([]report.ExplainedStep, len(specs))
	for i, sp := range specs {
		st := x.Steps[i]
		steps[i] = report.ExplainedStep{Comparison: sp.Name, Fields: sp.Fields, Level: LevelName(sp, st.Level), Weight: st.Weight, Frequency: st.Frequency}
		if st.Weight+st.Frequency > 2 && st.Rival < 1 {
			rel.Shared = append(rel.Shared, sp.Name)
		}
	}
	return steps, rel
}

// LevelName returns the name of a level of a comparison.
func LevelName(sp *compare.Spec, l compare.Level) string {
	if l == compare.Missing {
		return "missing"
	}
	return sp.Levels[l-1].Name
}
