package number

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Options say what a lone separator means. The zero value is usable.
type Options struct {
	// Decimal is ',' or '.' where the column writes decimals so; 0 unknown. It
	// decides values such as 1,234 that can be read two ways.
	Decimal byte
}

// Number is a number as written, in canonical form.
type Number struct {
	Decimal   string // optional minus, digits, optional point and digits: -1234.50
	Currency  string // ISO 4217 code, "" without one
	Percent   bool
	Ambiguous bool // a lone separator followed by three digits, and Options did not decide
}

// Key returns the form for matching: the decimal without trailing zeros.
func (n Number) Key() string {
	s := n.Decimal
	if strings.IndexByte(s, '.') >= 0 {
		s = strings.TrimRight(s, "0")
		s = strings.TrimSuffix(s, ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

// String returns the form for display: the decimal, then % or the currency.
func (n Number) String() string {
	switch {
	case n.Percent:
		return n.Decimal + "%"
	case n.Currency != "":
		return n.Decimal + " " + n.Currency
	}
	return n.Decimal
}

// Reasons why a value is not a number.
const (
	ReasonNotANumber = "not_a_number"
	ReasonSeparators = "separators" // separators that contradict each other: 1,2.3,4
	ReasonTooLong    = "too_long"
)

const maxLen = 128

// Parse reads s. The reason is "" on success.
func Parse(s string, o Options) (Number, string) {
	s = strings.TrimSpace(s)
	if len(s) > maxLen {
		return Number{}, ReasonTooLong
	}
	var n Number
	negative := false
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		negative, s = true, strings.TrimSpace(s[1:len(s)-1])
	}
	s, n.Currency, n.Percent = affixes(s)
	if s == "" {
		return Number{}, ReasonNotANumber
	}
	var buf [maxLen]byte
	body := buf[:0]
	for i, r := range s {
		switch {
		case '0' <= r && r <= '9' || r == '.' || r == ',':
			body = append(body, byte(r))
		case r == '٫':
			body = append(body, ',')
		case r == '-' || r == '−' || r == '–':
			// A minus may stand in front, before the currency, or, in SAP's exports, behind.
			if negative || i != 0 && i+utf8.RuneLen(r) != len(s) {
				return Number{}, ReasonNotANumber
			}
			negative = true
		case r == '+' && i == 0:
		case r == '\'' || r == '’' || r == '_' || unicode.IsSpace(r):
			body = append(body, ' ')
		default:
			return Number{}, ReasonNotANumber
		}
	}
	whole, fraction, ambiguous, reason := split(strings.Trim(string(body), " "), o.Decimal)
	if reason != "" {
		return Number{}, reason
	}
	n.Ambiguous = ambiguous
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	// Where the column writes a decimal comma, 1.234 would be read back as
	// 1234: one more zero keeps the form stable.
	if o.Decimal == ',' && len(fraction) == 3 && len(whole) <= 3 && whole != "0" {
		fraction += "0"
	}
	n.Decimal = whole
	if fraction != "" {
		n.Decimal += "." + fraction
	}
	if negative {
		n.Decimal = "-" + n.Decimal
	}
	return n, ""
}

// split finds the decimal separator in digits, points, commas and spaces.
func split(s string, decimal byte) (whole, fraction string, ambiguous bool, reason string) {
	points, commas := strings.Count(s, "."), strings.Count(s, ",")
	lastPoint, lastComma := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ',')
	at := -1
	switch {
	case points > 0 && commas > 0:
		at = max(lastPoint, lastComma)
		if strings.Count(s, s[at:at+1]) > 1 {
			return "", "", false, ReasonSeparators
		}
	case points == 1 || commas == 1:
		at = max(lastPoint, lastComma)
		before, after := s[:at], len(s)-at-1
		grouped := strings.IndexByte(before, ' ') >= 0
		if after == 3 && !grouped && len(before) >= 1 && len(before) <= 3 && before[0] != '0' {
			switch {
			case decimal != 0 && decimal != s[at]:
				at = -1
			case decimal == 0:
				ambiguous = true
				if s[at] == ',' {
					at = -1
				}
			}
		}
	}
	whole = s
	if at >= 0 {
		whole, fraction = s[:at], s[at+1:]
	}
	whole, ok := ungroup(whole)
	if !ok {
		return "", "", false, ReasonSeparators
	}
	for i := range len(fraction) {
		if fraction[i] < '0' || fraction[i] > '9' {
			return "", "", false, ReasonSeparators
		}
	}
	if whole == "" && fraction == "" {
		return "", "", false, ReasonNotANumber
	}
	return whole, fraction, ambiguous, ""
}

// ungroup takes thousands separators out. Groups behind a separator have three
// digits, or two in the Indian way (12,34,567).
func ungroup(s string) (string, bool) {
	i := strings.IndexAny(s, ".,' ")
	if i < 0 {
		return s, true
	}
	sep := s[i]
	if i == 0 || i > 3 {
		return "", false
	}
	var b strings.Builder
	parts := strings.Split(s, string(sep))
	for j, p := range parts {
		if j > 0 && len(p) != 3 && (sep != ',' || len(p) != 2 || j == len(parts)-1) {
			return "", false
		}
		for k := range len(p) {
			if p[k] < '0' || p[k] > '9' {
				return "", false
			}
		}
		b.WriteString(p)
	}
	return b.String(), true
}

// affixes takes the currency and the percent sign off both ends.
func affixes(s string) (rest, currency string, percent bool) {
	if t, ok := strings.CutSuffix(s, "%"); ok {
		return strings.TrimSpace(t), "", true
	}
	isWord := func(r rune) bool { return !unicode.IsDigit(r) && !strings.ContainsRune("-−–+.,()", r) }
	// In front: $ 12, EUR 12, -$12.
	sign := ""
	t := s
	if strings.HasPrefix(t, "-") {
		sign, t = "-", strings.TrimSpace(t[1:])
	}
	if i := strings.IndexFunc(t, func(r rune) bool { return !isWord(r) }); i > 0 {
		if c := currencyOf(t[:i]); c != "" {
			return sign + strings.TrimSpace(t[i:]), c, false
		}
	}
	if i := strings.LastIndexFunc(s, func(r rune) bool { return !isWord(r) }); i >= 0 {
		_, w := utf8.DecodeRuneInString(s[i:])
		if c := currencyOf(s[i+w:]); c != "" {
			return strings.TrimSpace(s[:i+w]), c, false
		}
	}
	return s, "", false
}

func currencyOf(s string) string {
	s = strings.ToUpper(strings.TrimSpace(s))
	switch s {
	case "€", "EUR", "EURO", "EUROS":
		return "EUR"
	case "$", "US$", "USD":
		return "USD"
	case "£", "GBP":
		return "GBP"
	case "LEI", "LEU", "RON":
		return "RON"
	case "CHF", "FR.":
		return "CHF"
	case "¥", "JPY":
		return "JPY"
	case "ZŁ", "PLN":
		return "PLN"
	case "KČ", "CZK":
		return "CZK"
	case "FT", "HUF":
		return "HUF"
	case "CAD", "C$", "AUD", "SEK", "DKK", "NOK", "BGN", "MDL", "TRY", "CNY", "INR", "MAD", "TND", "DZD", "XOF", "XAF", "RUB", "UAH", "BRL", "MXN":
		if s == "C$" {
			return "CAD"
		}
		return s
	}
	return ""
}
