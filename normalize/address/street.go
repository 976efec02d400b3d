package address

import "strings"

// Address is an address taken apart. Empty parts are not there; words are as
// the input writes them, but for the canonical StreetType.
type Address struct {
	Number       string // 12, 12-14
	NumberSuffix string // bis, A
	StreetType   string // canonical: avenue, strada, street
	Street       string // the name, without type
	Unit         string // apartment, floor, staircase: "apt 4b", several separated by one space
	Building     string // "bl a3", "bat b"
	POBox        string // "po box 12", "bp 12"
	Rest         string // everything else: residence, cross street, locality
	Postcode     string
	City         string
	Region       string
	Country      string // ISO 3166-1 alpha-2
}

// line is a street line with the role of each word.
type line struct {
	tokens  []token
	lang    string // grammar: fr, ro, en or ""
	country string
}

// read gives each word of s its role.
func read(s, country string) line {
	l := line{tokens: tokenize(s), country: country}
	l.lang = grammar(l.tokens, country)
	l.assign()
	return l
}

func (l *line) assign() {
	if l.lang != "" {
		words := lexicon()[l.lang]
		for i := range l.tokens {
			l.tokens[i].lang, l.tokens[i].senses = l.lang, words[l.tokens[i].look]
		}
		l.boxes()
		l.units()
		l.locals()
	}
	l.number()
	switch l.lang {
	case "fr", "ro":
		l.typeBefore()
	case "en":
		l.english()
	}
	if l.lang != "" {
		for i := range l.tokens {
			t := &l.tokens[i]
			if s, ok := t.find(l.lang, roleTitle); ok && t.role == roleName {
				t.role, t.sense = roleTitle, s
			}
		}
	}
}

// boxes finds PO Box 12, P.O. Box 12, BP 12, CS 40001.
func (l *line) boxes() {
	t := l.tokens
	for i := range t {
		n := 1
		look := t[i].look
		if i+1 < len(t) && (look == "po" || look == "post" || look == "postal" || look == "boite" || look == "casuta") {
			look += t[i+1].look
			n = 2
			switch look {
			case "pobox", "postbox", "postalbox":
				look = "pobox"
			case "boitepostale":
				look = "bp"
			case "casutapostala":
				look = "cp"
			}
		}
		if i+2 < len(t) && (look == "postoffice" || look == "po") && n == 2 && t[i+2].look == "box" {
			look, n = "pobox", 3
		}
		if i+n >= len(t) || !t[i+n].short() || t[i+n].comma {
			continue
		}
		probe := token{look: look}
		s, ok := probe.find(l.lang, roleBox)
		if !ok && look == "pobox" {
			s, ok = sense{role: roleBox, canonical: "po box", us: "PO Box", uk: "PO Box"}, true
		}
		if !ok || !t[i+n].numeric() && s.canonical != "po box" {
			continue
		}
		for j := range n {
			t[i+j].role = roleBox
		}
		t[i].sense = s
		t[i+n].role = roleBoxValue
	}
}

// units finds apt 4B, bl. A3, 2nd floor, 3e étage.
func (l *line) units() {
	t := l.tokens
	for i := range t {
		if t[i].role != roleName {
			continue
		}
		s, ok := t[i].find(l.lang, roleUnit)
		if !ok {
			continue
		}
		after := i+1 < len(t) && t[i+1].role == roleName && !t[i+1].comma && t[i+1].short()
		if after {
			// "Ste Anne" is no suite; "et 14" in French is not a floor; "Int. A" not an interphone.
			_, isType := t[i+1].find(l.lang, roleType)
			_, isUnit := t[i+1].find(l.lang, roleUnit)
			if isType && !t[i+1].numeric() && len(t[i+1].look) > 1 || isUnit && !t[i+1].numeric() {
				after = false
			}
			if l.lang == "fr" && t[i].look == "et" {
				after = false
			}
		}
		if after {
			t[i].role, t[i].sense = roleUnit, s
			t[i+1].role = roleUnitValue
			continue
		}
		// The value may stand in front: 2nd floor, 3e étage.
		if i > 0 && t[i-1].role == roleName && t[i-1].ordinal() && (s.canonical == "floor" || s.canonical == "et") && t[i].look != "et" {
			t[i].role, t[i].sense = roleUnit, s
			t[i-1].role = roleUnitValue
		}
	}
}

