package profile

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/onefold/onefold/record"
)

func loadCSV(t testing.TB, path string) []ColumnData {
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

func TestShared(t *testing.T) {
	dir := os.Getenv("ONEFOLD_SHARED")
	if dir == "" {
		t.Skip("ONEFOLD_SHARED is not set")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "data/*/records.csv"))
	files = append(files, "/tmp/g.csv")
	for _, blind := range []bool{false, true} {
		for _, f := range files {
			cols := loadCSV(t, f)
			names := []string{}
			for i := range cols {
				names = append(names, cols[i].Name)
				if blind {
					cols[i].Name = fmt.Sprintf("column_%d", i+1)
				}
			}
			in := Infer(cols, Options{})
			fmt.Println("==", f, "key", in.Key, in.Region, in.Language)
			for i, x := range in.Fields {
				fmt.Printf("   %-30s %-12s %.2f (%s) %s %s | %s | %v %s %s\n", names[i], x.Kind, x.Confidence, x.Second, x.Group, x.Role, x.Reason, x.Context, x.NameOrder, x.Evidence)
			}
		}
	}
	raw, _ := os.ReadFile(filepath.Join(dir, "crm/export_headers.json"))
	var m map[string]json.RawMessage
	json.Unmarshal(raw, &m)
	for name, v := range m {
		var h struct{ Headers []string }
		if json.Unmarshal(v, &h) != nil || len(h.Headers) == 0 {
			continue
		}
		in := Infer(columnsOf(h.Headers, nil), Options{})
		fmt.Println("==", name, "key", in.Key)
		for _, x := range in.Fields {
			fmt.Printf("   %-30s %-12s %.2f (%s) %s %s\n", x.Name, x.Kind, x.Confidence, x.Second, x.Group, x.Role)
		}
	}
}
