package phone

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func texts(all []Number) (out, keys string) {
	var o, k []string
	for _, n := range all {
		o = append(o, n.String())
		k = append(k, n.Key())
	}
	return strings.Join(o, "|"), strings.Join(k, "|")
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ in, region, out, key string }{
		// one number, whatever the writing
		{"02 99 12 34 57", "FR", "+33299123457", "+33299123457"},
		{"02.99.12.34.57", "FR", "+33299123457", "+33299123457"},
		{"+33 (0)2 99 12 34 57", "", "+33299123457", "+33299123457"},
		{"+33 (0)2 99 12 34 57", "RO", "+33299123457", "+33299123457"},
		{"0033 2 99 12 34 57", "", "+33299123457", "+33299123457"},
		{"0033 (0) 299 123 457", "RO", "+33299123457", "+33299123457"},
		{"02 99 12 34 57,", "FR", "+33299123457", "+33299123457"},
		{"02 99 12 34 57+", "FR", "+33299123457", "+33299123457"},
		{"'+33299123457", "", "+33299123457", "+33299123457"},
		{"299123457", "FR", "+33299123457", "+33299123457"},
		{"０２９９１２３４５７", "FR", "+33299123457", "+33299123457"},
		{"02\u00a099\u202f12‑34–57", "FR", "+33299123457", "+33299123457"},
		{"0264 412 345", "RO", "+40264412345", "+40264412345"},
		{"0264/412.345", "RO", "+40264412345", "+40264412345"},
		{"+40 264 412345", "FR", "+40264412345", "+40264412345"},
		{"020 7946 0958", "UK", "+442079460958", "+442079460958"},
		{"(415) 555-2671", "US", "+14155552671", "+14155552671"},
		{"1-800-GOFEDEX", "US", "+18004633339", "+18004633339"},
		// labels and extensions
		{"Tél. : 02 99 12 34 57 (bureau)", "FR", "+33299123457", "+33299123457"},
		{"fax 02 99 12 34 57", "FR", "+33299123457", "+33299123457"},
		{"02 99 12 34 57 poste 204", "FR", "+33299123457 ext. 204", "+33299123457"},
		{"0264 412345 int. 7", "RO", "+40264412345 ext. 7", "+40264412345"},
		{"(415) 555-2671 x31", "US", "+14155552671 ext. 31", "+14155552671"},
		{"tel:+33-2-99-12-34-57;ext=31", "", "+33299123457 ext. 31", "+33299123457"},
		{"+33299123457 ext. 31", "", "+33299123457 ext. 31", "+33299123457"},
		// several
		{"02 99 12 34 57 / 06 70 12 34 58", "FR", "+33299123457|+33670123458", "+33299123457|+33670123458"},
		{"02 99 12 34 57 ou 06 70 12 34 58", "FR", "+33299123457|+33670123458", "+33299123457|+33670123458"},
		{"0299123457 0670123458", "FR", "+33299123457|+33670123458", "+33299123457|+33670123458"},
		{"0264/412345, 0722/412346", "RO", "+40264412345|+40722412346", "+40264412345|+40722412346"},
		{"+33299123457+40264412345", "", "+33299123457|+40264412345", "+33299123457|+40264412345"},
		{"02 99 12 34 57 / 58", "FR", "02 99 12 34 57 / 58", "+33299123457"},
		// nothing is decided without a country
		{"02 99 12 34 57", "", "02 99 12 34 57", "0299123457"},
		{"02 99 12 34 57", "ZZ", "02 99 12 34 57", "0299123457"},
		// what is none
		{"02 99 12", "FR", "02 99 12", "029912"},
		{"999", "FR", "999", ""},
		{"appeler le matin", "FR", "appeler le matin", ""},
		{"", "FR", "", ""},
		{"00 00 00 00 00", "FR", "00 00 00 00 00", ""},
		{"06 00 00 00 00", "FR", "+33600000000", ""},
		{"+999 123 456 789", "", "+999 123 456 789", "999123456789"},
	} {
		out, key := texts(Parse(c.in, c.region))
		if out != c.out || key != c.key {
			t.Errorf("%q in %q: got %q, key %q", c.in, c.region, out, key)
		}
	}
}

