package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// linkSet is labelled data in two sources.
type linkSet struct {
	set
	tables [2]string                  // below the module or the shared folder
	split  func(id string, n int) int // of a set in one file: the source of a record, the n-th of its cluster
}

// linkSets returns all of them: two that are of two sources by nature, this
// repository's registers, and sets of one source that are split by their truth.
func linkSets() []linkSet {
	return []linkSet{
		{
			set:    set{name: "members_donors", own: true, truth: "testdata/members_donors.truth.csv", floor: .98},
			tables: [2]string{"testdata/members_fr.csv", "testdata/donors_en.csv"},
		},
		{
			set: set{name: "contacts split", own: true, records: "testdata/contacts.csv", truth: "testdata/contacts.truth.csv", floor: .98},
			// By turns, so that either side also holds duplicates.
			split: func(_ string, n int) int { return n % 2 },
		},
		{
			set:    set{name: "dblp_acm", truth: "data/dblp_acm/pairs.csv", floor: .99, peer: .991, by: "Splink, tuned"},
			tables: [2]string{"data/dblp_acm/tableA.csv", "data/dblp_acm/tableB.csv"},
		},
		{
			set: set{name: "fodors_zagats split", records: "data/fodors_zagats/records.csv", floor: .98, peer: .960, by: "dedupe, 100 labels, as one source"},
			split: func(id string, _ int) int { // the ids of the second guide are lower
				if len(id) == 3 && id >= "534" || len(id) > 3 {
					return 0
				}
				return 1
			},
		},
		{
			set: set{name: "febrl3 split", records: "data/febrl3/records.csv", floor: .998},
			split: func(id string, _ int) int {
				if strings.HasSuffix(id, "-org") {
					return 0
				}
				return 1
			},
		},
	}
}

// chooseLinks returns the sets of these names, or all, and the names of others.
func chooseLinks(names []string) (chosen []linkSet, others []string) {
	all := linkSets()
	if len(names) == 0 {
		return all, nil
	}
	for _, n := range names {
		if i := slices.IndexFunc(all, func(s linkSet) bool { return s.name == n }); i >= 0 {
			chosen = append(chosen, all[i])
		} else {
			others = append(others, n)
		}
	}
	return chosen, others
}

// pair is two sources made ready, and the truth.
type pair struct {
	cut
	tables [2]string
}

func (b *bench) prepareLink(s linkSet) (*pair, error) {
	base := b.shared
	if s.own {
		base = b.root
	}
	p := &pair{cut: *b.cut("accuracy", strings.ReplaceAll(s.name, " ", "_"))}
	if s.split == nil {
		p.truth = filepath.Join(base, s.truth)
		for i, t := range s.tables {
			p.tables[i] = filepath.Join(base, t)
			n, err := countRows(p.tables[i])
			if err != nil {
				return nil, err
			}
			p.rows += n
		}
		return p, nil
	}
	return p, b.part(s, filepath.Join(base, s.records), p)
}

// part splits the records of one file into two and writes the true pairs
// between them.
func (b *bench) part(s linkSet, from string, p *pair) (err error) {
	head, records, err := readAll(from)
	if err != nil {
		return err
	}
	clusters := map[string]string{}
	id, cluster := 0, slices.Index(head, "cluster")
	if cluster >= 0 {
		id = slices.Index(head, "id")
		for _, r := range records {
			clusters[r[id]] = r[cluster]
		}
	} else {
		_, labels, err := readAll(filepath.Join(b.root, s.truth))
		if err != nil {
			return err
		}
		for _, r := range labels {
			clusters[r[0]] = r[1]
		}
	}
	dir := filepath.Dir(p.records)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var files [2]*csvFile
	for i, name := range []string{"a.csv", "b.csv"} {
		p.tables[i] = filepath.Join(dir, name)
		if files[i], err = create(p.tables[i]); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, files[i].close()) }()
		if err := files[i].Write(without(head, cluster)); err != nil {
			return err
		}
	}
	truth, err := create(p.truth)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, truth.close()) }()
	var sides [2]map[string][]string
	sides[0], sides[1] = map[string][]string{}, map[string][]string{}
	seen := map[string]int{}
	for _, r := range records {
		c := clusters[r[id]]
		to := s.split(r[id], seen[c])
		seen[c]++
		sides[to][c] = append(sides[to][c], r[id])
		if err := files[to].Write(without(r, cluster)); err != nil {
			return err
		}
	}
	p.rows = len(records)
	if err := truth.Write([]string{"id_a", "id_b"}); err != nil {
		return err
	}
	for _, r := range records {
		if c := clusters[r[id]]; slices.Contains(sides[0][c], r[id]) {
			for _, other := range sides[1][c] {
				if err := truth.Write([]string{r[id], other}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// without returns a row less one column; -1 is none.
func without(row []string, column int) []string {
	if column < 0 {
		return row
	}
	return slices.Delete(slices.Clone(row), column, column+1)
}

// readAll reads a small CSV file.
func readAll(path string) (head []string, rows [][]string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	if head, err = r.Read(); err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	if rows, err = r.ReadAll(); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	return head, rows, nil
}

// link runs onefold link on the two sources of a set, from nothing, and
// measures its clusters by the pairs between them.
func (b *bench) link(ctx context.Context, p *pair) (s scores, u usage, err error) {
	for _, old := range []string{p.result, p.state} {
		if err := os.RemoveAll(old); err != nil {
			return s, u, err
		}
	}
	if _, u, err = run(ctx, nil, b.program, "link", p.tables[0], p.tables[1], "-o", p.result, "--state", p.state, "--quiet"); err != nil {
		return s, u, err
	}
	s, err = b.evaluate(ctx, filepath.Join(p.result, "clusters.csv"), p.truth)
	return s, u, err
}
