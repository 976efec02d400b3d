package profile

import (
	"bytes"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/onefold/onefold/internal/profile/shape"
	"github.com/onefold/onefold/internal/profile/words"
	"github.com/onefold/onefold/normalize/name"
	"github.com/onefold/onefold/record"
)

// feature is something that a value shows or not.
type feature int

const (
	fEmail feature = iota
	fURL
	fPhone      // written as phone numbers are
	fPhonePlain // only digits, as many as a phone number has
	fDate
	fDateTime
	fDateCompact
	fBirthYear
	fYear
	fPostcode
	fPostcodeLetters
	fIBAN
	fVAT
	fSIREN
	fSIRET
	fCUI
	fCUIPrefixed
	fOpaque
	fHouse
	fNumber
	fInteger
	fSpaces
	fCode    // letters and digits in one word, at least one digit
	fLetters // has letters
	fDigits  // has digits
	fWordy   // letters, spaces and the punctuation of names only; at most six words
	fOneWord
	fManyWords // two words or more
	fLong
	fInitial
	fGiven      // every word is a given name
	fGivenFirst // several words, the first a given name
	fGivenLast
	fFamily
	fFamilyLast // several words, the last a family name
	fFamilyFirst
	fPerson // several words of which one is a given name or a civility, none of an organisation
	fComma  // one comma between words
	fOrg
	fLegal
	fStreet // street word or house number beside words
	fStreetNumber
	fNumberFirst // a number, then words
	fWhole       // street and postcode in one value
	fUnit
	fJob
	fCity
	fRegion
	fCountry
	fCivility
	fSuffix
	fGender
	fBoolean
	fAnswer // to a question for consent
	fSource
	features
)

// facts are what a sample of a column's distinct values shows. All weights are
// integers, so that no order of summing matters.
type facts struct {
	rows, filled, distinct int
	sampled                int // distinct values looked at, placeholders left out
	weight                 int // their weight together
	placeholders           int // rows, estimated from the sample
	n                      [features]int
	dayFirst, monthFirst   int // distinct dates that can only be one
	ambiguous              int
	oldest, newest         int            // years
	zeroSeven              int            // phones 07… without separators: French or Romanian
	phones                 map[string]int // rows by country
	postcodes              map[string]int
	regions                map[string]int
	countries              map[string]int
	minInt, maxInt         int64
	ints                   int
	fixed                  [33]int // weight of values by length, up to 32
}

func (f *facts) share(x feature) float64 {
	if f.weight == 0 {
		return 0
	}
	return float64(f.n[x]) / float64(f.weight)
}

// unique reports whether every row has a value of its own.
func (f *facts) unique() bool { return f.rows > 0 && f.distinct == f.rows }

// ratio returns distinct values by filled rows.
func (f *facts) ratio() float64 {
	if f.filled == 0 {
		return 0
	}
	return float64(f.distinct) / float64(f.filled)
}

// choices is the most distinct values that a list to choose from has.
const choices = 30

// sampleHash spreads values evenly and is the same in every run: FNV-1a with a
// finisher.
func sampleHash(b []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	return h ^ h>>33
}

// look collects the facts of a column from at most about sample distinct values.
func look(c *record.Codes, sample int, t *words.Tables) *facts {
	f := &facts{
		rows: c.Len(), filled: c.Filled(), distinct: c.Distinct(),
		phones: map[string]int{}, postcodes: map[string]int{}, regions: map[string]int{}, countries: map[string]int{},
		minInt: 1<<63 - 1, maxInt: -1 << 63,
	}
	limit := ^uint64(0)
	if f.distinct > sample {
		limit = limit / uint64(f.distinct) * uint64(sample)
	}
	r := reader{t: t, f: f}
	for code := record.Code(1); int(code) <= f.distinct; code++ {
		v := c.Values.Bytes(record.Row(code))
		if limit != ^uint64(0) && sampleHash(v) > limit {
			continue
		}
		r.value(c.Value(code), int(c.Count[code]))
	}
	if f.sampled == 0 {
		f.minInt, f.maxInt = 0, 0
	}
	return f
}

// reader holds the scratch of looking at values.
type reader struct {
	t      *words.Tables
	f      *facts
	folded []byte
	spans  [][2]int
}

