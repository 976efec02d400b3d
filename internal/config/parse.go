package config

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Bounds of a policy file. A large real one has some hundred lines; aliases
// that unfold to more than maxNodes are an attack or a mistake.
const (
	maxBytes   = 1 << 20
	maxAliases = 100
	maxNodes   = 50_000
	maxDepth   = 32
)

type form uint8

const (
	absent form = iota // null, or nothing after the colon
	scalar
	list
	mapping
)

func (f form) String() string {
	return [...]string{"nothing", "a value", "a list", "a section"}[f]
}

// node is one place of the file.
type node struct {
	form         form
	line, column int
	text         string // scalar: as written, quotes resolved
	quoted       bool
	items        []node
	keys         []node // mapping: keys[i] names items[i]
	size         int    // nodes below and itself, aliases unfolded
	broken       bool   // reported already
}

// document is a parsed file.
type document struct {
	name  string
	lines []string
	root  node

	faults  Faults
	anchors map[string]node
	aliases int
	nodes   int
	fatal   bool // there is no use in reading on
}

// parse reads one YAML document into a tree, and collects what it can't take.
func parse(r io.Reader, name string) *document {
	d := &document{name: name, anchors: make(map[string]node)}
	data, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	switch {
	case err != nil:
		d.add(node{}, fmt.Sprintf("read: %v", err))
		return d
	case len(data) > maxBytes:
		d.add(node{}, "the file is larger than 1 MiB: this is no policy file")
		return d
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		at := 1 + bytes.Count(data[:invalidAt(data)], []byte("\n"))
		d.add(node{line: at, column: 1}, "the file is not UTF-8")
		return d
	}
	d.lines = strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
	if deep := tooDeep(d.lines); deep > 0 {
		d.add(node{line: deep, column: 1}, fmt.Sprintf("more than %d levels", maxDepth))
		return d
	}
	file, err := safely(data)
	if err != nil {
		d.syntax(err)
		return d
	}
	var body ast.Node
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if body != nil {
			d.add(d.convert(doc.Body, 0), "a policy file is one YAML document, this is another")
			continue
		}
		body = doc.Body
	}
	if body != nil {
		d.root = d.convert(body, 0)
	}
	return d
}

func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(data)
}

// tooDeep returns the line on which brackets or list marks nest far too deep,
// or 0: the parser recurses before anyone can count. Brackets inside texts count
// too, hence the wide margin.
func tooDeep(lines []string) int {
	depth := 0
	for n, line := range lines {
		marks, rest := 0, strings.TrimLeft(line, " ")
		for len(rest) > 1 && (rest[0] == '-' || rest[0] == '?') && (rest[1] == ' ' || rest[1] == '\t') {
			marks, rest = marks+1, strings.TrimLeft(rest[1:], " \t")
		}
		for _, c := range line {
			switch c {
			case '[', '{':
				depth++
			case ']', '}':
				depth = max(0, depth-1)
			}
			if depth > 20*maxDepth || marks > maxDepth {
				return n + 1
			}
		}
	}
	return 0
}

// safely parses; a panic of the parser is an error of the file.
func safely(data []byte) (file *ast.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			file, err = nil, fmt.Errorf("the file is not YAML")
		}
	}()
	return parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
}

func (d *document) syntax(err error) {
	if e, ok := err.(yaml.Error); ok {
		var n node
		if e.GetToken() != nil {
			n = at(e.GetToken())
		}
		d.add(n, "not YAML: "+e.GetMessage())
		return
	}
	d.add(node{}, "not YAML")
}

func at(t *token.Token) node {
	if t == nil || t.Position == nil {
		return node{}
	}
	return node{line: t.Position.Line, column: t.Position.Column}
}

func (d *document) add(n node, text string) {
	d.faults = append(d.faults, d.fault(n, text, ""))
}

// convert makes the tree. What it reports it leaves out.
func (d *document) convert(n ast.Node, depth int) node {
	if n == nil {
		return node{}
	}
	out := at(n.GetToken())
	out.size = 1
	if d.nodes++; depth > maxDepth {
		d.add(out, fmt.Sprintf("more than %d levels", maxDepth))
		d.fatal = true
		return out
	}
	switch x := n.(type) {
	case *ast.MappingNode:
		d.mapping(&out, x.Values, depth)
		if !x.IsFlowStyle && len(out.keys) > 0 {
			out.line, out.column = out.keys[0].line, out.keys[0].column
		}
	case *ast.MappingValueNode:
		d.mapping(&out, []*ast.MappingValueNode{x}, depth)
		if len(out.keys) > 0 {
			out.line, out.column = out.keys[0].line, out.keys[0].column
		}
	case *ast.SequenceNode:
		out.form = list
		for _, v := range x.Values {
			item := d.convert(v, depth+1)
			out.size += item.size
			out.items = append(out.items, item)
		}
	case *ast.AnchorNode:
		out = d.convert(x.Value, depth+1)
		d.anchors[x.Name.GetToken().Value] = out
	case *ast.AliasNode:
		return d.alias(out, x)
	case *ast.TagNode:
		if x.GetToken().Value != "!!str" {
			d.add(out, fmt.Sprintf("a policy file takes no tag %s", x.GetToken().Value))
			out.broken = true
			return out
		}
		out = d.convert(x.Value, depth+1)
		out.quoted = true
	case *ast.NullNode:
	case *ast.LiteralNode:
		out.form, out.text, out.quoted = scalar, x.Value.Value, true
	case *ast.StringNode:
		out.form, out.text = scalar, x.Value
		out.quoted = x.Token.Type == token.SingleQuoteType || x.Token.Type == token.DoubleQuoteType
	case *ast.CommentGroupNode:
	case ast.ScalarNode:
		out.form, out.text = scalar, x.GetToken().Value
	default:
		d.add(out, "not understood in a policy file")
		out.broken = true
	}
	return out
}

func (d *document) alias(out node, x *ast.AliasNode) node {
	out.broken = true
	if d.fatal {
		return out
	}
	name := x.Value.GetToken().Value
	target, ok := d.anchors[name]
	d.aliases++
	switch {
	case !ok:
		d.add(out, fmt.Sprintf("there is no anchor &%s above", name))
		return out
	case d.aliases > maxAliases:
		d.fatal = true
		d.add(out, fmt.Sprintf("more than %d aliases", maxAliases))
		return out
	case d.nodes+target.size > maxNodes:
		d.fatal = true
		d.add(out, fmt.Sprintf("aliases unfold to more than %d values", maxNodes))
		return out
	}
	d.nodes += target.size
	return target
}

func (d *document) mapping(out *node, values []*ast.MappingValueNode, depth int) {
	out.form = mapping
	seen := make(map[string]node, len(values))
	for _, v := range values {
		key := at(v.Key.GetToken())
		switch k := v.Key.(type) {
		case *ast.MergeKeyNode:
			d.add(key, "a policy file takes no merge key <<; repeat the lines")
			continue
		case *ast.StringNode:
			key.text = k.Value
		case ast.ScalarNode:
			key.text = k.GetToken().Value
		default:
			d.add(key, "a key must be a plain word")
			continue
		}
		value := d.convert(v.Value, depth+1)
		if value.line == 0 || value.form == absent && !value.broken {
			value.line, value.column = key.line, key.column
		}
		if first, dup := seen[key.text]; dup {
			d.add(key, fmt.Sprintf("key %q is already set on line %d", key.text, first.line))
			continue
		}
		seen[key.text] = key
		out.keys = append(out.keys, key)
		out.items = append(out.items, value)
		out.size += value.size
	}
}
