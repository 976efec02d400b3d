package score

import (
	"encoding/json"
	"errors"
	"fmt"
)

// errModel says that stored probabilities are not those of a model.
var errModel = errors.New("not a model")

// UnmarshalJSON reads a model that encoding/json has written. It scores as the
// one that was written does, to the bit.
func (m *Model) UnmarshalJSON(b []byte) error {
	type plain Model
	var p plain
	if err := json.Unmarshal(b, &p); err != nil {
		return err
	}
	if err := (*Model)(&p).check(); err != nil {
		return fmt.Errorf("%w: %w", errModel, err)
	}
	*m = Model(p)
	m.tabulate()
	if m.Learned != nil {
		m.add(m.Learned)
	}
	return nil
}

// check reports what would make scoring fail.
func (m *Model) check() error {
	n := len(m.Classes)
	if n < 2 || n > MaxClasses {
		return fmt.Errorf("%d classes", n)
	}
	if len(m.Share) != n || len(m.Prob) != n || len(m.Setting) != n {
		return errors.New("not the same number of classes everywhere")
	}
	comparisons := len(m.Prob[0])
	if comparisons > background {
		return fmt.Errorf("%d comparisons", comparisons)
	}
	levels := func(i int, p []float64) error {
		if len(p) < 2 || len(p) > 16 || len(p) != len(m.Prob[0][i]) {
			return fmt.Errorf("%d levels of comparison %d", len(p)-1, i)
		}
		for _, x := range p {
			if !(x >= 0 && x <= 1) {
				return errors.New("a probability that is none")
			}
		}
		return nil
	}
	for k := range n {
		if len(m.Prob[k]) != comparisons || len(m.Classes[k].Pinned) != comparisons {
			return errors.New("not the same number of comparisons everywhere")
		}
		if s := m.Classes[k].Same; s != nil && len(s) != comparisons {
			return errors.New("not the same number of comparisons everywhere")
		}
		for i, p := range m.Prob[k] {
			if err := levels(i, p); err != nil {
				return err
			}
		}
	}
	for f := range Backgrounds {
		if len(m.Chance[f]) != comparisons {
			return errors.New("not the same number of comparisons everywhere")
		}
		for i, p := range m.Chance[f] {
			if err := levels(i, p); err != nil {
				return err
			}
		}
	}
	if l := m.Learned; l != nil {
		if len(l.Delta) != comparisons {
			return errors.New("not the same number of comparisons everywhere")
		}
		for i, d := range l.Delta {
			if len(d) != len(m.Prob[0][i]) {
				return fmt.Errorf("%d levels of comparison %d", len(d)-1, i)
			}
		}
	}
	return nil
}
