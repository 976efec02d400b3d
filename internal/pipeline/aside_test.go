package pipeline

import (
	"context"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/onefold/onefold/internal/pipeline/aside"
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/record"
)

// A job that puts aside whatever it can, and lets go of what it matched with,
// finds the same and reports the same as one that keeps everything.
func TestWithLittleMemory(t *testing.T) {
	all, err := matchSample()
	if err != nil {
		t.Fatal(err)
	}
	want := all.job
	j, err := open(sample, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	dir := t.TempDir()
	j.lean, j.away = true, aside.New(filepath.Join(dir, "aside"))
	j.away.From = 1
	if err := j.Understand(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := j.Match(context.Background()); err != nil {
		t.Fatal(err)
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "aside.*")); len(files) != 2 {
		t.Errorf("%d files aside, want the records, and standard forms that are not compared", len(files))
	}
	j.settle()
	if err := j.away.Back(); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(j.match.Groups.Of(), want.match.Groups.Of()) || !reflect.DeepEqual(j.match.Edges, want.match.Edges) {
		t.Error("other groups or edges")
	}
	for i, c := range j.Table.Columns {
		for r := range record.Row(j.Table.Len()) {
			if c.Value(r) != want.Table.Columns[i].Value(r) || j.Standards[i].ValidAt(r) != want.Standards[i].ValidAt(r) {
				t.Fatalf("column %d, row %d: %q, want %q", i, r, c.Value(r), want.Table.Columns[i].Value(r))
			}
		}
	}
	ids := make([]string, j.match.Groups.Len())
	var got, full report.Run
	for _, x := range []struct {
		job *Job
		run *report.Run
	}{{j, &got}, {want, &full}} {
		x.job.Matched(x.run)
		gold, err := x.job.resolver(x.job.Confidence())
		if err != nil {
			t.Fatal(err)
		}
		x.job.examples(x.run, ids, gold)
	}
	if !reflect.DeepEqual(got, full) {
		t.Error("another report")
	}
}
