package seal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
)

// The file of keys is a heading of headSize bytes, then records of recordSize
// bytes: state (1), zeros (3), CRC-32C of the rest with the state before it
// (4, little-endian), subject (16), wrapped key (60: nonce, key, tag; zeros
// once destroyed). Records are appended; destroying one overwrites it in place.
const (
	head        = "onefold keys 1\n\n"
	headSize    = len(head)
	wrappedSize = nonceSize + keySize + tagSize
	recordSize  = 8 + len(Subject{}) + wrappedSize
)

const (
	stateLive      = 1
	stateDestroyed = 2
)

// keyFile finds and adds records. Its owner locks it.
type keyFile struct {
	f        *os.File
	readOnly bool
	at       map[Subject]int64 // offset of the newest whole record
	read     int64             // bytes of the file that at knows
	dirty    bool              // written since the last sync
}

func openKeyFile(path string, readOnly bool) (*keyFile, error) {
	mode := os.O_RDWR | os.O_CREATE
	if readOnly {
		mode = os.O_RDONLY
	}
	f, err := os.OpenFile(path, mode, 0o600)
	if errors.Is(err, os.ErrNotExist) {
		return &keyFile{at: map[Subject]int64{}, readOnly: readOnly}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open the keys: %w", err)
	}
	k := &keyFile{f: f, at: map[Subject]int64{}, readOnly: readOnly}
	if err := k.refresh(); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return k, nil
}

func (k *keyFile) close() error {
	if k.f == nil {
		return nil
	}
	return k.f.Close()
}

func (k *keyFile) sync() error {
	if !k.dirty || k.readOnly {
		return nil
	}
	if err := k.f.Sync(); err != nil {
		return fmt.Errorf("write the keys: %w", err)
	}
	k.dirty = false
	return nil
}

// refresh reads what was appended since the last time, by anybody. What a
// crash left half written is no record.
func (k *keyFile) refresh() error {
	if k.f == nil {
		return nil
	}
	info, err := k.f.Stat()
	if err != nil {
		return fmt.Errorf("read the keys: %w", err)
	}
	if k.read == 0 {
		if info.Size() < int64(headSize) {
			return nil
		}
		b := make([]byte, headSize)
		if _, err := k.f.ReadAt(b, 0); err != nil {
			return fmt.Errorf("read the keys: %w", err)
		}
		if string(b) != head {
			return fmt.Errorf("read the keys: the file is of another kind: %w", ErrDamaged)
		}
		k.read = int64(headSize)
	}
	const many = 4096
	for left := (info.Size() - k.read) / int64(recordSize); left > 0; {
		buf := make([]byte, min(left, many)*int64(recordSize))
		if _, err := k.f.ReadAt(buf, k.read); err != nil {
			return fmt.Errorf("read the keys: %w", err)
		}
		for ; len(buf) > 0; buf, left = buf[recordSize:], left-1 {
			r := record(buf[:recordSize])
			switch {
			case r.whole():
				k.at[r.subject()] = k.read
				k.dirty = true // who wrote it may not have made it durable
			case left == 1:
				return nil // half written, or being written: looked at again, or written over
			}
			k.read += int64(recordSize)
		}
	}
	return nil
}

// find returns the wrapped key of a subject.
func (k *keyFile) find(s Subject) ([]byte, error) {
	at, ok := k.at[s]
	if !ok {
		if err := k.refresh(); err != nil {
			return nil, err
		}
		if at, ok = k.at[s]; !ok {
			return nil, ErrUnknown
		}
	}
	r := make(record, recordSize)
	if _, err := k.f.ReadAt(r, at); err != nil {
		return nil, fmt.Errorf("read the keys: %w", err)
	}
	switch {
	case r[0] == stateDestroyed:
		return nil, ErrForgotten
	case !r.whole() || r.subject() != s:
		return nil, ErrDamaged
	}
	return r.wrapped(), nil
}

// add appends a key. The caller holds the lock and has refreshed.
func (k *keyFile) add(s Subject, wrapped []byte) error {
	return k.append(newRecord(stateLive, s, wrapped))
}

// destroy overwrites the key of a subject. The caller holds the lock.
func (k *keyFile) destroy(s Subject) (had bool, err error) {
	_, err = k.find(s)
	gone := newRecord(stateDestroyed, s, make([]byte, wrappedSize))
	switch {
	case errors.Is(err, ErrForgotten):
		return false, nil
	case errors.Is(err, ErrUnknown):
		err = k.append(gone) // so that it stays forgotten
	case err == nil || errors.Is(err, ErrDamaged):
		had = true
		_, err = k.f.WriteAt(gone, k.at[s])
		k.dirty = true
	}
	if err != nil {
		return had, fmt.Errorf("destroy a key: %w", err)
	}
	return had, k.sync()
}

func (k *keyFile) append(r record) error {
	if k.read == 0 {
		if _, err := k.f.WriteAt([]byte(head), 0); err != nil {
			return fmt.Errorf("write the keys: %w", err)
		}
		k.read = int64(headSize)
	}
	if _, err := k.f.WriteAt(r, k.read); err != nil {
		return fmt.Errorf("write the keys: %w", err)
	}
	k.at[r.subject()] = k.read
	k.read += int64(recordSize)
	k.dirty = true
	return nil
}

// record is one record of the file.
type record []byte

func newRecord(state byte, s Subject, wrapped []byte) record {
	r := make(record, 8, recordSize)
	r[0] = state
	r = append(append(r, s[:]...), wrapped...)
	binary.LittleEndian.PutUint32(r[4:], r.sum())
	return r
}

func (r record) sum() uint32 {
	table := crc32.MakeTable(crc32.Castagnoli)
	return crc32.Update(crc32.Checksum(r[:4], table), table, r[8:])
}

func (r record) whole() bool {
	return (r[0] == stateLive || r[0] == stateDestroyed) && binary.LittleEndian.Uint32(r[4:]) == r.sum()
}

func (r record) subject() Subject { return Subject(r[8:24]) }

func (r record) wrapped() []byte { return r[24:] }