// locals finds the words of Romanian lines that name a place: jud. Cluj, sector 3.
func (l *line) locals() {
	if l.lang != "ro" {
		return
	}
	t := l.tokens
	for i := 0; i < len(t); i++ {
		if t[i].role != roleName {
			continue
		}
		s, ok := t[i].find(l.lang, roleLocal)
		if !ok || i+1 >= len(t) || t[i+1].comma || i > 0 && !t[i].comma && s.canonical != "sector" && s.canonical != "judetul" {
			continue
		}
		t[i].role, t[i].sense = roleLocal, s
		for j := i + 1; j < len(t) && !t[j].comma && t[j].role == roleName; j++ {
			if j > i+1 {
				if _, isType := t[j].find(l.lang, roleType); isType {
					break
				}
			}
			t[j].role = roleLocalValue
			if s.canonical == "sector" {
				break
			}
		}
	}
}

// number finds the house number and what belongs to it.
func (l *line) number() {
	t := l.tokens
	at := -1
	for i := range t {
		if t[i].role != roleName || i+1 >= len(t) || l.lang == "" {
			continue
		}
		if s, ok := t[i].find(l.lang, roleLabel); ok && t[i+1].role == roleName && t[i+1].numeric() && !t[i+1].ordinal() {
			t[i].role, t[i].sense = roleLabel, s
			at = i + 1
			break
		}
	}
	if at < 0 {
		for i := range t {
			// At the beginning of the line or of a part of it: Flat 2, 10 High St.
			if t[i].role == roleName && t[i].numeric() && !t[i].ordinal() && (i == 0 || t[i].comma || t[i-1].role == roleUnitValue) {
				if i+1 < len(t) && (t[i+1].role == roleName) && !t[i+1].comma && !l.month(i+1) || i+1 < len(t) && t[i+1].comma && i == 0 {
					at = i
				}
				break
			}
		}
	}
	if at < 0 && l.lang != "en" {
		// Behind the name: Str. Unirii 12, Hauptstraße 5.
		for i := len(t) - 1; i > 0; i-- {
			if t[i].role != roleName {
				continue
			}
			// "45 A": a letter behind the number.
			if j := i - 1; len(t[i].look) == 1 && !t[i].numeric() && j > 0 && t[j].numeric() && t[j].role == roleName && !t[i].comma {
				i = j
			}
			if t[i].numeric() && !t[i].ordinal() && t[i-1].role == roleName && !l.month(i-1) && len(t[i].look) <= 6 {
				at = i
			} else if !t[i].numeric() && i > 1 && (l.lang == "ro" || l.lang == "") {
				continue // locality words may follow
			}
			break
		}
	}
	if at < 0 {
		return
	}
	t[at].role = roleNumber
	// 12 bis, 12 B rue, nr. 12 A, 12 1/2, 12 - 14, 12 à 14
	if n := at + 1; n < len(t) && t[n].role == roleName && !t[n].comma {
		if s, ok := t[n].find(l.lang, roleSuffix); ok {
			t[n].role, t[n].sense = roleSuffix, s
			return
		}
		switch {
		case len(t[n].look) == 1 && t[n].look[0] >= 'a' && t[n].look[0] <= 'h':
			next := n + 1
			if l.lang == "en" && t[n].look == "e" {
				return
			}
			if next == len(t) || t[next].comma || t[next].role == roleUnit {
				t[n].role = roleSuffix
			} else if _, isType := t[next].find(l.lang, roleType); isType {
				t[n].role = roleSuffix
			}
		case t[n].raw == "1/2" || t[n].raw == "½":
			t[n].role = roleSuffix
		case (t[n].look == "a" || t[n].look == "et") && l.lang == "fr" && n+1 < len(t) && t[n+1].numeric():
			t[n].role, t[n+1].role = roleNumber, roleNumber
		}
	}
}

func (l *line) month(i int) bool {
	_, ok := l.tokens[i].find(l.lang, roleMonth)
	return ok
}

// typeBefore finds the type in languages that put it before the name.
func (l *line) typeBefore() {
	t := l.tokens
	for i := range t {
		if t[i].role != roleName {
			continue
		}
		s, ok := t[i].find(l.lang, roleType)
		if !ok {
			continue
		}
		// A single letter, or a word that is also a name, must open the name.
		opens := i == 0 || t[i].comma || t[i-1].role != roleName
		if !opens && (len(t[i].look) <= 3 || s.canonical == "parc" || s.canonical == "pont" || s.canonical == "villa" || s.canonical == "domaine") {
			continue
		}
		if i+1 >= len(t) && i > 0 && !opens {
			continue
		}
		t[i].role, t[i].sense = roleType, s
		return
	}
}

