package verify_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/onefold/onefold/internal/ledger"
)

// reader checks a ledger as docs/ledger.md describes it, with nothing of
// Onefold: what another program can do.
type reader struct{ dir string }

func (r reader) file(name string) ([]byte, error) { return os.ReadFile(filepath.Join(r.dir, name)) }

// checkpoint opens a signed note and returns its tree.
func (r reader) checkpoint(msg []byte) (tlog.Tree, error) {
	key, err := r.file("ledger/key.pub")
	if err != nil {
		return tlog.Tree{}, err
	}
	v, err := note.NewVerifier(strings.TrimSuffix(string(key), "\n"))
	if err != nil {
		return tlog.Tree{}, err
	}
	n, err := note.Open(msg, note.VerifierList(v))
	if err != nil {
		return tlog.Tree{}, err
	}
	text := strings.Split(n.Text, "\n")
	if len(text) < 3 || text[0] != v.Name() {
		return tlog.Tree{}, fmt.Errorf("a checkpoint of %q", text[0])
	}
	size, err := strconv.ParseInt(text[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(text[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// check verifies every entry against every checkpoint, and every stored hash.
func (r reader) check() error {
	entries, err := r.file("ledger/entries.jsonl")
	if err != nil {
		return err
	}
	var hashes []tlog.Hash
	read := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(at))
		for i, n := range at {
			out[i] = hashes[n]
		}
		return out, nil
	})
	lines := bytes.Split(bytes.TrimSuffix(entries, []byte("\n")), []byte("\n"))
	if len(entries) == 0 {
		lines = nil
	}
	for n, line := range lines {
		more, err := tlog.StoredHashes(int64(n), line, read)
		if err != nil {
			return err
		}
		hashes = append(hashes, more...)
	}
	var stored []byte
	for _, h := range hashes {
		stored = append(stored, h[:]...)
	}
	if b, err := r.file("ledger/hashes"); err != nil || !bytes.Equal(b, stored) {
		return fmt.Errorf("the hashes are not those of the entries: %v", err)
	}
	checks, err := r.file("ledger/checkpoints")
	if err != nil {
		return err
	}
	var trees []tlog.Tree
	parts := strings.Split(string(checks), "\n\n") // text, signatures, text, signatures, …, ""
	for i := 0; i+1 < len(parts); i += 2 {
		tree, err := r.checkpoint([]byte(parts[i] + "\n\n" + parts[i+1] + "\n"))
		if err != nil {
			return err
		}
		if root, err := tlog.TreeHash(tree.N, read); err != nil || root != tree.Hash {
			return fmt.Errorf("the root of %d entries is %v, %v; signed is %v", tree.N, root, err, tree.Hash)
		}
		trees = append(trees, tree)
	}
	newest := trees[len(trees)-1]
	if newest.N != int64(len(lines)) {
		return fmt.Errorf("%d lines, %d signed", len(lines), newest.N)
	}
	second, err := r.file("ledger.checkpoint")
	if err != nil {
		return err
	}
	if tree, err := r.checkpoint(second); err != nil || tree != newest {
		return fmt.Errorf("the second copy is of %v, %v", tree, err)
	}
	for _, tree := range trees { // each is a prefix of the newest, by proof
		if tree.N == 0 {
			continue
		}
		p, err := tlog.ProveTree(newest.N, tree.N, read)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(p, newest.N, newest.Hash, tree.N, tree.Hash); err != nil {
			return err
		}
	}
	return nil
}

// export checks an exported file.
func (r reader) export(b []byte) (int, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	var head struct{ Checkpoint string }
	if err := d.Decode(&head); err != nil {
		return 0, err
	}
	tree, err := r.checkpoint([]byte(head.Checkpoint))
	if err != nil {
		return 0, err
	}
	n := 0
	for ; d.More(); n++ {
		var e struct {
			Entry string
			Index int64
			Proof tlog.RecordProof
		}
		if err := d.Decode(&e); err != nil {
			return n, err
		}
		if err := tlog.CheckRecord(e.Proof, tree.N, tree.Hash, e.Index, tlog.RecordHash([]byte(e.Entry))); err != nil {
			return n, err
		}
	}
	return n, nil
}

// The format is what docs/ledger.md says: a reader that knows only that, and
// Go's own tlog and note, accepts what we write and finds what was changed.
func TestAnotherProgramCanVerify(t *testing.T) {
	state := t.TempDir()
	grow(t, state)
	r := reader{state}
	for n := range 20 {
		if err := r.check(); err != nil {
			t.Fatalf("after %d batches: %v", n, err)
		}
		grow(t, state, n%4)
	}
	log, err := ledger.Read(state)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	var out bytes.Buffer
	n, err := log.Export(context.Background(), &out, ledger.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := r.export(out.Bytes()); got != n || err != nil {
		t.Errorf("%d of %d exported entries, %v", got, n, err)
	}
	if _, err := r.export(bytes.Replace(out.Bytes(), []byte(`\"n\":7`), []byte(`\"n\":8`), 1)); err == nil {
		t.Error("a changed export was accepted")
	}
	files := load(t, state)
	store(t, state, map[string]string{entriesFile: strings.Replace(files[entriesFile], `{"n":7}`, `{"n":8}`, 1)})
	if err := r.check(); err == nil {
		t.Error("a changed entry was accepted")
	}
}
