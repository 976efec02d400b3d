package verify_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/onefold/onefold/internal/ledger"
	"github.com/onefold/onefold/internal/ledger/verify"
)

// The files that a proof rests on.
const (
	entriesFile = "ledger/entries.jsonl"
	hashesFile  = "ledger/hashes"
	checksFile  = "ledger/checkpoints"
	keyFile     = "ledger/key.pub"
	secondFile  = "ledger.checkpoint"
)

// fataler is what testing.T and rapid.T have in common.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// grow appends batches of entries of these sizes.
func grow(t fataler, state string, batches ...int) {
	t.Helper()
	at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	l, err := ledger.Open(context.Background(), state, ledger.Options{Now: func() time.Time { return at }})
	if err != nil {
		t.Fatalf("%v", err)
	}
	n := l.Head().Size
	for _, size := range batches {
		var batch []ledger.Entry
		for range size {
			batch = append(batch, ledger.Entry{Type: ledger.Apply, Run: "1", Payload: map[string]int64{"n": n}})
			n++
		}
		if _, err := l.Append(context.Background(), batch...); err != nil {
			t.Fatalf("%v", err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatalf("%v", err)
	}
}

func load(t fataler, state string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, name := range []string{entriesFile, hashesFile, checksFile, keyFile, secondFile} {
		b, err := os.ReadFile(filepath.Join(state, name))
		if err != nil {
			t.Fatalf("%v", err)
		}
		files[name] = string(b)
	}
	return files
}

func store(t fataler, state string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(state, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatalf("%v", err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatalf("%v", err)
		}
	}
}

func faults(t fataler, state string, o verify.Outside) []verify.Fault {
	t.Helper()
	r, err := verify.Verify(context.Background(), state, o)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return r.Faults
}

// says renders faults as "kind from-to", the kinds without words.
func says(faults []verify.Fault) string {
	var all []string
	for _, f := range faults {
		switch {
		case f.From < 0:
			all = append(all, string(f.Kind))
		case f.From == f.To:
			all = append(all, fmt.Sprintf("%s %d", f.Kind, f.From))
		default:
			all = append(all, fmt.Sprintf("%s %d-%d", f.Kind, f.From, f.To))
		}
	}
	return strings.Join(all, ", ")
}

// Every small tree is sound, however it came about.
func TestEverySmallTree(t *testing.T) {
	state := t.TempDir()
	grow(t, state)
	for n := range 40 {
		grow(t, state, 1)
		if f := faults(t, state, verify.Outside{}); len(f) > 0 {
			t.Fatalf("%d entries: %v", n+1, f)
		}
	}
	for n := range 20 {
		state := t.TempDir()
		grow(t, state, n)
		if f := faults(t, state, verify.Outside{}); len(f) > 0 {
			t.Fatalf("%d entries at once: %v", n, f)
		}
	}
}

// Every change of any one byte of any file is found; in the entries, by number.
func TestEveryByte(t *testing.T) {
	state := t.TempDir()
	grow(t, state, 1, 2)
	files := load(t, state)
	for name, content := range files {
		path := filepath.Join(state, name)
		entry := 0
		for at := range len(content) {
			for _, bit := range []byte{0x01, 0x20} {
				b := []byte(content)
				b[at] ^= bit
				if err := os.WriteFile(path, b, 0o600); err != nil {
					t.Fatal(err)
				}
				got := faults(t, state, verify.Outside{})
				if len(got) == 0 {
					t.Fatalf("%s: byte %d ^ %#x is not found", name, at, bit)
				}
				if name != entriesFile {
					continue
				}
				if first := got[0]; first.From != int64(entry) || first.Kind != verify.Changed && first.Kind != verify.Truncated {
					t.Fatalf("byte %d of entry %d ^ %#x: %s", at, entry, bit, says(got))
				}
			}
			if content[at] == '\n' {
				entry++
			}
		}
		store(t, state, map[string]string{name: content})
	}
	if f := faults(t, state, verify.Outside{}); len(f) > 0 {
		t.Fatalf("restored: %v", f)
	}
}

// Every length that a file can be cut to is found.
func TestEveryTruncation(t *testing.T) {
	state := t.TempDir()
	grow(t, state, 1, 2)
	for name, content := range load(t, state) {
		for n := range len(content) {
			store(t, state, map[string]string{name: content[:n]})
			got := faults(t, state, verify.Outside{})
			if len(got) == 0 {
				t.Fatalf("%s cut to %d of %d bytes: not found", name, n, len(content))
			}
			if whole := int64(strings.Count(content[:n], "\n")); name == entriesFile && (got[0].Kind != verify.Truncated || got[0].From != whole || got[len(got)-1].To != 2) {
				t.Fatalf("cut to %d bytes, %d entries: %s", n, whole, says(got))
			}
		}
		if err := os.Remove(filepath.Join(state, name)); err != nil {
			t.Fatal(err)
		}
		if got := faults(t, state, verify.Outside{}); len(got) == 0 {
			t.Fatalf("%s is gone: not found", name)
		}
		store(t, state, map[string]string{name: content})
	}
}

// Whatever is done to the lines is found and named.
func TestLines(t *testing.T) {
	state := t.TempDir()
	grow(t, state, 3, 4, 3)
	files := load(t, state)
	lines := strings.SplitAfter(files[entriesFile], "\n")
	lines = lines[:len(lines)-1]
	try := func(what string, lines []string) string {
		t.Helper()
		store(t, state, map[string]string{entriesFile: strings.Join(lines, "")})
		got := faults(t, state, verify.Outside{})
		if len(got) == 0 {
			t.Fatalf("%s: not found", what)
		}
		return says(got)
	}
	for i := range lines {
		want := fmt.Sprintf("removed %d", i)
		if i == len(lines)-1 {
			want = fmt.Sprintf("truncated %d", i)
		}
		if got := try("removed", slices.Delete(slices.Clone(lines), i, i+1)); got != want {
			t.Errorf("entry %d removed: %s", i, got)
		}
		if got := try("changed", slices.Replace(slices.Clone(lines), i, i+1, strings.Replace(lines[i], `"run":"1"`, `"run":"2"`, 1))); got != fmt.Sprintf("changed %d", i) {
			t.Errorf("entry %d changed: %s", i, got)
		}
		if got := try("added", slices.Insert(slices.Clone(lines), i, `{"index":77,"time":"2026-03-01T08:00:00Z","type":"apply"}`+"\n")); got != fmt.Sprintf("added %d", i) {
			t.Errorf("a line before entry %d: %s", i, got)
		}
		for j := range lines {
			switched := slices.Clone(lines)
			switched[i], switched[j] = switched[j], switched[i]
			if got := ""; i != j {
				got = try("switched", switched)
				if !strings.Contains(got, fmt.Sprintf("moved %d", i)) && !strings.Contains(got, fmt.Sprintf("moved %d", j)) || strings.ContainsAny(strings.ReplaceAll(got, "moved", ""), "abcdefghijklnopqrstuvwxyz") {
					t.Errorf("entries %d and %d switched: %s", i, j, got)
				}
			}
			if got := try("copied", slices.Insert(slices.Clone(lines), j, lines[i])); !strings.Contains(got, fmt.Sprintf("added %d", i)) && (i < 9 || got != "unfinished 10") {
				t.Errorf("entry %d once more at %d: %s", i, j, got)
			}
		}
	}
	if got := try("two removed, one changed", append(append(slices.Clone(lines[:2]), strings.Replace(lines[4], "apply", "plan", 1)), lines[5:]...)); got != "removed 2-3, changed 4" {
		t.Error(got)
	}
	if got := try("one behind", append(slices.Clone(lines), lines[0])); got != "unfinished 10" && got != "added 0" {
		t.Error(got)
	}
	if got := try("half a line behind", append(slices.Clone(lines), "{")); got != "unfinished 10" {
		t.Error(got)
	}
}

// Who rewrites entries and computes the hashes anew is found by the checkpoints.
func TestRewritten(t *testing.T) {
	state, forged := t.TempDir(), t.TempDir()
	grow(t, state, 3, 4, 3)
	files := load(t, state)
	grow(t, forged, 3, 2)
	evil := load(t, forged)
	// The same entries up to 3, others from there on, hashes that fit.
	store(t, state, map[string]string{entriesFile: evil[entriesFile], hashesFile: evil[hashesFile]})
	if got := says(faults(t, state, verify.Outside{})); !strings.Contains(got, "truncated 5-9") || !strings.Contains(got, "hashes") {
		t.Error("entries and hashes cut:", got)
	}
	changed := strings.Replace(files[entriesFile], `{"n":5}`, `{"n":6}`, 1)
	store(t, state, map[string]string{entriesFile: changed, hashesFile: strings.Repeat("\x00", len(files[hashesFile]))})
	if got := says(faults(t, state, verify.Outside{})); !strings.Contains(got, "changed 3-6") || !strings.Contains(got, "hashes") {
		t.Error("an entry changed, hashes lost:", got)
	}
	lines := strings.SplitAfter(files[entriesFile], "\n")
	store(t, state, map[string]string{entriesFile: strings.Join(slices.Delete(lines, 5, 6), "") + "{}\n"})
	if got := says(faults(t, state, verify.Outside{})); !strings.Contains(got, "changed 5,") && !strings.HasSuffix(got, "changed 5") {
		t.Error("an entry removed, hashes lost:", got)
	}
	store(t, state, map[string]string{entriesFile: files[entriesFile]})
	if got := says(faults(t, state, verify.Outside{})); got != "hashes" {
		t.Error("only the hashes lost:", got)
	}
	// Two checkpoints switched, one of another ledger, one removed at the end.
	notes := strings.SplitAfter(files[checksFile], "\n\n")
	for what, c := range map[string]struct{ checks, want string }{
		"switched":      {notes[0] + notes[1] + notes[4] + notes[5] + notes[2] + notes[3] + notes[6] + notes[7], "checkpoint"},
		"of another":    {files[checksFile] + evil[checksFile], "checkpoint, checkpoint, checkpoint"},
		"cut":           {strings.Join(notes[:6], ""), "unfinished, checkpoint 7-9"},
		"cut to half":   {strings.Join(notes[:7], ""), "unfinished, unfinished, checkpoint 7-9"},
		"without first": {strings.Join(notes[2:], ""), "checkpoint"},
		"twice":         {files[checksFile] + notes[6] + notes[7], "checkpoint"},
	} {
		store(t, state, files)
		store(t, state, map[string]string{checksFile: c.checks})
		if got := says(faults(t, state, verify.Outside{})); got != c.want {
			t.Errorf("%s: %s, want %s", what, got, c.want)
		}
	}
}

// An older ledger in place of a newer one is found against a checkpoint that
// was kept elsewhere, even when the second copy was rolled back with it.
func TestRolledBack(t *testing.T) {
	state := t.TempDir()
	grow(t, state, 2, 3)
	old := load(t, state)
	grow(t, state, 4)
	now := load(t, state)

	store(t, state, old)
	store(t, state, map[string]string{secondFile: now[secondFile]})
	if got := says(faults(t, state, verify.Outside{})); got != "rolled back 5-8" {
		t.Error("second copy:", got)
	}
	store(t, state, old)
	if got := faults(t, state, verify.Outside{}); len(got) > 0 {
		t.Error("what can't be known:", got)
	}
	kept := verify.Outside{Checkpoints: [][]byte{[]byte(now[secondFile])}}
	if got := says(faults(t, state, kept)); got != "rolled back 5-8" {
		t.Error("kept elsewhere:", got)
	}
	// The ledger went on in another way from there.
	l, err := ledger.Open(t.Context(), state, ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if _, err := l.Append(t.Context(), ledger.Entry{Type: ledger.Undo}); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if got := says(faults(t, state, kept)); got != "rolled back 0-8" {
		t.Error("went on otherwise:", got)
	}
	store(t, state, now)
	for _, note := range []string{now[secondFile], old[secondFile]} {
		if got := faults(t, state, verify.Outside{Checkpoints: [][]byte{[]byte(note)}}); len(got) > 0 {
			t.Error("a true one:", got)
		}
	}
	for what, note := range map[string]string{
		"empty": "", "text": "hello\n", "changed": strings.Replace(now[secondFile], "\n9\n", "\n8\n", 1),
		"of another ledger": func() string { other := t.TempDir(); grow(t, other, 1); return load(t, other)[secondFile] }(),
	} {
		if got := says(faults(t, state, verify.Outside{Checkpoints: [][]byte{[]byte(note)}})); got != "checkpoint" {
			t.Errorf("%s: %s", what, got)
		}
	}
}

// Who exchanges the key and signs everything anew is found by whoever knows the
// key, or an old checkpoint.
func TestExchangedKey(t *testing.T) {
	state, other := t.TempDir(), t.TempDir()
	grow(t, state, 2)
	grow(t, other, 2)
	was := load(t, state)
	key := strings.TrimSuffix(was[keyFile], "\n")
	if got := faults(t, state, verify.Outside{Key: key}); len(got) > 0 {
		t.Error("the right key:", got)
	}
	if got := says(faults(t, other, verify.Outside{Key: key})); !strings.HasPrefix(got, "key") {
		t.Error("another key:", got)
	}
	if got := says(faults(t, other, verify.Outside{Checkpoints: [][]byte{[]byte(was[secondFile])}})); got != "checkpoint" {
		t.Error("an old checkpoint:", got)
	}
	if got := says(faults(t, state, verify.Outside{Key: "x"})); got != "key" {
		t.Error("no key:", got)
	}
}

// Any few random changes to any files are found, unless they cancel out.
func TestRandomChanges(t *testing.T) {
	state := t.TempDir()
	grow(t, state, 1, 5, 2)
	files := load(t, state)
	names := []string{entriesFile, hashesFile, checksFile, keyFile, secondFile}
	rapid.Check(t, func(t *rapid.T) {
		store(t, state, files)
		same := true
		for range rapid.IntRange(1, 3).Draw(t, "changes") {
			name := rapid.SampledFrom(names).Draw(t, "file")
			b, err := os.ReadFile(filepath.Join(state, name))
			if err != nil {
				t.Fatalf("%v", err)
			}
			from := rapid.IntRange(0, len(b)).Draw(t, "from")
			to := rapid.IntRange(from, min(len(b), from+200)).Draw(t, "to")
			b = slices.Replace(b, from, to, rapid.SliceOfN(rapid.Byte(), 0, 100).Draw(t, "by")...)
			store(t, state, map[string]string{name: string(b)})
		}
		for _, name := range names {
			b, err := os.ReadFile(filepath.Join(state, name))
			same = same && err == nil && bytes.Equal(b, []byte(files[name]))
		}
		if got := faults(t, state, verify.Outside{}); (len(got) == 0) != same {
			t.Fatalf("the same: %v; faults: %v", same, got)
		}
	})
}
