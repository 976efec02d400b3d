package main

import (
	"context"
	"fmt"
	"strings"
)

// accuracy measures the sets and fails when one is below its floor.
func (b *bench) accuracy(ctx context.Context, own bool, names []string) error {
	chosen, err := choose(names)
	if err != nil {
		return err
	}
	t := table{head: []string{"set", "records", "precision", "recall", "F1", "floor", "best peer", "B³ F1", "wall s", "CPU s", "peak MB"}}
	var below, left []string
	for _, s := range chosen {
		if !s.own && (own || b.shared == "") {
			left = append(left, s.name)
			continue
		}
		c, err := b.prepare(s)
		if err != nil {
			return fmt.Errorf("prepare %s: %w", s.name, err)
		}
		got, u, err := b.dedupe(ctx, c)
		if err != nil {
			return fmt.Errorf("measure %s: %w", s.name, err)
		}
		floor := f4(s.floor)
		if got.Pairs.F1 < s.floor {
			below = append(below, s.name)
			floor += " ✗"
		}
		peer := ""
		if s.peer > 0 {
			peer = f4(s.peer) + " " + s.by
		}
		t.add(s.name, fmt.Sprint(c.rows), f4(got.Pairs.Precision), f4(got.Pairs.Recall), f4(got.Pairs.F1), floor, peer, f4(got.BCubed.F1),
			seconds(u.Wall.Seconds()), seconds(u.CPU.Seconds()), megabytes(u.RSS))
	}
	t.print(b.out)
	if len(left) > 0 {
		fmt.Fprintf(b.out, "\nleft out: %s (the shared sets; ONEFOLD_SHARED names their folder)\n", strings.Join(left, ", "))
	}
	if len(below) > 0 {
		return fmt.Errorf("%w: %s", errBelow, strings.Join(below, ", "))
	}
	return nil
}
