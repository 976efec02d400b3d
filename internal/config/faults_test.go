package config

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"
)

// TestFaults reads every wrong policy of testdata/faults.txt and compares what
// is said of it, places and suggestions included, with testdata/faults.golden.
func TestFaults(t *testing.T) {
	data, err := os.ReadFile("testdata/faults.txt")
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	n := 0
	for part := range strings.SplitSeq("\n"+string(data), "\n-- ") {
		title, text, ok := strings.Cut(part, " --\n")
		if !ok {
			continue
		}
		n++
		start := time.Now()
		_, err := Read(strings.NewReader(text+"\n"), "onefold.yaml")
		if err == nil {
			t.Errorf("%s: no fault found", title)
			continue
		}
		if d := time.Since(start); d > time.Minute { // as good as for ever, on any machine
			t.Errorf("%s: took %v", title, d)
		}
		got.WriteString("-- " + title + " --\n" + err.Error() + "\n")
	}
	if n < 40 {
		t.Errorf("%d wrong policies, want at least 40", n)
	}
	const golden = "testdata/faults.golden"
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("messages differ from %s; run with -update and look at the difference:\n%s", golden, got.String())
	}
}
