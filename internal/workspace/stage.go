package workspace

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// staleAfter is the age from which a temporary folder is left over even if
// its process can't be asked: it belongs to another machine.
const staleAfter = 48 * time.Hour

// Stage is a temporary folder that takes the place of a result. Whoever makes
// one defers Abort, which does nothing after Commit.
//
// A result of Onefold alone is swapped with the new one as a whole. Where the
// output folder holds files of others, the files of the result are replaced
// one by one, and put back if that fails on the way.
type Stage struct {
	target string
	temp   string
	owned  []string
	whole  bool // the folder is swapped as a whole
	done   bool
}

// Atomic returns a stage for the output folder dir. owned are the names of all
// files that a result may have: those that are not written this time will not
// be there afterwards. Folders that dead runs left behind are removed.
func Atomic(dir string, owned ...string) (*Stage, error) { return stage(dir, true, owned) }

// AtomicFiles returns a stage for files among those of others: the folder is
// never swapped, as where it is the one that a shell stands in.
func AtomicFiles(dir string, owned ...string) (*Stage, error) { return stage(dir, false, owned) }

func stage(dir string, whole bool, owned []string) (*Stage, error) {
	target, err := filepath.Abs(dir)
	if err != nil {
		return nil, &OutputError{Dir: dir, Err: err}
	}
	if real, err := filepath.EvalSymlinks(target); err == nil {
		target = real // the link stays, what it points to is replaced
	}
	fail := func(doing string, err error) (*Stage, error) {
		return nil, &OutputError{Dir: dir, Err: fmt.Errorf("%s: %w", doing, pathless(err))}
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return fail("make the folder of the output", err)
	}
	s := &Stage{target: target, owned: owned}
	if err := s.recover(); err != nil {
		return fail("put back the result of an interrupted run", err)
	}
	s.sweep(filepath.Dir(target))
	s.sweep(target)
	entries, err := os.ReadDir(target)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fail("look at the output", err)
	}
	s.whole = whole && !slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.IsDir() || !slices.Contains(owned, e.Name()) })
	if s.whole {
		s.temp = filepath.Join(filepath.Dir(target), s.tempName())
		err = os.Mkdir(s.temp, 0o755)
	}
	if !s.whole || err != nil {
		// Others' files are in the way, or nothing may be made beside the
		// output, as where it is a mount point.
		s.whole = false
		if err := os.MkdirAll(target, 0o755); err != nil {
			return fail("make the output", err)
		}
		s.temp = filepath.Join(target, s.tempName())
		if err := os.Mkdir(s.temp, 0o755); err != nil {
			return fail("write to the output", err)
		}
	}
	return s, nil
}

// Create makes a file of the result, which must be one of the owned names.
func (s *Stage) Create(name string) (*os.File, error) {
	if !slices.Contains(s.owned, name) {
		return nil, fmt.Errorf("create %s: the output does not own such a file", name)
	}
	f, err := os.OpenFile(filepath.Join(s.temp, name), os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o644)
	if err != nil {
		return nil, &OutputError{Dir: filepath.Join(s.target, name), Err: pathless(err)}
	}
	return f, nil
}

// Failed says that the file called name could not be written because of err. An
// error of the system is told without the temporary path; one of another file
// that was written meanwhile stays as it is.
func (s *Stage) Failed(name string, err error) error {
	var out *OutputError
	if errors.As(err, &out) {
		return err
	}
	if cause := pathless(err); cause != err { //nolint:errorlint // whether it was unwrapped
		return &OutputError{Dir: s.Path(name), Err: cause}
	}
	return fmt.Errorf("write %s: %w", s.Path(name), err)
}

// Path returns where the file called name will be after Commit.
func (s *Stage) Path(name string) string { return filepath.Join(s.target, name) }

// Commit puts the new result in the place of the old one. When it fails, the
// old result is whole.
func (s *Stage) Commit() error {
	if s.done {
		return nil
	}
	if err := s.commit(); err != nil {
		return &OutputError{Dir: s.target, Err: fmt.Errorf("replace the result: %w", pathless(err))}
	}
	s.done = true
	return nil
}

func (s *Stage) commit() error {
	entries, err := os.ReadDir(s.temp)
	if err != nil {
		return err
	}
	for _, e := range entries {
		// What is not on the disk yet must not replace what is.
		if err := syncFile(filepath.Join(s.temp, e.Name())); err != nil {
			return err
		}
	}
	if !s.whole {
		return s.replaceFiles(entries)
	}
	err = os.Rename(s.temp, s.target) // an empty folder gives way, too
	if err == nil {
		return nil
	}
	if err := exchange(s.temp, s.target); err == nil {
		_ = os.RemoveAll(s.temp) // the old result; what is left is swept by the next run
		return nil
	}
	old := s.oldName()
	if err := os.Rename(s.target, old); err != nil {
		return err
	}
	if err := os.Rename(s.temp, s.target); err != nil {
		return errors.Join(err, os.Rename(old, s.target))
	}
	_ = os.RemoveAll(old) // recover removes what is left
	return nil
}

// Folders inside the temporary one that tell rescue how far replaceFiles came.
const (
	moving   = "moving"   // some of the old files are in here, no new file is in place
	moved    = "moved"    // all of the old files are in here
	replaced = "replaced" // so are the new ones in their place
)

