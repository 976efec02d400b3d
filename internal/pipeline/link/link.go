package link

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"net/url"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/zeebo/xxh3"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/config"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/record"
)

// Options are what a link is asked for.
type Options struct {
	pipeline.Options             // Source and ID are not looked at
	Sources          []string    // references of two sources or more
	IDs              []string    // the field with the record's key: one for all sources, or one a source; nil: inferred
	Cardinality      Cardinality // "" is Auto
}

// Job is several sources on their way to links.
type Job struct {
	options  pipeline.Options
	asked    Cardinality
	policy   *config.Policy // what is not about single columns
	sources  []*source      // in an order that does not depend on that of the options
	given    []*source      // in the order of the options
	of       []uint16       // source of each row
	columns  []*column
	table    *record.Table // all records, in the aligned columns
	joined   *pipeline.Job
	chosen   chosen
	rejected int
	stages   []pipeline.Stage
}

// source is one of the sources.
type source struct {
	job   *pipeline.Job
	name  string // what it is called in the outputs
	given int    // place among the options' sources
	at    int    // place among Job.sources
	first record.Row
	rows  int
	ids   *record.Column // id of each record
	keys  *record.Column // what each record is remembered by from run to run
	facts report.Source
}

// Open opens the sources and reads them whole.
func Open(ctx context.Context, o Options) (_ *Job, err error) {
	j := &Job{options: o.Options, asked: o.Cardinality}
	if o.Policy == nil {
		o.Policy = &config.Policy{}
	}
	if j.options.Now == nil {
		j.options.Now = time.Now
	}
	if j.options.Workers == 0 {
		j.options.Workers = runtime.GOMAXPROCS(0)
	}
	if j.options.Progress == nil {
		j.options.Progress = func(string, int64, int64) {}
	}
	defer func() {
		if err != nil {
			j.Close()
		}
	}()
	for i, ref := range o.Sources {
		so := o.Options
		so.Source, so.ID = ref, ""
		switch {
		case len(o.IDs) == 1:
			so.ID = o.IDs[0]
		case len(o.IDs) > 0:
			so.ID = o.IDs[i]
		}
		job, err := pipeline.Open(ctx, so)
		if err != nil {
			return nil, err
		}
		j.given = append(j.given, &source{job: job, given: i})
	}
	if err := j.own(o.Policy); err != nil {
		return nil, err
	}
	j.name(o.Sources)
	// What comes of the sources must not depend on the order in which they are named.
	j.sources = slices.Clone(j.given)
	slices.SortStableFunc(j.sources, func(a, b *source) int {
		return cmp.Or(strings.Compare(a.job.Info.SHA256, b.job.Info.SHA256), strings.Compare(a.name, b.name))
	})
	for i, s := range j.sources {
		s.at, s.rows, s.first = i, s.job.Table.Len(), record.Row(len(j.of))
		for range s.rows {
			j.of = append(j.of, uint16(i))
		}
		j.rejected += len(s.job.Rejected)
	}
	return j, nil
}

// Read yields the name of every source, in the order in which they were named,
// and what reading it showed.
func (j *Job) Read() iter.Seq2[string, connectors.Info] {
	return func(yield func(string, connectors.Info) bool) {
		for _, s := range j.given {
			if !yield(s.name, s.job.Info) {
				return
			}
		}
	}
}

