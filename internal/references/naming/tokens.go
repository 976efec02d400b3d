package naming

import (
	"strings"
	"unicode"
)

// index turns words by meaning into meanings by word. A word of several uint8
// meanings has all their bits.
func (w words[T]) index() map[string]T {
	m := make(map[string]T)
	for meaning, list := range w {
		for _, word := range forms(list) {
			old, seen := m[word]
			if seen {
				if bits, ok := any(old).(uint8); ok {
					if more, ok := any(meaning).(uint8); ok {
						m[word] = any(bits | more).(T)
						continue
					}
				}
			}
			m[word] = meaning
		}
	}
	return m
}

// forms returns the words of a list, and the singular of each.
func forms(list string) []string {
	words := strings.Fields(list)
	for _, w := range words {
		if s := Singular(w); s != w {
			words = append(words, s)
		}
	}
	return words
}

var unaccent = strings.NewReplacer(
	"ă", "a", "â", "a", "à", "a", "á", "a", "ä", "ae", "ã", "a", "î", "i", "ï", "i", "í", "i", "ș", "s", "ş", "s", "ț", "t", "ţ", "t",
	"é", "e", "è", "e", "ê", "e", "ë", "e", "ô", "o", "ó", "o", "ò", "o", "ö", "oe", "û", "u", "ù", "u", "ú", "u", "ü", "ue", "ç", "c",
	"ñ", "n", "ß", "ss",
)

// Split returns the words of a name in lower case without accents: at anything
// that is no letter or digit, at a change of case, and between letters and digits.
func Split(name string) []string {
	var tokens []string
	var b []rune
	flush := func() {
		if len(b) > 0 {
			tokens = append(tokens, unaccent.Replace(strings.ToLower(string(b))))
			b = b[:0]
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush()
			continue
		case i > 0 && unicode.IsUpper(r) && (unicode.IsLower(runes[i-1]) || (i+1 < len(runes) && unicode.IsUpper(runes[i-1]) && unicode.IsLower(runes[i+1]))):
			flush()
		case i > 0 && unicode.IsDigit(r) != unicode.IsDigit(runes[i-1]) && unicode.IsLetter(r) != unicode.IsLetter(runes[i-1]):
			flush()
		}
		b = append(b, r)
	}
	flush()
	return tokens
}

// singulars are plurals that no ending tells.
var singulars = map[string]string{
	"people": "person", "persoane": "persoana", "men": "man", "children": "child", "societati": "societate", "companii": "companie",
	"firme": "firma", "clienti": "client", "cereri": "cerere", "facturi": "factura", "comenzi": "comanda", "kunden": "kunde",
	"firmen": "firma", "lieferanten": "lieferant", "kontakte": "kontakt", "personen": "person", "rechnungen": "rechnung",
	"auftraege": "auftrag", "aufgaben": "aufgabe", "furnizori": "furnizor", "parteneri": "partener", "utilizatori": "utilizator",
	"contacte": "contact", "persoanele": "persoana", "produse": "produs", "data": "data", "status": "status", "address": "address",
	"business": "business", "campus": "campus", "canvas": "canvas", "news": "news", "access": "access", "process": "process",
	"bus": "bus", "gas": "gas", "basis": "basis", "analysis": "analysis", "tiers": "tiers", "series": "series", "campaigns": "campaign",
	"organizatii": "organizatie", "angajati": "angajat", "membri": "membru", "proiecte": "proiect", "sarcini": "sarcina",
	"cazuri": "caz", "clientes": "cliente", "proveedores": "proveedor", "usuarios": "usuario",
	"clienții": "client", "contatti": "contatto", "aziende": "azienda", "benutzer": "benutzer",
}

// Singular returns the singular of a word.
func Singular(w string) string {
	if s, ok := singulars[w]; ok {
		return s
	}
	n := len(w)
	switch {
	case n > 4 && strings.HasSuffix(w, "ies"):
		return w[:n-3] + "y"
	case n > 4 && (strings.HasSuffix(w, "sses") || strings.HasSuffix(w, "xes") || strings.HasSuffix(w, "ches") || strings.HasSuffix(w, "shes")):
		return w[:n-2]
	case n > 3 && w[n-1] == 's' && w[n-2] != 's' && w[n-2] != 'u' && w[n-2] != 'i':
		return w[:n-1]
	}
	return w
}

// notIDs are words that end or begin like an id.
var notIDs = words[bool]{true: `paid prepaid unpaid valid invalid void avoid grid covid hybrid bid aid raid fluid david rapid solid acid
	liquid madrid android rid did kid lid mid said laid identity identifier identification idea ideal idle idiom ident plaid stupid
	squid fluide guid uuid`}.index()

// apart takes a mark of an id off a word that it is run together with. known
// tells whether a word is a noun of the database.
func apart(w string, known func(string) bool) (rest string, ok bool) {
	if notIDs[w] {
		return w, false
	}
	for _, end := range []string{"ids", "id", "ref", "uuid", "guid", "fk", "nr", "no", "key"} {
		if rest, cut := strings.CutSuffix(w, end); cut && len(rest) >= 2 && (known(Singular(rest)) || ((end == "id" || end == "ids") && len(rest) >= 3)) {
			return rest, true
		}
	}
	for _, start := range []string{"id", "fk", "cod", "code", "nr", "num", "ref", "rel"} {
		if rest, cut := strings.CutPrefix(w, start); cut && len(rest) >= 3 && known(Singular(rest)) {
			return rest, true
		}
	}
	return w, false
}

// halves splits a word that is two nouns run together, as in contactscases.
func halves(w string, known func(string) bool) (a, b string, ok bool) {
	for i := 4; i+4 <= len(w); i++ {
		if a, b := w[:i], w[i:]; known(Singular(a)) && known(Singular(b)) {
			return a, b, true
		}
	}
	return "", "", false
}
