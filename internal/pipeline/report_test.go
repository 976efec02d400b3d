package pipeline

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/internal/pipeline/sight"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/normalize"
)

// dedupeSample runs the sample of the repository into dir.
func dedupeSample(t *testing.T, dir string) (*Outcome, *report.Run) {
	t.Helper()
	j, err := Open(t.Context(), Options{
		Source: filepath.Join("..", "..", "testdata", "contacts.csv"), Connectors: all.New(), Registry: normalize.Standard(),
		Now: func() time.Time { return time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC) },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	out, run, err := j.Dedupe(t.Context(), Target{Dir: filepath.Join(dir, "out"), Lang: report.French, Tool: "test", Command: "dedupe"})
	if err != nil {
		t.Fatal(err)
	}
	return out, run
}

// The report shows what the files hold: golden values, masters, waterfalls
// that add up, counts that fit.
func TestReportFitsTheFiles(t *testing.T) {
	dir := t.TempDir()
	out, run := dedupeSample(t, dir)
	read := func(name string) [][]string {
		f, err := os.Open(filepath.Join(dir, "out", name))
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
	golden := map[string]bool{}
	rows := read("golden.csv")
	for _, r := range rows[1:] {
		golden[strings.Join(r, "\x00")] = true
	}
	for _, x := range run.Merged {
		if x.Master < 0 || x.Cluster == "" || x.Size < 2 {
			t.Errorf("cluster %q of %d: master %d", x.Cluster, x.Size, x.Master)
		}
		record := make([]string, len(rows[0]))
		for _, f := range x.Fields {
			record[slices.Index(rows[0], f.Name)] = f.Golden
		}
		if !golden[strings.Join(record, "\x00")] {
			t.Errorf("cluster %s: its golden record is not that of the file", x.Cluster)
		}
	}
	if first, last := run.Merged[0].Probability, run.Merged[len(run.Merged)-1].Probability; first >= last || last < .99 {
		t.Errorf("merged examples go from %v to %v, want the least sure first and sure ones last", first, last)
	}
	if run.Totals.Review != len(run.Doubtful) && len(run.Doubtful) < sight.MostDoubtful {
		t.Errorf("%d pairs to review, %d shown", run.Totals.Review, len(run.Doubtful))
	}
	if len(run.KeptApart) == 0 || run.Totals.KeptApart < len(run.KeptApart) {
		t.Errorf("%d pairs kept apart, %d shown", run.Totals.KeptApart, len(run.KeptApart))
	}
	for _, x := range slices.Concat(run.Merged, run.Doubtful, run.KeptApart) {
		sum := x.Prior + x.Relation.Weight
		for _, s := range x.Steps {
			sum += s.Weight + s.Frequency
		}
		if math.Abs(sum-x.Weight) > .05 && math.Abs(x.Weight) < 30 {
			t.Errorf("%v: the waterfall adds up to %.2f, the weight is %.2f", x.Pair, sum, x.Weight)
		}
	}
	matches, review := 0, 0
	for _, b := range run.Weights {
		matches, review = matches+b.Match, review+b.Review
	}
	if pairs := len(read("pairs.csv")) - 1; matches != out.Matches || review != out.Review || pairs != out.Matches+out.Review {
		t.Errorf("%d matches and %d to review in the histogram, %d and %d counted, %d in pairs.csv", matches, review, out.Matches, out.Review, pairs)
	}

	// The next run finds nothing new and says since when.
	_, again := dedupeSample(t, dir)
	i := again.Identity
	if i == nil || i.Since.IsZero() || i.New+i.Grown+i.Merged+i.Split+i.Gone > 0 {
		t.Errorf("changes since the last run: %+v", i)
	}
	a, _ := json.Marshal(run.Merged)
	b, _ := json.Marshal(again.Merged)
	if !bytes.Equal(a, b) {
		t.Error("the examples of the second run are others")
	}
	page, err := os.ReadFile(filepath.Join(dir, "out", "report.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"fiche conservée", "Rien n’a changé.", "deux personnes d’un même foyer", "4 mai 2026"} {
		if !strings.Contains(strings.ReplaceAll(string(page), "\u00a0", " "), want) {
			t.Errorf("the French page does not say %q", want)
		}
	}
	for _, stranger := range []string{">same<", ">different<", ">given name<", "by sound", "by rare word", "how rare it is"} {
		if strings.Contains(string(page), stranger) {
			t.Errorf("the French page says %q", stranger)
		}
	}
}
