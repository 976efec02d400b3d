package normalize

import (
	"slices"
	"strings"

	"github.com/onefold/onefold/normalize/email"
	"github.com/onefold/onefold/normalize/text"
	"github.com/onefold/onefold/record"
)

func addEmail(r Registry) { r[record.Email] = Func(emailAddress) }

// emailAddress takes the option mode: rfc for RFC 5321 and 5322 to the letter,
// crm, the default, for cells as people fill them.
func emailAddress(in string, c Context) Value {
	rfc := c.Options["mode"] == "rfc"
	switch trimmed := strings.TrimSpace(in); {
	case rfc:
	case trimmed == "":
		return Value{State: record.Empty, Valid: true}
	case placeholder(trimmed):
		return Value{Standard: text.Clean(in), Reason: reasonPlaceholder}
	}
	all := email.ParseAll(in, email.Options{RFC: rfc})
	first := all[0]
	v := Value{Standard: first.String(), Key: first.Key(), Valid: first.Valid, Reason: first.Reason, Suggestion: first.Suggestion}
	if len(all) > 1 {
		v = severalEmails(all)
	}
	if !v.Valid && v.Key == "" && v.Reason != email.ReasonNoReply {
		v.State = record.Unparseable
	}
	return v
}

// severalEmails joins the addresses of one cell. One that is not valid makes
// the cell invalid; the keys are of those that have one.
func severalEmails(all []email.Address) Value {
	v := Value{Valid: true}
	texts, keys := make([]string, 0, len(all)), make([]string, 0, len(all))
	better, suggested := make([]string, 0, len(all)), false
	for _, a := range all {
		if a.String() == "" {
			continue
		}
		texts = append(texts, a.String())
		if k := a.Key(); k != "" && !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
		better = append(better, a.String())
		if a.Suggestion != "" {
			better[len(better)-1], suggested = a.Suggestion, true
		}
		if v.Valid && !a.Valid || v.Reason == "" {
			v.Reason = a.Reason
		}
		v.Valid = v.Valid && a.Valid
	}
	v.Standard = strings.Join(texts, "; ")
	v.Key = strings.Join(keys, Separator)
	if suggested {
		v.Suggestion = strings.Join(better, "; ")
	}
	return v
}
