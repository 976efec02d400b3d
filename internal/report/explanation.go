package report

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/onefold/onefold/record"
)

// Explanation says why two records are one or not. Weights are in bits
// (log2), probabilities 0–1. Prior, the weight and frequency of every step,
// and Relation.Weight add up to Weight.
type Explanation struct {
	Format      string            `json:"format"` // "onefold.explanation/1"
	Source      string            `json:"source"`
	IDs         [2]string         `json:"ids"`
	Decision    string            `json:"decision"` // "match", "review" or "non_match"
	Probability float64           `json:"probability"`
	Weight      float64           `json:"weight"`
	Fields      []ExplainedField  `json:"fields"`
	Prior       float64           `json:"prior"`
	Steps       []ExplainedStep   `json:"steps"`
	Relation    ExplainedRelation `json:"relation"`
	Classes     []ExplainedClass  `json:"classes"`
	Thresholds  Decision          `json:"thresholds"`
	Blocking    ExplainedBlocking `json:"blocking"`
	Cluster     ExplainedCluster  `json:"cluster"`
	Changes     []ExplainedChange `json:"changes"`
	Decided     *ExplainedVerdict `json:"decided,omitempty"` // what a person decided; nil: nobody did
}

// ExplainedVerdict is what a person decided of the pair.
type ExplainedVerdict struct {
	Verdict string `json:"verdict"` // "same", "different" or "unsure"
	Author  string `json:"author"`
	Date    string `json:"date"`
	Reason  string `json:"reason"`
	At      string `json:"at"` // where it stands, FILE:LINE
}

// by says who decided, when and why, or else where it stands.
func (v *ExplainedVerdict) by() string {
	told := slices.DeleteFunc([]string{v.Author, v.Date, v.Reason}, func(s string) bool { return s == "" })
	if len(told) == 0 {
		return v.At
	}
	return strings.Join(told, ", ")
}

// ExplainedField is a field of the two records.
type ExplainedField struct {
	Name   string    `json:"name"`
	Kind   string    `json:"kind"`
	Values [2]string `json:"values"` // raw
	Keys   [2]string `json:"keys"`   // what is compared; "" where nothing is
}

// ExplainedStep is what one comparison says.
type ExplainedStep struct {
	Comparison string   `json:"comparison"` // term
	Fields     []string `json:"fields"`
	Level      string   `json:"level"` // term; "missing" where a value is
	Weight     float64  `json:"weight"`
	Frequency  float64  `json:"frequency"` // correction for how common the value that agreed is
}

// ExplainedRelation is what other explanations of the likeness take away.
type ExplainedRelation struct {
	Class       string  `json:"class"` // the most likely class of related pairs; term
	Probability float64 `json:"probability"`
	Weight      float64 `json:"weight"` // never above 0
	// Shared are the comparisons that agree and that the class explains as well.
	Shared []string `json:"shared"`
}

// ExplainedClass is a way in which two records can be related.
type ExplainedClass struct {
	Name        string  `json:"name"` // term
	Probability float64 `json:"probability"`
}

// ExplainedBlocking says how the pair was found.
type ExplainedBlocking struct {
	Compared bool     `json:"compared"` // the run compared the two
	All      bool     `json:"all"`      // the source is so small that every pair is compared
	Rules    []string `json:"rules"`    // that bring the two together; terms
}

// ExplainedCluster says what clustering made of the pair.
type ExplainedCluster struct {
	Outcome string          `json:"outcome"` // "direct", "through", "cut", "apart", "unseen" or "decided"
	Sizes   [2]int          `json:"sizes"`   // records in the cluster of each
	Path    []ExplainedLink `json:"path"`    // the strongest way from one to the other, for "through"
	Against []ExplainedLink `json:"against"` // what keeps the two clusters apart, for "cut"
}

// ExplainedLink is a pair of records on the way.
type ExplainedLink struct {
	IDs         [2]string `json:"ids"`
	Probability float64   `json:"probability"`
	Weight      float64   `json:"weight"`
}

