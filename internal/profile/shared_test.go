package profile

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/onefold/onefold/normalize"
	"github.com/onefold/onefold/record"
)

func readCSV(t testing.TB, path string) []ColumnData {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return columnsOf(rows[0], rows[1:])
}

// columnsOf leaves out the column of the truth.
func columnsOf(head []string, rows [][]string) []ColumnData {
	var cols []ColumnData
	for i, name := range head {
		if name == "cluster" {
			continue
		}
		c := record.NewCoder(len(rows))
		for _, row := range rows {
			if i < len(row) {
				c.Add([]byte(row[i]))
			} else {
				c.Add(nil)
			}
		}
		cols = append(cols, ColumnData{Name: name, Codes: c.Codes()})
	}
	return cols
}

// TestShared infers the data sets and export headers in ONEFOLD_SHARED, with
// and without their headers, and shows the outcome with -v.
func TestShared(t *testing.T) {
	dir := os.Getenv("ONEFOLD_SHARED")
	if dir == "" {
		t.Skip("ONEFOLD_SHARED is not set")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "data/*/records.csv"))
	if extra := os.Getenv("ONEFOLD_CSV"); extra != "" {
		files = append(files, extra)
	}
	for _, f := range files {
		named := readCSV(t, f)
		for _, blind := range []bool{false, true} {
			cols := append([]ColumnData(nil), named...)
			for i := range cols {
				if blind {
					cols[i].Name = fmt.Sprintf("column_%d", i+1)
				}
			}
			start := time.Now()
			in := Infer(cols, Options{})
			t.Logf("%s: %v, key %q (%s), region %q (%s), language %q", f, time.Since(start), in.Key.Name, in.Key.Reason, in.Region, in.RegionReason, in.Language)
			for i, x := range in.Fields {
				t.Logf("   %-30s %-12s %.2f then %-11s group %q role %q; %s; %s", named[i].Name, x.Kind, x.Confidence, x.Second, x.Group, x.Role, x.Reason, x.Evidence)
			}
			if in.Key.Name != cols[0].Name {
				t.Errorf("%s: key %q, want the first column: %s", f, in.Key.Name, in.Key.Reason)
			}
			if blind {
				continue
			}
			start = time.Now()
			p := Describe(cols, in, DescribeOptions{Registry: normalize.Standard(), Today: time.Now()})
			t.Logf("   described in %v", time.Since(start))
			for _, x := range p.Fields {
				for _, finding := range x.Findings {
					t.Logf("   %s: %s: %s", x.Name, finding.Code, finding.Text)
				}
				if x.Validity != nil {
					t.Logf("   %s: %.3f valid of %d, %v", x.Name, x.Validity.Share, x.Validity.Checked, x.Validity.Reasons)
				}
			}
		}
	}
	raw, err := os.ReadFile(filepath.Join(dir, "crm/export_headers.json"))
	if err != nil {
		t.Fatal(err)
	}
	var exports map[string]json.RawMessage
	if err := json.Unmarshal(raw, &exports); err != nil {
		t.Fatal(err)
	}
	for name, v := range exports {
		var h struct{ Headers []string }
		if json.Unmarshal(v, &h) != nil || len(h.Headers) == 0 {
			continue
		}
		in := Infer(columnsOf(h.Headers, nil), Options{})
		t.Logf("%s: key %q, language %q", name, in.Key.Name, in.Language)
		for _, x := range in.Fields {
			t.Logf("   %-32s %-12s %.2f then %s; group %q role %q", x.Name, x.Kind, x.Confidence, x.Second, x.Group, x.Role)
		}
	}
}
