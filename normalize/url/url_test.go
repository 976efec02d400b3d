package url

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ in, out, key, reason string }{
		{"boulangerie-paul.fr", "https://boulangerie-paul.fr", "boulangerie-paul.fr", ""},
		{"WWW.Boulangerie-Paul.FR/", "https://www.boulangerie-paul.fr", "boulangerie-paul.fr", ""},
		{"http://www.boulangerie-paul.fr:80/", "http://www.boulangerie-paul.fr", "boulangerie-paul.fr", ""},
		{"HTTPS://boulangerie-paul.fr:443/Menu/", "https://boulangerie-paul.fr/Menu/", "boulangerie-paul.fr/menu", ""},
		{"https://boulangerie-paul.fr:8443/a", "https://boulangerie-paul.fr:8443/a", "boulangerie-paul.fr:8443/a", ""},
		{"http:\\\\www.firma.ro", "http://www.firma.ro", "firma.ro", ""},
		{"http:/firma.ro", "http://firma.ro", "firma.ro", ""},
		{"http//firma.ro", "http://firma.ro", "firma.ro", ""},
		{"http://https://firma.ro", "https://firma.ro", "firma.ro", ""},
		{"//firma.ro/x", "https://firma.ro/x", "firma.ro/x", ""},
		{"htpp://firma.ro", "http://firma.ro", "firma.ro", ""},
		{"<https://firma.ro>.", "https://firma.ro", "firma.ro", ""},
		{"Site web : firma.ro", "https://firma.ro", "firma.ro", ""},
		{"firma.ro/a/../b/./c", "https://firma.ro/b/c", "firma.ro/b/c", ""},
		{"firma.ro/%7eion/%c3%a9t%C3%A9", "https://firma.ro/~ion/%C3%A9t%C3%A9", "firma.ro/~ion/%c3%a9t%c3%a9", ""},
		{"firma.ro?utm_source=x&id=4#sus", "https://firma.ro/?utm_source=x&id=4#sus", "firma.ro", ""},
		{"pădure.ro", "https://xn--pdure-rwa.ro", "xn--pdure-rwa.ro", ""},
		{"http://ion:secret@firma.ro/x", "http://ion:secret@firma.ro/x", "firma.ro/x", ""},
		{"ftp://firma.ro/f.csv", "ftp://firma.ro/f.csv", "firma.ro/f.csv", ""},
		{"http://192.0.2.7/x", "http://192.0.2.7/x", "192.0.2.7/x", ""},
		{"http://[2001:DB8::1]/x", "http://[2001:db8::1]/x", "[2001:db8::1]/x", ""},
		{"firma.zzzz", "https://firma.zzzz", "firma.zzzz", ReasonUnknownTLD},
		// social networks
		{"https://fr.linkedin.com/in/Ana-Pop-42/fr?trk=x", "https://fr.linkedin.com/in/Ana-Pop-42/fr?trk=x", "linkedin.com/in/ana-pop-42", ""},
		{"twitter.com/AnaPop", "https://twitter.com/AnaPop", "x.com/anapop", ""},
		{"m.facebook.com/profile.php?id=42&fbclid=z", "https://m.facebook.com/profile.php?id=42&fbclid=z", "facebook.com/profile.php?id=42", ""},
		{"https://youtu.be/AbC", "https://youtu.be/AbC", "youtu.be/AbC", ""},
		// what is none
		{"ana@firma.ro", "ana@firma.ro", "", ReasonEmail},
		{"mailto:ana@firma.ro", "mailto:ana@firma.ro", "", ReasonEmail},
		{"javascript:alert(1)", "javascript:alert(1)", "", ReasonScheme},
		{"firma", "firma", "", ReasonNoDot},
		{"firma.ro:99999", "firma.ro:99999", "", ReasonPort},
		{"firma ro", "firma ro", "", ReasonSyntax},
		{"www.firma.ro www.firma.fr", "www.firma.ro www.firma.fr", "", ReasonSeveral},
		{"http://-firma.ro", "http://-firma.ro", "", ReasonHost},
		{"http://1.2.3", "http://1.2.3", "", ReasonHost},
		{"http://", "http://", "", ReasonHost},
		{"", "", "", ReasonEmpty},
		{"firma.ro/" + strings.Repeat("a", 3000), "firma.ro/" + strings.Repeat("a", 3000), "", ReasonTooLong},
	} {
		a := Parse(c.in)
		valid := c.reason == "" || c.reason == ReasonUnknownTLD
		if a.String() != c.out || a.Key() != c.key || a.Reason != c.reason || a.Valid != valid {
			t.Errorf("%q: got %q, key %q, reason %q, valid %v", c.in, a.String(), a.Key(), a.Reason, a.Valid)
		}
	}
}

func properties(t interface{ Fatalf(string, ...any) }, in string) {
	a := Parse(in)
	if !utf8.ValidString(a.String()) || !utf8.ValidString(a.Key()) {
		t.Fatalf("%q: not UTF-8", in)
	}
	if !a.Valid && (a.Reason == "" || a.Key() != "") {
		t.Fatalf("%q: %+v", in, a)
	}
	if again := Parse(a.String()); again.String() != a.String() || again.Key() != a.Key() || again.Valid != a.Valid {
		t.Fatalf("%q: %q became %q (%s), key %q became %q", in, a.String(), again.String(), again.Reason, a.Key(), again.Key())
	}
}

func TestProperties(t *testing.T) {
	piece := rapid.SampledFrom([]string{"http", "https", "htps", "ftp", ":", "/", "//", "\\", "www.", "firma.ro", "ă", ".", "..", "/../", "?", "#", "&", "=", "%", "%41", "%c3", "@", "80", "443", "[", "]", "::1", "1.2.3.4", "-", "_", " ", "x.com", "linkedin.com/in/", "<", ")", "(", "url:", "\xff", "{", "|", "utm_a=1", "\u00ad", "ß"})
	rapid.Check(t, func(t *rapid.T) {
		properties(t, strings.Join(rapid.SliceOfN(piece, 0, 10).Draw(t, "pieces"), ""))
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"www.firma.ro/a?b#c", "http://ion:x@pădure.ro:8080/%7e", "http:\\\\x.com", "url: <firma.ro>", "http://[::1]:80/.."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) { properties(t, in) })
}
