package pipeline

import (
	"github.com/onefold/onefold/normalize/name"
	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship"
)

// resolver makes golden records of this job's groups.
func (j *Job) resolver(confidence []float32) (*survivorship.Resolver, error) {
	return j.Resolver(j.Policy.Survivorship, j.IDOf, func(r record.Row) float64 { return float64(confidence[r]) })
}

// Resolver makes golden records of groups of this job's records, which have been
// understood, by a policy; id names a record, score says how well it matches.
func (j *Job) Resolver(policy survivorship.Config, id func(record.Row) string, score func(record.Row) float64) (*survivorship.Resolver, error) {
	fields := make([]survivorship.Field, len(j.Table.Columns))
	for i, f := range j.Inference.Fields {
		s := j.Standards[i]
		fields[i] = survivorship.Field{
			Name: f.Name, Kind: f.Kind, Group: f.Group, Column: j.Table.Columns[i], Normal: s.Keys,
			Standard: s.StandardAt,
			Valid:    s.ValidAt,
		}
	}
	r, err := survivorship.New(policy, fields,
		survivorship.WithID(id),
		survivorship.WithScore(score),
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
