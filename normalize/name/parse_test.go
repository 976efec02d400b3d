package name

import (
	"strings"
	"testing"
)

func show(n Name) string {
	part := func(w []string) string { return strings.Join(w, " ") }
	s := part(n.Prefix) + "|" + part(n.Given) + "|" + part(n.Middle) + "|" + part(n.Family) + "|" + part(n.Suffix)
	if n.Nickname != "" {
		s += "|\"" + n.Nickname + "\""
	}
	if len(n.Birth) > 0 {
		s += "|née " + part(n.Birth)
	}
	if n.Partner != nil {
		s += " + " + show(*n.Partner)
	}
	return s
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", "||||"},
		// French
		{"M. Jean Dupont", "M.|Jean||Dupont|"},
		{"T. Roche", "|T.||Roche|"},
		{"D. Roche", "|D.||Roche|"},
		{"Mme Claire LEFÈVRE", "Mme|Claire||LEFÈVRE|"},
		{"DUPONT Jean", "|Jean||DUPONT|"},
		{"LE GALL Yann", "|Yann||LE GALL|"},
		{"DE LA TOUR Anne-Sophie", "|Anne-Sophie||DE LA TOUR|"},
		{"Charles de Gaulle", "|Charles||de Gaulle|"},
		{"Jean de LA FONTAINE", "|Jean||de LA FONTAINE|"},
		{"Valéry Giscard d'Estaing", "|Valéry|Giscard|d'Estaing|"},
		{"Marie Curie née Sklodowska", "|Marie||Curie||née Sklodowska"},
		{"Marie Curie (née Sklodowska)", "|Marie||Curie||née Sklodowska"},
		{"CURIE née SKLODOWSKA Marie", "|Marie||CURIE||née SKLODOWSKA"},
		{"Mlle Dr Anne Moreau", "Mlle Dr|Anne||Moreau|"},
		{"Me Hélène Roche", "Me|Hélène||Roche|"},
		{"Alexandre Dumas fils", "|Alexandre||Dumas|fils"},
		{"M. et Mme Dupont", "M.|||Dupont| + Mme|||Dupont|"},
		{"M. et Mme Jean Dupont", "M.|Jean||Dupont| + Mme|||Dupont|"},
		{"Jean et Marie Dupont", "|Jean||Dupont| + |Marie||Dupont|"},
		{"DUPONT Jean et Marie", "|Jean||DUPONT| + |Marie||DUPONT|"},
		{"Jean Dupont et Marie Martin", "|Jean||Dupont| + |Marie||Martin|"},
		{"M. Jean Dupont et Mme Marie Dupont", "M.|Jean||Dupont| + Mme|Marie||Dupont|"},
		{"Jean/Marie Dupont", "|Jean||Dupont| + |Marie||Dupont|"},
		{"M.Dupont", "M.|||Dupont|"},
		// Romanian
		{"dl. Ion Popescu", "dl.|Ion||Popescu|"},
		{"d-na Maria Ionescu", "d-na|Maria||Ionescu|"},
		{"POPESCU Ion Marian", "|Ion|Marian|POPESCU|"},
		{"Ing. Andrei Ștefănescu", "Ing.|Andrei||Ștefănescu|"},
		{"Ion și Maria Popescu", "|Ion||Popescu| + |Maria||Popescu|"},
		{"Ion si Maria Popescu", "|Ion||Popescu| + |Maria||Popescu|"},
		{"Prof. univ. dr. Elena Dobre", "Prof. univ. dr.|Elena||Dobre|"},
		{"Popescu-Tăriceanu, Călin", "|Călin||Popescu-Tăriceanu|"},
		// English
		{"John Smith", "|John||Smith|"},
		{"Smith, John Q.", "|John|Q.|Smith|"},
		{"Mr. John A. Smith Jr.", "Mr.|John|A.|Smith|Jr."},
		{"Smith, John, Jr.", "|John||Smith|Jr."},
		{"John Smith, PhD, CFA", "|John||Smith|PhD CFA"},
		{"John & Jane Smith", "|John||Smith| + |Jane||Smith|"},
		{"Smith, John and Jane", "|John||Smith| + |Jane||Smith|"},
		{"Mr. and Mrs. Smith", "Mr.|||Smith| + Mrs.|||Smith|"},
		{"Robert \"Bob\" Jones", "|Robert||Jones||\"Bob\""},
		{"Robert (Bob) Jones", "|Robert||Jones||\"Bob\""},
		{"Ludwig van Beethoven", "|Ludwig||van Beethoven|"},
		{"van der Berg, Jan", "|Jan||van der Berg|"},
		{"Sir Gerald", "Sir|Gerald|||"},
		{"Rev. Andrews", "Rev.|||Andrews|"},
		{"thomas clifford, 1st baron clifford of chudleigh", "|thomas||clifford|1st baron clifford of chudleigh"},
		{"tom 1st baron clifford of chudleigh", "|tom||clifford|1st baron clifford of chudleigh"},
		{"thomas of chudleigh", "|thomas||of chudleigh|"},
		{"J. P. Morgan", "|J.|P.|Morgan|"},
		{"JP Morgan", "|JP||Morgan|"},
		{"J-P Martin", "|J-P||Martin|"},
		{"Juan Velasquez y Garcia", "|Juan||Velasquez y Garcia|"},
		{"Mr. and Mrs. John and Jane Smith", "Mr.|John||Smith| + Mrs.|Jane||Smith|"},
		{"Sir Robert Williams, Baronet", "Sir|Robert||Williams|Baronet"},
		{"Queen Caroline of Denmark and Norway", "Queen|Caroline||of Denmark and Norway|"},
		{"King Henry", "King|Henry|||"},
		{"Smith, J.R.", "|J.R.||Smith|"},
		{"Dupont - Martin Claire", "|Claire||Dupont-Martin|"},
		{"DUPONT - MARTIN Claire", "|Claire||DUPONT-MARTIN|"},
		{"Lt.Col. Mary Shaw", "Lt.Col.|Mary||Shaw|"},
		{"Madonna", "|Madonna|||"},
		{"Van Nguyen", "|Van||Nguyen|"},
	} {
		if got := show(Parse(c.in, Options{})); got != c.want {
			t.Errorf("Parse(%q)\n got %s\nwant %s", c.in, got, c.want)
		}
	}
}

