package mysql

import (
	"slices"
	"strings"
	"testing"
)

// An enum says its values as it was told them.
func FuzzMembers(f *testing.F) {
	f.Add("a", "b'c", "")
	f.Add("'", "''", "é,")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		want := []string{a, b, c}
		var text strings.Builder
		for i, v := range want {
			text.WriteString([...]string{"enum(", ","}[min(i, 1)] + "'" + strings.ReplaceAll(v, "'", "''") + "'")
		}
		if got := members(text.String() + ")"); !slices.Equal(got, want) {
			t.Errorf("%q has the members %q", text.String(), got)
		}
	})
}
