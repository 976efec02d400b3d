package link

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/internal/report/linked"
	"github.com/onefold/onefold/internal/workspace"
	"github.com/onefold/onefold/record"
)

// write writes everything but the report to the stage.
func (j *Job) write(st *workspace.Stage, ids []string, o *Outcome) error {
	if err := j.writeClusters(st, ids); err != nil {
		return err
	}
	if err := j.writePairs(st, o); err != nil {
		return err
	}
	if err := j.writeColumns(st); err != nil {
		return err
	}
	if j.rejected == 0 {
		return nil
	}
	return j.file(st, pipeline.FileRejected, []string{"source", "line", "record", "reason", "detail", "text"}, func(c *csv.Writer) error {
		for _, s := range j.given {
			for _, r := range s.job.Rejected {
				if err := c.Write([]string{s.name, number(r.Line), number(r.Record), r.Reason, r.Detail, r.Raw}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// file writes one CSV file of the result, if the policy asks for it.
func (j *Job) file(st *workspace.Stage, name string, header []string, fill func(*csv.Writer) error) error {
	table := func(w io.Writer) error {
		c := csv.NewWriter(w)
		if err := c.Write(header); err != nil {
			return err
		}
		if err := fill(c); err != nil {
			return err
		}
		c.Flush()
		return c.Error()
	}
	if !j.Writes(name) {
		return table(io.Discard) // the figures that come of it are still wanted
	}
	return pipeline.WriteFile(st, name, table)
}

func (j *Job) writeClusters(st *workspace.Stage, ids []string) error {
	of := j.joined.Result().Groups.Of()
	confidence := j.joined.Confidence()
	return j.file(st, pipeline.FileClusters, []string{"source", "id", "cluster", "confidence"}, func(c *csv.Writer) error {
		for _, s := range j.given {
			for i := range record.Row(s.rows) {
				r := s.first + i
				if err := c.Write([]string{s.name, s.ids.Value(i), ids[of[r]], strconv.FormatFloat(float64(confidence[r]), 'f', 4, 32)}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// told is a pair as the files tell it: the record of the source that was given
// first comes first.
type told struct {
	pipeline.Told
	a, b record.Row
}

// writePairs writes the links, and the pairs that a person should look at.
func (j *Job) writePairs(st *workspace.Stage, o *Outcome) error {
	var links, review []told
	linked := make([]bool, len(j.of))
	err := j.joined.Pairs(func(t pipeline.Told) error {
		x := told{t, t.A, t.B}
		sa, ra := j.place(t.A)
		sb, rb := j.place(t.B)
		if sb < sa || sb == sa && rb < ra {
			x.a, x.b = t.B, t.A
		}
		switch {
		case t.Decision == pipeline.DecisionDifferent:
			// A person said that it is none.
		case t.Decision == pipeline.DecisionReview:
			review = append(review, x)
		case sa != sb:
			links = append(links, x)
			linked[t.A], linked[t.B] = true, true
		default:
			o.Within++
		}
		return nil
	})
	if err != nil {
		return err
	}
	o.Links, o.Review = len(links), len(review)
	for _, yes := range linked {
		if yes {
			o.Linked++
		}
	}
	for g := range j.joined.Result().Groups.Len() {
		if len(j.joined.Result().Groups.Group(g)) > 1 {
			o.Multiple++
		}
	}
	if err := j.writeTold(st, FileLinks, links); err != nil {
		return err
	}
	return j.writeTold(st, pipeline.FilePairs, review)
}

func (j *Job) writeTold(st *workspace.Stage, name string, pairs []told) error {
	slices.SortFunc(pairs, func(x, y told) int {
		xs, xr := j.place(x.a)
		ys, yr := j.place(y.a)
		xt, xq := j.place(x.b)
		yt, yq := j.place(y.b)
		return cmp.Or(cmp.Compare(xs, ys), cmp.Compare(xr, yr), cmp.Compare(xt, yt), cmp.Compare(xq, yq))
	})
	header := []string{"source_a", "id_a", "source_b", "id_b", "probability", "weight", "decision", "reasons"}
	return j.file(st, name, header, func(c *csv.Writer) error {
		for _, t := range pairs {
			a, b := j.sources[j.of[t.a]], j.sources[j.of[t.b]]
			err := c.Write([]string{
				a.name, a.ids.Value(t.a - a.first), b.name, b.ids.Value(t.b - b.first),
				strconv.FormatFloat(t.Probability(), 'f', 6, 64), strconv.FormatFloat(float64(t.Bits), 'f', 2, 32),
				string(t.Decision), j.joined.Why(t.Told),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// alignment lists the aligned columns, those of two sources and more first,
// and then what is not compared.
func (j *Job) alignment() []linked.Column {
	keep := kept(j.columns, j.inOrder(j.chosen.single))
	var out []linked.Column
	for i, c := range j.columns {
		a := linked.Column{Name: c.name, Kind: c.kind, Compared: keep[i], Reason: c.why}
		if !keep[i] {
			a.Reason = "no other source has it"
		}
		for _, s := range j.given {
			if p := c.pieces[s.at]; p != nil {
				a.Of = append(a.Of, linked.Field{Source: s.name, Field: p.field.Name, Part: p.part, Kind: p.field.Kind})
			}
		}
		out = append(out, a)
	}
	for _, s := range j.given {
		for _, f := range s.job.Inference.Fields {
			if administrative(f.Kind) {
				out = append(out, linked.Column{
					Name: f.Name, Kind: f.Kind, Reason: "says something of the record, not of whom it describes",
					Of: []linked.Field{{Source: s.name, Field: f.Name, Kind: f.Kind}},
				})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b linked.Column) int {
		return cmp.Or(cmp.Compare(min(2, len(b.Of)), min(2, len(a.Of))), cmp.Compare(a.Name, b.Name))
	})
	return out
}

func (j *Job) writeColumns(st *workspace.Stage) error {
	return j.file(st, FileColumns, []string{"column", "kind", "compared", "source", "field", "part", "reason"}, func(c *csv.Writer) error {
		for _, a := range j.alignment() {
			compared := "no"
			if a.Compared {
				compared = "yes"
			}
			for _, f := range a.Of {
				if err := c.Write([]string{a.Name, string(a.Kind), compared, f.Source, f.Field, f.Part, a.Reason}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// report fills in what the run found.
func (j *Job) report(t pipeline.Target, o *Outcome, ids []string) *report.Run {
	run := &report.Run{
		Tool: t.Tool, Policy: t.Policy, Alignment: j.alignment(),
		Totals: report.Totals{
			Records: o.Records, Clusters: o.Clusters, Multiple: o.Multiple, Duplicates: o.Records - o.Clusters,
			Matches: o.Links + o.Within, Review: o.Review, Rejected: o.Rejected,
		},
		Link: &linked.Link{Links: o.Links, Linked: o.Linked, Within: o.Within, Cardinality: string(o.Cardinality), Reason: o.Why},
	}
	for _, s := range j.given {
		run.Sources = append(run.Sources, s.facts)
		for _, c := range s.job.Repairs() {
			run.Totals.Repaired += c.Rows
			run.Repaired = append(run.Repaired, c)
		}
		run.Rejected = append(run.Rejected, s.job.Rejections()...)
		if s.job.Inference.Key.Field < 0 && s.rows > 0 {
			run.Warnings = append(run.Warnings, report.Note{Reason: "no_key", Field: s.name})
		}
		for _, st := range s.job.Stages {
			run.Stages = append(run.Stages, report.Stage{Name: st.Name, Seconds: st.Seconds})
		}
	}
	for i, p := range j.chosen.probed {
		run.Link.Sources = append(run.Link.Sources, linked.Source{Source: j.given[i].name, Single: j.chosen.single[i], Looked: p.Rows, Repeated: p.Repeated, Linked: p.Linked, Left: p.Left})
	}
	for _, st := range append(slices.Clone(j.stages), j.joined.Stages...) {
		run.Stages = append(run.Stages, report.Stage{Name: st.Name, Seconds: st.Seconds})
	}
	for _, t := range j.joined.Result().Translations {
		run.Link.Translated = append(run.Link.Translated, linked.Values{Column: t.Field, Values: t.Value, Links: t.Pairs})
	}
	if run.Link.Sources == nil {
		run.Link.Sources = []linked.Source{}
	}
	if run.Link.Translated == nil {
		run.Link.Translated = []linked.Values{}
	}
	j.joined.Matched(run)
	j.joined.MatchExamples(run, ids)
	for _, name := range Files() {
		if name != pipeline.FileHTML && j.Writes(name) && (name != pipeline.FileRejected || j.rejected > 0) {
			run.Files = append(run.Files, name)
		}
	}
	return run
}

func (j *Job) writeReport(st *workspace.Stage, run *report.Run, lang report.Lang) error {
	if j.Writes(pipeline.FileHTML) {
		if err := pipeline.WriteFile(st, pipeline.FileHTML, func(w io.Writer) error { return report.WriteHTML(w, *run, lang) }); err != nil {
			return fmt.Errorf("write the report: %w", err)
		}
	}
	if !j.Writes(pipeline.FileJSON) {
		return nil
	}
	return pipeline.WriteFile(st, pipeline.FileJSON, func(w io.Writer) error { return report.WriteJSON(w, *run) })
}
