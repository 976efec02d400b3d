package pipeline

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/matcher/compare"
	"github.com/onefold/onefold/matcher/score"
	"github.com/onefold/onefold/record"
)

// Match finds the records that are one. Infer and Standardise must have run.
func (j *Job) Match(ctx context.Context) error {
	in, cfg := j.MatchInput()
	j.putAside(in)
	j.linker = matcher.NewLinker(in, cfg)
	res, err := j.linker.Run(ctx)
	if err != nil {
		return err
	}
	if len(res.Set.Comparisons) == 0 && j.allAlike() && j.mayBeOne() && len(in.Decisions) == 0 {
		whole(res, j.Table.Len())
	}
	j.match, j.confidence, j.picked, j.blocked, j.sights, j.words = res, nil, nil, nil, nil, nil
	return nil
}

// putAside frees the memory of what is not compared.
func (j *Job) putAside(in matcher.Input) {
	kept := []*record.Column{in.IDs}
	for _, f := range in.Fields {
		for _, c := range f.Columns {
			kept = append(kept, c.Values)
		}
	}
	if in.Strata != nil {
		kept = append(kept, in.Strata.Values)
	}
	var columns []*record.Column
	for i, s := range j.Standards {
		columns = append(columns, j.Table.Columns[i], s.Text(), s.Keys.Values)
	}
	j.away.Put(columns, kept)
}

// MatchInput returns what the matcher is given. Infer and Standardise must have
// run.
func (j *Job) MatchInput() (matcher.Input, matcher.Config) {
	var ids *record.Column
	if k := j.Inference.Key.Field; k >= 0 && j.joined == nil {
		ids = j.Table.Columns[k] // it has a value for every record
	} else {
		ids = new(record.Column)
		for r := range record.Row(j.Table.Len()) {
			ids.AppendString(j.IDOf(r))
		}
	}
	p := j.Policy.Matching
	cfg := matcher.Config{
		MatchProbability: p.MatchProbability, ReviewProbability: p.ReviewProbability,
		MaxCandidates: p.MaxCandidates, Workers: j.Workers, Without: j.Without,
		Stage: func(name string) func() {
			start := j.Now()
			j.Progress(name, 0, 0)
			return func() { j.Stages = append(j.Stages, Stage{name, j.Now().Sub(start).Seconds()}) }
		},
	}
	fields := j.matchFields()
	if j.lean {
		for i := range j.Columns {
			j.Columns[i].Codes = nil
			j.Standards[i].Slim()
		}
	}
	in := matcher.Input{Fields: fields, IDs: ids, Strata: j.countries, Decisions: j.decide(), Rows: j.Table.Len()}
	if j.joined != nil {
		in.Sources = j.joined.Sources
	}
	return in, cfg
}

// allAlike says whether every record names the same person or company and
// nothing in the source tells them apart: all its columns are constant then,
// and there is nothing to compare.
func (j *Job) allAlike() bool {
	named := false
	for i, f := range j.Inference.Fields {
		keys := j.Standards[i].Keys
		switch f.Kind {
		case record.RecordID, record.Owner, record.Origin, record.Created, record.Modified, record.Consent:
			continue
		case record.FamilyName, record.Person, record.Company, record.Email, record.Phone:
			named = named || keys.Filled() == keys.Len()
		}
		if keys.Distinct() > 1 || keys.Distinct() == 1 && keys.Filled() != keys.Len() {
			return false
		}
	}
	return named
}

// whole puts all records into one group.
func whole(res *matcher.Result, n int) {
	if n < 2 {
		return
	}
	const certain = 60
	res.Groups = record.GroupsOf(make([]uint32, n), n)
	res.Edges = res.Edges[:0]
	for r := 1; r < n; r++ {
		res.Edges = append(res.Edges, matcher.Edge{Pair: record.Pair{B: record.Row(r)}, Bits: certain, Class: score.Match})
	}
}

// Linker returns what Match ran.
func (j *Job) Linker() *matcher.Linker { return j.linker }

// Result returns what Match found.
func (j *Job) Result() *matcher.Result { return j.match }

// Decision is what is done with a pair.
type Decision string

// The decisions on a pair.
const (
	DecisionMatch  Decision = "match"  // the two records are in one cluster
	DecisionReview Decision = "review" // a person should look
	// DecisionDifferent is a pair of which a person said so.
	DecisionDifferent Decision = "different"
)

// Told is a pair that is worth telling of.
type Told struct {
	matcher.Edge
	Decision Decision
}

// Pairs calls yield with every pair that is decided match or review, or that a
// person has decided, in the order of the rows.
func (j *Job) Pairs(yield func(Told) error) error {
	of := j.match.Groups.Of()
	review := j.ReviewBits()
	for _, e := range j.match.Edges {
		t := Told{Edge: e, Decision: DecisionMatch}
		if of[e.A] != of[e.B] {
			t.Decision = DecisionReview
			if e.Decided == matcher.DecidedDifferent {
				t.Decision = DecisionDifferent
			} else if e.Bits < review || j.match.Loses(e.Pair) {
				continue
			}
		}
		if err := yield(t); err != nil {
			return err
		}
	}
	return nil
}

// ReviewBits is the weight from which a pair is worth a person's time. In a
// short list even two records with nothing in them have some probability of
// being one; they are not, so something must speak for it.
func (j *Job) ReviewBits() float32 {
	review := float32(bitsOf(j.linker.Config().ReviewProbability))
	const something = 1
	return max(review, float32(j.match.Model.PriorBits())+something)
}

func bitsOf(p float64) float64 { return math.Log2(p / (1 - p)) }

// Reasons says in words what a pair's levels are worth.
func (j *Job) Reasons(p compare.Pattern) string {
	if j.words == nil {
		j.words = j.wordsOf()
	}
	var b strings.Builder
	for i, of := range j.words {
		l := p.Level(i)
		if l == compare.Missing {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("; ")
		}
		b.WriteString(of[l])
	}
	return b.String()
}

// wordsOf says in words what each level of each comparison is worth.
func (j *Job) wordsOf() [][]string {
	specs := j.match.Set.Specs()
	words := make([][]string, len(specs))
	for i, s := range specs {
		words[i] = make([]string, len(s.Levels)+1)
		for l := 1; l < len(words[i]); l++ {
			words[i][l] = fmt.Sprintf("%s: %s (%+.1f)", s.Name, s.Levels[l-1].Name, j.match.Model.Weight(i, compare.Level(l)))
		}
	}
	return words
}

// Confidence returns for each row how sure its place is: for a record with
// others, the probability of its best link to one of them; for a record alone,
// the probability that its most likely partner is somebody else.
func (j *Job) Confidence() []float32 {
	if j.confidence == nil {
		j.confidence = j.sureness()
	}
	return j.confidence
}

func (j *Job) sureness() []float32 {
	of := j.match.Groups.Of()
	in := make([]float32, len(of))
	out := make([]float32, len(of))
	for _, e := range j.match.Edges {
		if j.match.Loses(e.Pair) {
			continue
		}
		p := float32(e.Probability())
		to := out
		if of[e.A] == of[e.B] {
			to = in
		}
		to[e.A] = max(to[e.A], p)
		to[e.B] = max(to[e.B], p)
	}
	for g := range j.match.Groups.Len() {
		rows := j.match.Groups.Group(g)
		if len(rows) == 1 {
			in[rows[0]] = 1 - out[rows[0]]
		}
	}
	return in
}
