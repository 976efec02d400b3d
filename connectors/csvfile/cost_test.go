package csvfile

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/internal/input"
	"github.com/onefold/onefold/record"
)

// contacts makes a file of n records like a CRM export.
func contacts(n int) []byte {
	var b bytes.Buffer
	b.WriteString("id,first_name,last_name,email,phone,street,postcode,city,country,company,created_at,note\n")
	for i := range n {
		fmt.Fprintf(&b, "%d,Zoé,Brun%d,zoe.brun%d@example.org,+3312345%04d,%d rue des Lilas,750%02d,Paris,FR,\"Brun, Popa & Lee\",2021-%02d-15,\n",
			i+1, i%997, i%997, i%10_000, i%80, i%20, i%12+1)
	}
	return b.Bytes()
}

type counter struct{ rows, rejected int }

func (c *counter) Batch(b *record.Batch) error         { c.rows += b.Len(); return nil }
func (c *counter) Reject(_ connectors.Rejection) error { c.rejected++; return nil }

func open(tb testing.TB, text []byte) *Source {
	tb.Helper()
	in, err := input.Open(context.Background(), "-", bytes.NewReader(text))
	if err != nil {
		tb.Fatal(err)
	}
	src, err := Open(context.Background(), in, connectors.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	return src
}

// Reading allocates for the file, not for its records.
func TestReadAllocates(t *testing.T) {
	for _, n := range []int{10_000, 50_000} {
		src := open(t, contacts(n))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		var c counter
		if err := src.Read(t.Context(), &c); err != nil || c.rows != n {
			t.Fatalf("%d records, %v", c.rows, err)
		}
		runtime.ReadMemStats(&after)
		if allocs := after.Mallocs - before.Mallocs; allocs > 1500 {
			t.Errorf("%d allocations for %d records", allocs, n)
		}
		if bytes := after.TotalAlloc - before.TotalAlloc; bytes > 12<<20 {
			t.Errorf("%d bytes allocated for %d records", bytes, n)
		}
	}
}

func TestStepDoesNotAllocate(t *testing.T) {
	p := newParser(bytes.NewReader(contacts(2000)), RFC4180(), 1<<20)
	for range 10 {
		p.step()
	}
	if n := testing.AllocsPerRun(500, func() { p.step() }); n != 0 {
		t.Errorf("%v allocations a record", n)
	}
}

func TestWriteDoesNotAllocate(t *testing.T) {
	for _, encoding := range []string{"utf-8", "windows-1252", "utf-16le"} {
		d := RFC4180()
		d.Encoding = encoding
		w, err := NewWriter(io.Discard, []string{"id", "name", "note"}, d)
		if err != nil {
			t.Fatal(err)
		}
		row := []string{"12", "Zoé Brun", "says \"hi\", then\nleaves"}
		states := make([]record.State, 3)
		write := func() {
			if err := w.Write(row, states); err != nil {
				t.Fatal(err)
			}
		}
		write()
		if n := testing.AllocsPerRun(20_000, write); n != 0 {
			t.Errorf("%s: %v allocations a record", encoding, n)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	text := contacts(100_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		var c counter
		if err := open(b, text).Read(b.Context(), &c); err != nil || c.rows != 100_000 {
			b.Fatal(c, err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	for _, encoding := range []string{"utf-8", "windows-1252"} {
		b.Run(encoding, func(b *testing.B) {
			d := RFC4180()
			d.Encoding = encoding
			row := []string{"12", "Zoé", "Brun", "zoe.brun@example.org", "+33123456789", "12 rue des Lilas", "75011", "Paris", "FR", "Brun, Popa & Lee", "2021-03-15", ""}
			fields := make([]string, len(row))
			w, err := NewWriter(io.Discard, fields, d)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if err := w.Write(row, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
