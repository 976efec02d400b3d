package crmtest

import (
	"context"
	"slices"
	"testing"

	"github.com/onefold/onefold/connectors"
)

// TestStylesHold holds that every reference of every style is one: its values
// are keys of the table that the truth says.
func TestStylesHold(t *testing.T) {
	for _, s := range Styles() {
		d, err := New(s, 7)
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Truth) == 0 {
			t.Errorf("%s: nothing points anywhere", s.Name)
		}
		for _, target := range s.Targets {
			if d.Catalogue.Table(connectors.TableName{Name: target}) == nil {
				t.Errorf("%s: there is no table %s", s.Name, target)
			}
		}
		for _, is := range d.Truth {
			if d.Catalogue.Table(connectors.TableName{Name: is.Target}) == nil {
				t.Errorf("%s: %s.%s points at %s, which is not there", s.Name, is.Table, is.Columns, is.Target)
			}
		}
		for table, base := range d.Bases {
			for _, k := range d.keys[table] {
				if !slices.Contains(d.keys[base], k) {
					t.Fatalf("%s: %s has a key that %s has not", s.Name, table, base)
				}
			}
		}
	}
}

func TestSameSeedSameRows(t *testing.T) {
	rows := func(seed uint64) (all []string) {
		d, err := New(Styles()[0], seed)
		if err != nil {
			t.Fatal(err)
		}
		q := connectors.Query{Table: connectors.TableName{Name: "people_address"}, Columns: []string{"object_id"}, Limit: 50}
		if err := d.Select(context.Background(), q, func(im connectors.Image) error {
			all = append(all, im.Values[0].Text)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return all
	}
	if a := rows(1); !slices.Equal(a, rows(1)) || slices.Equal(a, rows(2)) || len(a) != 50 {
		t.Error("rows have to follow from the seed")
	}
}

func TestCompare(t *testing.T) {
	truth := map[string]bool{Place("a", "x"): true, Place("a", "t", "i"): true, Place("b", "y"): true}
	s := Compare(truth, []Found{
		{Table: "a", Columns: []string{"x"}, Confidence: 0.99},
		{Table: "A", Columns: []string{"i", "t"}, Confidence: 0.6},
		{Table: "b", Columns: []string{"y"}, Confidence: 0.3},
		{Table: "b", Columns: []string{"z"}, Confidence: 0.96},
		{Table: "c", Columns: []string{"id"}, Shared: true, Confidence: 0.99},
	})
	if s.True != 3 || s.Found != 2 || s.Sure != 1 || s.Wrong != 1 || s.WrongSure != 1 || len(s.Missed) != 1 || s.SurePrecision() != 0.5 {
		t.Errorf("%+v", s)
	}
}
