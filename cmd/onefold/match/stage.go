package match

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/internal/pipeline/stage"
	"github.com/onefold/onefold/internal/term"
)

// StageOptions are what a stage is asked for.
type StageOptions struct {
	App  *app.App
	Name stage.Name
	Plan string
	Part bool
	All  bool
}

// newStageCmd is hidden: its user is the driver of a distributed engine.
func newStageCmd(a *app.App, runF func(*cobra.Command, *StageOptions) error) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "stage",
		Short: "Run one stage of matching as a function of streams",
		Long: `Stage runs one stage of matching over standard input and output, for a
distributed engine that deals lines out to processes, sorts them and starts again
what failed. Lines begin with what they are sorted by.

  plan        learn from a whole source what must be learnt from all of it
  keys        blocking keys out of records
  pairs       pairs out of keys, sorted
  candidates  the pairs worth scoring out of pairs, sorted
  scores      scores out of pairs or candidates
  gaps        the pairs inside components that have no score, out of scores
  clusters    clusters out of scores

Sort by bytes: LC_ALL=C sort. docs/guides/stages.md has the formats.`,
		Example: `  export LC_ALL=C
  onefold stage plan contacts.csv -o plan
  onefold stage keys plan < plan/records.tsv | sort |
    onefold stage pairs plan | sort |
    onefold stage candidates plan | sort |
    onefold stage scores plan | onefold stage clusters plan`,
		Annotations: app.Notes("That of its stage."),
		Hidden:      true,
		Args:        app.Arguments(),
		RunE:        func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newStagePlanCmd(a, nil))
	for _, s := range []struct {
		name      stage.Name
		what, out string
		cost      string
	}{
		{stage.Keys, "blocking keys out of records", "Reads part of the plan's records.tsv and writes key and record number: the blocks\nthat each record belongs to.", "Some 50 µs a record, and a line for each of its blocks (25 to 100); memory holds the plan's words and large blocks."},
		{stage.Pairs, "pairs out of keys", "Reads sorted keys and writes each pair of a block both ways, with the bits that the\nblock says for it. A block that is too large is skipped; the trailer counts\nthem (oversize) and the pairs in them (lost).", "That of reading and writing; memory holds one block."},
		{stage.Candidates, "the pairs worth scoring out of pairs", "Reads sorted pairs and writes those that one of the two records has among the few\nfor which most speaks, as dedupe chooses them. It can be left out: more pairs\nare scored then.", "That of reading and writing; memory holds the pairs of one record."},
		{stage.Scores, "scores out of pairs or candidates", "Reads pairs or candidates, in any order, and writes the log odds of each in bits,\nand the relation that is most likely. What is surely no match is left out;\n--all keeps it.", "About 1 µs a pair; memory holds all records of the plan, some 200 bytes each."},
		{stage.Gaps, "the pairs that have no score out of scores", "Reads all scores and writes the pairs inside components that have none. Scored\nwith --all and added to the other scores they make clusters those of dedupe.", "Memory holds the scores, 24 bytes each."},
		{stage.Clusters, "clusters out of scores", "Reads all scores, in any order, and writes cluster, record number and the record's\nid. A cluster is called by the number of its first record.", "Memory holds the scores, 24 bytes each, and the ids."},
	} {
		o := &StageOptions{App: a, Name: s.name}
		sub := &cobra.Command{
			Use:         string(s.name) + " PLAN",
			Short:       "Make " + s.what,
			Long:        s.out,
			Example:     fmt.Sprintf("  onefold stage %s plan < in > out", s.name),
			Annotations: app.Notes(s.cost),
			Args:        app.Arguments("PLAN"),
			RunE: func(cmd *cobra.Command, args []string) error {
				o.Plan = args[0]
				if runF != nil {
					return runF(cmd, o)
				}
				return stageRun(cmd, o)
			},
		}
		sub.Flags().BoolVar(&o.Part, "part", false, "the input is lines that an engine deals out: headers and trailers may be missing")
		if s.name == stage.Scores {
			sub.Flags().BoolVar(&o.All, "all", false, "write every score, whatever it is: for the pairs of gaps")
		}
		cmd.AddCommand(sub)
	}
	return cmd
}

func stageRun(cmd *cobra.Command, o *StageOptions) error {
	p, err := stage.Load(o.Plan)
	if err != nil {
		return err
	}
	in, err := o.App.Open(cmd.Context(), "-")
	if err != nil {
		return err
	}
	return p.Run(cmd.Context(), o.Name, stage.Stream{In: in, Name: "standard input", Out: cancelled{cmd.Context(), o.App.Term.Out}, Part: o.Part, All: o.All})
}

// cancelled is a writer that fails once its context has ended.
type cancelled struct {
	ctx context.Context
	io.Writer
}

func (c cancelled) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.Writer.Write(p)
}

// StagePlanOptions are what onefold stage plan is asked for.
type StagePlanOptions struct {
	App    *app.App
	Source string
	Out    string
	Read   app.SourceFlags
}

func newStagePlanCmd(a *app.App, runF func(*cobra.Command, *StagePlanOptions) error) *cobra.Command {
	o := &StagePlanOptions{App: a}
	cmd := &cobra.Command{
		Use:   "plan SOURCE -o PLAN",
		Short: "Learn from a whole source what must be learnt from all of it",
		Long: `Plan reads SOURCE as dedupe does and writes to the folder PLAN:

  plan.json    what columns mean, which words are rare, which blocks are too
               large, and the model
  records.tsv  the records in standard form, one a line: what keys reads

Policy file and flags count as in dedupe.`,
		Example:     `  onefold stage plan contacts.csv -o plan`,
		Annotations: app.Notes("As long as dedupe takes until it scores, with its memory."),
		Args:        app.Arguments("SOURCE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.Source = args[0]; o.Out == "" {
				return term.Usagef("-o is missing").WithHint("usage: %s", cmd.UseLine())
			}
			if runF != nil {
				return runF(cmd, o)
			}
			return stagePlanRun(cmd, o)
		},
	}
	cmd.Flags().StringVarP(&o.Out, "output", "o", "", "`FOLDER` that the plan is written to")
	o.Read.Add(cmd)
	return cmd
}

func stagePlanRun(cmd *cobra.Command, o *StagePlanOptions) error {
	j, progress, err := o.App.Job(cmd, o.Source, &o.Read)
	if err != nil {
		return err
	}
	defer j.Close()
	if err := j.Understand(cmd.Context()); err != nil {
		progress.Close()
		return app.Faults(err)
	}
	p, err := stage.Make(cmd.Context(), j, o.Out)
	progress.Close()
	if err != nil {
		return app.Faults(err)
	}
	if o.App.Term.JSON {
		return o.App.Term.PrintJSON(map[string]any{"plan": p.ID, "records": p.Records, "large_blocks": len(p.Large)})
	}
	o.App.Term.Talk("plan %s of %d records is in %s", p.ID, p.Records, o.Out)
	return nil
}
