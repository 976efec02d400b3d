package normalize

import (
	"unicode"

	"github.com/onefold/onefold/normalize/internal/fold"
	"github.com/onefold/onefold/normalize/text"
)

// placeholder reports whether a cleaned value stands for no value: a word such
// as "n/a" or "inconnu", or signs and one repeated letter ("-", "???", "xxx").
// It does not allocate.
func placeholder(s string) bool {
	if len(s) > 32 {
		return false
	}
	var room [64]byte
	switch f := fold.Append(room[:0], s); string(f) {
	case "":
		return onlySigns(s)
	case "n a", "na", "n d", "nd", "nil", "null", "none", "nan", "unknown", "unk", "undefined", "not available", "not applicable", "not provided", "no name", "noname",
		"tbd", "tba", "to be defined", "test", "tests", "teste", "testing", "test test", "asdf", "qwerty", "azerty", "dummy", "example", "exemple", "exemplu", "sample",
		"inconnu", "inconnue", "non renseigne", "non renseignee", "non communique", "nc", "n c", "nr", "n r", "ne sait pas", "sans", "sans nom", "neant", "aucun", "aucune", "a completer", "a renseigner", "vide",
		"necunoscut", "necunoscuta", "nespecificat", "nu stie", "nu se stie", "nu exista", "fara", "fara nume", "nedefinit", "gol", "de completat", "lipsa",
		"blank", "empty", "missing", "void", "delete", "deleted", "do not use", "duplicate", "xyz", "abc", "foo", "bar", "foo bar", "lorem ipsum", "name", "first name", "last name", "nom", "prenom", "nume", "prenume":
		return true
	default:
		if len(f) < 2 {
			return false
		}
		for _, c := range f {
			if c != 'x' && c != ' ' {
				return false
			}
		}
		return true
	}
}

// onlySigns reports whether s holds no letter and no digit of any script.
func onlySigns(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsNumber(r) {
			return false
		}
	}
	return true
}

// stable makes a Normalizer of f that is idempotent for certain: where
// normalizing the standard form would change it again, f has misread
// something, and the value stays as it was but for invisible characters.
func stable(f Func) Func {
	return func(in string, c Context) Value {
		v := f(in, c)
		if c.KeysOnly || v.Standard == in || f(v.Standard, c).Standard == v.Standard {
			return v
		}
		v.Standard = text.Clean(in)
		return v
	}
}
