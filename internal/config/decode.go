package config

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship"
)

// Read decodes a policy file; name stands for it in messages. The error is
// Faults with every mistake in it.
func Read(r io.Reader, name string) (*Policy, error) {
	d := &decoder{doc: parse(r, name), policy: &Policy{}}
	d.policy.doc = d.doc
	d.policy.places = make(map[string]node)
	d.policy.names = make(map[string]node)
	d.policy.scalars = make(map[string]placed)
	for _, s := range Settings() {
		d.root.add(strings.Split(s.Path, "."), &s)
	}
	if d.doc.root.form != absent && !d.doc.fatal {
		d.walk(&d.root, d.doc.root, "", nil)
	}
	d.check()
	if err := d.doc.faults.err(); err != nil {
		return nil, err
	}
	return d.policy, nil
}

// placed is a scalar with its place.
type placed struct {
	value any
	text  string
	at    node
}

// branch is one level of the settings' paths.
type branch struct {
	names   []string
	below   []*branch
	setting *Setting
	short   *Setting // what a value in the place of the section means
}

func (b *branch) add(path []string, s *Setting) {
	if len(path) == 0 {
		b.setting = s
		return
	}
	if s.Short && len(path) == 1 {
		b.short = s
	}
	for i, n := range b.names {
		if n == path[0] {
			b.below[i].add(path[1:], s)
			return
		}
	}
	next := new(branch)
	b.names, b.below = append(b.names, path[0]), append(b.below, next)
	next.add(path[1:], s)
}

func (b *branch) find(name string) *branch {
	for i, n := range b.names {
		if n == name || n == "*" {
			return b.below[i]
		}
	}
	return nil
}

type decoder struct {
	doc    *document
	policy *Policy
	root   branch
}

func (d *decoder) add(n node, text, near string) {
	d.doc.faults = append(d.doc.faults, d.doc.fault(n, text, near))
}

// walk decodes n, which stands at path; names are what the user put for *.
func (d *decoder) walk(b *branch, n node, path string, names []string) {
	if path != "" {
		d.policy.places[path] = n
	}
	if b.setting != nil {
		d.leaf(b.setting, n, path, names)
		return
	}
	switch {
	case n.form == absent:
		return
	case n.form == scalar && b.short != nil:
		d.leaf(b.short, n, path, names)
		return
	case n.form != mapping:
		if path == "" {
			d.add(n, fmt.Sprintf("the file holds %s where sections are expected: %s", n.form, strings.Join(b.names, ", ")), "")
		} else {
			d.add(n, fmt.Sprintf("%s must be a section with keys of its own, not %s", path, n.form), "")
		}
		return
	}
	for i, key := range n.keys {
		below := b.find(key.text)
		if below == nil {
			d.add(key, fmt.Sprintf("unknown key %q", short(key.text)), suggest(key.text, b.names))
			continue
		}
		at := key.text
		if path != "" {
			at = path + "." + at
		}
		inner := names
		if b.names[0] == "*" {
			if key.text == "" {
				d.add(key, "a name must not be empty", "")
				continue
			}
			if path == "survivorship.kinds" {
				if _, ok := record.ParseKind(key.text); !ok {
					d.add(key, fmt.Sprintf("unknown kind %q", short(key.text)), suggest(key.text, kindWords()))
				}
			}
			d.policy.names[at] = key
			inner = append(append([]string(nil), names...), key.text)
			switch path { // a name without settings is declared too
			case "sources":
				d.policy.source(key.text)
			case "fields":
				d.policy.field(key.text)
			case "references":
				d.policy.reference(key.text)
			}
		}
		d.walk(below, n.items[i], at, inner)
	}
}

func (d *decoder) leaf(s *Setting, n node, path string, names []string) {
	v, ok := d.value(s, n, path)
	if !ok {
		return
	}
	if s.put != nil {
		s.put(d.policy, names, v)
	}
	if s.Env != "" {
		d.policy.scalars[s.Path] = placed{v, n.text, n}
	}
}

