package identifier

import "strings"

// SIREN reads the nine digits that INSEE gives a legal unit; the last is a
// Luhn check digit (décret 73-314).
func SIREN(s string) Result {
	r, c, ok := start(s, "SIREN")
	if !ok {
		return r
	}
	r.Country = "FR"
	reason := sirenReason(c)
	if reason != "" {
		r.Suggestion = sirenMeant(c)
	}
	return r.done(c, reason)
}

func sirenReason(c string) string {
	switch {
	case !digits(c):
		return ReasonCharacters
	case len(c) != 9:
		return ReasonLength
	case !luhn(c):
		return ReasonCheckDigit
	}
	return ""
}

// sirenMeant finds the SIREN in a SIRET or VAT number, or behind zeros that a
// spreadsheet ate.
func sirenMeant(c string) string {
	switch {
	case len(c) == 14 && siretReason(c) == "" && !invented(c[:9]):
		return c[:9]
	case len(c) == 13 && strings.HasPrefix(c, "FR") && frVAT(c[2:]) == "" && sirenReason(c[4:]) == "" && !invented(c[4:]):
		return c[4:]
	case len(c) >= 7 && len(c) < 9 && digits(c):
		if padded := strings.Repeat("0", 9-len(c)) + c; luhn(padded) && !invented(padded) {
			return padded
		}
	}
	return ""
}

// SIRET reads the fourteen digits of an establishment: its SIREN and five
// more. Establishments of La Poste (SIREN 356 000 000) satisfy the sum of
// digits divisible by five instead of Luhn.
func SIRET(s string) Result {
	r, c, ok := start(s, "SIRET")
	if !ok {
		return r
	}
	r.Country = "FR"
	reason := siretReason(c)
	if reason == ReasonLength && len(c) >= 12 && len(c) < 14 && digits(c) {
		if padded := strings.Repeat("0", 14-len(c)) + c; siretReason(padded) == "" && !invented(padded) {
			r.Suggestion = padded
		}
	}
	return r.done(c, reason)
}

func siretReason(c string) string {
	switch {
	case !digits(c):
		return ReasonCharacters
	case len(c) != 14:
		return ReasonLength
	case laPoste(c):
		return ""
	case !luhn(c) || !luhn(c[:9]):
		return ReasonCheckDigit
	}
	return ""
}

func laPoste(c string) bool {
	if c[:9] != "356000000" {
		return false
	}
	sum := 0
	for i := range len(c) {
		sum += int(c[i] - '0')
	}
	return sum%5 == 0
}

// frVAT checks what follows FR: two characters of key and a SIREN, as the tax
// administration describes it. The key is two digits, or has a letter in the
// newer form. Monaco's numbers begin with 000 in place of a SIREN's digits and
// have no Luhn digit.
func frVAT(c string) string {
	if len(c) != 11 {
		return ReasonLength
	}
	const alphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
	a, b := strings.IndexByte(alphabet, c[0]), strings.IndexByte(alphabet, c[1])
	if a < 0 || b < 0 || !digits(c[2:]) {
		return ReasonCharacters
	}
	siren := number(c[2:])
	monaco := c[2:5] == "000"
	if !monaco && !luhn(c[2:]) {
		return ReasonCheckDigit
	}
	if digits(c[:2]) {
		if (siren*100+12)%97 != number(c[:2]) {
			return ReasonCheckDigit
		}
		return ""
	}
	check := a*34 + b - 100
	if a < 10 {
		check = a*24 + b - 10
	}
	if monaco || (siren+1+check/11)%11 != check%11 {
		return ReasonCheckDigit
	}
	return ""
}