func (r *reader) value(raw string, count int) {
	f := r.f
	s := strings.TrimSpace(raw)
	r.folded = words.Fold(r.folded[:0], s, 160)
	whole := r.t.Class(r.folded)
	if len(r.folded) == 0 && len(s) < 6 || whole&words.Placeholder != 0 && whole&^words.Placeholder == 0 {
		f.placeholders += count
		return
	}
	w := bits.Len(uint(count)) // a value is evidence once, its repetitions a little
	if f.distinct <= choices {
		w = count // in a list to choose from, rows are what counts
	}
	f.sampled++
	f.weight += w
	n := utf8.RuneCountInString(s)
	f.fixed[min(n, len(f.fixed)-1)] += w
	hit := func(x feature, ok bool) {
		if ok {
			f.n[x] += w
		}
	}
	letters, digits, other := kindsOfRunes(s)
	hit(fLetters, letters > 0)
	hit(fDigits, digits > 0)
	hit(fEmail, shape.Emails(s))
	hit(fURL, letters > 0 && shape.URL(s))
	if digits > 0 {
		r.numeric(s, w, count, hit)
	}
	hit(fSpaces, strings.ContainsAny(s, " \t\n"))
	r.words(s, count, whole, letters, digits, other, n, hit)
}

// numeric looks for shapes that have digits.
func (r *reader) numeric(s string, w, count int, hit func(feature, bool)) {
	f := r.f
	form, n, country := shape.Phone(s)
	if form == shape.Formatted && n > 11 {
		form = shape.NoPhone // too long for a number without its country code
	}
	hit(fPhone, form > shape.PlainDigits)
	hit(fPhonePlain, form == shape.PlainDigits)
	if country != "" {
		f.phones[country] += count
	} else if form == shape.Trunk && strings.HasPrefix(s, "07") {
		f.zeroSeven += count
	}
	if d, ok := shape.Date(s); ok {
		r.date(d, w, hit)
	} else if y, ok := shape.Year(s); ok {
		hit(fYear, true)
		f.oldest, f.newest = older(f.oldest, y), max(f.newest, y)
	}
	if p := shape.Postcode(s); p != "" {
		hit(fPostcode, true)
		hit(fPostcodeLetters, p == "GB " || p == "CA " || p == "NL ")
		for _, c := range strings.Fields(p) {
			f.postcodes[c] += count
		}
	}
	hit(fIBAN, shape.IBAN(s))
	hit(fVAT, shape.VAT(s))
	hit(fSIREN, shape.SIREN(s))
	hit(fSIRET, shape.SIRET(s))
	cui, prefixed := shape.CUI(s)
	hit(fCUI, cui)
	hit(fCUIPrefixed, cui && prefixed)
	hit(fOpaque, shape.OpaqueID(s))
	hit(fHouse, shape.HouseNumber(s))
	hit(fNumber, shape.Number(s))
	if n, ok := shape.Digits(s); ok {
		hit(fInteger, true)
		if n <= 18 {
			v := int64(0)
			for i := range len(s) {
				v = v*10 + int64(s[i]-'0')
			}
			f.minInt, f.maxInt = min(f.minInt, v), max(f.maxInt, v)
			f.ints++
		}
	}
	hit(fCode, !strings.ContainsAny(s, " \t\n@"))
}

func older(year, y int) int {
	if year == 0 {
		return y
	}
	return min(year, y)
}

func (r *reader) date(d shape.DateInfo, w int, hit func(feature, bool)) {
	f := r.f
	hit(fDate, true)
	hit(fDateTime, d.Time)
	hit(fDateCompact, d.Compact)
	if d.Year > 0 {
		f.oldest, f.newest = older(f.oldest, d.Year), max(f.newest, d.Year)
		hit(fBirthYear, d.Year < 2008)
	}
	if d.A > 0 {
		switch {
		case d.A > 12:
			f.dayFirst++
		case d.B > 12:
			f.monthFirst++
		case d.A != d.B:
			f.ambiguous++
		}
	}
}

// words looks for words of names, places, streets and organisations.
func (r *reader) words(s string, count int, whole words.Class, letters, digits, other, n int, hit func(feature, bool)) {
	f, b := r.f, r.folded
	r.spans = r.spans[:0]
	for start := 0; start < len(b); {
		end := bytes.IndexByte(b[start:], ' ')
		if end < 0 {
			end = len(b)
		} else {
			end += start
		}
		r.spans = append(r.spans, [2]int{start, end})
		start = end + 1
	}
	tokens := len(r.spans)
	wordy := letters > 0 && digits == 0 && other == 0 && tokens <= 6 && n <= 60
	hit(fWordy, wordy)
	hit(fOneWord, tokens == 1)
	hit(fManyWords, tokens > 1)
	hit(fLong, n > 60 || tokens > 9)
	hit(fInitial, letters == 1 && n <= 2)
	hit(fCountry, whole&words.Country != 0 && whole&words.Boolean == 0)
	if c := r.t.CountryOf(b); c != "" {
		f.countries[c] += count
	}
	if whole&words.Region != 0 {
		hit(fRegion, true)
		for _, c := range strings.Fields(r.t.RegionIn(b)) {
			f.regions[c] += count
		}
	}
	hit(fCivility, whole&words.Civility != 0)
	hit(fSuffix, whole&words.Suffix != 0)
	hit(fGender, whole&words.Gender != 0)
	hit(fBoolean, whole&words.Boolean != 0)
	hit(fAnswer, whole&(words.Boolean|words.Answer) != 0)
	hit(fSource, whole&words.Source != 0)
	if letters == 0 || tokens == 0 {
		return
	}
	hit(fCity, whole&words.City != 0 || r.cityBefore())
	r.tokens(s, whole, wordy, digits, hit)
}

