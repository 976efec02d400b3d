package workspace

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

var names = []string{"clusters.csv", "pairs.csv", "rejected.csv"}

// stageOf begins a result and writes these files, each with its text.
func stageOf(t *testing.T, dir string, files map[string]string) *Stage {
	t.Helper()
	s, err := Atomic(dir, names...)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		f, err := s.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(text); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// tree returns every file below dir as "path=text".
func tree(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		if d.IsDir() {
			all = append(all, filepath.ToSlash(rel)+"/")
			return nil
		}
		b, err := os.ReadFile(path)
		all = append(all, filepath.ToSlash(rel)+"="+string(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

func want(t *testing.T, dir string, files ...string) {
	t.Helper()
	slices.Sort(files)
	if got := tree(t, dir); !slices.Equal(got, files) {
		t.Errorf("there is %q, want %q", got, files)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func commit(t *testing.T, s *Stage) {
	t.Helper()
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := s.Abort(); err != nil {
		t.Fatalf("Abort after Commit: %v", err)
	}
}

func TestNewResult(t *testing.T) {
	root := t.TempDir()
	out := filepath.Join(root, "a", "out") // a is made, too
	s := stageOf(t, out, map[string]string{"clusters.csv": "1"})
	if _, err := os.Stat(out); !errors.Is(err, os.ErrNotExist) {
		t.Error("the output is there before Commit")
	}
	commit(t, s)
	want(t, root, "a/", "a/out/", "a/out/clusters.csv=1")
}

func TestNewResultReplacesOldOne(t *testing.T) {
	root := t.TempDir()
	out := filepath.Join(root, "out")
	commit(t, stageOf(t, out, map[string]string{"clusters.csv": "1", "rejected.csv": "x"}))
	s := stageOf(t, out, map[string]string{"clusters.csv": "2", "pairs.csv": "3"})
	if got := tree(t, out); !slices.Equal(got, []string{"clusters.csv=1", "rejected.csv=x"}) {
		t.Errorf("before Commit the old result is %q", got)
	}
	commit(t, s)
	want(t, root, "out/", "out/clusters.csv=2", "out/pairs.csv=3") // and no rejected.csv
}

func TestAbortLeavesOldResult(t *testing.T) {
	root := t.TempDir()
	out := filepath.Join(root, "out")
	commit(t, stageOf(t, out, map[string]string{"clusters.csv": "1"}))
	s := stageOf(t, out, map[string]string{"clusters.csv": "half"})
	if err := s.Abort(); err != nil {
		t.Fatal(err)
	}
	want(t, root, "out/", "out/clusters.csv=1")
}

func TestFilesOfOthersStay(t *testing.T) {
	root := t.TempDir()
	out := filepath.Join(root, "out")
	write(t, filepath.Join(out, "notes.txt"), "mine")
	write(t, filepath.Join(out, "sub", "x"), "mine")
	write(t, filepath.Join(out, "rejected.csv"), "old")
	write(t, filepath.Join(out, "clusters.csv"), "old")
	commit(t, stageOf(t, out, map[string]string{"clusters.csv": "2", "pairs.csv": "3"}))
	want(t, root, "out/", "out/clusters.csv=2", "out/notes.txt=mine", "out/pairs.csv=3", "out/sub/", "out/sub/x=mine")

	if err := stageOf(t, out, map[string]string{"clusters.csv": "half"}).Abort(); err != nil {
		t.Fatal(err)
	}
	want(t, root, "out/", "out/clusters.csv=2", "out/notes.txt=mine", "out/pairs.csv=3", "out/sub/", "out/sub/x=mine")
}

// Where a new file can't take its place, the old ones are put back.
func TestFailedReplaceIsUndone(t *testing.T) {
	root := t.TempDir()
	out := filepath.Join(root, "out")
	write(t, filepath.Join(out, "notes.txt"), "mine")
	write(t, filepath.Join(out, "clusters.csv"), "old")
	s := stageOf(t, out, map[string]string{"clusters.csv": "2"})
	// A file that the stage does not own comes in the way as a folder.
	write(t, filepath.Join(s.temp, "zz"), "new")
	write(t, filepath.Join(out, "zz", "x"), "mine")
	var oe *OutputError
	if err := s.Commit(); !errors.As(err, &oe) || oe.Place() != s.target {
		t.Fatalf("Commit = %v, want an OutputError", err)
	}
	if err := s.Abort(); err != nil {
		t.Fatal(err)
	}
	want(t, root, "out/", "out/clusters.csv=old", "out/notes.txt=mine", "out/zz/", "out/zz/x=mine")
}

func TestSymlinkStays(t *testing.T) {
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "real"), 0o755); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(root, "out")
	if err := os.Symlink("real", link); err != nil {
		t.Skip(err)
	}
	commit(t, stageOf(t, link, map[string]string{"clusters.csv": "1"}))
	if fi, err := os.Lstat(link); err != nil || fi.Mode()&os.ModeSymlink == 0 {
		t.Error("the link is gone")
	}
	if b, err := os.ReadFile(filepath.Join(root, "real", "clusters.csv")); string(b) != "1" {
		t.Errorf("the result behind the link is %q, %v", b, err)
	}
}

func TestOutputThatIsAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out")
	write(t, path, "mine")
	var oe *OutputError
	if _, err := Atomic(path, names...); !errors.As(err, &oe) || oe.Place() != path {
		t.Errorf("Atomic = %v, want an OutputError", err)
	}
	if b, _ := os.ReadFile(path); string(b) != "mine" {
		t.Errorf("the file is now %q", b)
	}
}

func TestOnlyOwnedNames(t *testing.T) {
	s := stageOf(t, filepath.Join(t.TempDir(), "out"), nil)
	defer s.Abort()
	for _, name := range []string{"other.csv", "../clusters.csv", ""} {
		if f, err := s.Create(name); err == nil {
			f.Close()
			t.Errorf("Create(%q) succeeds", name)
		}
	}
}

func TestDeadRunsAreSweptAndLiveOnesAreNot(t *testing.T) {
	root := t.TempDir()
	out := filepath.Join(root, "out")
	s := &Stage{target: out}
	dir := func(host string, pid int, old bool) string {
		name := filepath.Join(root, s.prefix()+host+"-"+strconv.Itoa(pid)+"-00000000")
		write(t, filepath.Join(name, "clusters.csv"), "half")
		if old {
			then := time.Now().Add(-2 * staleAfter)
			if err := os.Chtimes(name, then, then); err != nil {
				t.Fatal(err)
			}
		}
		return name
	}
	const nobody = 1 << 22 // Linux hands out no such number
	swept := []string{dir(hostTag(), nobody, false), dir(hostTag(), os.Getpid(), false), dir("elsewhere", 2, true)}
	kept := []string{dir(hostTag(), os.Getppid(), false), dir("elsewhere", 1, false)}
	foreign := filepath.Join(root, ".other.onefold-"+hostTag()+"-"+strconv.Itoa(nobody)+"-0")
	write(t, filepath.Join(foreign, "x"), "")
	kept = append(kept, foreign)

	defer stageOf(t, out, nil).Abort()
	for _, d := range swept {
		if _, err := os.Stat(d); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is still there", filepath.Base(d))
		}
	}
	for _, d := range kept {
		if _, err := os.Stat(d); err != nil {
			t.Errorf("%s is gone", filepath.Base(d))
		}
	}
}

// dead returns the temporary folder, in out, of a run that was killed.
func dead(t *testing.T, out string) string {
	t.Helper()
	s := &Stage{target: out}
	return filepath.Join(out, s.prefix()+hostTag()+"-"+strconv.Itoa(os.Getpid())+"-00000000")
}

// A run was killed while it replaced files one by one: the next run finds the
// old result, whichever step it was.
func TestKilledWhileReplacing(t *testing.T) {
	tests := []struct {
		name  string
		files []string // below out; % is the temporary folder
		want  []string
	}{
		{
			"some old ones are away",
			[]string{"notes=mine", "%/moving/clusters.csv=old", "pairs.csv=old", "%/clusters.csv=new"},
			[]string{"notes=mine", "clusters.csv=old", "pairs.csv=old"},
		},
		{
			"some new ones are in",
			[]string{"notes=mine", "%/moved/clusters.csv=old", "pairs.csv=new", "%/clusters.csv=new"},
			[]string{"notes=mine", "clusters.csv=old"},
		},
		{
			"all new ones are in",
			[]string{"notes=mine", "%/replaced/clusters.csv=old", "clusters.csv=new"},
			[]string{"notes=mine", "clusters.csv=new"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			for _, f := range test.files {
				path, text, _ := strings.Cut(f, "=")
				if rest, ok := strings.CutPrefix(path, "%/"); ok {
					write(t, filepath.Join(dead(t, out), rest), text)
				} else {
					write(t, filepath.Join(out, path), text)
				}
			}
			if err := stageOf(t, out, nil).Abort(); err != nil {
				t.Fatal(err)
			}
			want(t, out, test.want...)
		})
	}
}

// A run was killed between the two renames of a system that can't swap.
func TestKilledBetweenRenames(t *testing.T) {
	root := t.TempDir()
	out := filepath.Join(root, "out")
	s := &Stage{target: out}
	write(t, filepath.Join(s.oldName(), "clusters.csv"), "old")
	if err := stageOf(t, out, nil).Abort(); err != nil {
		t.Fatal(err)
	}
	want(t, root, "out/", "out/clusters.csv=old")

	write(t, filepath.Join(s.oldName(), "clusters.csv"), "older")
	if err := stageOf(t, out, nil).Abort(); err != nil {
		t.Fatal(err)
	}
	want(t, root, "out/", "out/clusters.csv=old")
}

func TestFullDiskHint(t *testing.T) {
	e := &OutputError{Dir: "out", Err: &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}}
	if !strings.Contains(e.Hint(), "full") {
		t.Errorf("hint %q", e.Hint())
	}
}

// What failed is told once, by the name that the user gave, however many files
// were open around it.
func TestFailed(t *testing.T) {
	s := stageOf(t, filepath.Join(t.TempDir(), "out"), nil)
	defer s.Abort()
	full := fmt.Errorf("write record 9: %w", &os.PathError{Op: "write", Path: "/tmp/.out.onefold-1/clusters.csv", Err: syscall.ENOSPC})
	err := s.Failed("pairs.csv", s.Failed("clusters.csv", full))
	var e *OutputError
	if !errors.As(err, &e) || !errors.Is(err, syscall.ENOSPC) || e.Hint() == "" {
		t.Fatalf("%v", err)
	}
	if got, want := err.Error(), s.Path("clusters.csv")+": no space left on device"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	other := errors.New("other")
	if err := s.Failed("pairs.csv", other); !errors.Is(err, other) || !strings.Contains(err.Error(), "pairs.csv") {
		t.Errorf("%v", err)
	}
}
