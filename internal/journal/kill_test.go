package journal

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// killed names the environment variable that makes the test binary a writer to
// be killed: the path of the journal.
const killed = "ONEFOLD_TEST_JOURNAL"

func TestMain(m *testing.M) {
	if path := os.Getenv(killed); path != "" {
		if err := writeUntilKilled(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeUntilKilled goes on counting where the journal ends, in batches of ten,
// and says up to where it is durable.
func writeUntilKilled(path string) error {
	j, err := Open(path, Options{Compress: true})
	if err != nil {
		return err
	}
	had, err := replay0(path)
	if err != nil {
		return err
	}
	for n := len(had); ; n++ {
		if err := j.Append([]byte(fmt.Sprint(n, strings.Repeat(" padding", n%100)))); err != nil {
			return err
		}
		if n%10 == 9 {
			if err := j.Sync(); err != nil {
				return err
			}
			fmt.Println(n + 1)
		}
	}
}

func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	path := filepath.Join(t.TempDir(), "journal")
	durable := 0
	for round := range 20 {
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), killed+"="+path)
		c.Stderr = os.Stderr
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		s := bufio.NewScanner(out)
		if !s.Scan() {
			t.Fatal("the writer ended by itself")
		}
		time.Sleep(rand.N(20 * time.Millisecond))
		_ = c.Process.Kill()
		for {
			if n, err := strconv.Atoi(s.Text()); err == nil {
				durable = max(durable, n)
			}
			if !s.Scan() {
				break
			}
		}
		_ = c.Wait() // it was killed
		got, err := replay0(path)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if len(got) < durable || len(got)%10 != 0 {
			t.Fatalf("round %d: %d records, %d were durable", round, len(got), durable)
		}
		for n, r := range got {
			if first, _, _ := strings.Cut(r, " "); first != fmt.Sprint(n) {
				t.Fatalf("round %d: record %d is %q", round, n, r)
			}
		}
	}
}
