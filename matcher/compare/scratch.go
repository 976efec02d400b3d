package compare

import (
	"math/bits"

	"github.com/onefold/onefold/matcher/compare/kernel"
	"github.com/onefold/onefold/matcher/compare/words"
)

// Scratch is the working memory of one worker. Not safe for concurrent use.
type Scratch struct {
	words.Scratch
	used []bool
	kernel.Cache
}

// NewScratch returns the working memory for one worker.
func NewScratch() *Scratch { return &Scratch{Cache: kernel.NewCache()} }

func popcount(x uint64) int { return bits.OnesCount64(x) }

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, 2*n)
	}
	return s[:n]
}
