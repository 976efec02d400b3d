package block

import (
	"strings"

	"github.com/onefold/onefold/record"
)

// Rule is a blocking rule in words, with what it yielded.
type Rule struct {
	Name    string
	Blocks  int   // blocks of two records or more
	Rows    int64 // places in those blocks
	Pairs   int64 // pairs inside them, found by other rules too
	Refined int   // blocks that were too large and were split further
	Skipped int64 // pairs inside blocks that stayed too large
}

// rule is a conjunction of atoms.
type rule struct {
	atoms []*atom
}

func (r rule) name() string {
	names := make([]string, len(r.atoms))
	for i, a := range r.atoms {
		names[i] = a.name
	}
	return strings.Join(names, " + ")
}

// plan makes the atoms for the attributes and the rules and refiners from them.
func plan(attrs []Attribute) (rules []rule, refiners []*atom) {
	at := map[string][]*atom{}
	add := func(key, what string, attr int, cols []*record.Codes, keys func(string, func([]byte))) {
		at[key] = append(at[key], newAtom(what, attr, cols, keys))
	}
	for i, f := range attrs {
		c := f.Columns
		switch f.Kind {
		case record.GivenName:
			add("given", "given name by sound", i, c, firstSound)
			if f.Variants != nil {
				add("variant", "given name by its variants", i, c, variantNames(f.Variants))
			}
		case record.FamilyName:
			add("family", "family name by sound", i, c, sounds)
			add("familyhead", "start of the family name", i, c, head(3))
		case record.Person:
			add("words", f.Name+" by rare word", i, c, rareWords(f, 3))
			add("squeezed", f.Name, i, c, squeezed)
		case record.Company:
			add("company", "company by rare word", i, c, rareWords(f, 2))
			add("squeezed", "company", i, c, squeezed)
			add("initials", "company by initials", i, c, initialLetters)
		case record.Email:
			add("sure", "e-mail", i, c, exact)
			add("sure", "name part of the e-mail", i, c, emailLocal)
			add("near", "start and domain of the e-mail", i, c, emailStart)
			add("domain", "e-mail domain", i, c, emailDomain)
		case record.Phone:
			add("sure", "phone", i, c, tail(8))
			add("near", "start of the phone", i, c, head(8))
		case record.URL:
			add("sure", "web address", i, c, exact)
		case record.Identifier, record.VAT, record.SIREN, record.SIRET, record.ROCUI, record.IBAN:
			add("sure", f.Name, i, c, exact)
		case record.BirthDate:
			add("date", "birth date", i, c, dateParts)
			add("year", "birth year", i, c, year)
			add("monthday", "day and month of birth", i, c, monthDay)
		case record.Street:
			add("street", "street and number", i, c, streetKey)
			add("streetword", "street", i, c, streetWord)
		case record.Postcode:
			add("postcode", "postcode", i, c, exact)
		case record.City:
			add("city", "city by sound", i, c, squeezedSound)
		case record.Text, record.AddressLine:
			add("words", f.Name+" by rare word", i, c, rareWords(f, 3))
			add("squeezed", f.Name, i, c, squeezed)
		case record.Category, record.JobTitle, record.Number, record.Region, record.Country:
			add("category", f.Name, i, c, exact)
		}
	}
	one := func(keys ...string) {
		for _, k := range keys {
			for _, a := range at[k] {
				rules = append(rules, rule{[]*atom{a}})
			}
		}
	}
	both := func(x string, ys ...string) {
		for _, y := range ys {
			for _, a := range at[x] {
				for _, b := range at[y] {
					if a.attr != b.attr {
						rules = append(rules, rule{[]*atom{a, b}})
					}
				}
			}
		}
	}
	one("sure", "squeezed", "near")
	both("given", "family", "date", "street", "company", "postcode", "city", "familyhead")
	both("variant", "family", "date")
	both("family", "date", "street", "company", "postcode", "city", "monthday")
	both("date", "postcode", "city")
	both("street", "postcode", "city")
	both("company", "postcode", "city", "street", "streetword", "domain")
	both("initials", "city", "postcode", "domain")
	both("words", "city", "postcode", "street", "company")
	if g, f := at["given"], at["family"]; len(g) > 0 && len(f) > 0 {
		rules = append(rules, rule{[]*atom{swapped(g[0], f[0])}})
	}
	one("company", "words", "street")
	for _, k := range []string{"date", "postcode", "street", "city", "family", "given", "company", "domain", "year", "monthday", "streetword", "words", "category"} {
		refiners = append(refiners, at[k]...)
	}
	return rules, refiners
}

func squeezedSound(v string, emit func([]byte)) {
	emit(Phonetic(nil, v))
}

// swapped joins the sounds of two names in a way that forgets their order, so
// that records with the two columns exchanged meet.
func swapped(given, family *atom) *atom {
	a := &atom{name: "both names in any order", attr: -1}
	g := newAtom("", 0, given.columns, sounds)
	f := newAtom("", 0, family.columns, sounds)
	coder := record.NewCoder(len(given.columns[0].Of))
	var hashes []uint64
	starts := []uint32{0, 0}
	var key [8]byte
	type both struct{ g, f record.Code }
	seen := map[both]record.Code{}
	for r := range given.columns[0].Of {
		k := both{given.columns[0].Of[r], family.columns[0].Of[r]}
		if k.g == 0 || k.f == 0 {
			coder.AddCode(0)
			continue
		}
		c, ok := seen[k]
		if !ok {
			for i := range key {
				key[i] = byte(uint64(len(seen)+1) >> (8 * i))
			}
			c = coder.Intern(key[:])
			seen[k] = c
			lo := len(hashes)
			for _, x := range g.append(nil, record.Row(r)) {
				for _, y := range f.append(nil, record.Row(r)) {
					if len(hashes)-lo < maxHashes {
						hashes = append(hashes, (x+y)*0x9E3779B97F4A7C15)
					}
				}
			}
			starts = append(starts, uint32(len(hashes)))
		}
		coder.AddCode(c)
	}
	a.columns = []*record.Codes{coder.Codes()}
	a.starts, a.hashes = [][]uint32{starts}, [][]uint64{hashes}
	return a
}
