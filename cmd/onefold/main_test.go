package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"github.com/onefold/onefold/cmd/onefold/app"
	"github.com/onefold/onefold/internal/term"
)

// world is what all scripts share.
var world databases

func TestMain(m *testing.M) {
	testscript.Main(stopping{m}, map[string]func(){"onefold": main})
}

// stopping ends the servers of scripts after the last test.
type stopping struct{ *testing.M }

func (s stopping) Run() int {
	defer world.pool.Stop()
	return s.M.Run()
}

// TestScripts runs testdata/script/*.txtar with the real program. Beside the
// commands of testscript a script has:
//
//	$SAMPLES               the folder of the repository's sample data
//	exits CODE onefold …   runs the program and wants this exit code
//	sqlite FILE SQLFILE    runs SQL on a database file, see database_test.go
//	server ENGINE VAR SQL  runs SQL in a database of a server, see database_test.go
//	ledger DIR RUN FILE    writes the lines of a file to a ledger, see history_test.go
//	idmap DIR FILE         writes the lines of a file to an id map, see history_test.go
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(env *testscript.Env) error {
			// Nothing of whoever runs the tests may leak in.
			env.Setenv("NO_COLOR", "")
			env.Setenv("LANG", "C")
			env.Setenv("LC_ALL", "")
			samples, err := filepath.Abs(filepath.Join("..", "..", "testdata"))
			env.Setenv("SAMPLES", samples)
			return err
		},
		Condition: installed,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"sqlite": sqliteFile, "server": world.server(t), "exits": exits, "ledger": writeLedger, "idmap": writeIDMap,
		},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE command…")
	}
	got := "0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}

// testApp returns an App on buffers.
func testApp(in string) (a *app.App, out, errs *bytes.Buffer) {
	out, errs = new(bytes.Buffer), new(bytes.Buffer)
	now := func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }
	return app.New(strings.NewReader(in), out, errs, func(string) (string, bool) { return "", false }, now), out, errs
}

// Ctrl-C ends a run with 130, even one that waits for input that never comes.
func TestInterrupt(t *testing.T) {
	truth := filepath.Join(t.TempDir(), "truth.csv")
	if err := os.WriteFile(truth, []byte("id,cluster\n1,a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	never, end := io.Pipe()
	defer end.Close()
	a, out, errs := testApp("")
	a.In = never
	ctx, cancel := context.WithCancel(t.Context())
	go func() { _, _ = end.Write([]byte("id,cluster\n")); cancel() }()
	if code := execute(ctx, a, []string{"evaluate", "-", "--truth", truth}, 10*time.Millisecond); code != 130 {
		t.Errorf("exit code %d, want 130", code)
	}
	if out.Len() > 0 || errs.String() != "onefold: error: interrupted\n" {
		t.Errorf("said %q and %q", out, errs)
	}
}

// The same with the real program and real signals: Ctrl-C, and a terminal that
// is closed.
func TestSignal(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no SIGINT to send")
	}
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) { // as under nohup
			t.Run(s.String(), func(t *testing.T) { interruptedBy(t, s) })
		}
	}
}

