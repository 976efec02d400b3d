package references

import (
	"cmp"
	"slices"
	"strings"
)

// Kind says how a reference points.
type Kind string

// Kinds of references.
const (
	ForeignKey  Kind = "foreign_key" // declared in the catalogue
	Column      Kind = "column"      // a column that nobody declared
	SharedKey   Kind = "shared_key"  // the row has the same key as the record: inheritance, extension
	Polymorphic Kind = "polymorphic" // columns are type and id
	TypedString Kind = "typed_string"
	JSON        Kind = "json"
	Array       Kind = "array"
	List        Kind = "list"      // ids in a text, between separators
	Path        Kind = "path"      // ids of all ancestors in a text
	Attribute   Kind = "attribute" // columns are the name of an attribute or setting and its value
)

// Role is the part that the rows with the reference play.
type Role string

// Roles.
const (
	Child   Role = "child"   // rows that belong to the record
	Join    Role = "join"    // rows that only link it with something
	Self    Role = "self"    // records of the table itself: hierarchies
	Part    Role = "part"    // rows that are a part of the record, one each
	History Role = "history" // rows that keep what was
	Setting Role = "setting" // defaults and settings
	Values  Role = "values"  // attributes of the record, one row each
)

// Policy is what a merge does with rows that point at a loser.
type Policy string

// Policies.
const (
	Move       Policy = "move"               // point at the master; rows that a unique constraint forbids are merged
	MoveOrDrop Policy = "move_or_drop_equal" // the same, but an equal link of the master makes the row superfluous
	Fold       Policy = "merge"              // the row is folded into the master's own one, or takes its key
	Leave      Policy = "leave"              // keeps the loser's id
	Refuse     Policy = "refuse"             // a group with such rows is not merged
)

// policies are those that an answer may give.
var policies = []Policy{Move, MoveOrDrop, Fold, Leave, Refuse}

// Level is a range of confidence.
type Level string

// Levels.
const (
	Sure     Level = "sure"     // from AtLeastSure on: used unasked
	Likely   Level = "likely"   // from AtLeastLikely on: counts as found, to be confirmed where it has rows
	Doubtful Level = "doubtful" // to be answered where it has rows
	Wrong    Level = "wrong"    // somebody answered that it is none
)

// The confidences from which a level holds. Nothing below AtLeastDoubtful is told.
const (
	AtLeastSure     = 0.95
	AtLeastLikely   = 0.5
	AtLeastDoubtful = 0.2
)

// LevelOf returns the level of a confidence.
func LevelOf(confidence float64) Level {
	switch {
	case confidence >= AtLeastSure:
		return Sure
	case confidence >= AtLeastLikely:
		return Likely
	}
	return Doubtful
}

// Evidence is what speaks for a reference.
type Evidence struct {
	Declared  bool     `json:"declared"`          // a foreign key says so
	Values    int64    `json:"values"`            // distinct values that were compared
	Contained int64    `json:"contained"`         // of these, keys of the target
	Share     float64  `json:"share"`             // contained / values, 0 without values
	Coverage  float64  `json:"coverage"`          // share of the target's records that are pointed at
	Sampled   bool     `json:"sampled,omitempty"` // from a part of the rows
	Reasons   []string `json:"reasons"`           // in words
}

// Reference is one place that points at records of a target.
type Reference struct {
	Table         string   `json:"table"`
	Schema        string   `json:"schema,omitempty"` // where it is not the default schema
	Columns       []string `json:"columns"`          // polymorphic: type and id; attribute: name and value
	Kind          Kind     `json:"kind"`
	Role          Role     `json:"role"`
	Target        string   `json:"target"`
	TargetSchema  string   `json:"target_schema,omitempty"`
	TargetColumns []string `json:"target_columns"`
	// Through is the base or extension of the target that the place really points
	// at; "" for the target itself.
	Through    string   `json:"through,omitempty"`
	TypeValues []string `json:"type_values,omitempty"` // of the first column, or of what stands in front of the id, that mean the target
	Format     string   `json:"format,omitempty"`      // of a typed string: res.partner,{id}
	Path       string   `json:"path,omitempty"`        // in JSON: $.partner_ids[*]
	Separator  string   `json:"separator,omitempty"`   // of a list or path
	Rows       int64    `json:"rows"`                  // rows that point at a record of the target
	Confidence float64  `json:"confidence"`
	Level      Level    `json:"level"`
	Policy     Policy   `json:"policy"`
	Reason     string   `json:"reason"` // for the policy
	Evidence   Evidence `json:"evidence"`
	Answered   bool     `json:"answered,omitempty"` // somebody has said what to do

	Constraint string     `json:"constraint,omitempty"` // name of the foreign key
	OnDelete   string     `json:"on_delete,omitempty"`
	OnUpdate   string     `json:"on_update,omitempty"`
	Uniques    [][]string `json:"uniques,omitempty"`    // unique constraints with one of the columns
	Exclusions []string   `json:"exclusions,omitempty"` // exclusion constraints with one of them
	Triggers   []string   `json:"triggers,omitempty"`   // triggers of the table that an update or delete runs
}

// Place returns table.column, for people and for sorting.
func (r *Reference) Place() string {
	p := r.Table + "." + strings.Join(r.Columns, "+")
	if r.Schema != "" {
		p = r.Schema + "." + p
	}
	if r.Path != "" {
		p += " " + r.Path
	}
	return p
}

// NeedsAnswer tells whether a merge has to ask first: it is not sure, nobody
// has answered, and there are rows that it is about.
func (r *Reference) NeedsAnswer() bool {
	return !r.Answered && r.Confidence < AtLeastSure && r.Rows > 0
}

// Result is what Discover found.
type Result struct {
	Target     string      `json:"target,omitempty"` // "" when all tables were targets
	Tables     int         `json:"tables"`           // that were looked at
	References []Reference `json:"references"`       // sorted by target and place
}

// Unanswered returns the references that a merge has to ask about first.
func (r *Result) Unanswered() []Reference {
	var open []Reference
	for i := range r.References {
		if r.References[i].NeedsAnswer() {
			open = append(open, r.References[i])
		}
	}
	return open
}

// Used returns the references that a merge follows: the sure and the confirmed,
// and likely ones without rows, which cost nothing.
func (r *Result) Used() []Reference {
	var used []Reference
	for i := range r.References {
		x := &r.References[i]
		if x.Level != Wrong && (x.Confidence >= AtLeastSure || (x.Confidence >= AtLeastLikely && x.Rows == 0)) {
			used = append(used, *x)
		}
	}
	return used
}

func SortReferences(refs []Reference) {
	slices.SortStableFunc(refs, func(a, b Reference) int {
		return cmp.Or(cmp.Compare(a.Target, b.Target), cmp.Compare(a.Place(), b.Place()), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Format, b.Format))
	})
}
