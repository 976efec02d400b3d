package naming

import (
	"slices"
	"strings"
)

// Kind is what a value that names a type says, such as res.partner or
// App\Models\Contact.
type Kind struct {
	all, last             []string // words of the value, and of its last segment
	allJoined, lastJoined string
	nested                bool // it has several segments
}

// Kind reads a value that may name a type.
func (n *Names) Kind(value string) Kind {
	segments := strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(`\.:/| `, r) })
	if len(segments) == 0 || len(value) > 120 {
		return Kind{}
	}
	k := Kind{all: n.kindTokens(value), last: n.kindTokens(segments[len(segments)-1]), nested: len(segments) > 1}
	k.allJoined, k.lastJoined = strings.Join(k.all, ""), strings.Join(k.last, "")
	return k
}

// Names tells how well the value names a table, from 0 to 1.
func (k Kind) Names(to *Table) float64 {
	switch {
	case len(k.last) == 0:
		return 0
	case k.allJoined == to.tokens:
		return 1
	case k.lastJoined == to.tokens:
		return 0.97
	case k.lastJoined == to.noun:
		return 0.95
	case k.nested && endsWith(to.Tokens, k.last):
		return 0.85
	case endsWith(to.Noun, k.last):
		return 0.8
	case len(k.last) > 1 && endsWith(k.last, to.Noun):
		return 0.5
	}
	switch concept := concepts[k.last[len(k.last)-1]]; {
	case concept != NoConcept && concept == to.Concept:
		return 0.6
	case abbreviates(k.lastJoined, to.noun) > 0:
		return 0.5
	}
	return 0
}

func (n *Names) kindTokens(v string) []string {
	tokens := Split(v)
	for i, w := range tokens {
		tokens[i] = Singular(w)
	}
	if n.prefix != "" && len(tokens) > 1 && tokens[0] == n.prefix {
		tokens = tokens[1:]
	}
	return tokens
}

// kindWords are ends of the names of columns that say what an id is of.
var kindWords = words[bool]{
	true: `type doctype fieldto model module table class kind entity typ tip tipo object resource setype ctype contenttype
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
