package ledger_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/onefold/onefold/internal/ledger"
)

// killed names the environment variable that makes the test binary a writer to
// be killed: the directory of the state.
const killed = "ONEFOLD_TEST_LEDGER"

func TestMain(m *testing.M) {
	if state := os.Getenv(killed); state != "" {
		if err := writeUntilKilled(state); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeUntilKilled appends batches and says after each how many entries count.
func writeUntilKilled(state string) error {
	l, err := ledger.Open(context.Background(), state, ledger.Options{})
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		value, err := l.Seal("crm", fmt.Sprint(n%7), n)
		if err != nil {
			return err
		}
		batch := make([]ledger.Entry, 1+n%20)
		for i := range batch {
			batch[i] = ledger.Entry{Type: ledger.Apply, Payload: map[string]any{"value": value}}
		}
		first, err := l.Append(context.Background(), batch...)
		if err != nil {
			return err
		}
		fmt.Println(first + int64(len(batch)))
	}
}

// Two writers at once are killed at any moment: what they were told counts is
// there, and everything is sound.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	state := t.TempDir()
	_ = open(t, state).Close()
	acknowledged := int64(0)
	for round := range 12 {
		var writers []*exec.Cmd
		var outs []*bufio.Scanner
		for range 2 {
			c := exec.Command(os.Args[0])
			c.Env = append(os.Environ(), killed+"="+state)
			c.Stderr = os.Stderr
			out, err := c.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			writers, outs = append(writers, c), append(outs, bufio.NewScanner(out))
		}
		if !outs[0].Scan() { // it has begun
			t.Fatal("the writer ended by itself")
		}
		time.Sleep(rand.N(40 * time.Millisecond))
		for _, c := range writers {
			_ = c.Process.Kill()
		}
		for i, out := range outs {
			for text := out.Text(); ; text = out.Text() {
				if n, err := strconv.ParseInt(text, 10, 64); err == nil {
					acknowledged = max(acknowledged, n)
				}
				if !out.Scan() {
					break
				}
			}
			_ = writers[i].Wait() // it was killed
		}
		l, err := ledger.Open(t.Context(), state, ledger.Options{})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if _, err := l.Append(t.Context(), ledger.Entry{Type: ledger.Plan}); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		_ = l.Close()
		r := sound(t, state)
		if r.Entries < acknowledged {
			t.Fatalf("round %d: %d entries, %d were acknowledged", round, r.Entries, acknowledged)
		}
	}
	for _, e := range entries(t, state, ledger.Filter{Type: ledger.Apply}) {
		log, err := ledger.Read(state)
		if err != nil {
			t.Fatal(err)
		}
		o, err := log.Opener("")
		if err != nil {
			t.Fatal(err)
		}
		if p, err := o.Payload(e.Raw()); err != nil || len(p) > 20 { // {"value":N}; more says that it can't be read
			t.Fatalf("entry %d: %s, %v", e.Index, p, err)
		}
		_ = o.Close()
		_ = log.Close()
		if e.Index > 200 {
			break
		}
	}
}
