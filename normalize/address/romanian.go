package address

import "strings"

// romanian reads addresses whose parts come in any order: street, nr, bl, sc,
// ap, sector, city, județ, six digits.
func (p Parser) romanian(t []token, a *Address, country string) []token {
	rest := make([]token, 0, len(t))
	for i := 0; i < len(t); i++ {
		if code := strings.TrimPrefix(strings.TrimPrefix(t[i].raw, "RO-"), "MD-"); digitsOnly(code, 6) || country == "MD" && digitsOnly(code, 4) && strings.HasPrefix(t[i].raw, "MD") {
			a.Postcode = code
			// Behind the code, up to the next comma, stands the city, if anything.
			if i+1 < len(t) {
				t[i+1].comma = true
			}
			if n := len(rest) - 1; n > 0 && (rest[n].look == "postal" || rest[n].look == "cp") {
				rest = rest[:n]
				if m := len(rest) - 1; m >= 0 && (rest[m].look == "cod" || rest[m].look == "codul") {
					rest = rest[:m]
				}
			} else if n >= 0 && rest[n].look == "cod" {
				rest = rest[:n]
			}
			continue
		}
		rest = append(rest, t[i])
	}
	// Part by part: what names a place, what is the street.
	street := make([]token, 0, len(rest))
	bySector := false // the city is only concluded from its sector
	for i := 0; i < len(rest); {
		j := i + 1
		for j < len(rest) && !rest[j].comma {
			j++
		}
		part := rest[i:j]
		switch {
		case p.place(part, a, country):
			bySector = strings.HasPrefix(a.Region, "Sector ") && len(part) == 2
		case len(street) > 0 && (a.City == "" || bySector) && !hasDigit(part) && !isStreet(part):
			a.City, bySector = text(part), false
		case len(street) == 0 && len(rest) > j && !hasDigit(part) && !isStreet(part) && anyStreet(rest[j:]) && len(part) <= 3:
			// București, Str. Unirii 5
			if a.City == "" {
				a.City = text(part)
			} else {
				street = append(street, part...)
			}
		default:
			street = append(street, p.tail(part, a)...)
		}
		i = j
	}
	return street
}

// place reads a part that begins with a word for a place.
func (p Parser) place(part []token, a *Address, country string) bool {
	s, ok := part[0].find("ro", roleLocal)
	if ok && len(part) > 1 {
		name := text(part[1:])
		switch s.canonical {
		case "judetul":
			a.Region = name
			if canonical, ok := p.region(name, country); ok {
				a.Region = canonical
			}
		case "sector":
			if a.City == "" {
				a.City = "București"
			}
			if len(part) > 2 {
				a.City = text(part[2:])
			}
			a.Region = "Sector " + part[1].raw
		default:
			if a.City == "" || s.canonical == "municipiul" {
				a.City = name
			}
		}
		return true
	}
	// București sector 3; Cluj-Napoca jud. Cluj
	for i := 1; i+1 < len(part); i++ {
		if s, ok := part[i].find("ro", roleLocal); ok && (s.canonical == "sector" || s.canonical == "judetul") && !isStreet(part[:i]) && !hasDigit(part[:i]) {
			a.City = text(part[:i])
			a.Region = text(part[i:])
			if s.canonical == "judetul" {
				a.Region = text(part[i+1:])
			}
			return true
		}
	}
	return false
}

// tail takes a place off the end of a street part that has no comma before it.
func (p Parser) tail(part []token, a *Address) []token {
	for i := 2; i+1 < len(part); i++ {
		s, ok := part[i].find("ro", roleLocal)
		if !ok || s.canonical != "sector" && s.canonical != "judetul" {
			continue
		}
		from := i
		// The words between the last number and sector are the city.
		for from > 1 && !part[from-1].numeric() && !part[from-1].short() {
			from--
		}
		if from > 1 && from < i {
			a.City = text(part[from:i])
		} else if s.canonical == "sector" {
			a.City = "București"
			from = i
		}
		if s.canonical == "judetul" {
			a.Region = text(part[i+1:])
		}
		return part[:from]
	}
	// Str. Lalelelor nr. 3 Timișoara 300001
	if from := len(part); a.Postcode != "" && a.City == "" {
		for from > 1 && !hasDigit(part[from-1:from]) && len(part[from-1].look) > 2 {
			from--
		}
		if from > 2 && from < len(part) && part[from-1].numeric() && isStreet(part[:from]) {
			a.City = text(part[from:])
			return part[:from]
		}
	}
	return part
}

func isStreet(part []token) bool {
	for i := range part {
		for _, r := range [...]role{roleType, roleUnit, roleLabel, roleBox} {
			if _, ok := part[i].find("ro", r); ok && (i == 0 || r != roleType) {
				return true
			}
		}
	}
	return false
}

func anyStreet(t []token) bool {
	for i := range t {
		if _, ok := t[i].find("ro", roleType); ok {
			return true
		}
	}
	return false
}
