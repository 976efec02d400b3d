package all_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/connectors/connectortest"

	"github.com/klauspost/compress/zstd"
)

const (
	csvText   = "id;name\n1;Ann\n2;Bob\n"
	jsonlText = `{"id":1,"name":"Ann"}` + "\n" + `{"id":2,"name":"Bob"}` + "\n"
)

func file(t *testing.T, name string, text []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func gzipped(t testing.TB, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zstded(t testing.TB, text []byte) []byte {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	return w.EncodeAll(text, nil)
}

func plain(_ testing.TB, text []byte) []byte { return text }

// The name of a file may say anything: compression is told by content, and so
// is the format where the extension says nothing.
func TestOpenByContent(t *testing.T) {
	for _, c := range []struct {
		name, text, format string
	}{
		{"a.csv", csvText, "csv"},
		{"a.tsv", csvText, "csv"},
		{"a", csvText, "csv"},
		{"a.dat", csvText, "csv"},
		{"A.CSV.GZ", csvText, "csv"},
		{"a.zst", csvText, "csv"},
		{"a.jsonl", jsonlText, "jsonl"},
		{"a.ndjson.gz", jsonlText, "jsonl"},
		{"a.txt", jsonlText, "jsonl"},
		{"a", jsonlText, "jsonl"},
		{"-", jsonlText, "jsonl"},
		{"-", csvText, "csv"},
		{"a.json", "[" + strings.ReplaceAll(strings.TrimSpace(jsonlText), "\n", ",") + "]", "jsonl"},
		{"-", "[\n " + strings.ReplaceAll(strings.TrimSpace(jsonlText), "\n", ",") + "]", "jsonl"},
	} {
		for packed, pack := range map[string]func(testing.TB, []byte) []byte{"": plain, "gzip": gzipped, "zstd": zstded} {
			t.Run(c.name+" "+packed, func(t *testing.T) {
				text := pack(t, []byte(c.text))
				o, ref := connectors.Options{Stdin: bytes.NewReader(text)}, c.name
				if ref != "-" {
					ref = file(t, c.name, text)
				}
				src, err := all.Open(t.Context(), ref, o)
				if err != nil {
					t.Fatal(err)
				}
				defer src.Close()
				var got connectortest.Collector
				if err := src.Read(t.Context(), &got); err != nil {
					t.Fatal(err)
				}
				i := src.Info()
				if i.Format != c.format || i.Compression != packed || i.Size != int64(len(text)) {
					t.Errorf("info %+v", i)
				}
				if !slices.Equal(src.Schema().Names(), []string{"id", "name"}) || fmt.Sprint(got.Values()) != "[[1 Ann] [2 Bob]]" {
					t.Errorf("fields %q, records %q", src.Schema().Names(), got.Values())
				}
			})
		}
	}
}

func TestTruncated(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("id,name\n")
	for i := range 200_000 {
		fmt.Fprintf(&b, "%d,name %d\n", i+1, i*7919%100_003)
	}
	for name, whole := range map[string][]byte{"gzip": gzipped(t, b.Bytes()), "zstd": zstded(t, b.Bytes())} {
		for _, keep := range []int{20, len(whole) / 2, len(whole) - 1} {
			for _, piped := range []bool{false, true} {
				o, ref := connectors.Options{Format: "csv", Stdin: bytes.NewReader(whole[:keep])}, "-"
				if !piped {
					ref = file(t, "cut.csv", whole[:keep])
				}
				src, err := all.Open(t.Context(), ref, o)
				var c connectortest.Collector
				if err == nil {
					err = src.Read(t.Context(), &c)
					src.Close()
				}
				var f *connectors.Fault
				if !errors.Is(err, connectors.ErrTruncated) || !errors.As(err, &f) || f.Hint == "" || f.Place == "" {
					t.Errorf("%s cut to %d of %d: %v", name, keep, len(whole), err)
				}
				if keep == len(whole)/2 && (len(c.Rows) < 10_000 || !strings.HasSuffix(f.Place, fmt.Sprint(":", len(c.Rows)+2))) {
					t.Errorf("%s: %d records in front of %s", name, len(c.Rows), f.Place)
				}
			}
		}
		damaged := bytes.Clone(whole)
		for i := len(damaged) / 2; i < len(damaged)/2+40; i++ {
			damaged[i] ^= 0xA5
		}
		src, err := all.Open(t.Context(), file(t, "damaged.csv", damaged), connectors.Options{})
		if err == nil {
			err = src.Read(t.Context(), new(connectortest.Collector))
			src.Close()
		}
		if !errors.Is(err, connectors.ErrCorrupt) && !errors.Is(err, connectors.ErrTruncated) {
			t.Errorf("damaged %s: %v", name, err)
		}
	}
}

func TestForeign(t *testing.T) {
	for _, text := range []string{"PK\x03\x04 and so on", "%PDF-1.4\n", "PAR1....", "SQLite format 3\x00", "\xD0\xCF\x11\xE0", "<html><body>", "<?xml version='1.0'?>", "BZh91AY"} {
		_, err := all.Open(t.Context(), "-", connectors.Options{Stdin: strings.NewReader(text)})
		var f *connectors.Fault
		if !errors.Is(err, connectors.ErrFormat) || !errors.As(err, &f) || f.Hint == "" {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := all.Open(t.Context(), "oracle://host/db?table=x", connectors.Options{}); !errors.Is(err, connectors.ErrFormat) {
		t.Errorf("%v", err)
	}
	for ref, place := range map[string]string{"contacts.csv": "contacts.csv: ", "oracle://u:hunter2@host/db": "oracle://: "} {
		_, err := all.OpenDatabase(t.Context(), ref, connectors.Options{})
		if !errors.Is(err, connectors.ErrFormat) || !strings.HasPrefix(err.Error(), place) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", ref, err)
		}
	}
	if _, err := all.Open(t.Context(), "-", connectors.Options{}); !errors.Is(err, connectors.ErrOption) {
		t.Errorf("no standard input: %v", err)
	}
}

func TestLabel(t *testing.T) {
	for ref, want := range map[string]string{
		"contacts.csv": "contacts.csv", "a/b/contacts.csv.gz": "contacts.csv.gz", "c:contacts.csv": "c:contacts.csv", "-": "-",
		"sqlite:crm.db?table=contacts":                             "crm.db.contacts",
		"sqlite:/var/lib/crm.db?where=a/b&table=con%20tacts":       "crm.db.con tacts",
		"postgres://me@host:5433/crm?sslmode=require&table=people": "crm.people",
		"MARIADB://host/crm?query=SELECT 1":                        "crm.query",
	} {
		if got := all.New().Label(ref); got != want {
			t.Errorf("%s: %q, want %q", ref, got, want)
		}
	}
}

// A pipe is read once, and its head is not lost.
func TestPipe(t *testing.T) {
	r, w := io.Pipe()
	go func() {
		fmt.Fprint(w, "id,name\n")
		for i := range 100_000 {
			fmt.Fprintf(w, "%d,Ann\n", i+1)
		}
		w.Close()
	}()
	src, err := all.Open(context.Background(), "-", connectors.Options{Stdin: r})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	var c connectortest.Collector
	if err := src.Read(t.Context(), &c); err != nil || len(c.Rows) != 100_000 {
		t.Fatalf("%d records, %v", len(c.Rows), err)
	}
}
