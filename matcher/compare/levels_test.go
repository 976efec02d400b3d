package compare

import (
	"fmt"
	"strings"
	"testing"

	"github.com/onefold/onefold/record"
)

// fields makes a set of fields from rows of values, one column a kind.
func fields(kinds []record.Kind, rows ...[]string) []Field {
	var out []Field
	for i, k := range kinds {
		values := make([]string, len(rows))
		for r := range rows {
			values[r] = rows[r][i]
		}
		f := Field{Name: string(k), Kind: k, Columns: []*record.Codes{codes(values...)}}
		if k == record.GivenName {
			f.Variants = nicknames
		}
		out = append(out, f)
	}
	return out
}

// comparison returns the comparison that a kind leads.
func comparison(t *testing.T, s *Set, kind record.Kind) Comparison {
	t.Helper()
	for _, c := range s.Comparisons {
		if c.Spec().Kind == kind {
			return c
		}
	}
	t.Fatalf("no comparison of %s", kind)
	return nil
}

// Pairs of values in the order of how much they speak for one record: a later
// step is a higher level. Pairs within a step may be at different ones.
func TestLevelsAreOrdered(t *testing.T) {
	for _, c := range []struct {
		kind  record.Kind
		steps [][]string
	}{
		{record.GivenName, [][]string{
			{"marie|marie"},
			{"marie|marine", "marie|mari", "jean|jean pierre", "j|jean", "j p|jean pierre", "liz|elizabeth", "liz|beth", "nico|nicolas", "иван|ивано", "alexandru|alexandr"},
			{"marie|paul", "j|paul", "liz|nico", "jean pierre|marie claude"},
		}},
		{record.FamilyName, [][]string{
			{"dupont|dupont"},
			{"dupont|dupond", "dupont|dupont martin", "martin|dupont martin", "le gall|legall", "иванов|иваноф", "李小龍|李小龙", "stefanescu|stefanesku"},
			{"dupont|moreau", "pop|ion", "иванов|петров"},
		}},
		{record.Email, [][]string{
			{"ana.pop@a.example|ana.pop@a.example"},
			{"ana.pop@a.example|ana.pop@b.example", "ana.pop@a.example|ana.ppo@a.example"},
			{"ana12@a.example|ana13@a.example", "info@a.example|sales@a.example", "ana.pop@a.example|dan.ionescu@a.example"},
		}},
		{record.Phone, [][]string{
			{"+33199000001|+33199000001", "+33199000001|+40722111222\x1f+33199000001"},
			{"+33199000001|0199000001", "+33199000001|+33199000002", "+33199000010|+33199000001"},
			{"+33199000001|+40722111222", "+33199000001|+33261918222"},
		}},
		{record.URL, [][]string{
			{"shop.example|shop.example"},
			{"shop.example|shop.example/contact", "shop.example|shops.example"},
			{"shop.example|mill.example"},
		}},
		{record.VAT, [][]string{
			{"FR40303265045|FR40303265045"},
			{"FR40303265045|FR40303265054", "FR40303265045|FR4030326504"},
			{"FR40303265045|RO18547290"},
		}},
		{record.BirthDate, [][]string{
			{"1980-02-03|1980-02-03"},
			{"1980-02-03|1980-03-02", "1980-02-03|1980-02-13", "1980-02-03|1980-02", "1980-02-03|1980", "1980-02-03|1908-02-03"},
			{"1980-02-03|1980-11-27", "1980-02-03|1981-09-14"},
			{"1980-02-03|1955-09-14"},
		}},
		{record.Street, [][]string{
			{"12 rue victor hugo|12 rue victor hugo"},
			{"12 rue victor hugo|12 rue vitcor hugo", "12 rue victor hugo|12 rue victor hugo appartement 4", "12 rue victor hugo|rue victor hugo"},
			{"12 rue victor hugo|14 rue victor hugo"},
			{"12 rue victor hugo|9 place carnot", "12 rue victor hugo|12 boulevard carnot"},
		}},
		{record.Company, [][]string{
			{"moulin vert|moulin vert"},
			{"moulin vert|moulinvert", "moulin valentin|moulin valantin"},
			{"moulin vert|moulin vert lyon", "societe nationale chemins fer|sncf"},
			{"moulin vert|atelier bleu", "moulin vert|societe nationale chemins fer"},
		}},
		{record.Gender, [][]string{{"m|m"}, {"m|f"}}},
	} {
		var values []string
		for _, step := range c.steps {
			for _, p := range step {
				x, y, _ := strings.Cut(p, "|")
				values = append(values, x, y)
			}
		}
		s := NewSet([]Field{{Name: "x", Kind: c.kind, Columns: []*record.Codes{codes(values...)}, Variants: nicknames}})
		cmp := comparison(t, s, c.kind)
		here := ask(cmp)
		worst, row := Level(0), 0
		for _, step := range c.steps {
			next := worst
			for _, p := range step {
				l, _ := here.levels(row, row+1)
				row += 2
				if l <= worst {
					t.Errorf("%s: %q is at %d (%s), as good as one that should be better", c.kind, p, l, cmp.Spec().Levels[max(l, 1)-1].Name)
				}
				next = max(next, l)
			}
			worst = next
		}
	}
}

