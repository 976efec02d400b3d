package matcher

import (
	"context"
	"slices"
	"testing"
)

// Pairs that the screen drops are pairs that would not have been kept: edges
// are the same, with and without it.
func TestScreenDropsNothingThatCounts(t *testing.T) {
	for name, in := range map[string]Input{
		"people":    input(contactKinds, crowd(3000, 3)),
		"companies": input(companyKinds, firms(2000, 4)),
	} {
		l := NewLinker(in, Config{})
		with, err := l.Run(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if s := l.newScreen(with.Model); s == nil {
			t.Errorf("%s: there is no screen", name)
		}
		l = NewLinker(in, Config{})
		l.unscreened = true
		without, err := l.Run(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(with.Edges, without.Edges) || with.Pairs != without.Pairs {
			t.Errorf("%s: %d edges of %d pairs, %d of %d without the screen", name, len(with.Edges), with.Pairs, len(without.Edges), without.Pairs)
		}
	}
}
