package pipeline

import (
	"slices"
	"strings"

	"github.com/onefold/onefold/internal/pipeline/recode"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/normalize"
	"github.com/onefold/onefold/normalize/name"
	"github.com/onefold/onefold/normalize/people"
	"github.com/onefold/onefold/record"
)

// names are the columns that say who a record is about.
type names struct {
	given, family, person int // columns, -1 where there is none
}

// part separates the pieces of one key: given and family names, or street,
// postcode and city.
const part = "\x1e"

// longText is the mean length in bytes from which a text is prose, which says
// more of who wrote it than of whom it is about.
const longText = 80

// matchFields says what the matcher compares.
func (j *Job) matchFields() []matcher.Field {
	off := map[string]bool{}
	for _, f := range j.Policy.Matching.Ignore {
		off[f] = true
	}
	kindsOff := j.Policy.Matching.ComparisonsOff
	for _, f := range j.Inference.Fields {
		if d := j.Policy.Fields[f.Name]; d != nil && d.Ignore || slices.Contains(kindsOff, string(f.Kind)) {
			off[f.Name] = true
		}
	}
	var fields []matcher.Field
	var prose []int // columns of long texts
	n := j.chooseNames()
	j.names = n
	add := func(i int, k record.Kind, codes *record.Codes) {
		if codes.Distinct() < 2 || slices.Contains(kindsOff, string(k)) {
			return // a constant tells nothing; parts of a column may be of a kind that is off
		}
		f := matcher.Field{Name: j.Inference.Fields[i].Name, Kind: k, Group: j.Inference.Fields[i].Group, Columns: []*record.Codes{codes}}
		if k == record.GivenName {
			f.Variants = Variants
		}
		fields = append(fields, f)
	}
	has := func(k record.Kind) bool {
		for i, f := range j.Inference.Fields {
			if f.Kind == k && !off[f.Name] && j.Standards[i].Keys.Distinct() > 1 {
				return true
			}
		}
		return false
	}
	for i, f := range j.Inference.Fields {
		if off[f.Name] {
			continue
		}
		s := j.Standards[i]
		switch f.Kind {
		case record.RecordID, record.Owner, record.Origin, record.Consent, record.Created, record.Modified, record.Unknown:
		case record.GivenName, record.FamilyName:
			switch {
			case i == n.given || i == n.family:
				add(i, f.Kind, s.Keys)
			case f.Kind == record.GivenName && n.given >= 0:
				add(i, record.MiddleName, s.Keys)
			default:
				add(i, record.Person, recode.Map(s.Keys, func(v string) string { return strings.TrimSpace(strings.ReplaceAll(v, part, " ")) }))
			}
		case record.Person:
			if i == n.person && n.given < 0 && n.family < 0 {
				ps := recode.Split(s.Keys, part, 2)
				add(i, record.GivenName, ps[0])
				add(i, record.FamilyName, ps[1])
			} else if j.Lists(i) {
				had := len(fields)
				add(i, record.Person, recode.Map(j.Columns[i].Codes, people.Key))
				for k := range fields[had:] {
					fields[had+k].Lists = true
				}
			} else {
				add(i, record.Person, j.folded(i))
			}
		case record.NamePrefix:
			if !has(record.Gender) {
				add(i, record.Gender, j.gender(i))
			}
		case record.NameSuffix:
			add(i, record.Category, s.Keys)
		case record.Address:
			ps := recode.Split(s.Keys, part, 3)
			add(i, record.Street, ps[0])
			if !has(record.Postcode) {
				add(i, record.Postcode, ps[1])
			}
			if !has(record.City) {
				add(i, record.City, ps[2])
			}
		case record.Street:
			add(i, record.Street, j.withNumber(i))
		case record.HouseNumber:
			if !has(record.Street) {
				add(i, f.Kind, s.Keys)
			}
		case record.Identifier:
			if f.Role == "alternate_key" && s.Keys.Distinct() == s.Keys.Filled() {
				continue // as many values as records: it can agree nowhere
			}
			add(i, f.Kind, s.Keys)
		case record.Text:
			if recode.MeanLength(s.Keys) < longText {
				add(i, f.Kind, s.Keys)
				if codes := recode.CodeWords(s.Keys); codes != nil {
					had := len(fields)
					add(i, record.Identifier, codes)
					for k := range fields[had:] {
						fields[had+k].Name = "code in " + f.Name
					}
				}
			} else {
				prose = append(prose, i)
			}
		default:
			add(i, f.Kind, s.Keys)
		}
	}
	if !slices.ContainsFunc(fields, identifies) {
		for _, i := range prose {
			add(i, record.Text, j.Standards[i].Keys) // there is nothing better to go by
		}
	}
	return fields
}

