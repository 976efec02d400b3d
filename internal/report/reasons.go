package report

import "strings"

// reasons are the words that normalizers and profiles have for what is wrong
// with a value, in English, French and Romanian.
var reasons = map[string]message{
	"placeholder":           {"stands for no value", "valeur bouche-trou", "valoare de umplutură"},
	"future_date":           {"date in the future", "date future", "dată în viitor"},
	"future":                {"in the future", "dans le futur", "în viitor"},
	"shared_value":          {"on far more records than others", "partagée par beaucoup de fiches", "comună multor înregistrări"},
	"implausible_date":      {"more than 120 years ago", "il y a plus de 120 ans", "acum mai mult de 120 de ani"},
	"very_old":              {"very old", "très ancien", "foarte vechi"},
	"mixed_date_orders":     {"day/month beside month/day", "jour/mois à côté de mois/jour", "zi/lună alături de lună/zi"},
	"mojibake":              {"read in the wrong encoding", "lu dans le mauvais encodage", "citit în codificarea greșită"},
	"stray_spaces":          {"stray spaces", "espaces superflues", "spații în plus"},
	"control_characters":    {"control or invisible characters", "caractères de contrôle ou invisibles", "caractere de control sau invizibile"},
	"capitals":              {"in capitals, unlike most", "en capitales, contrairement aux autres", "cu majuscule, spre deosebire de restul"},
	"small_letters":         {"in small letters, unlike most", "en minuscules, contrairement aux autres", "cu minuscule, spre deosebire de restul"},
	"other_kind":            {"a value of another kind", "valeur d’une autre nature", "valoare de alt fel"},
	"unknown_country":       {"the number’s country is not known", "pays du numéro inconnu", "țara numărului necunoscută"},
	"not_in_numbering_plan": {"no such number in its country", "numéro hors du plan du pays", "număr inexistent în țara lui"},
	"missing_plus":          {"+ is missing in front", "+ manquant au début", "lipsește + la început"},
	"leading_zero_lost":     {"leading zero lost", "zéro initial perdu", "zero inițial pierdut"},
	"typo_domain":           {"domain looks mistyped", "domaine sans doute mal tapé", "domeniu probabil greșit scris"},
	"too_short":             {"too short", "trop court", "prea scurt"},
	"too_long":              {"too long", "trop long", "prea lung"},
	"syntax":                {"not written as it must be", "syntaxe incorrecte", "scriere incorectă"},
	"format":                {"not written as it must be", "format incorrect", "format incorect"},
	"length":                {"wrong length", "longueur incorrecte", "lungime greșită"},
	"characters":            {"characters that can’t be there", "caractères impossibles", "caractere imposibile"},
	"check_digit":           {"wrong check digit", "clé de contrôle fausse", "cifră de control greșită"},
	"national_check_digit":  {"wrong national check digit", "clé nationale fausse", "cifră de control națională greșită"},
	"postcode_format":       {"no postcode of its country", "pas un code postal du pays", "nu e cod poștal al țării"},
	"not_a_postcode":        {"not a postcode", "pas un code postal", "nu e cod poștal"},
	"not_a_date":            {"not a date", "pas une date", "nu e dată"},
	"not_a_number":          {"not a number", "pas un nombre", "nu e număr"},
	"not_boolean":           {"neither yes nor no", "ni oui ni non", "nici da, nici nu"},
	"no_such_day":           {"there is no such day", "jour inexistant", "zi inexistentă"},
	"no_such_month":         {"there is no such month", "mois inexistant", "lună inexistentă"},
	"no_such_time":          {"there is no such time", "heure inexistante", "oră inexistentă"},
	"no_year":               {"no year", "sans année", "fără an"},
	"no_letter":             {"no letter in it", "aucune lettre", "nicio literă"},
	"no_digits":             {"no digit in it", "aucun chiffre", "nicio cifră"},
	"digit":                 {"a digit in it", "contient un chiffre", "conține o cifră"},
	"no_at_sign":            {"no @ in it", "sans @", "fără @"},
	"no_domain":             {"nothing behind the @", "rien après le @", "nimic după @"},
	"no_local_part":         {"nothing in front of the @", "rien avant le @", "nimic înainte de @"},
	"local_dots":            {"dots in a row or at an end, in front of the @", "points mal placés avant le @", "puncte greșite înainte de @"},
	"local_characters":      {"characters that can’t be in front of the @", "caractères impossibles avant le @", "caractere imposibile înainte de @"},
	"domain_dots":           {"dots in a row or at an end, behind the @", "points mal placés après le @", "puncte greșite după @"},
	"domain_characters":     {"characters that can’t be behind the @", "caractères impossibles après le @", "caractere imposibile după @"},
	"domain_without_dot":    {"no dot behind the @", "aucun point après le @", "niciun punct după @"},
	"domain_ending":         {"no such ending of a domain", "terminaison de domaine inexistante", "terminație de domeniu inexistentă"},
	"unknown_tld":           {"no such ending of a domain", "terminaison de domaine inexistante", "terminație de domeniu inexistentă"},
	"email_address":         {"an e-mail address", "une adresse e-mail", "o adresă de e-mail"},
	"unknown_gender":        {"gender not understood", "sexe non reconnu", "sex nerecunoscut"},
	"excel_serial":          {"a day number of Excel", "numéro de jour d’Excel", "număr de zi din Excel"},
	"ambiguous_order":       {"day and month could be swapped", "jour et mois interchangeables", "ziua și luna pot fi inversate"},
	"ambiguous_separator":   {"decimals or thousands", "décimales ou milliers", "zecimale sau mii"},
	"separators":            {"separators in wrong places", "séparateurs mal placés", "separatori greșiți"},
	"maybe_placeholder":     {"may stand for no value", "peut-être un bouche-trou", "poate o valoare de umplutură"},
	"standard_form":         {"standard form", "forme standard", "formă standard"},
	"letter_case":           {"capitals", "majuscules", "majuscule"},
	"spaces":                {"spaces", "espaces", "spații"},
	"punctuation":           {"punctuation", "ponctuation", "punctuație"},
	"encoding":              {"not in the file’s encoding", "absent de l’encodage du fichier", "absent din codificarea fișierului"},
	"invalid":               {"not valid", "non valable", "nevalid"},
}

// Word returns a term of another room, such as the reason why a value is not
// valid, in words for people.
func Word(l Lang, s string) string {
	if w := l.term(s); w != s {
		return w
	}
	return strings.ReplaceAll(s, "_", " ")
}
