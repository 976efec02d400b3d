package ledger

import (
	"errors"
	"fmt"
	"os"

	"github.com/onefold/onefold/internal/ledger/format"
	"github.com/onefold/onefold/internal/seal"
)

// Vault returns the vault that seals the personal values of this ledger, opened
// on first use. Others may seal with it too: the journal does, so that
// forgetting somebody reaches both. It is closed with the ledger.
func (l *Ledger) Vault() (*seal.Vault, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.vault == nil {
		if l.entries == nil {
			return nil, l.fault(errors.New("the ledger is closed"))
		}
		v, err := seal.Open(l.files.Keys, seal.Options{Identity: l.o.Identity})
		if err != nil {
			return nil, l.fault(err)
		}
		l.vault = v
	}
	return l.vault, nil
}

// Seal makes a personal value fit for a payload: value is anything that
// encoding/json can write, source and key say which record it is about. It
// fails with seal.ErrForgotten for a record that was forgotten.
func (l *Ledger) Seal(source, key string, value any) (Sealed, error) {
	v, err := l.Vault()
	if err != nil {
		return Sealed{}, err
	}
	plain, err := format.Canonical(value)
	if err != nil {
		return Sealed{}, l.fault(fmt.Errorf("seal a value: %w", err))
	}
	s := v.Subject(source, key)
	b, err := v.Seal(s, plain)
	if err != nil {
		return Sealed{}, l.fault(fmt.Errorf("seal a value: %w", err))
	}
	return Sealed{Sealed: b, Subject: s.String()}, nil
}

// Forget destroys the key of a record: what was sealed for it can't be read
// any more, here and in the journal, while every proof stays what it was. It
// says whether there was anything. The caller appends the entry of type
// Erasure.
func (l *Ledger) Forget(source, key string) (had bool, err error) {
	v, err := l.Vault()
	if err != nil {
		return false, err
	}
	if had, err = v.Forget(v.Subject(source, key)); err != nil {
		return had, l.fault(err)
	}
	return had, nil
}

// openVault opens the vault of a directory of the state for reading.
func openVault(f format.Files, identity string) (*seal.Vault, error) {
	v, err := seal.Open(f.Keys, seal.Options{Identity: identity, ReadOnly: true})
	if errors.Is(err, os.ErrNotExist) {
		return nil, &Error{Dir: f.State, Err: errors.New("nothing was sealed here"), Next: "the keys may be kept elsewhere"}
	}
	if err != nil {
		return nil, &Error{Dir: f.State, Err: err}
	}
	return v, nil
}
