package kernel

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Similarity returns 1 less the Distance of a and b as a share of the longer
// one's runes, in [0,1]; two empty strings are alike (1). Does not allocate.
func Similarity(a, b string, s *Scratch) float64 {
	n := max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
	if n == 0 || a == b {
		return 1
	}
	return 1 - float64(Distance(a, b, n, s))/float64(n)
}

// MongeElkan returns how well the tokens of a find a like one in b by
// JaroWinkler, on average over all tokens, and those of b in a: the lower of the
// two directions, in [0,1]. Two strings without tokens are alike (1). Monge and
// Elkan (1996), made symmetric. Does not allocate.
func MongeElkan(a, b string, s *Scratch) float64 {
	s.ta, s.tb = Tokens(s.ta, a), Tokens(s.tb, b)
	if len(s.ta) == 0 || len(s.tb) == 0 {
		if len(s.ta) == len(s.tb) {
			return 1
		}
		return 0
	}
	there := func(x string, tx []Span, y string, ty []Span) (sum float64) {
		for _, t := range tx {
			var best float64
			for _, u := range ty {
				if best = max(best, JaroWinkler(x[t.Lo:t.Hi], y[u.Lo:u.Hi], s)); best == 1 {
					break
				}
			}
			sum += best
		}
		return sum / float64(len(tx))
	}
	return min(there(a, s.ta, b, s.tb), there(b, s.tb, a, s.ta))
}

// TokenSort returns the Similarity of a and b with the tokens of each in order,
// so that the order in which they were written makes no difference. Does not
// allocate.
func TokenSort(a, b string, s *Scratch) float64 {
	s.ta, s.tb = sorted(s.ta, a), sorted(s.tb, b)
	s.ra, s.rb = laid(s.ra[:0], a, s.ta), laid(s.rb[:0], b, s.tb)
	return alikeRunes(s.ra, s.rb, s)
}

// TokenSet returns how alike a and b are when what only one of them says counts
// for little: the best Similarity among the tokens that both have, those with
// what is left of a, and those with what is left of b, each token taken once and
// in order. It is 1 when all tokens of one are found in the other, which has any.
// Does not allocate.
func TokenSet(a, b string, s *Scratch) float64 {
	s.ta, s.tb = slices.CompactFunc(sorted(s.ta, a), same(a)), slices.CompactFunc(sorted(s.tb, b), same(b))
	if len(s.ta) == 0 || len(s.tb) == 0 {
		if len(s.ta) == len(s.tb) {
			return 1
		}
		return 0
	}
	// What both have goes first, in the lists of tokens as in the runes.
	common := share(a, s.ta, b, s.tb)
	s.ra = laid(s.ra[:0], a, s.ta[:common])
	both := len(s.ra)
	if common == len(s.ta) || common == len(s.tb) {
		return 1
	}
	s.ra = laid(s.ra, a, s.ta[common:])
	s.rb = laid(laid(s.rb[:0], b, s.tb[:common]), b, s.tb[common:])
	whole := alikeRunes(s.ra, s.rb, s)
	if both == 0 {
		return whole
	}
	// The common part and the same with more behind it differ by what is more.
	return max(whole, float64(both)/float64(len(s.ra)), float64(both)/float64(len(s.rb)))
}

// sorted returns the tokens of s in the order of their bytes.
func sorted(dst []Span, s string) []Span {
	dst = Tokens(dst, s)
	slices.SortFunc(dst, func(x, y Span) int { return strings.Compare(s[x.Lo:x.Hi], s[y.Lo:y.Hi]) })
	return dst
}

func same(s string) func(x, y Span) bool {
	return func(x, y Span) bool { return s[x.Lo:x.Hi] == s[y.Lo:y.Hi] }
}

// share moves the tokens that both have to the front of either sorted list,
// keeping the order of the rest, and returns how many they are.
func share(a string, ta []Span, b string, tb []Span) int {
	n := 0
	i, j := 0, 0
	for i < len(ta) && j < len(tb) {
		switch strings.Compare(a[ta[i].Lo:ta[i].Hi], b[tb[j].Lo:tb[j].Hi]) {
		case -1:
			i++
		case 1:
			j++
		default:
			rotate(ta, n, i)
			rotate(tb, n, j)
			n++
			i++
			j++
		}
	}
	return n
}

// rotate takes the token at from to the place to before it.
func rotate(t []Span, to, from int) {
	x := t[from]
	copy(t[to+1:from+1], t[to:from])
	t[to] = x
}

// laid appends the runes of tokens with a space between two.
func laid(dst []rune, s string, tokens []Span) []rune {
	for _, t := range tokens {
		if len(dst) > 0 {
			dst = append(dst, ' ')
		}
		for _, r := range s[t.Lo:t.Hi] {
			dst = append(dst, r)
		}
	}
	return dst
}

// alikeRunes is Similarity for runes.
func alikeRunes(a, b []rune, s *Scratch) float64 {
	n := max(len(a), len(b))
	if n == 0 {
		return 1
	}
	return 1 - float64(osaRunes(a, b, n, s))/float64(n)
}
