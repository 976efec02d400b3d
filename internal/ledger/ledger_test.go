package ledger_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/onefold/onefold/internal/ledger"
	"github.com/onefold/onefold/internal/ledger/verify"
	"github.com/onefold/onefold/internal/seal"
)

// clock is a clock that goes on by a second each time it is asked.
func clock() func() time.Time {
	at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	return func() time.Time {
		at = at.Add(time.Second)
		return at
	}
}

func open(t testing.TB, state string) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(t.Context(), state, ledger.Options{Now: clock()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// fill appends n entries in batches of these sizes, over and over.
func fill(t testing.TB, l *ledger.Ledger, n int, batches ...int) {
	t.Helper()
	for i, b := 0, 0; i < n; b++ {
		var batch []ledger.Entry
		for range min(batches[b%len(batches)], n-i) {
			batch = append(batch, ledger.Entry{Type: ledger.Apply, Actor: "ana", Run: fmt.Sprint("r", i/3), Payload: map[string]int{"groups": i}})
			i++
		}
		if _, err := l.Append(t.Context(), batch...); err != nil {
			t.Fatal(err)
		}
	}
}

func sound(t testing.TB, state string) *verify.Report {
	t.Helper()
	r, err := verify.Verify(t.Context(), state, verify.Outside{})
	if err != nil {
		t.Fatal(err)
	}
	if !r.OK() {
		t.Fatalf("faults in a sound ledger: %+v", r.Faults)
	}
	return r
}

func entries(t testing.TB, state string, f ledger.Filter) []ledger.Entry {
	t.Helper()
	l, err := ledger.Read(state)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var all []ledger.Entry
	if err := l.Entries(t.Context(), f, func(e ledger.Entry, _ []byte) error {
		all = append(all, e)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAppendAndRead(t *testing.T) {
	state := filepath.Join(t.TempDir(), ".onefold")
	l := open(t, state)
	sound(t, state)
	if got := entries(t, state, ledger.Filter{}); len(got) != 0 {
		t.Fatalf("%d entries in a new ledger", len(got))
	}
	when := time.Date(2026, 2, 3, 4, 5, 6, 7, time.FixedZone("", 3600))
	first, err := l.Append(t.Context(),
		ledger.Entry{Type: ledger.Plan, Time: when, Actor: "ana", Run: "7", Plan: "sha256:00", Payload: map[string]any{"z": 1.50, "a": json.RawMessage(`{"y":1.50, "x":[]}`), "<b>": "é\u2028"}},
		ledger.Entry{Type: ledger.Apply, Run: "7"})
	if err != nil || first != 0 {
		t.Fatal(first, err)
	}
	if first, err = l.Append(t.Context(), ledger.Entry{Type: ledger.Undo, Run: "8"}); err != nil || first != 2 {
		t.Fatal(first, err)
	}
	raw, err := os.ReadFile(filepath.Join(state, "ledger", "entries.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"actor":"ana","index":0,"payload":{"<b>":"é\u2028","a":{"x":[],"y":1.50},"z":1.5},"plan":"sha256:00","run":"7","time":"2026-02-03T03:05:06.000000007Z","type":"plan"}
{"index":1,"run":"7","time":"2026-03-01T08:00:01Z","type":"apply"}
{"index":2,"run":"8","time":"2026-03-01T08:00:02Z","type":"undo"}
`
	if string(raw) != want {
		t.Errorf("entries\n%s\nwant\n%s", raw, want)
	}
	if r := sound(t, state); r.Entries != 3 || r.Checkpoints != 3 {
		t.Errorf("%+v", r)
	}
	for name, c := range map[string]struct {
		f    ledger.Filter
		want string
	}{
		"run":   {ledger.Filter{Run: "7"}, "0 1"},
		"type":  {ledger.Filter{Type: ledger.Undo}, "2"},
		"since": {ledger.Filter{Since: time.Date(2026, 3, 1, 8, 0, 2, 0, time.UTC)}, "2"},
		"until": {ledger.Filter{Until: time.Date(2026, 3, 1, 8, 0, 2, 0, time.UTC)}, "0 1"},
		"both":  {ledger.Filter{Run: "7", Type: ledger.Undo}, ""},
	} {
		var got []string
		for _, e := range entries(t, state, c.f) {
			got = append(got, fmt.Sprint(e.Index))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: entries %v, want %s", name, got, c.want)
		}
	}
}

func TestRefused(t *testing.T) {
	state := t.TempDir()
	l := open(t, state)
	for name, e := range map[string]ledger.Entry{
		"no type":    {},
		"bad type":   {Type: "Plan made"},
		"bad JSON":   {Type: ledger.Plan, Payload: json.RawMessage(`{"a":`)},
		"two values": {Type: ledger.Plan, Payload: json.RawMessage(`1 2`)},
		"no JSON":    {Type: ledger.Plan, Payload: func() {}},
		"too large":  {Type: ledger.Plan, Payload: strings.Repeat("x", 17<<20)},
	} {
		if _, err := l.Append(t.Context(), ledger.Entry{Type: ledger.Plan}, e); err == nil {
			t.Errorf("%s: appended", name)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Append(ctx, ledger.Entry{Type: ledger.Plan}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if r := sound(t, state); r.Entries != 0 {
		t.Errorf("%d entries of batches that failed", r.Entries)
	}
	if _, err := ledger.Read(t.TempDir()); !errors.Is(err, ledger.ErrNone) {
		t.Errorf("no ledger: %v", err)
	}
	if _, err := verify.Verify(t.Context(), t.TempDir(), verify.Outside{}); !errors.Is(err, ledger.ErrNone) {
		t.Errorf("no ledger: %v", err)
	}
}

// Several holders append at once; all entries are there, batches in one piece.
func TestManyWriters(t *testing.T) {
	state := t.TempDir()
	const writers, batches, size = 4, 8, 5
	done := make(chan error)
	for w := range writers {
		go func() {
			l, err := ledger.Open(t.Context(), state, ledger.Options{})
			for b := 0; b < batches && err == nil; b++ {
				var batch []ledger.Entry
				for range size {
					batch = append(batch, ledger.Entry{Type: ledger.Apply, Run: fmt.Sprint(w, "-", b)})
				}
				_, err = l.Append(t.Context(), batch...)
			}
			if l != nil {
				err = errors.Join(err, l.Close())
			}
			done <- err
		}()
	}
	for range writers {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	sound(t, state)
	got := entries(t, state, ledger.Filter{})
	if len(got) != writers*batches*size {
		t.Fatalf("%d entries", len(got))
	}
	for i := 0; i < len(got); i += size {
		for _, e := range got[i : i+size] {
			if e.Run != got[i].Run {
				t.Fatalf("entry %d is of run %s, amid a batch of %s", e.Index, e.Run, got[i].Run)
			}
		}
	}
}

// What a crash leaves of the last write, whatever it is, is set aside, and
// never half an entry counts.
func TestCrash(t *testing.T) {
	state := t.TempDir()
	l := open(t, state)
	fill(t, l, 5, 2)
	small := snapshot(t, state)
	fill(t, l, 3, 3)
	large := snapshot(t, state)
	_ = l.Close()

	attempt := func(t *testing.T, files map[string]string, kept int) {
		t.Helper()
		dir := t.TempDir()
		restore(t, dir, files)
		told := 0
		l, err := ledger.Open(t.Context(), dir, ledger.Options{Now: clock(), OnRecovery: func(ledger.Recovered) { told++ }})
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		if _, err := l.Append(t.Context(), ledger.Entry{Type: ledger.Plan}); err != nil {
			t.Fatal(err)
		}
		sound(t, dir)
		got := entries(t, dir, ledger.Filter{})
		noted := 0
		for _, e := range got {
			if e.Type == ledger.Recovery {
				noted++
			}
		}
		if len(got) != kept+noted+1 || noted != told {
			t.Fatalf("%d entries, %d of them notes of a recovery, %d told; want %d kept", len(got), noted, told, kept)
		}
	}
	cut := func(name string, n int) map[string]string {
		files := map[string]string{}
		for k, v := range small {
			files[k] = v
		}
		files[name] = large[name][:n]
		return files
	}
	// While the entries are written.
	for n := len(small["ledger/entries.jsonl"]); n <= len(large["ledger/entries.jsonl"]); n += 41 {
		attempt(t, cut("ledger/entries.jsonl", n), 5)
	}
	// While the hashes are: the entries are whole.
	for n := len(small["ledger/hashes"]); n <= len(large["ledger/hashes"]); n += 37 {
		files := cut("ledger/hashes", n)
		files["ledger/entries.jsonl"] = large["ledger/entries.jsonl"]
		attempt(t, files, 5)
	}
	// While the checkpoint is.
	end := len(large["ledger/checkpoints"])
	for n := len(small["ledger/checkpoints"]); n < end; n += 5 {
		files := cut("ledger/checkpoints", n)
		files["ledger/entries.jsonl"], files["ledger/hashes"] = large["ledger/entries.jsonl"], large["ledger/hashes"]
		attempt(t, files, 5)
		files["ledger/checkpoints"] += strings.Repeat("\x00", end-n) // the length is there, the content not
		attempt(t, files, 5)
	}
	// Before the second copy is.
	files := cut("ledger/checkpoints", end)
	files["ledger/entries.jsonl"], files["ledger/hashes"] = large["ledger/entries.jsonl"], large["ledger/hashes"]
	attempt(t, files, 8)
	// The hashes are lost: they can be computed again.
	files = cut("ledger/hashes", 0)
	attempt(t, files, 5)
	files["ledger/hashes"] = strings.Repeat("\x00", len(small["ledger/hashes"]))
	attempt(t, files, 5)
	// While the ledger is made.
	for _, name := range []string{"ledger.checkpoint", "ledger/checkpoints", "ledger/entries.jsonl", "ledger/hashes", ""} {
		fresh := t.TempDir()
		_ = open(t, fresh).Close()
		files := snapshot(t, fresh)
		delete(files, "ledger.checkpoint")
		delete(files, name)
		if name == "" { // nothing but the private key
			files = map[string]string{"keys/ledger.key": files["keys/ledger.key"]}
		}
		attempt(t, files, 0)
	}
}

// Nothing is appended to a ledger that is not what was signed.
func TestTamperedIsNotContinued(t *testing.T) {
	state := t.TempDir()
	l := open(t, state)
	fill(t, l, 4, 2)
	old := snapshot(t, state)
	fill(t, l, 4, 2)
	_ = l.Close()
	now := snapshot(t, state)

	for name, change := range map[string]func(files map[string]string){
		"entry cut":      func(f map[string]string) { f["ledger/entries.jsonl"] = old["ledger/entries.jsonl"] },
		"checkpoint cut": func(f map[string]string) { f["ledger/checkpoints"] = old["ledger/checkpoints"] },
		"rolled back": func(f map[string]string) {
			second := f["ledger.checkpoint"]
			clear(f)
			copyInto(f, old)
			f["ledger.checkpoint"] = second
		},
		"no second copy":     func(f map[string]string) { delete(f, "ledger.checkpoint") },
		"second copy broken": func(f map[string]string) { f["ledger.checkpoint"] = f["ledger.checkpoint"][1:] },
		"no public key":      func(f map[string]string) { delete(f, "ledger/key.pub") },
		"no ledger":          func(f map[string]string) { second := f["ledger.checkpoint"]; clear(f); f["ledger.checkpoint"] = second },
		"hashes and entry": func(f map[string]string) {
			f["ledger/hashes"] = ""
			f["ledger/entries.jsonl"] = strings.Replace(f["ledger/entries.jsonl"], `"groups":3`, `"groups":9`, 1)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			files := map[string]string{}
			copyInto(files, now)
			change(files)
			restore(t, dir, files)
			l, err := ledger.Open(t.Context(), dir, ledger.Options{})
			if !errors.Is(err, ledger.ErrTampered) {
				t.Errorf("opened: %v", err)
			}
			if l != nil {
				_ = l.Close()
			}
			if got := snapshot(t, dir); name != "no ledger" && fmt.Sprint(got) != fmt.Sprint(files) {
				t.Error("the evidence was changed")
			}
		})
	}

	// Nor by who has it open already.
	l = open(t, state)
	if err := os.Truncate(filepath.Join(state, "ledger", "entries.jsonl"), 100); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(t.Context(), ledger.Entry{Type: ledger.Plan}); !errors.Is(err, ledger.ErrTampered) {
		t.Errorf("appended: %v", err)
	}
}

func TestSealedValues(t *testing.T) {
	state := t.TempDir()
	l := open(t, state)
	mail, err := l.Seal("crm", "1", "lea@boite.example")
	if err != nil {
		t.Fatal(err)
	}
	age, err := l.Seal("crm", "2", 41.0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(t.Context(), ledger.Entry{Type: ledger.Apply, Payload: map[string]any{
		"changes": []any{map[string]any{"field": "email", "before": mail, "rows": json.Number("12345678901234567890")}, age},
	}}); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(state, "ledger", "entries.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(raw), "lea") || !strings.Contains(string(raw), `"field":"email"`) {
		t.Errorf("the name of the field is readable, the value is not: %s", raw)
	}
	shown := func() string {
		log, err := ledger.Read(state)
		if err != nil {
			t.Fatal(err)
		}
		defer log.Close()
		o, err := log.Opener("")
		if err != nil {
			t.Fatal(err)
		}
		defer o.Close()
		p, err := o.Payload(entries(t, state, ledger.Filter{})[0].Raw())
		if err != nil {
			t.Fatal(err)
		}
		return string(p)
	}
	if got, want := shown(), `{"changes":[{"before":"lea@boite.example","field":"email","rows":12345678901234567890},41]}`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if had, err := l.Forget("crm", "1"); !had || err != nil {
		t.Fatal(had, err)
	}
	if got, want := shown(), `{"changes":[{"before":{"forgotten":true},"field":"email","rows":12345678901234567890},41]}`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	sound(t, state) // the proof is what it was
	if _, err := l.Seal("crm", "1", "lea@boite.example"); !errors.Is(err, seal.ErrForgotten) {
		t.Errorf("sealed for somebody forgotten: %v", err)
	}
}

func TestModes(t *testing.T) {
	state := filepath.Join(t.TempDir(), "state")
	fill(t, open(t, state), 1, 1)
	for name, want := range map[string]os.FileMode{"keys/ledger.key": 0o600, "keys": 0o700, "ledger": 0o700, "ledger/entries.jsonl": 0o600} {
		info, err := os.Stat(filepath.Join(state, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v", name, info.Mode().Perm(), want)
		}
	}
}

func TestExport(t *testing.T) {
	state := t.TempDir()
	l := open(t, state)
	fill(t, l, 20, 3)
	log, err := ledger.Read(state)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	var all bytes.Buffer
	if n, err := log.Export(t.Context(), &all, ledger.Filter{Run: "r2"}); n != 3 || err != nil {
		t.Fatal(n, err)
	}
	key, err := log.Key()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"", key} {
		if head, n, err := ledger.VerifyExport(bytes.NewReader(all.Bytes()), key); n != 3 || head.Size != 20 || err != nil {
			t.Errorf("%d of %d, %v", n, head.Size, err)
		}
	}
	for i := range int64(20) {
		if e, err := log.Entry(t.Context(), i); err != nil || e.Index != i {
			t.Errorf("entry %d is %d, %v", i, e.Index, err)
		}
	}
	if _, err := log.Entry(t.Context(), 20); err == nil {
		t.Error("read an entry behind the end")
	}
	other, err := os.ReadFile(filepath.Join(stateOf(t), "ledger", "key.pub"))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := ledger.VerifyExport(bytes.NewReader(all.Bytes()), strings.TrimSpace(string(other))); err == nil {
		t.Error("verified with another ledger's key")
	}
	lines := strings.SplitAfter(all.String(), "\n")
	for name, c := range map[string]struct {
		text string
		line int
	}{
		"empty":      {"", 1},
		"no head":    {lines[1], 1},
		"changed":    {lines[0] + lines[1] + strings.Replace(lines[2], `groups\":7`, `groups\":8`, 1), 3},
		"renumbered": {lines[0] + strings.Replace(lines[1], `"index":6,`, `"index":5,`, 1), 2},
		"no entry":   {lines[0] + "{}\n", 2},
		"two":        {lines[0] + strings.TrimSpace(lines[1]) + "{}\n", 2},
	} {
		_, _, err := ledger.VerifyExport(strings.NewReader(c.text), "")
		var f *ledger.ExportFault
		if !errors.As(err, &f) || f.Line != c.line {
			t.Errorf("%s: %v, want a fault of line %d", name, err, c.line)
		}
	}
}

func FuzzVerifyExport(f *testing.F) {
	state := f.TempDir()
	fill(f, open(f, state), 5, 2)
	log, err := ledger.Read(state)
	if err != nil {
		f.Fatal(err)
	}
	defer log.Close()
	var good bytes.Buffer
	if _, err := log.Export(f.Context(), &good, ledger.Filter{}); err != nil {
		f.Fatal(err)
	}
	key, err := log.Key()
	if err != nil {
		f.Fatal(err)
	}
	signed := map[string]bool{}
	if err := log.Entries(f.Context(), ledger.Filter{}, func(_ ledger.Entry, line []byte) error {
		signed[string(line)] = true
		return nil
	}); err != nil {
		f.Fatal(err)
	}
	f.Add(good.Bytes())
	f.Add([]byte("{}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, _, err := ledger.VerifyExport(bytes.NewReader(b), key); err != nil {
			return
		}
		for _, line := range bytes.Split(bytes.TrimSpace(b), []byte("\n"))[1:] {
			var e struct{ Entry string }
			if err := json.Unmarshal(line, &e); err != nil || !signed[e.Entry] {
				t.Fatalf("verified an entry that was never signed: %s", line)
			}
		}
	})
}

// stateOf returns the state of a new ledger.
func stateOf(t testing.TB) string {
	state := t.TempDir()
	_ = open(t, state)
	return state
}

// snapshot returns the files of a ledger by name, keys included.
func snapshot(t testing.TB, state string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, name := range []string{"ledger/entries.jsonl", "ledger/hashes", "ledger/checkpoints", "ledger/key.pub", "ledger.checkpoint", "keys/ledger.key"} {
		if b, err := os.ReadFile(filepath.Join(state, name)); err == nil {
			files[name] = string(b)
		}
	}
	return files
}

func restore(t testing.TB, state string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(state, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func copyInto(to, from map[string]string) {
	for k, v := range from {
		to[k] = v
	}
}

func BenchmarkAppend(b *testing.B) {
	for _, size := range []int{1, 100, 1000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			l := open(b, b.TempDir())
			for b.Loop() {
				fill(b, l, size, size)
			}
			b.ReportMetric(float64(b.N*size)/b.Elapsed().Seconds(), "entries/s")
		})
	}
}

func BenchmarkVerify(b *testing.B) {
	state := b.TempDir()
	fill(b, open(b, state), 100_000, 1000)
	for b.Loop() {
		sound(b, state)
	}
}