func interruptedBy(t *testing.T, s os.Signal) {
	cmd := exec.Command("onefold", "evaluate", "-", "--truth", "-")
	cmd.Args[4] = filepath.Join(t.TempDir(), "truth.csv")
	if err := os.WriteFile(cmd.Args[4], []byte("id,cluster\n1,a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// More than a pipe and the buffers hold: when it is written, the program
	// is reading.
	if _, err := in.Write(append([]byte("id,cluster\n"), bytes.Repeat([]byte(" "), 1<<20)...)); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
	// The end of the input could be read before the signal arrives. More input
	// wakes the program until it has gone.
	for {
		if _, err := in.Write([]byte(" ")); err != nil {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	_ = cmd.Wait() // its exit code says it all
	if code := cmd.ProcessState.ExitCode(); code != 130 {
		t.Errorf("exit code %d, want 130", code)
	}
}

// eachCommand calls f with every command that is in the help.
func eachCommand(root *cobra.Command, f func(*cobra.Command)) {
	f(root)
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			eachCommand(c, f)
		}
	}
}

func TestEveryCommandSaysItAll(t *testing.T) {
	a, _, _ := testApp("")
	eachCommand(newRootCmd(a), func(c *cobra.Command) {
		if c.Short == "" || strings.HasSuffix(c.Short, ".") {
			t.Errorf("%s: Short is %q, want words without a full stop", c.CommandPath(), c.Short)
		}
		usage := c.UsageString()
		for _, section := range []string{"USAGE", "EXAMPLES", "EXIT STATUS", "COST"} {
			if !strings.Contains(usage, "\n"+section+"\n") && !strings.HasPrefix(usage, section+"\n") {
				t.Errorf("%s: the help has no %s", c.CommandPath(), section)
			}
		}
		for line := range strings.Lines(c.Example) {
			if s := strings.TrimSpace(line); s != "" && !strings.Contains(s, "onefold") {
				t.Errorf("%s: the example %q does not call onefold", c.CommandPath(), s)
			}
		}
	})
}

// Examples name flags and commands that there are.
func TestExamplesParse(t *testing.T) {
	a, _, _ := testApp("")
	root := newRootCmd(a)
	eachCommand(root, func(c *cobra.Command) {
		for line := range strings.Lines(c.Example) {
			_, call, _ := strings.Cut(strings.TrimSpace(line), "onefold ")
			call, _, _ = strings.Cut(call, " > ")
			call, _, _ = strings.Cut(call, " | ")
			call, _, _ = strings.Cut(call, "#")
			target, rest, err := newRootCmd(a).Find(strings.Fields(call))
			if err != nil || target.Parent() == nil {
				t.Errorf("%s: the example %q names no command", c.CommandPath(), line)
				continue
			}
			target.InitDefaultHelpFlag()
			if err := target.ParseFlags(rest); err != nil {
				t.Errorf("%s: the example %q: %v", c.CommandPath(), line, err)
			}
		}
	})
}

// The reference in docs/cli is what the program says; make docs writes it.
func TestReferenceIsTrue(t *testing.T) {
	a, _, _ := testApp("")
	dir := filepath.Join("..", "..", "docs", "cli")
	pages := docPages(newRootCmd(a))
	for name, page := range pages {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !bytes.Equal(got, page) {
			t.Errorf("docs/cli/%s is out of date: run make docs", name)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if pages[f.Name()] == nil {
			t.Errorf("docs/cli/%s belongs to no command: run make docs", f.Name())
		}
	}
}

func TestSettingsAreLayered(t *testing.T) {
	tests := []struct {
		env  map[string]string
		args []string
		want app.Globals
		fail string
	}{
		{want: app.Globals{}},
		{env: map[string]string{"ONEFOLD_WORKERS": "3", "ONEFOLD_LANG": "fr"}, want: app.Globals{Workers: 3, Lang: "fr"}},
		{env: map[string]string{"ONEFOLD_WORKERS": "3"}, args: []string{"--workers", "0"}, want: app.Globals{Workers: 0}},
		{env: map[string]string{"ONEFOLD_STATE_DIR": "a.b/C"}, want: app.Globals{State: "a.b/C"}},
		{env: map[string]string{"ONEFOLD_WORKERS": "three"}, fail: "workers"},
		{args: []string{"--lang", "de"}, fail: "outputs.language"},
		{args: []string{"--workers", "-1"}, fail: "workers"},
	}
	for _, test := range tests {
		for k, v := range test.env {
			t.Setenv(k, v)
		}
		a, _, errs := testApp("")
		code := execute(t.Context(), a, append([]string{"version"}, test.args...), time.Minute)
		if test.fail != "" {
			if code != 2 || !strings.Contains(errs.String(), test.fail) {
				t.Errorf("%v %v: exit code %d, %q; want 2 and %s", test.env, test.args, code, errs, test.fail)
			}
		} else if code != 0 || a.Globals != test.want {
			t.Errorf("%v %v: exit code %d, %+v, want %+v; %s", test.env, test.args, code, a.Globals, test.want, errs)
		}
		for k := range test.env {
			os.Unsetenv(k)
		}
	}
}

func TestPolicy(t *testing.T) {
	t.Chdir(t.TempDir())
	load := func(args ...string) (*app.App, error) {
		a, _, _ := testApp("")
		root := newRootCmd(a)
		var err error
		root.AddCommand(&cobra.Command{Use: "probe", RunE: func(cmd *cobra.Command, _ []string) error {
			_, err = a.Policy(cmd)
			return nil
		}})
		root.SetArgs(append([]string{"probe"}, args...))
		if e := root.Execute(); e != nil {
			t.Fatal(e)
		}
		return a, err
	}
	if a, err := load("--workers", "3"); err != nil || a.Globals.Workers != 3 {
		t.Errorf("without a file: %+v, %v", a.Globals, err)
	}
	if _, err := load("--config", "nowhere.yaml"); term.ExitCode(err) != term.Usage || !strings.HasPrefix(err.Error(), "nowhere.yaml: ") {
		t.Errorf("a file that is not there: %v", err)
	}
	if err := os.WriteFile(app.PolicyFile, []byte("settings:\n  workers: 2\n  state_dir: st\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if a, err := load("--workers", "3"); err != nil || a.Globals.Workers != 3 || a.Globals.State != "st" {
		t.Errorf("a flag over the file: %+v, %v", a.Globals, err)
	}
	if err := os.WriteFile(app.PolicyFile, []byte("settings:\n  wokers: 2\n  memory: lots\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := load()
	if term.ExitCode(err) != term.Usage {
		t.Errorf("a faulty file has exit code %d", term.ExitCode(err))
	}
	a.Term.Error(err)
	got := a.Term.Err.(*bytes.Buffer).String()
	for _, want := range []string{"onefold: error: onefold.yaml:2:3: ", "onefold: hint: did you mean \"workers\"?", "onefold: error: onefold.yaml:3:11: "} {
		if !strings.Contains(got, want) {
			t.Errorf("faults said as\n%swant %s", got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"dedupe", "evaluate", "explain", "version"}
	for word, want := range map[string]string{
		"dedup": "dedupe", "dedpue": "dedupe", "versoin": "version", "expl": "explain", "xyz": "", "": "",
	} {
		if got := nearest(word, names); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
