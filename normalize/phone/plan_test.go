package phone

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
)

// check compares what the plans say with what the library says, and reports
// whether the plans said anything.
func check(t testing.TB, body, region string) bool {
	t.Helper()
	digits, international, ok := bare(body)
	if !ok {
		return false
	}
	got, ok := inPlan(digits, region, international)
	if !ok {
		return false
	}
	if want := library(body, region); got != want {
		t.Errorf("%q in %q:\ngot  %+v\nwant %+v", body, region, got, want)
	}
	return true
}

// The plans agree with the library on an example of every type in every
// region, in all the forms that it is written in, and on its neighbours: one
// digit more or less or other.
func TestPlansAgreeOnExamples(t *testing.T) {
	all, known := 0, 0
	try := func(body, region string) {
		all++
		if check(t, body, region) {
			known++
		}
	}
	for region := range phonenumbers.GetSupportedRegions() {
		code := fmt.Sprint(phonenumbers.GetCountryCodeForRegion(region))
		for typ := phonenumbers.FIXED_LINE; typ <= phonenumbers.VOICEMAIL; typ++ {
			p := phonenumbers.GetExampleNumberForType(region, typ)
			if p == nil {
				continue
			}
			nsn := phonenumbers.GetNationalSignificantNumber(p)
			ndd := phonenumbers.GetNddPrefixForRegion(region, true)
			for k := range 3 * len(nsn) {
				n := nsn
				switch i := k / 3; k % 3 {
				case 1:
					n = nsn[:i] + nsn[i+1:]
				case 2:
					n = nsn[:i] + string('0'+(nsn[i]-'0'+byte(k)+1)%10) + nsn[i:]
				default:
					if i > 0 {
						n = nsn[:i] + string('0'+(nsn[i]-'0'+byte(k)+1)%10) + nsn[i+1:]
					}
				}
				try(n, region)
				try(ndd+n, region)
				try("+"+code+n, "")
				try("+"+code+ndd+n, "")
				try("00"+code+n, region)
				try(code+n, region)
				try("011 "+code+"-"+n, "US")
				try("00 "+code+" "+n, "FR")
			}
		}
	}
	if known < all*8/10 {
		t.Errorf("the plans knew %d of %d numbers", known, all)
	}
}

// The plans agree with the library on digits drawn at random, those of the
// regions' first digits and lengths more often.
func TestPlansAgreeOnRandomDigits(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var regions []string
	for r := range phonenumbers.GetSupportedRegions() {
		regions = append(regions, r)
	}
	slices.Sort(regions)
	regions = append(regions, "FR", "RO", "US", "GB", "DE", "IT", "BE", "CH", "ES", "CA")
	rounds := 60000
	if testing.Short() {
		rounds /= 10
	}
	for range rounds {
		region := regions[rnd.IntN(len(regions))]
		var b strings.Builder
		switch rnd.IntN(6) {
		case 0:
			b.WriteByte('+')
		case 1:
			fmt.Fprintf(&b, "+%d", phonenumbers.GetCountryCodeForRegion(region))
		case 2:
			fmt.Fprintf(&b, "00%d", phonenumbers.GetCountryCodeForRegion(region))
		case 3:
			fmt.Fprintf(&b, "%d", phonenumbers.GetCountryCodeForRegion(region))
		case 4:
			b.WriteString(phonenumbers.GetNddPrefixForRegion(region, true))
		}
		for range 4 + rnd.IntN(9) {
			b.WriteByte('0' + byte(rnd.IntN(10)))
		}
		check(t, b.String(), region)
		check(t, b.String(), regions[rnd.IntN(len(regions))])
	}
}

// The bulk of a contact list is known without the library.
func TestPlansKnowTheBulk(t *testing.T) {
	for _, c := range []struct{ in, region string }{
		{"02 99 12 34 57", "FR"},
		{"+33 2 99 12 34 57", ""},
		{"0033299123457", "FR"},
		{"0264.412.345", "RO"},
		{"+40264412345", ""},
		{"(415) 555-2671", "US"},
		{"415-555-2671", "US"},
		{"+1 415 555 2671", ""},
		{"1 415 555 2671", "US"},
		{"02 99 12 34", "FR"},
		{"020 7946 0958", "DE"},
		{"+44 20 7946 0958", ""},
		{"06 1234 5678", "IT"},
		{"911 23 45 67", "ES"},
	} {
		if !check(t, c.in, c.region) {
			t.Errorf("%q in %q is left to the library", c.in, c.region)
		}
	}
}

func FuzzPlans(f *testing.F) {
	for _, s := range []string{"02 99 12 34 57", "+33299123457", "0011 1 415 555 2671", "1415-555-2671", "000", "+39 06 123456"} {
		f.Add(s, "FR")
		f.Add(s, "US")
	}
	f.Fuzz(func(t *testing.T, body, region string) {
		if region != "" && knownRegion(region) != region {
			return
		}
		check(t, body, region)
	})
}

func TestPlansDoNotAllocate(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { inPlan("0299123457", "FR", false) }); n > 1 {
		t.Errorf("%v allocations; the number alone is one", n)
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	in := []string{"02 99 12 34 57", "+33 2 99 12 34 57", "(415) 555-2671", "0264.412.345"}
	region := []string{"FR", "RO", "US", "RO"}
	for i := 0; b.Loop(); i++ {
		Parse(in[i%4], region[i%4])
	}
}
