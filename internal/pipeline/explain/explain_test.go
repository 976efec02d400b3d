package explain

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/normalize"
)

func sample(t *testing.T) *pipeline.Job {
	t.Helper()
	j, err := pipeline.Open(t.Context(), pipeline.Options{
		Source: filepath.Join("..", "..", "..", "testdata", "contacts.csv"), Connectors: all.New(), Registry: normalize.Standard(),
		Now: func() time.Time { return time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

// What is explained is what dedupe decided: weights and decisions are those
// of pairs.csv, and every story is told in every language.
func TestExplainsWhatWasDecided(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := sample(t).Dedupe(t.Context(), pipeline.Target{Dir: filepath.Join(dir, "out"), Command: "dedupe"}); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(dir, "out", "pairs.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	// The first of each decision; each run of the sample takes a second.
	seen := map[string]bool{}
	for _, r := range rows[1:] {
		if seen[r[4]] {
			continue
		}
		seen[r[4]] = true
		x, err := Pair(t.Context(), sample(t), r[0], r[1])
		if err != nil {
			t.Fatal(err)
		}
		if want, _ := strconv.ParseFloat(r[3], 64); math.Abs(want-x.Weight) > .02 || x.Decision != r[4] || !x.Blocking.Compared {
			t.Errorf("%s and %s: %.2f bits, %s; pairs.csv has %s, %s", r[0], r[1], x.Weight, x.Decision, r[3], r[4])
		}
		sum := x.Prior + x.Relation.Weight
		for _, s := range x.Steps {
			sum += s.Weight + s.Frequency
		}
		if math.Abs(sum-x.Weight) > .02 {
			t.Errorf("%s and %s: the waterfall adds up to %.2f, not %.2f", r[0], r[1], sum, x.Weight)
		}
		for _, c := range x.Changes {
			if c.Tips != ((c.Decision == "match") != (x.Weight >= x.Thresholds.MatchWeight)) {
				t.Errorf("%s from %s to %s: %s, tips %v", c.Comparison, c.From, c.To, c.Decision, c.Tips)
			}
		}
		for _, l := range report.Langs() {
			for _, b := range report.Describe(*x, l) {
				if len(b.Sentences)+len(b.Rows) == 0 {
					t.Errorf("%s: nothing is said under %q", l, b.Title)
				}
			}
		}
	}
	if !seen["match"] {
		t.Error("no match was explained")
	}
}
