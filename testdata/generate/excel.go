package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// excel returns a client list as a French Excel saves it: Windows-1252,
// semicolons, CRLF, decimal commas, and the leading zeros of postcodes and
// numbers gone wherever Excel took a cell for a number.
func excel() (file []byte, truth [][]string, err error) {
	g := &generator{source: source{seed + 1}, taken: map[string]bool{}}
	land := &countries[0]
	for range 70 {
		g.first(g.person(land), g.cluster())
	}
	for range 14 {
		g.again(g.knownIn(land), 1, "")
	}
	for range 3 {
		p := g.knownIn(land)
		g.relativePair(p)
		g.again(g.knownIn(land), 2, "")
	}
	for range 3 {
		firm := g.firmPerson()
		for firm.land != land {
			firm = g.firmPerson()
		}
		id := g.cluster()
		g.office(firm, id, habit{})
		firm.company = strings.ToUpper(firm.company)
		g.office(firm, id, habit{plain: true})
	}
	shuffle(&g.source, g.rows)
	records := [][]string{{"N° client", "Civilité", "Nom", "Prénom", "Société", "Adresse", "CP", "Ville", "Tél.", "Portable", "Courriel", "Né(e) le", "Chiffre d’affaires", "Date de création", "Commentaire"}}
	truth = [][]string{{"id", "cluster"}}
	for i, r := range g.rows {
		c := r.cells
		id := strconv.Itoa(4001 + i)
		turnover := ""
		if g.chance(60) {
			turnover = fmt.Sprintf("%d %03d,%02d €", g.between(1, 48), g.n(1000), g.n(100))
		}
		if g.chance(6) {
			c[cNotes] = g.pick([]string{"À rappeler\nAttention : chien", "Aime les œuvres d’art ; vient le \"mardi\"", "Sœur de la gérante…", "Règle en 3×, carte n° perdue"})
		}
		made := g.day(2012, 2025)
		records = append(records, []string{
			id, c[cTitle], strings.ToUpper(c[cLast]), c[cFirst], c[cCompany], strings.ReplaceAll(c[cStreet], "'", "’"), g.asNumber(c[cCode]), c[cCity],
			g.asNumber(c[cPhone]), g.asNumber(c[cMobile]), c[cEmail], c[cBorn], turnover, fmt.Sprintf("%02d/%02d/%04d", made.d, made.m, made.y), c[cNotes],
		})
		truth = append(truth, []string{id, fmt.Sprintf("k%03d", r.cluster)})
	}
	var b bytes.Buffer
	w := csv.NewWriter(charmap.Windows1252.NewEncoder().Writer(&b))
	w.Comma, w.UseCRLF = ';', true
	if err := w.WriteAll(records); err != nil {
		return nil, nil, fmt.Errorf("encode client list: %w", err)
	}
	return b.Bytes(), truth, nil
}

// relativePair writes a couple at one address.
func (g *generator) relativePair(p person) {
	g.first(p, g.cluster())
	g.first(g.relative(p, !p.female, g.day(1960, 1990)), g.cluster())
}

// asNumber drops the leading zero of some all-digit cells.
func (g *generator) asNumber(s string) string {
	if strings.Trim(s, "0123456789") == "" && strings.HasPrefix(s, "0") && g.chance(60) {
		return s[1:]
	}
	return s
}
