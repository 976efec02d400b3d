package comparison

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// ErrIDMap is a file that is no id map.
var ErrIDMap = errors.New("this is no id map")

// IDs says which old id is which record now. Chains are followed to their end.
type IDs map[string]string

// Now returns the current id.
func (m IDs) Now(id string) string {
	if now, ok := m[id]; ok {
		return now
	}
	return id
}

// flat follows chains; those that run in a circle are left out.
func (m IDs) flat() IDs {
	out := make(IDs, len(m))
	for old := range m {
		at := m[old]
		if _, more := m[at]; !more { // nearly always
			if at != old {
				out[old] = at
			}
			continue
		}
		seen := map[string]bool{old: true}
		for !seen[at] {
			seen[at] = true
			if next, ok := m[at]; ok {
				at = next
			}
		}
		if _, cycle := m[at]; !cycle {
			out[old] = at
		}
	}
	return out
}

// Answers are the ids of a table's own key, and of what its columns point at.
type Answers struct {
	Own   IDs
	Links []Link
}

// Link is a column with the id of a record that may have another now.
type Link struct {
	Column string
	IDs    IDs
	Type   string   // column that says whose id it is; "" where there is none
	Types  []string // its values that mean these ids
	Part   bool     // the row is a part of the record: it stays where the record stays
}

func (l *Link) holds(typed string) bool {
	return l.Type == "" || slices.Contains(l.Types, typed)
}

// ReadIDs reads an id map as onefold idmap writes it: a header with old_id,
// new_id and, for a map of several sources, source. It returns the ids of each
// source; "" is the source of a map that names none. Name stands for the file in
// errors.
func ReadIDs(r io.Reader, name string) (map[string]IDs, error) {
	c := csv.NewReader(r)
	c.ReuseRecord = true
	fault := func(line int, cause string) error { return fmt.Errorf("%s:%d: %s: %w", name, line, cause, ErrIDMap) }
	head, err := c.Read()
	if err != nil && !errors.Is(err, io.EOF) {
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			return nil, fault(parse.Line, parse.Err.Error())
		}
		return nil, err
	}
	column := func(want string) int {
		return slices.IndexFunc(head, func(h string) bool {
			return strings.EqualFold(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")), want)
		})
	}
	from, to, source := column("old_id"), column("new_id"), column("source")
	if from < 0 || to < 0 {
		return nil, fault(1, "the header has no old_id and new_id")
	}
	raw := map[string]IDs{}
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var parse *csv.ParseError
		switch {
		case errors.As(err, &parse):
			return nil, fault(parse.Line, parse.Err.Error())
		case err != nil:
			return nil, err
		}
		line, _ := c.FieldPos(0)
		switch {
		case row[from] == "" || row[to] == "":
			return nil, fault(line, "an id is empty")
		}
		of := ""
		if source >= 0 {
			of = strings.Clone(row[source])
		}
		if raw[of] == nil {
			raw[of] = IDs{}
		}
		if had, ok := raw[of][row[from]]; ok && had != row[to] {
			return nil, fault(line, "an old id has two new ones")
		}
		raw[of][strings.Clone(row[from])] = strings.Clone(row[to])
	}
	for of, m := range raw {
		raw[of] = m.flat()
	}
	return raw, nil
}
