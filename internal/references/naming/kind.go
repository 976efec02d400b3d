package naming

import (
	"slices"
	"strings"
)

// Kind tells how well a value that names a type, such as res.partner or
// App\Models\Contact, names a table.
func (n *Names) Kind(value string, to *Table) float64 {
	segments := strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(`\.:/| `, r) })
	if len(segments) == 0 || len(value) > 120 {
		return 0
	}
	all := kindTokens(value)
	if n.prefix != "" && len(all) > 1 && all[0] == n.prefix {
		all = all[1:]
	}
	last := kindTokens(segments[len(segments)-1])
	if n.prefix != "" && len(last) > 1 && last[0] == n.prefix {
		last = last[1:]
	}
	joined := strings.Join(last, "")
	switch {
	case len(last) == 0:
		return 0
	case strings.Join(all, "") == strings.Join(to.Tokens, ""):
		return 1
	case joined == strings.Join(to.Tokens, ""):
		return 0.97
	case joined == strings.Join(to.Noun, ""):
		return 0.95
	case len(segments) > 1 && endsWith(to.Tokens, last):
		return 0.85
	case endsWith(to.Noun, last):
		return 0.8
	case len(last) > 1 && endsWith(last, to.Noun):
		return 0.5
	case concepts[last[len(last)-1]] != NoConcept && concepts[last[len(last)-1]] == to.Concept:
		return 0.6
	case abbreviates(joined, strings.Join(to.Noun, "")) > 0:
		return 0.5
	}
	return 0
}

func kindTokens(v string) []string {
	tokens := Split(v)
	for i, w := range tokens {
		tokens[i] = Singular(w)
	}
	return tokens
}

// kindWords are ends of the names of columns that say what an id is of.
var kindWords = words[bool]{
	true: `type doctype model module table class kind entity typ tip tipo object resource setype objecttype relmodule ctype contenttype
		content_type typecode tabel modul modelo modele klasse clase tablename entitate objekttyp`,
}.index()

// IsKind tells whether the name of a column may say what an id beside it is of,
// and returns the words in front of that: parent_type gives parent.
func IsKind(column string) (stem []string, ok bool) {
	tokens := Split(column)
	number := false // content_type_id
	for len(tokens) > 1 && (tokens[len(tokens)-1] == "id" || tokens[len(tokens)-1] == "name" || tokens[len(tokens)-1] == "code") {
		number = number || tokens[len(tokens)-1] == "id"
		tokens = tokens[:len(tokens)-1]
	}
	if number {
		switch tokens[len(tokens)-1] {
		case "type", "model", "class", "module", "tip", "typ", "tipo":
		default:
			return nil, false // entity_id is an id
		}
	}
	if len(tokens) == 0 {
		return nil, false
	}
	switch tokens[0] {
	case "type", "tip", "tipo", "typ":
		if len(tokens) > 1 {
			return tokens[1:], true // type_objet
		}
	}
	last := tokens[len(tokens)-1]
	if kindWords[last] {
		return tokens[:len(tokens)-1], true
	}
	for _, end := range []string{"type", "module", "model", "class", "table", "entity"} {
		if rest, cut := strings.CutSuffix(last, end); cut && len(rest) > 1 {
			return append(slices.Clone(tokens[:len(tokens)-1]), rest), true
		}
	}
	if kindWords[tokens[0]] && len(tokens) > 1 {
		return tokens[1:], true
	}
	return nil, false
}

// Vague tells whether a word for a type is one that many columns have which say
// nothing of other tables.
func Vague(column string) bool {
	switch strings.ToLower(column) {
	case "type", "kind", "typ", "tip", "tipo", "object", "resource", "type_id", "class":
		return true
	}
	return false
}

// holders are words for whatever an id of any type may be of.
var holders = words[bool]{
	true: `parent entity object record related res resource item target source subject owner bean linked regarding module element
		polymorphic reference model origin destination row objet obiect objekt entite entitate what who able relation foreign
		rel fk target linkable obj instance callback event_module invitee_module recipient holder attached host context ref rid
		thread concern concerned trackable loggable customized journalized watchable link`,
}.index()

// IsHolder tells whether words in front of a mark may stand for a record of any type.
func IsHolder(stem []string) bool {
	if len(stem) == 0 {
		return true
	}
	last := Singular(stem[len(stem)-1])
	return holders[last] || holders[strings.Join(stem, "_")] || (strings.HasSuffix(last, "able") && len(last) > 6 && last != "table")
}
