package name

import (
	"strings"
	"testing"

	"github.com/onefold/onefold/internal/suite"
)

// TestSuiteNameparser counts how many cases of a public suite come out as it
// wants; * means that the suite doesn't say.
func TestSuiteNameparser(t *testing.T) {
	rows, _ := suite.Rows(t, "suites/nameparser/cases.csv")
	good, all := 0, 0
	for _, r := range rows {
		if r[3] == "True" || strings.HasPrefix(r[1], "test_assign") {
			continue
		}
		all++
		n := Parse(r[2], Options{Language: "en"})
		join := func(w []string) string { return strings.Join(w, " ") }
		suffix := strings.ReplaceAll(strings.Join(n.Suffix, " "), ",", "")
		ok := true
		for i, got := range [...]string{join(n.Given), join(n.Family), join(n.Middle), n.Nickname, suffix, join(n.Prefix)} {
			if want := strings.ReplaceAll(r[4+i], ",", ""); want != "*" && strings.ReplaceAll(got, ",", "") != want {
				ok = false
			}
		}
		if ok {
			good++
		} else if testing.Verbose() {
			t.Logf("%q: %s; wants %q", r[2], show(n), r[4:])
		}
	}
	t.Logf("nameparser: %d of %d", good, all)
	if good*100 < all*85 {
		t.Errorf("%d of %d", good, all)
	}
}

// TestSuiteNicknames counts how many pairs of name and nickname of a public
// suite are known as such; it lists many that nobody is called by.
func TestSuiteNicknames(t *testing.T) {
	rows, _ := suite.Rows(t, "suites/nicknames/cases.csv")
	good := 0
	for _, r := range rows {
		if meet(Equivalents(r[0]), Equivalents(r[2])) {
			good++
		}
	}
	t.Logf("nicknames: %d of %d", good, len(rows))
	if good*2 < len(rows) {
		t.Errorf("%d of %d", good, len(rows))
	}
}

func meet(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}
