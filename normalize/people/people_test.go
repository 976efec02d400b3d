package people

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestKey(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"-, ;", ""},
		{"Ana Marin", "marin ana"},
		{"Marin, Ana", "marin ana"},
		{"Ana Marin, Luc Petit", "marin ana|petit luc"},
		{"Luc Petit and Ana Marin", "marin ana|petit luc"},
		{"Marin, Ana; Petit, Luc", "marin ana|petit luc"},
		{"Marin, Ana and Petit, Luc", "marin ana|petit luc"},
		{"A. Marin, L. Petit, O. Roy", "marin a|petit l|roy o"},
		{"Marin, A., Petit, L.", "marin a|petit l"},
		{"Marin AB, Petit L", "marin a b|petit l"},
		{"Marin A. B., Petit L.", "marin a b|petit l"},
		{"A.B. Marin et al.", "marin a b"},
		{"O. Roy, Jr., A. Marin", "marin a|roy o"},
		{"Jan van der Berg & Ana Garc&#237;a-Sol", "berg jan van der|garciasol ana"},
		{"Ana Marin, Ana Marin", "marin ana"},
		{"Bob Ray Jr., Al Poe III, Ida Lux", "lux ida|poe al|ray bob"},
		{"Jos? N?rd, ?, ???", "n?rd jos"},
		{"Tom Lee, Ada Poe and Bo Ray", "lee tom|poe ada|ray bo"},
	} {
		if got := strings.ReplaceAll(Key(c.in), Separator, "|"); got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{"Marin, A., Petit, L.", "a and b", "Łukasz Żak; Ö", "\xff,", "&#237;;&"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key := Key(s)
		if utf8.ValidString(s) && !utf8.ValidString(key) {
			t.Fatalf("%q: key %q is no UTF-8", s, key)
		}
		for p := range strings.SplitSeq(key, Separator) {
			if key != "" && (p == "" || strings.TrimSpace(p) != p) {
				t.Fatalf("%q: nobody in %q", s, key)
			}
		}
	})
}
