package city

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/onefold/onefold/normalize/internal/fold"
)

//go:embed exonyms.txt
var exonymsText string

const maxLen = 120

// exonyms maps a folded name to the folded local one.
var exonyms = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, 700)
	for line := range strings.Lines(exonymsText) {
		if line[0] == '#' {
			continue
		}
		names := strings.Split(strings.TrimSpace(line), "|")
		local := fold.String(names[0])
		for _, name := range names {
			if key := fold.String(name); m[key] == "" {
				m[key] = local
			}
		}
	}
	return m
})

// Local returns the folded local name of the city that has the folded name
// key in some language: Geneva gives geneve. Other names are returned as they
// are.
func Local(key string) string {
	if local, ok := exonyms()[key]; ok {
		return local
	}
	return key
}

// Key returns the form for matching: folded, without Cedex, arrondissement,
// sector and the like, st written saint, exonyms turned into the local name.
func Key(s string) string {
	if len(s) > maxLen {
		return fold.String(s)
	}
	// What stands in brackets is a district or a country.
	if i := strings.IndexByte(s, '('); i > 0 {
		s = s[:i]
	}
	var buf [2 * maxLen]byte
	folded := fold.Append(buf[:0], s)
	if len(folded) > 0 && !slow(folded) {
		if local, ok := exonyms()[string(folded)]; ok {
			return local
		}
		return string(folded)
	}
	if local, ok := exonyms()[string(folded)]; ok {
		return local
	}
	words := strings.Fields(string(folded))
	for i, w := range words {
		switch w {
		case "st", "sankt":
			// San Francisco may call itself sf, but st is a saint in any country.
			words[i] = "saint"
		case "ste":
			words[i] = "sainte"
		case "tg", "tirgu":
			words[i] = "targu"
		case "rm", "rimnicu":
			words[i] = "ramnicu"
		case "ft":
			words[i] = "fort"
		case "mt":
			words[i] = "mount"
		case "s":
			if i > 0 && i+1 < len(words) {
				words[i] = "sur"
			}
		case "sf":
			if len(words) > 1 {
				words[i] = "sfantu"
			}
		}
	}
	words = trim(words)
	key := strings.Join(words, " ")
	if key == "" {
		return string(folded)
	}
	return Local(key)
}

// slow says whether a folded name holds a word or digit that needs work. It
// does not allocate.
func slow(key []byte) bool {
	from := 0
	for i := 0; i <= len(key); i++ {
		if i < len(key) && key[i] != ' ' {
			if '0' <= key[i] && key[i] <= '9' {
				return true
			}
			continue
		}
		switch string(key[from:i]) {
		case "st", "ste", "sankt", "tg", "tirgu", "rm", "rimnicu", "ft", "mt", "s", "sf", "cedex", "cdx", "cidex", "sector", "sectorul", "arrondissement",
			"mun", "municipiul", "oras", "orasul", "or", "com", "comuna", "sat", "satul", "loc", "localitatea", "jud", "judetul", "judet":
			return true
		}
		from = i + 1
	}
	return false
}

// trim drops what the post or the administration adds to the name.
func trim(words []string) []string {
	for i, w := range words {
		switch {
		case i > 0 && (w == "cedex" || w == "cdx" || w == "cidex"),
			i > 0 && (w == "jud" || w == "judetul" || w == "judet"):
			words = words[:i]
		case w == "sector" || w == "sectorul":
			// Only the capital has numbered sectors.
			if i+1 < len(words) && len(words[i+1]) == 1 && words[i+1][0] >= '1' && words[i+1][0] <= '6' {
				return []string{"bucuresti"}
			}
			continue
		default:
			continue
		}
		break
	}
	for len(words) > 1 {
		switch words[0] {
		case "mun", "municipiul", "oras", "orasul", "or", "com", "comuna", "sat", "satul", "loc", "localitatea":
			words = words[1:]
			continue
		}
		break
	}
	// Paris 12e, Lyon 3ème arrondissement, Marseille 1er.
	if len(words) > 1 {
		switch words[0] {
		case "paris", "lyon", "marseille":
			if c := words[1][0]; '0' <= c && c <= '9' && len(words[1]) <= 6 {
				return words[:1]
			}
		}
	}
	// A postcode that slipped in.
	if n := len(words) - 1; n > 0 && len(words[n]) >= 4 && digits(words[n]) {
		words = words[:n]
	}
	if len(words) > 1 && len(words[0]) >= 4 && digits(words[0]) {
		words = words[1:]
	}
	return words
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// Standard returns the form for display: single spaces, and names that are
// all upper or all lower case written with capitals. It returns s itself where
// nothing changes.
func Standard(s string) string {
	if tidy(s) && cased(s) {
		return s
	}
	s = strings.Join(strings.Fields(s), " ")
	if cased(s) {
		return s
	}
	b := make([]byte, 0, len(s)+4)
	for i := 0; i < len(s); {
		// A word is a run of letters; what stands between is kept.
		j := i
		for j < len(s) {
			r, w := utf8.DecodeRuneInString(s[j:])
			if !unicode.IsLetter(r) && !unicode.IsMark(r) {
				break
			}
			j += w
		}
		if j == i {
			_, w := utf8.DecodeRuneInString(s[i:])
			b = append(b, s[i:i+w]...)
			i += w
			continue
		}
		b = appendTitle(b, s[i:j], len(b) > 0, i > 0 && '0' <= s[i-1] && s[i-1] <= '9', j < len(s) && (s[j] == '\'' || strings.HasPrefix(s[j:], "’")))
		i = j
	}
	return string(b)
}

// appendTitle writes a word with a capital, unless it is a small word inside
// of the name, an elided article, or the ending of a number.
func appendTitle(b []byte, w string, inside, ending, elided bool) []byte {
	lower := strings.ToLower(w)
	if ending {
		return append(b, lower...)
	}
	if inside {
		switch lower {
		case "de", "du", "des", "la", "le", "les", "en", "sur", "sous", "lès", "lez", "aux", "au", "et", "à", "cel", "lui", "din", "upon", "on", "of", "the", "am", "an", "der", "im", "del", "di", "da", "do", "s", "in", "y":
			return append(b, lower...)
		}
		if elided && (lower == "l" || lower == "d") {
			return append(b, lower...)
		}
	}
	r, n := utf8.DecodeRuneInString(lower)
	b = utf8.AppendRune(b, unicode.ToTitle(r))
	return append(b, lower[n:]...)
}

// tidy says whether s has single spaces and none at its ends.
func tidy(s string) bool {
	space := true
	for _, r := range s {
		if unicode.IsSpace(r) {
			if space || r != ' ' {
				return false
			}
			space = true
			continue
		}
		space = false
	}
	return !space || s == ""
}

// cased says whether s has capitals and small letters, or is too short to tell.
func cased(s string) bool {
	upper, lower := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		}
	}
	return upper > 0 && lower > 0 || upper+lower < 2 || upper == 0 && lower == 0
}
