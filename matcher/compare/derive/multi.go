package derive

import (
	"strings"

	"github.com/onefold/onefold/record"
)

// Multi is a field of which a record may have several values.
type Multi struct {
	Codes  *record.Codes // distinct values; Of is used only while every record has at most one
	starts []uint32      // nil while every record has at most one
	codes  []record.Code
}

// Single says that every record has at most one value.
func (m *Multi) Single() bool { return m.starts == nil }

// Row returns the codes of the values of row r, which the caller must not change.
func (m *Multi) Row(r record.Row) []record.Code {
	if m.starts == nil {
		if m.Codes.Of[r] == 0 {
			return nil
		}
		return m.Codes.Of[r : r+1]
	}
	return m.codes[m.starts[r]:m.starts[r+1]]
}

// NewMulti unites columns whose cells may hold several values separated by sep.
func NewMulti(columns []*record.Codes, sep string) *Multi {
	if len(columns) == 1 {
		single := true
		for c := range columns[0].Count {
			if strings.Contains(columns[0].Value(record.Code(c)), sep) {
				single = false
				break
			}
		}
		if single {
			return &Multi{Codes: columns[0]}
		}
	}
	coder := record.NewCoder(0)
	parts := make([][][]record.Code, len(columns)) // column → code → codes of its parts
	for k, col := range columns {
		parts[k] = make([][]record.Code, len(col.Count))
		for c := 1; c < len(col.Count); c++ {
			for v := range strings.SplitSeq(col.Value(record.Code(c)), sep) {
				if code := coder.Intern([]byte(v)); code != 0 {
					parts[k][c] = append(parts[k][c], code)
				}
			}
		}
	}
	n := columns[0].Len()
	m := &Multi{Codes: coder.Codes(), starts: make([]uint32, n+1)}
	for r := range n {
		lo := len(m.codes)
		for k, col := range columns {
		next:
			for _, code := range parts[k][col.Of[r]] {
				for _, had := range m.codes[lo:] {
					if had == code {
						continue next
					}
				}
				m.codes = append(m.codes, code)
				m.Codes.Count[code]++
			}
		}
		m.starts[r+1] = uint32(len(m.codes))
	}
	return m
}
