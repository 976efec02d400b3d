package report

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"slices"
	"strings"
)

//go:embed page.gohtml run.gohtml profile.gohtml style.css
var files embed.FS

// WriteJSON writes the run as one indented JSON object. Its shape is Run; the
// lists of its first level are never null.
func WriteJSON(w io.Writer, run Run) error {
	run.Format = FormatName
	fillLists(&run)
	return writeJSON(w, run)
}

// fillLists makes the nil lists of a struct empty ones: programs read [] more
// easily than null.
func fillLists(v any) {
	s := reflect.ValueOf(v).Elem()
	for i := range s.NumField() {
		if f := s.Field(i); f.Kind() == reflect.Slice && f.IsNil() {
			f.Set(reflect.MakeSlice(f.Type(), 0, 0))
		}
	}
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("write report as json: %w", err)
	}
	return nil
}

// WriteHTML writes the run as a self-contained page in one language. Examples
// beyond 30 a section, long tables and long values are cut, visibly.
func WriteHTML(w io.Writer, run Run, lang Lang) error {
	v := runView{Run: run, Chart: draw(run.Weights, run.Decision, lang)}
	v.Merges, v.MoreMerges = views(run.Merged, run.Totals.Multiple, lang)
	v.Doubts, v.MoreDoubts = views(run.Doubtful, run.Totals.Review, lang)
	v.Aparts, v.MoreAparts = views(run.KeptApart, run.Totals.KeptApart, lang)
	for _, s := range run.ClusterSizes {
		v.MostClusters = max(v.MostClusters, s.Clusters)
	}
	v.Sizes = run.ClusterSizes[:min(len(run.ClusterSizes), maxRows)]
	if v.Title == "" {
		names := make([]string, len(run.Sources))
		for i, s := range run.Sources {
			names[i] = s.Name[strings.LastIndexAny(s.Name, `/\`)+1:]
		}
		title := "title"
		if run.Link != nil {
			title = "l_title"
		}
		v.Title = text(lang, title, strings.Join(names, ", "))
	}
	return render(w, "run.gohtml", v, lang)
}

// WriteProfileHTML writes the profile as a self-contained page in one language.
func WriteProfileHTML(w io.Writer, p ProfileData, lang Lang) error {
	return render(w, "profile.gohtml", profileView{p, text(lang, "profile_title", p.Source.Name)}, lang)
}

// warning says a note in words; a reason without a message is shown as it is.
func warning(l Lang, w Note) string {
	if _, ok := lookup("note_" + w.Reason); ok {
		return text(l, "note_"+w.Reason, clipText(w.Field), l.count(int64(w.Count)))
	}
	return strings.TrimSpace(w.Reason + " " + clipText(w.Field))
}

// mostFruitful returns the rules that found most matches first, in their order.
func mostFruitful(rules []BlockingRule) []BlockingRule {
	const most = 20
	if len(rules) <= most {
		return rules
	}
	by := slices.Clone(rules)
	slices.SortStableFunc(by, func(a, b BlockingRule) int {
		return cmp.Or(cmp.Compare(b.Matches, a.Matches), cmp.Compare(b.Pairs, a.Pairs))
	})
	return by[:most]
}

type runView struct {
	Run
	Chart                              *histogram
	Merges, Doubts, Aparts             []exampleView
	MoreMerges, MoreDoubts, MoreAparts int
	Sizes                              []SizeCount
	MostClusters                       int
}

type profileView struct {
	ProfileData
	Title string
}

// render writes a page in one go, so that a fault leaves w untouched.
func render(w io.Writer, name string, data any, lang Lang) error {
	style, err := files.ReadFile("style.css")
	if err != nil {
		return fmt.Errorf("render report: %w", err)
	}
	t, err := template.New(name).Funcs(functions(lang, string(style))).ParseFS(files, "page.gohtml", name)
	if err != nil {
		return fmt.Errorf("render report: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return fmt.Errorf("render report: %w", err)
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// text returns a message with its arguments filled in.
func text(l Lang, id string, args ...any) string {
	m, ok := lookup(id)
	if !ok {
		return "[" + id + "]"
	}
	return fill(m.in(l), args)
}

func fill(s string, args []any) string {
	if len(args) == 0 {
		return s
	}
	pairs := make([]string, 0, 2*len(args))
	for i, a := range args {
		pairs = append(pairs, fmt.Sprintf("{%d}", i), fmt.Sprint(a))
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

// counted returns the plural form of a message that fits n.
func counted(l Lang, id string, n int) string {
	m, ok := lookup(id)
	if !ok {
		return "[" + id + "]"
	}
	forms := strings.Split(m.in(l), "|")
	return strings.ReplaceAll(forms[min(l.plural(int64(n)), len(forms)-1)], "#", l.count(int64(n)))
}

func functions(l Lang, style string) template.FuncMap {
	return template.FuncMap{
		"t":       func(id string, args ...any) string { return text(l, id, args...) },
		"warning": func(w Note) string { return warning(l, w) },
		"n":       func(id string, n int) string { return counted(l, id, n) },
		"lang":    func() string { return string(l) },
		"style":   func() template.CSS { return template.CSS(style) }, // our own file
		"term":    l.term,
		"kind":    l.kind,
		"date":    l.date,
		"pct":     l.percent,
		"weight":  l.weight,
		"seconds": l.seconds,
		"bytes":   l.bytes,
		"clip":    clipText,
		"count": func(n any) (string, error) {
			switch n := n.(type) {
			case int:
				return l.count(int64(n)), nil
			case int64:
				return l.count(n), nil
			case float64:
				return l.number(n, 0), nil
			}
			return "", fmt.Errorf("count: %T is not a number", n)
		},
		"prob":  func(x float64) string { return l.number(x, 4) },
		"of100": func(x float64) string { return strings.TrimSuffix(strings.TrimSuffix(l.percent(x), "%"), "\u00a0") },
		"join":  func(s []string) string { return strings.Join(s, ", ") },
		"width": func(n, most int) int { return max(1, 100*n/max(most, 1)) },
		"share": func(x float64) int { return max(0, min(100, int(100*x+.5))) },
		"some":  func(n int) int { return n },
		"sub":   func(a, b float64) float64 { return a - b },
		"colspan": func(v exampleView) int {
			n := len(v.Heads) + 1
			if v.Golden {
				n++
			}
			return n
		},
		"lines": func(lines []int64) string {
			words := make([]string, 0, min(len(lines), 10))
			for _, n := range lines[:min(len(lines), 10)] {
				words = append(words, l.count(n))
			}
			return strings.Join(words, "; ")
		},
		"top":        func(list []TopValue) []TopValue { return list[:min(len(list), 10)] },
		"rowsShared": func(list []SharedValue) []SharedValue { return list[:min(len(list), maxRows)] },
		"rowsRule":   mostFruitful,
		"intervals": func(levels []Level) bool {
			return slices.ContainsFunc(levels, func(v Level) bool { return v.Low != v.High })
		},
		"float":      func(n int64) float64 { return float64(n) },
		"rowsChange": func(list []ClusterChange) []ClusterChange { return list[:min(len(list), maxRows)] },
		"examples": func(id, title, lead string, list []exampleView, more int) map[string]any {
			return map[string]any{"ID": id, "Title": title, "Lead": lead, "List": list, "More": more}
		},
	}
}
