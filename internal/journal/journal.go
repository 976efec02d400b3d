package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/gofrs/flock"
	"github.com/klauspost/compress/zstd"

	"github.com/onefold/onefold/internal/seal"
)

// The faults that callers tell apart.
var (
	// ErrDamaged says that what was durable is not what was written.
	ErrDamaged = errors.New("the journal is damaged")
	// ErrHeld says that another process appends to the journal.
	ErrHeld = errors.New("another process writes this journal")
)

// The kinds of records in a block.
const (
	kindPlain  = 0
	kindSealed = 1
)

// Options say how to open a journal.
type Options struct {
	Compress bool        // pack blocks with zstd; replaying does not need to know
	Vault    *seal.Vault // for sealed records; may be nil. The journal syncs it, and does not close it
}

// Recovered is the torn tail that Open cut off.
type Recovered struct {
	At    int64 // offset of its begin, the size of the file now
	Bytes int64 // its length
}

// Journal appends records to a file. It is safe for concurrent use.
type Journal struct {
	vault *seal.Vault
	lock  *flock.Flock
	found Recovered

	mu      sync.Mutex
	f       *os.File
	z       *zstd.Encoder // nil: blocks are not packed
	end     int64         // of what was written
	durable int64         // of what Sync returned for
	batch   []byte        // records not written yet
	open    bool          // blocks of the batch were written
	wrote   bool          // batches, since it was opened
	failed  error         // after a failed write nothing more is promised
}

// Open opens a journal for appending, made where it is missing, and locks it.
// A torn tail is cut off; Recovered tells of it. It reads the whole file.
func Open(path string, o Options) (*Journal, error) {
	name := filepath.Base(path)
	j := &Journal{vault: o.Vault, lock: flock.New(path+".lock", flock.SetPermissions(0o600))}
	got, err := j.lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", name, err)
	}
	if !got {
		return nil, fmt.Errorf("%s: %w", name, ErrHeld)
	}
	fail := func(err error) (*Journal, error) {
		err = fmt.Errorf("open %s: %w", name, err)
		if j.f != nil {
			err = errors.Join(err, j.f.Close())
		}
		return nil, errors.Join(err, j.lock.Unlock())
	}
	if j.f, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return fail(err)
	}
	if o.Compress {
		if j.z, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest)); err != nil {
			return fail(err)
		}
	}
	info, err := j.f.Stat()
	if err != nil {
		return fail(err)
	}
	j.end, err = scan(j.f, info.Size(), nil)
	if err != nil {
		return fail(err)
	}
	if tail := info.Size() - j.end; tail > 0 {
		j.found = Recovered{At: j.end, Bytes: tail}
		if err := j.f.Truncate(j.end); err != nil {
			return fail(err)
		}
	}
	if j.end == 0 {
		if _, err := j.f.WriteAt([]byte(fileHead), 0); err != nil {
			return fail(err)
		}
		j.end = int64(len(fileHead))
	}
	if err := j.f.Sync(); err != nil {
		return fail(err)
	}
	if err := syncDir(filepath.Dir(path)); err != nil {
		return fail(err)
	}
	j.durable = j.end
	return j, nil
}

// Recovered returns the torn tail that Open cut off; Bytes is 0 without one.
func (j *Journal) Recovered() Recovered { return j.found }

// Append adds a record to the batch. It is durable when Sync has returned.
func (j *Journal) Append(content []byte) error { return j.add(kindPlain, nil, content) }

// AppendSealed is Append for what nobody may read who can't open values of the
// subject, and nobody at all once the subject is forgotten.
func (j *Journal) AppendSealed(s seal.Subject, content []byte) error {
	if j.vault == nil {
		return errors.New("the journal has no vault to seal with")
	}
	sealed, err := j.vault.Seal(s, content)
	if err != nil {
		return fmt.Errorf("seal a record: %w", err)
	}
	return j.add(kindSealed, s[:], sealed)
}

func (j *Journal) add(kind byte, subject, content []byte) error {
	if len(content) > MaxRecord {
		return fmt.Errorf("a record of %d bytes, the limit is %d", len(content), MaxRecord)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.usable(); err != nil {
		return err
	}
	j.batch = binary.AppendUvarint(j.batch, uint64(len(subject)+len(content)))
	j.batch = append(j.batch, kind)
	j.batch = append(j.batch, subject...)
	j.batch = append(j.batch, content...)
	if len(j.batch) >= blockSize {
		j.open = true
		return j.write(0)
	}
	return nil
}

// Sync makes every record appended so far durable: from then on Replay finds
// it, whatever happens. After an error nothing of the batch counts and the
// journal takes no more; open it again to go on.
func (j *Journal) Sync() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.usable(); err != nil {
		return err
	}
	if len(j.batch) == 0 && !j.open {
		return nil
	}
	if j.vault != nil {
		if err := j.vault.Sync(); err != nil {
			j.failed = err
			return err
		}
	}
	if err := j.write(flagLast); err != nil {
		return err
	}
	if err := j.f.Sync(); err != nil {
		j.failed = fmt.Errorf("write the journal: %w", err)
		return j.failed
	}
	j.durable, j.open, j.wrote = j.end, false, true
	return nil
}

func (j *Journal) usable() error {
	if j.f == nil {
		return errors.New("the journal is closed")
	}
	return j.failed
}

