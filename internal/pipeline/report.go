package pipeline

import (
	"cmp"
	"io"
	"math"
	"slices"
	"sort"
	"time"

	"github.com/onefold/onefold/internal/pipeline/learnt"
	"github.com/onefold/onefold/internal/pipeline/sight"
	"github.com/onefold/onefold/internal/pipeline/told"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/internal/workspace"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/matcher/compare"
	"github.com/onefold/onefold/record"
)

func (j *Job) writeReport(st *workspace.Stage, run *report.Run, lang report.Lang) error {
	if err := j.file(st, FileHTML, func(w io.Writer) error { return report.WriteHTML(w, *run, lang) }); err != nil {
		return err
	}
	return j.file(st, FileJSON, func(w io.Writer) error { return report.WriteJSON(w, *run) })
}

// report fills in what the run found.
func (j *Job) report(t Target, o *Outcome, ids []string, started time.Time) *report.Run {
	run := &report.Run{
		Sources: []report.Source{j.SourceFacts()},
		Tool:    t.Tool, Policy: t.Policy, Started: started, Ended: j.Now(),
		Totals: report.Totals{
			Records: o.Records, Clusters: o.Clusters, Multiple: o.Multiple, Duplicates: o.Records - o.Clusters, Golden: o.Golden,
			Matches: o.Matches, Review: o.Review, Rejected: o.Rejected,
		},
		Warnings: []report.Note{},
		Files:    []string{},
	}
	for _, name := range []string{FileClusters, FilePairs, j.goldenName(), FileProvenance, FileJSON} {
		if j.Writes(name) {
			run.Files = append(run.Files, name)
		}
	}
	for _, s := range j.Stages {
		run.Stages = append(run.Stages, report.Stage{Name: s.Name, Seconds: s.Seconds})
	}
	j.repairs(run)
	run.Rejected = j.Rejections()
	if len(j.Rejected) > 0 {
		run.Files = append(run.Files, FileRejected)
	}
	j.Matched(run)
	j.survivorship(run, o)
	j.identity(run, o)
	if gold, err := j.resolver(j.Confidence()); err == nil { // it was made before, for the golden records
		j.examples(run, ids, gold)
	}
	if j.Inference.Key.Field < 0 && o.Records > 0 {
		run.Warnings = append(run.Warnings, report.Note{Reason: "no_key"})
	}
	return run
}

// Matched fills in what matching found, but for the examples.
func (j *Job) Matched(run *report.Run) {
	res, cfg := j.match, j.linker.Config()
	run.Decision = report.Decision{
		MatchProbability: cfg.MatchProbability, ReviewProbability: cfg.ReviewProbability,
		MatchWeight: bitsOf(cfg.MatchProbability), ReviewWeight: bitsOf(cfg.ReviewProbability),
	}
	j.weights(run)
	sizes := map[int]int{}
	for g := range res.Groups.Len() {
		sizes[len(res.Groups.Group(g))]++
	}
	for s, n := range sizes {
		run.ClusterSizes = append(run.ClusterSizes, report.SizeCount{Size: s, Clusters: n})
	}
	sort.Slice(run.ClusterSizes, func(a, b int) bool { return run.ClusterSizes[a].Size < run.ClusterSizes[b].Size })
	run.Blocking = *j.blocks()
	run.Comparisons = learnt.Comparisons(res)
	told.Report(run, j.decided, res, j.IDOf)
	run.Quality = j.quality(run.Blocking.Completeness)
	run.Shared = j.sharedValues()
	for _, f := range res.Set.Left {
		run.Warnings = append(run.Warnings, report.Note{Reason: "not_compared", Field: f})
	}
	if j.Info.Deleted > 0 {
		run.Warnings = append(run.Warnings, report.Note{Reason: "rows_deleted", Count: int(j.Info.Deleted)})
	}
	if len(res.Set.Comparisons) == 0 && j.Table.Len() > 1 {
		run.Warnings = append(run.Warnings, report.Note{Reason: "nothing_compared"})
	}
}