// ExplainedChange is what would be if one comparison came out otherwise.
type ExplainedChange struct {
	Comparison  string  `json:"comparison"`
	From        string  `json:"from"` // level, term
	To          string  `json:"to"`
	Probability float64 `json:"probability"`
	Decision    string  `json:"decision"`
	Tips        bool    `json:"tips"` // it alone would change what the pair is decided
}

// Block is a piece of an explanation, made ready for a terminal: a title,
// sentences, then a table. A head that starts with ">" aligns its column to
// the right.
type Block struct {
	Title     string
	Sentences []string
	Heads     []string
	Rows      [][]string
	Notes     []string // sentences below the table
}

// Describe puts an explanation into words.
func Describe(x Explanation, l Lang) []Block {
	d := describer{x, l}
	return []Block{d.records(), d.verdict(), d.why(), d.found(), d.cluster(), d.changes()}
}

// Evidence puts two records side by side for somebody who is to decide on them,
// with what speaks for and against their being one, the strongest first. It
// gives no probability, which would decide before the person does.
func Evidence(x Explanation, l Lang) Block {
	d := describer{x, l}
	b := d.records()
	b.Notes = nil
	steps := slices.Clone(x.Steps)
	slices.SortStableFunc(steps, func(p, q ExplainedStep) int {
		return cmp.Compare(math.Abs(q.Weight+q.Frequency), math.Abs(p.Weight+p.Frequency))
	})
	var sides [2][]string
	for _, s := range steps {
		w := s.Weight + s.Frequency
		if s.Level == "missing" || math.Abs(w) < 1 {
			continue
		}
		side := 0
		if w < 0 {
			side = 1
		}
		if len(sides[side]) < mostListed {
			sides[side] = append(sides[side], d.l.term(s.Comparison)+" – "+d.l.term(s.Level))
		}
	}
	for side, id := range []string{"x_for", "x_against_it"} {
		if len(sides[side]) > 0 {
			b.Notes = append(b.Notes, d.t(id, strings.Join(sides[side], "; ")))
		}
	}
	if r := x.Relation; len(r.Shared) > 0 && r.Weight < -1 {
		b.Notes = append(b.Notes, d.t("x_shared", relation(d.l, r.Class), list(d.l, r.Shared)))
	}
	return b
}

type describer struct {
	x Explanation
	l Lang
}

func (d describer) t(id string, args ...any) string { return text(d.l, id, args...) }

func (d describer) records() Block {
	b := Block{Heads: []string{d.t("field"), d.x.IDs[0], d.x.IDs[1], ""}}
	for _, f := range d.x.Fields {
		if f.Values == [2]string{} {
			continue
		}
		row := []string{f.Name, f.Values[0], f.Values[1], "≠"}
		switch {
		case f.Values[0] == "" || f.Values[1] == "" || f.Kind == string(record.RecordID):
			row[3] = ""
		case f.Values[0] == f.Values[1]:
			row[3] = "="
		case f.Keys[0] != "" && f.Keys[0] == f.Keys[1]:
			row[3] = "≈"
		}
		b.Rows = append(b.Rows, row)
	}
	b.Notes = []string{d.t("x_signs")}
	return b
}

func (d describer) verdict() Block {
	p := d.l.percent(d.x.Probability)
	c := d.x.Cluster
	var b Block
	switch {
	case c.Outcome == "decided":
		b.Sentences = []string{d.t("x_decided_"+d.x.Decided.Verdict, d.x.Decided.by(), p)}
	case c.Outcome == "direct":
		b.Sentences = []string{d.t("x_match", p)}
	case c.Outcome == "through":
		b.Sentences = []string{d.t("x_through", p)}
	case c.Outcome == "cut":
		b.Sentences = []string{d.t("x_cut", p)}
	case c.Outcome == "unseen":
		b.Sentences = []string{d.t("x_unseen", p)}
	case d.x.Decision == "review":
		b.Sentences = []string{d.t("x_review", p)}
	default:
		b.Sentences = []string{d.t("x_apart", p)}
	}
	th := d.x.Thresholds
	b.Sentences = append(b.Sentences, d.t("thresholds", d.l.percent(th.MatchProbability), d.l.weight(th.MatchWeight), d.l.percent(th.ReviewProbability), d.l.weight(th.ReviewWeight)))
	return b
}

