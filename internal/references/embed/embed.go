package embed

import (
	"bytes"
	"encoding/json"
	"strings"
)

// The longest values that are looked into, in bytes.
const (
	maxTyped = 256
	maxList  = 64 << 10
	maxJSON  = 1 << 20
	maxDepth = 12
	maxItems = 2000
)

// Wide tells whether a value has the form of an id that no other record has by chance.
func Wide(v string) bool {
	n := len(v)
	if n < 10 || n > 64 {
		return false
	}
	digits, letters, upper, lower, dashes := 0, 0, false, false, 0
	for i := range n {
		switch c := v[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c >= 'a' && c <= 'z':
			letters++
			lower = true
		case c >= 'A' && c <= 'Z':
			letters++
			upper = true
		case c == '-' || c == '_':
			dashes++
		default:
			return false
		}
	}
	switch {
	case digits == n:
		return n >= 12 && v[0] != '0'
	case n == 36 && dashes == 4:
		return v[8] == '-' && v[13] == '-' && v[18] == '-' && v[23] == '-'
	}
	return digits >= 2 && letters+digits >= 12 && (dashes <= 1 || upper && lower)
}

// Coded tells whether a value is letters and digits mixed, as numbers of
// documents and customers are: no other table has it by chance.
func Coded(v string) bool {
	if len(v) < 5 || len(v) > 64 {
		return false
	}
	digits, letters := 0, 0
	for i := range len(v) {
		switch c := v[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			letters++
		case c == '-', c == '_', c == '.', c == '/':
		default:
			return false
		}
	}
	return digits >= 2 && letters >= 1
}

// Narrow tells whether a value is a whole number as small ids are.
func Narrow(v string) bool {
	if v == "" || len(v) > 19 || v[0] < '1' || v[0] > '9' {
		return false
	}
	return strings.Trim(v, "0123456789") == ""
}

// ID tells whether a value may be an id.
func ID(v string) bool { return Narrow(v) || Wide(v) }

// Typed splits a string of a type and an id: res.partner,637 or Contact:12 or
// /api/contacts/12. ok is false for anything else.
func Typed(v string) (kind, id string, ok bool) {
	if len(v) > maxTyped || len(v) < 3 {
		return "", "", false
	}
	at := strings.LastIndexAny(v, ",:/#|@")
	if at < 1 {
		at = strings.LastIndexByte(v, '-')
		if at >= 1 && Wide(v) {
			return "", "", false
		}
	}
	if at < 1 || at == len(v)-1 {
		return "", "", false
	}
	kind, id = v[:at], v[at+1:]
	if !ID(id) || strings.Contains(kind, "://") {
		return "", "", false
	}
	kind = strings.TrimRight(kind, ":,/ ")
	if !plainKind(kind) {
		return "", "", false
	}
	return kind, id, true
}

// plainKind tells whether a text may name a type: a path or class of names.
func plainKind(k string) bool {
	letters := 0
	for i := range len(k) {
		switch c := k[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			letters++
		case c >= '0' && c <= '9', c == '_', c == '.', c == '\\', c == '/', c == ':', c == '-':
		default:
			return false
		}
	}
	return letters >= 2
}

// List returns the ids of a list: 1,2,3 or {1,2} or |1|2| or /1/5/12/, and
// whether all of it is ids. A single id is a list only in brackets or between
// separators.
func List(v string) (ids []string, ok bool) {
	if len(v) < 2 || len(v) > maxList {
		return nil, false
	}
	closed := false
	if a, z := v[0], v[len(v)-1]; a == '{' && z == '}' || a == '[' && z == ']' {
		v, closed = v[1:len(v)-1], true
	}
	sep := byte(0)
	for i := range len(v) {
		switch c := v[i]; c {
		case ',', ';', '|', '/', '^', '\n':
			if sep == 0 || (sep == '^' && c == ',') {
				sep = c
			}
		}
	}
	if sep == 0 {
		v = strings.Trim(v, `"' `)
		return []string{v}, closed && ID(v)
	}
	wrapped := v[0] == sep || v[len(v)-1] == sep || v[0] == '^'
	for item := range strings.SplitSeq(v, string(sep)) {
		item = strings.Trim(item, "\"'^ \t\r\n")
		if item == "" {
			continue
		}
		if !ID(item) {
			return nil, false
		}
		if ids = append(ids, item); len(ids) >= maxItems {
			break
		}
	}
	return ids, len(ids) > 1 || (len(ids) == 1 && (closed || wrapped))
}

// Found is an id inside a JSON value.
type Found struct {
	Path string // $.partner_ids[*]
	Name string // last name on the path
	Type string // what a member beside it says of its type; "" without
	ID   string
}

// typeNames are members that say what the id beside them is of.
var typeNames = map[string]bool{
	"type": true, "model": true, "entity": true, "module": true, "class": true, "table": true, "kind": true, "_type": true, "res_model": true,
	"entitytype": true, "entity_type": true, "parent_type": true, "parenttype": true, "object": true, "object_type": true, "resource": true,
	"resourcetype": true, "resource_type": true, "__typename": true, "bean_module": true, "record_type": true, "recordtype": true,
}

// JSON calls each with what may be an id in a JSON object or array, and tells
// whether the value is one.
func JSON(v string, each func(Found)) bool {
	v = strings.TrimSpace(v)
	if len(v) < 2 || len(v) > maxJSON || (v[0] != '{' && v[0] != '[') {
		return false
	}
	d := json.NewDecoder(bytes.NewReader([]byte(v)))
	d.UseNumber()
	var top any
	if d.Decode(&top) != nil || d.More() {
		return false
	}
	w := walker{each: each}
	w.walk(top, "$", "", "", 0)
	return true
}

type walker struct {
	each  func(Found)
	items int
}

func (w *walker) walk(v any, path, name, kind string, depth int) {
	if depth > maxDepth || w.items > maxItems {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		kind = ""
		keys := len(v) > 0
		for k, m := range v {
			if s, ok := m.(string); ok && typeNames[strings.ToLower(k)] && !ID(s) {
				kind = s
			}
			keys = keys && ID(k)
		}
		for k, m := range v {
			if keys {
				w.found(Found{Path: path + ".~", Name: name, ID: k})
				w.walk(m, path+".*", name, "", depth+1)
				continue
			}
			w.walk(m, path+"."+k, k, kind, depth+1)
		}
	case []any:
		for _, m := range v {
			w.walk(m, path+"[*]", name, "", depth+1)
		}
	case json.Number:
		if s := v.String(); Narrow(s) {
			w.found(Found{path, name, kind, s})
		}
	case string:
		if ID(v) {
			w.found(Found{path, name, kind, v})
		} else if k, id, ok := Typed(v); ok {
			w.found(Found{path, name, k, id})
		}
	}
}

func (w *walker) found(f Found) {
	if w.items++; w.items <= maxItems {
		w.each(f)
	}
}
