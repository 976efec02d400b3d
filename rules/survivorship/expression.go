package survivorship

import (
	"errors"

	"github.com/onefold/onefold/rules/survivorship/formula"
)

// program compiles an expression of the policy at path.
func (p *plan) program(path, text string, condition bool) *formula.Program {
	program, err := formula.Compile(text, condition)
	if err != nil {
		p.fault(path, err.Error(), "", nil)
		return nil
	}
	return program
}

// ruleExpression runs the policy's formula; a text, a number or a truth value
// is the result, nil means no answer.
func (r *Resolver) ruleExpression(u *unit, c *rule) (choice, bool) {
	f := u.fields[0]
	r.fillEnv(f, r.master)
	out, err := r.env.Run(c.program)
	if err != nil {
		r.find(f, c.Name, "expression_failed", r.rows[r.master])
		return choice{}, false
	}
	if out == nil {
		return choice{}, false
	}
	text, err := r.env.Text(out)
	if err != nil {
		r.find(f, c.Name, "expression_failed", r.rows[r.master])
		return choice{}, false
	}
	for _, i := range append([]int32{r.master}, r.newest...) {
		if r.plan.fields[f].Column.Value(r.rows[i]) == text {
			return choice{idx: i}, true
		}
	}
	return made(text, r.newest)
}

// runCondition asks a condition about record i; f is the field of value, or -1.
func (r *Resolver) runCondition(program *formula.Program, f int, i int32) (bool, error) {
	r.fillEnv(f, i)
	out, err := r.env.Run(program)
	if err != nil {
		return false, err
	}
	b, ok := out.(bool)
	if !ok {
		return false, errors.New("expression is not true or false")
	}
	return b, nil
}

// fillEnv is the only place that makes maps of records: expressions ask for it.
func (r *Resolver) fillEnv(f int, i int32) {
	e := &r.env
	e.Reset()
	order := r.newest
	if len(order) != len(r.rows) || f < 0 {
		order = nil
		for n := range r.rows {
			order = append(order, int32(n)) // the master is not chosen yet
		}
	}
	if f >= 0 {
		e.Value = formula.Clip(r.trimmed(f, i))
	}
	add := func(j int32) {
		if e.Full() {
			return
		}
		v := ""
		if f >= 0 {
			v = r.trimmed(f, j)
		}
		e.Add(r.asMap(j), v)
	}
	if f >= 0 {
		add(r.master)
	}
	for _, j := range order {
		if f < 0 || j != r.master {
			add(j)
		}
	}
	e.Record = r.asMap(i)
	e.Master = e.Record
	if f >= 0 && i != r.master {
		e.Master = r.asMap(r.master)
	}
}

func (r *Resolver) asMap(i int32) map[string]string {
	m := make(map[string]string, len(r.plan.fields))
	for n := range r.plan.fields {
		m[r.plan.fields[n].Name] = formula.Clip(r.trimmed(n, i))
	}
	return m
}
