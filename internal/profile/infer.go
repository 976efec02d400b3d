package profile

import (
	"math"

	"github.com/onefold/onefold/internal/profile/words"
	"github.com/onefold/onefold/record"
)

// defaultSample keeps inference well under a second for a column of millions
// of distinct values; shares of 20,000 values are exact to a third of a per
// cent.
const defaultSample = 20_000

// column is what is known of one column while inferring.
type column struct {
	name   string
	head   words.Header
	facts  *facts
	values map[record.Kind]float64 // evidence of the values
	score  map[record.Kind]float64 // header and values together
}

// Infer finds what each column means from its header and its values.
func Infer(cols []ColumnData, o Options) Inference {
	t := words.Load()
	if o.Sample <= 0 {
		o.Sample = defaultSample
	}
	cs := make([]*column, len(cols))
	for i, c := range cols {
		cs[i] = &column{name: c.Name, head: t.Read(c.Name), facts: look(c.Codes, o.Sample, t)}
	}
	in := Inference{Fields: make([]Field, len(cols)), Language: o.Language}
	if in.Language == "" {
		in.Language = headerLanguage(cs)
	}
	for i, c := range cs {
		c.head.Settle(in.Language)
		c.weigh()
		in.Fields[i] = c.decide()
	}
	splitNames(cs, in.Fields)
	for i, c := range cs {
		if k, ok := o.Kinds[c.name]; ok {
			f := &in.Fields[i]
			f.Kind, f.Confidence, f.Reason, f.Declared, f.Second = k, 1, "declared", true, record.Unknown
		}
	}
	in.Key = chooseKey(cs, in.Fields, o)
	in.Groups = group(in.Fields)
	in.settleContext(cs, cols, o)
	return in
}

// headerLanguage returns the language that the headers speak, or "".
func headerLanguage(cs []*column) string {
	sums := map[string]float64{}
	for _, c := range cs {
		best := 0.0
		for _, w := range c.head.Languages {
			best = max(best, w)
		}
		for l, w := range c.head.Languages {
			if w == best { // words that languages share speak for each of them
				sums[l] += w
			}
		}
	}
	return top(sums)
}

// top returns the key with the greatest value, the first in the alphabet among
// equals, and "" where there is none.
func top[N int | float64](m map[string]N) string {
	best := ""
	for k, n := range m {
		if n > 0 && (best == "" || n > m[best] || n == m[best] && k < best) {
			best = k
		}
	}
	return best
}

// weigh adds what the header says to what the values say. Few values say
// little: their word is discounted by n/(n+1).
func (c *column) weigh() {
	c.score = make(map[record.Kind]float64, 40)
	trust := float64(c.facts.sampled) / float64(c.facts.sampled+1)
	if c.facts.sampled > 0 {
		c.values = evidence(c.facts)
	}
	if c.facts.sampled > 0 && c.head.Meanings[record.Consent] > 0 {
		// A yes or no answers the question that the header asks: what speaks for any
		// other flag speaks as much for consent.
		c.values[record.Consent] = max(c.values[record.Consent], flag(c.facts.share(fAnswer)))
	}
	if c.facts.sampled > 0 && c.head.Meanings[record.Category] > 4 {
		c.values[record.Company] -= 4 // departments are named with words of organisations, too
	}
	if c.facts.sampled > 0 && c.head.ID && c.head.Foreign {
		// base.fr is an id of some systems, however much it looks like an address
		c.values[record.URL] -= 15 * c.facts.share(fURL)
		c.values[record.Category] += 8 * c.facts.share(fURL)
	}
	for _, k := range record.Kinds() {
		c.score[k] = c.values[k]*trust + c.head.Meanings[k]
	}
}

// decide takes the kind with the most evidence. Confidence is its probability
// among all kinds; without values it is at most one half.
func (c *column) decide() Field {
	best := record.Text
	for _, k := range record.Kinds() {
		if c.score[k] > c.score[best] {
			best = k
		}
	}
	f := Field{Name: c.name, Role: c.head.Role}
	c.take(&f, best)
	return f
}

// take sets the kind of a field, and what follows from it.
func (c *column) take(f *Field, k record.Kind) {
	sum, second := 0.0, record.Unknown
	for _, other := range record.Kinds() {
		sum += math.Exp(c.score[other] - c.score[k])
		if other != k && (second == record.Unknown || c.score[other] > c.score[second]) {
			second = other
		}
	}
	if math.Exp(c.score[second]-c.score[k])/sum < .005 {
		second = record.Unknown
	}
	f.Kind, f.Second = k, second
	f.Confidence = math.Round(100/sum) / 100
	switch {
	case c.facts.sampled == 0 && len(c.head.Meanings) == 0:
		f.Second, f.Confidence = record.Unknown, 0
	case c.facts.sampled == 0:
		f.Confidence = math.Min(f.Confidence, .5)
	}
	f.Reason = c.reason(k)
}

// splitNames settles headers such as "Nom" and "Nume" that mean a whole name
// or a family name: beside a column of given names and without another of
// family names, and with values of mostly one word, it is the family name.
func splitNames(cs []*column, fields []Field) {
	given, family := false, false
	for i, f := range fields {
		given = given || f.Kind == record.GivenName && cs[i].head.Role == ""
		family = family || f.Kind == record.FamilyName
	}
	if !given || family {
		return
	}
	for i, c := range cs {
		m := c.head.Meanings
		if fields[i].Kind != record.Person && fields[i].Kind != record.Company && fields[i].Kind != record.Text {
			continue
		}
		if m[record.FamilyName] > 0 && c.facts.share(fManyWords) < .5 && c.facts.share(fOrg) < .2 && c.facts.share(fWordy) >= .6*min(1, float64(c.facts.sampled)) {
			c.take(&fields[i], record.FamilyName)
			fields[i].Reason += ", beside a column of given names"
			return
		}
	}
}
