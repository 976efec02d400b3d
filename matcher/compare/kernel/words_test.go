package kernel

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWords(t *testing.T) {
	for _, c := range []struct {
		what string
		got  func(x, y string) bool
		yes  [][2]string
		no   [][2]string
	}{
		{
			"Part", Part,
			[][2]string{{"dupont", "dupont martin"}, {"martin", "dupont martin"}, {"ana maria", "maria ana"}, {"le gall", "le gall kerven"}},
			[][2]string{{"dupont", "dupond martin"}, {"mart", "dupont martin"}, {"j", "jean j"}, {"dupont", "dupont"}, {"le gall", "le gall"}, {"", "le gall"}, {"le le", "le ab"}},
		},
		{
			"Initials", Initials,
			[][2]string{{"j p", "jean pierre"}, {"jean p", "jean pierre"}, {"j", "jean pierre"}, {"j pierre", "jean p"}, {"и петр", "иван петр"}, {"é p", "édouard paul"}},
			[][2]string{{"jean", "jean"}, {"j m", "jean pierre"}, {"je", "jean"}, {"", "jean"}, {"jean pierre", "jean paul"}, {"й", "иван"}, {"é", "èlia"}},
		},
		{
			"EqualButSpaces", EqualButSpaces,
			[][2]string{{"le gall", "legall"}, {"", ""}, {"a b c", "ab c"}, {" ab", "ab "}},
			[][2]string{{"le gall", "le gal"}, {"", "a"}, {"ab", "ba"}},
		},
		{
			"LettersEqual", LettersEqual,
			[][2]string{{"ana12@x", "ana13@x"}, {"ana@x", "ana13@x"}, {"12", "34"}},
			[][2]string{{"ana12@x", "anna12@x"}, {"ana@x", "ana@y"}, {"ana", "an"}},
		},
	} {
		for _, p := range c.yes {
			if !c.got(p[0], p[1]) || !c.got(p[1], p[0]) {
				t.Errorf("%s(%q, %q) is false one way", c.what, p[0], p[1])
			}
		}
		for _, p := range c.no {
			if c.got(p[0], p[1]) || c.got(p[1], p[0]) {
				t.Errorf("%s(%q, %q) is true one way", c.what, p[0], p[1])
			}
		}
	}
	for _, c := range []struct {
		short, long string
		want        bool
	}{
		{"sncf", "societe nationale chemins fer", true},
		{"sncf paris", "societe nationale chemins fer", true},
		{"snc", "societe nationale chemins fer", false},
		{"sncfx", "societe nationale chemins fer", false},
		{"s", "societe", false},
		{"ab", "ab", false},
		{"ржд", "российские железные дороги", true},
		{"éf", "électricité france", true},
		{"еф", "électricité france", false},
	} {
		if got := Acronym(c.short, c.long); got != c.want {
			t.Errorf("Acronym(%q, %q) = %v", c.short, c.long, got)
		}
	}
}

func TestWordsAreSymmetric(t *testing.T) {
	phrase := rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "b", "ab", "ba", "abc", "1", "a1", "é"}), 0, 4),
		func(w []string) string { return strings.Join(w, " ") })
	rapid.Check(t, func(t *rapid.T) {
		x, y := phrase.Draw(t, "x"), phrase.Draw(t, "y")
		for name, f := range map[string]func(x, y string) bool{
			"Part": Part, "Initials": Initials, "EqualButSpaces": EqualButSpaces, "LettersEqual": LettersEqual,
		} {
			if f(x, y) != f(y, x) {
				t.Fatalf("%s(%q, %q) = %v, the other way %v", name, x, y, f(x, y), f(y, x))
			}
		}
	})
}

// Tokens are what strings.Fields splits at spaces.
func TestTokens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.SampledFrom([]rune("ab é")), 0, 12, -1).Draw(t, "s")
		want := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' })
		got := Tokens(nil, s)
		if len(got) != len(want) {
			t.Fatalf("%q: %d tokens, want %q", s, len(got), want)
		}
		for i, w := range want {
			if s[got[i].Lo:got[i].Hi] != w {
				t.Fatalf("%q: token %d is %q, want %q", s, i, s[got[i].Lo:got[i].Hi], w)
			}
			if !HasToken(s, w) {
				t.Fatalf("HasToken(%q, %q) is false", s, w)
			}
		}
	})
}
