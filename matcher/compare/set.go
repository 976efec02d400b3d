package compare

import (
	"slices"
	"sort"

	"github.com/onefold/onefold/matcher/compare/derive"
	"github.com/onefold/onefold/record"
)

// Field is what the matcher is given of one field, or of several that hold the
// same kind of value.
type Field struct {
	Name     string
	Kind     record.Kind
	Group    string          // fields of one address or of one name share a group
	Columns  []*record.Codes // normalized keys; several for e-mails, phones and the like
	Variants func(value string) []string
	// Lists says that a value of kind Person names several people, as Key of
	// normalize/people writes them.
	Lists bool
	// Telling is how many bits a value tells on average, where the caller knows
	// better than the counts of all rows do; 0 where it does not.
	Telling float64
	// Rarity is, for each code of the first column, how many bits rarer than on
	// average the value is among pairs that agree by chance; nil where it follows
	// from the counts of all rows.
	Rarity []float32
}

// Separator stands between several values in one cell.
const Separator = "\x1f"

// Set is the comparisons for a list of fields.
type Set struct {
	Comparisons []Comparison
	Left        []string // fields that no comparison reads
	texts       []*text
	contacts    []*contact
}

// Described returns a Set of the same descriptions that holds no values; it can
// compare nothing.
func (s *Set) Described() *Set {
	d := &Set{Left: s.Left}
	for _, c := range s.Comparisons {
		d.Comparisons = append(d.Comparisons, &described{*c.Spec()})
	}
	return d
}

type described struct{ spec Spec }

func (d *described) Spec() *Spec { return &d.spec }

func (d *described) Chance() []float64 { return make([]float64, len(d.spec.Levels)+1) }

func (d *described) Levels(_ []record.Pair, out []Level, _ []float32, _ *Scratch) { clear(out) }

// Specs returns the descriptions in order.
func (s *Set) Specs() []*Spec {
	specs := make([]*Spec, len(s.Comparisons))
	for i, c := range s.Comparisons {
		specs[i] = c.Spec()
	}
	return specs
}

func (s *Set) prepare(c *record.Codes) *text {
	t := prepare(c)
	s.texts = append(s.texts, t)
	return t
}

// Pack lays the codes of each row side by side: a pair of rows is looked up in
// two places of the memory and not in two a column. It is worth its memory, four
// bytes a row and column, where many pairs are to come. Nobody may use the set
// meanwhile.
func (s *Set) Pack() {
	views := make([]*view, 0, len(s.texts)+len(s.contacts))
	for _, t := range s.texts {
		views = append(views, &t.rows)
	}
	for _, c := range s.contacts {
		if c.set.Single() {
			views = append(views, &c.rows)
		}
	}
	if len(views) == 0 || views[0].stride != 1 {
		return
	}
	n := len(views[0].codes)
	all := make([]record.Code, n*len(views))
	for k, v := range views {
		for r, c := range v.codes {
			all[r*len(views)+k] = c
		}
		*v = view{all[min(k, len(all)):], len(views)}
	}
}

// rank orders the kinds by how much a comparison of theirs usually tells, for
// when there are more than MaxComparisons.
var rank = map[record.Kind]int{
	record.GivenName: 1, record.FamilyName: 2, record.Company: 3, record.Email: 4, record.Phone: 5, record.BirthDate: 6,
	record.Street: 7, record.Postcode: 8, record.Identifier: 9, record.VAT: 9, record.SIREN: 9, record.SIRET: 9, record.ROCUI: 9, record.IBAN: 9,
	record.URL: 10, record.MiddleName: 11, record.Person: 12, record.AddressLine: 13, record.Gender: 14, record.JobTitle: 15,
	record.Text: 16, record.Category: 17, record.Number: 18, record.Date: 19, record.Boolean: 20, record.HouseNumber: 21,
}

