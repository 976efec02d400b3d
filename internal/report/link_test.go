package report

import (
	"strings"
	"testing"

	"github.com/onefold/onefold/internal/report/linked"
)

// A link makes no golden records: a zero there would look like a loss. What is
// said of stages has words in each language.
func TestLinkPage(t *testing.T) {
	for _, link := range []bool{false, true} {
		run := Run{Stages: []Stage{{Name: "align", Seconds: 1}}}
		if link {
			run.Link = &linked.Link{}
		}
		var page strings.Builder
		if err := WriteHTML(&page, run, French); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(page.String(), "fiches de référence</dt>"); got == link {
			t.Errorf("link %t: golden records are there: %t", link, got)
		}
		if strings.Contains(page.String(), "align<") {
			t.Error("the stage align has no French name")
		}
	}
}
