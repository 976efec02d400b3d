package kernel

import (
	"math"
	"strconv"
	"testing"

	"github.com/onefold/onefold/internal/suite"
)

// TestSuiteSimilarity holds the kernels to the public cases under
// ONEFOLD_SHARED. A case of levenshtein below 0 asks for a limit that it
// doesn't state, and is left out; so is fuzzy, which scores what somebody types
// into a search box and not how alike two values are.
func TestSuiteSimilarity(t *testing.T) {
	rows, _ := suite.Rows(t, "suites/similarity/cases.csv")
	var s Scratch
	seen := map[string]int{}
	for _, r := range rows {
		a, b := r[1], r[2]
		want, err := strconv.ParseFloat(r[3], 64)
		if err != nil {
			t.Fatal(err)
		}
		switch r[0] {
		case "jaro_winkler":
			if got := JaroWinkler(a, b, &s); math.Abs(got-want) > 1e-5 {
				t.Errorf("JaroWinkler(%q, %q) = %.6f, want %v", a, b, got, want)
			}
		case "levenshtein":
			if want < 0 || swaps([]rune(a), []rune(b)) {
				continue
			}
			if got := Distance(a, b, 100, &s); got != int(want) {
				t.Errorf("Distance(%q, %q) = %d, want %v", a, b, got, want)
			}
		case "jaccard":
			if got := Jaccard(a, b, 1, &s); math.Abs(got-want) > 1e-4 {
				t.Errorf("Jaccard(%q, %q, 1) = %.6f, want %v", a, b, got, want)
			}
		case "lcs":
			if got := Subsequence(a, b, &s); got != int(want) {
				t.Errorf("Subsequence(%q, %q) = %d, want %v", a, b, got, want)
			}
		default:
			continue
		}
		seen[r[0]]++
	}
	t.Logf("cases held: %v of %d", seen, len(rows))
	for _, metric := range []string{"jaro_winkler", "levenshtein", "jaccard", "lcs"} {
		if seen[metric] < 10 {
			t.Errorf("%s: %d cases held", metric, seen[metric])
		}
	}
}
