package matcher

import (
	"slices"

	"github.com/onefold/onefold/matcher/block"
	"github.com/onefold/onefold/matcher/cluster"
	"github.com/onefold/onefold/matcher/compare"
	"github.com/onefold/onefold/matcher/score"
)

// A Part of the matcher can be left out by Config.Without, to see what it earns.
// That is for measuring alone: each of them is there because it earns something
// on some data.
type Part string

// The parts.
const (
	PartFrequency   Part = "term frequency"               // a rare value that agrees tells more than a common one
	PartCountry     Part = "country background"           // chance is that of a country
	PartCross       Part = "cross-field agreement"        // names in each other's column, names in e-mails
	PartVariants    Part = "variants"                     // nicknames and other forms of a given name
	PartCorrelation Part = "correlation clustering"       // otherwise transitive closure
	PartAgainst     Part = "bound on what speaks against" // a pair of a cluster, so that the others outvote it
	PartFill        Part = "pairs inside components"      // scored although blocking did not propose them
	PartPrior       Part = "shipped prior"                // of m, from which EM starts and which holds it
	PartHold        Part = "hold on relations"            // what keeps the classes of related pairs from drifting
	PartSame        Part = "shared by chance"             // twins, and sons named after their fathers
	PartBound       Part = "bound on differences"         // how many true pairs may differ in what identifies
	PartPhonetic    Part = "blocking: names by sound"
	PartContact     Part = "blocking: contact" // e-mails and phones
	PartDate        Part = "blocking: birth date"
	PartAddress     Part = "blocking: address"
	PartRareWord    Part = "blocking: rare words"
	PartRefine      Part = "blocking: refinement" // of blocks that are too large
)

// Parts returns the parts in the order of a run, and with them the classes of
// related pairs, which can be left out one by one too.
func Parts() []Part {
	return []Part{
		PartPhonetic, PartContact, PartDate, PartAddress, PartRareWord, PartRefine,
		PartCross, PartVariants, PartFrequency, PartCountry,
		PartPrior, PartHold, PartSame, PartBound,
		"household", "kin", "colleagues", "namesakes", "neighbours", "branches", "series", "locals",
		PartAgainst, PartFill, PartCorrelation,
	}
}

// without reports whether a part is left out.
func (c *Config) without(p Part) bool { return slices.Contains(c.Without, p) }

// strip takes out of the input what parts that are left out would read.
func (c *Config) strip(in Input) Input {
	if len(c.Without) == 0 {
		return in
	}
	if c.without(PartCountry) {
		in.Strata = nil
	}
	if c.without(PartVariants) {
		in.Fields = slices.Clone(in.Fields)
		for i := range in.Fields {
			in.Fields[i].Variants = nil
		}
	}
	return in
}

// left are the words in the names of blocking rules that belong to a part.
func left(p Part) []string {
	switch p {
	case PartPhonetic:
		return []string{"by sound"}
	case PartContact:
		return []string{"e-mail", "phone"}
	case PartDate:
		return []string{"birth"}
	case PartAddress:
		return []string{"street", "postcode", "city"}
	case PartRareWord:
		return []string{"rare word"}
	case PartCross:
		return []string{"in any order"}
	}
	return nil
}

// blocking returns the settings of blocking without what is left out.
func (l *Linker) blocking() block.Config {
	c := &l.cfg
	b := block.Config{MaxBlock: c.MaxBlock, MaxCandidates: c.MaxCandidates, Workers: c.Workers, Apart: l.apart}
	for _, p := range c.Without {
		b.Without = append(b.Without, left(p)...)
	}
	b.Whole = c.without(PartRefine)
	return b
}

// related returns the classes of the model that are not left out.
func (l *Linker) related(specs []*compare.Spec) []score.Class {
	return slices.DeleteFunc(classes(specs), func(c score.Class) bool {
		if l.cfg.without(PartSame) {
			clear(c.Same)
		}
		return l.cfg.without(Part(c.Name))
	})
}

// estimation returns the settings of the model without what is left out.
func (c *Config) estimation() score.Config {
	cfg := score.DefaultConfig()
	if c.without(PartPrior) {
		cfg.Weight = 1
	}
	if c.without(PartHold) {
		cfg.Hold = 0
	}
	return cfg
}

// clustering returns the settings of clustering without what is left out.
func (c *Config) clustering() cluster.Config {
	cfg := cluster.DefaultConfig()
	if c.without(PartAgainst) {
		cfg.Against = certain
	}
	return cfg
}

// closure is what there is without correlation clustering: everything that a
// chain of pairs for which something speaks holds together.
func closure(n int, edges []cluster.Edge) []uint32 {
	return cluster.Components(n, slices.DeleteFunc(slices.Clone(edges), func(e cluster.Edge) bool { return e.Bits <= 0 }))
}

// different returns how many true pairs at most may differ in a comparison.
func (c *Config) different(sp *compare.Spec) float64 {
	if c.without(PartBound) {
		return 0
	}
	return sp.Different
}
