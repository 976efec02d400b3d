package block

import (
	"slices"
	"strings"

	"github.com/onefold/onefold/record"
	"github.com/zeebo/xxh3"
)

// Attribute is a field as blocking sees it.
type Attribute struct {
	Name    string
	Kind    record.Kind
	Columns []*record.Codes
	// Variants gives the names that a given name may stand for, or is nil.
	Variants func(value string) []string
	// Words tells how many records have a word, where Columns are not those of
	// all records; a word that is not in it is one record's own. nil: Columns tell.
	Words map[string]uint32
}

// Separator stands between several values in one cell.
const Separator = "\x1f"

// maxHashes bounds the hashes that one record has of one atom.
const maxHashes = 6

// atom gives each record a few hashes of one aspect of it.
type atom struct {
	name    string
	attr    int // atoms of one attribute don't refine each other
	columns []*record.Codes
	starts  [][]uint32 // column → code → first hash
	hashes  [][]uint64
}

// append adds the hashes of row r to dst.
func (a *atom) append(dst []uint64, r record.Row) []uint64 {
	lo := len(dst)
	for k, col := range a.columns {
		c := col.Of[r]
		for _, h := range a.hashes[k][a.starts[k][c]:a.starts[k][c+1]] {
			if !slices.Contains(dst[lo:], h) && len(dst)-lo < maxHashes {
				dst = append(dst, h)
			}
		}
	}
	return dst
}

// newAtom makes an atom from a function that emits the keys of one value.
func newAtom(name string, attr int, columns []*record.Codes, keys func(v string, emit func([]byte))) *atom {
	a := &atom{name: name, attr: attr, columns: columns}
	for _, col := range columns {
		starts := make([]uint32, len(col.Count)+1)
		var hashes []uint64
		emit := func(k []byte) {
			if len(k) > 0 {
				hashes = append(hashes, xxh3.HashSeed(k, uint64(attr)))
			}
		}
		for c := range col.Count {
			if c > 0 {
				for v := range strings.SplitSeq(col.Value(record.Code(c)), Separator) {
					keys(v, emit)
				}
			}
			starts[c+1] = uint32(len(hashes))
		}
		a.starts = append(a.starts, starts)
		a.hashes = append(a.hashes, hashes)
	}
	return a
}

func exact(v string, emit func([]byte)) { emit([]byte(v)) }

// sound emits the phonetic form of the first token that is not an initial, or
// the initial itself.
func firstSound(v string, emit func([]byte)) {
	for v != "" {
		t := v
		if i := strings.IndexByte(v, ' '); i >= 0 {
			t, v = v[:i], v[i+1:]
		} else {
			v = ""
		}
		if len(t) > 1 {
			emit(Phonetic(nil, t))
			return
		}
	}
}

// sounds emits the phonetic form of each token of two letters or more, and of
// the whole when there are several.
func sounds(v string, emit func([]byte)) {
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

func tail(n int) func(string, func([]byte)) {
	return func(v string, emit func([]byte)) {
		if len(v) >= n {
			emit([]byte(v[len(v)-n:]))
		} else if len(v) >= 5 {
			emit([]byte(v))
		}
	}
}

func head(n int) func(string, func([]byte)) {
	return func(v string, emit func([]byte)) {
		if len(v) >= n {
			emit([]byte(v[:n]))
		}
	}
}

// emailLocal emits the name part of an address.
func emailLocal(v string, emit func([]byte)) {
	if i := strings.LastIndexByte(v, '@'); i >= 4 {
		emit([]byte(v[:i]))
	}
}

// emailStart and phoneTail make keys that survive a typing error elsewhere.
func emailStart(v string, emit func([]byte)) {
	i := strings.LastIndexByte(v, '@')
	if i >= 6 {
		emit([]byte(v[:5] + v[i:]))
	}
}

func emailDomain(v string, emit func([]byte)) {
	if i := strings.LastIndexByte(v, '@'); i >= 0 {
		emit([]byte(v[i:]))
	}
}

// dateParts emits year, month and day with month and day in ascending order,
// so that a swap makes no difference.
func dateParts(v string, emit func([]byte)) {
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

func year(v string, emit func([]byte)) {
	if len(v) >= 4 {
		emit([]byte(v[:4]))
	}
}

func monthDay(v string, emit func([]byte)) {
	if len(v) >= 10 {
		emit([]byte(v[5:10]))
	}
}

// streetKey emits the house number with the sound of the longest word.
func streetKey(v string, emit func([]byte)) {
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

// streetWord emits the sound of the longest word.
func streetWord(v string, emit func([]byte)) {
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

// squeezed emits the value without spaces.
func squeezed(v string, emit func([]byte)) {
	emit([]byte(strings.ReplaceAll(v, " ", "")))
}

// initialLetters emits the first letters of three words or more, and a value
// that may itself be such an acronym.
func initialLetters(v string, emit func([]byte)) {
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
			for t := range strings.SplitSeq(col.Value(record.Code(c)), " ") {
				df[t] += col.Count[c]
			}
		}
	}
	return df
}

// rareWords emits the n rarest words of a value, by the number of records that
// have them, phonetically reduced when sound is set.
func rareWords(a Attribute, n int) func(string, func([]byte)) {
	df := a.Words
	if df == nil {
		df = Words(a.Columns)
	}
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

// variantNames emits the names that a given name may stand for.
func variantNames(variants func(string) []string) func(string, func([]byte)) {
	return func(v string, emit func([]byte)) {
		for _, name := range variants(v) {
			emit(append([]byte("~"), name...))
		}
	}
}
