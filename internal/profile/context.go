package profile

import (
	"fmt"

	"github.com/onefold/onefold/normalize"
	"github.com/onefold/onefold/normalize/name"
	"github.com/onefold/onefold/record"
)

// nameSample is how many whole names decide their order: enough for one per
// cent, cheap enough to parse.
const nameSample = 2_000

// languageOf gives the language of most people of a country that Onefold has
// words for.
var languageOf = map[string]string{
	"FR": "fr", "MC": "fr", "RO": "ro", "MD": "ro", "US": "en", "GB": "en", "IE": "en", "AU": "en", "NZ": "en",
	"ES": "es", "MX": "es", "AR": "es", "DE": "de", "AT": "de", "IT": "it", "PT": "pt", "BR": "pt", "NL": "nl",
}

// settleContext decides what single values can't say: the country that numbers
// without one belong to, the order of day and month, the order of names.
func (in *Inference) settleContext(cs []*column, cols []ColumnData, o Options) {
	in.Region, in.RegionReason = o.Region, "declared"
	if in.Region == "" {
		in.Region, in.RegionReason = in.region(cs)
	}
	order, orderWhy := in.dateOrder(cs)
	for i, c := range cs {
		f := &in.Fields[i]
		f.Context.Language = in.Language
		switch f.Kind {
		case record.Phone:
			f.Context.Region, f.Evidence = in.Region, in.RegionReason
			if r, share := majority(c.facts.phoneVotes()); o.Region == "" && r != "" && share >= .6 {
				f.Context.Region = r
				f.Evidence = fmt.Sprintf("%.0f %% of the numbers whose form tells a country are from %s", 100*share, r)
			}
		case record.Postcode:
			f.Context.Region, f.Evidence = in.Region, in.RegionReason
			if r, share := majority(c.facts.postcodes); in.Region == "" && share >= .9 && c.facts.share(fPostcodeLetters) > .5 {
				f.Context.Region, f.Evidence = r, fmt.Sprintf("%.0f %% of the postcodes have the form of %s", 100*share, r)
			}
		case record.BirthDate, record.Date, record.Created, record.Modified:
			f.Context.Region = in.Region
			f.Context.DayFirst, f.Evidence = c.facts.order()
			if f.Context.DayFirst == normalize.OrderUnknown && c.facts.ambiguous > 0 {
				f.Context.DayFirst, f.Evidence = order, orderWhy
			}
			f.DateOrder = [...]string{"", "day_month", "month_day"}[f.Context.DayFirst]
		case record.Person:
			f.Context.Region = in.Region
			f.nameOrder(cols[i].Codes)
		default:
			f.Context.Region, f.Evidence = in.Region, ""
		}
		if l := languageOf[f.Context.Region]; l != "" {
			f.Context.Language = l
		}
		f.Region, f.Language = f.Context.Region, f.Context.Language
	}
}

// region decides the country of most records, and says why.
func (in *Inference) region(cs []*column) (string, string) {
	phones, countries, regions := map[string]int{}, map[string]int{}, map[string]int{}
	postcodes := map[string]int{}
	for i, c := range cs {
		switch in.Fields[i].Kind {
		case record.Phone:
			for k, n := range c.facts.phoneVotes() {
				phones[k] += n
			}
		case record.Country:
			for k, n := range c.facts.countries {
				countries[k] += n
			}
		case record.Region:
			for k, n := range c.facts.regions {
				regions[k] += n
			}
		case record.Postcode:
			if c.facts.share(fPostcodeLetters) > .5 || c.facts.lengths(6, 6) > .9 && c.facts.share(fInteger) > .9 {
				for k, n := range c.facts.postcodes {
					postcodes[k] += n
				}
			}
		}
	}
	if r, share := majority(countries); r != "" {
		if share < .5 {
			return "", fmt.Sprintf("no country has half of the records: %s leads with %.0f %%", r, 100*share)
		}
		return r, fmt.Sprintf("%.0f %% of the records with a country are from %s", 100*share, r)
	}
	if r, share := majority(phones); share >= .6 {
		return r, fmt.Sprintf("%.0f %% of the phone numbers whose form tells a country are from %s", 100*share, r)
	}
	if r, share := majority(regions); share >= .6 {
		return r, fmt.Sprintf("%.0f %% of the known regions are of %s", 100*share, r)
	}
	if r, share := majority(postcodes); share >= .5 {
		return r, fmt.Sprintf("%.0f %% of the postcodes have the form of %s", 100*share, r)
	}
	switch in.Language {
	case "fr":
		return "FR", "French headers and nothing that speaks for another country"
	case "ro":
		return "RO", "Romanian headers and nothing that speaks for another country"
	}
	return "", ""
}

