package address

import (
	"strings"
)

// Parser takes whole addresses apart. The functions tell it what other folders
// know; each may be nil, and then that part is found by its place alone. They
// must be safe for concurrent use.
type Parser struct {
	Country func(s string) (iso2 string, ok bool)                 // a country's name or code
	Region  func(s, country string) (name string, ok bool)        // a state's or county's name or code
	Code    func(s, country string) (standard string, valid bool) // a postal code, spelled
}

// Parse takes s apart. country is an ISO 3166-1 alpha-2 code in upper case, a
// hint; "" unknown. Address.Country is what s itself says, or what its
// postcode's form leaves no doubt of.
func (p Parser) Parse(s, country string) Address {
	a, l := p.parse(s, country)
	l.fill(&a)
	return a
}

// Key returns the form of a whole address for matching: the key of the street,
// the postcode and the city as written, for the caller to fold.
func (p Parser) Key(s, country string) (street, postcode, city string) {
	a, l := p.parse(s, country)
	if len(l.tokens) > 0 {
		street = l.key()
	}
	return street, a.Postcode, a.City
}

// parse finds postcode, city, region and country, and returns the street line
// that is left.
func (p Parser) parse(s, country string) (Address, line) {
	if len(s) > maxLen {
		s = strings.ToValidUTF8(s[:maxLen], "")
	}
	var a Address
	t := tokenize(s)
	t = p.country(t, &a)
	where := a.Country
	if where == "" {
		where = country
	}
	lang := grammar(t, where)
	switch where {
	case "":
		switch lang {
		case "ro":
			where = "RO"
		case "fr":
			where = "FR"
		}
	}
	switch {
	case where == "RO" || where == "MD":
		t = p.romanian(t, &a, where)
	case lang == "en" || where == "":
		if rest, ok := p.british(t, &a); ok {
			t = rest
		} else if rest, ok := p.american(t, &a, where); ok {
			t = rest
		} else {
			t = p.continental(t, &a, where)
		}
	default:
		t = p.continental(t, &a, where)
	}
	l := line{tokens: t, country: where, lang: lang}
	l.assign()
	return a, l
}

func text(t []token) string {
	words := make([]string, len(t))
	for i := range t {
		words[i] = t[i].raw
	}
	return strings.Trim(strings.Join(words, " "), " .,")
}

// country takes the country off the end: the last part, or the last words
// behind a number.
func (p Parser) country(t []token, a *Address) []token {
	if p.Country == nil || len(t) < 3 {
		return t
	}
	for n := min(5, len(t)-1); n >= 1; n-- {
		from := len(t) - n
		first := &t[from]
		if !first.comma && !t[from-1].numeric() {
			continue
		}
		name := text(t[from:])
		if len(name) <= 3 {
			// Two and three letters are states, districts and much else.
			switch strings.ToUpper(name) {
			case "USA", "UK", "FRA", "ROU", "SUA", "GBR", "FR", "RO", "GB", "US":
			default:
				continue
			}
		}
		// Georgia, Luxembourg and the like may be a state or a city; they stand
		// behind another part then.
		if iso2, ok := p.Country(name); ok && from > 1 {
			a.Country = iso2
			return t[:from]
		}
	}
	return t
}

func digitsOnly(s string, n int) bool {
	if len(s) != n {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// continental reads street, postcode city: France, and most of Europe.
func (p Parser) continental(t []token, a *Address, country string) []token {
	size := 5
	switch country {
	case "BE", "CH", "AT", "LU", "DK", "NO", "HU", "SI", "BG", "NL", "AU", "NZ", "TN":
		size = 4
	}
	for i := len(t) - 1; i >= 0; i-- {
		code := strings.TrimRight(t[i].raw, ".")
		code = strings.TrimPrefix(strings.TrimPrefix(code, "F-"), "B-")
		if size == 4 && (country == "CH" || country == "LU" || country == "AT") {
			code = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(code, "CH-"), "L-"), "A-")
		}
		if !digitsOnly(code, size) {
			continue
		}
		// BP 40001 and CS 40001 are boxes, 12345 at the front a house number.
		if i > 0 {
			if look := t[i-1].look; look == "bp" || look == "cs" || look == "tsa" || look == "box" {
				continue
			}
		}
		if i == 0 && len(t) > 1 {
			if _, isType := t[1].find("fr", roleType); isType {
				continue
			}
		}
		a.Postcode = code
		end := i + 1
		for end < len(t) && !(t[end].comma && end > i+1) {
			end++
		}
		city := t[i+1 : end]
		if end == len(t) || len(city) > 0 {
			a.City = text(city)
		}
		// A part behind the city is a region, or more of the street line.
		rest := append([]token(nil), t[:i]...)
		if len(city) == 0 {
			// City, 75011
			from := i
			for from > 0 && !t[from-1].comma && from-1 > 0 {
				from--
			}
			if from > 0 && from-1 >= 0 && t[from-1].comma {
				from--
			}
			if from > 0 && from < i && !hasDigit(t[from:i]) {
				a.City = text(t[from:i])
				rest = append([]token(nil), t[:from]...)
			}
		}
		if end < len(t) {
			if name, ok := p.region(text(t[end:]), country); ok {
				a.Region = name
			} else {
				rest = append(rest, t[end:]...)
			}
		}
		return rest
	}
	return p.cityAtEnd(t, a)
}

