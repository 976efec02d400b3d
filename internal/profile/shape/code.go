package shape

import "strings"

// Digits reports whether s is digits only, and how many.
func Digits(s string) (int, bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
	}
	return len(s), len(s) > 0
}

// compactCode copies the letters (upper case) and digits of s to dst, and fails
// when there are others than separators, or too many.
func compactCode(dst *[40]byte, s string) ([]byte, bool) {
	n := 0
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z':
			c -= 'a' - 'A'
		case 'A' <= c && c <= 'Z' || '0' <= c && c <= '9':
		case c == ' ' || c == '.' || c == '-' || c == '\t':
			continue
		default:
			return nil, false
		}
		if n == len(dst) {
			return nil, false
		}
		dst[n] = c
		n++
	}
	return dst[:n], true
}

func digit(c byte) bool { return '0' <= c && c <= '9' }
func upper(c byte) bool { return 'A' <= c && c <= 'Z' }

func allDigits(b []byte) bool {
	for _, c := range b {
		if !digit(c) {
			return false
		}
	}
	return true
}

// IBAN reports whether s is an IBAN with right check digits (ISO 13616, mod 97).
func IBAN(s string) bool {
	var buf [40]byte
	b, ok := compactCode(&buf, s)
	if !ok || len(b) < 15 || len(b) > 34 || !upper(b[0]) || !upper(b[1]) || !digit(b[2]) || !digit(b[3]) {
		return false
	}
	mod := 0
	for i := range b {
		c := b[(i+4)%len(b)]
		if digit(c) {
			mod = (mod*10 + int(c-'0')) % 97
		} else {
			mod = (mod*100 + int(c-'A') + 10) % 97
		}
	}
	return mod == 1
}

