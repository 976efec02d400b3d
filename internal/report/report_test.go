package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"github.com/onefold/onefold/record"
)

func pages(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, l := range Langs() {
		var b bytes.Buffer
		if err := WriteHTML(&b, sampleRun(), l); err != nil {
			t.Fatal(err)
		}
		out["run."+string(l)] = b.Bytes()
		var p bytes.Buffer
		if err := WriteProfileHTML(&p, sampleProfile(), l); err != nil {
			t.Fatal(err)
		}
		out["profile."+string(l)] = p.Bytes()
	}
	var e bytes.Buffer
	if err := WriteHTML(&e, Run{}, English); err != nil {
		t.Fatal(err)
	}
	out["empty.en"] = e.Bytes()
	return out
}

// TestStructure holds the page to what makes it readable by everyone. Set
// REPORT_OUT to a folder to look at the pages.
func TestStructure(t *testing.T) {
	for name, page := range pages(t) {
		if dir := os.Getenv("REPORT_OUT"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, name+".html"), page, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		t.Run(name, func(t *testing.T) {
			if bytes.Contains(page, []byte("ZgotmplZ")) || bytes.Contains(page, []byte("%!")) || bytes.Contains(page, []byte("<no value>")) {
				t.Error("a value was not rendered")
			}
			if m := regexp.MustCompile(`\{\d\}|\[[a-z_]+\]`).Find(withoutStyle(page)); m != nil {
				t.Errorf("a message is missing or not filled in: %s", m)
			}
			balanced(t, page)
			doc, err := html.Parse(bytes.NewReader(page))
			if err != nil {
				t.Fatal(err)
			}
			c := checker{t: t, ids: map[string]bool{}}
			c.walk(doc)
			for _, target := range c.targets {
				if !c.ids[target] {
					t.Errorf("link to #%s leads nowhere", target)
				}
			}
			if c.h1 != 1 || c.lang != name[len(name)-2:] {
				t.Errorf("%d h1, language %q", c.h1, c.lang)
			}
		})
	}
}

type checker struct {
	t       *testing.T
	ids     map[string]bool
	targets []string
	level   int
	h1      int
	lang    string
}

func (c *checker) walk(n *html.Node) {
	if n.Type == html.ElementNode {
		for _, a := range n.Attr {
			switch {
			case a.Key == "id":
				if c.ids[a.Val] {
					c.t.Errorf("id %s twice", a.Val)
				}
				c.ids[a.Val] = true
			case a.Key == "src" || strings.HasPrefix(a.Key, "on") || a.Key == "style":
				c.t.Errorf("attribute %s on %s", a.Key, n.Data)
			case a.Key == "href":
				if !strings.HasPrefix(a.Val, "#") {
					c.t.Errorf("link leaves the page: %s", a.Val)
				}
				c.targets = append(c.targets, strings.TrimPrefix(a.Val, "#"))
			case a.Key == "aria-labelledby":
				c.targets = append(c.targets, a.Val)
			case a.Key == "lang":
				c.lang = a.Val
			}
		}
		switch n.Data {
		case "script", "link", "iframe", "img", "object", "form":
			c.t.Errorf("element %s", n.Data)
		case "h1", "h2", "h3", "h4":
			level := int(n.Data[1] - '0')
			if level > c.level+1 {
				c.t.Errorf("h%d follows h%d", level, c.level)
			}
			c.level = level
			if level == 1 {
				c.h1++
			}
		case "table":
			first := n.FirstChild
			for first != nil && first.Type != html.ElementNode {
				first = first.NextSibling
			}
			if first == nil || first.Data != "caption" || first.FirstChild == nil {
				c.t.Error("a table has no caption")
			}
		case "th":
			if !has(n, "scope") {
				c.t.Error("th without scope")
			}
		}
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		c.walk(child)
	}
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// balanced checks that every element is closed where it was opened.
func balanced(t *testing.T, page []byte) {
	t.Helper()
	void := map[string]bool{"meta": true, "br": true}
	var open []string
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) || len(open) > 0 {
				t.Errorf("left open at the end: %v (%v)", open, z.Err())
			}
			return
		case html.StartTagToken:
			if name, _ := z.TagName(); !void[string(name)] {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				t.Fatalf("</%s> closes %v", name, open)
			}
			open = open[:len(open)-1]
		}
	}
}

func withoutStyle(page []byte) []byte {
	return regexp.MustCompile(`(?s)<style>.*</style>`).ReplaceAll(page, nil)
}

func TestNothingFromOutside(t *testing.T) {
	for name, page := range pages(t) {
		if m := regexp.MustCompile(`https?://|url\(|@import|javascript:|//[a-z]`).Find(page); m != nil {
			t.Errorf("%s: %s", name, m)
		}
	}
}