// Close releases the sources.
func (j *Job) Close() error {
	var first error
	for _, s := range j.given {
		if err := s.job.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// own gives every source the part of the policy that is about its columns, and
// keeps the rest for all of them.
func (j *Job) own(p *config.Policy) error {
	var all []string
	for _, s := range j.given {
		all = append(all, s.job.Table.Schema.Names()...)
	}
	if err := p.CheckFields(all); err != nil {
		return err
	}
	for _, s := range j.given {
		part := *p
		part.Fields = map[string]*config.Field{}
		part.Matching.Ignore = nil
		for name, f := range p.Fields {
			if s.job.Table.Schema.Index(name) >= 0 {
				part.Fields[name] = f
			}
		}
		for _, name := range p.Matching.Ignore {
			if s.job.Table.Schema.Index(name) >= 0 {
				part.Matching.Ignore = append(part.Matching.Ignore, name)
			}
		}
		s.job.Policy = &part
	}
	rest := *p
	rest.Fields, rest.Matching.Ignore = nil, nil
	j.policy = &rest
	return nil
}

// name calls every source by the last part of its reference, by more of it
// where two would be called alike.
func (j *Job) name(refs []string) {
	names := make([]string, len(refs))
	for i, ref := range refs {
		names[i] = called(ref, 1)
	}
	for parts := 2; parts <= 4; parts++ {
		count := map[string]int{}
		for _, n := range names {
			count[n]++
		}
		for i, ref := range refs {
			if count[names[i]] > 1 {
				names[i] = called(ref, parts)
			}
		}
	}
	for i, s := range j.given {
		s.name = names[i]
		for n := 2; slices.Contains(names[:i], s.name); n++ {
			s.name = fmt.Sprintf("%s#%d", names[i], n)
		}
		names[i] = s.name
	}
}

// called returns the last parts of a reference; of a database its table.
func called(ref string, parts int) string {
	if u, err := url.Parse(ref); err == nil && u.Scheme != "" && len(u.Scheme) > 1 {
		if t := u.Query().Get("table"); t != "" {
			return t
		}
		return u.Scheme
	}
	if ref == "-" {
		return "stdin"
	}
	path := strings.Split(filepath.ToSlash(filepath.Clean(ref)), "/")
	return strings.Join(path[max(0, len(path)-parts):], "/")
}

// understand finds out what the columns of every source mean, and puts them
// into standard form.
func (j *Job) understand(ctx context.Context) error {
	abouts := make([]about, len(j.sources))
	for i, s := range j.sources {
		s.job.Lean()
		if s.job.ID != "" && s.job.Table.Schema.Index(s.job.ID) < 0 && len(j.given) > 1 && j.elsewhere(s.job.ID) {
			s.job.ID = "" // one name for all: those that don't have it are asked for none
		}
		if err := s.job.Understand(ctx); err != nil {
			return err
		}
		s.remember()
		s.facts = s.job.SourceFacts()
		a := about{job: s.job, ignored: map[string]bool{}}
		for _, name := range s.job.Policy.Matching.Ignore {
			a.ignored[name] = true
		}
		for name, f := range s.job.Policy.Fields {
			a.ignored[name] = a.ignored[name] || f.Ignore
		}
		abouts[i] = a
	}
	return j.stage("align", func() error {
		j.columns = align(piecesOf(abouts))
		if err := j.stack(); err != nil {
			return err
		}
		for _, s := range j.sources {
			s.job.Table = nil // its values are in the stack
		}
		return nil
	})
}

// elsewhere reports whether some source has a column of this name.
func (j *Job) elsewhere(name string) bool {
	return slices.ContainsFunc(j.given, func(s *source) bool { return s.job.Table.Schema.Index(name) >= 0 })
}

// remember notes the id of every record, and what it is remembered by: its id,
// or else a hash of what it holds.
func (s *source) remember() {
	s.ids, s.keys = new(record.Column), new(record.Column)
	own := s.job.Inference.Key.Field >= 0
	seen := map[uint64]int{}
	var buf []byte
	for r := range record.Row(s.rows) {
		id := s.job.IDOf(r)
		s.ids.AppendString(id)
		if own {
			s.keys.AppendString(id)
			continue
		}
		buf = buf[:0]
		for _, c := range s.job.Table.Columns {
			buf = append(append(buf, c.Bytes(r)...), 0)
		}
		h := xxh3.Hash(buf)
		s.keys.AppendString(strconv.FormatUint(h, 16) + "#" + strconv.Itoa(seen[h]))
		seen[h]++
	}
}

// key is what a record is remembered by from run to run.
func (j *Job) key(r record.Row) string {
	s := j.sources[j.of[r]]
	return s.name + "\x1f" + s.keys.Value(r-s.first)
}

func (j *Job) stage(name string, do func() error) error {
	start := j.options.Now()
	j.options.Progress(name, 0, 0)
	err := do()
	j.stages = append(j.stages, pipeline.Stage{Name: name, Seconds: j.options.Now().Sub(start).Seconds()})
	return err
}
