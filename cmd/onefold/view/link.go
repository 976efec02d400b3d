package view

import (
	"path/filepath"
	"slices"
	"time"

	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/pipeline/link"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/internal/term"
)

// linkSummary is what --json prints.
type linkSummary struct {
	Records     int             `json:"records"`
	Links       int             `json:"links"`
	Linked      int             `json:"linked"` // records with a link
	Within      int             `json:"within"` // pairs within one source
	Clusters    int             `json:"clusters"`
	Review      int             `json:"review"`
	Rejected    int             `json:"rejected"`
	Cardinality string          `json:"cardinality"`
	Reason      string          `json:"cardinality_reason"`
	Output      string          `json:"output"`
	Report      string          `json:"report"` // "" if the policy asks for none
	Expected    *report.Quality `json:"expected"`
}

// NothingCompared warns where no column could be compared, so that nothing was
// found. source is the only one, "" where there are several.
func NothingCompared(terminal *term.Terminal, rep *report.Run, source string) {
	if !slices.ContainsFunc(rep.Warnings, func(n report.Note) bool { return n.Reason == "nothing_compared" }) {
		return
	}
	if source == "" {
		terminal.Warn("no column of one source could be compared with one of another, so nothing could be found")
		terminal.Hint("columns.csv shows what the columns were taken for; a policy file can say it better")
		return
	}
	terminal.Warn("no column could be compared, so no duplicates could be found")
	terminal.Hint("onefold profile shows what the columns were taken for; a policy file can say it better")
}

// Link prints what a link found. look is the page of the report, or dir, the
// folder of the result, where there is none.
func Link(terminal *term.Terminal, out *link.Outcome, rep *report.Run, dir, look string, took time.Duration) error {
	if terminal.JSON {
		page := look
		if page == dir {
			page = ""
		}
		return terminal.PrintJSON(linkSummary{
			Records: out.Records, Links: out.Links, Linked: out.Linked, Within: out.Within, Clusters: out.Clusters, Review: out.Review,
			Rejected: out.Rejected, Cardinality: string(out.Cardinality), Reason: out.Why, Output: dir, Report: page, Expected: rep.Quality,
		})
	}
	t := term.NewTable("", ">")
	t.Add("records", term.Count(out.Records))
	t.Add("links", term.Count(out.Links))
	t.Add("records with a link", term.Count(out.Linked))
	if out.Within > 0 {
		t.Add("pairs within one source", term.Count(out.Within))
	}
	t.Add("pairs to review", term.Count(out.Review))
	t.Add("cardinality", string(out.Cardinality))
	if out.Rejected > 0 {
		t.Add("records that could not be read", term.Count(out.Rejected))
	}
	if q := rep.Quality; q != nil {
		t.Add("expected precision of pairs", term.Percent(q.Precision.Value))
		t.Add("expected recall of pairs", term.Percent(q.Recall.Value))
	}
	if err := terminal.PrintTable(t); err != nil {
		return err
	}
	if out.Rejected > 0 {
		terminal.Warn("%s: %s", term.Plural(out.Rejected, "record could not be read", "records could not be read"), filepath.Join(dir, pipeline.FileRejected))
	}
	NothingCompared(terminal, rep, "")
	terminal.Talk("%s: %s", out.Cardinality, out.Why)
	terminal.Talk("done in %s; open %s", term.Duration(took), look)
	return nil
}
