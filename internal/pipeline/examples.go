package pipeline

import (
	"sort"
	"strconv"

	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/matcher/compare"
	"github.com/onefold/onefold/record"
)

func itoa(n int) string { return strconv.Itoa(n) }

// examplesEach is how many examples of a sort the report shows, and
// exampleRows how many records of one group.
const (
	examplesEach = 12
	exampleRows  = 6
)

// examples picks groups and pairs to look at: merged groups from the least
// sure up, doubtful pairs nearest to even odds, and pairs that are alike but
// kept apart.
func (j *Job) examples(run *report.Run, ids []string) {
	res := j.match
	of := res.Groups.Of()
	var merged, doubtful, apart []matcher.Edge
	weakest := map[uint32]matcher.Edge{}
	review := float32(bitsOf(j.linker.Config().ReviewProbability))
	for _, e := range res.Edges {
		switch {
		case of[e.A] == of[e.B]:
			if w, ok := weakest[of[e.A]]; !ok || e.Bits < w.Bits {
				weakest[of[e.A]] = e
			}
		case e.Bits >= review:
			doubtful = append(doubtful, e)
		case e.Class > 1:
			apart = append(apart, e)
		}
	}
	for _, e := range weakest {
		merged = append(merged, e)
	}
	by := func(es []matcher.Edge, worth func(matcher.Edge) float64) []matcher.Edge {
		sort.Slice(es, func(a, b int) bool {
			x, y := worth(es[a]), worth(es[b])
			if x != y {
				return x < y
			}
			if es[a].A != es[b].A {
				return es[a].A < es[b].A
			}
			return es[a].B < es[b].B
		})
		return es[:min(len(es), examplesEach)]
	}
	abs := func(e matcher.Edge) float64 { return max(float64(e.Bits), -float64(e.Bits)) }
	for _, e := range by(merged, func(e matcher.Edge) float64 { return float64(e.Bits) }) {
		rows := res.Groups.Group(int(of[e.A]))
		x := j.example(rows[:min(len(rows), exampleRows)], e)
		x.Cluster, x.Size = ids[of[e.A]], len(rows)
		run.Merged = append(run.Merged, x)
	}
	for _, e := range by(doubtful, abs) {
		run.Doubtful = append(run.Doubtful, j.example([]record.Row{e.A, e.B}, e))
	}
	for _, e := range by(apart, func(e matcher.Edge) float64 { return -float64(e.Bits) }) {
		x := j.example([]record.Row{e.A, e.B}, e)
		x.Note = res.Model.Classes[e.Class].Name
		run.KeptApart = append(run.KeptApart, x)
	}
}

func (j *Job) example(rows []record.Row, e matcher.Edge) report.Example {
	x := report.Example{Probability: e.Probability(), Weight: float64(e.Bits), Master: -1}
	for _, r := range rows {
		x.IDs = append(x.IDs, j.IDOf(r))
	}
	for i, f := range j.Table.Schema.Fields {
		values := make([]string, len(rows))
		any := false
		for k, r := range rows {
			values[k] = j.Table.Columns[i].Value(r)
			any = any || values[k] != ""
		}
		if any {
			x.Fields = append(x.Fields, report.ExampleField{Name: f.Name, Values: values})
		}
	}
	for i, s := range j.match.Set.Specs() {
		if l := e.Pattern.Level(i); l != compare.Missing {
			x.Reasons = append(x.Reasons, report.Reason{Comparison: s.Name, Level: s.Levels[l-1].Name, Weight: j.match.Model.Weight(i, l)})
		}
	}
	j.match.Index.Shared(e.Pair, func(rule int) {
		if x.Rule == "" {
			x.Rule = j.match.Index.Rules[rule].Name
		}
	})
	return x
}
