package identifier

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Result is one identifier read.
type Result struct {
	Standard    string // form for display: compact, or the trimmed input when it is not valid
	Key         string // compact capitals and digits; "" for nothing and for placeholders
	Country     string // ISO 3166-1 alpha-2 of the issuer, EU for numbers of the Union; "" unknown
	Valid       bool
	Placeholder bool   // typed to fill the field: 000000000
	Reason      string // why it is not valid, or what is notable; a snake_case word
	Suggestion  string // what was probably meant, never applied
}

// The reasons that this package gives.
const (
	ReasonEmpty       = "empty"
	ReasonCharacters  = "characters"
	ReasonLength      = "length"
	ReasonFormat      = "format"
	ReasonCheckDigit  = "check_digit"
	ReasonCountry     = "unknown_country"
	ReasonPlaceholder = "placeholder"
	ReasonNationalKey = "national_check_digit" // a note: the IBAN holds, the bank's own key does not
)

// maxLength bounds what is looked at; longer texts are no identifiers.
const maxLength = 200

// compact returns the letters and digits of s in capitals, with the marks that
// people put between them removed, and whether nothing else was there.
func compact(s string) (string, bool) {
	if len(s) > maxLength {
		return "", false
	}
	var b strings.Builder
	b.Grow(len(s))
	ok := true
	for _, r := range s {
		switch {
		case '0' <= r && r <= '9' || 'A' <= r && r <= 'Z':
			b.WriteByte(byte(r))
		case 'a' <= r && r <= 'z':
			b.WriteByte(byte(r) - 'a' + 'A')
		case r == ' ' || r == '.' || r == '-' || r == '/' || r == '(' || r == ')' || r == ',' || r == ':' || r == '_' || r == '\'' || r == '"' || r == '°' || r == 'º':
		case unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || unicode.Is(unicode.Cf, r) || r == '’':
		case r == '+' || r == '*': // in Irish numbers
			b.WriteByte(byte(r))
		default:
			ok = false
		}
	}
	return b.String(), ok
}

// start reads a cell: a Result with the input as standard, and the compact
// form without a label that names the kind ("SIRET : 123…").
func start(s string, labels ...string) (Result, string, bool) {
	s = strings.TrimSpace(strings.ToValidUTF8(s, "\uFFFD"))
	r := Result{Standard: s}
	c, ok := compact(s)
	for _, l := range labels {
		if rest, found := strings.CutPrefix(c, l); found {
			c = rest
			break
		}
	}
	r.Key = plainKey(c)
	switch {
	case !ok:
		r.Reason = ReasonCharacters
		r.Key = foldedKey(s)
	case c == "":
		r.Reason = ReasonEmpty
	}
	return r, c, ok && c != ""
}

// plainKey drops the signs of old Irish numbers.
func plainKey(c string) string {
	if !strings.ContainsAny(c, "+*") {
		return c
	}
	return strings.ReplaceAll(strings.ReplaceAll(c, "+", ""), "*", "")
}

// done sets what a check found.
func (r Result) done(standard, reason string) Result {
	r.Reason = reason
	r.Valid = reason == ""
	if r.Valid {
		r.Standard = standard
		r.Key = plainKey(standard)
	}
	if invented(r.Key) {
		r.Placeholder, r.Reason, r.Key = true, ReasonPlaceholder, ""
		r.Valid = false
	}
	return r
}

// Generic reads an identifier of which nothing is known: only white space
// around it goes, because case and marks may matter to whoever gave it.
func Generic(s string) Result {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	r := Result{Standard: s, Key: foldedKey(s), Valid: true}
	if r.Key == "" {
		r.Valid, r.Reason = false, ReasonCharacters
		if s == "" {
			r.Reason = ReasonEmpty
		}
		return r
	}
	if invented(r.Key) {
		r.Key, r.Placeholder, r.Reason = "", true, ReasonPlaceholder
	}
	return r
}

// foldedKey returns the letters and digits of any script, in capitals.
func foldedKey(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			b.WriteRune(unicode.ToUpper(r))
		}
	}
	return b.String()
}

// invented reports whether an identifier was typed to fill the field: one
// character alone four times or more, a run, or a word for nothing.
func invented(c string) bool {
	switch c {
	case "", "NA", "NC", "ND", "NEANT", "NONE", "NULL", "NIL", "TEST", "UNKNOWN", "INCONNU", "NECUNOSCUT", "ENCOURS", "TBD", "AUCUN", "AUCUNE", "FARA", "NUEXISTA", "NOTAVAILABLE",
		"12345", "123456", "1234567", "12345678", "123456789", "1234567890", "0123456789", "12345678901", "123456789012", "12345678901234", "12345678900000":
		return c != ""
	}
	digits := c
	if len(c) > 5 && alpha(c[:2]) { // country prefix
		digits = c[2:]
	}
	return len(digits) >= 3 && strings.Trim(digits, digits[:1]) == ""
}

func alpha(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
