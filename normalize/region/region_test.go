package region

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestLookup(t *testing.T) {
	for _, c := range []struct{ in, country, code string }{
		{"CA", "US", "US-CA"},
		{"California", "", "US-CA"},
		{"calif.", "US", "US-CA"},
		{"N.Y.", "US", "US-NY"},
		{"NEW YORK", "US", "US-NY"},
		{"State of Texas", "US", "US-TX"},
		{"nsw", "", "AU-NSW"},
		{"WA", "AU", "AU-WA"},
		{"WA", "US", "US-WA"},
		{"Québec", "CA", "CA-QC"},
		{"PQ", "CA", "CA-QC"},
		{"CJ", "RO", "RO-CJ"},
		{"jud. Cluj", "RO", "RO-CJ"},
		{"Județul Timiș", "RO", "RO-TM"},
		{"B", "RO", "RO-B"},
		{"timis", "", "RO-TM"},
		{"Bistriţa Năsăud", "RO", "RO-BN"},
		{"75", "FR", "FR-75"},
		{"6", "FR", "FR-06"},
		{"2A", "FR", "FR-2A"},
		{"Paris (75)", "FR", "FR-75"},
		{"33 - Gironde", "FR", "FR-33"},
		{"Ile de France", "FR", "FR-IDF"},
		{"Rhône-Alpes", "FR", "FR-ARA"},
		{"PACA", "", "FR-PAC"},
		{"Hants", "GB", "GB-HAM"},
		{"Scotland", "GB", "GB-SCT"},
		{"Bayern", "DE", "DE-BY"},
		{"Bavaria", "", "DE-BY"},
		{"US-CA", "", "US-CA"},
		{"Genève", "CH", "CH-GE"},
	} {
		if r, ok := Lookup(c.in, c.country); !ok || r.Code != c.code {
			t.Errorf("Lookup(%q, %s) = %+v, want %s", c.in, c.country, r, c.code)
		}
	}
	for _, c := range [][2]string{{"", ""}, {"WA", ""}, {"75", ""}, {"Jura", ""}, {"Nowhere", "US"}, {"75 - Gironde", "FR"}} {
		if r, ok := Lookup(c[0], c[1]); ok {
			t.Errorf("Lookup(%q, %q) = %+v, want none", c[0], c[1], r)
		}
	}
}

func TestNamesLeadBack(t *testing.T) {
	n := 0
	for line := range strings.Lines(regionsText) {
		code, list, _ := strings.Cut(strings.TrimSpace(line), " ")
		if code == "#" {
			continue
		}
		n++
		name, _, _ := strings.Cut(list, "|")
		if r, ok := Lookup(name, code[:2]); !ok || r.Name != name {
			t.Errorf("Lookup(%q, %s) = %+v", name, code[:2], r)
		}
	}
	if n < 350 {
		t.Errorf("%d regions", n)
	}
}

func TestStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		country := rapid.SampledFrom([]string{"", "FR", "RO", "US", "GB"}).Draw(t, "country")
		in := rapid.StringMatching(`(jud\. |dept )?([A-Z]{1,2}|Paris|Jura|New York|[0-9]{1,3}|Cluj)( ?\(?[0-9A-Z]{2}\)?)?`).Draw(t, "in")
		if r, ok := Lookup(in, country); ok {
			if again, ok := Lookup(r.Name, r.Code[:2]); !ok || again != r {
				t.Fatalf("Lookup(%q) = %+v, and again %+v", in, r, again)
			}
		}
	})
}

func FuzzLookup(f *testing.F) {
	f.Add("Paris (75)", "FR")
	f.Fuzz(func(t *testing.T, in, country string) {
		if r, ok := Lookup(in, country); ok && len(r.Code) < 4 {
			t.Fatalf("%+v", r)
		}
	})
}
