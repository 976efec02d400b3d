package match

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/internal/decisions"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/pipeline/explain"
	"github.com/onefold/onefold/internal/pipeline/sample"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/internal/term"
	"github.com/onefold/onefold/internal/workspace"
	"github.com/onefold/onefold/matcher/evaluate"
	"github.com/onefold/onefold/record"
)

// labelsFile is the file in the state that keeps what was said of samples.
const labelsFile = "labels.csv"

// sampling is a measurement by a sample on its way.
type sampling struct {
	o      *EvaluateOptions
	j      *pipeline.Job
	s      *sample.Sample
	labels *decisions.Store
	kept   *decisions.Store // of decisions
	known  *decisions.Applied
	ruled  *decisions.Applied
}

func sampleRun(cmd *cobra.Command, o *EvaluateOptions) error {
	ctx := cmd.Context()
	dir, file := o.Clusters, filepath.Join(o.Clusters, pipeline.FileClusters)
	if st, err := os.Stat(o.Clusters); err != nil || !st.IsDir() {
		dir, file = filepath.Dir(o.Clusters), o.Clusters
	}
	f, err := o.App.Open(ctx, file)
	if err != nil {
		return err
	}
	clusters, err := evaluate.ReadLabels(f, file)
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if o.Source == "" {
		if o.Source = sourceOf(dir); o.Source == "" {
			return term.Usagef("--source is missing").WithHint("name the file that the clusters are of: --source contacts.csv")
		}
	}
	j, progress, err := o.App.Job(cmd, o.Source, &o.Read)
	if err != nil {
		return err
	}
	defer j.Close()
	if err = j.Understand(ctx); err == nil {
		err = j.Match(ctx)
	}
	progress.Close()
	if err != nil {
		return app.Faults(err)
	}
	v := &sampling{o: o, j: j}
	state := o.App.Globals.State
	if state == "" {
		state = workspace.Beside(dir)
	}
	v.kept = decisions.NewStore(state, filepath.Base(o.Source), dir)
	v.labels = &decisions.Store{State: filepath.Join(state, labelsFile), Source: v.kept.Source}
	if err := v.draw(ctx, clusters); err != nil {
		return err
	}
	if err := v.learn(state); err != nil {
		return err
	}
	if o.Export == "" && o.Labels == "" {
		if err := v.ask(ctx); err != nil {
			return err
		}
	}
	if o.Export != "" {
		if err := v.export(); err != nil {
			return err
		}
	}
	res := v.s.Estimate(v.answer)
	if err := v.render(res); err != nil {
		return err
	}
	if o.MinF1 > 0 && res.F1.Value < o.MinF1 {
		return term.Findingsf("F1 %.4f is below --min-f1 %v", res.F1.Value, o.MinF1)
	}
	return nil
}

// sourceOf returns the source that a folder's report names, "" if there is none.
func sourceOf(dir string) string {
	var r struct {
		Sources []struct {
			Name string `json:"name"`
		} `json:"sources"`
	}
	b, err := os.ReadFile(filepath.Join(dir, pipeline.FileJSON))
	if err != nil || json.Unmarshal(b, &r) != nil || len(r.Sources) != 1 || r.Sources[0].Name == "-" {
		return ""
	}
	return r.Sources[0].Name
}

// draw finds the clusters of the source's records, and draws pairs.
func (v *sampling) draw(ctx context.Context, clusters *evaluate.Labels) error {
	of := make(map[string]int, clusters.Len())
	for r, id := range clusters.IDs.Of {
		of[clusters.IDs.Value(id)] = int(clusters.Clusters.Of[r])
	}
	cluster, found := make([]int, v.j.Table.Len()), 0
	for r := range cluster {
		cluster[r] = -1
		if c := of[v.j.IDOf(record.Row(r))]; c > 0 {
			cluster[r] = c
			found++
		}
	}
	if found == 0 {
		return &term.Error{At: v.o.Clusters, Why: fmt.Errorf("has no record of %s", v.o.Source), Next: "the ids must be those of the source; --id names their column"}
	}
	if n := len(cluster) - found; n > 0 {
		v.o.App.Term.Warn("%s of the source without cluster left out", term.Plural(n, "record", "records"))
	}
	var err error
	if v.s, err = sample.Draw(ctx, v.j, cluster, v.o.Sample); err != nil {
		return err
	}
	var run report.Run
	if v.j.Matched(&run); run.Blocking.Completeness != nil && run.Blocking.Completeness.Value > 0 {
		v.s.Completeness = run.Blocking.Completeness.Value
	}
	return nil
}

