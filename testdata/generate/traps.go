package main

import (
	"fmt"
	"strings"
)

// trap is one difficulty of the sample and what the truth says of it.
type trap struct {
	name, truth, what string
	times             int
	plant             func(g *generator)
}

// traps are planted in this order, each `times` times. The rest of the file
// is people who are in it once.
func traps() []trap {
	return []trap{
		{"exact copy", "one", "the same record imported twice, all cells equal but id and dates", 45, (*generator).exactCopy},
		{"typed again", "one", "typed in a second time by somebody else: other phone format, other abbreviations, some cells left out", 90, (*generator).typedAgain},
		{"many copies", "one", "three to five records of one person, each with its own gaps", 25, (*generator).manyCopies},
		{"typing error", "one", "one slip of the keyboard in first name, last name, e-mail, street or mobile", 60, (*generator).typingError},
		{"diacritics lost", "one", "a French or Romanian name whose accents are missing from the second record", 45, (*generator).diacriticsLost},
		{"cedilla", "one", "ș and ț typed as ş and ţ (with a cedilla) in the second record", 20, (*generator).cedillas},
		{"nickname", "one", "Liz for Elizabeth, Nico for Nicolas, Cristi for Cristian", 40, (*generator).nickname},
		{"initial", "one", "only the initial of the first name", 20, (*generator).initial},
		{"swapped names", "one", "first name in the last-name column and the reverse", 30, (*generator).swapped},
		{"moved house", "one", "same person, another street and often another town", 30, (*generator).moved},
		{"changed job", "one", "same person, another company, e-mail and job; birth date and mobile stay", 20, (*generator).changedJob},
		{"married name", "one", "another surname or both joined by a hyphen; birth date and mobile stay", 20, (*generator).married},
		{"household", "different", "three to five people with one surname, address and landline", 28, (*generator).household},
		{"twins", "different", "two people with one surname, address and birth date", 14, (*generator).twins},
		{"father and son", "different", "one first and last name and one address, a generation apart", 12, (*generator).fatherAndSon},
		{"couple, one e-mail", "different", "two people with one surname, address and e-mail", 25, (*generator).couple},
		{"namesakes", "different", "one first and last name in one town, nothing else in common", 20, (*generator).namesakes},
		{"switchboard", "different", "colleagues with one company, phone number and address; some write with the company's info@ mailbox, which has a record of its own", 14, (*generator).switchboard},
		{"branch", "different", "a company and its branch in another town, with the same info@ mailbox every other time", 12, (*generator).branch},
		{"company twice", "one", "a company with and without its legal form or accents, same address and phone", 14, (*generator).companyTwice},
		{"placeholder", "different", "strangers who share n/a, noreply@example.com, 0000000000 or 01/01/1900", 60, (*generator).placeholder},
	}
}

// known draws a person whose birth date, mobile and address are on file.
func (g *generator) known() person { return g.knownIn(g.land()) }

func (g *generator) knownIn(land *country) person {
	p := g.person(land)
	p.undated, p.absent = false, false
	if p.mobile == "" {
		p.mobile = g.mobile(land, p.home.town)
	}
	return p
}

func (g *generator) first(p person, cluster int, traps ...string) *row {
	h := g.habit(p.land)
	h.full = true
	return g.write(p, cluster, h, traps...)
}

func (g *generator) exactCopy() {
	p := g.person(g.land())
	r := g.first(p, g.cluster(), "exact copy")
	again := *r
	g.rows = append(g.rows, &again)
}

func (g *generator) typedAgain() { g.again(g.person(g.land()), 1, "typed again") }
func (g *generator) manyCopies() { g.again(g.known(), g.between(2, 4), "many copies") }

func (g *generator) again(p person, times int, trap string) {
	id := g.cluster()
	g.first(p, id, trap)
	for range times {
		g.write(p, id, g.habit(p.land), trap)
	}
}

func (g *generator) typingError() {
	p, id := g.known(), g.cluster()
	g.first(p, id, "typing error")
	h := g.habit(p.land)
	h.typo = []int{cFirst, cLast, cLast, cEmail, cStreet, cMobile}[g.n(6)]
	h.full = true
	g.write(p, id, h, "typing error")
}

// accented draws a person from land whose name changes under to.
func (g *generator) accented(land *country, to *strings.Replacer) person {
	for {
		if p := g.knownIn(land); to.Replace(p.first+p.last) != p.first+p.last {
			return p
		}
	}
}

func (g *generator) diacriticsLost() {
	p, id := g.accented(&countries[g.n(2)], plain), g.cluster()
	g.write(p, id, habit{full: true}, "diacritics lost")
	h := g.habit(p.land)
	h.plain = true
	g.write(p, id, h, "diacritics lost")
}

func (g *generator) cedillas() {
	p, id := g.accented(&countries[1], cedilla), g.cluster()
	g.write(p, id, habit{full: true}, "cedilla")
	g.write(p, id, habit{cedilla: true, upperLast: g.chance(20)}, "cedilla")
}

func (g *generator) nickname() {
	p := g.known()
	for words(p.land).nick[p.first] == "" {
		p = g.known()
	}
	id := g.cluster()
	g.first(p, id, "nickname")
	h := g.habit(p.land)
	h.nick = true
	g.write(p, id, h, "nickname")
}

