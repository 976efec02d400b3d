package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// folder is where a test of the real program works.
type folder struct {
	t   *testing.T
	dir string
}

func (f folder) write(name, text string) {
	f.t.Helper()
	if err := os.WriteFile(filepath.Join(f.dir, name), []byte(text), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

func (f folder) read(name string) string {
	f.t.Helper()
	b, err := os.ReadFile(filepath.Join(f.dir, name))
	if err != nil {
		f.t.Fatal(err)
	}
	return string(b)
}

func (f folder) command(args ...string) (*exec.Cmd, *bytes.Buffer) {
	said := new(bytes.Buffer)
	cmd := exec.Command("onefold", args...)
	cmd.Dir, cmd.Stderr = f.dir, said
	return cmd, said
}

// run wants an exit code and returns what was said.
func (f folder) run(code int, args ...string) string {
	f.t.Helper()
	cmd, said := f.command(args...)
	_ = cmd.Run() // its exit code says it all
	if got := cmd.ProcessState.ExitCode(); got != code {
		f.t.Fatalf("onefold %s: exit code %d, want %d; it said\n%s", strings.Join(args, " "), got, code, said)
	}
	return said.String()
}

// unharmed checks that the result is the old one and that nothing temporary
// is left beside or in it.
func (f folder) unharmed(old map[string]string) {
	f.t.Helper()
	for name, text := range old {
		if f.read(filepath.Join("out", name)) != text {
			f.t.Errorf("out/%s has changed", name)
		}
	}
	for _, dir := range []string{".", "out"} {
		entries, err := os.ReadDir(filepath.Join(f.dir, dir))
		if err != nil {
			f.t.Fatal(err)
		}
		for _, e := range entries {
			if strings.Contains(e.Name(), ".onefold-") {
				f.t.Errorf("%s/%s is left", dir, e.Name())
			}
		}
	}
}

func (f folder) result() map[string]string {
	f.t.Helper()
	out := map[string]string{}
	entries, err := os.ReadDir(filepath.Join(f.dir, "out"))
	if err != nil {
		f.t.Fatal(err)
	}
	for _, e := range entries {
		out[e.Name()] = f.read(filepath.Join("out", e.Name()))
	}
	return out
}

// people are n records, every tenth of them there twice.
func people(n int) string {
	var b strings.Builder
	b.WriteString("id,first name,last name,e-mail,birth date\n")
	for i := range n {
		k := i
		if i%10 == 9 {
			k = i - 1
		}
		fmt.Fprintf(&b, "%d,F%c%c%c,L%c%c%c%c,p%d@mail.example,19%02d-%02d-%02d\n", i,
			'a'+k%26, 'a'+k/3%26, 'a'+k/7%26, 'a'+k*7%26, 'a'+k*3/5%26, 'a'+k/11%26, 'a'+k/29%26, k, 30+k%70, 1+k%12, 1+k%28)
	}
	return b.String()
}

// Stopped at any moment, a run ends with 130, the old result stays whole, and
// the next run is not locked out.
func TestDedupeInterrupted(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no signal to send")
	}
	f := folder{t, t.TempDir()}
	f.write("people.csv", people(20))
	f.run(0, "dedupe", "people.csv", "-o", "out", "-q")
	old := f.result()
	f.write("people.csv", people(30000))
	interrupted := 0
	for i, after := range []time.Duration{40, 150, 400, 800} {
		cmd, said := f.command("dedupe", "people.csv", "-o", "out", "-q", "--workers", "1")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(after * time.Millisecond)
		signal := []os.Signal{os.Interrupt, syscall.SIGTERM}[i%2]
		_ = cmd.Process.Signal(signal) // it may have ended
		_ = cmd.Wait()
		switch code := cmd.ProcessState.ExitCode(); {
		case code == 130 && said.String() == "onefold: error: interrupted\n":
			interrupted++
			f.unharmed(old)
		case code == 0:
			old = f.result()
		default:
			if !strings.Contains(cmd.ProcessState.String(), "signal: ") { // before main began
				t.Errorf("after %d ms: %v, said %q", after, cmd.ProcessState, said)
			}
		}
	}
	if interrupted == 0 {
		t.Error("no run was interrupted")
	}
	f.write("people.csv", people(20))
	f.run(0, "dedupe", "people.csv", "-o", "out", "-q")
}

// Where a disk fills up, the old result stays whole.
func TestDedupeDiskFull(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs a limit on the size of files")
	}
	f := folder{t, t.TempDir()}
	f.write("people.csv", people(20))
	f.run(0, "dedupe", "people.csv", "-o", "out", "-q")
	old := f.result()
	f.write("people.csv", people(9000))
	for _, blocks := range []string{"8", "300", "600"} {
		cmd := exec.Command("sh", "-c", "ulimit -f "+blocks+"; exec onefold dedupe people.csv -o out -q")
		said := new(bytes.Buffer)
		cmd.Dir, cmd.Stderr = f.dir, said
		_ = cmd.Run()
		if code := cmd.ProcessState.ExitCode(); code != 1 || !strings.HasPrefix(said.String(), "onefold: error: ") || strings.Count(said.String(), "\n") > 2 {
			t.Errorf("%s blocks: exit code %d, said %q", blocks, code, said)
		}
		f.unharmed(old)
	}
	f.run(0, "dedupe", "people.csv", "-o", "out", "-q")
}

