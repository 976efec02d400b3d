package stage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/normalize"
)

const sample = "../../../testdata/contacts.csv"

func open(path string) (*pipeline.Job, error) {
	j, err := pipeline.Open(context.Background(), pipeline.Options{
		Source: path, Connectors: all.New(), Registry: normalize.Standard(), Workers: 2,
		Now: func() time.Time { return time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC) },
	})
	if err != nil {
		return nil, err
	}
	return j, j.Understand(context.Background())
}

// planned is a plan of the sample, and what dedupe makes of it: the records of
// each cluster, by id.
type planned struct {
	plan    *Plan
	records string
	want    []string
	pairs   int64
	truth   map[string]string
}

var dirs struct {
	sync.Mutex
	all []string
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, d := range dirs.all {
		_ = os.RemoveAll(d)
	}
	os.Exit(code)
}

var theSample = sync.OnceValues(func() (*planned, error) {
	j, err := open(sample)
	if err != nil {
		return nil, err
	}
	defer j.Close()
	dir, err := os.MkdirTemp("", "stage")
	if err != nil {
		return nil, err
	}
	dirs.all = append(dirs.all, dir)
	x := &planned{truth: map[string]string{}}
	if _, err := Make(context.Background(), j, dir); err != nil {
		return nil, err
	}
	if x.plan, err = Load(dir); err != nil {
		return nil, err
	}
	b, err := os.ReadFile(filepath.Join(dir, FileRecords))
	if err != nil {
		return nil, err
	}
	x.records = string(b)
	if err := j.Match(context.Background()); err != nil {
		return nil, err
	}
	groups := j.Result().Groups
	for g := range groups.Len() {
		var ids []string
		for _, r := range groups.Group(g) {
			ids = append(ids, j.IDOf(r))
		}
		slices.Sort(ids)
		x.want = append(x.want, strings.Join(ids, " "))
	}
	slices.Sort(x.want)
	x.pairs = j.Result().Pairs
	truth, err := os.ReadFile(strings.TrimSuffix(sample, "csv") + "truth.csv")
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(truth)) {
		id, cluster, _ := strings.Cut(strings.TrimSpace(line), ",")
		x.truth[id] = cluster
	}
	return x, nil
})

// ran runs a stage on one stream.
func (x *planned) ran(t *testing.T, name Name, in string, with func(*Stream)) string {
	t.Helper()
	var out bytes.Buffer
	s := Stream{In: strings.NewReader(in), Name: "in", Out: &out}
	if with != nil {
		with(&s)
	}
	if err := x.plan.Run(t.Context(), name, s); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out.String()
}

