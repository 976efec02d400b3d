package ledger

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/onefold/onefold/internal/ledger/format"
)

// exportHead is the first line of an export.
type exportHead struct {
	Checkpoint string `json:"checkpoint"` // the signed note
	Key        string `json:"key"`        // the public key, to be compared with one that is known
}

// exported is a further line of an export.
type exported struct {
	Entry string           `json:"entry"` // the line, byte for byte
	Index int64            `json:"index"`
	Proof tlog.RecordProof `json:"proof"` // hashes in base64, for tlog.CheckRecord
}

// Export writes the entries that the filter wants as JSON Lines, each with the
// proof that the newest checkpoint has it, which is the first line. It returns
// how many entries it wrote.
func (l *Log) Export(ctx context.Context, w io.Writer, f Filter) (n int, err error) {
	key, err := l.Key()
	if err != nil {
		return 0, err
	}
	if l.hashes == nil {
		return 0, l.unproven()
	}
	// A proof is some twenty hashes from all over the file.
	hashes, err := format.ReadFrom(l.hashes, 0)
	if err != nil {
		return 0, &Error{Dir: l.files.State, Err: fmt.Errorf("read the hashes: %w", format.Pathless(err))}
	}
	tree := bytes.NewReader(hashes)
	buf := bufio.NewWriter(w)
	e := json.NewEncoder(buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(exportHead{Checkpoint: string(l.head.Note), Key: key}); err != nil {
		return 0, err
	}
	err = l.Entries(ctx, f, func(entry Entry, line []byte) error {
		proof, err := l.prove(entry.Index, tree)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, l.head.Size, l.head.Root, entry.Index, tlog.RecordHash(line)); err != nil {
			return &Error{
				Dir: l.files.State, Err: fmt.Errorf("prove entry %d: %w", entry.Index, ErrTampered),
				Next: "onefold audit verify says what is wrong",
			}
		}
		n++
		return e.Encode(exported{Entry: string(line), Index: entry.Index, Proof: proof})
	})
	if err != nil {
		return n, err
	}
	return n, buf.Flush()
}

// ExportFault says which line of an export is wrong.
type ExportFault struct {
	Line int // from 1
	Err  error
}

// Error returns line and cause.
func (e *ExportFault) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns the cause.
func (e *ExportFault) Unwrap() error { return e.Err }

// VerifyExport checks what Export wrote: each entry is proven against the
// checkpoint of the first line. key is the public key that is trusted; "" takes
// the one that the export has, which proves only that the export agrees with
// itself. It returns the checkpoint and how many entries there are. A fault is
// an *ExportFault.
func VerifyExport(r io.Reader, key string) (head Checkpoint, n int, err error) {
	s := bufio.NewScanner(r)
	s.Buffer(nil, 4*format.MaxEntry) // an entry is escaped in its line
	line := 0
	fault := func(err error) (Checkpoint, int, error) { return head, n, &ExportFault{line, err} }
	for s.Scan() {
		line++
		if line == 1 {
			if head, err = exportCheckpoint(s.Bytes(), key); err != nil {
				return fault(err)
			}
			continue
		}
		var e exported
		if err := strict(s.Bytes(), &e); err != nil {
			return fault(errors.New("not an entry of an export"))
		}
		entry, err := format.ReadEntry([]byte(e.Entry))
		switch {
		case err != nil:
			return fault(err)
		case entry.Index != e.Index || e.Index < 0 || e.Index >= head.Size:
			return fault(errors.New("the index is not that of the entry"))
		}
		if err := tlog.CheckRecord(e.Proof, head.Size, head.Root, e.Index, tlog.RecordHash([]byte(e.Entry))); err != nil {
			return fault(errors.New("the entry is not in the tree of the checkpoint"))
		}
		n++
	}
	if err := s.Err(); err != nil {
		line++
		return fault(err)
	}
	if line == 0 {
		line = 1
		return fault(errors.New("the export is empty"))
	}
	return head, n, nil
}

func exportCheckpoint(line []byte, key string) (Checkpoint, error) {
	var h exportHead
	if err := strict(line, &h); err != nil {
		return Checkpoint{}, errors.New("an export begins with its checkpoint")
	}
	if key == "" {
		key = h.Key
	}
	var v note.Verifier
	v, err := format.ParseKey(key)
	if err != nil {
		return Checkpoint{}, err
	}
	return format.OpenKept([]byte(h.Checkpoint), v)
}

// strict decodes one JSON value that has no other keys.
func strict(b []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one value")
	}
	return nil
}
