package company

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ in, name, form, country, standard, key string }{
		{"", "", "", "", "", ""},
		// French
		{"Dupont & Fils SARL", "Dupont & Fils", "SARL", "FR", "Dupont & Fils SARL", "dupont fils"},
		{"DUPONT ET FILS S.A.R.L.", "DUPONT ET FILS", "SARL", "FR", "DUPONT ET FILS SARL", "dupont fils"},
		{"SARL Dupont et Fils", "Dupont et Fils", "SARL", "FR", "SARL Dupont et Fils", "dupont fils"},
		{"S.A.S. Les Jardins d'Anjou", "Les Jardins d'Anjou", "SAS", "FR", "SAS Les Jardins d'Anjou", "jardins danjou"},
		{"Boulangerie Martin, EURL", "Boulangerie Martin", "EURL", "FR", "Boulangerie Martin EURL", "boulangerie martin"},
		{"Société à responsabilité limitée Transports Roux", "Transports Roux", "SARL", "FR", "SARL Transports Roux", "transports roux"},
		{"Transports Roux société par actions simplifiée", "Transports Roux", "SAS", "FR", "Transports Roux SAS", "transports roux"},
		{"SCI DU MOULIN", "DU MOULIN", "SCI", "FR", "SCI DU MOULIN", "du moulin"},
		{"GAEC de la Vallée", "de la Vallée", "GAEC", "FR", "GAEC de la Vallée", "de la vallee"},
		{"L'Oréal S.A.", "L'Oréal", "SA", "", "L'Oréal SA", "loreal"},
		{"Amis du Vélo association loi 1901", "Amis du Vélo", "association loi 1901", "FR", "Amis du Vélo association loi 1901", "amis du velo"},
		{"S.N.C.F.", "S.N.C.F.", "", "", "S.N.C.F.", "sncf"},
		{"SNCF", "SNCF", "", "", "SNCF", "sncf"},
		{"La SA de la rue", "La SA de la rue", "", "", "La SA de la rue", "sa de la rue"},
		// Romanian
		{"S.C. ALFA CONSULT S.R.L.", "ALFA CONSULT", "SRL", "RO", "ALFA CONSULT SRL", "alfa consult"},
		{"SC Alfa Consult SRL", "Alfa Consult", "SRL", "RO", "Alfa Consult SRL", "alfa consult"},
		{"Alfa Consult S R L", "Alfa Consult", "SRL", "", "Alfa Consult SRL", "alfa consult"},
		{"Popescu Ion PFA", "Popescu Ion", "PFA", "RO", "Popescu Ion PFA", "popescu ion"},
		{"Ionescu Maria Întreprindere Individuală", "Ionescu Maria", "II", "RO", "Ionescu Maria II", "ionescu maria"},
		{"Delta Start SRL-D", "Delta Start", "SRL-D", "RO", "Delta Start SRL-D", "delta start"},
		{"Beta Trans Societate cu Răspundere Limitată", "Beta Trans", "SRL", "RO", "Beta Trans SRL", "beta trans"},
		{"Gama și Delta SRL", "Gama și Delta", "SRL", "", "Gama și Delta SRL", "gama delta"},
		{"Alfa SRL Pitești", "Alfa Pitești", "SRL", "", "Alfa SRL Pitești", "alfa pitesti"},
		// English
		{"Acme Limited", "Acme", "Ltd", "GB", "Acme Ltd", "acme"},
		{"Acme Widgets, Inc.", "Acme Widgets", "Inc.", "US", "Acme Widgets Inc.", "acme widgets"},
		{"The Acme Company", "The Acme", "Co.", "US", "The Acme Co.", "acme"},
		{"Smith & Sons L.L.C.", "Smith & Sons", "LLC", "US", "Smith & Sons LLC", "smith sons"},
		{"Acme Holdings plc", "Acme Holdings", "PLC", "GB", "Acme Holdings PLC", "acme holdings"},
		{"Tiffany & Co.", "Tiffany", "& Co.", "US", "Tiffany & Co.", "tiffany"},
		{"Limited Editions Ltd", "Limited Editions", "Ltd", "GB", "Limited Editions Ltd", "limited editions"},
		{"Acme Intl Corp", "Acme Intl", "Corp.", "US", "Acme Intl Corp.", "acme international"},
		// The world
		{"Muster GmbH & Co. KG", "Muster", "GmbH & Co. KG", "DE", "Muster GmbH & Co. KG", "muster"},
		{"Beispiel AG", "Beispiel", "AG", "", "Beispiel AG", "beispiel"},
		{"Voorbeeld B.V.", "Voorbeeld", "BV", "NL", "Voorbeeld BV", "voorbeeld"},
		{"Esempio S.p.A.", "Esempio", "SpA", "IT", "Esempio SpA", "esempio"},
		{"Przykład Sp. z o.o.", "Przykład", "Sp. z o.o.", "PL", "Przykład Sp. z o.o.", "przyklad"},
		{"Příklad s.r.o.", "Příklad", "s.r.o.", "CZ", "Příklad s.r.o.", "priklad"},
		{"Példa Kft.", "Példa", "Kft.", "HU", "Példa Kft.", "pelda"},
		{"Primjer d.o.o.", "Primjer", "d.o.o.", "SI", "Primjer d.o.o.", "primjer"},
		{"ООО Ромашка", "Ромашка", "ООО", "RU", "ООО Ромашка", "romashka"},
		{"Outback Pty Ltd", "Outback", "Pty Ltd", "AU", "Outback Pty Ltd", "outback"},
		{"Lion Pte. Ltd.", "Lion", "Pte Ltd", "SG", "Lion Pte Ltd", "lion"},
		{"Maju Sdn Bhd", "Maju", "Sdn Bhd", "MY", "Maju Sdn Bhd", "maju"},
		{"Ejemplo, S.A. de C.V.", "Ejemplo", "SA de CV", "MX", "Ejemplo SA de CV", "ejemplo"},
		{"Exemplo Ltda", "Exemplo", "Ltda", "BR", "Exemplo Ltda", "exemplo"},
		{"Oy Esimerkki Ab", "Esimerkki", "Oy AB", "FI", "Oy Esimerkki AB", "esimerkki"},
		{"Eksempel A/S", "Eksempel", "A/S", "DK", "Eksempel A/S", "eksempel"},
		{"Empresa Grande S.A. - Egra", "Empresa Grande - Egra", "SA", "", "Empresa Grande SA - Egra", "empresa grande egra"},
		{"Acme Corp. (Widgets)", "Acme (Widgets)", "Corp.", "US", "Acme Corp. (Widgets)", "acme widgets"},
		// No forms
		{"AS Roma", "AS Roma", "", "", "AS Roma", "as roma"},
		{"The Co-op", "The Co-op", "", "", "The Co-op", "co op"},
		{"Inc", "Inc", "", "", "Inc", "inc"},
		{"Bring it as is", "Bring it as is", "", "", "Bring it as is", "bring it as is"},
		{"Pizza Co-op", "Pizza Co-op", "", "", "Pizza Co-op", "pizza co op"},
		{"Casa Sa", "Casa Sa", "", "", "Casa Sa", "casa sa"},
	} {
		got := Parse(c.in)
		if got.Name != c.name || got.LegalForm != c.form || got.Standard(false) != c.standard || got.Country != c.country {
			t.Errorf("Parse(%q) = %q, %q, %q, %q\nwant %q, %q, %q, %q", c.in, got.Name, got.LegalForm, got.Country, got.Standard(false), c.name, c.form, c.country, c.standard)
		}
		if key := string(got.AppendKey(nil)); key != c.key {
			t.Errorf("key of %q = %q, want %q", c.in, key, c.key)
		}
		if got.Standard(true) != got.Name {
			t.Errorf("%q stripped is %q", c.in, got.Standard(true))
		}
	}
}

