package normalize

import (
	"github.com/onefold/onefold/normalize/company"
	"github.com/onefold/onefold/normalize/text"
	"github.com/onefold/onefold/record"
)

func addCompany(r Registry) {
	r[record.Company] = stable(companyName)
}

// companyName keeps the legal form, in its usual spelling, unless the option
// legal_form=strip is set.
func companyName(in string, c Context) Value {
	s := text.Clean(in)
	if s == "" {
		return empty(in)
	}
	if placeholder(s) {
		return Value{Standard: s, Valid: true, Reason: reasonPlaceholder}
	}
	parsed := company.Parse(s)
	key := parsed.AppendKey(nil)
	return Value{Standard: parsed.Standard(c.Options["legal_form"] == "strip"), Key: string(key), Valid: true}
}
