package term

import (
	"strings"

	"github.com/rivo/uniseg"
)

// Table lays out rows in columns that line up by what the eye sees: wide East
// Asian characters count two, combining marks none.
type Table struct {
	right []bool
	head  []string
	rows  [][]string
}

// NewTable returns a table with these column heads. A head that starts with
// ">" aligns its column to the right, as numbers want.
func NewTable(heads ...string) *Table {
	t := &Table{head: make([]string, len(heads)), right: make([]bool, len(heads))}
	for i, h := range heads {
		t.head[i], t.right[i] = strings.CutPrefix(h, ">")
	}
	return t
}

// Add appends a row. Cells that are missing stay blank, cells beyond the last
// column are dropped.
func (t *Table) Add(cells ...string) {
	row := make([]string, len(t.head))
	for i := range row {
		if i < len(cells) {
			row[i] = Clean(cells[i])
		}
	}
	t.rows = append(t.rows, row)
}

// Len returns the number of rows.
func (t *Table) Len() int { return len(t.rows) }

// String returns the table without colour.
func (t *Table) String() string { return t.layout(func(s string) string { return s }) }

// PrintTable writes the table as a piece of the result.
func (t *Terminal) PrintTable(table *Table) error { return t.Print(table.layout(t.Bold)) }

func (t *Table) layout(head func(string) string) string {
	width := make([]int, len(t.head))
	blank := true
	for i, h := range t.head {
		width[i] = Width(h)
		blank = blank && h == ""
	}
	for _, row := range t.rows {
		for i, c := range row {
			width[i] = max(width[i], Width(c))
		}
	}
	var b strings.Builder
	line := func(cells []string, style func(string) string) {
		gap := 0 // spaces owed; none are written at the end of a line
		for i, c := range cells {
			pad := width[i] - Width(c)
			if t.right[i] {
				gap += pad
			}
			if c != "" {
				b.WriteString(strings.Repeat(" ", gap))
				b.WriteString(style(c))
				gap = 0
			} else if t.right[i] {
				gap += Width(c)
			}
			if !t.right[i] {
				gap += pad
			}
			gap += 2
		}
		b.WriteByte('\n')
	}
	if !blank {
		line(t.head, head)
	}
	for _, row := range t.rows {
		line(row, func(s string) string { return s })
	}
	return b.String()
}

// Width returns the columns of a terminal that s takes.
func Width(s string) int { return uniseg.StringWidth(s) }

// Cut returns s in at most width columns, its end replaced by "…" where it is
// longer. It never cuts inside a character.
func Cut(s string, width int) string {
	if Width(s) <= width {
		return s
	}
	var b strings.Builder
	used := 1
	for g := uniseg.NewGraphemes(s); g.Next(); {
		if used += g.Width(); used > width {
			break
		}
		b.WriteString(g.Str())
	}
	if width < 1 {
		return ""
	}
	return b.String() + "…"
}

// Wrap breaks s into lines of at most width columns, between words. A word
// that is longer stays whole.
func Wrap(s string, width int) string {
	var b strings.Builder
	used := 0
	for i, w := range strings.Split(s, " ") { // Fields would break at a no-break space
		n := Width(w)
		switch {
		case i == 0:
		case used+1+n > width:
			b.WriteByte('\n')
			used = 0
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(w)
		used += n
	}
	return b.String()
}
