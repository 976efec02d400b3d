package decisions

import (
	"path/filepath"
	"time"
)

// Store is where the decisions on a source are found: the file in the state,
// which is only ever added to, and files that people keep beside a result.
type Store struct {
	State  string   // path of the file in the state
	Others []string // further files, read where they are there
	Source string   // base name of the source
}

// NewStore returns the store of a source whose state is in a directory, with
// the files beside the outputs of these paths.
func NewStore(state, source string, outputs ...string) *Store {
	s := &Store{State: filepath.Join(state, FileName), Source: source}
	for _, out := range outputs {
		path := filepath.Join(filepath.Dir(filepath.Clean(out)), FileName)
		if filepath.Clean(path) != filepath.Clean(s.State) {
			s.Others = append(s.Others, path)
		}
	}
	return s
}

// Read reads all files and works out what stands on the day of now.
func (s *Store) Read(now time.Time) (*Book, error) {
	all, err := s.all()
	if err != nil {
		return nil, err
	}
	return Settle(all, s.Source, now), nil
}

func (s *Store) all() ([]Decision, error) {
	all, err := ReadFile(s.State)
	if err != nil {
		return nil, err
	}
	for _, path := range s.Others {
		more, err := ReadFile(path)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

// Take takes a file of decisions over, "" for none, and then reads all.
func (s *Store) Take(path string, now time.Time) (*Book, error) {
	if path != "" {
		ds, err := ReadNamed(path)
		if err != nil {
			return nil, err
		}
		if _, err := s.Import(ds); err != nil {
			return nil, err
		}
	}
	return s.Read(now)
}

// Add adds decisions to the state. When it returns, they are on the disk.
func (s *Store) Add(ds ...Decision) error {
	for i := range ds {
		ds[i].Source = s.Source
	}
	return Append(s.State, ds...)
}

// Import takes the decisions of a file over into the state, but for those that
// are there already, and returns how many it took.
func (s *Store) Import(ds []Decision) (int, error) {
	have, err := ReadFile(s.State)
	if err != nil {
		return 0, err
	}
	seen := make(map[[2]string][]Decision, len(have))
	for _, d := range have {
		seen[d.pair()] = append(seen[d.pair()], d)
	}
	var fresh []Decision
	for _, d := range ds {
		if d.Source != "" && d.Source != s.Source {
			continue
		}
		d.Source = s.Source
		known := false
		for _, h := range seen[d.pair()] {
			known = known || h.like(&d)
		}
		if !known {
			fresh = append(fresh, d)
			seen[d.pair()] = append(seen[d.pair()], d)
		}
	}
	return len(fresh), s.Add(fresh...)
}
