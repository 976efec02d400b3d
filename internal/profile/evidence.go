package profile

import (
	"math"

	"github.com/onefold/onefold/record"
)

// line maps a share to evidence: lo at 0, 0 at mid, hi at 1, straight between.
func line(share, mid, lo, hi float64) float64 {
	if share < mid {
		return lo * (mid - share) / mid
	}
	return hi * (share - mid) / (1 - mid)
}

// rise is line with its full height reached at share top.
func rise(share, mid, top, lo, hi float64) float64 {
	if share > mid {
		return hi * math.Min(1, (share-mid)/(top-mid))
	}
	return line(share, mid, lo, hi)
}

// evidence returns for every kind how much the values speak for it, as the
// natural log of the odds against free text, before the header is heard. Kinds
// that values alone never show start below zero.
func evidence(f *facts) map[record.Kind]float64 {
	e := make(map[record.Kind]float64, 40)
	p := f.share
	ratio := f.ratio()
	wordy := line(p(fWordy), .6, -8, .5)
	noShape := 4 * (p(fEmail) + p(fURL) + p(fDate)) // a clear shape is no name, place or text
	street := p(fStreet) + .5*p(fNumberFirst)
	org := rise(p(fOrg), .15, .5, 0, 6)
	few := 0.0 // repeated values speak for a list to choose from
	if f.filled >= 10 {
		few = line(1-ratio, .7, -3, 2)
		if f.distinct > 1000 {
			few -= 3
		}
	}
	list := 0.0 // a handful of values, each on many records
	if f.distinct <= choices && f.filled >= 10*f.distinct {
		list = 3
	}

	e[record.Email] = line(p(fEmail), .3, -12, 12)
	e[record.URL] = line(p(fURL), .3, -12, 11)
	any := p(fPhone) + p(fPhonePlain)
	e[record.Phone] = line(any, .4, -11, 2) + 7*p(fPhone) - 8*math.Max(p(fSIRET), p(fIBAN)) - 7*p(fDateCompact)
	lettered := p(fPostcodeLetters)
	e[record.Postcode] = line(p(fPostcode), .5, -10, 1) + 7*lettered
	if f.sampled > 5 && lettered < .5 && f.dominantLength() > .6 && f.lengths(4, 6) > .95 && p(fYear) < .5 {
		e[record.Postcode] += 2.5 // whole numbers of any other meaning vary more in length
	}
	e[record.City] = wordy + rise(p(fCity), .06, .5, -1.5, 8) - org - noShape
	e[record.Region] = wordy + rise(p(fRegion), .25, .8, -3, 9) - noShape
	e[record.Country] = line(p(fLetters), .8, -10, 0) + rise(p(fCountry), .35, .8, -8, 10)

	given, family := p(fGiven), p(fFamily)
	e[record.GivenName] = wordy + rise(given, .15, .6, -3, 9) - 4*p(fPerson)*(1-given) - org - noShape
	e[record.FamilyName] = wordy + rise(family, .1, .4, -2, 6) - 3*p(fPerson) - 4*p(fManyWords) - org - noShape - 1.5*math.Max(few, 0) - list
	e[record.MiddleName] = -3 + wordy + rise(math.Max(given, p(fInitial)), .2, .7, -3, 3) + 5*p(fInitial) - org - noShape
	e[record.Person] = line(p(fWordy), .5, -8, .5) + line(p(fManyWords), .4, -4, 1) + rise(p(fPerson), .15, .6, -3, 8) - 1.5*org - noShape
	e[record.Company] = line(p(fLetters), .7, -9, 0) + rise(p(fOrg), .12, .5, -2, 9) - 6*p(fPerson) - 6*p(fStreetNumber) - 4*given*(1-p(fManyWords)) - noShape - 1.5*math.Max(few, 0) - list
	e[record.NamePrefix] = rise(p(fCivility), .5, .9, -8, 9)
	e[record.NameSuffix] = -1 + rise(p(fSuffix), .5, .9, -7, 6)
	e[record.Gender] = rise(p(fGender), .5, .9, -9, 9)
	e[record.JobTitle] = line(p(fLetters), .7, -8, 0) + rise(p(fJob), .15, .5, -2, 7) - 5*p(fPerson) - 5*p(fLong) - noShape -
		8*math.Max(0, ratio-.5)*float64(min(1, f.filled/50)) // people share their jobs; books have titles of their own

	e[record.Street] = line(p(fLetters), .7, -9, 0) + rise(street, .25, .8, -4, 8) - 6*p(fWhole) - noShape - .5*org
	e[record.Address] = -1 + line(p(fLetters), .7, -9, 0) + rise(street, .25, .8, -4, 5) + rise(p(fWhole), .2, .6, -2, 8) - noShape - .5*org
	e[record.AddressLine] = -2 + line(p(fLetters), .3, -5, 0) + rise(p(fUnit), .2, .7, -1, 6) - noShape
	e[record.HouseNumber] = -2.5 + line(p(fHouse), .7, -9, 1)

	date := line(p(fDate), .4, -11, 7) + 3*p(fDateTime) - 2*p(fDateCompact)
	e[record.Date] = date
	e[record.Created] = date - 3
	e[record.Modified] = date - 4
	born := p(fBirthYear)
	e[record.BirthDate] = math.Max(date, line(p(fYear), .6, -11, 1)) + rise(born, .3, .7, -2, 3) - 6*p(fDateTime)
	if f.newest-f.oldest < 25 && f.sampled > 10 {
		e[record.BirthDate] -= 3
	}

	e[record.IBAN] = line(p(fIBAN), .2, -10, 15)
	e[record.VAT] = line(p(fVAT), .3, -7, 9)
	e[record.SIRET] = line(p(fSIRET), .4, -9, 11)
	e[record.SIREN] = line(p(fSIREN), .45, -9, 7)
	e[record.ROCUI] = -1 + line(p(fCUI), .4, -7, 5) + 4*p(fCUIPrefixed)
	code := math.Max(p(fOpaque), math.Max(p(fInteger), p(fCode)))
	e[record.Identifier] = -1.5 + line(code, .5, -6, 2) + line(ratio, .3, -4, .5) - noShape - 3*p(fPhone)
	if f.dominantLength() > .9 && f.lengths(6, 32) > .9 && ratio > .2 {
		e[record.Identifier] += 2.5
	}

	e[record.Boolean] = flag(p(fBoolean))
	if f.distinct > 6 {
		e[record.Boolean] -= 3
	}
	e[record.Consent] = -4 + line(math.Max(p(fBoolean), p(fDate)), .7, -3, 3)
	e[record.Number] = -.5 + line(p(fNumber), .7, -10, 3) - 4*p(fPhone) - 2*p(fDateCompact)
	e[record.Owner] = -3 + math.Min(few, 0)/2 + .9*math.Max(0, math.Max(e[record.Person], e[record.Email])) // a colleague's name or address
	e[record.Origin] = -2.5 + rise(p(fSource), .2, .6, -.5, 6) + math.Min(few, 1) - noShape
	e[record.Category] = -.5 + few + list - 3*p(fLong) - noShape
	e[record.Text] = 4*p(fLong) - noShape
	e[record.RecordID] = -14
	if f.unique() && p(fEmail) < .5 {
		e[record.RecordID] = -5 + 5*code - 6*p(fDate)*(1-p(fDateCompact)) - 3*p(fPhone) - 4*p(fSpaces)
		if f.sequence() {
			e[record.RecordID] += 4
		}
		e[record.RecordID] += 3 * p(fOpaque)
		e[record.Identifier] -= 3 * p(fOpaque) // what machines make for every record is theirs
	}
	return e
}

// flag returns how much a share of words for yes or no speaks for a flag.
func flag(share float64) float64 { return -1 + rise(share, .7, .95, -9, 8) }

// dominantLength returns the share of the commonest length.
func (f *facts) dominantLength() float64 {
	best := 0
	for _, w := range f.fixed {
		best = max(best, w)
	}
	if f.weight == 0 {
		return 0
	}
	return float64(best) / float64(f.weight)
}

// lengths returns the share of values of lo to hi runes; 32 stands for more, too.
func (f *facts) lengths(lo, hi int) float64 {
	n := 0
	for _, w := range f.fixed[lo : hi+1] {
		n += w
	}
	if f.weight == 0 {
		return 0
	}
	return float64(n) / float64(f.weight)
}

// sequence reports whether the values are whole numbers that lie close
// together, as counters make them.
func (f *facts) sequence() bool {
	return f.ints > 1 && f.ints == f.sampled && f.maxInt-f.minInt < 3*int64(f.distinct)
}
