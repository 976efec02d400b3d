package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/gofrs/flock"
)

// The faults of a vault that callers tell apart.
var (
	// ErrForgotten says that the key of a subject was destroyed.
	ErrForgotten = errors.New("the key of this data subject was destroyed")
	// ErrUnknown says that the vault never had a key for a subject.
	ErrUnknown = errors.New("the vault has no key for this data subject")
	// ErrDamaged says that a sealed value or a key is not what was written.
	ErrDamaged = errors.New("the sealed value or its key is damaged")
	// ErrIdentity says that the identity does not open the vault.
	ErrIdentity = errors.New("the age identity does not open the vault")
)

const (
	keySize   = 32
	nonceSize = 12
	tagSize   = 16
	padTo     = 32   // sealed lengths are multiples of it, so that they tell little
	maxCached = 4096 // ciphers kept ready; one is about a kilobyte
)

// Overhead is by how much a sealed value is at most longer than the value.
const Overhead = nonceSize + tagSize + padTo

// Subject is whom a value is about, as a keyed hash.
type Subject [16]byte

// String returns the subject in hexadecimal, 32 characters.
func (s Subject) String() string { return hex.EncodeToString(s[:]) }

// ParseSubject is the inverse of String.
func ParseSubject(text string) (Subject, error) {
	var s Subject
	if len(text) != 2*len(s) {
		return s, fmt.Errorf("a data subject has %d characters, not %d", 2*len(s), len(text))
	}
	if _, err := hex.Decode(s[:], []byte(text)); err != nil {
		return s, errors.New("a data subject is written in hexadecimal")
	}
	return s, nil
}

// Options say how to open a vault.
type Options struct {
	Identity string // file with the age identity; "" is identity.txt in the vault's directory
	ReadOnly bool   // open only what is there; Seal needs keys that exist
}

// Vault seals and opens values. It is safe for concurrent use, also by several
// processes at once.
type Vault struct {
	dir      string
	readOnly bool
	lock     *flock.Flock

	mu      sync.Mutex
	wrap    cipher.AEAD // of the subjects' keys
	hash    []byte      // key of the subjects' hashes
	keys    *keyFile
	ciphers map[Subject]cipher.AEAD // ready for Seal
}

// Open opens the vault of a directory, made where it is missing unless the
// options say otherwise.
func Open(dir string, o Options) (*Vault, error) {
	if o.Identity == "" {
		o.Identity = filepath.Join(dir, "identity.txt")
	}
	v := &Vault{
		dir: dir, readOnly: o.ReadOnly, ciphers: map[Subject]cipher.AEAD{},
		lock: flock.New(filepath.Join(dir, "lock"), flock.SetPermissions(0o600)),
	}
	if !o.ReadOnly {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("make the directory of keys: %w", err)
		}
	}
	master, err := v.openMaster(o.Identity)
	if err != nil {
		return nil, err
	}
	if err := v.derive(master); err != nil {
		return nil, err
	}
	if v.keys, err = openKeyFile(filepath.Join(dir, "subjects"), o.ReadOnly); err != nil {
		return nil, err
	}
	return v, nil
}

// derive makes the vault's two working keys from the master key.
func (v *Vault) derive(master []byte) error {
	wrap, err := hkdf.Key(sha256.New, master, nil, "onefold vault: wrap keys", keySize)
	if err != nil {
		return err
	}
	if v.wrap, err = newCipher(wrap); err != nil {
		return err
	}
	v.hash, err = hkdf.Key(sha256.New, master, nil, "onefold vault: hash subjects", keySize)
	return err
}

// Close makes new keys durable and closes the vault.
func (v *Vault) Close() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	return errors.Join(v.keys.sync(), v.keys.close())
}

// Sync makes the keys of all values sealed so far durable. Whoever writes
// sealed values must call it before relying on them.
func (v *Vault) Sync() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.keys.sync()
}

// Subject returns the subject of a record: key is its id in the source.
func (v *Vault) Subject(source, key string) Subject {
	h := hmac.New(sha256.New, v.hash)
	b := binary.AppendUvarint(nil, uint64(len(source))) // so that no two pairs are written alike
	b = append(b, source...)
	h.Write(append(b, key...))
	var s Subject
	copy(s[:], h.Sum(nil))
	return s
}

