package normalize

import (
	"testing"

	"github.com/onefold/onefold/record"
	"pgregory.net/rapid"
)

// Whoever asks for keys alone gets the same keys, and is told the same of the
// value.
func TestKeysOnly(t *testing.T) {
	registry := Standard()
	piece := rapid.SampledFrom([]string{"12", " ", "bis", "rue", "de la ", "Gare", "d'Or", "l’Île", ",", "\n", "St", "Str.", "nr.", "bl.A3", "Jean", "-", "Dr", "SARL", "@", "a.example", "+33", "1980", "/", "É", "x", "BP 4", "75001"})
	value := rapid.OneOf(rapid.String(), rapid.Custom(func(t *rapid.T) string {
		s := ""
		for _, p := range rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces") {
			s += p
		}
		return s
	}))
	rapid.Check(t, func(t *rapid.T) {
		in := value.Draw(t, "value")
		c := Context{Region: rapid.SampledFrom([]string{"", "FR", "RO", "US"}).Draw(t, "region")}
		lean := c
		lean.KeysOnly = true
		for _, k := range record.Kinds() {
			n := registry[k]
			if n == nil {
				continue
			}
			want, got := n.Normalize(in, c), n.Normalize(in, lean)
			if got.Key != want.Key || got.Valid != want.Valid || got.State != want.State || got.Reason != want.Reason {
				t.Fatalf("%s %q: %+v, want %+v", k, in, got, want)
			}
		}
	})
}
