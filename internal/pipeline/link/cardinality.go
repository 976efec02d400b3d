package link

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onefold/onefold/matcher"
)

// Cardinality says how many records of one source may be one with a record of
// another. With more than two sources "one" on the left means the first of
// them, "one" on the right the last, "many" all others.
type Cardinality string

// The cardinalities.
const (
	Auto       Cardinality = "auto" // the data decides
	OneToOne   Cardinality = "one-to-one"
	OneToMany  Cardinality = "one-to-many"
	ManyToOne  Cardinality = "many-to-one"
	ManyToMany Cardinality = "many-to-many"
)

// Cardinalities returns all of them in the order of the help.
func Cardinalities() []Cardinality {
	return []Cardinality{Auto, OneToOne, OneToMany, ManyToOne, ManyToMany}
}

// single says which of n sources have no duplicates.
func (c Cardinality) single(n int) []bool {
	s := make([]bool, n)
	for i := range s {
		switch c {
		case OneToMany:
			s[i] = i == 0
		case ManyToOne:
			s[i] = i == n-1
		case ManyToMany:
		default:
			s[i] = true
		}
	}
	return s
}

// cardinalityOf names what is known of the sources, in the order given.
func cardinalityOf(single []bool) Cardinality {
	n := len(single)
	for _, c := range []Cardinality{OneToOne, ManyToMany, OneToMany, ManyToOne} {
		if slices.Equal(c.single(n), single) {
			return c
		}
	}
	words := make([]string, n)
	for i, s := range single {
		words[i] = "many"
		if s {
			words[i] = "one"
		}
	}
	return Cardinality(strings.Join(words, "-to-"))
}

// chosen is the cardinality that a link is made with, and why.
type chosen struct {
	single []bool // of each source, in the order given
	probed []matcher.Probe
	why    string
}

// choose decides from what was seen within the sources which hold duplicates.
func choose(names []string, probed []matcher.Probe) chosen {
	c := chosen{single: make([]bool, len(names)), probed: probed}
	var says []string
	many := matcher.Duplicates(probed)
	for i, p := range probed {
		c.single[i] = !many[i]
		s := fmt.Sprintf("of %d records looked at in %s, %d are linked, %d are surely repeated, and %d of these are left over where what repeats them is linked", p.Rows, names[i], p.Linked, p.Repeated, p.Left)
		if c.single[i] {
			s += ": too few for a source with duplicates"
		} else {
			s += ": it holds duplicates"
		}
		says = append(says, s)
	}
	c.why = strings.Join(says, "; ")
	return c
}
