package link

import (
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/normalize"
)

func open(t *testing.T, c Cardinality, workers int, sources ...string) *Job {
	t.Helper()
	o := Options{
		Options: pipeline.Options{Connectors: all.New(), Registry: normalize.Standard(), Workers: workers, Now: func() time.Time {
			return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
		}},
		Sources: sources, Cardinality: c,
	}
	j, err := Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

// links runs a job and returns its links, each as "source:id source:id" with
// the sources in the order of their names.
func links(t *testing.T, j *Job) []string {
	t.Helper()
	if err := j.Match(context.Background()); err != nil {
		t.Fatal(err)
	}
	var out []string
	err := j.joined.Pairs(func(p pipeline.Told) error {
		if p.Decision == pipeline.DecisionMatch && j.of[p.A] != j.of[p.B] {
			a, b := j.id(p.A), j.id(p.B)
			out = append(out, min(a, b)+" "+max(a, b))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

func write(t *testing.T, path string, rows [][]string) string {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := csv.NewWriter(f).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return path
}

func sample(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// The same records give the same links in any order of rows and of sources, and
// with any number of workers.
func TestOrderIsNothing(t *testing.T) {
	members, donors := sample(t, "members_fr.csv"), sample(t, "donors_en.csv")
	run := func(seed uint64, workers int, turned bool) []string {
		rng := rand.New(rand.NewPCG(seed, 1))
		dir := t.TempDir()
		var paths []string
		for name, rows := range map[string][][]string{"members.csv": members, "donors.csv": donors} {
			rows = slices.Clone(rows)
			if seed > 0 {
				rng.Shuffle(len(rows)-1, func(i, k int) { rows[i+1], rows[k+1] = rows[k+1], rows[i+1] })
			}
			paths = append(paths, write(t, filepath.Join(dir, name), rows))
		}
		slices.Sort(paths)
		if turned {
			slices.Reverse(paths)
		}
		return links(t, open(t, Auto, workers, paths...))
	}
	want := run(0, 1, false)
	if len(want) < 60 {
		t.Fatalf("%d links", len(want))
	}
	for seed, workers := range []int{2, 3} {
		if got := run(uint64(seed+1), workers, seed == 1); !slices.Equal(got, want) {
			t.Errorf("shuffled, %d workers: %d links, want %d", workers, len(got), len(want))
		}
	}
}

// products are things as two shops list them; those with a number below shared
// are in both.
func products(n, shared int) (a, b [][]string) {
	what := []string{"kettle", "toaster", "blender", "mixer", "grill"}
	brand := []string{"Orlane", "Kettwig", "Brunt", "Solva"}
	a = [][]string{{"id", "name", "price", "stock"}}
	b = [][]string{{"id", "title", "description", "list price"}}
	rng := rand.New(rand.NewPCG(7, 7))
	for i := range n {
		w, br, model := what[rng.IntN(5)], brand[rng.IntN(4)], fmt.Sprintf("%c%c-%d", 'A'+rng.IntN(26), 'A'+rng.IntN(26), 100+rng.IntN(900))
		price := 20 + rng.Float64()*200
		a = append(a, []string{fmt.Sprint(i + 1), fmt.Sprintf("%s %s %s", br, w, model), fmt.Sprintf("%.2f", price), fmt.Sprint(rng.IntN(50))})
		if i >= shared {
			model = fmt.Sprintf("%c%c-%d", 'A'+rng.IntN(26), 'A'+rng.IntN(26), 100+rng.IntN(900))
		}
		b = append(b, []string{fmt.Sprint(9000 + i), fmt.Sprintf("%s (%s) by %s", strings.ReplaceAll(model, "-", ""), w, br), "a " + w + " for every kitchen", fmt.Sprintf("%.2f", price*(.98+.04*rng.Float64()))})
	}
	return a, b
}

func TestProducts(t *testing.T) {
	a, b := products(300, 200)
	dir := t.TempDir()
	j := open(t, Auto, 2, write(t, filepath.Join(dir, "a.csv"), a), write(t, filepath.Join(dir, "b.csv"), b))
	right, wrong := 0, 0
	for _, l := range links(t, j) {
		x, y, _ := strings.Cut(l, " b.csv:")
		var i, k int
		if _, err := fmt.Sscanf(x+" "+y, "a.csv:%d %d", &i, &k); err != nil {
			t.Fatal(err)
		}
		if k-9000 == i-1 && i <= 200 {
			right++
		} else {
			wrong++
		}
	}
	if right < 190 || wrong > 10 {
		t.Errorf("%d right of 200, %d wrong", right, wrong)
	}
	for name, want := range map[string]int{"name / title": 2, "list price / price": 2, "stock": 1, "description": 1} {
		at := slices.IndexFunc(j.columns, func(c *column) bool { return c.name == name })
		if at < 0 {
			t.Errorf("there is no column %q", name)
			continue
		}
		n := 0
		for _, p := range j.columns[at].pieces {
			if p != nil {
				n++
			}
		}
		if n != want {
			t.Errorf("%q is in %d sources, want %d", name, n, want)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ refs, want []string }{
		{[]string{"a.csv", "dir/b.csv"}, []string{"a.csv", "b.csv"}},
		{[]string{"x/a.csv", "y/a.csv"}, []string{"x/a.csv", "y/a.csv"}},
		{[]string{"a.csv", "a.csv"}, []string{"a.csv", "a.csv#2"}},
		{[]string{"-", "postgres://u:secret@host/db?table=people"}, []string{"stdin", "people"}},
	} {
		j := &Job{}
		for range c.refs {
			j.given = append(j.given, &source{})
		}
		j.name(c.refs)
		for i, s := range j.given {
			if s.name != c.want[i] {
				t.Errorf("%v: source %d is called %q, want %q", c.refs, i, s.name, c.want[i])
			}
		}
	}
}

func TestCardinality(t *testing.T) {
	for _, c := range []Cardinality{OneToOne, OneToMany, ManyToOne, ManyToMany} {
		if got := cardinalityOf(c.single(2)); got != c {
			t.Errorf("%s is called %s", c, got)
		}
	}
	if got := cardinalityOf([]bool{true, false, true}); got != "one-to-many-to-one" {
		t.Errorf("called %s", got)
	}
	few, many := matcher.Probe{Rows: 500, Linked: 300, Repeated: 20, Left: 2}, matcher.Probe{Rows: 500, Linked: 300, Repeated: 60, Left: 40}
	for _, x := range []struct {
		probes []matcher.Probe
		want   Cardinality
	}{
		{[]matcher.Probe{few, few}, OneToOne},
		{[]matcher.Probe{{Rows: 500, Linked: 300}, many}, OneToMany},
		{[]matcher.Probe{many, {Rows: 500, Linked: 300}}, ManyToOne},
		{[]matcher.Probe{many, {Rows: 500, Linked: 300, Repeated: 60}}, ManyToMany},
		{[]matcher.Probe{{}, {}}, OneToOne},
	} {
		got := choose([]string{"a", "b"}, x.probes)
		if c := cardinalityOf(got.single); c != x.want || !strings.Contains(got.why, "in a") {
			t.Errorf("%+v: %s, want %s: %s", x.probes, c, x.want, got.why)
		}
	}
}

// Nothing to link, or nothing in common, is a result and no failure.
func TestLittle(t *testing.T) {
	dir := t.TempDir()
	people := write(t, filepath.Join(dir, "people.csv"), [][]string{{"id", "name", "born"}, {"1", "Anna Larsen", "1980-02-03"}, {"2", "Boris Novak", "1971-11-30"}})
	same := write(t, filepath.Join(dir, "same.csv"), [][]string{{"no", "who", "birth date"}, {"7", "Anna Larsen", "03/02/1980"}})
	none := write(t, filepath.Join(dir, "none.csv"), [][]string{{"id", "name"}})
	other := write(t, filepath.Join(dir, "other.csv"), [][]string{{"colour"}, {"red"}, {"green"}})
	for _, c := range []struct {
		sources []string
		want    int
	}{
		{[]string{people, same}, 1},
		{[]string{people, none}, 0},
		{[]string{none, people}, 0},
		{[]string{people, other}, 0},
	} {
		if got := links(t, open(t, Auto, 1, c.sources...)); len(got) != c.want {
			t.Errorf("%v: links %v, want %d", c.sources, got, c.want)
		}
	}
}
