package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/onefold/onefold/internal/ledger/format"
	"github.com/onefold/onefold/internal/seal"
)

// Log reads a ledger: the entries up to its newest checkpoint at the time it
// was opened. It needs no lock and writes nothing. It does not check what it
// reads; Verify does.
type Log struct {
	files    format.Files
	head     Checkpoint
	verifier note.Verifier
	entries  *os.File
	hashes   *os.File
}

// Read opens the ledger below the directory of the state. Where there is none
// the error is ErrNone.
func Read(state string) (*Log, error) {
	l := &Log{files: format.FilesOf(state)}
	if err := l.open(); err != nil {
		_ = l.Close() // the first error is the one to tell
		return nil, err
	}
	return l, nil
}

func (l *Log) open() error {
	fail := func(err error) error {
		return &Error{Dir: l.files.State, Err: err, Next: "onefold audit verify says what is wrong"}
	}
	var err error
	if !format.Exists(l.files.Second) && !format.Exists(l.files.Entries) {
		return &Error{Dir: l.files.State, Err: ErrNone, Next: "it begins with the first plan; --state DIR names another state"}
	}
	if l.verifier, err = format.ReadVerifier(l.files.Public); err != nil {
		return fail(fmt.Errorf("read the public key: %w", format.Pathless(err)))
	}
	if l.entries, err = os.Open(l.files.Entries); err != nil {
		return fail(fmt.Errorf("read the entries: %w", format.Pathless(err)))
	}
	// Without the hashes nothing can be proven, but everything read.
	if l.hashes, err = os.Open(l.files.Hashes); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fail(fmt.Errorf("read the hashes: %w", format.Pathless(err)))
	}
	checks, err := os.Open(l.files.Checkpoints)
	if err != nil {
		return fail(fmt.Errorf("read the checkpoints: %w", format.Pathless(err)))
	}
	defer checks.Close()
	if l.head, _, err = format.Newest(checks, l.verifier); err != nil {
		return fail(fmt.Errorf("read the checkpoints: %w", err))
	}
	return nil
}

// Close closes the files.
func (l *Log) Close() error {
	var errs []error
	for _, f := range []*os.File{l.entries, l.hashes} {
		if f != nil {
			errs = append(errs, f.Close())
		}
	}
	return errors.Join(errs...)
}

// Head returns the newest checkpoint.
func (l *Log) Head() Checkpoint { return l.head }

// Key returns the public key as text.
func (l *Log) Key() (string, error) {
	b, err := os.ReadFile(l.files.Public)
	if err != nil {
		return "", &Error{Dir: l.files.State, Err: format.Pathless(err)}
	}
	return string(b[:max(0, len(b)-1)]), nil
}

// Filter says which entries are wanted; the zero value wants all.
type Filter struct {
	Run   string
	Type  Type
	Since time.Time // the first moment wanted
	Until time.Time // the first moment not wanted any more
}

// Wants says whether an entry passes.
func (f *Filter) Wants(e *Entry) bool {
	return (f.Run == "" || e.Run == f.Run) &&
		(f.Type == "" || e.Type == f.Type) &&
		(f.Since.IsZero() || !e.Time.Before(f.Since)) &&
		(f.Until.IsZero() || e.Time.Before(f.Until))
}

// Entries calls yield with each entry that the filter wants, in order, and its
// line as it is in the file. The line is valid until yield returns.
func (l *Log) Entries(ctx context.Context, f Filter, yield func(e Entry, line []byte) error) error {
	return l.lines(ctx, func(n int64, line []byte) error {
		e, err := l.entry(n, line)
		if err != nil || !f.Wants(&e) {
			return err
		}
		return yield(e, line)
	})
}

// Entry returns the entry with an index, from 0 to below the head's size.
func (l *Log) Entry(ctx context.Context, index int64) (Entry, error) {
	var found Entry
	stop := errors.New("found")
	err := l.lines(ctx, func(n int64, line []byte) (err error) {
		if n != index {
			return nil
		}
		if found, err = l.entry(n, line); err == nil {
			err = stop
		}
		return err
	})
	switch {
	case errors.Is(err, stop):
		return found, nil
	case err == nil:
		err = l.unreadable(index, errors.New("the ledger ends before it"))
	}
	return Entry{}, err
}

