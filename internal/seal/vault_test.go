package seal

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func open(t testing.TB, dir string, o Options) *Vault {
	t.Helper()
	v, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v
}

func TestRoundTrip(t *testing.T) {
	v := open(t, filepath.Join(t.TempDir(), "keys"), Options{})
	rapid.Check(t, func(t *rapid.T) {
		s := v.Subject(rapid.String().Draw(t, "source"), rapid.String().Draw(t, "key"))
		value := rapid.SliceOfN(rapid.Byte(), 0, 100).Draw(t, "value")
		a, err := v.Seal(s, value)
		if err != nil {
			t.Fatal(err)
		}
		b, err := v.Seal(s, value)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Equal(a, b) {
			t.Fatal("equal values are sealed alike")
		}
		if len(a) > len(value)+Overhead || len(value) > 8 && bytes.Contains(a, value) {
			t.Fatalf("%d bytes were sealed as %d", len(value), len(a))
		}
		got, err := v.Open(s, a)
		if err != nil || !bytes.Equal(got, value) {
			t.Fatalf("opened %x, %v; sealed %x", got, err, value)
		}
		if _, err := v.Open(v.Subject("another", "one"), a); err == nil {
			t.Fatal("opened with another subject's key")
		}
		a[rapid.IntRange(0, len(a)-1).Draw(t, "at")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		if _, err := v.Open(s, a); !errors.Is(err, ErrDamaged) {
			t.Fatalf("a changed sealed value: %v", err)
		}
	})
}

// Values of up to 31 bytes have one length when sealed: it tells little.
func TestLengths(t *testing.T) {
	v := open(t, t.TempDir(), Options{})
	s := v.Subject("crm", "1")
	want, _ := v.Seal(s, nil)
	for n := range padTo {
		got, err := v.Seal(s, make([]byte, n))
		if err != nil || len(got) != len(want) {
			t.Errorf("%d bytes are sealed as %d, %v; nothing as %d", n, len(got), err, len(want))
		}
	}
}

func TestSubjects(t *testing.T) {
	v := open(t, t.TempDir(), Options{})
	if v.Subject("ab", "c") == v.Subject("a", "bc") {
		t.Error("two records are one subject")
	}
	other := open(t, t.TempDir(), Options{})
	if v.Subject("crm", "1") == other.Subject("crm", "1") {
		t.Error("who knows the id can tell the subject without the vault")
	}
	s := v.Subject("crm", "1")
	if got, err := ParseSubject(s.String()); got != s || err != nil {
		t.Errorf("parsed %v, %v", got, err)
	}
	for _, bad := range []string{"", "00", s.String() + "0", "g" + s.String()[1:]} {
		if _, err := ParseSubject(bad); err == nil {
			t.Errorf("%q is a subject", bad)
		}
	}
}

func TestForget(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir, Options{})
	s, neighbour := v.Subject("crm", "1"), v.Subject("crm", "2")
	sealed, err := v.Seal(s, []byte("one"))
	if err != nil {
		t.Fatal(err)
	}
	kept, err := v.Seal(neighbour, []byte("two"))
	if err != nil {
		t.Fatal(err)
	}
	witness := open(t, dir, Options{}) // another process, with the key at hand
	if got, err := witness.Open(s, sealed); string(got) != "one" || err != nil {
		t.Fatalf("%q, %v", got, err)
	}
	before, err := os.ReadFile(filepath.Join(dir, "subjects"))
	if err != nil {
		t.Fatal(err)
	}

	if had, err := v.Forget(s); !had || err != nil {
		t.Fatalf("forgot: %v, %v", had, err)
	}
	if had, err := v.Forget(s); had || err != nil {
		t.Fatalf("forgot twice: %v, %v", had, err)
	}
	for name, v := range map[string]*Vault{"the same": v, "another process": witness, "a new one": open(t, dir, Options{})} {
		if _, err := v.Open(s, sealed); !errors.Is(err, ErrForgotten) {
			t.Errorf("%s: a forgotten value: %v", name, err)
		}
		if _, err := v.Seal(s, nil); !errors.Is(err, ErrForgotten) {
			t.Errorf("%s: sealing for a forgotten subject: %v", name, err)
		}
		if got, err := v.Open(neighbour, kept); string(got) != "two" || err != nil {
			t.Errorf("%s: the neighbour: %q, %v", name, got, err)
		}
	}
	after, err := os.ReadFile(filepath.Join(dir, "subjects"))
	if err != nil {
		t.Fatal(err)
	}
	// The old key is nowhere in the file: not one run of its bytes.
	old := record(before[headSize:][:recordSize]).wrapped()
	for i := 0; i+8 <= len(old); i += 4 {
		if bytes.Contains(after, old[i:i+8]) {
			t.Fatal("the wrapped key is still in the file")
		}
	}

	// Somebody whom the vault never knew stays out too.
	unknown := v.Subject("crm", "3")
	if had, err := v.Forget(unknown); had || err != nil {
		t.Fatalf("forgot: %v, %v", had, err)
	}
	if _, err := open(t, dir, Options{}).Seal(unknown, nil); !errors.Is(err, ErrForgotten) {
		t.Errorf("sealing for who was forgotten beforehand: %v", err)
	}
}

