package main

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/onefold/onefold/matcher"

	"github.com/onefold/onefold/record"
)

// child makes the test binary the program that is measured: it holds 64 MB and
// is busy for a while.
const child = "MEASURE_TEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(child) == "" {
		os.Exit(m.Run())
	}
	held := make([]byte, 64<<20)
	for began := time.Now(); time.Since(began) < 60*time.Millisecond; {
		for i := range held {
			held[i]++
		}
	}
	_, _ = os.Stdout.WriteString("done")
	runtime.KeepAlive(held)
}

func TestRunMeasures(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	out, u, err := run(t.Context(), []string{child + "=1"}, self)
	if err != nil || string(out) != "done" {
		t.Fatalf("said %q, %v", out, err)
	}
	if u.Wall < 60*time.Millisecond || u.CPU < 10*time.Millisecond || u.CPU > time.Minute {
		t.Errorf("took %v, computed for %v", u.Wall, u.CPU)
	}
	if mb := u.RSS >> 20; u.RSS != 0 && (mb < 64 || mb > 1024) {
		t.Errorf("%d MB for a process that holds 64", mb)
	}
	if _, _, err := run(context.Background(), nil, filepath.Join(t.TempDir(), "nothing")); err == nil {
		t.Error("a program that is not there could be run")
	}
}

func TestWithout(t *testing.T) {
	dir := t.TempDir()
	from := filepath.Join(dir, "from.csv")
	if err := os.WriteFile(from, []byte("id,cluster,name\n1,a,\"x, y\"\n2,b,z\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b := &bench{work: dir}
	c, err := b.without(from, b.cut("accuracy", "s"))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{c.records: "id,name\n1,\"x, y\"\n2,z\n", c.truth: "id,cluster\n1,a\n2,b\n"} {
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%s: %q, want %q; %v", filepath.Base(path), got, want, err)
		}
	}
	if n, err := countRows(c.truth); n != 2 || err != nil || c.rows != 2 {
		t.Errorf("%d and %d rows, want 2; %v", n, c.rows, err)
	}
	if err := os.WriteFile(from, []byte("id,name\n1,x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := b.without(from, c); err == nil || !strings.Contains(err.Error(), "cluster") {
		t.Errorf("a file without clusters: %v", err)
	}
}

func TestChoose(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range sets() {
		if seen[s.name] || s.floor <= 0 || s.floor > 1 || s.own == (s.truth == "") {
			t.Errorf("set %+v", s)
		}
		seen[s.name] = true
		got, err := choose([]string{s.name})
		if err != nil || len(got) != 1 || got[0] != s {
			t.Errorf("choose %s: %v, %v", s.name, got, err)
		}
	}
	if _, err := choose([]string{"nothing"}); err == nil {
		t.Error("a set that is not there was found")
	}
}

func TestTable(t *testing.T) {
	tab := table{head: []string{"a", "long"}}
	tab.add("B³ x", "1")
	var out bytes.Buffer
	tab.print(&out)
	if want := "| a    | long |\n| ---- | ---- |\n| B³ x | 1    |\n"; out.String() != want {
		t.Errorf("printed\n%swant\n%s", &out, want)
	}
}

func TestPairF1(t *testing.T) {
	for _, c := range []struct {
		found, truth []uint32
		want         float64
	}{
		{nil, nil, 1},
		{[]uint32{0, 1, 2}, []uint32{5, 6, 7}, 1},
		{[]uint32{0, 0, 1}, []uint32{5, 5, 6}, 1},
		{[]uint32{0, 0, 0}, []uint32{5, 5, 6}, .5},
		{[]uint32{0, 1, 1}, []uint32{5, 5, 6}, 0},
	} {
		if got := pairF1(c.found, c.truth); got != c.want {
			t.Errorf("%v against %v: %v, want %v", c.found, c.truth, got, c.want)
		}
	}
}

func TestTimed(t *testing.T) {
	all := usage{Wall: time.Minute, CPU: 2 * time.Minute, RSS: 1 << 31}
	told := []byte("read (2.4, 4.7)\nwrite0.95 (35.4, 59.9)\nrss_MB 1400 pairs_ge_0.5 978941\n")
	if u := timed(all, told); u.CPU != 59900*time.Millisecond || u.RSS != 1400<<20 {
		t.Errorf("CPU %v, %d bytes", u.CPU, u.RSS)
	}
	if u := timed(all, []byte("nothing")); u != all {
		t.Errorf("%+v", u)
	}
}

func TestOnce(t *testing.T) {
	dir := t.TempDir()
	c := &cut{records: filepath.Join(dir, "records.csv"), truth: filepath.Join(dir, "truth.csv"), result: filepath.Join(dir, "result")}
	write := func(path, s string) {
		if err := os.WriteFile(path, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(c.records, "name,id\nx,1\ny,2\n\"z, z\",3\n")
	write(c.truth, "id,cluster\n1,a\n2,a\n3,b\n")
	b := &bench{}
	o, err := b.once(c)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(o.records); err != nil || string(got) != "name,id\nx,1\n\"z, z\",3\n" || o.rows != 2 {
		t.Errorf("%d rows: %q, %v", o.rows, got, err)
	}
	write(c.records, "name;id\nx;1\n")
	if o, err := b.once(c); o != nil || err != nil {
		t.Errorf("another delimiter: %v, %v", o, err)
	}
}

func TestAblationTable(t *testing.T) {
	a := newAblation([]matcher.Part{"p", "q"}, "nothing: F1")
	a.add("s", []outcome{{.9, 3}, {.8, 4}, {.9, 3}}, f4, "%+.2f", .001, -1)
	m := newAblation([]matcher.Part{"p", "q"}, "nothing")
	m.add("s", []outcome{{.9, 3}, {.8, 4}, {.9, 3}}, func(v float64) string { return fmt.Sprint(v) }, "%+.0f", .5, 1)
	var out bytes.Buffer
	a.print(&out)
	m.print(&out)
	want := "| without     | s      |\n| ----------- | ------ |\n| nothing: F1 | 0.9000 |\n| p           | -0.10  |\n| q           | ·      |\n" +
		"| without | s  |\n| ------- | -- |\n| nothing | 3  |\n| p       | +1 |\n| q       | ·  |\n"
	if out.String() != want {
		t.Errorf("printed\n%swant\n%s", &out, want)
	}
	if math.Abs(a.most[0]-.1) > 1e-9 || a.most[1] != 0 || m.most[0] != 1 || m.most[1] != 0 {
		t.Errorf("earned %v and %v", a.most, m.most)
	}
}

func TestCompleteness(t *testing.T) {
	clusters := map[string][]record.Row{"a": {4, 2, 7}, "b": {1, 9, 3, 5}, "alone": {8}}
	proposed := map[record.Pair]bool{{A: 2, B: 4}: true, {A: 4, B: 7}: true, {A: 1, B: 9}: true}
	got := completeness(clusters,
		func(p record.Pair) bool { return proposed[p] },
		func(p record.Pair) bool { return proposed[p] || p == record.Pair{A: 2, B: 7} })
	want := complete{pairs: 9, proposed: 3. / 9, reachable: 4. / 9, compared: 4. / 9}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
