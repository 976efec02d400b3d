package decisions

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/onefold/onefold/record"
	"pgregory.net/rapid"
)

func day(s string) time.Time {
	t, err := parseDay(s)
	if err != nil {
		panic(err)
	}
	return t
}

func read(t *testing.T, text string) []Decision {
	t.Helper()
	ds, err := Read(strings.NewReader(text), "d.csv", RefuseBlank)
	if err != nil {
		t.Fatal(err)
	}
	return ds
}

func TestRead(t *testing.T) {
	got := read(t, "\ufeffDecision;id_a;ID_B;date;expires;author;reason;a: name\n"+
		"Oui; 7 ;8;2026-03-01;;ana;même n°;Lucie\n"+
		"no match;8;9;2026-03-01T10:00:00Z;2027-01-01;;\"a;b\";\n"+
		"POATE;7;9\n")
	want := []Decision{
		{A: "7", B: "8", Verdict: Same, Reason: "même n°", Author: "ana", Made: day("2026-03-01"), File: "d.csv", Line: 2},
		{A: "8", B: "9", Verdict: Different, Reason: "a;b", Made: day("2026-03-01T10:00:00Z"), Expires: day("2027-01-01"), File: "d.csv", Line: 3},
		{A: "7", B: "9", Verdict: Unsure, File: "d.csv", Line: 4},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestParseVerdict(t *testing.T) {
	for _, test := range []struct {
		want  Verdict
		words string
	}{
		{Same, "same|Match|YES|oui|Da|identique|même|aceeași|1|true"},
		{Different, "different|no-match|non_match|NO|Non|nu|différents|diferiți|0|not match"},
		{Unsure, "unsure|maybe|?|peut-être|nesigur"},
	} {
		for _, w := range strings.Split(test.words, "|") {
			if got, ok := ParseVerdict(w); !ok || got != test.want {
				t.Errorf("%q is %v, %v; want %v", w, got, ok, test.want)
			}
		}
	}
	for _, w := range []string{"", "sam", "yes!", "2"} {
		if got, ok := ParseVerdict(w); ok {
			t.Errorf("%q is %v, want none", w, got)
		}
	}
}

func TestFaultsHavePlaces(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", "d.csv: the file is empty"},
		{"id_a,id_b\n", "d.csv:1: there is no column decision"},
		{"id_a,id_b,decision,expire\n", `d.csv:1: there is no column "expire" in decisions`},
		{"id_a,id_b,decision,id_a\n", "d.csv:1: the column id_a is there twice"},
		{"id_a,id_b,decision\n1,2,same\n1,1,same\n", "d.csv:3: both ids are the same"},
		{"id_a,id_b,decision\n1,,same\n", "d.csv:2: an id is blank"},
		{"id_a,id_b,decision\n1,2,\n", "d.csv:2: the decision is blank"},
		{"id_a,id_b,decision\n1,2,perhaps not\n", `d.csv:2: "perhaps not" is no decision`},
		{"id_a,id_b,decision\n1,2,same,x\n", "d.csv:2: the row has 4 columns, the header 3"},
		{"id_a,id_b,decision,date\n1,2,same,31/01/2026\n", `d.csv:2: the date "31/01/2026" is no date`},
		{"id_a,id_b,decision,expires\n1,2,same,soon\n", `d.csv:2: the date "soon" in expires is no date`},
		{"id_a,id_b,decision\n1,\"2,same\n", "d.csv:2: "},
	} {
		_, err := Read(strings.NewReader(test.text), "d.csv", RefuseBlank)
		if err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%q: %v, want %s", test.text, err, test.want)
		}
		var fe *FileError
		if !errors.As(err, &fe) {
			t.Errorf("%q: %T", test.text, err)
		}
	}
	_, err := Read(strings.NewReader("id_a,id_b,decision\n1,1,same\n1,2,x\n"), "d.csv", RefuseBlank)
	if got := strings.Count(fmt.Sprint(err), "\n") + 1; got != 2 {
		t.Errorf("%d faults told, want 2: %v", got, err)
	}
	ds, err := Read(strings.NewReader("id_a,id_b,decision\n1,2,\n1,3,same\n"), "d.csv", SkipBlank)
	if err != nil || len(ds) != 1 {
		t.Errorf("a file that is being filled in: %v, %v", ds, err)
	}
}