// hopeless is the probability below which a change is not worth a line.
const hopeless = .001

// little is the weight in bits that is not worth a line.
const little = .05

// whyRow is a line of the waterfall.
type whyRow struct {
	What, Outcome string
	Weight        float64
}

// whyRows lays out the waterfall of a pair, without its total.
func whyRows(l Lang, prior float64, steps []ExplainedStep, r ExplainedRelation) []whyRow {
	rows := []whyRow{{text(l, "x_prior"), text(l, "x_prior_why"), prior}}
	named := map[string]int{}
	for _, s := range steps {
		named[s.Comparison]++
	}
	for _, s := range steps {
		if s.Level == "missing" {
			continue
		}
		what := l.term(s.Comparison)
		if named[s.Comparison] > 1 {
			what += " (" + clipText(strings.Join(s.Fields, ", ")) + ")"
		}
		rows = append(rows, whyRow{what, l.term(s.Level), s.Weight})
		switch {
		case s.Frequency > little:
			rows = append(rows, whyRow{"", text(l, "x_rare"), s.Frequency})
		case s.Frequency < -little:
			rows = append(rows, whyRow{"", text(l, "x_common"), s.Frequency})
		}
	}
	if r.Weight < -little {
		rows = append(rows, whyRow{text(l, "x_other"), text(l, "x_other_why", relation(l, r.Class), l.percent(r.Probability)), r.Weight})
	}
	return rows
}

// note says in a sentence why a pair that is alike is kept apart.
func note(l Lang, e Example) string {
	if e.Class == "" {
		return ""
	}
	var against []string
	for _, s := range e.Steps {
		if s.Level != "missing" && s.Weight+s.Frequency < -1 {
			against = append(against, s.Comparison)
		}
	}
	who := relation(l, e.Class)
	switch {
	case len(e.Relation.Shared) == 0 && len(against) == 0:
		return text(l, "note_class", who)
	case len(e.Relation.Shared) == 0:
		return text(l, "note_against", who, list(l, against))
	case len(against) == 0:
		return text(l, "note_shared", who, list(l, e.Relation.Shared))
	}
	return text(l, "note_both", who, list(l, e.Relation.Shared), list(l, against))
}

func (d describer) why() Block {
	b := Block{Title: d.t("why"), Sentences: []string{d.t("x_bits")}, Heads: []string{d.t("comparison"), d.t("outcome"), ">" + d.t("weight")}}
	for _, r := range whyRows(d.l, d.x.Prior, d.x.Steps, d.x.Relation) {
		b.Rows = append(b.Rows, []string{r.What, r.Outcome, d.l.weight(r.Weight)})
	}
	blank := 0
	for _, s := range d.x.Steps {
		if s.Level == "missing" {
			blank++
		}
	}
	b.Rows = append(b.Rows, []string{d.t("total"), d.t("probability", d.l.percent(d.x.Probability)), d.l.weight(d.x.Weight)})
	if blank > 0 {
		b.Notes = append(b.Notes, counted(d.l, "x_blank", blank))
	}
	if r := d.x.Relation; len(r.Shared) > 0 && r.Weight < -1 {
		b.Notes = append(b.Notes, d.t("x_shared", relation(d.l, r.Class), list(d.l, r.Shared)))
	}
	return b
}

// relation says a class of the model in words.
func relation(l Lang, class string) string {
	if _, ok := lookup("class_" + class); ok {
		return text(l, "class_"+class)
	}
	return class
}

// mostListed is how many rules or changes a terminal is shown.
const mostListed = 6

