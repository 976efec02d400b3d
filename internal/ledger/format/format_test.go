package format

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

func TestCanonical(t *testing.T) {
	for in, want := range map[string]string{
		` { "b" : 1e2, "a":[ 1.50, "é<&>" , null ] } `: `{"a":[1.50,"é<&>",null],"b":1e2}`,
		`"\u0041\u2028\n\u001f\/"`:                     `"A\u2028\n\u001f/"`,
		`{"a":1,"a":2}`:                                `{"a":2}`,
		`12345678901234567890.10`:                      `12345678901234567890.10`,
	} {
		got, err := Canonical(json.RawMessage(in))
		if err != nil || string(got) != want {
			t.Errorf("%s is %s, %v; want %s", in, got, err, want)
		}
	}
}

// FuzzCanonical checks that a canonical form is its own canonical form, and
// means the same.
func FuzzCanonical(f *testing.F) {
	f.Add(`{"b":[1,2.0,{"z":"\ud83d"}],"a":null}`)
	f.Add(`"\u2029"`)
	f.Add(`{"a":1}{`)
	f.Fuzz(func(t *testing.T, in string) {
		once, err := Canonical(json.RawMessage(in))
		if err != nil {
			return
		}
		twice, err := Canonical(once)
		if err != nil || !bytes.Equal(once, twice) {
			t.Fatalf("%s, then %s, %v", once, twice, err)
		}
	})
}

// Whatever the system calls somebody can be written and read again.
func TestEntry(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) })
		e := Entry{
			Index: rapid.Int64().Draw(t, "index"), Time: time.Unix(rapid.Int64Range(0, 1<<35).Draw(t, "time"), rapid.Int64Range(0, 1e9-1).Draw(t, "ns")),
			Type: Apply, Actor: word.Draw(t, "actor"), Run: word.Draw(t, "run"), Plan: word.Draw(t, "plan"), Payload: word.Draw(t, "payload"),
		}
		line, err := e.Line()
		if err != nil {
			t.Fatal(err)
		}
		got, err := ParseEntry(line)
		if err != nil || got.Index != e.Index || !got.Time.Equal(e.Time) || got.Actor != strings.ToValidUTF8(e.Actor, "\uFFFD") {
			t.Fatalf("%q is %+v, %v", line, got, err)
		}
	})
}

// FuzzParseEntry checks that a line that is read is exactly what would be
// written.
func FuzzParseEntry(f *testing.F) {
	e := Entry{Index: 3, Time: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC), Type: Plan, Actor: "ana", Run: "7", Plan: "x", Payload: map[string]any{"b": 1, "a": Sealed{Sealed: []byte("x"), Subject: "00"}}}
	line, err := e.Line()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(line)
	f.Add([]byte(`{"index":0,"time":"2026-01-02T03:04:05Z","type":"plan"}`))
	f.Add([]byte(`{"index":0,"payload":null,"time":"2026-01-02T03:04:05+01:00","type":"plan"}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		e, err := ParseEntry(line)
		if err != nil {
			return
		}
		if got, err := e.Line(); err != nil || !bytes.Equal(got, line) {
			t.Fatalf("%s is written %s, %v", line, got, err)
		}
		if bytes.ContainsAny(line, "\n\r") {
			t.Fatal("a line that is two")
		}
	})
}

func signed(t testing.TB) (note.Verifier, Checkpoint) {
	t.Helper()
	private, public, err := note.GenerateKey(rand.Reader, "onefold-ledger-test")
	if err != nil {
		t.Fatal(err)
	}
	s, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	v, err := ParseKey(public)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := publicOf(s.Name(), private); err != nil || again != public {
		t.Errorf("the public key is %s, %v; want %s", again, err, public)
	}
	c := Checkpoint{Origin: s.Name(), Size: 42, Root: tlog.RecordHash([]byte("x")), Bytes: 4711}
	if err := c.Sign(s); err != nil {
		t.Fatal(err)
	}
	return v, c
}

func TestCheckpoint(t *testing.T) {
	v, c := signed(t)
	for name, open := range map[string]func([]byte, note.Verifier) (Checkpoint, error){"own": OpenOwn, "kept": OpenKept} {
		got, err := open(c.Note, v)
		if err != nil || got.Size != 42 || got.Root != c.Root || got.Bytes != 4711 || got.Origin != c.Origin {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		other, _ := signed(t)
		if _, err := open(c.Note, other); err == nil {
			t.Errorf("%s: opened with another key", name)
		}
	}
	// A witness has signed it too: good to keep elsewhere, not what we wrote.
	private, _, err := note.GenerateKey(rand.Reader, "witness")
	if err != nil {
		t.Fatal(err)
	}
	w, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	n, err := note.Open(c.Note, note.VerifierList(v))
	if err != nil {
		t.Fatal(err)
	}
	both, err := note.Sign(n, w)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenKept(both, v); err != nil {
		t.Errorf("kept, with a witness: %v", err)
	}
	if _, err := OpenOwn(both, v); err == nil {
		t.Error("own, with a witness: opened")
	}
}

// FuzzOpenOwn checks that nothing but what was signed opens.
func FuzzOpenOwn(f *testing.F) {
	v, c := signed(f)
	f.Add(c.Note)
	f.Add([]byte("x\n\n— y z\n"))
	f.Fuzz(func(t *testing.T, msg []byte) {
		if _, err := OpenOwn(msg, v); err == nil && !bytes.Equal(msg, c.Note) {
			t.Fatalf("opened %q", msg)
		}
		_, _ = OpenKept(msg, v)
	})
}

// Whatever the file of checkpoints holds, nothing of it gets lost in pieces.
func TestSplit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"\n", "a", "\n\n", "b\n"})).Draw(t, "parts"), "")
		notes, rest := Split([]byte(in))
		var again strings.Builder
		for _, n := range notes {
			again.Write(n)
			again.WriteByte('\n')
		}
		again.Write(rest)
		if again.String() != in {
			t.Fatalf("%q is %q and %q", in, notes, rest)
		}
	})
}

func TestLines(t *testing.T) {
	long := strings.Repeat("x", 1<<17)
	for in, want := range map[string]int{"": 0, "a\n": 1, "a\n\nb\n": 3, long + "\n" + long + "\n": 2} {
		r := NewLines(strings.NewReader(in))
		var got strings.Builder
		n := 0
		for ; ; n++ {
			line, err := r.Next()
			if err != nil {
				break
			}
			got.Write(line)
			got.WriteByte('\n')
		}
		if n != want || got.String() != in {
			t.Errorf("%d lines of %d bytes, want %d", n, len(in), want)
		}
	}
	r := NewLines(strings.NewReader("a\nb"))
	_, _ = r.Next()
	if line, err := r.Next(); string(line) != "b" || !errors.Is(err, ErrTorn) {
		t.Errorf("%q, %v", line, err)
	}
	if _, err := NewLines(strings.NewReader(strings.Repeat("x", MaxEntry+2) + "\n")).Next(); err == nil {
		t.Error("a line beyond the limit was read")
	}
}
