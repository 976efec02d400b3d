package format

import (
	"errors"
	"fmt"
	"io"

	"golang.org/x/mod/sumdb/tlog"
)

// StoredHashes reads hashes from the file of hashes, and those beyond base from
// memory: the ones of a batch that is not written yet.
type StoredHashes struct {
	File  io.ReaderAt
	Base  int64 // number of hashes that the file is asked for
	Fresh []tlog.Hash
}

var errHashes = errors.New("the file of hashes is too short")

// ReadHashes is that of tlog.HashReader.
func (s *StoredHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	all := make([]tlog.Hash, len(indexes))
	for i, at := range indexes {
		switch {
		case at >= s.Base && at-s.Base < int64(len(s.Fresh)):
			all[i] = s.Fresh[at-s.Base]
		case at >= s.Base || s.File == nil:
			return nil, errHashes
		default:
			if _, err := s.File.ReadAt(all[i][:], at*tlog.HashSize); err != nil {
				if errors.Is(err, io.EOF) {
					err = errHashes
				}
				return nil, err
			}
		}
	}
	return all, nil
}

// Add appends the hashes that the entry with number n and this leaf brings.
func (s *StoredHashes) Add(n int64, leaf tlog.Hash) error {
	more, err := tlog.StoredHashesForRecordHash(n, leaf, s)
	s.Fresh = append(s.Fresh, more...)
	return err
}

// Bytes returns the fresh hashes as the file has them.
func (s *StoredHashes) Bytes() []byte {
	b := make([]byte, 0, len(s.Fresh)*tlog.HashSize)
	for _, h := range s.Fresh {
		b = append(b, h[:]...)
	}
	return b
}

// HashesOf returns the hashes of a tree over these leaves.
func HashesOf(leaves []tlog.Hash) (*StoredHashes, error) {
	s := &StoredHashes{Fresh: make([]tlog.Hash, 0, tlog.StoredHashCount(int64(len(leaves))))}
	for n, leaf := range leaves {
		if err := s.Add(int64(n), leaf); err != nil {
			return nil, fmt.Errorf("compute the tree: %w", err)
		}
	}
	return s, nil
}
