package identifier

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Numbers of large companies, from their own legal notices.
func TestVATOfEveryCountry(t *testing.T) {
	for _, in := range []string{
		"ATU14189108", "BE0403170701", "CZ00177041", "DE143454214", "DK24256790", "EL094019245", "ESA28015865",
		"FI01120389", "FR64443061841", "GB220430231", "HR27759560625", "HU10625790", "IE6388047V", "IT00905811006",
		"LU26375245", "LV40003032949", "NO923609016", "PL5260250995", "PT500960046", "RO160796", "RO14399840",
		"SE556016068001", "SI82646716",
	} {
		r := VAT(in, "")
		if !r.Valid || r.Standard != in || r.Key != in {
			t.Errorf("%s: %+v", in, r)
		}
		// One wrong digit is found by every one of these check digits.
		for i := len(in) - 1; i > 3; i-- {
			if in[i] < '0' || in[i] > '9' || strings.HasPrefix(in, "SE") && i >= 12 {
				continue
			}
			wrong := in[:i] + string('0'+(in[i]-'0'+1)%10) + in[i+1:]
			if VAT(wrong, "").Valid {
				t.Errorf("%s: valid, made of %s", wrong, in)
			}
			break
		}
	}
}

func TestVAT(t *testing.T) {
	for _, c := range []struct{ in, region, out, country, reason string }{
		{"fr 64 443 061 841", "", "FR64443061841", "FR", ""},
		{"N° TVA : FR64443061841", "", "FR64443061841", "FR", ""},
		{"TVA FR64443061841", "", "FR64443061841", "FR", ""},
		{"64443061841", "FR", "FR64443061841", "FR", ""},
		{"64443061841", "", "64443061841", "", ReasonCountry},
		{"160796", "RO", "RO160796", "RO", ""},
		{"A28015865", "ES", "ESA28015865", "ES", ""},
		{"GR094019245", "", "EL094019245", "GR", ""},
		{"BE 403.170.701", "", "BE0403170701", "BE", ""},
		{"CHE-105.805.649 MWST", "", "CHE105805649", "CH", ""},
		{"NO 923 609 016 MVA", "", "NO923609016", "NO", ""},
		{"XI220430231", "", "XI220430231", "GB", ""},
		{"FR65443061841", "", "FR65443061841", "FR", ReasonCheckDigit},
		{"FR6444306184", "", "FR6444306184", "FR", ReasonLength},
		{"FRI4443061841", "", "FRI4443061841", "FR", ReasonCharacters},
		{"QQ123456789", "", "QQ123456789", "", ReasonCountry},
		{"FR 00 000 000 000", "", "FR 00 000 000 000", "FR", ReasonPlaceholder},
		{"٣٤", "", "٣٤", "", ReasonCharacters},
	} {
		r := VAT(c.in, c.region)
		if r.Standard != c.out || r.Country != c.country || r.Reason != c.reason || r.Valid != (c.reason == "") {
			t.Errorf("%q: %+v", c.in, r)
		}
	}
}

func TestFrenchAndRomanian(t *testing.T) {
	for _, c := range []struct {
		name            string
		read            func(string) Result
		in, out, key    string
		reason, suggest string
	}{
		{"siren", SIREN, "443 061 841", "443061841", "443061841", "", ""},
		{"siren", SIREN, "SIREN: 443061841", "443061841", "443061841", "", ""},
		{"siren", SIREN, "443061842", "443061842", "443061842", ReasonCheckDigit, ""},
		{"siren", SIREN, "44306184", "44306184", "44306184", ReasonLength, ""},
		{"siren", SIREN, "5550108", "5550108", "5550108", ReasonLength, "005550108"},
		{"siren", SIREN, "FR64443061841", "FR64443061841", "FR64443061841", ReasonCharacters, "443061841"},
		{"siren", SIREN, "44306184100047", "44306184100047", "44306184100047", ReasonLength, "443061841"},
		{"siret", SIRET, "443 061 841 00047", "44306184100047", "44306184100047", "", ""},
		{"siret", SIRET, "44306184100048", "44306184100048", "44306184100048", ReasonCheckDigit, ""},
		{"siret, La Poste's seat", SIRET, "35600000000048", "35600000000048", "35600000000048", "", ""},
		{"siret, a post office", SIRET, "35600000049837", "35600000049837", "35600000049837", "", ""},
		{"siret", SIRET, "00000000000000", "00000000000000", "", ReasonPlaceholder, ""},
		{"cui", ROCUI, "RO 14399840", "RO14399840", "14399840", "", ""},
		{"cui", ROCUI, "14399840", "14399840", "14399840", "", ""},
		{"cui", ROCUI, "CUI: 14399840", "14399840", "14399840", "", ""},
		{"cui", ROCUI, "RO14399841", "RO14399841", "14399841", ReasonCheckDigit, ""},
		{"cui", ROCUI, "014399840", "014399840", "014399840", ReasonLength, ""},
		{"cui", ROCUI, "J40/372/2002", "J40/372/2002", "J403722002", ReasonCharacters, ""},
	} {
		r := c.read(c.in)
		if r.Standard != c.out || r.Key != c.key || r.Reason != c.reason || r.Suggestion != c.suggest || r.Valid != (c.reason == "") {
			t.Errorf("%s %q: %+v", c.name, c.in, r)
		}
	}
}

