package email

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestParseCRM(t *testing.T) {
	for _, c := range []struct {
		in, out, key, reason string
		valid                bool
	}{
		{" Marie.Curie@Labo.FR ", "Marie.Curie@labo.fr", "marie.curie@labo.fr", "", true},
		{"PAUL.MARTIN@LABO.FR", "paul.martin@labo.fr", "paul.martin@labo.fr", "", true},
		{"Marie Curie <marie@labo.fr>", "marie@labo.fr", "marie@labo.fr", "", true},
		{`"Curie, Marie" <marie@labo.fr>;`, "marie@labo.fr", "marie@labo.fr", "", true},
		{"MAILTO:marie@labo.fr?subject=salut", "marie@labo.fr", "marie@labo.fr", "", true},
		{"'marie@labo.fr'", "marie@labo.fr", "marie@labo.fr", "", true},
		{"marie@labo.fr.", "marie@labo.fr", "marie@labo.fr", "", true},
		{"marie @ labo.fr", "marie@labo.fr", "marie@labo.fr", "", true},
		{"\ufeffmarie@labo.fr\u200b", "marie@labo.fr", "marie@labo.fr", "", true},
		{"ma.rie+crm@googlemail.com", "ma.rie+crm@googlemail.com", "marie@gmail.com", "", true},
		{"marie+crm@labo.fr", "marie+crm@labo.fr", "marie@labo.fr", "", true},
		{"+@labo.fr", "+@labo.fr", "+@labo.fr", "", true},
		{"ion@pădure.ro", "ion@pădure.ro", "ion@xn--pdure-rwa.ro", "", true},
		{"ion@XN--PDURE-RWA.ro", "ion@pădure.ro", "ion@xn--pdure-rwa.ro", "", true},
		{"zoe\u0308@labo.fr", "zoë@labo.fr", "zoë@labo.fr", "", true},
		{`"marie"@labo.fr`, "marie@labo.fr", "marie@labo.fr", "", true},
		{`"marie curie"@labo.fr`, `"marie curie"@labo.fr`, `"marie curie"@labo.fr`, "", true},
		{"marie@labo.zzzz", "marie@labo.zzzz", "marie@labo.zzzz", ReasonUnknownTLD, true},
		{"contact@labo.fr", "contact@labo.fr", "contact@labo.fr", ReasonRole, true},
		{"birou.cluj@firma.ro", "birou.cluj@firma.ro", "birou.cluj@firma.ro", ReasonRole, true},
		{"no-reply@labo.fr", "no-reply@labo.fr", "", ReasonNoReply, true},
		{"aaaa@aaaa.fr", "aaaa@aaaa.fr", "", ReasonNoReply, true},
		{"x@sub.yopmail.com", "x@sub.yopmail.com", "x@sub.yopmail.com", ReasonDisposable, true},
		{"marie", "marie", "", ReasonNoAt, false},
		{"@labo.fr", "@labo.fr", "", ReasonNoLocal, false},
		{"marie@", "marie@", "", ReasonNoDomain, false},
		{"marie@labo", "marie@labo", "marie@labo", ReasonDomainNoDot, false},
		{"marie@labo.c", "marie@labo.c", "marie@labo.c", ReasonDomainTLD, false},
		{"marie@labo.12", "marie@labo.12", "marie@labo.12", ReasonDomainTLD, false},
		{"marie@-labo.fr", "marie@-labo.fr", "marie@-labo.fr", ReasonDomainHyphens, false},
		{"marie@la_bo.fr", "marie@la_bo.fr", "marie@la_bo.fr", ReasonDomainChars, false},
		{"marie@labo..fr", "marie@labo..fr", "marie@labo..fr", ReasonDomainDots, false},
		{"marie@ab--labo.fr", "marie@ab--labo.fr", "marie@ab--labo.fr", ReasonDomainHyphens, false},
		{"marie..curie@labo.fr", "marie..curie@labo.fr", "marie..curie@labo.fr", ReasonLocalDots, false},
		{"marie curie@labo.fr", "marie curie@labo.fr", "", ReasonLocalChars, false},
		{"marie@[192.0.2.1]", "marie@[192.0.2.1]", "marie@[192.0.2.1]", ReasonLiteral, false},
		{strings.Repeat("m", 65) + "@labo.fr", strings.Repeat("m", 65) + "@labo.fr", strings.Repeat("m", 65) + "@labo.fr", ReasonLocalLength, false},
		{"m@" + strings.Repeat("l", 64) + ".fr", "m@" + strings.Repeat("l", 64) + ".fr", "m@" + strings.Repeat("l", 64) + ".fr", ReasonDomainLabel, false},
		{"m@" + strings.Repeat("labo.", 51) + "fr", "m@" + strings.Repeat("labo.", 51) + "fr", "", ReasonDomainLength, false},
	} {
		a := Parse(c.in, Options{})
		if a.String() != c.out || a.Key() != c.key || a.Reason != c.reason || a.Valid != c.valid {
			t.Errorf("%q: got %q, key %q, reason %q, valid %v", c.in, a.String(), a.Key(), a.Reason, a.Valid)
		}
	}
}

