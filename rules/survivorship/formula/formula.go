package formula

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

// Environment is what an expression sees. Its functions stand for expr's own
// where those could grow a text without bound.
type Environment struct {
	Value   string              `expr:"value"`   // the master's value
	Values  []string            `expr:"values"`  // every value that is not blank, the master's first, then newest
	Master  map[string]string   `expr:"master"`  // the master's fields by name
	Record  map[string]string   `expr:"record"`  // the record in question: the criterion matches
	Records []map[string]string `expr:"records"` // every record, the master first, then newest

	Tick    func() (bool, error)                      `expr:"__tick"`
	Plus    func(a, b any) (any, error)               `expr:"__add"`
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

// Program is a compiled expression. Safe for concurrent use.
type Program struct{ code *vm.Program }

// Compile compiles an expression; a condition must be true or false. The error
// is one line and names the place inside the expression.
func Compile(text string, condition bool) (*Program, error) {
	if len(text) > maxExpression {
		return nil, fmt.Errorf("an expression has at most %d characters", maxExpression)
	}
	options := []expr.Option{
		expr.Env(&Environment{}), expr.MaxNodes(maxNodes), expr.Optimize(false),
		expr.DisableAllBuiltins(), expr.Patch(bounded{}),
	}
	for _, name := range builtins() {
		options = append(options, expr.EnableBuiltin(name))
	}
	if condition {
		options = append(options, expr.AsBool())
	}
	code, err := expr.Compile(text, options...)
	if err != nil {
		line, _, _ := strings.Cut(err.Error(), "\n")
		return nil, errors.New("expression: " + line)
	}
	return &Program{code}, nil
}

// Run evaluates an expression; Reset and Add have told it the records.
func (e *Environment) Run(p *Program) (any, error) {
	e.steps, e.made, e.until = 0, 0, time.Time{}
	machine := vm.VM{MemoryBudget: maxMemory}
	return machine.Run(p.code, e)
}

// Reset empties the environment for the next evaluation.
func (e *Environment) Reset() {
	if e.Tick == nil {
		e.Tick, e.Plus, e.Join, e.Split, e.Replace, e.String = e.tick, e.add, e.join, e.split, e.replace, e.text
	}
	e.Value, e.Values, e.Records = "", e.Values[:0], e.Records[:0]
}

// Add adds a record; beyond the thousandth it does nothing. Values that are
// not blank are values of the field in question.
func (e *Environment) Add(fields map[string]string, v string) {
	if len(e.Records) >= maxRecords {
		return
	}
	e.Records = append(e.Records, fields)
	if v != "" {
		e.Values = append(e.Values, Clip(v))
	}
}

// Full reports whether further records would not be seen.
func (e *Environment) Full() bool { return len(e.Records) >= maxRecords }

// Text writes a result as a value; an error if it is no text, number or truth
// value, or too long.
func (e *Environment) Text(v any) (string, error) {
	s, err := e.text(v)
	if err == nil && len(s) > maxText {
		err = errTooCostly
	}
	return s, err
}

// Clip bounds a value that goes into an expression.
func Clip(s string) string {
	if len(s) > maxText {
		return strings.ToValidUTF8(s[:maxText], "")
	}
	return s
}

func (e *Environment) tick() (bool, error) {
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
func (e *Environment) make(n int) error {
	if e.made += n; n > maxText || e.made > maxMade {
		return errTooCostly
	}
	return nil
}

func (e *Environment) add(a, b any) (any, error) {
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

func (e *Environment) join(list any, by string) (string, error) {
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

func (e *Environment) split(s, by string) ([]string, error) {
	if err := e.make(len(s)); err != nil {
		return nil, err
	}
	return strings.Split(s, by), nil
}

func (e *Environment) replace(s, from, to string) (string, error) {
	if err := e.make(len(s) + strings.Count(s, from)*len(to)); err != nil {
		return "", err
	}
	return strings.ReplaceAll(s, from, to), nil
}

func (e *Environment) text(v any) (string, error) {
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
