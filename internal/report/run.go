package report

import (
	"time"

	"github.com/onefold/onefold/internal/report/linked"
	"github.com/onefold/onefold/record"
)

// Run is everything a report says of one dedupe or link run. Zero values are
// left out of the page, so a caller fills what it knows.
type Run struct {
	Format   string    `json:"format"` // FormatName, set by WriteJSON
	Title    string    `json:"title"`  // "" means a title from the source's name
	Sources  []Source  `json:"sources"`
	Tool     string    `json:"tool"`        // version of Onefold
	Policy   string    `json:"policy_hash"` // hex SHA-256 of the policy in force, defaults too
	Started  time.Time `json:"started"`
	Ended    time.Time `json:"ended"`
	Stages   []Stage   `json:"stages"`
	Totals   Totals    `json:"totals"`
	Quality  *Quality  `json:"quality,omitempty"` // nil when nothing could be estimated
	Decision Decision  `json:"decision"`

	Weights      []WeightBin        `json:"weights"`       // ascending, adjoining
	ClusterSizes []SizeCount        `json:"cluster_sizes"` // ascending
	Blocking     Blocking           `json:"blocking"`
	Comparisons  []Comparison       `json:"comparisons"`
	Rejected     []Count            `json:"rejected"`     // rows by reason
	Repaired     []Count            `json:"repaired"`     // rows read after a repair, by what was done
	Shared       []SharedValue      `json:"shared"`       // values of too many records to prove anything
	Survivorship []SurvivorshipRule `json:"survivorship"` // in order of the golden record's fields
	Identity     *IdentityChanges   `json:"identity,omitempty"`
	Decisions    *Decisions         `json:"decisions,omitempty"` // nil when nobody decided anything
	Warnings     []Note             `json:"warnings"`
	Merged       []Example          `json:"merged"`     // clusters of two records and more
	Doubtful     []Example          `json:"doubtful"`   // pairs between the two thresholds
	KeptApart    []Example          `json:"kept_apart"` // alike, but not one: households, twins
	Files        []string           `json:"files"`      // other files of the run, by name relative to the report

	// Of a link run only.
	Link      *linked.Link    `json:"link,omitempty"`
	Alignment []linked.Column `json:"alignment,omitempty"`
}

// FormatName is the version of the JSON's shape. A field is never renamed
// within a version.
const FormatName = "onefold.report/1"

// Source is one input.
type Source struct {
	Name     string   `json:"name"` // as the user wrote it
	Format   string   `json:"format"`
	Encoding string   `json:"encoding,omitempty"`
	Dialect  string   `json:"dialect,omitempty"` // delimiter and line end, without words of any language
	SHA256   string   `json:"sha256"`
	Bytes    int64    `json:"bytes"`
	Rows     int      `json:"rows"`
	Columns  []Column `json:"columns"`
}

// Column is one field of a source. Shares are 0–1.
type Column struct {
	Name  string      `json:"name"`
	Kind  record.Kind `json:"kind"`
	Fill  float64     `json:"fill"`  // share of rows with a value
	Valid float64     `json:"valid"` // share of values that are valid for the kind; −1 where validity means nothing
}

// Stage is one step of the run.
type Stage struct {
	Name    string  `json:"name"` // term
	Seconds float64 `json:"seconds"`
}

// Totals are the headline figures.
type Totals struct {
	Records    int `json:"records"`    // read and matched
	Clusters   int `json:"clusters"`   // singletons too
	Multiple   int `json:"multiple"`   // clusters of two records and more
	Duplicates int `json:"duplicates"` // records − clusters
	Golden     int `json:"golden"`     // golden records written
	Matches    int `json:"matches"`    // pairs decided match
	Review     int `json:"review"`     // pairs between the thresholds
	Rejected   int `json:"rejected"`   // rows that could not be read
	Repaired   int `json:"repaired"`   // rows read after a repair
	KeptApart  int `json:"kept_apart"` // pairs that are alike but more likely of one household, company or name
}

