package compare

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/onefold/onefold/record"
	"pgregory.net/rapid"
)

// codes encodes one value a row.
func codes(values ...string) *record.Codes {
	c := record.NewCoder(len(values))
	for _, v := range values {
		c.Add([]byte(v))
	}
	return c.Codes()
}

func nicknames(v string) []string {
	first, _, _ := strings.Cut(v, " ")
	switch first {
	case "liz", "beth", "elizabeth":
		return []string{"elizabeth"}
	case "nico", "nicolas":
		return []string{"nicolas"}
	}
	return nil
}

// lists has, for each kind that is compared, values that are alike in the ways
// that its levels tell apart.
var lists = map[record.Kind][]string{
	record.GivenName:   {"", "jean", "jean pierre", "j p", "j", "jan", "liz", "beth", "elizabeth", "nico", "maria ana", "ana maria", "иван", "иванъ", "dupont"},
	record.FamilyName:  {"", "dupont", "dupond", "dupont martin", "martin dupont", "le gall", "legall", "pop", "popescu", "jean", "иванов", "петров"},
	record.MiddleName:  {"", "j", "jean", "ana maria", "maria"},
	record.Person:      {"", "jean\x1edupont", "dupont jean", "jean pierre\x1edupont", "ana\x1epop"},
	record.Email:       {"", "jean.dupont@a.example", "jean.dupont@b.example", "jean.dupnot@a.example", "info@a.example", "ana12@x.example", "ana13@x.example", "x@y", "jd@a.example\x1finfo@a.example"},
	record.Phone:       {"", "+33199000001", "199000001", "+33199000002", "+40722111222\x1f+33199000001", "+40722111222", "12345", "722111222"},
	record.URL:         {"", "a.example", "a.example/shop", "b.example", "aa.example", "long.name.example/x"},
	record.Identifier:  {"", "A1234567", "A1234568", "B99", "B98"},
	record.VAT:         {"", "FR40303265045", "FR40303265054", "RO18547290"},
	record.BirthDate:   {"", "1980-02-03", "1980-03-02", "1980-02-13", "1981-02-03", "1980", "1980-02", "1980-11-20", "1979-07-08", "2001-12-31", "nonsense"},
	record.Street:      {"", "12 rue victor hugo", "12 rue vitcor hugo", "14 rue victor hugo", "rue victor hugo", "12", "po box 12", "bp 12", "12 rue", "12 rue victor hugo appartement 4"},
	record.AddressLine: {"", "batiment a", "batiment b", "appartement 12", "batiment a appartement 12"},
	record.Company:     {"", "societe nationale chemins fer", "sncf", "boulangerie martin", "boulangerie martin lyon", "boulangeriemartin", "boulangerie marten", "cabinet roux", "a b", "b a", "aaaa aaab aaac", "aaab aaaa aaad", "aaaaaaaa aaaaaaab", "aaaaaaac aaaaaaab"},
	record.JobTitle:    {"", "comptable", "chef comptable", "directeur"},
	record.Text:        {"", "red wool scarf", "red wool scarf large", "blue scarf", "scarf red wool"},
	record.Gender:      {"", "m", "f", "x"},
	record.Category:    {"", "gold", "silver"},
	record.Number:      {"", "1", "2.5"},
	record.Date:        {"", "2020-01-02", "2020-02-01", "2021"},
	record.Boolean:     {"", "true", "false"},
	record.HouseNumber: {"", "12", "12bis"},
	record.Postcode:    {"", "35000", "35001", "75003", "ls38be", "010101"},
	record.City:        {"", "rennes", "renes", "saint etienne", "saintetienne", "paris", "bucuresti"},
	record.Region:      {"", "bretagne", "ile de france"},
	record.Country:     {"", "fr", "ro", "gb"},
}

// value draws a value of a kind: one of the list or any of a few letters.
func value(k record.Kind) *rapid.Generator[string] {
	listed := rapid.SampledFrom(lists[k])
	if k == record.BirthDate || k == record.Date || k == record.Gender {
		return listed
	}
	word := rapid.StringMatching("[ab]{2,9}")
	some := rapid.Map(rapid.SliceOfN(word, 1, 4), func(w []string) string { return strings.Join(w, " ") })
	if k == record.Email {
		some = rapid.Map(word, func(w string) string { return w + "@" + w + ".example" })
	}
	return rapid.OneOf(listed, some)
}

