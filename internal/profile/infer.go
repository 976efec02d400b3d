package profile

import (
	"fmt"
	"math"

	"github.com/onefold/onefold/internal/profile/words"
	"github.com/onefold/onefold/record"
)

const defaultSample = 20_000

// column is what is known of one column while inferring.
type column struct {
	name   string
	head   header
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
		cs[i] = &column{name: c.Name, head: readHeader(c.Name, t), facts: look(c.Codes, o.Sample, t)}
		cs[i].weigh()
	}
	in := Inference{Fields: make([]Field, len(cols))}
	for i, c := range cs {
		in.Fields[i] = c.decide()
		if k, ok := o.Kinds[c.name]; ok {
			in.Fields[i].Kind, in.Fields[i].Confidence, in.Fields[i].Reason, in.Fields[i].Declared = k, 1, "declared", true
		}
	}
	in.Key = chooseKey(cs, in.Fields, o)
	return in
}

// weigh adds what the header says to what the values say. Few values say
// little: their word is discounted by n/(n+1).
func (c *column) weigh() {
	c.score = make(map[record.Kind]float64, 40)
	trust := float64(c.facts.sampled) / float64(c.facts.sampled+1)
	if c.facts.sampled > 0 {
		c.values = evidence(c.facts)
	}
	for _, k := range record.Kinds() {
		c.score[k] = c.values[k]*trust + c.head.meanings[k]
	}
}

func (c *column) decide() Field {
	best, second := record.Text, record.Unknown
	for _, k := range record.Kinds() {
		switch {
		case c.score[k] > c.score[best]:
			best, second = k, best
		case k != best && (second == record.Unknown || c.score[k] > c.score[second]):
			second = k
		}
	}
	sum := 0.0
	for _, k := range record.Kinds() {
		sum += math.Exp(c.score[k] - c.score[best])
	}
	f := Field{Name: c.name, Kind: best, Second: second, Confidence: math.Round(100/sum) / 100, Role: c.head.role}
	if c.facts.sampled == 0 {
		f.Confidence = math.Min(f.Confidence, .5)
	}
	f.Reason = c.reason(best)
	return f
}

func (c *column) reason(k record.Kind) string {
	return fmt.Sprintf("header %q", c.name)
}
