package main

import (
	"fmt"
	"strings"
)

// person is somebody as they really are, before anybody typed them in.
type person struct {
	land            *country
	female          bool
	first, last     string
	born            day
	email           string
	phone, mobile   string // national digits
	home            address
	company, job    string
	note            string
	undated, absent bool // birth date not on file; address not on file
}

// day is a calendar date.
type day struct{ y, m, d int }

func (g *generator) day(from, to int) day {
	return day{g.between(from, to), g.between(1, 12), g.between(1, 28)}
}

func words(land *country) *language {
	switch land.lang {
	case "fr":
		return &french
	case "ro":
		return &romanian
	}
	return &english
}

// land draws the country of a contact: 45 % France, 30 % Romania, 25 % English.
func (g *generator) land() *country {
	switch x := g.n(100); {
	case x < 45:
		return &countries[0]
	case x < 75:
		return &countries[1]
	case x < 94:
		return &countries[2]
	}
	return &countries[3]
}

// person draws somebody whose full name nobody else in the file has.
func (g *generator) person(land *country) person {
	p := person{land: land, home: g.address(land)}
	w := words(land)
	for {
		p.female = g.chance(50)
		p.first = g.given(land, p.female)
		p.last = g.common(w.family)
		if k := p.first + " " + p.last; !g.taken[k] {
			g.taken[k] = true
			break
		}
	}
	p.born = g.day(1944, 2004)
	g.reach(&p)
	if g.chance(38) {
		p.company, p.job = g.firm(land), g.pick(w.jobs)
	}
	if g.chance(7) {
		p.note = g.pick(w.notes)
	}
	p.undated, p.absent = g.chance(35), g.chance(12)
	if p.undated && p.mobile == "" {
		p.mobile = g.mobile(land, p.home.town)
	}
	return p
}

func (g *generator) given(land *country, female bool) string {
	if female {
		return g.common(words(land).female)
	}
	return g.common(words(land).male)
}

// reach gives a person numbers and an e-mail of their own.
func (g *generator) reach(p *person) {
	p.email = g.email(*p)
	p.mobile, p.phone = "", ""
	if g.chance(68) {
		p.mobile = g.mobile(p.land, p.home.town)
	}
	if g.chance(35) {
		p.phone = g.number(p.land, p.home.town.area)
	}
}

// email returns a new private address in the name of p.
func (g *generator) email(p person) string {
	first, last := slug(p.first), slug(p.last)
	domain := g.pick(words(p.land).mail)
	for {
		local := [...]string{first + "." + last, first + "." + last, first[:1] + last, first + last, last + "." + first, first + "_" + last, first + fmt.Sprintf("%02d", p.born.y%100), last + fmt.Sprint(g.between(1, 99))}[g.n(8)]
		if g.chance(15) {
			local += fmt.Sprint(g.between(1, 99))
		}
		if e := local + "@" + domain; !g.taken[e] {
			g.taken[e] = true
			return e
		}
	}
}

// firm returns a new company name with a legal form of the country.
func (g *generator) firm(land *country) string {
	a, b, forms := firmWords(land)
	for {
		name := g.pick(a) + " " + g.pick(b)
		if g.chance(60) {
			name = g.pick(a) + " " + g.pick(words(land).family)
		}
		if !g.taken[name] {
			g.taken[name] = true
			return name + " " + g.pick(forms)
		}
	}
}

func firmWords(land *country) (first, second, forms []string) {
	switch land.key {
	case "fr":
		return []string{"Ateliers", "Boulangerie", "Transports", "Menuiserie", "Cabinet", "Pharmacie", "Garage", "Imprimerie", "Vignobles", "Société Générale de", "Éditions", "Horizon", "Alpes", "Cristal", "Établissements"},
			[]string{"Beauséjour", "du Midi", "Lumière", "des Trois Ponts", "Océane", "Bellerose", "& Fils", "Montclair", "Renard", "du Vieux Port", "Argentine", "Saint-Roch", "Éclair", "Grandval", "Nordique"},
			[]string{"SARL", "SAS", "S.A.", "EURL", "SA", "SCI"}
	case "ro":
		return []string{"Construct", "Agro", "Trans", "Panificația", "Farmacia", "Moara", "Electro", "Dacia", "Carpați", "Metal", "Lemn", "Grădina", "Editura", "Cabana", "Tipografia"},
			[]string{"Nord", "Bucovina", "Crișul", "Moldova Veche", "Olimp", "Brădet", "Steaua", "Apuseni", "Mureșul", "Delta", "Izvorul Rece", "Argeș", "Ținutul Verde", "Făget", "Codru"},
			[]string{"SRL", "S.R.L.", "SA", "S.A.", "PFA"}
	default:
		return []string{"Blue Harbor", "Granite", "Northwind", "Old Mill", "Silver Birch", "Redwood", "Cloverfield", "Lakeside", "Iron Bridge", "Prairie", "Copperline", "Foxglove", "Summit", "Tidewater", "Whitestone"},
			[]string{"Logistics", "Bakery", "Partners", "Dental", "Systems", "Furniture", "Roofing", "Consulting", "Supply", "Brewing", "Press", "Motors", "Labs", "Holdings", "Gardens"},
			[]string{"Inc.", "LLC", "Ltd", "Corp.", "Co.", "Inc"}
	}
}

var plain = strings.NewReplacer(
	"À", "A", "Â", "A", "Ă", "A", "É", "E", "È", "E", "Ê", "E", "Ë", "E", "Î", "I", "Ï", "I", "Ô", "O", "Ö", "O", "Ù", "U", "Û", "U", "Ü", "U", "Ç", "C", "Ș", "S", "Ț", "T", "Ş", "S", "Ţ", "T",
	"à", "a", "â", "a", "ă", "a", "é", "e", "è", "e", "ê", "e", "ë", "e", "î", "i", "ï", "i", "ô", "o", "ö", "o", "ù", "u", "û", "u", "ü", "u", "ç", "c", "ș", "s", "ț", "t", "ş", "s", "ţ", "t",
	"œ", "oe", "Œ", "OE")

var cedilla = strings.NewReplacer("ș", "ş", "ț", "ţ", "Ș", "Ş", "Ț", "Ţ")

// slug is a name as it stands in an e-mail address.
func slug(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(plain.Replace(name)) {
		if r >= 'a' && r <= 'z' || r == '-' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// domain is the e-mail domain of a company.
func domain(firm string) string {
	var b strings.Builder
	words := strings.Fields(firm)
	for _, w := range words[:len(words)-1] { // the legal form left out
		b.WriteString(slug(w))
	}
	return b.String() + ".example"
}