// SourceFacts says what the source is and what its columns hold.
func (j *Job) SourceFacts() report.Source {
	s := report.Source{
		Name: j.Source, Format: j.Info.Format, Encoding: j.Info.Encoding.Value, SHA256: j.Info.SHA256, Bytes: j.Info.Size, Rows: j.Table.Len(),
	}
	if j.Info.Delimiter.Value != "" {
		s.Dialect = "“" + j.Info.Delimiter.Value + "”, " + j.Info.LineEnd
	}
	n := float64(max(1, j.Table.Len()))
	for i, f := range j.Inference.Fields {
		st := j.Standards[i]
		c := report.Column{Name: f.Name, Kind: f.Kind, Valid: -1}
		filled, valid := st.Filled()
		c.Fill = float64(filled) / n
		if filled > 0 && j.Registry[f.Kind] != nil {
			c.Valid = float64(valid) / float64(filled)
		}
		s.Columns = append(s.Columns, c)
	}
	return s
}

func (j *Job) repairs(run *report.Run) {
	add := func(reason string, n int64) {
		if n > 0 {
			run.Repaired = append(run.Repaired, report.Count{Reason: reason, Rows: int(n)})
			run.Totals.Repaired += int(n)
		}
	}
	add("short_row", j.Info.ShortRows)
	add("extra_empty_cells", j.Info.TrimmedRows)
	add("stray_quote", j.Info.StrayQuotes)
	add("bad_byte", j.Info.BadBytes)
	add("nul_byte", j.Info.NULBytes)
}

// Rejections counts the records that could not be read by reason, each with
// its first lines.
func (j *Job) Rejections() []report.Count {
	var out []report.Count
	at := map[string]int{}
	for _, r := range j.Rejected {
		i, ok := at[r.Reason]
		if !ok {
			i = len(out)
			at[r.Reason] = i
			out = append(out, report.Count{Reason: r.Reason})
		}
		out[i].Rows++
		if len(out[i].Lines) < 5 {
			out[i].Lines = append(out[i].Lines, r.Line)
		}
	}
	return out
}

// weights lays out the distribution of match weights.
func (j *Job) weights(run *report.Run) {
	res := j.match
	run.Weights = make([]report.WeightBin, matcher.HistogramBins)
	for i := range run.Weights {
		low := float64(i-matcher.HistogramBins/2) * matcher.BinWidth
		run.Weights[i] = report.WeightBin{Low: low, High: low + matcher.BinWidth, NonMatch: int(res.Bins[i])}
	}
	_ = j.Pairs(func(t Told) error {
		b := &run.Weights[matcher.BinOf(t.Bits)]
		switch t.Decision {
		case DecisionMatch:
			b.Match++
		case DecisionReview:
			b.Review++
		default:
			return nil // it is counted as no match
		}
		if b.NonMatch > 0 {
			b.NonMatch--
		}
		return nil
	})
}

// blocks tells what each rule found, of the pairs that are matches.
func (j *Job) blocks() *report.Blocking {
	if j.blocked != nil {
		return j.blocked
	}
	return sight.Blocks(j.match, func(yield func(record.Pair)) {
		_ = j.Pairs(func(t Told) error {
			if t.Decision == DecisionMatch {
				yield(t.Pair)
			}
			return nil
		})
	})
}

// quality is what the run expects of itself: the probabilities of the pairs
// that it joined and of those that it did not, added up.
func (j *Job) quality(blocking *report.Estimate) *report.Quality {
	res := j.match
	confidence := j.Confidence()
	of := res.Groups.Of()
	var joined, wrong, wrongVar, lost, lostVar float64
	something := float32(res.Model.PriorBits()) // what nothing speaks for is not counted as missed
	for _, e := range res.Edges {
		p := e.Probability()
		if of[e.A] == of[e.B] {
			// Two records that differ may both be like a third: then neither their own
			// probability nor the weaker of their best links tells all.
			if third := float64(min(confidence[e.A], confidence[e.B])); p < .5 && third > p {
				p = (p + third) / 2
			}
			joined++
			wrong += 1 - p
			wrongVar += p * (1 - p)
		} else if e.Bits >= something && !res.Loses(e.Pair) {
			lost += p
			lostVar += p * (1 - p)
		}
	}
	if joined == 0 {
		return nil
	}
	right := joined - wrong
	if blocking != nil && blocking.Value > 0 {
		more := right * (1/blocking.Value - 1)
		lost += more
		lostVar += more
	}
	q := &report.Quality{FalseMerges: interval(wrong, wrongVar), Misses: interval(lost, lostVar), Basis: "model"}
	ratio := func(x float64, of float64) float64 { return math.Max(0, math.Min(1, x/of)) }
	q.Precision = report.Estimate{Value: ratio(right, joined), Low: ratio(joined-q.FalseMerges.High, joined), High: ratio(joined-q.FalseMerges.Low, joined)}
	q.Recall = report.Estimate{Value: ratio(right, right+lost), Low: ratio(right, right+q.Misses.High), High: ratio(right, right+q.Misses.Low)}
	return q
}

