package references

import (
	"cmp"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references/naming"
	"github.com/onefold/onefold/internal/references/sketch"
)

// How surely names alone make a pair.
const (
	sameStem   = 1.0 // parent_type, parent_id
	bothHold   = 0.9 // model, res_id
	anyType    = 0.3 // whatever says a type, beside whatever is an id
	onlyByType = 0.6 // document_type, document_id: perhaps the type of the document
)

// pairsOf finds the columns of a table that may be a type and an id, and those
// that may be the name of an attribute and its value, by their names.
func (f *finder) pairsOf(t *table) []*pair {
	var pairs []*pair
	for _, id := range t.columns {
		if id == t.key || len(t.fks[id.def.Name]) > 0 || id.def.Class == connectors.ClassEnum {
			continue
		}
		if _, says := naming.IsKind(id.def.Name); says && !id.name.Marked {
			continue // it says a type itself
		}
		if valueName(id.def.Name) {
			pairs = append(pairs, f.attributesOf(t, id)...)
			continue
		}
		stem := stemOf(id.def.Name)
		named := strings.HasSuffix(strings.ToLower(id.def.Name), "name") // link_name, docname: keys that are names
		vague := !id.name.Marked && !named && (!naming.IsHolder(stem) || id.def.Class == connectors.ClassText)
		var some []*pair
		for _, kind := range t.columns {
			if kind == id || kind == t.key || kind.def.Class == connectors.ClassJSON || kind.def.Class == connectors.ClassArray {
				continue
			}
			if s := pairScore(kind, id, stem); s == sameStem || s == onlyByType && id.def.Class == kind.def.Class || s > 0 && !vague {
				some = append(some, &pair{kind: kind, id: id, score: s, byType: map[string]*part{}})
			}
		}
		slices.SortStableFunc(some, func(a, b *pair) int { return cmp.Or(cmp.Compare(b.score, a.score), texter(a.kind, b.kind)) })
		for i, p := range some {
			if i < 4 && p.score >= some[0].score-0.3 {
				pairs = append(pairs, p)
			}
		}
	}
	return pairs
}

// texter puts a column that says the type in words in front of one that has a
// number for it.
func texter(a, b *column) int {
	word := func(c *column) int {
		if c.def.Class == connectors.ClassText {
			return 0
		}
		return 1
	}
	return cmp.Compare(word(a), word(b))
}

// bestPairs drops, of several pairs with one id, all but the one whose types
// name the tables that the ids are keys of.
func (f *finder) bestPairs(t *table) {
	merit := map[*pair]float64{}
	for _, p := range t.pairs {
		if p.attr {
			continue
		}
		rows, good := int64(0), 0.0
		for value, b := range p.byType {
			rows += b.rows
			if found := f.resolve(p.kind, value); len(found) > 0 && found[0].score >= 0.6 {
				good += float64(b.rows) * found[0].score * ratio(b.set.Within(found[0].to.key.set))
			}
		}
		if rows > 0 {
			merit[p] = good / float64(rows)
		}
	}
	all := t.pairs
	t.pairs = nil
	for i, p := range all {
		better := slices.ContainsFunc(all, func(q *pair) bool {
			if q.kind == p.kind && !q.attr && p.score < q.score-0.05 && q.score > onlyByType && merit[p] <= merit[q] {
				return true // the type is that of another id
			}
			return q != p && q.id == p.id && !q.attr && (merit[q] > merit[p] || merit[q] == merit[p] && slices.Index(all, q) < i)
		})
		if p.attr || !better {
			t.pairs = append(t.pairs, p)
		}
	}
}

// stemOf returns the words of a name without marks of an id.
func stemOf(name string) []string {
	var stem []string
	for _, w := range naming.Split(name) {
		switch w {
		case "id", "ids", "fk", "uuid", "pk", "key", "guid", "c":
		default:
			if rest, ok := strings.CutSuffix(w, "id"); ok && len(rest) > 2 {
				w = rest
			}
			stem = append(stem, w)
		}
	}
	if n := len(stem); n > 1 && stem[n-1] == "name" {
		stem = stem[:n-1]
	}
	return stem
}

