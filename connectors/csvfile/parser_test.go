package csvfile

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

// steps tells all that the parser finds, and how many bytes that takes.
func steps(t interface{ Fatal(...any) }, from io.Reader, d Dialect, want int) (found []string, taken int, lines int64) {
	p := newParser(from, d, 1<<20)
	p.buf = make([]byte, 16) // so that records cross its end
	p.want = want
	for {
		o := p.step()
		if o == gotEnd {
			break
		}
		if p.next <= p.pos {
			t.Fatal("a step takes nothing")
		}
		taken += p.next - p.pos
		line := fmt.Sprint(p.line, o)
		if o == gotRecord {
			for _, c := range p.cells {
				line += fmt.Sprintf(" %q", p.value(c))
			}
		}
		found = append(found, line)
	}
	if err := p.failure(); err != nil {
		t.Fatal(err)
	}
	return found, taken, p.line
}

// Every byte belongs to one record, rejected record or blank line, every line
// is counted, and the size of the pieces in which the text comes changes
// nothing.
func checkSteps(t interface {
	Fatal(...any)
	Fatalf(string, ...any)
}, text []byte, d Dialect, want int,
) {
	found, taken, lines := steps(t, bytes.NewReader(text), d, want)
	if taken != len(text) {
		t.Fatalf("%q: %d bytes taken of %d", text, taken, len(text))
	}
	if n := int64(bytes.Count(text, []byte{'\n'})); !d.LoneCR && lines != n+1 {
		t.Fatalf("%q: at line %d in the end, %d line ends", text, lines, n)
	}
	for _, from := range []io.Reader{iotest.OneByteReader(bytes.NewReader(text)), iotest.HalfReader(bytes.NewReader(text)), iotest.DataErrReader(bytes.NewReader(text))} {
		if again, _, _ := steps(t, from, d, want); !slices.Equal(found, again) {
			t.Fatalf("%q in pieces:\n%s\nat once:\n%s", text, strings.Join(again, "\n"), strings.Join(found, "\n"))
		}
	}
}

func dialectOf(set byte) Dialect {
	d := Dialect{Delimiter: ',', Quote: '"', LoneCR: set&1 != 0, Backslash: set&2 != 0, Padded: set&4 != 0}
	if set&8 != 0 {
		d.Quote = 0
	}
	return d
}

func TestParserTakesAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab,,\"\"\n\n\r\\ é"))).Draw(t, "text")
		checkSteps(t, []byte(text), dialectOf(rapid.Byte().Draw(t, "dialect")), rapid.IntRange(0, 3).Draw(t, "want"))
	})
}

func FuzzParser(f *testing.F) {
	for i, s := range []string{"a,\"b\n\"c\",d\n", "\"a\"\r\nb\r\"", "a, \"b\\\"c\" ,d\n1,\"x", "\"a\" b,\"\r", "\"a,\"b\"\n"} {
		f.Add([]byte(s), byte(i), byte(2))
	}
	f.Fuzz(func(t *testing.T, text []byte, set, want byte) { checkSteps(t, text, dialectOf(set), int(want%4)) })
}