// cityBefore reports whether the value is a city with an arrondissement, a
// sector or CEDEX behind it.
func (r *reader) cityBefore() bool {
	for i := 1; i < len(r.spans); i++ {
		tok := r.folded[r.spans[i][0]:r.spans[i][1]]
		if string(tok) == "cedex" || string(tok) == "sector" || string(tok) == "sectorul" || tok[0] >= '0' && tok[0] <= '9' {
			return r.t.Class(r.folded[:r.spans[i-1][1]])&words.City != 0
		}
	}
	return false
}

func (r *reader) tokens(s string, whole words.Class, wordy bool, digits int, hit func(feature, bool)) {
	b := r.folded
	var given, family, org, legal, street, unit, job, civility, named int
	first, last := words.Class(0), words.Class(0)
	postcode, numberFirst, numberLast := false, false, false
	for i, sp := range r.spans {
		tok := b[sp[0]:sp[1]]
		c := r.t.Class(tok)
		if c&words.Family == 0 && r.t.FamilyEnding(tok) {
			c |= words.Family
		}
		numeric := tok[0] >= '0' && tok[0] <= '9'
		if numeric {
			if i == 0 {
				numberFirst = true
			}
			numberLast = i == len(r.spans)-1
			if len(tok) >= 4 && len(tok) <= 6 && i > 0 {
				postcode = true
			}
		}
		if len(tok) > 1 && !numeric {
			named++
			if c&words.Given == 0 && name.IsGiven(string(tok)) {
				c |= words.Given
			}
			if c&words.Family == 0 && name.IsFamily(string(tok)) {
				c |= words.Family
			}
			if c&words.Given != 0 {
				given++
			}
			if c&words.Family != 0 {
				family++
			}
		}
		if c&words.Civility != 0 && i == 0 {
			civility++
		}
		if c&words.Org != 0 {
			org++
		}
		if c&words.Legal != 0 && len(tok) > 1 && (i > 0 || len(tok) > 2) {
			legal++
		}
		if c&words.Street != 0 && len(r.spans) > 1 {
			street++
		}
		if c&words.Unit != 0 && i == 0 {
			unit++
		}
		if c&words.Job != 0 {
			job++
		}
		if i == 0 {
			first = c
		}
		last = c
	}
	many := len(r.spans) > 1
	hit(fGiven, named > 0 && given == named)
	hit(fFamily, family > 0 && family >= named-1 && len(r.spans) <= 3)
	hit(fGivenFirst, many && first&words.Given != 0)
	hit(fGivenLast, many && last&words.Given != 0 && last&words.Family == 0)
	hit(fFamilyFirst, many && first&words.Family != 0 && first&words.Given == 0)
	hit(fFamilyLast, many && last&words.Family != 0)
	comma := strings.Count(s, ",")
	hit(fComma, comma == 1 && wordy)
	hit(fOrg, org > 0 || legal > 0)
	hit(fLegal, legal > 0)
	hit(fPerson, many && (given > 0 || civility > 0) && org == 0 && legal == 0 && digits == 0 && len(r.spans) <= 7)
	onStreet := street > 0 && (digits > 0 || named > 1)
	hit(fStreet, onStreet)
	amount := numberFirst && named == 1 && shape.Number(s) // 120 EUR is no house
	hit(fNumberFirst, !onStreet && numberFirst && named > 0 && !amount)
	hit(fStreetNumber, onStreet && digits > 0 || numberFirst && named > 1 || numberLast && street > 0)
	hit(fWhole, street > 0 && postcode && (numberFirst || comma > 0 || digits > 5) && len(r.spans) > 4)
	hit(fUnit, unit > 0)
	hit(fJob, job > 0)
}

// kindsOfRunes counts letters, digits, and what names do not have.
func kindsOfRunes(s string) (letters, digits, other int) {
	for _, r := range s {
		switch {
		case 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z':
			letters++
		case '0' <= r && r <= '9':
			digits++
		case r == ' ' || r == '-' || r == '\'' || r == '.' || r == ',' || r == '’' || r == 0xa0 || r == '(' || r == ')':
		case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r):
			letters++
		default:
			other++
		}
	}
	return letters, digits, other
}