// sorted is what LC_ALL=C sort makes of streams.
func sorted(streams ...string) string {
	lines := strings.SplitAfter(strings.Join(streams, ""), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// members are the clusters of a stream, by the ids of their records.
func members(clusters string) []string {
	of := map[string][]string{}
	for line := range strings.Lines(clusters) {
		if f := strings.Split(strings.TrimSpace(line), "\t"); line[0] != '#' {
			of[f[0]] = append(of[f[0]], f[2])
		}
	}
	var out []string
	for _, ids := range of {
		slices.Sort(ids)
		out = append(out, strings.Join(ids, " "))
	}
	slices.Sort(out)
	return out
}

// The stages, with nothing but sort between them, give the clusters of dedupe.
func TestStagesGiveWhatDedupeGives(t *testing.T) {
	x, err := theSample()
	if err != nil {
		t.Fatal(err)
	}
	keys := x.ran(t, Keys, x.records, nil)
	pairs := x.ran(t, Pairs, sorted(keys), nil)
	candidates := x.ran(t, Candidates, sorted(pairs), nil)
	first := x.ran(t, Scores, sorted(candidates), nil)
	gaps := x.ran(t, Gaps, first, nil)
	second := x.ran(t, Scores, gaps, func(s *Stream) { s.All = true })
	got := members(x.ran(t, Clusters, first+second, nil))
	if !slices.Equal(got, x.want) {
		t.Errorf("%d clusters, dedupe makes %d; only here: %q", len(got), len(x.want), differ(got, x.want))
	}
	distinct := slices.Compact(slices.Sorted(strings.Lines(candidates)))
	if n := int64(len(distinct) - 2); n != x.pairs {
		t.Errorf("%d candidate pairs, dedupe compares %d", n, x.pairs)
	}

	// The four stages that are needed, without a choice of candidates and
	// without gaps, score more pairs and come to nearly the same.
	four := members(x.ran(t, Clusters, x.ran(t, Scores, sorted(pairs), nil), nil))
	a, b := x.f1(x.want), x.f1(four)
	t.Logf("F1 %.4f, by four stages %.4f; other clusters: %d", a, b, len(differ(four, x.want)))
	if d := a - b; d > .005 || d < -.005 {
		t.Errorf("F1 %.4f, by four stages %.4f", a, b)
	}
}

// What a chain of scores holds together is scored in full.
func TestGaps(t *testing.T) {
	x, err := theSample()
	if err != nil {
		t.Fatal(err)
	}
	head, line := "#onefold scores 1 plan="+x.plan.ID+"\n", "%010d\t%010d\t%v\tmatch\n"
	in := head + fmt.Sprintf(line, 2, 7, 3.5) + fmt.Sprintf(line, 7, 9, .5) + fmt.Sprintf(line, 9, 11, -2) + "#end scores 3\n"
	want := "#onefold candidates 1 plan=" + x.plan.ID + "\n0000000002\t0000000009\n#end candidates 1 in=3\n"
	if got := x.ran(t, Gaps, in, nil); got != want {
		t.Errorf("gaps\n%swant\n%s", got, want)
	}
}

func differ(got, want []string) (only []string) {
	for _, g := range got {
		if _, ok := slices.BinarySearch(want, g); !ok {
			only = append(only, g)
		}
	}
	return only
}

// f1 measures the pairs of clusters against the truth.
func (x *planned) f1(clusters []string) float64 {
	var tp, pp, tt float64
	size := map[string]float64{}
	for _, c := range clusters {
		ids := strings.Fields(c)
		for i, a := range ids {
			size[x.truth[a]]++
			for _, b := range ids[:i] {
				pp++
				if x.truth[a] == x.truth[b] {
					tp++
				}
			}
		}
	}
	for _, n := range size {
		tt += n * (n - 1) / 2
	}
	return 2 * tp / (pp + tt)
}

// parts deals the records of a stream out to n parts by the group of their
// first field, or at random, without header and trailer, as engines do.
func parts(stream string, n int, seed uint64, grouped bool) []string {
	rng := rand.New(rand.NewPCG(seed, 3))
	out := make([]strings.Builder, n)
	at := map[string]int{}
	for line := range strings.Lines(stream) {
		if line[0] == '#' {
			continue
		}
		k := rng.IntN(n)
		if grouped {
			key, _, _ := strings.Cut(line, "\t")
			if _, ok := at[key]; !ok {
				at[key] = k
			}
			k = at[key]
		}
		out[k].WriteString(line)
	}
	var s []string
	for i := range out {
		s = append(s, out[i].String())
	}
	return s
}

// However an engine deals lines out to processes, the outcome is the same.
func TestAnyPartitioningGivesTheSame(t *testing.T) {
	x, err := theSample()
	if err != nil {
		t.Fatal(err)
	}
	dealt := func(name Name, in string, n int, seed uint64, grouped bool, with func(*Stream)) string {
		var out []string
		for _, p := range parts(in, n, seed, grouped) {
			if grouped {
				p = sorted(p)
			}
			out = append(out, x.ran(t, name, p, func(s *Stream) {
				s.Part = true
				if with != nil {
					with(s)
				}
			}))
		}
		rand.New(rand.NewPCG(seed, 5)).Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
		return strings.Join(out, "")
	}
	for seed, n := range []int{1, 3, 7} {
		seed := uint64(seed)
		keys := dealt(Keys, x.records, n, seed, false, nil)
		pairs := dealt(Pairs, keys, n, seed, true, nil)
		candidates := dealt(Candidates, pairs, n, seed, true, nil)
		first := dealt(Scores, candidates, n, seed, false, nil)
		// What was dealt out and laid together again is a stream as any other.
		gaps := x.ran(t, Gaps, first, nil)
		second := dealt(Scores, gaps, n, seed, false, func(s *Stream) { s.All = true })
		if got := members(x.ran(t, Clusters, sorted(first, second), nil)); !slices.Equal(got, x.want) {
			t.Errorf("%d parts: %d clusters, want %d", n, len(got), len(x.want))
		}
	}
}

// A file of few records has one block, and all its pairs are compared.
func TestFewRecords(t *testing.T) {
	b, err := os.ReadFile(sample)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(b), "\n")
	path := filepath.Join(t.TempDir(), "few.csv")
	if err := os.WriteFile(path, []byte(strings.Join(lines[:401], "")), 0o600); err != nil {
		t.Fatal(err)
	}
	j, err := open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	dir := filepath.Join(t.TempDir(), "plan")
	p, err := Make(t.Context(), j, dir)
	if err != nil {
		t.Fatal(err)
	}
	x := &planned{plan: p}
	records, err := os.ReadFile(filepath.Join(dir, FileRecords))
	if err != nil {
		t.Fatal(err)
	}
	scores := x.ran(t, Scores, sorted(x.ran(t, Pairs, sorted(x.ran(t, Keys, string(records), nil)), nil)), nil)
	got := members(x.ran(t, Clusters, scores, nil))
	if err := j.Match(t.Context()); err != nil {
		t.Fatal(err)
	}
	if groups := j.Result().Groups; groups.Len() != len(got) {
		t.Errorf("%d clusters, dedupe makes %d", len(got), groups.Len())
	}
	clusters := map[string]string{}
	for _, c := range got {
		for _, id := range strings.Fields(c) {
			clusters[id] = c
		}
	}
	for g := range j.Result().Groups.Len() {
		rows := j.Result().Groups.Group(g)
		for _, r := range rows {
			if a, b := clusters[j.IDOf(rows[0])], clusters[j.IDOf(r)]; a != b {
				t.Errorf("%q and %q, dedupe has them together", a, b)
			}
		}
	}
}

// What is not a stream of the stage, or not the whole of one, is an error that
// names the line.
func TestBadStreams(t *testing.T) {
	x, err := theSample()
	if err != nil {
		t.Fatal(err)
	}
	id := x.plan.ID
	head := func(format string) string { return "#onefold " + format + " 1 plan=" + id + "\n" }
	for _, c := range []struct {
		name      Name
		in, place string
		cause     string
	}{
		{Pairs, "", "in", "is empty"},
		{Pairs, head("keys"), "in:1", "without a trailer"},
		{Pairs, head("keys") + "00000000000000ab\t0000000001\n", "in:2", "without a trailer after 1 records"},
		{Pairs, head("keys") + "00000000000000ab\t0000000001\n#end keys 2\n", "in:3", "has 1 records, its trailers say 2"},
		{Pairs, head("keys") + "00000000000000ab\t0000000001\n#end keys 1", "in:3", "middle of a line"},
		{Pairs, head("keys") + "#end keys 0\n#end keys 0\n", "in:3", "more trailers than headers"},
		{Pairs, head("keys") + "#end keys many\n", "in:2", "without a count"},
		{Pairs, head("keys") + "#what\n", "in:2", "neither header nor trailer"},
		{Pairs, "00000000000000ab\t0000000001\n", "in:1", "does not begin with a header"},
		{Pairs, "#onefold keys 2 plan=" + id + "\n#end keys 0\n", "in:1", "version 2"},
		{Pairs, "#onefold keys 1 plan=0\n#end keys 0\n", "in:1", "another plan"},
		{Pairs, head("scores") + "#end scores 0\n", "in:1", "is a stream of scores, wanted keys"},
		{Pairs, head("keys") + "ab\t0000000001\taa\n#end keys 1\n", "in:2", "3 fields, keys have 2"},
		{Pairs, head("keys") + "ab\t1\n#end keys 1\n", "in:2", "1 characters, not 10"},
		{Pairs, head("keys") + "ab\t00000000x1\n#end keys 1\n", "in:2", "record number that is none"},
		{Pairs, head("keys") + "ab\t0000999999\n#end keys 1\n", "in:2", "the plan has 2000 records"},
		{Pairs, head("keys") + "b\t0000000001\na\t0000000002\n#end keys 2\n", "in:3", "not in order"},
		{Pairs, head("keys") + "a\t0000000001\na\t0000000001\n#end keys 2\n", "in:3", "a line twice"},
		{Candidates, head("pairs") + "0000000002\t0000000001\t1\n0000000001\t0000000002\t1\n#end pairs 2\n", "in:3", "not in order"},
		{Candidates, head("pairs") + "0000000001\t0000000001\t1\n#end pairs 1\n", "in:2", "record and itself"},
		{Candidates, head("pairs") + "0000000001\t0000000002\tmuch\n#end pairs 1\n", "in:2", "bits that are not a number"},
		{Clusters, head("scores") + "0000000002\t0000000001\t1\tmatch\n#end scores 1\n", "in:2", "not in order"},
		{Clusters, head("scores") + "0000000001\t0000000002\tInf\tmatch\n#end scores 1\n", "in:2", "bits that are not a number"},
		{Clusters, head("scores") + "0000000001\t0000000002\t1\tmatch\n0000000001\t0000000002\t2\tmatch\n#end scores 2\n", "in:4", "have two scores"},
		{Keys, head("records") + "0000000001\tx\n#end records 1\n", "in:2", "2 fields, records have"},
	} {
		err := x.plan.Run(t.Context(), c.name, Stream{In: strings.NewReader(c.in), Name: "in", Out: new(bytes.Buffer)})
		var f *connectors.Fault
		if !errors.As(err, &f) || !errors.Is(err, ErrStream) || f.Place != c.place || !strings.Contains(f.Cause, c.cause) {
			t.Errorf("%s of %q: %v, want %s at %s", c.name, c.in, err, c.cause, c.place)
		}
	}
	// Wherever the sample's records are cut, keys says so.
	for cut := range 40 {
		at := len(x.records) * cut / 40
		err := x.plan.Run(t.Context(), Keys, Stream{In: strings.NewReader(x.records[:at]), Name: "in", Out: new(bytes.Buffer)})
		if !errors.Is(err, ErrStream) {
			t.Errorf("records cut after %d bytes: %v", at, err)
		}
	}
	if err := x.plan.Run(t.Context(), "fold", Stream{}); err == nil {
		t.Error("a stage that is not there ran")
	}
}

// A block that is too large makes no pairs, and the trailer tells.
func TestOversizeIsReported(t *testing.T) {
	x, err := theSample()
	if err != nil {
		t.Fatal(err)
	}
	var in strings.Builder
	n := x.plan.MaxBlock + 1
	fmt.Fprintf(&in, "#onefold keys 1 plan=%s\n", x.plan.ID)
	for i := range n {
		fmt.Fprintf(&in, "00000000000000aa\t%010d\n", i)
	}
	fmt.Fprintf(&in, "00000000000000ab\t%010d\n00000000000000ab\t%010d\n#end keys %d\n", 3, 5, n+2)
	out := x.ran(t, Pairs, in.String(), nil)
	want := fmt.Sprintf("#end pairs 2 in=%d oversize=1 lost=%d\n", n+2, n*(n-1)/2)
	if !strings.HasSuffix(out, want) || strings.Count(out, "\n") != 4 {
		t.Errorf("pairs of an oversize block:\n%s\nwant the trailer %s", out, want)
	}
}

func TestBadPlans(t *testing.T) {
	x, err := theSample()
	if err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(filepath.Join(x.plan.dir, FilePlan))
	if err != nil {
		t.Fatal(err)
	}
	for what, b := range map[string]string{
		"cut":             string(good[:len(good)/2]),
		"of another kind": `{"format":"something"}`,
		"of a version":    strings.Replace(string(good), `"version":"1"`, `"version":"9"`, 1),
		"without model":   `{"format":"onefold stage plan","version":"1"}`,
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, FilePlan), []byte(b), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(dir); !errors.Is(err, ErrStream) {
			t.Errorf("a plan %s: %v", what, err)
		}
	}
	if _, err := Load(t.TempDir()); !errors.Is(err, ErrStream) {
		t.Errorf("an empty folder: %v", err)
	}
}

