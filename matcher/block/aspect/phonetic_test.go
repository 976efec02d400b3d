package aspect

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"
)

// Spellings of one name as people of the three languages write it by ear,
// folded; and names that must stay apart.
func TestPhonetic(t *testing.T) {
	for _, group := range [][]string{
		{"philippe", "filip", "philip", "filippe"},
		{"nathalie", "natalie", "nathaly"},
		{"lefevre", "lefeuvre"},
		{"dupont", "duppont"},
		{"catherine", "katherine", "katerine", "catrine"},
		{"mihai", "mihay"},
		{"ionescu", "ionesku", "yonescu"},
		{"tzvetan", "svetan"},
		{"quentin", "kentin", "quentinn"},
		{"smith", "smyth", "smithe"},
		{"sarah", "sara", "zara"},
		{"thomas", "tomas", "tomass"},
		{"watkins", "vatkins"},
		{"marcel", "marsel"},
		{"constantin", "konstantin"},
		{"jeorge", "jeorg"},
	} {
		want := Phonetic(nil, group[0])
		if len(want) == 0 {
			t.Errorf("%s has no sound", group[0])
		}
		for _, w := range group[1:] {
			if got := Phonetic(nil, w); !bytes.Equal(got, want) {
				t.Errorf("%s sounds %q, %s %q", group[0], want, w, got)
			}
		}
	}
	for _, p := range [][2]string{{"dupont", "durand"}, {"popescu", "ionescu"}, {"smith", "jones"}, {"marie", "paul"}, {"ana", "ion"}, {"иванов", "петров"}, {"1", "2"}} {
		if bytes.Equal(Phonetic(nil, p[0]), Phonetic(nil, p[1])) {
			t.Errorf("%s and %s sound alike", p[0], p[1])
		}
	}
}

// A key is at most eight bytes, is appended, and depends on the word alone.
func TestPhoneticProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.OneOf(rapid.String(), rapid.StringMatching("[a-z ]{0,20}")).Draw(t, "word")
		key := Phonetic(nil, w)
		if len(key) > 8 {
			t.Fatalf("%q sounds %q", w, key)
		}
		with := Phonetic([]byte("12|"), w)
		if string(with) != "12|"+string(key) {
			t.Fatalf("%q sounds %q, after 12| %q", w, key, with)
		}
	})
	dst := make([]byte, 0, 16)
	if n := testing.AllocsPerRun(10, func() { dst = Phonetic(dst[:0], "constantinescu") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
