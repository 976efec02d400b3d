package report

import (
	"strings"

	"github.com/onefold/onefold/record"
)

// terms are the words of other rooms with their translations. A term that is
// missing here is shown as it is: the other rooms write plain English.
var terms = map[string][2]string{ // English → French, Romanian
	// comparison levels
	"same": {"identique", "identic"}, "different": {"différent", "diferit"}, "similar": {"proche", "asemănător"}, "missing": {"manquant", "lipsă"},
	"variant or nickname": {"variante ou diminutif", "variantă sau diminutiv"}, "one contains the other": {"l’un contient l’autre", "unul îl conține pe celălalt"},
	"initial agrees": {"l’initiale concorde", "inițiala se potrivește"}, "one letter differs": {"une lettre diffère", "diferă o literă"},
	"day and month swapped, or only the year known": {"jour et mois inversés, ou année seule connue", "ziua și luna inversate sau doar anul cunoscut"},
	"one digit differs":                             {"un chiffre diffère", "diferă o cifră"},
	"same day and month, other year":                {"mêmes jour et mois, autre année", "aceeași zi și lună, alt an"}, "same year": {"même année", "același an"}, "a year apart": {"un an d’écart", "un an diferență"},
	"same, shared by some records": {"identique, partagé par quelques fiches", "identic, comun câtorva înregistrări"}, "same, shared by many records": {"identique, partagé par beaucoup de fiches", "identic, comun multor înregistrări"},
	"same, shared by a crowd of records": {"identique, partagé par une foule de fiches", "identic, comun unei mulțimi de înregistrări"},
	"a typing error apart":               {"à une faute de frappe près", "cu o greșeală de tastare"}, "same name part, other domain": {"même nom, autre domaine", "același nume, alt domeniu"},
	"same last seven digits": {"mêmes sept derniers chiffres", "aceleași ultime șapte cifre"}, "same postcode": {"même code postal", "același cod poștal"},
	"postcode a digit apart": {"code postal à un chiffre près", "cod poștal diferit printr-o cifră"}, "same city": {"même ville", "același oraș"}, "city similar": {"ville proche", "oraș asemănător"},
	"same region, no more is known": {"même région, rien de plus précis", "aceeași regiune, nimic mai precis"}, "another town of the region": {"autre ville de la région", "alt oraș din regiune"},
	"same country, no more is known": {"même pays, rien de plus précis", "aceeași țară, nimic mai precis"}, "elsewhere in the country": {"ailleurs dans le pays", "în altă parte a țării"},
	"one contains the other, in common words": {"l’un contient l’autre, en mots courants", "unul îl conține pe celălalt, în cuvinte obișnuite"}, "similar, in common words": {"proche, en mots courants", "asemănător, în cuvinte obișnuite"},
	"some rare words agree": {"quelques mots rares concordent", "unele cuvinte rare se potrivesc"}, "similar, but a number differs": {"proche, mais un numéro diffère", "asemănător, dar un număr diferă"},
	"two digits differ": {"deux chiffres diffèrent", "două cifre diferă"}, "the other's given name": {"le prénom de l’autre", "prenumele celuilalt"}, "hardly apart": {"presque égal", "aproape egal"}, "a little apart": {"un peu différent", "puțin diferit"}, "a few years apart": {"quelques années d’écart", "câțiva ani diferență"},
	"nearly the same":                         {"presque identique", "aproape identic"},
	"one contains the other, or its initials": {"l’un contient l’autre, ou ses initiales", "unul îl conține pe celălalt sau inițialele lui"}, "some words agree": {"quelques mots concordent", "unele cuvinte se potrivesc"},
	"same number, street nearly the same": {"même numéro, rue presque identique", "același număr, stradă aproape identică"}, "same number, street similar": {"même numéro, rue proche", "același număr, stradă asemănătoare"},
	"street agrees, number missing": {"la rue concorde, numéro manquant", "strada se potrivește, numărul lipsește"}, "same street, other number": {"même rue, autre numéro", "aceeași stradă, alt număr"},
	"swapped": {"inversés", "inversate"}, "first and last name swapped": {"prénom et nom inversés", "prenume și nume inversate"},

	"both name a person, or none does": {"les deux nomment une personne, ou aucune", "ambele numesc o persoană sau niciuna"}, "only one names a person": {"une seule nomme une personne", "numai una numește o persoană"}, "person named": {"personne nommée", "persoană numită"},
	"less than a month apart": {"à moins d’un mois d’écart", "la mai puțin de o lună"}, "same city, other postcode": {"même ville, autre code postal", "același oraș, alt cod poștal"},

	// comparisons and the keys of blocking rules
	"given name": {"prénom", "prenume"}, "family name": {"nom de famille", "nume de familie"}, "e-mail": {"e-mail", "e-mail"}, "street": {"rue", "stradă"},
	"given name by sound": {"prénom à l’oreille", "prenume după sunet"}, "given name by its variants": {"prénom et ses variantes", "prenume și variantele lui"}, "family name by sound": {"nom de famille à l’oreille", "nume de familie după sunet"},
	"start of the family name": {"début du nom de famille", "începutul numelui de familie"}, "company by initials": {"société par ses initiales", "firmă după inițiale"}, "both names in any order": {"les deux noms dans n’importe quel ordre", "ambele nume în orice ordine"},
	"name part of the e-mail": {"partie nom de l’e-mail", "partea de nume a e-mailului"}, "start and domain of the e-mail": {"début et domaine de l’e-mail", "începutul și domeniul e-mailului"}, "e-mail domain": {"domaine de l’e-mail", "domeniul e-mailului"},
	"start of the phone": {"début du téléphone", "începutul telefonului"}, "birth year": {"année de naissance", "anul nașterii"}, "day and month of birth": {"jour et mois de naissance", "ziua și luna nașterii"}, "street and number": {"rue et numéro", "stradă și număr"}, "city by sound": {"ville à l’oreille", "oraș după sunet"},

	// comparisons and stages
	"standardise": {"mise en forme", "standardizare"}, "learn": {"apprentissage", "învățare"}, "name": {"nom", "nume"}, "place": {"lieu", "loc"}, "household": {"foyer", "gospodărie"},
	"read": {"lecture", "citire"}, "align": {"rapprochement des colonnes", "alinierea coloanelor"}, "infer": {"reconnaissance des colonnes", "recunoașterea coloanelor"}, "profile": {"profil", "profil"}, "normalize": {"mise en forme", "standardizare"},
	"block": {"blocage", "blocare"}, "blocking": {"blocage", "blocare"}, "compare": {"comparaison", "comparare"}, "score": {"pondération", "ponderare"}, "train": {"apprentissage", "învățare"},
	"match": {"rapprochement", "potrivire"}, "cluster": {"regroupement", "grupare"}, "survivorship": {"fiches de référence", "înregistrări de referință"}, "write": {"écriture", "scriere"}, "evaluate": {"évaluation", "evaluare"},

	// reasons for rejected and repaired rows
	"too_many_fields": {"plus de cellules que l’en-tête", "mai multe celule decât antetul"}, "too_few_fields": {"moins de cellules que l’en-tête", "mai puține celule decât antetul"}, "footer": {"ligne sous le tableau (total, mention)", "rând sub tabel (total, mențiune)"},
	"open_quote": {"guillemet jamais fermé", "ghilimele neînchise"}, "cell_too_large": {"cellule trop grande", "celulă prea mare"}, "bad_byte": {"octet étranger à l’encodage", "octet străin codificării"},
	"bad_json": {"JSON invalide", "JSON nevalid"}, "not_an_object": {"valeur JSON qui n’est pas un objet", "valoare JSON care nu este obiect"}, "duplicate_key": {"clé JSON en double", "cheie JSON repetată"},

	// reasons for shared and suspicious values
	"placeholder": {"valeur bouche-trou", "valoare de umplutură"}, "switchboard": {"standard téléphonique", "centrală telefonică"}, "role address": {"adresse de service", "adresă de serviciu"},
	"shared_value": {"partagée par beaucoup de fiches", "comună multor înregistrări"}, "short_row": {"cellules manquantes en fin de ligne", "celule lipsă la sfârșitul rândului"}, "extra_empty_cells": {"cellules vides en trop", "celule goale în plus"},
	"stray_quote": {"guillemet égaré", "ghilimele rătăcite"}, "nul_byte": {"octet nul", "octet nul"},
	"shared by many records": {"partagée par beaucoup de fiches", "comună multor înregistrări"}, "future date": {"date future", "dată în viitor"}, "disposable address": {"adresse jetable", "adresă de unică folosință"}, "test value": {"valeur d’essai", "valoare de probă"},

	// survivorship rules
	"master": {"valeur de la fiche conservée", "valoarea înregistrării păstrate"}, "master_fill": {"fiche conservée, complétée par les autres", "înregistrarea păstrată, completată din celelalte"},
	"most_recent": {"la plus récente", "cea mai recentă"}, "oldest": {"la plus ancienne", "cea mai veche"}, "newest": {"la plus récente, même vide", "cea mai nouă, chiar goală"}, "newest_non_blank": {"la plus récente non vide", "cea mai nouă completată"},
	"most_common": {"la plus fréquente", "cea mai frecventă"}, "longest": {"la plus longue", "cea mai lungă"}, "shortest": {"la plus courte", "cea mai scurtă"}, "largest": {"la plus grande", "cea mai mare"}, "smallest": {"la plus petite", "cea mai mică"},
	"sum": {"la somme", "suma"}, "average": {"la moyenne", "media"}, "count": {"le nombre", "numărul"}, "any_true": {"vrai si une fiche le dit", "adevărat dacă o spune o înregistrare"}, "all_true": {"vrai si aucune ne dit non", "adevărat dacă niciuna nu spune nu"},
	"source_priority": {"ordre des sources", "ordinea surselor"}, "value_priority": {"ordre des valeurs", "ordinea valorilor"}, "most_complete_record": {"la fiche la plus complète", "înregistrarea cea mai completă"}, "group": {"champs gardés ensemble", "câmpuri păstrate împreună"},
	"union": {"réunion des choix", "reuniunea opțiunilor"}, "concat": {"textes mis bout à bout", "texte alăturate"}, "best_format": {"la mieux écrite", "cea mai bine scrisă"}, "most_restrictive": {"le consentement le plus strict", "consimțământul cel mai restrictiv"},
	"keep_oldest": {"la date la plus ancienne", "data cea mai veche"}, "keep_newest": {"la date la plus récente", "data cea mai nouă"}, "constant": {"valeur fixe", "valoare fixă"}, "expression": {"formule", "formulă"}, "manual": {"choix manuel", "alegere manuală"},
	"merged": {"réunis", "unite"}, "split": {"scindé", "împărțit"},
}

