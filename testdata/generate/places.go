package main

import (
	"fmt"
	"strings"
)

// town is where contacts live. Postcodes keep their real first digits; the
// rest is drawn.
type town struct {
	name, state string
	code        string // # is a drawn digit, @ a drawn letter
	area        string // start of a landline number
}

// country gathers what a contact's address and numbers look like.
type country struct {
	key, lang string
	names     []string // ways to write the country, the first most often
	towns     []town
	types     [][]string // ways to write one type of street
	streets   []string
}

// Landlines and mobiles in France begin with blocks that the regulator ARCEP
// keeps free for fiction; in the United States with 555-01; in the United
// Kingdom with the blocks that Ofcom keeps for drama. Romania has no such
// block: its numbers are invented.
var countries = []country{
	{
		key: "fr", lang: "fr", names: []string{"France", "France", "France", "FRANCE", "FR", "france", ""},
		towns: []town{
			{"Paris", "", "750##", "019900"},
			{"Lyon", "", "6900#", "046571"},
			{"Marseille", "", "1300#", "046571"},
			{"Nantes", "", "44000", "026191"},
			{"Rennes", "", "35000", "026191"},
			{"Saint-Étienne", "", "42000", "046571"},
			{"Strasbourg", "", "67000", "035301"},
			{"Bordeaux", "", "33000", "053649"},
			{"Nice", "", "06000", "046571"},
			{"Bourg-en-Bresse", "", "01000", "046571"},
			{"Besançon", "", "25000", "035301"},
			{"Vélizy-Villacoublay", "", "78140", "019900"},
		},
		types: [][]string{{"rue", "r.", "Rue", "RUE"}, {"avenue", "av.", "Avenue", "AV"}, {"boulevard", "bd", "Bd", "boul."}, {"place", "pl.", "Place", "pl"}, {"chemin", "ch.", "Chemin", "che"}, {"impasse", "imp.", "Impasse", "imp"}},
		streets: []string{
			"Victor Hugo", "de la République", "des Lilas", "du Général Leclerc", "Jean Jaurès", "de l'Église", "Pasteur", "des Écoles", "du Moulin",
			"Saint-Honoré", "de la Gare", "des Tilleuls", "Émile Zola", "du 8 Mai 1945", "des Frères Lumière", "de Bellevue", "Gambetta", "du Château", "des Acacias", "Molière",
		},
	},
	{
		key: "ro", lang: "ro", names: []string{"România", "Romania", "RO", "ROMANIA", "România", ""},
		towns: []town{
			{"București", "Sector 3", "03####", "021312"},
			{"București", "Sector 1", "01####", "021222"},
			{"Cluj-Napoca", "Cluj", "400###", "026443"},
			{"Timișoara", "Timiș", "300###", "025620"},
			{"Iași", "Iași", "700###", "023221"},
			{"Brașov", "Brașov", "500###", "026841"},
			{"Constanța", "Constanța", "900###", "024161"},
			{"Târgu Mureș", "Mureș", "540###", "026526"},
			{"Ploiești", "Prahova", "100###", "024451"},
			{"Sibiu", "Sibiu", "550###", "026921"},
		},
		types: [][]string{{"Strada", "Str.", "str", "STR."}, {"Bulevardul", "Bd.", "B-dul", "bd"}, {"Aleea", "Al.", "aleea", "Aleea"}, {"Calea", "Calea", "cal.", "Cal."}},
		streets: []string{
			"Mihai Eminescu", "Unirii", "Ștefan cel Mare", "Victoriei", "Tudor Vladimirescu", "1 Decembrie 1918", "Nicolae Bălcescu", "Florilor", "Mărășești",
			"Republicii", "Gării", "Avram Iancu", "Libertății", "Zorilor", "Teilor", "Ion Creangă", "Moților", "Vasile Alecsandri",
		},
	},
	{
		key: "us", lang: "en", names: []string{"United States", "USA", "US", "U.S.A.", "United States of America", ""},
		towns: []town{
			{"Springfield", "IL", "6270#", "217555"},
			{"Portland", "OR", "9720#", "503555"},
			{"Austin", "TX", "7870#", "512555"},
			{"Boston", "MA", "0210#", "617555"},
			{"Denver", "CO", "8020#", "303555"},
			{"Columbus", "OH", "4320#", "614555"},
			{"Madison", "WI", "5370#", "608555"},
			{"Savannah", "GA", "3140#", "912555"},
			{"Albany", "NY", "1220#", "518555"},
			{"Tucson", "AZ", "8570#", "520555"},
		},
		types: [][]string{{"Street", "St", "St.", "STREET"}, {"Avenue", "Ave", "Ave.", "Av"}, {"Road", "Rd", "Rd.", "ROAD"}, {"Drive", "Dr", "Dr.", "Drive"}, {"Lane", "Ln", "Ln.", "Lane"}, {"Boulevard", "Blvd", "Blvd.", "Boulevard"}},
		streets: []string{
			"Main", "Oak", "Maple", "Washington", "Cedar", "Lincoln", "Elm", "Park", "Lake", "N Hill", "Sunset", "Jefferson", "W 4th", "River", "Franklin", "Chestnut", "Highland", "Spring",
		},
	},
	{
		key: "uk", lang: "en", names: []string{"United Kingdom", "UK", "GB", "England", ""},
		towns: []town{
			{"London", "", "SW# #@@", "0207946"},
			{"Manchester", "", "M# #@@", "0161496"},
			{"Leeds", "", "LS# #@@", "0113496"},
			{"Bristol", "", "BS# #@@", "0117496"},
		},
		types: [][]string{{"Street", "St", "St.", "STREET"}, {"Road", "Rd", "Rd.", "ROAD"}, {"Lane", "Ln", "Lane", "LANE"}, {"Close", "Cl", "Close", "close"}},
		streets: []string{
			"High", "Church", "Victoria", "Station", "Mill", "Queen's", "Orchard", "Albert", "Green", "Abbey",
		},
	},
}

