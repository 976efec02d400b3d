package kernel

import (
	"math"
	"slices"
)

// maxQ is the most runes of a gram: three fit a word, so that grams are
// compared exactly and not by a hash.
const maxQ = 3

// grams writes the q-grams of s to dst, sorted, each as a number of its own. A
// string of fewer runes is one gram. q is held between 1 and 3.
func grams(dst []uint64, s string, q int) []uint64 {
	q = max(1, min(q, maxQ))
	dst = dst[:0]
	keep := uint64(1)<<(21*uint(q)) - 1
	var g uint64
	n := 0
	for _, r := range s {
		// One more than the rune, so that U+0000 is not the absence of one.
		g = (g<<21 | uint64(r) + 1) & keep
		if n++; n >= q {
			dst = append(dst, g)
		}
	}
	if n > 0 && n < q {
		dst = append(dst, g)
	}
	slices.Sort(dst)
	return dst
}

// overlap walks two sorted lists of grams and returns how many they share,
// counted as often as both have them, and counted once.
func overlap(a, b []uint64) (often, once int) {
	var last uint64 // no gram is 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			often++
			if a[0] != last {
				once++
				last = a[0]
			}
			a, b = a[1:], b[1:]
		}
	}
	return often, once
}

// kinds returns how many different grams a sorted list has, and the sum of the
// squares of how often each comes.
func kinds(a []uint64) (different int, squares float64) {
	for len(a) > 0 {
		n := 1
		for n < len(a) && a[n] == a[0] {
			n++
		}
		different++
		squares += float64(n) * float64(n)
		a = a[n:]
	}
	return different, squares
}

// Dice returns the Sørensen–Dice coefficient of the q-grams of a and b, each
// counted as often as it comes, in [0,1]; q from 1 to 3. Two empty strings are
// alike (1); a string shorter than q is a gram of its own. Dice (1945). Does not
// allocate.
func Dice(a, b string, q int, s *Scratch) float64 {
	if a == b {
		return 1
	}
	s.ga, s.gb = grams(s.ga, a, q), grams(s.gb, b, q)
	often, _ := overlap(s.ga, s.gb)
	return 2 * float64(often) / float64(len(s.ga)+len(s.gb))
}

// Jaccard returns the share of the different q-grams of a and b that both
// have, in [0,1]; otherwise like Dice. Jaccard (1901). Does not allocate.
func Jaccard(a, b string, q int, s *Scratch) float64 {
	if a == b {
		return 1
	}
	s.ga, s.gb = grams(s.ga, a, q), grams(s.gb, b, q)
	_, once := overlap(s.ga, s.gb)
	ka, _ := kinds(s.ga)
	kb, _ := kinds(s.gb)
	return float64(once) / float64(ka+kb-once)
}

// Cosine returns the cosine of the angle between the counts of the q-grams of a
// and b, in [0,1]; otherwise like Dice. Does not allocate.
func Cosine(a, b string, q int, s *Scratch) float64 {
	if a == b {
		return 1
	}
	if a == "" || b == "" {
		return 0
	}
	s.ga, s.gb = grams(s.ga, a, q), grams(s.gb, b, q)
	var dot float64
	x, y := s.ga, s.gb
	for len(x) > 0 && len(y) > 0 {
		switch {
		case x[0] < y[0]:
			x = x[1:]
		case x[0] > y[0]:
			y = y[1:]
		default:
			g, nx, ny := x[0], 0, 0
			for nx < len(x) && x[nx] == g {
				nx++
			}
			for ny < len(y) && y[ny] == g {
				ny++
			}
			dot += float64(nx) * float64(ny)
			x, y = x[nx:], y[ny:]
		}
	}
	_, qa := kinds(s.ga)
	_, qb := kinds(s.gb)
	return min(1, dot/math.Sqrt(qa*qb))
}

// Subsequence returns how many runes a and b have in common in the same order,
// with gaps or not: the length of their longest common subsequence. Does not
// allocate.
func Subsequence(a, b string, s *Scratch) int {
	s.ra, s.rb = runes(s.ra, a), runes(s.rb, b)
	x, y := s.ra, s.rb
	if len(x) > len(y) {
		x, y = y, x
	}
	s.rows[0] = grow(s.rows[0], len(x)+1)
	row := s.rows[0]
	clear(row)
	for _, c := range y {
		before := 0 // row[i-1] as it was for the last rune of y
		for i, d := range x {
			was := row[i+1]
			if c == d {
				row[i+1] = before + 1
			} else {
				row[i+1] = max(row[i+1], row[i])
			}
			before = was
		}
	}
	return row[len(x)]
}
