package match

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/internal/term"
	"github.com/onefold/onefold/matcher/evaluate"
)

// EvaluateOptions are what onefold evaluate is asked for.
type EvaluateOptions struct {
	App      *app.App
	Clusters string
	Truth    string
	Pairs    string
	MinF1    float64
	Strict   bool

	// Without truth: a sample for a person to look at.
	Sample int    // pairs to draw
	Source string // that the clusters are of
	Labels string // file of labels to take over
	Export string // file to write pairs to for labelling
	Decide bool   // labels count as decisions
	Author string
	Read   app.SourceFlags
}

func newEvaluateCmd(a *app.App, runF func(*EvaluateOptions) error) *cobra.Command {
	o := &EvaluateOptions{App: a}
	cmd := &cobra.Command{
		Use:   "evaluate CLUSTERS (--truth TRUTH | --sample N)",
		Short: "Measure clusters against the truth, or by a sample that you look at",
		Long: `Evaluate measures clusters against the truth: precision, recall and F1 of pairs
and B³, with 95 % intervals.

CLUSTERS and TRUTH are CSV files with the columns id and cluster; other columns
do not matter. Records that only one of the files has, or that have a blank
cluster, are counted and left out; with --strict they are an error.

The clusters of onefold link also have a column source. TRUTH may then have one,
too, which it needs where the same id is in two sources; or it may list pairs, in
the columns source_a, id_a, source_b and id_b, or just two columns of ids, in the
order of the two sources. Where it lists pairs, exactly these are true, and only
pairs of two sources are counted. CLUSTERS may also be links.csv.

With --pairs it also says how far the probabilities of pairs can be believed:
the share of true pairs that was promised, against the share that came true.

Without a truth, --sample 100 draws a hundred pairs, shows them one by one in the
terminal, and estimates precision and recall from the answers, with 95 % intervals.
Pairs are drawn by band of probability, most where least is known; in each band the
run's own probabilities are the first guess, which a few answers outweigh. CLUSTERS may be the folder that
dedupe wrote. Answers are kept in the state: a larger sample asks for what is new
in it only. --export writes the pairs to a file to be filled in elsewhere, --labels
takes it back.`,
		Example: `  onefold evaluate out/clusters.csv --truth truth.csv
  onefold evaluate out --sample 100
  onefold evaluate out --sample 100 --source contacts.csv --export pairs.csv
  onefold evaluate out --sample 100 --source contacts.csv --labels pairs.csv --as-decisions
  onefold evaluate out/clusters.csv --truth truth.csv --json --min-f1 0.95
  onefold evaluate out/clusters.csv --truth truth.csv --pairs out/pairs.csv
  onefold evaluate linked/clusters.csv --truth true-pairs.csv`,
		Annotations: app.Notes("A million records take 1.5 seconds and 300 MB on two cores. It looks at cluster sizes,\nnever at each pair. --sample takes as long as dedupe without writing.",
			"3    F1 is below --min-f1"),
		Args: app.Arguments("CLUSTERS"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Clusters = args[0]
			if err := o.sampled(); err != nil {
				return err
			}
			if o.Truth == "" && o.Sample == 0 {
				return term.Usagef("--truth is missing").WithHint("usage: %s", cmd.UseLine())
			}
			if !(o.MinF1 >= 0 && o.MinF1 <= 1) {
				return term.Usagef("--min-f1: %v is not between 0 and 1", o.MinF1).WithHint("0.95 asks for 95 %%")
			}
			if o.Clusters == "-" && (o.Truth == "-" || o.Pairs == "-") || o.Truth == "-" && o.Pairs == "-" {
				return term.Usagef("only one file can be standard input")
			}
			if runF != nil {
				return runF(o)
			}
			if o.Sample > 0 {
				return sampleRun(cmd, o)
			}
			return evaluateRun(cmd.Context(), o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.Truth, "truth", "", "CSV file with the true clusters (id,cluster) or pairs")
	flags.StringVar(&o.Pairs, "pairs", "", "CSV file with scored pairs (id_a,id_b,probability,decision)")
	flags.Float64Var(&o.MinF1, "min-f1", 0, "exit with code 3 when the F1 of pairs is below `F1`")
	flags.IntVar(&o.Sample, "sample", 0, "without a truth: draw `N` pairs to be looked at")
	flags.StringVar(&o.Source, "source", "", "with --sample: the source of the clusters (default the one that the report beside them names)")
	flags.StringVar(&o.Read.ID, "id", "", "with --sample: `COLUMN` of the source that holds the record's own id (default inferred)")
	flags.StringVar(&o.Export, "export", "", "with --sample: write the pairs to `FILE` instead of asking")
	flags.StringVar(&o.Labels, "labels", "", "with --sample: take labels over from `FILE` instead of asking")
	flags.BoolVar(&o.Decide, "as-decisions", false, "with --sample: answers are decisions, too, that dedupe heeds")
	flags.StringVar(&o.Author, "author", "", "with --sample: `NAME` of who answers (default the user of the system)")
	flags.BoolVar(&o.Strict, "strict", false, "fail when the files do not label the same records")
	return cmd
}

// sampled checks that flags of a sample and of a truth are not mixed.
func (o *EvaluateOptions) sampled() error {
	switch {
	case o.Sample < 0:
		return term.Usagef("--sample: %d is no number of pairs", o.Sample)
	case o.Sample > 0 && (o.Truth != "" || o.Pairs != "" || o.Strict):
		return term.Usagef("--sample is for clusters without a truth").WithHint("leave out --truth, --pairs and --strict, or --sample")
	case o.Sample > 0 && (o.Clusters == "-" || o.Source == "-"):
		return term.Usagef("--sample reads answers from standard input, so nothing else can come from there")
	case o.Sample == 0 && (o.Source+o.Labels+o.Export+o.Read.ID+o.Author != "" || o.Decide):
		return term.Usagef("--source, --id, --labels, --export, --as-decisions and --author belong to --sample").WithHint("--sample 100 draws a hundred pairs")
	}
	return nil
}

func evaluateRun(ctx context.Context, o *EvaluateOptions) error {
	predicted, said, err := readBoth(ctx, o)
	if err != nil {
		return err
	}
	res, truth, err := evaluate.Against(predicted, said)
	if errors.Is(err, evaluate.ErrNothingInCommon) {
		return &term.Error{At: o.Clusters, Why: err, Next: "the ids of both files must be written alike"}
	}
	if err != nil {
		return err
	}
	if o.Strict && res.LeftOut() > 0 {
		return &term.Error{
			At: o.Clusters, Why: fmt.Errorf("%d records without truth, %d of the truth without cluster, %d blank",
				res.OnlyPredicted, res.OnlyTruth, res.BlankPredicted+res.BlankTruth),
			Next: "without --strict they are left out",
		}
	}
	var rel *evaluate.Reliability
	if o.Pairs != "" {
		f, err := o.App.Open(ctx, o.Pairs)
		if err != nil {
			return err
		}
		defer f.Close()
		r, err := evaluate.Calibrate(f, o.Pairs, truth)
		if err != nil {
			return err
		}
		rel = &r
	}
	if err := renderEvaluation(o.App.Term, res, rel); err != nil {
		return err
	}
	if f1 := res.Pairs.F1.Value; f1 < o.MinF1 {
		return term.Findingsf("F1 %.4f is below --min-f1 %v", f1, o.MinF1)
	}
	return nil
}

// readBoth reads the two files at once.
func readBoth(ctx context.Context, o *EvaluateOptions) (predicted, truth *evaluate.File, err error) {
	read := func(path string) (*evaluate.File, error) {
		f, err := o.App.Open(ctx, path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return evaluate.ReadFile(f, path)
	}
	done := make(chan error, 1)
	go func() {
		var err error
		truth, err = read(o.Truth)
		done <- err
	}()
	predicted, err = read(o.Clusters)
	return predicted, truth, errors.Join(err, <-done)
}
