package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references"
	"github.com/onefold/onefold/internal/references/crmtest"
	"github.com/onefold/onefold/internal/references/find"
)

// What references has to reach over all styles together.
const (
	leastRecall    = 0.98
	leastPrecision = 0.95 // of what is said to be sure
)

// references measures what is found of what points at records: on databases in
// the styles of CRM systems, made with several seeds, and on the real ones of
// the shared sets, which a test loads into servers of its own.
func (b *bench) references(ctx context.Context) error {
	t := table{head: []string{"style", "target", "true", "recall", "recall at sure", "precision", "wrong at sure"}}
	var sum crmtest.Score
	add := func(style, target string, s crmtest.Score) {
		t.add(style, target, fmt.Sprint(s.True), f3(s.Recall()), f3(s.SureRecall()), f3(s.Precision()), f3(1-s.SurePrecision()))
	}
	const seeds = 5
	for _, style := range crmtest.Styles() {
		for _, target := range style.Targets {
			var of crmtest.Score
			for seed := range uint64(seeds) {
				s, err := measureStyle(ctx, style, target, seed)
				if err != nil {
					return err
				}
				of.Add(s)
			}
			add(style.Name, target, of)
			sum.Add(of)
		}
	}
	add("all", "", sum)
	t.print(b.out)
	if err := b.realReferences(ctx); err != nil {
		return err
	}
	if sum.Recall() < leastRecall || sum.SurePrecision() < leastPrecision {
		return fmt.Errorf("%w: references", errBelow)
	}
	return nil
}

func measureStyle(ctx context.Context, style crmtest.Style, target string, seed uint64) (crmtest.Score, error) {
	d, err := crmtest.New(style, seed)
	if err != nil {
		return crmtest.Score{}, err
	}
	r, err := find.Discover(ctx, &d.Catalogue, d, find.Options{Target: connectors.TableName{Name: target}})
	if err != nil {
		return crmtest.Score{}, fmt.Errorf("style %s: %w", style.Name, err)
	}
	var found []crmtest.Found
	for i := range r.References {
		x := &r.References[i]
		found = append(found, crmtest.Found{Table: x.Table, Columns: x.Columns, Shared: x.Kind == references.SharedKey, Confidence: x.Confidence})
	}
	return d.Score(target, found), nil
}

// realReferences prints what the test of real databases measures.
func (b *bench) realReferences(ctx context.Context) error {
	shared := os.Getenv("ONEFOLD_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "shared")
	}
	shared, err := filepath.Abs(shared)
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(shared, "crm")); err != nil {
		fmt.Fprintln(b.out, "\nleft out: real databases (ONEFOLD_SHARED names the folder of the shared sets)")
		return nil
	}
	test := exec.CommandContext(ctx, "go", "test", "-count=1", "-v", "-run", "TestRealDatabases", "./internal/references/find")
	test.Env, test.Stderr = append(os.Environ(), "ONEFOLD_SHARED="+shared), os.Stderr
	out, err := test.StdoutPipe()
	if err != nil {
		return err
	}
	if err := test.Start(); err != nil {
		return fmt.Errorf("measure real databases: %w", err)
	}
	fmt.Fprintln(b.out)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, text, ok := strings.Cut(lines.Text(), ".go:"); ok {
			_, text, _ = strings.Cut(text, ": ")
			fmt.Fprintln(b.out, text)
		}
	}
	if err := errors.Join(lines.Err(), test.Wait()); err != nil {
		return fmt.Errorf("measure real databases: %w", err)
	}
	return nil
}

func f3(v float64) string { return fmt.Sprintf("%.3f", v) }