// standing says what stands as "a b verdict author".
func standing(b *Book) string {
	var out []string
	for _, d := range b.Standing {
		out = append(out, fmt.Sprintf("%s%s %v %s", d.pair()[0], d.pair()[1], d.Verdict, d.Author))
	}
	return strings.Join(out, "; ")
}

func TestSettle(t *testing.T) {
	const head = "id_a,id_b,decision,author,date,expires,source\n"
	for _, test := range []struct {
		name, rows, want           string
		expired, conflicts, inside int
	}{
		{"one author changes his mind", "1,2,same,ana,2026-01-01,,\n2,1,different,ana,2026-01-02,,\n", "12 different ana", 0, 0, 0},
		{"whatever the order of the rows", "2,1,different,ana,2026-01-02,,\n1,2,same,ana,2026-01-01,,\n", "12 different ana", 0, 0, 0},
		{"two authors contradict each other", "1,2,same,ana,2026-01-01,,\n1,2,different,ion,2026-02-01,,\n", "", 0, 1, 2},
		{"two authors agree", "1,2,same,ana,2026-01-01,,\n1,2,same,ion,2026-02-01,,\n", "12 same ana", 0, 0, 0},
		{"two of one date", "1,2,same,ana,2026-01-01,,\n1,2,different,ana,2026-01-01,,\n", "", 0, 1, 2},
		{"one is unsure", "1,2,unsure,ana,2026-01-01,,\n1,2,different,ion,2026-02-01,,\n", "12 different ion", 0, 0, 0},
		{"taken back", "1,2,same,ana,2026-01-01,,\n1,2,unsure,ana,2026-02-01,,\n", "12 unsure ana", 0, 0, 0},
		{"conflict solved by who changes", "1,2,same,ana,2026-01-01,,\n1,2,different,ion,2026-02-01,,\n1,2,different,ana,2026-03-01,,\n", "12 different ana", 0, 0, 0},
		{"expired yesterday", "1,2,same,ana,2026-01-01,2026-05-31,\n", "", 1, 0, 0},
		{"holds today", "1,2,same,ana,2026-01-01,2026-06-01,\n", "12 same ana", 0, 0, 0},
		{"what expired contradicts nobody", "1,2,same,ana,,2026-05-31,\n1,2,different,ion,,,\n", "12 different ion", 1, 0, 0},
		{"of another source", "1,2,same,ana,,,b.csv\n1,3,same,ana,,,a.csv\n", "13 same ana", 0, 0, 0},
	} {
		b := Settle(read(t, head+test.rows), "a.csv", day("2026-06-01T23:00:00Z"))
		if got := standing(b); got != test.want || len(b.Expired) != test.expired || len(b.Conflicts) != test.conflicts {
			t.Errorf("%s: %q, %d expired, %d conflicts; want %q, %d, %d", test.name, got, len(b.Expired), len(b.Conflicts), test.want, test.expired, test.conflicts)
		}
		if test.conflicts > 0 && len(b.Conflicts[0].Opinions) != test.inside {
			t.Errorf("%s: opinions %v", test.name, b.Conflicts[0].Opinions)
		}
	}
}

// some draws decisions.
func some(t *rapid.T) []Decision {
	text := rapid.SampledFrom([]string{"", "ana", "ion", "é, \"q\"", "two\nlines"})
	days := rapid.SampledFrom([]time.Time{{}, day("2026-01-01"), day("2026-01-02T03:04:05.6Z"), day("2027-01-01")})
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Decision {
		a := rapid.IntRange(1, 4).Draw(t, "a")
		return Decision{
			A: fmt.Sprint(a), B: fmt.Sprint(a + rapid.IntRange(1, 3).Draw(t, "b")), Verdict: Verdict(rapid.IntRange(0, 2).Draw(t, "verdict")),
			Author: text.Draw(t, "author"), Reason: text.Draw(t, "reason"), Made: days.Draw(t, "made"),
			Expires: days.Draw(t, "expires").Truncate(24 * time.Hour), Source: rapid.SampledFrom([]string{"", "s"}).Draw(t, "source"),
		}
	}), 0, 12).Draw(t, "decisions")
}

