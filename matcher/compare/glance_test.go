package compare

import (
	"strings"
	"testing"

	"github.com/onefold/onefold/matcher/compare/kernel"
	"github.com/onefold/onefold/matcher/compare/words"
	"github.com/onefold/onefold/record"
	"pgregory.net/rapid"
)

// nearby are values that are near each other often: words of few letters, in
// several scripts.
func nearby(t *rapid.T, label string) []string {
	word := rapid.OneOf(rapid.StringMatching("[abc]{1,6}"), rapid.StringMatching("[aeёжț]{1,4}"), rapid.StringMatching("[a-h]{3,12}"))
	value := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(word, 1, 4).Draw(t, "words"), " ")
	})
	return rapid.SliceOfN(value, 2, 12).Draw(t, label)
}

// What is settled at a glance is what the letters say.
func TestGlancesAgreeWithLetters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		own, s := prepare(codes(nearby(t, "values")...)), NewScratch()
		family := &names{own: own, spec: Spec{Levels: familyLevels}}
		given := &names{own: own, given: true, spec: Spec{Levels: givenLevels}, variants: make([][]uint32, len(own.at))}
		for i := range given.variants {
			given.variants[i] = rapid.SliceOfN(rapid.Uint32Range(0, 2), 0, 2).Draw(t, "variants")
		}
		p := &phrase{text: own, words: words.New(own.codes)}
		n := record.Code(len(own.at))
		for a := record.Code(1); a < n; a++ {
			for b := record.Code(1); b < n; b++ {
				x, y := own.value(a), own.value(b)
				if own.at[a].Unlike(&own.at[b].Glance, near) && kernel.JaroWinkler(x, y, &s.Kernel) >= near {
					t.Fatalf("%q and %q are alike", x, y)
				}
				if a == b {
					continue
				}
				if family.different(a, b) && family.familyLevel(a, b, s) != familyElse {
					t.Fatalf("family names %q and %q do not differ", x, y)
				}
				if given.different(a, b) && given.givenLevel(a, b, s) != givenElse {
					t.Fatalf("given names %q and %q do not differ", x, y)
				}
				if got, want := p.unequal(a, b, s), p.level(a, b, s); got != want {
					t.Fatalf("phrases %q and %q: level %d, want %d", x, y, got, want)
				}
			}
		}
	})
}
