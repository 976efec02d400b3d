package region

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/onefold/onefold/normalize/internal/fold"
)

//go:embed regions.txt
var regionsText string

// Region is a first-level part of a country.
type Region struct {
	Code string // ISO 3166-2: US-CA
	Name string // in the country's own language
}

type index struct {
	byCountry map[string]map[string]Region // country → folded name or code
	anywhere  map[string]Region            // what one country alone has; the others have an empty Region
}

var table = sync.OnceValue(func() index {
	x := index{byCountry: map[string]map[string]Region{}, anywhere: map[string]Region{}}
	add := func(key string, r Region) {
		if key == "" {
			return
		}
		country := r.Code[:2]
		if x.byCountry[country] == nil {
			x.byCountry[country] = map[string]Region{}
		}
		if _, taken := x.byCountry[country][key]; taken {
			return
		}
		x.byCountry[country][key] = r
		// A bare number says nothing without its country.
		if key[0] >= '0' && key[0] <= '9' {
			return
		}
		if other, taken := x.anywhere[key]; taken && other.Code != r.Code {
			r = Region{}
		}
		x.anywhere[key] = r
	}
	for line := range strings.Lines(regionsText) {
		code, list, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || code == "#" {
			continue
		}
		names := strings.Split(list, "|")
		r := Region{Code: code, Name: names[0]}
		for _, name := range names {
			add(fold.String(name), r)
			add(strings.ReplaceAll(fold.String(name), " ", ""), r)
		}
		add(fold.String(code[3:]), r)
		add(fold.String(code), r)
	}
	return x
})

// Lookup returns the region that s names by name, abbreviation, number or ISO
// 3166-2 code. country is an ISO 3166-1 alpha-2 code, upper case; without one,
// only what names one region in the world of the table is found.
func Lookup(s, country string) (Region, bool) {
	if len(s) > 120 {
		return Region{}, false
	}
	var buf [128]byte
	key := fold.Append(buf[:0], s)
	x := table()
	m := x.byCountry[country]
	if m == nil {
		m = x.anywhere
	}
	if r, ok := m[string(key)]; ok && r.Code != "" {
		return r, true
	}
	text := string(key)
	for _, prefix := range [...]string{"judetul ", "judet ", "jud ", "departement de la ", "departement des ", "departement du ", "departement de l ", "departement de ", "departement ", "dept ", "dep ", "dpt ", "region ", "state of ", "province of ", "province de ", "county ", "canton de ", "canton ", "land "} {
		if t, ok := strings.CutPrefix(text, prefix); ok {
			if r, ok := m[t]; ok && r.Code != "" {
				return r, true
			}
		}
	}
	for _, suffix := range [...]string{" county", " judet", " state", " province", " region"} {
		if t, ok := strings.CutSuffix(text, suffix); ok {
			if r, ok := m[t]; ok && r.Code != "" {
				return r, true
			}
		}
	}
	switch country {
	case "FR":
		// 75 - Paris, Paris (75), 1 for 01.
		first, rest, _ := strings.Cut(text, " ")
		if len(first) == 1 && rest == "" {
			first = "0" + first
		}
		if r, ok := m[first]; ok && first[0] >= '0' && first[0] <= '9' && (rest == "" || m[rest] == r) {
			return r, true
		}
		if i := strings.LastIndexByte(text, ' '); i > 0 {
			if r, ok := m[text[i+1:]]; ok && m[text[:i]] == r {
				return r, true
			}
		}
	default:
		// California (CA), C.A.
		if i := strings.IndexByte(s, '('); i > 0 {
			if r, ok := m[fold.String(s[:i])]; ok && r.Code != "" {
				return r, true
			}
		}
		if letters := strings.ReplaceAll(text, " ", ""); len(letters) <= 3 && len(letters) < len(text) {
			r, ok := m[letters]
			return r, ok && r.Code != ""
		}
	}
	return Region{}, false
}
