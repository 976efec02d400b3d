package policy

// Info describes a rule or a criterion: its name in the policy file, what it
// does in a steward's words, the settings it takes and those it can't do
// without.
type Info struct {
	Name  string
	Doc   string
	Takes []string // names of the policy file's keys
	Needs []string // the part of Takes that must be there
}

// How says in which way a rule makes its value.
type How uint8

const (
	Picks    How = iota // chooses a record: may be used for a tuple
	Makes               // computes a value of its own
	Wraps               // asks another rule first, then chooses a record: may be used for a tuple
	Computes            // asks another rule first and writes elsewhere too
)

// RuleInfo is an Info with the way in which the rule makes its value.
type RuleInfo struct {
	Info
	How How
}

// RuleTable declares every rule. All take fallback too, and those that choose
// a record with, blank and format.
func RuleTable() []RuleInfo {
	return []RuleInfo{
		{Info{"master", "the master's value; a blank stays blank", nil, nil}, Picks},
		{Info{"master_fill", "the master's value; if blank, the first value of the others, newest first", []string{"order", "values"}, nil}, Picks},
		{Info{"most_recent", "the value of the record updated last, blanks left out", []string{"by"}, nil}, Picks},
		{Info{"oldest", "the value of the record whose update is oldest, blanks left out", []string{"by"}, nil}, Picks},
		{Info{"newest_non_blank", "the newest value that is not blank", []string{"by"}, nil}, Picks},
		{Info{"newest", "the newest record's value, even if that blanks the field", []string{"by"}, nil}, Picks},
		{Info{"most_common", "the value most records have; shown as the newest of them writes it", nil, nil}, Picks},
		{Info{"longest", "the value with most characters", nil, nil}, Picks},
		{Info{"shortest", "the value with fewest characters", nil, nil}, Picks},
		{Info{"largest", "the largest number or latest date", nil, nil}, Picks},
		{Info{"smallest", "the smallest number or earliest date", nil, nil}, Picks},
		{Info{"sum", "the sum of the numbers", nil, nil}, Makes},
		{Info{"average", "the mean of the numbers", nil, nil}, Makes},
		{Info{"count", "how many records have a value", nil, nil}, Makes},
		{Info{"any_true", "true if any record says true", []string{}, nil}, Picks},
		{Info{"all_true", "true only if no record says false", nil, nil}, Picks},
		{Info{"source_priority", "the first source of the list that has a value; inside a source the newest", []string{"values"}, []string{"values"}}, Picks},
		{Info{"value_priority", "the first value of the list that a record has", []string{"values"}, []string{"values"}}, Picks},
		{Info{"most_complete_record", "all listed fields from the record that has most of them", nil, nil}, Picks},
		{Info{"group", "the fields of with stay together: all from one record", []string{"then"}, []string{"with"}}, Wraps},
		{Info{"union", "every choice of a multiple choice once, the master's first", []string{"separator", "limit"}, nil}, Makes},
		{Info{"concat", "the texts joined, equal parts once", []string{"separator", "header", "limit"}, nil}, Makes},
		{Info{"secondary_slots", "one primary value; the others move to the fields of slots", []string{"then", "slots"}, []string{"slots"}}, Computes},
		{Info{"keep_oldest", "the earliest date", nil, nil}, Picks},
		{Info{"keep_newest", "the latest date", nil, nil}, Picks},
		{Info{"best_format", "a valid value before an invalid one; the same value written best", []string{"then"}, nil}, Wraps},
		{Info{"equivalent", "forms of one value (Bob, Robert): the formal, the short or the flagged one", []string{"then", "equivalents", "prefer", "values"}, nil}, Wraps},
		{Info{"uninformative_chars", "values that differ only in punctuation and spaces are one; the better written one", []string{"then"}, nil}, Wraps},
		{Info{"most_restrictive", "consent: opted out before none before pending before opted in", []string{"by", "true_means"}, nil}, Picks},
		{Info{"to_note", "the rule then decides; values that lose are added to the field of note", []string{"then", "note", "separator", "header", "limit"}, []string{"note"}}, Computes},
		{Info{"conflict_skip", "differing values cancel the merge of the group", []string{"then"}, nil}, Wraps},
		{Info{"expression", "a formula of your own", []string{"expression"}, []string{"expression"}}, Makes},
		{Info{"from_best_match", "the value of the record that matches best", nil, nil}, Picks},
		{Info{"overwrite_if", "the rule then decides, but only if the master's value is empty, shorter or invalid", []string{"if", "then"}, []string{"if", "then"}}, Wraps},
		{Info{"manual", "the steward's own choice for a record's group", []string{"picks"}, []string{"picks"}}, Makes},
		{Info{"constant", "one fixed value", []string{"value"}, []string{"value"}}, Makes},
	}
}

// Rules returns every rule in the order of the documentation.
func Rules() []Info {
	table := RuleTable()
	infos := make([]Info, len(table))
	for i, t := range table {
		infos[i] = t.Info
		infos[i].Takes = append(append([]string(nil), t.Takes...), "fallback")
		if t.How == Picks || t.How == Wraps {
			infos[i].Takes = append(infos[i].Takes, "with", "blank", "format")
		}
	}
	return infos
}

// CriterionTable declares every criterion of the master.
func CriterionTable() []Info {
	field := []string{"field"}
	values := []string{"values"}
	return []Info{
		{"newest_created", "the record created last", nil, nil},
		{"oldest_created", "the record created first", nil, nil},
		{"newest_modified", "the record updated last", nil, nil},
		{"oldest_modified", "the record whose update is oldest", nil, nil},
		{"most_complete", "the record with most fields filled", nil, nil},
		{"most_related", "the record with most related records, as counted in a field", field, field},
		{"active_owner", "a record whose owner is in the list of active owners", values, values},
		{"has_login", "a record with a login, that is a value in this field", field, field},
		{"max", "the record with the largest number or latest date in a field", field, field},
		{"min", "the record with the smallest number or earliest date in a field", field, field},
		{"has_value", "a record with a value in a field", field, field},
		{"value_priority", "the record whose value comes first in a list", []string{"field", "values"}, []string{"field", "values"}},
		{"source_priority", "the record whose source comes first in a list", values, values},
		{"matches", "a record for which an expression is true", []string{"if"}, []string{"if"}},
		{"manual", "a record whose id is in the list", values, values},
		{"lowest_id", "the record with the lowest id; always the last resort", nil, nil},
	}
}

// Criteria returns every criterion of the master in the order of the
// documentation. Each takes points too.
func Criteria() []Info {
	table := CriterionTable()
	infos := make([]Info, len(table))
	for i, t := range table {
		infos[i] = t
		infos[i].Takes = append(append([]string(nil), t.Takes...), "points")
	}
	return infos
}