// Values come back as they were, whatever is in them.
func FuzzEscape(f *testing.F) {
	f.Add("a\tb\\n\n\r\\")
	f.Add(`\`)
	f.Fuzz(func(t *testing.T, v string) {
		e := escape(nil, v)
		if bytes.ContainsAny(e, "\t\n\r") {
			t.Fatalf("%q escaped is %q", v, e)
		}
		if back, ok := unescape(e); !ok || string(back) != v {
			t.Fatalf("%q came back as %q, %v", v, back, ok)
		}
		if out, ok := unescape([]byte(v)); ok && len(out) > len(v) {
			t.Fatalf("%q grew to %q", v, out)
		}
	})
}

// Whatever the bytes, a stage ends, with an error or without.
func FuzzStream(f *testing.F) {
	f.Add("#onefold pairs 1 plan=p\n0000000000\t0000000001\t3\n0000000001\t0000000000\t3\n#end pairs 2\n", true)
	f.Add("#onefold scores 1\n0000000000\t0000000001\t3.5\tmatch\n#end scores 1\n", false)
	f.Add("#onefold keys 1\na\t0000000000\na\t0000000001\n#end keys 2\n", false)
	p := &Plan{Records: 5, MaxBlock: 3, MaxCandidates: 2, ID: "p", MatchProbability: .5}
	f.Fuzz(func(t *testing.T, in string, part bool) {
		for _, name := range []Name{Pairs, Candidates, Gaps} {
			var out bytes.Buffer
			err := p.Run(context.Background(), name, Stream{In: strings.NewReader(in), Name: "in", Out: &out, Part: part})
			if err == nil && !strings.Contains(out.String(), "\n#end ") {
				t.Fatalf("%s: no trailer in %q", name, out.String())
			}
		}
	})
}
