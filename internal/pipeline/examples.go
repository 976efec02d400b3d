package pipeline

import (
	"slices"

	"github.com/onefold/onefold/internal/pipeline/sight"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship"
)

// exampleRows is how many records of one group are shown.
const exampleRows = 6

// examples shows what was picked.
func (j *Job) examples(run *report.Run, ids []string, gold *survivorship.Resolver) {
	res, p := j.match, j.pick()
	of := res.Groups.Of()
	run.Totals.KeptApart = p.KeptApart
	for _, e := range p.Merged {
		run.Merged = append(run.Merged, j.mergedExample(res.Groups.Group(int(of[e.A])), ids[of[e.A]], e, gold))
	}
	for _, e := range p.Doubtful {
		run.Doubtful = append(run.Doubtful, j.example([]record.Row{e.A, e.B}, e))
	}
	for _, e := range p.Apart {
		x := j.example([]record.Row{e.A, e.B}, e)
		x.Class = res.Model.Classes[e.Class].Name
		run.KeptApart = append(run.KeptApart, x)
	}
}

func (j *Job) pick() *sight.Picks {
	if j.picked != nil {
		return j.picked
	}
	return sight.Pick(j.match, j.ReviewBits())
}

// sight asks the matcher about a pair, unless settle has.
func (j *Job) sight(p record.Pair) sight.Sight {
	if s, ok := j.sights[p]; ok {
		return s
	}
	return sight.Of(j.linker, j.match, p)
}

// settle asks the matcher all that the report will want to know, and lets go of
// what it compared and of its blocks: the memory is wanted for the records.
func (j *Job) settle() {
	j.blocked = j.blocks()
	j.picked = j.pick()
	j.sights = map[record.Pair]sight.Sight{}
	for _, es := range [...][]matcher.Edge{j.picked.Merged, j.picked.Doubtful, j.picked.Apart} {
		for _, e := range es {
			j.sights[e.Pair] = j.sight(e.Pair)
		}
	}
	j.linker.Release(j.match)
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
	x.Prior, x.Steps, x.Relation, x.Rule = seen.Prior, seen.Steps, seen.Relation, seen.Rule
	return x
}
