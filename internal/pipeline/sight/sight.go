package sight

import (
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/matcher/compare"
	"github.com/onefold/onefold/record"
)

// Sight is what the matcher says of a pair.
type Sight struct {
	Prior    float64
	Steps    []report.ExplainedStep
	Relation report.ExplainedRelation
	Rule     string // the first blocking rule that both records share
}

// Of asks the matcher about a pair.
func Of(l *matcher.Linker, res *matcher.Result, p record.Pair) Sight {
	why := l.Explain(res, p)
	s := Sight{Prior: why.Prior}
	s.Steps, s.Relation = Waterfall(res, &why)
	res.Index.Shared(p, func(rule int) {
		if s.Rule == "" {
			s.Rule = res.Index.Rules[rule].Name
		}
	})
	return s
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
