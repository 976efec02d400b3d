package name

import (
	"testing"

	"github.com/onefold/onefold/normalize/internal/fold"
)

func TestEquivalents(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"bill", "will", true},
		{"bill", "william", true},
		{"liam", "william", true},
		{"peggy", "margaret", true},
		{"daisy", "margaret", true},
		{"ned", "edward", true},
		{"ted", "edward", true},
		{"polly", "mary", true},
		{"jack", "john", true},
		{"nan", "anne", true},
		{"nancy", "ann", true},
		{"hal", "henry", true},
		{"harry", "henry", true},
		{"dick", "richard", true},
		{"robin", "robert", true},
		{"alex", "alexandra", true},
		{"alex", "alexandre", true},
		{"alex", "alexandru", true},
		{"alexander", "alexandra", false},
		{"john", "mary", false},
		{"jean", "jeanne", false},
		{"ion", "ioana", false},
		{"titi", "thierry", true},
		{"manu", "emmanuel", true},
		{"mado", "madeleine", true},
		{"gigi", "gheorghe", true},
		{"nelu", "ion", true},
		{"mitica", "dumitru", true},
		{"costel", "constantin", true},
		{"lenuta", "elena", true},
		{"nicu", "nicolae", true},
		{"relu", "aurel", true},
		{"sanda", "alexandra", true},
		{"frances", "francis", true}, // both are Fran; Gender tells them apart
	} {
		if got := meet(Equivalents(c.a), Equivalents(c.b)); got != c.want {
			t.Errorf("%s and %s equivalent: %v, want %v", c.a, c.b, got, c.want)
		}
	}
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"stefan", "etienne", true},
		{"ioan", "john", true},
		{"jean", "john", true},
		{"guillaume", "william", true},
		{"bill", "guillaume", true},
		{"gheorghe", "georges", true},
		{"ecaterina", "catherine", true},
		{"jean", "paul", false},
	} {
		if got := meet(Variants(c.a), Variants(c.b)); got != c.want {
			t.Errorf("%s and %s variants: %v, want %v", c.a, c.b, got, c.want)
		}
	}
	if Equivalents("zzyzx") != nil || Variants("") != nil {
		t.Error("an unknown name has groups")
	}
}

func TestGender(t *testing.T) {
	for folded, want := range map[string]byte{
		"jean": 0, "pierre": 'm', "marie": 'f', "ion": 'm', "ioana": 'f', "mihai": 'm', "mihaela": 'f',
		"james": 'm', "mary": 'f', "claude": 0, "dominique": 0, "kim": 0, "nobody": 0, "andreea": 'f', "nicolae": 'm',
	} {
		if got := Gender(folded); got != want {
			t.Errorf("Gender(%s) = %q, want %q", folded, got, want)
		}
	}
}

func TestIsGivenIsFamily(t *testing.T) {
	for _, c := range []struct {
		word          string
		given, family bool
	}{
		{"jean", true, true},
		{"dupont", false, true},
		{"popescu", false, true},
		{"martin", true, true},
		{"ileana", true, false},
		{"bill", true, false},
		{"qwx", false, false},
		{"macdonald", false, true},
	} {
		if IsGiven(c.word) != c.given || IsFamily(c.word) != c.family {
			t.Errorf("%s: given %v, family %v", c.word, IsGiven(c.word), IsFamily(c.word))
		}
	}
}

// The tables are looked up by folded words; a word that isn't folded would
// never be found.
func TestTablesAreFolded(t *testing.T) {
	pairs, gendered := 0, 0
	for _, file := range []string{"nicknames_en", "nicknames_fr", "nicknames_ro", "variants", "given", "family", "words"} {
		for _, e := range entries(file) {
			for _, w := range e.words {
				if string(fold.String(w)) != w {
					t.Errorf("%s: %q is not folded", file, w)
				}
			}
			if file[0] == 'n' {
				pairs += len(e.words)
			}
		}
	}
	for _, c := range lexicon().words {
		if c&(male|female) != 0 {
			gendered++
		}
	}
	if pairs < 3000 || gendered < 1500 {
		t.Errorf("%d pairs, %d names with gender", pairs, gendered)
	}
}

