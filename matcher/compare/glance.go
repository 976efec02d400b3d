package compare

import "github.com/onefold/onefold/record"

// MostAdjusted is the most bits that the frequency of a value adds.
const MostAdjusted = 4

// Glancer is a Comparison that costs much more than seeing whether two values
// are the same.
type Glancer interface {
	// Glance writes Missing for the pairs in which a side has no value, 1 for
	// those whose values are the same, and 2 for all others, which Levels gives
	// no adjustment. Does not allocate.
	Glance(pairs []record.Pair, out []Level)
}

// Glance is a Glancer's.
func (p *phrase) Glance(pairs []record.Pair, out []Level) { p.text.rows.glance(pairs, out) }

// Glance is a Glancer's.
func (c *street) Glance(pairs []record.Pair, out []Level) { c.text.rows.glance(pairs, out) }

func (v view) glance(pairs []record.Pair, out []Level) {
	for i, p := range pairs {
		a, b := v.of(p.A), v.of(p.B)
		switch {
		case a == 0 || b == 0:
			out[i] = Missing
		case a == b:
			out[i] = 1
		default:
			out[i] = 2
		}
	}
}
