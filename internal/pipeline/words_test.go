package pipeline

import (
	"strings"
	"testing"

	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/matcher/compare"
	"github.com/onefold/onefold/record"
)

// Whatever the matcher says of a pair, reports say in every language.
func TestReportKnowsTheMatchersWords(t *testing.T) {
	coder := record.NewCoder(2)
	coder.Add([]byte("a"))
	coder.Add([]byte("b"))
	column := []*record.Codes{coder.Codes()}
	for _, with := range [][]record.Kind{
		{record.GivenName, record.FamilyName, record.Email, record.Phone, record.URL, record.BirthDate, record.Street, record.Postcode, record.City, record.Company, record.Gender},
		{record.Company, record.Region, record.Country, record.Street, record.Identifier, record.VAT},
		{record.Text, record.Category, record.Number},
	} {
		var fields []matcher.Field
		for _, k := range with {
			fields = append(fields, matcher.Field{Name: string(k), Kind: k, Columns: column})
		}
		for _, sp := range compare.NewSet(fields).Specs() {
			if _, own := record.ParseKind(strings.NewReplacer(" ", "_", "-", "").Replace(sp.Name)); !own && !report.Translated(sp.Name) {
				t.Errorf("the comparison %q is not translated", sp.Name)
			}
			for _, l := range sp.Levels {
				if !report.Translated(l.Name) {
					t.Errorf("%s: the level %q is not translated", sp.Name, l.Name)
				}
			}
		}
	}
}