// value decodes n as the setting's type and reports what it can't take.
func (d *decoder) value(s *Setting, n node, path string) (any, bool) {
	if n.broken {
		return nil, false
	}
	if n.form == absent {
		d.add(n, fmt.Sprintf("%s has no value; leave it out for the default", path), "")
		return nil, false
	}
	switch s.Type {
	case RuleType:
		return d.rule(n, path)
	case MasterType:
		return d.master(n, path)
	case Words:
		return d.words(s, n, path)
	case Lists:
		return d.lists(s, n, path)
	case Pairs:
		return d.pairs(n, path)
	}
	if n.form != scalar {
		d.add(n, fmt.Sprintf("%s must be %s, not %s", path, s.Type.phrase(), n.form), "")
		return nil, false
	}
	if n.quoted && (s.Type == Flag || s.Type == Count || s.Type == Number || s.Type == Probability) {
		d.add(n, fmt.Sprintf("%s must be %s without quotes", path, s.Type.phrase()), "")
		return nil, false
	}
	v, err := s.value(n.text)
	if err != nil {
		near := ""
		if w, ok := errors.AsType[wordError](err); ok {
			near = w.near
		}
		d.add(n, path+": "+err.Error(), near)
		return nil, false
	}
	return v, true
}

func (d *decoder) words(s *Setting, n node, path string) (any, bool) {
	if n.form == scalar { // one is a list of one
		n = node{form: list, items: []node{n}, line: n.line, column: n.column}
	}
	if n.form != list {
		d.add(n, fmt.Sprintf("%s must be a list, not %s", path, n.form), "")
		return nil, false
	}
	one := Setting{Type: Text, Words: s.Words}
	out := make([]string, 0, len(n.items))
	good := true
	for i, item := range n.items {
		at := fmt.Sprintf("%s.%d", path, i)
		d.policy.places[at] = item
		v, ok := d.value(&one, item, at)
		if ok {
			out = append(out, v.(string))
		}
		good = good && ok
	}
	if len(out) == 0 && good {
		d.add(n, fmt.Sprintf("%s is an empty list; leave it out for the default", path), "")
		return nil, false
	}
	return out, good
}

func (d *decoder) lists(s *Setting, n node, path string) (any, bool) {
	if n.form != list {
		d.add(n, fmt.Sprintf("%s must be a list of lists, not %s", path, n.form), "")
		return nil, false
	}
	var out [][]string
	good := true
	for i, item := range n.items {
		at := fmt.Sprintf("%s.%d", path, i)
		if item.form != list {
			d.add(item, fmt.Sprintf("%s must be a list, not %s", at, item.form), "")
			good = false
			continue
		}
		v, ok := d.words(&Setting{Type: Words}, item, at)
		if ok {
			out = append(out, v.([]string))
		}
		good = good && ok
	}
	return out, good
}

func (d *decoder) pairs(n node, path string) (any, bool) {
	if n.form != mapping {
		d.add(n, fmt.Sprintf("%s must be a section of name: value, not %s", path, n.form), "")
		return nil, false
	}
	out := make(map[string]string, len(n.keys))
	good := true
	for i, key := range n.keys {
		v, ok := d.value(&Setting{Type: Text}, n.items[i], path+"."+key.text)
		if ok {
			out[key.text] = v.(string)
		}
		good = good && ok
	}
	return out, good
}

// rule decodes a rule: its name alone, or a section.
func (d *decoder) rule(n node, path string) (any, bool) {
	d.policy.places[path] = n
	var r survivorship.Rule
	if n.form == scalar {
		r.Name = n.text
		d.policy.places[path+".rule"] = n
		return r, true
	}
	if n.form != mapping {
		d.add(n, fmt.Sprintf("%s must be a rule, by name or as a section with the key rule, not %s", path, n.form), "")
		return r, false
	}
	good := parts(d, n, path, "a rule", ruleKeys(), &r)
	return r, good
}

