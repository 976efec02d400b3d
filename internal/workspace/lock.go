package workspace

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// pollEvery is how often a waiting run looks again.
const pollEvery = 100 * time.Millisecond

// Holder is the run that holds a workspace.
type Holder struct {
	PID     int       `json:"pid"`
	Host    string    `json:"host"`
	Since   time.Time `json:"since"`
	Command string    `json:"command"`
}

// String says who it is in words.
func (h Holder) String() string {
	if h.PID == 0 {
		return "another run"
	}
	return fmt.Sprintf("%s, process %d on %s since %s", h.Command, h.PID, h.Host, h.Since.Format(time.DateTime))
}

// HeldError says that another run holds the workspace.
type HeldError struct {
	Dir    string
	Holder Holder
}

// Error returns place and cause.
func (e *HeldError) Error() string { return e.Dir + ": held by " + e.Holder.String() }

// Place returns the directory.
func (e *HeldError) Place() string { return e.Dir }

// Hint returns what to do.
func (e *HeldError) Hint() string {
	return "wait for it with --wait 10m, or use another state with --state DIR"
}

// lock is an advisory lock on the file lock. Who holds it stands in a file of
// its own: some systems let nobody read a locked file. That file may outlive a
// killed run, the lock doesn't.
type lock struct {
	flock  *flock.Flock
	holder string
}

func acquire(ctx context.Context, dir string, o Options) (*lock, error) {
	l := &lock{flock: flock.New(filepath.Join(dir, "lock")), holder: filepath.Join(dir, "holder.json")}
	got, err := l.flock.TryLock()
	if err == nil && !got && o.Wait > 0 {
		if o.OnWait != nil {
			o.OnWait(l.who())
		}
		patient, cancel := context.WithTimeout(ctx, o.Wait)
		got, err = l.flock.TryLockContext(patient, pollEvery)
		cancel()
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			err = nil
		}
	}
	switch {
	case err != nil:
		return nil, &StateError{Dir: dir, Err: fmt.Errorf("lock the state: %w", pathless(err))}
	case !got:
		return nil, &HeldError{Dir: dir, Holder: l.who()}
	}
	host, _ := os.Hostname() // "" where the system does not know
	me, err := json.Marshal(Holder{PID: os.Getpid(), Host: host, Since: o.Now().Round(time.Second), Command: o.Command})
	if err == nil {
		err = os.WriteFile(l.holder, me, 0o600)
	}
	if err != nil {
		return nil, errors.Join(&StateError{Dir: dir, Err: fmt.Errorf("write the holder: %w", pathless(err))}, l.flock.Unlock())
	}
	return l, nil
}

// who returns the holder, as far as it is known.
func (l *lock) who() Holder {
	var h Holder
	if b, err := os.ReadFile(l.holder); err == nil {
		_ = json.Unmarshal(b, &h) // a half-written file is no holder
	}
	return h
}

func (l *lock) release() error {
	err := os.Remove(l.holder)
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, l.flock.Unlock())
}
