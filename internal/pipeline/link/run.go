package link

import (
	"context"
	"slices"
	"strings"

	"github.com/onefold/onefold/internal/decisions"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/internal/workspace"
	"github.com/onefold/onefold/record"
)

// Outcome is what a link wrote, in figures.
type Outcome struct {
	Records, Clusters, Multiple int
	Links                       int // pairs of records of two sources that are one
	Linked                      int // records that have such a link
	Within                      int // pairs within one source that are one
	Review                      int
	Rejected                    int
	Cardinality                 Cardinality
	Why                         string
	Changes                     workspace.Changes
}

// Match links the records without writing anything.
func (j *Job) Match(ctx context.Context) error {
	if err := j.understand(ctx); err != nil {
		return err
	}
	j.chosen = chosen{single: j.asked.single(len(j.given)), why: "set by --cardinality"}
	j.joined = j.join(j.inOrder(j.chosen.single))
	auto := j.asked == Auto || j.asked == ""
	j.joined.Sources().Probe = auto
	if err := j.joined.Match(ctx); err != nil {
		return err
	}
	if !auto {
		return nil
	}
	names := make([]string, len(j.given))
	for i, s := range j.given {
		names[i] = s.name
	}
	probed := slices.Clone(j.joined.Result().Probed)
	for i, s := range j.given {
		probed[i] = j.joined.Result().Probed[s.at]
	}
	j.chosen = choose(names, probed)
	if !slices.Contains(j.chosen.single, false) {
		return nil
	}
	j.stages = append(j.stages, j.joined.Stages...)
	j.joined = j.join(j.inOrder(j.chosen.single))
	return j.joined.Match(ctx)
}

// inOrder turns what is said of the sources in the order given into the order
// in which they are stacked.
func (j *Job) inOrder(single []bool) []bool {
	out := make([]bool, len(single))
	for i, s := range j.sources {
		out[i] = single[s.given]
	}
	return out
}

// Files returns the names of all files that a result may have.
func Files() []string {
	return []string{FileLinks, pipeline.FileClusters, pipeline.FilePairs, FileColumns, pipeline.FileRejected, pipeline.FileHTML, pipeline.FileJSON}
}

// The files of a result that only a link has.
const (
	FileLinks   = "links.csv"
	FileColumns = "columns.csv"
)

// Link finds the records that are one and writes the whole result, or nothing.
func (j *Job) Link(ctx context.Context, t pipeline.Target) (*Outcome, *report.Run, error) {
	started := j.options.Now()
	state := t.State
	if state == "" {
		state = workspace.Beside(t.Dir)
	}
	ws, err := workspace.Open(ctx, state, workspace.Options{Command: t.Command, Wait: t.Wait, OnWait: t.OnWait, Now: j.options.Now})
	if err != nil {
		return nil, nil, err
	}
	defer ws.Close()
	st, err := workspace.Atomic(t.Dir, Files()...)
	if err != nil {
		return nil, nil, err
	}
	defer st.Abort()
	// The same sources share their history, in whichever order they are named.
	names, hashes := []string{}, []string{}
	for _, s := range j.given {
		names = append(names, s.name)
		hashes = append(hashes, s.job.Info.SHA256)
	}
	slices.Sort(names)
	slices.Sort(hashes)
	history := strings.Join(names, " + ")
	if j.options.Decisions, err = decisions.NewStore(state, history, t.Dir).Take(t.Import, j.options.Now()); err != nil {
		return nil, nil, err
	}
	if err := j.Match(ctx); err != nil {
		return nil, nil, err
	}
	run, err := ws.Begin(ctx, workspace.Run{
		Command: t.Command, Source: history, SourceHash: strings.Join(hashes, " "), PolicyHash: t.Policy, Tool: t.Tool,
	})
	if err != nil {
		return nil, nil, err
	}
	ids, err := ws.AssignIDs(ctx, run, history, j.key, j.joined.Result().Groups)
	if err != nil {
		return nil, nil, err
	}
	o := &Outcome{
		Records: len(j.of), Clusters: j.joined.Result().Groups.Len(), Rejected: j.rejected,
		Cardinality: cardinalityOf(j.chosen.single), Why: j.chosen.why, Changes: ids.Changes,
	}
	if err := j.stage("write", func() error { return j.write(st, ids.IDs, o) }); err != nil {
		return nil, nil, err
	}
	rep := j.report(t, o, ids.IDs)
	rep.Started, rep.Ended = started, j.options.Now()
	if err := j.writeReport(st, rep, t.Lang); err != nil {
		return nil, nil, err
	}
	run.Counts = map[string]int64{
		"records": int64(o.Records), "clusters": int64(o.Clusters), "links": int64(o.Links), "review": int64(o.Review), "rejected": int64(o.Rejected),
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	if err := ws.Finish(ctx, run, ids, st.Commit); err != nil {
		return nil, nil, err
	}
	return o, rep, nil
}

// Writes says whether the policy asks for a file of the result. Links are what
// a link is for.
func (j *Job) Writes(name string) bool {
	return name == FileLinks || name == FileColumns || j.joined.Writes(name)
}

// place says where a record stands among the sources as they were given.
func (j *Job) place(r record.Row) (source int, row record.Row) {
	s := j.sources[j.of[r]]
	return s.given, r - s.first
}