// write writes the batch as a block.
func (j *Journal) write(flags uint32) error {
	b := block{flags: flags, offset: j.end, durable: j.durable, body: j.batch}
	raw := b.encode(j.z)
	if _, err := j.f.WriteAt(raw, j.end); err != nil {
		j.failed = fmt.Errorf("write the journal: %w", err)
		return j.failed
	}
	j.end += int64(len(raw))
	j.batch = j.batch[:0]
	return nil
}

// Close drops what was not synced and lets the next writer have the journal. It
// ends the file with an empty block, so that later damage to the last batch is
// told from what a crash leaves.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.f == nil {
		return nil
	}
	var err error
	if j.end > j.durable {
		err = j.f.Truncate(j.durable)
	}
	if err == nil && j.failed == nil && j.wrote {
		j.end, j.batch = j.durable, nil
		if err = j.write(flagLast); err == nil {
			err = j.f.Sync()
		}
	}
	err = errors.Join(err, j.f.Close(), j.lock.Unlock())
	j.f = nil
	return err
}

// Record is one record that was replayed.
type Record struct {
	Content   []byte       // valid until the next record; nil when it can't be opened
	Sealed    bool         // it was sealed for Subject
	Subject   seal.Subject // of a sealed record
	Forgotten bool         // the subject was forgotten since
}

// Replay calls yield with every durable record of a file, in order, and ends
// with the error that yield returns. A missing file has none. v opens sealed
// records; without it they come without content.
func Replay(path string, v *seal.Vault, yield func(Record) error) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	_, err = scan(f, info.Size(), func(body []byte) error { return records(body, v, yield) })
	return err
}

// scan reads the batches of a file and returns where the last whole one ends. It
// calls yield with the body of each block of a whole batch; yield may be nil.
func scan(r io.ReaderAt, size int64, yield func(body []byte) error) (end int64, err error) {
	head := make([]byte, min(int64(len(fileHead)), size))
	if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return 0, fmt.Errorf("read the journal: %w", err)
	}
	if string(head) != fileHead {
		same := 0 // bytes of the heading that a crash let be written
		for same < len(head) && head[same] == fileHead[same] {
			same++
		}
		if allZero(head[same:]) {
			if yes, err := behind(r, int64(len(head)), size); yes || err != nil {
				return 0, errors.Join(err, ErrDamaged)
			}
			return 0, nil // cut off while it was made
		}
		return 0, fmt.Errorf("%w: it does not begin as one", ErrDamaged)
	}
	z, err := newDecoder()
	if err != nil {
		return 0, err
	}
	defer z.Close()
	end = int64(len(fileHead))
	var begun []int64 // offsets of the blocks of the batch so far
	for at := end; ; {
		b, err := readBlock(r, at, size, z)
		switch {
		case errors.Is(err, io.EOF):
			return end, nil
		case errors.Is(err, errBlock):
			damaged, err := promised(r, at, size, z)
			if err == nil && damaged {
				err = fmt.Errorf("%w at offset %d", ErrDamaged, at)
			}
			return end, err
		case err != nil:
			return end, err
		}
		at += b.length
		if b.flags&flagLast == 0 {
			begun = append(begun, b.offset)
			continue
		}
		end = at
		if yield == nil {
			begun = begun[:0]
			continue
		}
		for _, offset := range begun { // read again: a batch may be larger than memory
			earlier, err := readBlock(r, offset, size, z)
			if err != nil {
				return end, err
			}
			if err := yield(earlier.body); err != nil {
				return end, err
			}
		}
		begun = begun[:0]
		if err := yield(b.body); err != nil {
			return end, err
		}
	}
}

// behind says whether anything but zeros stands behind an offset.
func behind(r io.ReaderAt, offset, size int64) (bool, error) {
	buf := make([]byte, 1<<16)
	for at := offset; at < size; at += int64(len(buf)) {
		n, err := r.ReadAt(buf[:min(int64(len(buf)), size-at)], at)
		if err != nil && !errors.Is(err, io.EOF) {
			return false, fmt.Errorf("read the journal: %w", err)
		}
		if !allZero(buf[:n]) {
			return true, nil
		}
	}
	return false, nil
}

func allZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// records calls yield with the records of a body.
func records(body []byte, v *seal.Vault, yield func(Record) error) error {
	for len(body) > 0 {
		length, n := binary.Uvarint(body)
		if n <= 0 || length >= uint64(len(body)-n) {
			return fmt.Errorf("%w: a record is longer than its block", ErrDamaged)
		}
		kind, content := body[n], body[n+1:][:length]
		body = body[n+1+int(length):]
		r := Record{Content: content}
		switch kind {
		case kindPlain:
		case kindSealed:
			if len(content) < len(r.Subject) {
				return fmt.Errorf("%w: a sealed record without a subject", ErrDamaged)
			}
			r.Sealed, r.Subject = true, seal.Subject(content)
			if err := r.open(v, content[len(r.Subject):]); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%w: a record of kind %d", ErrDamaged, kind)
		}
		if err := yield(r); err != nil {
			return err
		}
	}
	return nil
}

func (r *Record) open(v *seal.Vault, sealed []byte) error {
	r.Content = nil
	if v == nil {
		return nil
	}
	content, err := v.Open(r.Subject, sealed)
	switch {
	case errors.Is(err, seal.ErrForgotten):
		r.Forgotten = true
	case err != nil:
		return fmt.Errorf("open a record: %w", err)
	default:
		r.Content = content
	}
	return nil
}

// syncDir makes the name of a new file durable, where the system can.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, os.ErrInvalid) && !errors.Is(err, os.ErrPermission) {
		return err
	}
	return nil
}
