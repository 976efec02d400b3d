package term

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// placed is an error as another package would make it, without this one.
type placed struct{ line int }

func (p *placed) Error() string { return fmt.Sprintf("c.csv:%d: too wide", p.line) }
func (p *placed) Place() string { return fmt.Sprintf("c.csv:%d", p.line) }
func (p *placed) Hint() string  { return "close the quote" }

func noEnv(string) string { return "" }

func TestError(t *testing.T) {
	plain := errors.New("it broke")
	tests := []struct {
		name string
		err  error
		want string
		code Code
	}{
		{"plain", plain, "onefold: error: it broke\n", Failed},
		{"of another package", &placed{7}, "onefold: error: c.csv:7: too wide\nonefold: hint: close the quote\n", Failed},
		{"wrapped", fmt.Errorf("read contacts: %w", &placed{7}), "onefold: error: c.csv:7: too wide\nonefold: hint: close the quote\n", Failed},
		{"all parts", &Error{At: "x.yaml:1:2", Why: plain, Next: "mend it", Code: Usage}, "onefold: error: x.yaml:1:2: it broke\nonefold: hint: mend it\n", Usage},
		{"excerpt", &Error{At: "x.yaml:1:2", Why: plain, Show: "\ta: b\x1b\n\t   ^\n"}, "onefold: error: x.yaml:1:2: it broke\n   a: b␛\n      ^\n", Failed},
		{"no code is failed", &Error{Why: plain}, "onefold: error: it broke\n", Failed},
		{"usage", Usagef("no %s", "x").WithHint("try %d", 2), "onefold: error: no x\nonefold: hint: try 2\n", Usage},
		{"findings", fmt.Errorf("gate: %w", Findingsf("too many")), "onefold: error: gate: too many\n", Findings},
		{
			"joined, one hint for equal hints", errors.Join(&placed{7}, &placed{8}, plain),
			"onefold: error: c.csv:7: too wide\nonefold: error: c.csv:8: too wide\nonefold: hint: close the quote\nonefold: error: it broke\n", Failed,
		},
		{"two causes in one sentence", fmt.Errorf("%w and %w", plain, plain), "onefold: error: it broke and it broke\n", Failed},
		{"interrupted", fmt.Errorf("read: %w", context.Canceled), "onefold: error: read: context canceled\n", Interrupted},
		{"interruption wins", errors.Join(Usagef("x"), context.Canceled), "onefold: error: x\nonefold: error: context canceled\n", Interrupted},
		{"control characters", errors.New("a\x1b[2Jb\nc"), "onefold: error: a␛[2Jb␊c\n", Failed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			term := New(&out, &errs, noEnv)
			term.Quiet = true // errors are told all the same
			term.Error(test.err)
			if got := errs.String(); got != test.want {
				t.Errorf("said\n%s want\n%s", got, test.want)
			}
			if out.Len() > 0 {
				t.Errorf("standard output has %q", out.String())
			}
			if got := ExitCode(test.err); got != test.code {
				t.Errorf("exit code %d, want %d", got, test.code)
			}
		})
	}
	if ExitCode(nil) != Done {
		t.Error("no error is not done")
	}
}

func TestQuiet(t *testing.T) {
	var out, errs bytes.Buffer
	term := New(&out, &errs, noEnv)
	say := func() {
		term.Talk("%d records", 3)
		term.Warn("skipped %d", 1)
		term.Hint("look")
		p := term.Progress()
		p.Report("reading", 1, 2)
		p.Close()
	}
	say()
	if want := "onefold: 3 records\nonefold: warning: skipped 1\nonefold: hint: look\n"; errs.String() != want {
		t.Errorf("said %q, want %q: no colour and no progress where there is no terminal", errs.String(), want)
	}
	errs.Reset()
	term.Quiet = true
	say()
	if errs.Len() > 0 {
		t.Errorf("quiet, said %q", errs.String())
	}
	var none *Progress
	none.Report("x", 1, 2) // a nil Progress is silent
	none.Close()
}

func TestColour(t *testing.T) {
	term := &Terminal{outTTY: true, errTTY: true}
	var errs bytes.Buffer
	term.Err = &errs
	if got := term.Bold("x"); got != "\x1b[1mx\x1b[0m" {
		t.Errorf("on a terminal: %q", got)
	}
	term.Error(errors.New("x"))
	if !strings.Contains(errs.String(), "\x1b[31merror:\x1b[0m x") {
		t.Errorf("on a terminal: %q", errs.String())
	}
	term.noColour = true
	if got := term.Bold("x") + term.Dim("z"); got != "xz" {
		t.Errorf("without colour: %q", got)
	}
	for _, env := range []string{"NO_COLOR=1", "TERM=dumb"} {
		name, value, _ := strings.Cut(env, "=")
		term := New(nil, nil, func(n string) string {
			if n == name {
				return value
			}
			return ""
		})
		if !term.noColour {
			t.Errorf("%s does not switch colour off", env)
		}
	}
	if New(nil, nil, func(n string) string { return map[string]string{"COLUMNS": "132"}[n] }).Width() != 132 {
		t.Error("COLUMNS is not heard")
	}
}

