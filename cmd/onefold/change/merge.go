package change

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/cmd/onefold/view"
	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/internal/config"
	"github.com/onefold/onefold/internal/pipeline/merging"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/internal/plan/apply"
	"github.com/onefold/onefold/internal/plan/build"
	"github.com/onefold/onefold/internal/plan/execute"
	"github.com/onefold/onefold/internal/term"
	"github.com/onefold/onefold/internal/workspace"
)

// partly is the exit code of what was done in part.
const partly = 4

// MergeOptions are what onefold merge is asked for.
type MergeOptions struct {
	App      *app.App
	Dir      string // of a plan or of a dedupe's result; "" with Clusters
	Clusters string
	Source   string
	Out      string
	Answers  string
	Losers   string
	Apply    bool
	Resume   bool
	NoMarker bool
	Rate     float64
	LockWait time.Duration
	Slowest  time.Duration
	Wait     time.Duration
}

func newMergeCmd(a *app.App, runF func(*MergeOptions) error) *cobra.Command {
	o := &MergeOptions{App: a}
	cmd := &cobra.Command{
		Use:   "merge DIR | merge --clusters FILE --source SOURCE -o DIR",
		Short: "Merge duplicates where they are, with everything that hangs on them",
		Long: `Merge makes one record of each group of duplicates, in the database or file that
they come from. It has two steps.

The first makes a plan, and changes nothing: which record of a group survives and
why, each value with the rule and the record that it comes from, and every row
that will point elsewhere, be merged with another, or go. DIR is the result of
onefold dedupe; or --clusters names a CSV file with the header id,cluster, or
id,cluster,master, that anyone has made. Look at the plan with onefold plan show.

The second, with --apply, does what the plan says and nothing else: DIR is the
plan. Each group is one transaction. Its rows are locked and compared with the
plan; a group whose rows were changed since is left as it was, and told. What
every row was is durable in the state before the group is committed, and the
table onefold_applied of the database tells after a crash what was committed.
Applying a plan again changes nothing, and goes on where a run was interrupted;
onefold undo takes a run back.

Places that may point at records, and of which nobody has said whether they do,
have to be answered first: see onefold references.`,
		Example: `  onefold dedupe "sqlite:crm.db?table=contacts" -o out
  onefold merge out -o plan
  onefold plan show plan
  onefold merge plan --apply
  onefold merge --clusters pairs.csv --source "postgres://crm@db/odoo?table=res_partner" -o plan`,
		Annotations: app.Notes("A plan reads the table once, and the rows that point at its duplicates. Applying\ncosts a transaction a group; memory does not grow with the groups.",
			"4    partly applied: some groups were skipped, see what is told and the ledger"),
		Args: func(cmd *cobra.Command, args []string) error {
			if o.Clusters != "" {
				return app.Arguments()(cmd, args)
			}
			return app.Arguments("DIR")(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				o.Dir = args[0]
			}
			if err := o.check(); err != nil {
				return err
			}
			if runF != nil {
				return runF(o)
			}
			return mergeRun(cmd, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.Clusters, "clusters", "", "CSV `FILE` with the groups: id,cluster or id,cluster,master")
	flags.StringVar(&o.Source, "source", "", "`SOURCE` of the records of --clusters: the URL of a database with table=, or a file")
	flags.StringVarP(&o.Out, "output", "o", "", "`DIR` of the plan (default DIR/plan of a result)")
	flags.StringVar(&o.Answers, "references", "", "`FILE` with answers: the JSON of onefold references, edited")
	flags.StringVar(&o.Losers, "losers", "auto", "what becomes of records that are merged away: auto, delete or keep")
	flags.BoolVar(&o.Apply, "apply", false, "do what the plan says")
	flags.BoolVar(&o.Resume, "resume", false, "with --apply: go on with a run that was interrupted, and fail if there is none")
	flags.Float64Var(&o.Rate, "max-groups-per-second", 0, "with --apply: go slowly, for systems that people work with")
	flags.BoolVar(&o.NoMarker, "no-marker", false, "with --apply: no table onefold_applied; after a crash, rows tell whether a group was committed, which others may have changed meanwhile")
	flags.DurationVar(&o.LockWait, "lock-timeout", 10*time.Second, "with --apply: longest wait for a row that others hold")
	flags.DurationVar(&o.Slowest, "statement-timeout", time.Minute, "with --apply: longest run of one statement")
	flags.DurationVar(&o.Wait, "wait", 0, "how long to wait for another run on the same state, such as 5m")
	return cmd
}

func (o *MergeOptions) check() error {
	switch {
	case o.Clusters != "" && o.Source == "":
		return term.Usagef("--source is missing").WithHint("--source says where the records of --clusters are")
	case o.Clusters == "" && o.Source != "":
		return term.Usagef("--source belongs to --clusters")
	case o.Clusters != "" && o.Out == "":
		return term.Usagef("-o is missing").WithHint("-o names the folder of the plan")
	case o.Resume && !o.Apply:
		return term.Usagef("--resume belongs to --apply")
	case o.Rate < 0:
		return term.Usagef("--max-groups-per-second: %v is no number of groups", o.Rate)
	case o.Losers != "auto" && o.Losers != string(build.Delete) && o.Losers != string(build.Keep):
		return term.Usagef("--losers: there is no %q", o.Losers).WithHint("auto, delete or keep")
	}
	return nil
}

func mergeRun(cmd *cobra.Command, o *MergeOptions) error {
	dir := o.Dir
	if o.Clusters == "" {
		if _, err := plan.ReadHeader(dir); err == nil {
			if o.Apply {
				return applyRun(cmd, o, dir)
			}
			return showPlan(o.App, dir, nil)
		} else if !errors.Is(err, plan.ErrNone) {
			return err
		}
		if o.Out == "" {
			o.Out = filepath.Join(dir, "plan")
		}
		if _, err := plan.ReadHeader(o.Out); err == nil && o.Apply {
			return applyRun(cmd, o, o.Out)
		}
	}
	h, err := planRun(cmd, o)
	if err != nil {
		return err
	}
	if err := execute.Planned(cmd.Context(), h, executeOptions(o.App, o.Wait, o.App.Term.Progress())); err != nil {
		return err
	}
	if o.Apply {
		return applyRun(cmd, o, o.Out)
	}
	if o.App.Term.JSON {
		return o.App.Term.PrintJSON(planned(o.Out, h))
	}
	return view.Plan(o.App.Term, o.Out, h)
}

// planSummary is what --json prints of a plan.
type planSummary struct {
	Plan     string   `json:"plan"`
	Hash     string   `json:"hash"`
	Groups   int64    `json:"groups"`
	Refused  int64    `json:"refused"`
	Losers   int64    `json:"losers"`
	Moved    int64    `json:"rows_moved"`
	Merged   int64    `json:"rows_merged"`
	Dropped  int64    `json:"rows_dropped"`
	Conflict int64    `json:"conflicts"`
	Warnings []string `json:"warnings,omitempty"`
}

func planned(dir string, h *plan.Header) planSummary {
	return planSummary{dir, h.Hash, h.Counts.Groups, h.Counts.Refused, h.Counts.Losers, h.Counts.Moved, h.Counts.Merged, h.Counts.Dropped, h.Counts.Conflicts, h.Warnings}
}

// planRun makes the plan.
func planRun(cmd *cobra.Command, o *MergeOptions) (*plan.Header, error) {
	a, ctx := o.App, cmd.Context()
	p, err := a.Policy(cmd)
	if err != nil {
		return nil, err
	}
	answers, err := answersOf(ctx, a, p, o.Answers)
	if err != nil {
		return nil, err
	}
	clusters, source, model := o.Clusters, o.Source, ""
	if clusters == "" {
		if source, model, err = resultOf(o.Dir); err != nil {
			return nil, err
		}
		clusters = filepath.Join(o.Dir, "clusters.csv")
	}
	groups, sum, err := clustersOf(ctx, a, clusters)
	if err != nil {
		return nil, err
	}
	if !all.New().IsURL(named(p, source)) {
		return planFile(cmd, o, p, named(p, source), groups, sum, model)
	}
	db, table, err := a.Database(ctx, source, p)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if table.Name == "" {
		return nil, term.Usagef("the source names no table").WithHint("add ?table=NAME to its URL")
	}
	jo, progress, err := a.Sources(&app.SourceFlags{}, p)
	if err != nil {
		return nil, err
	}
	defer progress.Close()
	jo.Source = named(p, source)
	fate := build.Fate(o.Losers)
	if o.Losers == "auto" {
		fate = build.Auto
	}
	h, err := merging.Plan(ctx, merging.Options{
		Job: jo, DB: db, Table: table, Groups: groups, Clusters: sum, PolicyHash: a.PolicyHash(), Model: model, Answers: answers, Fate: fate, Tool: a.Version, Out: o.Out,
		Progress: func(what string, done, total int) { progress.Report(what, int64(done), int64(total)) },
	})
	if err != nil {
		return nil, cannotPlan(ctx, db, table, err)
	}
	return h, nil
}

// named returns what the policy means by the name of a source.
func named(p *config.Policy, source string) string {
	if s := p.Sources[source]; s != nil && s.Path != "" {
		return s.Path
	}
	return source
}

// resultOf returns the source of a dedupe's result, and a hash of its report.
func resultOf(dir string) (source, model string, err error) {
	data, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err != nil {
		return "", "", (&term.Error{At: dir, Why: errors.New("is neither a plan nor the result of a dedupe"), Code: term.Usage}).WithHint("give the folder that onefold dedupe wrote, or --clusters and --source")
	}
	var rep struct {
		Sources []struct {
			Name string `json:"name"`
		} `json:"sources"`
	}
	if err := json.Unmarshal(data, &rep); err != nil || len(rep.Sources) != 1 {
		return "", "", (&term.Error{At: filepath.Join(dir, "report.json"), Why: errors.New("does not name one source"), Code: term.Usage}).WithHint("merge the results of a link with --clusters and --source")
	}
	return rep.Sources[0].Name, hashBytes(data), nil
}

func clustersOf(ctx context.Context, a *app.App, path string) ([]build.Input, string, error) {
	in, err := a.Open(ctx, path)
	if err != nil {
		return nil, "", err
	}
	defer in.Close()
	groups, sum, err := merging.ReadClusters(in, path)
	if errors.Is(err, merging.ErrClusters) || errors.Is(err, build.ErrTwice) {
		return nil, "", (&term.Error{Why: err, Code: term.Usage}).WithHint("the header is id,cluster or id,cluster,master, and a record is in one cluster")
	}
	return groups, sum, err
}

// cannotPlan says what a person can do about an error of planning.
func cannotPlan(ctx context.Context, db connectors.Database, table connectors.TableName, err error) error {
	var open *merging.Unanswered
	if errors.As(err, &open) {
		return (&term.Error{Why: err, Code: term.Usage}).WithHint("answer them once, in the policy file or with --references:\n\n%s", strings.TrimRight(view.Unanswered(open.References), "\n"))
	}
	for kind, hint := range map[error]string{
		build.ErrMissing: "the clusters are of another table, or records were deleted meanwhile: make them again",
		build.ErrTwice:   "a record can be in one cluster",
		build.ErrMaster:  "the master is one of the ids of its cluster",
		build.ErrID:      "ids are those of the key of the table",
	} {
		if errors.Is(err, kind) {
			return (&term.Error{Why: err, Code: term.Usage}).WithHint("%s", hint)
		}
	}
	return app.Faults(told(ctx, db, table, err))
}

// runSummary is what --json ends with.
type runSummary struct {
	Run      string          `json:"run"`
	Groups   int64           `json:"groups"`
	Applied  int64           `json:"applied"`
	Skipped  int64           `json:"skipped"`
	Losers   int64           `json:"losers"`
	Moved    int64           `json:"rows_moved"`
	Merged   int64           `json:"rows_merged"`
	Dropped  int64           `json:"rows_dropped"`
	Conflict int64           `json:"conflicts"`
	Already  int64           `json:"already"` // of skipped: they were done before
	Reasons  []apply.Skipped `json:"reasons,omitempty"`
}

func executeOptions(a *app.App, wait time.Duration, progress *term.Progress) execute.Options {
	return execute.Options{
		Apply: apply.Options{State: a.StateDir(), Now: a.Now, Progress: func(done, total int64) { progress.Report("groups", done, total) }},
		Actor: a.Actor(), Ledger: a.LedgerOptions(), Wait: wait, Now: a.Now,
		OnWait: func(h workspace.Holder) { a.Term.Talk("waiting for %s", h) },
	}
}

func applyRun(cmd *cobra.Command, o *MergeOptions, dir string) error {
	a, ctx := o.App, cmd.Context()
	h, err := plan.ReadHeader(dir)
	if err != nil {
		return err
	}
	p, err := a.Policy(cmd)
	if err != nil {
		return err
	}
	if h.FormatOf != "" {
		return applyFile(cmd, o, dir, h, p)
	}
	db, _, err := a.Database(ctx, h.Source, p)
	if err != nil {
		return err
	}
	defer db.Close()
	progress := a.Term.Progress()
	defer progress.Close()
	e := executeOptions(a, o.Wait, progress)
	e.Resume = o.Resume
	e.Apply.NoMarker, e.Apply.PerSecond, e.Apply.LockTimeout, e.Apply.StatementTimeout = o.NoMarker, o.Rate, o.LockWait, o.Slowest
	res, err := execute.Merge(ctx, db, dir, h, e)
	progress.Close()
	switch {
	case errors.Is(err, plan.ErrChanged):
		return (&term.Error{At: dir, Why: err, Code: term.Usage}).WithHint("a plan is applied as it was made: make it again")
	case errors.Is(err, execute.ErrNothingToResume):
		return (&term.Error{At: dir, Why: err, Code: term.Usage}).WithHint("leave --resume out")
	case res == nil:
		return err
	}
	return told4(a, res, "merged", err)
}

// told4 renders what a run did; an error of a run that did something is partly.
func told4(a *app.App, res *apply.Result, verb string, failed error) error {
	s := runSummary{
		res.Run, res.Groups, res.Applied, res.Groups - res.Applied, res.Counts.Losers, res.Counts.Moved, res.Counts.Merged, res.Counts.Dropped, res.Counts.Conflicts,
		res.Already, res.Skipped,
	}
	if res.Already > 0 && res.Applied == 0 {
		s.Losers, s.Moved, s.Merged, s.Dropped, s.Conflict = 0, 0, 0, 0, 0
	}
	for _, k := range res.Skipped {
		a.Term.Warn("group %s skipped: %s", k.Group, k.Reason)
	}
	var err error
	if a.Term.JSON {
		err = a.Term.PrintJSON(s)
	} else {
		err = view.Run(a.Term, res, verb)
	}
	if failed != nil {
		if errors.Is(failed, context.Canceled) || res.Applied+res.Already == 0 {
			return failed
		}
		return (&term.Error{Why: fmt.Errorf("the run ended in the middle: %w", failed), Code: partly}).WithHint("the same command goes on where it ended")
	}
	if err == nil && len(res.Skipped) > 0 {
		return (&term.Error{Why: fmt.Errorf("%s of %d not %s", term.Plural(len(res.Skipped), "group", "groups"), res.Groups, verb), Code: partly}).WithHint("make a new plan for what is left")
	}
	return err
}