// Of two runs on one state the second says who holds it, or waits.
func TestDedupeTwice(t *testing.T) {
	f := folder{t, t.TempDir()}
	f.write("people.csv", people(20))
	// Standard input that does not end keeps the first run going; it opens the
	// state when it has read everything, so it is given just enough.
	first, _ := f.command("dedupe", "big.csv", "-o", "first", "--state", "state", "-q", "--workers", "1")
	f.write("big.csv", people(60000))
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	held := false
	for range 400 {
		if _, err := os.Stat(filepath.Join(f.dir, "state", "holder.json")); err == nil {
			held = true
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	if !held {
		t.Fatal("the first run never locked the state")
	}
	said := f.run(1, "dedupe", "people.csv", "-o", "out", "--state", "state")
	if want := fmt.Sprintf("held by dedupe, process %d", first.Process.Pid); !strings.Contains(said, want) || !strings.Contains(said, "--wait") {
		t.Errorf("said %q, want %q and a hint of --wait", said, want)
	}
	if _, err := os.Stat(filepath.Join(f.dir, "out")); err == nil {
		t.Error("the refused run wrote a result")
	}
	said = f.run(0, "dedupe", "people.csv", "-o", "out", "--state", "state", "--wait", "2m")
	if !strings.Contains(said, "waiting for dedupe") {
		t.Errorf("said %q", said)
	}
	if err := first.Wait(); err != nil {
		t.Error(err)
	}
}

// clusters reads clusters.csv as a map.
func (f folder) clusters() map[string]string {
	f.t.Helper()
	rows, err := csv.NewReader(strings.NewReader(f.read("out/clusters.csv"))).ReadAll()
	if err != nil {
		f.t.Fatal(err)
	}
	of := map[string]string{}
	for _, r := range rows[1:] {
		of[r[0]] = r[1]
	}
	return of
}

// A cluster that gains a record keeps its id, whatever the order of the rows.
func TestDedupeKeepsIDs(t *testing.T) {
	f := folder{t, t.TempDir()}
	lines := strings.SplitAfter(people(40), "\n")
	f.write("people.csv", strings.Join(lines, ""))
	f.run(0, "dedupe", "people.csv", "-o", "out", "-q")
	before := f.clusters()
	more := "900" + strings.TrimPrefix(lines[9], "8")
	f.write("people.csv", lines[0]+more+strings.Join(lines[20:], "")+strings.Join(lines[1:20], ""))
	f.run(0, "dedupe", "people.csv", "-o", "out", "-q")
	after := f.clusters()
	for id, c := range before {
		if after[id] != c {
			t.Errorf("record %s: cluster %s, was %s", id, after[id], c)
		}
	}
	if after["900"] != before["8"] || len(after) != len(before)+1 {
		t.Errorf("the new record is in %s, its double in %s", after["900"], before["8"])
	}
	if page := f.read("out/report.json"); !strings.Contains(page, `"grown": 1,`) || !strings.Contains(page, `"new": 1,`) {
		t.Error("the report does not tell of the grown cluster")
	}
}

// records splits the header and the records of the sample, whose ids are of
// four digits: there are line ends inside cells.
func records(b []byte) [][]byte {
	var out [][]byte
	from := 0
	for _, at := range regexp.MustCompile(`\r\n\d{4};`).FindAllIndex(b, -1) {
		out = append(out, b[from:at[0]+2])
		from = at[0] + 2
	}
	return append(out, b[from:])
}

// What was not merged is in the golden file byte for byte: encoding,
// delimiter, quotes and line ends.
func TestGoldenKeepsBytes(t *testing.T) {
	source, err := os.ReadFile(filepath.Join("..", "..", "testdata", "clients_fr_excel.csv"))
	if err != nil {
		t.Fatal(err)
	}
	f := folder{t, t.TempDir()}
	f.write("clients.csv", string(source))
	f.run(0, "dedupe", "clients.csv", "-o", "out", "-q")
	was, is := records(source), records([]byte(f.read("out/golden.csv")))
	if !bytes.Equal(was[0], is[0]) {
		t.Errorf("header %q, want %q", is[0], was[0])
	}
	golden := map[string]bool{}
	for _, line := range is {
		golden[string(line)] = true
	}
	rows, err := csv.NewReader(strings.NewReader(f.read("out/clusters.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows = rows[1:]
	size := map[string]int{}
	for _, r := range rows {
		size[r[1]]++
	}
	if len(was) != len(rows)+1 {
		t.Fatalf("%d lines, %d records", len(was), len(rows))
	}
	alone := 0
	for i, r := range rows {
		if size[r[1]] > 1 {
			continue
		}
		alone++
		if !golden[string(was[i+1])] {
			t.Errorf("record %d is not in the golden file as it was", i+1)
		}
	}
	if alone == 0 || len(is) != len(size)+1 {
		t.Errorf("%d records alone; %d golden lines, %d clusters", alone, len(is), len(size))
	}
}

// A pipe that never ends is no reason to hang.
func TestDedupeInterruptedWhileReading(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no signal to send")
	}
	f := folder{t, t.TempDir()}
	cmd, said := f.command("dedupe", "-", "-o", "out")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(in, people(20000)); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(20*time.Second, func() { in.Close() })
	start := time.Now()
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != 130 || time.Since(start) > time.Minute {
		t.Errorf("exit code %d after %v, said %q", code, time.Since(start), said)
	}
	if _, err := os.Stat(filepath.Join(f.dir, "out")); err == nil {
		t.Error("there is a result")
	}
}
