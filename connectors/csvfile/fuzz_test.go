package csvfile_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/connectors/connectortest"
	"github.com/onefold/onefold/connectors/csvfile"

	"pgregory.net/rapid"
)

// Whatever the bytes, reading ends without a panic, record numbers ascend and
// name every record and rejection once, and every line is accounted for.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"id,name\n1,Ann\n", "a;b\r\n\"x\ny\";2\r\n", "\"", "a,\"b\n\"c\",d", "\xFF\xFEa\x00\n\x00", "sep=|\na|b", "a\rb\r\n\"\r", "x,\"a \"b\" c\"\ny,z,\"\r", `a,"\"`,
	} {
		f.Add([]byte(s), byte(0))
	}
	f.Fuzz(func(t *testing.T, text []byte, set byte) {
		o := connectors.Options{Stdin: bytes.NewReader(text), Format: "csv", Header: connectors.Switch(set % 3)}
		if set&4 != 0 {
			o.MaxCell = 40
		}
		if set&8 != 0 {
			o.Escape = "backslash"
		}
		if set&16 != 0 {
			o.Quote = "none"
		}
		src, err := all.Open(t.Context(), "-", o)
		if err != nil {
			if !errors.Is(err, connectors.ErrEmpty) && !errors.Is(err, connectors.ErrTruncated) && !errors.Is(err, connectors.ErrCorrupt) {
				t.Fatal(err)
			}
			return
		}
		defer src.Close()
		var c connectortest.Collector
		if err := src.Read(t.Context(), &c); err != nil {
			if src.Info().Compression == "" {
				t.Fatal(err)
			}
			return
		}
		numbers := slices.Clone(c.Numbers)
		for _, r := range c.Rejections {
			numbers = append(numbers, r.Record)
		}
		slices.Sort(numbers)
		for i, n := range numbers {
			if n != int64(i)+1 {
				t.Fatalf("record numbers %v", numbers)
			}
		}
		for _, row := range c.Rows {
			if len(row) != len(src.Schema().Fields) {
				t.Fatalf("%d cells, %d fields", len(row), len(src.Schema().Fields))
			}
		}
	})
}

var dialects = []csvfile.Dialect{
	{Delimiter: ',', Quote: '"', LineEnd: "\n", Header: true, Encoding: "utf-8"},
	{Delimiter: ';', Quote: '"', LineEnd: "\r\n", Header: true, Encoding: "utf-8", BOM: true},
	{Delimiter: '\t', Quote: '\'', LineEnd: "\n", Header: true, Encoding: "utf-16le", BOM: true},
	{Delimiter: '|', Quote: '"', LineEnd: "\n", Header: true, QuoteAll: true, Encoding: "utf-8"},
	{Delimiter: ',', Quote: '"', LineEnd: "\n", Header: true, Backslash: true, Encoding: "utf-16be"},
	{Delimiter: ';', Quote: '"', LineEnd: "\n", Header: true, SepLine: true, Encoding: "utf-8"},
}

func optionsOf(d csvfile.Dialect) connectors.Options {
	o := connectors.Options{Format: "csv", Header: connectors.Yes, Delimiter: string(d.Delimiter), Quote: string(d.Quote), Escape: "double", Encoding: d.Encoding}
	if d.Backslash {
		o.Escape = "backslash"
	}
	return o
}

// What is written in a dialect reads the same when the dialect is told.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.SampledFrom(dialects).Draw(t, "dialect")
		width := rapid.IntRange(1, 5).Draw(t, "width")
		cell := rapid.OneOf(rapid.StringOf(rapid.SampledFrom([]rune("ab,;\t|\"'\\\n\r é="))))
		fields := []string{"f1", "f2", "f3", "f4", "f5"}[:width]
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, width, width), 0, 8).Draw(t, "rows")
		var out bytes.Buffer
		w, err := csvfile.NewWriter(&out, fields, d)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if err := w.Write(row, nil); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		o := optionsOf(d)
		o.Stdin = &out
		src, err := all.Open(t.Context(), "-", o)
		if err != nil {
			t.Fatal(err)
		}
		defer src.Close()
		var c connectortest.Collector
		if err := src.Read(t.Context(), &c); err != nil {
			t.Fatal(err)
		}
		got := c.Values()
		if len(c.Rejections) > 0 || !slices.EqualFunc(got, rows, slices.Equal) {
			t.Fatalf("wrote %q, read %q, %d rejections", rows, got, len(c.Rejections))
		}
	})
}

// On well-formed text, the standard library's parser is the oracle. It turns
// CRLF inside of quotes into LF; this one keeps it.
func TestOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(2, 5).Draw(t, "width")
		plain := rapid.StringMatching(`[a-zé .'\\-]{0,8}`)
		quoted := rapid.Map(rapid.StringOf(rapid.SampledFrom([]rune("ab,;\"\n é"))), func(s string) string {
			return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
		})
		line := rapid.Map(rapid.SliceOfN(rapid.OneOf(plain, quoted), width, width), func(cells []string) string { return strings.Join(cells, ",") })
		end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end")
		text := strings.Join(rapid.SliceOfN(line, 1, 8).Draw(t, "lines"), end)
		if rapid.Bool().Draw(t, "final end") {
			text += end
		}
		want, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		src, err := all.Open(t.Context(), "-", connectors.Options{Format: "csv", Header: connectors.No, Delimiter: ",", Quote: `"`, Escape: "double", Encoding: "utf-8", Stdin: strings.NewReader(text)})
		if errors.Is(err, connectors.ErrEmpty) && strings.TrimSpace(text) == "" {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		defer src.Close()
		var c connectortest.Collector
		if err := src.Read(t.Context(), &c); err != nil {
			t.Fatal(err)
		}
		if got := c.Values(); !slices.EqualFunc(got, want, slices.Equal) {
			t.Fatalf("text %q\ngot  %q\nwant %q", text, got, want)
		}
	})
}
