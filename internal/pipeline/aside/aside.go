package aside

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/onefold/onefold/record"
)

// Worth is the size of columns in bytes from which putting them aside is worth
// the writing.
const Worth = 32 << 20

// Store puts columns aside, in files whose names begin with Path. A nil Store
// keeps everything in memory. It is not safe for concurrent use.
type Store struct {
	Path  string
	From  int64 // bytes below which columns stay; see Worth
	files []*File
}

// New returns a Store at path, where what a run that was killed left behind is
// removed. Nobody else may be using the path.
func New(path string) *Store {
	left, _ := filepath.Glob(path + ".*") // only a bad pattern fails
	for _, f := range left {
		_ = os.Remove(f) // the next run will try again
	}
	return &Store{Path: path, From: Worth}
}

// Put puts columns aside, where they are large enough and there is room; nil
// ones and those in kept stay. It is no fault when there is none.
func (s *Store) Put(columns, kept []*record.Column) {
	if s == nil {
		return
	}
	var chosen []*record.Column
	var size int64
	for _, c := range columns {
		if c != nil && c.Size() > 0 && !slices.Contains(kept, c) && !slices.Contains(chosen, c) {
			chosen = append(chosen, c)
			size += c.Size()
		}
	}
	if size < s.From || size == 0 {
		return
	}
	if f, err := Put(fmt.Sprintf("%s.%d", s.Path, len(s.files)), chosen); err == nil {
		s.files = append(s.files, f)
	}
}

// Back brings everything back.
func (s *Store) Back() error {
	if s == nil {
		return nil
	}
	var errs []error
	for _, f := range s.files {
		errs = append(errs, f.Back())
	}
	s.files = nil
	return errors.Join(errs...)
}

// Close removes what files there are. What is not back is lost.
func (s *Store) Close() error {
	if s == nil {
		return nil
	}
	var errs []error
	for _, f := range s.files {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}

// File holds columns that were put aside. It is not safe for concurrent use.
type File struct {
	f       *os.File
	columns []*record.Column
}

// Put writes the columns to a new file at path, which only the user may read,
// and frees their memory. Where that fails, for want of room say, the columns
// are as they were, and no file is left.
func Put(path string, columns []*record.Column) (*File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("put columns aside: %w", err)
	}
	a := &File{f: f, columns: columns}
	for i, c := range columns {
		if _, err := c.WriteTo(f); err != nil {
			return nil, errors.Join(fmt.Errorf("put column %d aside: %w", i+1, err), a.Close())
		}
	}
	if _, err := f.Seek(0, 0); err != nil {
		return nil, errors.Join(fmt.Errorf("put columns aside: %w", err), a.Close())
	}
	for _, c := range columns {
		c.Unload()
	}
	return a, nil
}

// Back brings the columns back and removes the file.
func (a *File) Back() error {
	var err error
	for i, c := range a.columns {
		if _, err = c.ReadFrom(a.f); err != nil {
			err = fmt.Errorf("bring column %d back: %w", i+1, err)
			break
		}
	}
	return errors.Join(err, a.Close())
}

// Close removes the file. What is not back is lost.
func (a *File) Close() error {
	if a.f == nil {
		return nil
	}
	f := a.f
	a.f = nil
	return errors.Join(f.Close(), os.Remove(f.Name()))
}
