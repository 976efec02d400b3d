package country

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestLookup(t *testing.T) {
	for in, want := range map[string]string{
		"FR": "FR", "fra": "FR", "France": "FR", "la France": "FR", "FRANCE": "FR", "Franța": "FR", "Frankreich": "FR",
		"RO": "RO", "ROU": "RO", "România": "RO", "romania": "RO", "Roumanie": "RO", "Rumänien": "RO", "Romunija": "RO",
		"USA": "US", "U.S.A.": "US", "u.s.": "US", "United States of America": "US", "SUA": "US", "États-Unis": "US", "ETATS UNIS": "US", "Statele Unite ale Americii": "US",
		"UK": "GB", "Great Britain": "GB", "Anglia": "GB", "Marea Britanie": "GB", "Royaume-Uni": "GB", "Écosse": "GB",
		"Republica Moldova": "MD", "Moldavie": "MD", "Germany": "DE", "l'Allemagne": "DE", "Deutschland": "DE", "Ungaria": "HU", "Magyarország": "HU",
		"Ελλάδα": "GR", "България": "BG", "日本": "JP", "中国": "CN", "대한민국": "KR", "ישראל": "IL", "Україна": "UA", "Россия": "RU",
		"Pays-Bas": "NL", "The Netherlands": "NL", "Côte d’Ivoire": "CI", "Cote d'Ivoire": "CI", "Congo (DRC)": "CD", "Belgique (BE)": "BE",
		"Republic of Ireland": "IE", "Kingdom of Denmark": "DK", "Republic of Korea": "KR", "Coreea de Nord": "KP", "Kosovo": "XK", "CHE": "CH", "Elveția": "CH", "el": "GR",
		"Trinidad and Tobago": "TT", "St. Kitts & Nevis": "KN", "Bosnia and Herzegovina": "BA", "San Marino": "SM", "Turks and Caicos": "TC", "Saint-Vincent et les Grenadines": "VC",
	} {
		if got, ok := Lookup(in); !ok || got != want {
			t.Errorf("Lookup(%q) = %q, %v; want %s", in, got, ok, want)
		}
	}
	for _, in := range []string{"", " ", "Atlantis", "Paris", "12", "zz", "-", "Rue de France 3", "n/a"} {
		if got, ok := Lookup(in); ok {
			t.Errorf("Lookup(%q) = %q, want none", in, got)
		}
	}
}

// Every name that Name gives must lead back to its country.
func TestNamesLeadBack(t *testing.T) {
	for _, code := range Codes() {
		for _, lang := range []string{"en", "fr", "ro", "de", "es", "it"} {
			name := Name(code, lang)
			if got, ok := Lookup(name); !ok || got != code {
				t.Errorf("Lookup(Name(%s, %s) = %q) = %q", code, lang, name, got)
			}
		}
	}
	if Name("??", "en") != "" {
		t.Error("Name of no country is not empty")
	}
}

func TestAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if code, ok := Lookup(rapid.String().Draw(t, "in")); ok && (len(code) != 2 || !utf8.ValidString(code)) {
			t.Fatalf("code %q", code)
		}
	})
}

func FuzzLookup(f *testing.F) {
	f.Add("l'Allemagne (DE)")
	f.Fuzz(func(t *testing.T, in string) {
		if code, ok := Lookup(in); ok && Name(code, "en") == "" {
			t.Fatalf("%q has no name", code)
		}
	})
}

func BenchmarkLookup(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Lookup("Royaume-Uni")
	}
}