// spelled are terms that are words of the program and not of people.
var spelled = map[string]string{
	"too_many_fields": "more cells than the header has", "too_few_fields": "fewer cells than the header has", "footer": "a line below the table (a total, a notice)", "open_quote": "a quote is never closed", "cell_too_large": "a cell is too large",
	"bad_byte": "a byte that the encoding does not have", "bad_json": "not valid JSON", "not_an_object": "JSON that is not an object", "duplicate_key": "JSON with a key twice",
	"master": "value of the surviving record", "master_fill": "surviving record, filled from the others", "most_recent": "most recent", "newest_non_blank": "newest that is not blank", "newest": "newest, even if blank", "most_common": "most common",
	"any_true": "true if any record says so", "all_true": "true if none says no", "source_priority": "order of sources", "value_priority": "order of values", "most_complete_record": "most complete record", "group": "fields kept together",
	"shared_value": "shared by many records", "short_row": "cells missing at the end of the row", "extra_empty_cells": "empty cells too many", "stray_quote": "a stray quote", "nul_byte": "a NUL byte", "learn": "learn weights",
	"best_format": "best written", "most_restrictive": "most restrictive consent", "keep_oldest": "earliest date", "keep_newest": "latest date", "infer": "recognise columns",
}

// kindNames hold English, French and Romanian names of every kind.
var kindNames = map[record.Kind]message{
	record.Unknown: {"unknown", "inconnu", "necunoscut"}, record.Person: {"person name", "nom complet", "nume complet"}, record.GivenName: {"first name", "prénom", "prenume"},
	record.MiddleName: {"middle name", "deuxième prénom", "al doilea prenume"}, record.FamilyName: {"last name", "nom de famille", "nume de familie"}, record.NamePrefix: {"title", "civilité", "titlu"},
	record.NameSuffix: {"name suffix", "suffixe du nom", "sufix al numelui"}, record.Gender: {"gender", "sexe", "sex"}, record.JobTitle: {"job title", "fonction", "funcție"}, record.Company: {"company", "société", "firmă"},
	record.Email: {"e-mail", "e-mail", "e-mail"}, record.Phone: {"phone", "téléphone", "telefon"}, record.URL: {"web address", "adresse web", "adresă web"}, record.Address: {"address", "adresse", "adresă"},
	record.Street: {"street", "rue", "stradă"}, record.HouseNumber: {"house number", "numéro", "număr"}, record.AddressLine: {"address line", "complément d’adresse", "completare de adresă"}, record.Postcode: {"postcode", "code postal", "cod poștal"},
	record.City: {"city", "ville", "oraș"}, record.Region: {"region", "région", "județ sau regiune"}, record.Country: {"country", "pays", "țară"}, record.BirthDate: {"birth date", "date de naissance", "data nașterii"},
	record.Date: {"date", "date", "dată"}, record.Created: {"creation date", "date de création", "data creării"}, record.Modified: {"update date", "date de modification", "data modificării"}, record.VAT: {"VAT number", "numéro de TVA", "cod de TVA"},
	record.SIREN: {"SIREN", "SIREN", "SIREN"}, record.SIRET: {"SIRET", "SIRET", "SIRET"}, record.ROCUI: {"Romanian tax code (CUI)", "code fiscal roumain (CUI)", "CUI"}, record.IBAN: {"IBAN", "IBAN", "IBAN"},
	record.Identifier: {"identifier", "identifiant", "identificator"}, record.RecordID: {"record id", "identifiant de fiche", "identificatorul înregistrării"}, record.Owner: {"owner", "responsable", "responsabil"},
	record.Origin: {"origin", "origine", "origine"}, record.Consent: {"consent", "consentement", "consimțământ"}, record.Boolean: {"yes or no", "oui ou non", "da sau nu"}, record.Number: {"number", "nombre", "număr"},
	record.Category: {"category", "catégorie", "categorie"}, record.Text: {"text", "texte", "text"},
}

