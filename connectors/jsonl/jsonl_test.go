package jsonl_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/connectors/connectortest"
	"github.com/onefold/onefold/record"
)

func read(t *testing.T, text string, o connectors.Options) (connectors.Source, *connectortest.Collector, error) {
	t.Helper()
	o.Stdin, o.Format = strings.NewReader(text), "jsonl"
	src, err := all.Open(t.Context(), "-", o)
	if err != nil {
		return nil, nil, err
	}
	t.Cleanup(func() { src.Close() })
	c := new(connectortest.Collector)
	return src, c, src.Read(t.Context(), c)
}

// show writes records as cells between |, with ␀ for Null, and rejections as
// line, record and reason.
func show(src connectors.Source, c *connectortest.Collector) string {
	var b strings.Builder
	b.WriteString(strings.Join(src.Schema().Names(), "|"))
	for _, row := range c.Rows {
		b.WriteByte('\n')
		for i, v := range row {
			if i > 0 {
				b.WriteByte('|')
			}
			if v.State == record.Null {
				b.WriteString("␀")
			}
			b.WriteString(v.Value)
		}
	}
	for _, r := range c.Rejections {
		fmt.Fprintf(&b, "\n!%d #%d %s", r.Line, r.Record, r.Reason)
	}
	return b.String()
}

