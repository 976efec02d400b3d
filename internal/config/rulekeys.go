package config

import "github.com/onefold/onefold/rules/survivorship"

// part is one setting of a T: of a rule, or of a criterion of the master.
type part[T any] struct {
	Setting
	set func(to *T, v any)
}

func ruleKeys() []part[survivorship.Rule] {
	s := func(path string, t Type, example, doc string) Setting {
		return Setting{Path: path, Type: t, Example: example, Doc: doc}
	}
	return []part[survivorship.Rule]{
		{s("rule", Text, "most_recent", "the name of the rule"), func(r *survivorship.Rule, v any) { r.Name = v.(string) }},
		{s("then", RuleType, "newest_non_blank", "the rule inside the rule"), func(r *survivorship.Rule, v any) { x := v.(survivorship.Rule); r.Then = &x }},
		{s("fallback", RuleType, "newest_non_blank", "asked when the rule has no answer; after it the master, then the lowest id"), func(r *survivorship.Rule, v any) { x := v.(survivorship.Rule); r.Fallback = &x }},
		{s("by", Words, "[email_changed_at]", "the date fields that tell how new this value is; the latest of them counts. Without it: every updated_at field"), func(r *survivorship.Rule, v any) { r.By = v.([]string) }},
		{s("with", Words, "[email_bounced]", "fields that stay together with this one, from the same record"), func(r *survivorship.Rule, v any) { r.With = v.([]string) }},
		{s("blank", Text, "counts", "counts: a blank is a value like others; drops (default): it is left out"), func(r *survivorship.Rule, v any) { r.Blank = v.(string) }},
		{s("format", Text, "best", "best: among equal values the best written one (default of master_fill); as_is"), func(r *survivorship.Rule, v any) { r.Format = v.(string) }},
		{s("order", Text, "newest_created", "who fills the master's blank; default newest_modified"), func(r *survivorship.Rule, v any) { r.Order = v.(string) }},
		{s("values", Words, "[customer, opportunity, lead]", "sources or values in order of preference"), func(r *survivorship.Rule, v any) { r.Values = v.([]string) }},
		{s("separator", Text, `"; "`, "what stands between parts"), func(r *survivorship.Rule, v any) { r.Separator = v.(string) }},
		{s("header", Text, "source_date", "what stands before each part: source, date or source_date"), func(r *survivorship.Rule, v any) { r.Header = v.(string) }},
		{s("limit", Count, "255", "the longest result in characters; a longer one is a finding and the fallback decides"), func(r *survivorship.Rule, v any) { r.Limit = v.(int) }},
		{s("value", Text, "newsletter", "the fixed value"), func(r *survivorship.Rule, v any) { r.Value = v.(string) }},
		{s("picks", Pairs, `{"1042": Ana Pop}`, "the steward's value by the id of a record in the group"), func(r *survivorship.Rule, v any) { r.Picks = v.(map[string]string) }},
		{s("if", Text, "shorter", "when the master's value gives way: empty, shorter, invalid, or an expression"), func(r *survivorship.Rule, v any) { r.If = v.(string) }},
		{s("expression", Text, "'value matches \"^A\" ? value : values[0]'", "a formula over value, values, master and records"), func(r *survivorship.Rule, v any) { r.Expression = v.(string) }},
		{s("slots", Words, "[email_2, email_3]", "the fields that take the values that are not primary"), func(r *survivorship.Rule, v any) { r.Slots = v.([]string) }},
		{s("note", Text, "notes", "the field that takes the values that lose"), func(r *survivorship.Rule, v any) { r.Note = v.(string) }},
		{s("equivalents", Lists, "[[Robert, Bob], [Elisabeta, Lili]]", "forms of one value, the formal one first"), func(r *survivorship.Rule, v any) { r.Equivalents = v.([][]string) }},
		{s("prefer", Text, "formal", "formal, nickname or flagged (one of values)"), func(r *survivorship.Rule, v any) { r.Prefer = v.(string) }},
		{s("true_means", Text, "opt_out", "what a yes in this field says; without it the field's name tells"), func(r *survivorship.Rule, v any) { r.TrueMeans = v.(string) }},
	}
}

func criterionKeys() []part[survivorship.Criterion] {
	s := func(path string, t Type, example, doc string) Setting {
		return Setting{Path: path, Type: t, Example: example, Doc: doc}
	}
	return []part[survivorship.Criterion]{
		{s("by", Text, "max", "the name of the criterion"), func(c *survivorship.Criterion, v any) { c.By = v.(string) }},
		{s("field", Text, "revenue", "the field it looks at"), func(c *survivorship.Criterion, v any) { c.Field = v.(string) }},
		{s("values", Words, "[erp, crm]", "values, sources, owners or ids, in order of preference"), func(c *survivorship.Criterion, v any) { c.Values = v.([]string) }},
		{s("if", Text, `'record["status"] == "active"'`, "an expression over record and records"), func(c *survivorship.Criterion, v any) { c.If = v.(string) }},
		{s("points", Number, "10", "what it is worth with scored: true"), func(c *survivorship.Criterion, v any) { c.Points = v.(float64) }},
	}
}

// RuleSettings returns the settings that survivorship rules take.
func RuleSettings() []Setting {
	var out []Setting
	for _, k := range ruleKeys() {
		out = append(out, k.Setting)
	}
	return out
}
