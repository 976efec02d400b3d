package journal

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/onefold/onefold/internal/seal"
)

func replay(t testing.TB, path string, v *seal.Vault) ([]string, error) {
	t.Helper()
	var got []string
	err := Replay(path, v, func(r Record) error {
		got = append(got, string(r.Content))
		return nil
	})
	return got, err
}

func open(t testing.TB, path string, o Options) *Journal {
	t.Helper()
	j, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return j
}

// Whatever is appended in whatever batches comes back, over several sessions,
// without what was not synced.
func TestRoundTrip(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		path := filepath.Join(dir, fmt.Sprint(n))
		compress := rapid.Bool().Draw(t, "compress")
		var want []string
		for range rapid.IntRange(1, 3).Draw(t, "sessions") {
			j, err := Open(path, Options{Compress: compress})
			if err != nil {
				t.Fatal(err)
			}
			if r := j.Recovered(); r.Bytes != 0 {
				t.Fatalf("recovered %+v of a journal that was closed", r)
			}
			for range rapid.IntRange(1, 4).Draw(t, "batches") {
				batch := rapid.SliceOfN(rapid.StringN(0, 50, 200), 0, 5).Draw(t, "batch")
				for _, r := range batch {
					if err := j.Append([]byte(r)); err != nil {
						t.Fatal(err)
					}
				}
				want = append(want, batch...)
				if err := j.Sync(); err != nil {
					t.Fatal(err)
				}
				if got, err := replay0(path); err != nil || !slices.Equal(got, want) {
					t.Fatalf("replayed %q, %v; want %q", got, err, want)
				}
			}
			if err := errors.Join(j.Append([]byte("never synced")), j.Close()); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := replay0(path); err != nil || !slices.Equal(got, want) {
			t.Fatalf("closed, replayed %q, %v; want %q", got, err, want)
		}
	})
}

func replay0(path string) (got []string, err error) {
	err = Replay(path, nil, func(r Record) error {
		got = append(got, string(r.Content))
		return nil
	})
	return got, err
}

// threeBatches writes batches of records and returns where each ends.
func threeBatches(t testing.TB, path string, compress bool) (ends []int64, batches [][]string) {
	t.Helper()
	j, err := Open(path, Options{Compress: compress})
	if err != nil {
		t.Fatal(err)
	}
	ends = append(ends, j.end)
	for b := range 3 {
		var batch []string
		for r := range 3 {
			batch = append(batch, fmt.Sprintf("batch %d, record %d, and some text that repeats, repeats", b, r))
			if err := j.Append([]byte(batch[r])); err != nil {
				t.Fatal(err)
			}
		}
		if err := j.Sync(); err != nil {
			t.Fatal(err)
		}
		ends, batches = append(ends, j.end), append(batches, batch)
	}
	j.wrote = false // as if the process had been killed: no end mark
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return ends, batches
}

// Cut off anywhere, or with zeros to its full length, a journal has every whole
// batch before, and goes on from there.
func TestTornTail(t *testing.T) {
	for _, compress := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "journal")
		ends, batches := threeBatches(t, path, compress)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for cut := range len(whole) + 1 {
			for _, zeros := range []int{0, len(whole) - cut} {
				content := append(bytes.Clone(whole[:cut]), make([]byte, zeros)...)
				if err := os.WriteFile(path, content, 0o600); err != nil {
					t.Fatal(err)
				}
				var want []string
				kept := 0
				for i, end := range ends[1:] {
					// A cut inside zeros that were written changes nothing.
					if bytes.Equal(content[:min(int(end), len(content))], whole[:end]) {
						want, kept = append(want, batches[i]...), i+1
					}
				}
				if got, err := replay(t, path, nil); err != nil || !slices.Equal(got, want) {
					t.Fatalf("cut at %d, %d zeros: %q, %v; want %q", cut, zeros, got, err, want)
				}
				if cut%11 != 0 {
					continue // going on costs several fsyncs
				}
				j, err := Open(path, Options{Compress: compress})
				if err != nil {
					t.Fatalf("cut at %d, %d zeros: %v", cut, zeros, err)
				}
				at := int64(0)
				if len(content) >= len(fileHead) && cut >= len(fileHead) {
					at = ends[kept]
				}
				if r := j.Recovered(); r.Bytes != int64(len(content))-at {
					t.Fatalf("cut at %d, %d zeros: recovered %+v", cut, zeros, r)
				}
				if err := errors.Join(j.Append([]byte("more")), j.Sync(), j.Close()); err != nil {
					t.Fatal(err)
				}
				if got, err := replay(t, path, nil); err != nil || !slices.Equal(got, append(want, "more")) {
					t.Fatalf("cut at %d, %d zeros, and more: %q, %v", cut, zeros, got, err)
				}
			}
		}
	}
}

