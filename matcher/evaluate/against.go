package evaluate

import (
	"errors"
	"fmt"
	"slices"

	"github.com/onefold/onefold/record"
)

// Against measures a prediction against the truth, whichever way the two files
// say it, and returns the truth as clusters, by the ids of the prediction.
//
// Where the truth lists pairs, exactly those are true. Unless one of them is
// within one source, only pairs of two sources are counted. B³ takes the
// clusters that true pairs connect. Records that no true pair names are alone.
func Against(predicted, truth *File) (Result, *Labels, error) {
	switch {
	case predicted.Labels == nil:
		return pairsAgainst(predicted, truth)
	case truth.Labels == nil:
		res, t, err := pairTruth(predicted, truth)
		return res, t, err
	}
	t, err := truth.in(predicted)
	if err != nil {
		return Result{}, nil, err
	}
	res, err := Compare(predicted.Labels, t)
	return res, t, err
}

// in returns the labels of a truth with the ids that the prediction uses.
func (f *File) in(predicted *File) (*Labels, error) {
	switch {
	case predicted.sources == nil && f.sources == nil:
		return f.Labels, nil
	case predicted.sources == nil:
		return nil, &FileError{File: f.Name, Line: 1, Err: errors.New("the truth names sources, the clusters don't"), Next: "take the clusters.csv of onefold link"}
	}
	names := predicted.sourcesOf()
	l := &Labels{Clusters: f.Labels.Clusters}
	ids := record.NewCoder(f.Labels.Len())
	if f.sources != nil {
		own := make([]string, f.sources.Distinct()+1)
		for c := 1; c < len(own); c++ {
			name, ok := called(f.sources.Value(record.Code(c)), names)
			if !ok {
				return nil, f.unknown(f.sources.Value(record.Code(c)), names)
			}
			own[c] = name
		}
		for r, c := range f.Labels.IDs.Of {
			source := f.sources.Value(f.sources.Of[r])
			id := f.Labels.IDs.Value(c)[len(source)+1:]
			ids.Add([]byte(nameOf(own[f.sources.Of[r]], id)))
		}
		l.IDs = ids.Codes()
		return l, nil
	}
	// An id alone is enough as long as one source has it.
	in := predicted.byID()
	for _, c := range f.Labels.IDs.Of {
		id := f.Labels.IDs.Value(c)
		full, known := in[id]
		if known && full == "" {
			return nil, &FileError{
				File: f.Name, Err: errors.New("the same id is in two sources"),
				Next: "the truth needs a column source, with " + quoted(names),
			}
		}
		if !known {
			full = nameOf("", id)
		}
		ids.Add([]byte(full))
	}
	l.IDs = ids.Codes()
	return l, nil
}

func (f *File) unknown(name string, names []string) error {
	return &FileError{File: f.Name, Err: fmt.Errorf("there is no source %q in the prediction", name), Next: "its sources are " + quoted(names)}
}

func quoted(names []string) string {
	s := ""
	for i, n := range names {
		if i > 0 {
			s += " and "
		}
		s += fmt.Sprintf("%q", n)
	}
	return s
}

// byID returns the full name of the record with an id, "" where two sources
// have it.
func (f *File) byID() map[string]string {
	in := make(map[string]string, f.Labels.Len())
	for r, c := range f.Labels.IDs.Of {
		full := f.Labels.IDs.Value(c)
		id := full[len(f.sources.Value(f.sources.Of[r]))+1:]
		if _, twice := in[id]; twice {
			full = ""
		}
		in[id] = full
	}
	return in
}

// named returns the names of the two records of a pair as the prediction has
// them: by source and id, or by id alone where there is one source.
func (f *File) named(p Named, sources []string) (a, b string, err error) {
	if len(sources) == 0 {
		return p.ID[0], p.ID[1], nil
	}
	if f.placed {
		if len(sources) != 2 {
			return "", "", &FileError{
				File: f.Name, Line: 1, Err: fmt.Errorf("two columns of ids can't tell %d sources", len(sources)),
				Next: "use the columns source_a, id_a, source_b and id_b",
			}
		}
		return nameOf(sources[0], p.ID[0]), nameOf(sources[1], p.ID[1]), nil
	}
	for k, to := range []*string{&a, &b} {
		source, ok := called(p.Source[k], sources)
		if !ok {
			return "", "", f.unknown(p.Source[k], sources)
		}
		*to = nameOf(source, p.ID[k])
	}
	return a, b, nil
}

