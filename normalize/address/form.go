package address

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Key returns the form of a street line for matching: canonical folded words,
// the house number first, then type and name in their order, then units, then
// the box. French articles, cross streets and localities are left out.
func Key(s, country string) string {
	if len(s) > maxLen {
		s = strings.ToValidUTF8(s[:maxLen], "")
	}
	l := read(s, country)
	return l.key()
}

// Forms returns Standard and Key of a street line at the cost of one reading
// where s is in its standard form already.
func Forms(s, country string) (standard, key string) {
	if len(s) > maxLen {
		l := read(strings.ToValidUTF8(s[:maxLen], ""), country)
		return s, l.key()
	}
	l := read(s, country)
	key = l.key()
	if standard = l.standard(); standard == s {
		return s, key
	}
	// What would be read differently the next time stays as it was.
	again := read(standard, country)
	if again.standard() != standard {
		return strings.TrimSpace(s), key
	}
	return standard, key
}

// unitOrder is the order of units in keys, from the building inwards.
func unitOrder(canonical string) int {
	switch canonical {
	case "bldg", "bl", "bat", "corp", "lot":
		return 0
	case "sc", "esc", "entree", "hall", "porte":
		return 1
	case "et", "floor":
		return 2
	}
	return 3
}

func (l *line) key() string {
	b := make([]byte, 0, 64)
	add := func(s string) {
		if s == "" {
			return
		}
		if len(b) > 0 {
			b = append(b, ' ')
		}
		b = append(b, s...)
	}
	t := l.tokens
	for i := range t {
		if t[i].role == roleNumber {
			if l.lang == "fr" && !t[i].numeric() {
				continue // 12 à 14
			}
			add(t[i].key)
		}
		if t[i].role == roleSuffix {
			add(t[i].key)
		}
	}
	named := false
	for i := range t {
		switch t[i].role {
		case roleType, roleTitle, roleDir:
			named = true
			add(t[i].sense.canonical)
		case roleName:
			if l.lang == "fr" {
				switch t[i].look {
				case "de", "du", "des", "la", "le", "les", "d", "l":
					continue
				}
			}
			add(l.spelled(t[i].key))
			named = true
		}
	}
	// A village without street names: the village is the street.
	for i := range t {
		if !named && (t[i].role == roleLocal && t[i].sense.canonical == "satul" || t[i].role == roleLocalValue) {
			add(t[i].key)
		}
	}
	for order := range 4 {
		for i := range t {
			if t[i].role != roleUnit || unitOrder(t[i].sense.canonical) != order {
				continue
			}
			add(t[i].sense.canonical)
			if i+1 < len(t) && t[i+1].role == roleUnitValue {
				add(t[i+1].key)
			} else if i > 0 && t[i-1].role == roleUnitValue {
				add(strings.TrimRight(t[i-1].key, "stndrhem"))
			}
		}
	}
	for i := range t {
		switch t[i].role {
		case roleBox:
			add(t[i].sense.canonical)
		case roleBoxValue:
			add(t[i].key)
		}
	}
	if len(b) == 0 {
		for i := range t {
			add(t[i].key)
		}
	}
	return string(b)
}

// spelled writes out the title that a name with a hyphen begins with:
// St-Michel, Gal-Leclerc.
func (l *line) spelled(key string) string {
	first, rest, ok := strings.Cut(key, " ")
	if !ok || l.lang == "" {
		return key
	}
	for _, s := range lexicon()[l.lang][first] {
		if s.role == roleTitle {
			return s.canonical + " " + rest
		}
	}
	return key
}

// Standard returns a street line in the local convention: types, units and
// directions spelled one way, lines joined by commas, names that are all upper
// or all lower case with capitals. No word is lost.
func Standard(s, country string) string {
	standard, _ := Forms(s, country)
	return standard
}

