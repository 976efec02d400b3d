package config

import (
	"github.com/onefold/onefold/record"
	"github.com/onefold/onefold/rules/survivorship"
)

// section documents a part of the file.
type section struct{ path, doc string }

func sections() []section {
	return []section{
		{"sources", "Where records come from. A source has a name, which stands for it on the command line"},
		{"fields", "What the columns mean. A column that is not here is inferred from its header and values"},
		{"matching", "What is compared, and how sure a match must be. Probabilities are learnt from the data itself, so a threshold means the same whatever the data"},
		{"survivorship", "Which record of a group survives, and which value each field of the golden record keeps. See docs/guides/survivorship.md"},
		{"references", "Places of a database that point at records, and what a merge does with their rows: answers to what onefold references is not sure of, remembered. A place is table.column, or table.type+id"},
		{"outputs", "What a run writes"},
		{"settings", "How a run works. A flag overrides the environment, which overrides this file"},
	}
}

// encodings are the names of the encodings that a source may declare.
func encodings() []string {
	return []string{"utf-8", "utf-16", "utf-16le", "utf-16be", "windows-1250", "windows-1252", "iso-8859-1", "iso-8859-2", "iso-8859-15", "iso-8859-16", "macintosh"}
}

// ReferencePolicies returns the words for what a merge does with rows that
// point at a loser.
func ReferencePolicies() []string {
	return []string{"move", "move_or_drop_equal", "merge", "leave", "refuse"}
}

func outputFiles() []string {
	return []string{"clusters", "pairs", "golden", "provenance", "report"}
}

