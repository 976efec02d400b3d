package kernel

// Cache remembers results for pairs of codes; a newer one may take the place of
// an older. Not safe for concurrent use.
type Cache struct{ entries []Entry }

// NewCache returns an empty cache.
func NewCache() Cache { return Cache{make([]Entry, cacheSize)} }

const cacheSize = 1 << 15

// Entry is the place of a result.
type Entry struct {
	key   uint64
	which uint32
	Value uint32
}

// Slot returns the slot for a pair of codes of comparison which and whether
// it already holds that pair's value.
func (c *Cache) Slot(which uint32, a, b uint32) (*Entry, bool) {
	if a > b {
		a, b = b, a
	}
	key := uint64(a)<<32 | uint64(b)
	h := (key ^ uint64(which)<<17) * 0x9E3779B97F4A7C15
	e := &c.entries[h>>(64-15)]
	if e.key == key && e.which == which {
		return e, true
	}
	e.key, e.which = key, which
	return e, false
}

// Forget empties the cache.
func (c *Cache) Forget() { clear(c.entries) }
