package address

// grammar returns fr, ro or en, or "" where neither the words nor the country
// tell. Words win over the country where they are clear.
func grammar(tokens []token, country string) string {
	hint := ""
	switch country {
	case "FR", "BE", "LU", "MC", "GP", "MQ", "RE", "GF", "YT", "NC", "PF", "MA", "TN", "DZ", "SN", "CI":
		hint = "fr"
	case "RO", "MD":
		hint = "ro"
	case "US", "GB", "IE", "AU", "NZ", "CA", "ZA", "PR", "SG", "IN":
		hint = "en"
	}
	var fr, ro, en int
	for i := range tokens {
		t := &tokens[i]
		switch t.look {
		case "rue", "impasse", "chemin", "allee", "quai", "route", "bis", "bat", "cedex", "bp", "lotissement", "faubourg", "du", "des", "rte", "imp":
			fr += 3
		case "de", "la", "le", "les", "place", "cours", "av", "avenue", "all", "chem", "che", "residence", "cs", "za", "zi", "esc", "appt", "r":
			fr++
		case "strada", "bulevardul", "soseaua", "aleea", "calea", "intrarea", "splaiul", "bloc", "scara", "nr", "jud", "judetul", "sos", "sectorul", "bdul", "pta", "piata":
			ro += 3
		case "str", "bl", "sc", "ap", "et", "sector", "cal", "al":
			ro += 2
		case "street", "road", "drive", "lane", "court", "suite", "box", "highway", "flat", "close", "crescent":
			en += 3
		case "st", "rd", "ave", "blvd", "ln", "dr", "ct", "hwy", "pkwy", "apt", "ste", "unit", "n", "s", "e", "w", "way", "terrace", "circle", "blv":
			en++
		case "bd", "boulevard", "pl":
			fr++
			if t.look == "bd" {
				ro++
			}
		}
		// A French type stands before the name, an English one behind it.
		if i == len(tokens)-1 && i > 0 {
			if _, ok := t.find("en", roleType); ok {
				en += 2
			}
		}
		if (i == 0 || i == 1 && tokens[0].numeric()) && len(tokens) > i+1 {
			if _, ok := t.find("fr", roleType); ok && t.look != "r" {
				fr += 2
			}
			if _, ok := t.find("ro", roleType); ok && i == 0 {
				ro += 2
			}
		}
	}
	// Bd. Unirii 10: the French write the number in front.
	if n := len(tokens) - 1; n > 1 && tokens[0].look == "bd" && tokens[n].numeric() {
		ro += 3
	}
	best, score := hint, 0
	switch hint {
	case "fr":
		score = fr
	case "ro":
		score = ro
	case "en":
		score = en
	}
	margin := 0
	if hint != "" {
		margin = 4
	}
	for _, l := range [...]struct {
		lang  string
		score int
	}{{"fr", fr}, {"ro", ro}, {"en", en}} {
		if l.lang != best && l.score > score+margin {
			best, score, margin = l.lang, l.score, 0
		}
	}
	return best
}