// learn reads what was said before, and takes over a file of labels.
func (v *sampling) learn(state string) error {
	if err := os.MkdirAll(state, 0o700); err != nil {
		return err
	}
	if v.o.Labels != "" {
		f, err := os.Open(v.o.Labels)
		if err != nil {
			return &term.Error{At: v.o.Labels, Why: errors.New("there is no such file")}
		}
		ds, err := decisions.Read(f, v.o.Labels, decisions.SkipBlank)
		if err = errors.Join(err, f.Close()); err != nil {
			return err
		}
		if _, err := v.labels.Import(ds); err != nil {
			return err
		}
		if v.o.Decide {
			if _, err := v.kept.Import(ds); err != nil {
				return err
			}
		}
	}
	return v.read()
}

// read applies what is known by now.
func (v *sampling) read() error {
	now := v.o.App.Now()
	for _, k := range []struct {
		store *decisions.Store
		to    **decisions.Applied
	}{{v.labels, &v.known}, {v.kept, &v.ruled}} {
		b, err := k.store.Read(now)
		if err != nil {
			return err
		}
		*k.to = decisions.Apply(b, v.j.Table.Len(), v.j.IDOf)
	}
	return nil
}

// said returns what is known of a pair, nil for nothing.
func (v *sampling) said(p record.Pair) *decisions.Decision {
	if d := v.known.Of(p.A, p.B); d != nil {
		return d
	}
	return v.ruled.Of(p.A, p.B)
}

func (v *sampling) answer(p record.Pair) (same, known bool) {
	d := v.said(p)
	if d == nil || d.Verdict == decisions.Unsure {
		return false, false
	}
	return d.Verdict == decisions.Same, true
}

// missing returns the drawn pairs of which nothing was said.
func (v *sampling) missing() []sample.Pair {
	return slices.DeleteFunc(v.s.Pairs(), func(p sample.Pair) bool { return v.said(p.Pair) != nil })
}

// ask puts the pairs that nobody has looked at. Each answer is on the disk before
// the next question is shown.
func (v *sampling) ask(ctx context.Context) error {
	open := v.missing()
	if len(open) == 0 {
		return nil
	}
	q, err := newQuestions(ctx, v.o.App)
	if err != nil {
		return err
	}
	by, last := author(v.o.App, v.o.Author), time.Time{}
	for i := 0; i < len(open); {
		p := open[i]
		verdict, step, err := q.put(fmt.Sprintf("Pair %d of %d", i+1, len(open)), explain.Evidence(v.j, p.A, p.B))
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		switch step {
		case quit:
			return v.read()
		case back:
			i = max(0, i-1)
			continue
		case answered:
			made := v.o.App.Now().UTC()
			if !made.After(last) {
				made = last.Add(time.Microsecond) // of two answers on a pair the newer one counts
			}
			last = made
			d := decisions.Decision{A: v.j.IDOf(p.A), B: v.j.IDOf(p.B), Verdict: verdict, Author: by, Made: made}
			if err := v.labels.Add(d); err != nil {
				return err
			}
			if v.o.Decide {
				if err := v.kept.Add(d); err != nil {
					return err
				}
			}
		}
		i++
	}
	return v.read()
}

