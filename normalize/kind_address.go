package normalize

import (
	"strings"

	"github.com/onefold/onefold/normalize/address"
	"github.com/onefold/onefold/normalize/city"
	"github.com/onefold/onefold/normalize/country"
	"github.com/onefold/onefold/normalize/internal/fold"
	"github.com/onefold/onefold/normalize/postcode"
	"github.com/onefold/onefold/normalize/region"
	"github.com/onefold/onefold/normalize/text"
	"github.com/onefold/onefold/record"
)

func addAddress(r Registry) {
	r[record.Street] = stable(street)
	r[record.AddressLine] = stable(street)
	r[record.HouseNumber] = stable(houseNumber)
	r[record.Address] = stable(wholeAddress)
}

// partSeparator stands between the parts of one value's key, as between street,
// postcode and city.
const partSeparator = "\x1e"

func street(in string, c Context) Value {
	if blank(in) {
		return Value{State: record.Empty, Valid: true}
	}
	clean := lines(in)
	if placeholder(clean) || onlyZeros(clean) {
		return Value{Standard: clean, Reason: "placeholder"}
	}
	if c.KeysOnly {
		return Value{Standard: clean, Key: keyOr(address.Key(clean, c.Region), clean), Valid: true}
	}
	standard, key := address.Forms(clean, c.Region)
	return Value{Standard: standard, Key: keyOr(key, clean), Valid: true}
}

func houseNumber(in string, _ Context) Value {
	if blank(in) {
		return Value{State: record.Empty, Valid: true}
	}
	clean := text.Clean(in)
	if placeholder(clean) || onlyZeros(clean) {
		return Value{Standard: clean, Reason: "placeholder"}
	}
	// A spreadsheet leaves 12.0 behind.
	clean = strings.TrimSuffix(clean, ".0")
	key := fold.String(clean)
	for _, label := range [...]string{"nr ", "no ", "n ", "numarul ", "numero "} {
		key = strings.TrimPrefix(key, label)
	}
	return Value{Standard: clean, Key: keyOr(key, clean), Valid: true}
}

func wholeAddress(in string, c Context) Value {
	if blank(in) {
		return Value{State: record.Empty, Valid: true}
	}
	clean := lines(in)
	if placeholder(clean) {
		return Value{Standard: clean, Reason: "placeholder"}
	}
	way, code, town := addresses().Key(clean, c.Region)
	if code != "" {
		parsed, _ := postcode.Parse(code, c.Region)
		code = parsed.Key
	}
	return Value{Standard: clean, Key: way + partSeparator + code + partSeparator + city.Key(town), Valid: true}
}

// addresses joins what the folders know of places.
func addresses() address.Parser {
	return address.Parser{
		Country: country.Lookup,
		Region: func(s, iso2 string) (string, bool) {
			r, ok := region.Lookup(s, iso2)
			return r.Name, ok
		},
		Code: func(s, iso2 string) (string, bool) {
			code, reason := postcode.Parse(s, iso2)
			return code.Standard, reason == ""
		},
	}
}

// lines writes a value of several lines as one, the lines separated by commas.
func lines(in string) string {
	in = strings.TrimSpace(in)
	if !strings.ContainsAny(in, "\r\n") {
		return text.Clean(in)
	}
	var b strings.Builder
	for part := range strings.FieldsFuncSeq(in, func(r rune) bool { return r == '\n' || r == '\r' }) {
		part = strings.Trim(text.Clean(part), " ,")
		if part == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(part)
	}
	return b.String()
}
