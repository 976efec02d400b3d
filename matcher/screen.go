package matcher

import (
	"github.com/onefold/onefold/matcher/compare"
	"github.com/onefold/onefold/matcher/score"
	"github.com/onefold/onefold/record"
)

// screen drops pairs that cannot be kept whatever their costly comparisons say.
// Nine candidate pairs in ten are of strangers, and most of those are far from
// anything else.
type screen struct {
	bounds *score.Bounds
	costly []int // comparisons that are glanced at first, and made for the pairs that are left
	cheap  []int
	glance [][]compare.Level
}

// slack allows for what sums of float32 lose.
const slack = .05

// newScreen returns the screen for a model, nil where it would drop nothing or
// where what it needs to know does not hold.
func (l *Linker) newScreen(m *score.Model) *screen {
	if l.unscreened || l.cfg.without(PartFrequency) || len(l.set.Comparisons) < 3 {
		return nil
	}
	sc := &screen{bounds: m.Bounds()}
	if sc.bounds == nil {
		return nil
	}
	for i, c := range l.set.Comparisons {
		switch _, costly := c.(compare.Glancer); {
		case c.Spec().Informed:
			return nil
		case costly:
			sc.costly = append(sc.costly, i)
		default:
			sc.cheap = append(sc.cheap, i)
		}
	}
	if len(sc.costly) == 0 {
		return nil
	}
	sc.glance = make([][]compare.Level, len(sc.costly))
	return sc
}

// screened fills levels and adjust for the pairs whose log odds may be keep or
// more, and returns those; the others are counted as if what was not compared
// differed altogether, as it mostly does.
func (s *scorer) screened(pairs []record.Pair, keep float32) []record.Pair {
	sc := s.screen
	s.size(len(pairs))
	s.backgrounds(pairs)
	for _, i := range sc.cheap {
		s.one(i, pairs, true)
	}
	for c, i := range sc.costly {
		if cap(sc.glance[c]) < len(pairs) {
			sc.glance[c] = make([]compare.Level, 2*len(pairs))
		}
		sc.glance[c] = sc.glance[c][:len(pairs)]
		s.l.set.Comparisons[i].(compare.Glancer).Glance(pairs, sc.glance[c])
	}
	s.left = append(s.left[:0], pairs...)
	for c, i := range sc.costly {
		s.drop(c, keep)
		s.one(i, s.left, true)
	}
	return s.left
}

// drop drops pairs of left that cannot have keep bits, when all but the last
// comparisons from costly[from] on are made.
func (s *scorer) drop(from int, keep float32) {
	sc := s.screen
	n := 0
	for k, p := range s.left {
		most, likely := sc.bits(s, k, from)
		if most < keep-slack {
			s.bins[BinOf(max(-60, likely))]++
			continue
		}
		s.left[n] = p
		s.apart[n] = s.apart[k]
		for _, made := range [...][]int{sc.cheap, sc.costly[:from]} {
			for _, i := range made {
				s.levels[i][n], s.adjust[i][n] = s.levels[i][k], s.adjust[i][k]
			}
		}
		for c := from; c < len(sc.costly); c++ {
			sc.glance[c][n] = sc.glance[c][k]
		}
		n++
	}
	s.left = s.left[:n]
	s.size(n)
}

// bits returns the bits that pair k has at most, and likely, when all but the
// comparisons from costly[from] on are made.
func (sc *screen) bits(s *scorer, k, from int) (most, likely float32) {
	f := s.apart[k]
	most = sc.bounds.Prior(f)
	for _, i := range sc.cheap {
		most += sc.bounds.Weight(f, i, s.levels[i][k]) + s.adjust[i][k]
	}
	for _, i := range sc.costly[:from] {
		most += sc.bounds.Weight(f, i, s.levels[i][k]) + s.adjust[i][k]
	}
	likely = most
	for c, i := range sc.costly[from:] {
		switch sc.glance[from+c][k] {
		case compare.Missing:
		case 1:
			w := sc.bounds.Weight(f, i, 1)
			most += w + compare.MostAdjusted
			likely += w
		default:
			most += sc.bounds.Unequal(f, i)
			likely += sc.bounds.Different(f, i)
		}
	}
	return most, likely
}