// identifies says of a field that it may tell a record from all others.
func identifies(f matcher.Field) bool {
	switch f.Kind {
	case record.GivenName, record.FamilyName, record.Person, record.Company, record.Text, record.Email, record.Phone, record.Street, record.AddressLine, record.Identifier:
		return true
	}
	return false
}

// chooseNames finds the columns that name whom a record is about: given and
// family name, or one whole name. The name of a person at a company (its
// director) is not that where the company has a name of its own.
func (j *Job) chooseNames() *names {
	n := &names{-1, -1, -1}
	best := func(k record.Kind) int {
		at, most := -1, 0
		for i, f := range j.Inference.Fields {
			if f.Kind != k || f.Role != "" && k != record.Person {
				continue
			}
			if filled := j.Standards[i].Keys.Filled(); filled > most {
				at, most = i, filled
			}
		}
		return at
	}
	n.given, n.family, n.person = best(record.GivenName), best(record.FamilyName), best(record.Person)
	if n.person >= 0 && j.Lists(n.person) {
		n.person = -1
	}
	company := best(record.Company)
	if company >= 0 && n.given < 0 {
		// A family name by itself may also be anything that is called like one.
		for _, at := range []*int{&n.person, &n.family} {
			if *at >= 0 && 2*j.Standards[*at].Keys.Filled() < j.Standards[company].Keys.Filled() {
				*at = -1
			}
		}
	}
	return n
}

// listed is the share of cells that name several people from which a column
// lists people, such as authors, and does not name the record.
const listed = .2

// credits reports whether a column of whole names says by whom the thing is that
// a record is about: the author of a book, the artist of a song. There is then a
// text, its title, that tells more than the name, and nothing that only people have.
func (j *Job) credits(i int) bool {
	told := false
	for k, f := range j.Inference.Fields {
		switch f.Kind {
		case record.GivenName, record.FamilyName, record.Company, record.Email, record.Phone, record.BirthDate, record.Gender, record.NamePrefix,
			record.JobTitle, record.Street, record.Address, record.AddressLine, record.Postcode, record.City:
			return false
		case record.Text:
			keys := j.Standards[k].Keys
			told = told || recode.MeanLength(keys) < longText && recode.Entropy(keys) >= recode.Entropy(j.Standards[i].Keys)
		}
	}
	return told
}

// Lists reports whether a column of names lists people, or names whom the thing
// is by that a record is about.
func (j *Job) Lists(i int) bool {
	if j.credits(i) {
		return true
	}
	codes := j.Columns[i].Codes
	var several, all float64
	for c := 1; c < len(codes.Count); c++ {
		all += float64(codes.Count[c])
		if severalPeople(codes.Value(record.Code(c))) {
			several += float64(codes.Count[c])
		}
	}
	return several > listed*all
}

// severalPeople reports whether a value has two parts or more that are whole
// names, of two words at least: "Dupont, Jean" is one person.
func severalPeople(v string) bool {
	whole := 0
	for p := range strings.FieldsFuncSeq(v, func(r rune) bool { return r == ',' || r == ';' || r == '&' || r == '|' }) {
		for q := range strings.SplitSeq(p, " and ") {
			if len(strings.Fields(q)) > 1 {
				whole++
			}
		}
	}
	return whole > 1
}

// folded returns the words of a column as they are, in plain letters.
func (j *Job) folded(i int) *record.Codes {
	n := j.Registry[record.Text]
	return recode.Map(j.Columns[i].Codes, func(v string) string { return n.Normalize(v, normalize.Context{}).Key })
}

// Variants gives the names that a given name may stand for.
func Variants(v string) []string {
	first, _, _ := strings.Cut(v, " ")
	return name.Equivalents(first)
}

// gender reads the gender that a civility tells.
func (j *Job) gender(i int) *record.Codes {
	n := j.Registry[record.Gender]
	return recode.Map(j.Columns[i].Codes, func(v string) string { return n.Normalize(v, j.Inference.Fields[i].Context).Key })
}

// withNumber puts the house number of the street's group in front of it.
func (j *Job) withNumber(street int) *record.Codes {
	keys := j.Standards[street].Keys
	for i, f := range j.Inference.Fields {
		if f.Kind != record.HouseNumber || f.Group != j.Inference.Fields[street].Group {
			continue
		}
		number := j.Standards[i].Keys
		coder := record.NewCoder(keys.Len())
		var buf []byte
		for r, c := range keys.Of {
			buf = buf[:0]
			v, nr := keys.Value(c), number.Value(number.Of[r])
			if nr != "" && (v == "" || v[0] < '0' || v[0] > '9') {
				buf = append(buf, nr...)
				if v != "" {
					buf = append(buf, ' ')
				}
			}
			coder.Add(append(buf, v...))
		}
		return coder.Codes()
	}
	return keys
}
