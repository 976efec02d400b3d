package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"
)

func TestFilesAreInStep(t *testing.T) {
	files, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs from what the generator writes; run go run ./testdata/generate -o testdata", name)
		}
	}
}

func TestContacts(t *testing.T) {
	files, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	records, truth := parse(t, files["contacts.csv"]), parse(t, files["contacts.truth.csv"])
	if len(records) != contacts+1 || len(truth) != len(records) {
		t.Fatalf("%d records, %d truths", len(records)-1, len(truth)-1)
	}
	first := map[string][]string{}
	for i, r := range records[1:] {
		if r[cID] != truth[i+1][0] {
			t.Fatalf("record %d: truth is of another id", i+1)
		}
		for _, cell := range r {
			if !utf8.ValidString(cell) {
				t.Errorf("record %d: not UTF-8", i+1)
			}
		}
		// A duplicate keeps enough to be recognised by.
		cluster := truth[i+1][1]
		other, ok := first[cluster]
		if !ok {
			first[cluster] = r
			continue
		}
		if strong((*[columns]string)(r), 0) < 2 || strong((*[columns]string)(other), 0) < 2 {
			t.Errorf("%s and %s: too little to recognise them by", r[cID], other[cID])
		}
	}
}

func TestClientsAreWindows1252(t *testing.T) {
	file, truth, err := excel()
	if err != nil {
		t.Fatal(err)
	}
	if utf8.Valid(file) || !bytes.Contains(file, []byte("\r\n")) || !bytes.Contains(file, []byte{0x80}) {
		t.Error("not Windows-1252 with CRLF and a euro sign")
	}
	if n := len(truth) - 1; n < 110 || n > 130 {
		t.Errorf("%d clients", n)
	}
}

func parse(t *testing.T, data []byte) [][]string {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return records
}
