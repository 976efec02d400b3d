package survivorship

// Info describes a rule or a criterion: its name in the policy file, what it
// does in a steward's words, the settings it takes and those it can't do
// without.
type Info struct {
	Name  string
	Doc   string
	Takes []string // names of the policy file's keys
	Needs []string // the part of Takes that must be there
}

// how says in which way a rule makes its value.
type how uint8

const (
	picks    how = iota // chooses a record: may be used for a tuple
	makes               // computes a value of its own
	wraps               // asks another rule first, then chooses a record: may be used for a tuple
	computes            // asks another rule first and writes elsewhere too
)

type ruleInfo struct {
	Info
	how how
	run func(r *Resolver, u *unit, c *rule) (choice, bool)
}

// common settings of every rule are fallback, and for rules that choose a
// record with, blank and format.
func ruleTable() []ruleInfo {
	return []ruleInfo{
		{Info{"master", "the master's value; a blank stays blank", nil, nil}, picks, (*Resolver).ruleMaster},
		{Info{"master_fill", "the master's value; if blank, the first value of the others, newest first", []string{"order", "values"}, nil}, picks, (*Resolver).ruleMasterFill},
		{Info{"most_recent", "the value of the record updated last, blanks left out", []string{"by"}, nil}, picks, (*Resolver).ruleFirst},
		{Info{"oldest", "the value of the record whose update is oldest, blanks left out", []string{"by"}, nil}, picks, (*Resolver).ruleOldest},
		{Info{"newest_non_blank", "the newest value that is not blank", []string{"by"}, nil}, picks, (*Resolver).ruleFirst},
		{Info{"newest", "the newest record's value, even if that blanks the field", []string{"by"}, nil}, picks, (*Resolver).ruleNewest},
		{Info{"most_common", "the value most records have; shown as the newest of them writes it", nil, nil}, picks, (*Resolver).ruleMostCommon},
		{Info{"longest", "the value with most characters", nil, nil}, picks, (*Resolver).ruleLongest},
		{Info{"shortest", "the value with fewest characters", nil, nil}, picks, (*Resolver).ruleShortest},
		{Info{"largest", "the largest number or latest date", nil, nil}, picks, (*Resolver).ruleLargest},
		{Info{"smallest", "the smallest number or earliest date", nil, nil}, picks, (*Resolver).ruleSmallest},
		{Info{"sum", "the sum of the numbers", nil, nil}, makes, (*Resolver).ruleSum},
		{Info{"average", "the mean of the numbers", nil, nil}, makes, (*Resolver).ruleAverage},
		{Info{"count", "how many records have a value", nil, nil}, makes, (*Resolver).ruleCount},
		{Info{"any_true", "true if any record says true", []string{}, nil}, picks, (*Resolver).ruleAnyTrue},
		{Info{"all_true", "true only if no record says false", nil, nil}, picks, (*Resolver).ruleAllTrue},
		{Info{"source_priority", "the first source of the list that has a value; inside a source the newest", []string{"values"}, []string{"values"}}, picks, (*Resolver).ruleSourcePriority},
		{Info{"value_priority", "the first value of the list that a record has", []string{"values"}, []string{"values"}}, picks, (*Resolver).ruleValuePriority},
		{Info{"most_complete_record", "all listed fields from the record that has most of them", nil, nil}, picks, (*Resolver).ruleMostComplete},
		{Info{"group", "the fields of with stay together: all from one record", []string{"then"}, []string{"with"}}, wraps, (*Resolver).ruleGroup},
		{Info{"union", "every choice of a multiple choice once, the master's first", []string{"separator", "limit"}, nil}, makes, (*Resolver).ruleUnion},
		{Info{"concat", "the texts joined, equal parts once", []string{"separator", "header", "limit"}, nil}, makes, (*Resolver).ruleConcat},
		{Info{"secondary_slots", "one primary value; the others move to the fields of slots", []string{"then", "slots"}, []string{"slots"}}, computes, (*Resolver).ruleThen},
		{Info{"keep_oldest", "the earliest date", nil, nil}, picks, (*Resolver).ruleSmallestDate},
		{Info{"keep_newest", "the latest date", nil, nil}, picks, (*Resolver).ruleLargestDate},
		{Info{"best_format", "a valid value before an invalid one; the same value written best", []string{"then"}, nil}, wraps, (*Resolver).ruleBestFormat},
		{Info{"equivalent", "forms of one value (Bob, Robert): the formal, the short or the flagged one", []string{"then", "equivalents", "prefer", "values"}, nil}, wraps, (*Resolver).ruleEquivalent},
		{Info{"uninformative_chars", "values that differ only in punctuation and spaces are one; the better written one", []string{"then"}, nil}, wraps, (*Resolver).ruleUninformative},
		{Info{"most_restrictive", "consent: opted out before none before pending before opted in", []string{"by", "true_means"}, nil}, picks, (*Resolver).ruleConsent},
		{Info{"to_note", "the rule then decides; values that lose are added to the field of note", []string{"then", "note", "separator", "header", "limit"}, []string{"note"}}, computes, (*Resolver).ruleThen},
		{Info{"conflict_skip", "differing values cancel the merge of the group", []string{"then"}, nil}, wraps, (*Resolver).ruleConflict},
		{Info{"expression", "a formula of your own", []string{"expression"}, []string{"expression"}}, makes, (*Resolver).ruleExpression},
		{Info{"from_best_match", "the value of the record that matches best", nil, nil}, picks, (*Resolver).ruleBestMatch},
		{Info{"overwrite_if", "the rule then decides, but only if the master's value is empty, shorter or invalid", []string{"if", "then"}, []string{"if", "then"}}, wraps, (*Resolver).ruleOverwrite},
		{Info{"manual", "the steward's own choice for a record's group", []string{"picks"}, []string{"picks"}}, makes, (*Resolver).ruleManual},
		{Info{"constant", "one fixed value", []string{"value"}, []string{"value"}}, makes, (*Resolver).ruleConstant},
	}
}

