package pipeline

import (
	"context"
	"strings"
	"sync"

	"github.com/onefold/onefold/normalize"
	"github.com/onefold/onefold/record"
)

// Standard is a column in its standard form. A cell is an entry of Cells; most
// rows share theirs with others, so each distinct value is standardised once.
type Standard struct {
	Kind   record.Kind
	Keys   *record.Codes // matching keys, by row
	Of     []record.Code // row → cell
	Cells  []Cell        // cell 0 is blank
	Counts []uint32      // rows that have the cell
}

// Cell is a distinct value in its standard form.
type Cell struct {
	Standard   string
	Suggestion string
	Reason     string
	State      record.State
	Valid      bool
}

// Standardise puts every column into its standard form.
func (j *Job) Standardise(ctx context.Context) error {
	return j.stage("standardise", func() error {
		j.Standards = make([]*Standard, len(j.Columns))
		regions := j.regions()
		for i, f := range j.Inference.Fields {
			if err := ctx.Err(); err != nil {
				return err
			}
			n := j.Registry[f.Kind]
			if n == nil {
				n = j.Registry[record.Text]
			}
			var row *record.Codes
			if f.Kind == record.Phone || f.Kind == record.Postcode {
				row = regions
			}
			j.Standards[i] = standardise(j.Columns[i].Codes, row, f.Kind, n, f.Context, j.Workers)
			j.Progress("standardise", int64(i+1), int64(len(j.Columns)))
		}
		return nil
	})
}

// regions returns the country of each row as ISO codes, or nil where no column
// tells.
func (j *Job) regions() *record.Codes {
	for i, f := range j.Inference.Fields {
		if f.Kind == record.Country && !strings.Contains(f.Group, ":") {
			return standardise(j.Columns[i].Codes, nil, f.Kind, j.Registry[f.Kind], f.Context, j.Workers).Keys
		}
	}
	return nil
}

// standardise normalizes the distinct values of a column, or its distinct
// pairs of value and region.
func standardise(raw, region *record.Codes, kind record.Kind, n normalize.Normalizer, c normalize.Context, workers int) *Standard {
	s := &Standard{Kind: kind, Of: raw.Of, Counts: raw.Count}
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
	s.Cells = make([]Cell, len(cells))
	s.Cells[0] = Cell{State: record.Empty, Valid: true}
	keys := make([]string, len(cells))
	regions := map[record.Code]normalize.Context{0: c}
	if region != nil {
		for code := 1; code < len(region.Count); code++ {
			rc := c
			rc.Region = strings.ToUpper(region.Value(record.Code(code)))
			regions[record.Code(code)] = rc
		}
	}
	var wg sync.WaitGroup
	for w := range workers {
		lo, hi := len(cells)*w/workers, len(cells)*(w+1)/workers
		wg.Go(func() {
			for i := max(lo, 1); i < hi; i++ {
				in := raw.Value(cells[i].value)
				v := n.Normalize(in, regions[cells[i].region])
				s.Cells[i] = Cell{Standard: shared(v.Standard, in), Suggestion: v.Suggestion, Reason: v.Reason, State: v.State, Valid: v.Valid}
				keys[i] = v.Key
			}
		})
	}
	wg.Wait()
	coder := record.NewCoder(len(raw.Of))
	code := make([]record.Code, len(cells))
	for i, k := range keys {
		code[i] = coder.Intern([]byte(k))
	}
	for _, cell := range s.Of {
		coder.AddCode(code[cell])
	}
	s.Keys = coder.Codes()
	return s
}

// shared returns s, as the bytes of in where they are the same, so that a
// column that is in standard form already takes no second copy.
func shared(s, in string) string {
	if s == in {
		return in
	}
	return s
}
