package main

import "strings"

// office writes the record of a company that names no person.
func (g *generator) office(p person, cluster int, h habit, traps ...string) *row {
	h.full, h.upperLast = true, false
	p.first, p.last, p.job, p.note, p.mobile = "", "", "", "", ""
	p.undated, p.absent = true, false
	r := g.write(p, cluster, h, traps...)
	r.cells[cTitle] = ""
	return r
}

// firmPerson draws a company as the person whose cells its record fills.
func (g *generator) firmPerson() person {
	p := g.person(g.land())
	p.company = g.firm(p.land)
	p.phone = g.number(p.land, p.home.town.area)
	p.email = [...]string{"info", "contact", "office"}[g.n(3)] + "@" + domain(p.company)
	p.undated, p.absent = true, false
	return p
}

func (g *generator) switchboard() {
	firm := g.firmPerson()
	firm.email = "info@" + domain(firm.company)
	g.office(firm, g.cluster(), g.habit(firm.land), "switchboard")
	for i := range g.between(4, 8) {
		p := g.person(firm.land)
		p.company, p.job, p.phone, p.home = firm.company, g.pick(words(firm.land).jobs), firm.phone, firm.home
		p.email = slug(p.first) + "." + slug(p.last) + "@" + domain(firm.company)
		p.absent, p.undated, p.mobile = false, g.chance(70), ""
		if g.chance(40) {
			p.mobile = g.mobile(p.land, p.home.town)
		}
		if i > 0 && g.chance(30) {
			p.email = firm.email
		}
		id := g.cluster()
		h := g.habit(p.land)
		h.full = true
		g.write(p, id, h, "switchboard")
		if i == 0 {
			h := g.habit(p.land)
			h.full = true
			g.write(p, id, h, "switchboard")
		}
	}
}

func (g *generator) branch() {
	head := g.firmPerson()
	g.office(head, g.cluster(), g.habit(head.land), "branch")
	other := head
	for other.home.town.name == head.home.town.name {
		other.home = g.address(head.land)
	}
	other.phone = g.number(head.land, other.home.town.area)
	if g.chance(50) {
		other.email = slug(other.home.town.name) + "@" + domain(head.company)
	}
	if g.chance(60) {
		other.company += map[string]string{"fr": " - Agence de ", "ro": " - Punct de lucru ", "en": " - "}[head.land.lang] + other.home.town.name
		if head.land.lang == "en" {
			other.company += " branch"
		}
	}
	g.office(other, g.cluster(), g.habit(head.land), "branch")
}

func (g *generator) companyTwice() {
	firm, id := g.firmPerson(), g.cluster()
	g.office(firm, id, g.habit(firm.land), "company twice")
	words := strings.Fields(firm.company)
	if g.chance(60) {
		firm.company = strings.Join(words[:len(words)-1], " ")
	} else {
		firm.company = strings.ToUpper(plain.Replace(firm.company))
	}
	g.office(firm, id, g.habit(firm.land), "company twice")
}

func (g *generator) placeholder() {
	p := g.known()
	h := g.habit(p.land)
	h.full = true
	r := g.write(p, g.cluster(), h, "placeholder")
	c := &r.cells
	kinds := 0
	for kinds == 0 {
		if g.chance(35) {
			c[cEmail] = g.pick([]string{"noreply@example.com", "noreply@example.com", "n/a", "none@example.com", "-"})
			kinds++
		}
		if g.chance(35) {
			c[cMobile] = g.pick([]string{"0000000000", "0000000000", "n/a", "-", "1111111111"})
			kinds++
		}
		if g.chance(30) {
			c[cBorn] = g.pick([]string{"01/01/1900", "01/01/1900", "01/01/1970", "n/a"})
			kinds++
		}
	}
	if g.chance(15) {
		c[cFirst] = g.pick([]string{"n/a", "-", "xxx", "?"})
	}
	if g.chance(25) {
		c[cCompany] = g.pick([]string{"n/a", "-", "none", "aucune"})
	}
}
