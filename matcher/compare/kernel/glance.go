package kernel

import (
	"math/bits"
	"strings"
	"unicode/utf8"
)

// Glance is what settles most comparisons of two values without looking at
// their letters.
type Glance struct {
	Sig  uint64
	Size uint8 // runes, at most 255
	Lead byte  // first byte
	// Compound is set where the value has a space in it.
	Compound bool
}

// Look takes the glance of a value.
func Look(v string) Glance {
	g := Glance{Sig: Signature(v), Size: uint8(min(utf8.RuneCountInString(v), 255)), Compound: strings.IndexByte(v, ' ') >= 0}
	if v != "" {
		g.Lead = v[0]
	}
	return g
}

// Unlike reports whether the Jaro–Winkler similarity of two values is surely
// below least, which must be .7 or more: letters that only one side has match
// nothing.
func (g *Glance) Unlike(h *Glance, least float64) bool {
	if g.Size == 255 || h.Size == 255 || g.Size == 0 || h.Size == 0 {
		return false
	}
	const letters = 1<<32 - 1
	m := min(int(g.Size)-bits.OnesCount64(g.Sig&^h.Sig&letters), int(h.Size)-bits.OnesCount64(h.Sig&^g.Sig&letters))
	if m <= 0 {
		return true
	}
	jaro := (float64(m)/float64(g.Size) + float64(m)/float64(h.Size) + 1) / 3
	if g.Lead == h.Lead {
		jaro += .4 * (1 - jaro)
	}
	return jaro < least-1e-9
}