// english finds directions, cross streets and the type, which stands behind
// the name, and tells St for Street from St for Saint.
func (l *line) english() {
	t := l.tokens
	first, last := -1, -1
	for i := range t {
		if t[i].role == roleName {
			if first < 0 {
				first = i
			}
			if s, ok := t[i].find("en", roleCross); ok && i > first+1 {
				t[i].sense = s
				for j := i; j < len(t) && (j == i || !t[j].comma); j++ {
					if t[j].role == roleName {
						t[j].role = roleCross
					}
				}
				break
			}
			if t[i].comma && last >= 0 && i > 0 && last < i {
				// Another part: only the part that holds the number counts,
				// unless it had no type.
				if l.typed(first, i) {
					break
				}
				first = i
			}
			last = i
		} else if last >= 0 && t[i].role == roleUnit {
			break
		}
	}
	if first < 0 || last < first {
		return
	}
	end := last
	// A direction behind the type: Las Vegas Blvd S.
	if end > first {
		if s, ok := t[end].find("en", roleDir); ok {
			if _, isType := t[end-1].find("en", roleType); isType {
				t[end].role, t[end].sense = roleDir, s
				end--
			}
		}
	}
	at := -1
	for i := end; i > first; i-- {
		s, ok := t[i].find("en", roleType)
		if !ok || t[i].role != roleName {
			continue
		}
		if t[i].look == "st" && i < end && !t[i+1].numeric() && l.saint(i) {
			continue
		}
		t[i].role, t[i].sense = roleType, s
		at = i
		break
	}
	if at < 0 {
		at = end + 1
		// Broadway, Highway 50, Avenue B: the type stands in front or alone.
		if s, ok := t[first].find("en", roleType); ok && t[first].look != "st" && t[first].look != "dr" {
			t[first].role, t[first].sense = roleType, s
			return
		}
	}
	// A direction before the name, which is not itself the name: N Main St, not North St.
	if s, ok := t[first].find("en", roleDir); ok && at > first+1 {
		t[first].role, t[first].sense = roleDir, s
	}
	for i := first; i < at && i < len(t); i++ {
		if t[i].role == roleName && i+1 < at && (t[i].look == "dr" || t[i].look == "st") {
			name := sense{role: roleTitle, canonical: "saint", us: "St", uk: "St"}
			if t[i].look == "dr" {
				name.canonical = "doctor"
			}
			t[i].role, t[i].sense = roleTitle, name
		}
	}
}

// saint says whether the st at i opens a name: it is the first word behind
// number and direction, or another type follows.
func (l *line) saint(i int) bool {
	t := l.tokens
	if i == 0 || t[i-1].role != roleName {
		return true
	}
	// Great St Helen's
	if n := t[i+1].raw; strings.HasSuffix(n, "'s") || strings.HasSuffix(n, "’s") {
		return true
	}
	if _, ok := t[i-1].find("en", roleDir); ok && (i == 1 || t[i-2].role == roleNumber) {
		return true
	}
	return false
}

func (l *line) typed(from, to int) bool {
	for i := from + 1; i < to; i++ {
		if _, ok := l.tokens[i].find("en", roleType); ok && l.tokens[i].role == roleName {
			return true
		}
	}
	return false
}

// Parse takes a street line or a whole address apart without knowledge of
// countries other than their postcodes' forms. country is an ISO 3166-1
// alpha-2 code in upper case, a hint; "" unknown.
func Parse(s, country string) Address { return Parser{}.Parse(s, country) }

// fill puts the words of a street line into a.
func (l *line) fill(a *Address) {
	var street, unit, building, rest, box, number []string
	for i := 0; i < len(l.tokens); i++ {
		t := &l.tokens[i]
		switch t.role {
		case roleNumber:
			number = append(number, t.raw)
		case roleSuffix:
			a.NumberSuffix = t.raw
		case roleType:
			a.StreetType = t.sense.canonical
		case roleName, roleTitle, roleDir:
			street = append(street, t.raw)
		case roleUnit:
			value := ""
			if i+1 < len(l.tokens) && l.tokens[i+1].role == roleUnitValue {
				value = l.tokens[i+1].look
				i++
			} else if i > 0 && l.tokens[i-1].role == roleUnitValue {
				value = l.tokens[i-1].look
			}
			text := strings.TrimSpace(t.sense.canonical + " " + value)
			switch t.sense.canonical {
			case "bl", "bat", "bldg", "corp":
				building = append(building, text)
			default:
				unit = append(unit, text)
			}
		case roleBox:
			if t.sense.canonical != "" {
				box = append(box, t.sense.canonical)
			}
		case roleBoxValue:
			box = append(box, t.look)
		case roleCross, roleLocal, roleLocalValue:
			rest = append(rest, t.raw)
		}
	}
	join := func(words []string) string { return strings.Join(words, " ") }
	a.Number, a.Street, a.Unit, a.Building, a.POBox, a.Rest = strings.TrimRight(join(number), ".,"), join(street), join(unit), join(building), join(box), join(rest)
}
