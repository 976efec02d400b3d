package report

import (
	"strings"
	"unicode/utf8"
)

const (
	maxCell     = 160 // characters of a value that are shown
	maxExamples = 30  // of a section
	maxRecords  = 6   // side by side
	maxRows     = 60  // of any other table
)

// part is a run of characters, marked when the other value has others there.
type part struct {
	Text string
	Mark bool
}

// cell is one value as it is shown.
type cell struct {
	Parts []part
	Blank bool
	Cut   bool
}

// clip shortens v to what is shown.
func clip(v string) (runes []rune, cut bool) {
	v = strings.TrimSpace(v)
	if most := maxCell*utf8.UTFMax + utf8.UTFMax; len(v) > most {
		v, cut = v[:most], true // more than is shown, so that a huge cell costs nothing
	}
	v = strings.ToValidUTF8(v, "\uFFFD")
	n := 0
	for i := range v {
		if n++; n > maxCell {
			return []rune(v[:i]), true
		}
	}
	return []rune(v), cut
}

// show returns v with the characters marked that reference does not have in
// the same order. Values with little in common are marked whole; the
// reference itself and a lone value are not marked.
func show(v, reference string) cell {
	r, cut := clip(v)
	if len(r) == 0 {
		return cell{Blank: true}
	}
	ref, _ := clip(reference)
	if len(ref) == 0 || string(ref) == string(r) {
		return cell{Parts: []part{{Text: string(r)}}, Cut: cut}
	}
	kept, common := commonRunes(r, ref)
	if 2*common < max(len(r), len(ref)) {
		return cell{Parts: []part{{string(r), true}}, Cut: cut}
	}
	c := cell{Cut: cut}
	for i := 0; i < len(r); {
		j := i
		for j < len(r) && kept[j] == kept[i] {
			j++
		}
		c.Parts = append(c.Parts, part{string(r[i:j]), !kept[i]})
		i = j
	}
	return c
}

// commonRunes says which runes of a belong to a longest common subsequence
// with b, and how many. Both are at most maxCell long.
func commonRunes(a, b []rune) (kept []bool, n int) {
	w := len(b) + 1
	table := make([]uint8, (len(a)+1)*w)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				table[i*w+j] = table[(i+1)*w+j+1] + 1
			} else {
				table[i*w+j] = max(table[(i+1)*w+j], table[i*w+j+1])
			}
		}
	}
	kept = make([]bool, len(a))
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			kept[i] = true
			n, i, j = n+1, i+1, j+1
		case table[(i+1)*w+j] >= table[i*w+j+1]:
			i++
		default:
			j++
		}
	}
	return kept, n
}

// exampleView is an Example made ready for the page.
type exampleView struct {
	Example
	Number       int
	Heads        []head
	Differ, Same []fieldView
	Golden       bool // some field has a golden value
	Hidden       int  // records of the cluster that are not shown
	Why          []whyRow
	Note         string
	Of           string // the two records that Why is about, where there are more
}

type head struct {
	ID     string
	Master bool
}

type fieldView struct {
	Name   string
	Cells  []cell
	Golden cell
}

// views makes examples ready: what differs first, characters marked against
// the master's value, or the first that is there. more is how many are left
// out.
func views(examples []Example, total int, l Lang) (out []exampleView, more int) {
	examples = examples[:min(len(examples), maxExamples)]
	more = max(total, len(examples)) - len(examples)
	for i, e := range examples {
		shown := min(len(e.IDs), maxRecords)
		v := exampleView{
			Example: e, Number: i + 1, Hidden: max(e.Size, len(e.IDs)) - shown,
			Why: whyRows(l, e.Prior, e.Steps, e.Relation), Note: note(l, e),
		}
		if len(e.IDs) > 2 {
			v.Of = text(l, "interval_of", clipText(e.Pair[0]), clipText(e.Pair[1]))
		}
		for j, id := range e.IDs[:shown] {
			v.Heads = append(v.Heads, head{clipText(id), j == e.Master})
		}
		for _, f := range e.Fields {
			values := make([]string, shown)
			copy(values, f.Values)
			reference, differ, filled := "", false, false
			if e.Master >= 0 && e.Master < shown {
				reference = strings.TrimSpace(values[e.Master])
			}
			for _, value := range values {
				value = strings.TrimSpace(value)
				if reference == "" {
					reference = value
				}
				filled = filled || value != ""
				differ = differ || value != strings.TrimSpace(values[0])
			}
			if !filled {
				continue
			}
			row := fieldView{Name: f.Name, Golden: show(f.Golden, "")}
			for _, value := range values {
				row.Cells = append(row.Cells, show(value, reference))
			}
			v.Golden = v.Golden || f.Golden != ""
			if differ {
				v.Differ = append(v.Differ, row)
			} else {
				v.Same = append(v.Same, row)
			}
		}
		out = append(out, v)
	}
	return out, more
}

func clipText(v string) string {
	r, cut := clip(v)
	if cut {
		return string(r) + "…"
	}
	return string(r)
}
