package pipeline

import (
	"bufio"
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/onefold/onefold/internal/workspace"
	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship"
	"github.com/zeebo/xxh3"
)

// The files of a result.
const (
	FileClusters   = "clusters.csv"
	FilePairs      = "pairs.csv"
	FileGolden     = "golden" // and the extension of the input's format
	FileProvenance = "provenance.csv"
	FileRejected   = "rejected.csv"
	FileHTML       = "report.html"
	FileJSON       = "report.json"
)

// Files returns the names of all files that a result may have.
func Files() []string {
	return []string{FileClusters, FilePairs, FileGolden + ".csv", FileGolden + ".jsonl", FileProvenance, FileRejected, FileHTML, FileJSON}
}

// goldenName returns the name of the golden file: the input's format decides.
func (j *Job) goldenName() string {
	if j.Info.Format == "jsonl" {
		return FileGolden + ".jsonl"
	}
	return FileGolden + ".csv"
}

// Outcome is what a dedupe wrote, in figures.
type Outcome struct {
	Records, Clusters, Multiple, Golden int
	Matches, Review                     int
	Rejected                            int
	Changes                             workspace.Changes
	rules                               []ruleCount
	skipped                             int // groups that a rule keeps apart
	findings                            map[finding]int
	Since                               time.Time // when the last run of the source began; zero if this is the first
}

// finding is what survivorship found in a field, -1 for the group.
type finding struct {
	field  int
	reason string
}

// ruleCount is what the rules did for one field.
type ruleCount struct {
	master, others, conflicts int
	rules                     map[string]int
}

// keys returns the key by which a row's cluster is remembered from run to run:
// the source's own, or else a hash of what the row holds.
func (j *Job) keys() func(record.Row) string {
	if j.Inference.Key.Field >= 0 {
		return j.IDOf
	}
	n := j.Table.Len()
	seen := make(map[uint64]uint32, n)
	hash := make([]uint64, n)
	nth := make([]uint32, n)
	var buf []byte
	for r := range record.Row(n) {
		buf = buf[:0]
		for _, c := range j.Table.Columns {
			buf = append(append(buf, c.Bytes(r)...), 0)
		}
		hash[r] = xxh3.Hash(buf)
		nth[r] = seen[hash[r]]
		seen[hash[r]]++
	}
	return func(r record.Row) string {
		return strconv.FormatUint(hash[r], 16) + "#" + strconv.Itoa(int(nth[r]))
	}
}

// WriteFiles writes everything but the report to the stage.
func (j *Job) WriteFiles(ctx context.Context, st *workspace.Stage, ids []string) (*Outcome, error) {
	o := &Outcome{Records: j.Table.Len(), Clusters: j.match.Groups.Len(), Rejected: len(j.Rejected), findings: map[finding]int{}}
	confidence := j.Confidence()
	err := j.stage("write", func() error {
		if err := j.writeClusters(st, ids, confidence); err != nil {
			return err
		}
		if err := j.writePairs(st, o); err != nil {
			return err
		}
		if err := j.writeGolden(ctx, st, ids, confidence, o); err != nil {
			return err
		}
		return j.WriteRejected(st, FileRejected)
	})
	return o, err
}

// Writes says whether the policy asks for a file of the result. What could not
// be read is always written.
func (j *Job) Writes(name string) bool {
	asked := j.Policy.Outputs.Files
	output, _, _ := strings.Cut(name, ".")
	return len(asked) == 0 || name == FileRejected || slices.Contains(asked, output)
}

// file writes one file of the result. What the policy doesn't ask for is made
// all the same, for the figures that come of it, and goes nowhere.
func (j *Job) file(st *workspace.Stage, name string, write func(io.Writer) error) error {
	if !j.Writes(name) {
		return write(io.Discard)
	}
	return WriteFile(st, name, write)
}

// table writes one CSV file of the result.
func (j *Job) table(st *workspace.Stage, name string, header []string, fill func(*csv.Writer) error) error {
	return j.file(st, name, func(w io.Writer) error { return writeTable(w, header, fill) })
}

