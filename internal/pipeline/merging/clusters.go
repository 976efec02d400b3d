package merging

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/onefold/onefold/internal/plan/build"
)

// ErrClusters is a file of clusters that cannot be used.
var ErrClusters = errors.New("the clusters cannot be used")

// ReadClusters reads a CSV file with the header id,cluster or id,cluster,master;
// further columns don't count. It returns the clusters of two records and more, in
// order of their first record, and the SHA-256 of the file. name stands for the
// file in errors.
func ReadClusters(r io.Reader, name string) ([]build.Input, string, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, "", fmt.Errorf("read %s: %w", name, err)
	}
	sum := sha256.Sum256(data)
	c := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	c.FieldsPerRecord = -1
	header, err := c.Read()
	if err != nil {
		return nil, "", fmt.Errorf("%s: no header id,cluster: %w", name, ErrClusters)
	}
	at := map[string]int{}
	for i, h := range header {
		at[strings.ToLower(strings.TrimSpace(h))] = i
	}
	id, hasID := at["id"]
	cluster, hasCluster := at["cluster"]
	master, hasMaster := at["master"]
	if !hasID || !hasCluster {
		return nil, "", fmt.Errorf("%s: the header is not id,cluster or id,cluster,master: %w", name, ErrClusters)
	}
	var all []build.Input
	place := map[string]int{}
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var at *csv.ParseError
		if errors.As(err, &at) {
			return nil, "", fmt.Errorf("%s:%d: not CSV: %w", name, at.StartLine, ErrClusters)
		}
		if err != nil {
			return nil, "", fmt.Errorf("read %s: %w", name, err)
		}
		line, _ := c.FieldPos(0)
		if max(id, cluster) >= len(row) || row[id] == "" || row[cluster] == "" {
			return nil, "", fmt.Errorf("%s:%d: id or cluster is missing: %w", name, line, ErrClusters)
		}
		i, known := place[row[cluster]]
		if !known {
			i = len(all)
			place[row[cluster]] = i
			all = append(all, build.Input{ID: row[cluster]})
		}
		g := &all[i]
		g.IDs = append(g.IDs, row[id])
		if hasMaster && master < len(row) && row[master] != "" {
			if g.Master != "" && g.Master != row[master] {
				return nil, "", fmt.Errorf("%s:%d: cluster %q has two masters: %w", name, line, row[cluster], ErrClusters)
			}
			g.Master = row[master]
		}
	}
	groups := all[:0]
	seen := map[string]bool{}
	for _, g := range all {
		for _, one := range g.IDs {
			if seen[one] {
				return nil, "", fmt.Errorf("%s: %q: %w", name, one, build.ErrTwice)
			}
			seen[one] = true
		}
		if len(g.IDs) > 1 {
			groups = append(groups, g)
		}
	}
	return groups, hex.EncodeToString(sum[:]), nil
}
