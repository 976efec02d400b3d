package evaluate

import (
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/onefold/onefold/record"
)

// File is what a file of clusters or of pairs says. Where records of several
// sources are labelled, an id alone may not tell which is meant.
type File struct {
	Name   string
	Labels *Labels // nil where the file lists pairs
	Pairs  []Named // nil where the file lists clusters

	sources *record.Codes // of each label's record; nil where the file does not say
	placed  bool          // pairs name their sources by the place of the column alone
}

// Named is a pair of records by their names.
type Named struct {
	Source, ID [2]string
}

// ReadFile reads a CSV file in UTF-8 with a header. It may hold clusters, in
// the columns id and cluster and perhaps source; or pairs, in the columns
// source_a, id_a, source_b and id_b; or pairs of two sources, in two columns in
// the order of the sources. Of pairs with a decision only those decided match
// count. name stands for the file in errors, which are *FileError.
func ReadFile(r io.Reader, name string) (*File, error) {
	t, head, err := begin(r, name, "id", "cluster")
	if err != nil {
		return nil, err
	}
	f := &File{Name: name}
	has := func(names ...string) bool {
		return !slices.ContainsFunc(names, func(n string) bool { return find(head, n) < 0 })
	}
	switch {
	case has("source", "id", "cluster"):
		return f, f.readSources(t, head)
	case has("id", "cluster"):
		if err := t.choose(head, "id", "cluster"); err != nil {
			return nil, err
		}
		f.Labels, err = t.labels()
		return f, err
	case has("source_a", "id_a", "source_b", "id_b"):
		return f, f.readPairs(t, head, "source_a", "id_a", "source_b", "id_b")
	case has("id_a", "id_b"):
		f.placed = true
		return f, f.readPairs(t, head, "id_a", "id_b")
	case len(head) == 2 && !has("id") && !has("cluster"):
		f.placed = true
		return f, f.readPairs(t, head, head[0], head[1])
	}
	return nil, &FileError{
		File: name, Line: 1, Err: errors.New("there are neither clusters nor pairs in it"),
		Next: "the header needs the columns id and cluster, or source_a, id_a, source_b and id_b, or two columns of ids",
	}
}

// readSources reads clusters of several sources.
func (f *File) readSources(t *table, head []string) error {
	if err := t.choose(head, "source", "id", "cluster"); err != nil {
		return err
	}
	sources, ids, clusters := record.NewCoder(0), record.NewCoder(0), record.NewCoder(0)
	var key []byte
	for {
		row, err := t.next()
		if err == io.EOF {
			f.sources = sources.Codes()
			f.Labels = &Labels{IDs: ids.Codes(), Clusters: clusters.Codes()}
			return nil
		}
		if err != nil {
			return err
		}
		if row[0] == "" || row[1] == "" {
			return t.fault(errors.New("the source or the id is blank"), "each record needs both")
		}
		sources.Add(bytesOf(row[0]))
		key = append(key[:0], nameOf(row[0], row[1])...)
		if _, fresh := ids.Add(key); !fresh {
			return t.fault(errors.New("this id of this source came before"), "each record may have one row only")
		}
		clusters.Add(bytesOf(row[2]))
	}
}

// nameOf tells a record of one source from one of another.
func nameOf(source, id string) string { return source + "\x1f" + id }

// readPairs reads pairs; want are four columns, or two of ids alone.
func (f *File) readPairs(t *table, head []string, want ...string) error {
	f.Pairs = []Named{}
	decided := find(head, "decision") >= 0
	if decided {
		want = append(slices.Clone(want), "decision")
	}
	if err := t.choose(head, want...); err != nil {
		return err
	}
	for {
		row, err := t.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if decided && row[len(row)-1] != "match" {
			continue
		}
		var p Named
		if f.placed {
			p.ID = [2]string{strings.Clone(row[0]), strings.Clone(row[1])}
		} else {
			p.Source = [2]string{strings.Clone(row[0]), strings.Clone(row[2])}
			p.ID = [2]string{strings.Clone(row[1]), strings.Clone(row[3])}
		}
		if p.ID[0] == "" || p.ID[1] == "" {
			return t.fault(errors.New("an id is blank"), "each pair needs two")
		}
		f.Pairs = append(f.Pairs, p)
	}
}

// sourcesOf lists the names of the sources in the order in which they come.
func (f *File) sourcesOf() []string {
	var names []string
	if f.sources != nil {
		for c := 1; c <= f.sources.Distinct(); c++ {
			names = append(names, f.sources.Value(record.Code(c)))
		}
	}
	if !f.placed {
		for _, side := range [2]int{0, 1} {
			for _, p := range f.Pairs {
				if !slices.Contains(names, p.Source[side]) {
					names = append(names, p.Source[side])
				}
			}
		}
	}
	return names
}

// called finds the source that a name means: the one of that name, or else the
// only one whose file name is that.
func called(name string, sources []string) (string, bool) {
	if slices.Contains(sources, name) {
		return name, true
	}
	found := ""
	stem := func(s string) string {
		s = path.Base(strings.ReplaceAll(s, `\`, "/"))
		return strings.ToLower(strings.TrimSuffix(s, path.Ext(s)))
	}
	for _, s := range sources {
		if stem(s) == stem(name) {
			if found != "" {
				return "", false
			}
			found = s
		}
	}
	return found, found != ""
}
