package name

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// checkValid checks what holds for every parsed name.
func checkValid(t interface{ Errorf(string, ...any) }, in string, n Name, o Options) {
	standard, key := n.Standard(o), string(n.AppendKey(nil))
	if !utf8.ValidString(standard) || !utf8.ValidString(key) {
		t.Errorf("%q gives invalid UTF-8", in)
	}
	if key == Separator {
		t.Errorf("%q has an empty key that isn't empty", in)
	}
}

// pieces of names for generated values, so that the grammar is exercised.
var pieces = []string{
	"Jean", "MARIE", "ion", "Popescu", "DUPONT", "de", "la", "DE LA", "van der", "le", "M.", "Mme", "Dr.", "dl.", "et", "&", "and", "și", "/", ",", ", ",
	"Jr.", "PhD", "III", "née", "(Bob)", "\"Bill\"", "O'Brien", "d'Estaing", "Mc", "MCDONALD", "J.", "JP", "-", "–", "1st", "baron", "of", "Ş", "ţepeş", "Ph.", "D.",
	"王", "😊", "'", "(", "\"", "Velasquez", "y", "Garcia", "Sir", "Lt.Col.", "I", "V",
}

func anyName() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		s := ""
		for _, p := range rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 7).Draw(t, "pieces") {
			s += p + " "
		}
		if rapid.Bool().Draw(t, "wild") {
			s += rapid.String().Draw(t, "tail")
		}
		return s
	})
}

func TestParseAlwaysValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyName().Draw(t, "s")
		o := Options{Order: Order(rapid.IntRange(0, 2).Draw(t, "order"))}
		checkValid(t, s, Parse(s, o), o)
	})
}

func BenchmarkParse(b *testing.B) {
	in := []string{"Jean Dupont", "DUPONT Marie", "M. et Mme Martin", "Smith, John Q., Jr.", "Ștefan cel Mare", "john mcdonald", "Dr. Elena Popescu"}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		n := Parse(in[i%len(in)], Options{})
		_ = n.Standard(Options{})
		var room [96]byte
		_ = n.AppendKey(room[:0])
		i++
	}
}
