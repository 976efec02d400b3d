package main

import (
	"fmt"
	"strings"
)

// registers returns two lists of people, kept by two offices in two languages
// with other columns and habits, and which of their records are one person.
// The ids of both count from 1, so that the same id means two people.
func registers() (members, donors, truth [][]string) {
	g := &generator{source: source{seed + 2}, taken: map[string]bool{}}
	members = [][]string{{"Numéro", "Nom", "Prénom", "Né(e) le", "Adresse", "CP", "Ville", "Téléphone", "Cotisation"}}
	donors = [][]string{{"id", "full name", "date of birth", "postal address", "mobile", "email", "last gift"}}
	truth = [][]string{{"member", "donor"}}
	var people []person
	for range 150 {
		land := &countries[g.n(2)]
		p := g.knownIn(land)
		people = append(people, p)
		if g.chance(30) {
			people = append(people, g.relative(p, !p.female, g.day(1950, 1995)))
		}
		if g.chance(10) {
			people = append(people, g.relative(p, g.chance(50), g.day(2000, 2006)))
		}
	}
	shuffle(&g.source, people)
	type seen struct {
		who int
		row []string
	}
	var left, right []seen
	for who, p := range people {
		x := g.n(100)
		if x < 70 {
			c := g.write(p, who, habit{upperLast: true, plain: g.chance(20), full: true}).cells
			if g.chance(12) {
				col := []int{cLast, cFirst, cStreet}[g.n(3)]
				c[col] = g.slip(c[col])
			}
			fee := fmt.Sprintf("%d,00", 10*g.between(2, 12))
			left = append(left, seen{who, []string{"", c[cLast], c[cFirst], fmt.Sprintf("%02d/%02d/%04d", p.born.d, p.born.m, p.born.y), c[cStreet], c[cCode], c[cCity], c[cMobile], fee}})
		}
		if x >= 35 {
			h := g.habit(p.land)
			h.full, h.nick, h.initial, h.upper, h.upperLast = true, g.chance(10), g.chance(6), false, false
			c := g.write(p, who, h).cells
			name := c[cFirst] + " " + c[cLast]
			address := strings.Trim(c[cStreet]+", "+c[cCode]+" "+c[cCity], ", ")
			born := fmt.Sprintf("%04d-%02d-%02d", p.born.y, p.born.m, p.born.d)
			if g.chance(15) {
				address = ""
			}
			if g.chance(25) {
				born = ""
			}
			gift := fmt.Sprintf("%d.%02d", g.between(5, 400), 50*g.n(2))
			right = append(right, seen{who, []string{"", name, born, address, c[cMobile], c[cEmail], gift}})
		}
	}
	shuffle(&g.source, left)
	shuffle(&g.source, right)
	donor := map[int]string{}
	for i, s := range right {
		s.row[0] = fmt.Sprint(i + 1)
		donor[s.who] = s.row[0]
		donors = append(donors, s.row)
	}
	for i, s := range left {
		s.row[0] = fmt.Sprint(i + 1)
		members = append(members, s.row)
		if d := donor[s.who]; d != "" {
			truth = append(truth, []string{s.row[0], d})
		}
	}
	return members, donors, truth
}