// Settings returns every setting in the order of the documentation, the
// settings of rules and criteria left out: those are in rulekeys.go.
func Settings() []Setting {
	return []Setting{
		{
			Path: "sources.*.path", Type: Text, Short: true, Example: "contacts.csv",
			Doc: "The file; - is standard input. A relative path starts at the folder of this file",
			put: func(p *Policy, n []string, v any) { p.source(n[0]).Path = v.(string) },
		},
		{
			Path: "sources.*.delimiter", Type: Text, Default: "found by itself", Example: `";"`,
			Doc: "The character between fields; \\t or tab for a tabulator",
			put: func(p *Policy, n []string, v any) { p.source(n[0]).Delimiter = v.(string) },
		},
		{
			Path: "sources.*.encoding", Type: Text, Default: "found by itself", Example: "windows-1252", Words: encodings(),
			Doc: "The character encoding",
			put: func(p *Policy, n []string, v any) { p.source(n[0]).Encoding = v.(string) },
		},
		{
			Path: "sources.*.header", Type: Flag, Default: "found by itself", Example: "true",
			Doc: "Whether the first row names the fields",
			put: func(p *Policy, n []string, v any) { b := v.(bool); p.source(n[0]).Header = &b },
		},
		{
			Path: "sources.*.id", Type: Text, Default: "found by itself, else the record number", Example: "contact_id",
			Doc: "The field that holds the key of a record",
			put: func(p *Policy, n []string, v any) { p.source(n[0]).ID = v.(string) },
		},

		{
			Path: "fields.*.kind", Type: Text, Short: true, Default: "inferred", Example: "email", Words: kindWords(),
			Doc: "What the values mean",
			put: func(p *Policy, n []string, v any) { p.field(n[0]).Kind = record.Kind(v.(string)) },
		},
		{
			Path: "fields.*.group", Type: Text, Default: "inferred", Example: "address",
			Doc: "Fields with the same group belong together; address parts are never mixed",
			put: func(p *Policy, n []string, v any) { p.field(n[0]).Group = v.(string) },
		},
		{
			Path: "fields.*.role", Type: Text, Default: "inferred", Example: "billing",
			Doc: "What the field is for among fields of the same kind: mobile, work, billing",
			put: func(p *Policy, n []string, v any) { p.field(n[0]).Role = v.(string) },
		},
		{
			Path: "fields.*.region", Type: Text, Default: "the country of the record, else inferred", Example: "FR",
			Doc: "The country whose phone numbers, addresses or identifiers these are, as two letters",
			put: func(p *Policy, n []string, v any) { p.field(n[0]).Region = v.(string) },
		},
		{
			Path: "fields.*.ignore", Type: Flag, Default: "false", Example: "true",
			Doc: "Leave the field out of matching; golden records keep it",
			put: func(p *Policy, n []string, v any) { p.field(n[0]).Ignore = v.(bool) },
		},
		{
			Path: "fields.*.date_order", Type: Text, Default: "decided by the column", Example: "day_month", Words: []string{"day_month", "month_day"},
			Doc: "How dates written in numbers are read",
			put: func(p *Policy, n []string, v any) { p.field(n[0]).DateOrder = v.(string) },
		},
		{
			Path: "fields.*.options", Type: Pairs, Example: "{mode: crm}",
			Doc: "Options of the kind's normalizer",
			put: func(p *Policy, n []string, v any) { p.field(n[0]).Options = v.(map[string]string) },
		},

		{
			Path: "matching.match_probability", Type: Probability, Default: "0.5, likelier one than two", Example: "0.95",
			Doc: "From this probability on a pair is a match",
			put: func(p *Policy, _ []string, v any) { p.Matching.MatchProbability = v.(float64) },
		},
		{
			Path: "matching.review_probability", Type: Probability, Default: "0.1", Example: "0.5",
			Doc: "From this probability on a pair is for clerical review",
			put: func(p *Policy, _ []string, v any) { p.Matching.ReviewProbability = v.(float64) },
		},
		{
			Path: "matching.max_candidates", Type: Count, Default: "12", Example: "50",
			Doc: "Blocking budget: how many other records, those for which most speaks, a record of a long list may choose to be compared with; in a short list twice as many",
			put: func(p *Policy, _ []string, v any) { p.Matching.MaxCandidates = v.(int) },
		},
		{
			Path: "matching.ignore", Type: Words, Default: "none", Example: "[notes]",
			Doc: "Fields that are not matched on",
			put: func(p *Policy, _ []string, v any) { p.Matching.Ignore = v.([]string) },
		},
		{
			Path: "matching.comparisons_off", Type: Words, Default: "none", Example: "[gender]", Words: kindWords(),
			Doc: "Kinds that are not compared, whichever field they are in or are a part of",
			put: func(p *Policy, _ []string, v any) { p.Matching.ComparisonsOff = v.([]string) },
		},

		{
			Path: "survivorship.master", Type: MasterType, Default: "most_complete, newest_modified, oldest_created, lowest_id",
			Example: "[most_complete, {by: source_priority, values: [erp, crm]}, newest_modified]",
			Doc:     "Which record survives: criteria in order, the first that singles out one record decides",
			put:     func(p *Policy, _ []string, v any) { p.Survivorship.Master = v.([]survivorship.Criterion) },
		},
		{
			Path: "survivorship.scored", Type: Flag, Default: "false", Example: "true",
			Doc: "Add up the points of the criteria instead of taking the first that decides",
			put: func(p *Policy, _ []string, v any) { p.Survivorship.Scored = v.(bool) },
		},
		{
			Path: "survivorship.lead", Type: Number, Default: "0", Example: "1",
			Doc: "With scored: the points by which the best record must lead; otherwise the group is not merged",
			put: func(p *Policy, _ []string, v any) { p.Survivorship.Lead = v.(float64) },
		},
		{
			Path: "survivorship.write", Type: Text, Default: "raw", Example: "raw", Words: []string{survivorship.WriteRaw, survivorship.WriteStandard},
			Doc: "Whether golden records hold values as a record writes them or in standard form",
			put: func(p *Policy, _ []string, v any) { p.Survivorship.Write = v.(string) },
		},
		{
			Path: "survivorship.default", Type: RuleType, Default: "master_fill", Example: "master_fill",
			Doc: "The rule of fields that have none",
			put: func(p *Policy, _ []string, v any) { r := v.(survivorship.Rule); p.Survivorship.Default = &r },
		},
		{
			Path: "survivorship.kinds.*", Type: RuleType, Example: "{rule: newest_non_blank}",
			Doc: "The rule of a kind of field. Without one: created_at keeps the oldest, updated_at the newest, consent the most restrictive value",
			put: func(p *Policy, n []string, v any) {
				if p.Survivorship.Kinds == nil {
					p.Survivorship.Kinds = make(map[record.Kind]survivorship.Rule)
				}
				p.Survivorship.Kinds[record.Kind(n[0])] = v.(survivorship.Rule)
			},
		},
		{
			Path: "survivorship.groups.*", Type: RuleType, Example: "{rule: most_complete_record}",
			Doc: "The rule of a group of fields, which stay together. Without one: an address is taken whole from one record",
			put: func(p *Policy, n []string, v any) { putRule(&p.Survivorship.Groups, n[0], v) },
		},
		{
			Path: "survivorship.fields.*", Type: RuleType, Example: "most_recent",
			Doc: "The rule of a field",
			put: func(p *Policy, n []string, v any) { putRule(&p.Survivorship.Fields, n[0], v) },
		},

		{
			Path: "references.*.policy", Type: Text, Short: true, Default: "by the part that the rows play", Example: "move", Words: ReferencePolicies(),
			Doc: "What a merge does with the rows",
			put: func(p *Policy, n []string, v any) { p.reference(n[0]).Policy = v.(string) },
		},
		{
			Path: "references.*.confidence", Type: Text, Default: "sure", Example: "sure", Words: []string{"sure", "wrong"},
			Doc: "Whether the place is a reference: sure, or wrong where it points at nothing of the kind",
			put: func(p *Policy, n []string, v any) { p.reference(n[0]).Confidence = v.(string) },
		},
		{
			Path: "references.*.target", Type: Text, Default: "whichever table is merged", Example: "contacts",
			Doc: "The table for which the answer holds, where a place points at several",
			put: func(p *Policy, n []string, v any) { p.reference(n[0]).Target = v.(string) },
		},
		{
			Path: "outputs.files", Type: Words, Default: "all", Example: "[clusters, pairs, golden, provenance, report]", Words: outputFiles(),
			Doc: "The results that dedupe writes. Records that could not be read are always written",
			put: func(p *Policy, _ []string, v any) { p.Outputs.Files = v.([]string) },
		},
		{
			Path: "outputs.language", Type: Text, Default: "the locale's, else en", Example: "en", Words: []string{"en", "fr", "ro"}, Env: "ONEFOLD_LANG", Flag: "lang",
			Doc: "The language of reports",
		},

		{
			Path: "settings.workers", Type: Count, Default: "0: as many as there are processors", Example: "0", Env: "ONEFOLD_WORKERS", Flag: "workers",
			Doc: "How many workers run at once; the result does not depend on it",
		},
		{
			Path: "settings.state_dir", Type: Text, Default: ".onefold beside the output", Example: ".onefold", Env: "ONEFOLD_STATE_DIR", Flag: "state",
			Doc: "The folder that keeps cluster ids from run to run",
		},
		{
			Path: "settings.memory", Type: Size, Default: "0: no limit", Example: "2GiB", Env: "ONEFOLD_MEMORY", Flag: "memory",
			Doc: "Memory that a run tries to stay under, at the cost of time; what the records themselves need it takes",
		},
	}
}

func putRule(m *map[string]survivorship.Rule, name string, v any) {
	if *m == nil {
		*m = make(map[string]survivorship.Rule)
	}
	(*m)[name] = v.(survivorship.Rule)
}
