package survivorship

import (
	"github.com/onefold/onefold/rules/survivorship/policy"
	"github.com/onefold/onefold/rules/survivorship/view"
)

// The policy's own words, so that callers need one import.
type (
	Config    = policy.Config
	Rule      = policy.Rule
	Criterion = policy.Criterion
	Info      = policy.Info
	Fault     = policy.Fault
	Faults    = policy.Faults
)

// Field is one column of the records and what is known of it.
type Field = view.Field

// What the golden record holds.
const (
	WriteRaw      = policy.WriteRaw
	WriteStandard = policy.WriteStandard
)

// Rules returns every rule in the order of the documentation.
func Rules() []Info { return policy.Rules() }

// Criteria returns every criterion of the master in the order of the
// documentation.
func Criteria() []Info { return policy.Criteria() }

// Check returns the faults of a policy that show without the records.
func Check(cfg Config) Faults {
	_, err := compile(cfg, nil, nil)
	if f, ok := err.(Faults); ok {
		return f
	}
	return nil
}

// runner runs one rule; ok is false when it has no answer.
type runner func(r *Resolver, u *unit, c *rule) (ch choice, ok bool)

// runners tells which method runs a rule of the policy's table.
func runners() map[string]runner {
	return map[string]runner{
		"master":               (*Resolver).ruleMaster,
		"master_fill":          (*Resolver).ruleMasterFill,
		"most_recent":          (*Resolver).ruleFirst,
		"oldest":               (*Resolver).ruleOldest,
		"newest_non_blank":     (*Resolver).ruleFirst,
		"newest":               (*Resolver).ruleNewest,
		"most_common":          (*Resolver).ruleMostCommon,
		"longest":              (*Resolver).ruleLongest,
		"shortest":             (*Resolver).ruleShortest,
		"largest":              (*Resolver).ruleLargest,
		"smallest":             (*Resolver).ruleSmallest,
		"sum":                  (*Resolver).ruleSum,
		"average":              (*Resolver).ruleAverage,
		"count":                (*Resolver).ruleCount,
		"any_true":             (*Resolver).ruleAnyTrue,
		"all_true":             (*Resolver).ruleAllTrue,
		"source_priority":      (*Resolver).ruleSourcePriority,
		"value_priority":       (*Resolver).ruleValuePriority,
		"most_complete_record": (*Resolver).ruleMostComplete,
		"group":                (*Resolver).ruleGroup,
		"union":                (*Resolver).ruleUnion,
		"concat":               (*Resolver).ruleConcat,
		"secondary_slots":      (*Resolver).ruleThen,
		"keep_oldest":          (*Resolver).ruleSmallestDate,
		"keep_newest":          (*Resolver).ruleLargestDate,
		"best_format":          (*Resolver).ruleBestFormat,
		"equivalent":           (*Resolver).ruleEquivalent,
		"uninformative_chars":  (*Resolver).ruleUninformative,
		"most_restrictive":     (*Resolver).ruleConsent,
		"to_note":              (*Resolver).ruleThen,
		"conflict_skip":        (*Resolver).ruleConflict,
		"expression":           (*Resolver).ruleExpression,
		"from_best_match":      (*Resolver).ruleBestMatch,
		"overwrite_if":         (*Resolver).ruleOverwrite,
		"manual":               (*Resolver).ruleManual,
		"constant":             (*Resolver).ruleConstant,
	}
}

// rater scores a record by a criterion; the highest score is best.
type rater func(r *Resolver, c *criterion, i int32) float64

// raters tells which method rates by a criterion. Those that compare values
// exactly are in rateExtreme.
func raters() map[string]rater {
	return map[string]rater{
		"newest_created":  (*Resolver).byNewestCreated,
		"oldest_created":  (*Resolver).byOldestCreated,
		"newest_modified": (*Resolver).byNewestModified,
		"oldest_modified": (*Resolver).byOldestModified,
		"most_complete":   (*Resolver).byComplete,
		"active_owner":    (*Resolver).byActiveOwner,
		"has_login":       (*Resolver).byHasValue,
		"has_value":       (*Resolver).byHasValue,
		"value_priority":  (*Resolver).byValues,
		"source_priority": (*Resolver).bySources,
		"matches":         (*Resolver).byCondition,
		"manual":          (*Resolver).byManual,
		"lowest_id":       (*Resolver).byLowestID,
	}
}
