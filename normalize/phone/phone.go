package phone

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Type says what a number is for.
type Type uint8

// The types of numbers. In the plans of some countries, as in North America,
// fixed and mobile numbers look alike.
const (
	TypeUnknown Type = iota
	TypeFixed
	TypeMobile
	TypeFixedOrMobile
	TypeTollFree
	TypePremium
	TypeSharedCost
	TypeVoIP
	TypePersonal
	TypePager
	TypeCompany
	TypeVoicemail
)

// String returns the word used in reports.
func (t Type) String() string {
	return [...]string{
		"unknown", "fixed", "mobile", "fixed_or_mobile", "toll_free", "premium", "shared_cost",
		"voip", "personal", "pager", "company", "voicemail",
	}[min(t, TypeVoicemail)]
}

// Number is one number read.
type Number struct {
	E164        string // + and digits; "" when the number is not possible or its country unknown
	Region      string // country of the number, "001" for numbers of the world; "" when not valid
	Type        Type
	Extension   string // digits after the number, 1 to 8
	Valid       bool   // the digits fit the numbering plan
	Possible    bool   // the length fits the numbering plan
	Placeholder bool   // typed to fill the field: 0000000000
	Reason      string // why it is not valid, or what is notable; a snake_case word
	Suggestion  string // E.164 of what was probably meant, never applied

	text   string // cleaned text
	digits string // all digits of it, extension left out
}

// The reasons that Parse gives.
const (
	ReasonNoDigits      = "no_digits"
	ReasonTooShort      = "too_short"
	ReasonTooLong       = "too_long"
	ReasonLength        = "length"
	ReasonInvalid       = "not_in_numbering_plan"
	ReasonCountryCode   = "unknown_country_code"
	ReasonNoRegion      = "unknown_country"
	ReasonPlaceholder   = "placeholder"
	ReasonAlternatives  = "alternative_ending"
	ReasonMissingPlus   = "missing_plus"
	ReasonCharacters    = "characters"
	maxNumberCharacters = 250
)

// Parse reads a cell with one number or more. Region is the ISO 3166-1 alpha-2
// code, upper case, of the country that numbers without + belong to; "" when
// it is not known. It returns at least one Number.
func Parse(s, region string) []Number {
	region = knownRegion(region)
	if len(s) > 4*maxNumberCharacters {
		return []Number{{Reason: ReasonTooLong, text: strings.ToValidUTF8(s, "\uFFFD")}}
	}
	s = tidy(s)
	if n, ok := plain(s, region); ok {
		return []Number{n}
	}
	parts := split(s)
	if len(parts) == 1 {
		return twoInOne(parts[0], region)
	}
	all := make([]Number, 0, len(parts))
	for _, p := range parts {
		all = append(all, twoInOne(p, region)...)
	}
	return all
}

// knownRegion returns the region as the plans name it, or "".
func knownRegion(region string) string {
	region = strings.ToUpper(strings.TrimSpace(region))
	switch region {
	case "UK":
		return "GB"
	case "EL":
		return "GR"
	}
	if len(region) != 2 || phonenumbers.GetCountryCodeForRegion(region) == 0 {
		return ""
	}
	return region
}

// plain reads the numbers that need no cleaning: digits and common marks.
func plain(s, region string) (Number, bool) {
	digits := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case '0' <= c && c <= '9':
			digits++
		case c == '+':
			if i > 0 {
				return Number{}, false
			}
		case c == ' ' || c == '.' || c == '-':
		default:
			return Number{}, false
		}
	}
	if digits > 15 || digits == 0 {
		return Number{}, false
	}
	return resolve(Number{text: s, digits: onlyDigits(s)}, s, region), true
}

// one reads a single number with whatever stands around it.
func one(s, region string) Number {
	body, ext := extension(s)
	body = strip(body)
	n := Number{text: s, Extension: ext, digits: onlyDigits(body)}
	if n.digits == "" {
		n.Reason = ReasonNoDigits
		return n
	}
	return resolve(n, body, region)
}

// resolve finds the number in the numbering plans.
func resolve(n Number, body, region string) Number {
	n.Placeholder = invented(n.digits)
	switch {
	case len(n.digits) < 5 && body[0] != '+' && (region == "" || len(n.digits) < 3):
		n.Reason = ReasonTooShort
	case body[0] == '+':
		n.look(body, "")
	case region == "":
		n.Reason = ReasonNoRegion
		if strings.HasPrefix(n.digits, "00") && len(n.digits) > 9 {
			if m := try("+"+n.digits[2:], ""); m.Valid {
				n.take(m)
			}
		}
	default:
		n.look(body, region)
		if !n.Valid {
			n.retry(region)
		}
	}
	if n.Placeholder {
		n.Reason = ReasonPlaceholder
	}
	return n
}

// look parses body and takes over what the plans say.
func (n *Number) look(body, region string) {
	n.take(try(body, region))
}

func (n *Number) take(m Number) {
	n.E164, n.Region, n.Type, n.Valid, n.Possible, n.Reason = m.E164, m.Region, m.Type, m.Valid, m.Possible, m.Reason
	if n.Extension == "" {
		n.Extension = m.Extension
	}
	n.Placeholder = n.Placeholder || m.Placeholder
}

