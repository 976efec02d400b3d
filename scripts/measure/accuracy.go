package main

import (
	"context"
	"fmt"
	"strings"
)

// accuracy measures the sets and fails when one is below its floor.
func (b *bench) accuracy(ctx context.Context, own bool, names []string) error {
	links, others := chooseLinks(names)
	var chosen []set
	if len(names) == 0 || len(others) > 0 {
		var err error
		if chosen, err = choose(others); err != nil {
			return err
		}
	}
	t := table{head: []string{"set", "records", "precision", "recall", "F1", "floor", "best peer", "B³ F1", "wall s", "CPU s", "peak MB"}}
	var below, left []string
	row := func(s set, rows int, got scores, u usage) {
		floor := f4(s.floor)
		if got.Pairs.F1 < s.floor {
			below = append(below, s.name)
			floor += " ✗"
		}
		peer := ""
		if s.peer > 0 {
			peer = f4(s.peer) + " " + s.by
		}
		t.add(s.name, fmt.Sprint(rows), f4(got.Pairs.Precision), f4(got.Pairs.Recall), f4(got.Pairs.F1), floor, peer, f4(got.BCubed.F1),
			seconds(u.Wall.Seconds()), seconds(u.CPU.Seconds()), megabytes(u.RSS))
	}
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
		row(s, c.rows, got, u)
	}
	for _, s := range links {
		if !s.own && (own || b.shared == "") {
			left = append(left, s.name)
			continue
		}
		p, err := b.prepareLink(s)
		if err != nil {
			return fmt.Errorf("prepare %s: %w", s.name, err)
		}
		got, u, err := b.link(ctx, p)
		if err != nil {
			return fmt.Errorf("measure %s: %w", s.name, err)
		}
		s.name = "link: " + s.name
		row(s.set, p.rows, got, u)
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
