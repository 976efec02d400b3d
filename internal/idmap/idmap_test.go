package idmap

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite"
	"pgregory.net/rapid"

	"github.com/onefold/onefold/internal/workspace"
)

func state(t testing.TB) *workspace.Workspace {
	t.Helper()
	w, err := workspace.Open(t.Context(), t.TempDir(), workspace.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w
}

// became makes facts of "run: a>b c>d", all of source crm and group g.
func became(lines ...string) []Fact {
	var facts []Fact
	for n, line := range lines {
		run, pairs, _ := strings.Cut(line, ": ")
		for p := range strings.FieldsSeq(pairs) {
			from, to, _ := strings.Cut(p, ">")
			facts = append(facts, Fact{Old: from, New: to, Source: "crm", Run: run, Group: "g" + to, Time: time.Date(2026, 1, 1+n, 0, 0, 0, 0, time.UTC), Reason: "same"})
		}
	}
	return facts
}

func show(facts []Fact) string {
	var parts []string
	for _, f := range facts {
		parts = append(parts, f.Old+">"+f.New)
	}
	return strings.Join(parts, " ")
}

func TestChains(t *testing.T) {
	for name, c := range map[string]struct {
		facts []Fact
		flat  string
		chain map[string]string
	}{
		"one":                {became("1: a>b"), "a>b", map[string]string{"a": "a>b", "b": "", "z": ""}},
		"chain":              {became("1: a>b", "2: b>c"), "a>c b>c", map[string]string{"a": "a>b b>c", "b": "b>c"}},
		"chain in one run":   {became("1: b>c a>b"), "a>c b>c", map[string]string{"a": "a>b b>c"}},
		"several":            {became("1: a>b x>y", "2: b>c y>c"), "a>c b>c x>c y>c", nil},
		"back":               {became("1: a>b", "2: b>a"), "b>a", map[string]string{"a": "a>b b>a", "b": "b>a"}},
		"id given again":     {became("1: a>b", "2: a>c"), "a>c", map[string]string{"a": "a>c"}},
		"master given again": {became("1: b>c", "2: a>b"), "a>b b>c", map[string]string{"a": "a>b", "b": "b>c"}},
		"itself":             {became("1: a>a"), "", map[string]string{"a": ""}},
		"circle in a run":    {became("1: a>b b>a"), "", nil},
	} {
		w := state(t)
		for range 2 { // resuming notes them again
			if err := Add(t.Context(), w, c.facts); err != nil {
				t.Fatal(err)
			}
		}
		flat, err := Flat(t.Context(), w, "crm")
		if err != nil || show(flat) != c.flat {
			t.Errorf("%s: flat %s, %v; want %s", name, show(flat), err, c.flat)
		}
		for id, want := range c.chain {
			if got, err := Chain(t.Context(), w, "crm", id); err != nil || show(got) != want {
				t.Errorf("%s: %s is %s, %v; want %s", name, id, show(got), err, want)
			}
		}
	}
}

func TestTakeBack(t *testing.T) {
	w := state(t)
	if err := Add(t.Context(), w, became("1: a>b x>y", "2: b>c")); err != nil {
		t.Fatal(err)
	}
	step := func(want string, n int64, run, by string, groups ...string) {
		t.Helper()
		if got, err := TakeBack(t.Context(), w, run, by, groups...); err != nil || got != n {
			t.Fatalf("took back %d, %v; want %d", got, err, n)
		}
		if flat, err := Flat(t.Context(), w, ""); err != nil || show(flat) != want {
			t.Fatalf("%s, %v; want %s", show(flat), err, want)
		}
	}
	step("a>c b>c", 1, "1", "3", "gy")
	step("a>b", 1, "2", "4")
	step("a>b", 0, "2", "4")
	step("", 1, "1", "5", "gb", "gy", "none")
	// Resuming the run does not bring back what was taken back since.
	if err := Add(t.Context(), w, became("1: a>b")); err != nil {
		t.Fatal(err)
	}
	step("", 0, "9", "9")
	if err := Add(t.Context(), w, became("6: a>b")); err != nil {
		t.Fatal(err)
	}
	step("a>b", 0, "9", "9")
}

func TestSources(t *testing.T) {
	w := state(t)
	facts := became("1: 1>2 3>4")
	facts[1].Source, facts[1].Old = "erp", "1"
	if err := Add(t.Context(), w, facts); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{"": "crm erp", "1": "crm erp", "3": ""} {
		if got, err := Sources(t.Context(), w, id); err != nil || strings.Join(got, " ") != want {
			t.Errorf("%q is in %v, %v; want %s", id, got, err, want)
		}
	}
	if flat, err := Flat(t.Context(), w, "erp"); err != nil || show(flat) != "1>4" {
		t.Errorf("%s, %v", show(flat), err)
	}
}

// Against a model that keeps for every record where it is now: merges of live
// records, and undoing of the newest runs.
func TestModel(t *testing.T) {
	w := state(t)
	round := 0
	rapid.Check(t, func(t *rapid.T) {
		round++
		source := fmt.Sprint("s", round)
		const records = 8
		type moment [records]int
		now := moment{0, 1, 2, 3, 4, 5, 6, 7}
		var history []moment
		for run := range rapid.IntRange(1, 6).Draw(t, "runs") {
			name := fmt.Sprint(round, "-", len(history), "-", run)
			if len(history) > 0 && rapid.IntRange(0, 3).Draw(t, "undo") == 0 {
				continue
			}
			history = append(history, now)
			var facts []Fact
			for range rapid.IntRange(1, 3).Draw(t, "merges") {
				a, b := now[rapid.IntRange(0, records-1).Draw(t, "a")], now[rapid.IntRange(0, records-1).Draw(t, "b")]
				if a == b {
					continue
				}
				facts = append(facts, Fact{Old: fmt.Sprint(a), New: fmt.Sprint(b), Source: source, Run: name})
				for i := range now {
					if now[i] == a {
						now[i] = b
					}
				}
			}
			if err := Add(t.Context(), w, facts); err != nil {
				t.Fatal(err)
			}
			if rapid.IntRange(0, 2).Draw(t, "take back") == 0 {
				if n, err := TakeBack(t.Context(), w, name, "u"); err != nil || n != int64(len(facts)) {
					t.Fatalf("took back %d of %d, %v", n, len(facts), err)
				}
				now = history[len(history)-1]
			}
		}
		flat, err := Flat(t.Context(), w, source)
		if err != nil {
			t.Fatal(err)
		}
		for id, is := range now {
			chain, err := Chain(t.Context(), w, source, fmt.Sprint(id))
			if err != nil {
				t.Fatal(err)
			}
			got := fmt.Sprint(id)
			if len(chain) > 0 {
				got = chain[len(chain)-1].New
			}
			if got != fmt.Sprint(is) {
				t.Fatalf("%d is %s by its chain, want %d", id, got, is)
			}
			i := slices.IndexFunc(flat, func(f Fact) bool { return f.Old == fmt.Sprint(id) })
			if (i >= 0) != (is != id) || i >= 0 && flat[i].New != fmt.Sprint(is) {
				t.Fatalf("%d is not %d in %s", id, is, show(flat))
			}
		}
	})
}

func TestCSV(t *testing.T) {
	var b strings.Builder
	facts := became("r1: a>b")
	facts[0].Old, facts[0].Reason = "a,\"1\"", "same e-mail"
	if err := WriteCSV(&b, facts); err != nil {
		t.Fatal(err)
	}
	if want := "old_id,new_id,source,run,time,reason\n\"a,\"\"1\"\"\",b,crm,r1,2026-01-01T00:00:00Z,same e-mail\n"; b.String() != want {
		t.Errorf("%s, want %s", b.String(), want)
	}
}

// The script for SQLite runs, does what it says, and does it once.
func TestSQLRuns(t *testing.T) {
	for name, c := range map[string]struct {
		kind  string
		facts []Fact
		have  []any
		want  string
	}{
		"numbers": {"INTEGER", became("1: 1>2 7>2"), []any{1, 2, 3, 7, nil}, "2 2 3 2 <nil>"},
		"text":    {"TEXT", became("1: a>b o'x>b"), []any{"a", "A", "o'x", "\\"}, "b A b \\"},
		"zeros":   {"TEXT", became("1: 01>1"), []any{"01", "1", "001"}, "1 1 001"},
		"none":    {"TEXT", nil, []any{"a"}, "a"},
		"many": {"INTEGER", func() (f []Fact) {
			for i := range 1201 {
				f = append(f, Fact{Old: fmt.Sprint(i + 10), New: "1"})
			}
			return f
		}(), []any{9, 10, 1210, 1211}, "9 1 1 1211"},
	} {
		t.Run(name, func(t *testing.T) {
			db, err := sql.Open("sqlite", ":memory:")
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			db.SetMaxOpenConns(1)
			if _, err := db.Exec(`CREATE TABLE "in voice" (n INTEGER PRIMARY KEY, "cont""act" ` + c.kind + `)`); err != nil {
				t.Fatal(err)
			}
			for _, v := range c.have {
				if _, err := db.Exec(`INSERT INTO "in voice" ("cont""act") VALUES (?)`, v); err != nil {
					t.Fatal(err)
				}
			}
			var script strings.Builder
			if err := WriteSQL(&script, c.facts, Target{Dialect: SQLite, Table: "main.in voice", Column: `cont"act`}); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if _, err := db.Exec(script.String()); err != nil {
					t.Fatalf("%v in\n%s", err, script.String())
				}
				rows, err := db.Query(`SELECT "cont""act" FROM "in voice" ORDER BY n`)
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for rows.Next() {
					var v any
					if err := rows.Scan(&v); err != nil {
						t.Fatal(err)
					}
					got = append(got, fmt.Sprint(v))
				}
				if err := rows.Err(); err != nil || strings.Join(got, " ") != c.want {
					t.Errorf("%v, %v; want %s", got, err, c.want)
				}
			}
		})
	}
}

