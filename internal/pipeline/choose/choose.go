package choose

import (
	"fmt"

	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/plan"
	"github.com/onefold/onefold/internal/plan/build"
	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship"
)

// Chooser chooses by the policy of a job. It is used by one goroutine.
type Chooser struct {
	j      *pipeline.Job
	rows   map[string]record.Row
	forced map[record.Row]bool
	free   *survivorship.Resolver
	given  *survivorship.Resolver
}

var _ build.Chooser = (*Chooser)(nil)

// chosen stands for the id of a master that somebody named.
const chosen = "\x00master"

// New returns a chooser over the records of a job, which have been understood.
func New(j *pipeline.Job) (*Chooser, error) {
	c := &Chooser{j: j, rows: make(map[string]record.Row, j.Table.Len()), forced: map[record.Row]bool{}}
	for r := range record.Row(j.Table.Len()) {
		c.rows[j.IDOf(r)] = r
	}
	none := func(record.Row) float64 { return 0 }
	var err error
	if c.free, err = j.Resolver(j.Policy.Survivorship, j.IDOf, none); err != nil {
		return nil, err
	}
	policy := j.Policy.Survivorship
	policy.Scored, policy.Lead = false, 0
	policy.Master = []survivorship.Criterion{{By: "manual", Values: []string{chosen}}}
	c.given, err = j.Resolver(policy, func(r record.Row) string {
		if c.forced[r] {
			return chosen
		}
		return j.IDOf(r)
	}, none)
	return c, err
}

// Row returns the record with an id, and whether there is one.
func (c *Chooser) Row(id string) (record.Row, bool) {
	r, ok := c.rows[id]
	return r, ok
}

// Golden is what survivorship says of a group of ids. It is valid until the next
// call.
func (c *Chooser) Golden(in build.Input) (survivorship.Golden, error) {
	rows := make([]record.Row, len(in.IDs))
	for i, id := range in.IDs {
		r, ok := c.rows[id]
		if !ok {
			return survivorship.Golden{}, fmt.Errorf("%q: %w", id, build.ErrMissing)
		}
		rows[i] = r
	}
	if in.Master == "" {
		return c.free.Resolve(rows), nil
	}
	clear(c.forced)
	c.forced[c.rows[in.Master]] = true
	return c.given.Resolve(rows), nil
}

// Choose says what a group becomes.
func (c *Chooser) Choose(in build.Input, images map[string]plan.Row) (build.Choice, error) {
	g, err := c.Golden(in)
	if err != nil {
		return build.Choice{}, err
	}
	choice := build.Choice{Master: c.j.IDOf(g.Master), Why: g.Why}
	if in.Master != "" {
		choice.Why = "named"
	}
	if g.Skip != "" {
		choice.Skip = map[string]string{"conflict": "values differ, and the policy merges no such groups", "no_master": "no record leads as the policy asks"}[g.Skip]
	}
	for _, f := range g.Findings {
		field := ""
		if f.Field >= 0 {
			field = c.j.Inference.Fields[f.Field].Name + ": "
		}
		choice.Notes = append(choice.Notes, field+f.Reason)
	}
	for i := range g.Values {
		if !g.Foreign(i) {
			continue
		}
		v := &g.Values[i]
		f := plan.FieldValue{Field: c.j.Inference.Fields[i].Name, Rule: v.Rule, Value: record.TextValue(v.Text)}
		if v.State == record.Null {
			f.Value = record.Value{}
		}
		exact := record.Value{}
		for _, r := range v.From {
			id := c.j.IDOf(r)
			f.From = append(f.From, id)
			if value, ok := images[id][f.Field]; ok && c.j.Table.Columns[i].Value(r) == v.Text {
				exact = value
			}
		}
		if len(v.From) == 1 && !exact.IsNull() {
			f.Value = exact
		} else if v.Text == "" {
			f.Value = record.Value{}
		}
		if _, known := images[choice.Master][f.Field]; !known || len(v.From) == 0 && v.Text == "" {
			continue
		}
		choice.Fields = append(choice.Fields, f)
	}
	return choice, nil
}
