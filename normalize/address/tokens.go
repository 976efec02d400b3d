package address

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/onefold/onefold/normalize/internal/fold"
)

//go:embed lexicon.txt
var lexiconText string

// role is what a word does in a street line.
type role uint8

const (
	roleName role = iota
	roleType
	roleDir
	roleUnit
	roleUnitValue
	roleLabel
	roleSuffix
	roleNumber
	roleBox
	roleBoxValue
	roleLocal
	roleLocalValue
	roleMonth
	roleCross
	roleTitle // a word of the name with a longer or shorter spelling: Gal, St
)

// sense is one meaning of a word in a language.
type sense struct {
	role      role
	canonical string
	us, uk    string // display
}

// lexicon maps language, then the folded word without spaces, to its senses,
// those that the file gives first in front.
var lexicon = sync.OnceValue(func() map[string]map[string][]sense {
	roles := map[string]role{"type": roleType, "dir": roleDir, "unit": roleUnit, "label": roleLabel, "suffix": roleSuffix, "name": roleTitle, "box": roleBox, "local": roleLocal, "month": roleMonth, "cross": roleCross}
	m := map[string]map[string][]sense{"fr": {}, "ro": {}, "en": {}}
	for line := range strings.Lines(lexiconText) {
		f := strings.Split(strings.TrimRight(line, "\n"), "|")
		if len(f) != 5 || line[0] == '#' {
			continue
		}
		s := sense{role: roles[f[1]], canonical: f[2], us: f[3], uk: f[3]}
		if us, uk, ok := strings.Cut(f[3], "/"); ok {
			s.us, s.uk = us, uk
		}
		add := func(spelling string) {
			key := compact(fold.String(spelling))
			if spelling == "#" || spelling == "@" {
				key = spelling
			}
			if key == "" {
				return
			}
			for _, have := range m[f[0]][key] {
				if have.role == s.role {
					return
				}
			}
			m[f[0]][key] = append(m[f[0]][key], s)
		}
		if f[0] != "en" || f[1] != "unit" || f[2] != "unit" {
			add(f[2])
		}
		for spelling := range strings.FieldsSeq(f[4]) {
			add(spelling)
		}
	}
	return m
})

func compact(key string) string {
	if strings.IndexByte(key, ' ') < 0 {
		return key
	}
	return strings.ReplaceAll(key, " ", "")
}

// token is a word of a line.
type token struct {
	raw   string // as written
	key   string // folded; may hold spaces: Victor-Hugo
	look  string // folded without spaces, for the lexicon
	comma bool   // a comma, a line end or the like stands before
	glued bool   // nothing stands before
	role  role
	sense sense

	lang   string  // the line's grammar, once it is known
	senses []sense // of look in that language
}

const maxLen = 500

// tokenize cuts a line at spaces, commas and line ends, and splits what people
// write together: nr.12, bl.A3, 12bis, #4.
func tokenize(s string) []token {
	tokens := make([]token, 0, 8)
	comma := false
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		if separates(r) || unicode.IsSpace(r) {
			if r != ' ' && r != '\t' && r != '\u00a0' {
				comma = true
			}
			i += w
			continue
		}
		j := i
		for j < len(s) {
			r, w := utf8.DecodeRuneInString(s[j:])
			if separates(r) || unicode.IsSpace(r) {
				break
			}
			j += w
		}
		if word := s[i:j]; isDash(word) {
			comma = true // "12 rue X - Bât. B"
		} else {
			tokens = split(tokens, word, comma, false)
			comma = false
		}
		i = j
	}
	return tokens
}

func separates(r rune) bool { return r == ',' || r == ';' || r == '\n' || r == '\r' || r == '|' }

func isDash(s string) bool { return s == "-" || s == "–" || s == "—" }

// split appends a word, in parts where two are written together.
func split(tokens []token, word string, comma, glued bool) []token {
	at := 0
	switch first := word[0]; {
	case first == '#' && len(word) > 1:
		at = 1
	case '0' <= first && first <= '9':
		// 12bis, 12ter
		i := 0
		for i < len(word) && '0' <= word[i] && word[i] <= '9' {
			i++
		}
		switch strings.ToLower(word[i:]) {
		case "bis", "ter", "quater":
			at = i
		}
	default:
		dot := strings.IndexByte(word, '.')
		if strings.HasPrefix(word, "n°") || strings.HasPrefix(word, "N°") || strings.HasPrefix(word, "nº") || strings.HasPrefix(word, "Nº") {
			at = len("n°")
		} else if dot >= 2 && dot+1 < len(word) && known(word[:dot]) {
			at = dot + 1
		} else if i := firstDigit(word); i >= 2 {
			switch strings.ToLower(word[:i]) {
			case "nr", "bl", "sc", "ap", "et", "apt", "bp", "cs", "bat", "bât":
				at = i
			}
		}
	}
	if at > 0 && at < len(word) {
		tokens = split(tokens, word[:at], comma, glued)
		return split(tokens, word[at:], false, true)
	}
	t := token{raw: word, comma: comma, glued: glued}
	plain := word
	if len(word) > 4 && (word[0]|0x20 == 'l' || word[0]|0x20 == 'd') {
		if r, w := utf8.DecodeRuneInString(word[1:]); r == '\'' || r == '’' {
			plain = word[1+w:]
		}
	}
	t.key = fold.String(plain)
	t.look = compact(t.key)
	if t.look == "" && (word == "#" || word == "@") {
		t.key, t.look = word, word
	}
	if word == "n°" || word == "N°" || word == "nº" || word == "Nº" {
		t.key, t.look = "n", "n"
	}
	return append(tokens, t)
}

// firstDigit returns the place of the first ASCII digit, or -1.
func firstDigit(s string) int {
	for i := 0; i < len(s); i++ {
		if '0' <= s[i] && s[i] <= '9' {
			return i
		}
	}
	return -1
}

// known says whether a word is in some language's lexicon as a type, unit,
// label or place, so that a point behind it ends a word.
func known(word string) bool {
	key := compact(fold.String(word))
	for _, lang := range [...]string{"ro", "fr", "en"} {
		for _, s := range lexicon()[lang][key] {
			switch s.role {
			case roleType, roleUnit, roleLabel, roleLocal, roleBox:
				return true
			}
		}
	}
	return false
}

func (t *token) find(lang string, r role) (sense, bool) {
	senses := t.senses
	if t.lang != lang {
		senses = lexicon()[lang][t.look]
	}
	for i := range senses {
		if senses[i].role == r {
			return senses[i], true
		}
	}
	return sense{}, false
}

func (t *token) numeric() bool { return t.look != "" && '0' <= t.look[0] && t.look[0] <= '9' }

// ordinal says whether t is 5th, 1er, 3e.
func (t *token) ordinal() bool {
	i := 0
	for i < len(t.look) && '0' <= t.look[i] && t.look[i] <= '9' {
		i++
	}
	switch t.look[i:] {
	case "st", "nd", "rd", "th", "er", "e", "eme", "ere", "ieme":
		return i > 0
	}
	return false
}

// short says whether t is like the number of a unit: holds a digit, or is one
// or two letters.
func (t *token) short() bool {
	return firstDigit(t.look) >= 0 || len(t.look) <= 2 && t.look != ""
}