func luhn(b []byte) bool {
	sum := 0
	for i, c := range b {
		d := int(c - '0')
		if (len(b)-i)%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// SIREN reports whether s is 9 digits that pass the Luhn check.
func SIREN(s string) bool {
	var buf [40]byte
	b, ok := compactCode(&buf, s)
	return ok && len(b) == 9 && allDigits(b) && luhn(b)
}

// SIRET reports whether s is 14 digits that pass the Luhn check, of which the first 9 do too.
func SIRET(s string) bool {
	var buf [40]byte
	b, ok := compactCode(&buf, s)
	return ok && len(b) == 14 && allDigits(b) && luhn(b[:9]) && (luhn(b) || string(b[:9]) == "356000000")
}

// CUI reports whether s is a Romanian tax registration code with a right check
// digit, and whether it is written with the prefix RO.
func CUI(s string) (ok, prefixed bool) {
	var buf [40]byte
	b, fine := compactCode(&buf, s)
	if !fine {
		return false, false
	}
	if len(b) > 2 && b[0] == 'R' && b[1] == 'O' {
		b, prefixed = b[2:], true
	}
	if len(b) < 2 || len(b) > 10 || !allDigits(b) {
		return false, prefixed
	}
	const key = "753217532"
	sum := 0
	for i := range len(b) - 1 {
		sum += int(b[len(b)-2-i]-'0') * int(key[8-i]-'0')
	}
	return sum*10%11%10 == int(b[len(b)-1]-'0'), prefixed
}

// vatCountries are the prefixes of European VAT numbers.
const vatCountries = "AT BE BG CY CZ DE DK EE EL ES FI FR GB HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI CH NO "

// VAT reports whether s looks like a European VAT number with its country prefix.
func VAT(s string) bool {
	var buf [40]byte
	b, ok := compactCode(&buf, s)
	if !ok || len(b) < 4 || len(b) > 14 || !upper(b[0]) || !upper(b[1]) {
		return false
	}
	found := false
	for i := 0; i+3 <= len(vatCountries); i += 3 {
		if vatCountries[i] == b[0] && vatCountries[i+1] == b[1] {
			found = true
			break
		}
	}
	n := 0
	for _, c := range b[2:] {
		if digit(c) {
			n++
		}
	}
	if !found || n < len(b)-4 || n < 2 {
		return false
	}
	switch string(b[:2]) {
	case "RO":
		return len(b) <= 12 && n == len(b)-2
	case "FR":
		return len(b) == 13
	}
	return len(b) >= 10
}

// OpaqueID reports whether s looks like an id that a machine made: a UUID, a
// Salesforce id of 15 or 18 characters, a long hexadecimal or prefixed number.
func OpaqueID(s string) bool {
	n := len(s)
	if n < 6 || n > 64 {
		return false
	}
	digits, letters, hex, other, upper := 0, 0, 0, 0, 0
	for i := range n {
		c := s[i]
		switch {
		case digit(c):
			digits++
			hex++
		case 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F':
			letters++
			hex++
		case 'g' <= c && c <= 'z':
			letters++
		case 'G' <= c && c <= 'Z':
			letters++
			upper++
		case c == '-' || c == '_' || c == '.' || c == ':' || c == '{' || c == '}':
			other++
		default:
			return false
		}
	}
	switch {
	case (n == 36 || n == 38) && other >= 4 && hex == 32:
		return true
	case other == 0 && hex == n && n >= 16 && digits > 0 && letters > 0:
		return true
	case (n == 15 || n == 18) && other == 0 && digits >= 3 && letters > 0:
		return true
	}
	return digits >= 3 && other > 0 && letters > 0 && digits*2 >= letters
}

// Postcode returns the countries whose postcodes look like s, separated by
// spaces, or "". Digits-only shapes are shared by many countries.
func Postcode(s string) string {
	var c [10]byte
	n := 0
	for i := range len(s) {
		ch := s[i]
		switch {
		case ch == ' ' || ch == '-':
			if i == 0 || n == 0 {
				return ""
			}
			if ch == '-' && n == 5 {
				ch = '-'
				break
			}
			if ch == '-' && (n == 2 || n == 1 || n == 4) && len(s) <= 8 {
				continue
			}
			if ch == '-' {
				return ""
			}
			continue
		case 'a' <= ch && ch <= 'z':
			ch -= 'a' - 'A'
		case upper(ch) || digit(ch):
		default:
			return ""
		}
		if n == len(c) {
			return ""
		}
		c[n] = ch
		n++
	}
	b := c[:n]
	switch {
	case n == 5 && allDigits(b):
		return "FR US DE ES IT "
	case n == 4 && allDigits(b):
		return "AU BE CH AT DK "
	case n == 6 && allDigits(b):
		return "RO IN "
	case n == 10 && b[5] == '-' && allDigits(b[:5]) && allDigits(b[6:]):
		return "US "
	case n == 9 && allDigits(b) && len(s) > 9:
		return "US "
	case n == 6 && upper(b[0]) && digit(b[1]) && upper(b[2]) && digit(b[3]) && upper(b[4]) && digit(b[5]):
		return "CA "
	case n == 6 && allDigits(b[:4]) && upper(b[4]) && upper(b[5]):
		return "NL "
	case n >= 5 && n <= 7 && upper(b[0]) && digit(b[n-3]) && upper(b[n-2]) && upper(b[n-1]) && !allLetters(b[:n-3]):
		return "GB "
	case n == 7 && b[0] == 'F' && b[1] == '-':
		return "FR "
	}
	return ""
}

func allLetters(b []byte) bool {
	for _, c := range b {
		if !upper(c) {
			return false
		}
	}
	return true
}

// HouseNumber reports whether s is the number of a house: 12, 12 bis, 12B, 12-14.
func HouseNumber(s string) bool {
	i := 0
	for i < len(s) && digit(s[i]) {
		i++
	}
	if i == 0 || i > 5 || len(s) > 10 {
		return false
	}
	rest := s[i:]
	for len(rest) > 0 && (rest[0] == ' ' || rest[0] == '-' || rest[0] == '/') {
		rest = rest[1:]
	}
	if rest == "" || len(rest) == 1 {
		return true
	}
	if n, ok := Digits(rest); ok {
		return n <= 5 && len(rest) < len(s)-i
	}
	switch rest {
	case "bis", "ter", "quater", "BIS", "TER", "Bis", "Ter":
		return true
	}
	return false
}

// Number reports whether s is a whole or decimal number, with a currency, its
// code or a per cent sign or not.
func Number(s string) bool {
	digits, seps := 0, 0
	s = withoutCurrency(s)
	for i, r := range s {
		switch {
		case '0' <= r && r <= '9':
			digits++
		case r == '.' || r == ',' || r == ' ' || r == '\'' || r == 0xa0 || r == 0x202f:
			seps++
		case (r == '-' || r == '+') && i == 0:
		case r == '€' || r == '$' || r == '£' || r == '%':
		default:
			return false
		}
	}
	return digits > 0 && seps <= digits
}

// withoutCurrency drops the code of a currency before or behind a number.
func withoutCurrency(s string) string {
	if len(s) < 4 {
		return s
	}
	if c := s[len(s)-1]; (c|0x20) >= 'a' && (c|0x20) <= 'z' {
		if i := strings.LastIndexAny(s, "0123456789. "); i > 0 && currency(s[i+1:]) {
			return strings.TrimRight(s[:i+1], " ")
		}
	} else if (s[0]|0x20) >= 'a' && (s[0]|0x20) <= 'z' {
		if i := strings.IndexAny(s, "-0123456789 "); i > 0 && currency(s[:i]) {
			return strings.TrimLeft(s[i:], " ")
		}
	}
	return s
}

// currency reports whether s is the code of a currency, or a word for one, that
// amounts in European and American CRMs come with.
func currency(s string) bool {
	switch s {
	case "EUR", "USD", "GBP", "CHF", "RON", "CAD", "AUD", "JPY", "SEK", "NOK", "DKK", "PLN", "HUF", "CZK", "BGN", "MDL", "TND", "MAD", "XOF", "XAF",
		"eur", "euro", "euros", "Euro", "Euros", "lei", "Lei", "LEI", "ron", "usd":
		return true
	}
	return false
}
