package block

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/onefold/onefold/matcher/block/aspect"
	"github.com/onefold/onefold/matcher/internal/parallel"
	"github.com/onefold/onefold/record"
)

// Rule is a blocking rule in words, with what it yielded.
type Rule struct {
	Name    string
	Blocks  int   // blocks of two records or more
	Rows    int64 // places in those blocks
	Pairs   int64 // pairs inside them, found by other rules too
	Refined int   // blocks that were too large and were split further
	Skipped int64 // pairs inside blocks that stayed too large
}

// maxDepth is the number of atoms that a rule may be refined to: past four,
// records that agree on all are found by several other rules.
const maxDepth = 4

// Chosen is a rule that is used: one atom or several together.
type Chosen struct {
	Atoms []int `json:"atoms"` // numbered by the attributes' kinds alone, so that any part of the records knows them
	Mixed bool  `json:"mixed,omitempty"`
}

// node is a rule, one atom or several together, and the rules that refine it.
type node struct {
	atoms []*atom
	mixed bool // the two atoms in any order, and no refinement
	used  bool // and so are those that it refines
	made  bool // some records agree on it
	open  bool // kids are known
	kids  []*node
	yield *yield // as measured; nil where nothing was
}

// chosen returns the rule by the numbers of its atoms.
func (d *node) chosen() Chosen {
	c := Chosen{Mixed: d.mixed}
	for _, a := range d.atoms {
		c.Atoms = append(c.Atoms, a.id)
	}
	return c
}

// way numbers what the keys of a rule's blocks have in common.
func (c Chosen) way() uint32 {
	w := uint32(0)
	if c.Mixed {
		w = 1
	}
	for _, a := range c.Atoms {
		w = mix(w, uint32(a)+2)
	}
	return w
}

func (d *node) name() string {
	if d.mixed {
		return "both names in any order"
	}
	names := make([]string, len(d.atoms))
	for i, a := range d.atoms {
		names[i] = a.name
	}
	return strings.Join(names, " + ")
}

// plan is the rules for some attributes.
type plan struct {
	atoms []*atom       // those with the most distinct keys first
	bases []*node       // one atom or two
	kinds []record.Kind // of each attribute
	whole bool          // no rule is refined
}

// Worded reports whether values of a kind are blocked by their rare words.
func Worded(k record.Kind) bool {
	switch k {
	case record.Person, record.Company, record.Text, record.AddressLine, record.JobTitle, record.Category:
		return true
	}
	return false
}

// makeAtoms makes the atoms for the attributes, in an order that their kinds
// give, and those whose names are compared in any order.
func makeAtoms(ctx context.Context, attrs []Attribute, workers int) (atoms []*atom, given, family *atom, err error) {
	var makers []func()
	for i, f := range attrs {
		add := func(what string, keys aspect.Keys) *atom {
			a := &atom{name: what, attr: i, id: len(atoms)}
			atoms = append(atoms, a)
			space := i + 2
			if f.Kind == record.GivenName || f.Kind == record.FamilyName {
				space = 1 // they may stand in each other's place
			}
			makers = append(makers, func() { a.fill(space, f.Columns, keys) })
			return a
		}
		switch f.Kind {
		case record.GivenName:
			given = add("given name by sound", aspect.Sounds)
			add("start of the given name", aspect.Head(3))
			if f.Variants != nil {
				add("given name by its variants", aspect.VariantNames(f.Variants))
			}
		case record.FamilyName:
			family = add("family name by sound", aspect.Sounds)
			add("start of the family name", aspect.Head(3))
			add("end of the family name", aspect.Tail(3, 5))
		case record.Company:
			add("company", aspect.Squeezed)
			add("company by rare word", aspect.RareWords(f.words(), 2))
			add("company by initials", aspect.Initials)
		case record.Email:
			add("e-mail", aspect.Exact)
			add("name part of the e-mail", aspect.EmailLocal)
			add("start and domain of the e-mail", aspect.EmailStart)
			add("e-mail domain", aspect.EmailDomain)
		case record.Phone:
			add("phone", aspect.Tail(8, 5))
			add("start of the phone", aspect.Head(8))
		case record.BirthDate:
			add("birth date", aspect.DateParts)
			add("birth year", aspect.Year)
			add("day and month of birth", aspect.MonthDay)
		case record.Street:
			add("street and number", aspect.StreetNumber)
			add("street", aspect.StreetWord)
		case record.City:
			add("city by sound", aspect.SqueezedSound)
		case record.Gender, record.Boolean:
		default:
			if !Worded(f.Kind) {
				add(f.Name, aspect.Exact)
				break
			}
			add(f.Name, aspect.Squeezed)
			add(f.Name+" by rare word", aspect.RareWords(f.words(), 3))
		}
	}
	err = parallel.Strides(ctx, workers, len(makers), 1, func() func(int, int, int) error {
		return func(_, lo, _ int) error {
			makers[lo]()
			return nil
		}
	})
	return atoms, given, family, err
}

// newPlan makes the atoms for the attributes: any of them alone, and any two
// of different attributes together are a rule.
func newPlan(ctx context.Context, attrs []Attribute, cfg Config) (*plan, error) {
	p := &plan{whole: cfg.Whole}
	for _, f := range attrs {
		p.kinds = append(p.kinds, f.Kind)
	}
	atoms, given, family, err := makeAtoms(ctx, attrs, cfg.Workers)
	if err != nil {
		return nil, err
	}
	without := func(name string) bool {
		return slices.ContainsFunc(cfg.Without, func(w string) bool { return strings.Contains(name, w) })
	}
	p.atoms = slices.DeleteFunc(atoms, func(a *atom) bool { return without(a.name) })
	slices.SortStableFunc(p.atoms, func(a, b *atom) int {
		return cmp.Or(cmp.Compare(b.distinct, a.distinct), cmp.Compare(a.attr, b.attr), strings.Compare(a.name, b.name))
	})
	p.atoms = p.atoms[:min(len(p.atoms), maxAtoms)]
	for i, a := range p.atoms {
		a.place = i
		p.bases = append(p.bases, &node{atoms: []*atom{a}, open: true})
	}
	for i, a := range p.atoms {
		for _, b := range p.atoms[i+1:] {
			if a.attr != b.attr {
				p.bases = append(p.bases, &node{atoms: []*atom{a, b}})
			}
		}
	}
	both := &node{atoms: []*atom{given, family}, mixed: true, open: true}
	if given != nil && family != nil && !without(both.name()) && !without(given.name) && !without(family.name) {
		p.bases = append(p.bases, both)
	}
	return p, nil
}

// refinements returns the rules that refine d. A rule is refined by atoms that
// come after its own only: a block of a+b+c is worth having only where a+b, a+c
// and b+c are all too large, and then a+b leads there.
func (p *plan) refinements(d *node) []*node {
	if !d.open {
		d.open = true
		if len(d.atoms) < maxDepth && !p.whole {
			for _, a := range p.atoms[d.atoms[len(d.atoms)-1].place+1:] {
				if !slices.ContainsFunc(d.atoms, func(had *atom) bool { return had.attr == a.attr }) {
					d.kids = append(d.kids, &node{atoms: append(slices.Clone(d.atoms), a), used: true})
				}
			}
		}
	}
	return d.kids
}