// phoneVotes gives the countries that the forms of phones tell. A number 07…
// without separators is Romanian where no other French form is about.
func (f *facts) phoneVotes() map[string]int {
	votes := make(map[string]int, len(f.phones)+1)
	for k, n := range f.phones {
		votes[k] = n
	}
	if f.zeroSeven > 5*f.phones["FR"] {
		votes["RO"] += f.zeroSeven
	} else {
		votes["FR"] += f.zeroSeven
	}
	return votes
}

func majority(m map[string]int) (string, float64) {
	best, sum := top(m), 0
	for _, n := range m {
		sum += n
	}
	if best == "" {
		return "", 0
	}
	return best, float64(m[best]) / float64(sum)
}

// order decides the order of day and month from the dates that can only be
// read one way.
func (f *facts) order() (normalize.Order, string) {
	d, m := f.dayFirst, f.monthFirst
	switch {
	case d == 0 && m == 0:
		return normalize.OrderUnknown, ""
	case m == 0:
		return normalize.DayMonth, fmt.Sprintf("%d dates can only be day/month, none only month/day", d)
	case d == 0:
		return normalize.MonthDay, fmt.Sprintf("%d dates can only be month/day, none only day/month", m)
	case d >= m:
		return normalize.DayMonth, fmt.Sprintf("mixed: %d dates can only be day/month, %d only month/day", d, m)
	}
	return normalize.MonthDay, fmt.Sprintf("mixed: %d dates can only be month/day, %d only day/month", m, d)
}

// dateOrder is the order for columns that do not tell their own.
func (in *Inference) dateOrder(cs []*column) (normalize.Order, string) {
	d, m := 0, 0
	for i, c := range cs {
		switch in.Fields[i].Kind {
		case record.BirthDate, record.Date, record.Created, record.Modified:
			d, m = d+c.facts.dayFirst, m+c.facts.monthFirst
		}
	}
	switch {
	case d > 4*m:
		return normalize.DayMonth, "the order of the other date columns"
	case m > 4*d:
		return normalize.MonthDay, "the order of the other date columns"
	case in.Region == "US":
		return normalize.MonthDay, "no date tells the order; usual in US"
	case in.Region != "":
		return normalize.DayMonth, "no date tells the order; usual in " + in.Region
	case in.Language != "" && in.Language != "en":
		return normalize.DayMonth, "no date tells the order; usual in the language of the headers"
	}
	return normalize.OrderUnknown, "no date tells the order"
}

// nameOrder decides the order of a column of whole names.
func (f *Field) nameOrder(c *record.Codes) {
	limit := ^uint64(0)
	if n := c.Distinct(); n > nameSample {
		limit = limit / uint64(n) * nameSample
	}
	sample := make([]string, 0, min(c.Distinct(), nameSample+nameSample/4))
	for code := record.Code(1); int(code) <= c.Distinct(); code++ {
		if v := c.Value(code); limit == ^uint64(0) || sampleHash(c.Values.Bytes(record.Row(code))) <= limit {
			sample = append(sample, v)
		}
	}
	e := name.DecideOrder(sample)
	switch {
	case e.Values > 0 && e.Commas*2 > e.Values:
		f.NameOrder = CommaFirst
		f.Evidence = fmt.Sprintf("%d of %d names have a comma after the family name", e.Commas, e.Values)
	case e.Order == name.GivenFirst:
		f.NameOrder = GivenFirst
	case e.Order == name.FamilyFirst:
		f.NameOrder = FamilyFirst
	}
	if f.Evidence == "" && e.GivenFirst+e.FamilyFirst > 0 {
		f.Evidence = fmt.Sprintf("%d names can only have the given name first, %d only the family name", e.GivenFirst, e.FamilyFirst)
	}
	if f.NameOrder == GivenFirst || f.NameOrder == FamilyFirst {
		f.Context.Options = map[string]string{"order": f.NameOrder}
	}
}
