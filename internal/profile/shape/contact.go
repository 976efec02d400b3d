package shape

import "strings"

// Email reports whether s looks like one e-mail address.
func Email(s string) bool {
	if i := strings.IndexByte(s, '<'); i >= 0 && strings.HasSuffix(s, ">") {
		s = s[i+1 : len(s)-1]
	}
	s = strings.TrimPrefix(s, "mailto:")
	at := strings.LastIndexByte(s, '@')
	if at < 1 || at > 64 || len(s)-at < 4 || len(s) > 254 {
		return false
	}
	if strings.ContainsAny(s, " \t\n,;/") {
		return false
	}
	dot := strings.LastIndexByte(s, '.')
	return dot > at+1 && dot < len(s)-2
}

// Emails reports whether s looks like one or several e-mail addresses.
func Emails(s string) bool {
	if Email(s) {
		return true
	}
	if strings.Count(s, "@") < 2 {
		return false
	}
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ';' || r == ',' || r == ' ' || r == '/' || r == '\n' }) {
		if !Email(part) {
			return false
		}
	}
	return true
}

// URL reports whether s looks like a web address or a bare host name.
func URL(s string) bool {
	if strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "HTTP") && strings.Contains(s, "://") {
		return len(s) > 10
	}
	if strings.ContainsAny(s, " @\n,") {
		return false
	}
	host, _, _ := strings.Cut(s, "/")
	if len(host) > 4 && strings.EqualFold(host[:4], "www.") {
		return strings.IndexByte(host[4:], '.') > 0
	}
	dot := strings.LastIndexByte(host, '.')
	if dot < 1 || len(host)-dot < 3 || len(host)-dot > 11 || strings.Contains(host, "..") {
		return false
	}
	letters := 0
	for i := range len(host) {
		c := host[i] | 0x20
		switch {
		case 'a' <= c && c <= 'z':
			letters++
		case i > dot:
			return false
		case host[i] == '-' || host[i] == '.' || '0' <= host[i] && host[i] <= '9' || host[i] >= 0x80:
		default:
			return false
		}
	}
	return letters > len(host)-dot && host == strings.ToLower(host)
}

// PhoneForm says how sure a phone shape is.
type PhoneForm uint8

// The forms of phone numbers.
const (
	NoPhone     PhoneForm = iota
	PlainDigits           // 7 to 15 digits and nothing else: may be any number
	Trunk                 // 0 and 8 to 10 more digits, nothing else
	Formatted             // digits with the separators that phones have
	Prefixed              // + or 00 and a country code
)

// Phone returns the phone form of s, the number of digits, and the country that
// the shape alone gives away ("FR", "RO", "US", …) or "".
func Phone(s string) (form PhoneForm, digits int, country string) {
	var d [16]byte
	groups, seps, slash, open := 0, 0, 0, false
	inDigits, plus, ended := false, false, false
	colons, dashes, dots := 0, 0, 0
	last := -1
	size := [16]int{}
	for i := range len(s) {
		c := s[i]
		switch {
		case '0' <= c && c <= '9':
			if digits == len(d) {
				return NoPhone, 0, ""
			}
			if !inDigits {
				groups++
				last++
			}
			size[last]++
			d[digits] = c
			digits++
			inDigits = true
			continue
		case c == '+':
			if digits > 0 {
				return NoPhone, 0, ""
			}
			plus = true
		case c == '(' || c == ')':
			open = true
		case c == '-':
			dashes++
		case c == '.':
			dots++
		case c == '/':
			slash++
		case c == ' ' || c == '\t' || c == '\n' || c == 0xc2 || c == 0xa0: // U+00A0 too
			seps++
		case c == ':':
			colons++
		case c == 'x' || c == 'e' || c == 'E' || c == 'p' || c == '#':
			if digits >= 7 && (strings.HasPrefix(s[i:], "x") || strings.HasPrefix(s[i:], "ext") || strings.HasPrefix(s[i:], "Ext") || strings.HasPrefix(s[i:], "poste") || c == '#') {
				ended = true // an extension ends the number
			} else {
				return NoPhone, 0, ""
			}
		default:
			return NoPhone, 0, ""
		}
		inDigits = false
		if ended {
			break
		}
	}
	if digits < 7 || colons > 0 {
		return NoPhone, digits, ""
	}
	num := d[:digits]
	international := plus || num[0] == '0' && num[1] == '0' && digits >= 11
	rest := num
	if international {
		if !plus {
			rest = num[2:]
		}
		return Prefixed, digits, countryOfPrefix(rest)
	}
	country = nationalCountry(num, groups, size[:last+1], open)
	switch {
	case groups == 1 && !open:
		if num[0] == '0' && digits >= 9 && digits <= 11 {
			return Trunk, digits, country
		}
		return PlainDigits, digits, country
	case groups == 3 && (dashes == 2 || slash == 2 || dots == 2) && seps == 0 && digits <= 8:
		return NoPhone, digits, "" // a date
	case dots == 1 && groups == 2 && seps+dashes+slash == 0 && !open:
		return NoPhone, digits, "" // a decimal number
	case size[0] > 8 && num[0] != '0':
		return NoPhone, digits, ""
	}
	return Formatted, digits, country
}

