package address

import "testing"

// The long and the short spelling of each type must meet in one key, whether
// the country is known or not.
func TestSpellingsMeet(t *testing.T) {
	for _, c := range []struct {
		country     string
		long, short []string
	}{
		{
			"FR",
			[]string{"12 rue du Port", "12 avenue du Port", "12 boulevard du Port", "12 place du Port", "12 chemin du Port", "12 impasse du Port", "12 allée du Port", "12 quai du Port", "12 route du Port"},
			[]string{"12, r. du Port", "12 av. du Port", "12 bd du Port", "12, pl. du Port", "12 ch. du Port", "12 imp. du Port", "12 all. du Port", "12, q. du Port", "12 rte du Port"},
		},
		{
			"RO",
			[]string{"Strada Teilor nr. 7", "Bulevardul Teilor 7", "Calea Teilor nr. 7", "Aleea Teilor 7", "Șoseaua Teilor nr. 7", "Piața Teilor 7", "Intrarea Teilor nr. 7"},
			[]string{"Str. Teilor 7", "B-dul Teilor nr. 7", "Cal. Teilor 7", "Al. Teilor nr. 7", "Șos. Teilor 7", "P-ța Teilor nr. 7", "Intr. Teilor 7"},
		},
		{
			"US",
			[]string{"9 Linden Street", "9 Linden Avenue", "9 Linden Road", "9 Linden Drive", "9 Linden Lane", "9 Linden Boulevard", "9 Linden Court", "9 Linden Way", "9 North Linden Parkway"},
			[]string{"9 Linden St", "9 Linden Ave.", "9 Linden Rd", "9 Linden Dr", "9 Linden Ln", "9 Linden Blvd", "9 Linden Ct", "9 Linden Wy", "9 N. Linden Pkwy"},
		},
	} {
		for i := range c.long {
			for _, country := range []string{c.country, ""} {
				long, short := Key(c.long[i], country), Key(c.short[i], country)
				if long != short {
					t.Errorf("country %q: %q is %q, %q is %q", country, c.long[i], long, c.short[i], short)
				}
			}
		}
	}
}