// A change to what was durable when a later batch was begun is no torn tail.
func TestDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	ends, batches := threeBatches(t, path, false)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	try := func(what string, content []byte, wantErr bool, want []string) {
		t.Helper()
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := replay(t, path, nil)
		if wantErr != errors.Is(err, ErrDamaged) || !wantErr && !slices.Equal(got, want) {
			t.Fatalf("%s: %q, %v", what, got, err)
		}
		j, err := Open(path, Options{})
		if wantErr != errors.Is(err, ErrDamaged) {
			t.Fatalf("%s: opened: %v", what, err)
		}
		if j != nil {
			_ = j.Close()
		} else if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, content) {
			t.Fatalf("%s: a damaged journal was changed", what)
		}
	}
	for at := range ends[2] {
		content := bytes.Clone(whole)
		content[at] ^= 0x10
		try(fmt.Sprint("changed at ", at), content, true, nil)
	}
	for at := ends[2]; at < ends[3]; at++ {
		content := bytes.Clone(whole)
		content[at] ^= 0x10
		try(fmt.Sprint("the last batch changed at ", at), content, false, append(slices.Clone(batches[0]), batches[1]...))
	}
	// Once it was closed properly, the last batch is promised too.
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	j := open(t, path, Options{})
	if err := errors.Join(j.Append([]byte("last")), j.Sync(), j.Close()); err != nil {
		t.Fatal(err)
	}
	closed, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := ends[3]; at < int64(len(closed))-headSize; at++ {
		content := bytes.Clone(closed)
		content[at] ^= 0x10
		try(fmt.Sprint("closed, changed at ", at), content, true, nil)
	}
}