func interval(v, variance float64) report.Estimate {
	d := 1.96 * math.Sqrt(variance)
	return report.Estimate{Value: v, Low: math.Max(0, v-d), High: v + d}
}

// sharedValues lists the e-mails, phones and the like that many records share.
func (j *Job) sharedValues() []report.SharedValue {
	var out []report.SharedValue
	for i, f := range j.Inference.Fields {
		switch f.Kind {
		case record.Email, record.Phone, record.URL, record.IBAN, record.VAT, record.SIRET, record.SIREN, record.ROCUI:
		default:
			continue
		}
		keys := j.Standards[i].Keys
		for c := 1; c < len(keys.Count); c++ {
			if keys.Count[c] > compare.SharedBy {
				out = append(out, report.SharedValue{
					Field: f.Name, Kind: f.Kind, Masked: report.Mask(keys.Value(record.Code(c))), Records: int(keys.Count[c]), Reason: "shared_value",
				})
			}
		}
	}
	sort.Slice(out, func(a, b int) bool {
		if out[a].Records != out[b].Records {
			return out[a].Records > out[b].Records
		}
		return out[a].Field+out[a].Masked < out[b].Field+out[b].Masked
	})
	return out[:min(len(out), 30)]
}

func (j *Job) survivorship(run *report.Run, o *Outcome) {
	for i, f := range j.Table.Schema.Fields {
		c := o.rules[i]
		best, most := "", 0
		for r, n := range c.rules {
			if n > most || n == most && r < best {
				best, most = r, n
			}
		}
		if best != "" {
			run.Survivorship = append(run.Survivorship, report.SurvivorshipRule{Field: f.Name, Rule: best, FromMaster: c.master, FromOthers: c.others, Conflicts: c.conflicts})
		}
	}
	if o.skipped > 0 {
		run.Warnings = append(run.Warnings, report.Note{Reason: "group_skipped", Count: o.skipped})
	}
	found := make([]finding, 0, len(o.findings))
	for f := range o.findings {
		found = append(found, f)
	}
	slices.SortFunc(found, func(a, b finding) int { return cmp.Or(cmp.Compare(a.field, b.field), cmp.Compare(a.reason, b.reason)) })
	for _, f := range found {
		n := report.Note{Reason: f.reason, Count: o.findings[f]}
		if f.field >= 0 {
			n.Field = j.Table.Schema.Fields[f.field].Name
		}
		run.Warnings = append(run.Warnings, n)
	}
}

func (j *Job) identity(run *report.Run, o *Outcome) {
	c := o.Changes
	if c.First {
		return
	}
	run.Identity = &report.IdentityChanges{Since: o.Since, New: c.New, Grown: c.Grown.Count, Merged: c.Merged.Count, Split: c.Split.Count, Gone: c.Vanished}
	for _, m := range c.Merged.List {
		run.Identity.Changes = append(run.Identity.Changes, report.ClusterChange{Change: "merged", From: m.Others, To: []string{m.ID}})
	}
	for _, m := range c.Split.List {
		run.Identity.Changes = append(run.Identity.Changes, report.ClusterChange{Change: "split", From: []string{m.ID}, To: m.Others})
	}
	run.Identity.Changes = run.Identity.Changes[:min(len(run.Identity.Changes), 200)]
}
