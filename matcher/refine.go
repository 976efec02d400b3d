package matcher

import (
	"context"
	"slices"

	"github.com/onefold/onefold/matcher/compare"
	"github.com/onefold/onefold/matcher/vocabulary"
	"github.com/onefold/onefold/record"
)

// refine learns the model once more where something is to be learnt from the
// first links: that a record of a source without duplicates has one partner at
// most, so that what only looks like a match can be told from one, and which
// values of the sources stand for each other. near are pairs within sources.
// Where one of these turns out to hold duplicates after all, nothing is learnt
// from it that would take them for different things.
func (l *Linker) refine(ctx context.Context, res *Result, near []record.Pair) error {
	if l.apart == nil {
		return nil
	}
	done := l.cfg.Stage("learn")
	defer func() { done() }()
	l.cluster(res)
	l.probe(res, near)
	if slices.Contains(Duplicates(res.Probed), true) {
		return nil
	}
	l.contested = l.contests(res)
	l.translate(res)
	l.set = compare.NewSet(l.in.Fields)
	l.set.Pack()
	res.Set = l.set
	model, err := l.learn(ctx, res.Index)
	if err != nil {
		return err
	}
	res.Model = model
	done()
	done = l.cfg.Stage("score")
	res.Edges, res.Pairs, res.Bins = nil, 0, [HistogramBins]int64{}
	return l.score(ctx, res)
}

// contestBits is how sure a partner is that leaves no room for another.
const contestBits = 5

func (l *Linker) contests(res *Result) *vocabulary.Contest {
	c := vocabulary.NewContest(res.Groups.Of(), l.apart)
	if len(l.in.Sources.Single) > vocabulary.MostContested {
		return c
	}
	for _, e := range res.Edges {
		if e.Bits >= contestBits {
			c.Add(e.Pair)
		}
	}
	return c
}

// Loses reports whether a pair surely loses against another: where no two
// records of a source are one, and one of the two has its partner already.
func (r *Result) Loses(p record.Pair) bool { return r.lost.Has(p) }

// Translation is two values of a field that stand for each other.
type Translation struct {
	Field string
	vocabulary.Translation
}

// translate finds the translations in sure links and puts one value in the
// place of the other. It also notes how rare agreements by chance are.
func (l *Linker) translate(res *Result) {
	var sure []record.Pair
	for _, e := range res.Edges {
		if e.Bits >= contestBits && l.contested.Together(e.Pair) && l.in.Sources.Of[e.A] != l.in.Sources.Of[e.B] {
			sure = append(sure, e.Pair)
		}
	}
	l.in.Fields = slices.Clone(l.in.Fields)
	sources := l.in.Sources.plain()
	for i, f := range l.in.Fields {
		if len(f.Columns) != 1 {
			continue
		}
		if c, found := vocabulary.Translate(f.Columns[0], sources, sure); c != nil {
			l.in.Fields[i].Columns = []*record.Codes{c}
			for _, t := range found {
				res.Translations = append(res.Translations, Translation{f.Name, t})
			}
		}
		if !slices.Contains(l.in.Sources.Single, false) {
			l.in.Fields[i].Rarity = vocabulary.Rarity(l.in.Fields[i].Columns[0], sources, sure)
		}
	}
}