func (d *decoder) master(n node, path string) (any, bool) {
	if n.form == scalar {
		n = node{form: list, items: []node{n}, line: n.line, column: n.column}
	}
	if n.form != list {
		d.add(n, fmt.Sprintf("%s must be a list of criteria, not %s", path, n.form), "")
		return nil, false
	}
	out := make([]survivorship.Criterion, 0, len(n.items))
	good := true
	for i, item := range n.items {
		c, ok := d.criterion(item, fmt.Sprintf("%s.%d", path, i))
		out = append(out, c)
		good = good && ok
	}
	return out, good
}

func (d *decoder) criterion(n node, path string) (c survivorship.Criterion, good bool) {
	d.policy.places[path] = n
	if n.form == scalar {
		c.By = n.text
		d.policy.places[path+".by"] = n
		return c, true
	}
	if n.form != mapping {
		d.add(n, fmt.Sprintf("%s must be a criterion, by name or as a section with the key by, not %s", path, n.form), "")
		return c, false
	}
	good = parts(d, n, path, "a criterion", criterionKeys(), &c)
	return c, good
}

// parts decodes a rule or criterion that is written with settings, the first
// of which names it. what is its name in messages.
func parts[T any](d *decoder, n node, path, what string, keys []part[T], to *T) bool {
	good := true
	for i, key := range n.keys {
		k := slices.IndexFunc(keys, func(k part[T]) bool { return k.Path == key.text })
		if k < 0 {
			names := make([]string, len(keys))
			for i, k := range keys {
				names[i] = k.Path
			}
			d.add(key, fmt.Sprintf("unknown key %q in %s", short(key.text), what), suggest(key.text, names))
			good = false
			continue
		}
		at := path + "." + key.text
		d.policy.places[at] = n.items[i]
		v, ok := d.value(&keys[k].Setting, n.items[i], at)
		if ok {
			keys[k].set(to, v)
		}
		good = good && ok
	}
	name := keys[0].Path
	if _, named := d.policy.places[path+"."+name]; !named {
		d.add(n, path+" has no "+name, "")
		return false
	}
	return good
}

// check reports what only shows when several settings are seen together.
func (d *decoder) check() {
	p := d.policy
	for _, name := range sortedNames(p.Sources) {
		s := p.Sources[name]
		at := "sources." + name
		switch s.Delimiter {
		case `\t`, "tab":
			s.Delimiter = "\t"
		}
		if s.Delimiter != "" && (utf8.RuneCountInString(s.Delimiter) != 1 || strings.ContainsAny(s.Delimiter, "\r\n\"")) {
			d.add(p.places[at+".delimiter"], at+".delimiter must be one character, not a quote or line end", "")
		}
		if s.Path == "" && !d.broken(at) {
			d.add(p.places[at], at+" has no path", "")
		}
	}
	for _, name := range sortedNames(p.Fields) {
		f := p.Fields[name]
		if r := f.Region; r != "" && (len(r) != 2 || strings.ToUpper(r) != r || r < "AA" || r > "ZZ") {
			d.add(p.places["fields."+name+".region"], fmt.Sprintf("fields.%s.region must be two capital letters, such as FR", name), "")
		}
	}
	m := p.Matching
	if m.MatchProbability > 0 && m.ReviewProbability > m.MatchProbability {
		d.add(p.places["matching.review_probability"], "matching.review_probability is above match_probability: nothing would be left to review", "")
	}
	if p.Survivorship.Lead != 0 && !p.Survivorship.Scored {
		d.add(p.places["survivorship.lead"], "survivorship.lead needs scored: true", "")
	}
	for _, f := range survivorship.Check(p.Survivorship) {
		fault := p.fault("survivorship."+f.Path, f.Text, suggest(f.Near, f.From))
		d.doc.faults = append(d.doc.faults, fault)
	}
}

// broken reports whether the path of a source was there but refused.
func (d *decoder) broken(at string) bool {
	_, named := d.policy.places[at+".path"]
	return named
}

func sortedNames[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for n := range m {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}
