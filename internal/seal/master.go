package seal

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"filippo.io/age"
)

// maxFile bounds what is read of the identity and of the master key's file.
const maxFile = 1 << 20

// openMaster returns the master key, made on first use.
func (v *Vault) openMaster(identity string) ([]byte, error) {
	path := filepath.Join(v.dir, "vault.age")
	master, err := readMaster(path, identity)
	if !errors.Is(err, os.ErrNotExist) || v.readOnly {
		return master, err
	}
	err = v.locked(func() error {
		// Another process may have made it meanwhile.
		if master, err = readMaster(path, identity); errors.Is(err, os.ErrNotExist) {
			master, err = v.makeMaster(path, identity)
		}
		return err
	})
	return master, err
}

func readMaster(path, identity string) ([]byte, error) {
	box, err := readBounded(path)
	if err != nil {
		return nil, fmt.Errorf("read the vault: %w", err)
	}
	ids, err := readIdentities(identity)
	if err != nil {
		return nil, err
	}
	r, err := age.Decrypt(bytes.NewReader(box), ids...)
	if err != nil {
		return nil, ErrIdentity
	}
	// The whole of it, for the end is what proves the beginning.
	master, err := io.ReadAll(io.LimitReader(r, keySize+1))
	if err != nil || len(master) != keySize {
		return nil, fmt.Errorf("read the vault: %w", ErrDamaged)
	}
	return master, nil
}

func readIdentities(path string) ([]age.Identity, error) {
	text, err := readBounded(path)
	if err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("%w: there is no file %s", ErrIdentity, filepath.Base(path))
		}
		return nil, fmt.Errorf("read the age identity: %w", err)
	}
	ids, err := age.ParseIdentities(bytes.NewReader(text))
	if err != nil {
		// The parser's words may quote the secret.
		return nil, fmt.Errorf("%w: %s holds no age identity", ErrIdentity, filepath.Base(path))
	}
	return ids, nil
}

func readBounded(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFile))
}

func (v *Vault) makeMaster(path, identity string) ([]byte, error) {
	if s, err := os.Stat(filepath.Join(v.dir, "subjects")); err == nil && s.Size() > 0 {
		// A new master key would not open the keys that are there.
		return nil, fmt.Errorf("open the vault: vault.age is gone, the keys it opens are not: %w", ErrDamaged)
	}
	to, err := makeIdentity(identity)
	if err != nil {
		return nil, err
	}
	master := make([]byte, keySize)
	if _, err := rand.Read(master); err != nil {
		return nil, err
	}
	var box bytes.Buffer
	w, err := age.Encrypt(&box, to)
	if err != nil {
		return nil, fmt.Errorf("encrypt the master key: %w", err)
	}
	if _, err := w.Write(master); err != nil {
		return nil, fmt.Errorf("encrypt the master key: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("encrypt the master key: %w", err)
	}
	return master, writeWhole(path, box.Bytes())
}

// makeIdentity returns the recipient of the identity of a file, which is made
// where there is none.
func makeIdentity(path string) (age.Recipient, error) {
	ids, err := readIdentities(path)
	if err == nil {
		for _, id := range ids {
			switch id := id.(type) {
			case *age.HybridIdentity:
				return id.Recipient(), nil
			case *age.X25519Identity:
				return id.Recipient(), nil
			}
		}
		return nil, ErrIdentity
	}
	if _, missing := os.Stat(path); !errors.Is(missing, os.ErrNotExist) {
		return nil, err
	}
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		return nil, fmt.Errorf("make an age identity: %w", err)
	}
	text := "# Opens the sealed values of this workspace. Keep it secret, and keep a copy elsewhere.\n" + id.String() + "\n"
	return id.Recipient(), writeWhole(path, []byte(text))
}

// writeWhole writes a secret file that is there with all of its content, or
// not at all, also after a power cut.
func writeWhole(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // mode 0600
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", filepath.Base(path), err), os.Remove(f.Name()))
	}
	return syncDir(filepath.Dir(path))
}

// syncDir makes the names in a directory durable, where the system can.
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
