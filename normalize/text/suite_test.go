package text

import (
	"testing"

	"github.com/onefold/onefold/internal/suite"
)

// TestSuiteFtfy counts how many cases of a public suite of mojibake come out
// as it wants.
func TestSuiteFtfy(t *testing.T) {
	rows, at := suite.Rows(t, "suites/ftfy/cases.csv")
	good, all := 0, 0
	for _, r := range rows {
		if r[at["expect"]] != "pass" {
			continue
		}
		all++
		in, want := r[at["input"]], r[at["expected"]]
		if got, _ := Repair(in); got == want {
			good++
		} else if testing.Verbose() {
			t.Logf("%q: %q, wants %q", in, got, want)
		}
	}
	t.Logf("ftfy: %d of %d", good, all)
	if good < 80 {
		t.Errorf("%d of %d", good, all)
	}
}
