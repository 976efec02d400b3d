package normalize

import (
	"github.com/onefold/onefold/normalize/internal/fold"
	"github.com/onefold/onefold/normalize/number"
	"github.com/onefold/onefold/normalize/text"
	"github.com/onefold/onefold/record"
)

func addNumber(r Registry) { r[record.Number] = stable(amount) }

func amount(in string, c Context) Value {
	if blank(in) {
		return Value{State: record.Empty, Valid: true}
	}
	clean := text.Clean(in)
	n, reason := number.Parse(clean, number.Options{Decimal: decimalOf(c)})
	if reason != "" {
		if placeholder(clean) {
			return Value{Standard: clean, Reason: "placeholder"}
		}
		return Value{Standard: clean, Key: fold.String(clean), State: record.Unparseable, Reason: reason}
	}
	v := Value{Standard: n.String(), Key: n.Key(), Valid: true}
	if n.Ambiguous {
		v.Reason = "ambiguous_separator"
	}
	return v
}

// decimalOf is the decimal separator of the context's language or country.
func decimalOf(c Context) byte {
	switch c.Language {
	case "fr", "ro", "de", "es", "it", "pt", "nl", "pl", "hu", "cs", "sk", "sv", "da", "nb", "fi", "tr", "ru", "uk", "bg", "hr", "sl", "el":
		return ','
	case "en", "ja", "zh", "ko", "he", "th":
		return '.'
	}
	switch c.Region {
	case "FR", "RO", "DE", "ES", "IT", "PT", "NL", "BE", "PL", "HU", "CZ", "SK", "SE", "DK", "NO", "FI", "TR", "MD", "BG", "HR", "SI", "GR", "AT", "LU":
		return ','
	case "US", "GB", "IE", "AU", "NZ", "CA", "CH", "MX", "JP", "CN", "IN", "IL":
		return '.'
	}
	return 0
}
