package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// samples are the data sets of the repository that the commands are held to.
func samples() []string {
	dir := filepath.Join("..", "..", "testdata")
	return []string{filepath.Join(dir, "contacts.csv"), filepath.Join(dir, "clients_fr_excel.csv")}
}

// called calls the program in this process.
func called(t *testing.T, args ...string) string {
	t.Helper()
	a, out, errs := testApp("")
	if code := execute(t.Context(), a, args, time.Minute); code != 0 {
		t.Fatalf("onefold %s: exit code %d: %s", strings.Join(args, " "), code, errs)
	}
	return out.String()
}

func content(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The policy that init writes gives exactly the same result as having none.
func TestInitChangesNothing(t *testing.T) {
	for _, source := range samples() {
		t.Run(filepath.Base(source), func(t *testing.T) {
			dir := t.TempDir()
			policy := filepath.Join(dir, "onefold.yaml")
			bare, declared := filepath.Join(dir, "a", "out"), filepath.Join(dir, "b", "out")
			called(t, "init", source, "-o", policy)
			called(t, "dedupe", source, "-o", bare)
			called(t, "dedupe", source, "-o", declared, "--config", policy)
			for _, name := range []string{"clusters.csv", "pairs.csv", "golden.csv", "provenance.csv"} {
				if !bytes.Equal(content(t, filepath.Join(bare, name)), content(t, filepath.Join(declared, name))) {
					t.Errorf("%s is another with the policy", name)
				}
			}
		})
	}
}

// A copy in standard form is in standard form: once more, nothing changes.
func TestNormalizeTwice(t *testing.T) {
	const noChange = "id,column,before,after,reason\n"
	for _, source := range samples() {
		t.Run(filepath.Base(source), func(t *testing.T) {
			dir := t.TempDir()
			once, twice := filepath.Join(dir, "once.csv"), filepath.Join(dir, "twice.csv")
			called(t, "normalize", source, "-o", once)
			called(t, "normalize", once, "-o", twice)
			if got := content(t, twice+".changes.csv"); string(got) != noChange {
				t.Errorf("the second time changes %d values, such as\n%.400s", bytes.Count(got, []byte("\n"))-1, got)
			}
			if !bytes.Equal(content(t, once), content(t, twice)) {
				t.Error("the second copy differs from the first")
			}
			if got := content(t, once+".changes.csv"); bytes.Count(got, []byte("\n")) < 100 {
				t.Errorf("the first time changes only %d values", bytes.Count(got, []byte("\n"))-1)
			}
			if d := cmp.Diff(reviewed(t, once), reviewed(t, twice)); d != "" {
				t.Errorf("what needs a look is another the second time: %s", d)
			}
		})
	}
}

// reviewed returns which values a copy left for a look, and why.
func reviewed(t *testing.T, out string) []string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(content(t, out+".review.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, row := range rows {
		all = append(all, row[0]+" "+row[1]+" "+row[4])
	}
	return all
}
