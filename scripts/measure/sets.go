package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// set is labelled data: records with an id and the cluster they truly belong
// to, in a column of the same file or in one beside it.
type set struct {
	name    string
	own     bool    // in this repository
	records string  // below the module or the shared folder
	truth   string  // own sets: id,cluster; shared ones have a column cluster
	floor   float64 // F1 of pairs that must be reached; 0: none is promised
	peer    float64 // best F1 of pairs that another tool was measured to reach; 0: not known
	by      string  // which
}

// sets returns all of them. A floor is below what was measured, so that it
// tells a loss and not an accident; docs/accuracy.md has the figures.
func sets() []set {
	return []set{
		{name: "contacts", own: true, records: "testdata/contacts.csv", truth: "testdata/contacts.truth.csv", floor: .98},
		{name: "clients_fr_excel", own: true, records: "testdata/clients_fr_excel.csv", truth: "testdata/clients_fr_excel.truth.csv", floor: .95},
		made("products", .84), made("companies", .89), made("citations", .97), made("citations_text", .91),
		made("songs", .90), made("books", .98), made("films", .95), made("voters", .94),
		{name: "fake_1000", floor: .97, peer: .965, by: "dedupe, 66 labels"},
		{name: "febrl3", floor: .9999, peer: 1, by: "Splink, tuned"},
		{name: "historical_50k", floor: .93, peer: .847, by: "GoldenMatch"},
		{name: "chicago_sites", floor: .95, peer: .942, by: "dedupe, 100 labels"},
		{name: "fodors_zagats", floor: .96, peer: .960, by: "dedupe, 100 labels"},
	}
}

// made is a set of testdata/lists.
func made(name string, floor float64) set {
	return set{name: name, own: true, records: "testdata/lists/" + name + ".csv", truth: "testdata/lists/" + name + ".truth.csv", floor: floor}
}

// choose returns the sets of these names, or all.
func choose(names []string) ([]set, error) {
	all := sets()
	if len(names) == 0 {
		return all, nil
	}
	var chosen []set
	for _, n := range names {
		i := slices.IndexFunc(all, func(s set) bool { return s.name == n })
		if i < 0 {
			return nil, fmt.Errorf("there is no set %q", n)
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

// cut is a set made ready: the records without their clusters, and these
// apart.
type cut struct {
	records, truth string // files
	result, state  string // folders
	rows           int
}

// prepare makes a set ready.
func (b *bench) prepare(s set) (*cut, error) {
	if s.own {
		c := b.cut("accuracy", s.name)
		c.records, c.truth = filepath.Join(b.root, s.records), filepath.Join(b.root, s.truth)
		rows, err := countRows(c.truth)
		c.rows = rows
		return c, err
	}
	return b.without(filepath.Join(b.shared, "data", s.name, "records.csv"), b.cut("accuracy", s.name))
}

func (b *bench) cut(folder, name string) *cut {
	dir := filepath.Join(b.work, folder, name)
	return &cut{
		records: filepath.Join(dir, "records.csv"), truth: filepath.Join(dir, "truth.csv"),
		result: filepath.Join(dir, "result"), state: filepath.Join(dir, "state"),
	}
}

// without writes the records of a file without their column cluster, and id
// and cluster beside them.
func (b *bench) without(from string, c *cut) (_ *cut, err error) {
	in, err := os.Open(from)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(c.records), 0o755); err != nil {
		return nil, err
	}
	records, err := create(c.records)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, records.close()) }()
	truth, err := create(c.truth)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, truth.close()) }()

	r := csv.NewReader(bufio.NewReaderSize(in, 1<<16))
	r.ReuseRecord = true
	id, cluster := -1, -1
	for line := 0; ; line++ {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			c.rows = max(0, line-1)
			return c, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", from, err)
		}
		if line == 0 {
			id, cluster = slices.Index(rec, "id"), slices.Index(rec, "cluster")
			if id < 0 || cluster < 0 {
				return nil, fmt.Errorf("%s: no columns id and cluster", from)
			}
		}
		if err := truth.Write([]string{rec[id], rec[cluster]}); err != nil {
			return nil, err
		}
		if err := records.Write(slices.Delete(rec, cluster, cluster+1)); err != nil {
			return nil, err
		}
	}
}

// csvFile is a CSV file that is being written.
type csvFile struct {
	*csv.Writer
	f *os.File
}

func create(path string) (*csvFile, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &csvFile{csv.NewWriter(f), f}, nil
}

func (c *csvFile) close() error {
	c.Flush()
	return errors.Join(c.Error(), c.f.Close())
}

// countRows returns the records of a CSV file with a header.
func countRows(path string) (n int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.ReuseRecord = true
	for n = -1; ; n++ {
		if _, err := r.Read(); errors.Is(err, io.EOF) {
			return max(0, n), nil
		} else if err != nil {
			return 0, fmt.Errorf("%s: %w", path, err)
		}
	}
}
