package evaluate

import (
	"errors"
	"strings"
	"testing"
)

func file(t *testing.T, name, text string) *File {
	t.Helper()
	f, err := ReadFile(strings.NewReader(text), name)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The same ids in both sources: a-1 is not b-1.
const linked = `source,id,cluster,confidence
a.csv,1,x,1
a.csv,2,y,1
a.csv,3,z,1
b.csv,1,y,1
b.csv,2,x,1
b.csv,3,w,1
b.csv,4,x,1
`

func TestAgainst(t *testing.T) {
	for _, c := range []struct {
		what, clusters, truth string
		tp, fp, fn            uint64
		only                  int // records of the truth that have no cluster
	}{
		{"two columns in the order of the sources", linked, "left,right\n1,2\n2,1\n3,3\n", 2, 1, 1, 0},
		{"named ids", linked, "id_a,id_b\n1,2\n1,4\n", 2, 1, 0, 0},
		{"a pair twice", linked, "id_a,id_b\n1,2\n1,2\n", 1, 2, 0, 0},
		{"unknown ids", linked, "id_a,id_b\n1,2\n9,2\n", 1, 2, 0, 1},
		{"sources named", linked, "source_a,id_a,source_b,id_b\nb.csv,2,a.csv,1\nb.csv,4,a.csv,1\na.csv,2,b.csv,1\n", 3, 0, 0, 0},
		{"sources named by stem", linked, "source_a,id_a,source_b,id_b\nA,1,dir/B.csv,2\n", 1, 2, 0, 0},
		{"a pair within one source", linked, "source_a,id_a,source_b,id_b\nb.csv,2,b.csv,4\na.csv,1,b.csv,2\n", 2, 2, 0, 0},
		{"only those decided match", linked, "source_a,id_a,source_b,id_b,decision\na.csv,1,b.csv,2,match\na.csv,3,b.csv,3,review\n", 1, 2, 0, 0},
		{"clusters with sources", linked, "source,id,cluster\na.csv,1,p\nb.csv,2,p\nb.csv,4,p\na.csv,2,q\nb.csv,1,r\n", 3, 1, 0, 0},
		{"links", "source_a,id_a,source_b,id_b,probability,decision\na,1,b,2,1,match\na,2,b,1,1,match\n", "x,y\n1,2\n3,3\n", 1, 1, 1, 0},
		{"pairs of one source", "id,cluster\n1,x\n2,x\n3,y\n", "id_a,id_b\n1,2\n2,3\n", 1, 0, 1, 0},
		{"clusters whose ids are in one source only", "source,id,cluster\na,1,x\nb,2,x\nb,3,y\n", "id,cluster\n1,p\n2,p\n3,p\n7,p\n", 1, 0, 2, 1},
	} {
		res, truth, err := Against(file(t, "clusters.csv", c.clusters), file(t, "truth.csv", c.truth))
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		if p := res.Pairs; p.TP != c.tp || p.FP != c.fp || p.FN != c.fn || res.OnlyTruth != c.only {
			t.Errorf("%s: %d right, %d wrong, %d missed, %d without cluster; want %d, %d, %d, %d", c.what, p.TP, p.FP, p.FN, res.OnlyTruth, c.tp, c.fp, c.fn, c.only)
		}
		if truth == nil || truth.Len() == 0 {
			t.Errorf("%s: no truth", c.what)
		}
	}
}

func TestAgainstFaults(t *testing.T) {
	for _, c := range []struct{ what, clusters, truth, want string }{
		{"an id in two sources", linked, "id,cluster\n1,p\n2,p\n", "the same id is in two sources"},
		{"another source", linked, "source,id,cluster\nc.csv,1,p\n", "no source"},
		{"another source of a pair", linked, "source_a,id_a,source_b,id_b\nc.csv,1,b.csv,1\n", "no source"},
		{"sources where there are none", "id,cluster\n1,x\n", "source,id,cluster\na,1,p\n", "names sources"},
		{"two columns for three sources", linked + "c.csv,1,v,1\n", "x,y\n1,2\n", "3 sources"},
		{"nothing in common", linked, "x,y\n8,8\n", "nothing to compare"},
	} {
		_, _, err := Against(file(t, "clusters.csv", c.clusters), file(t, "truth.csv", c.truth))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one about %q", c.what, err, c.want)
		}
	}
	for _, text := range []string{"", "a\n", "a,b,c\n1,2,3\n", "source,id,cluster\n,1,x\n", "source,id,cluster\na,1,x\na,1,y\n", "id_a,id_b\n,2\n"} {
		var fe *FileError
		if _, err := ReadFile(strings.NewReader(text), "f.csv"); !errors.As(err, &fe) || !strings.HasPrefix(fe.Place(), "f.csv") {
			t.Errorf("%q: error %v has no place", text, err)
		}
	}
}

// Pairs of a link say from which source each id is.
func TestCalibrateSources(t *testing.T) {
	_, truth, err := Against(file(t, "clusters.csv", linked), file(t, "truth.csv", "id_a,id_b\n1,2\n"))
	if err != nil {
		t.Fatal(err)
	}
	rel, err := Calibrate(strings.NewReader("source_a,id_a,source_b,id_b,probability,decision\na.csv,1,b.csv,2,.9,match\na.csv,1,b.csv,1,.2,review\n"), "pairs.csv", truth)
	if err != nil || rel.Matches != 1 || rel.ObservedFalse != 0 || rel.Undecided != 1 || rel.ObservedMissed != 0 || rel.Unknown != 0 {
		t.Errorf("%+v, %v", rel, err)
	}
}

func FuzzReadFile(f *testing.F) {
	f.Add(linked)
	f.Add("source_a,id_a,source_b,id_b\na,1,b,2\n")
	f.Add("x;y\n1;2\n")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ReadFile(strings.NewReader(text), "f.csv")
		if err == nil && (got.Labels == nil) == (got.Pairs == nil) {
			t.Fatalf("%q: neither clusters nor pairs", text)
		}
	})
}
