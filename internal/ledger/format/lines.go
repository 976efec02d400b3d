package format

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
)

// Lines reads the lines of a file of entries.
type Lines struct {
	r    *bufio.Reader
	long []byte
}

// ErrLong says that a line is no entry, being too long.
var ErrLong = fmt.Errorf("a line of more than %d bytes", MaxEntry)

func NewLines(r io.Reader) *Lines { return &Lines{r: bufio.NewReaderSize(r, 1<<16)} }

// Next returns a line without its line feed, valid until the next call, or
// io.EOF. What has no line feed at the end of the file comes with errTorn.
func (l *Lines) Next() ([]byte, error) {
	l.long = l.long[:0]
	for {
		part, err := l.r.ReadSlice('\n')
		switch {
		case err == nil && len(l.long) == 0:
			return part[:len(part)-1], nil
		case len(l.long)+len(part) > MaxEntry+1:
			return nil, ErrLong
		}
		l.long = append(l.long, part...)
		switch {
		case err == nil:
			return l.long[:len(l.long)-1], nil
		case errors.Is(err, io.EOF) && len(l.long) > 0:
			return l.long, ErrTorn
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		}
	}
}

// ErrTorn says that the last line has no line feed.
var ErrTorn = errors.New("the last line has no end")

// ReadFrom reads the end of a file, from an offset on.
func ReadFrom(f *os.File, at int64) ([]byte, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() <= at {
		return nil, nil
	}
	b := make([]byte, info.Size()-at)
	n, err := f.ReadAt(b, at)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return b[:n], err
}
