// Command generate writes Onefold's sample data: contacts.csv, clients_fr_excel.csv
// and two registers to link, with their truth, and the README that counts what is in
// them. The same program always writes the same bytes.
//
//	go run ./testdata/generate -o testdata
package main

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	seed     = 20261122
	contacts = 2000
)

//go:embed README.tmpl.md
var readme string

func main() {
	out := flag.String("o", "testdata", "folder to write to")
	flag.Parse()
	files, err := generate()
	for name, data := range files {
		if err == nil {
			err = os.WriteFile(filepath.Join(*out, name), data, 0o644)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// generator holds what was made so far.
type generator struct {
	source
	taken    map[string]bool // numbers, names and addresses that are used up
	rows     []*row
	clusters int
}

func (g *generator) cluster() int {
	g.clusters++
	return g.clusters
}

// generate returns every file by name.
func generate() (map[string][]byte, error) {
	g := &generator{source: source{seed}, taken: map[string]bool{}}
	var table strings.Builder
	for _, t := range traps() {
		rows, clusters := len(g.rows), g.clusters
		for range t.times {
			t.plant(g)
		}
		fmt.Fprintf(&table, "| %s | %s | %d | %d | %d | %s |\n", t.name, t.truth, t.times, len(g.rows)-rows, g.clusters-clusters, t.what)
	}
	planted := len(g.rows)
	if planted > contacts {
		return nil, fmt.Errorf("%d records planted, more than %d", planted, contacts)
	}
	for len(g.rows) < contacts {
		p := g.person(g.land())
		g.write(p, g.cluster(), g.habit(p.land))
	}
	fmt.Fprintf(&table, "| none | | | %d | %d | people who are in the file once |\n", contacts-planted, contacts-planted)
	shuffle(&g.source, g.rows)
	g.stamp()

	files := map[string][]byte{}
	records, truth, planting, pairs := g.tables()
	var err error
	if files["contacts.csv"], err = encode(records); err != nil {
		return nil, err
	}
	if files["contacts.truth.csv"], err = encode(truth); err != nil {
		return nil, err
	}
	if files["contacts.traps.csv"], err = encode(planting); err != nil {
		return nil, err
	}
	clients, clientsTruth, err := excel()
	if err != nil {
		return nil, err
	}
	if files["clients_fr_excel.csv"] = clients; err != nil {
		return nil, err
	}
	if files["clients_fr_excel.truth.csv"], err = encode(clientsTruth); err != nil {
		return nil, err
	}
	members, donors, same := registers()
	for name, table := range map[string][][]string{"members_fr.csv": members, "donors_en.csv": donors, "members_donors.truth.csv": same} {
		if files[name], err = encode(table); err != nil {
			return nil, err
		}
	}
	files["README.md"] = []byte(strings.NewReplacer(
		"{{records}}", fmt.Sprint(contacts), "{{clusters}}", fmt.Sprint(g.clusters), "{{pairs}}", fmt.Sprint(pairs),
		"{{traps}}\n", table.String(), "{{clients}}", fmt.Sprint(len(clientsTruth)-1), "{{client_clusters}}", fmt.Sprint(distinct(clientsTruth)),
		"{{members}}", fmt.Sprint(len(members)-1), "{{donors}}", fmt.Sprint(len(donors)-1), "{{both}}", fmt.Sprint(len(same)-1),
	).Replace(readme))
	return files, nil
}

// stamp gives ids and dates in the order of the file: ids grow, with gaps.
func (g *generator) stamp() {
	id := 10000
	for i, r := range g.rows {
		id += g.between(1, 4)
		age := i * 3600 / len(g.rows) // ten years of 360 days
		made := day{2015 + age/360, 1 + age%360/30, 1 + age%30*28/30}
		changed := g.day(made.y, 2025)
		if changed.y == made.y {
			changed = made
		}
		clock := func() string { return fmt.Sprintf(" %02d:%02d", g.between(7, 19), g.n(60)) }
		r.cells[cID] = fmt.Sprintf("C-%05d", id)
		r.cells[cCreated] = fmt.Sprintf("%04d-%02d-%02d", made.y, made.m, made.d) + clock()
		r.cells[cModified] = r.cells[cCreated]
		if changed != made {
			r.cells[cModified] = fmt.Sprintf("%04d-%02d-%02d", changed.y, changed.m, changed.d) + clock()
		}
	}
}

// tables returns the records, their clusters and their traps with headers, and
// how many pairs of records are one entity.
func (g *generator) tables() (records, truth, planting [][]string, pairs int) {
	records, truth, planting = [][]string{header[:]}, [][]string{{"id", "cluster"}}, [][]string{{"id", "trap"}}
	label, size := map[int]string{}, map[int]int{}
	for _, r := range g.rows {
		if label[r.cluster] == "" {
			label[r.cluster] = fmt.Sprintf("e%04d", len(label)+1)
		}
		pairs += size[r.cluster]
		size[r.cluster]++
		records = append(records, r.cells[:])
		truth = append(truth, []string{r.cells[cID], label[r.cluster]})
		for _, t := range r.traps {
			planting = append(planting, []string{r.cells[cID], t})
		}
	}
	return records, truth, planting, pairs
}

func encode(records [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(records); err != nil {
		return nil, fmt.Errorf("encode csv: %w", err)
	}
	return b.Bytes(), nil
}

func distinct(truth [][]string) int {
	seen := map[string]bool{}
	for _, r := range truth[1:] {
		seen[r[1]] = true
	}
	return len(seen)
}
