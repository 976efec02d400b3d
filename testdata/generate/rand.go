package main

// source is SplitMix64: its numbers are the same on every machine and with
// every version of Go, and so is everything made from them.
type source struct{ state uint64 }

func (s *source) next() uint64 {
	s.state += 0x9e3779b97f4a7c15
	z := s.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// n returns a number in [0,n).
func (s *source) n(n int) int { return int((s.next() >> 11) % uint64(n)) }

// between returns a number in [lo,hi].
func (s *source) between(lo, hi int) int { return lo + s.n(hi-lo+1) }

// chance is true in percent cases of a hundred.
func (s *source) chance(percent int) bool { return s.n(100) < percent }

// pick returns one of the words, all equally likely.
func (s *source) pick(words []string) string { return words[s.n(len(words))] }

// common returns one of the words, the first far more often than the last, as
// names are in real life.
func (s *source) common(words []string) string {
	n := len(words)
	return words[s.n(n)*(s.n(n)+1)/n]
}

// shuffle puts a list in random order.
func shuffle[T any](s *source, list []T) {
	for i := len(list) - 1; i > 0; i-- {
		j := s.n(i + 1)
		list[i], list[j] = list[j], list[i]
	}
}