// cityAtEnd takes the last part of a line without a postcode for the city,
// when it has neither number nor type.
func (p Parser) cityAtEnd(t []token, a *Address) []token {
	for i := len(t) - 1; i > 1; i-- {
		if !t[i].comma {
			continue
		}
		part := t[i:]
		if hasDigit(part) || len(part) > 4 {
			return t
		}
		for j := range part {
			for _, lang := range [...]string{"fr", "en", "ro"} {
				if _, ok := part[j].find(lang, roleUnit); ok {
					return t
				}
				if _, ok := part[j].find(lang, roleType); ok && (j == 0 || lang == "en" && j == len(part)-1) && len(part[j].look) > 2 {
					return t
				}
			}
		}
		a.City = text(part)
		return t[:i]
	}
	return t
}

func hasDigit(t []token) bool {
	for i := range t {
		if strings.ContainsAny(t[i].look, "0123456789") {
			return true
		}
	}
	return false
}

func (p Parser) region(s, country string) (string, bool) {
	if p.Region == nil || s == "" {
		return "", false
	}
	return p.Region(s, country)
}

// british looks for a postcode of the United Kingdom at the end.
func (p Parser) british(t []token, a *Address) ([]token, bool) {
	if p.Code == nil || a.Country != "" && a.Country != "GB" {
		return t, false
	}
	for i := len(t) - 1; i >= 0 && i >= len(t)-3; i-- {
		for n := 2; n >= 1; n-- {
			if i-n+1 < 0 || n == 2 && t[i].comma {
				continue
			}
			from := i - n + 1
			if t[from].numeric() || len(t[i].look) < 3 || len(t[i].look) > 7 {
				continue
			}
			code, ok := p.Code(text(t[from:i+1]), "GB")
			if !ok || !strings.Contains(code, " ") {
				continue
			}
			a.Postcode, a.Country = code, "GB"
			rest := t[:from]
			if i+1 < len(t) {
				a.Region, _ = p.region(text(t[i+1:]), "GB")
			}
			return p.cityBehindType(rest, a, "GB"), true
		}
	}
	return t, false
}

// american looks for a state and a ZIP code at the end.
func (p Parser) american(t []token, a *Address, country string) ([]token, bool) {
	n := len(t)
	end := n
	if n >= 2 {
		zip := t[n-1].raw
		if digitsOnly(zip, 5) || len(zip) == 10 && zip[5] == '-' && digitsOnly(zip[:5], 5) && digitsOnly(zip[6:], 4) {
			a.Postcode = zip
			end--
		}
	}
	// State, in one to three words.
	for words := 3; words >= 1; words-- {
		from := end - words
		if from < 1 || p.Region == nil || hasComma(t[from:end]) {
			continue
		}
		name := text(t[from:end])
		if len(name) != 2 && !t[from].comma && a.Postcode == "" {
			continue
		}
		if name, ok := p.Region(name, "US"); ok {
			// Without ZIP code the state must be a part of its own or two capitals.
			if a.Postcode == "" && !t[from].comma && !hasComma(t[:from]) {
				continue
			}
			a.Region = name
			if a.Country == "" {
				a.Country = "US"
			}
			end = from
			break
		}
	}
	if a.Region == "" && (a.Postcode == "" || country != "US" && !hasType(t[:end])) {
		a.Postcode = ""
		return t, false
	}
	return p.cityBehindType(t[:end], a, "US"), true
}

func hasComma(t []token) bool {
	for i := 1; i < len(t); i++ {
		if t[i].comma {
			return true
		}
	}
	return false
}

func hasType(t []token) bool {
	for i := 1; i < len(t); i++ {
		if _, ok := t[i].find("en", roleType); ok {
			return true
		}
	}
	return false
}

// cityBehindType takes the city off the end of an English line: the last part
// behind a comma, or the words behind type and unit.
func (p Parser) cityBehindType(t []token, a *Address, country string) []token {
	for i := len(t) - 1; i > 0; i-- {
		if !t[i].comma {
			continue
		}
		name := text(t[i:])
		if _, ok := t[i].find("en", roleUnit); ok || hasDigit(t[i:]) {
			return t
		}
		if country == "GB" && a.Region == "" && hasComma(t[:i]) {
			if county, ok := p.region(name, country); ok && name != "London" {
				a.Region = county
				t = t[:i]
				continue
			}
		}
		a.City = name
		return t[:i]
	}
	if a.Postcode == "" {
		return t
	}
	for i := len(t) - 2; i > 0; i-- {
		if _, ok := t[i].find("en", roleUnit); ok && i+2 < len(t) && t[i+1].short() {
			a.City = text(t[i+2:])
			return t[:i+2]
		}
		if _, ok := t[i].find("en", roleType); ok && i > 1 {
			from := i + 1
			if t[i].look == "st" && i+1 < len(t) {
				// St Louis: the saint belongs to the city when a type stands before it.
				if _, before := t[i-1].find("en", roleType); before {
					from = i
				}
			}
			if _, dir := t[from].find("en", roleDir); dir && from+1 < len(t) && len(t[from].look) <= 2 {
				from++
			}
			a.City = text(t[from:])
			return t[:from]
		}
	}
	return t
}
