package merging

import (
	"errors"
	"strings"
	"testing"

	"github.com/onefold/onefold/internal/plan/build"
)

func TestReadClusters(t *testing.T) {
	got, sum, err := ReadClusters(strings.NewReader("\ufeffID,cluster,confidence,master\n4,b,0.9,\n1,a,,1\n2,a,,1\n3,c,,\n5,b,,5\n"), "c.csv")
	if err != nil || len(sum) != 64 || len(got) != 2 {
		t.Fatalf("%+v, %q, %v", got, sum, err)
	}
	if g := got[0]; g.ID != "b" || strings.Join(g.IDs, " ") != "4 5" || g.Master != "5" {
		t.Errorf("first group %+v", g)
	}
	if g := got[1]; g.ID != "a" || strings.Join(g.IDs, " ") != "1 2" || g.Master != "1" {
		t.Errorf("second group %+v", g)
	}
	for text, want := range map[string]error{
		"":                                  ErrClusters,
		"1,a\n2,a\n":                        ErrClusters,
		"id,cluster\n1\n":                   ErrClusters,
		"id,cluster\n1,\n":                  ErrClusters,
		"id,cluster\n\"1,a\n":               ErrClusters,
		"id,cluster,master\n1,a,1\n2,a,2\n": ErrClusters,
		"id,cluster\n1,a\n1,a\n":            build.ErrTwice,
		"id,cluster\n1,a\n1,b\n":            build.ErrTwice,
	} {
		if _, _, err := ReadClusters(strings.NewReader(text), "c.csv"); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", text, err, want)
		}
	}
}

func FuzzReadClusters(f *testing.F) {
	f.Add("id,cluster\n1,a\n2,a\n")
	f.Add("cluster,id,master\na,1,1\na,\"2\n\",1\n")
	f.Fuzz(func(t *testing.T, text string) {
		groups, _, err := ReadClusters(strings.NewReader(text), "f.csv")
		if err != nil && !errors.Is(err, ErrClusters) && !errors.Is(err, build.ErrTwice) {
			t.Errorf("%v is neither", err)
		}
		for _, g := range groups {
			if len(g.IDs) < 2 || g.ID == "" {
				t.Errorf("not a group: %+v", g)
			}
		}
	})
}
