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
	for k, i := range sc.costly {
		if cap(sc.glance[k]) < len(pairs) {
			sc.glance[k] = make([]compare.Level, 2*len(pairs))
		}
		sc.glance[k] = sc.glance[k][:len(pairs)]
		s.l.set.Comparisons[i].(compare.Glancer).Glance(pairs, sc.glance[k])
	}
	s.left = s.left[:0]
	for k, p := range pairs {
		if most, likely := sc.bits(s, k); most < keep-slack {
			s.bins[BinOf(max(-60, likely))]++
			continue
		}
		to := len(s.left)
		s.left = append(s.left, p)
		s.apart[to] = s.apart[k]
		for _, i := range sc.cheap {
			s.levels[i][to], s.adjust[i][to] = s.levels[i][k], s.adjust[i][k]
		}
	}
	s.size(len(s.left))
	for _, i := range sc.costly {
		s.one(i, s.left, true)
	}
	return s.left
}

// bits returns the bits that pair k of the cheap comparisons and glances has at
// most, and likely.
func (sc *screen) bits(s *scorer, k int) (most, likely float32) {
	f := s.apart[k]
	most = sc.bounds.Prior(f)
	for _, i := range sc.cheap {
		most += sc.bounds.Weight(f, i, s.levels[i][k]) + s.adjust[i][k]
	}
	likely = most
	for c, i := range sc.costly {
		switch sc.glance[c][k] {
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
