package normalize

import (
	"strings"
	"unicode"

	"github.com/onefold/onefold/normalize/internal/fold"
	"github.com/onefold/onefold/normalize/name"
	"github.com/onefold/onefold/normalize/text"
	"github.com/onefold/onefold/record"
)

func addName(r Registry) {
	r[record.Person] = stable(person)
	r[record.GivenName] = stable(givenName)
	r[record.MiddleName] = stable(givenName)
	r[record.FamilyName] = stable(familyName)
	r[record.NamePrefix] = stable(namePrefix)
	r[record.NameSuffix] = stable(nameSuffix)
	r[record.Gender] = Func(gender)
}

const (
	reasonNoLetter = "no_letter" // a name needs a letter
	reasonDigit    = "digit"     // a digit stands in a name
	reasonAt       = "email"     // an e-mail address stands in a name
)

// nameOptions reads the option order=given_first|family_first, which the
// column decides.
func nameOptions(c Context) name.Options {
	o := name.Options{Language: c.Language}
	switch c.Options["order"] {
	case "given_first":
		o.Order = name.GivenFirst
	case "family_first":
		o.Order = name.FamilyFirst
	}
	return o
}

// named runs f on a clean value that can be a name.
func named(in string, f func(s string) Value) Value {
	s := text.Clean(in)
	switch {
	case s == "":
		return empty(in)
	case placeholder(s):
		return Value{Standard: s, Valid: true, Reason: reasonPlaceholder}
	}
	letter, digit := false, false
	for _, r := range s {
		if unicode.IsLetter(r) {
			letter = true
		} else if unicode.IsDigit(r) {
			digit = true
		}
	}
	if !letter {
		return Value{Standard: s, Key: fold.String(s), State: record.Unparseable, Reason: reasonNoLetter}
	}
	if i := strings.IndexByte(s, '@'); i > 0 && strings.IndexByte(s[i:], '.') > 0 {
		return Value{Standard: s, Key: fold.String(s), State: record.Unparseable, Reason: reasonAt}
	}
	v := f(s)
	if digit && v.Reason == "" && !ordinals(s) {
		v.Valid, v.Reason = false, reasonDigit
	}
	return v
}

// ordinals reports whether every digit of s belongs to an ordinal: 2nd, 1er.
func ordinals(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			continue
		}
		j := i
		for j < len(s) && '0' <= s[j] && s[j] <= '9' {
			j++
		}
		if j == len(s) || s[j] == ' ' || s[j] == ',' {
			return false
		}
		i = j
	}
	return true
}

func person(in string, c Context) Value {
	return named(in, func(s string) Value {
		o := nameOptions(c)
		n := name.Parse(s, o)
		v := Value{Standard: n.Standard(o), Valid: true, Reason: n.Reason}
		if v.Standard == "" {
			v.Standard = s
		}
		var room [128]byte
		v.Key = string(n.AppendKey(room[:0]))
		return v
	})
}

func givenName(in string, c Context) Value {
	return named(in, func(s string) Value {
		standard, key := name.Given(s, nameOptions(c))
		return Value{Standard: standard, Key: key, Valid: true}
	})
}

func familyName(in string, c Context) Value {
	return named(in, func(s string) Value {
		standard, key := name.Family(s, nameOptions(c))
		return Value{Standard: standard, Key: key, Valid: true}
	})
}

func namePrefix(in string, _ Context) Value {
	return named(in, func(s string) Value {
		standard := name.Prefix(s)
		return Value{Standard: standard, Key: fold.String(standard), Valid: true}
	})
}

func nameSuffix(in string, _ Context) Value {
	s := text.Clean(in)
	if s == "" {
		return empty(in)
	}
	if placeholder(s) {
		return Value{Standard: s, Valid: true, Reason: reasonPlaceholder}
	}
	standard := name.Suffix(s)
	return Value{Standard: standard, Key: fold.String(standard), Valid: true}
}

// gender reads a gender in French, Romanian or English, or a civility that
// tells one.
func gender(in string, _ Context) Value {
	s := text.Clean(in)
	if s == "" {
		return empty(in)
	}
	key := ""
	if len(s) <= 40 {
		var room [64]byte
		switch string(fold.Append(room[:0], s)) {
		case "m", "male", "man", "masculin", "masc", "homme", "h", "barbat", "barbatesc", "boy", "garcon", "baiat", "b", "mr", "monsieur", "domnul", "dl", "mannlich", "mann", "hombre", "uomo", "masculino", "1":
			key = "m"
		case "f", "female", "woman", "feminin", "fem", "femme", "femeie", "girl", "fille", "fata", "w", "mme", "mlle", "madame", "mademoiselle", "mrs", "ms", "miss", "doamna", "domnisoara", "dna", "d na", "feminine", "weiblich", "frau", "mujer", "donna", "femenino", "2":
			key = "f"
		case "x", "other", "autre", "altul", "alt", "non binary", "nonbinary", "non binaire", "nonbinar", "nb", "diverse", "divers", "d", "neutral", "neutre", "intersex", "9":
			key = "x"
		}
	}
	switch {
	case key != "":
		return Value{Standard: key, Key: key, Valid: true}
	case placeholder(s):
		return Value{Standard: s, Valid: true, Reason: reasonPlaceholder}
	}
	return Value{Standard: s, State: record.Unparseable, Reason: "unknown_gender"}
}
