package compare

import (
	"github.com/onefold/onefold/matcher/compare/kernel"
	"github.com/onefold/onefold/record"
)

// lone is a phrase that is all there is to compare. Counts of agreeing pairs
// then can't tell chance from truth, since nothing else speaks; but the words
// can: that two records share several rare words by chance is as unlikely as
// the product of the words' frequencies. The comparison's adjustment is that
// whole unlikeliness in bits, and the level's own chance is left at 1.
type lone struct {
	*phrase
	bits []float32 // of each value: what its words tell together
}

func newLone(p *phrase) *lone {
	p.spec.Informed = true
	return &lone{phrase: p, bits: p.words.Information()}
}

func (l *lone) Levels(pairs []record.Pair, out []Level, adjust []float32, s *Scratch) {
	l.phrase.Levels(pairs, out, nil, s)
	if adjust == nil {
		return
	}
	rows := l.text.rows
	for i, p := range pairs {
		a, b := rows.of(p.A), rows.of(p.B)
		switch {
		case out[i] == Missing || out[i] == phraseElse:
		case a == b:
			adjust[i] += l.bits[a]
		default:
			adjust[i] += l.weigh(a, b, s)
		}
	}
}

// against is what a bit of words that only one of two values has speaks
// against them, beside a bit of words that both have.
const against = .4

// weigh returns the bits for two values that differ.
func (l *lone) weigh(a, b record.Code, s *Scratch) float32 {
	w := l.words
	x, y := l.bits[a], l.bits[b]
	if kernel.EqualButSpaces(w.Codes.Value(a), w.Codes.Value(b)) {
		return min(x, y)
	}
	g := w.Agree(a, b, 0, 0, &s.Scratch)
	inA, inB := g.InA, g.InB
	if inA == 0 {
		return .5 * min(x, y) // initials
	}
	fa, fb := min(1, inA/w.Total(a)), min(1, inB/w.Total(b))
	return min(x*fa, y*fb) - against*(x*(1-fa)+y*(1-fb))
}
