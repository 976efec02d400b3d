package plan

import (
	"maps"
	"slices"
	"time"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/record"
)

// Format is the version of the directory's shape.
const Format = "onefold.plan/1"

// Row is a row, or a part of one: column → value.
type Row map[string]record.Value

// Image returns the row with its columns in order of their names.
func (r Row) Image() connectors.Image {
	i := connectors.Image{Columns: slices.Sorted(maps.Keys(r))}
	for _, c := range i.Columns {
		i.Values = append(i.Values, r[c])
	}
	return i
}

// RowOf makes a Row of an image.
func RowOf(i connectors.Image) Row {
	r := make(Row, len(i.Columns))
	for n, c := range i.Columns {
		r[c] = i.Values[n]
	}
	return r
}

// With returns a copy with the values of another on top.
func (r Row) With(other Row) Row {
	c := maps.Clone(r)
	maps.Copy(c, other)
	return c
}

// Pick returns the values of columns in their order.
func (r Row) Pick(columns []string) []record.Value {
	v := make([]record.Value, len(columns))
	for i, c := range columns {
		v[i] = r[c]
	}
	return v
}

// Part returns the row with these columns alone.
func (r Row) Part(columns []string) Row {
	p := make(Row, len(columns))
	for _, c := range columns {
		p[c] = r[c]
	}
	return p
}

// Kind says why a row changes.
type Kind string

// Kinds of changes.
const (
	Master   Kind = "master"    // the surviving record takes its values
	Loser    Kind = "loser"     // the record goes, or is marked
	Part     Kind = "part"      // a row that is a part of a record: inheritance, extension
	Moved    Kind = "moved"     // points at the master now
	Merged   Kind = "merged"    // goes: its values are in the master's own row
	Dropped  Kind = "dropped"   // goes: the master has an equal one
	SelfLoop Kind = "self_loop" // goes: it would relate the master with itself
	Conflict Kind = "conflict"  // goes: a constraint forbids it and it could not be merged
	Filled   Kind = "filled"    // the master's own row takes values of a merged one
	Primary  Kind = "primary"   // is no longer the primary one: another is
	Cleared  Kind = "cleared"   // pointed at its own record, or closed a circle of parents
	Undone   Kind = "undone"    // is again what it was
)

// Op is what is done to a row.
type Op = connectors.ChangeOp

// Change is what happens to one row.
type Change struct {
	Group  string   `json:"group"`
	Table  string   `json:"table"`
	Schema string   `json:"schema,omitempty"`
	Op     Op       `json:"op"`
	Kind   Kind     `json:"kind"`
	Place  string   `json:"place,omitempty"` // the reference that made it move
	Why    string   `json:"why,omitempty"`
	Into   Row      `json:"into,omitempty"` // key of the row that took its place
	Keys   []string `json:"keys"`           // columns that name the row
	Before Row      `json:"before,omitempty"`
	After  Row      `json:"after,omitempty"` // of an update the columns that change, of an insert all
}

// Name returns the table.
func (c *Change) Name() connectors.TableName {
	return connectors.TableName{Schema: c.Schema, Name: c.Table}
}

// Key returns the key of the row as it is before, of an insert after.
func (c *Change) Key() Row {
	if c.Op == connectors.InsertRow {
		return c.After.Part(c.Keys)
	}
	return c.Before.Part(c.Keys)
}

// Result returns the whole row as it is after the change; nil when it is gone.
func (c *Change) Result() Row {
	switch c.Op {
	case connectors.DeleteRow:
		return nil
	case connectors.InsertRow:
		return c.After
	}
	return c.Before.With(c.After)
}

// FieldValue is a value of the master that did not come from it alone.
type FieldValue struct {
	Field string       `json:"field"`
	Value record.Value `json:"value"`
	Rule  string       `json:"rule"`
	From  []string     `json:"from"` // ids of the records
}

// Blast is how much hangs on a group.
type Blast struct {
	Rows   int            `json:"rows"`             // rows that change besides the records
	Tables map[string]int `json:"tables,omitempty"` // the same by table
	Money  []string       `json:"money,omitempty"`  // columns of amounts in them
}

// Group is what becomes of one group.
type Group struct {
	ID      string       `json:"group"`
	Master  string       `json:"master"`
	Why     string       `json:"why"`
	Losers  []string     `json:"losers"`
	Fate    string       `json:"fate"` // of losers: deleted, marked or replaced
	Fields  []FieldValue `json:"fields,omitempty"`
	Blast   Blast        `json:"blast"`
	Guards  []string     `json:"guards,omitempty"`  // what a person should know
	Refused string       `json:"refused,omitempty"` // why the group is not merged
	Changes []Change     `json:"-"`
}

// Counts are totals over groups that are not refused.
type Counts struct {
	Groups    int64 `json:"groups"` // all, refused ones too
	Refused   int64 `json:"refused"`
	Losers    int64 `json:"losers"`
	Moved     int64 `json:"rows_moved"`
	Merged    int64 `json:"rows_merged"`
	Dropped   int64 `json:"rows_dropped"`
	Conflicts int64 `json:"conflicts"`
	Changes   int64 `json:"changes"`
}

// Add counts a group.
func (c *Counts) Add(g *Group) {
	c.Groups++
	if g.Refused != "" {
		c.Refused++
		return
	}
	c.Losers += int64(len(g.Losers))
	c.Changes += int64(len(g.Changes))
	for i := range g.Changes {
		switch g.Changes[i].Kind {
		case Moved:
			c.Moved++
		case Merged:
			c.Merged++
		case Dropped, SelfLoop:
			c.Dropped++
		case Conflict:
			c.Conflicts++
		}
	}
}

// Probe is a place that is asked again for rows that point at losers.
type Probe struct {
	Schema  string         `json:"schema,omitempty"`
	Table   string         `json:"table"`
	Column  string         `json:"column"`
	Type    string         `json:"type,omitempty"` // column that tells what the id is of
	Types   []record.Value `json:"types,omitempty"`
	Prefix  []string       `json:"prefix,omitempty"` // texts in front of the id
	Target  string         `json:"target,omitempty"` // column of the record that is pointed at; "" is its key
	Cascade bool           `json:"cascade,omitempty"`
	Keys    []string       `json:"keys"`
}

// Header is plan.json.
type Header struct {
	Format    string            `json:"format"`
	Made      time.Time         `json:"made"`
	Tool      string            `json:"tool"`
	Source    string            `json:"source"` // URL without a password, or path
	Label     string            `json:"label"`  // name by which the source is known in the state
	Engine    string            `json:"engine"`
	Table     string            `json:"table"`
	Schema    string            `json:"schema,omitempty"`
	Key       []string          `json:"key"`
	Inputs    map[string]string `json:"inputs"` // SHA-256 of what the plan was made from: clusters, source, policy, references, model
	Hash      string            `json:"hash"`   // SHA-256 of groups.jsonl and changes.jsonl
	Counts    Counts            `json:"counts"`
	Tables    map[string]int64  `json:"tables"` // changed rows by table
	Left      []string          `json:"left,omitempty"`
	Warnings  []string          `json:"warnings,omitempty"`
	Probes    []Probe           `json:"probes,omitempty"`
	Clusters  string            `json:"clusters,omitempty"`
	FormatOf  string            `json:"file_format,omitempty"`
	Recounted []string          `json:"recount,omitempty"` // columns that look like counters of what moved
}

// Target returns the table of the records.
func (h *Header) Target() connectors.TableName {
	return connectors.TableName{Schema: h.Schema, Name: h.Table}
}