func TestIBAN(t *testing.T) {
	for _, c := range []struct{ in, out, reason string }{
		{"GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432", ""},
		{"de75 5121 0800 1245 1261 99", "DE75512108001245126199", ""},
		{"IBAN FR76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189", ""},
		{"RO09BCYP0000001234567890", "RO09BCYP0000001234567890", ""},
		{"BE71 0961 2345 6769", "BE71096123456769", ""},
		{"ES79 2100 0813 6101 2345 6789", "ES7921000813610123456789", ""},
		{"NL02ABNA0123456789", "NL02ABNA0123456789", ""},
		{"CH5604835012345678009", "CH5604835012345678009", ""},
		{"GB82WEST12345698765433", "GB82WEST12345698765433", ReasonCheckDigit},
		{"GB82WEST1234569876543", "GB82WEST1234569876543", ReasonLength},
		{"GB821234123456987654AB", "GB821234123456987654AB", ReasonFormat},
		{"ZZ82WEST12345698765432", "ZZ82WEST12345698765432", ReasonCountry},
		{"1234", "1234", ReasonLength},
		{"12345GB", "12345GB", ReasonCharacters},
		{"FR14", "FR14", ReasonLength},
	} {
		r := IBAN(c.in)
		if r.Standard != c.out || r.Reason != c.reason || r.Valid != (c.reason == "") {
			t.Errorf("%q: %+v", c.in, r)
		}
	}
	for country, s := range ibanStructures {
		n, total := 0, 0
		for _, k := range s {
			if k >= '0' && k <= '9' {
				n = 10*n + int(k-'0')
				continue
			}
			if k != 'n' && k != 'a' && k != 'c' {
				t.Errorf("%s: structure %q", country, s)
			}
			total, n = total+n, 0
		}
		if n != 0 || total < 11 || total > 30 {
			t.Errorf("%s: structure %q has %d characters", country, s, total)
		}
	}
}

func TestGeneric(t *testing.T) {
	for _, c := range []struct{ in, out, key, reason string }{
		{"  cli-00 42 ", "cli-00 42", "CLI0042", ""},
		{"001Aa000", "001Aa000", "001AA000", ""},
		{"n/a", "n/a", "", ReasonPlaceholder},
		{"000000", "000000", "", ReasonPlaceholder},
		{"--", "--", "", ReasonCharacters},
		{" ", "", "", ReasonEmpty},
	} {
		if r := Generic(c.in); r.Standard != c.out || r.Key != c.key || r.Reason != c.reason {
			t.Errorf("%q: %+v", c.in, r)
		}
	}
}

func readers() map[string]func(string) Result {
	return map[string]func(string) Result{
		"siren": SIREN, "siret": SIRET, "cui": ROCUI, "iban": IBAN, "generic": Generic,
		"vat":    func(s string) Result { return VAT(s, "") },
		"vat es": func(s string) Result { return VAT(s, "ES") },
		"vat nl": func(s string) Result { return VAT(s, "NL") },
	}
}

func properties(t interface{ Fatalf(string, ...any) }, in string) {
	for name, read := range readers() {
		r := read(in)
		if !utf8.ValidString(r.Standard) || !utf8.ValidString(r.Key) || !utf8.ValidString(r.Suggestion) {
			t.Fatalf("%s %q: not UTF-8", name, in)
		}
		if !r.Valid && r.Reason == "" {
			t.Fatalf("%s %q: invalid without a reason", name, in)
		}
		if again := read(r.Standard); again != r {
			t.Fatalf("%s %q: %+v became %+v", name, in, r, again)
		}
		if r.Suggestion != "" && !read(r.Suggestion).Valid {
			t.Fatalf("%s %q: suggests %q, which is not valid", name, in, r.Suggestion)
		}
	}
}

func TestProperties(t *testing.T) {
	piece := rapid.SampledFrom([]string{"FR", "RO", "NL", "B01", "ES", "AT", "U", "IE", "CHE", "GB", "GD", "EU", "LV", "CZ", "443061841", "00047", "0", "12", "345", "6789", " ", ".", "-", "+", "A", "z", "é", "²", "\xff", "SIRET", "IBAN", "TVA", "MVA", "N/A", "²"})
	rapid.Check(t, func(t *rapid.T) {
		properties(t, strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces"), ""))
	})
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"FR64443061841", "GB82WEST12345698765432", "RO14399840", "35600000049837", "IE6388047V", "NL123456789B01", "CZ640229444"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) { properties(t, in) })
}