// suffixes are the ends of terms that begin with the name of a field.
var suffixes = map[string][2]string{
	" by rare word":           {" par mot rare", " după cuvânt rar"},
	" (what the names leave)": {" (hors nom et prénom)", " (în afara numelor)"},
}

// term returns a word of another room in the language.
func (l Lang) term(s string) string {
	if l.index() == 0 {
		if w, ok := spelled[s]; ok {
			return w
		}
	} else if t, ok := terms[s]; ok {
		return t[l.index()-1]
	}
	if k, ok := kindNames[record.Kind(s)]; ok && s != "" {
		return k.in(l)
	}
	if w, ok := reasons[s]; ok {
		return w.in(l)
	}
	if parts := strings.Split(s, " + "); len(parts) > 1 { // a blocking rule of several keys
		for i := range parts {
			parts[i] = l.term(parts[i])
		}
		return strings.Join(parts, " + ")
	}
	for end, in := range suffixes {
		if whole, ok := strings.CutSuffix(s, end); ok && l.index() > 0 {
			return l.term(whole) + in[l.index()-1]
		}
	}
	for k, name := range kindNames { // "birth date" for birth_date
		if s != "" && name.en == s && k != record.Unknown {
			return name.in(l)
		}
	}
	return s
}

func (l Lang) kind(k record.Kind) string {
	if name, ok := kindNames[k]; ok {
		return name.in(l)
	}
	return string(k)
}

// Translated says whether a term has French and Romanian words.
func Translated(term string) bool {
	_, ok := terms[term]
	return ok
}