// Estimate is a value with its 95 % interval.
type Estimate struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Quality is how right the run expects to be: its own estimate, made without
// known answers. Precision and recall are of pairs, 0–1.
type Quality struct {
	Precision   Estimate `json:"precision"`
	Recall      Estimate `json:"recall"`
	FalseMerges Estimate `json:"false_merges"`    // pairs merged that should not be
	Misses      Estimate `json:"misses"`          // pairs not merged that should be
	Basis       string   `json:"basis,omitempty"` // names a message: "basis_" and this
}

// Decision holds the thresholds. Probabilities are 0–1, weights log₂.
type Decision struct {
	MatchProbability  float64 `json:"match_probability"`
	ReviewProbability float64 `json:"review_probability"`
	MatchWeight       float64 `json:"match_weight"`
	ReviewWeight      float64 `json:"review_weight"`
}

// Decisions is what was made of the decisions of people.
type Decisions struct {
	Same       int             `json:"same"`       // pairs decided to be one
	Different  int             `json:"different"`  // pairs decided to be two
	Unsure     int             `json:"unsure"`     // pairs of which it could not be told
	Expired    int             `json:"expired"`    // decisions that hold no more
	Unknown    int             `json:"unknown"`    // decisions of which a record is not in the source
	Conflicts  int             `json:"conflicts"`  // pairs on which people contradict each other; neither stands
	Violations int             `json:"violations"` // decisions "same" left out, because they lead to records that are different
	Learned    int             `json:"learned"`    // decided pairs that the model learnt from
	Bias       float64         `json:"bias"`       // what they changed for every pair, in bits
	List       []DecisionFault `json:"list"`       // conflicts, violations and unknown ids, the first hundred
}

// DecisionFault is a decision that could not be used.
type DecisionFault struct {
	Kind string    `json:"kind"` // "conflict", "violation" or "unknown"
	IDs  [2]string `json:"ids"`
	At   []string  `json:"at"` // where it stands, FILE:LINE; of a violation, then what it contradicts
}

// WeightBin counts the compared pairs with Low ≤ match weight < High.
type WeightBin struct {
	Low      float64 `json:"low"`
	High     float64 `json:"high"`
	Match    int     `json:"match"`
	Review   int     `json:"review"`
	NonMatch int     `json:"non_match"`
}

// SizeCount counts the clusters of one size.
type SizeCount struct {
	Size     int `json:"size"` // records
	Clusters int `json:"clusters"`
}

// Blocking says where candidate pairs came from.
type Blocking struct {
	Rules        []BlockingRule `json:"rules"` // in order: a pair belongs to its first rule
	Pairs        int64          `json:"pairs"`
	Possible     float64        `json:"possible"`     // all pairs there are
	Completeness *Estimate      `json:"completeness"` // share of true pairs that some rule proposes; nil unknown
}

// BlockingRule is one rule and its yield.
type BlockingRule struct {
	Name    string `json:"name"` // term
	Pairs   int64  `json:"pairs"`
	Matches int64  `json:"matches"` // matches among Pairs: found first by this rule
	Only    int64  `json:"only"`    // matches that no other rule proposes; −1 not counted
	Skipped int64  `json:"skipped"` // pairs of oversized blocks left out
	Refined int64  `json:"refined"` // oversized blocks that were split by a further key
}

// Comparison is one aspect that was compared.
type Comparison struct {
	Name   string   `json:"name"` // term
	Fields []string `json:"fields"`
	Levels []Level  `json:"levels"`
}

// Level is one outcome of a comparison, best agreement first.
type Level struct {
	Name   string  `json:"name"` // term
	M      float64 `json:"m"`    // probability among pairs that are one
	U      float64 `json:"u"`    // probability among pairs that are not
	Weight float64 `json:"weight"`
	Low    float64 `json:"low"` // interval of Weight; Low == High: none
	High   float64 `json:"high"`
	// 95 % intervals of M and U; nil: none.
	MInterval *[2]float64 `json:"m_interval,omitempty"`
	UInterval *[2]float64 `json:"u_interval,omitempty"`
}

// Count is a reason and how many rows it fits.
type Count struct {
	Reason string  `json:"reason"` // term
	Rows   int     `json:"rows"`
	Lines  []int64 `json:"lines,omitempty"` // the first few
}

// SharedValue is a value that lost its weight because many records have it.
type SharedValue struct {
	Field   string      `json:"field"`
	Kind    record.Kind `json:"kind"`
	Masked  string      `json:"value"` // see Mask
	Records int         `json:"records"`
	Reason  string      `json:"reason,omitempty"` // term: placeholder, switchboard, …
}

