package pipeline

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"time"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/internal/config"
	"github.com/onefold/onefold/internal/decisions"
	"github.com/onefold/onefold/internal/pipeline/aside"
	"github.com/onefold/onefold/internal/pipeline/sight"
	"github.com/onefold/onefold/internal/profile"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/normalize"
	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship/value"
)

// Options are what a job is asked for.
type Options struct {
	Source     string // reference of the source, as the user gives it
	Connectors all.Registry
	Registry   normalize.Registry
	Policy     *config.Policy // nil: the default policy
	Read       connectors.Options
	ID         string         // field that holds the source's key; "" inferred
	Workers    int            // 0: all processors
	Without    []matcher.Part // parts of the matcher that are left out, for measuring
	Now        func() time.Time
	Progress   func(stage string, done, total int64) // may be nil
	Decisions  *decisions.Book                       // what people decided of pairs; nil: nothing
	Store      *decisions.Store                      // where decisions are kept; set by Dedupe
}

// Stage is how long a stage took.
type Stage struct {
	Name    string
	Seconds float64
}

// Job is one source on its way through the stages.
type Job struct {
	Options
	Info       connectors.Info
	Table      *record.Table
	Rejected   []Rejection
	Columns    []profile.ColumnData
	Inference  profile.Inference
	Standards  []*Standard // one a column, in order
	Stages     []Stage
	copier     connectors.Copier
	source     connectors.Source
	confidence []float32    // see Confidence; nil until asked for
	away       *aside.Store // for columns that matching doesn't need; nil keeps them in memory
	picked     *sight.Picks // what settle found, nil before
	blocked    *report.Blocking
	sights     map[record.Pair]sight.Sight
	words      [][]string // see Reasons; nil until asked for
	lean       bool       // drop what only profiles and standardised copies need
	names      *names
	countries  *record.Codes // of the rows; nil where no column tells
	joined     *Joined       // nil where there is one source
	decided    *decisions.Applied
	match      *matcher.Result
	linker     *matcher.Linker
}

// Rejection is a record that could not be read.
type Rejection struct {
	Line, Record   int64
	Reason, Detail string
	Raw            string
}

// Open opens the source and reads it whole.
func Open(ctx context.Context, o Options) (*Job, error) {
	if o.Policy == nil {
		o.Policy = &config.Policy{}
	}
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Progress == nil {
		o.Progress = func(string, int64, int64) {}
	}
	j := &Job{Options: o}
	if err := j.named(); err != nil {
		return nil, err
	}
	src, err := j.Connectors.Open(ctx, j.Source, j.Read)
	if err != nil {
		return nil, err
	}
	j.source = src
	j.copier, _ = src.(connectors.Copier)
	if err := j.stage("read", func() error { return j.read(ctx) }); err != nil {
		src.Close()
		return nil, err
	}
	return j, nil
}

// named looks a source up that the policy file names.
func (j *Job) named() error {
	src, ok := j.Policy.Sources[j.Source]
	if !ok {
		return nil
	}
	j.Source = src.Path
	set := func(to *string, v string) {
		if *to == "" {
			*to = v
		}
	}
	set(&j.Read.Delimiter, src.Delimiter)
	set(&j.Read.Encoding, src.Encoding)
	set(&j.ID, src.ID)
	if j.Read.Header == connectors.Auto && src.Header != nil {
		j.Read.Header = connectors.No
		if *src.Header {
			j.Read.Header = connectors.Yes
		}
	}
	return nil
}

// Close releases the source.
func (j *Job) Close() error { return j.source.Close() }

func (j *Job) stage(name string, do func() error) error {
	start := j.Now()
	j.Progress(name, 0, 0)
	err := do()
	j.Stages = append(j.Stages, Stage{name, j.Now().Sub(start).Seconds()})
	return err
}

func (j *Job) read(ctx context.Context) error {
	t := record.NewTable(j.Source, j.source.Schema())
	if err := j.source.Read(ctx, &loader{j: j, t: t}); err != nil {
		return err
	}
	j.Table = t
	j.Info = j.source.Info()
	return nil
}

// loader takes what the source sends.
type loader struct {
	j *Job
	t *record.Table
}

func (l *loader) Batch(b *record.Batch) error {
	if err := l.t.Append(b); err != nil {
		return err
	}
	l.j.Progress("read", int64(l.t.Len()), 0)
	return nil
}

func (l *loader) Reject(r connectors.Rejection) error {
	l.j.Rejected = append(l.j.Rejected, Rejection{Line: r.Line, Record: r.Record, Reason: r.Reason, Detail: r.Detail, Raw: string(r.Raw)})
	return nil
}

// Infer finds out what the columns mean.
func (j *Job) Infer() error {
	return j.stage("infer", func() error {
		kinds := map[string]record.Kind{}
		if err := j.Policy.CheckFields(j.Table.Schema.Names()); err != nil {
			return err
		}
		for _, f := range j.Table.Schema.Fields { // a database knows its key
			if f.Kind != record.Unknown && j.ID == "" {
				kinds[f.Name] = f.Kind
			}
		}
		for name, f := range j.Policy.Fields {
			if f.Kind == record.RecordID {
				maps.DeleteFunc(kinds, func(_ string, k record.Kind) bool { return k == f.Kind })
			}
			if f.Kind != record.Unknown {
				kinds[name] = f.Kind
			}
		}
		if j.ID != "" && j.Table.Schema.Index(j.ID) < 0 {
			return &connectors.Fault{Place: j.Source, Cause: fmt.Sprintf("has no column %q for --id", j.ID), Hint: "onefold profile shows the columns", Err: connectors.ErrOption}
		}
		j.Columns = profile.Columns(j.Table)
		j.Inference = profile.Infer(j.Columns, profile.Options{Kinds: kinds, ID: j.ID, Today: j.Now()})
		for i := range j.Inference.Fields {
			f := &j.Inference.Fields[i]
			if f.Kind == record.Consent && value.SaysOptOut(f.Name) {
				f.Context.Options = map[string]string{"true_means": "opt_out"}
			}
			d := j.Policy.Fields[f.Name]
			if d == nil {
				continue
			}
			if d.Group != "" {
				f.Group = d.Group
			}
			if d.Role != "" {
				f.Role = d.Role
			}
			if d.Region != "" {
				f.Region, f.Context.Region = d.Region, d.Region
			}
			switch d.DateOrder {
			case "day_month":
				f.Context.DayFirst = normalize.DayMonth
			case "month_day":
				f.Context.DayFirst = normalize.MonthDay
			}
			if f.Context.Options == nil {
				f.Context.Options = d.Options
			} else {
				maps.Copy(f.Context.Options, d.Options)
			}
		}
		return j.checkKey()
	})
}

// ID returns the source's key of a row: the inferred or declared key column,
// or the record's number.
func (j *Job) IDOf(r record.Row) string {
	if j.joined != nil {
		return j.joined.ID(r)
	}
	if k := j.Inference.Key.Field; k >= 0 {
		if v := j.Table.Columns[k].Value(r); v != "" {
			return v
		}
	}
	return fmt.Sprint(j.Table.Number(r))
}
