package record

import (
	"bytes"
	"io"
	"testing"

	"pgregory.net/rapid"
)

// A column that was unloaded is the same again after reading, and reads no
// more than its own part of a file.
func TestUnload(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var file bytes.Buffer
		var columns, copies []*Column
		for range rapid.IntRange(1, 3).Draw(t, "columns") {
			a, b := new(Column), new(Column)
			for range rapid.IntRange(0, 3).Draw(t, "thousands") * 2000 {
				a.AppendString("0123456789")
				b.AppendString("0123456789")
			}
			for range rapid.IntRange(0, 50).Draw(t, "more") {
				switch v := rapid.StringN(-1, 8, -1).Draw(t, "value"); v {
				case "0":
					a.AppendNull()
					b.AppendNull()
				default:
					a.AppendString(v)
					b.AppendString(v)
				}
			}
			columns, copies = append(columns, a), append(copies, b)
		}
		for _, c := range columns {
			if n, err := c.WriteTo(&file); err != nil || n < c.Size() {
				t.Fatalf("%d bytes written of %d: %v", n, c.Size(), err)
			}
			c.Unload()
			if c.Size() != 0 {
				t.Fatal("an unloaded column has values")
			}
		}
		for i, c := range columns {
			if _, err := c.ReadFrom(&file); err != nil {
				t.Fatal(err)
			}
			if c.Len() != copies[i].Len() {
				t.Fatalf("%d rows, want %d", c.Len(), copies[i].Len())
			}
			for r := range Row(c.Len()) {
				if c.Value(r) != copies[i].Value(r) || c.State(r) != copies[i].State(r) {
					t.Fatalf("row %d: %q, want %q", r, c.Value(r), copies[i].Value(r))
				}
			}
		}
		if rest, _ := io.ReadAll(&file); len(rest) != 0 {
			t.Fatalf("%d bytes left", len(rest))
		}
	})
}

func FuzzReadFrom(f *testing.F) {
	c := new(Column)
	c.AppendString("a")
	c.AppendNull()
	var file bytes.Buffer
	if _, err := c.WriteTo(&file); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) >= 12 && (data[7] != 0 || data[6] != 0) {
			return // a segment of megabytes
		}
		c := new(Column)
		c.AppendString("a")
		c.AppendNull()
		c.Unload()
		_, _ = c.ReadFrom(bytes.NewReader(data)) // must not panic
	})
}