func TestWhatIsKnown(t *testing.T) {
	for _, c := range []struct {
		in, region string
		typ        Type
		country    string
		reason     string
		suggestion string
	}{
		{"06 70 12 34 58", "FR", TypeMobile, "FR", "", ""},
		{"02 99 12 34 57", "FR", TypeFixed, "FR", "", ""},
		{"0800 12 34 56", "FR", TypeTollFree, "FR", "", ""},
		{"(415) 555-2671", "US", TypeFixedOrMobile, "US", "", ""},
		{"+1 416 555 2671", "FR", TypeFixedOrMobile, "CA", "", ""},
		{"40264412345", "FR", TypeUnknown, "", ReasonMissingPlus, "+40264412345"},
		{"02 99 12 34", "FR", TypeUnknown, "", ReasonTooShort, ""},
		{"02 99 12 34 57 89 12", "FR", TypeUnknown, "", ReasonTooLong, ""},
		{"111111", "FR", TypeUnknown, "", ReasonPlaceholder, ""},
		{"0299123457", "", TypeUnknown, "", ReasonNoRegion, ""},
		{"appeler", "FR", TypeUnknown, "", ReasonNoDigits, ""},
	} {
		n := Parse(c.in, c.region)[0]
		if n.Type != c.typ || n.Region != c.country || n.Reason != c.reason || n.Suggestion != c.suggestion {
			t.Errorf("%q: %v %q %q %q", c.in, n.Type, n.Region, n.Reason, n.Suggestion)
		}
	}
	if n := Parse("+33299123457", "")[0]; n.National() != "02 99 12 34 57" {
		t.Errorf("national form %q", n.National())
	}
}

func properties(t interface{ Fatalf(string, ...any) }, in, region string) {
	all := Parse(in, region)
	if len(all) == 0 {
		t.Fatalf("%q: no number", in)
	}
	for _, n := range all {
		if !utf8.ValidString(n.String()) || !utf8.ValidString(n.Key()) {
			t.Fatalf("%q: not UTF-8", in)
		}
		if !n.Valid {
			if n.Reason == "" {
				t.Fatalf("%q: invalid without a reason", in)
			}
			continue
		}
		out := n.String()
		again := Parse(out, region)
		if len(again) != 1 || again[0].String() != out || again[0].Key() != n.Key() {
			got, key := texts(again)
			t.Fatalf("%q: %q, key %q became %q, key %q", in, out, n.Key(), got, key)
		}
	}
	// The cell as a whole is stable, too.
	out, _ := texts(all)
	if strings.ContainsAny(in, "|") {
		return
	}
	joined := strings.ReplaceAll(out, "|", "; ")
	if len(all) > 1 && all[0].Valid && all[1].Valid {
		if got, _ := texts(Parse(joined, region)); strings.ReplaceAll(got, "|", "; ") != joined {
			t.Fatalf("%q: %q became %q", in, joined, got)
		}
	}
}

func TestProperties(t *testing.T) {
	piece := rapid.SampledFrom([]string{"0", "2", "99", "0299123457", "06", "+", "+33", "00", " ", "-", "/", ";", ",", "(0)", "(", ")", "x", "ext", "poste ", " ou ", "tel:", "#", "FLOWERS", "٣", "\n", "\xff", "é", "1-800-", ";ext=", "555", "412345"})
	regions := rapid.SampledFrom([]string{"", "FR", "RO", "US", "GB", "IT", "JP", "AR", "XX"})
	rapid.Check(t, func(t *rapid.T) {
		properties(t, strings.Join(rapid.SliceOfN(piece, 0, 10).Draw(t, "pieces"), ""), regions.Draw(t, "region"))
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"02 99 12 34 57 poste 2", "+33 (0)299123457 / 58", "0264/412345, 0722/412346", "1-800-GOFEDEX", "tel:1;phone-context=+33"} {
		f.Add(s, "FR")
	}
	f.Fuzz(func(t *testing.T, in, region string) { properties(t, in, region) })
}