// pairTruth measures clusters against true pairs.
func pairTruth(predicted, truth *File) (Result, *Labels, error) {
	var res Result
	n := predicted.Labels.Len()
	sources := predicted.sourcesOf()
	if predicted.sources == nil && !truth.placed {
		return res, nil, &FileError{File: truth.Name, Line: 1, Err: errors.New("the truth names sources, the clusters don't"), Next: "take the clusters.csv of onefold link"}
	}
	row := rowsOf(predicted.Labels)
	find := index(predicted.Labels)
	at := func(name string) int {
		if c := int(find(bytesOf(name))); c < len(row) {
			return int(row[c]) - 1
		}
		return -1
	}
	seen := map[record.Pair]bool{}
	var pairs []record.Pair
	lost := map[string]bool{}
	for _, p := range truth.Pairs {
		a, b, err := truth.named(p, sources)
		if err != nil {
			return res, nil, err
		}
		ra, rb := at(a), at(b)
		if ra < 0 {
			lost[a] = true
		}
		if rb < 0 {
			lost[b] = true
		}
		if ra < 0 || rb < 0 || ra == rb {
			continue
		}
		q := record.Pair{A: record.Row(min(ra, rb)), B: record.Row(max(ra, rb))}
		if !seen[q] {
			seen[q] = true
			pairs = append(pairs, q)
		}
	}
	if n == 0 || len(truth.Pairs) > 0 && len(pairs) == 0 {
		return res, nil, fmt.Errorf("no pair has both ids in the clusters: %w", ErrNothingInCommon)
	}
	clusters := newForest(n)
	for _, p := range pairs {
		clusters.union(uint32(p.A), uint32(p.B))
	}
	t := &Labels{IDs: predicted.Labels.IDs, Clusters: &record.Codes{Of: make([]record.Code, n), Values: new(record.Column), Count: make([]uint32, 1)}}
	coder := record.NewCoder(n)
	number := clusters.number()
	var key [4]byte
	for _, c := range number {
		key = [4]byte{byte(c), byte(c >> 8), byte(c >> 16), byte(c >> 24)}
		coder.Add(key[:])
	}
	t.Clusters = coder.Codes()
	p, tt := join(predicted.Labels, t, &res)
	res.Records = len(p)
	res.OnlyTruth = len(lost)
	measure(p, tt, &res) // for B³ and what the clusters are like
	measurePairs(predicted, pairs, &res)
	return res, t, nil
}

// measurePairs fills in the measures of pairs where the truth lists them.
func measurePairs(predicted *File, pairs []record.Pair, res *Result) {
	labels := predicted.Labels.Clusters
	source := func(r record.Row) record.Code {
		if predicted.sources == nil {
			return 0
		}
		return predicted.sources.Of[r]
	}
	within := predicted.sources == nil || slices.ContainsFunc(pairs, func(p record.Pair) bool { return source(p.A) == source(p.B) })
	// Clusters that a true pair connects belong to one unit.
	comp := newForest(len(labels.Count))
	for _, p := range pairs {
		comp.union(uint32(labels.Of[p.A]), uint32(labels.Of[p.B]))
	}
	unit := comp.number()
	units := make([]sums, comp.sets)
	type part struct {
		cluster, source record.Code
	}
	sizes := map[part]uint32{}
	all := make([]uint32, len(labels.Count))
	for r, c := range labels.Of {
		units[unit[c]].records++
		all[c]++
		if !within {
			sizes[part{c, source(record.Row(r))}]++
		}
	}
	var tp, pp, tt uint64
	for c, k := range all {
		if c > 0 {
			pp += pairsOf(k)
			units[unit[c]].pp += float64(pairsOf(k))
		}
	}
	for x, k := range sizes {
		if x.cluster > 0 {
			pp -= pairsOf(k)
			units[unit[x.cluster]].pp -= float64(pairsOf(k))
		}
	}
	for _, p := range pairs {
		a, b := labels.Of[p.A], labels.Of[p.B]
		u := &units[unit[a]]
		tt++
		u.tt++
		if a != 0 && a == b {
			tp++
			u.tp++
		}
	}
	b3 := res.BCubed
	res.Pairs = Pairs{TP: tp, FP: pp - tp, FN: tt - tp}
	res.Components = comp.sets
	ratios(units, res)
	res.BCubed = b3
}

// pairsAgainst measures links against the truth: they become clusters, of all
// records that either file names.
func pairsAgainst(predicted, truth *File) (Result, *Labels, error) {
	sources := predicted.sourcesOf()
	at := map[string]uint32{}
	var names []string
	node := func(name string) uint32 {
		k, ok := at[name]
		if !ok {
			k = uint32(len(names))
			at[name] = k
			names = append(names, name)
		}
		return k
	}
	var joined [][2]uint32
	for _, p := range predicted.Pairs {
		a, b, err := predicted.named(p, sources)
		if err != nil {
			return Result{}, nil, err
		}
		joined = append(joined, [2]uint32{node(a), node(b)})
	}
	switch {
	case truth.Labels == nil:
		for _, p := range truth.Pairs {
			a, b, err := truth.named(p, sources)
			if err != nil {
				return Result{}, nil, err
			}
			node(a)
			node(b)
		}
	case truth.sources != nil:
		for _, c := range truth.Labels.IDs.Of {
			node(truth.Labels.IDs.Value(c))
		}
	default:
		return Result{}, nil, &FileError{File: predicted.Name, Err: errors.New("links say nothing of records that have none"), Next: "measure clusters.csv, or give a truth with a column source"}
	}
	f := newForest(len(names))
	for _, j := range joined {
		f.union(j[0], j[1])
	}
	number := f.number()
	ids, clusters, from := record.NewCoder(0), record.NewCoder(0), record.NewCoder(0)
	for k, name := range names {
		ids.Add([]byte(name))
		clusters.Add(fmt.Appendf(nil, "%d", number[k]))
		from.Add([]byte(sourceIn(name)))
	}
	all := &File{Name: predicted.Name, Labels: &Labels{IDs: ids.Codes(), Clusters: clusters.Codes()}}
	if len(sources) > 0 {
		all.sources = from.Codes()
	}
	return Against(all, truth)
}

// sourceIn returns the source of a full name.
func sourceIn(name string) string {
	for i := range len(name) {
		if name[i] == '\x1f' {
			return name[:i]
		}
	}
	return ""
}
