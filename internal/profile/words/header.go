package words

import (
	"slices"
	"strings"
	"unicode"

	"github.com/onefold/onefold/record"
)

// Header is what the name of a column says. Meanings and Phrase are filled by
// Settle.
type Header struct {
	Tokens    []string
	said      []said
	Meanings  map[record.Kind]float64 // natural logs of odds
	Phrase    map[record.Kind]string  // the words that spoke for the kind
	Languages map[string]float64      // ISO 639-1 → weight of its words
	Role      string                  // mobile, billing, … or ""
	ID        bool                    // has a word for an id
	Foreign   bool                    // and names something else than the record itself
}

// said is one thing that one phrase of a header may mean.
type said struct {
	kind     record.Kind
	weight   float64
	language string
	role     string
	phrase   string
}

// Settle weighs the meanings once the language of all headers together is
// known: words of a third language count less.
func (h *Header) Settle(language string) {
	role := ""
	for _, s := range h.said {
		w := s.weight
		if s.language != language && s.language != "en" && language != "" {
			w *= .6
		}
		if w > h.Meanings[s.kind] {
			h.Meanings[s.kind], h.Phrase[s.kind] = w, s.phrase
			if s.role != "" {
				role = s.role
			}
		}
	}
	if role != "" {
		h.Role = role
	}
}

// overrides are kinds whose word turns the rest of a header into a mere
// description: "phone type" is a category, "email verified" a flag.
func overrides(k record.Kind) bool {
	switch k {
	case record.Category, record.Boolean, record.Number, record.Date, record.Created, record.Modified, record.Consent,
		record.RecordID, record.Text, record.Origin, record.Owner, record.Identifier, record.JobTitle:
		return true
	}
	return false
}

// foreignWords name other objects: an id after them points at another record.
var foreignWords = map[string]bool{
	"account": true, "company": true, "companies": true, "organization": true, "organisation": true, "parent": true, "deal": true, "deals": true,
	"note": true, "notes": true, "campaign": true, "reports": true, "master": true, "category": true, "country": true, "state": true, "team": true, "group": true,
	"associated": true, "merged": true, "type": true, "related": true, "societe": true, "firma": true, "compte": true, "manager": true, "household": true,
	"region": true, "city": true, "address": true, "photo": true, "record type": true, "batch": true, "import": true, "session": true, "form": true, "list": true,
}

// Read splits a column name into words and looks them up.
func (t *Tables) Read(name string) Header {
	h := Header{
		Tokens:    splitHeader(name),
		Meanings:  map[record.Kind]float64{},
		Phrase:    map[record.Kind]string{},
		Languages: map[string]float64{},
	}
	type span struct {
		from, to int
		what     []Meaning
		text     string
	}
	var spans []span
	covered := make([]bool, len(h.Tokens))
	for i := 0; i < len(h.Tokens); {
		found := false
		for j := min(len(h.Tokens), i+t.Longest()); j > i; j-- {
			text := strings.Join(h.Tokens[i:j], " ")
			if m := t.Header(text); m != nil {
				spans = append(spans, span{i, j, m, text})
				for k := i; k < j; k++ {
					covered[k] = true
				}
				i, found = j, true
				break
			}
		}
		if !found {
			i++
		}
	}
	unknown := 0
	for i, tok := range h.Tokens {
		if r := t.Role(tok); r != "" && h.Role == "" {
			h.Role = r
		}
		if isIDWord(tok) {
			h.ID = true
		} else if foreignWords[tok] {
			h.Foreign = true
		}
		if !covered[i] && t.Role(tok) == "" && !t.Neutral(tok) && number(tok) == 0 {
			unknown++
		}
	}
	// words for the thing that a record is about fall away beside a word for a field
	strong := spans[:0:0]
	for _, s := range spans {
		if s.to-s.from > 1 || !t.Neutral(s.text) && t.Role(s.text) == "" {
			strong = append(strong, s)
		}
	}
	if len(strong) > 0 {
		spans = strong
	}
	// "Address 1 - City": the address holds the city
	inside := func(s span) bool { return strings.HasPrefix(s.text, "addr") || strings.HasPrefix(s.text, "adres") }
	part := false
	for _, s := range spans {
		switch s.what[0].Kind {
		case record.Street, record.HouseNumber, record.AddressLine, record.Postcode, record.City, record.Region, record.Country:
			part = part || !inside(s)
		}
	}
	if part {
		spans = slices.DeleteFunc(spans, inside)
	}
	over := false
	for _, s := range spans {
		if s.what[0].Strength >= 6 && overrides(s.what[0].Kind) {
			over = true
		}
	}
	total := unknown
	for _, s := range spans {
		total += s.to - s.from
	}
	for _, s := range spans {
		share := float64(s.to-s.from) / float64(total)
		for _, m := range s.what {
			w := float64(m.Strength) * share
			if over && len(spans) > 1 {
				if overrides(m.Kind) {
					w = float64(m.Strength) * float64(s.to-s.from+len(spans)-1) / float64(total+len(spans)-1)
				} else {
					w = 0
				}
			}
			h.said = append(h.said, said{m.Kind, w, m.Language, m.Role, s.text})
			h.Languages[m.Language] = max(h.Languages[m.Language], w)
		}
	}
	return h
}

func isIDWord(tok string) bool {
	switch tok {
	case "id", "ids", "uuid", "guid", "identifiant", "identificator", "uid", "key", "pk":
		return true
	}
	return false
}

func number(tok string) int {
	n := 0
	for i := range len(tok) {
		if tok[i] < '0' || tok[i] > '9' || i > 3 {
			return 0
		}
		n = n*10 + int(tok[i]-'0')
	}
	return n
}

// splitHeader gives the folded words of a column name: camelCase, snake_case,
// punctuation and digits part words; what systems put around names is dropped.
func splitHeader(name string) []string {
	if i := strings.Index(name, "(Do Not Modify)"); i >= 0 {
		name = name[i+len("(Do Not Modify)"):]
	}
	name = strings.TrimSuffix(strings.TrimSpace(name), "__c")
	var b strings.Builder
	rs := []rune(name)
	for i, r := range rs {
		if i > 0 {
			prev := rs[i-1]
			next := rune(0)
			if i+1 < len(rs) {
				next = rs[i+1]
			}
			switch {
			case unicode.IsUpper(r) && unicode.IsLower(prev),
				unicode.IsUpper(r) && unicode.IsUpper(prev) && unicode.IsLower(next) && !(next == 's' && (i+2 == len(rs) || !unicode.IsLetter(rs[i+2]))), // not in IDs
				unicode.IsDigit(r) != unicode.IsDigit(prev) && (unicode.IsLetter(r) || unicode.IsLetter(prev)):
				b.WriteByte(' ')
			case (r == '\'' || r == '’') && unicode.IsLetter(prev):
				r = ' ' // d'usage, l'entreprise
			}
		}
		b.WriteRune(r)
	}
	return strings.Fields(string(Fold(nil, b.String(), 256)))
}
