package standardcopy

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/klauspost/compress/gzip"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/profile"
	"github.com/onefold/onefold/internal/workspace"
	"github.com/onefold/onefold/record"
)

// Endings of the files beside a standardised copy.
const (
	EndChanges  = ".changes.csv"  // id,column,before,after,reason
	EndReview   = ".review.csv"   // id,column,value,suggestion,reason
	EndRejected = ".rejected.csv" // as dedupe writes them
)

// Reasons for a change that a normalizer has no word for.
const (
	reasonSpaces      = "spaces"      // only white space differs
	reasonCase        = "letter_case" // only capitals and spaces differ
	reasonPunctuation = "punctuation" // only signs, spaces and capitals differ
	reasonStandard    = "standard_form"
	reasonInvalid     = "invalid"
	reasonEncoding    = "encoding" // the copy's encoding has no such character
)

// Summary is what a standardised copy holds, in figures.
type Summary struct {
	Records  int      `json:"records"`
	Changed  int      `json:"changed_records"`
	Changes  int      `json:"changes"`
	Review   int      `json:"review"` // values that were left as they are, or have a suggestion
	Rejected int      `json:"rejected"`
	Columns  []Column `json:"columns"`
	Output   string   `json:"output"`
	Files    []string `json:"files"` // beside Output
}

// Column is what happened to one column.
type Column struct {
	Name      string         `json:"name"`
	Kind      record.Kind    `json:"kind"`
	Kept      bool           `json:"kept"` // the kind has no standard form, or is not Onefold's to change
	Changed   int            `json:"changed"`
	Left      int            `json:"left"`      // values that could not be standardised
	Suggested int            `json:"suggested"` // values with a suggestion, which was not applied
	Reasons   map[string]int `json:"reasons"`   // changes by reason
	Why       map[string]int `json:"why_left"`  // values left or with a suggestion, by reason
}

// keeps reports whether a column is copied as it is.
func keeps(j *pipeline.Job, f profile.Field) bool {
	switch f.Kind {
	case record.RecordID, record.Owner, record.Origin, record.Text, record.Unknown:
		return true
	}
	return f.Role == profile.RoleReference || f.Role == profile.RoleAlternateKey || j.Registry[f.Kind] == nil
}

// fate is what becomes of a cell.
type fate struct {
	after, suggestion string
	change, review    string // reasons; "" when there is none
	left, known       bool
}

// decide says what becomes of a value. Anything that is doubtful stays.
func decide(c pipeline.Cell, raw string) fate {
	f := fate{after: raw, known: true, suggestion: c.Suggestion}
	reason := c.Reason
	switch {
	case c.State == record.Empty:
	case c.State == record.Unparseable, !c.Valid, reason == "placeholder", strings.HasPrefix(reason, "ambiguous"), c.Standard == "":
		f.left, f.review = true, reason
		if f.review == "" {
			f.review = reasonInvalid
		}
		if f.suggestion == "" && strings.HasPrefix(reason, "ambiguous") && c.Standard != raw {
			f.suggestion = c.Standard
		}
		return f
	}
	if c.Suggestion != "" {
		f.review = reason
		if f.review == "" {
			f.review = "suggestion"
		}
	}
	if c.Standard != raw {
		f.after, f.change = c.Standard, manner(raw, c.Standard)
		if f.change == reasonStandard && reason != "" && c.Suggestion == "" && !remark(reason) {
			f.change = reason
		}
	}
	if reason == "maybe_placeholder" && f.review == "" {
		f.review = reason
	}
	return f
}

// remark reports whether a reason says something of a valid value rather than
// why its standard form is another.
func remark(reason string) bool {
	switch reason {
	case "maybe_placeholder", "very_old", "role", "disposable", "alternative_ending":
		return true
	}
	return false
}

// manner says in what two texts differ.
func manner(a, b string) string {
	only := func(s string, keep func(rune) bool) string {
		return strings.Map(func(r rune) rune {
			if keep(r) {
				return r
			}
			return -1
		}, s)
	}
	solid := func(r rune) bool { return !unicode.IsSpace(r) }
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
	switch {
	case only(a, solid) == only(b, solid):
		return reasonSpaces
	case strings.EqualFold(only(a, solid), only(b, solid)):
		return reasonCase
	case strings.EqualFold(only(a, word), only(b, word)):
		return reasonPunctuation
	}
	return reasonStandard
}