// Seal encrypts a value for its subject. The result differs from call to call,
// so that equal values can't be recognised. It fails with ErrForgotten for a
// subject that was forgotten. Cost: about a microsecond, and some more for the
// first value of a subject.
func (v *Vault) Seal(s Subject, value []byte) ([]byte, error) {
	v.mu.Lock()
	c, err := v.sealer(s)
	v.mu.Unlock()
	if err != nil {
		return nil, err
	}
	padded := (len(value)/padTo + 1) * padTo
	buf := make([]byte, nonceSize+padded, nonceSize+padded+tagSize)
	if _, err := rand.Read(buf[:nonceSize]); err != nil {
		return nil, err
	}
	copy(buf[nonceSize:], value)
	buf[nonceSize+len(value)] = 0x80 // the value ends before the last such byte
	return c.Seal(buf[:nonceSize], buf[:nonceSize], buf[nonceSize:], s[:]), nil
}

// Open decrypts what Seal returned. It fails with ErrForgotten, ErrUnknown or
// ErrDamaged. The key is looked up each time, so that what another process
// has forgotten can't be opened here either.
func (v *Vault) Open(s Subject, sealed []byte) ([]byte, error) {
	if len(sealed) < nonceSize+tagSize+padTo {
		return nil, ErrDamaged
	}
	v.mu.Lock()
	key, err := v.key(s)
	v.mu.Unlock()
	if err != nil {
		return nil, err
	}
	c, err := newCipher(key)
	if err != nil {
		return nil, err
	}
	value, err := c.Open(nil, sealed[:nonceSize], sealed[nonceSize:], s[:])
	if err != nil {
		return nil, ErrDamaged
	}
	for i := len(value) - 1; i >= 0; i-- {
		switch value[i] {
		case 0:
		case 0x80:
			return value[:i], nil
		default:
			return nil, ErrDamaged
		}
	}
	return nil, ErrDamaged
}

// Forget destroys the key of a subject, and says whether there was one. From
// then on its values can't be opened, and none can be sealed. It is durable
// when Forget returns, and doing it twice is doing it once.
func (v *Vault) Forget(s Subject) (had bool, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.readOnly {
		return false, errors.New("the vault is open for reading only")
	}
	delete(v.ciphers, s)
	err = v.locked(func() error {
		had, err = v.keys.destroy(s)
		return err
	})
	return had, err
}

// sealer returns the cipher of a subject, with a new key if it has none.
func (v *Vault) sealer(s Subject) (cipher.AEAD, error) {
	if c, ok := v.ciphers[s]; ok {
		return c, nil
	}
	key, err := v.key(s)
	if errors.Is(err, ErrUnknown) && !v.readOnly {
		err = v.locked(func() error {
			if key, err = v.key(s); errors.Is(err, ErrUnknown) { // nobody else made it
				key, err = v.newKey(s)
			}
			return err
		})
	}
	if err != nil {
		return nil, err
	}
	c, err := newCipher(key)
	if err != nil {
		return nil, err
	}
	if len(v.ciphers) >= maxCached {
		clear(v.ciphers)
	}
	v.ciphers[s] = c
	return c, nil
}

// key returns the key of a subject as the file has it now.
func (v *Vault) key(s Subject) ([]byte, error) {
	wrapped, err := v.keys.find(s)
	if err != nil {
		return nil, err
	}
	key, err := v.wrap.Open(nil, wrapped[:nonceSize], wrapped[nonceSize:], s[:])
	if err != nil {
		return nil, ErrDamaged
	}
	return key, nil
}

func (v *Vault) newKey(s Subject) ([]byte, error) {
	var random [keySize + nonceSize]byte
	if _, err := rand.Read(random[:]); err != nil {
		return nil, err
	}
	key, nonce := random[:keySize], random[keySize:]
	return key, v.keys.add(s, v.wrap.Seal(nonce, nonce, key, s[:]))
}

// locked runs do while no other process changes the vault.
func (v *Vault) locked(do func() error) error {
	if err := v.lock.Lock(); err != nil {
		return fmt.Errorf("lock the keys: %w", err)
	}
	return errors.Join(do(), v.lock.Unlock())
}

func newCipher(key []byte) (cipher.AEAD, error) {
	b, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(b)
}
