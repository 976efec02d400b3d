package heading

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/onefold/onefold/connectors/csvfile/internal/shape"
	"github.com/onefold/onefold/record"
)

// headerWords are words that name columns in the exports of CRMs and
// spreadsheets, in English, French and Romanian, folded. Compiled for Onefold.
const headerWords = ` id uuid guid key ref reference code number no nr num numero numar name names first last given middle family
 surname firstname lastname givenname familyname fullname prenom prenoms nom noms nume prenume email mail courriel e-mail phone
 telephone telefon tel mobile portable fax address adresse adresa street rue strada city ville oras localitate town postcode
 postal zip cp cod country pays tara state region county judet departement date datenaissance birth naissance nastere birthday dob
 company societe entreprise firma companie organisation organization account compte cont created updated modified cree modifie
 creat title titre titlu civilite gender sexe sex gen age url website site web type status statut stare category categorie
 amount montant suma price prix pret total quantity comment comments commentaire note notes description descriere source origine
 sursa owner proprietaire responsable consent optin language langue limba vat tva siren siret cui iban label value valeur valoare
 cluster lat lon latitude longitude year annee an month mois luna day jour zi contact client customer lead user username login
 vorname nachname ort stadt plz strasse land firma nombre apellido apellidos ciudad telefono direccion pais nome cognome indirizzo
 citta cidade sobrenome full kunde empresa `

// footerWords begin or are part of what reports write below their tables, in
// plain letters. Compiled for Onefold.
const footerWords = ` total totals totaux subtotal copyright confidential generated exported printed confidentiel genere edite exporte imprime
 confidential confidentiale generat exportat tiparit rows records lignes enregistrements randuri inregistrari page pagina `

// Score is above 0 where the first record seems to hold names, below
// where it seems to be data. Figures in a first record are names only where the
// values below are of another kind (years over amounts).
func Score(first [][]byte, rows [][][]byte) float64 {
	score := 0.0
	seen := make(map[string]bool)
	for i, cell := range first {
		cell = bytes.TrimSpace(cell)
		if len(cell) == 0 {
			score -= 0.3
			continue
		}
		name := strings.ToLower(string(cell))
		if seen[name] {
			score -= 0.2
		}
		seen[name] = true
		own := shape.Of(cell)
		same, filled, below, years, capitals := 0, 0, 0, 0, 0
		var shapes [shape.Text + 1]int
		for _, row := range rows {
			if i >= len(row) || len(bytes.TrimSpace(row[i])) == 0 {
				continue
			}
			filled++
			sh := shape.Of(row[i])
			shapes[sh]++
			if sh == own {
				same++
			}
			if isYear(row[i]) {
				years++
			}
			if upper(row[i]) {
				capitals++
			}
			if bytes.EqualFold(bytes.TrimSpace(row[i]), cell) {
				below++
			}
		}
		typed := shapes[shape.Number] + shapes[shape.Date] + shapes[shape.Email] + shapes[shape.Phone]
		switch {
		case own == shape.Email:
			score -= 3
		case isYear(cell) && filled > 0 && years*2 < filled:
			score += 0.5
		case own.Typed() && (filled == 0 || same*2 >= filled):
			score -= 1.5
		case own.Typed():
			score -= 0.5
		case Known(name):
			score++
		case filled > 0 && typed*10 >= filled*8:
			score++
		case own == shape.Word && below == 0 && shapes[shape.Word]*10 >= filled*8 && filled > 0 && upper(cell) && capitals*10 >= filled*8:
			score -= 0.3 // Ann above Bob
		case below > 0:
			score -= min(1, 4*float64(below)/float64(filled))
		}
		if below > 0 && own.Typed() && filled > 3 {
			score -= 0.5
		}
		if strings.Contains(name, "_") && own != shape.Email && filled > 0 {
			score += 0.3
		}
	}
	return score / max(1, float64(len(first))/4)
}

// upper tells whether a cell begins with a capital letter.
func upper(b []byte) bool {
	r, _ := utf8.DecodeRune(bytes.TrimSpace(b))
	return unicode.IsUpper(r)
}

// isYear tells whether a cell is a year of our time.
func isYear(b []byte) bool {
	b = bytes.TrimSpace(b)
	return len(b) == 4 && shape.Of(b) == shape.Number && (b[0] == '1' && b[1] == '9' || b[0] == '2' && b[1] == '0')
}

// Known tells whether a name is made of words that name columns.
func Known(name string) bool {
	words := strings.FieldsFunc(fold(name), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' })
	list := strings.Fields(headerWords)
	hits := 0
	for _, w := range words {
		if slices.Contains(list, w) {
			hits++
		}
	}
	return hits > 0 && hits*2 >= len(words)
}

// fold takes the accents that column names have off letters.
func fold(s string) string {
	return strings.NewReplacer("é", "e", "è", "e", "ê", "e", "à", "a", "â", "a", "ă", "a", "î", "i", "ș", "s", "ş", "s", "ț", "t", "ţ", "t", "ç", "c", "ô", "o").Replace(s)
}

// Names makes the fields of a header: cells trimmed, an empty one named
// column_N, one that was there before name_2, name_3 and so on.
func Names(cells [][]byte) record.Schema {
	taken := make(map[string]bool, len(cells))
	for _, c := range cells {
		taken[clean(c)] = true
	}
	used := make(map[string]bool, len(cells))
	fields := make([]record.Field, len(cells))
	for i, c := range cells {
		base := clean(c)
		name := base
		if base == "" {
			base = "column_" + strconv.Itoa(i+1)
			name = base
		}
		for n := 2; used[name] || name != clean(c) && taken[name]; n++ {
			name = base + "_" + strconv.Itoa(n)
		}
		used[name] = true
		fields[i].Name = name
	}
	return record.Schema{Fields: fields}
}

func clean(c []byte) string {
	return strings.TrimFunc(string(c), func(r rune) bool { return unicode.IsSpace(r) || r == 0 || r == '\uFEFF' })
}

// Columns names n fields of a file without a header.
func Columns(n int) record.Schema {
	fields := make([]record.Field, n)
	for i := range fields {
		fields[i].Name = "column_" + strconv.Itoa(i+1)
	}
	return record.Schema{Fields: fields}
}

// Footer tells whether a line holds a word that reports write below their
// tables.
func Footer(text string) bool {
	words := strings.FieldsFunc(fold(strings.ToLower(text)), func(c rune) bool { return !unicode.IsLetter(c) })
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(footerWords, " "+w+" ") })
}
