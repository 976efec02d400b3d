package country

import (
	_ "embed"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/onefold/onefold/normalize/internal/fold"
)

//go:embed aliases.txt
var aliasesText string

// codes are the ISO 3166-1 alpha-2 codes in use, and XK.
const codes = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"

// languages are those in which every country's name is understood, the most
// trusted first: a name that two languages give to two countries goes to the
// first.
const languages = "en fr ro de es it pt nl pl hu sv da nb fi cs sk hr sl tr el bg uk ru"

// names maps a folded name or code to the alpha-2 code.
var names = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, 8192)
	add := func(name, code string) {
		if key := fold.String(name); key != "" {
			if _, taken := m[key]; !taken {
				m[key] = code
			}
			if key = loose(key); m[key] == "" {
				m[key] = code
			}
		}
	}
	all := strings.Fields(codes)
	for _, code := range all {
		add(code, code)
	}
	// Aliases come before CLDR, which calls two countries Congo.
	for line := range strings.Lines(aliasesText) {
		code, list, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || code == "#" {
			continue
		}
		for alias := range strings.SplitSeq(list, "|") {
			add(alias, code)
		}
	}
	regions := make([]language.Region, len(all))
	for i, code := range all {
		regions[i] = language.MustParseRegion(code)
		add(regions[i].ISO3(), code)
	}
	for _, l := range strings.Fields(languages) {
		namer := display.Regions(language.MustParse(l))
		for i, code := range all {
			add(namer.Name(regions[i]), code)
		}
	}
	for i, code := range all {
		// The country's own language, by CLDR's likely subtags.
		tag, err := language.Compose(language.Und, regions[i])
		if err != nil {
			continue
		}
		base, _ := tag.Base()
		own, err := language.Compose(base)
		if err != nil {
			continue
		}
		if namer := display.Regions(own); namer != nil {
			add(namer.Name(regions[i]), code)
		}
	}
	return m
})

// loose drops the little words that join the parts of a name, and writes St
// for Saint.
func loose(key string) string {
	if strings.IndexByte(key, ' ') < 0 {
		return key
	}
	words := strings.Fields(key)
	n := 0
	for _, w := range words {
		switch w {
		case "and", "et", "si", "und", "y", "e", "en", "the", "of", "i", "rep":
			continue
		case "saint", "sankt", "san", "sfantul", "sfanta":
			w = "st"
		}
		words[n] = w
		n++
	}
	if n == 0 {
		return key
	}
	return strings.Join(words[:n], " ")
}

// Lookup returns the alpha-2 code, in upper case, of the country that s names
// by code or by name in any of the known languages.
func Lookup(s string) (iso2 string, ok bool) {
	if len(s) > 200 {
		return "", false
	}
	m := names()
	var buf [64]byte
	key := fold.Append(buf[:0], s)
	if iso2, ok = m[string(key)]; ok {
		return iso2, true
	}
	// U.S.A. folds to "u s a"; n/a and n.a. are no country.
	if letters := strings.ReplaceAll(string(key), " ", ""); len(letters) <= 3 {
		if letters != "na" && !strings.ContainsAny(s, "/-") {
			iso2, ok = m[letters]
		}
		return iso2, ok
	}
	rest := string(key)
	// Trinidad & Tobago, Saint Kitts and Nevis, Cook Isl.
	plain := loose(rest)
	if iso2, ok = m[plain]; ok {
		return iso2, true
	}
	for _, islands := range [...]string{" islands", " island", " isl", " iles"} {
		if t, found := strings.CutSuffix(plain, islands); found && len(t) > 4 {
			if iso2, ok = m[t]; ok {
				return iso2, true
			}
		}
	}
	// France (FR), Korea (the Republic of)
	if i := strings.IndexAny(s, "(["); i > 0 {
		if iso2, ok = m[fold.String(s[:i])]; ok {
			return iso2, true
		}
	}
	for _, prefix := range [...]string{
		"the ", "la ", "le ", "les ", "l ", "el ", "republic of ", "republic of the ", "republica ", "republique de ", "republique du ", "republique d", "republique de la ",
		"kingdom of ", "kingdom of the ", "royaume de ", "royaume du ", "royaume d", "regatul ", "state of ", "republik ", "repubblica di ", "republica de ", "reino de ",
	} {
		if t, found := strings.CutPrefix(rest, prefix); found {
			if iso2, ok = m[t]; ok && len(t) > 3 {
				return iso2, true
			}
		}
	}
	if t, found := strings.CutPrefix(rest, "l"); found && len(t) > 4 && strings.ContainsAny(s, "'’") {
		iso2, ok = m[t]
	}
	return iso2, ok
}

// Name returns the country's name in a language (ISO 639-1), in English where
// the language is unknown or "", and "" for an unknown code.
func Name(iso2, lang string) string {
	region, err := language.ParseRegion(iso2)
	if err != nil {
		return ""
	}
	if lang != "" && lang != "en" {
		if tag, err := language.Parse(lang); err == nil {
			if namer := display.Regions(tag); namer != nil {
				if name := namer.Name(region); name != "" {
					return name
				}
			}
		}
	}
	return display.English.Regions().Name(region)
}

// Codes returns the alpha-2 codes of all countries, sorted.
func Codes() []string { return strings.Fields(codes) }