func TestRead(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"union of members", `{"a":1}` + "\n" + `{"b":"x","a":2}` + "\n" + `{"c":null}`, "a|b|c\n1|␀|␀\n2|x|␀\n␀|␀|␀"},
		{"null, empty, missing", `{"a":null,"b":"","c":"x"}` + "\n" + `{"c":""}`, "a|b|c\n␀||x\n␀|␀|"},
		{"numbers keep their text", `{"a":1.0,"b":1e5,"c":-0.50,"d":12345678901234567890}`, "a|b|c|d\n1.0|1e5|-0.50|12345678901234567890"},
		{"words", `{"a":true,"b":false}`, "a|b\ntrue|false"},
		{"nested", `{"a": { "x" : [1, "b c", {"d": null}] }, "b": [ ]}`, "a|b\n{\"x\":[1,\"b c\",{\"d\":null}]}|[]"},
		{"escapes", `{"a\u00e9":"\"\\\/\b\f\n\r\t\u20ac\ud83d\ude00\ud83dx"}`, "aé\n\"\\/\b\f\n\r\t€😀\uFFFDx"},
		{"broken line", `{"a":1}` + "\n" + `{"a":` + "\n" + `{"a":2}`, "a\n1\n2\n!2 #2 bad_json"},
		{"no object", `{"a":1}` + "\n[1]\n12\n\"x\"\nnull", "a\n1\n!2 #2 not_an_object\n!3 #3 not_an_object\n!4 #4 not_an_object\n!5 #5 not_an_object"},
		{"twice", `{"a":1}` + "\n" + `{"a":1,"a":2}`, "a\n1\n!2 #2 duplicate_key"},
		{"twice and broken", `{"a":1}` + "\n" + `{"a":1,"a":2`, "a\n1\n!2 #2 bad_json"},
		{"a broken line makes no field", `{"a":1}` + "\n" + `{"b":1,"c"`, "a\n1\n!2 #2 bad_json"},
		{"trailing text", `{"a":1}` + "\n" + `{"a":2} x`, "a\n1\n!2 #2 bad_json"},
		{"blank lines, CRLF", "\r\n" + `{"a":1}` + "\r\n\r\n" + `{"a":2}` + "\r\n", "a\n1\n2"},
		{"BOM", "\xEF\xBB\xBF" + `{"a":1}`, "a\n1"},
		{"UTF-16", "\xFF\xFE{\x00\"\x00a\x00\"\x00:\x001\x00}\x00", "a\n1"},
		{"array", "[\n{\"a\":1},\n {\"b\":2}\n]\n", "a|b\n1|␀\n␀|2"},
		{"array on one line", `[{"a":1},{"a":2}]`, "a\n1\n2"},
		{"array of other things", `[{"a":1}, 5, [2]]`, "a\n1\n!1 #2 not_an_object\n!1 #3 not_an_object"},
		{"empty array", `[]`, ""},
		{"objects over lines", "{\n \"a\": 1\n}\n{\n \"a\": 2\n}\n", "a\n1\n2"},
		{"empty object", "{}\n{\"a\":1}\n", "a\n␀\n1"},
		{"bad byte", "{\"a\":\"Ren\xE9\"}", "a\nRen\uFFFD"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src, got, err := read(t, c.in, connectors.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if s := show(src, got); s != c.want {
				t.Errorf("got\n%q\nwant\n%q", s, c.want)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		name, in, place string
		opts            connectors.Options
		want            error
	}{
		{"empty", " \n", "standard input", connectors.Options{}, connectors.ErrEmpty},
		{"no objects", "id,name\n1,Ann\n", "standard input", connectors.Options{}, connectors.ErrFormat},
		{"array cut", "[{\"a\":1},\n{\"a\":", "standard input:2", connectors.Options{}, connectors.ErrFormat},
		{"array broken", "[{\"a\":1},\n{\"a\":2},\n{a:3}]", "standard input:3", connectors.Options{}, connectors.ErrFormat},
		{"text behind an array", "[{\"a\":1}]\nx", "standard input:2", connectors.Options{}, connectors.ErrFormat},
		{"strict", "{\"a\":1}\n{\"a\":\n", "standard input:2", connectors.Options{Strict: true}, connectors.ErrStrict},
		{"strict bytes", "{\"a\":1}\n{\"a\":\"\xE9\"}\n", "standard input:2", connectors.Options{Strict: true}, connectors.ErrStrict},
	} {
		_, _, err := read(t, c.in, c.opts)
		var f *connectors.Fault
		if !errors.Is(err, c.want) || !errors.As(err, &f) || f.Place != c.place || f.Hint == "" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// Members that come late in an input that can be read only once are kept; in a
// file they are fields.
func TestLateMembers(t *testing.T) {
	text := strings.Repeat(`{"id":1,"name":"Ann"}`+"\n", 20_000) + `{"id":2,"x": [1, 2],"y":"z"}` + "\n"
	src, c, err := read(t, text, connectors.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := src.Schema().Names(); !slices.Equal(got, []string{"id", "name", "other_members"}) {
		t.Fatalf("fields %q", got)
	}
	if last := c.Rows[20_000]; last[2].Value != `{"x":[1,2],"y":"z"}` || c.Rows[0][2].State != record.Null {
		t.Errorf("%q", last)
	}
	path := filepath.Join(t.TempDir(), "a.jsonl")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := all.Open(t.Context(), path, connectors.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if got := file.Schema().Names(); !slices.Equal(got, []string{"id", "name", "x", "y"}) {
		t.Errorf("fields %q", got)
	}
}

func TestLargeValue(t *testing.T) {
	text := `{"a":"x"}` + "\n" + `{"a":"` + strings.Repeat("y", 5000) + `"}` + "\n" + `{"a":"` + strings.Repeat("y", 500_000) + `"}` + "\n" + `{"a":"z"}` + "\n"
	src, c, err := read(t, text, connectors.Options{MaxCell: 1000})
	if err != nil {
		t.Fatal(err)
	}
	if s := show(src, c); s != "a|other_members\nx|␀\nz|␀\n!2 #2 cell_too_large\n!3 #3 cell_too_large" {
		t.Errorf("%q", s)
	}
	_, c, err = read(t, text, connectors.Options{})
	if err != nil || len(c.Rows) != 4 || len(c.Rows[2][0].Value) != 500_000 {
		t.Errorf("%d records, %v", len(c.Rows), err)
	}
}

// A copy has each value as it was: number, word, null, nested or missing.
func TestCopyKeepsKinds(t *testing.T) {
	text := `{"id":1,"name":"12","ok":true,"score":1.50,"tags":["a","b"],"gone":null}` + "\n" +
		`{"id":2,"name":"true","score":-3}` + "\n" +
		`{"id":3,"name":"","ok":false,"gone":"x"}` + "\n"
	for _, end := range []string{"\n", "\r\n"} {
		text := strings.ReplaceAll(text, "\n", end)
		src, c, err := read(t, text, connectors.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		w, err := src.(connectors.Copier).NewWriter(&out, src.Schema().Names())
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range c.Rows {
			values, states := make([]string, len(row)), make([]record.State, len(row))
			for i, v := range row {
				values[i], states[i] = v.Value, v.State
			}
			if err := w.Write(values, states); err != nil {
				t.Fatal(err)
			}
		}
		// A member that is null somewhere is written as null where it is missing.
		want := strings.ReplaceAll(text, `"score":-3}`, `"score":-3,"gone":null}`)
		if err := w.Close(); err != nil || out.String() != want {
			t.Errorf("%v\ngot\n%s\nwant\n%s", err, out.String(), want)
		}
	}
}

// encoding/json says what is JSON and what it means.
func FuzzLine(f *testing.F) {
	for _, s := range []string{`{"a":1}`, `{"a":"\u00e9\ud83d","b":[{}]}`, `[{"a":-0.1e+5}]`, `{"a":01}`, `{"a":1,}`, `{"a" :null , "b": true}`, "{\"a\":\"\x00\"}", `{"a":1}{"b":2}`, `-`, `{"":""}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if strings.ContainsAny(line, "\n\r") || !utf8.ValidString(line) || len(line) > 2000 || strings.Contains(line, "\uFEFF") {
			return
		}
		text := `{"a":0}` + "\n" + line + "\n"
		src, c, err := read(t, text, connectors.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if strings.Trim(line, " \t") == "" {
			if len(c.Rows) != 1 || len(c.Rejections) != 0 {
				t.Fatal("a blank line is not blank")
			}
			return
		}
		if len(c.Rows)+len(c.Rejections) != 2 {
			t.Fatalf("%d records and %d rejections", len(c.Rows), len(c.Rejections))
		}
		var want map[string]any
		d := json.NewDecoder(strings.NewReader(line))
		d.UseNumber()
		valid := json.Valid([]byte(line))
		object := valid && d.Decode(&want) == nil && want != nil
		if len(c.Rejections) == 1 {
			reason := c.Rejections[0].Reason
			if object && reason != connectors.ReasonDuplicateKey || valid != (reason != connectors.ReasonBadJSON) {
				t.Fatalf("%q is rejected as %s", line, reason)
			}
			return
		}
		if !object {
			t.Fatalf("%q is taken", line)
		}
		for i, name := range src.Schema().Names() {
			got := c.Rows[1][i]
			v, there := want[name]
			switch v := v.(type) {
			case string:
				if got.Value != v || got.State == record.Null {
					t.Fatalf("%q: %q is %q", line, name, got.Value)
				}
			case json.Number:
				if got.Value != v.String() {
					t.Fatalf("%q: %q is %q", line, name, got.Value)
				}
			case bool:
				if got.Value != fmt.Sprint(v) {
					t.Fatalf("%q: %q is %q", line, name, got.Value)
				}
			case nil:
				if got.State != record.Null {
					t.Fatalf("%q: %q is %q, there %v", line, name, got.Value, there)
				}
			default:
				var b bytes.Buffer
				if !json.Valid([]byte(got.Value)) || json.Compact(&b, []byte(got.Value)) != nil || b.String() != got.Value {
					t.Fatalf("%q: %q is %q", line, name, got.Value)
				}
			}
		}
	})
}

// Whatever the bytes, reading ends.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"{\n\"a\":1}{", "[{}, {\"a\":[", "\xFF\xFE{\x00", "[[[[", "{\"a\":1}\n\n[", ",,{}", "[,{},]"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		src, c, err := read(t, string(text), connectors.Options{MaxCell: 64})
		if err != nil {
			var fault *connectors.Fault
			if !errors.As(err, &fault) {
				t.Fatal(err)
			}
			return
		}
		if i := src.Info(); i.Records != int64(len(c.Rows)) || i.Rejected != int64(len(c.Rejections)) || i.Size != int64(len(text)) {
			t.Fatalf("%+v for %d bytes", i, len(text))
		}
	})
}

func BenchmarkRead(b *testing.B) {
	var text bytes.Buffer
	for i := range 50_000 {
		fmt.Fprintf(&text, `{"id":%d,"first_name":"Zoé","last_name":"Brun%d","email":"zoe.brun%d@example.org","phone":"+3312345%04d","city":"Paris","score":%d.5,"note":null}`+"\n", i, i%997, i%997, i%10_000, i%7)
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		src, err := all.Open(b.Context(), "-", connectors.Options{Stdin: bytes.NewReader(text.Bytes())})
		if err != nil {
			b.Fatal(err)
		}
		if err := src.Read(b.Context(), discard{}); err != nil {
			b.Fatal(err)
		}
	}
}

type discard struct{}

func (discard) Batch(*record.Batch) error         { return nil }
func (discard) Reject(connectors.Rejection) error { return errors.New("rejected") }
