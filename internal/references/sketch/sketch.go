package sketch

import (
	"math/bits"
	"slices"
	"strconv"
)

// Set is a sample of distinct values, chosen by their hash. The zero Set is not
// usable; see New. It is used by one goroutine at a time.
type Set struct {
	kept  map[uint64]struct{}
	limit int
	level uint8 // values are kept whose hash has this many zero bits at the low end
	other int   // of those kept, values that are no whole numbers
	seen  int64
	min   int64
	max   int64
	ints  int64 // of seen, whole numbers

	sorted []int64 // of the numbers kept; nil until asked for
}

// New returns an empty set that keeps at most limit values.
func New(limit int) *Set {
	return &Set{kept: make(map[uint64]struct{}), limit: max(limit, 16)}
}

// Add puts a value in. A text that is a whole number in its shortest form is
// the same value as that number.
func (s *Set) Add(v string) {
	s.seen++
	n, isInt := number(v)
	var h uint64
	if isInt {
		h = mix(uint64(n))
		if s.ints == 0 || n < s.min {
			s.min = n
		}
		if s.ints == 0 || n > s.max {
			s.max = n
		}
		s.ints++
	} else {
		h = textHash(v)
	}
	if h&(1<<s.level-1) != 0 {
		return
	}
	if _, ok := s.kept[h]; ok {
		return
	}
	s.kept[h] = struct{}{}
	s.sorted = nil
	if !isInt {
		s.other++
	}
	for len(s.kept) > s.limit {
		s.level++
		for k := range s.kept {
			if k&(1<<s.level-1) != 0 {
				delete(s.kept, k)
			}
		}
	}
}

// Seen returns how many values were added, equal ones each time.
func (s *Set) Seen() int64 { return s.seen }

// Ints returns how many of the values seen were whole numbers.
func (s *Set) Ints() int64 { return s.ints }

// Distinct returns the number of distinct values, estimated where not all were kept.
func (s *Set) Distinct() int64 { return int64(len(s.kept)) << s.level }

// Exact tells whether every distinct value was kept.
func (s *Set) Exact() bool { return s.level == 0 }

// Weight returns for how many distinct values one that was kept stands.
func (s *Set) Weight() int64 { return 1 << s.level }

// Range returns the smallest and the largest whole number, and whether there is one.
func (s *Set) Range() (lo, hi int64, ok bool) { return s.min, s.max, s.ints > 0 }

// Has tells whether a value is in the set; sure is false where the set did not
// keep values of this hash.
func (s *Set) Has(v string) (has, sure bool) {
	h := hash(v)
	if h&(1<<s.level-1) != 0 {
		return false, false
	}
	_, has = s.kept[h]
	return has, true
}

// Within counts, of the distinct values of s that both sets would keep, those
// that other has, and all of them.
func (s *Set) Within(other *Set) (contained, all int) {
	level := max(s.level, other.level)
	for h := range s.kept {
		if h&(1<<level-1) != 0 {
			continue
		}
		all++
		if _, ok := other.kept[h]; ok {
			contained++
		}
	}
	return contained, all
}

// Merge puts the values of other in, for Within alone: what was seen and the
// range of numbers stay those of s.
func (s *Set) Merge(other *Set) {
	s.level = max(s.level, other.level)
	for h := range other.kept {
		if h&(1<<s.level-1) == 0 {
			s.kept[h] = struct{}{}
		}
	}
	for h := range s.kept {
		if h&(1<<s.level-1) != 0 {
			delete(s.kept, h)
		}
	}
	s.sorted = nil
}

// Each calls f with the hash of every value kept.
func (s *Set) Each(f func(hash uint64)) {
	for h := range s.kept {
		f(h)
	}
}

// Gaps counts the stretches of missing whole numbers from lo to hi. ok is false
// where not every value was kept.
func (s *Set) Gaps(lo, hi int64) (gaps int, ok bool) {
	if !s.Exact() {
		return 0, false
	}
	s.Density(lo, hi)
	from, _ := slices.BinarySearch(s.sorted, lo)
	next := lo
	for _, n := range s.sorted[from:] {
		if n > hi {
			break
		}
		if n > next {
			gaps++
		}
		next = n + 1
	}
	if next <= hi {
		gaps++
	}
	return gaps, true
}

// Density returns the share of the whole numbers from lo to hi that are in the set.
func (s *Set) Density(lo, hi int64) float64 {
	if hi < lo {
		return 0
	}
	if s.sorted == nil {
		s.sorted = make([]int64, 0, len(s.kept))
		for h := range s.kept {
			if n := int64(unmix(h)); n >= s.min && n <= s.max && s.ints > 0 {
				s.sorted = append(s.sorted, n)
			}
		}
		slices.Sort(s.sorted)
	}
	from, _ := slices.BinarySearch(s.sorted, lo)
	to, found := slices.BinarySearch(s.sorted, hi)
	if found {
		to++
	}
	span := float64(hi) - float64(lo) + 1
	return min(1, float64(to-from)*float64(uint64(1)<<s.level)/span)
}

func hash(v string) uint64 {
	if n, ok := number(v); ok {
		return mix(uint64(n))
	}
	return textHash(v)
}

// number reads a whole number in its shortest form.
func number(v string) (int64, bool) {
	if v == "" || len(v) > 20 || (v[0] != '-' && (v[0] < '0' || v[0] > '9')) || (v[0] == '0' && len(v) > 1) {
		return 0, false
	}
	n, err := strconv.ParseInt(v, 10, 64)
	return n, err == nil && (v[0] != '-' || (n != 0 && v[1] != '0'))
}

// textHash is FNV-1a with a last mixing. UUIDs are the same in either case, so
// the case of letters does not count.
func textHash(v string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(v) {
		c := v[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		h = (h ^ uint64(c)) * 1099511628211
	}
	return mix(h)
}

// mix is the finaliser of SplitMix64, a bijection; unmix takes it back.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func unmix(x uint64) uint64 {
	x = (x ^ x>>31 ^ x>>62) * inverse(0x94d049bb133111eb)
	x = (x ^ x>>27 ^ x>>54) * inverse(0xbf58476d1ce4e5b9)
	return x ^ x>>30 ^ x>>60
}

// inverse returns the multiplicative inverse of an odd number modulo 2⁶⁴ by
// Newton's iteration.
func inverse(a uint64) uint64 {
	x := a
	for range bits.Len(64) {
		x *= 2 - a*x
	}
	return x
}