// groups are the fields that are compared together.
var groups = [][]record.Kind{
	{record.GivenName, record.FamilyName, record.Email, record.MiddleName, record.Person},
	{record.FamilyName, record.Phone, record.BirthDate, record.Gender},
	{record.GivenName},
	{record.FamilyName},
	{record.Postcode, record.City, record.Region, record.Country},
	{record.City, record.Country},
	{record.Company, record.Street, record.AddressLine, record.URL, record.VAT, record.Identifier},
	{record.Text, record.Category, record.Number, record.Date, record.Boolean, record.HouseNumber, record.JobTitle},
	{record.Person},
	{record.Email},
}

// drawn is columns of drawn values.
type drawn struct {
	kinds []record.Kind
	cells [][]string // column, row
	n     int
}

func draw(t *rapid.T, most int) drawn {
	d := drawn{kinds: rapid.SampledFrom(groups).Draw(t, "kinds"), n: rapid.IntRange(1, most).Draw(t, "rows")}
	for _, k := range d.kinds {
		d.cells = append(d.cells, rapid.SliceOfN(value(k), d.n, d.n).Draw(t, string(k)))
	}
	return d
}

// set makes the comparisons of the rows in the order given.
func (d drawn) set(order []int) *Set {
	var fields []Field
	for i, k := range d.kinds {
		values := make([]string, d.n)
		for r, from := range order {
			values[r] = d.cells[i][from]
		}
		f := Field{Name: string(k), Kind: k, Columns: []*record.Codes{codes(values...)}}
		if k == record.GivenName {
			f.Variants = nicknames
		}
		fields = append(fields, f)
	}
	return NewSet(fields)
}

func ascending(n int) []int {
	o := make([]int, n)
	for i := range o {
		o[i] = i
	}
	return o
}

// asker compares one pair at a time. A Scratch remembers pairs whichever side
// comes first, so each direction is asked with its own.
type asker struct {
	c       Comparison
	scratch [2]*Scratch
}

func ask(c Comparison) *asker { return &asker{c, [2]*Scratch{NewScratch(), NewScratch()}} }

func (k *asker) levels(a, b int) (Level, float32) {
	s := k.scratch[0]
	if a > b {
		s = k.scratch[1]
	}
	out, adjust := []Level{77}, []float32{0}
	k.c.Levels([]record.Pair{{A: record.Row(a), B: record.Row(b)}}, out, adjust, s)
	return out[0], adjust[0]
}

// How alike two records are depends neither on which comes first nor on the
// rows around them, and a shared scratch answers as a fresh one.
func TestComparisonsAreSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 7)
		forth := ascending(d.n)
		back := slices.Clone(forth)
		slices.Reverse(back)
		there, turned := d.set(forth), d.set(back)
		if len(there.Comparisons) != len(turned.Comparisons) {
			t.Fatalf("%d comparisons, of the rows turned round %d", len(there.Comparisons), len(turned.Comparisons))
		}
		var pairs []record.Pair
		for a := range d.n {
			for b := range d.n {
				pairs = append(pairs, record.Pair{A: record.Row(a), B: record.Row(b)})
			}
		}
		warm := NewScratch()
		for i, c := range there.Comparisons {
			all, adjust := make([]Level, len(pairs)), make([]float32, len(pairs))
			for range 2 {
				clear(adjust)
				c.Levels(pairs, all, adjust, warm)
			}
			here, other := ask(c), ask(turned.Comparisons[i])
			for k, p := range pairs {
				a, b := int(p.A), int(p.B)
				l, f := here.levels(a, b)
				if l2, f2 := here.levels(b, a); l2 != l || f2 != f {
					t.Fatalf("%s: rows %d and %d: level %d (%v), the other way %d (%v)", c.Spec().Name, a, b, l, f, l2, f2)
				}
				if l2, f2 := other.levels(d.n-1-a, d.n-1-b); l2 != l || math.Abs(float64(f2-f)) > 1e-4 {
					t.Fatalf("%s: rows %d and %d: level %d (%v), with the rows turned round %d (%v)", c.Spec().Name, a, b, l, f, l2, f2)
				}
				if all[k] != l || adjust[k] != f {
					t.Fatalf("%s: rows %d and %d: level %d (%v), in a slice %d (%v)", c.Spec().Name, a, b, l, f, all[k], adjust[k])
				}
			}
		}
	})
}

