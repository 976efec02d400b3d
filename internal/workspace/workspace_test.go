package workspace

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/onefold/onefold/record"
)

// TestMain lets the test binary be a second run that holds a workspace until
// it is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("ONEFOLD_TEST_HOLD"); dir != "" {
		hold(dir)
	}
	os.Exit(m.Run())
}

func hold(dir string) {
	ctx := context.Background()
	w, err := Open(ctx, dir, Options{Command: "dedupe"})
	if err == nil {
		var r Run
		r, err = w.Begin(ctx, Run{Command: "dedupe", Source: "s"})
		if err == nil {
			var a *Assignment
			a, err = w.AssignIDs(ctx, r, "s", func(record.Row) string { return "other" }, singletons(1))
			if err == nil {
				err = w.Finish(ctx, r, a, func() error {
					os.Stdout.WriteString("in\n")
					select {} // inside the transaction, until killed
				})
			}
		}
	}
	os.Stdout.WriteString(err.Error() + "\n")
	os.Exit(1)
}

func open(t *testing.T, dir string) *Workspace {
	t.Helper()
	w, err := Open(t.Context(), dir, Options{Command: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

func singletons(n int) record.Groups {
	labels := make([]uint32, n)
	for i := range labels {
		labels[i] = uint32(i)
	}
	return record.GroupsOf(labels, n)
}

func TestBeside(t *testing.T) {
	for out, want := range map[string]string{
		"out": ".onefold", "a/out/": "a/.onefold", "/tmp/x": "/tmp/.onefold",
	} {
		if got := Beside(out); got != filepath.FromSlash(want) {
			t.Errorf("Beside(%q) = %q, want %q", out, got, want)
		}
	}
}

func TestRunsAreKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a ?#%25 b", DirName) // a path that is no clean URI
	ctx := t.Context()
	w := open(t, dir)
	first, err := w.Begin(ctx, Run{Command: "dedupe", Source: "contacts", Tool: "v1"})
	if err != nil {
		t.Fatal(err)
	}
	first.Counts, first.SourceHash = map[string]int64{"records": 7}, "abc"
	if err := w.Finish(ctx, first, nil, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Begin(ctx, Run{Command: "dedupe", Source: "contacts"}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}

	runs, err := open(t, dir).Runs(ctx, 10)
	if err != nil || len(runs) != 2 {
		t.Fatalf("Runs = %v, %v; want two", runs, err)
	}
	if r := runs[0]; r.ID != 2 || !r.Ended.IsZero() {
		t.Errorf("a run that did not end: %+v", r)
	}
	if r := runs[1]; r.ID != 1 || r.Ended.IsZero() || r.Counts["records"] != 7 || r.SourceHash != "abc" || r.Tool != "v1" {
		t.Errorf("a run that ended: %+v", r)
	}
}

func TestFailedPublishNotesNothing(t *testing.T) {
	ctx := t.Context()
	w := open(t, t.TempDir())
	run, err := w.Begin(ctx, Run{Command: "dedupe", Source: "s"})
	if err != nil {
		t.Fatal(err)
	}
	a, err := w.AssignIDs(ctx, run, "s", func(record.Row) string { return "k" }, singletons(1))
	if err != nil {
		t.Fatal(err)
	}
	full := errors.New("disk full")
	if err := w.Finish(ctx, run, a, func() error { return full }); !errors.Is(err, full) {
		t.Fatalf("Finish = %v, want the error of publish", err)
	}
	if h, err := w.load(ctx, "s"); err != nil || h.len() != 0 {
		t.Errorf("history after a failed publish: %d records, %v; want none", h.len(), err)
	}
	if runs, _ := w.Runs(ctx, 1); !runs[0].Ended.IsZero() {
		t.Error("the run is noted as ended")
	}
}

func TestSecondRunIsToldWhoHolds(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir)
	_, err := Open(t.Context(), dir, Options{})
	var held *HeldError
	if !errors.As(err, &held) {
		t.Fatalf("Open = %v, want a HeldError", err)
	}
	if held.Holder.PID != os.Getpid() || held.Holder.Command != "test" || time.Since(held.Holder.Since) > time.Minute {
		t.Errorf("holder %+v", held.Holder)
	}
	if held.Place() != dir || held.Hint() == "" {
		t.Errorf("place %q, hint %q", held.Place(), held.Hint())
	}

	waiting := make(chan Holder, 1)
	opened := make(chan error, 1)
	go func() {
		w, err := Open(context.Background(), dir, Options{Wait: 20 * time.Second, OnWait: func(h Holder) { waiting <- h }})
		if err == nil {
			err = w.Close()
		}
		opened <- err
	}()
	if h := <-waiting; h.PID != os.Getpid() {
		t.Errorf("waits for %+v", h)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-opened; err != nil {
		t.Errorf("after waiting: %v", err)
	}
}

func TestWaitingEnds(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	var held *HeldError
	if _, err := Open(t.Context(), dir, Options{Wait: 150 * time.Millisecond}); !errors.As(err, &held) {
		t.Errorf("after the wait: %v, want a HeldError", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := Open(ctx, dir, Options{Wait: time.Hour, OnWait: func(Holder) { cancel() }}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v, want context.Canceled", err)
	}
}

// A run that is killed in the middle of its transaction leaves the state as
// it was, and its lock to the next.
func TestKilledRun(t *testing.T) {
	dir := t.TempDir()
	ctx := t.Context()
	w := open(t, dir)
	keep(t, w, "s", []string{"a", "b"}, 0, 0)
	w.Close()

	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "ONEFOLD_TEST_HOLD="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	if line != "in\n" {
		t.Fatalf("the other run says %q", line)
	}
	if _, err := Open(ctx, dir, Options{}); err == nil || !strings.Contains(err.Error(), "held by dedupe, process") {
		t.Errorf("while it runs: %v", err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed

	h, err := open(t, dir).load(ctx, "s")
	if err != nil {
		t.Fatal(err)
	}
	if h.len() != 2 || h.find(hashKey("a", 0)) < 0 || h.find(hashKey("b", 0)) < 0 {
		t.Errorf("history after the kill has %d records, want the two of before", h.len())
	}
}

func TestUnusableState(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "state.db"), []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	var se *StateError
	if _, err := Open(t.Context(), dir, Options{}); !errors.As(err, &se) || se.Place() != dir || se.Hint() == "" {
		t.Errorf("damaged: %v", err)
	}

	dir = t.TempDir()
	w := open(t, dir)
	if _, err := w.db.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	w.Close()
	if _, err := Open(t.Context(), dir, Options{}); !errors.As(err, &se) || !strings.Contains(se.Hint(), "newer") || se.Place() != dir {
		t.Errorf("of a newer version: %v", err)
	}

	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), filepath.Join(file, "x"), Options{}); !errors.As(err, &se) {
		t.Errorf("below a file: %v", err)
	}
	// None of these may leave a lock behind.
	if _, err := Open(t.Context(), dir, Options{}); errors.As(err, new(*HeldError)) {
		t.Error("a failed Open still holds the lock")
	}
}

// A full disk is no reason to move the state away, and what people decided with it.
func TestUnusable(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	_, full := db.Exec("PRAGMA max_page_count = 2; CREATE TABLE a (x); CREATE TABLE b (x); CREATE TABLE c (x)")
	_, wrong := db.Exec("no SQL")
	for _, c := range []struct {
		err  error
		says string
	}{
		{fmt.Errorf("read: %w", full), "the disk is full"},
		{wrong, "move the directory away"},
		{errors.New("else"), "move the directory away"},
	} {
		if hint := unusable(c.err); c.err == nil || !strings.Contains(hint, c.says) {
			t.Errorf("%v: hint %q", c.err, hint)
		}
	}
}
