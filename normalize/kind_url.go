package normalize

import (
	"strings"

	"github.com/onefold/onefold/normalize/text"
	"github.com/onefold/onefold/normalize/url"
	"github.com/onefold/onefold/record"
)

func addURL(r Registry) { r[record.URL] = Func(webAddress) }

func webAddress(in string, _ Context) Value {
	switch trimmed := strings.TrimSpace(in); {
	case trimmed == "":
		return Value{State: record.Empty, Valid: true}
	case placeholder(trimmed):
		return Value{Standard: text.Clean(in), Reason: reasonPlaceholder}
	}
	a := url.Parse(in)
	v := Value{Standard: a.String(), Key: a.Key(), Valid: a.Valid, Reason: a.Reason}
	if !v.Valid && v.Key == "" {
		v.State = record.Unparseable
	}
	return v
}
