package format

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint is a signed statement of what the ledger was: Size entries in
// Bytes bytes, the tree over which has the hash Root. Its text is a checkpoint
// of C2SP's tlog-checkpoint with one line of our own:
//
//	onefold-ledger-1f0c2a9b
//	42
//	pGt1B4nC…=
//	bytes 17034
type Checkpoint struct {
	Origin string // name of the ledger and of its key
	Size   int64
	Root   tlog.Hash
	Bytes  int64
	Note   []byte // the signed note, byte for byte
}

// ErrCheckpoint says that a note is not what it should be.
var ErrCheckpoint = errors.New("not a checkpoint of this ledger")

func (c *Checkpoint) text() string {
	return fmt.Sprintf("%s\n%d\n%s\nbytes %d\n", c.Origin, c.Size, c.Root, c.Bytes)
}

// Sign fills in the note.
func (c *Checkpoint) Sign(s note.Signer) error {
	var err error
	c.Note, err = note.Sign(&note.Note{Text: c.text()}, s)
	return err
}

// OpenKept reads a checkpoint that was kept elsewhere. Others may have
// signed it too.
func OpenKept(msg []byte, v note.Verifier) (Checkpoint, error) {
	n, err := note.Open(msg, note.VerifierList(v))
	if err != nil {
		var unknown *note.UnverifiedNoteError
		if errors.As(err, &unknown) {
			return Checkpoint{}, fmt.Errorf("%w: another key signed it", ErrCheckpoint)
		}
		return Checkpoint{}, fmt.Errorf("%w: the signature is wrong", ErrCheckpoint)
	}
	c := Checkpoint{Note: msg}
	fail := func() (Checkpoint, error) {
		return Checkpoint{}, fmt.Errorf("%w: the text is of another form", ErrCheckpoint)
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 5 || lines[0] != v.Name() {
		return fail()
	}
	c.Origin = lines[0]
	if c.Size, err = strconv.ParseInt(lines[1], 10, 64); err != nil || c.Size < 0 {
		return fail()
	}
	if c.Root, err = tlog.ParseHash(lines[2]); err != nil {
		return fail()
	}
	size, ok := strings.CutPrefix(lines[3], "bytes ")
	if c.Bytes, err = strconv.ParseInt(size, 10, 64); !ok || err != nil || c.Bytes < 0 {
		return fail()
	}
	if c.text() != n.Text {
		return fail() // a number or hash that is written otherwise
	}
	return c, nil
}

// OpenOwn reads a checkpoint of the ledger's own files, which is exactly what
// Sign wrote: one signature, in the one form that base64 has for it.
func OpenOwn(msg []byte, v note.Verifier) (Checkpoint, error) {
	c, err := OpenKept(msg, v)
	if err != nil {
		return c, err
	}
	n, err := note.Open(msg, note.VerifierList(v))
	if err != nil || len(n.Sigs) != 1 || len(n.UnverifiedSigs) > 0 {
		return Checkpoint{}, fmt.Errorf("%w: the signatures are not as written", ErrCheckpoint)
	}
	if _, err := base64.StdEncoding.Strict().DecodeString(n.Sigs[0].Base64); err != nil {
		return Checkpoint{}, fmt.Errorf("%w: the signature is not as written", ErrCheckpoint)
	}
	if want := n.Text + "\n— " + n.Sigs[0].Name + " " + n.Sigs[0].Base64 + "\n"; want != string(msg) {
		return Checkpoint{}, fmt.Errorf("%w: the signature is not as written", ErrCheckpoint)
	}
	return c, nil
}

// Split cuts the file of checkpoints into notes. An empty line stands inside
// each note and after it; rest is what follows the last whole one.
func Split(b []byte) (notes [][]byte, rest []byte) {
	gap := []byte("\n\n")
	for {
		text := bytes.Index(b, gap)
		if text < 0 {
			return notes, b
		}
		signed := bytes.Index(b[text+2:], gap)
		if signed < 0 {
			return notes, b
		}
		end := text + 2 + signed + 1
		notes = append(notes, b[:end:end])
		b = b[end+1:]
	}
}

// Newest returns the last whole checkpoint of a file and where it ends.
func Newest(f *os.File, v note.Verifier) (Checkpoint, int64, error) {
	const enough = 1 << 16 // holds a few hundred
	info, err := f.Stat()
	if err != nil {
		return Checkpoint{}, 0, err
	}
	from := max(0, info.Size()-enough)
	b, err := ReadFrom(f, from)
	if err != nil {
		return Checkpoint{}, 0, err
	}
	if from > 0 {
		start := bytes.Index(b, []byte("\n\n"+v.Name()+"\n"))
		if start < 0 {
			return Checkpoint{}, 0, ErrCheckpoint
		}
		b = b[start+2:]
		from += int64(start) + 2
	}
	notes, rest := Split(b)
	if len(notes) == 0 {
		return Checkpoint{}, 0, ErrCheckpoint
	}
	c, err := OpenOwn(notes[len(notes)-1], v)
	return c, from + int64(len(b)-len(rest)), err
}