// What a shared value is worth falls with the number of records that share it.
func TestContactsFallWithSharing(t *testing.T) {
	last, first := Level(0), Level(0)
	for _, n := range []int{2, 3, 4, 10, 40, 200, 3000} {
		values := make([]string, n+1)
		for i := range n {
			values[i] = "+33199000001"
		}
		values[n] = "+40722111222"
		l, _ := ask(NewSet([]Field{{Name: "x", Kind: record.Phone, Columns: []*record.Codes{codes(values...)}}}).Comparisons[0]).levels(0, 1)
		if l < last {
			t.Errorf("%d records share a phone: level %d, better than among fewer", n, l)
		}
		if first == 0 {
			first = l
		}
		last = l
	}
	if last == first {
		t.Errorf("a phone of 3,000 records is worth what a phone of two is")
	}
}

// The correction for frequency makes a rare value tell more than a common one.
func TestRareValuesTellMore(t *testing.T) {
	var values []string
	for i := range 400 {
		values = append(values, "martin", "martin", fmt.Sprint("name", i%200))
	}
	for _, k := range []record.Kind{record.GivenName, record.FamilyName, record.BirthDate, record.Street, record.Company, record.Category} {
		c := NewSet([]Field{{Name: "x", Kind: k, Columns: []*record.Codes{codes(values...)}}}).Comparisons[0]
		here := ask(c)
		_, common := here.levels(0, 1)
		_, rare := here.levels(2, 602)
		if !(rare > common) {
			t.Errorf("%s: a rare value is corrected by %v bits, a common one by %v", k, rare, common)
		}
	}
}

func TestNamesAcrossColumns(t *testing.T) {
	kinds := []record.Kind{record.GivenName, record.FamilyName}
	s := NewSet(fields(kinds,
		[]string{"ion", "popescu"},
		[]string{"popescu", "ion"},
		[]string{"popescu", ""},
		[]string{"", "popescu"},
		[]string{"popescu", "maria"},
		[]string{"radu", "ion"},
		[]string{"", ""},
		[]string{"", "ion"},
	))
	given, family := ask(comparison(t, s, record.GivenName)), ask(comparison(t, s, record.FamilyName))
	for _, c := range []struct {
		what          string
		a, b          int
		given, family Level
	}{
		{"both names in the other's column", 0, 1, 1, 1},
		{"a lone name in either column counts once", 2, 3, 1, Missing},
		{"a lone given name in the column of surnames counts once", 0, 7, 1, Missing},
		{"nothing to compare with", 0, 6, Missing, Missing},
	} {
		if l, _ := given.levels(c.a, c.b); l != c.given {
			t.Errorf("%s: given name at %d", c.what, l)
		}
		if l, _ := family.levels(c.a, c.b); l != c.family {
			t.Errorf("%s: family name at %d", c.what, l)
		}
	}
	for _, p := range [][2]int{{0, 4}, {0, 5}} {
		g, _ := given.levels(p[0], p[1])
		f, _ := family.levels(p[0], p[1])
		if g == 1 && f == 1 {
			t.Errorf("rows %v share one name across columns and count as swapped", p)
		}
	}
}

// What an e-mail's name part says may have been said by the names already; a
// second e-mail that is the same still counts.
func TestEmailsMadeOfNames(t *testing.T) {
	kinds := []record.Kind{record.GivenName, record.FamilyName, record.Email}
	s := NewSet(fields(kinds,
		[]string{"ion", "popescu", "ion.popescu@a.example"},
		[]string{"ion", "popescu", "ion.popescu@b.example"},
		[]string{"ion", "popescu", "ion.popescu@a.example\x1fbrutarie@c.example"},
		[]string{"ion", "popescu", "ion.popescu@b.example\x1fbrutarie@c.example"},
		[]string{"ion", "popescu", "luceafar77@a.example"},
		[]string{"ion", "popescu", "luceafar77@b.example"},
	))
	c := comparison(t, s, record.Email)
	here := ask(c)
	if l, _ := here.levels(0, 1); l != Missing {
		t.Errorf("an e-mail made of the name speaks again: %q", c.Spec().Levels[l-1].Name)
	}
	if l, _ := here.levels(2, 3); l == Missing || !strings.HasPrefix(c.Spec().Levels[l-1].Name, "same, ") && c.Spec().Levels[l-1].Name != "same" {
		t.Errorf("a shared second e-mail is at %d", l)
	}
	if l, _ := here.levels(4, 5); l == Missing || int(l) == len(c.Spec().Levels) {
		t.Errorf("an unusual name part at two domains is at %d", l)
	}
}

