package rewrite

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Map tells the id that takes the place of another, and whether one does.
type Map func(id string) (string, bool)

// maxDepth bounds the nesting of JSON that is looked into.
const maxDepth = 64

// JSON replaces ids at a path such as $.partner_ids[*] or $.meta.owner; .* is
// any member, .~ the names of members. With kinds, an id counts only where a
// member beside it, or the text in front of it, says one of them. Ids that
// become equal inside of an array are there once. It returns the text, and
// whether it changed; what is not JSON does not change.
func JSON(text, path string, kinds []string, m Map) (string, bool) {
	if !json.Valid([]byte(text)) {
		return text, false
	}
	w := &walker{in: text, m: m, kinds: kinds}
	w.value(split(path), "", 0)
	if !w.changed {
		return text, false
	}
	return w.out.String(), true
}

// split cuts a path into its steps: a name, [*], * or ~.
func split(path string) []string {
	path = strings.TrimPrefix(path, "$")
	var steps []string
	for path != "" {
		switch {
		case strings.HasPrefix(path, "[*]"):
			steps, path = append(steps, "[*]"), path[3:]
		case path[0] == '.':
			path = path[1:]
			end := strings.IndexAny(path, ".[")
			if end < 0 {
				end = len(path)
			}
			steps, path = append(steps, path[:end]), path[end:]
		default:
			return nil
		}
	}
	return steps
}

type walker struct {
	in      string
	at      int
	out     bytes.Buffer
	m       Map
	kinds   []string
	changed bool
}

// space copies white space.
func (w *walker) space() {
	start := w.at
	for w.at < len(w.in) && strings.IndexByte(" \t\r\n", w.in[w.at]) >= 0 {
		w.at++
	}
	w.out.WriteString(w.in[start:w.at])
}

func (w *walker) byte() {
	w.out.WriteByte(w.in[w.at])
	w.at++
}

// scalar returns the next string, number or word as it is written.
func (w *walker) scalar() string {
	start := w.at
	if w.in[w.at] == '"' {
		for w.at++; w.in[w.at] != '"'; w.at++ {
			if w.in[w.at] == '\\' {
				w.at++
			}
		}
		w.at++
		return w.in[start:w.at]
	}
	for w.at < len(w.in) && strings.IndexByte(",]} \t\r\n", w.in[w.at]) < 0 {
		w.at++
	}
	return w.in[start:w.at]
}

func plain(raw string) string {
	var s string
	if len(raw) > 0 && raw[0] == '"' && json.Unmarshal([]byte(raw), &s) == nil {
		return s
	}
	return raw
}

func quoted(raw, id string) string {
	if raw[0] != '"' {
		if strings.Trim(id, "0123456789") == "" {
			return id
		}
	}
	b, err := json.Marshal(id)
	if err != nil {
		return raw
	}
	return string(b)
}

// value copies a value; steps is nil where the path has left it.
func (w *walker) value(steps []string, kind string, depth int) {
	w.space()
	on := steps != nil && depth < maxDepth
	switch w.in[w.at] {
	case '{':
		w.object(steps, on, depth)
	case '[':
		w.array(steps, on, kind, depth)
	default:
		raw := w.scalar()
		if on && len(steps) == 0 {
			raw = w.id(raw, kind)
		}
		w.out.WriteString(raw)
	}
	w.space()
}

// id returns what stands for a scalar.
func (w *walker) id(raw, kind string) string {
	text := plain(raw)
	if at := strings.LastIndexAny(text, ",:/#|@"); raw[0] == '"' && at > 0 && len(w.kinds) > 0 {
		if to, ok := w.m(text[at+1:]); ok && slices.Contains(w.kinds, strings.TrimRight(text[:at], ":,/ ")) {
			w.changed = true
			return quoted(raw, text[:at+1]+to)
		}
	}
	if len(w.kinds) > 0 && !slices.Contains(w.kinds, kind) {
		return raw
	}
	if to, ok := w.m(text); ok && to != text {
		w.changed = true
		return quoted(raw, to)
	}
	return raw
}

func (w *walker) object(steps []string, on bool, depth int) {
	kind := ""
	if on && len(w.kinds) > 0 {
		var members map[string]json.RawMessage
		if json.NewDecoder(strings.NewReader(w.in[w.at:])).Decode(&members) == nil {
			for _, v := range members {
				if s := plain(string(v)); len(v) > 0 && v[0] == '"' && slices.Contains(w.kinds, s) {
					kind = s
				}
			}
		}
	}
	w.byte()
	w.space()
	for w.in[w.at] != '}' {
		raw := w.scalar()
		name := plain(raw)
		var rest []string
		if on && len(steps) > 0 {
			switch steps[0] {
			case "~":
				if to, ok := w.m(name); ok && len(steps) == 1 && to != name {
					raw, w.changed = quoted(raw, to), true
				}
			case name, "*":
				rest = append([]string{}, steps[1:]...)
			}
		}
		w.out.WriteString(raw)
		w.space()
		w.byte() // the colon
		w.value(rest, kind, depth+1)
		if w.in[w.at] == ',' {
			w.byte()
			w.space()
		}
	}
	w.byte()
}

func (w *walker) array(steps []string, on bool, kind string, depth int) {
	inside := on && len(steps) > 0 && steps[0] == "[*]"
	var rest []string
	if inside {
		rest = append([]string{}, steps[1:]...)
	}
	w.byte()
	w.space()
	seen, first := map[string]bool{}, true
	for w.in[w.at] != ']' {
		start, was := w.out.Len(), w.at
		if !first {
			w.out.WriteByte(',')
		}
		body := w.out.Len()
		w.value(rest, kind, depth+1)
		item := strings.TrimSpace(string(w.out.Bytes()[body:]))
		before := strings.TrimSpace(w.in[was:w.at])
		if inside && len(rest) == 0 && seen[plain(item)] && (item != before || w.changed) && item[0] != '{' && item[0] != '[' {
			w.out.Truncate(start)
		} else {
			first = false
		}
		if inside {
			seen[plain(item)] = true
		}
		if w.in[w.at] == ',' {
			w.at++
		}
	}
	w.byte()
}