// list names terms, those of the fewest parts first.
func list(l Lang, terms []string) string {
	terms = slices.Clone(terms)
	slices.SortStableFunc(terms, func(a, b string) int { return strings.Count(a, " + ") - strings.Count(b, " + ") })
	words := make([]string, 0, mostListed)
	for _, t := range terms[:min(len(terms), mostListed)] {
		words = append(words, l.term(t))
	}
	s := strings.Join(words, ", ")
	if more := len(terms) - mostListed; more > 0 {
		s += " " + counted(l, "x_more", more)
	}
	return s
}

func (d describer) found() Block {
	b := Block{Title: d.t("x_found")}
	k := d.x.Blocking
	switch {
	case k.All && len(k.Rules) == 0:
		b.Sentences = []string{d.t("x_all")}
	case len(k.Rules) == 0 && k.Compared:
		b.Sentences = []string{d.t("x_filled")}
	case len(k.Rules) == 0:
		b.Sentences = []string{d.t("x_never")}
	case !k.Compared:
		b.Sentences = []string{d.t("x_crowded", list(d.l, k.Rules))}
	default:
		b.Sentences = []string{d.t("x_rules", list(d.l, k.Rules))}
	}
	return b
}

func (d describer) cluster() Block {
	c := d.x.Cluster
	b := Block{Title: d.t("x_cluster")}
	links := func(list []ExplainedLink) {
		b.Heads = []string{d.t("x_pair"), "", ">" + d.t("x_probability"), ">" + d.t("weight")}
		for _, k := range list {
			b.Rows = append(b.Rows, []string{k.IDs[0], k.IDs[1], d.l.percent(k.Probability), d.l.weight(k.Weight)})
		}
	}
	switch c.Outcome {
	case "direct":
		b.Sentences = []string{counted(d.l, "x_together", c.Sizes[0])}
	case "decided":
		b.Sentences = []string{d.t("x_two", d.l.count(int64(c.Sizes[0])), d.l.count(int64(c.Sizes[1])))}
		if d.x.Decided.Verdict == "same" {
			b.Sentences = []string{counted(d.l, "x_together", c.Sizes[0])}
		}
	case "through":
		b.Sentences = []string{counted(d.l, "x_together", c.Sizes[0]), d.t("x_path")}
		links(c.Path)
	case "cut":
		b.Sentences = []string{d.t("x_two", d.l.count(int64(c.Sizes[0])), d.l.count(int64(c.Sizes[1]))), d.t("x_against")}
		links(c.Against)
	default:
		b.Sentences = []string{d.t("x_two", d.l.count(int64(c.Sizes[0])), d.l.count(int64(c.Sizes[1])))}
	}
	return b
}

func (d describer) changes() Block {
	one := d.x.Weight >= d.x.Thresholds.MatchWeight
	b := Block{Title: d.t("x_change"), Heads: []string{d.t("comparison"), d.t("x_from"), d.t("x_to"), ">" + d.t("x_probability"), d.t("x_then")}}
	changes, tips := slices.Clone(d.x.Changes), false
	slices.SortStableFunc(changes, func(p, q ExplainedChange) int {
		if one {
			p, q = q, p
		}
		return cmp.Compare(q.Probability, p.Probability)
	})
	for i, c := range changes {
		if i >= mostListed && !c.Tips || !one && c.Probability < hopeless {
			break
		}
		b.Rows = append(b.Rows, []string{d.l.term(c.Comparison), d.l.term(c.From), d.l.term(c.To), d.l.percent(c.Probability), d.t("x_d_" + c.Decision)})
		tips = tips || c.Tips
	}
	switch {
	case one && tips:
		b.Sentences = []string{d.t("x_holds")}
	case one:
		b.Sentences = []string{d.t("x_firm")}
	case tips:
		b.Sentences = []string{d.t("x_tips")}
	default:
		b.Sentences = []string{d.t("x_hopeless")}
	}
	return b
}