// address is a place before anybody wrote it down.
type address struct {
	land   *country
	town   *town
	code   string
	number int
	bis    string
	kind   int
	street string
	unit   [3]string // block, stair, flat; only the last outside Romania
}

func (g *generator) address(land *country) address {
	t := &land.towns[g.n(len(land.towns))]
	return g.addressIn(land, t)
}

func (g *generator) addressIn(land *country, t *town) address {
	a := address{land: land, town: t, number: g.between(1, 148), kind: g.n(len(land.types)), street: g.pick(land.streets)}
	if land.key == "us" {
		a.number = g.between(100, 4800)
	}
	if t.name == "Paris" {
		a.code = fmt.Sprintf("750%02d", g.between(1, 20))
	} else {
		a.code = g.digits(t.code)
	}
	switch {
	case land.key == "ro" && g.chance(60):
		a.unit = [3]string{fmt.Sprintf("%c%d", 'A'+g.n(6), g.between(1, 30)), fmt.Sprintf("%c", 'A'+g.n(4)), fmt.Sprint(g.between(1, 88))}
	case land.key == "fr" && g.chance(8):
		a.bis = "bis"
	case land.key == "us" && g.chance(25):
		a.unit[2] = fmt.Sprintf("%d%c", g.between(1, 20), 'A'+g.n(5))
	}
	return a
}

// line writes the street line in one of four styles.
func (a address) line(style int) string {
	way := a.land.types[a.kind][style%4]
	switch a.land.key {
	case "fr":
		n := fmt.Sprint(a.number)
		if a.bis != "" {
			n += [...]string{" bis", "bis", " BIS", " bis"}[style%4]
		}
		return n + [...]string{" ", ", ", " ", ","}[style%4] + way + " " + a.street
	case "ro":
		s := way + " " + a.street + [...]string{" nr. ", " nr.", ", nr. ", " "}[style%4] + fmt.Sprint(a.number)
		if a.unit[0] != "" {
			s += fmt.Sprintf([...]string{", bl. %s, sc. %s, ap. %s", ", Bl.%s Sc.%s Ap.%s", " bloc %s scara %s ap %s", ", bl %s, sc %s, ap %s"}[style%4], a.unit[0], a.unit[1], a.unit[2])
		}
		return s
	default:
		s := fmt.Sprintf("%d %s %s", a.number, a.street, way)
		if a.unit[2] != "" {
			s += [...]string{" Apt ", ", Apt. ", " #", " Unit "}[style%4] + a.unit[2]
		}
		return s
	}
}

// digits fills a pattern of # and @.
func (g *generator) digits(pattern string) string {
	var b strings.Builder
	for _, r := range pattern {
		switch r {
		case '#':
			b.WriteByte(byte('0' + g.n(10)))
		case '@':
			b.WriteByte("ABDEFGHJLNPQRSTUWXYZ"[g.n(20)])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// number returns a new number that begins with prefix, in national digits.
func (g *generator) number(land *country, prefix string) string {
	pattern := map[string]string{"fr": "####", "ro": "####", "us": "01##", "uk": "0###"}[land.key]
	for {
		n := prefix + g.digits(pattern)
		if !g.taken[n] {
			g.taken[n] = true
			return n
		}
	}
}

// mobile returns a new mobile number in national digits.
func (g *generator) mobile(land *country, t *town) string {
	switch land.key {
	case "fr":
		return g.number(land, "063998")
	case "ro":
		return g.number(land, "07"+fmt.Sprint(g.between(2, 7))+g.digits("###"))
	case "uk":
		return g.number(land, "07700900"[:7]) // 07700 900xxx
	default:
		return g.number(land, t.area)
	}
}

// phone writes a number in one of the ways people do.
func (g *generator) phone(land *country, n string) string {
	if n == "" {
		return ""
	}
	group := func(sep string, sizes ...int) string {
		var parts []string
		rest := n
		for _, s := range sizes {
			parts = append(parts, rest[:s])
			rest = rest[s:]
		}
		return strings.Join(append(parts, rest), sep)
	}
	style := g.n(10)
	switch land.key {
	case "fr":
		return [...]string{group(" ", 2, 2, 2, 2), group(" ", 2, 2, 2, 2), group(".", 2, 2, 2, 2), group("-", 2, 2, 2, 2), n, n, "+33 " + group(" ", 2, 2, 2, 2)[1:], "+33" + n[1:], "0033" + n[1:], "+33 (0)" + group(" ", 2, 2, 2, 2)[1:]}[style]
	case "ro":
		return [...]string{group(" ", 4, 3), group(" ", 4, 3), group(".", 4, 3), group("-", 4, 3), n, n, "+4" + n, "+40 " + group(" ", 4, 3)[1:], "004" + n, group("/", 4)}[style]
	case "us":
		a, b, c := n[:3], n[3:6], n[6:]
		return [...]string{"(" + a + ") " + b + "-" + c, "(" + a + ") " + b + "-" + c, a + "-" + b + "-" + c, a + "." + b + "." + c, n, "+1 " + a + " " + b + " " + c, "+1" + n, "1-" + a + "-" + b + "-" + c, a + " " + b + " " + c, "+1 (" + a + ") " + b + "-" + c}[style]
	default:
		return [...]string{group(" ", 5), group(" ", 5), group(" ", 4, 3), n, n, "+44 " + group(" ", 4, 3)[1:], "+44" + n[1:], "0044" + n[1:], group("-", 5), "+44 (0)" + group(" ", 5)[1:]}[style]
	}
}
