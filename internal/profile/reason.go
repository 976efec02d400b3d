package profile

import (
	"fmt"
	"math"
	"strings"

	"github.com/onefold/onefold/record"
)

// told says which features speak for a kind, and in which words.
func (f *facts) told(k record.Kind) (share float64, what string) {
	p := f.share
	switch k {
	case record.Email:
		return p(fEmail), "e-mail addresses"
	case record.URL:
		return p(fURL), "web addresses"
	case record.Phone:
		return p(fPhone) + p(fPhonePlain), "phone-like numbers"
	case record.Postcode:
		return p(fPostcode), "shaped like postcodes"
	case record.City:
		return p(fCity), "known cities"
	case record.Region:
		return p(fRegion), "known regions"
	case record.Country:
		return p(fCountry), "countries"
	case record.GivenName:
		return p(fGiven), "known given names"
	case record.FamilyName:
		return p(fFamily), "known family names or end like them"
	case record.MiddleName:
		return p(fGiven) + p(fInitial), "given names or initials"
	case record.Person:
		return p(fPerson), "several words with a given name or civility"
	case record.Company:
		return p(fOrg), "with a legal form or a word of organisations"
	case record.NamePrefix:
		return p(fCivility), "civilities"
	case record.NameSuffix:
		return p(fSuffix), "name suffixes"
	case record.Gender:
		return p(fGender), "words for a gender"
	case record.JobTitle:
		return p(fJob), "with a word of job titles"
	case record.Street:
		return p(fStreet) + p(fNumberFirst), "with a street word or a number before words"
	case record.Address:
		return p(fWhole), "with street and postcode"
	case record.AddressLine:
		return p(fUnit), "with a word for a unit or building first"
	case record.HouseNumber:
		return p(fHouse), "shaped like house numbers"
	case record.BirthDate:
		if p(fYear) > p(fDate) {
			return p(fYear), "years"
		}
		return p(fDate), fmt.Sprintf("dates (years %d to %d)", f.oldest, f.newest)
	case record.Date, record.Created, record.Modified:
		if p(fDateTime) > .5 {
			return p(fDate), "dates with a time of day"
		}
		return p(fDate), "dates"
	case record.IBAN:
		return p(fIBAN), "IBANs with right check digits"
	case record.VAT:
		return p(fVAT), "shaped like VAT numbers"
	case record.SIREN:
		return p(fSIREN), "9 digits that pass the SIREN check"
	case record.SIRET:
		return p(fSIRET), "14 digits that pass the SIRET check"
	case record.ROCUI:
		return p(fCUI), "codes that pass the CUI check"
	case record.Identifier, record.RecordID:
		return math.Max(p(fCode), p(fInteger)), "codes or whole numbers"
	case record.Boolean:
		return p(fBoolean), "words for yes or no"
	case record.Consent:
		return p(fAnswer), "answers to a question for consent"
	case record.Number:
		return p(fNumber), "numbers"
	case record.Origin:
		return p(fSource), "known lead sources"
	}
	return 0, ""
}

// reason says in plain English why a column has kind k.
func (c *column) reason(k record.Kind) string {
	share, what := c.facts.told(k)
	head := c.head.Meanings[k] > 0
	value := ""
	if share >= .05 {
		if has, ok := strings.CutPrefix(what, "with "); ok {
			what = "have " + has
		} else {
			what = "are " + what
		}
		value = fmt.Sprintf("%.0f %% of values %s", math.Min(100, 100*share), what)
	}
	switch {
	case c.facts.sampled == 0 && head:
		return fmt.Sprintf("header %q; no values to look at", c.name)
	case c.facts.sampled == 0:
		return "no values, and a header that says nothing"
	case head && value != "":
		return fmt.Sprintf("header %q and %s", c.name, value)
	case head:
		return fmt.Sprintf("header %q; the values do not contradict it", c.name)
	}
	if k == record.Category {
		value = fmt.Sprintf("only %d distinct values in %d filled records", c.facts.distinct, c.facts.filled)
	}
	if value == "" {
		value = "neither header nor values speak for a more special kind"
	}
	if other := c.contradicted(k); other != "" {
		value += fmt.Sprintf("; header %q says %s, but its values do not", c.name, other)
	}
	return value
}

// contradicted returns the kind that the header names and the values refute.
func (c *column) contradicted(k record.Kind) record.Kind {
	best := record.Unknown
	for _, other := range record.Kinds() {
		if c.head.Meanings[other] > 3 && other != k && (best == record.Unknown || c.head.Meanings[other] > c.head.Meanings[best]) {
			best = other
		}
	}
	return best
}
