package aside

import (
	"errors"
	"fmt"
	"os"

	"github.com/onefold/onefold/record"
)

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

// Close removes the file. What is not back is lost. A nil File has none.
func (a *File) Close() error {
	if a == nil || a.f == nil {
		return nil
	}
	f := a.f
	a.f = nil
	return errors.Join(f.Close(), os.Remove(f.Name()))
}
