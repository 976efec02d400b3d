package match

import (
	"context"
	"fmt"
	"time"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/internal/decisions"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/pipeline/ask"
	"github.com/onefold/onefold/internal/pipeline/explain"
	"github.com/onefold/onefold/internal/term"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/record"
)

// After how many answers the records are matched anew, so that the next
// question is chosen by what was said; and up to how many compared pairs that
// takes no longer than a person reads.
const (
	matchEvery = 5
	matchPairs = 400_000
)

// author returns who decides: what was asked for, or the user of the system.
func author(a *app.App, asked string) string {
	if asked != "" {
		return asked
	}
	user, _ := a.Env("USER")
	return user
}

// interview asks a person about the pairs whose answers change most.
type interview struct {
	j     *pipeline.Job
	k     *ask.Asker
	ask   *questions
	by    string
	last  time.Time
	now   func() time.Time
	trail []matcher.Edge // what was answered or skipped, for those who want back
	told  map[record.Pair]bool
	said  int // pairs that were answered
	fresh int // answers since the last match
}

// askRun asks up to n questions. Each answer is on the disk before the next
// question is shown.
func askRun(ctx context.Context, a *app.App, j *pipeline.Job, n int, by string) error {
	q, err := newQuestions(ctx, a)
	if err != nil {
		return err
	}
	v := &interview{j: j, k: ask.New(j), ask: q, by: by, now: a.Now, told: map[record.Pair]bool{}}
	for v.said < n {
		e, ok := v.k.Next()
		if !ok && v.fresh > 0 {
			if err := v.match(ctx); err != nil {
				return err
			}
			e, ok = v.k.Next()
		}
		if !ok {
			a.Term.Talk("nothing more to ask: what is left is sure, or follows from what was said")
			break
		}
		more, err := v.put(ctx, e, n)
		if err != nil {
			return err
		}
		if !more {
			break
		}
	}
	if v.fresh > 0 {
		if err := v.match(ctx); err != nil {
			return err
		}
	}
	a.Term.Talk("%s", term.Plural(v.said, "answer", "answers")+" in "+j.Store.State)
	return nil
}

// put asks one question, and those before it for as long as the person goes
// back; false is the wish to stop.
func (v *interview) put(ctx context.Context, e matcher.Edge, n int) (more bool, err error) {
	at := len(v.trail) // place of the question among those that were put
	for {
		if at < len(v.trail) {
			e = v.trail[at]
		}
		verdict, step, err := v.ask.put(fmt.Sprintf("Question %d of %d", v.said+1, n), explain.Evidence(v.j, e.A, e.B))
		if err != nil {
			return false, err
		}
		if err := ctx.Err(); err != nil {
			return false, err
		}
		switch step {
		case quit:
			return false, nil
		case back:
			if at == 0 {
				v.ask.to.Talk("this is the first question")
				continue
			}
			if at == len(v.trail) {
				v.trail = append(v.trail, e)
			}
			at--
			continue
		case skipped:
			v.k.Skip(e)
		case answered:
			if err := v.keep(e, verdict); err != nil {
				return false, err
			}
		}
		if at >= len(v.trail) {
			v.trail = append(v.trail, e)
			return true, v.matchAtTimes(ctx)
		}
		if at++; at == len(v.trail)-1 {
			// Back at the question from which the way back began.
			e = v.trail[at]
			v.trail = v.trail[:at]
		}
	}
}

// keep puts an answer on the disk.
func (v *interview) keep(e matcher.Edge, verdict decisions.Verdict) error {
	made := v.now().UTC()
	if !made.After(v.last) {
		made = v.last.Add(time.Microsecond) // of two answers on a pair the newer one counts
	}
	v.last = made
	err := v.j.Store.Add(decisions.Decision{A: v.j.IDOf(e.A), B: v.j.IDOf(e.B), Verdict: verdict, Author: v.by, Made: made})
	if err != nil {
		return err
	}
	v.k.Answered(e)
	if !v.told[e.Pair] {
		v.told[e.Pair] = true
		v.said++
	}
	v.fresh++
	return nil
}

func (v *interview) matchAtTimes(ctx context.Context) error {
	if v.fresh < matchEvery || v.j.Result().Pairs > matchPairs {
		return nil
	}
	return v.match(ctx)
}

// match matches anew with all that was said.
func (v *interview) match(ctx context.Context) error {
	b, err := v.j.Store.Read(v.now())
	if err != nil {
		return err
	}
	if err := v.j.Again(ctx, b); err != nil {
		return err
	}
	v.fresh = 0
	v.k.Matched()
	return nil
}
