package aside

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/onefold/onefold/record"
)

func column(values ...string) *record.Column {
	c := new(record.Column)
	for _, v := range values {
		c.AppendString(v)
	}
	return c
}

func TestPutAndBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "aside")
	a, b := column("x", "", "y"), column("1", "2", "3")
	f, err := Put(path, []*record.Column{a, b})
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 || a.Size() != 0 {
		t.Errorf("file %v, %v; %d bytes still in memory", info, err, a.Size())
	}
	if err := f.Back(); err != nil {
		t.Fatal(err)
	}
	if a.Value(2) != "y" || b.Value(0) != "1" {
		t.Errorf("values %q and %q", a.Value(2), b.Value(0))
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file is left: %v", err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

func TestPutWhereNothingCanBe(t *testing.T) {
	a := column("x")
	if _, err := Put(filepath.Join(t.TempDir(), "no", "such"), []*record.Column{a}); err == nil || a.Value(0) != "x" {
		t.Errorf("error %v, value %q", err, a.Value(0))
	}
}

func TestBackFromWhatIsCut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "aside")
	f, err := Put(path, []*record.Column{column("some", "values")})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 15); err != nil {
		t.Fatal(err)
	}
	if err := f.Back(); err == nil {
		t.Error("a file that was cut came back")
	}
}

func TestStore(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "records.0"), []byte("left behind"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := New(filepath.Join(dir, "records"))
	if left, _ := os.ReadDir(dir); len(left) != 0 || s.From != Worth {
		t.Errorf("%d files are left, columns from %d bytes on", len(left), s.From)
	}
	s.From = 8
	a, b, kept, small := column("some", "values"), column("others"), column("that stay"), column("x")
	s.Put([]*record.Column{a, nil, a, kept}, []*record.Column{kept})
	s.Put([]*record.Column{a, b}, nil)
	s.Put([]*record.Column{small}, nil)
	if a.Size() != 0 || b.Size() != 0 || kept.Value(0) != "that stay" || small.Value(0) != "x" {
		t.Errorf("%d and %d bytes in memory", a.Size(), b.Size())
	}
	if err := s.Back(); err != nil {
		t.Fatal(err)
	}
	if a.Value(1) != "values" || b.Value(0) != "others" {
		t.Errorf("values %q and %q", a.Value(1), b.Value(0))
	}
	s.Put([]*record.Column{a}, nil)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("%d files are left", len(left))
	}
	var none *Store
	none.Put([]*record.Column{b}, nil)
	if err := errors.Join(none.Back(), none.Close()); err != nil || b.Value(0) != "others" {
		t.Error(err)
	}
}
