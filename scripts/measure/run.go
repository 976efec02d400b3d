package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// usage is what a process took.
type usage struct {
	Wall, CPU time.Duration
	RSS       int64 // bytes at most; 0 where the system does not tell
}

// run runs a program and returns its standard output and what it took.
//
// Linux counts into the peak memory of a process what its parent had when it
// was started. So nothing large may be held here: files are streamed.
func run(ctx context.Context, env []string, program string, args ...string) (stdout []byte, u usage, err error) {
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	cmd.Env = append(os.Environ(), env...)
	began := time.Now()
	err = cmd.Run()
	u.Wall = time.Since(began)
	if cmd.ProcessState != nil {
		u.CPU = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		u.RSS = peak(cmd.ProcessState)
	}
	if err != nil {
		return nil, u, fmt.Errorf("%s: %w\n%s", filepath.Base(program), err, errs.Bytes())
	}
	return out.Bytes(), u, nil
}

// scores are what onefold evaluate --json prints, as far as it matters here.
type scores struct {
	Pairs struct {
		TP, FP, FN            uint64
		Precision, Recall, F1 float64
	}
	BCubed struct{ Precision, Recall, F1 float64 }
}

// dedupe runs the main job on the records of a set, from nothing, and measures
// its clusters.
func (b *bench) dedupe(ctx context.Context, c *cut) (s scores, u usage, err error) {
	for _, old := range []string{c.result, c.state} {
		if err := os.RemoveAll(old); err != nil {
			return s, u, err
		}
	}
	if _, u, err = run(ctx, nil, b.program, "dedupe", c.records, "-o", c.result, "--state", c.state, "--quiet"); err != nil {
		return s, u, err
	}
	s, err = b.evaluate(ctx, filepath.Join(c.result, "clusters.csv"), c.truth)
	return s, u, err
}

func (b *bench) evaluate(ctx context.Context, clusters, truth string) (s scores, err error) {
	out, _, err := run(ctx, nil, b.program, "evaluate", clusters, "--truth", truth, "--json")
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(out, &s); err != nil {
		return s, fmt.Errorf("read the result of evaluate: %w", err)
	}
	return s, nil
}
