package verify

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"

	"github.com/gofrs/flock"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/onefold/onefold/internal/ledger"
	"github.com/onefold/onefold/internal/ledger/format"
)

// Kind says what is wrong.
type Kind string

// The kinds of faults.
const (
	Changed    Kind = "changed"     // an entry is not what was signed
	Removed    Kind = "removed"     // an entry is gone
	Added      Kind = "added"       // a line that was never signed stands among the entries
	Moved      Kind = "moved"       // an entry stands in another place
	Truncated  Kind = "truncated"   // entries are missing at the end
	RolledBack Kind = "rolled back" // a checkpoint kept elsewhere knows more, or otherwise
	Unfinished Kind = "unfinished"  // something stands behind the newest checkpoint
	Checks     Kind = "checkpoint"  // a checkpoint is not what was signed, or missing
	Hashes     Kind = "hashes"      // the hashes are not those of the entries
	Key        Kind = "key"         // the key is not what it should be
)

// Fault is one thing that is wrong.
type Fault struct {
	Kind Kind   `json:"kind"`
	From int64  `json:"from"` // first entry it is about; -1 when it is about none
	To   int64  `json:"to"`   // last entry
	What string `json:"what"` // in words
}

// MaxFaults bounds the list of a report.
const MaxFaults = 1000

// Report is what Verify found.
type Report struct {
	Origin      string    `json:"origin"`
	Entries     int64     `json:"entries"` // that the newest checkpoint has
	Root        tlog.Hash `json:"root"`
	Checkpoints int       `json:"checkpoints"` // that were checked, without copies
	Outside     int       `json:"outside"`     // checkpoints kept elsewhere that were checked
	Faults      []Fault   `json:"faults"`
	Left        int       `json:"left_out"` // faults beyond MaxFaults
}

// OK says that nothing is wrong.
func (r *Report) OK() bool { return len(r.Faults) == 0 }

func (r *Report) add(f Fault) {
	if len(r.Faults) == MaxFaults {
		r.Left++
		return
	}
	r.Faults = append(r.Faults, f)
}

func (r *Report) file(kind Kind, format string, args ...any) {
	r.add(Fault{Kind: kind, From: -1, To: -1, What: fmt.Sprintf(format, args...)})
}

// Outside is what was kept elsewhere.
type Outside struct {
	Checkpoints [][]byte // signed notes of an earlier time
	Key         string   // public key as in key.pub; "" trusts the one beside the ledger
}

// Verify checks the whole ledger below the directory of the state. What is
// wrong with the ledger is in the report; the error says that it could not be
// checked. It reads every entry: about two seconds for a million on one core.
func Verify(ctx context.Context, state string, o Outside) (*Report, error) {
	c := &check{files: format.FilesOf(state), report: &Report{Faults: []Fault{}}}
	if !format.Exists(c.files.Second) && !format.Exists(c.files.Entries) && !format.Exists(c.files.Checkpoints) {
		return nil, &ledger.Error{Dir: state, Err: ledger.ErrNone, Next: "it begins with the first plan; --state DIR names another state"}
	}
	if err := c.snapshot(); err != nil {
		return nil, &ledger.Error{Dir: state, Err: fmt.Errorf("read the ledger: %w", format.Pathless(err))}
	}
	defer c.close()
	if !c.key(o.Key) {
		return c.report, nil
	}
	c.checkpoints(o.Checkpoints)
	if err := c.tree(); err != nil {
		return nil, &ledger.Error{Dir: state, Err: fmt.Errorf("read the hashes: %w", format.Pathless(err))}
	}
	if err := c.lines(ctx); err != nil {
		return nil, &ledger.Error{Dir: state, Err: fmt.Errorf("read the entries: %w", format.Pathless(err))}
	}
	if err := c.judge(); err != nil {
		return nil, &ledger.Error{Dir: state, Err: fmt.Errorf("compute the tree: %w", err)}
	}
	return c.report, nil
}