func nationalCountry(num []byte, groups int, size []int, open bool) string {
	n := len(num)
	switch {
	case n == 10 && num[0] == '0' && num[1] == '7' && groups > 1 && groups <= 4 && size[0] == 4:
		return "RO" // 07xx xxx xxx
	case n == 10 && num[0] == '0' && (num[1] == '2' || num[1] == '3') && groups > 1 && size[0] >= 3 && size[0] <= 4:
		return "RO"
	case n == 10 && num[0] == '0' && num[1] != '0' && groups == 5:
		return "FR" // 0x xx xx xx xx
	case n == 10 && num[0] == '0' && (num[1] == '1' || num[1] == '6' || num[1] == '9' || num[1] == '4' || num[1] == '5' || num[1] == '8') && groups == 1:
		return "FR"
	case n == 11 && num[0] == '0' && groups > 1:
		return "GB"
	case n == 10 && num[0] >= '2' && (groups == 3 && size[0] == 3 && size[1] == 3 || open || groups == 2 && size[0] == 3):
		return "US" // (xxx) xxx-xxxx
	case n == 10 && num[0] >= '2' && num[3] >= '2' && groups == 1:
		return "US"
	case n == 11 && num[0] == '1' && num[1] >= '2' && groups > 1:
		return "US"
	}
	return ""
}

// prefixes are calling codes with one country of each, compiled for Onefold
// from ITU-T E.164 for the countries of its data; longer codes come first.
var prefixes = [...]struct{ code, country string }{
	{"352", "LU"},
	{"353", "IE"},
	{"373", "MD"},
	{"377", "MC"},
	{"359", "BG"},
	{"351", "PT"},
	{"420", "CZ"},
	{"421", "SK"},
	{"385", "HR"},
	{"386", "SI"},
	{"380", "UA"},
	{"212", "MA"},
	{"213", "DZ"},
	{"216", "TN"},
	{"358", "FI"},
	{"972", "IL"},
	{"971", "AE"},
	{"33", "FR"},
	{"40", "RO"},
	{"44", "GB"},
	{"49", "DE"},
	{"32", "BE"},
	{"41", "CH"},
	{"34", "ES"},
	{"39", "IT"},
	{"31", "NL"},
	{"43", "AT"},
	{"36", "HU"},
	{"48", "PL"},
	{"30", "GR"},
	{"45", "DK"},
	{"46", "SE"},
	{"47", "NO"},
	{"61", "AU"},
	{"64", "NZ"},
	{"90", "TR"},
	{"91", "IN"},
	{"55", "BR"},
	{"52", "MX"},
	{"1", "US"},
}

func countryOfPrefix(num []byte) string {
	for _, p := range prefixes {
		if len(num) > len(p.code) && string(num[:len(p.code)]) == p.code {
			return p.country
		}
	}
	return ""
}
