package words

import (
	"strings"
	"testing"
)

func TestTables(t *testing.T) {
	w := Load()
	for phrase := range w.headers {
		if got := string(Fold(nil, phrase, 200)); got != phrase {
			t.Errorf("headers.txt: %q is not folded, want %q", phrase, got)
		}
	}
	for word := range w.class {
		if got := string(Fold(nil, word, 200)); got != word && !strings.Contains(word, "-") {
			t.Errorf("%q is not folded, want %q", word, got)
		}
	}
	for _, tt := range []struct {
		text string
		want Class
	}{
		{"camille", Given},
		{"munteanu", Family},
		{"cluj napoca", City},
		{"ille et vilaine", Region},
		{"etats unis", Country},
		{"fra", Country},
		{"ro", Country},
		{"srl", Legal},
		{"soseaua", Street},
		{"dna", Civility},
		{"non renseigne", Placeholder},
	} {
		if w.Class([]byte(tt.text))&tt.want == 0 {
			t.Errorf("%q lacks class %b", tt.text, tt.want)
		}
	}
	if got := w.CountryOf([]byte("roumanie")); got != "RO" {
		t.Errorf("roumanie: %q", got)
	}
	if got := w.RegionIn([]byte("wa")); got != "US AU " {
		t.Errorf("wa: %q", got)
	}
	if m := w.Header("firstname"); len(m) == 0 || m[0].Kind != "given_name" {
		t.Errorf("firstname: %v", m)
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"  Prénom (usuel) ": "prenom usuel",
		"Țară/Județ":        "tara judet",
		"N° TVA":            "n tva",
		"e\u0301te":         "ete",
		"Straße":            "strasse",
		"":                  "",
		"--":                "",
	} {
		if got := string(Fold(nil, in, 100)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	f.Add("Țară de origine")
	f.Fuzz(func(t *testing.T, s string) {
		once := string(Fold(nil, s, 1<<20))
		if again := string(Fold(nil, once, 1<<20)); again != once {
			t.Fatalf("%q folds to %q, then to %q", s, once, again)
		}
	})
}