// check is one call of Verify.
type check struct {
	files    format.Files
	report   *Report
	verifier note.Verifier

	entries    *os.File // nil when it is missing
	size       int64    // of the entries when the check began
	checks     []byte
	hashes     []byte
	second     []byte
	own        []format.Checkpoint // of the ledger, in order
	outside    []format.Checkpoint // the second copy and what was handed in
	names      []string            // of outside
	stored     []tlog.Hash         // the file of hashes
	trusted    []tlog.Hash         // leaves that a checkpoint vouches for
	leaves     []tlog.Hash         // of the lines as they are
	torn       bool                // the last line has no end
	claimed    []int64             // index that each line gives itself, or -1
	headOfFile format.Checkpoint
}

// snapshot reads the small files, and how long the entries are, at a moment
// when nobody writes.
func (c *check) snapshot() error {
	if format.Exists(c.files.Lock) { // a copy that an auditor was given has none, and may be read-only
		l := flock.New(c.files.Lock, flock.SetFlag(os.O_RDONLY))
		if err := l.RLock(); err == nil {
			defer l.Unlock()
		}
	}
	var err error
	read := func(path string) []byte {
		b, e := os.ReadFile(path)
		if e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
		return b
	}
	c.checks, c.hashes, c.second = read(c.files.Checkpoints), read(c.files.Hashes), read(c.files.Second)
	f, e := os.Open(c.files.Entries)
	if e == nil {
		c.entries = f
		var info fs.FileInfo
		if info, e = f.Stat(); e == nil {
			c.size = info.Size()
		}
	}
	if e != nil && !errors.Is(e, fs.ErrNotExist) {
		err = errors.Join(err, e)
	}
	return err
}

func (c *check) close() {
	if c.entries != nil {
		_ = c.entries.Close() // it was only read
	}
}

// key finds the key that verifies; without one nothing else can be said.
func (c *check) key(outside string) bool {
	var err error
	c.verifier, err = format.ReadVerifier(c.files.Public)
	if err != nil {
		c.report.file(Key, "key.pub is missing or damaged")
	}
	if outside != "" {
		v, bad := format.ParseKey(outside)
		switch {
		case bad != nil:
			c.report.file(Key, "the key that was handed in is none")
			return false
		case err == nil && (v.Name() != c.verifier.Name() || v.KeyHash() != c.verifier.KeyHash()):
			c.report.file(Key, "key.pub is not the key that was handed in")
		}
		c.verifier, err = v, nil
	}
	return err == nil
}

// checkpoints opens every checkpoint there is.
func (c *check) checkpoints(outside [][]byte) {
	notes, rest := format.Split(c.checks)
	if len(rest) > 0 {
		c.report.file(Unfinished, "%d bytes stand behind the last whole checkpoint; a crash leaves that, and the next entry sets it aside", len(rest))
	}
	last := int64(-1)
	for i, n := range notes {
		cp, err := format.OpenOwn(n, c.verifier)
		switch {
		case err != nil:
			c.report.file(Checks, "checkpoint %d of %d: %v", i+1, len(notes), err)
			continue
		case cp.Size <= last:
			c.report.file(Checks, "checkpoint %d of %d is of %d entries, after one of %d", i+1, len(notes), cp.Size, last)
			continue
		case last < 0 && cp.Size != 0:
			c.report.file(Checks, "the checkpoints do not begin with that of the empty ledger")
		}
		last = cp.Size
		c.own = append(c.own, cp)
	}
	if len(c.own) == 0 {
		c.report.file(Checks, "there is no checkpoint")
	} else {
		c.headOfFile = c.own[len(c.own)-1]
	}
	c.report.Checkpoints = len(c.own)
	c.report.Origin, c.report.Entries, c.report.Root = c.verifier.Name(), c.headOfFile.Size, c.headOfFile.Root
	if c.second == nil {
		c.report.file(Checks, "ledger.checkpoint, the second copy of the newest, is missing")
	} else if cp, err := format.OpenOwn(c.second, c.verifier); err != nil {
		c.report.file(Checks, "ledger.checkpoint: %v", err)
	} else {
		c.outside, c.names = append(c.outside, cp), append(c.names, "ledger.checkpoint")
	}
	for _, n := range outside {
		cp, err := format.OpenKept(n, c.verifier)
		if err != nil {
			c.report.file(Checks, "the checkpoint that was handed in: %v", err)
			continue
		}
		c.report.Outside++
		c.outside, c.names = append(c.outside, cp), append(c.names, "the checkpoint that was handed in")
	}
}

