package postcode

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
)

//go:embed formats.txt
var formatsText string

// Code is a postal code.
type Code struct {
	Standard   string // canonical spelling where the country is known or certain, else tidied
	Key        string // form for matching: lower case, no separators, ZIP+4 without its last four digits
	Suggestion string // likely code where a leading zero was lost; never applied to Standard
}

// Reasons why a code is not valid.
const (
	ReasonFormat      = "postcode_format"   // not a format of the country
	ReasonLeadingZero = "leading_zero_lost" // a digit short: a spreadsheet ate the zero
	ReasonNotACode    = "not_a_postcode"    // no country, and not like any postal code
)

const maxLen = 24

// table is the formats by country, with separators as in the canonical form.
var table = sync.OnceValue(func() map[string][]string {
	m := make(map[string][]string, 200)
	for line := range strings.Lines(formatsText) {
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		country, formats, _ := strings.Cut(line, " ")
		m[country] = strings.Split(formats, "|")
	}
	return m
})

// Parse reads s as a code of country (ISO 3166-1 alpha-2, upper case; "" when
// unknown). The reason is "" for a valid code. Where the code is not valid
// Standard is s, trimmed, and Key still holds its letters and digits.
func Parse(s, country string) (Code, string) {
	s = strings.TrimSpace(s)
	var buf [maxLen]byte
	compact, digits, ok := squeeze(buf[:0], s)
	if !ok {
		return Code{Standard: s}, ReasonNotACode
	}
	if country != "" {
		if i := strings.IndexByte(country, '-'); i >= 0 {
			country = country[:i]
		}
		if formats := table()[country]; formats != nil {
			return withCountry(s, compact, digits, country, formats)
		}
	}
	return without(s, compact, digits)
}

func withCountry(s string, compact []byte, digits int, country string, formats []string) (Code, string) {
	for try := range 2 {
		c := compact
		if try == 1 {
			// F-75001, RO-010101: the country's own sign in front.
			if c = trimSign(compact, country); len(c) == len(compact) {
				break
			}
		}
		for _, f := range formats {
			if matches(f, c) && plausible(country, c) {
				return spell(s, f, c), ""
			}
		}
	}
	if digits == len(compact) {
		for short := 1; short <= 2; short++ {
			padded := append([]byte("00")[:short:2], compact...)
			for _, f := range formats {
				if matches(f, padded) && zeros(country, short) && plausible(country, padded) {
					code := spell(s, f, padded)
					return Code{Standard: s, Key: code.Key, Suggestion: code.Standard}, ReasonLeadingZero
				}
			}
		}
	}
	return Code{Standard: s, Key: strings.ToLower(string(compact))}, ReasonFormat
}

// without spells the codes whose form belongs to one country only, and tidies
// the others.
func without(s string, compact []byte, digits int) (Code, string) {
	n := len(compact)
	if digits == 0 || n < 3 || n > 10 {
		return Code{Standard: s, Key: strings.ToLower(string(compact))}, ReasonNotACode
	}
	if digits < n {
		for _, country := range [...]string{"GB", "CA", "NL"} {
			for _, f := range table()[country] {
				if matches(f, compact) && plausible(country, compact) {
					return spell(s, f, compact), ""
				}
			}
		}
	}
	if digits == 9 && strings.IndexByte(s, '-') == 5 && len(s) == 10 {
		return Code{Standard: s, Key: s[:5]}, ""
	}
	standard := strings.ToUpper(strings.Join(strings.Fields(s), " "))
	return Code{Standard: standard, Key: strings.ToLower(string(compact))}, ""
}

// squeeze appends the letters and digits of s in upper case; false for text
// that holds anything else than separators besides, or is too long. A fraction
// of zeros, which a spreadsheet leaves behind, is dropped.
func squeeze(dst []byte, s string) (compact []byte, digits int, ok bool) {
	if t, found := strings.CutSuffix(s, ".0"); found {
		s = t
	}
	for _, r := range s {
		switch {
		case '0' <= r && r <= '9':
			digits++
		case 'A' <= r && r <= 'Z':
		case 'a' <= r && r <= 'z':
			r += 'A' - 'a'
		case r == ' ' || r == '-' || r == '.' || r == '–' || r == '‑' || unicode.IsSpace(r):
			continue
		default:
			return nil, 0, false
		}
		if len(dst) == maxLen {
			return nil, 0, false
		}
		dst = append(dst, byte(r))
	}
	return dst, digits, len(dst) > 0
}

