package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/matcher/evaluate"
	"github.com/onefold/onefold/normalize"
	"github.com/onefold/onefold/record"
)

// wrong is a pair that is together and should not be, or should be and is not.
type wrong struct {
	matcher.Edge
	scored bool
}

// cause of a miss.
const (
	notCompared = "not compared: blocking did not propose it"
	scoredLow   = "scored low: the evidence is below the threshold"
	keptApart   = "cut by clustering: a match as a pair, kept apart as a group"
)

// errors runs a set through the stages in this process, where it can be asked
// of each pair what became of it, and shows what went wrong. The output files
// can't tell a pair that was never compared from one that scored low.
func (b *bench) errors(ctx context.Context, most int, names []string) error {
	if len(names) != 1 {
		return errors.New("which set? SET=name, see make accuracy")
	}
	chosen, err := choose(names)
	if err != nil {
		return err
	}
	if !chosen[0].own && b.shared == "" {
		return errors.New("the shared sets are not here; ONEFOLD_SHARED names their folder")
	}
	c, err := b.prepare(chosen[0])
	if err != nil {
		return err
	}
	j, err := pipeline.Open(ctx, pipeline.Options{Source: c.records, Connectors: all.New(), Registry: normalize.Standard()})
	if err != nil {
		return err
	}
	defer j.Close()
	if err := j.Understand(ctx); err != nil {
		return err
	}
	if err := j.Match(ctx); err != nil {
		return err
	}
	truth, err := readTruth(c.truth)
	if err != nil {
		return err
	}
	b.tell(j, truth, most)
	return nil
}

// readTruth returns the cluster of each id.
func readTruth(path string) (map[string]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	labels, err := evaluate.ReadLabels(f, path)
	if err != nil {
		return nil, err
	}
	of := make(map[string]string, labels.Len())
	for r, id := range labels.IDs.Of {
		of[labels.IDs.Value(id)] = labels.Clusters.Value(labels.Clusters.Of[r])
	}
	return of, nil
}

// tell shows the errors of a job that has matched.
func (b *bench) tell(j *pipeline.Job, truth map[string]string, most int) {
	res := j.Result()
	label := make([]string, j.Table.Len())
	byTruth := map[string][]record.Row{}
	for r := range record.Row(j.Table.Len()) {
		if t := truth[j.IDOf(r)]; t != "" {
			label[r] = t
			byTruth[t] = append(byTruth[t], r)
		}
	}
	edge := func(p record.Pair) wrong {
		i, ok := slices.BinarySearchFunc(res.Edges, p, func(e matcher.Edge, p record.Pair) int {
			return cmp.Or(cmp.Compare(e.A, p.A), cmp.Compare(e.B, p.B))
		})
		if !ok {
			return wrong{Edge: matcher.Edge{Pair: p}}
		}
		return wrong{Edge: res.Edges[i], scored: true}
	}
	of := res.Groups.Of()
	var together []wrong
	for g := range res.Groups.Len() {
		eachPair(res.Groups.Group(g), func(p record.Pair) {
			if a, c := label[p.A], label[p.B]; a != "" && c != "" && a != c {
				together = append(together, edge(p))
			}
		})
	}
	missed := map[string][]wrong{}
	for _, rows := range byTruth {
		eachPair(rows, func(p record.Pair) {
			if of[p.A] == of[p.B] {
				return
			}
			w := edge(p)
			switch {
			case w.scored && w.Bits > 0:
				missed[keptApart] = append(missed[keptApart], w)
			case w.scored || res.Index.Has(p):
				missed[scoredLow] = append(missed[scoredLow], w)
			default:
				missed[notCompared] = append(missed[notCompared], w)
			}
		})
	}
	b.show(j, "together, but different in truth", together, most)
	for _, cause := range []string{notCompared, scoredLow, keptApart} {
		b.show(j, "apart, but one in truth; "+cause, missed[cause], most)
	}
}

func eachPair(rows []record.Row, f func(record.Pair)) {
	for i, a := range rows {
		for _, c := range rows[i+1:] {
			f(record.Pair{A: min(a, c), B: max(a, c)})
		}
	}
}

// show prints pairs, the surest first: these are the errors that say most.
func (b *bench) show(j *pipeline.Job, title string, ws []wrong, most int) {
	fmt.Fprintf(b.out, "%d pairs %s\n", len(ws), title)
	slices.SortFunc(ws, func(x, y wrong) int {
		return cmp.Or(cmp.Compare(y.Bits, x.Bits), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	for _, w := range ws[:min(len(ws), most)] {
		how := "forgotten: log odds below what is kept"
		if w.scored {
			how = fmt.Sprintf("%.1f bits as %s: %s", w.Bits, j.Result().Model.Classes[w.Class].Name, j.Reasons(w.Pattern))
		}
		fmt.Fprintf(b.out, "\n  %s | %s\n    %s\n", j.IDOf(w.A), j.IDOf(w.B), how)
		for i, f := range j.Table.Schema.Fields {
			x, y := j.Table.Columns[i].Value(w.A), j.Table.Columns[i].Value(w.B)
			if x != y {
				fmt.Fprintf(b.out, "    %-20s %q | %q\n", f.Name, x, y)
			} else if x != "" {
				fmt.Fprintf(b.out, "    %-20s %q\n", f.Name, x)
			}
		}
	}
	fmt.Fprintln(b.out)
}
