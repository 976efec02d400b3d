package view

import (
	"fmt"
	"math"
	"strings"

	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/profile"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/internal/term"
)

// Profile prints a profile for a person: how the source was read, and a line a
// column; verbose adds all that is known of each.
func Profile(t *term.Terminal, j *pipeline.Job, p profile.Profile, verbose bool) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s in %s\n\n", t.Bold(term.Clean(j.Source)), term.Plural(p.Rows, "record", "records"), term.Plural(len(p.Fields), "column", "columns"))
	facts := term.NewTable("", "")
	fact := func(label, value, note string) {
		if note != "" {
			value += " (" + note + ")"
		}
		facts.Add(label, value)
	}
	for _, f := range j.Info.Facts() {
		switch f.Label {
		case "records", "sha256":
			if !verbose {
				continue
			}
		case "bytes":
			f.Label, f.Value = "size", term.Bytes(j.Info.Size)
		}
		fact(f.Label, visible(f.Value), f.Note)
	}
	key := p.Key.Name
	if key == "" {
		key = "none"
	}
	fact("record id", key, p.Key.Reason)
	switch {
	case p.Region != "":
		fact("country", p.Region, p.RegionReason)
	case p.RegionReason != "":
		fact("country", "none", p.RegionReason)
	}
	if p.Language != "" {
		fact("language", p.Language, "")
	}
	if verbose {
		for _, g := range p.Groups {
			names := make([]string, len(g.Fields))
			for i, f := range g.Fields {
				names[i] = p.Fields[f].Name
			}
			fact("group "+g.Name, strings.Join(names, ", "), "")
		}
	}
	b.WriteString(fitted(t, facts.String()))
	if rs := j.Rejections(); len(rs) > 0 {
		b.WriteString("\nrecords that could not be read\n")
		for _, r := range rs {
			fmt.Fprintf(&b, "  %s: %s, %s\n", report.Word(report.English, r.Reason), term.Plural(r.Rows, "record", "records"), lineNumbers(r))
		}
	}
	b.WriteByte('\n')
	if err := t.Print(b.String()); err != nil {
		return err
	}
	columns := term.NewTable("column", "kind", ">sure", ">filled", ">distinct", ">valid", "look at")
	for _, f := range p.Fields {
		columns.Add(term.Cut(f.Name, 28), string(f.Kind), Confidence(f.Confidence), term.Percent(f.Fill), term.Count(f.Distinct), validity(f), firstFinding(f))
	}
	if err := t.Print(fitted(t, columns.String())); err != nil || !verbose {
		if err == nil && len(p.Fields) > 0 && p.Rows > 0 {
			t.Hint("--verbose shows values, patterns and reasons; --html FILE makes a page of it")
		}
		return err
	}
	for _, f := range p.Fields {
		if err := t.Print("\n" + t.Bold(term.Clean(f.Name)) + "\n" + columnDetails(f)); err != nil {
			return err
		}
	}
	return nil
}

// fitted cuts lines at the edge of a terminal, where they would wrap in the
// middle of the table; files and pipes get them whole.
func fitted(t *term.Terminal, s string) string {
	if !t.Interactive() {
		return s
	}
	var b strings.Builder
	for line := range strings.Lines(s) {
		b.WriteString(term.Cut(strings.TrimRight(line, "\n"), t.Width()))
		b.WriteByte('\n')
	}
	return b.String()
}

// visible names a character that can't be seen.
func visible(v string) string {
	switch v {
	case "\t":
		return "tab"
	case " ":
		return "space"
	case "\n":
		return "LF"
	case "\r\n":
		return "CRLF"
	case "\r":
		return "CR"
	}
	return v
}

func lineNumbers(c report.Count) string {
	if len(c.Lines) == 0 {
		return "no lines"
	}
	words := make([]string, len(c.Lines))
	for i, n := range c.Lines {
		words[i] = fmt.Sprint(n)
	}
	s := strings.Join(words, ", ")
	if c.Rows > len(c.Lines) {
		s += ", …"
	}
	if len(words) == 1 {
		return "line " + s
	}
	return "lines " + s
}

// Confidence returns how sure something is, without decimals: nobody is sure of
// these.
func Confidence(share float64) string {
	p := math.Round(100 * share)
	if share < 1 && p == 100 {
		p = 99
	}
	return fmt.Sprintf("%.0f %%", p)
}