// What stands does not depend on the order of the rows, a pair is told once,
// and nothing gets lost.
func TestSettleIsOrderFree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := some(t)
		now := day("2026-06-01")
		want := Settle(all, "s", now)
		got := Settle(rapid.Permutation(all).Draw(t, "order"), "s", now)
		if standing(want) != standing(got) || len(want.Conflicts) != len(got.Conflicts) || len(want.Expired) != len(got.Expired) {
			t.Fatalf("%q and %q", standing(want), standing(got))
		}
		told := map[[2]string]bool{}
		for _, d := range want.Standing {
			if told[d.pair()] {
				t.Fatalf("%v is told twice", d.pair())
			}
			told[d.pair()] = true
		}
		for _, c := range want.Conflicts {
			told[[2]string{c.A, c.B}] = true
		}
		for _, d := range all {
			if !d.expired(now) && !told[d.pair()] {
				t.Fatalf("%v is lost", d.pair())
			}
		}
	})
}

// What is added is read as it was, also in a file of somebody else's form.
func TestAppend(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		path := filepath.Join(dir, fmt.Sprint(n))
		own := rapid.Bool().Draw(t, "own")
		if !own {
			if err := os.WriteFile(path, []byte("\ufeffid_b;decision;id_a;expires;reason;author;date;source\n9;yes;8"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		var want []Decision
		for range 2 {
			ds := some(t)
			if err := Append(path, ds...); err != nil {
				t.Fatal(err)
			}
			want = append(want, ds...)
		}
		got, err := ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !own {
			got = got[1:]
		}
		if !slices.EqualFunc(got, want, func(a, b Decision) bool { return a.like(&b) && a.A == b.A }) {
			t.Fatalf("read %+v, added %+v", got, want)
		}
	})
}

func TestStore(t *testing.T) {
	dir := t.TempDir()
	beside := filepath.Join(dir, FileName)
	if err := os.WriteFile(beside, []byte("id_a,id_b,decision\n1,2,same\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	state := filepath.Join(dir, ".onefold")
	if err := os.Mkdir(state, 0o700); err != nil {
		t.Fatal(err)
	}
	s := NewStore(state, "a.csv", filepath.Join(dir, "out"))
	ds := []Decision{{A: "3", B: "4", Verdict: Different, Author: "ana"}, {A: "4", B: "3", Verdict: Different, Author: "ana"}}
	for i, want := range []int{1, 0} {
		if n, err := s.Import(ds); n != want || err != nil {
			t.Errorf("import %d takes %d, %v; want %d", i+1, n, err, want)
		}
	}
	b, err := s.Read(day("2026-01-01"))
	if err != nil || standing(b) != "12 same ; 34 different ana" {
		t.Errorf("%q, %v", standing(b), err)
	}
	b, err = NewStore(state, "b.csv").Read(day("2026-01-01"))
	if err != nil || standing(b) != "" {
		t.Errorf("another source: %q, %v", standing(b), err)
	}
}

func TestApply(t *testing.T) {
	b := Settle(read(t, "id_a,id_b,decision,author,date,reason\nx,y,same,ana,2026-01-02,moved\ny,w,no,,,\n"), "", time.Time{})
	ids := []string{"z", "y", "x"}
	a := Apply(b, len(ids), func(r record.Row) string { return ids[r] })
	if len(a.Links) != 1 || len(a.Unknown) != 1 || b.Standing[a.Unknown[0]].B != "w" {
		t.Errorf("links %v, unknown %v", a.Links, a.Unknown)
	}
	if got, want := a.By(1, 2), "decided by ana on 2026-01-02: moved"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := a.By(0, 1); got != "" {
		t.Errorf("%q, want nothing", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("id_a,id_b,decision,reason,author,date,expires\n1,2,same,why,ana,2026-01-01,\n")
	f.Add("\ufeffid_a;id_b;decision\n\"1;2\";3;no\n")
	f.Fuzz(func(t *testing.T, text string) {
		ds, err := Read(strings.NewReader(text), "f", SkipBlank)
		if err != nil {
			var fe *FileError
			if !errors.As(err, &fe) {
				t.Fatalf("%T", err)
			}
			return
		}
		path := filepath.Join(t.TempDir(), "d.csv")
		if err := Append(path, ds...); err != nil {
			t.Fatal(err)
		}
		got, err := ReadFile(path)
		if err != nil || !slices.EqualFunc(got, ds, func(a, b Decision) bool { return a.like(&b) }) {
			t.Fatalf("%+v written, %+v read, %v", ds, got, err)
		}
	})
}