// A batch that is larger than a block is still all or nothing.
func TestLargeBatch(t *testing.T) {
	for _, compress := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "journal")
		j := open(t, path, Options{Compress: compress})
		var want []string
		for i := range 40 {
			r := bytes.Repeat([]byte{byte('a' + i%26)}, 100_000+i)
			want = append(want, string(r))
			if err := j.Append(r); err != nil {
				t.Fatal(err)
			}
		}
		huge := bytes.Repeat([]byte("x"), 5<<20)
		want = append(want, string(huge))
		if err := j.Append(huge); err != nil {
			t.Fatal(err)
		}
		if got, err := replay(t, path, nil); err != nil || len(got) != 0 {
			t.Fatalf("%d records before Sync, %v", len(got), err)
		}
		if err := j.Sync(); err != nil {
			t.Fatal(err)
		}
		if got, err := replay(t, path, nil); err != nil || !slices.Equal(got, want) {
			t.Fatalf("%d records, %v", len(got), err)
		}
		if err := j.Append(make([]byte, MaxRecord+1)); err == nil {
			t.Error("took a record beyond the limit")
		}
		if info, err := os.Stat(path); err != nil || compress && info.Size() > 1<<20 {
			t.Errorf("%d bytes, %v", info.Size(), err)
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSealed(t *testing.T) {
	dir := t.TempDir()
	v, err := seal.Open(filepath.Join(dir, "keys"), seal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	path := filepath.Join(dir, "journal")
	j := open(t, path, Options{Vault: v, Compress: true})
	lea, ion := v.Subject("crm", "1"), v.Subject("crm", "2")
	if err := errors.Join(j.AppendSealed(lea, []byte("lea")), j.Append([]byte("open")), j.AppendSealed(ion, []byte("ion")), j.Sync()); err != nil {
		t.Fatal(err)
	}
	if raw, err := os.ReadFile(path); err != nil || bytes.Contains(raw, []byte("lea")) {
		t.Errorf("the file has the value in clear, %v", err)
	}
	if got, err := replay(t, path, v); err != nil || !slices.Equal(got, []string{"lea", "open", "ion"}) {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := replay(t, path, nil); err != nil || !slices.Equal(got, []string{"", "open", ""}) {
		t.Errorf("without the vault: %q, %v", got, err)
	}
	if _, err := v.Forget(lea); err != nil {
		t.Fatal(err)
	}
	var forgotten []bool
	if err := Replay(path, v, func(r Record) error {
		forgotten = append(forgotten, r.Forgotten)
		if r.Forgotten && (r.Content != nil || r.Subject != lea || !r.Sealed) {
			t.Errorf("%+v", r)
		}
		return nil
	}); err != nil || !slices.Equal(forgotten, []bool{true, false, false}) {
		t.Errorf("forgotten: %v, %v", forgotten, err)
	}
	if err := j.AppendSealed(lea, nil); !errors.Is(err, seal.ErrForgotten) {
		t.Errorf("sealed for somebody forgotten: %v", err)
	}
	if err := open(t, filepath.Join(dir, "other"), Options{}).AppendSealed(ion, nil); err == nil {
		t.Error("sealed without a vault")
	}
}

func TestHeld(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal")
	j := open(t, path, Options{})
	if _, err := Open(path, Options{}); !errors.Is(err, ErrHeld) {
		t.Errorf("opened twice: %v", err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if err := j.Append(nil); err == nil {
		t.Error("appended to a closed journal")
	}
	if err := j.Close(); err != nil {
		t.Errorf("closed twice: %v", err)
	}
	j = open(t, path, Options{})
	stop := errors.New("stop")
	if err := errors.Join(j.Append([]byte("a")), j.Append([]byte("b")), j.Sync()); err != nil {
		t.Fatal(err)
	}
	n := 0
	if err := Replay(path, nil, func(Record) error { n++; return stop }); !errors.Is(err, stop) || n != 1 {
		t.Errorf("%d records, %v", n, err)
	}
	if got, err := replay(t, filepath.Join(t.TempDir(), "none"), nil); err != nil || len(got) != 0 {
		t.Errorf("a journal that is not there: %q, %v", got, err)
	}
	if err := os.WriteFile(path+"2", []byte("id,cluster\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path+"2", Options{}); !errors.Is(err, ErrDamaged) {
		t.Errorf("opened another kind of file: %v", err)
	}
}

// FuzzReplay reads anything: no panic, no more than is there, and what Open
// accepts can be continued.
func FuzzReplay(f *testing.F) {
	dir := f.TempDir()
	for _, compress := range []bool{false, true} {
		path := filepath.Join(dir, fmt.Sprint(compress))
		threeBatches(f, path, compress)
		b, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(fileHead))
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "journal")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		before, err := replay0(path)
		j, openErr := Open(path, Options{})
		if openErr != nil {
			return
		}
		defer j.Close()
		if err != nil {
			return // blocks are whole, records in them are not
		}
		if err := errors.Join(j.Append([]byte("more")), j.Sync()); err != nil {
			t.Fatal(err)
		}
		if got, err := replay0(path); err != nil || !slices.Equal(got, append(before, "more")) {
			t.Fatalf("%q, %v; before %q", got, err, before)
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	for _, compress := range []bool{false, true} {
		b.Run(fmt.Sprint("compress ", compress), func(b *testing.B) {
			j := open(b, filepath.Join(b.TempDir(), "journal"), Options{Compress: compress})
			row := bytes.Repeat([]byte(`{"table":"contacts","id":`), 10)
			for i := 0; b.Loop(); i++ {
				if err := j.Append(row); err != nil {
					b.Fatal(err)
				}
				if i%1000 == 999 {
					if err := j.Sync(); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