// matches says whether the letters and digits in c have format f. It does not allocate.
func matches(f string, c []byte) bool {
	i := 0
	for j := range len(f) {
		p := f[j]
		if p == ' ' || p == '-' {
			continue
		}
		if i == len(c) {
			return false
		}
		b := c[i]
		digit := '0' <= b && b <= '9'
		switch p {
		case '#':
			if !digit {
				return false
			}
		case '@':
			if digit {
				return false
			}
		case '?':
		default:
			if b != p {
				return false
			}
		}
		i++
	}
	return i == len(c)
}

// spell writes c in format f. It returns s itself where that is canonical.
func spell(s, f string, c []byte) Code {
	var buf [2 * maxLen]byte
	b := buf[:0]
	i := 0
	for j := range len(f) {
		if f[j] == ' ' || f[j] == '-' {
			b = append(b, f[j])
			continue
		}
		b = append(b, c[i])
		i++
	}
	code := Code{Standard: s}
	if s != string(b) {
		code.Standard = string(b)
	}
	switch {
	case f == "#####-####":
		code.Key = code.Standard[:5]
	case f == "#####" || f == "######" || f == "####":
		code.Key = code.Standard
	default:
		// A prefix that only some writers put must not split the key.
		switch {
		case strings.HasPrefix(f, "LV-"), strings.HasPrefix(f, "LT-"), strings.HasPrefix(f, "MD-"), strings.HasPrefix(f, "AZ "), strings.HasPrefix(f, "AI-"):
			c = c[2:]
		}
		for k := range c {
			if 'A' <= c[k] && c[k] <= 'Z' {
				buf[k] = c[k] + 'a' - 'A'
			} else {
				buf[k] = c[k]
			}
		}
		code.Key = string(buf[:len(c)])
	}
	return code
}

// trimSign takes the country's code or vehicle sign off the front.
func trimSign(c []byte, country string) []byte {
	sign := country
	if len(c) > 2 && string(c[:2]) == sign {
		return c[2:]
	}
	switch country {
	case "FR", "DE", "IT", "BE", "LU", "SE", "NO", "PT", "AT", "ES", "FI", "SI", "HU":
		sign = map[string]string{"FR": "F", "DE": "D", "IT": "I", "BE": "B", "LU": "L", "SE": "S", "NO": "N", "PT": "P", "AT": "A", "ES": "E", "FI": "FIN", "SI": "SLO", "HU": "H"}[country]
		if len(c) > len(sign) && string(c[:len(sign)]) == sign {
			return c[len(sign):]
		}
	}
	return c
}

// plausible refuses codes that have the form and can't exist.
func plausible(country string, c []byte) bool {
	switch country {
	case "FR":
		return string(c[:2]) != "00" && string(c[:2]) != "99" && string(c[:2]) != "96"
	case "DE", "US":
		return string(c[:2]) != "00" || country == "US" && c[2] >= '5'
	case "GB":
		return area(c)
	case "CA":
		return strings.IndexByte("ABCEGHJKLMNPRSTVXY", c[0]) >= 0
	case "AD":
		return c[2] >= '1' && c[2] <= '7'
	case "AX":
		return string(c[:2]) == "22"
	case "NL":
		return c[0] != '0'
	case "GP", "MQ", "GF", "RE", "PM", "YT", "BL", "MF", "WF", "PF", "NC":
		return string(c[:2]) == "97" || string(c[:2]) == "98"
	case "MC":
		return string(c[:3]) == "980"
	}
	return true
}

// area says whether c begins with a British postcode area.
func area(c []byte) bool {
	n := 0
	for n < len(c) && c[n] >= 'A' {
		n++
	}
	const one = "BEGLMNSW"
	const two = "AB AL BA BB BD BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY EC EH EN EX FK FY GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY LA LD LE LL LN LS LU ME MK ML NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB WA WC WD WF WN WR WS WV YO ZE"
	switch n {
	case 1:
		return strings.IndexByte(one, c[0]) >= 0
	case 2:
		return strings.Contains(two, string(c[:2]))
	}
	return true // GIR, BFPO
}

// zeros says whether codes of the country may begin with that many zeros.
func zeros(country string, n int) bool {
	switch country {
	case "US", "PR":
		return true
	case "FR", "DE", "ES", "IT", "RO", "FI", "EE", "MX", "TR", "UA", "BR", "PT", "PL", "CZ", "SK", "SG", "KR", "JP", "CN", "AU", "ZA", "NO", "DK", "MY", "PE", "HR", "CO":
		return n == 1
	}
	return false
}
