package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/onefold/onefold/internal/ledger/format"
	"github.com/onefold/onefold/internal/seal"
)

// What an entry is, in package format.
type (
	Entry      = format.Entry
	Type       = format.Type
	Sealed     = format.Sealed
	Checkpoint = format.Checkpoint
)

// The types that Onefold writes.
const (
	Plan     = format.Plan
	Approval = format.Approval
	Apply    = format.Apply
	Undo     = format.Undo
	Decision = format.Decision
	Erasure  = format.Erasure
	Handover = format.Handover
	Recovery = format.Recovery
)

// Options say how to open a ledger.
type Options struct {
	Now      func() time.Time // the clock; nil is time.Now
	Identity string           // file with the age identity of sealed values; "" is the one beside the keys
	// OnRecovery is told what a crash had left and was set aside; may be nil.
	OnRecovery func(r Recovered)
}

// Recovered is what was found behind the last checkpoint, and set aside.
type Recovered struct {
	Bytes int64 `json:"bytes"` // of the file of entries
	Lines int64 `json:"lines"` // whole lines among them
	// CheckpointBytes is the length of a half-written checkpoint.
	CheckpointBytes int64 `json:"checkpoint_bytes"`
}

// Ledger appends entries. It is safe for concurrent use; any number of
// processes may hold the same ledger open.
type Ledger struct {
	files format.Files
	o     Options
	lock  *flock.Flock

	mu       sync.Mutex
	signer   note.Signer
	verifier note.Verifier
	entries  *os.File
	hashes   *os.File
	checks   *os.File
	head     Checkpoint
	checked  int64 // bytes of the file of checkpoints that led to head
	vault    *seal.Vault
}

// Open opens the ledger below the directory of the state, made where there is
// none. It costs the same for a short and a long ledger: what is behind the
// newest checkpoint is looked at when entries are appended, everything by Verify.
func Open(ctx context.Context, state string, o Options) (*Ledger, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	l := &Ledger{files: format.FilesOf(state), o: o}
	for _, dir := range []string{filepath.Dir(l.files.Entries), l.files.Keys} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, &Error{Dir: state, Err: fmt.Errorf("make the ledger's directory: %w", format.Pathless(err))}
		}
	}
	l.lock = flock.New(l.files.Lock, flock.SetPermissions(0o600))
	err := l.locked(ctx, func() error { return l.open(ctx) })
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

func (l *Ledger) open(ctx context.Context) (err error) {
	l.verifier, err = format.ReadVerifier(l.files.Public)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !format.Exists(l.files.Entries) && !format.Exists(l.files.Second):
		if l.signer, err = format.MakeKeys(l.files); err != nil {
			return l.fault(err)
		}
		if l.verifier, err = format.ReadVerifier(l.files.Public); err != nil {
			return l.fault(err)
		}
	case err != nil:
		return l.tampered("key.pub is missing or damaged")
	default:
		if l.signer, err = format.ReadSigner(l.files.Private); err != nil {
			return l.fault(err)
		}
		if l.signer.Name() != l.verifier.Name() || l.signer.KeyHash() != l.verifier.KeyHash() {
			return l.tampered("key.pub is not the key that this ledger is signed with")
		}
	}
	for _, f := range []struct {
		to   **os.File
		path string
	}{{&l.entries, l.files.Entries}, {&l.hashes, l.files.Hashes}, {&l.checks, l.files.Checkpoints}} {
		if *f.to, err = os.OpenFile(f.path, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
			return l.fault(fmt.Errorf("open %s: %w", filepath.Base(f.path), format.Pathless(err)))
		}
	}
	if !format.Exists(l.files.Second) {
		if err := l.begin(); err != nil {
			return err
		}
	}
	return l.refresh(ctx)
}

// begin writes the checkpoint of an empty ledger: of a new one, or of one that
// a crash kept from its second copy.
func (l *Ledger) begin() error {
	b, err := format.ReadFrom(l.checks, 0)
	if err != nil {
		return l.fault(err)
	}
	info, err := l.entries.Stat()
	if err != nil {
		return l.fault(err)
	}
	if notes, _ := format.Split(b); len(notes) > 1 || info.Size() > 0 {
		return l.tampered("ledger.checkpoint is missing")
	}
	empty, err := tlog.TreeHash(0, nil)
	if err != nil {
		return l.fault(err)
	}
	err = l.checks.Truncate(0)
	if err == nil {
		err = l.conclude(Checkpoint{Origin: l.signer.Name(), Root: empty}, 0)
	}
	if err == nil {
		err = format.WriteWhole(l.files.Second, l.head.Note, 0o600)
	}
	if err != nil {
		return l.fault(fmt.Errorf("begin the ledger: %w", format.Pathless(err)))
	}
	return nil
}

// Close makes what is left durable and closes the ledger.
func (l *Ledger) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var errs []error
	for _, f := range []*os.File{l.entries, l.hashes, l.checks} {
		if f != nil {
			errs = append(errs, f.Close())
		}
	}
	l.entries, l.hashes, l.checks = nil, nil, nil
	if l.vault != nil {
		errs = append(errs, l.vault.Close())
		l.vault = nil
	}
	return errors.Join(errs...)
}

