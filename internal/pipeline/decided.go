package pipeline

import (
	"context"
	"strings"

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

// Why says in words why a pair is decided as it is: by whom, if somebody did,
// and what its levels are worth.
func (j *Job) Why(t Told) string {
	why := j.Reasons(t.Pattern)
	if t.Decided != 0 {
		why = strings.TrimSuffix(j.decided.By(t.A, t.B)+"; "+why, "; ")
	}
	return why
}
