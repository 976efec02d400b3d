package normalize

import (
	"slices"
	"strings"

	"github.com/onefold/onefold/normalize/phone"
	"github.com/onefold/onefold/normalize/text"
	"github.com/onefold/onefold/record"
)

func addPhone(r Registry) { r[record.Phone] = Func(phoneNumber) }

// phoneNumber reads numbers without + in the plan of c.Region. The standard
// form is E.164, several in one cell with "; " between them.
func phoneNumber(in string, c Context) Value {
	switch trimmed := strings.TrimSpace(in); {
	case trimmed == "":
		return Value{State: record.Empty, Valid: true}
	case placeholder(trimmed):
		return Value{Standard: text.Clean(in), Reason: reasonPlaceholder}
	}
	all := phone.Parse(in, c.Region)
	n := all[0]
	v := Value{Standard: n.String(), Key: n.Key(), Valid: n.Valid, Reason: n.Reason, Suggestion: n.Suggestion}
	if len(all) > 1 {
		v = severalPhones(all)
	}
	if !v.Valid && v.Key == "" && v.Reason != phone.ReasonPlaceholder {
		v.State = record.Unparseable
	}
	return v
}

func severalPhones(all []phone.Number) Value {
	v := Value{Valid: true}
	texts, keys := make([]string, 0, len(all)), make([]string, 0, len(all))
	for _, n := range all {
		if t := n.String(); !slices.Contains(texts, t) {
			texts = append(texts, t)
		}
		if k := n.Key(); k != "" && !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
		if v.Valid && !n.Valid || v.Reason == "" {
			v.Reason = n.Reason
		}
		v.Valid = v.Valid && n.Valid
	}
	v.Standard = strings.Join(texts, "; ")
	v.Key = strings.Join(keys, Separator)
	return v
}
