package words

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/onefold/onefold/record"
)

//go:embed headers.txt
var headersText string

//go:embed roles.txt
var rolesText string

//go:embed neutral.txt
var neutralText string

//go:embed given.txt
var givenText string

//go:embed family.txt
var familyText string

//go:embed suffixes.txt
var suffixesText string

//go:embed cities.txt
var citiesText string

//go:embed regions.txt
var regionsText string

//go:embed countries.txt
var countriesText string

//go:embed lists.txt
var listsText string

// Class says what a word or phrase may be; a word may have many classes.
type Class uint32

// The classes of words.
const (
	Given       Class = 1 << iota // a given name
	Family                        // a family name
	City                          // a city
	Region                        // a state, county, département, județ
	Country                       // a country by name or ISO code
	Legal                         // a company's legal form
	Org                           // a word of organisations
	Street                        // a street type
	Unit                          // part of a building, or a post box
	Job                           // a word of job titles
	Civility                      // Mr, Mme, dl.
	Suffix                        // Jr, III
	Gender                        // a gender or its letter
	Boolean                       // a word for true or false
	Placeholder                   // says that there is no value
	Source                        // where leads come from
	Answer                        // an answer to a question for consent, beside those of Boolean
)

// Meaning is what a header phrase speaks for.
type Meaning struct {
	Kind     record.Kind
	Strength int    // natural log of the odds when the phrase is the whole header
	Language string // ISO 639-1
	Role     string // mobile, fax, … or ""
}

// Tables are the words, read once and never changed.
type Tables struct {
	headers   map[string][]Meaning
	compact   map[string]string // phrase without spaces → phrase
	roles     map[string]string
	neutral   map[string]bool
	class     map[string]Class
	countries map[string]string // name → ISO alpha-2
	regions   map[string]string // name → countries that have it, separated by spaces
	suffixes  []string
	longest   int // words of the longest header phrase
}

// Load returns the tables. It panics when the embedded text is malformed,
// which a test excludes.
var Load = sync.OnceValue(load)

func load() *Tables {
	t := &Tables{
		headers: map[string][]Meaning{}, compact: map[string]string{}, roles: map[string]string{}, neutral: map[string]bool{},
		class: map[string]Class{}, countries: map[string]string{}, regions: map[string]string{},
	}
	for line := range lines(headersText) {
		t.header(line)
	}
	for line := range lines(rolesText) {
		role, list, _ := strings.Cut(line, ":")
		for _, w := range strings.Fields(list) {
			t.roles[w] = role
		}
	}
	for line := range lines(neutralText) {
		for _, w := range strings.Fields(line) {
			t.neutral[w] = true
		}
	}
	for line := range lines(givenText) {
		for _, w := range strings.Fields(line) {
			t.class[w] |= Given
		}
	}
	for line := range lines(familyText) {
		for _, w := range strings.Fields(line) {
			t.class[w] |= Family
		}
	}
	for line := range lines(suffixesText) {
		t.suffixes = append(t.suffixes, strings.Fields(line)...)
	}
	for line := range lines(citiesText) {
		for _, w := range strings.Split(line, "|") {
			t.class[w] |= City
		}
	}
	for line := range lines(regionsText) {
		country, list, _ := strings.Cut(line, " ")
		for _, w := range strings.Split(list, "|") {
			t.class[w] |= Region
			t.regions[w] += country + " "
		}
	}
	for line := range lines(countriesText) {
		iso, list, _ := strings.Cut(line, " ")
		alpha3, names, _ := strings.Cut(list, " ")
		for _, w := range append(strings.Split(names, "|"), strings.ToLower(iso), alpha3) {
			t.class[w] |= Country
			if t.countries[w] == "" || w == strings.ToLower(iso) {
				t.countries[w] = iso
			}
		}
	}
	named := map[string]Class{
		"legal": Legal, "org": Org, "street": Street, "unit": Unit, "job": Job, "civility": Civility, "suffix": Suffix,
		"gender": Gender, "boolean": Boolean, "placeholder": Placeholder, "source": Source, "answer": Answer,
	}
	for line := range lines(listsText) {
		name, list, _ := strings.Cut(line, ": ")
		c := named[name]
		if c == 0 {
			panic("lists.txt: unknown list " + name)
		}
		for _, w := range strings.Split(list, "|") {
			t.class[w] |= c
		}
	}
	return t
}

func (t *Tables) header(line string) {
	head, list, ok := strings.Cut(line, ": ")
	f := strings.Fields(head)
	kind, known := record.Unknown, false
	if len(f) >= 3 {
		kind, known = record.ParseKind(f[0])
	}
	if !ok || !known || len(f[1]) != 1 || len(f[2]) != 2 {
		panic(fmt.Sprintf("headers.txt: malformed line %q", line))
	}
	m := Meaning{Kind: kind, Strength: int(f[1][0] - '0'), Language: f[2]}
	if len(f) > 3 {
		m.Role = strings.TrimPrefix(f[3], "role=")
	}
	for _, phrase := range strings.Split(list, " | ") {
		t.headers[phrase] = append(t.headers[phrase], m)
		t.longest = max(t.longest, strings.Count(phrase, " ")+1)
		if strings.Contains(phrase, " ") {
			t.compact[strings.ReplaceAll(phrase, " ", "")] = phrase
		}
	}
}

func lines(text string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(text) {
			line = strings.TrimSpace(line)
			if line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}

// Header returns what a folded phrase speaks for; phrases written without
// spaces ("firstname") are understood.
func (t *Tables) Header(phrase string) []Meaning {
	if m, ok := t.headers[phrase]; ok {
		return m
	}
	return t.headers[t.compact[phrase]]
}

// Longest returns the number of words of the longest header phrase.
func (t *Tables) Longest() int { return t.longest }

// Role returns the role that a header word names, or "".
func (t *Tables) Role(word string) string { return t.roles[word] }

// Neutral reports whether a header word changes nothing.
func (t *Tables) Neutral(word string) bool { return t.neutral[word] }

// Class returns the classes of a folded word or phrase. It does not allocate.
func (t *Tables) Class(folded []byte) Class { return t.class[string(folded)] }

// CountryOf returns the ISO 3166-1 alpha-2 code of a folded country name, or "".
func (t *Tables) CountryOf(folded []byte) string { return t.countries[string(folded)] }

// RegionIn returns the alpha-2 codes of the countries that have a region of
// this folded name, separated by spaces, or "".
func (t *Tables) RegionIn(folded []byte) string { return t.regions[string(folded)] }

// FamilyEnding reports whether a folded word ends as family names do.
func (t *Tables) FamilyEnding(word []byte) bool {
	for _, s := range t.suffixes {
		if len(word) > len(s)+1 && string(word[len(word)-len(s):]) == s {
			return true
		}
	}
	return false
}