func TestSQLText(t *testing.T) {
	write := func(facts []Fact, to Target) (string, error) {
		var b strings.Builder
		err := WriteSQL(&b, facts, to)
		return b.String(), err
	}
	const uuid = "5f0c1b1e-0000-4000-8000-00000000000"
	for name, c := range map[string]struct {
		facts []Fact
		to    Target
		wants []string
	}{
		"postgres numbers": {became("1: 1>2"), Target{Dialect: Postgres, Table: "crm.invoice", Column: "contact_id"}, []string{
			"CREATE TEMP TABLE onefold_idmap (old_id bigint PRIMARY KEY,", "  (1, 2);",
			`UPDATE "crm"."invoice" AS t SET "contact_id" = m.new_id FROM onefold_idmap AS m WHERE t."contact_id" = m.old_id;`,
		}},
		"postgres uuids":  {became("1: " + uuid + "1>" + uuid + "2"), Target{Dialect: Postgres, Table: "t", Column: "c"}, []string{"old_id uuid PRIMARY KEY", "'" + uuid + "1'"}},
		"numbers as text": {became("1: 1>2"), Target{Dialect: Postgres, Table: "t", Column: "c", Type: Text}, []string{"old_id text", "('1', '2')"}},
		"mysql":           {became(`1: a\'>b`), Target{Dialect: MySQL, Table: "t`x", Column: "c"}, []string{"COLLATE utf8mb4_bin", `('a\\''', 'b')`, "UPDATE `t``x` AS t JOIN", "DROP TEMPORARY TABLE"}},
		"mysql schema": {became("1: 1>2"), Target{Dialect: MySQL, Table: "crm.t", Column: "c"}, []string{
			"CREATE TEMPORARY TABLE `crm`.onefold_idmap ", "INSERT INTO `crm`.onefold_idmap ", "UPDATE `crm`.`t` AS t JOIN `crm`.onefold_idmap AS m", "TABLE `crm`.onefold_idmap;",
		}},
		"no end of line": {nil, Target{Dialect: SQLite, Table: "t\nDROP TABLE x;", Column: "c\r"}, []string{"of t DROP TABLE x;. Written"}},
	} {
		got, err := write(c.facts, c.to)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, want := range c.wants {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", name, want, got)
			}
		}
	}
	for name, c := range map[string]struct {
		facts []Fact
		to    Target
	}{
		"dialect":    {nil, Target{Dialect: "oracle", Table: "t", Column: "c"}},
		"type":       {nil, Target{Dialect: MySQL, Table: "t", Column: "c", Type: "blob"}},
		"no integer": {became("1: a>1"), Target{Dialect: MySQL, Table: "t", Column: "c", Type: Integer}},
		"no uuid":    {became("1: a>1"), Target{Dialect: MySQL, Table: "t", Column: "c", Type: UUID}},
		"zero byte":  {became("1: a\x00>1"), Target{Dialect: SQLite, Table: "t", Column: "c"}},
	} {
		if _, err := write(c.facts, c.to); err == nil {
			t.Errorf("%s: written", name)
		}
	}
}

// FuzzSQL checks that no id gets out of its literal: the script changes the one
// row that has the id, whatever it is, and nothing else.
func FuzzSQL(f *testing.F) {
	f.Add("a", "b")
	f.Add("'); DROP TABLE t; --", "\\")
	f.Add("''", "'")
	f.Fuzz(func(t *testing.T, from, to string) {
		if from == to {
			return
		}
		var script strings.Builder
		if err := WriteSQL(&script, []Fact{{Old: from, New: to}}, Target{Dialect: SQLite, Table: "t", Column: "c", Type: Text}); err != nil {
			return
		}
		db, err := sql.Open("sqlite", ":memory:")
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		db.SetMaxOpenConns(1)
		if _, err := db.Exec("CREATE TABLE t (n INTEGER PRIMARY KEY, c TEXT); INSERT INTO t (c) VALUES (?), ('untouched')", from); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(script.String()); err != nil {
			t.Fatalf("%v in\n%s", err, script.String())
		}
		var got string
		if err := db.QueryRow("SELECT c FROM t WHERE n = 1").Scan(&got); err != nil || got != to {
			t.Fatalf("%q became %q, %v; want %q", from, got, err, to)
		}
	})
}
