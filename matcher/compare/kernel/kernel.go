// Package kernel holds the string metrics of the comparisons. They work by
// runes, in every script, and allocate nothing once their Scratch has grown.
package kernel

import (
	"math/bits"
	"unicode/utf8"
)

// Scratch is the working memory of one worker. Not safe for concurrent use.
type Scratch struct {
	ra, rb []rune
	ga, gb []uint64 // grams
	ta, tb []Span   // tokens
	rows   [3][]int
	used   []bool
	mask   [256]uint64
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func runes(dst []rune, s string) []rune {
	dst = dst[:0]
	for _, r := range s {
		dst = append(dst, r)
	}
	return dst
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, 2*n)
	}
	return s[:n]
}

// Jaro returns the Jaro similarity of a and b in [0,1], by runes; two empty
// strings are alike (1). Runes that stand elsewhere count half each, an odd one
// too. Jaro (1989). Does not allocate.
func Jaro(a, b string, s *Scratch) float64 {
	if a == b {
		return 1
	}
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	if len(a) <= 64 && len(b) <= 64 && isASCII(a) && isASCII(b) {
		return jaroShort(a, b)
	}
	s.ra, s.rb = runes(s.ra, a), runes(s.rb, b)
	return jaroRunes(s.ra, s.rb, s)
}

// jaroShort is Jaro for ASCII strings of at most 64 bytes, with sets of
// matched positions held in words.
func jaroShort(a, b string) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	window := len(b)/2 - 1
	if window < 0 {
		window = 0
	}
	var ma, mb uint64
	for i := 0; i < len(a); i++ {
		lo, hi := max(0, i-window), min(len(b)-1, i+window)
		c := a[i]
		for j := lo; j <= hi; j++ {
			if b[j] == c && mb&(1<<uint(j)) == 0 {
				ma |= 1 << uint(i)
				mb |= 1 << uint(j)
				break
			}
		}
	}
	m := bits.OnesCount64(ma)
	if m == 0 {
		return 0
	}
	half := 0
	for x, y := ma, mb; x != 0; x, y = x&(x-1), y&(y-1) {
		if a[bits.TrailingZeros64(x)] != b[bits.TrailingZeros64(y)] {
			half++
		}
	}
	fm := float64(m)
	return (fm/float64(len(a)) + fm/float64(len(b)) + (fm-float64(half)/2)/fm) / 3
}

func jaroRunes(a, b []rune, s *Scratch) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	window := max(0, len(b)/2-1)
	s.used = grow(s.used, len(a)+len(b))
	clear(s.used)
	ua, ub := s.used[:len(a)], s.used[len(a):]
	m := 0
	for i, c := range a {
		for j := max(0, i-window); j <= min(len(b)-1, i+window); j++ {
			if b[j] == c && !ub[j] {
				ua[i], ub[j] = true, true
				m++
				break
			}
		}
	}
	if m == 0 {
		return 0
	}
	half, j := 0, 0
	for i, c := range a {
		if !ua[i] {
			continue
		}
		for !ub[j] {
			j++
		}
		if b[j] != c {
			half++
		}
		j++
	}
	fm := float64(m)
	return (fm/float64(len(a)) + fm/float64(len(b)) + (fm-float64(half)/2)/fm) / 3
}

// JaroWinkler returns the Jaro similarity raised for a common prefix of up to
// four runes, with scale 0.1 and no boost below 0.7. Winkler (1990). Does not allocate.
func JaroWinkler(a, b string, s *Scratch) float64 {
	j := Jaro(a, b, s)
	if j < 0.7 {
		return j
	}
	p := 0
	for p < 4 && len(a) > 0 && len(b) > 0 {
		ca, na := utf8.DecodeRuneInString(a)
		cb, nb := utf8.DecodeRuneInString(b)
		if ca != cb {
			break
		}
		a, b = a[na:], b[nb:]
		p++
	}
	return j + float64(p)*0.1*(1-j)
}

// Distance returns the optimal string alignment distance of a and b by runes
// (insertions, deletions, substitutions, swaps of neighbours), or limit+1 as
// soon as it is known to exceed limit. Damerau (1964), restricted form. Does not allocate.
func Distance(a, b string, limit int, s *Scratch) int {
	if a == b {
		return 0
	}
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] && a[0] < utf8.RuneSelf {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] && a[len(a)-1] < utf8.RuneSelf {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if isASCII(a) && isASCII(b) {
		if len(a) > len(b) {
			a, b = b, a
		}
		if len(b)-len(a) > limit {
			return limit + 1
		}
		if len(a) <= 64 {
			return osaBits(a, b, limit, s)
		}
	}
	s.ra, s.rb = runes(s.ra, a), runes(s.rb, b)
	return osaRunes(s.ra, s.rb, limit, s)
}

// osaBits is the bit-parallel distance of Hyyrö (2003) for a of at most 64 ASCII bytes.
func osaBits(a, b string, limit int, s *Scratch) int {
	if len(a) == 0 {
		return min(len(b), limit+1)
	}
	for i := 0; i < len(a); i++ {
		s.mask[a[i]] |= 1 << uint(i)
	}
	vp, vn, d0, old := ^uint64(0), uint64(0), uint64(0), uint64(0)
	last := uint64(1) << uint(len(a)-1)
	dist := len(a)
	for i := 0; i < len(b); i++ {
		pm := s.mask[b[i]]
		tr := ((^d0 & pm) << 1) & old
		d0 = (((pm & vp) + vp) ^ vp) | pm | vn | tr
		hp := vn | ^(d0 | vp)
		hn := d0 & vp
		if hp&last != 0 {
			dist++
		}
		if hn&last != 0 {
			dist--
		}
		hp = hp<<1 | 1
		hn <<= 1
		vp = hn | ^(d0 | hp)
		vn = hp & d0
		old = pm
		if dist-(len(b)-1-i) > limit {
			dist = limit + 1
			break
		}
	}
	for i := 0; i < len(a); i++ {
		s.mask[a[i]] = 0
	}
	return min(dist, limit+1)
}

func osaRunes(a, b []rune, limit int, s *Scratch) int {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > limit {
		return limit + 1
	}
	n := len(a) + 1
	for i := range s.rows {
		s.rows[i] = grow(s.rows[i], n)
	}
	before, prev, cur := s.rows[0], s.rows[1], s.rows[2]
	for i := range prev {
		prev[i] = i
	}
	for j := 1; j <= len(b); j++ {
		cur[0] = j
		best := j
		for i := 1; i < n; i++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(prev[i]+1, cur[i-1]+1, prev[i-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[i-2]+1)
			}
			cur[i] = d
			best = min(best, d)
		}
		if best > limit {
			return limit + 1
		}
		before, prev, cur = prev, cur, before
	}
	return min(prev[len(a)], limit+1)
}

// Signature is a set of the runes and pairs of runes of s folded into 64 bits:
// the bits that differ between two signatures bound their edit distance from below.
func Signature(s string) uint64 {
	var sig uint64
	last := rune(-1)
	for _, r := range s {
		sig |= 1 << (r & 31)
		if last >= 0 {
			h := uint32(last)*31 + uint32(r)
			sig |= 1 << (32 + h*0x9E3779B1>>27)
		}
		last = r
	}
	return sig
}
