package standard

import (
	"slices"
	"strings"
	"sync"

	"github.com/onefold/onefold/normalize"
	"github.com/onefold/onefold/record"
)

// Column is a column in its standard form. A cell is a distinct value, or a
// distinct value in one region; most rows share theirs with others, so each is
// standardised once.
type Column struct {
	Kind   record.Kind
	Keys   *record.Codes // matching keys, by row
	Of     []record.Code // row → cell; cell 0 is blank
	Counts []uint32      // rows that have the cell

	flags       []uint8 // state, and the bit valid
	reason      []uint8 // index into reasons
	reasons     []string
	text        *record.Column // standard form; Null: not kept
	suggestions map[record.Code]string
}

// valid is the bit of flags that says so; the bits below are the state.
const valid = 1 << 2

// Cell is a distinct value in its standard form.
type Cell struct {
	Standard   string // "" where Make was not to keep it
	Suggestion string
	Reason     string
	State      record.State
	Valid      bool
}

// Cells returns the number of cells, the blank one counted.
func (s *Column) Cells() int { return len(s.flags) }

// Valid reports whether the cell keeps the rules of its kind.
func (s *Column) Valid(c record.Code) bool { return s.flags[c]&valid != 0 }

// Cell returns what is known of a cell.
func (s *Column) Cell(c record.Code) Cell {
	cell := Cell{Reason: s.reasons[s.reason[c]], State: record.State(s.flags[c] & 3), Valid: s.Valid(c), Suggestion: s.suggestions[c]}
	if s.text != nil {
		cell.Standard = s.text.Value(record.Row(c))
	}
	return cell
}

// Make normalizes the distinct values of a column, or its distinct pairs of
// value and region where region is not nil. keep says whether the standard
// forms themselves are needed, beside their keys.
func Make(raw, region *record.Codes, kind record.Kind, n normalize.Normalizer, c normalize.Context, workers int, keep bool) *Column {
	s := &Column{Kind: kind, Of: raw.Of, Counts: raw.Count}
	type cellKey struct{ value, region record.Code }
	cells := make([]cellKey, len(raw.Count))
	for i := range cells {
		cells[i].value = record.Code(i)
	}
	if region != nil {
		index := make(map[cellKey]record.Code, len(raw.Count))
		cells, s.Of, s.Counts = cells[:1], make([]record.Code, len(raw.Of)), make([]uint32, 1, len(raw.Count))
		for r, v := range raw.Of {
			if v == 0 {
				s.Counts[0]++
				continue
			}
			k := cellKey{v, region.Of[r]}
			cell, ok := index[k]
			if !ok {
				cell = record.Code(len(cells))
				index[k] = cell
				cells = append(cells, k)
				s.Counts = append(s.Counts, 0)
			}
			s.Of[r] = cell
			s.Counts[cell]++
		}
	}
	regions := map[record.Code]normalize.Context{0: c}
	if region != nil {
		for code := 1; code < len(region.Count); code++ {
			rc := c
			rc.Region = strings.ToUpper(region.Value(record.Code(code)))
			regions[record.Code(code)] = rc
		}
	}
	// Values are normalized a chunk at a time by all workers, and taken in order,
	// so that memory holds little more than what is kept.
	s.flags, s.reason = make([]uint8, len(cells)), make([]uint8, len(cells))
	s.flags[0] = uint8(record.Empty) | valid
	s.reasons = []string{""}
	if keep {
		s.text = new(record.Column)
		s.text.AppendState(record.Empty)
	}
	coder := record.NewCoder(len(raw.Of))
	code := make([]record.Code, len(cells))
	done := make([]normalize.Value, min(len(cells), chunk))
	for from := 1; from < len(cells); from += chunk {
		part := cells[from:min(from+chunk, len(cells))]
		var wg sync.WaitGroup
		for w := range workers {
			lo, hi := len(part)*w/workers, len(part)*(w+1)/workers
			wg.Go(func() {
				for i := lo; i < hi; i++ {
					done[i] = n.Normalize(raw.Value(part[i].value), regions[part[i].region])
				}
			})
		}
		wg.Wait()
		for i := range part {
			c := record.Code(from + i)
			s.take(c, &done[i])
			code[c] = coder.Intern([]byte(done[i].Key))
			if keep {
				s.text.AppendString(done[i].Standard)
			}
		}
	}
	for _, cell := range s.Of {
		coder.AddCode(code[cell])
	}
	s.Keys = coder.Codes()
	return s
}

// chunk is the number of distinct values that are normalized at a time.
const chunk = 1 << 15

func (s *Column) take(c record.Code, v *normalize.Value) {
	s.flags[c] = uint8(v.State) & 3
	if v.Valid {
		s.flags[c] |= valid
	}
	if v.Suggestion != "" {
		if s.suggestions == nil {
			s.suggestions = map[record.Code]string{}
		}
		s.suggestions[c] = v.Suggestion
	}
	if v.Reason == "" {
		return
	}
	i := slices.Index(s.reasons, v.Reason)
	if i < 0 {
		if len(s.reasons) > 255 {
			i = 0
		} else {
			i = len(s.reasons)
			s.reasons = append(s.reasons, v.Reason)
		}
	}
	s.reason[c] = uint8(i)
}
