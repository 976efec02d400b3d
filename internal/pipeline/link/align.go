package link

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/onefold/onefold/matcher/cluster"
	"github.com/onefold/onefold/record"
)

// column is a column that sources have in common.
type column struct {
	name   string
	kind   record.Kind
	group  string
	role   string
	pieces []*piece // one a source; nil where it has none
	why    string   // why the pieces belong together, in words; "" for a lone piece
}

// Least is what must speak for two columns to hold the same thing; loose is
// enough where hardly anything else is in common. Both are in the units of
// likeness, log odds.
const (
	least = 2.5
	loose = .5
)

// align finds which pieces hold the same thing. Sources are taken in the order
// given; each meets the columns that those before it have.
func align(pieces [][]*piece) []*column {
	columns := alignBy(pieces, least)
	common := 0
	for _, c := range columns {
		if c.common() && c.kind != record.Category && c.kind != record.Boolean && c.kind != record.Number {
			common++
		}
	}
	if common == 0 {
		columns = alignBy(pieces, loose)
	}
	return columns
}

func alignBy(pieces [][]*piece, bar float64) []*column {
	var columns []*column
	for s, ps := range pieces {
		weights := make([][]float64, len(ps))
		for i, p := range ps {
			weights[i] = make([]float64, len(columns))
			for j, c := range columns {
				x, _ := c.likeness(p)
				weights[i][j] = x - bar
			}
		}
		for i, at := range cluster.Pairing(weights) {
			if at < 0 {
				c := &column{pieces: make([]*piece, len(pieces))}
				c.pieces[s] = ps[i]
				columns = append(columns, c)
				continue
			}
			c := columns[at]
			_, c.why = c.likeness(ps[i])
			c.pieces[s] = ps[i]
		}
		for _, c := range columns {
			c.settle()
		}
	}
	unique(columns)
	return columns
}

// common reports whether two sources have the column.
func (c *column) common() bool {
	n := 0
	for _, p := range c.pieces {
		if p != nil {
			n++
		}
	}
	return n > 1
}

// likeness is the mean over the column's pieces, and the reason for the best.
func (c *column) likeness(p *piece) (x float64, why string) {
	n, best := 0.0, 0.0
	for _, q := range c.pieces {
		if q == nil {
			continue
		}
		y, w := likeness(q, p)
		x += y
		if n == 0 || y > best {
			best, why = y, w
		}
		n++
	}
	return x / n, why
}

// generic says that a kind tells little of what a column holds, and is easily
// taken for another of its sort.
func generic(k record.Kind) bool {
	switch k {
	case record.Text, record.Category, record.Company, record.Person, record.JobTitle, record.AddressLine, record.Address,
		record.Identifier, record.Number, record.Date, record.Boolean:
		return true
	}
	return false
}

// likeness is how much speaks for two pieces holding the same thing: their
// kinds, headers and values, as log odds.
func likeness(a, b *piece) (x float64, why string) {
	var says []string
	switch {
	case a.field.Kind == b.field.Kind && generic(a.field.Kind):
		x += 1.5
		says = append(says, "both "+kindWord(a.field.Kind))
	case a.field.Kind == b.field.Kind:
		x += 4
		says = append(says, "both "+kindWord(a.field.Kind))
	case generic(a.field.Kind) && generic(b.field.Kind):
		x -= .5
	case generic(a.field.Kind) || generic(b.field.Kind):
		x -= 1.5
	default:
		x -= 6
	}
	switch h := headers(a, b); {
	case h == 1:
		x += 3
		says = append(says, "same header")
	case h > 0:
		x += 3 * h
		says = append(says, "headers alike")
	}
	if a.field.Role == b.field.Role && a.field.Role != "" {
		x++
	} else if a.field.Role != b.field.Role {
		x--
	}
	if len(a.sketch.tokens) > 0 && len(b.sketch.tokens) > 0 {
		v := a.sketch.alike(b.sketch)
		const mostly = .8
		if generic(a.field.Kind) && generic(b.field.Kind) && (a.sketch.digits > mostly && b.sketch.digits > mostly || a.field.Kind == record.Boolean) {
			v /= 2 // amounts and answers are alike whatever they are about
		}
		x += 8*v - 1
		says = append(says, fmt.Sprintf("values %.0f %% alike", 100*v))
	}
	return x, strings.Join(says, "; ")
}

func kindWord(k record.Kind) string { return strings.ReplaceAll(string(k), "_", " ") }

// headers says how alike two headers are, 0 to 1: by words, or by what the
// words mean.
func headers(a, b *piece) float64 {
	if a.part != "" || b.part != "" {
		return 0 // the header is that of the whole
	}
	x, y := a.head.Tokens, b.head.Tokens
	if slices.Equal(x, y) {
		return 1
	}
	both := 0.0
	for _, w := range x {
		if slices.Contains(y, w) {
			both++
		}
	}
	if both > 0 {
		both /= float64(len(x)+len(y)) - both
	}
	for k, w := range a.head.Meanings {
		if w > 1 && b.head.Meanings[k] > 1 {
			return max(both, .5)
		}
	}
	return both
}

// settle decides what a column is called and what kind it is of: that of the
// piece which is surest of its kind, and has most values.
func (c *column) settle() {
	var ps []*piece
	for _, p := range c.pieces {
		if p != nil {
			ps = append(ps, p)
		}
	}
	sure := slices.MaxFunc(ps, func(a, b *piece) int {
		return cmp.Or(
			cmp.Compare(certainty(a), certainty(b)),
			cmp.Compare(a.keys.Filled(), b.keys.Filled()),
			strings.Compare(b.field.Name, a.field.Name),
		)
	})
	c.kind, c.group, c.role = sure.field.Kind, sure.field.Group, sure.field.Role
	if len(ps) > 1 && c.kind == record.Category && slices.ContainsFunc(ps, func(p *piece) bool { return p.field.Kind != record.Category && generic(p.field.Kind) }) {
		c.kind = record.Text // what has few values in one source has many in another
	}
	names := make([]string, 0, len(ps))
	for _, p := range ps {
		name := p.field.Name
		if p.part != "" {
			name += " (" + p.part + ")"
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names) // whatever the order of the sources
	c.name = strings.Join(names, " / ")
}

// certainty is how sure the kind of a piece is.
func certainty(p *piece) float64 {
	if p.field.Declared {
		return 2
	}
	return p.field.Confidence
}

// unique makes the names of columns differ.
func unique(columns []*column) {
	had := map[string]int{}
	for _, c := range columns {
		had[c.name]++
		if n := had[c.name]; n > 1 {
			c.name = fmt.Sprintf("%s (%d)", c.name, n)
		}
	}
}
