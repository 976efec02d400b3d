package pipeline

import (
	"github.com/onefold/onefold/normalize/name"
	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship"
)

// resolver makes golden records of this job's groups.
func (j *Job) resolver(confidence []float32) (*survivorship.Resolver, error) {
	fields := make([]survivorship.Field, len(j.Table.Columns))
	for i, f := range j.Inference.Fields {
		s := j.Standards[i]
		fields[i] = survivorship.Field{
			Name: f.Name, Kind: f.Kind, Group: f.Group, Column: j.Table.Columns[i], Normal: s.Keys,
			Standard: s.StandardAt,
			Valid:    s.ValidAt,
		}
	}
	r, err := survivorship.New(j.Policy.Survivorship, fields,
		survivorship.WithID(j.IDOf),
		survivorship.WithScore(func(r record.Row) float64 { return float64(confidence[r]) }),
		survivorship.WithFormal(func(folded string) string {
			if e := name.Equivalents(folded); len(e) > 0 {
				return e[0]
			}
			return ""
		}))
	if err != nil {
		return nil, j.Policy.Place(err)
	}
	return r, nil
}