func writeTable(w io.Writer, header []string, fill func(*csv.Writer) error) error {
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

// WriteFile writes one file of a stage through a buffer.
func WriteFile(st *workspace.Stage, name string, write func(io.Writer) error) error {
	f, err := st.Create(name)
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(f, 1<<16)
	if err = write(b); err == nil {
		err = b.Flush()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return st.Failed(name, err)
	}
	return nil
}

func (j *Job) writeClusters(st *workspace.Stage, ids []string, confidence []float32) error {
	of := j.match.Groups.Of()
	return j.table(st, FileClusters, []string{"id", "cluster", "confidence"}, func(c *csv.Writer) error {
		rec := make([]string, 3)
		for r := range record.Row(j.Table.Len()) {
			rec[0], rec[1] = j.IDOf(r), ids[of[r]]
			rec[2] = strconv.FormatFloat(float64(confidence[r]), 'f', 4, 32)
			if err := c.Write(rec); err != nil {
				return err
			}
		}
		return nil
	})
}

func (j *Job) writePairs(st *workspace.Stage, o *Outcome) error {
	header := []string{"id_a", "id_b", "probability", "weight", "decision", "reasons"}
	return j.table(st, FilePairs, header, func(c *csv.Writer) error {
		rec := make([]string, len(header))
		return j.Pairs(func(t Told) error {
			switch t.Decision {
			case DecisionMatch:
				o.Matches++
			case DecisionReview:
				o.Review++
			}
			rec[0], rec[1] = j.IDOf(t.A), j.IDOf(t.B)
			rec[2] = strconv.FormatFloat(t.Probability(), 'f', 6, 64)
			rec[3] = strconv.FormatFloat(float64(t.Bits), 'f', 2, 32)
			rec[4], rec[5] = string(t.Decision), j.Why(t)
			return c.Write(rec)
		})
	})
}

// writeGolden writes the golden records and where their values came from.
func (j *Job) writeGolden(ctx context.Context, st *workspace.Stage, ids []string, confidence []float32, o *Outcome) error {
	res, err := j.resolver(confidence)
	if err != nil {
		return err
	}
	o.rules = make([]ruleCount, len(j.Table.Columns))
	for i := range o.rules {
		o.rules[i].rules = map[string]int{}
	}
	names := j.Table.Schema.Names()
	return j.table(st, FileProvenance, []string{"cluster", "master", "field", "value", "rule", "from"}, func(prov *csv.Writer) error {
		return j.file(st, j.goldenName(), func(gw io.Writer) error {
			out, err := j.copier.NewWriter(gw, names)
			if err != nil {
				return err
			}
			values := make([]string, len(names))
			states := make([]record.State, len(names))
			raw := func(r record.Row) error {
				for i, c := range j.Table.Columns {
					values[i], states[i] = c.Value(r), c.State(r)
				}
				o.Golden++
				return out.Write(values, states)
			}
			for g := range j.match.Groups.Len() {
				if g%4096 == 0 && ctx.Err() != nil {
					return ctx.Err()
				}
				rows := j.match.Groups.Group(g)
				if len(rows) == 1 {
					if j.Policy.Survivorship.Write != survivorship.WriteStandard {
						if err := raw(rows[0]); err != nil {
							return err
						}
						continue
					}
				} else {
					o.Multiple++
				}
				gold := res.Resolve(rows)
				for _, f := range gold.Findings {
					o.findings[finding{f.Field, f.Reason}]++
				}
				if gold.Skip != "" {
					o.skipped++
					for _, r := range rows {
						if err := raw(r); err != nil {
							return err
						}
					}
					continue
				}
				for i := range gold.Values {
					v := &gold.Values[i]
					values[i], states[i] = v.Text, v.State
					j.tally(o, i, rows, &gold)
					if !gold.Foreign(i) {
						continue
					}
					from := make([]string, len(v.From))
					for k, r := range v.From {
						from[k] = j.IDOf(r)
					}
					if err := prov.Write([]string{ids[g], j.IDOf(gold.Master), names[i], v.Text, v.Rule, strings.Join(from, ";")}); err != nil {
						return err
					}
				}
				o.Golden++
				if err := out.Write(values, states); err != nil {
					return err
				}
			}
			return out.Close()
		})
	})
}

// tally counts what the rule of a field did in a group.
func (j *Job) tally(o *Outcome, field int, rows []record.Row, g *survivorship.Golden) {
	if len(rows) < 2 {
		return
	}
	c := &o.rules[field]
	c.rules[g.Values[field].Rule]++
	if g.Foreign(field) {
		c.others++
	} else {
		c.master++
	}
	keys := j.Standards[field].Keys
	first := record.Code(0)
	for _, r := range rows {
		if k := keys.Of[r]; k != 0 {
			if first != 0 && k != first {
				c.conflicts++
				return
			}
			first = k
		}
	}
}

// WriteRejected writes the records that could not be read, if there are any.
func (j *Job) WriteRejected(st *workspace.Stage, name string) error {
	if len(j.Rejected) == 0 {
		return nil
	}
	return WriteFile(st, name, func(w io.Writer) error {
		return writeTable(w, []string{"line", "record", "reason", "detail", "text"}, func(c *csv.Writer) error {
			for _, r := range j.Rejected {
				if err := c.Write([]string{strconv.FormatInt(r.Line, 10), strconv.FormatInt(r.Record, 10), r.Reason, r.Detail, r.Raw}); err != nil {
					return err
				}
			}
			return nil
		})
	})
}