// Rules returns every rule in the order of the documentation.
func Rules() []Info {
	table := ruleTable()
	infos := make([]Info, len(table))
	for i, t := range table {
		infos[i] = t.Info
		infos[i].Takes = append(append([]string(nil), t.Takes...), "fallback")
		if t.how == picks || t.how == wraps {
			infos[i].Takes = append(infos[i].Takes, "with", "blank", "format")
		}
	}
	return infos
}

type criterionInfo struct {
	Info
	better func(r *Resolver, c *criterion, i int32) (score float64)
}

func criterionTable() []criterionInfo {
	field := []string{"field"}
	values := []string{"values"}
	return []criterionInfo{
		{Info{"newest_created", "the record created last", nil, nil}, (*Resolver).byNewestCreated},
		{Info{"oldest_created", "the record created first", nil, nil}, (*Resolver).byOldestCreated},
		{Info{"newest_modified", "the record updated last", nil, nil}, (*Resolver).byNewestModified},
		{Info{"oldest_modified", "the record whose update is oldest", nil, nil}, (*Resolver).byOldestModified},
		{Info{"most_complete", "the record with most fields filled", nil, nil}, (*Resolver).byComplete},
		{Info{"most_related", "the record with most related records, as counted in a field", field, field}, (*Resolver).byMax},
		{Info{"active_owner", "a record whose owner is in the list of active owners", values, values}, (*Resolver).byActiveOwner},
		{Info{"has_login", "a record with a login, that is a value in this field", field, field}, (*Resolver).byHasValue},
		{Info{"max", "the record with the largest number or latest date in a field", field, field}, (*Resolver).byMax},
		{Info{"min", "the record with the smallest number or earliest date in a field", field, field}, (*Resolver).byMin},
		{Info{"has_value", "a record with a value in a field", field, field}, (*Resolver).byHasValue},
		{Info{"value_priority", "the record whose value comes first in a list", []string{"field", "values"}, []string{"field", "values"}}, (*Resolver).byValues},
		{Info{"source_priority", "the record whose source comes first in a list", values, values}, (*Resolver).bySources},
		{Info{"matches", "a record for which an expression is true", []string{"if"}, []string{"if"}}, (*Resolver).byCondition},
		{Info{"manual", "a record whose id is in the list", values, values}, (*Resolver).byManual},
		{Info{"lowest_id", "the record with the lowest id; always the last resort", nil, nil}, (*Resolver).byLowestID},
	}
}

// Criteria returns every criterion of the master in the order of the
// documentation. Each takes points too.
func Criteria() []Info {
	table := criterionTable()
	infos := make([]Info, len(table))
	for i, t := range table {
		infos[i] = t.Info
		infos[i].Takes = append(append([]string(nil), t.Takes...), "points")
	}
	return infos
}
