package sorted

import (
	"bufio"
	"bytes"
	"cmp"
	"container/heap"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// defaultMemory is what a sorter holds before it writes a run.
const defaultMemory = 64 << 20

// Sorter sorts entries of a key and a rest: by length of the key, then by key,
// then by rest, which is the order of positive integers. What is larger than its
// memory goes to a file that only this process can name.
type Sorter struct {
	dir     string
	limit   int
	arena   []byte
	at      []uint32 // where entries start
	ordered bool     // they were added in order
	file    *os.File
	ends    []int64 // of the runs in file
}

// New returns a sorter whose file is in the folder dir, "" for that of the
// system, and that holds limit bytes in memory, 0 for 64 MiB.
func New(dir string, limit int) *Sorter {
	if limit <= 0 {
		limit = defaultMemory
	}
	return &Sorter{dir: dir, limit: min(limit, 1<<30), ordered: true}
}

// An entry is the length of what follows, the length of the key, key and rest.
const entryHead = 8

// Add adds an entry. It keeps neither slice.
func (s *Sorter) Add(key, rest []byte) error {
	start := len(s.arena)
	if start > 0 && start+entryHead+len(key)+len(rest)+4*len(s.at) > s.limit {
		if err := s.spill(); err != nil {
			return err
		}
		start = 0
	}
	s.arena = binary.LittleEndian.AppendUint32(s.arena, uint32(4+len(key)+len(rest)))
	s.arena = binary.LittleEndian.AppendUint32(s.arena, uint32(len(key)))
	s.arena = append(append(s.arena, key...), rest...)
	s.at = append(s.at, uint32(start))
	if n := len(s.at); s.ordered && n > 1 && s.compare(s.at[n-2], s.at[n-1]) > 0 {
		s.ordered = false
	}
	return nil
}

func (s *Sorter) entry(at uint32) Entry { return parseEntry(s.arena[at:]) }

func (s *Sorter) compare(a, b uint32) int { return s.entry(a).compare(s.entry(b)) }

// Entry is a key and what comes with it.
type Entry struct{ Key, Rest []byte }

func parseEntry(b []byte) Entry {
	all := b[4 : 4+binary.LittleEndian.Uint32(b)]
	n := binary.LittleEndian.Uint32(all)
	return Entry{all[4 : 4+n], all[4+n:]}
}

// CompareKeys compares two keys as a Sorter does.
func CompareKeys(a, b []byte) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), bytes.Compare(a, b))
}

func (e Entry) compare(o Entry) int {
	return cmp.Or(CompareKeys(e.Key, o.Key), bytes.Compare(e.Rest, o.Rest))
}

func (s *Sorter) sort() {
	if !s.ordered {
		slices.SortFunc(s.at, s.compare)
	}
}

// spill writes what is held as one sorted run.
func (s *Sorter) spill() (err error) {
	s.sort()
	if s.file == nil {
		if s.file, err = os.CreateTemp(s.dir, "onefold-compare-*"); err != nil {
			return fmt.Errorf("make a file to sort in: %w", err)
		}
		// Unnamed at once where the system allows it: a crash leaves nothing.
		_ = os.Remove(s.file.Name())
	}
	w := bufio.NewWriterSize(s.file, 1<<18)
	end := int64(0)
	if n := len(s.ends); n > 0 {
		end = s.ends[n-1]
	}
	for _, at := range s.at {
		size := 4 + binary.LittleEndian.Uint32(s.arena[at:])
		if _, err := w.Write(s.arena[at : at+size]); err != nil {
			return fmt.Errorf("sort on disk: %w", err)
		}
		end += int64(size)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("sort on disk: %w", err)
	}
	s.ends = append(s.ends, end)
	s.arena, s.at, s.ordered = s.arena[:0], s.at[:0], true
	return nil
}

// Close frees the file. It is called once, also after an error.
func (s *Sorter) Close() {
	if s.file != nil {
		_ = s.file.Close()
		_ = os.Remove(s.file.Name()) // where it could not be unnamed while open
	}
}

// Stream returns the entries in order. Nothing may be added any more.
func (s *Sorter) Stream() (*Stream, error) {
	s.sort()
	st := &Stream{}
	start := int64(0)
	for _, end := range s.ends {
		st.add(&run{r: bufio.NewReaderSize(io.NewSectionReader(s.file, start, end-start), 1<<16)})
		start = end
	}
	st.add(&run{s: s})
	return st, st.err
}

// run is a sorted run, in memory or in the file.
type run struct {
	s    *Sorter
	next int
	r    *bufio.Reader
	buf  []byte
	now  Entry
}

func (r *run) advance() (bool, error) {
	if r.s != nil {
		if r.next == len(r.s.at) {
			return false, nil
		}
		r.now = r.s.entry(r.s.at[r.next])
		r.next++
		return true, nil
	}
	var head [4]byte
	if _, err := io.ReadFull(r.r, head[:]); err != nil {
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		return false, fmt.Errorf("sort on disk: %w", err)
	}
	size := 4 + int(binary.LittleEndian.Uint32(head[:]))
	r.buf = append(slices.Grow(r.buf[:0], size), head[:]...)[:size]
	if _, err := io.ReadFull(r.r, r.buf[4:]); err != nil {
		return false, fmt.Errorf("sort on disk: %w", err)
	}
	r.now = parseEntry(r.buf)
	return true, nil
}

// Stream merges runs.
type Stream struct {
	runs  []*run
	stale bool // the first run's entry was handed out
	err   error
}

// Len, Less, Swap, Push and Pop are those of the heap of runs.
func (s *Stream) Len() int           { return len(s.runs) }
func (s *Stream) Less(i, j int) bool { return s.runs[i].now.compare(s.runs[j].now) < 0 }
func (s *Stream) Swap(i, j int)      { s.runs[i], s.runs[j] = s.runs[j], s.runs[i] }
func (s *Stream) Push(x any)         { s.runs = append(s.runs, x.(*run)) }
func (s *Stream) Pop() any {
	last := s.runs[len(s.runs)-1]
	s.runs = s.runs[:len(s.runs)-1]
	return last
}

func (s *Stream) add(r *run) {
	more, err := r.advance()
	if s.err = errors.Join(s.err, err); more {
		heap.Push(s, r)
	}
}

// Peek returns the next entry, valid until Skip.
func (s *Stream) Peek() (Entry, bool, error) {
	if s.stale {
		s.stale = false
		more, err := s.runs[0].advance()
		switch {
		case err != nil:
			return Entry{}, false, err
		case more:
			heap.Fix(s, 0)
		default:
			heap.Pop(s)
		}
	}
	if len(s.runs) == 0 {
		return Entry{}, false, nil
	}
	return s.runs[0].now, true, nil
}

// Skip goes to the next entry.
func (s *Stream) Skip() { s.stale = true }