// Write writes the source in standard form to out, in the dialect and encoding
// of the source, with what changed and what needs a look beside it; all files
// or none. Understand comes first.
func Write(ctx context.Context, j *pipeline.Job, out string) (*Summary, error) {
	base := filepath.Base(out)
	st, err := workspace.AtomicFiles(filepath.Dir(out), base, base+EndChanges, base+EndReview, base+EndRejected)
	if err != nil {
		return nil, err
	}
	defer st.Abort()
	c := &copying{j: j, result: &Summary{Records: j.Table.Len(), Rejected: len(j.Rejected), Output: out, Files: []string{out + EndChanges, out + EndReview}}}
	if err := j.Stage("write", func() error { return c.write(ctx, st, base) }); err != nil {
		return nil, err
	}
	if len(j.Rejected) > 0 {
		c.result.Files = append(c.result.Files, out+EndRejected)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return c.result, st.Commit()
}

// copying is the state of one Write.
type copying struct {
	j      *pipeline.Job
	result *Summary
	fates  [][]fate // by column and cell
	probe  probe
}

func (c *copying) write(ctx context.Context, st *workspace.Stage, base string) error {
	j := c.j
	c.fates = make([][]fate, len(j.Columns))
	for i, f := range j.Inference.Fields {
		col := Column{Name: f.Name, Kind: f.Kind, Kept: keeps(j, f), Reasons: map[string]int{}, Why: map[string]int{}}
		c.result.Columns = append(c.result.Columns, col)
		if !col.Kept {
			c.fates[i] = make([]fate, j.Standards[i].Cells())
		}
	}
	if err := c.probe.open(j); err != nil {
		return err
	}
	table := func(name string, heads []string, rows func(*csv.Writer) error) error {
		return pipeline.WriteFile(st, name, func(w io.Writer) error {
			t := csv.NewWriter(w)
			if err := t.Write(heads); err != nil {
				return err
			}
			if err := rows(t); err != nil {
				return err
			}
			t.Flush()
			return t.Error()
		})
	}
	err := table(base+EndChanges, []string{"id", "column", "before", "after", "reason"}, func(changes *csv.Writer) error {
		return table(base+EndReview, []string{"id", "column", "value", "suggestion", "reason"}, func(review *csv.Writer) error {
			return pipeline.WriteFile(st, base, func(w io.Writer) error {
				if strings.HasSuffix(strings.ToLower(base), ".gz") {
					z := gzip.NewWriter(w)
					if err := c.rows(ctx, z, changes, review); err != nil {
						return err
					}
					return z.Close()
				}
				return c.rows(ctx, w, changes, review)
			})
		})
	})
	if err != nil {
		return err
	}
	return j.WriteRejected(st, base+EndRejected)
}

func (c *copying) rows(ctx context.Context, w io.Writer, changes, review *csv.Writer) error {
	j := c.j
	names := j.Table.Schema.Names()
	out, err := j.NewWriter(w, names)
	if err != nil {
		return err
	}
	values, states := make([]string, len(names)), make([]record.State, len(names))
	line := make([]string, 5)
	tell := func(t *csv.Writer, cells ...string) error { return t.Write(append(line[:0], cells...)) }
	for r := range record.Row(j.Table.Len()) {
		if r%4096 == 0 {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			j.Progress("write", int64(r), int64(j.Table.Len()))
		}
		changed := false
		for i, col := range j.Table.Columns {
			raw := col.Value(r)
			values[i], states[i] = raw, col.State(r)
			if c.fates[i] == nil || raw == "" {
				continue
			}
			f := c.fate(i, r, raw)
			n := &c.result.Columns[i]
			if f.change != "" {
				values[i], changed = f.after, true
				n.Changed++
				n.Reasons[f.change]++
				c.result.Changes++
				if err := tell(changes, j.IDOf(r), names[i], raw, f.after, f.change); err != nil {
					return err
				}
			}
			if f.review != "" {
				if f.left {
					n.Left++
				}
				if f.suggestion != "" {
					n.Suggested++
				}
				n.Why[f.review]++
				c.result.Review++
				if err := tell(review, j.IDOf(r), names[i], raw, f.suggestion, f.review); err != nil {
					return err
				}
			}
		}
		if changed {
			c.result.Changed++
		}
		if err := out.Write(values, states); err != nil {
			return err
		}
	}
	return out.Close()
}

// fate decides each distinct cell once.
func (c *copying) fate(i int, r record.Row, raw string) *fate {
	s := c.j.Standards[i]
	f := &c.fates[i][s.Of[r]]
	if f.known {
		return f
	}
	*f = decide(s.Cell(s.Of[r]), raw)
	if f.change == "" {
		return f
	}
	text, ok := c.probe.fit(f.after)
	switch {
	case !ok:
		*f = fate{after: raw, suggestion: f.after, review: reasonEncoding, left: true, known: true}
	case text == raw:
		f.after, f.change = raw, ""
	default:
		f.after = text
	}
	return f
}

// probe tries whether the copy's encoding has the characters of a standard
// form: the ș of Romanian is not in Windows-1252.
type probe struct {
	to   connectors.RowWriter
	row  []string
	kins interface{ Fallbacks() int64 }
}

func (p *probe) open(j *pipeline.Job) error {
	names := j.Table.Schema.Names()
	to, err := j.NewWriter(io.Discard, names)
	if err != nil {
		return fmt.Errorf("make a copy: %w", err)
	}
	p.to, p.row = to, make([]string, len(names))
	p.kins, _ = to.(interface{ Fallbacks() int64 })
	return nil
}

// fit returns s as the encoding can hold it. ok is false where it can't.
func (p *probe) fit(s string) (fitting string, ok bool) {
	if len(p.row) == 0 || isASCII(s) {
		return s, true
	}
	before := p.fallbacks()
	p.row[0] = s
	if err := p.to.Write(p.row, nil); err != nil {
		return s, !errors.Is(err, connectors.ErrEncoding) // another error comes again when the copy is written
	}
	if p.fallbacks() == before {
		return s, true
	}
	// What is written as its nearest kin must be told as it is written, or the
	// next run would find it changed again.
	return strings.NewReplacer("ș", "ş", "ț", "ţ", "Ș", "Ş", "Ț", "Ţ", "’", "'", "‘", "'", "–", "-", "—", "-", "…", "...",
		"“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "\u00a0", " ", "\u202f", " ", "\u2009", " ").Replace(s), true
}

func (p *probe) fallbacks() int64 {
	if p.kins == nil {
		return 0
	}
	return p.kins.Fallbacks()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