// NewSet chooses comparisons for fields by their kinds. What identifies is
// decided by what there is: given name, birth date and ids where people are
// described, else the company, else the text that tells most.
func NewSet(fields []Field) *Set {
	type made struct {
		c    Comparison
		rank int
	}
	var all []made
	set := &Set{}
	byKind := map[record.Kind][]Field{}
	for _, f := range fields {
		byKind[f.Kind] = append(byKind[f.Kind], f)
	}
	id := uint32(1)
	add := func(c Comparison) {
		all = append(all, made{c, rank[c.Spec().Kind]})
		id++
	}
	one := func(f Field) *text {
		t := set.prepare(f.Columns[0])
		for c, bits := range f.Rarity {
			t.at[c].freq = max(-8, min(MostAdjusted, bits))
		}
		return t
	}
	plain := func(f Field) *text {
		if left := derive.Elsewhere(f.Columns[0], first(fields, record.City)); left != f.Columns[0] {
			return set.prepare(left)
		}
		return one(f)
	}
	spec := func(f Field, a Aspect) Spec {
		return Spec{Name: word(f.Kind), Fields: []string{f.Name}, Kind: f.Kind, Aspect: a}
	}

	var given, family *text
	if fs := byKind[record.GivenName]; len(fs) > 0 {
		given = one(fs[0])
	}
	if fs := byKind[record.FamilyName]; len(fs) > 0 {
		family = one(fs[0])
	}
	person := given != nil || family != nil
	if given != nil {
		f := byKind[record.GivenName][0]
		add(newNames(id, spec(f, Identity), given, family, true, f.Variants))
	}
	if family != nil {
		add(newNames(id, spec(byKind[record.FamilyName][0], Surname), family, given, false, nil))
	}
	for _, kind := range []record.Kind{record.Email, record.Phone, record.URL} {
		fs := byKind[kind]
		if len(fs) == 0 {
			continue
		}
		sp := spec(fs[0], Contact)
		if kind == record.URL {
			sp.Aspect = Work
		}
		var cols []*record.Codes
		sp.Fields = nil
		for _, f := range fs {
			cols = append(cols, f.Columns...)
			sp.Fields = append(sp.Fields, f.Name)
		}
		c := newContact(id, sp, derive.NewMulti(cols, Separator))
		if kind == record.Email {
			c.names = [2]*text{given, family}
		}
		set.contacts = append(set.contacts, c)
		add(c)
	}
	for _, kind := range []record.Kind{record.Identifier, record.VAT, record.SIREN, record.SIRET, record.ROCUI, record.IBAN} {
		for _, f := range byKind[kind] {
			sp := spec(f, Identity)
			sp.Name = f.Name
			c := newContact(id, sp, derive.NewMulti(f.Columns, Separator))
			set.contacts = append(set.contacts, c)
			add(c)
		}
	}
	for _, f := range byKind[record.BirthDate] {
		add(newDates(id, spec(f, Identity), one(f)))
	}
	for _, f := range byKind[record.Date] {
		sp := spec(f, Other)
		sp.Name = f.Name
		add(newDates(id, sp, one(f)))
	}
	for i, f := range byKind[record.Street] {
		c := newStreet(id, spec(f, Place), one(f))
		if fs := byKind[record.AddressLine]; i == 0 && len(fs) > 0 {
			c.lines = one(fs[0])
		}
		add(c)
	}
	set.addPlaces(fields, func(p *place) { p.id = id; add(p) })
	most := 0
	for _, f := range byKind[record.Company] {
		most = max(most, f.Columns[0].Filled())
	}
	for _, f := range byKind[record.Company] {
		// Where no person is named, the company whose name is there most often
		// is whom the record is about; any other is whom it belongs to.
		a := Work
		if !person && f.Columns[0].Filled() == most {
			a, most = Identity, -1
		}
		add(newPhrase(id, spec(f, a), plain(f)))
	}
	if given != nil && family != nil && len(byKind[record.Company]) > 0 {
		c := &presence{names: [2]*text{given, family}, spec: Spec{
			Name: "person named", Kind: record.Person, Aspect: Work, Levels: presenceLevels,
			Fields: []string{byKind[record.GivenName][0].Name, byKind[record.FamilyName][0].Name},
		}}
		if ch := c.Chance(); ch[2] > 0 {
			add(c)
		}
	}
	for _, kind := range []record.Kind{record.Person, record.MiddleName, record.AddressLine, record.JobTitle, record.Text} {
		for _, f := range byKind[kind] {
			sp := spec(f, Other)
			sp.Name = f.Name
			var t *text
			switch {
			case kind == record.MiddleName && person:
				sp.Aspect = Identity
				add(newNames(id, sp, one(f), nil, true, f.Variants))
				continue
			case f.Lists:
				add(newPeople(id, sp, one(f)))
				continue
			case kind == record.AddressLine:
				sp.Aspect = Place
				t = one(f)
			case kind == record.Person && person:
				t = set.prepare(derive.Without(f.Columns[0], first(fields, record.GivenName), first(fields, record.FamilyName)))
				sp.Name += " (what the names leave)"
			default:
				t = plain(f)
			}
			add(newPhrase(id, sp, t))
		}
	}
	for _, kind := range []record.Kind{record.Gender, record.Category, record.Number, record.Boolean, record.HouseNumber} {
		for _, f := range byKind[kind] {
			sp := spec(f, Other)
			sp.Name = f.Name
			switch kind {
			case record.Gender:
				sp.Aspect = Identity
			case record.HouseNumber:
				sp.Aspect = Place
			}
			if kind == record.Number || kind == record.Category {
				add(newNumber(sp, one(f)))
			} else {
				add(newCategory(sp, one(f)))
			}
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].rank < all[j].rank })
	for i, m := range all {
		if i >= MaxComparisons {
			set.Left = append(set.Left, m.c.Spec().Fields...)
			continue
		}
		set.Comparisons = append(set.Comparisons, m.c)
	}
	if !person {
		set.identify(fields)
	}
	if len(set.Comparisons) == 1 {
		if p, ok := set.Comparisons[0].(*phrase); ok {
			p.spec.Aspect, p.spec.Levels = Identity, identityLevels
			set.Comparisons[0] = newLone(p)
		}
	}
	for _, c := range set.Comparisons {
		if sp := c.Spec(); sp.Aspect == Identity && sp.Kind != record.Gender && sp.Kind != record.MiddleName || sp.Aspect == Surname {
			sp.Different = mostDifferent
		}
		if p, ok := c.(*phrase); ok && p.spec.Aspect == Identity {
			p.spec.Levels = identityLevels
		}
	}
	return set
}

