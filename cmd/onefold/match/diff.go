package match

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/internal/decisions"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/pipeline/rundiff"
	"github.com/onefold/onefold/internal/term"
	"github.com/onefold/onefold/internal/workspace"
	"github.com/onefold/onefold/matcher/evaluate"
)

// DiffOptions are what onefold diff is asked for.
type DiffOptions struct {
	App    *app.App
	Runs   [2]string
	Out    string
	Decide string
	FailOn []string
}

// gates are what --fail-on can name.
var gates = []string{"gained", "lost", "split", "merged", "broken", "any"}

func newDiffCmd(a *app.App, runF func(*cobra.Command, *DiffOptions) error) *cobra.Command {
	o := &DiffOptions{App: a}
	cmd := &cobra.Command{
		Use:   "diff RUN RUN",
		Short: "Show what differs between two results: pairs gained and lost, decisions broken",
		Long: `Diff compares two results of dedupe, the first as it was, the second as it would
be: how many pairs of records are together in one of them only, which clusters
split and which merged, and which decisions of people the second one breaks. So a
change of the policy can be tried into another folder before it is used.

RUN is a folder that dedupe wrote, or a CSV file with the columns id and cluster.
Records that only one of them has are counted and left out. Decisions are those
that dedupe would heed for the second result, and those of --decisions.

-o writes every pair that was gained or lost as CSV: change,id_a,id_b,cluster,
probability,reasons, the last two where pairs.csv of the result has them.`,
		Example: `  onefold diff out tried
  onefold diff out tried -o changes.csv
  onefold diff out tried --fail-on broken,lost --json`,
		Annotations: app.Notes("A second for a million records; -o takes as long as there are pairs to write.",
			"3    --fail-on names something that was found"),
		Args: app.Arguments("RUN", "RUN"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Runs = [2]string{args[0], args[1]}
			for _, g := range o.FailOn {
				if !slices.Contains(gates, g) {
					return term.Usagef("--fail-on: there is no %q", g).WithHint("one or more of %s", strings.Join(gates, ","))
				}
			}
			if runF != nil {
				return runF(cmd, o)
			}
			return diffRun(cmd.Context(), o)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&o.Out, "output", "o", "", "`FILE` to write every pair that was gained or lost to")
	flags.StringVar(&o.Decide, "decisions", "", "`FILE` of further decisions to hold the second result to")
	flags.StringSliceVar(&o.FailOn, "fail-on", nil, "exit with code 3 on any `OF` gained,lost,split,merged,broken,any")
	return cmd
}

func diffRun(ctx context.Context, o *DiffOptions) error {
	var read [2]*evaluate.Labels
	for i, run := range o.Runs {
		path := run
		if st, err := os.Stat(run); err == nil && st.IsDir() {
			path = filepath.Join(run, pipeline.FileClusters)
		}
		f, err := o.App.Open(ctx, path)
		if err != nil {
			return err
		}
		read[i], err = evaluate.ReadLabels(f, path)
		if err = errors.Join(err, f.Close()); err != nil {
			return err
		}
	}
	d := rundiff.Compare(read[0], read[1])
	if d.Records == 0 {
		return &term.Error{At: o.Runs[1], Why: errors.New("has no record of " + o.Runs[0]), Next: "both runs must be of one source, with the same ids"}
	}
	book, err := decisionsOf(o)
	if err != nil {
		return err
	}
	d.Heed(book)
	if o.Out != "" {
		if err := app.WriteFile(o.Out, func(w io.Writer) error { return writePairs(ctx, o, d, w) }); err != nil {
			return err
		}
	}
	if err := renderDiff(o, d); err != nil {
		return err
	}
	found := map[string]int{
		"gained": int(d.Gained), "lost": int(d.Lost), "split": len(d.Split), "merged": len(d.Merged), "broken": len(d.Broken),
		"any": int(d.Gained+d.Lost) + len(d.Broken),
	}
	for _, g := range o.FailOn {
		if found[g] > 0 {
			if g == "any" {
				return term.Findingsf("%s", term.Plural(found[g], "difference or broken decision", "differences and broken decisions"))
			}
			return term.Findingsf("%s: %s", g, term.Count(found[g]))
		}
	}
	return nil
}

// decisionsOf reads what people decided of the source of the second run.
func decisionsOf(o *DiffOptions) (*decisions.Book, error) {
	run, source := o.Runs[1], ""
	if st, err := os.Stat(run); err != nil || !st.IsDir() {
		run = filepath.Dir(run)
	}
	var report struct {
		Sources []struct {
			Name string `json:"name"`
		} `json:"sources"`
	}
	if b, err := os.ReadFile(filepath.Join(run, pipeline.FileJSON)); err == nil && json.Unmarshal(b, &report) == nil && len(report.Sources) > 0 {
		source = filepath.Base(report.Sources[0].Name)
	}
	state := o.App.Globals.State
	if state == "" {
		state = workspace.Beside(run)
	}
	s := decisions.NewStore(state, source, run)
	if o.Decide != "" {
		if _, err := decisions.ReadNamed(o.Decide); err != nil {
			return nil, err
		}
		s.Others = append(s.Others, o.Decide)
	}
	return s.Read(o.App.Now())
}

// writePairs writes the pairs, with what pairs.csv says of them.
func writePairs(ctx context.Context, o *DiffOptions, d *rundiff.Diff, w io.Writer) error {
	why := map[string]map[[2]string][2]string{}
	if err := d.Pairs(func(p rundiff.Pair) error {
		if why[p.Change] == nil {
			why[p.Change] = map[[2]string][2]string{}
		}
		why[p.Change][[2]string{min(p.A, p.B), max(p.A, p.B)}] = [2]string{}
		return ctx.Err()
	}); err != nil {
		return err
	}
	for i, change := range []string{rundiff.Lost, rundiff.Gained} {
		if err := tellWhy(filepath.Join(o.Runs[i], pipeline.FilePairs), why[change]); err != nil {
			return err
		}
	}
	c := csv.NewWriter(w)
	if err := c.Write([]string{"change", "id_a", "id_b", "cluster", "probability", "reasons"}); err != nil {
		return err
	}
	if err := d.Pairs(func(p rundiff.Pair) error {
		x := why[p.Change][[2]string{min(p.A, p.B), max(p.A, p.B)}]
		return c.Write([]string{p.Change, p.A, p.B, p.Cluster, x[0], x[1]})
	}); err != nil {
		return err
	}
	c.Flush()
	return c.Error()
}

// tellWhy fills in probability and reasons of pairs; a run may have none.
func tellWhy(path string, pairs map[[2]string][2]string) error {
	f, err := os.Open(path)
	if err != nil || len(pairs) == 0 {
		return nil // a run need not have written pairs
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.ReuseRecord = true
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return &term.Error{At: path, Why: err}
		}
		k := [2]string{min(row[0], row[1]), max(row[0], row[1])}
		if _, asked := pairs[k]; asked && len(row) > 5 {
			pairs[k] = [2]string{strings.Clone(row[2]), strings.Clone(row[5])}
		}
	}
}