func validity(f profile.FieldProfile) string {
	if f.Validity == nil {
		return ""
	}
	return term.Percent(f.Validity.Share)
}

// invalid counts the records of a column whose value breaks a rule.
func invalid(f profile.FieldProfile) int {
	if f.Validity == nil {
		return 0
	}
	return f.Validity.Checked - f.Validity.Valid
}

// firstFinding is what a steward should look at first in a column: what most
// records have.
func firstFinding(f profile.FieldProfile) string {
	more := len(f.Findings)
	text := ""
	switch n := invalid(f); {
	case n > 0 && (more == 0 || f.Findings[0].Rows <= n):
		text = "not valid: " + term.Count(n)
		if r := f.Validity.Reasons; len(r) > 0 && r[0].Value != "" {
			text += ", mostly " + report.Word(report.English, r[0].Value)
			if len(r) == 1 {
				text = "not valid: " + term.Count(n) + ", " + report.Word(report.English, r[0].Value)
			}
		}
	case more > 0:
		text = f.Findings[0].Text
		more--
		if n > 0 {
			more++
		}
	}
	if more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return text
}

// columnDetails is all that is known of a column.
func columnDetails(f profile.FieldProfile) string {
	t := term.NewTable("", "", "")
	kind := string(f.Kind) + ", " + Confidence(f.Confidence) + " sure"
	if f.Declared {
		kind = string(f.Kind) + ", declared"
	}
	if f.Second != "" {
		kind += "; else " + string(f.Second)
	}
	add := func(label, value string) {
		if value != "" {
			t.Add("  "+label, value)
		}
	}
	add("kind", kind)
	if !f.Declared {
		add("because", f.Reason)
	}
	add("group", f.Group)
	add("role", f.Role)
	add("country", f.Region)
	add("date order", strings.ReplaceAll(f.DateOrder, "_", " "))
	add("name order", strings.ReplaceAll(f.NameOrder, "_", " "))
	add("decided by", f.Evidence)
	fill := term.Count(f.Present) + " of " + term.Count(f.Present+f.Empty+f.Null)
	if f.Null > 0 {
		fill += "; " + term.Plural(f.Null, "record lacks the field", "records lack the field")
	}
	add("filled", fill)
	add("distinct", term.Count(f.Distinct)+", "+term.Count(f.Singles)+" of them once")
	if f.Present > 0 {
		add("length", fmt.Sprintf("%d to %s", f.Length.Min, term.Plural(f.Length.Max, "character", "characters")))
	}
	if f.Dates != nil {
		add("dates", f.Dates.Oldest+" to "+f.Dates.Newest+", "+term.Count(f.Dates.Recent)+" in the last year")
	}
	if f.Distinct < f.Present {
		list(t, "values", f.Top)
	}
	list(t, "patterns", f.Patterns)
	if f.Validity != nil && invalid(f) > 0 {
		add("not valid", term.Count(invalid(f))+" of "+term.Count(f.Validity.Checked))
		list(t, "reasons", f.Validity.Reasons)
	}
	for _, x := range f.Findings {
		text := x.Text
		examples := make([]string, 0, 3)
		for _, e := range x.Examples[:min(len(x.Examples), 3)] {
			examples = append(examples, fmt.Sprintf("%s (%s)", quoted(e.Value), term.Count(e.Rows)))
		}
		if len(examples) > 0 {
			text += ": " + strings.Join(examples, ", ")
		}
		add("look at", text)
	}
	if f.Sampled {
		add("", "patterns and validity come from a sample of the distinct values")
	}
	return t.String()
}

// listed is how many values, patterns and reasons a column shows.
const listed = 5

func list(t *term.Table, label string, cs []profile.Count) {
	var parts []string
	for _, c := range cs[:min(len(cs), listed)] {
		v := c.Value
		if label == "reasons" {
			v = report.Word(report.English, v)
		} else {
			v = quoted(v)
		}
		parts = append(parts, v+" "+term.Count(c.Rows))
	}
	if len(parts) > 0 {
		t.Add("  "+label, strings.Join(parts, " · "))
	}
}

// quoted is a value that may have spaces at its ends, cut to a size that leaves
// room for others.
func quoted(v string) string {
	v = term.Cut(v, 40)
	if v == "" || strings.TrimSpace(v) != v || strings.Contains(v, "  ") {
		return "“" + v + "”"
	}
	return v
}
