package linked

import "github.com/onefold/onefold/record"

// Link is what only a run over two sources or more has.
type Link struct {
	Links       int      `json:"links"`       // pairs of records of two sources that are one
	Linked      int      `json:"linked"`      // records that have such a link
	Within      int      `json:"within"`      // pairs within one source that are one
	Cardinality string   `json:"cardinality"` // one-to-one, one-to-many, many-to-one, many-to-many
	Reason      string   `json:"reason"`      // why this cardinality, in words
	Sources     []Source `json:"sources"`     // what was seen within each source; empty where the cardinality was set
	Translated  []Values `json:"translated"`  // values that were found to stand for each other
}

// Source is what was seen of duplicates within one source.
type Source struct {
	Source   string `json:"source"`
	Single   bool   `json:"single"`   // taken for a source without duplicates
	Looked   int    `json:"looked"`   // records that were looked at
	Repeated int    `json:"repeated"` // of them, those that another one of the source surely repeats
	Linked   int    `json:"linked"`   // of them, those that have a partner in another source
	Left     int    `json:"left"`     // of them, repeated ones without a partner, while what repeats them has one
}

// Column is a column that sources have in common, or one of one source.
type Column struct {
	Name     string      `json:"name"`
	Kind     record.Kind `json:"kind"`
	Compared bool        `json:"compared"`
	Reason   string      `json:"reason"` // why these fields belong together, or why it is not compared
	Of       []Field     `json:"of"`
}

// Field is what one source has of an aligned column.
type Field struct {
	Source string      `json:"source"`
	Field  string      `json:"field"`
	Part   string      `json:"part,omitempty"` // what is taken out of the field: "given name"; "" all of it
	Kind   record.Kind `json:"kind"`           // as the source has it
}

// Values are two values of a column that stand for each other, each in its own
// source.
type Values struct {
	Column string    `json:"column"`
	Values [2]string `json:"values"`
	Links  int       `json:"links"` // sure links that have the one here and the other there
}
