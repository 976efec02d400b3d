package record

// Kind says what the values of a field mean. The text of a Kind is the word
// used in the policy file, in reports and on the command line.
type Kind string

// The kinds that Onefold knows.
const (
	Unknown Kind = "" // not inferred, not declared

	Person     Kind = "person"      // a whole name in one value
	GivenName  Kind = "given_name"  // first name or names
	MiddleName Kind = "middle_name" // middle names or initials
	FamilyName Kind = "family_name" // surname
	NamePrefix Kind = "name_prefix" // civility or title: M., Mme, Dr, dl.
	NameSuffix Kind = "name_suffix" // Jr, III, PhD
	Gender     Kind = "gender"
	JobTitle   Kind = "job_title"
	Company    Kind = "company" // name of an organisation

	Email Kind = "email"
	Phone Kind = "phone" // phone, mobile or fax number
	URL   Kind = "url"

	Address     Kind = "address"      // a whole address in one value
	Street      Kind = "street"       // street line, usually with the number
	HouseNumber Kind = "house_number" // only the number
	AddressLine Kind = "address_line" // second line: unit, building, locality
	Postcode    Kind = "postcode"
	City        Kind = "city"
	Region      Kind = "region" // state, county, județ, département
	Country     Kind = "country"

	BirthDate Kind = "birth_date"
	Date      Kind = "date"       // any other date or time
	Created   Kind = "created_at" // when the record was made
	Modified  Kind = "updated_at" // when the record last changed

	VAT        Kind = "vat"
	SIREN      Kind = "siren"
	SIRET      Kind = "siret"
	ROCUI      Kind = "ro_cui" // Romanian tax registration code
	IBAN       Kind = "iban"
	Identifier Kind = "identifier" // an id that a person or company has, given by someone else than this CRM

	RecordID Kind = "key"    // the source's own record id
	Owner    Kind = "owner"  // the user or team that owns the record
	Origin   Kind = "source" // where the record came from
	Consent  Kind = "consent"
	Boolean  Kind = "boolean"
	Number   Kind = "number"
	Category Kind = "category" // few distinct values
	Text     Kind = "text"     // anything else
)

var kinds = [...]Kind{
	Person, GivenName, MiddleName, FamilyName, NamePrefix, NameSuffix, Gender, JobTitle, Company,
	Email, Phone, URL,
	Address, Street, HouseNumber, AddressLine, Postcode, City, Region, Country,
	BirthDate, Date, Created, Modified,
	VAT, SIREN, SIRET, ROCUI, IBAN, Identifier,
	RecordID, Owner, Origin, Consent, Boolean, Number, Category, Text,
}

// Kinds returns every kind in the order of the documentation.
func Kinds() []Kind { return append([]Kind(nil), kinds[:]...) }

// ParseKind returns the kind that s names, and whether there is one.
func ParseKind(s string) (Kind, bool) {
	for _, k := range kinds {
		if string(k) == s {
			return k, true
		}
	}
	return Unknown, false
}
