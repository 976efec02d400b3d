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
	Of     []record.Code // row → cell; cell 0 is blank. nil once slim
	Counts []uint32      // rows that have the cell; nil once slim

	flags       []uint8 // state, and the bit valid
	reason      []uint8 // index into reasons
	reasons     []string
	text        *record.Column // standard form; nil: not kept
	suggestions map[record.Code]string
	slim        *rows // what is left of the above
}

// rows is what a slim column knows of its rows.
type rows struct {
	valid         []uint64 // a bit a row
	filled, right int      // how many have a value, how many of these are valid
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

// Text returns the standard forms of the cells, nil where they are not kept.
func (s *Column) Text() *record.Column { return s.text }

// StandardAt returns the standard form of a row, "" where Make was not to keep it.
func (s *Column) StandardAt(r record.Row) string {
	if s.text == nil {
		return ""
	}
	return s.text.Value(record.Row(s.Of[r]))
}

// ValidAt reports whether the value of a row keeps the rules of its kind.
func (s *Column) ValidAt(r record.Row) bool {
	if s.slim != nil {
		return s.slim.valid[r/64]>>(r%64)&1 != 0
	}
	return s.Valid(s.Of[r])
}

// Filled returns how many rows have a value, and how many of these are valid.
func (s *Column) Filled() (filled, right int) {
	if s.slim != nil {
		return s.slim.filled, s.slim.right
	}
	for k := 1; k < s.Cells(); k++ {
		filled += int(s.Counts[k])
		if s.Valid(record.Code(k)) {
			right += int(s.Counts[k])
		}
	}
	return filled, right
}

// Slim lets go of the cells and of which row has which: what is left are the
// keys, and which rows are valid. A column that keeps its standard forms stays
// as it is.
func (s *Column) Slim() {
	if s.text != nil || s.slim != nil || s.flags == nil {
		return
	}
	left := &rows{valid: make([]uint64, (len(s.Of)+63)/64)}
	left.filled, left.right = s.Filled()
	for r, c := range s.Of {
		if s.Valid(c) {
			left.valid[r/64] |= 1 << (r % 64)
		}
	}
	s.slim = left
	s.Of, s.Counts, s.flags, s.reason, s.reasons, s.suggestions = nil, nil, nil, nil, nil, nil
}

// Own makes the column of ids of which every row has its own: they are their
// own keys.
func Own(raw *record.Codes, kind record.Kind) *Column {
	s := &Column{Kind: kind, Keys: raw, Of: raw.Of, Counts: raw.Count, reasons: []string{""}}
	s.flags, s.reason = make([]uint8, len(raw.Count)), make([]uint8, len(raw.Count))
	for c := range s.flags {
		s.flags[c] = uint8(record.Present) | valid
	}
	s.flags[0] = uint8(record.Empty) | valid
	return s
}

// cell is a distinct value in a region.
type cell struct{ value, region record.Code }

// cellsOf finds the distinct pairs of value and region.
func (s *Column) cellsOf(raw, region *record.Codes) []cell {
	cells := make([]cell, 1, len(raw.Count))
	s.Of, s.Counts = make([]record.Code, len(raw.Of)), make([]uint32, 1, len(raw.Count))
	// Nearly all values are of one region: the cells of a value are a list.
	first, next := make([]record.Code, len(raw.Count)), make([]record.Code, 1, len(raw.Count))
	for r, v := range raw.Of {
		if v == 0 {
			s.Counts[0]++
			continue
		}
		in := region.Of[r]
		c := first[v]
		for c != 0 && cells[c].region != in {
			c = next[c]
		}
		if c == 0 {
			c = record.Code(len(cells))
			cells, next, s.Counts = append(cells, cell{v, in}), append(next, first[v]), append(s.Counts, 0)
			first[v] = c
		}
		s.Of[r] = c
		s.Counts[c]++
	}
	return cells
}

// Make normalizes the distinct values of a column, or its distinct pairs of
// value and region where region is not nil. keep says whether the standard
// forms themselves are needed, beside their keys.
func Make(raw, region *record.Codes, kind record.Kind, n normalize.Normalizer, c normalize.Context, workers int, keep bool) *Column {
	s := &Column{Kind: kind, Of: raw.Of, Counts: raw.Count}
	c.KeysOnly = !keep
	contexts := []normalize.Context{c}
	var cells []cell
	if region == nil {
		cells = make([]cell, len(raw.Count))
		for i := range cells {
			cells[i].value = record.Code(i)
		}
	} else {
		cells = s.cellsOf(raw, region)
		for code := 1; code < len(region.Count); code++ {
			c.Region = strings.ToUpper(region.Value(record.Code(code)))
			contexts = append(contexts, c)
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
					done[i] = n.Normalize(raw.Value(part[i].value), contexts[part[i].region])
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