func TestValuesAreEscaped(t *testing.T) {
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)> javascript:x {{.}}`
	run := sampleRun()
	run.Title, run.Tool, run.Warnings = evil, evil, []Note{{evil, evil, 1}, {"conflict", evil, 1}}
	run.Sources[0].Name, run.Sources[0].Columns[0].Name, run.Sources[0].Encoding = evil, evil, evil
	run.Blocking.Rules[0].Name, run.Rejected[0].Reason, run.Shared[0].Masked, run.Survivorship[0].Rule = evil, evil, evil, evil
	run.Merged[0] = Example{Cluster: evil, Class: evil, Rule: evil, IDs: []string{evil, evil}, Fields: []ExampleField{{evil, []string{evil, "x" + evil}, evil}}, Steps: []ExplainedStep{{Comparison: evil, Level: evil, Weight: 1}}, Relation: ExplainedRelation{Class: evil, Weight: -2, Shared: []string{evil}}}
	profile := sampleProfile()
	profile.Key, profile.Fields[0].Name, profile.Fields[0].Reason, profile.Fields[0].Top[0].Value = evil, evil, evil, evil
	for _, l := range Langs() {
		var b bytes.Buffer
		if err := WriteHTML(&b, run, l); err != nil {
			t.Fatal(err)
		}
		if err := WriteProfileHTML(&b, profile, l); err != nil {
			t.Fatal(err)
		}
		if s := b.String(); strings.Contains(s, "<script") || strings.Contains(s, "<img") {
			t.Errorf("%s: a value became markup", l)
		}
	}
}

func TestSizeIsBounded(t *testing.T) {
	run := sampleRun()
	e := run.Merged[0]
	long := strings.Repeat("é", 1<<20)
	e.IDs, e.Fields = nil, []ExampleField{{"Notes", nil, long}}
	for range 200 {
		e.IDs = append(e.IDs, "x")
		e.Fields[0].Values = append(e.Fields[0].Values, long)
	}
	for range 1000 {
		run.Merged = append(run.Merged, e)
		run.Shared = append(run.Shared, run.Shared[0])
	}
	var b bytes.Buffer
	if err := WriteHTML(&b, run, English); err != nil {
		t.Fatal(err)
	}
	if b.Len() > 1<<20 {
		t.Errorf("%d bytes", b.Len())
	}
	if !strings.Contains(b.String(), "194 more records") {
		t.Error("hidden records are not counted")
	}
}

func TestCatalogueIsComplete(t *testing.T) {
	all := maps.Clone(catalogue)
	maps.Copy(all, explainMessages)
	if len(all) != len(catalogue)+len(explainMessages) {
		t.Error("a message is there twice")
	}
	for id, m := range all {
		plural := strings.Contains(m.en, "|")
		args := regexp.MustCompile(`\{\d\}|#`)
		for _, l := range Langs() {
			s := m.in(l)
			if s == "" {
				t.Errorf("%s: nothing in %s", id, l)
			}
			forms := strings.Split(s, "|")
			if plural && len(forms) != l.forms() || !plural && len(forms) != 1 {
				t.Errorf("%s: %d forms in %s", id, len(forms), l)
			}
			for _, f := range forms {
				want, got := args.FindAllString(strings.Split(m.en, "|")[0], -1), args.FindAllString(f, -1)
				if len(want) != len(got) {
					t.Errorf("%s: arguments differ in %s", id, l)
				}
			}
		}
	}
	for _, k := range record.Kinds() {
		if m, ok := kindNames[k]; !ok || m.en == "" || m.fr == "" || m.ro == "" {
			t.Errorf("kind %s has no name in some language", k)
		}
	}
	for term, in := range terms {
		if in[0] == "" || in[1] == "" {
			t.Errorf("term %q is not translated", term)
		}
	}
}

// Every message that a template or the code names exists, and every message
// is named somewhere.
func TestMessagesAreUsed(t *testing.T) {
	var sources strings.Builder
	for _, name := range []string{"page.gohtml", "run.gohtml", "profile.gohtml", "html.go", "explanation.go"} {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sources.Write(b)
	}
	for _, m := range regexp.MustCompile(`[{(](?:t|n) "([a-z0-9_]+)"`).FindAllStringSubmatch(sources.String(), -1) {
		if _, ok := lookup(m[1]); !ok {
			t.Errorf("no message %s", m[1])
		}
	}
	for id := range catalogue {
		if reason, ok := strings.CutPrefix(id, "note_"); ok && warning(English, Note{reason, "", 0}) != reason {
			continue // named by who makes the note
		}
		if !strings.Contains(sources.String(), `"`+id+`"`) {
			t.Errorf("message %s is never used", id)
		}
	}
}

