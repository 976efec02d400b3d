package normalize

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/onefold/onefold/record"
)

func TestPlacesDatesAndNumbers(t *testing.T) {
	reg := Standard()
	base := map[string]string{"base": "2024-05-15"}
	for _, c := range []struct {
		kind record.Kind
		in   string
		c    Context
		want Value
	}{
		{record.Postcode, "6000", Context{Region: "FR"}, Value{Standard: "6000", Key: "06000", Reason: "leading_zero_lost", Suggestion: "06000"}},
		{record.Postcode, "sw1a1aa", Context{}, Value{Standard: "SW1A 1AA", Key: "sw1a1aa", Valid: true}},
		{record.Postcode, "00000", Context{Region: "US"}, Value{Standard: "00000", Reason: "placeholder"}},
		{record.Postcode, "", Context{}, Value{State: record.Empty, Valid: true}},
		{record.City, "PARIS CEDEX 08", Context{}, Value{Standard: "Paris Cedex 08", Key: "paris", Valid: true}},
		{record.City, "n/a", Context{}, Value{Standard: "n/a", Reason: "placeholder"}},
		{record.Region, "CJ", Context{Region: "RO"}, Value{Standard: "Cluj", Key: "ro-cj", Valid: true}},
		{record.Region, "NC", Context{Region: "US"}, Value{Standard: "North Carolina", Key: "us-nc", Valid: true}},
		{record.Region, "Somewhere", Context{}, Value{Standard: "Somewhere", Key: "somewhere", Valid: true}},
		{record.Country, "SUA", Context{}, Value{Standard: "United States", Key: "us", Valid: true}},
		{record.Country, "Marea Britanie", Context{Language: "fr"}, Value{Standard: "Royaume-Uni", Key: "gb", Valid: true}},
		{record.Country, "Atlantis", Context{}, Value{Standard: "Atlantis", Key: "atlantis", State: record.Unparseable, Reason: "unknown_country"}},
		{record.BirthDate, "1er mars 1980", Context{}, Value{Standard: "1980-03-01", Key: "1980-03-01", Valid: true}},
		{record.BirthDate, "2031-01-01", Context{Options: base}, Value{Standard: "2031-01-01", Key: "2031-01-01", Reason: "future"}},
		{record.BirthDate, "1900-01-01", Context{}, Value{Standard: "1900-01-01", Reason: "placeholder"}},
		{record.BirthDate, "0000-00-00", Context{}, Value{Standard: "0000-00-00", Reason: "placeholder"}},
		{record.BirthDate, "03/04/1980", Context{DayFirst: MonthDay}, Value{Standard: "1980-03-04", Key: "1980-03-04", Valid: true}},
		{record.BirthDate, "03/04/1980", Context{}, Value{Standard: "1980-04-03", Key: "1980-04-03", Valid: true, Reason: "ambiguous_order"}},
		{record.BirthDate, "31.02.1980", Context{}, Value{Standard: "31.02.1980", Key: "31 02 1980", State: record.Unparseable, Reason: "no_such_day"}},
		{record.Date, "45291", Context{}, Value{Standard: "45291", Key: "45291", State: record.Unparseable, Reason: "excel_serial", Suggestion: "2023-12-31"}},
		{record.Date, "hier", Context{Options: base}, Value{Standard: "2024-05-14", Key: "2024-05-14", Valid: true}},
		{record.Created, "2023-01-05 10:20:30", Context{}, Value{Standard: "2023-01-05T10:20:30", Key: "2023-01-05", Valid: true}},
		{record.Date, "1970-01-01", Context{}, Value{Standard: "1970-01-01", Key: "1970-01-01", Valid: true, Reason: "maybe_placeholder"}},
		{record.Number, "1.234,50 lei", Context{Language: "ro"}, Value{Standard: "1234.50 RON", Key: "1234.5", Valid: true}},
		{record.Number, "1,234", Context{}, Value{Standard: "1234", Key: "1234", Valid: true, Reason: "ambiguous_separator"}},
		{record.Street, "12, R. Victor Hugo", Context{Region: "FR"}, Value{Standard: "12, rue Victor Hugo", Key: "12 rue victor hugo", Valid: true}},
		{record.Street, "Bât. B\n3 rue du Port", Context{Region: "FR"}, Value{Standard: "bât. B, 3 rue du Port", Key: "3 rue port bat b", Valid: true}},
		{record.Street, "-", Context{}, Value{Standard: "-", Reason: "placeholder"}},
		{record.HouseNumber, "nr. 12 A", Context{}, Value{Standard: "nr. 12 A", Key: "12 a", Valid: true}},
		{record.Address, "12 rue Victor Hugo\n75011 Paris Cedex", Context{}, Value{Standard: "12 rue Victor Hugo, 75011 Paris Cedex", Key: "12 rue victor hugo\x1e75011\x1eparis", Valid: true}},
		{record.Address, "10 High St, London SW1A 1AA, UK", Context{}, Value{Standard: "10 High St, London SW1A 1AA, UK", Key: "10 high street\x1esw1a1aa\x1elondon", Valid: true}},
		{record.Address, "123 Main St, Springfield, IL 62704-1234", Context{}, Value{Standard: "123 Main St, Springfield, IL 62704-1234", Key: "123 main street\x1e62704\x1espringfield", Valid: true}},
	} {
		if got := reg[c.kind].Normalize(c.in, c.c); got != c.want {
			t.Errorf("%s %q =\n %+v, want\n %+v", c.kind, c.in, got, c.want)
		}
	}
}

var placeKinds = []record.Kind{record.Street, record.AddressLine, record.HouseNumber, record.Address, record.Postcode, record.City, record.Region, record.Country, record.BirthDate, record.Date, record.Created, record.Modified, record.Number}

func checkPlace(t interface{ Fatalf(string, ...any) }, reg Registry, k record.Kind, in string, c Context) {
	v := reg[k].Normalize(in, c)
	again := reg[k].Normalize(v.Standard, c)
	if again.Standard != v.Standard {
		t.Fatalf("%s %q (%s) gives %q, and again %q", k, in, c.Region, v.Standard, again.Standard)
	}
	if !utf8.ValidString(v.Standard + v.Key + v.Suggestion) {
		t.Fatalf("%s %q gives invalid UTF-8", k, in)
	}
	if v.State == record.Present && v.Valid && v.Key == "" {
		t.Fatalf("%s %q is valid and has no key", k, in)
	}
}

func TestPlacesStable(t *testing.T) {
	reg := Standard()
	pieces := rapid.SampledFrom([]string{"12", "bis", "rue", "St", "Str.", "nr.12", "75011", "Paris", "București", "sector 3", "jud. Cluj", "IL", "62704", "SW1A 1AA", "\n", ",", "31/12/1999", "2020-02-30", "mars", "1.234,5", "€", "%", "France", "CA", "n/a", "-", "\u200b", "é", "\xff", "6000.0", "10:20"})
	rapid.Check(t, func(t *rapid.T) {
		in := ""
		for range rapid.IntRange(0, 6).Draw(t, "n") {
			in += pieces.Draw(t, "piece") + rapid.SampledFrom([]string{" ", "", "  "}).Draw(t, "gap")
		}
		c := Context{Region: rapid.SampledFrom([]string{"", "FR", "RO", "US", "GB"}).Draw(t, "region"), Language: rapid.SampledFrom([]string{"", "fr", "en"}).Draw(t, "language")}
		for _, k := range placeKinds {
			checkPlace(t, reg, k, in, c)
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.String().Draw(t, "in")
		for _, k := range placeKinds {
			checkPlace(t, reg, k, in, Context{})
		}
	})
}