// Several processes seal for the same subjects at once; each opens what the
// others sealed.
func TestSharedByProcesses(t *testing.T) {
	dir := t.TempDir()
	const vaults, subjects = 4, 50
	vs := make([]*Vault, vaults)
	done := make(chan error)
	for i := range vs {
		go func() { // opening races too
			var err error
			vs[i], err = Open(dir, Options{})
			done <- err
		}()
	}
	for range vs {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	sealed := make([][subjects][]byte, vaults)
	for i, v := range vs {
		go func() {
			var errs []error
			for n := range subjects {
				var err error
				sealed[i][n], err = v.Seal(v.Subject("crm", fmt.Sprint(n)), []byte(fmt.Sprint(n)))
				errs = append(errs, err)
			}
			done <- errors.Join(append(errs, v.Sync())...)
		}()
	}
	for range vs {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	for _, v := range vs {
		defer v.Close()
		for i := range sealed {
			for n, b := range sealed[i] {
				if got, err := v.Open(v.Subject("crm", fmt.Sprint(n)), b); string(got) != fmt.Sprint(n) || err != nil {
					t.Fatalf("vault %d, subject %d: %q, %v", i, n, got, err)
				}
			}
		}
	}
}

// Whatever the last write leaves of a crash, the keys before it still open
// and new ones can be made.
func TestTornFile(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir, Options{})
	s := v.Subject("crm", "1")
	sealed, err := v.Seal(s, []byte("one"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Seal(v.Subject("crm", "2"), nil); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "subjects")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for cut := headSize + recordSize; cut <= len(whole); cut++ {
		for _, fill := range []int{0, len(whole) - cut} { // shorter, or of the full length with zeros
			if err := os.WriteFile(path, append(bytes.Clone(whole[:cut]), make([]byte, fill)...), 0o600); err != nil {
				t.Fatal(err)
			}
			v := open(t, dir, Options{})
			if got, err := v.Open(s, sealed); string(got) != "one" || err != nil {
				t.Fatalf("cut at %d: %q, %v", cut, got, err)
			}
			again, err := v.Seal(v.Subject("crm", "2"), []byte("two"))
			if err != nil {
				t.Fatalf("cut at %d: %v", cut, err)
			}
			if got, err := open(t, dir, Options{}).Open(v.Subject("crm", "2"), again); string(got) != "two" || err != nil {
				t.Fatalf("cut at %d: %q, %v", cut, got, err)
			}
			_ = v.Close()
		}
	}
}

func TestModesAndIdentity(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	elsewhere := filepath.Join(t.TempDir(), "id.txt")
	v := open(t, dir, Options{Identity: elsewhere})
	s := v.Subject("crm", "1")
	sealed, err := v.Seal(s, []byte("one"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{elsewhere, filepath.Join(dir, "vault.age"), filepath.Join(dir, "subjects")} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", filepath.Base(path), info.Mode())
		}
	}
	ro := open(t, dir, Options{Identity: elsewhere, ReadOnly: true})
	if got, err := ro.Open(s, sealed); string(got) != "one" || err != nil {
		t.Errorf("read only: %q, %v", got, err)
	}
	if _, err := ro.Seal(ro.Subject("crm", "2"), nil); !errors.Is(err, ErrUnknown) {
		t.Errorf("read only, a new subject: %v", err)
	}
	if _, err := ro.Forget(s); err == nil {
		t.Error("read only, and forgot")
	}
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrIdentity) {
		t.Errorf("without the identity: %v", err)
	}
	secret := "AGE-SECRET-KEY-1" + strings.Repeat("Q", 58)
	if err := os.WriteFile(filepath.Join(dir, "identity.txt"), []byte(secret), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrIdentity) || strings.Contains(err.Error(), "SECRET") {
		t.Errorf("with a broken identity: %v", err)
	}
	if _, err := Open(t.TempDir(), Options{Identity: elsewhere}); err != nil {
		t.Errorf("one identity for two vaults: %v", err)
	}
	if err := os.Remove(filepath.Join(dir, "vault.age")); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, Options{Identity: elsewhere}); !errors.Is(err, ErrDamaged) {
		t.Errorf("without the master key, keys left: %v", err)
	}
}

// FuzzOpen opens damaged files of keys: no panic, and never a wrong value.
func FuzzOpen(f *testing.F) {
	dir := f.TempDir()
	v := open(f, dir, Options{})
	s := v.Subject("crm", "1")
	sealed, err := v.Seal(s, []byte("one"))
	if err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(filepath.Join(dir, "subjects"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:headSize])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "subjects")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		k, err := openKeyFile(path, false)
		if err != nil {
			return
		}
		defer k.close()
		v := &Vault{wrap: v.wrap, hash: v.hash, keys: k}
		if got, err := v.Open(s, sealed); err == nil && string(got) != "one" {
			t.Fatalf("opened %q", got)
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	v := open(b, b.TempDir(), Options{})
	value := make([]byte, 24)
	_, _ = rand.Read(value)
	b.Run("new subject", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, err := v.Seal(v.Subject("crm", fmt.Sprint(b.N, i)), value); err != nil {
				b.Fatal(err)
			}
		}
	})
	s := v.Subject("crm", "one")
	b.Run("known subject", func(b *testing.B) {
		for b.Loop() {
			if _, err := v.Seal(s, value); err != nil {
				b.Fatal(err)
			}
		}
	})
}
