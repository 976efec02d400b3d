package aspect

import (
	"slices"
	"strings"

	"github.com/onefold/onefold/record"
)

// Separator stands between several values in one cell.
const Separator = "\x1f"

// Keys calls emit with the keys of one value; emit keeps nothing of them.
type Keys = func(value string, emit func([]byte))

// Exact emits the value itself.
func Exact(v string, emit func([]byte)) { emit([]byte(v)) }

// Sounds emits the phonetic form of each token of two letters or more, and of
// the whole when there are several.
func Sounds(v string, emit func([]byte)) {
	n := 0
	for t := range strings.SplitSeq(v, " ") {
		if len(t) > 2 {
			emit(Phonetic(nil, t))
			n++
		}
	}
	if n != 1 {
		emit(Phonetic(nil, v))
	}
}

// Tail emits the last n bytes of what has as many, and all of what has least.
func Tail(n, least int) Keys {
	return func(v string, emit func([]byte)) {
		if len(v) >= n {
			emit([]byte(v[len(v)-n:]))
		} else if len(v) >= least {
			emit([]byte(v))
		}
	}
}

// Head emits the first n bytes of what has as many.
func Head(n int) Keys {
	return func(v string, emit func([]byte)) {
		if len(v) >= n {
			emit([]byte(v[:n]))
		}
	}
}

// EmailLocal emits the name part of an address.
func EmailLocal(v string, emit func([]byte)) {
	if i := strings.LastIndexByte(v, '@'); i >= 4 {
		emit([]byte(v[:i]))
	}
}

// EmailStart emits five letters and the domain: a typing error elsewhere makes
// no difference.
func EmailStart(v string, emit func([]byte)) {
	i := strings.LastIndexByte(v, '@')
	if i >= 6 {
		emit([]byte(v[:5] + v[i:]))
	}
}

// EmailDomain emits the domain.
func EmailDomain(v string, emit func([]byte)) {
	if i := strings.LastIndexByte(v, '@'); i >= 0 {
		emit([]byte(v[i:]))
	}
}

// DateParts emits year, month and day with month and day in ascending order,
// so that a swap makes no difference.
func DateParts(v string, emit func([]byte)) {
	if len(v) < 10 {
		emit([]byte(v))
		return
	}
	m, d := v[5:7], v[8:10]
	if m > d {
		m, d = d, m
	}
	emit([]byte(v[:4] + m + d))
}

// Year emits the year of a date.
func Year(v string, emit func([]byte)) {
	if len(v) >= 4 {
		emit([]byte(v[:4]))
	}
}

// MonthDay emits month and day of a date.
func MonthDay(v string, emit func([]byte)) {
	if len(v) >= 10 {
		emit([]byte(v[5:10]))
	}
}

// StreetNumber emits the house number with the sound of the longest word.
func StreetNumber(v string, emit func([]byte)) {
	number, longest := "", ""
	for t := range strings.SplitSeq(v, " ") {
		if t == "" {
			continue
		}
		if t[0] >= '0' && t[0] <= '9' {
			if number == "" {
				number = t
			}
		} else if len(t) > len(longest) || len(t) == len(longest) && t > longest {
			longest = t
		}
	}
	if longest == "" {
		return
	}
	k := append([]byte(number), '|')
	emit(Phonetic(k, longest))
}

// StreetWord emits the sound of the longest word.
func StreetWord(v string, emit func([]byte)) {
	longest := ""
	for t := range strings.SplitSeq(v, " ") {
		if t != "" && (t[0] < '0' || t[0] > '9') && (len(t) > len(longest) || len(t) == len(longest) && t > longest) {
			longest = t
		}
	}
	if longest != "" {
		emit(Phonetic(nil, longest))
	}
}

// Squeezed emits the value without spaces.
func Squeezed(v string, emit func([]byte)) {
	emit([]byte(strings.ReplaceAll(v, " ", "")))
}

// Initials emits the first letters of three words or more, and a value
// that may itself be such an acronym.
func Initials(v string, emit func([]byte)) {
	var k []byte
	for t := range strings.SplitSeq(v, " ") {
		if t != "" {
			k = append(k, t[0])
		}
	}
	if len(k) >= 3 {
		emit(k)
	}
	if t, _, _ := strings.Cut(v, " "); len(t) >= 3 && len(t) <= 6 {
		emit([]byte(t))
	}
}

// Words counts the words of values by the records that have them.
func Words(columns []*record.Codes) map[string]uint32 {
	df := map[string]uint32{}
	for _, col := range columns {
		for c := 1; c < len(col.Count); c++ {
			for part := range strings.SplitSeq(col.Value(record.Code(c)), Separator) {
				for t := range strings.SplitSeq(part, " ") {
					df[t] += col.Count[c]
				}
			}
		}
	}
	return df
}

// RareWords emits the sounds of the n rarest words of a value, by the number of
// records that have them.
func RareWords(df map[string]uint32, n int) Keys {
	var top []string
	return func(v string, emit func([]byte)) {
		top = top[:0]
		for t := range strings.SplitSeq(v, " ") {
			if len(t) > 1 && !slices.Contains(top, t) {
				top = append(top, t)
			}
		}
		slices.SortFunc(top, func(a, b string) int {
			if x, y := max(1, df[a]), max(1, df[b]); x != y {
				return int(x) - int(y)
			}
			return strings.Compare(a, b)
		})
		for i, t := range top {
			if i >= n {
				break
			}
			emit(Phonetic(nil, t))
		}
	}
}

// VariantNames emits the names that a given name may stand for.
func VariantNames(variants func(string) []string) Keys {
	return func(v string, emit func([]byte)) {
		for _, name := range variants(v) {
			emit(append([]byte("~"), name...))
		}
	}
}

// SqueezedSound emits the phonetic form of the whole.
func SqueezedSound(v string, emit func([]byte)) {
	emit(Phonetic(nil, v))
}

// Different returns the bits that speak against a pair whose values of a kind
// differ. Two of one household agree in much, but hardly ever in these.
func Different(k record.Kind) float64 {
	switch k {
	case record.GivenName, record.BirthDate:
		return 10
	}
	return 2
}