// retry reads a number that the region's plan refuses as an international one:
// surely with 00 before it, which people write wherever they are; as a
// suggestion without.
func (n *Number) retry(region string) {
	d := n.digits
	if rest, ok := strings.CutPrefix(d, "00"); ok && len(d) > 9 {
		if m := try("+"+rest, ""); m.Valid {
			n.take(m)
			return
		}
	}
	if len(d) >= 10 && d[0] != '0' {
		if m := try("+"+d, ""); m.Valid && m.Region != region {
			n.Reason, n.Suggestion = ReasonMissingPlus, m.E164
		}
	}
}

// try asks the numbering plans.
func try(body, region string) Number {
	if digits, international, ok := bare(body); ok {
		if n, ok := inPlan(digits, region, international); ok {
			return n
		}
	}
	return library(body, region)
}

// bare returns the digits of a body that has nothing else but a plus before
// them and the common marks between them.
func bare(body string) (digits string, international, ok bool) {
	if body != "" && body[0] == '+' {
		body, international = body[1:], true
	}
	var buf [maxNational + 3]byte
	n := 0
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case '0' <= c && c <= '9':
			if n == len(buf) {
				return "", false, false
			}
			buf[n] = c
			n++
		case c == ' ' || c == '.' || c == '-' || c == '(' || c == ')':
		default:
			return "", false, false
		}
	}
	if n < 3 {
		return "", false, false
	}
	if n == len(body) {
		return body, international, true
	}
	return string(buf[:n]), international, true
}

// library asks libphonenumber.
func library(body, region string) Number {
	var n Number
	var p phonenumbers.PhoneNumber
	if err := phonenumbers.ParseToNumber(body, region, &p); err != nil {
		switch err {
		case phonenumbers.ErrInvalidCountryCode:
			n.Reason = ReasonCountryCode
		case phonenumbers.ErrTooShortNSN, phonenumbers.ErrTooShortAfterIDD:
			n.Reason = ReasonTooShort
		case phonenumbers.ErrNumTooLong:
			n.Reason = ReasonTooLong
		default:
			n.Reason = ReasonCharacters
		}
		return n
	}
	n.Extension = p.GetExtension()
	n.Type = typeOf(phonenumbers.GetNumberType(&p))
	n.Valid = n.Type != TypeUnknown
	if n.Valid {
		n.Possible = true
		n.Region = phonenumbers.GetRegionCodeForNumber(&p)
		n.E164 = phonenumbers.Format(&p, phonenumbers.E164)
		n.Placeholder = invented(phonenumbers.GetNationalSignificantNumber(&p))
		return n
	}
	switch phonenumbers.IsPossibleNumberWithReason(&p) {
	case phonenumbers.IS_POSSIBLE, phonenumbers.IS_POSSIBLE_LOCAL_ONLY:
		n.Possible = true
		n.E164 = phonenumbers.Format(&p, phonenumbers.E164)
		n.Reason = ReasonInvalid
	case phonenumbers.INVALID_COUNTRY_CODE:
		n.Reason = ReasonCountryCode
	case phonenumbers.TOO_SHORT:
		n.Reason = ReasonTooShort
	case phonenumbers.TOO_LONG:
		n.Reason = ReasonTooLong
	default:
		n.Reason = ReasonLength
	}
	return n
}

func typeOf(t phonenumbers.PhoneNumberType) Type {
	switch t {
	case phonenumbers.FIXED_LINE:
		return TypeFixed
	case phonenumbers.MOBILE:
		return TypeMobile
	case phonenumbers.FIXED_LINE_OR_MOBILE:
		return TypeFixedOrMobile
	case phonenumbers.TOLL_FREE:
		return TypeTollFree
	case phonenumbers.PREMIUM_RATE:
		return TypePremium
	case phonenumbers.SHARED_COST:
		return TypeSharedCost
	case phonenumbers.VOIP:
		return TypeVoIP
	case phonenumbers.PERSONAL_NUMBER:
		return TypePersonal
	case phonenumbers.PAGER:
		return TypePager
	case phonenumbers.UAN:
		return TypeCompany
	case phonenumbers.VOICEMAIL:
		return TypeVoicemail
	}
	return TypeUnknown
}

// String returns the number for display: E.164 with " ext. " and the extension
// for a valid one, else the text as it was.
func (n Number) String() string {
	if !n.Valid || n.Reason == ReasonAlternatives {
		return n.text
	}
	if n.Extension != "" {
		return n.E164 + " ext. " + n.Extension
	}
	return n.E164
}

// Key returns E.164, or the bare digits of a number that is not valid; "" for
// fewer than five digits and for placeholders. The extension is left out.
func (n Number) Key() string {
	switch {
	case n.Placeholder:
		return ""
	case n.Valid:
		return n.E164 // islands have plans of four digits
	case len(n.digits) < 5:
		return ""
	}
	return n.digits
}

// National returns the number as it is written inside its country, or "" for
// one that is not valid. It costs some microseconds.
func (n Number) National() string {
	if !n.Valid {
		return ""
	}
	p, err := phonenumbers.Parse(n.E164, "")
	if err != nil {
		return ""
	}
	return phonenumbers.Format(p, phonenumbers.NATIONAL)
}
