package company

import (
	"strings"

	"github.com/onefold/onefold/normalize/internal/fold"
)

// AppendKey appends the form for matching: folded words without legal form,
// leading article and "and"; letters of an acronym joined, frequent
// abbreviations written out.
func (c Company) AppendKey(dst []byte) []byte {
	start := len(dst)
	name := c.Name
	if c.Acronym != "" {
		if i := strings.LastIndex(name, "("+c.Acronym+")"); i > 0 {
			name = name[:i] + name[i+len(c.Acronym)+2:]
		}
	}
	var room [96]byte
	folded := fold.Append(room[:0], name)
	letters := 0 // single letters before, joined so far
	first := true
	for i := 0; i < len(folded); {
		j := i
		for j < len(folded) && folded[j] != ' ' {
			j++
		}
		w := folded[i:j]
		i = j + 1
		if first && article(w) && j < len(folded) {
			first = false
			continue
		}
		first = false
		switch string(w) {
		case "et", "and", "si", "und", "y":
			if len(dst) > start && j < len(folded) {
				continue
			}
		}
		if len(w) == 1 {
			if letters == 0 && len(dst) > start {
				dst = append(dst, ' ')
			}
			letters++
			dst = append(dst, w...)
			continue
		}
		letters = 0
		if len(dst) > start {
			dst = append(dst, ' ')
		}
		if long := written(w); long != "" {
			dst = append(dst, long...)
			continue
		}
		dst = append(dst, w...)
	}
	return dst
}

func article(w []byte) bool {
	switch string(w) {
	case "the", "le", "la", "les", "los", "las", "el", "il", "der", "die", "das", "het", "l":
		return true
	}
	return false
}

// written returns what a frequent abbreviation stands for, or "".
func written(w []byte) string {
	switch string(w) {
	case "st":
		return "saint"
	case "ste":
		return "sainte"
	case "ets", "etabl", "etabs":
		return "etablissements"
	case "cie":
		return "compagnie"
	case "intl", "internat":
		return "international"
	case "mfg":
		return "manufacturing"
	case "svc", "svcs":
		return "services"
	case "assoc", "assn":
		return "association"
	case "bros":
		return "brothers"
	case "univ":
		return "university"
	case "natl":
		return "national"
	case "mgmt":
		return "management"
	case "tech", "technol":
		return "technologies"
	case "inst":
		return "institute"
	case "fdn":
		return "foundation"
	case "ctr":
		return "center"
	}
	return ""
}
