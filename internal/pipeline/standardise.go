package pipeline

import (
	"context"
	"strings"

	"github.com/onefold/onefold/internal/pipeline/recode"
	"github.com/onefold/onefold/internal/pipeline/standard"
	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship"
)

// Standard is a column in its standard form.
type Standard = standard.Column

// Cell is a distinct value in its standard form.
type Cell = standard.Cell

// Standardise puts every column into its standard form.
func (j *Job) Standardise(ctx context.Context) error {
	return j.stage("standardise", func() error {
		j.Standards = make([]*Standard, len(j.Columns))
		if k := j.Inference.Key.Field; k >= 0 {
			j.away.Put(j.Table.Columns, j.Table.Columns[k:k+1])
		} else {
			j.away.Put(j.Table.Columns, nil)
		}
		regions := j.regions() // and what it had to standardise for that
		j.countries = regions
		for i, f := range j.Inference.Fields {
			if err := ctx.Err(); err != nil {
				return err
			}
			n := j.Registry[f.Kind]
			if n == nil {
				n = j.Registry[record.Text]
			}
			if i == j.Inference.Key.Field && j.lean {
				j.Standards[i] = standard.Own(j.Columns[i].Codes, f.Kind)
				j.free(i)
				continue
			}
			var row *record.Codes
			if f.Kind == record.Phone || f.Kind == record.Postcode {
				row = regions
			}
			if j.Standards[i] != nil && row == nil {
				j.free(i)
				continue
			}
			j.Standards[i] = standard.Make(j.Columns[i].Codes, row, f.Kind, n, f.Context, j.Workers, j.keepsText(f.Kind))
			j.free(i)
			j.Progress("standardise", int64(i+1), int64(len(j.Columns)))
		}
		return nil
	})
}

// free lets go of the raw values of a column that nothing asks for any more,
// where memory counts: names may yet be read in another way.
func (j *Job) free(i int) {
	switch {
	case j.away == nil:
	case j.Inference.Fields[i].Kind != record.Person && j.Inference.Fields[i].Kind != record.NamePrefix:
		j.Columns[i].Codes = nil
		j.Standards[i].Slim()
	}
}

// regions returns the country of each row as ISO codes, or nil where no column
// tells. A row that leaves its country out has that of its town, or of its
// postcode, where the rows that do tell agree on one.
func (j *Job) regions() *record.Codes {
	for i, f := range j.Inference.Fields {
		if f.Kind != record.Country || strings.Contains(f.Group, ":") {
			continue
		}
		told := j.plain(i).Keys
		codes := told
		for _, kind := range []record.Kind{record.City, record.Postcode} {
			for k, p := range j.Inference.Fields {
				if p.Kind == kind && p.Group == f.Group {
					codes = recode.FillFrom(codes, told, j.plain(k).Keys)
				}
			}
		}
		return codes
	}
	return nil
}

// plain standardises a column by itself, without the countries of the rows.
func (j *Job) plain(i int) *Standard {
	f := j.Inference.Fields[i]
	if j.Standards[i] == nil {
		j.Standards[i] = standard.Make(j.Columns[i].Codes, nil, f.Kind, j.Registry[f.Kind], f.Context, j.Workers, j.keepsText(f.Kind))
	}
	return j.Standards[i]
}

// keepsText says whether the standard forms of a kind are needed later: golden
// records ask for the time of day of dates.
func (j *Job) keepsText(k record.Kind) bool {
	switch k {
	case record.Created, record.Modified, record.Date:
		return true
	}
	return !j.lean || j.Policy.Survivorship.Write == survivorship.WriteStandard
}