// all returns every checkpoint, the largest first.
func (c *check) all() []format.Checkpoint {
	all := append(slices.Clone(c.own), c.outside...)
	slices.SortStableFunc(all, func(a, b format.Checkpoint) int { return cmp.Compare(b.Size, a.Size) })
	return all
}

// tree reads the hashes, and takes those leaves for true that a checkpoint
// vouches for: the most there are.
func (c *check) tree() error {
	whole := len(c.hashes) / tlog.HashSize
	c.stored = make([]tlog.Hash, whole)
	for i := range c.stored {
		copy(c.stored[i][:], c.hashes[i*tlog.HashSize:])
	}
	var leaves []tlog.Hash
	for n := int64(0); ; n++ {
		at := tlog.StoredHashIndex(0, n)
		if at >= int64(whole) {
			break
		}
		leaves = append(leaves, c.stored[at])
	}
	tree, err := format.HashesOf(leaves)
	if err != nil {
		return err
	}
	for _, cp := range c.all() {
		if cp.Size > int64(len(leaves)) {
			continue
		}
		if root, err := tlog.TreeHash(cp.Size, tree); err == nil && root == cp.Root {
			c.trusted = leaves[:cp.Size]
			break
		}
	}
	switch want := tlog.StoredHashCount(c.headOfFile.Size) * tlog.HashSize; {
	case int64(len(c.hashes)) < want:
		c.report.file(Hashes, "the file of hashes has %d bytes, not %d", len(c.hashes), want)
	case int64(len(c.hashes)) > want:
		c.report.file(Unfinished, "the file of hashes has %d bytes too many; a crash leaves that", int64(len(c.hashes))-want)
	case int64(len(c.trusted)) < c.headOfFile.Size:
		c.report.file(Hashes, "the hashes are not those that were signed")
	default:
		for i, h := range tree.Fresh {
			if h != c.stored[i] {
				level, n := tlog.SplitStoredHashIndex(int64(i))
				c.report.file(Hashes, "hash %d of level %d is not that of its two halves", n, level)
				break
			}
		}
	}
	return nil
}

// lines reads the entries as they are.
func (c *check) lines(ctx context.Context) error {
	if c.entries == nil {
		return nil
	}
	r := format.NewLines(io.NewSectionReader(c.entries, 0, c.size))
	suspect := false // lines give themselves an index; it is asked for once something is wrong
	for {
		line, err := r.Next()
		c.torn = errors.Is(err, format.ErrTorn)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, format.ErrLong):
			c.report.file(Changed, "a line of the entries is longer than any entry")
			return nil
		case err != nil && !c.torn:
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		n := len(c.leaves)
		leaf := tlog.RecordHash(line)
		if c.torn {
			leaf = tlog.Hash{} // no line has it
		}
		suspect = suspect || n >= len(c.trusted) || leaf != c.trusted[n]
		claim := int64(-1)
		if suspect {
			if e, err := format.ParseEntry(bytes.Clone(line)); err == nil && !c.torn {
				claim = e.Index
			}
		} else {
			claim = int64(n)
		}
		c.leaves, c.claimed = append(c.leaves, leaf), append(c.claimed, claim)
		if c.torn {
			return nil
		}
	}
}
