package format

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Files are the paths of a ledger; see the package's comment.
type Files struct {
	State, Entries, Hashes, Checkpoints, Public, Aside, Lock, Second, Private, Keys string
}

// FilesOf returns the paths of the ledger below a directory of the state.
func FilesOf(state string) Files {
	in := func(elem ...string) string { return filepath.Join(append([]string{state}, elem...)...) }
	return Files{
		State: state, Entries: in("ledger", "entries.jsonl"), Hashes: in("ledger", "hashes"),
		Checkpoints: in("ledger", "checkpoints"), Public: in("ledger", "key.pub"),
		Aside: in("ledger", "set-aside"), Lock: in("ledger", "lock"),
		Second: in("ledger.checkpoint"), Private: in("keys", "ledger.key"), Keys: in("keys"),
	}
}

// ReadSigner reads the key that signs.
func ReadSigner(path string) (note.Signer, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the ledger's key: %w", err)
	}
	s, err := note.NewSigner(strings.TrimSuffix(string(b), "\n"))
	if err != nil {
		return nil, errors.New("the file of the ledger's key holds no key") // the parser's words may quote it
	}
	return s, nil
}

// ReadVerifier reads the key that verifies.
func ReadVerifier(path string) (note.Verifier, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	text, ok := strings.CutSuffix(string(b), "\n")
	if !ok {
		return nil, errors.New("the public key is not as written")
	}
	return ParseKey(text)
}

// ParseKey reads a public key as key.pub has it: NAME+HASH+KEY.
func ParseKey(text string) (note.Verifier, error) {
	v, err := note.NewVerifier(text)
	if err != nil {
		return nil, errors.New("not a public key of a ledger")
	}
	// The parser takes the hash in capitals too; it has one form here.
	if !strings.HasPrefix(text, fmt.Sprintf("%s+%08x+", v.Name(), v.KeyHash())) {
		return nil, errors.New("not a public key of a ledger")
	}
	return v, nil
}

// MakeKeys makes the two keys of a new ledger. A private key that is there
// already is taken: a crash may have come between the two, or somebody put it
// there on purpose.
func MakeKeys(f Files) (note.Signer, error) {
	private, err := os.ReadFile(f.Private)
	if errors.Is(err, fs.ErrNotExist) {
		var id [4]byte
		if _, err := rand.Read(id[:]); err != nil {
			return nil, err
		}
		key, _, err := note.GenerateKey(rand.Reader, "onefold-ledger-"+hex.EncodeToString(id[:]))
		if err != nil {
			return nil, fmt.Errorf("make the ledger's key: %w", err)
		}
		private = []byte(key + "\n")
		if err := WriteWhole(f.Private, private, 0o600); err != nil {
			return nil, err
		}
	} else if err != nil {
		return nil, fmt.Errorf("read the ledger's key: %w", Pathless(err))
	}
	s, err := ReadSigner(f.Private)
	if err != nil {
		return nil, err
	}
	public, err := publicOf(s.Name(), strings.TrimSuffix(string(private), "\n"))
	if err != nil {
		return nil, err
	}
	return s, WriteWhole(f.Public, []byte(public+"\n"), 0o644)
}

// publicOf returns the public key of an encoded private one, which ends in
// base64 of the algorithm's number and the seed.
func publicOf(name, private string) (string, error) {
	// Base64 has plus signs of its own, so the fields are counted from the front.
	fields := strings.SplitN(private, "+", 5)
	encoded := fields[len(fields)-1]
	raw, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || len(raw) != 1+ed25519.SeedSize {
		return "", errors.New("the file of the ledger's key holds no key")
	}
	public, ok := ed25519.NewKeyFromSeed(raw[1:]).Public().(ed25519.PublicKey)
	if !ok {
		return "", errors.New("the file of the ledger's key holds no key")
	}
	return note.NewEd25519VerifierKey(name, public)
}

// WriteWhole replaces a file, so that it is there whole or as it was before.
func WriteWhole(path string, content []byte, mode os.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), Pathless(err))
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // the first error is the one to tell
		return fmt.Errorf("write %s: %w", filepath.Base(path), Pathless(err))
	}
	return nil
}

// Pathless returns what is wrong without the path, which the place tells.
func Pathless(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// Exists says whether there is something at a path.
func Exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
