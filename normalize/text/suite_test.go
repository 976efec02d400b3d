package text

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"
)

// TestSuiteFtfy counts how many cases of a public suite of mojibake come out
// as it wants.
func TestSuiteFtfy(t *testing.T) {
	root := os.Getenv("ONEFOLD_SHARED")
	if root == "" {
		t.Skip("ONEFOLD_SHARED is not set")
	}
	f, err := os.Open(filepath.Join(root, "suites/ftfy/cases.csv"))
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, h := range rows[0] {
		at[h] = i
	}
	good, all := 0, 0
	for _, r := range rows[1:] {
		if r[at["expect"]] != "pass" {
			continue
		}
		all++
		in, want := r[at["input"]], r[at["expected"]]
		if got, _ := Repair(in); got == want {
			good++
		} else if testing.Verbose() {
			t.Logf("%q: %q, wants %q", in, got, want)
		}
	}
	t.Logf("ftfy: %d of %d", good, all)
}
