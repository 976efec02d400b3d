package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
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
// and says of each part what F1 loses without it; then the same sets with one
// record of each cluster, in which everything that is merged is wrong.
func (b *bench) ablation(ctx context.Context, own bool, seed int, names []string) error {
	chosen, err := choose(names)
	if err != nil {
		return err
	}
	parts := matcher.Parts()
	f1, merged := newAblation(parts, "nothing: F1"), newAblation(parts, "nothing: wrongly merged")
	measure := func(name string, c *cut) error {
		got, err := b.ablate(ctx, c, parts)
		if err != nil {
			return fmt.Errorf("measure %s: %w", name, err)
		}
		f1.add(name, got, f4, "%+.4f", earns/10, -1)
		once, err := b.once(c)
		if err != nil {
			return fmt.Errorf("take one record of each cluster of %s: %w", name, err)
		}
		if once == nil {
			return nil
		}
		if got, err = b.ablate(ctx, once, parts); err != nil {
			return fmt.Errorf("measure %s without duplicates: %w", name, err)
		}
		// F1 says nothing where there is nothing to find: count what is merged.
		merged.add(fmt.Sprintf("%s (%d)", name, once.rows), got, func(v float64) string { return fmt.Sprint(v) }, "%+.0f", .5, 1)
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
	f1.print(b.out)
	fmt.Fprintf(b.out, "\none record of each cluster, by their number: records that are merged, all of them wrongly\n\n")
	merged.print(b.out)
	var idle []string
	for i, p := range parts {
		if f1.most[i] < earns && merged.most[i] < 1 {
			idle = append(idle, string(p))
		}
	}
	if len(idle) > 0 {
		fmt.Fprintf(b.out, "\nearns less than %v on every set, and keeps no record apart: %q\n", earns, idle)
	}
	return nil
}

// ablation is a table of what changes without each part.
type ablation struct {
	table
	most []float64 // what a part earned on the set that needs it most
}

func newAblation(parts []matcher.Part, nothing string) *ablation {
	a := &ablation{table: table{head: []string{"without"}, rows: [][]string{{nothing}}}, most: make([]float64, len(parts))}
	for _, p := range parts {
		a.rows = append(a.rows, []string{string(p)})
	}
	return a
}

// add puts a set beside the others: with everything, then without each part.
// sign tells whether more is worse (1) or better (-1).
func (a *ablation) add(name string, got []outcome, whole func(float64) string, change string, least, sign float64) {
	value := func(o outcome) float64 {
		if sign > 0 {
			return float64(o.merged)
		}
		return o.f1
	}
	all := value(got[0])
	a.head = append(a.head, name)
	a.rows[0] = append(a.rows[0], whole(all))
	for i, o := range got[1:] {
		d := value(o) - all
		a.most[i] = max(a.most[i], sign*d)
		cell := fmt.Sprintf(change, d)
		if d > -least && d < least {
			cell = "·"
		}
		a.rows[i+1] = append(a.rows[i+1], cell)
	}
}

// outcome is what one run came to.
type outcome struct {
	f1     float64
	merged int // records that are not the first of their cluster
}

// once cuts a set down to one record of each cluster; nil where it is not a CSV
// file with commas.
func (b *bench) once(c *cut) (_ *cut, err error) {
	of, err := readTruth(c.truth)
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(filepath.Dir(c.result), "once")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	in, err := os.Open(c.records)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	r := csv.NewReader(bufio.NewReaderSize(in, 1<<16))
	head, err := r.Read()
	if err != nil || len(head) < 2 {
		return nil, err
	}
	id := max(0, slices.Index(head, "id"))
	o := &cut{records: filepath.Join(dir, "records.csv"), truth: c.truth}
	out, err := create(o.records)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, out.close()) }()
	if err := out.Write(head); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			return o, nil
		}
		if err != nil {
			return nil, err
		}
		if seen[of[rec[id]]] {
			continue
		}
		seen[of[rec[id]]] = true
		o.rows++
		if err := out.Write(rec); err != nil {
			return nil, err
		}
	}
}

// ablate runs a set with everything, and without each part in turn.
func (b *bench) ablate(ctx context.Context, c *cut, parts []matcher.Part) ([]outcome, error) {
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
	var got []outcome
	for _, without := range slices.Concat([][]matcher.Part{nil}, each(parts)) {
		j.Without = without
		if err := j.Match(ctx); err != nil {
			return nil, err
		}
		groups := j.Result().Groups
		got = append(got, outcome{pairF1(groups.Of(), of), len(of) - groups.Len()})
	}
	return got, nil
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
