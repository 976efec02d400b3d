package view

import (
	"fmt"
	"strings"

	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/internal/term"
)

// mostFaults is how many faults of decisions of one kind a terminal is told.
const mostFaults = 5

// Decisions warns of decisions that could not be heeded; d may be nil.
func Decisions(t *term.Terminal, d *report.Decisions) {
	if d == nil {
		return
	}
	for _, k := range []struct {
		kind, one, many string
		count           int
	}{
		{"conflict", "pair on which decisions contradict each other; neither was used", "pairs on which decisions contradict each other; neither was used", d.Conflicts},
		{"violation", "decision \"same\" left out, because it leads to a record that is decided to be different", "decisions \"same\" left out, because they lead to records that are decided to be different", d.Violations},
		{"unknown", "decision on a record that is not in the source", "decisions on records that are not in the source", d.Unknown},
	} {
		if k.count == 0 {
			continue
		}
		t.Warn("%s", term.Plural(k.count, k.one, k.many))
		told := 0
		for _, f := range d.List {
			if f.Kind != k.kind {
				continue
			}
			if told++; told > mostFaults {
				t.Talk("  and %s; report.json lists them", term.Plural(k.count-mostFaults, "more", "more"))
				break
			}
			t.Talk("  %s", fmt.Sprintf("%s and %s (%s)", f.IDs[0], f.IDs[1], strings.Join(f.At, ", ")))
		}
	}
	if d.Expired > 0 {
		t.Talk("%s", term.Plural(d.Expired, "decision has expired", "decisions have expired"))
	}
}
