package crmtest

import (
	"fmt"
	"slices"
	"strings"
)

// Found is a reference that discovery told of.
type Found struct {
	Table      string
	Columns    []string
	Shared     bool // a row that shares the record's key: neither right nor wrong
	Confidence float64
}

// The confidences from which a reference counts as found and as sure.
const (
	likely = 0.5
	sure   = 0.95
)

// Score counts what was found of what is true.
type Score struct {
	True, Found, Sure, Wrong, WrongSure int
	Missed, False                       []string // for people
}

// Add adds the counts of another score.
func (s *Score) Add(o Score) {
	s.True += o.True
	s.Found += o.Found
	s.Sure += o.Sure
	s.Wrong += o.Wrong
	s.WrongSure += o.WrongSure
	s.Missed, s.False = append(s.Missed, o.Missed...), append(s.False, o.False...)
}

// Recall returns the share of what is true that was found.
func (s *Score) Recall() float64 { return share(s.Found, s.True) }

// SureRecall returns the share of what is true that was found and sure.
func (s *Score) SureRecall() float64 { return share(s.Sure, s.True) }

// Precision returns the share of what was told as likely that is true.
func (s *Score) Precision() float64 { return share(s.Found, s.Found+s.Wrong) }

// SurePrecision returns the share of what was told as sure that is true.
func (s *Score) SurePrecision() float64 { return share(s.Sure, s.Sure+s.WrongSure) }

func share(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// place names a place whatever the order of its columns.
func place(table string, columns []string) string {
	c := slices.Clone(columns)
	slices.Sort(c)
	return strings.ToLower(table + "." + strings.Join(c, "+"))
}

// Score holds what was found for a target against the truth. What points at a
// base of the target counts.
func (d *Database) Score(target string, found []Found) Score {
	targets := []string{target}
	for b := d.Bases[target]; b != ""; b = d.Bases[b] {
		targets = append(targets, b)
	}
	truth := map[string]bool{}
	for _, t := range d.Truth {
		if slices.Contains(targets, t.Target) {
			truth[place(t.Table, strings.Split(t.Columns, "+"))] = true
		}
	}
	return Compare(truth, found)
}

// Compare holds what was found against places as Place names them.
func Compare(truth map[string]bool, found []Found) Score {
	s := Score{True: len(truth)}
	best := map[string]float64{}
	for _, f := range found {
		if p := place(f.Table, f.Columns); !f.Shared || truth[p] {
			best[p] = max(best[p], f.Confidence)
		}
	}
	for p, c := range best {
		switch {
		case truth[p] && c >= likely:
			s.Found++
			if c >= sure {
				s.Sure++
			}
		case !truth[p] && c >= likely:
			s.Wrong++
			s.False = append(s.False, fmt.Sprintf("%s %.2f", p, c))
			if c >= sure {
				s.WrongSure++
			}
		}
	}
	for p := range truth {
		if best[p] < likely {
			s.Missed = append(s.Missed, fmt.Sprintf("%s %.2f", p, best[p]))
		}
	}
	slices.Sort(s.Missed)
	slices.Sort(s.False)
	return s
}

// Place names a place as Compare does.
func Place(table string, columns ...string) string { return place(table, columns) }
