package main

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/all"
	"github.com/onefold/onefold/internal/decisions"
	"github.com/onefold/onefold/internal/pipeline"
	"github.com/onefold/onefold/internal/pipeline/ask"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/normalize"
	"github.com/onefold/onefold/record"
)

// askAfter is after how many answers F1 is measured.
var askAfter = []int{0, 20, 50, 100}

// ask answers the questions of the matcher by the truth, and tells how much
// better that makes it.
func (b *bench) ask(ctx context.Context, names []string) error {
	if len(names) == 0 {
		names = []string{"fake_1000", "chicago_sites", "fodors_zagats", "historical_50k"}
	}
	chosen, err := choose(names)
	if err != nil {
		return err
	}
	t := table{head: []string{"set", "peer"}}
	for _, n := range askAfter {
		t.head = append(t.head, fmt.Sprintf("F1 after %d", n))
	}
	t.head = append(t.head, "same", "different")
	for _, s := range chosen {
		c, err := b.prepare(s)
		if err != nil {
			return fmt.Errorf("prepare %s: %w", s.name, err)
		}
		row, err := b.askSet(ctx, s, c)
		if err != nil {
			return fmt.Errorf("ask about %s: %w", s.name, err)
		}
		t.add(row...)
	}
	t.print(b.out)
	return nil
}

func (b *bench) askSet(ctx context.Context, s set, c *cut) ([]string, error) {
	j, err := pipeline.Open(ctx, pipeline.Options{
		Source: c.records, Connectors: all.New(), Registry: normalize.Standard(), Read: connectors.Options{}, Workers: runtime.GOMAXPROCS(0), Now: time.Now,
	})
	if err != nil {
		return nil, err
	}
	defer j.Close()
	if err := j.Understand(ctx); err != nil {
		return nil, err
	}
	if err := j.Match(ctx); err != nil {
		return nil, err
	}
	truth, err := readTruth(c.truth)
	if err != nil {
		return nil, err
	}
	of := make([]string, j.Table.Len())
	for r := range of {
		of[r] = truth[j.IDOf(record.Row(r))]
	}
	peer := ""
	if s.peer > 0 {
		peer = f4(s.peer) + " " + s.by
	}
	row := []string{s.name, peer}
	const again = 5 // answers after which the job matches anew
	var said []decisions.Decision
	counts := map[decisions.Verdict]int{}
	match := func() error { return j.Again(ctx, decisions.Settle(said, "", j.Now())) }
	k := ask.New(j)
	for _, goal := range askAfter {
		for len(said) < goal {
			e, ok := k.Next()
			if !ok {
				if len(said)%again == 0 {
					break
				}
				if err := match(); err != nil {
					return nil, err
				}
				k.Matched()
				if e, ok = k.Next(); !ok {
					break
				}
			}
			d := decisions.Decision{A: j.IDOf(e.A), B: j.IDOf(e.B), Verdict: decisions.Different}
			if of[e.A] == of[e.B] {
				d.Verdict = decisions.Same
			}
			counts[d.Verdict]++
			said = append(said, d)
			k.Answered(e)
			if len(said)%again == 0 {
				if err := match(); err != nil {
					return nil, err
				}
				k.Matched()
			}
		}
		if err := match(); err != nil {
			return nil, err
		}
		k.Matched()
		row = append(row, f4(f1(j.Result(), of)))
	}
	return append(row, fmt.Sprint(counts[decisions.Same]), fmt.Sprint(counts[decisions.Different])), nil
}

// f1 is the F1 of pairs, by the sizes of what clusters and truth share.
func f1(res *matcher.Result, truth []string) float64 {
	type cell struct {
		group uint32
		truth string
	}
	both, found, true1 := map[cell]float64{}, map[uint32]float64{}, map[string]float64{}
	for r, g := range res.Groups.Of() {
		both[cell{g, truth[r]}]++
		found[g]++
		true1[truth[r]]++
	}
	var tp, p, t float64
	for _, n := range both {
		tp += n * (n - 1)
	}
	for _, n := range found {
		p += n * (n - 1)
	}
	for _, n := range true1 {
		t += n * (n - 1)
	}
	return 2 * tp / (p + t)
}
