package address

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestLines(t *testing.T) {
	for _, c := range []struct{ in, country, key, standard string }{
		{"12 bis, rue Victor-Hugo", "", "12 bis rue victor hugo", "12 bis, rue Victor-Hugo"},
		{"12BIS RUE VICTOR HUGO", "FR", "12 bis rue victor hugo", "12 bis rue Victor Hugo"},
		{"av. du Gal Leclerc", "FR", "avenue general leclerc", "avenue du Gal Leclerc"},
		{"Avenue du Général Leclerc", "", "avenue general leclerc", "avenue du Général Leclerc"},
		{"24 bd de la République bât. B esc. 2 apt 12", "", "24 boulevard republique bat b esc 2 apt 12", "24 boulevard de la République bât. B esc. 2 apt 12"},
		{"24 bld République esc 2 apt 12 bat B", "FR", "24 boulevard republique bat b esc 2 apt 12", "24 boulevard République esc. 2 apt 12 bât. B"},
		{"3 impasse des Lilas\nBP 12", "", "3 impasse lilas bp 12", "3 impasse des Lilas, BP 12"},
		{"15, rue du 8 Mai 1945", "", "15 rue 8 mai 1945", "15, rue du 8 Mai 1945"},
		{"rue Victor Hugo 12", "BE", "12 rue victor hugo", "rue Victor Hugo 12"},
		{"8 place St-Michel", "", "8 place saint michel", "8 place St-Michel"},
		{"12 r. de l'Église", "FR", "12 rue eglise", "12 rue de l'Église"},
		{"3e étage, 5 rue des Bois", "", "5 rue bois et 3", "3e étage, 5 rue des Bois"},
		{"CS 40001", "FR", "cs 40001", "CS 40001"},
		{"ZA des Portes", "FR", "za portes", "ZA des Portes"},

		{"Str. Mihai Eminescu nr. 12, bl. A3, sc. 2, et. 1, ap. 14", "", "12 strada mihai eminescu bl a3 sc 2 et 1 ap 14", "Str. Mihai Eminescu nr. 12, bl. A3, sc. 2, et. 1, ap. 14"},
		{"str mihai eminescu 12 bl A3 sc 2 et 1 ap14", "", "12 strada mihai eminescu bl a3 sc 2 et 1 ap 14", "Str. Mihai Eminescu 12, bl. A3, sc. 2, et. 1, ap. 14"},
		{"Strada Mihai Eminescu, Numărul 12, Apartament 14, Bloc A3, Etaj 1, Scara 2", "RO", "12 strada mihai eminescu bl a3 sc 2 et 1 ap 14", ""},
		{"B-dul 1 Decembrie 1918 nr.5", "", "5 bulevardul 1 decembrie 1918", "Bd. 1 Decembrie 1918 nr. 5"},
		{"Str. 1 Decembrie 1918", "RO", "strada 1 decembrie 1918", "Str. 1 Decembrie 1918"},
		{"Bd. Unirii 10", "", "10 bulevardul unirii", "Bd. Unirii 10"},
		{"Şos. Ştefan cel Mare 5A", "", "5a soseaua stefan cel mare", "Șos. Ştefan cel Mare 5A"},
		{"Calea Victoriei, nr. 120, sector 1", "", "120 calea victoriei", "Calea Victoriei, nr. 120, sector 1"},
		{"P-ța Unirii 3", "", "3 piata unirii", "Piața Unirii 3"},
		{"Strada Gen. Magheru nr 12 A", "", "12 a strada general magheru", "Str. Gen. Magheru nr. 12 A"},
		{"Sat Florești, nr. 45", "RO", "45 sat floresti", "sat Florești, nr. 45"},

		{"123 N Main St Apt 4B", "", "123 north main street unit 4b", "123 N Main St Apt 4B"},
		{"123 north main street #4b", "US", "123 north main street unit 4b", "123 N Main St #4B"},
		{"12 St James St", "", "12 saint james street", "12 St James St"},
		{"350 fifth avenue", "", "350 5th avenue", "350 Fifth Ave"},
		{"350 5TH AVE", "US", "350 5th avenue", "350 5th Ave"},
		{"North St", "US", "north street", "North St"},
		{"12 Park Ave S", "", "12 park avenue south", "12 Park Ave S"},
		{"P.O. Box 123", "", "po box 123", "PO Box 123"},
		{"post office box 123", "US", "po box 123", "PO Box 123"},
		{"Flat 2, 10 High St", "GB", "10 high street unit 2", "Flat 2, 10 High Street"},
		{"100 hwy 50", "US", "100 highway 50", "100 Hwy 50"},
		{"20 W. 38th St. between Fifth and Sixth Aves.", "", "20 west 38th street", "20 W 38th St between Fifth and Sixth Aves."},
		{"12 Oak Street Suite 300", "", "12 oak street suite 300", "12 Oak St Ste 300"},
		{"1 Ste Anne St Ste 200", "US", "1 sainte anne street suite 200", "1 Ste Anne St Ste 200"},
		{"9 bellstreet", "", "9 bellstreet", "9 Bellstreet"},
		{"9 bell street", "AU", "9 bell street", "9 Bell Street"},

		{"Hauptstraße 12", "DE", "12 hauptstrasse", "Hauptstraße 12"},
		{"Via Roma 5", "IT", "5 via roma", "Via Roma 5"},
		{"", "", "", ""},
		{"12", "", "12", "12"},
	} {
		if got := Key(c.in, c.country); got != c.key {
			t.Errorf("Key(%q, %s) = %q, want %q", c.in, c.country, got, c.key)
		}
		if got := Standard(c.in, c.country); c.standard != "" && got != c.standard {
			t.Errorf("Standard(%q, %s) = %q, want %q", c.in, c.country, got, c.standard)
		}
	}
}