// Levels are in range; equal values are "same"; a side without a value makes a
// pair Missing and nothing else does. There are three exceptions, all wanted: a
// given name is looked up among the family names when its own column is blank;
// the family names then say nothing; and that two e-mails share a name part
// made of the record's own names says nothing that the names have not said.
func TestLevelsInRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 7)
		s := d.set(ascending(d.n))
		for _, c := range s.Comparisons {
			sp := c.Spec()
			filled := func(r int) bool {
				for i, k := range d.kinds {
					if slices.Contains(sp.Fields, string(k)) && d.cells[i][r] != "" {
						return true
					}
				}
				return false
			}
			here := ask(c)
			for a := range d.n {
				for b := range d.n {
					l, f := here.levels(a, b)
					if int(l) > len(sp.Levels) {
						t.Fatalf("%s: level %d of %d", sp.Name, l, len(sp.Levels))
					}
					if f != f || math.IsInf(float64(f), 0) {
						t.Fatalf("%s: rows %d and %d: adjustment %v", sp.Name, a, b, f)
					}
					if l != Missing && a == b && !strings.HasPrefix(sp.Levels[l-1].Name, "same") {
						t.Fatalf("%s: row %d and itself: %q", sp.Name, a, sp.Levels[l-1].Name)
					}
					both := filled(a) && filled(b)
					switch {
					case sp.Kind == record.Postcode || sp.Kind == record.Person:
						// Several fields, or what the names leave of one: below.
					case l == Missing && both && !((sp.Kind == record.Email || sp.Kind == record.FamilyName) && slices.Contains(d.kinds, record.GivenName)):
						t.Fatalf("%s: rows %d and %d have values and are missing", sp.Name, a, b)
					case l != Missing && !both && !(sp.Kind == record.GivenName && l == 1 && len(d.kinds) > 1):
						t.Fatalf("%s: rows %d and %d: level %d without values", sp.Name, a, b, l)
					}
					if sp.Kind == record.Postcode {
						shared := false
						for i := range d.kinds {
							shared = shared || d.cells[i][a] != "" && d.cells[i][b] != ""
						}
						if shared == (l == Missing) {
							t.Fatalf("place: rows %d and %d: level %d", a, b, l)
						}
					}
				}
			}
		}
	})
}

// Where Chance knows how many of all pairs agree, counting gives the same.
func TestChanceIsCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]record.Kind{
			record.GivenName, record.FamilyName, record.Email, record.Phone, record.VAT, record.BirthDate,
			record.Street, record.Company, record.Text, record.Gender, record.Category,
		}).Draw(t, "kind")
		n := rapid.IntRange(1, 90).Draw(t, "rows")
		values := rapid.SliceOfN(rapid.SampledFrom(lists[kind]), n, n).Draw(t, "values")
		several := slices.ContainsFunc(values, func(v string) bool { return strings.Contains(v, Separator) })
		c := NewSet([]Field{{Name: "x", Kind: kind, Columns: []*record.Codes{codes(values...)}}}).Comparisons[0]
		count := make([]float64, len(c.Spec().Levels)+1)
		here := ask(c)
		for a := range n {
			for b := a + 1; b < n; b++ {
				l, _ := here.levels(a, b)
				count[l]++
			}
		}
		known := 0
		for l, want := range c.Chance() {
			if l == 0 || math.IsNaN(want) {
				continue
			}
			known++
			// A pair that shares two values stands at the better one's level only.
			if count[l] != want && !(several && count[l] < want) {
				t.Fatalf("%s, %q: %v pairs, Chance says %v", kind, c.Spec().Levels[l-1].Name, count[l], want)
			}
		}
		if known == 0 {
			t.Fatalf("%s: Chance knows nothing", kind)
		}
	})
}

func everything(n int) *Set {
	var fields []Field
	for _, k := range record.Kinds() {
		list := lists[k]
		if len(list) == 0 || k == record.Date || k == record.Boolean || k == record.Number {
			continue
		}
		values := make([]string, n)
		for r := range values {
			values[r] = list[(r*7+len(k))%len(list)]
		}
		f := Field{Name: string(k), Kind: k, Columns: []*record.Codes{codes(values...)}}
		if k == record.GivenName {
			f.Variants = nicknames
		}
		fields = append(fields, f)
	}
	return NewSet(fields)
}

