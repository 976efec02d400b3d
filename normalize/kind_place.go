package normalize

import (
	"strings"

	"github.com/onefold/onefold/normalize/city"
	"github.com/onefold/onefold/normalize/country"
	"github.com/onefold/onefold/normalize/internal/fold"
	"github.com/onefold/onefold/normalize/postcode"
	"github.com/onefold/onefold/normalize/region"
	"github.com/onefold/onefold/normalize/text"
	"github.com/onefold/onefold/record"
)

func addPlace(r Registry) {
	r[record.Postcode] = stable(postalCode)
	r[record.City] = stable(town)
	r[record.Region] = stable(state)
	r[record.Country] = stable(nation)
}

func postalCode(in string, c Context) Value {
	if blank(in) {
		return Value{State: record.Empty, Valid: true}
	}
	in = text.Clean(in)
	if placeholder(in) || onlyZeros(in) {
		return Value{Standard: in, Reason: "placeholder"}
	}
	code, reason := postcode.Parse(in, c.Region)
	if reason == postcode.ReasonNotACode || code.Key == "" {
		return Value{Standard: in, Key: fold.String(in), State: record.Unparseable, Reason: reason}
	}
	return Value{Standard: code.Standard, Key: code.Key, Valid: reason == "", Reason: reason, Suggestion: code.Suggestion}
}

func town(in string, _ Context) Value {
	if blank(in) {
		return Value{State: record.Empty, Valid: true}
	}
	clean := text.Clean(in)
	if placeholder(clean) {
		return Value{Standard: clean, Reason: "placeholder"}
	}
	return Value{Standard: city.Standard(clean), Key: keyOr(city.Key(clean), clean), Valid: true}
}

func state(in string, c Context) Value {
	if blank(in) {
		return Value{State: record.Empty, Valid: true}
	}
	clean := text.Clean(in)
	if r, ok := region.Lookup(clean, c.Region); ok {
		v := Value{Standard: r.Name, Key: strings.ToLower(r.Code), Valid: true}
		// The name stands for display only where it leads back by itself.
		if again, ok := region.Lookup(r.Name, c.Region); !ok || again != r {
			v.Standard = clean
		}
		return v
	}
	if placeholder(clean) {
		return Value{Standard: clean, Reason: "placeholder"}
	}
	return Value{Standard: city.Standard(clean), Key: keyOr(fold.String(clean), clean), Valid: true}
}

func nation(in string, c Context) Value {
	if blank(in) {
		return Value{State: record.Empty, Valid: true}
	}
	clean := text.Clean(in)
	if placeholder(clean) {
		return Value{Standard: clean, Reason: "placeholder"}
	}
	code, ok := country.Lookup(clean)
	if !ok {
		return Value{Standard: clean, Key: fold.String(clean), State: record.Unparseable, Reason: "unknown_country"}
	}
	name := country.Name(code, c.Language)
	if again, ok := country.Lookup(name); !ok || again != code {
		name = clean
	}
	return Value{Standard: name, Key: strings.ToLower(code), Valid: true}
}

// onlyZeros says whether s is zeros and separators: 00000 is nobody's code.
func onlyZeros(s string) bool {
	zeros := 0
	for _, r := range s {
		switch r {
		case '0':
			zeros++
		case ' ', '-', '.':
		default:
			return false
		}
	}
	return zeros > 0
}

// keyOr returns key, or the text itself in lower case where folding leaves
// nothing of it, as of signs that are neither letter nor digit.
func keyOr(key, text string) string {
	if key == "" {
		return strings.ToLower(text)
	}
	return key
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
