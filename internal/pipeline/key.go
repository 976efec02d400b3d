package pipeline

import (
	"fmt"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

// checkKey makes sure that the column of the record's own ids holds one for
// every record, and none twice: clusters.csv would name two records alike. An
// inferred key always does; one that was named may not.
func (j *Job) checkKey() error {
	k := j.Inference.Key.Field
	if k < 0 {
		return nil
	}
	codes := j.Columns[k].Codes
	hint := "name another column with --id, or none: the numbers of the records serve then"
	for r, c := range codes.Of {
		if c == 0 {
			return &connectors.Fault{Place: j.Source, Cause: fmt.Sprintf("the id column %q is blank in %s", j.Inference.Key.Name, j.where(record.Row(r))), Hint: hint, Err: connectors.ErrOption}
		}
	}
	if codes.Distinct() == codes.Len() {
		return nil
	}
	const most = 5
	var at []string
	first := map[record.Code]record.Row{}
	doubles := 0
	for r, c := range codes.Of {
		if codes.Count[c] < 2 {
			continue
		}
		f, seen := first[c]
		if !seen {
			first[c] = record.Row(r)
			continue
		}
		if doubles++; doubles <= most {
			at = append(at, j.where(f)+" and "+j.where(record.Row(r)))
		}
	}
	if doubles > most {
		at = append(at, fmt.Sprintf("%d more", doubles-most))
	}
	return &connectors.Fault{Place: j.Source, Cause: fmt.Sprintf("the id column %q has the same id twice: %s", j.Inference.Key.Name, strings.Join(at, "; ")), Hint: hint, Err: connectors.ErrOption}
}

// where says where a record is: its line where lines and records go together,
// else its number.
func (j *Job) where(r record.Row) string {
	in, n := j.Info, j.Table.Number(r)
	header := int64(0)
	if in.Header.Value == "yes" {
		header = 1
	}
	if in.SepLine {
		header++
	}
	if in.Lines > 0 && in.BlankLines == 0 && in.Lines == in.Records+in.Rejected+header+in.TitleLines {
		return fmt.Sprintf("line %d", n+header+in.TitleLines)
	}
	return fmt.Sprintf("record %d", n)
}