func TestNumbers(t *testing.T) {
	at := time.Date(2026, 3, 1, 9, 5, 0, 0, time.UTC)
	for _, c := range []struct{ got, want string }{
		{English.number(1234567.891, 1), "1,234,567.9"},
		{French.number(1234567.891, 1), "1\u202f234\u202f567,9"},
		{Romanian.number(-1234.5, 2), "−1.234,50"},
		{English.number(-.01, 1), "0.0"},
		{English.number(math.NaN(), 1), "–"},
		{English.percent(.5), "50%"},
		{English.percent(.9999), ">\u00a099.9%"},
		{French.percent(.9871), "99\u00a0%"},
		{French.percent(.993), "99,3\u00a0%"},
		{Romanian.percent(.0001), "<\u00a00,1%"},
		{English.percent(0), "0%"},
		{English.percent(1), "100%"},
		{French.date(at), "1er\u00a0mars\u00a02026, 09:05 UTC"},
		{Romanian.date(at), "1\u00a0martie\u00a02026, 09:05 UTC"},
		{English.weight(3.14), "+3.1"},
		{French.bytes(345678), "345,7\u00a0Ko"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestPlurals(t *testing.T) {
	for _, c := range []struct {
		l    Lang
		n    int
		want string
	}{
		{English, 0, "0 records"},
		{English, 1, "1 record"},
		{English, 2, "2 records"},
		{French, 0, "0 fiche"},
		{French, 1, "1 fiche"},
		{French, 2, "2 fiches"},
		{Romanian, 0, "0 înregistrări"},
		{Romanian, 1, "1 înregistrare"},
		{Romanian, 19, "19 înregistrări"},
		{Romanian, 20, "20 de înregistrări"},
		{Romanian, 101, "101 înregistrări"},
		{Romanian, 120, "120 de înregistrări"},
		{Romanian, 2000, "2.000 de înregistrări"},
	} {
		if got := counted(c.l, "records", c.n); got != c.want {
			t.Errorf("%s %d: got %q, want %q", c.l, c.n, got, c.want)
		}
	}
}

func TestParseLang(t *testing.T) {
	for in, want := range map[string]Lang{"fr_FR.UTF-8": French, "RO": Romanian, "en-US": English, "ro@euro": Romanian} {
		if got, ok := ParseLang(in); !ok || got != want {
			t.Errorf("%s: %s %v", in, got, ok)
		}
	}
	if l, ok := ParseLang("de_DE"); ok || l != English {
		t.Error("German reports do not exist")
	}
}

func TestDifferingCharactersAreMarked(t *testing.T) {
	for _, c := range []struct{ value, reference, want string }{
		{"Lefevre", "Lefèvre", "Lef[e]vre"},
		{"Lefèvre", "Lefèvre", "Lefèvre"},
		{"Jon", "John", "Jon"},
		{"John", "Jon", "Jo[h]n"},
		{"James", "Harriet", "[James]"},
		{"", "Harriet", "-"},
		{"Anna", "", "Anna"},
	} {
		got := show(c.value, c.reference)
		s := ""
		for _, p := range got.Parts {
			if p.Mark {
				s += "[" + p.Text + "]"
			} else {
				s += p.Text
			}
		}
		if got.Blank {
			s = "-"
		}
		if s != c.want {
			t.Errorf("%s against %s: %s, want %s", c.value, c.reference, s, c.want)
		}
	}
}

func TestShowKeepsTheValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		c := show(a, b)
		s := ""
		for _, p := range c.Parts {
			s += p.Text
		}
		r, cut := clip(a)
		if s != string(r) || cut != c.Cut {
			t.Fatalf("%q became %q", a, s)
		}
	})
}

func TestMask(t *testing.T) {
	for in, want := range map[string]string{
		"0000000000": "0000000000", "0199001234": "01••••••34", "info@acme.example": "i•••@acme.example", "n/a": "n••", "-": "-", "": "", "Ștefan Popa": "Ș••••• P•••",
	} {
		if got := Mask(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestJSON(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSON(&b, sampleRun()); err != nil {
		t.Fatal(err)
	}
	var back Run
	d := json.NewDecoder(&b)
	d.DisallowUnknownFields()
	if err := d.Decode(&back); err != nil {
		t.Fatal(err)
	}
	if back.Format != FormatName || back.Totals != sampleRun().Totals || back.Merged[0].Fields[1].Values[1] != "Lefèvre" {
		t.Error("the JSON does not give the run back")
	}
	b.Reset()
	if err := WriteJSON(&b, Run{}); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(b.Bytes(), []byte("null")) && !bytes.Contains(b.Bytes(), []byte(`"completeness": null`)) || bytes.Count(b.Bytes(), []byte("null")) > 2 {
		t.Error("an empty list is null")
	}
}

func TestHistogram(t *testing.T) {
	if draw(nil, Decision{}, English) != nil || draw([]WeightBin{{0, 0, 1, 0, 0}}, Decision{}, English) != nil {
		t.Error("a chart of nothing")
	}
	bins := make([]WeightBin, 1000)
	total := 0
	for i := range bins {
		bins[i] = WeightBin{Low: float64(i), High: float64(i + 1), Match: i}
		total += i
	}
	joined := coarsen(bins, maxBins)
	for _, b := range joined {
		total -= b.Match
	}
	if len(joined) > maxBins || total != 0 || joined[len(joined)-1].High != 1000 {
		t.Errorf("%d bins, %d pairs lost", len(joined), total)
	}
}

func TestTerms(t *testing.T) {
	for _, c := range []struct {
		l        Lang
		in, want string
	}{
		{French, "family_name + birth_date", "nom de famille + date de naissance"},
		{Romanian, "birth date", "data nașterii"},
		{English, "open_quote", "a quote is never closed"},
		{French, "a word nobody knows", "a word nobody knows"},
		{French, "", ""},
	} {
		if got := c.l.term(c.in); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.l, c.in, got, c.want)
		}
	}
}