func TestDecideOrder(t *testing.T) {
	for _, c := range []struct {
		name   string
		sample []string
		want   Order
	}{
		{"given", []string{"Ion Popescu", "Maria Ionescu", "Elena Radu", "Gheorghe Munteanu", "Ana Pop"}, GivenFirst},
		{"family", []string{"Popescu Ion", "Ionescu Maria", "Munteanu Gheorghe", "Lupescu Ana Maria"}, FamilyFirst},
		{"capitals", []string{"DUPONT Jean", "LEFÈVRE Zut", "QWERT Anne"}, FamilyFirst},
		{"capitals last", []string{"Jean DUPONT", "Zut LEFÈVRE", "Anne QWERT"}, GivenFirst},
		{"commas", []string{"Smith, John", "Jones, Mary", "Doe, Jane"}, OrderUnknown},
		{"mixed", []string{"Ion Popescu", "Ionescu Maria", "Elena Vasilescu", "Munteanu Gheorghe"}, OrderUnknown},
		{"few", []string{"Ion Popescu"}, OrderUnknown},
		{"none", nil, OrderUnknown},
	} {
		if got := DecideOrder(c.sample); got.Order != c.want {
			t.Errorf("%s: %+v, want %v", c.name, got, c.want)
		}
	}
	if got := DecideOrder([]string{"Smith, John", "", "Mary Brown"}); got.Commas != 1 || got.Values != 2 || got.GivenFirst != 1 {
		t.Errorf("evidence %+v", got)
	}
}

func TestColumnOrder(t *testing.T) {
	for _, c := range []struct {
		in       string
		order    Order
		standard string
		key      string
	}{
		{"Zorn Quill", FamilyFirst, "Zorn Quill", "quill\x1ezorn"},
		{"Zorn Quill", GivenFirst, "Zorn Quill", "zorn\x1equill"},
		{"POPESCU ION MARIAN", FamilyFirst, "Popescu Ion Marian", "ion marian\x1epopescu"},
		{"van der Berg Jan", FamilyFirst, "van der Berg Jan", "jan\x1evan der berg"},
		{"Popescu Ion", OrderUnknown, "Ion Popescu", "ion\x1epopescu"},
		{"Popescu Ion", GivenFirst, "Popescu Ion", "popescu\x1eion"},
	} {
		o := Options{Order: c.order}
		n := Parse(c.in, o)
		if got := n.Standard(o); got != c.standard {
			t.Errorf("%q in %v: %q, want %q", c.in, c.order, got, c.standard)
		}
		if got := string(n.AppendKey(nil)); got != c.key {
			t.Errorf("key of %q in %v: %q, want %q", c.in, c.order, got, c.key)
		}
	}
}

func TestParts(t *testing.T) {
	for _, c := range []struct{ in, standard, key string }{
		{"JEAN-PIERRE", "Jean-Pierre", "jean pierre"},
		{"j.", "J.", "j"},
		{"Mme MARIE", "Mme Marie", "marie"},
		{"robert (bob)", "Robert \"Bob\"", "robert"},
		{"de la", "de la", "de la"},
		{"J.P.", "J.P.", "j p"},
	} {
		if s, k := Given(c.in, Options{}); s != c.standard || k != c.key {
			t.Errorf("Given(%q) = %q, %q", c.in, s, k)
		}
	}
	for _, c := range []struct{ in, standard, key string }{
		{"O'BRIEN", "O'Brien", "obrien"},
		{"LE GALL", "Le Gall", "le gall"},
		{"mcdonald", "McDonald", "mcdonald"},
		{"Mc Donald", "Mc Donald", "mcdonald"},
		{"MACLEOD", "MacLeod", "macleod"},
		{"MACRON", "Macron", "macron"},
		{"Saint-Exupéry", "Saint-Exupéry", "saint exupery"},
		{"St. John", "St. John", "saint john"},
		{"DUPONT-MARTIN", "Dupont-Martin", "dupont martin"},
		{"Ţepeş", "Țepeș", "tepes"},
		{"van der berg", "van der Berg", "van der berg"},
		{"Smith Jr.", "Smith Jr.", "smith"},
		{"DUPONT née MARTIN", "Dupont née Martin", "dupont martin"},
		{"D'ESTAING", "d'Estaing", "destaing"},
		{"N'GUESSAN", "N'Guessan", "nguessan"},
		{"Major", "Major", "major"},
	} {
		if s, k := Family(c.in, Options{}); s != c.standard || k != c.key {
			t.Errorf("Family(%q) = %q, %q; want %q, %q", c.in, s, k, c.standard, c.key)
		}
	}
	for in, want := range map[string]string{"MADAME": "Mme", "dr": "Dr", "M. et Mme": "M. et Mme", "domnul": "Dl.", "Whatever": "Whatever", "Prof univ dr": "Prof. Univ. Dr"} {
		if got := Prefix(in); got != want {
			t.Errorf("Prefix(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"jr": "Jr.", "3rd": "III", "PHD": "PhD", "OBE": "OBE"} {
		if got := Suffix(in); got != want {
			t.Errorf("Suffix(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"M. et Mme Jean DUPONT", "Smith, John Jr., PhD", "\"Bob\" (née X) O'", "1st baron of", "Ph. D. - / & et", "\xff'a' «b"} {
		f.Add(s, byte(0))
	}
	f.Fuzz(func(t *testing.T, s string, order byte) {
		o := Options{Order: Order(order % 3)}
		checkValid(t, s, Parse(s, o), o)
	})
}
