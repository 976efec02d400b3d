package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "Jean": "Jean", " Jean  Dupont\t": "Jean Dupont", "a\u00a0b": "a b", "\ufeffx": "x", "a\u200bb": "ab", "a\u00adb": "ab",
		"e\u0301": "é", "a\x00b\x07": "ab", "\u202eabc\u202c": "abc", "line\r\nnext": "line next", "\u2003x\u3000y": "x y", "👩\u200d💻": "👩\u200d💻",
		"a\xffb": "a\ufffdb", "e\u200b\u0301": "é",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
	if n := testing.AllocsPerRun(100, func() { Clean("Ștefan Popescu, 12 rue de l'Église") }); n != 0 {
		t.Errorf("clean text costs %v allocations", n)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		c := Clean(s)
		if Clean(c) != c || !utf8.ValidString(c) {
			t.Fatalf("%q: %q, then %q", s, c, Clean(c))
		}
	})
}

// clean is text that a repair must leave alone.
var clean = []string{
	"Café de l'Été", "CAFÉ…", "«ÉTÉ»", "« À LA CARTE »", "ÎNCĂ", "Întâlnire la Iași", "Ăştia sunt", "PĂŞUNE ŞI ŢARĂ", "Škoda Plzeň", "Łódź Žižkov",
	"Müller & Söhne", "Größe: 10 × 12 m²", "naïve “quotes”", "SÃO PAULO", "MAÇÃ…", "IRMÃ” disse", "JÄÄ… ja TYÖ", "Ångström", "Ñandú", "£5 – £10", "50 °C ± 2",
	"Αθήνα", "Москва", "東京", "ABC ™", "NUMĂR™", "Ê", "Côte d’Ivoire", "L’ŒUVRE", "ÇA VA… BIEN", "Â", "PÂINE", "LÂNĂ »",
}

func TestRepair(t *testing.T) {
	for _, s := range clean {
		if got, ok := Repair(s); ok || got != s {
			t.Errorf("clean %q became %q", s, got)
		}
	}
	words := []string{
		"Élodie Lefèvre", "Hélène à Orléans", "Société Générale à Paris", "Crème brûlée, œuf", "Iași, județul Iași", "București – Ploiești", "Ștefănescu Țepeș",
		"l’été", "10 €", "Müller", "Søren Ærø", "José Muñoz", "Île-de-France", "Ça va",
	}
	for _, w := range words {
		for _, c := range []*charmap.Charmap{charmap.Windows1252, charmap.ISO8859_1, charmap.Windows1250, charmap.Macintosh} {
			if strict := c == charmap.Windows1250 || c == charmap.Macintosh; strict && strings.ContainsAny(w, "ȘșȚțüÎ") {
				continue // their bytes are letters of these pages: not certain
			}
			broken, ok := misread(w, c)
			if !ok {
				continue // a byte that the page doesn't have
			}
			if got, _ := Repair(broken); got != w {
				t.Errorf("%v %q gives %q, want %q", c, broken, got, w)
			}
			if c != charmap.Windows1252 && c != charmap.ISO8859_1 {
				continue
			}
			if twice, ok := misread(broken, c); ok {
				if got, _ := Repair(twice); got != w {
					t.Errorf("twice %v %q gives %q, want %q", c, twice, got, w)
				}
			}
		}
	}
}

// misread returns UTF-8 text as it looks when it is read in another encoding.
func misread(s string, c *charmap.Charmap) (string, bool) {
	out, err := c.NewDecoder().String(s)
	return out, err == nil && !strings.ContainsRune(out, utf8.RuneError)
}

func TestRepairIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		got, _ := Repair(s)
		if !utf8.ValidString(got) {
			t.Fatalf("%q gives invalid %q", s, got)
		}
	})
}

func FuzzRepair(f *testing.F) {
	f.Add("CafÃ© â€™ Ã\u00a0")
	f.Fuzz(func(t *testing.T, s string) {
		if got, _ := Repair(Clean(s)); !utf8.ValidString(got) {
			t.Errorf("%q gives invalid UTF-8", s)
		}
	})
}