func (l *line) standard() string {
	b := make([]byte, 0, 64)
	recase := l.oneCase()
	named := false
	for i := range l.tokens {
		t := &l.tokens[i]
		if i > 0 {
			switch {
			case t.comma || l.lang == "ro" && t.role == roleUnit && l.tokens[i-1].role != roleUnitValue || l.lang == "ro" && t.role == roleUnit:
				b = append(trimComma(b), ',', ' ')
			case t.glued && l.tokens[i-1].look == "#":
			default:
				b = append(b, ' ')
			}
		}
		display := t.sense.us
		if l.country == "GB" || l.country == "IE" || l.country == "AU" || l.country == "NZ" {
			display = t.sense.uk
		}
		switch t.role {
		case roleType, roleDir, roleUnit, roleLabel, roleSuffix, roleLocal:
			if display != "" && t.role != roleUnit || display != "" && t.look != "#" {
				b = append(b, display...)
				continue
			}
		case roleBox:
			if display != "" {
				b = append(b, display...)
				continue
			}
			// The other words of P.O. Box are in the display of the first.
			b = b[:len(b)-1]
			continue
		case roleUnitValue, roleBoxValue, roleNumber:
			b = append(b, strings.ToUpper(trimPoint(t.raw))...)
			if t.ordinal() {
				b = append(b[:len(b)-len(trimPoint(t.raw))], strings.ToLower(trimPoint(t.raw))...)
			}
			continue
		}
		if recase || (t.role == roleName || t.role == roleTitle) && t.ordinal() {
			b = l.appendName(b, t, named)
		} else {
			b = append(b, t.raw...)
		}
		named = named || t.role == roleName || t.role == roleTitle
	}
	return string(b)
}

func trimComma(b []byte) []byte {
	for len(b) > 0 && (b[len(b)-1] == ',' || b[len(b)-1] == ' ') {
		b = b[:len(b)-1]
	}
	return b
}

// trimPoint takes the points off the end of a number.
func trimPoint(s string) string {
	if t := strings.TrimRight(s, "."); t != "" {
		return t
	}
	return s
}

// oneCase says whether the words of the name are all in upper or all in lower
// case.
func (l *line) oneCase() bool {
	upper, lower := 0, 0
	for i := range l.tokens {
		t := &l.tokens[i]
		if t.role != roleName && t.role != roleTitle && t.role != roleCross && t.role != roleLocalValue || l.particle(t) || t.numeric() {
			continue
		}
		for _, r := range t.raw {
			switch {
			case unicode.IsUpper(r):
				upper++
			case unicode.IsLower(r):
				lower++
			}
		}
	}
	return lower == 0 && upper > 1 || upper == 0 && lower > 0
}

func (l *line) particle(t *token) bool {
	if s, ok := t.find(l.lang, roleMonth); ok && s.role == roleMonth {
		return l.lang == "fr"
	}
	switch l.lang {
	case "en":
		switch t.look {
		case "at", "between", "and", "of", "the", "near", "off", "on", "upon":
			return true
		}
	case "fr":
		switch t.look {
		case "de", "du", "des", "la", "le", "les", "et", "sur", "en", "aux", "au", "a", "sous":
			return true
		}
	case "ro":
		switch t.look {
		case "cel", "de", "din", "lui", "si", "la":
			return true
		}
	}
	return false
}

// appendName writes a word of the name with a capital behind each hyphen.
func (l *line) appendName(b []byte, t *token, inside bool) []byte {
	lower := strings.ToLower(t.raw)
	if t.numeric() && !t.ordinal() {
		return append(b, t.raw...)
	}
	if t.numeric() || l.particle(t) && (inside || l.lang == "fr") {
		return append(b, lower...)
	}
	start := true
	for i, r := range lower {
		if start && unicode.IsLetter(r) {
			elided := l.lang == "fr" && (r == 'l' || r == 'd') && (strings.HasPrefix(lower[i+1:], "'") || strings.HasPrefix(lower[i+1:], "’"))
			if !elided {
				r = unicode.ToTitle(r)
				start = false
			}
		}
		b = utf8.AppendRune(b, r)
		if r == '-' || r == '\'' || r == '’' || r == '.' || r == '/' {
			start = r != '\'' && r != '’' || i <= 1
		}
	}
	return b
}