func TestProgressOnATerminal(t *testing.T) {
	var errs bytes.Buffer
	term := &Terminal{Err: &errs, errTTY: true}
	p := term.Progress()
	p.Report("reading", 1, 10)
	p.Report("reading", 5, 20)
	p.Report("matching", 1, 0)
	p.Close()
	if s := errs.String(); !strings.Contains(s, "reading") || !strings.Contains(s, "matching") {
		t.Errorf("the bar says %q", s)
	}
}

func TestJSON(t *testing.T) {
	var out bytes.Buffer
	if err := New(&out, nil, noEnv).PrintJSON(map[string]string{"a": "<é&>"}); err != nil {
		t.Fatal(err)
	}
	if want := "{\n  \"a\": \"<é&>\"\n}\n"; out.String() != want {
		t.Errorf("wrote %q, want %q", out.String(), want)
	}
}

func TestTable(t *testing.T) {
	table := NewTable("name", ">rows", "note")
	table.Add("Ștefan", "7", "ok")
	table.Add("e\u0301t\u0065\u0301", "1,000") // combining accents
	table.Add("山田太郎", "12", "wide", "dropped")
	table.Add("a\tb", "", "x")
	want := "" +
		"name       rows  note\n" +
		"Ștefan        7  ok\n" +
		"e\u0301te\u0301       1,000\n" +
		"山田太郎     12  wide\n" +
		"a␉b              x\n"
	if got := table.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if table.Len() != 4 {
		t.Errorf("%d rows", table.Len())
	}
	bare := NewTable("", ">")
	bare.Add("a", "1")
	if got := bare.String(); got != "a  1\n" {
		t.Errorf("without heads: %q", got)
	}
}

// Cells of a column start or end at the same place on every line, whatever is
// in them.
func TestTableLinesUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := NewTable("a", ">b", "c")
		n := rapid.IntRange(1, 5).Draw(t, "rows")
		for range n {
			table.Add(rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b"), "|")
		}
		lines := strings.Split(strings.TrimSuffix(table.String(), "\n"), "\n")
		if len(lines) != n+1 {
			t.Fatalf("%d lines for %d rows", len(lines), n)
		}
		for _, l := range lines[1:] {
			if Width(l) != Width(lines[1]) {
				t.Fatalf("%q and %q differ in width", l, lines[1])
			}
			if !utf8.ValidString(l) {
				t.Fatalf("%q is not UTF-8", l)
			}
		}
	})
}

func TestCut(t *testing.T) {
	tests := []struct {
		in    string
		width int
		want  string
	}{
		{"short", 5, "short"},
		{"longer", 5, "long…"},
		{"山田太郎", 5, "山田…"},
		{"山田太郎", 4, "山…"},
		{"e\u0301e\u0301e\u0301", 2, "e\u0301…"},
		{"x", 0, ""},
		{"", 0, ""},
	}
	for _, test := range tests {
		if got := Cut(test.in, test.width); got != test.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", test.in, test.width, got, test.want)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a\x1b]0;title\x07b")
	f.Add("\u202eevil\u2066")
	f.Add("\xff\xfe")
	f.Fuzz(func(t *testing.T, s string) {
		c := Clean(s)
		if !utf8.ValidString(c) {
			t.Errorf("Clean(%q) = %q is not UTF-8", s, c)
		}
		if Clean(c) != c {
			t.Errorf("Clean is not idempotent on %q", s)
		}
		if strings.ContainsAny(c, "\x00\x07\x1b\n\r\u202e\u2066\u009b") {
			t.Errorf("Clean(%q) = %q can rewrite the screen", s, c)
		}
	})
}

func TestNumbers(t *testing.T) {
	for got, want := range map[string]string{
		Count(0):                               "0",
		Count(999):                             "999",
		Count(1000):                            "1,000",
		Count(-1234567):                        "-1,234,567",
		Count(uint64(12345)):                   "12,345",
		Plural(1, "record", "records"):         "1 record",
		Plural(0, "pair", "pairs"):             "0 pairs",
		Plural(2_000_000, "pair", "pairs"):     "2,000,000 pairs",
		Percent(0.1234):                        "12.3 %",
		Percent(0):                             "0 %",
		Percent(1):                             "100 %",
		Percent(0.00001):                       "<0.1 %",
		Percent(0.9999999):                     ">99.9 %",
		Percent(math.NaN()):                    "–",
		Bytes(1023):                            "1023 B",
		Bytes(1024):                            "1.0 KiB",
		Bytes(1<<20 - 1):                       "1.0 MiB",
		Bytes(math.MaxInt64):                   "8.0 EiB",
		Duration(840 * time.Millisecond):       "0.84 s",
		Duration(12 * time.Second):             "12 s",
		Duration(185 * time.Second):            "3 min 5 s",
		Duration(3*time.Hour + 29*time.Second): "3 h 0 min",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