// SurvivorshipRule is the rule of a field and what it did.
type SurvivorshipRule struct {
	Field      string `json:"field"`
	Rule       string `json:"rule"` // term
	FromMaster int    `json:"from_master"`
	FromOthers int    `json:"from_others"` // golden values that the master did not have
	Conflicts  int    `json:"conflicts"`   // clusters with two values and more to choose from
}

// IdentityChanges compares cluster ids with the previous run.
type IdentityChanges struct {
	Since   time.Time       `json:"since"`
	New     int             `json:"new"`   // records
	Grown   int             `json:"grown"` // clusters that gained a record
	Merged  int             `json:"merged"`
	Split   int             `json:"split"`
	Gone    int             `json:"gone"`    // records
	Changes []ClusterChange `json:"changes"` // merged and split ones
}

// ClusterChange is one cluster id that merged or split.
type ClusterChange struct {
	Change string   `json:"change"` // "merged" or "split"
	From   []string `json:"from"`
	To     []string `json:"to"`
}

// Note is something that a steward should know.
type Note struct {
	Reason string `json:"reason"`          // names a message: "note_" and this
	Field  string `json:"field,omitempty"` // where it was
	Count  int    `json:"count,omitempty"`
}

// Example puts two records and more side by side.
type Example struct {
	Cluster     string         `json:"cluster,omitempty"`
	Probability float64        `json:"probability"` // that the records are one, 0–1
	Weight      float64        `json:"weight"`
	Rule        string         `json:"rule,omitempty"`  // term: blocking rule that proposed the pair
	Class       string         `json:"class,omitempty"` // term: what the pair is more likely than a match, such as household
	IDs         []string       `json:"ids"`             // of the records, in input order; the master marked by Master
	Master      int            `json:"master"`          // index of the surviving record, −1 none
	Size        int            `json:"size,omitempty"`  // records of the cluster when not all are shown
	Fields      []ExampleField `json:"fields"`

	// What speaks for and against the pair: the two records that a cluster is
	// least sure of. Prior, Steps and Relation add up to Weight.
	Pair     [2]string         `json:"pair"`
	Prior    float64           `json:"prior"`
	Steps    []ExplainedStep   `json:"steps"`
	Relation ExplainedRelation `json:"relation"`
}

// ExampleField is one row of the comparison.
type ExampleField struct {
	Name   string   `json:"name"`
	Values []string `json:"values"` // raw, one a record; "" is blank
	Golden string   `json:"golden,omitempty"`
}

// ProfileData is what is in a source, before anything is done with it.
type ProfileData struct {
	Format     string         `json:"format"` // "onefold.profile/1"
	Source     Source         `json:"source"` // Columns may stay empty
	Tool       string         `json:"tool"`
	Made       time.Time      `json:"made"`
	Key        string         `json:"key"` // field that holds the id, "" none
	Reason     string         `json:"key_reason,omitempty"`
	Fields     []ProfileField `json:"fields"`
	Suspicious []SharedValue  `json:"suspicious"` // placeholders, values of too many records, impossible dates
	Rejected   []Count        `json:"rejected"`
	Repaired   []Count        `json:"repaired"`
	Warnings   []string       `json:"warnings"`
}

// ProfileField is one column. Shares are 0–1.
type ProfileField struct {
	Name       string      `json:"name"`
	Kind       record.Kind `json:"kind"`
	Confidence float64     `json:"confidence"`
	Reason     string      `json:"reason"`
	Group      string      `json:"group,omitempty"`
	Fill       float64     `json:"fill"`
	Distinct   int         `json:"distinct"`
	Valid      float64     `json:"valid"` // −1 where validity means nothing
	Invalid    []Count     `json:"invalid,omitempty"`
	Top        []TopValue  `json:"top"`
	Patterns   []TopValue  `json:"patterns"`
	Shortest   int         `json:"shortest"` // characters
	Longest    int         `json:"longest"`
}

// TopValue is a value or pattern and its number of rows.
type TopValue struct {
	Value string `json:"value"`
	Rows  int    `json:"rows"`
}