func (g *generator) initial() {
	p, id := g.known(), g.cluster()
	g.first(p, id, "initial")
	h := g.habit(p.land)
	h.initial = true
	g.write(p, id, h, "initial")
}

func (g *generator) swapped() {
	p, id := g.known(), g.cluster()
	g.first(p, id, "swapped names")
	h := g.habit(p.land)
	h.swapped, h.upperLast = true, false
	g.write(p, id, h, "swapped names")
}

func (g *generator) moved() {
	p, id := g.known(), g.cluster()
	g.first(p, id, "moved house")
	if g.chance(50) {
		p.home = g.addressIn(p.land, p.home.town)
	} else {
		p.home = g.address(p.land)
	}
	p.phone = ""
	h := g.habit(p.land)
	h.full = true
	g.write(p, id, h, "moved house")
}

func (g *generator) changedJob() {
	p, id := g.known(), g.cluster()
	for range 2 {
		p.company, p.job = g.firm(p.land), g.pick(words(p.land).jobs)
		p.email = slug(p.first) + "." + slug(p.last) + "@" + domain(p.company)
		h := g.habit(p.land)
		h.full = true
		g.write(p, id, h, "changed job")
	}
}

func (g *generator) married() {
	p, id := g.known(), g.cluster()
	for !p.female {
		p = g.known()
	}
	p.note = ""
	g.first(p, id, "married name")
	maiden := p.last
	for p.last == maiden {
		p.last = g.common(words(p.land).family)
	}
	if g.chance(30) {
		p.last = maiden + "-" + p.last
	}
	if g.chance(30) {
		p.note = map[string]string{"fr": "née ", "ro": "fostă ", "en": "formerly "}[p.land.lang] + maiden
	}
	if g.chance(40) {
		p.email = g.email(p)
	}
	if g.chance(40) {
		p.home = g.address(p.land)
	}
	h := g.habit(p.land)
	h.full = true
	g.write(p, id, h, "married name")
}

// relative is somebody of the same household, sex and birth year given.
func (g *generator) relative(p person, female bool, born day) person {
	q := p
	q.female, q.born, q.company, q.job, q.note = female, born, "", "", ""
	for {
		q.first = g.given(p.land, female)
		if k := q.first + " " + q.last; !g.taken[k] {
			g.taken[k] = true
			break
		}
	}
	g.reach(&q)
	q.phone = p.phone
	return q
}

func (g *generator) household() {
	p := g.known()
	p.born = g.day(1955, 1975)
	p.phone = g.number(p.land, p.home.town.area)
	members := []person{p, g.relative(p, !p.female, g.day(1955, 1975))}
	for range g.between(1, 3) {
		members = append(members, g.relative(p, g.chance(50), g.day(1986, 2005)))
	}
	for _, m := range members {
		m.phone = p.phone
		id := g.cluster()
		g.first(m, id, "household")
		if g.chance(20) {
			g.write(m, id, g.habit(m.land), "household")
		}
	}
}

func (g *generator) twins() {
	p := g.known()
	q := g.relative(p, g.chance(50), p.born)
	for q.first[:1] == p.first[:1] {
		q = g.relative(p, g.chance(50), p.born)
	}
	q.phone = p.phone
	id := g.cluster()
	g.first(p, id, "twins")
	if g.chance(30) {
		g.write(p, id, g.habit(p.land), "twins")
	}
	g.first(q, g.cluster(), "twins")
}

func (g *generator) fatherAndSon() {
	p := g.known()
	p.born = g.day(1946, 1962)
	son := p
	son.born, son.company, son.job, son.note = day{p.born.y + g.between(24, 33), g.between(1, 12), g.between(1, 28)}, "", "", ""
	g.reach(&son)
	p.phone = g.number(p.land, p.home.town.area)
	if g.chance(60) {
		son.phone = p.phone
	}
	if p.land.lang == "en" && g.chance(50) {
		p.last, son.last = p.last+" Sr.", son.last+" Jr."
	}
	id := g.cluster()
	g.first(p, id, "father and son")
	if g.chance(30) {
		h := g.habit(p.land)
		h.keepBorn = true
		g.write(p, id, h, "father and son")
	}
	g.first(son, g.cluster(), "father and son")
}

func (g *generator) couple() {
	p := g.known()
	q := g.relative(p, !p.female, day{p.born.y + g.between(-6, 6), g.between(1, 12), g.between(1, 28)})
	p.email = slug(p.last) + [...]string{".family", "s", ".home", ".casa"}[g.n(4)] + fmt.Sprint(g.between(1, 99)) + "@" + g.pick(words(p.land).mail)
	q.email = p.email
	q.undated = g.chance(50)
	id := g.cluster()
	g.first(p, id, "couple, one e-mail")
	if g.chance(30) {
		g.write(p, id, g.habit(p.land), "couple, one e-mail")
	}
	g.first(q, g.cluster(), "couple, one e-mail")
}

func (g *generator) namesakes() {
	p := g.known()
	q := p
	q.company, q.job, q.note = "", "", ""
	for q.home.street == p.home.street {
		q.home = g.addressIn(p.land, p.home.town)
	}
	for q.born.y == p.born.y {
		q.born = g.day(1944, 2004)
	}
	g.reach(&q)
	for _, m := range []person{p, q} {
		g.first(m, g.cluster(), "namesakes")
	}
}
