package compare

import (
	"math/bits"

	"github.com/onefold/onefold/matcher/compare/kernel"
)

// Scratch is the working memory of one worker. Not safe for concurrent use.
type Scratch struct {
	kernel.Scratch
	used  []bool
	cache []cacheEntry
}

// NewScratch returns the working memory for one worker.
func NewScratch() *Scratch { return &Scratch{cache: make([]cacheEntry, cacheSize)} }

const cacheSize = 1 << 15

type cacheEntry struct {
	key   uint64
	which uint32
	value uint32
}

// cached returns the slot for a pair of codes of comparison which and whether
// it already holds that pair's value.
func (s *Scratch) cached(which uint32, a, b uint32) (*cacheEntry, bool) {
	if a > b {
		a, b = b, a
	}
	key := uint64(a)<<32 | uint64(b)
	h := (key ^ uint64(which)<<17) * 0x9E3779B97F4A7C15
	e := &s.cache[h>>(64-15)]
	if e.key == key && e.which == which {
		return e, true
	}
	e.key, e.which = key, which
	return e, false
}

func popcount(x uint64) int { return bits.OnesCount64(x) }

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, 2*n)
	}
	return s[:n]
}
