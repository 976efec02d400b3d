package survivorship

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/vm"
)

// Bounds of an expression, so that no policy can stop a run: a formula over a
// group needs microseconds and a few kilobytes.
const (
	maxExpression = 4096            // characters of an expression
	maxNodes      = 500             // nodes of its tree
	maxMemory     = 100_000         // elements of the lists it makes
	maxText       = 64 << 10        // bytes of a value that goes in or a text that comes out
	maxRecords    = 1000            // records that an expression sees
	maxSteps      = 2_000_000       // turns of its loops; a count, so that a slow machine gives the same answer
	maxTime       = 5 * time.Second // one evaluation, as a last resort
)

var errTooCostly = errors.New("expression takes too long or too much memory")

// environment is what an expression sees.
type environment struct {
	Value   string                                   `expr:"value"`   // the master's value
	Values  []string                                 `expr:"values"`  // every value that is not blank, the master's first, then newest
	Master  map[string]string                        `expr:"master"`  // the master's fields by name
	Record  map[string]string                        `expr:"record"`  // the record in question: the criterion matches
	Records []map[string]string                      `expr:"records"` // every record, the master first, then newest
	Tick    func() (bool, error)                     `expr:"__tick"`
	Join    func(a, b string) string                 `expr:"__join"`
	Swap    func(s, from, to string) (string, error) `expr:"replace"`

	until time.Time
	steps int
	over  bool
}

// loops makes every turn of a loop ask whether time is up.
type loops struct{}

// Visit wraps the body of each predicate.
func (loops) Visit(node *ast.Node) {
	p, ok := (*node).(*ast.PredicateNode)
	if !ok {
		return
	}
	p.Node = &ast.SequenceNode{Nodes: []ast.Node{
		&ast.CallNode{Callee: &ast.IdentifierNode{Value: "__tick"}}, p.Node,
	}}
}

func (p *plan) program(path, text string, condition bool) *vm.Program {
	if len(text) > maxExpression {
		p.fault(path, fmt.Sprintf("an expression has at most %d characters", maxExpression), "", nil)
		return nil
	}
	options := []expr.Option{
		expr.Env(&environment{}), expr.MaxNodes(maxNodes), expr.Optimize(false),
		expr.DisableBuiltin("repeat"), expr.DisableBuiltin("replace"), expr.DisableBuiltin("now"),
		expr.Operator("+", "__join"), expr.Patch(loops{}),
	}
	if condition {
		options = append(options, expr.AsBool())
	}
	program, err := expr.Compile(text, options...)
	if err != nil {
		line, _, _ := strings.Cut(err.Error(), "\n")
		p.fault(path, "expression: "+line, "", nil)
		return nil
	}
	return program
}

// ruleExpression runs the policy's formula; a text, a number or a truth value
// is the result, nil means no answer.
func (r *Resolver) ruleExpression(u *unit, c *rule) (choice, bool) {
	f := u.fields[0]
	r.fillEnv(f, r.master)
	out, err := r.run(c.program)
	if err != nil {
		r.find(f, c.Name, "expression_failed", r.rows[r.master])
		return choice{}, false
	}
	var text string
	switch v := out.(type) {
	case nil:
		return choice{}, false
	case string:
		text = v
	case bool:
		text = strconv.FormatBool(v)
	case int:
		text = strconv.Itoa(v)
	case float64:
		text = strconv.FormatFloat(v, 'f', -1, 64)
	default:
		r.find(f, c.Name, "expression_failed", r.rows[r.master])
		return choice{}, false
	}
	if len(text) > maxText {
		r.find(f, c.Name, "too_long", r.rows[r.master])
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
func (r *Resolver) runCondition(program *vm.Program, f int, i int32) (bool, error) {
	r.fillEnv(f, i)
	out, err := r.run(program)
	if err != nil {
		return false, err
	}
	b, ok := out.(bool)
	if !ok {
		return false, errors.New("expression is not true or false")
	}
	return b, nil
}

func (r *Resolver) run(program *vm.Program) (out any, err error) {
	r.env.steps, r.env.until, r.env.over = 0, time.Time{}, false
	machine := vm.VM{MemoryBudget: maxMemory}
	out, err = machine.Run(program, &r.env)
	if err == nil && r.env.over {
		return nil, errTooCostly
	}
	return out, err
}

// fillEnv is the only place that makes maps of records: expressions ask for it.
func (r *Resolver) fillEnv(f int, i int32) {
	e := &r.env
	if e.Tick == nil {
		e.Tick, e.Join, e.Swap = e.tick, e.join, swap
	}
	order := r.newest
	if len(order) != len(r.rows) || f < 0 {
		order = nil
		for n := range r.rows {
			order = append(order, int32(n)) // the master is not chosen yet
		}
	}
	e.Value, e.Values, e.Records = "", e.Values[:0], e.Records[:0]
	if f >= 0 {
		e.Value = clip(r.trimmed(f, i))
	}
	add := func(j int32) {
		if len(e.Records) >= maxRecords {
			return
		}
		e.Records = append(e.Records, r.asMap(j))
		if f >= 0 && !r.blank(f, j) {
			e.Values = append(e.Values, clip(r.trimmed(f, j)))
		}
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
		m[r.plan.fields[n].Name] = clip(r.trimmed(n, i))
	}
	return m
}

func clip(s string) string {
	if len(s) > maxText {
		return strings.ToValidUTF8(s[:maxText], "")
	}
	return s
}

func (e *environment) tick() (bool, error) {
	e.steps++
	if e.steps&0xffff == 1 {
		now := time.Now()
		if e.until.IsZero() {
			e.until = now.Add(maxTime)
		}
		if now.After(e.until) {
			return false, errTooCostly
		}
	}
	if e.steps > maxSteps || e.over {
		return false, errTooCostly
	}
	return true, nil
}

// join is + of two texts; an operator can't fail, so it leaves a mark that
// stops the next turn and voids the result.
func (e *environment) join(a, b string) string {
	if len(a)+len(b) > maxText {
		e.over = true
		return a
	}
	return a + b
}

func swap(s, from, to string) (string, error) {
	if len(s)+strings.Count(s, from)*len(to) > maxText {
		return "", errTooCostly
	}
	return strings.ReplaceAll(s, from, to), nil
}

// formatDay writes the day of a time as YYYY-MM-DD; "" if there is none.
func formatDay(ms int64) string {
	if ms == noTime {
		return ""
	}
	return time.UnixMilli(ms).UTC().Format("2006-01-02")
}