func TestPriorsSumToOne(t *testing.T) {
	sets := []*Set{everything(30)}
	for _, g := range groups {
		d := drawn{kinds: g, n: 3}
		for _, k := range g {
			d.cells = append(d.cells, lists[k][:3])
		}
		sets = append(sets, d.set(ascending(3)))
	}
	for _, s := range sets {
		for _, sp := range s.Specs() {
			var sum float64
			for _, l := range sp.Levels {
				if l.Prior <= 0 || l.Name == "" {
					t.Errorf("%s: level %q has prior %v", sp.Name, l.Name, l.Prior)
				}
				sum += l.Prior
			}
			if math.Abs(sum-1) > 1e-9 {
				t.Errorf("%s: priors sum to %v", sp.Name, sum)
			}
			if len(sp.Levels) >= 1<<Bits {
				t.Errorf("%s: %d levels do not fit a Pattern", sp.Name, len(sp.Levels))
			}
			if sp.Name == "" || len(sp.Fields) == 0 {
				t.Errorf("%+v has no name or no fields", sp)
			}
		}
	}
}

// No field is lost: what is not compared is said to be left.
func TestSetTellsWhatIsLeft(t *testing.T) {
	var fields []Field
	for i := range 20 {
		fields = append(fields, Field{Name: "note " + string(rune('a'+i)), Kind: record.Text, Columns: []*record.Codes{codes("x y", "z")}})
	}
	fields = append(fields, Field{Name: "mail", Kind: record.Email, Columns: []*record.Codes{codes("a@b.example", "c@d.example")}})
	s := NewSet(fields)
	if len(s.Comparisons) != MaxComparisons {
		t.Errorf("%d comparisons", len(s.Comparisons))
	}
	told := map[string]bool{}
	for _, sp := range s.Specs() {
		for _, f := range sp.Fields {
			told[f] = true
		}
	}
	if !told["mail"] {
		t.Error("the e-mail gave way to a text")
	}
	for _, f := range s.Left {
		told[f] = true
	}
	for _, f := range fields {
		if !told[f.Name] {
			t.Errorf("%q is neither compared nor left", f.Name)
		}
	}
}

func TestLevelsDoNotAllocate(t *testing.T) {
	const n = 60
	s := everything(n)
	var pairs []record.Pair
	for a := range record.Row(n) {
		for b := a + 1; b < n; b++ {
			pairs = append(pairs, record.Pair{A: a, B: b})
		}
	}
	out, adjust := make([]Level, len(pairs)), make([]float32, len(pairs))
	scratch := NewScratch()
	for _, c := range s.Comparisons {
		work := func() { c.Levels(pairs, out, adjust, scratch) }
		work()
		if a := testing.AllocsPerRun(5, work); a != 0 {
			t.Errorf("%s: %v allocations for %d pairs", c.Spec().Name, a, len(pairs))
		}
	}
}

// Phrases whose words are near to several of each other's are the hardest to
// treat alike from both sides.
func TestPhrasesAreSymmetric(t *testing.T) {
	near := rapid.StringOfN(rapid.SampledFrom([]rune("ab")), 4, 7, -1)
	phrase := rapid.Map(rapid.SliceOfN(near, 1, 5), func(w []string) string { return strings.Join(w, " ") })
	scratch := NewScratch()
	one := func(kind record.Kind, values ...string) Level {
		c := NewSet([]Field{{Name: "x", Kind: kind, Columns: []*record.Codes{codes(values...)}}}).Comparisons[0]
		out := []Level{0}
		scratch.Cache.Forget()
		c.Levels([]record.Pair{{A: 0, B: 1}}, out, nil, scratch)
		return out[0]
	}
	check := func(t interface{ Fatalf(string, ...any) }, kind record.Kind, x, y string) {
		if a, b := one(kind, x, y, y), one(kind, y, x, y); a != b {
			t.Fatalf("%s: %q and %q: level %d, the other way %d", kind, x, y, a, b)
		}
	}
	check(t, record.Street, "12 aaaa aaaaaaa aaab", "aaba aabb aaaaabb abaa baaa")
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]record.Kind{record.Company, record.Street}).Draw(t, "kind")
		x, y := phrase.Draw(t, "x"), phrase.Draw(t, "y")
		if kind == record.Street {
			x, y = "12 "+x, rapid.SampledFrom([]string{"", "12 ", "14 "}).Draw(t, "number")+y
		}
		check(t, kind, x, y)
	})
}

func TestPattern(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		levels := rapid.SliceOfN(rapid.Uint8Range(0, 1<<Bits-1), MaxComparisons, MaxComparisons).Draw(t, "levels")
		var p Pattern
		for i, l := range levels {
			p |= Pattern(l) << (Bits * i)
		}
		for i, l := range levels {
			if p.Level(i) != l {
				t.Fatalf("comparison %d: level %d, want %d", i, p.Level(i), l)
			}
		}
	})
}
