package csvfile

import (
	"bytes"

	"github.com/onefold/onefold/connectors/csvfile/internal/shape"
)

// maxTitles is how many rows may stand in front of a table.
const maxTitles = 20

// titles counts what stands in front of the table: rows that hold a title, and
// rows of nothing but delimiters, before records of the usual width.
func titles(t trial) int {
	if t.width < 2 {
		return 0
	}
	start := 0
	for start < t.rows && start < maxTitles && t.title(start) {
		start++
	}
	if start == t.rows || start == maxTitles || t.rows-start-later(t, start) < 1 {
		return 0
	}
	return start
}

// title tells whether a row is no record and no header. Spreadsheets fill a
// title up with delimiters to the table's width.
func (t trial) title(i int) bool {
	cells := t.cells[i]
	full := filled(cells)
	if full == 0 {
		return true
	}
	if len(cells) != t.width {
		return full == 1 || len(cells)*2 < t.width
	}
	if t.width == 2 { // half of a record or a header, but for the gap behind it
		return full == 1 && i+1 < t.rows && filled(t.cells[i+1]) == 0
	}
	return full == 1 || full*2 < t.width && labelled(cells)
}

func later(t trial, start int) (odd int) {
	for _, w := range t.widths[start:] {
		if w != t.width {
			odd++
		}
	}
	return odd
}

func filled(cells [][]byte) (n int) {
	for _, c := range cells {
		if len(bytes.TrimSpace(c)) > 0 {
			n++
		}
	}
	return n
}

// labelled tells whether a row says something of the whole file, such as its
// date beside the word for it: a header holds no values.
func labelled(cells [][]byte) bool {
	for _, c := range cells {
		if c = bytes.TrimSpace(c); bytes.HasSuffix(c, []byte{':'}) || shape.Of(c).Typed() {
			return true
		}
	}
	return false
}