func TestParseRFC(t *testing.T) {
	for _, c := range []struct {
		in, reason string
		valid      bool
	}{
		{"marie@labo", "", true},
		{"marie@[192.0.2.1]", "", true},
		{"marie@[IPv6:2001:db8::1]", "", true},
		{"marie@[IPv6:2001:db8::1:2:3:4:5:6]", ReasonLiteral, false},
		{"marie@[192.0.2.256]", ReasonLiteral, false},
		{"marie@[labo]", ReasonLiteral, false},
		{`"marie curie"@labo.fr`, "", true},
		{`"marie\"curie"@labo.fr`, "", true},
		{`"marie"curie@labo.fr`, ReasonLocalChars, false},
		{`"marie@labo.fr`, ReasonQuotes, false},
		{`"".marie@labo.fr`, ReasonObsolete, true},
		{"marie(the (first) one)@labo.fr", ReasonCFWS, true},
		{"marie(the one@labo.fr", ReasonComment, false},
		{"marie(one)two@labo.fr", ReasonLocalChars, false},
		{"\r\n marie@labo.fr", ReasonCFWS, true},
		{"\r\nmarie@labo.fr", ReasonFolding, false},
		{" \r\n\r\n marie@labo.fr", ReasonFolding, false},
		{"\nmarie@labo.fr", ReasonLocalChars, false},
		{"marie@labo.fr ", ReasonCFWS, true},
		{"marie@la bo.fr", ReasonDomainChars, false},
		{"marie@labo_.fr", ReasonDomainChars, false},
		{"marie@labo-.fr", ReasonDomainHyphens, false},
		{"marie@labo.fr.", ReasonDomainDots, false},
		{"marie.@labo.fr", ReasonLocalDots, false},
		{"zoë@labo.fr", ReasonNonASCII, false},
		{"marie <marie@labo.fr>", ReasonLocalChars, false},
		{strings.Repeat("m", 65) + "@labo.fr", ReasonLocalLength, false},
		{"marie@labo.fr(note\\", ReasonEscape, false},
		{"", ReasonNoDomain, false},
	} {
		a := Parse(c.in, Options{RFC: true})
		if a.Reason != c.reason && !(c.reason == "" && a.Reason == ReasonUnknownTLD) || a.Valid != c.valid {
			t.Errorf("%q: reason %q, valid %v", c.in, a.Reason, a.Valid)
		}
	}
}

func TestParseAll(t *testing.T) {
	for _, c := range []struct {
		in   string
		want string
	}{
		{"marie@labo.fr; paul@labo.fr", "marie@labo.fr|paul@labo.fr"},
		{"marie@labo.fr,paul@labo.fr , zoe@labo.fr", "marie@labo.fr|paul@labo.fr|zoe@labo.fr"},
		{"marie@labo.fr/paul@labo.fr", "marie@labo.fr|paul@labo.fr"},
		{"marie@labo.fr\npaul@labo.fr", "marie@labo.fr|paul@labo.fr"},
		{"marie@labo.fr paul@labo.fr", "marie@labo.fr|paul@labo.fr"},
		{`"Curie, Marie" <marie@labo.fr>, Paul <paul@labo.fr>`, "marie@labo.fr|paul@labo.fr"},
		{"Curie, Marie <marie@labo.fr>; Martin, Paul <paul@labo.fr>", "marie@labo.fr|paul@labo.fr"},
		{"marie/labo=x@labo.fr", "marie/labo=x@labo.fr"},
	} {
		var got []string
		for _, a := range ParseAll(c.in, Options{}) {
			got = append(got, a.String())
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%q: %q", c.in, got)
		}
	}
}