func TestStandard(t *testing.T) {
	for _, c := range []struct{ in, want, key string }{
		{"JEAN-PIERRE DUPONT", "Jean-Pierre Dupont", "jean pierre\x1edupont"},
		{"jean-pierre dupont", "Jean-Pierre Dupont", "jean pierre\x1edupont"},
		{"monsieur DUPONT Jean", "M. Jean Dupont", "jean\x1edupont"},
		{"JOHN MCDONALD", "John McDonald", "john\x1emcdonald"},
		{"john macdonald", "John MacDonald", "john\x1emacdonald"},
		{"PATRICK O'BRIEN", "Patrick O'Brien", "patrick\x1eobrien"},
		{"VALERY D'ESTAING", "Valery d'Estaing", "valery\x1edestaing"},
		{"JUAN DE LA CRUZ", "Juan de la Cruz", "juan\x1ede la cruz"},
		{"LE GALL Yann", "Yann Le Gall", "yann\x1ele gall"},
		{"yann le gall", "Yann Le Gall", "yann\x1ele gall"},
		{"ŞTEFĂNESCU ŢUCĂ Maria", "Maria Ștefănescu Țucă", "maria\x1estefanescu tuca"},
		{"Ayşe Yağcı", "Ayşe Yağcı", "ayse\x1eyagci"},
		{"Smith, John", "John Smith", "john\x1esmith"},
		{"M. et Mme DUPONT", "M. et Mme Dupont", "\x1edupont"},
		{"peter mc donald", "Peter Mc Donald", "peter\x1emcdonald"},
		{"St John, Mary", "Mary St John", "mary\x1esaint john"},
		{"thomas clifford, 1st baron clifford of chudleigh", "Thomas Clifford, 1st Baron Clifford of Chudleigh", "thomas\x1eclifford"},
		{"robert \"bob\" jones", "Robert \"Bob\" Jones", "robert\x1ejones"},
		{"王小明", "王小明", "王小明\x1e"},
	} {
		n := Parse(c.in, Options{})
		if got := n.Standard(Options{}); got != c.want {
			t.Errorf("Standard(%q) = %q, want %q", c.in, got, c.want)
		}
		if got := string(n.AppendKey(nil)); got != c.key {
			t.Errorf("key of %q = %q, want %q", c.in, got, c.key)
		}
	}
}
