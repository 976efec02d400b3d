package pipeline

import (
	"context"

	"github.com/onefold/onefold/internal/decisions"
	"github.com/onefold/onefold/matcher"
)

// Decided returns what people decided of this job's records, as Match took it.
func (j *Job) Decided() *decisions.Applied { return j.decided }

// decide finds the records of the decisions.
func (j *Job) decide() []matcher.Decision {
	j.decided = decisions.Apply(j.Decisions, j.Table.Len(), j.IDOf)
	var out []matcher.Decision
	for _, k := range j.decided.Links {
		if v := j.decided.Book.Standing[k.At].Verdict; v != decisions.Unsure {
			out = append(out, matcher.Decision{A: k.A, B: k.B, Same: v == decisions.Same})
		}
	}
	return out
}

// Again matches under other decisions, as if they had been there before.
func (j *Job) Again(ctx context.Context, b *decisions.Book) error {
	j.Decisions = b
	res, err := j.linker.Again(ctx, j.match, j.decide())
	if err != nil {
		return err
	}
	j.match, j.confidence = res, nil
	return nil
}

// takeDecisions reads what was decided before, and takes over a file of more.
func (j *Job) takeDecisions(state, source string, t Target) (err error) {
	j.Store = decisions.NewStore(state, source, t.Dir)
	if t.Import != "" {
		ds, err := decisions.ReadNamed(t.Import)
		if err != nil {
			return err
		}
		if _, err := j.Store.Import(ds); err != nil {
			return err
		}
	}
	j.Decisions, err = j.Store.Read(j.Now())
	return err
}
