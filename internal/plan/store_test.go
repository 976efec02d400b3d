package plan

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/onefold/onefold/record"
)

type folder string

func (f folder) Create(name string) (*os.File, error) {
	return os.Create(filepath.Join(string(f), name))
}

func TestStore(t *testing.T) {
	dir := t.TempDir()
	if _, err := ReadHeader(dir); !errors.Is(err, ErrNone) {
		t.Fatalf("no plan: %v", err)
	}
	h := &Header{Made: time.Unix(1e9, 5), Source: "sqlite:x.db", Table: "contacts", Inputs: map[string]string{"clusters": "c"}}
	w, err := NewWriter(folder(dir), h)
	if err != nil {
		t.Fatal(err)
	}
	row := Row{"id": record.IntValue(2), "name": record.TextValue("<Ana>"), "raw": record.BytesValue([]byte{0, 255}), "none": {}}
	groups := []*Group{
		{ID: "a", Master: "1", Losers: []string{"2"}, Changes: []Change{
			{Table: "orders", Op: "update", Kind: Moved, Keys: []string{"id"}, Before: row, After: Row{"name": {}}},
			{Table: "contacts", Op: "delete", Kind: Loser, Keys: []string{"id"}, Before: row},
		}},
		{ID: "b", Master: "3", Losers: []string{"4"}, Refused: "because"},
		{ID: "c", Master: "5", Losers: []string{"6"}, Changes: []Change{{Table: "links", Op: "delete", Kind: Dropped, Keys: []string{"id"}, Before: row}}},
	}
	for _, g := range groups {
		if err := w.Group(g); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := ReadHeader(dir)
	if err != nil || got.Hash != h.Hash || Verify(dir, got) != nil {
		t.Fatalf("%+v, %v", got, err)
	}
	if c := got.Counts; c != (Counts{Groups: 3, Refused: 1, Losers: 2, Moved: 1, Dropped: 1, Changes: 3}) {
		t.Errorf("counts %+v", c)
	}
	n := 0
	if err := Groups(dir, func(g *Group) error {
		want := groups[n]
		if g.ID != want.ID || len(g.Changes) != len(want.Changes) || len(g.Changes) > 0 && !reflect.DeepEqual(g.Changes, want.Changes) {
			t.Errorf("group %d: %+v", n, g)
		}
		n++
		return nil
	}); err != nil || n != 3 {
		t.Errorf("%d groups, %v", n, err)
	}
	// Whatever is changed by hand shows.
	path := filepath.Join(dir, ChangesFile)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Verify(dir, got); !errors.Is(err, ErrChanged) {
		t.Errorf("a changed plan: %v", err)
	}
}

func TestInvert(t *testing.T) {
	before := Row{"id": record.IntValue(2), "a": record.TextValue("x"), "b": record.TextValue("y")}
	c := Change{Table: "t", Op: "update", Kind: Moved, Keys: []string{"id"}, Before: before, After: Row{"a": {}, "id": record.IntValue(3)}}
	inverse := c.Invert()
	if !reflect.DeepEqual(inverse.Result(), before) || !reflect.DeepEqual(inverse.Before, c.Result()) {
		t.Errorf("%+v", inverse)
	}
	gone := Change{Table: "t", Op: "delete", Keys: []string{"id"}, Before: before}
	if back := gone.Invert(); back.Op != "insert" || !reflect.DeepEqual(back.After, before) || back.Key()["id"] != before["id"] {
		t.Errorf("%+v", back)
	}
}
