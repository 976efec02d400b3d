package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/onefold/onefold/internal/ledger/format"
)

// refresh takes over what other processes, or a crash, left since the last
// look. The caller holds the lock.
func (l *Ledger) refresh(ctx context.Context) error {
	entries, err := l.entries.Stat()
	if err != nil {
		return l.fault(err)
	}
	checks, err := l.checks.Stat()
	if err != nil {
		return l.fault(err)
	}
	second, err := os.ReadFile(l.files.Second)
	if err != nil {
		return l.tampered("ledger.checkpoint is missing")
	}
	known := l.head.Note != nil
	if known && checks.Size() == l.checked && entries.Size() == l.head.Bytes && bytes.Equal(second, l.head.Note) {
		return nil
	}
	head, end, err := format.Newest(l.checks, l.verifier)
	if err != nil {
		return l.tampered("the newest of its checkpoints is damaged")
	}
	if known && (head.Size < l.head.Size || head.Size == l.head.Size && head.Root != l.head.Root) {
		return l.tampered("it is older than it was when this run began")
	}
	copied, err := format.OpenOwn(second, l.verifier)
	switch {
	case err != nil:
		return l.tampered("ledger.checkpoint is damaged")
	case copied.Size > head.Size:
		return l.tampered(fmt.Sprintf("it has %d entries, ledger.checkpoint knows of %d", head.Size, copied.Size))
	case entries.Size() < head.Bytes:
		return l.tampered("entries are missing at its end")
	}
	if err := l.checkTree(ctx, head, copied); err != nil {
		return err
	}
	l.head, l.checked = head, end
	hashes, err := l.hashes.Stat()
	if err == nil && hashes.Size() > tlog.StoredHashCount(head.Size)*tlog.HashSize {
		err = l.hashes.Truncate(tlog.StoredHashCount(head.Size) * tlog.HashSize) // of entries that do not count
	}
	if err != nil {
		return l.fault(fmt.Errorf("read the hashes: %w", format.Pathless(err)))
	}
	if copied.Size < head.Size {
		if err := format.WriteWhole(l.files.Second, head.Note, 0o600); err != nil {
			return l.fault(err)
		}
	}
	if entries.Size() > head.Bytes || checks.Size() > end {
		return l.recover(checks.Size() - end)
	}
	return nil
}

// checkTree checks that the hashes are those of the checkpoints; where a crash
// has damaged them, they are computed again.
func (l *Ledger) checkTree(ctx context.Context, checkpoints ...Checkpoint) error {
	fits := func() bool {
		for _, c := range checkpoints {
			tree := format.StoredHashes{File: l.hashes, Base: tlog.StoredHashCount(c.Size)}
			if root, err := tlog.TreeHash(c.Size, &tree); err != nil || root != c.Root {
				return false
			}
		}
		return true
	}
	if fits() {
		return nil
	}
	var leaves []tlog.Hash
	r := format.NewLines(io.NewSectionReader(l.entries, 0, checkpoints[0].Bytes))
	for {
		line, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return l.fault(fmt.Errorf("read the entries: %w", err))
		}
		leaves = append(leaves, tlog.RecordHash(line))
	}
	tree, err := format.HashesOf(leaves)
	if err != nil {
		return l.fault(err)
	}
	if root, err := tlog.TreeHash(int64(len(leaves)), tree); err != nil || root != checkpoints[0].Root || int64(len(leaves)) != checkpoints[0].Size {
		return l.tampered("its entries are not those of its newest checkpoint")
	}
	if _, err := l.hashes.WriteAt(tree.Bytes(), 0); err != nil {
		return l.fault(fmt.Errorf("write the hashes: %w", format.Pathless(err)))
	}
	if !fits() {
		return l.tampered("its entries are not those of ledger.checkpoint")
	}
	return nil
}

// recover sets aside what is behind the head, and notes it.
func (l *Ledger) recover(checkpointBytes int64) error {
	tail, err := format.ReadFrom(l.entries, l.head.Bytes)
	if err != nil {
		return l.fault(fmt.Errorf("read the entries: %w", format.Pathless(err)))
	}
	r := Recovered{Bytes: int64(len(tail)), Lines: int64(bytes.Count(tail, []byte("\n"))), CheckpointBytes: checkpointBytes}
	f, err := os.OpenFile(l.files.Aside, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return l.fault(fmt.Errorf("set aside what a crash left: %w", format.Pathless(err)))
	}
	_, err = fmt.Fprintf(f, "%d bytes behind entry %d:\n%s\n", len(tail), l.head.Size, tail)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = l.entries.Truncate(l.head.Bytes)
	}
	if err == nil {
		err = l.checks.Truncate(l.checked)
	}
	if err != nil {
		return l.fault(fmt.Errorf("set aside what a crash left: %w", format.Pathless(err)))
	}
	if err := l.write([]Entry{{Type: Recovery, Payload: r}}); err != nil {
		return err
	}
	if l.o.OnRecovery != nil {
		l.o.OnRecovery(r)
	}
	return nil
}
