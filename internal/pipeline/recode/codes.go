package recode

import (
	"strings"

	"github.com/onefold/onefold/record"
)

// Codes in a text are worth a look of their own where this share of the values
// has one, and where a code is in as few records as this, or this share of them.
const (
	codesShare = .3
	codesMost  = 8
	codesRare  = .002
)

// CodeWords returns the codes, such as model numbers, that stand among the
// words of a folded text: rare words of letters and digits, Separator between
// several. It returns nil where the texts are not of the sort that has them.
func CodeWords(c *record.Codes) *record.Codes {
	df := map[string]int{}
	with := 0
	for k := 1; k < len(c.Count); k++ {
		some := false
		for w := range strings.FieldsSeq(c.Value(record.Code(k))) {
			if isCode(w) {
				df[w] += int(c.Count[k])
				some = true
			}
		}
		if some {
			with += int(c.Count[k])
		}
	}
	filled := c.Filled()
	if float64(with) < codesShare*float64(filled) {
		return nil
	}
	most := max(codesMost, int(codesRare*float64(filled)))
	out := Map(c, func(v string) string {
		var codes []string
		for w := range strings.FieldsSeq(v) {
			if isCode(w) && df[w] <= most {
				codes = append(codes, w)
			}
		}
		return strings.Join(codes, Separator)
	})
	if float64(out.Filled()) < codesShare*float64(filled) {
		return nil
	}
	return out
}

// Separator stands between several values in one cell.
const Separator = "\x1f"

// isCode reports whether a word has letters and digits, enough of them to be a
// code and no measure: kd55x, and not 40in, 5th or b2.
func isCode(w string) bool {
	const shortest = 4
	if len(w) < shortest {
		return false
	}
	digits, letters, changes := 0, 0, 0
	for i := range len(w) {
		digit := w[i] >= '0' && w[i] <= '9'
		if digit {
			digits++
		} else {
			letters++
		}
		if i > 0 && digit != (w[i-1] >= '0' && w[i-1] <= '9') {
			changes++
		}
	}
	if digits == 0 || letters == 0 {
		return false
	}
	measure := changes == 1 && w[0] >= '0' && w[0] <= '9' // 1080p, 250gb, 12inch
	return !measure
}
