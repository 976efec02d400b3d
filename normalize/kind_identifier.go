package normalize

import (
	"strings"

	"github.com/onefold/onefold/normalize/identifier"
	"github.com/onefold/onefold/normalize/text"
	"github.com/onefold/onefold/record"
)

// addIdentifier adds the numbers of registers, tax offices and banks. Only VAT
// numbers look at the region, for those without a country's letters.
func addIdentifier(r Registry) {
	r[record.VAT] = registered(identifier.VAT)
	for kind, read := range map[record.Kind]func(string) identifier.Result{
		record.SIREN:      identifier.SIREN,
		record.SIRET:      identifier.SIRET,
		record.ROCUI:      identifier.ROCUI,
		record.IBAN:       identifier.IBAN,
		record.Identifier: identifier.Generic,
	} {
		r[kind] = registered(func(s, _ string) identifier.Result { return read(s) })
	}
}

// registered makes a Normalizer of a function of the identifier package. A text
// that is no such number keeps a key, so that two records with the same slip
// still meet.
func registered(read func(s, region string) identifier.Result) Normalizer {
	return Func(func(in string, c Context) Value {
		switch trimmed := strings.TrimSpace(in); {
		case trimmed == "":
			return Value{State: record.Empty, Valid: true}
		case placeholder(trimmed):
			return Value{Standard: text.Clean(in), Reason: reasonPlaceholder}
		}
		r := read(in, c.Region)
		v := Value{Standard: r.Standard, Key: r.Key, Valid: r.Valid, Reason: r.Reason, Suggestion: r.Suggestion}
		if !v.Valid && v.Key == "" && !r.Placeholder {
			v.State = record.Unparseable
		}
		return v
	})
}