// Append writes entries, all of them or none, and returns the index of the
// first; the others follow it. They are durable when it returns. Every call
// costs a handful of fsyncs, whatever the number of entries: write batches.
func (l *Ledger) Append(ctx context.Context, entries ...Entry) (first int64, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.entries == nil {
		return 0, l.fault(errors.New("the ledger is closed"))
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if l.vault != nil {
		// A sealed value must not outlive its key in a crash.
		if err := l.vault.Sync(); err != nil {
			return 0, l.fault(err)
		}
	}
	err = l.locked(ctx, func() error {
		if err := l.refresh(ctx); err != nil {
			return err
		}
		first = l.head.Size
		return l.write(entries)
	})
	return first, err
}

// Head returns the newest checkpoint that this ledger has read or written.
func (l *Ledger) Head() Checkpoint {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.head
}

// write appends entries behind the head. The caller holds the lock.
func (l *Ledger) write(entries []Entry) error {
	if len(entries) == 0 {
		return nil
	}
	var lines bytes.Buffer
	tree := format.StoredHashes{File: l.hashes, Base: tlog.StoredHashCount(l.head.Size)}
	next := Checkpoint{Origin: l.head.Origin, Size: l.head.Size}
	for i := range entries {
		e := entries[i]
		e.Index = next.Size
		if e.Time.IsZero() {
			e.Time = l.o.Now()
		}
		line, err := e.Line()
		if err != nil {
			return l.fault(err)
		}
		if err := tree.Add(next.Size, tlog.RecordHash(line)); err != nil {
			return l.fault(fmt.Errorf("extend the tree: %w", err))
		}
		lines.Write(line)
		lines.WriteByte('\n')
		next.Size++
	}
	var err error
	if next.Root, err = tlog.TreeHash(next.Size, &tree); err != nil {
		return l.fault(fmt.Errorf("extend the tree: %w", err))
	}
	next.Bytes = l.head.Bytes + int64(lines.Len())
	// The order matters: what a checkpoint promises must be durable before it.
	_, err = l.entries.WriteAt(lines.Bytes(), l.head.Bytes)
	if err == nil {
		err = l.entries.Sync()
	}
	if err == nil {
		_, err = l.hashes.WriteAt(tree.Bytes(), tree.Base*tlog.HashSize)
	}
	if err == nil {
		err = l.hashes.Sync()
	}
	if err == nil {
		err = l.conclude(next, l.checked)
	}
	if err != nil {
		// On a full disk, leave no half entry; if even that fails, the next
		// refresh sets it aside. The head is what it was.
		_ = l.entries.Truncate(l.head.Bytes)
		_ = l.hashes.Truncate(tree.Base * tlog.HashSize)
		_ = l.checks.Truncate(l.checked)
		return l.fault(fmt.Errorf("write the ledger: %w", format.Pathless(err)))
	}
	// The entries count. A second copy that lags is no fault, and the next
	// refresh brings it up again.
	_ = format.WriteWhole(l.files.Second, l.head.Note, 0o600)
	return nil
}

// conclude signs a checkpoint and writes it at an offset of the file of
// checkpoints.
func (l *Ledger) conclude(c Checkpoint, at int64) error {
	if err := c.Sign(l.signer); err != nil {
		return err
	}
	if _, err := l.checks.WriteAt(append(c.Note, '\n'), at); err != nil {
		return err
	}
	if err := l.checks.Sync(); err != nil {
		return err
	}
	l.head, l.checked = c, at+int64(len(c.Note))+1
	return nil
}

// locked runs do while no other process writes the ledger. Others hold it for
// the time of an Append.
func (l *Ledger) locked(ctx context.Context, do func() error) error {
	got, err := l.lock.TryLock()
	if err == nil && !got {
		_, err = l.lock.TryLockContext(ctx, time.Millisecond)
	}
	if err != nil {
		return l.fault(fmt.Errorf("lock the ledger: %w", format.Pathless(err)))
	}
	return errors.Join(do(), l.lock.Unlock())
}

func (l *Ledger) fault(err error) error { return &Error{Dir: l.files.State, Err: err} }

func (l *Ledger) tampered(what string) error {
	return &Error{
		Dir: l.files.State, Err: fmt.Errorf("%w: %s", ErrTampered, what),
		Next: "onefold audit verify says what happened; nothing is written until the directory ledger is restored or moved away",
	}
}

// ErrTampered says that a ledger is not what was signed, so that nothing is
// appended to it.
var ErrTampered = errors.New("the ledger is not what was signed")

// ErrNone says that there is no ledger.
var ErrNone = errors.New("there is no ledger yet")

// Error says what is wrong with a ledger, and where.
type Error struct {
	Dir  string // directory of the state
	Err  error
	Next string // what to do; may be ""
}

// Error returns place and cause.
func (e *Error) Error() string { return e.Dir + ": " + e.Err.Error() }

// Place returns the directory of the state.
func (e *Error) Place() string { return e.Dir }

// Hint returns what to do.
func (e *Error) Hint() string { return e.Next }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