// lines calls yield with each signed line and its number.
func (l *Log) lines(ctx context.Context, yield func(n int64, line []byte) error) error {
	r := format.NewLines(io.NewSectionReader(l.entries, 0, l.head.Bytes))
	for n := int64(0); ; n++ {
		line, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return l.unreadable(n, err)
		}
		if err := yield(n, line); err != nil {
			return err
		}
	}
}

func (l *Log) entry(n int64, line []byte) (Entry, error) {
	e, err := format.ReadEntry(line)
	if err == nil && e.Index != n {
		err = fmt.Errorf("it says that it is entry %d", e.Index)
	}
	if err != nil {
		return e, l.unreadable(n, err)
	}
	return e, nil
}

func (l *Log) unreadable(n int64, err error) error {
	return &Error{Dir: l.files.State, Err: fmt.Errorf("read entry %d: %w", n, err), Next: "onefold audit verify says what is wrong"}
}

// Prove returns the proof that the tree of the newest checkpoint has entry n:
// what tlog.CheckRecord takes.
func (l *Log) Prove(n int64) (tlog.RecordProof, error) {
	if l.hashes == nil {
		return nil, l.unproven()
	}
	return l.prove(n, l.hashes)
}

func (l *Log) unproven() error {
	return &Error{Dir: l.files.State, Err: errors.New("the file of hashes is missing"), Next: "the next entry computes it again"}
}

func (l *Log) prove(n int64, hashes io.ReaderAt) (tlog.RecordProof, error) {
	tree := format.StoredHashes{File: hashes, Base: tlog.StoredHashCount(l.head.Size)}
	p, err := tlog.ProveRecord(l.head.Size, n, &tree)
	if err != nil {
		return nil, &Error{Dir: l.files.State, Err: fmt.Errorf("prove entry %d: %w", n, err), Next: "onefold audit verify says what is wrong"}
	}
	return p, nil
}

// Opener opens the sealed values of payloads.
type Opener struct{ vault *seal.Vault }

// Opener returns what opens sealed values. identity is a file with the age
// identity; "" is the one beside the keys.
func (l *Log) Opener(identity string) (*Opener, error) {
	v, err := openVault(l.files, identity)
	if err != nil {
		return nil, err
	}
	return &Opener{v}, nil
}

// Close closes the vault.
func (o *Opener) Close() error { return o.vault.Close() }

// Payload returns a payload with each sealed value replaced by the value, or by
// {"forgotten":true}, {"unreadable":true}.
func (o *Opener) Payload(raw json.RawMessage) (json.RawMessage, error) {
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		return nil, fmt.Errorf("read a payload: %w", err)
	}
	return format.Canonical(o.open(raw, tree))
}

func (o *Opener) open(raw json.RawMessage, tree any) any {
	switch tree := tree.(type) {
	case []any:
		var parts []json.RawMessage
		if json.Unmarshal(raw, &parts) != nil {
			return raw
		}
		for i := range tree {
			tree[i] = o.open(parts[i], tree[i])
		}
		return tree
	case map[string]any:
		var s Sealed
		if len(tree) == 2 && tree["sealed"] != nil && tree["subject"] != nil && json.Unmarshal(raw, &s) == nil {
			return o.value(s)
		}
		var parts map[string]json.RawMessage
		if json.Unmarshal(raw, &parts) != nil {
			return raw
		}
		for k := range tree {
			tree[k] = o.open(parts[k], tree[k])
		}
		return tree
	default:
		return raw // numbers as they were written
	}
}

func (o *Opener) value(s Sealed) any {
	subject, err := seal.ParseSubject(s.Subject)
	if err == nil {
		var plain []byte
		if plain, err = o.vault.Open(subject, s.Sealed); err == nil && json.Valid(plain) {
			return json.RawMessage(plain)
		}
	}
	if errors.Is(err, seal.ErrForgotten) {
		return map[string]bool{"forgotten": true}
	}
	return map[string]bool{"unreadable": true}
}

// Dir returns the directory of the ledger's files.
func (l *Log) Dir() string { return filepath.Dir(l.files.Entries) }
