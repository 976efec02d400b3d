package facts

import (
	"cmp"
	"slices"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/internal/references/naming"
)

// How surely names alone make a pair.
const (
	SameStem   = 1.0 // parent_type, parent_id
	BothHold   = 0.9 // model, res_id
	AnyType    = 0.3 // whatever says a type, beside whatever is an id
	OnlyByType = 0.6 // document_type, document_id: perhaps the type of the document
)

// pairs finds the columns of a table that may be a type and an id, and those
// that may be the name of an attribute and its value, by their names.
func (t *Table) pairs() []*Pair {
	var pairs []*Pair
	for _, id := range t.Columns {
		if id == t.Key || len(t.FKs[id.Def.Name]) > 0 || id.Def.Class == connectors.ClassEnum {
			continue
		}
		if _, says := naming.IsKind(id.Def.Name); says && !id.Name.Marked {
			continue // it says a type itself
		}
		if valueName(id.Def.Name) {
			pairs = append(pairs, t.attributesOf(id)...)
			continue
		}
		stem := StemOf(id.Def.Name)
		named := strings.HasSuffix(strings.ToLower(id.Def.Name), "name") // link_name, docname: keys that are names
		vague := !id.Name.Marked && !named && (!naming.IsHolder(stem) || id.Def.Class == connectors.ClassText)
		var some []*Pair
		for _, kind := range t.Columns {
			if kind == id || kind == t.Key || kind.Def.Class == connectors.ClassJSON || kind.Def.Class == connectors.ClassArray {
				continue
			}
			if s := pairScore(kind, id, stem); s == SameStem || s == OnlyByType && id.Def.Class == kind.Def.Class || s > 0 && !vague {
				some = append(some, &Pair{Kind: kind, ID: id, Score: s, ByType: map[string]*Part{}})
			}
		}
		slices.SortStableFunc(some, func(a, b *Pair) int { return cmp.Or(cmp.Compare(b.Score, a.Score), texter(a.Kind, b.Kind)) })
		for i, p := range some {
			if i < 4 && p.Score >= some[0].Score-0.3 {
				pairs = append(pairs, p)
			}
		}
	}
	return pairs
}

// texter puts a column that says the type in words in front of one that has a
// number for it.
func texter(a, b *Column) int {
	word := func(c *Column) int {
		if c.Def.Class == connectors.ClassText {
			return 0
		}
		return 1
	}
	return cmp.Compare(word(a), word(b))
}

// StemOf returns the words of a name without marks of an id.
func StemOf(name string) []string {
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
func pairScore(kind, id *Column, stem []string) float64 {
	k, ok := naming.IsKind(kind.Def.Name)
	if !ok {
		return 0
	}
	if len(k) > 1 && k[len(k)-1] == "id" { // ParentCustomerIdType
		k = k[:len(k)-1]
	}
	a, b := strings.Join(k, ""), strings.Join(stem, "")
	whole := strings.Join(naming.Split(kind.Def.Name), "")
	hold := len(stem) > 0 && naming.IsHolder(stem)
	switch {
	case (a == b && a != "") || whole == b: // related_event_module, related_event_module_id
		if hold || naming.IsHolder(k) {
			return SameStem
		}
		return OnlyByType
	case hold && a == "" && b == "parent" && !naming.Vague(kind.Def.Name):
		return BothHold - 0.1 // rather what is above it in its own table
	case hold && a == "" && !naming.Vague(kind.Def.Name):
		return BothHold
	case hold && naming.IsHolder(k) && a != "" && b != "" && (strings.HasPrefix(b, a) || strings.HasPrefix(a, b)):
		return BothHold - 0.02 + float64(min(len(a), 15))/1000
	case hold && (a == "content" || a == "real" || a == "entity" || a == "object"):
		return BothHold - 0.05
	case a != "" && len(a) >= 3 && strings.HasPrefix(b, a), len(b) >= 3 && strings.HasPrefix(a, b): // relmodule, relcrmid
		return OnlyByType
	case a == "" && id.Name.Marked && (!naming.Vague(kind.Def.Name) || hold && b != "parent"):
		return OnlyByType - 0.1
	}
	return AnyType // the values may tell
}

// valueName tells whether a column is the value of an attribute.
func valueName(name string) bool {
	tokens := naming.Split(name)
	if len(tokens) == 0 {
		return false
	}
	switch tokens[len(tokens)-1] {
	case "value", "val", "valeur", "valoare", "wert", "valor":
		return true
	}
	return len(tokens) > 1 && tokens[0] == "value"
}

// attributesOf pairs a value with the columns that may say what it is the value of.
func (t *Table) attributesOf(value *Column) []*Pair {
	var pairs []*Pair
	for _, kind := range t.Columns {
		if kind == value || kind == t.Key || valueName(kind.Def.Name) {
			continue
		}
		tokens := naming.Split(kind.Def.Name)
		for _, w := range tokens {
			switch naming.Singular(w) {
			case "name", "key", "attribute", "attribut", "atribut", "field", "fieldname", "param", "parameter", "option", "setting", "property",
				"code", "nom", "nume", "cle", "cheie", "champ", "camp", "schluessel", "feld", "eigenschaft", "clave", "campo", "meta":
				pairs = append(pairs, &Pair{Kind: kind, ID: value, Score: BothHold, Attr: true, ByType: map[string]*Part{}})
			default:
				continue
			}
			break
		}
	}
	return pairs
}
