package suite

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"
)

// Dir returns the folder of the suites, and skips the test where none is named.
func Dir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("ONEFOLD_SHARED")
	if dir == "" {
		t.Skip("ONEFOLD_SHARED is not set")
	}
	return dir
}

// Rows returns the cases of a suite, a CSV file named by its path below the
// folder with slashes, and the place of each column by the name in its header.
func Rows(t testing.TB, path string) (rows [][]string, at map[string]int) {
	t.Helper()
	f, err := os.Open(filepath.Join(Dir(t), filepath.FromSlash(path)))
	if err != nil {
		if os.Getenv("ONEFOLD_REQUIRE") == "all" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	defer f.Close()
	rows, err = csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 2 {
		t.Fatalf("%s has no cases", path)
	}
	at = make(map[string]int, len(rows[0]))
	for i, h := range rows[0] {
		at[h] = i
	}
	return rows[1:], at
}