func TestParse(t *testing.T) {
	for in, want := range map[string]Address{
		"12 bis rue Victor-Hugo, 75011 Paris":                     {Number: "12", NumberSuffix: "bis", StreetType: "rue", Street: "Victor-Hugo", Postcode: "75011", City: "Paris"},
		"5 av. de la Gare BP 40001 31000 Toulouse Cedex 4":        {Number: "5", StreetType: "avenue", Street: "de la Gare", POBox: "bp 40001", Postcode: "31000", City: "Toulouse Cedex 4"},
		"3 rue des Prés, Lyon, 69003":                             {Number: "3", StreetType: "rue", Street: "des Prés", Postcode: "69003", City: "Lyon"},
		"Str. Horea 10, bl. C, ap. 2, Cluj-Napoca, jud. Cluj":     {Number: "10", StreetType: "strada", Street: "Horea", Building: "bl c", Unit: "ap 2", City: "Cluj-Napoca", Region: "Cluj"},
		"Bd. Unirii 10, sector 4 București, 040101":               {Number: "10", StreetType: "bulevardul", Street: "Unirii", Postcode: "040101", City: "București", Region: "Sector 4"},
		"București, Str. Unirii 5":                                {Number: "5", StreetType: "strada", Street: "Unirii", City: "București"},
		"100 Elm St, Apt 3":                                       {Number: "100", StreetType: "street", Street: "Elm", Unit: "unit 3"},
		"551 5th ave. at 45th st.":                                {Number: "551", StreetType: "avenue", Street: "5th", Rest: "at 45th st."},
		"Str. Mihai Eminescu nr. 12, sector 3, București, 030167": {Number: "12", StreetType: "strada", Street: "Mihai Eminescu", Postcode: "030167", City: "București", Region: "Sector 3"},
		"Str. Lalelelor nr. 3 Timișoara 300001":                   {Number: "3", StreetType: "strada", Street: "Lalelelor", Postcode: "300001", City: "Timișoara"},
	} {
		if got := Parse(in, ""); got != want {
			t.Errorf("Parse(%q) =\n %+v, want\n %+v", in, got, want)
		}
	}
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, s)
}

func check(t interface{ Fatalf(string, ...any) }, in, country string) {
	s := Standard(in, country)
	if again := Standard(s, country); again != s {
		t.Fatalf("Standard(%q, %q) = %q, and again %q", in, country, s, again)
	}
	// No number may be lost: it is what tells two doors apart.
	if letters(s) != letters(in) {
		t.Fatalf("Standard(%q) = %q loses digits", in, s)
	}
	key := Key(in, country)
	a := Parse(in, country)
	if utf8.ValidString(in) && !utf8.ValidString(s+key+a.Street+a.City+a.Rest) {
		t.Fatalf("%q gives invalid UTF-8", in)
	}
}

func TestStable(t *testing.T) {
	countries := rapid.SampledFrom([]string{"", "FR", "RO", "US", "GB", "DE"})
	words := rapid.SampledFrom(strings.Fields("12 12bis 5 A b bis rue r. av. Gal St st. Saint Ste Main Oak de la l'Église Str. strada nr. nr12 bl. A3 sc.2 ap14 bd B-dul Unirii 1 Decembrie 1918 N W. North Ave Apt # #4 4B PO P.O. Box BP CS 40001 , - \n 75011 Paris 030167 sector 3 jud. Cluj Springfield IL 62704 SW1A 1AA London at 5th fifth 3e étage 2nd floor Flat Suite @ n° N°5 RUE DU BAC"))
	rapid.Check(t, func(t *rapid.T) {
		check(t, strings.Join(rapid.SliceOfN(words, 0, 9).Draw(t, "words"), " "), countries.Draw(t, "country"))
	})
	rapid.Check(t, func(t *rapid.T) { check(t, rapid.String().Draw(t, "in"), countries.Draw(t, "country")) })
}

func FuzzAddress(f *testing.F) {
	f.Add("12 bis, rue Victor-Hugo\n75011 Paris", "FR")
	f.Add("Str. Unirii nr.12 bl.A3, jud. Cluj", "RO")
	f.Add("Flat 2, 10 High St at P.O. Box 7", "GB")
	f.Fuzz(check2)
}

func check2(t *testing.T, in, country string) { check(t, in, country) }

func BenchmarkForms(b *testing.B) {
	lines := []string{"12 bis rue Victor Hugo", "Str. Unirii nr. 12, bl. A3", "123 N Main St Apt 4B", "5 AV DE LA GARE"}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Forms(lines[i%len(lines)], "")
	}
}
