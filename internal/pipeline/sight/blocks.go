package sight

import (
	"github.com/onefold/onefold/internal/report"
	"github.com/onefold/onefold/matcher"
	"github.com/onefold/onefold/record"
)

// Blocks tells what each rule found, and estimates what all together missed
// from how many matches only one of them, or only two, found (Chao 1987).
func Blocks(res *matcher.Result, matches func(yield func(record.Pair))) *report.Blocking {
	b := report.Blocking{Pairs: res.Pairs, Possible: res.Model.Pairs}
	first := make([]int64, len(res.Index.Rules))
	only := make([]int64, len(res.Index.Rules))
	var one, two, found float64
	matches(func(p record.Pair) {
		count, at := 0, -1
		res.Index.Shared(p, func(rule int) {
			if at < 0 {
				at = rule
			}
			count++
		})
		if at < 0 {
			return
		}
		found++
		first[at]++
		switch count {
		case 1:
			one++
			only[at]++
		case 2:
			two++
		}
	})
	for i, r := range res.Index.Rules {
		if r.Pairs == 0 && r.Refined == 0 {
			continue
		}
		b.Rules = append(b.Rules, report.BlockingRule{Name: r.Name, Pairs: r.Pairs, Matches: first[i], Only: only[i], Skipped: r.Skipped, Refined: int64(r.Refined)})
	}
	switch {
	case float64(b.Pairs) >= b.Possible:
		b.Completeness = &report.Estimate{Value: 1, Low: 1, High: 1} // nothing was left out
	case found > 0:
		missed := one * one / (2 * (two + 1))
		v := found / (found + missed)
		b.Completeness = &report.Estimate{Value: v, Low: v, High: v}
	}
	return &b
}
