package postcode

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ in, country, standard, key, suggestion, reason string }{
		{"75011", "FR", "75011", "75011", "", ""},
		{"75 011", "FR", "75011", "75011", "", ""},
		{"F-75011", "FR", "75011", "75011", "", ""},
		{"6000", "FR", "6000", "06000", "06000", ReasonLeadingZero},
		{"6000.0", "FR", "6000.0", "06000", "06000", ReasonLeadingZero},
		{"00000", "FR", "00000", "00000", "", ReasonFormat},
		{"010101", "RO", "010101", "010101", "", ""},
		{"RO-400 001", "RO", "400001", "400001", "", ""},
		{"10101", "RO", "10101", "010101", "010101", ReasonLeadingZero},
		{"2134", "US", "2134", "02134", "02134", ReasonLeadingZero},
		{"02134-1234", "US", "02134-1234", "02134", "", ""},
		{"021341234", "US", "02134-1234", "02134", "", ""},
		{"sw1a1aa", "GB", "SW1A 1AA", "sw1a1aa", "", ""},
		{"sw1a1aa", "", "SW1A 1AA", "sw1a1aa", "", ""},
		{"eh6 7dr", "", "EH6 7DR", "eh67dr", "", ""},
		{"QQ1 1AA", "GB", "QQ1 1AA", "qq11aa", "", ReasonFormat},
		{"k1a0b1", "CA", "K1A 0B1", "k1a0b1", "", ""},
		{"1012ab", "NL", "1012 AB", "1012ab", "", ""},
		{"00950", "PL", "00-950", "00950", "", ""},
		{"11455", "SE", "114 55", "11455", "", ""},
		{"1250096", "PT", "1250-096", "1250096", "", ""},
		{"1010", "LV", "1010", "1010", "", ""},
		{"lv 1010", "LV", "LV-1010", "1010", "", ""},
		{"D-10115", "DE", "10115", "10115", "", ""},
		{"2119", "", "2119", "2119", "", ""},
		{"Paris", "", "Paris", "paris", "", ReasonNotACode},
		{"Paris", "FR", "Paris", "paris", "", ReasonFormat},
		{"12/3", "FR", "12/3", "", "", ReasonNotACode},
		{"A", "ZZ", "A", "a", "", ReasonNotACode},
	} {
		code, reason := Parse(c.in, c.country)
		want := Code{Standard: c.standard, Key: c.key, Suggestion: c.suggestion}
		if code != want || reason != c.reason {
			t.Errorf("Parse(%q, %q) = %+v, %q; want %+v, %q", c.in, c.country, code, reason, want, c.reason)
		}
	}
}

// A code made from a format must be valid, and be spelled as it is.
func TestFormatsReadThemselves(t *testing.T) {
	if len(table()) < 180 {
		t.Fatalf("%d countries", len(table()))
	}
	overseas := map[string]string{"GP": "97122", "MQ": "97222", "GF": "97322", "RE": "97422", "PM": "97500", "YT": "97622", "BL": "97133", "MF": "97150", "WF": "98622", "PF": "98722", "NC": "98822", "MC": "98000"}
	for country, formats := range table() {
		for _, f := range formats {
			code := overseas[country]
			if code == "" {
				letters := 0
				for _, r := range f {
					switch r {
					case '#', '?':
						r = '2'
					case '@':
						r = rune("SE"[letters%2])
						letters++
					}
					code += string(r)
				}
			}
			if got, reason := Parse(code, country); reason != "" || got.Standard != code {
				t.Errorf("Parse(%q, %s) = %+v, %q for format %q", code, country, got, reason, f)
			}
		}
	}
}

func check(t interface{ Fatalf(string, ...any) }, in, country string) {
	code, reason := Parse(in, country)
	again, reason2 := Parse(code.Standard, country)
	if again != code || reason2 != reason {
		t.Fatalf("Parse(%q, %q) = %+v %q, and again %+v %q", in, country, code, reason, again, reason2)
	}
	if utf8.ValidString(in) && !utf8.ValidString(code.Standard+code.Key) {
		t.Fatalf("Parse(%q) gives invalid UTF-8", in)
	}
}

func TestStable(t *testing.T) {
	countries := []string{""}
	for c := range table() {
		countries = append(countries, c)
	}
	rapid.Check(t, func(t *rapid.T) {
		check(t, rapid.StringMatching(`[ ]?[A-Za-z]{0,3}[ -]?[0-9]{0,6}[ -]?[0-9A-Z]{0,4}`).Draw(t, "in"), rapid.SampledFrom(countries).Draw(t, "country"))
	})
}

func TestAllocations(t *testing.T) {
	Parse("75011", "FR")
	if n := testing.AllocsPerRun(100, func() { Parse("75011", "FR"); Parse("02134", "US") }); n > 0 {
		t.Errorf("%v allocations for codes in canonical form", n)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("SW1A 1AA", "GB")
	f.Add("6000.0", "FR")
	f.Fuzz(check2)
}

func check2(t *testing.T, in, country string) { check(t, in, country) }

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Parse("sw1a1aa", "GB")
		Parse("75011", "FR")
	}
}
