package told

import (
	"github.com/onefold/onefold/internal/decisions"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/record"
)

// mostListed is how many faults of decisions a report lists.
const mostListed = 100

// Report says in run what was made of the decisions.
func Report(run *report.Run, d *decisions.Applied, res *matcher.Result, id func(record.Row) string) {
	b := d.Book
	if len(b.Standing)+len(b.Expired)+len(b.Conflicts) == 0 {
		return
	}
	out := &report.Decisions{Expired: len(b.Expired), Unknown: len(d.Unknown), Conflicts: len(b.Conflicts), Violations: len(res.Violations), List: []report.DecisionFault{}}
	for _, k := range d.Links {
		switch b.Standing[k.At].Verdict {
		case decisions.Same:
			out.Same++
		case decisions.Different:
			out.Different++
		default:
			out.Unsure++
		}
	}
	list := func(kind string, a, b string, at ...string) {
		if len(out.List) < mostListed {
			out.List = append(out.List, report.DecisionFault{Kind: kind, IDs: [2]string{a, b}, At: at})
		}
	}
	for _, c := range b.Conflicts {
		var at []string
		for i := range c.Opinions {
			at = append(at, c.Opinions[i].Place())
		}
		list("conflict", c.A, c.B, at...)
	}
	at := func(p record.Pair) string {
		if x := d.Of(p.A, p.B); x != nil {
			return x.Place()
		}
		return ""
	}
	for _, v := range res.Violations {
		list("violation", id(v.Same.A), id(v.Same.B), at(v.Same), at(v.Different))
	}
	for _, i := range d.Unknown {
		list("unknown", b.Standing[i].A, b.Standing[i].B, b.Standing[i].Place())
	}
	if l := res.Model.Learned; l != nil {
		out.Learned, out.Bias = l.Labels, l.Bias
	}
	run.Decisions = out
	for _, n := range []report.Note{
		{Reason: "decisions_conflict", Count: out.Conflicts},
		{Reason: "decisions_violation", Count: out.Violations},
		{Reason: "decisions_unknown", Count: out.Unknown},
		{Reason: "decisions_expired", Count: out.Expired},
	} {
		if n.Count > 0 {
			run.Warnings = append(run.Warnings, n)
		}
	}
}