// pairScore tells how well the names of two columns make a type and an id.
func pairScore(kind, id *column, stem []string) float64 {
	k, ok := naming.IsKind(kind.def.Name)
	if !ok {
		return 0
	}
	if len(k) > 1 && k[len(k)-1] == "id" { // ParentCustomerIdType
		k = k[:len(k)-1]
	}
	a, b := strings.Join(k, ""), strings.Join(stem, "")
	whole := strings.Join(naming.Split(kind.def.Name), "")
	hold := len(stem) > 0 && naming.IsHolder(stem)
	switch {
	case (a == b && a != "") || whole == b: // related_event_module, related_event_module_id
		if hold || naming.IsHolder(k) {
			return sameStem
		}
		return onlyByType
	case hold && a == "" && b == "parent" && !naming.Vague(kind.def.Name):
		return bothHold - 0.1 // rather what is above it in its own table
	case hold && a == "" && !naming.Vague(kind.def.Name):
		return bothHold
	case hold && naming.IsHolder(k) && a != "" && b != "" && (strings.HasPrefix(b, a) || strings.HasPrefix(a, b)):
		return bothHold - 0.02 + float64(min(len(a), 15))/1000
	case hold && (a == "content" || a == "real" || a == "entity" || a == "object"):
		return bothHold - 0.05
	case a != "" && len(a) >= 3 && strings.HasPrefix(b, a), len(b) >= 3 && strings.HasPrefix(a, b): // relmodule, relcrmid
		return onlyByType
	case a == "" && id.name.Marked && (!naming.Vague(kind.def.Name) || hold && b != "parent"):
		return onlyByType - 0.1
	}
	return anyType // the values may tell
}

// valueName tells whether a column is the value of an attribute.
func valueName(name string) bool {
	tokens := naming.Split(name)
	switch tokens[len(tokens)-1] {
	case "value", "val", "valeur", "valoare", "wert", "valor":
		return true
	}
	return len(tokens) > 1 && tokens[0] == "value"
}

// attributesOf pairs a value with the columns that may say what it is the value of.
func (f *finder) attributesOf(t *table, value *column) []*pair {
	var pairs []*pair
	for _, kind := range t.columns {
		if kind == value || kind == t.key || valueName(kind.def.Name) {
			continue
		}
		tokens := naming.Split(kind.def.Name)
		for _, w := range tokens {
			switch naming.Singular(w) {
			case "name", "key", "attribute", "attribut", "atribut", "field", "fieldname", "param", "parameter", "option", "setting", "property",
				"code", "nom", "nume", "cle", "cheie", "champ", "camp", "schluessel", "feld", "eigenschaft", "clave", "campo", "meta":
				pairs = append(pairs, &pair{kind: kind, id: value, score: bothHold, attr: true, byType: map[string]*part{}})
			default:
				continue
			}
			break
		}
	}
	return pairs
}

// kindOf is what a value of a type means: the table, and how surely.
type kindOf struct {
	to    *table
	score float64
}

// resolve returns the tables that a value of a pair's type names, best first.
func (f *finder) resolve(kind *column, value string) []kindOf {
	var texts []string
	if rows := f.lookups[f.lookupOf(kind)]; rows != nil {
		texts = rows[value]
	}
	if len(texts) == 0 {
		texts = []string{value}
	}
	memo := kind.table.def.Name.String() + "\x00" + kind.def.Name + "\x00" + value
	if found, ok := f.kinds[memo]; ok {
		return found
	}
	var found []kindOf
	kinds := make([]naming.Kind, len(texts))
	for i, text := range texts {
		kinds[i] = f.names.Kind(text)
	}
	for _, t := range f.tables {
		if t.key == nil {
			continue
		}
		best := 0.0
		for _, k := range kinds {
			s := k.Names(t.name)
			if t.name.History || t.name.Copy {
				s *= 0.9
			}
			best = max(best, s)
		}
		if best >= 0.5 {
			found = append(found, kindOf{t, best})
		}
	}
	slices.SortStableFunc(found, func(a, b kindOf) int { return cmp.Compare(b.score, a.score) })
	f.kinds[memo] = found
	return found
}

