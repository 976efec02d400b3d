package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/normalize"
	"github.com/onefold/onefold/record"
)

// ablationSize is how many generated contacts are measured beside the sets.
const ablationSize = 50_000

// earns is the least change of F1 that says a part is worth having, or harms.
const earns = .0005

// ablation measures each set with one part of the matcher left out at a time,
// and says of each part what F1 loses without it.
func (b *bench) ablation(ctx context.Context, own bool, seed int, names []string) error {
	chosen, err := choose(names)
	if err != nil {
		return err
	}
	head := []string{"without"}
	rows := [][]string{{"nothing: F1"}}
	parts := matcher.Parts()
	for _, p := range parts {
		rows = append(rows, []string{string(p)})
	}
	most := make([]float64, len(parts)) // what a part earned on the set that needs it most
	measure := func(name string, c *cut) error {
		f1, err := b.ablate(ctx, c, parts)
		if err != nil {
			return fmt.Errorf("measure %s: %w", name, err)
		}
		head = append(head, name)
		rows[0] = append(rows[0], f4(f1[0]))
		for i, x := range f1[1:] {
			d := x - f1[0]
			most[i] = max(most[i], -d)
			cell := fmt.Sprintf("%+.4f", d)
			if d > -earns/10 && d < earns/10 {
				cell = "·"
			}
			rows[i+1] = append(rows[i+1], cell)
		}
		return nil
	}
	for _, s := range chosen {
		if !s.own && (own || b.shared == "") {
			continue
		}
		c, err := b.prepare(s)
		if err != nil {
			return fmt.Errorf("prepare %s: %w", s.name, err)
		}
		if err := measure(s.name, c); err != nil {
			return err
		}
	}
	if !own && b.shared != "" && len(names) == 0 {
		name := fmt.Sprintf("generated_%d_seed_%d", ablationSize, seed)
		c := b.cut("bench", name)
		made := filepath.Join(filepath.Dir(c.records), "made.csv")
		if _, err := os.Stat(made); err != nil {
			if err := generate(ctx, filepath.Join(b.shared, "bench", "gen.py"), made, ablationSize, seed); err != nil {
				return err
			}
		}
		if _, err := b.without(made, c); err != nil {
			return err
		}
		if err := measure("generated", c); err != nil {
			return err
		}
	}
	t := table{head: head, rows: rows}
	t.print(b.out)
	var idle []string
	for i, p := range parts {
		if most[i] < earns {
			idle = append(idle, string(p))
		}
	}
	if len(idle) > 0 {
		fmt.Fprintf(b.out, "\nearns less than %v on every set: %q\n", earns, idle)
	}
	return nil
}

// ablate returns F1 of a set with everything, and without each part in turn.
func (b *bench) ablate(ctx context.Context, c *cut, parts []matcher.Part) ([]float64, error) {
	truth, err := readTruth(c.truth)
	if err != nil {
		return nil, err
	}
	j, err := pipeline.Open(ctx, pipeline.Options{Source: c.records, Connectors: all.New(), Registry: normalize.Standard()})
	if err != nil {
		return nil, err
	}
	defer j.Close()
	if err := j.Understand(ctx); err != nil {
		return nil, err
	}
	// Labels as numbers, by row.
	number := map[string]uint32{}
	of := make([]uint32, j.Table.Len())
	for r := range of {
		label := truth[j.IDOf(record.Row(r))]
		if _, ok := number[label]; !ok {
			number[label] = uint32(len(number))
		}
		of[r] = number[label]
	}
	var f1 []float64
	for _, without := range slices.Concat([][]matcher.Part{nil}, each(parts)) {
		j.Without = without
		if err := j.Match(ctx); err != nil {
			return nil, err
		}
		f1 = append(f1, pairF1(j.Result().Groups.Of(), of))
	}
	return f1, nil
}

func each(parts []matcher.Part) (one [][]matcher.Part) {
	for _, p := range parts {
		one = append(one, []matcher.Part{p})
	}
	return one
}

// pairF1 returns F1 of the pairs of two labellings of the same rows.
func pairF1(found, truth []uint32) float64 {
	type cell struct{ f, t uint32 }
	both, fs, ts := map[cell]float64{}, map[uint32]float64{}, map[uint32]float64{}
	for r := range found {
		both[cell{found[r], truth[r]}]++
		fs[found[r]]++
		ts[truth[r]]++
	}
	var tp, pp, tt float64
	for _, n := range both {
		tp += n * (n - 1) / 2
	}
	for _, n := range fs {
		pp += n * (n - 1) / 2
	}
	for _, n := range ts {
		tt += n * (n - 1) / 2
	}
	if pp+tt == 0 {
		return 1
	}
	return 2 * tp / (pp + tt)
}
