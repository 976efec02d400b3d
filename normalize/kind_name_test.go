package normalize

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/onefold/onefold/record"
)

// nameKinds are the kinds of this file's neighbours: names, companies, text.
var nameKinds = []record.Kind{
	record.Person, record.GivenName, record.MiddleName, record.FamilyName, record.NamePrefix, record.NameSuffix, record.Gender,
	record.Company, record.Text, record.Category, record.JobTitle, record.Boolean, record.Consent,
}

func namePiece() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{
		"Jean", "MARIE", "ion", "Popescu", "DUPONT", "de", "DE LA", "van der", "le", "M.", "Mme", "dl.", "et", "&", "și", "/", ",", "Jr.", "PhD", "née",
		"(Bob)", "\"Bill\"", "O'Brien", "d'Estaing", "Mc", "MCDONALD", "J.", "JP", "-", "1st", "baron", "of", "Ştefan", "SARL", "S.R.L.", "SC", "S.A.", "Ltd", "& Co",
		"GmbH", "dba", "(SNCF)", "The", "Ã©", "â€™", "n/a", "x", "1", "\u200b", "e\u0301", "\xff", "  ", "王", "y", "I", "V", "'", "(", "\"",
	})
}

func TestNamesIdempotentAndValid(t *testing.T) {
	r := Standard()
	rapid.Check(t, func(t *rapid.T) {
		in := strings.Join(rapid.SliceOfN(namePiece(), 0, 7).Draw(t, "pieces"), rapid.SampledFrom([]string{" ", "", "  "}).Draw(t, "between"))
		if rapid.Bool().Draw(t, "wild") {
			in += rapid.String().Draw(t, "tail")
		}
		c := Context{Options: map[string]string{
			"order": rapid.SampledFrom([]string{"", "given_first", "family_first"}).Draw(t, "order"),
			"fix":   rapid.SampledFrom([]string{"", "none", "mojibake"}).Draw(t, "fix"),
		}}
		if rapid.Bool().Draw(t, "strip") {
			c.Options["legal_form"] = "strip"
		}
		c.Language = rapid.SampledFrom([]string{"", "fr", "ro", "en"}).Draw(t, "language")
		for _, k := range nameKinds {
			v := r[k].Normalize(in, c)
			if !utf8.ValidString(v.Standard) || !utf8.ValidString(v.Key) {
				t.Fatalf("%s: %q gives invalid UTF-8", k, in)
			}
			if again := r[k].Normalize(v.Standard, c); again.Standard != v.Standard {
				t.Fatalf("%s: %q gives %q, then %q", k, in, v.Standard, again.Standard)
			}
		}
	})
}

func TestNameKinds(t *testing.T) {
	r := Standard()
	for _, c := range []struct {
		kind          record.Kind
		in            string
		standard, key string
		state         record.State
		valid         bool
		reason        string
	}{
		{record.Person, "", "", "", record.Empty, true, ""},
		{record.Person, "  \u200b ", "", "", record.Empty, true, ""},
		{record.Person, "N/A", "N/A", "", record.Present, true, "placeholder"},
		{record.Person, "-", "-", "", record.Present, true, "placeholder"},
		{record.Person, "inconnu", "inconnu", "", record.Present, true, "placeholder"},
		{record.Person, "MME CLAIRE LEFEVRE", "Mme Claire Lefevre", "claire\x1elefevre", record.Present, true, ""},
		{record.Person, "Jean et Marie Dupont", "Jean et Marie Dupont", "jean\x1edupont", record.Present, true, "two_people"},
		{record.Person, "jean.dupont@exemple.fr", "jean.dupont@exemple.fr", "jean dupont exemple fr", record.Unparseable, false, "email"},
		{record.Person, "12345", "12345", "12345", record.Unparseable, false, "no_letter"},
		{record.Person, "John 2 Smith", "John 2 Smith", "john 2\x1esmith", record.Present, false, "digit"},
		{record.Person, "Dupont, Jean", "Jean Dupont", "jean\x1edupont", record.Present, true, ""},
		{record.Person, "Jean, Dupont", "Dupont Jean", "dupont\x1ejean", record.Present, true, ""},
		{record.GivenName, "ŞTEFAN", "Ștefan", "stefan", record.Present, true, ""},
		{record.FamilyName, "xxx", "xxx", "", record.Present, true, "placeholder"},
		{record.NamePrefix, "madame", "Mme", "mme", record.Present, true, ""},
		{record.NameSuffix, "3rd", "III", "iii", record.Present, true, ""},
		{record.Gender, "Femme", "f", "f", record.Present, true, ""},
		{record.Gender, "bărbat", "m", "m", record.Present, true, ""},
		{record.Gender, "Unknown", "Unknown", "", record.Present, true, "placeholder"},
		{record.Gender, "blue", "blue", "", record.Unparseable, false, "unknown_gender"},
		{record.Company, "dupont sarl", "dupont SARL", "dupont", record.Present, true, ""},
		{record.Company, "S.C. ALFA CONSULT S.R.L.", "ALFA CONSULT SRL", "alfa consult", record.Present, true, ""},
		{record.Consent, "Oui", "true", "true", record.Present, true, ""},
		{record.Consent, "opt-out", "false", "false", record.Present, true, ""},
		{record.Boolean, "nu", "false", "false", record.Present, true, ""},
		{record.Boolean, "perhaps", "perhaps", "perhaps", record.Unparseable, false, "not_boolean"},
		{record.Text, " a\u00a0 b ", "a b", "a b", record.Present, true, ""},
		{record.JobTitle, "Directeur général", "Directeur général", "directeur general", record.Present, true, ""},
	} {
		v := r[c.kind].Normalize(c.in, Context{})
		want := Value{Standard: c.standard, Key: c.key, State: c.state, Valid: c.valid, Reason: c.reason}
		if v != want {
			t.Errorf("%s %q\n got %+v\nwant %+v", c.kind, c.in, v, want)
		}
	}
	strip := Context{Options: map[string]string{"legal_form": "strip"}}
	if v := r[record.Company].Normalize("Müller & Söhne GmbH", strip); v.Standard != "Müller & Söhne" || v.Key != "muller sohne" {
		t.Errorf("stripped: %+v", v)
	}
	if v := r[record.Text].Normalize(" \tCafÃ© ", Context{Options: map[string]string{"fix": "none"}}); v.Standard != " \tCafÃ© " {
		t.Errorf("fix=none changed %+v", v)
	}
	if v := r[record.Text].Normalize("CafÃ©", Context{Options: map[string]string{"fix": "mojibake"}}); v.Standard != "Café" || v.Reason != "mojibake" {
		t.Errorf("fix=mojibake: %+v", v)
	}
}
