package identifier

import "strings"

// vatRule checks what follows the letters of a country and returns its full
// form, zeros that are left out by habit put back, or why it is wrong.
type vatRule func(c string) (body, reason string)

// vatRules are the rules by the letters that VAT numbers begin with, which are
// ISO 3166-1 alpha-2 but for EL (Greece), XI (Northern Ireland), CHE and EU
// (one-stop shop).
var vatRules = map[string]vatRule{
	"AT": vatAT, "BE": vatBE, "BG": vatBG, "CY": vatCY, "CZ": vatCZ, "DE": vatDE, "DK": vatDK, "EE": vatEE,
	"EL": vatEL, "ES": vatES, "EU": vatEU, "FI": vatFI, "FR": vatFR, "GB": vatGB, "HR": vatHR, "HU": vatHU,
	"IE": vatIE, "IT": vatIT, "LT": vatLT, "LU": vatLU, "LV": vatLV, "MT": vatMT, "NL": vatNL, "PL": vatPL,
	"PT": vatPT, "RO": vatRO, "SE": vatSE, "SI": vatSI, "SK": vatSK, "XI": vatGB, "CHE": vatCH, "NO": vatNO,
}

// VAT reads a VAT number of the European Union, the United Kingdom, Northern
// Ireland, Switzerland or Norway. One without a country's letters is read as
// one of region (ISO 3166-1 alpha-2, upper case, "" unknown) and gets them.
func VAT(s, region string) Result {
	r, c, ok := start(s, "TVA", "VAT", "NTVA", "CODTVA")
	if !ok {
		return r
	}
	prefix, body := vatPrefix(c)
	home := vatRegion(region)
	if prefix == "" || home == "ES" && prefix != "ES" || home == "AT" || home == "NL" {
		// The number itself may begin with letters: Spain's do.
		if rule := vatRules[home]; rule != nil {
			if full, reason := rule(c); reason == "" || prefix == "" {
				r.Country = vatCountry(home)
				return r.done(home+full, reason)
			}
		}
	}
	if prefix == "" {
		return r.done("", ReasonCountry)
	}
	r.Country = vatCountry(prefix)
	full, reason := vatRules[prefix](body)
	return r.done(prefix+full, reason)
}

// vatPrefix cuts the letters of a country off.
func vatPrefix(c string) (prefix, body string) {
	if len(c) < 3 || !alpha(c[:2]) {
		return "", c
	}
	switch {
	case strings.HasPrefix(c, "CHE"):
		return "CHE", c[3:]
	case strings.HasPrefix(c, "GR"):
		return "EL", c[2:]
	case vatRules[c[:2]] != nil:
		return c[:2], c[2:]
	}
	return "", c
}

func vatRegion(region string) string {
	switch region {
	case "GR":
		return "EL"
	case "CH":
		return "CHE"
	case "UK":
		return "GB"
	case "MC":
		return "FR"
	}
	return region
}

func vatCountry(prefix string) string {
	switch prefix {
	case "EL":
		return "GR"
	case "XI":
		return "GB"
	case "CHE":
		return "CH"
	}
	return prefix
}

// exactly checks that c is n digits.
func exactly(c string, n int) string {
	switch {
	case !digits(c):
		return ReasonCharacters
	case len(c) != n:
		return ReasonLength
	}
	return ""
}

// checked turns the outcome of a check into a reason.
func checked(ok bool) string {
	if ok {
		return ""
	}
	return ReasonCheckDigit
}

func vatFR(c string) (string, string) { return c, frVAT(c) }

func vatRO(c string) (string, string) { return c, roTax(c) }