// pairs judges the pairs of all tables.
func (f *finder) pairs(families []*family) {
	var open []*pair // real pairs, for which targets without rows are told
	proven := map[string]map[*family][]string{}
	told := map[*pair]map[*family]bool{}
	for _, t := range f.tables {
		f.bestPairs(t)
		for _, p := range t.pairs {
			if f.taken[p.id] || (p.attr && f.attributes(p, families)) || p.attr {
				continue
			}
			verdicts, real := f.judge(p, families)
			if !real {
				// A type and an id all the same, of tables that are not here.
				f.taken[p.id] = f.taken[p.id] || (p.score > onlyByType && len(p.byType) > 0 && !p.id.isWide())
				continue
			}
			f.taken[p.id], f.taken[p.kind] = true, true
			open = append(open, p)
			told[p] = f.tellPair(p, verdicts)
			name := p.kind.def.Name + "\x00" + p.id.def.Name
			for fam := range told[p] {
				if proven[name] == nil {
					proven[name] = map[*family][]string{}
				}
				for _, v := range verdicts {
					if v.to == fam && v.confidence >= AtLeastSure && !slices.Contains(proven[name][fam], v.value) {
						proven[name][fam] = append(proven[name][fam], v.value)
					}
				}
			}
		}
	}
	if f.asked == nil {
		open = nil // what any pair might point at besides is of no use to a list of everything
	}
	for _, p := range open {
		for _, fam := range families {
			if told[p][fam] {
				continue
			}
			f.tellEmptyPair(p, fam, proven[p.kind.def.Name+"\x00"+p.id.def.Name][fam])
		}
	}
}

// tellPair adds the references that the rows of a pair show.
func (f *finder) tellPair(p *pair, verdicts []verdict) map[*family]bool {
	told := map[*family]bool{}
	for i, v := range verdicts {
		if told[v.to] || v.confidence < AtLeastDoubtful {
			continue
		}
		told[v.to] = true
		r := f.reference(p.id.table, Polymorphic, v.to, []string{p.kind.def.Name, p.id.def.Name})
		set := sketch.New(keepColumn)
		for _, w := range verdicts[i:] {
			if w.to != v.to || w.confidence < AtLeastDoubtful {
				continue
			}
			r.Confidence = max(r.Confidence, w.confidence)
			r.TypeValues = append(r.TypeValues, w.value)
			r.Rows += f.rowsOf(w.part, w.in, w.all)
			r.Evidence.Values += int64(w.all)
			r.Evidence.Contained += int64(w.in)
			set.Merge(w.part.set)
			if len(r.Evidence.Reasons) < 4 {
				r.Evidence.Reasons = append(r.Evidence.Reasons, w.reason)
			}
		}
		r.Evidence.Coverage = coverage(set, v.to.of)
		f.add(r)
	}
	return told
}

// tellEmptyPair adds what a pair may point at though no row does.
func (f *finder) tellEmptyPair(p *pair, fam *family, values []string) {
	others := len(p.byType)
	confidence, reason := 0.0, ""
	switch {
	case len(values) > 0:
		confidence, reason = 0.8, "the same pair points at it in other tables"
	case p.score <= onlyByType:
		confidence, reason = 0.3, "may be of any type; no row points at it"
	case others == 0:
		confidence, reason = 0.6, "named as a pair of type and id; there are no rows"
	case others == 1:
		confidence, reason = 0.5, "a pair of type and id; so far of one other type alone"
	default:
		confidence, reason = 0.65, "a pair of type and id; so far of other types alone"
	}
	if !fam.of.name.Concept.IsParty() {
		confidence *= 0.7
	}
	if fits(p.id, fam.of) == 0 || (len(values) == 0 && !p.id.name.Marked && p.id.def.Class == connectors.ClassText) {
		return
	}
	r := f.reference(p.id.table, Polymorphic, fam, []string{p.kind.def.Name, p.id.def.Name})
	r.Confidence, r.TypeValues = confidence, values
	r.Evidence.Reasons = []string{reason}
	f.add(r)
}

// attributes tells which attributes of a pair of name and value are references.
func (f *finder) attributes(p *pair, families []*family) bool {
	found := false
	for _, value := range sortedKeys(p.byType) {
		b := p.byType[value]
		texts := f.lookups[f.lookupOf(p.kind)][value]
		if len(texts) == 0 {
			texts = []string{value}
		}
		for _, text := range texts {
			if len(text) > maxValue {
				continue
			}
			s := &subject{from: p.id.table, name: f.names.Column(text), set: b.set, filled: b.rows, alone: true}
			if f.tellClaims(s, families, b, func(fam *family) Reference {
				r := f.reference(p.id.table, Attribute, fam, []string{p.kind.def.Name, p.id.def.Name})
				r.TypeValues = []string{value}
				return r
			}) {
				found = true
				break
			}
		}
	}
	return found
}
