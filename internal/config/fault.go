package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Fault is one mistake in a file.
type Fault struct {
	File         string
	Line, Column int    // 1-based; 0 for the whole file
	Text         string // what is wrong
	Suggestion   string // the word that was probably meant; "" unknown
	Excerpt      string // the line and a caret below it; "" where there is none
}

// Error returns file:line:column, the mistake and the suggestion, on one line.
func (f Fault) Error() string {
	at := f.File
	if f.Line > 0 {
		at = fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column)
	}
	s := at + ": " + f.Text
	if f.Suggestion != "" {
		s += fmt.Sprintf("; did you mean %q?", f.Suggestion)
	}
	return s
}

// Faults are all mistakes of a file, in the order of their places.
type Faults []Fault

// Error lists the faults with their excerpts.
func (f Faults) Error() string {
	var b strings.Builder
	for i, x := range f {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(x.Error())
		if x.Excerpt != "" {
			b.WriteByte('\n')
			b.WriteString(x.Excerpt)
		}
	}
	return b.String()
}

// maxFaults bounds a report; more is not a policy file.
const maxFaults = 100

func (f Faults) err() error {
	if len(f) == 0 {
		return nil
	}
	slices.SortStableFunc(f, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Text, b.Text))
	})
	f = slices.CompactFunc(f, func(a, b Fault) bool {
		return a.Line == b.Line && a.Column == b.Column && a.Text == b.Text
	})
	if len(f) > maxFaults {
		more := len(f) - maxFaults
		f = append(f[:maxFaults:maxFaults], Fault{File: f[0].File, Text: fmt.Sprintf("%d more faults", more)})
	}
	return f
}

func (d *document) fault(n node, text, suggestion string) Fault {
	f := Fault{File: d.name, Line: n.line, Column: n.column, Text: text, Suggestion: suggestion}
	if n.line < 1 || n.line > len(d.lines) {
		return f
	}
	line := d.lines[n.line-1]
	lead, at := "", 0
	for _, c := range line {
		if at++; at >= n.column {
			break
		}
		if c == '\t' {
			lead += "\t"
		} else {
			lead += " "
		}
	}
	if utf8.RuneCountInString(line) > 160 || !utf8.ValidString(line) {
		return f
	}
	f.Excerpt = fmt.Sprintf("%5d | %s\n      | %s^", n.line, line, lead)
	return f
}

// suggest returns the word of the list that is nearest to what was written, if
// it is near enough to have been meant.
func suggest(word string, list []string) string {
	if word == "" || len(word) > 64 {
		return ""
	}
	found, least := "", 4
	switch {
	case len(word) < 4:
		least = 2
	case len(word) < 8:
		least = 3
	}
	plain := func(s string) string { return strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(s)) }
	for _, w := range list {
		if len(w) > 64 {
			continue
		}
		if d := distance(plain(word), plain(w)); d < least {
			found, least = w, d
		}
	}
	return found
}

// distance is the edit distance with transpositions of neighbours.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	var last2 []int
	last := make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row := make([]int, len(y)+1)
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], last2[j-2]+1)
			}
		}
		last2, last = last, row
	}
	return last[len(y)]
}
