package matcher

import (
	"slices"
	"strings"
	"testing"

	"github.com/onefold/onefold/record"
)

// Without any one part there still is a partition, and the part is gone.
func TestWithoutAPart(t *testing.T) {
	parts := Parts()
	for i, p := range parts {
		if slices.Contains(parts[:i], p) {
			t.Errorf("%q is there twice", p)
		}
	}
	rows := crowd(150, 23)
	for _, p := range append(parts, "nothing that there is") {
		l := NewLinker(input(contactKinds, rows), Config{Workers: 1, Without: []Part{p}})
		res, err := l.Run(t.Context())
		if err != nil {
			t.Fatalf("without %q: %v", p, err)
		}
		seen := make([]bool, len(rows))
		for g := range res.Groups.Len() {
			for _, r := range res.Groups.Group(g) {
				if seen[r] {
					t.Fatalf("without %q: row %d is in two clusters", p, r)
				}
				seen[r] = true
			}
		}
		if slices.Contains(seen, false) {
			t.Errorf("without %q: a row is in no cluster", p)
		}
		for _, c := range res.Model.Classes {
			if c.Name == string(p) {
				t.Errorf("the class %q is there without it", p)
			}
		}
		for _, r := range res.Index.Rules {
			for _, w := range left(p) {
				if strings.Contains(r.Name, w) {
					t.Errorf("without %q: blocked by %s", p, r.Name)
				}
			}
		}
	}
	// Every kind of class that there can be has its name among the parts.
	for _, kinds := range [][]record.Kind{contactKinds, companyKinds} {
		data := crowd(30, 29)
		if kinds[0] == record.Company {
			data = firms(30, 29)
		}
		res, err := NewLinker(input(kinds, data), Config{Workers: 1}).Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range res.Model.Classes[2:] {
			if !slices.Contains(parts, Part(c.Name)) {
				t.Errorf("the class %q can't be left out", c.Name)
			}
		}
	}
}
