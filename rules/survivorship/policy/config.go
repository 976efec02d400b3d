package policy

import (
	"strings"

	"github.com/onefold/onefold/record"
)

// Config says how the master and the values are chosen. The zero Config is the
// default policy: see DefaultMaster and DefaultKinds.
type Config struct {
	Master  []Criterion          // in order; empty means DefaultMaster
	Scored  bool                 // add up the points of the criteria instead of taking the first that decides
	Lead    float64              // scored only: the best record must lead the next by this many points
	Default *Rule                // for fields without a rule of their own; nil means master_fill
	Kinds   map[record.Kind]Rule // by kind; fills in before Default and after DefaultKinds
	Groups  map[string]Rule      // by Field.Group
	Fields  map[string]Rule      // by field name
	Write   string               // WriteRaw or WriteStandard; "" means raw
}

// What the golden record holds.
const (
	WriteRaw      = "raw"      // the value as the record writes it
	WriteStandard = "standard" // the standard form of the value
)

// Criterion is one step of the choice of the master.
type Criterion struct {
	By     string   // a name of Criteria
	Field  string   // for the criteria that look at a field
	Values []string // owners, sources, record ids or values in order of preference
	If     string   // matches: an expression that is true or false
	Points float64  // scored only: what the criterion is worth; 0 means 1
}

// Rule is one survivorship rule with its settings. Which settings a rule takes
// is in Rules.
type Rule struct {
	Name     string   // a name of Rules
	Then     *Rule    // the rule inside a rule such as group or overwrite_if
	Fallback *Rule    // asked when the rule has no answer; then the master, then the lowest id
	By       []string // timestamp fields that date this value; default: every updated_at field
	With     []string // fields that stay together with this one
	Blank    string   // "counts": a blank is a value like others
	Format   string   // "best": among equal values the best written one; "as_is"
	Order    string   // master_fill: who fills a blank; default newest_modified

	Values      []string          // value_priority, source_priority, equivalent with prefer: flagged
	Separator   string            // union, concat, to_note
	Header      string            // concat, to_note: "source", "date" or "source_date" before each part
	Limit       int               // union, concat, to_note: longest result in characters; 0 means no limit
	Value       string            // constant
	Picks       map[string]string // manual: record id → value
	If          string            // overwrite_if: empty, shorter, invalid, or an expression
	Expression  string            // expression
	Slots       []string          // secondary_slots: the fields that take what is not primary
	Note        string            // to_note: the field that takes the losers' values
	Equivalents [][]string        // equivalent: lists of forms of one value, the formal one first
	Prefer      string            // equivalent: formal, nickname or flagged
	TrueMeans   string            // most_restrictive: opt_in or opt_out; default: by the name of the field
}

// DefaultMaster is the order of criteria without a policy: the record that
// knows most survives; among equals the one touched last; then the one that
// other systems have known longest; then the lowest id.
func DefaultMaster() []Criterion {
	return []Criterion{
		{By: "most_complete"}, {By: "newest_modified"}, {By: "oldest_created"}, {By: "lowest_id"},
	}
}

// DefaultKinds are the rules that a kind has without a policy. Kinds that are
// not in it follow Config.Default.
func DefaultKinds() map[record.Kind]Rule {
	return map[record.Kind]Rule{
		record.RecordID: {Name: "master"},
		record.Owner:    {Name: "master_fill", Format: AsIs},
		record.Origin:   {Name: "master_fill", Format: AsIs},
		record.Created:  {Name: "keep_oldest"},
		record.Modified: {Name: "keep_newest"},
		record.Consent:  {Name: "most_restrictive"},
	}
}

// Words of settings.
const (
	AsIs   = "as_is"
	Best   = "best"
	Counts = "counts"
)

// StaysTogether reports whether a group is a tuple by default. The parts of an
// address are. Those of a name are not: a missing surname may come from another
// record of the same person; and two phones are two values.
func StaysTogether(group string) bool {
	return group == "address" || strings.HasPrefix(group, "address:")
}
