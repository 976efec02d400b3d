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
	maxMade       = 4 << 20         // bytes of all texts made on the way
	maxRecords    = 1000            // records that an expression sees
	maxSteps      = 2_000_000       // turns of its loops; a count, so that a slow machine gives the same answer
	maxTime       = 5 * time.Second // one evaluation, as a last resort
)

var errTooCostly = errors.New("expression takes too long or too much memory")

// environment is what an expression sees. Its functions stand for expr's own
// where those could grow a text without bound.
type environment struct {
	Value   string              `expr:"value"`   // the master's value
	Values  []string            `expr:"values"`  // every value that is not blank, the master's first, then newest
	Master  map[string]string   `expr:"master"`  // the master's fields by name
	Record  map[string]string   `expr:"record"`  // the record in question: the criterion matches
	Records []map[string]string `expr:"records"` // every record, the master first, then newest

	Tick    func() (bool, error)                      `expr:"__tick"`
	Add     func(a, b any) (any, error)               `expr:"__add"`
	Join    func(list any, by string) (string, error) `expr:"join"`
	Split   func(s, by string) ([]string, error)      `expr:"split"`
	Replace func(s, from, to string) (string, error)  `expr:"replace"`
	String  func(v any) (string, error)               `expr:"string"`

	until time.Time
	steps int
	made  int // bytes of the texts made so far
}

// builtins returns the functions of expr that an expression may use: those
// whose result is no larger than what goes in.
func builtins() []string {
	return []string{
		"all", "any", "none", "one", "filter", "map", "reduce", "count", "sum", "find", "findIndex", "findLast", "findLastIndex",
		"first", "last", "take", "len", "min", "max", "mean", "median", "abs", "ceil", "floor", "round", "int", "float",
		"trim", "trimPrefix", "trimSuffix", "upper", "lower", "indexOf", "lastIndexOf", "hasPrefix", "hasSuffix",
		"sort", "sortBy", "uniq", "reverse", "keys", "get",
	}
}

// bounded makes every turn of a loop count, and every + that may join texts
// watch their length.
type bounded struct{}

// Visit changes one node.
func (bounded) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.PredicateNode:
		n.Node = &ast.SequenceNode{Nodes: []ast.Node{
			&ast.CallNode{Callee: &ast.IdentifierNode{Value: "__tick"}}, n.Node,
		}}
	case *ast.BinaryNode:
		if n.Operator == "+" && !(numeric(n.Left) && numeric(n.Right)) {
			ast.Patch(node, &ast.CallNode{Callee: &ast.IdentifierNode{Value: "__add"}, Arguments: []ast.Node{n.Left, n.Right}})
		}
	}
}

func numeric(n ast.Node) bool {
	switch n.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		return true
	}
	return false
}

func (p *plan) program(path, text string, condition bool) *vm.Program {
	if len(text) > maxExpression {
		p.fault(path, fmt.Sprintf("an expression has at most %d characters", maxExpression), "", nil)
		return nil
	}
	options := []expr.Option{
		expr.Env(&environment{}), expr.MaxNodes(maxNodes), expr.Optimize(false),
		expr.DisableAllBuiltins(), expr.Patch(bounded{}),
	}
	for _, name := range builtins() {
		options = append(options, expr.EnableBuiltin(name))
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
	if out == nil {
		return choice{}, false
	}
	text, err := r.env.text(out)
	if err != nil {
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
	r.env.steps, r.env.made, r.env.until = 0, 0, time.Time{}
	machine := vm.VM{MemoryBudget: maxMemory}
	return machine.Run(program, &r.env)
}

// fillEnv is the only place that makes maps of records: expressions ask for it.
func (r *Resolver) fillEnv(f int, i int32) {
	e := &r.env
	if e.Tick == nil {
		e.Tick, e.Add, e.Join, e.Split, e.Replace, e.String = e.tick, e.add, e.join, e.split, e.replace, e.text
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
	if e.steps > maxSteps {
		return false, errTooCostly
	}
	if e.steps&0xff == 1 {
		now := time.Now()
		if e.until.IsZero() {
			e.until = now.Add(maxTime)
		}
		if now.After(e.until) {
			return false, errTooCostly
		}
	}
	return true, nil
}

// make accounts for a text of n bytes before it is made.
func (e *environment) make(n int) error {
	if e.made += n; n > maxText || e.made > maxMade {
		return errTooCostly
	}
	return nil
}

func (e *environment) add(a, b any) (any, error) {
	switch x := a.(type) {
	case string:
		if y, ok := b.(string); ok {
			if err := e.make(len(x) + len(y)); err != nil {
				return nil, err
			}
			return x + y, nil
		}
	case int:
		switch y := b.(type) {
		case int:
			return x + y, nil
		case float64:
			return float64(x) + y, nil
		}
	case float64:
		switch y := b.(type) {
		case int:
			return x + float64(y), nil
		case float64:
			return x + y, nil
		}
	}
	return nil, fmt.Errorf("+ of %T and %T", a, b)
}

func (e *environment) join(list any, by string) (string, error) {
	var parts []string
	switch l := list.(type) {
	case []string:
		parts = l
	case []any:
		for _, v := range l {
			s, ok := v.(string)
			if !ok {
				return "", fmt.Errorf("join of %T", v)
			}
			parts = append(parts, s)
		}
	default:
		return "", fmt.Errorf("join of %T", list)
	}
	n := len(by) * len(parts)
	for _, s := range parts {
		n += len(s)
	}
	if err := e.make(n); err != nil {
		return "", err
	}
	return strings.Join(parts, by), nil
}

func (e *environment) split(s, by string) ([]string, error) {
	if err := e.make(len(s)); err != nil {
		return nil, err
	}
	return strings.Split(s, by), nil
}

func (e *environment) replace(s, from, to string) (string, error) {
	if err := e.make(len(s) + strings.Count(s, from)*len(to)); err != nil {
		return "", err
	}
	return strings.ReplaceAll(s, from, to), nil
}

func (e *environment) text(v any) (string, error) {
	switch x := v.(type) {
	case nil:
		return "", nil
	case string:
		return x, nil
	case bool:
		return strconv.FormatBool(x), nil
	case int:
		return strconv.Itoa(x), nil
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64), nil
	}
	return "", fmt.Errorf("%T is no text", v)
}

// formatDay writes the day of a time as YYYY-MM-DD; "" if there is none.
func formatDay(ms int64) string {
	if ms == noTime {
		return ""
	}
	return time.UnixMilli(ms).UTC().Format("2006-01-02")
}