func TestPlaces(t *testing.T) {
	kinds := []record.Kind{record.Postcode, record.City, record.Region, record.Country}
	s := NewSet(fields(kinds,
		[]string{"35000", "rennes", "bretagne", "fr"},        // 0
		[]string{"35000", "", "", ""},                        // 1
		[]string{"35700", "rennes", "bretagne", "fr"},        // 2
		[]string{"", "rennes", "", "fr"},                     // 3
		[]string{"", "rennes", "", "ro"},                     // 4
		[]string{"29200", "brest", "bretagne", "fr"},         // 5
		[]string{"75003", "paris", "ile de france", "fr"},    // 6
		[]string{"010101", "bucuresti", "bucuresti", "ro"},   // 7
		[]string{"35000", "bucuresti", "bucuresti", "ro"},    // 8
		[]string{"", "", "", ""},                             // 9
		[]string{"35001", "rennes", "bretagne", "fr"},        // 10
		[]string{"", "", "bretagne", "fr"},                   // 11
		[]string{"", "", "", "fr"},                           // 12
		[]string{"35010", "saint malo", "bretagne", "fr"},    // 13
		[]string{"35000", "rennes cedex", "bretagne", "fr"},  // 14
		[]string{"75003", "paris", "ile de france", "other"}, // 15
	))
	c := comparison(t, s, record.Postcode)
	here := ask(c)
	// In the order of what they are worth.
	worst := Level(0)
	for _, p := range [][2]int{{0, 14}, {0, 2}, {0, 5}, {0, 6}, {0, 7}} {
		l, _ := here.levels(p[0], p[1])
		if l <= worst {
			t.Errorf("rows %v are at %d (%s), no worse than the ones before", p, l, c.Spec().Levels[max(l, 1)-1].Name)
		}
		worst = l
	}
	if l, _ := here.levels(0, 1); l != 1 {
		t.Errorf("same postcode alone is at %d", l)
	}
	if l, _ := here.levels(0, 9); l != Missing {
		t.Errorf("nothing to compare is at %d", l)
	}
	for _, p := range [][2]int{{3, 4}, {0, 8}, {6, 15}} {
		if l, _ := here.levels(p[0], p[1]); l == Missing || strings.HasPrefix(c.Spec().Levels[l-1].Name, "same") {
			t.Errorf("rows %v in two countries are at %d", p, l)
		}
	}
}

// Several columns of one kind are one comparison; a value in one counts
// against the same value in the other.
func TestSeveralColumns(t *testing.T) {
	s := NewSet([]Field{
		{Name: "phone", Kind: record.Phone, Columns: []*record.Codes{codes("+33199000001", "+40722111222", "")}},
		{Name: "mobile", Kind: record.Phone, Columns: []*record.Codes{codes("", "+33199000001", "+40722111222\x1f+40722111222")}},
	})
	if len(s.Comparisons) != 1 || len(s.Comparisons[0].Spec().Fields) != 2 {
		t.Fatalf("%d comparisons", len(s.Comparisons))
	}
	here := ask(s.Comparisons[0])
	for _, p := range [][2]int{{0, 1}, {1, 2}} {
		if l, _ := here.levels(p[0], p[1]); l != 1 {
			t.Errorf("rows %v share a number across columns: level %d", p, l)
		}
	}
	if l, _ := here.levels(0, 2); int(l) != len(s.Comparisons[0].Spec().Levels) {
		t.Errorf("rows 0 and 2 share nothing: level %d", l)
	}
}

// Who is described decides what identifies: a person's names, else the
// company, else the text that tells most.
func TestWhatIdentifies(t *testing.T) {
	col := codes("alpha beta", "gamma", "delta")
	few := codes("x", "x", "y")
	for _, c := range []struct {
		what   string
		fields []Field
		want   record.Kind
	}{
		{"people", []Field{{Name: "c", Kind: record.Company, Columns: []*record.Codes{col}}, {Name: "g", Kind: record.GivenName, Columns: []*record.Codes{col}}}, record.GivenName},
		{"companies", []Field{{Name: "c", Kind: record.Company, Columns: []*record.Codes{col}}, {Name: "t", Kind: record.Text, Columns: []*record.Codes{col}}}, record.Company},
		{"products", []Field{{Name: "brand", Kind: record.JobTitle, Columns: []*record.Codes{few}}, {Name: "title", Kind: record.Text, Columns: []*record.Codes{col}}}, record.Text},
	} {
		var got []record.Kind
		for _, sp := range NewSet(c.fields).Specs() {
			if sp.Aspect == Identity {
				got = append(got, sp.Kind)
			}
		}
		if len(got) != 1 || got[0] != c.want {
			t.Errorf("%s are identified by %v", c.what, got)
		}
	}
}
