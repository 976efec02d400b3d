package main

import (
	"fmt"
	"strings"
)

// The columns of contacts.csv.
const (
	cID = iota
	cTitle
	cFirst
	cLast
	cJob
	cCompany
	cEmail
	cPhone
	cMobile
	cStreet
	cCode
	cCity
	cState
	cCountry
	cBorn
	cConsent
	cSource
	cOwner
	cCreated
	cModified
	cNotes
	columns
)

var header = [columns]string{
	"Contact ID", "Title", "First name", "Last name", "Job title", "Company", "E-mail", "Phone", "Mobile", "Street", "Postal code", "City",
	"State / County", "Country", "Date of birth", "Newsletter consent", "Source", "Owner", "Created", "Modified", "Notes",
}

// row is one record of the export, before it has an id.
type row struct {
	cells   [columns]string
	cluster int
	traps   []string
}

// habit says how one record was typed in.
type habit struct {
	plain, cedilla    bool // no diacritics at all; ş and ţ with a cedilla
	upperLast, upper  bool // surname in capitals; everything in capitals
	nick, initial     bool
	swapped           bool
	typo              int  // column that holds a slip of the keyboard, 0 none
	full              bool // nothing is left out
	keepBorn, noPlace bool
}

// habit draws how a clerk types.
func (g *generator) habit(land *country) habit {
	h := habit{upperLast: g.chance(14), upper: g.chance(4)}
	switch land.lang {
	case "ro":
		x := g.n(100)
		h.cedilla, h.plain = x < 25, x >= 70
	case "fr":
		h.plain = g.chance(14)
	}
	return h
}

// write types a person in as one record of a cluster.
func (g *generator) write(p person, cluster int, h habit, traps ...string) *row {
	w := words(p.land)
	r := &row{cluster: cluster, traps: traps}
	c := &r.cells
	if g.chance(70) {
		c[cTitle] = g.pick(w.mr)
		if p.female {
			c[cTitle] = g.pick(w.mrs)
		}
	}
	c[cFirst], c[cLast] = p.first, p.last
	if n, ok := w.nick[p.first]; h.nick && ok {
		c[cFirst] = n
	}
	if h.initial {
		c[cFirst] = string([]rune(p.first)[:1]) + "."
	}
	c[cJob], c[cCompany], c[cEmail] = p.job, p.company, p.email
	c[cPhone], c[cMobile] = g.phone(p.land, p.phone), g.phone(p.land, p.mobile)
	if !p.absent && !h.noPlace {
		a := p.home
		c[cStreet], c[cCode], c[cCity], c[cState] = a.line(g.n(4)), a.code, a.town.name, a.town.state
		c[cCountry] = g.pick(p.land.names)
		if p.land.key == "fr" && g.chance(6) {
			c[cCity] += " CEDEX"
		}
	}
	if !p.undated || h.keepBorn {
		c[cBorn] = g.date(p.land, p.born)
	}
	c[cNotes] = p.note
	if !h.full {
		g.leaveOut(c, h)
	}
	if h.typo != 0 && c[h.typo] != "" {
		c[h.typo] = g.slip(c[h.typo])
	}
	if h.swapped {
		c[cFirst], c[cLast] = c[cLast], c[cFirst]
	}
	g.spell(c, h)
	c[cConsent] = g.pick([]string{"yes", "yes", "no", "no", "", "oui", "da"})
	c[cSource] = g.pick([]string{"Web form", "Web form", "Trade show", "Import 2019", "Phone", "Referral", "Newsletter"})
	c[cOwner] = g.pick([]string{"a.renaud", "m.ilie", "s.porter", "v.costa"})
	g.rows = append(g.rows, r)
	return r
}

// leaveOut empties some cells, as forms do, but keeps enough to recognise the
// person by.
func (g *generator) leaveOut(c *[columns]string, h habit) {
	for _, f := range []struct{ col, percent int }{{cJob, 30}, {cCompany, 8}, {cEmail, 14}, {cPhone, 25}, {cMobile, 15}, {cBorn, 15}, {cCountry, 10}, {cState, 20}} {
		if f.col == cBorn && h.keepBorn {
			continue
		}
		if g.chance(f.percent) && strong(c, f.col) >= 2 {
			c[f.col] = ""
		}
	}
}

// strong counts what identifies a record beside the name, column but left out.
func strong(c *[columns]string, but int) int {
	n := 0
	for _, col := range []int{cEmail, cMobile, cBorn, cStreet} {
		if col != but && c[col] != "" {
			n++
		}
	}
	return n
}

func (g *generator) date(land *country, d day) string {
	switch x := g.n(100); {
	case x < 6:
		return fmt.Sprintf("%04d-%02d-%02d", d.y, d.m, d.d)
	case x < 12 || land.key == "ro" && x < 45:
		return fmt.Sprintf("%02d.%02d.%04d", d.d, d.m, d.y)
	}
	return fmt.Sprintf("%02d/%02d/%04d", d.d, d.m, d.y)
}

// spell applies the clerk's way with letters.
func (g *generator) spell(c *[columns]string, h habit) {
	text := []int{cTitle, cFirst, cLast, cJob, cCompany, cStreet, cCity, cState, cCountry, cNotes}
	for _, i := range text {
		switch {
		case h.plain:
			c[i] = plain.Replace(c[i])
		case h.cedilla:
			c[i] = cedilla.Replace(c[i])
		}
		if h.upper && i != cNotes {
			c[i] = strings.ToUpper(c[i])
		}
	}
	if h.upperLast {
		c[cLast] = strings.ToUpper(c[cLast])
	}
	if g.chance(5) {
		c[cEmail] = strings.ToUpper(c[cEmail][:min(1, len(c[cEmail]))]) + c[cEmail][min(1, len(c[cEmail])):]
	}
	if g.chance(3) && c[cLast] != "" {
		c[cLast] += " "
	}
}

// slip makes one mistake of the keyboard: a letter dropped, doubled, swapped
// with its neighbour or replaced by one beside it. Digits only change places.
func (g *generator) slip(s string) string {
	r := []rune(s)
	if len(r) < 4 {
		return s
	}
	for range 40 {
		i := g.between(1, len(r)-2)
		digit := r[i] >= '0' && r[i] <= '9'
		if !digit && strings.ContainsRune(" .,-@()/+'’", r[i]) || strings.ContainsRune(" .,-@()/+'’", r[i+1]) {
			continue
		}
		out := append([]rune(nil), r...)
		switch kind := g.n(4); {
		case kind == 0 || digit:
			if r[i] == r[i+1] {
				continue
			}
			out[i], out[i+1] = out[i+1], out[i]
		case kind == 1:
			out = append(out[:i], out[i+1:]...)
		case kind == 2:
			out = append(out[:i+1], r[i:]...)
		default:
			near, ok := map[rune]string{'a': "qs", 'e': "rz", 'i': "uo", 'o': "ip", 'r': "et", 't': "ry", 'n': "bm", 's': "dq", 'l': "mk", 'u': "iy", 'd': "sf", 'c': "xv", 'm': "ln", 'p': "om", 'v': "cb", 'g': "fh"}[r[i]]
			if !ok {
				continue
			}
			out[i] = rune(near[g.n(2)])
		}
		return string(out)
	}
	return s
}
