package kernel

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// TestSuiteSimilarity holds the kernels to the public cases under
// ONEFOLD_SHARED. A case of levenshtein below 0 asks for a limit that it
// doesn't state, and is left out.
func TestSuiteSimilarity(t *testing.T) {
	root := os.Getenv("ONEFOLD_SHARED")
	if root == "" {
		t.Skip("ONEFOLD_SHARED is not set")
	}
	f, err := os.Open(filepath.Join(root, "suites", "similarity", "cases.csv"))
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var s Scratch
	seen := map[string]int{}
	for _, r := range rows[1:] {
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
		default:
			continue
		}
		seen[r[0]]++
	}
	if seen["jaro_winkler"] < 10 || seen["levenshtein"] < 10 {
		t.Errorf("cases held: %v", seen)
	}
}
