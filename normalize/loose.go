package normalize

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/onefold/onefold/record"
)

// Summary counts what Loose did.
type Summary struct {
	Cases   int            // rows read
	Valid   int            // rows whose value is valid
	Changed int            // rows whose value differs from the input
	Reasons map[string]int // rows by reason, "" left out
}

// UnknownError says that a kind, an option, an option's value or a column is
// not one that there is.
type UnknownError struct {
	What       string   // kind, option, value of option mode, column
	Got        string   // what was asked for
	Suggestion string   // the nearest that there is, or ""
	Known      []string // all that there are
}

// Error names what is unknown and what was likely meant.
func (e *UnknownError) Error() string {
	if e.Suggestion != "" {
		return fmt.Sprintf("unknown %s %q; did you mean %q?", e.What, e.Got, e.Suggestion)
	}
	return fmt.Sprintf("unknown %s %q; there is %s", e.What, e.Got, strings.Join(e.Known, ", "))
}

// ErrNoHeader says that the cases have no header with the columns id and
// input.
var ErrNoHeader = errors.New("the cases need a header with the columns id and input")

// looseOptions lists the settings that normalizers understand, with the values of
// those that have a fixed set.
func looseOptions() map[string][]string {
	return map[string][]string{
		"mode":       {"crm", "rfc"},
		"base":       nil, // YYYY-MM-DD
		"fix":        {"mojibake", "none"},
		"legal_form": {"keep", "strip"},
		"region":     nil,                                                  // ISO 3166-1 alpha-2, for cases without the column
		"language":   nil,                                                  // ISO 639-1
		"order":      {"dmy", "mdy", "ymd", "given_first", "family_first"}, // of dates, of names
	}
}

// Loose normalizes values that belong to no table. in is CSV (RFC 4180, UTF-8)
// with the header id,input and optional columns region and language; out gets
// CSV with the header id,value,valid,reason and one row a case, in order. A
// value that is not valid is a result, not a failure. Errors: UnknownError,
// ErrNoHeader, csv errors with the line, those of in, out and ctx.
func Loose(ctx context.Context, reg Registry, kind string, options map[string]string, in io.Reader, out io.Writer) (Summary, error) {
	sum := Summary{Reasons: map[string]int{}}
	n, base, err := looseSetup(reg, kind, options)
	if err != nil {
		return sum, err
	}
	cases := caseReader{r: bufio.NewReaderSize(in, 64<<10), line: 1}
	header, err := cases.read()
	if err != nil && err != io.EOF {
		return sum, err
	}
	cols, err := caseColumns(header)
	if err != nil {
		return sum, err
	}
	w := csv.NewWriter(out)
	row := []string{"id", "value", "valid", "reason"}
	if err := w.Write(row); err != nil {
		return sum, fmt.Errorf("writing the results: %w", err)
	}
	for {
		if sum.Cases&1023 == 0 && ctx.Err() != nil {
			return sum, ctx.Err()
		}
		rec, err := cases.read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return sum, err
		}
		c := base
		if r := cols.at(rec, cols.region); r != "" {
			c.Region = strings.ToUpper(r)
		}
		if l := cols.at(rec, cols.language); l != "" {
			c.Language = strings.ToLower(l)
		}
		input := cols.at(rec, cols.input)
		v := n.Normalize(input, c)
		if v.State == record.Empty {
			// In a table a blank field breaks no rule of its kind; a case that
			// asks about a blank is told that it is none.
			v.Valid, v.Reason = false, "empty"
		}
		sum.Cases++
		if v.Valid {
			sum.Valid++
		}
		if v.Standard != input {
			sum.Changed++
		}
		if v.Reason != "" {
			sum.Reasons[v.Reason]++
		}
		row[0], row[1], row[2], row[3] = cols.at(rec, cols.id), v.Standard, strconv.FormatBool(v.Valid), v.Reason
		if err := w.Write(row); err != nil {
			return sum, fmt.Errorf("writing the results: %w", err)
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return sum, fmt.Errorf("writing the results: %w", err)
	}
	return sum, nil
}

// CheckLoose reports what Loose would say of kind and options: nil, or an
// UnknownError.
func CheckLoose(reg Registry, kind string, options map[string]string) error {
	_, _, err := looseSetup(reg, kind, options)
	return err
}

// looseSetup checks kind and options.
func looseSetup(reg Registry, kind string, options map[string]string) (Normalizer, Context, error) {
	n := reg[record.Kind(kind)]
	if n == nil {
		known := make([]string, 0, len(reg))
		for k := range reg {
			known = append(known, string(k))
		}
		return nil, Context{}, unknown("kind", kind, known)
	}
	c := Context{Options: map[string]string{}}
	all := looseOptions()
	for name, value := range options {
		values, ok := all[name]
		if !ok {
			known := make([]string, 0, len(all))
			for o := range all {
				known = append(known, o)
			}
			return nil, Context{}, unknown("option", name, known)
		}
		if values != nil && !slices.Contains(values, value) {
			return nil, Context{}, unknown("value of option "+name, value, values)
		}
		c.Options[name] = value
	}
	c.Region = strings.ToUpper(options["region"])
	c.Language = strings.ToLower(options["language"])
	switch options["order"] {
	case "dmy":
		c.DayFirst = DayMonth
	case "mdy":
		c.DayFirst = MonthDay
	}
	if _, set := options["legal_form"]; !set && kind == string(record.Company) {
		c.Options["legal_form"] = "strip"
	}
	return n, c, nil
}

// columns are the places of the columns of the cases; -1 for one that is not
// there.
type columns struct{ id, input, region, language int }

func caseColumns(header []string) (columns, error) {
	c := columns{-1, -1, -1, -1}
	for i, name := range header {
		if i == 0 {
			name = strings.TrimPrefix(name, "\ufeff")
		}
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "id":
			c.id = i
		case "input":
			c.input = i
		case "region":
			c.region = i
		case "language":
			c.language = i
		}
	}
	if c.id < 0 || c.input < 0 {
		return c, ErrNoHeader
	}
	return c, nil
}

func (columns) at(rec []string, i int) string {
	if i < 0 || i >= len(rec) {
		return ""
	}
	return rec[i]
}

func unknown(what, got string, known []string) *UnknownError {
	slices.Sort(known)
	e := &UnknownError{What: what, Got: got, Known: known}
	best := 1 + len(got)/3
	for _, k := range known {
		if d := edits(strings.ToLower(got), k); d <= best && d < len(k) {
			best, e.Suggestion = d-1, k
		}
	}
	return e
}

// edits is the Levenshtein distance in bytes.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
