package pipeline

import (
	"github.com/onefold/onefold/internal/profile"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/record"
)

// Joined is what a job of several sources is made of. Their records stand one
// below the other, in columns that they have in common.
type Joined struct {
	Table     *record.Table
	Columns   []profile.ColumnData
	Fields    []profile.Field
	Keys      []*record.Codes // normalized values, one a column
	Countries *record.Codes   // of the rows; nil where no column tells
	Sources   *matcher.Sources
	ID        func(record.Row) string // tells records of all sources apart
}

// Join returns a job that Match can run at once.
func Join(o Options, parts Joined) *Job {
	j := &Job{Options: o, Table: parts.Table, Columns: parts.Columns, countries: parts.Countries, joined: &parts}
	j.Inference = profile.Inference{Fields: parts.Fields, Key: profile.KeyChoice{Field: -1}}
	for i, k := range parts.Keys {
		j.Standards = append(j.Standards, &Standard{Kind: parts.Fields[i].Kind, Of: k.Of, Counts: k.Count, Keys: k})
	}
	return j
}

// Countries returns the country of each row, nil where no column tells.
// Standardise must have run.
func (j *Job) Countries() *record.Codes { return j.countries }

// Sources returns what is known of the sources of a joined job.
func (j *Job) Sources() *matcher.Sources { return j.joined.Sources }

// Lean makes the job drop what only profiles and standardised copies need.
func (j *Job) Lean() { j.lean = true }

// MatchExamples fills in the examples of a job that makes no golden records.
func (j *Job) MatchExamples(run *report.Run, ids []string) { j.examples(run, ids, nil) }

// mayBeOne reports whether all records may be one: no source of which no two
// are has two.
func (j *Job) mayBeOne() bool {
	if j.joined == nil {
		return true
	}
	seen := make([]bool, len(j.joined.Sources.Single))
	for _, s := range j.joined.Sources.Of {
		if seen[s] && j.joined.Sources.Single[s] {
			return false
		}
		seen[s] = true
	}
	return true
}
