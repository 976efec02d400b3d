package identifier

import "strings"

// ROCUI reads a Romanian tax registration code (CUI, also CIF), with RO before
// it for those registered for VAT or without; key and standard leave RO out
// and keep it, so that both spellings match. People in business alone may have
// their personal code (CNP) there.
func ROCUI(s string) Result {
	r, c, ok := start(s, "CUI", "CIF", "CODFISCAL")
	if !ok {
		return r
	}
	r.Country = "RO"
	plain := strings.TrimPrefix(c, "RO")
	r.Key = plain
	reason := roTax(plain)
	r = r.done(c, reason)
	r.Key = strings.TrimPrefix(r.Key, "RO")
	return r
}

func roTax(c string) string {
	switch {
	case !digits(c):
		return ReasonCharacters
	case len(c) == 13:
		return cnp(c)
	case len(c) < 2 || len(c) > 10 || c[0] == '0':
		return ReasonLength
	}
	// Key 753217532 over the digits before the last, aligned right.
	const key = "753217532"
	sum := 0
	for i := range len(c) - 1 {
		sum += int(c[i]-'0') * int(key[len(key)-(len(c)-1)+i]-'0')
	}
	if sum*10%11%10 != int(c[len(c)-1]-'0') {
		return ReasonCheckDigit
	}
	return ""
}

// cnp checks a Romanian personal code: sex and century, date of birth, county,
// and a check digit with key 279146358279.
func cnp(c string) string {
	if c[0] == '0' || !date(number(c[3:5]), number(c[5:7])) {
		return ReasonFormat
	}
	sum := weighted(c, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11
	if sum == 10 {
		sum = 1
	}
	if sum != int(c[12]-'0') {
		return ReasonCheckDigit
	}
	return ""
}
