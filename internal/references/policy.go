package references

import (
	"slices"

	"github.com/onefold/onefold/connectors"
)

// PolicyOf returns what a merge does with the rows, and why.
func PolicyOf(r *Reference) (Policy, string) {
	unique := slices.ContainsFunc(r.Uniques, func(u []string) bool { return len(u) > 0 })
	switch {
	case r.Kind == SharedKey && r.Role != History:
		return Fold, "the row is a part of the record: it is folded into the master's, or takes its key"
	case r.Role == History && !r.Evidence.Declared:
		return Leave, "history keeps the id that was true when it was written"
	case r.Role == History:
		return Move, "history with a foreign key follows, or the key would forbid the loser to go"
	case r.Role == Join:
		return MoveOrDrop, "the row only links: where the master has the same link it is superfluous, otherwise it moves"
	case r.Role == Self:
		return Move, "records that stood below or beside the loser stand by the master; a record never points at itself"
	case r.Role == Setting:
		return Move, "a setting that named the loser names the master"
	case unique:
		return Move, "the row moves; where a unique constraint forbids it, it is merged with the master's row"
	}
	return Move, "the row belongs to the record and moves with it"
}

// Constrain writes down what the catalogue forbids or does at the place.
func (r *Reference) Constrain(def *connectors.Table) {
	has := func(columns []string) bool {
		return slices.ContainsFunc(columns, func(c string) bool { return slices.Contains(r.Columns, c) })
	}
	for _, u := range def.Uniques {
		if has(u.Columns) && !slices.ContainsFunc(r.Uniques, func(x []string) bool { return slices.Equal(x, u.Columns) }) {
			r.Uniques = append(r.Uniques, u.Columns)
		}
	}
	for _, e := range def.Exclusions {
		if has(e.Columns) {
			r.Exclusions = append(r.Exclusions, e.Name)
		}
	}
	for _, g := range def.Triggers {
		if !g.Disabled && (slices.Contains(g.Events, "update") || slices.Contains(g.Events, "delete")) {
			r.Triggers = append(r.Triggers, g.Name)
		}
	}
}

// Take heeds an answer.
func (r *Reference) Take(a *Answer) {
	r.Answered = true
	if a.Wrong {
		r.Confidence, r.Level, r.Policy, r.Reason = 0, Wrong, Leave, "somebody said that it is no reference"
		return
	}
	r.Confidence, r.Level = 1, Sure
	if len(a.TypeValues) > 0 {
		r.TypeValues = a.TypeValues
	}
	if a.Policy != "" && a.Policy != r.Policy {
		r.Policy, r.Reason = a.Policy, "somebody said so"
	}
}