// mostDifferent bounds Spec.Different of what identifies: about one true pair in seven.
const mostDifferent = .15

// identify decides what identifies records that name no person: the text whose
// values tell most. A company name does unless another text tells much more,
// as a title does beside its publisher.
func (s *Set) identify(fields []Field) {
	best, most := -1, 0.0
	for i, c := range s.Comparisons {
		p, ok := c.(*phrase)
		if !ok || p.spec.Aspect == Place {
			continue
		}
		e := derive.Entropy(p.text.codes)
		if at := slices.IndexFunc(fields, func(f Field) bool { return f.Telling > 0 && f.Name == p.spec.Fields[0] }); at >= 0 {
			e = fields[at].Telling
		}
		if p.spec.Aspect == Identity {
			e *= 1.5
			p.spec.Aspect = Work
		}
		if e > most {
			best, most = i, e
		}
	}
	if best >= 0 {
		s.Comparisons[best].Spec().Aspect = Identity
	}
}

// first returns the column of the first field of a kind, nil where there is none.
func first(fields []Field, kind record.Kind) *record.Codes {
	for _, f := range fields {
		if f.Kind == kind {
			return f.Columns[0]
		}
	}
	return nil
}

// addPlaces makes one comparison of each group of postcode, city, region and country.
func (s *Set) addPlaces(fields []Field, add func(*place)) {
	var order []string
	groups := map[string]*place{}
	for _, f := range fields {
		switch f.Kind {
		case record.Postcode, record.City, record.Region, record.Country:
		default:
			continue
		}
		p := groups[f.Group]
		if p == nil {
			p = &place{spec: Spec{Name: "place", Kind: record.Postcode, Aspect: Place, Levels: placeLevels}}
			groups[f.Group] = p
			order = append(order, f.Group)
		}
		var to **text
		switch f.Kind {
		case record.Postcode:
			to = &p.postcode
		case record.City:
			to = &p.city
		case record.Region:
			to = &p.region
		default:
			to = &p.country
		}
		if *to != nil {
			s.Left = append(s.Left, f.Name)
			continue
		}
		*to = s.prepare(f.Columns[0])
		p.spec.Fields = append(p.spec.Fields, f.Name)
	}
	for _, g := range order {
		add(groups[g])
	}
}

// word is the kind as reports write it.
func word(k record.Kind) string {
	switch k {
	case record.GivenName:
		return "given name"
	case record.FamilyName:
		return "family name"
	case record.BirthDate:
		return "birth date"
	case record.Email:
		return "e-mail"
	}
	return string(k)
}