// export writes the pairs that nobody has looked at, for somebody to fill in.
func (v *sampling) export() error {
	open := v.missing()
	err := app.WriteFile(v.o.Export, func(w io.Writer) error {
		c := csv.NewWriter(w)
		head := []string{"id_a", "id_b", "decision", "reason", "author", "date", "expires"}
		fields := v.j.Table.Schema.Names()
		for _, f := range fields {
			head = append(head, "a: "+f, "b: "+f)
		}
		if err := c.Write(head); err != nil {
			return err
		}
		for _, p := range open {
			row := []string{v.j.IDOf(p.A), v.j.IDOf(p.B), "", "", "", "", ""}
			for _, col := range v.j.Table.Columns {
				row = append(row, col.Value(p.A), col.Value(p.B))
			}
			if err := c.Write(row); err != nil {
				return err
			}
		}
		c.Flush()
		return c.Error()
	})
	if err == nil {
		v.o.App.Term.Talk("%s to label in %s: write same, different or unsure under decision, then give it with --labels", term.Plural(len(open), "pair", "pairs"), v.o.Export)
	}
	return err
}

// The JSON of a sample. Names are a contract with users' scripts.
type (
	sampleJSON struct {
		Format    string          `json:"format"`
		Drawn     int             `json:"drawn"`
		Answers   int             `json:"answers"`
		Unsure    int             `json:"unsure"`
		Missing   int             `json:"missing"` // drawn pairs that nobody has looked at
		Precision report.Estimate `json:"precision"`
		Recall    report.Estimate `json:"recall"`
		F1        report.Estimate `json:"f1"`
		Strata    []stratumJSON   `json:"strata"`
	}
	stratumJSON struct {
		Together bool    `json:"together"`
		From     float64 `json:"from"`
		To       float64 `json:"to"`
		Pairs    int     `json:"pairs"`
		Expected float64 `json:"expected"` // share of true pairs by the probabilities
		Drawn    int     `json:"drawn"`
		Answers  int     `json:"answers"`
		True     int     `json:"true"`
		Share    float64 `json:"share"` // of true pairs that follows from both
	}
)

func (v *sampling) render(res sample.Result) error {
	out := sampleJSON{Format: "onefold.sample/1", Answers: res.Answers, Precision: res.Precision, Recall: res.Recall, F1: res.F1, Strata: []stratumJSON{}}
	out.Missing = len(v.missing())
	for i := range v.s.Strata {
		s := &v.s.Strata[i]
		if s.Pairs == 0 {
			continue
		}
		a, drawn := res.Strata[i], len(s.Drawn())
		out.Drawn += drawn
		out.Strata = append(out.Strata, stratumJSON{s.Together, s.From, s.To, s.Pairs, s.Expected / float64(s.Pairs), drawn, a.Answers, a.True, a.Share})
	}
	out.Unsure = out.Drawn - out.Answers - out.Missing
	t := v.o.App.Term
	if t.JSON {
		return t.PrintJSON(out)
	}
	table := term.NewTable("pairs", "probability", ">there are", ">drawn", ">answers", ">one", ">share")
	for _, s := range out.Strata {
		name := "apart"
		if s.Together {
			name = "together"
		}
		table.Add(name, fmt.Sprintf("%v – %v", s.From, s.To), term.Count(s.Pairs), term.Count(s.Drawn), term.Count(s.Answers), term.Count(s.True), term.Percent(s.Share))
	}
	if err := t.PrintTable(table); err != nil {
		return err
	}
	sums := term.NewTable("pairs", ">", "95 %")
	for _, m := range []struct {
		name string
		e    report.Estimate
	}{{"precision", res.Precision}, {"recall", res.Recall}, {"F1", res.F1}} {
		sums.Add(m.name, fmt.Sprintf("%.4f", m.e.Value), fmt.Sprintf("%.3f–%.3f", m.e.Low, m.e.High))
	}
	if err := t.Print("\n"); err != nil {
		return err
	}
	if err := t.PrintTable(sums); err != nil {
		return err
	}
	if out.Missing > 0 {
		t.Warn("%s drawn and not labelled yet: the run's own probabilities stand for them", term.Plural(out.Missing, "pair was", "pairs were"))
	}
	return nil
}
