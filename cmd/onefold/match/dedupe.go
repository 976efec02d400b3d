package match

import (
	"context"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/cmd/onefold/view"
	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/internal/term"
	"github.com/onefold/onefold/internal/workspace"
)

// DedupeOptions are what onefold dedupe is asked for.
type DedupeOptions struct {
	App    *app.App
	Source string
	Out    string
	Read   app.SourceFlags
	Fail   bool
	Wait   time.Duration
	Decide string // file of decisions to take over
	Ask    int    // questions at most
	Author string // who answers
}

func newDedupeCmd(a *app.App, runF func(*cobra.Command, *DedupeOptions) error) *cobra.Command {
	o := &DedupeOptions{App: a}
	cmd := &cobra.Command{
		Use:   "dedupe SOURCE -o DIR",
		Short: "Find duplicates and make golden records",
		Long: `Dedupe finds the records of SOURCE that are about one person or company and
writes to DIR, all at once or not at all:

  clusters.csv    id,cluster,confidence: the cluster of every record
  pairs.csv       the pairs decided match or review, and why
  golden.csv      one record a cluster, in the form of the input
  provenance.csv  where each value of a golden record came from
  report.html     what was found and how sure it is, for a person
  report.json     the same for a program
  rejected.csv    records that could not be read, if there are any

No policy file and no settings are needed. What columns mean is inferred:
onefold profile SOURCE shows it, onefold init SOURCE writes it down. Cluster ids
stay the same from run to run; the state for that is kept beside DIR.

What people decided is heeded and learnt from: of the file decisions.csv beside
DIR, and of those that earlier runs were given, which are kept for ever. Records
that are decided to be different never end in one cluster. --decisions FILE takes
a file over; its columns are id_a,id_b,decision,reason,author,date,expires, the
decisions same, different and unsure. --ask 20 puts up to twenty questions, about
the pairs whose answers change most; each answer is kept at once.

SOURCE is a file, or the URL of a database with a table, such as
sqlite:crm.db?table=contacts or postgres://user@host/crm?table=contacts; the
guide to databases says more. The result is written as CSV then. Rows that are
only marked as deleted are left out, and counted.

SOURCE is never changed.`,
		Example: `  onefold dedupe contacts.csv -o out
  onefold dedupe contacts.csv -o out --decisions answers.csv
  onefold dedupe contacts.csv -o out --ask 20
  onefold dedupe contacts.csv.gz -o out --id "Contact ID" --lang fr
  gzip -dc contacts.csv.gz | onefold dedupe - -o out --json`,
		Annotations: app.Notes("Under a minute and 0.7 GB for a million contacts on two processors.",
			"3    duplicates were found and --fail-on-duplicates is given"),
		Args: app.Arguments("SOURCE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Source = args[0]
			if o.Out == "" {
				return term.Usagef("-o is missing").WithHint("usage: %s", cmd.UseLine())
			}
			if o.Ask < 0 {
				return term.Usagef("--ask: %d is no number of questions", o.Ask).WithHint("--ask 20 asks up to twenty")
			}
			if o.Ask > 0 && o.Source == "-" {
				return term.Usagef("--ask reads answers from standard input, so the source can't come from there").WithHint("write it to a file first")
			}
			if runF != nil {
				return runF(cmd, o)
			}
			return dedupeRun(cmd, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&o.Out, "output", "o", "", "folder of the result")
	o.Read.Add(cmd)
	flags.BoolVar(&o.Fail, "fail-on-duplicates", false, "exit with code 3 when there are duplicates")
	flags.StringVar(&o.Decide, "decisions", "", "`FILE` of decisions on pairs to take over and heed from now on")
	flags.IntVar(&o.Ask, "ask", 0, "ask up to `N` questions about the pairs whose answers change most")
	flags.StringVar(&o.Author, "author", "", "`NAME` of who answers (default the user of the system)")
	flags.DurationVar(&o.Wait, "wait", 0, "how long to wait for another run on the same state, such as 5m")
	return cmd
}

func dedupeRun(cmd *cobra.Command, o *DedupeOptions) error {
	a := o.App
	started := a.Now()
	j, progress, err := a.Job(cmd, o.Source, &o.Read)
	if err != nil {
		return err
	}
	defer j.Close()
	var asker func(context.Context, *pipeline.Job) error
	if o.Ask > 0 {
		asker = func(ctx context.Context, j *pipeline.Job) error {
			progress.Close()
			return askRun(ctx, a, j, o.Ask, author(a, o.Author))
		}
	}
	out, rep, err := j.Dedupe(cmd.Context(), pipeline.Target{
		Dir: o.Out, State: a.Globals.State, Lang: a.Lang(), Tool: a.Version, Policy: a.PolicyHash(), Command: "dedupe", Wait: o.Wait, Import: o.Decide, Ask: asker,
		OnWait: func(h workspace.Holder) { a.Term.Talk("waiting for %s", h) },
	})
	progress.Close()
	if err != nil {
		return app.Faults(err)
	}
	page := ""
	if j.Writes(pipeline.FileHTML) {
		page = filepath.Join(o.Out, pipeline.FileHTML)
	}
	if err := renderDedupe(a, o, j.Info, out, rep, page, a.Now().Sub(started)); err != nil {
		return err
	}
	if o.Fail && out.Clusters < out.Records {
		return term.Findingsf("%s found", term.Plural(out.Records-out.Clusters, "duplicate", "duplicates"))
	}
	return nil
}

// dedupeSummary is what --json prints.
type dedupeSummary struct {
	Records    int    `json:"records"`
	Clusters   int    `json:"clusters"`
	Duplicates int    `json:"duplicates"`
	Golden     int    `json:"golden"`
	Matches    int    `json:"matches"`
	Review     int    `json:"review"`
	Rejected   int    `json:"rejected"`
	Deleted    int    `json:"deleted,omitempty"` // rows of a database that are only marked as deleted, left out
	Output     string `json:"output"`
	Report     string `json:"report"` // "" if the policy asks for none
	// Decisions says what was made of the decisions of people; left out without any.
	Decisions *report.Decisions `json:"decisions,omitempty"`
	// Expected is the run's own estimate, null where there is none.
	Expected *report.Quality `json:"expected"`
}

// deletedRows is how many rows were left out because they are marked as deleted.
func deletedRows(rep *report.Run) int {
	for _, n := range rep.Warnings {
		if n.Reason == "rows_deleted" {
			return n.Count
		}
	}
	return 0
}

func renderDedupe(a *app.App, o *DedupeOptions, info connectors.Info, out *pipeline.Outcome, rep *report.Run, page string, took time.Duration) error {
	if a.Term.JSON {
		return a.Term.PrintJSON(dedupeSummary{
			Records: out.Records, Clusters: out.Clusters, Duplicates: out.Records - out.Clusters, Golden: out.Golden,
			Matches: out.Matches, Review: out.Review, Rejected: out.Rejected, Deleted: deletedRows(rep), Output: o.Out, Report: page, Expected: rep.Quality, Decisions: rep.Decisions,
		})
	}
	t := term.NewTable("", ">")
	t.Add("records", term.Count(out.Records))
	t.Add("people or companies", term.Count(out.Clusters))
	t.Add("duplicates", term.Count(out.Records-out.Clusters))
	t.Add("pairs to review", term.Count(out.Review))
	deleted := deletedRows(rep)
	if deleted > 0 {
		t.Add("rows marked as deleted, left out", term.Count(deleted))
	}
	if out.Rejected > 0 {
		t.Add("records that could not be read", term.Count(out.Rejected))
	}
	if d := rep.Decisions; d != nil {
		t.Add("decisions heeded", term.Count(d.Same+d.Different-d.Violations))
	}
	if q := rep.Quality; q != nil {
		t.Add("expected precision of pairs", term.Percent(q.Precision.Value))
		t.Add("expected recall of pairs", term.Percent(q.Recall.Value))
	}
	if err := a.Term.PrintTable(t); err != nil {
		return err
	}
	view.Decisions(a.Term, rep.Decisions)
	if out.Rejected > 0 {
		a.Term.Warn("%s: %s", term.Plural(out.Rejected, "record could not be read", "records could not be read"), filepath.Join(o.Out, pipeline.FileRejected))
	}
	app.WarnOfBytes(a.Term, "the input", info)
	view.NothingCompared(a.Term, rep, o.Source)
	look := page
	if look == "" {
		look = o.Out
	}
	a.Term.Talk("done in %s; open %s", term.Duration(took), look)
	return nil
}
