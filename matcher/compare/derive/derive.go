// Package derive makes columns out of columns, so that what one says is not
// counted again in another, and tells how much a column says.
package derive

import (
	"math"
	"strings"

	"github.com/onefold/onefold/matcher/compare/kernel"
	"github.com/onefold/onefold/record"
)

// Without returns the words of a whole name that are in neither the given nor the
// family name of the record, so that nothing is counted twice.
func Without(whole *record.Codes, parts ...*record.Codes) *record.Codes {
	coder := record.NewCoder(whole.Len())
	var left []byte
	for r, c := range whole.Of {
		left = left[:0]
	next:
		for w := range strings.FieldsSeq(strings.ReplaceAll(whole.Value(c), "\x1e", " ")) {
			for _, t := range parts {
				if kernel.HasToken(valueOf(t, record.Row(r)), w) {
					continue next
				}
			}
			if len(left) > 0 {
				left = append(left, ' ')
			}
			left = append(left, w...)
		}
		coder.Add(left)
	}
	return coder.Codes()
}

// Elsewhere returns the values of a text without the words that are the town of
// the same record: what the place says must not be counted twice. A text that is
// nothing but its town stays.
func Elsewhere(own, town *record.Codes) *record.Codes {
	if town == nil {
		return own
	}
	coder := record.NewCoder(own.Len())
	var left []byte
	for r, c := range own.Of {
		whole, of := own.Value(c), town.Value(town.Of[r])
		left = left[:0]
		if of != "" {
			for w := range strings.FieldsSeq(whole) {
				if kernel.HasToken(of, w) {
					continue
				}
				if len(left) > 0 {
					left = append(left, ' ')
				}
				left = append(left, w...)
			}
		}
		if len(left) == 0 {
			left = append(left, whole...)
		}
		coder.Add(left)
	}
	return coder.Codes()
}

// valueOf returns the value of a row, "" where there is no column.
func valueOf(c *record.Codes, r record.Row) string {
	if c == nil {
		return ""
	}
	return c.Value(c.Of[r])
}

// Entropy returns the bits that a value of the column tells on average.
func Entropy(c *record.Codes) float64 {
	n := float64(c.Len())
	var h float64
	for code, k := range c.Count {
		if code > 0 && k > 0 {
			h -= float64(k) / n * math.Log2(float64(k)/n)
		}
	}
	return h
}
