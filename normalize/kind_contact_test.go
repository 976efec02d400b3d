package normalize

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/onefold/onefold/record"
	"pgregory.net/rapid"
)

func TestContactKinds(t *testing.T) {
	for _, c := range []struct {
		kind     record.Kind
		in       string
		region   string
		standard string
		key      string
		state    record.State
		valid    bool
		reason   string
	}{
		{record.Email, "  ", "", "", "", record.Empty, true, ""},
		{record.Email, "N/A", "", "N/A", "", record.Present, false, "placeholder"},
		{record.Email, "Ana+crm@Firma.RO", "", "Ana+crm@firma.ro", "ana@firma.ro", record.Present, true, ""},
		{record.Email, "ana@firma.ro; ion@firma.ro", "", "ana@firma.ro; ion@firma.ro", "ana@firma.ro\x1fion@firma.ro", record.Present, true, ""},
		{record.Email, "ana@firma.ro; ion@", "", "ana@firma.ro; ion@", "ana@firma.ro", record.Present, false, "no_domain"},
		{record.Email, "ana", "", "ana", "", record.Unparseable, false, "no_at_sign"},
		{record.Email, "ana@firma", "", "ana@firma", "ana@firma", record.Present, false, "domain_without_dot"},
		{record.Phone, "0264 412 345 / 0722 412 346", "RO", "+40264412345; +40722412346", "+40264412345\x1f+40722412346", record.Present, true, ""},
		{record.Phone, "0264 412 345 int. 3", "RO", "+40264412345 ext. 3", "+40264412345", record.Present, true, ""},
		{record.Phone, "néant", "FR", "néant", "", record.Present, false, "placeholder"},
		{record.Phone, "0000000000", "FR", "0000000000", "", record.Present, false, "placeholder"},
		{record.Phone, "le matin", "FR", "le matin", "", record.Unparseable, false, "no_digits"},
		{record.URL, "WWW.Firma.ro/", "", "https://www.firma.ro", "firma.ro", record.Present, true, ""},
		{record.VAT, "64 443 061 841", "FR", "FR64443061841", "FR64443061841", record.Present, true, ""},
		{record.SIREN, "443 061 841", "", "443061841", "443061841", record.Present, true, ""},
		{record.SIRET, "443 061 841 00048", "", "443 061 841 00048", "44306184100048", record.Present, false, "check_digit"},
		{record.ROCUI, "RO 14399840", "", "RO14399840", "14399840", record.Present, true, ""},
		{record.IBAN, "GB82 WEST 1234 5698 7654 32", "", "GB82WEST12345698765432", "GB82WEST12345698765432", record.Present, true, ""},
		{record.Identifier, " cli-42 ", "", "cli-42", "CLI42", record.Present, true, ""},
	} {
		v := Standard()[c.kind].Normalize(c.in, Context{Region: c.region})
		if v.Standard != c.standard || v.Key != c.key || v.State != c.state || v.Valid != c.valid || v.Reason != c.reason {
			t.Errorf("%s %q: %+v", c.kind, c.in, v)
		}
	}
	if v := Standard()[record.Email].Normalize("ana@gmial.com; ion@firma.ro", Context{}); v.Suggestion != "ana@gmail.com; ion@firma.ro" || strings.Contains(v.Key, "gmail") {
		t.Errorf("suggestion for one of two: %+v", v)
	}
}

func TestContactKindsAreStable(t *testing.T) {
	reg := Standard()
	kinds := rapid.SampledFrom([]record.Kind{record.Email, record.Phone, record.URL, record.VAT, record.SIREN, record.SIRET, record.ROCUI, record.IBAN, record.Identifier})
	regions := rapid.SampledFrom([]string{"", "FR", "RO", "US", "ES", "UK"})
	piece := rapid.SampledFrom([]string{"ana", "@", "firma.ro", "Gmail.com", ";", " ", ",", "/", "+33", "0299123457", "ext", "12", "(0)", "www.", "http://", "443061841", "00047", "FR", "RO", "64", "<", ">", "n/a", "-", "\n", "é", "\xff", "\"", "\u200b"})
	rapid.Check(t, func(t *rapid.T) {
		kind, c := kinds.Draw(t, "kind"), Context{Region: regions.Draw(t, "region")}
		in := strings.Join(rapid.SliceOfN(piece, 0, 9).Draw(t, "pieces"), "")
		v := reg[kind].Normalize(in, c)
		if !utf8.ValidString(v.Standard + v.Key + v.Suggestion) {
			t.Fatalf("%s %q: %+v is not UTF-8", kind, in, v)
		}
		again := reg[kind].Normalize(v.Standard, c)
		if again.Standard != v.Standard || again.Key != v.Key {
			t.Fatalf("%s %q: %+v became %+v", kind, in, v, again)
		}
	})
}