func TestSuggestions(t *testing.T) {
	for in, want := range map[string]string{
		"ana@gmial.com": "ana@gmail.com", "ana@gmail.con": "ana@gmail.com", "ana@hotmial.com": "ana@hotmail.com", "ana@yaho.fr": "ana@yahoo.fr",
		"ana@yaoo.ro": "ana@yahoo.ro", "ana@outlokk.com": "ana@outlook.com", "ana@orrange.fr": "ana@orange.fr", "ana@firma.cmo": "ana@firma.com",
		"ana@gmail.com": "", "ana@mail.com": "", "ana@gmx.de": "", "ana@firma.co": "", "ana@ymail.com": "", "ana@orange.ro": "", "ana@grange.fr": "",
		"ana (at) firma (dot) ro": "ana@firma.ro", "ana arond firma punct ro": "ana@firma.ro", "ana@firma,ro": "ana@firma.ro", "ana@@firma.ro": "ana@firma.ro",
	} {
		a := Parse(in, Options{})
		if a.Suggestion != want {
			t.Errorf("%q: %q, want %q", in, a.Suggestion, want)
		}
		if want != "" && strings.Contains(a.Key(), "@"+strings.SplitN(want, "@", 2)[1]) && a.Valid {
			t.Errorf("%q: the suggestion was applied to the key %q", in, a.Key())
		}
	}
}

func TestClasses(t *testing.T) {
	for in, want := range map[string][3]bool{ // role, disposable, free
		"secretariat@primaria.ro": {true, false, false}, "comptabilite@labo.fr": {true, false, false}, "vanzari2@firma.ro": {true, false, false},
		"marie@mailinator.com": {false, true, false}, "marie@laposte.net": {false, false, true}, "info@yahoo.ro": {true, false, true},
		"marion.sales@labo.fr": {false, false, false}, "sales.paris@labo.fr": {true, false, false}, "martin@labo.fr": {false, false, false},
		"informatica@firma.ro": {false, false, false}, "ressources.humaines@labo.fr": {true, false, false},
	} {
		a := Parse(in, Options{})
		if got := [3]bool{a.Role, a.Disposable, a.Free}; got != want {
			t.Errorf("%q: role, disposable, free = %v", in, got)
		}
	}
}

// properties that hold for whatever stands in a cell.
func properties(t interface{ Fatalf(string, ...any) }, in string) {
	for _, o := range []Options{{}, {RFC: true}} {
		a := Parse(in, o)
		for _, s := range []string{a.String(), a.Key(), a.Suggestion} {
			if !utf8.ValidString(s) {
				t.Fatalf("%q: %q is not UTF-8", in, s)
			}
		}
		if !a.Valid {
			if a.Reason == "" {
				t.Fatalf("%q: invalid without a reason", in)
			}
			continue
		}
		again := Parse(a.String(), o)
		if again.String() != a.String() || again.Key() != a.Key() || !again.Valid {
			t.Fatalf("%q: %q became %q (%s), key %q became %q", in, a.String(), again.String(), again.Reason, a.Key(), again.Key())
		}
		if len(a.Local)+1+len(a.Domain) > 254 && !o.RFC {
			t.Fatalf("%q: %d octets", in, len(a.String()))
		}
	}
	if all := ParseAll(in, Options{}); len(all) == 0 {
		t.Fatalf("%q: no address", in)
	}
}

func TestProperties(t *testing.T) {
	piece := rapid.SampledFrom([]string{"marie", "Ă", "@", "@", ".", "..", "labo.fr", "gmail.com", "\"", "\\", " ", "\r\n ", "(", ")", "<", ">", "+", "-", "xn--", "[", "]", "IPv6:", "::", "1.2.3.4", ",", ";", "ß", "\u0307", "\u037e", "İ", "mailto:", "\xff", "!", "ﬀ", "/"})
	rapid.Check(t, func(t *rapid.T) {
		properties(t, strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), ""))
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"marie@labo.fr", `"a b"@x.ro`, "a@[IPv6:::1]", "(c)a@b.fr\r\n ", "Ana <ana@pădure.ro>", "a@b.fr;c@d.fr", "<\u0338a@b.fr"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) { properties(t, in) })
}
