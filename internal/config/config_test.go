package config

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"
	"pgregory.net/rapid"

	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship"
)

func read(t testing.TB, text string) *Policy {
	t.Helper()
	p, err := Read(strings.NewReader(text), "onefold.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestRead(t *testing.T) {
	p := read(t, `
sources:
  crm: contacts.csv
  erp: {path: "sqlite:erp.db?table=t", delimiter: tab, header: false}
fields:
  "E-mail": email
  0123: {kind: text, ignore: true}
  Née le: {kind: birth_date, date_order: day_month, options: {base: 2026-01-01}}
matching: {match_probability: 0.9, ignore: notes}
survivorship:
  master: [most_complete, {by: max, field: revenue, points: 2.5}]
  default: {rule: most_recent, fallback: longest}
  kinds: {phone: oldest}
  fields:
    tags: {rule: union, separator: "; ", limit: 255}
    name: {rule: equivalent, equivalents: [[Robert, Bob]]}
    phone: {rule: constant, value: 0612345678}
`)
	no := false
	want := &Policy{
		Sources: map[string]*Source{
			"crm": {Path: "contacts.csv"},
			"erp": {Path: "sqlite:erp.db?table=t", Delimiter: "\t", Header: &no},
		},
		Fields: map[string]*Field{
			"E-mail": {Kind: record.Email},
			"0123":   {Kind: record.Text, Ignore: true},
			"Née le": {Kind: record.BirthDate, DateOrder: "day_month", Options: map[string]string{"base": "2026-01-01"}},
		},
		Matching: Matching{MatchProbability: 0.9, Ignore: []string{"notes"}},
		Survivorship: survivorship.Config{
			Master:  []survivorship.Criterion{{By: "most_complete"}, {By: "max", Field: "revenue", Points: 2.5}},
			Default: &survivorship.Rule{Name: "most_recent", Fallback: &survivorship.Rule{Name: "longest"}},
			Kinds:   map[record.Kind]survivorship.Rule{record.Phone: {Name: "oldest"}},
			Fields: map[string]survivorship.Rule{
				"tags":  {Name: "union", Separator: "; ", Limit: 255},
				"name":  {Name: "equivalent", Equivalents: [][]string{{"Robert", "Bob"}}},
				"phone": {Name: "constant", Value: "0612345678"},
			},
		},
	}
	if d := cmp.Diff(want, p, cmp.FilterPath(func(p cmp.Path) bool {
		name := p.Last().String()
		return name == ".scalars" || name == ".places" || name == ".names" || name == ".doc"
	}, cmp.Ignore())); d != "" {
		t.Error(d)
	}
	if got := p.Where("survivorship.fields.tags.limit"); got != "onefold.yaml:15:49" {
		t.Errorf("limit is at %s", got)
	}
}

func TestEmptyFilesAreTheDefaultPolicy(t *testing.T) {
	for _, text := range []string{"", "# nothing\n", "---\n", "fields:\n", "\ufeff", "~\n"} {
		if p := read(t, text); p.Fields != nil || p.Sources != nil {
			t.Errorf("%q gives a policy", text)
		}
	}
}

func TestAliases(t *testing.T) {
	p := read(t, "fields:\n  a: &phone {kind: phone, region: FR}\n  b: *phone\n")
	if got := p.Fields["b"]; got == nil || got.Region != "FR" || got.Kind != record.Phone {
		t.Errorf("b is %+v", got)
	}
}

// TestRefusedBySize feeds what no policy holds and the parser could choke on.
func TestRefusedBySize(t *testing.T) {
	many := "x: &x a\ny: [" + strings.Repeat("*x, ", 200) + "]\n"
	for name, text := range map[string]string{
		"large":    strings.Repeat("# comment\n", 200_000),
		"brackets": "a: " + strings.Repeat("[", 100_000),
		"braces":   strings.Repeat("{a: ", 100_000),
		"marks":    strings.Repeat("- ", 100_000) + "a",
		"asks":     strings.Repeat("? ", 100_000) + "a",
		"aliases":  many,
		"latin 1":  "fields:\n  pr\xe9nom: given_name\n",
		"deep":     strings.Repeat("[", 40) + strings.Repeat("]", 40),
	} {
		_, err := Read(strings.NewReader(text), "onefold.yaml")
		faults, ok := errors.AsType[Faults](err)
		if !ok {
			t.Errorf("%s: got %v, want Faults", name, err)
		} else if len(faults) > maxFaults+1 {
			t.Errorf("%s: %d faults", name, len(faults))
		}
	}
}

func TestPlacesOfLaterFaults(t *testing.T) {
	p := read(t, "fields:\n  mail: email\nmatching:\n  ignore: [nots]\nsurvivorship:\n  fields:\n    emial: oldest\n  master:\n    - {by: max, field: revenu}\n")
	got := p.CheckFields([]string{"email", "notes"}).Error()
	for _, want := range []string{
		`onefold.yaml:2:3: the source has no field "mail"; did you mean "email"?`,
		`onefold.yaml:4:12: the source has no field "nots"; did you mean "notes"?`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	col := new(record.Column)
	_, err := survivorship.New(p.Survivorship, []survivorship.Field{{Name: "email", Column: col}, {Name: "revenue", Column: col}})
	got = p.Place(err).Error()
	for _, want := range []string{
		`onefold.yaml:7:5: there is no field "emial"; did you mean "email"?`,
		`onefold.yaml:9:24: there is no field "revenu"; did you mean "revenue"?`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	other := errors.New("other")
	if p.Place(other) != other || p.Place(nil) != nil {
		t.Error("other errors must pass")
	}
}

func TestScalars(t *testing.T) {
	p := read(t, "settings:\n  workers: 3\n  memory: 512MiB\noutputs:\n  language: fr\n")
	flags := pflag.NewFlagSet("x", pflag.ContinueOnError)
	flags.Int("workers", 0, "")
	flags.String("lang", "", "")
	t.Setenv("ONEFOLD_WORKERS", "4")
	t.Setenv("ONEFOLD_STATE_DIR", "/tmp/Zustand")
	if err := flags.Parse([]string{"--lang=ro"}); err != nil {
		t.Fatal(err)
	}
	s, err := p.Scalars(flags)
	if err != nil {
		t.Fatal(err)
	}
	if s.Workers != 4 || s.Memory != 512<<20 || s.Language != "ro" || s.StateDir != "/tmp/Zustand" {
		t.Errorf("got %+v", s)
	}
	for path, want := range map[string]string{
		"settings.workers":   "environment ONEFOLD_WORKERS",
		"settings.memory":    "onefold.yaml:3:11",
		"outputs.language":   "flag --lang",
		"settings.state_dir": "environment ONEFOLD_STATE_DIR",
	} {
		if got := s.Origin(path); got != want {
			t.Errorf("%s comes from %q, want %q", path, got, want)
		}
	}
	if err := flags.Parse([]string{"--workers=2"}); err != nil {
		t.Fatal(err)
	}
	if s, err = p.Scalars(flags); err != nil || s.Workers != 2 {
		t.Errorf("a flag must win over the environment: %+v, %v", s, err)
	}

	t.Setenv("ONEFOLD_WORKERS", "many")
	t.Setenv("ONEFOLD_MEMORY", "lots")
	_, err = (*Policy)(nil).Scalars(nil)
	faults, _ := errors.AsType[Faults](err)
	if len(faults) != 2 || !strings.Contains(err.Error(), "environment ONEFOLD_WORKERS: settings.workers") {
		t.Errorf("got %v, want both faults", err)
	}
}

func TestScalarsOfNothing(t *testing.T) {
	s, err := (*Policy)(nil).Scalars(nil)
	if err != nil || s.Workers != 0 || s.Origin("settings.workers") != "default" {
		t.Errorf("got %+v, %v", s, err)
	}
}

func TestSuggest(t *testing.T) {
	list := []string{"fields", "sources", "match_probability", "kind"}
	for word, want := range map[string]string{
		"feild": "fields", "Sources": "sources", "match-probability": "match_probability", "knd": "kind",
		"customers": "", "": "", "x": "",
	} {
		if got := suggest(word, list); got != want {
			t.Errorf("suggest(%q) = %q, want %q", word, got, want)
		}
	}
}

// TestWriteReadsBack: whatever a source's columns are called, the policy that
// init writes gives exactly what was inferred.
func TestWriteReadsBack(t *testing.T) {
	kinds := append(record.Kinds(), record.Unknown)
	text := rapid.OneOf(rapid.StringN(0, 12, -1), rapid.SampledFrom([]string{
		"no", "Yes", "null", "~", "1e3", "0x1F", "a: b", "- x", "#x", "'", `"`, `\`, "[a]", "{a}", "*a", "&a", "!a", "%a", "@a", "?",
		"a #b", " a ", "a\nb", "\t", "été", "=", "<<", "2024-01-01", "12:30", ".inf", "\u2028", "\u0085", "\ufeff", "|", ">", "---", "...", "E-Mail 1 (privé)",
	}))
	rapid.Check(t, func(t *rapid.T) {
		in := Init{Source: "crm", Path: "my contacts.csv"}
		seen := map[string]bool{"": true}
		for range rapid.IntRange(0, 8).Draw(t, "fields") {
			name := strings.ToValidUTF8(text.Draw(t, "name"), "")
			if seen[name] {
				continue
			}
			seen[name] = true
			in.Fields = append(in.Fields, InitField{
				Name: name, Kind: rapid.SampledFrom(kinds).Draw(t, "kind"),
				Confidence: rapid.Float64Range(0, 1).Draw(t, "confidence"), Reason: text.Draw(t, "reason"),
				Group: rapid.SampledFrom([]string{"", "address", "address:billing", "no"}).Draw(t, "group"), Role: strings.ToValidUTF8(text.Draw(t, "role"), ""),
				Region: rapid.SampledFrom([]string{"", "FR", "RO", "NO"}).Draw(t, "region"), DateOrder: rapid.SampledFrom([]string{"", "day_month", "month_day"}).Draw(t, "order"),
				Ignore: rapid.Bool().Draw(t, "ignore"),
			})
			if rapid.Bool().Draw(t, "has options") {
				f := &in.Fields[len(in.Fields)-1]
				f.Options = map[string]string{"order": "family_first", rapid.SampledFrom([]string{"no", "a: b", "mode"}).Draw(t, "option"): "12"}
			}
		}
		var b bytes.Buffer
		if err := Write(&b, in); err != nil {
			t.Fatal(err)
		}
		p, err := Read(&b, "onefold.yaml")
		if err != nil {
			t.Fatalf("%v", err)
		}
		if p.Sources["crm"].Path != in.Path || len(p.Fields) != len(in.Fields) {
			t.Fatalf("got %d fields, want %d", len(p.Fields), len(in.Fields))
		}
		for _, f := range in.Fields {
			want := &Field{Kind: f.Kind, Group: f.Group, Role: f.Role, Region: f.Region, DateOrder: f.DateOrder, Options: f.Options, Ignore: f.Ignore}
			if d := cmp.Diff(want, p.Fields[f.Name]); d != "" {
				t.Fatalf("%q: %s", f.Name, d)
			}
		}
	})
}

func TestWriteUnknownKind(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, Init{Fields: []InitField{{Name: "x"}, {Name: "y", Kind: record.Email, Confidence: 0.97, Reason: "97 % look like\ne-mail"}}}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "  \"y\": email  # 97%: 97 % look like e-mail\n") {
		t.Errorf("got\n%s", b.String())
	}
	p := read(t, b.String())
	if f := p.Fields["x"]; f == nil || f.Kind != record.Unknown {
		t.Errorf("x is %+v", f)
	}
}

// FuzzRead: no file makes the decoder panic, hang or report without a place's
// file; what it accepts, it accepts again.
func FuzzRead(f *testing.F) {
	for _, path := range []string{"testdata/faults.txt", examplePath} {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for part := range strings.SplitSeq(string(data), "-- ") {
			f.Add([]byte(part))
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		watch := time.AfterFunc(5*time.Second, func() { panic("the decoder hangs") })
		_, err := Read(bytes.NewReader(data), "f")
		watch.Stop()
		if err == nil {
			return
		}
		faults, ok := errors.AsType[Faults](err)
		if !ok || len(faults) == 0 || len(faults) > maxFaults+1 {
			t.Fatalf("not a list of faults: %v", err)
		}
		for _, x := range faults {
			if x.File != "f" || x.Text == "" || x.Line < 0 {
				t.Fatalf("bad fault %+v", x)
			}
		}
	})
}

// The paths of sources start at the folder of the file, wherever the program
// is run.
func TestSourcesStartAtTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "onefold.yaml")
	text := "sources: {a: in/a.csv, b: /data/b.csv, c: '-', d: 'sqlite:crm.db?table=t'}\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a": filepath.Join(filepath.Dir(path), "in", "a.csv"), "b": "/data/b.csv", "c": "-", "d": "sqlite:crm.db?table=t"} {
		if got := p.Sources[name].Path; got != want {
			t.Errorf("source %s is at %s, want %s", name, got, want)
		}
	}
}
