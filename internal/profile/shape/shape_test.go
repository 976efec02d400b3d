package shape

import "testing"

func TestEmails(t *testing.T) {
	for s, want := range map[string]bool{
		"a@b.fr": true, "Ana <ana@b.ro>": true, "a@b.fr; c@d.ro": true, "a@b": false, "a b@c.fr": false, "@b.fr": false, "": false, "jean": false, "a@b.fr et c": false,
	} {
		if Emails(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}

func TestURL(t *testing.T) {
	for s, want := range map[string]bool{
		"https://x.example/a": true, "www.x.fr": true, "lumen.ro": true, "M. Dupont": false, "S.N.C.F.": false, "a@b.fr": false, "3.14": false, "Jr.": false, "": false,
	} {
		if URL(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}

func TestPhone(t *testing.T) {
	for _, tt := range []struct {
		in      string
		form    PhoneForm
		country string
	}{
		{"06 12 34 56 78", Formatted, "FR"},
		{"0612345678", Trunk, "FR"},
		{"0744 123 456", Formatted, "RO"},
		{"0744123456", Trunk, ""},
		{"(312) 555-0142", Formatted, "US"},
		{"3125550142", PlainDigits, "US"},
		{"+40 744 123 456", Prefixed, "RO"},
		{"0033612345678", Prefixed, "FR"},
		{"312/555-0142 x12", Formatted, "US"},
		{"3865286", PlainDigits, ""},
		{"1971-06-24", NoPhone, ""},
		{"12/06/1971", NoPhone, ""},
		{"3.14159265", NoPhone, ""},
		{"12:30", NoPhone, ""},
		{"12 rue Foch", NoPhone, ""},
		{"123456", NoPhone, ""},
		{"", NoPhone, ""},
	} {
		if form, _, country := Phone(tt.in); form != tt.form || country != tt.country {
			t.Errorf("%q: %d %q, want %d %q", tt.in, form, country, tt.form, tt.country)
		}
	}
}

func TestDate(t *testing.T) {
	for _, tt := range []struct {
		in      string
		y, m, d int
		ok      bool
	}{
		{"1971-06-24", 1971, 6, 24, true},
		{"24/06/1971", 1971, 6, 24, true},
		{"6/24/1971", 1971, 6, 24, true},
		{"24.06.71", 1971, 6, 24, true},
		{"19560409", 1956, 4, 9, true},
		{"2023-01-12T08:31:00Z", 2023, 1, 12, true},
		{"12/01/2023 08:00", 2023, 0, 0, true},
		{"3 mars 2020", 2020, 3, 3, true},
		{"1er août 1999", 1999, 8, 1, true},
		{"17 februarie 1988", 1988, 2, 17, true},
		{"March 3, 2020", 2020, 3, 3, true},
		{"3 de mayo de 1990", 1990, 5, 3, true},
		{"mars 2020", 2020, 3, 0, true},
		{"24/24/1971", 0, 0, 0, false},
		{"12 rue Foch", 0, 0, 0, false},
		{"Marie 2020", 0, 0, 0, false},
		{"99999999", 0, 0, 0, false},
		{"1.2.3.4", 0, 0, 0, false},
		{"", 0, 0, 0, false},
	} {
		got, ok := Date(tt.in)
		if ok != tt.ok || ok && (got.Year != tt.y || got.Month != tt.m || got.Day != tt.d) {
			t.Errorf("%q: %+v %v", tt.in, got, ok)
		}
	}
}

func TestCodes(t *testing.T) {
	for _, tt := range []struct {
		name string
		got  bool
		want bool
	}{
		{"iban", IBAN("FR76 3000 6000 0112 3456 7890 189"), true},
		{"iban digit", IBAN("FR7630006000011234567890188"), false},
		{"siren", SIREN("732 829 320"), true},
		{"siren digit", SIREN("732829321"), false},
		{"siret", SIRET("73282932000074"), true},
		{"siret digit", SIRET("73282932000075"), false},
		{"vat", VAT("FR40303265045"), true},
		{"vat no country", VAT("40303265045"), false},
		{"vat word", VAT("ROMANIA"), false},
		{"uuid", OpaqueID("3f1b7c9e-1111-4c7a-9b1e-0a1b2c3d4e5f"), true},
		{"word", OpaqueID("Jean-Paul"), false},
		{"house", HouseNumber("12 bis"), true},
		{"house range", HouseNumber("12-14"), true},
		{"no house", HouseNumber("12 rue"), false},
		{"number", Number("1 250,50 €"), true},
		{"number and currency", Number("23285.35 EUR"), true},
		{"currency first", Number("RON 1200"), true},
		{"no currency", Number("12 rue"), false},
		{"no number", Number("12a"), false},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %v", tt.name, tt.got)
		}
	}
	if ok, prefixed := CUI("RO 1590082"); !ok || !prefixed {
		t.Error("a right CUI is refused")
	}
	if ok, _ := CUI("1590083"); ok {
		t.Error("a wrong check digit is accepted")
	}
	for s, want := range map[string]string{"SW1A 1AA": "GB ", "k1a 0b1": "CA ", "400001": "RO IN ", "60601-1204": "US ", "rue": "", "": "", "-": "", "1234567": ""} {
		if got := Postcode(s); got != want {
			t.Errorf("postcode %q: %q", s, got)
		}
	}
}

func FuzzShapes(f *testing.F) {
	for _, s := range []string{"06 12 34 56 78", "24/06/1971", "1er août 1999", "FR76", "a@b.fr", "x.fr", "ext", "é", "1T", "12 de"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := Date(s)
		if ok && (d.Month > 12 || d.Day > 31 || d.Year <= 0) {
			t.Fatalf("%q: %+v", s, d)
		}
		if _, n, _ := Phone(s); n > 16 {
			t.Fatalf("%q: %d digits", s, n)
		}
		Emails(s)
		URL(s)
		_, _ = Year(s)
		IBAN(s)
		SIREN(s)
		SIRET(s)
		CUI(s)
		VAT(s)
		_ = OpaqueID(s)
		Postcode(s)
		_ = HouseNumber(s)
		_ = Number(s)
	})
}