func TestTrading(t *testing.T) {
	for _, c := range []struct{ in, name, trading string }{
		{"Acme Ltd t/a The Widget Shop", "Acme", "The Widget Shop"},
		{"Acme LLC dba Widgets", "Acme", "Widgets"},
		{"Acme LLC D/B/A Widgets", "Acme", "Widgets"},
		{"SARL Martin nom commercial : Chez Paul", "Martin", "Chez Paul"},
		{"Acme trading as Widgets", "Acme", "Widgets"},
		{"dba Systems", "dba Systems", ""},
	} {
		if got := Parse(c.in); got.Name != c.name || got.Trading != c.trading {
			t.Errorf("%q: %q trading as %q", c.in, got.Name, got.Trading)
		}
	}
	if got := Parse("Société nationale des chemins de fer (SNCF)"); got.Acronym != "SNCF" || string(got.AppendKey(nil)) != "societe nationale des chemins de fer" {
		t.Errorf("%+v, %q", got, got.AppendKey(nil))
	}
}

func check(t interface{ Errorf(string, ...any) }, s string) {
	c := Parse(s)
	key := string(c.AppendKey(nil))
	for _, v := range []string{c.Standard(false), c.Standard(true), key, c.Trading, c.Acronym} {
		if !utf8.ValidString(v) {
			t.Errorf("%q gives invalid UTF-8", s)
		}
	}
	if strings.HasPrefix(key, " ") || strings.HasSuffix(key, " ") || strings.Contains(key, "  ") {
		t.Errorf("%q has the key %q", s, key)
	}
}

func TestParseAlwaysValid(t *testing.T) {
	pieces := []string{"SARL", "S.A.", "SA", "Dupont", "&", "et", "Co.", "Ltd", "GmbH", "(SNCF)", ",", "dba", "t/a", "SC", "S", "R", "L", ".", "The", "AS", "-", "'", "Oy", "z", "o.o.", "Sp."}
	rapid.Check(t, func(t *rapid.T) {
		check(t, strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 7).Draw(t, "pieces"), " ")+rapid.StringN(0, 8, -1).Draw(t, "tail"))
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"S.C. A S.R.L.", "A & Co., Ltd", "x dba y", "(AB) \xff", "SA", ", , ,"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { check(t, s) })
}

func BenchmarkParse(b *testing.B) {
	in := []string{"Dupont & Fils SARL", "S.C. ALFA CONSULT S.R.L.", "Acme Widgets, Inc.", "Muster GmbH & Co. KG", "Boulangerie de la Gare"}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		var room [96]byte
		c := Parse(in[i%len(in)])
		_ = c.AppendKey(room[:0])
		i++
	}
}