// replaceFiles moves the old files out of the way and the new ones in, and
// undoes what it did when a step fails.
func (s *Stage) replaceFiles(entries []os.DirEntry) (err error) {
	if err := os.Mkdir(filepath.Join(s.temp, moving), 0o755); err != nil {
		return err
	}
	var undo []func() error
	move := func(from, to string) error {
		if err := os.Rename(from, to); err != nil {
			return err
		}
		undo = append(undo, func() error { return os.Rename(to, from) })
		return nil
	}
	defer func() {
		if err != nil {
			for _, u := range slices.Backward(undo) {
				err = errors.Join(err, u())
			}
		}
	}()
	for _, name := range s.owned {
		if err := move(s.Path(name), filepath.Join(s.temp, moving, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	if err := move(filepath.Join(s.temp, moving), filepath.Join(s.temp, moved)); err != nil {
		return err
	}
	for _, e := range entries {
		if err := move(filepath.Join(s.temp, e.Name()), s.Path(e.Name())); err != nil {
			return err
		}
	}
	if err := move(filepath.Join(s.temp, moved), filepath.Join(s.temp, replaced)); err != nil {
		return err
	}
	_ = os.RemoveAll(s.temp) // the result is in place; what is left is swept by the next run
	return nil
}

// Abort removes the stage and leaves the old result as it is.
func (s *Stage) Abort() error {
	if s.done {
		return nil
	}
	s.done = true
	if err := os.RemoveAll(s.temp); err != nil {
		return &OutputError{Dir: s.target, Err: fmt.Errorf("remove the temporary folder: %w", pathless(err))}
	}
	return nil
}

// prefix starts the names of all temporary folders of the target.
func (s *Stage) prefix() string { return "." + filepath.Base(s.target) + ".onefold-" }

// tempName returns a new name that says whose it is.
func (s *Stage) tempName() string {
	var nonce [4]byte
	_, _ = rand.Read(nonce[:]) // it never fails
	return s.prefix() + hostTag() + "-" + strconv.Itoa(os.Getpid()) + "-" + hex.EncodeToString(nonce[:])
}

// oldName is where the old result is for the moment between two renames, on
// systems that can't swap.
func (s *Stage) oldName() string { return filepath.Join(filepath.Dir(s.target), s.prefix()+"old") }

// recover puts the old result back where a run died between two renames.
func (s *Stage) recover() error {
	old := s.oldName()
	if _, err := os.Lstat(old); err != nil {
		return nil // the usual case
	}
	if _, err := os.Lstat(s.target); err == nil {
		return os.RemoveAll(old)
	}
	return os.Rename(old, s.target)
}

// sweep removes temporary folders of dead runs from a folder. What can't be
// removed is left for the next run.
func (s *Stage) sweep(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, e := range entries {
		tag, ok := strings.CutPrefix(e.Name(), s.prefix())
		if !ok || !e.IsDir() {
			continue
		}
		parts := strings.Split(tag, "-")
		if len(parts) != 3 {
			continue
		}
		pid, err := strconv.Atoi(parts[1])
		if err != nil {
			continue
		}
		info, err := e.Info()
		old := err == nil && time.Since(info.ModTime()) > staleAfter
		if old || parts[0] == hostTag() && !alive(pid) {
			s.rescue(filepath.Join(folder, e.Name()))
		}
	}
}

// rescue removes a temporary folder, after giving back old files that a run
// was replacing one by one when it died.
func (s *Stage) rescue(temp string) {
	for _, stage := range []string{moving, moved} {
		old, err := os.ReadDir(filepath.Join(temp, stage))
		if err != nil {
			continue
		}
		if stage == moved {
			for _, name := range s.owned {
				_ = os.Remove(s.Path(name)) // one of the new ones, if there
			}
		}
		for _, e := range old {
			if os.Rename(filepath.Join(temp, stage, e.Name()), s.Path(e.Name())) != nil {
				return
			}
		}
	}
	_ = os.RemoveAll(temp) // the next run tries again
}

// alive says whether a process of this machine may still be running. Its own
// number means an earlier process: containers hand out the same few.
func alive(pid int) bool {
	if pid == os.Getpid() {
		return false
	}
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	err = p.Signal(syscall.Signal(0))
	return err == nil || !errors.Is(err, os.ErrProcessDone) && !errors.Is(err, syscall.ESRCH)
}

// hostTag returns a short word for this machine.
func hostTag() string {
	host, _ := os.Hostname() // "" where the system does not know
	h := fnv.New32a()
	_, _ = h.Write([]byte(host)) // a hash takes everything
	return strconv.FormatUint(uint64(h.Sum32()), 36)
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// OutputError says why an output can't be written.
type OutputError struct {
	Dir string
	Err error
}

// Error returns place and cause.
func (e *OutputError) Error() string { return e.Dir + ": " + e.Err.Error() }

// Place returns the output.
func (e *OutputError) Place() string { return e.Dir }

// Hint returns what to do.
func (e *OutputError) Hint() string {
	if errors.Is(e.Err, syscall.ENOSPC) {
		return "the disk is full; the old result is unchanged"
	}
	return ""
}

// Unwrap returns the cause.
func (e *OutputError) Unwrap() error { return e.Err }
