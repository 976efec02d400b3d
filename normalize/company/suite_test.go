package company

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSuiteCleanco counts how many cases of a public suite come out without
// their legal form as it wants.
func TestSuiteCleanco(t *testing.T) {
	root := os.Getenv("ONEFOLD_SHARED")
	if root == "" {
		t.Skip("ONEFOLD_SHARED is not set")
	}
	f, err := os.Open(filepath.Join(root, "suites/cleanco/cases.csv"))
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	good := 0
	for _, r := range rows[1:] {
		got := Parse(r[1]).Standard(true)
		if strings.EqualFold(got, r[2]) {
			good++
		} else if testing.Verbose() {
			t.Logf("%q: %q, wants %q", r[1], got, r[2])
		}
	}
	t.Logf("cleanco: %d of %d", good, len(rows)-1)
	if good < 80 {
		t.Errorf("%d of %d", good, len(rows)-1)
	}
}
