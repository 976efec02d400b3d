package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Fault is one mistake in the policy. Path leads to it: fields.email.then.rule,
// master.1.field.
type Fault struct {
	Path string
	Text string   // what is wrong
	Near string   // the word that is wrong, for a suggestion
	From []string // the words that would be right
}

// Faults are all mistakes of a policy.
type Faults []Fault

// Error lists the faults.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, x := range f {
		lines[i] = "survivorship." + x.Path + ": " + x.Text
	}
	return strings.Join(lines, "; ")
}

// Add appends a fault.
func (f *Faults) Add(path, text, near string, from []string) {
	*f = append(*f, Fault{path, text, near, from})
}

// CheckCriterion reports the settings of a criterion that it does not take or
// that it needs.
func (f *Faults) CheckCriterion(path string, c Criterion, info Info) {
	f.arguments(path, info, map[string]bool{"field": c.Field != "", "values": len(c.Values) > 0, "if": c.If != ""}, nil)
}

// Names lists the names of rules or criteria.
func Names(infos []Info) []string {
	out := make([]string, len(infos))
	for i, t := range infos {
		out[i] = t.Name
	}
	return out
}

func (f *Faults) arguments(path string, info Info, given map[string]bool, common []string) {
	for _, key := range slices.Sorted(maps.Keys(given)) {
		if given[key] && !slices.Contains(info.Takes, key) && !slices.Contains(common, key) {
			f.Add(path+"."+key, fmt.Sprintf("%s takes no %s", info.Name, key), "", nil)
		}
	}
	for _, key := range info.Needs {
		if !given[key] {
			f.Add(path, fmt.Sprintf("%s needs %s", info.Name, key), "", nil)
		}
	}
}

// CheckRule reports the settings of a rule that it does not take, that it needs
// and that hold an unknown word. Level tells where the rule stands: 0 a default
// that may not name fields, 1 a field's own rule, 2 a group's; depth how many
// rules it is inside of.
func (f *Faults) CheckRule(path string, in Rule, info *RuleInfo, level, depth int) {
	given := map[string]bool{
		"then": in.Then != nil, "fallback": in.Fallback != nil, "by": len(in.By) > 0, "with": len(in.With) > 0,
		"blank": in.Blank != "", "format": in.Format != "", "order": in.Order != "", "values": len(in.Values) > 0,
		"separator": in.Separator != "", "header": in.Header != "", "limit": in.Limit != 0, "value": in.Value != "",
		"picks": len(in.Picks) > 0, "if": in.If != "", "expression": in.Expression != "", "slots": len(in.Slots) > 0,
		"note": in.Note != "", "equivalents": len(in.Equivalents) > 0, "prefer": in.Prefer != "", "true_means": in.TrueMeans != "",
	}
	common := []string{"fallback"}
	if info.How == Picks || info.How == Wraps {
		common = append(common, "blank", "format")
		if level == 1 && depth == 0 {
			common = append(common, "with")
		}
	}
	needs := info.Info
	if level == 2 {
		needs.Needs = slices.DeleteFunc(slices.Clone(needs.Needs), func(s string) bool { return s == "with" })
		if slices.Equal(in.With, []string{""}) || info.Name == "group" {
			given["with"] = false
		}
	}
	if given["with"] && depth > 0 {
		f.Add(path+".with", "fields that stay together are named once, beside the outermost rule", "", nil)
		given["with"] = false
	}
	f.arguments(path, needs, given, common)
	f.word(path+".blank", in.Blank, Counts, "drops")
	f.word(path+".format", in.Format, Best, AsIs)
	f.word(path+".header", in.Header, "source", "date", "source_date")
	f.word(path+".prefer", in.Prefer, "formal", "nickname", "flagged")
	f.word(path+".true_means", in.TrueMeans, "opt_in", "opt_out")
	f.word(path+".order", in.Order, orders...)
	if in.Order == "source_priority" && len(in.Values) == 0 {
		f.Add(path, "order: source_priority needs values", "", nil)
	}
	if in.Limit < 0 {
		f.Add(path+".limit", "a limit can't be negative", "", nil)
	}
	if in.Name == "equivalent" && in.Prefer == "flagged" && len(in.Values) == 0 {
		f.Add(path, "prefer: flagged needs values", "", nil)
	}
}

var orders = []string{"newest_modified", "oldest_modified", "newest_created", "oldest_created", "lowest_id", "source_priority"}

func (f *Faults) word(path, have string, allowed ...string) {
	if have != "" && !slices.Contains(allowed, have) {
		f.Add(path, fmt.Sprintf("%q is none of %s", have, strings.Join(allowed, ", ")), have, allowed)
	}
}
