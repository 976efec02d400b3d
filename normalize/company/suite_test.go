package company

import (
	"strings"
	"testing"

	"github.com/onefold/onefold/internal/suite"
)

// TestSuiteCleanco counts how many cases of a public suite come out without
// their legal form as it wants.
func TestSuiteCleanco(t *testing.T) {
	rows, _ := suite.Rows(t, "suites/cleanco/cases.csv")
	good := 0
	for _, r := range rows {
		got := Parse(r[1]).Standard(true)
		if strings.EqualFold(got, r[2]) {
			good++
		} else if testing.Verbose() {
			t.Logf("%q: %q, wants %q", r[1], got, r[2])
		}
	}
	t.Logf("cleanco: %d of %d", good, len(rows))
	if good < 80 {
		t.Errorf("%d of %d", good, len(rows))
	}
}
