package connectors

import "strings"

// TableName names a table or view. Schema is "" for the schema that the URL
// names or that is the database's default.
type TableName struct {
	Schema, Name string
}

// String returns name or schema.name.
func (t TableName) String() string {
	if t.Schema == "" {
		return t.Name
	}
	return t.Schema + "." + t.Name
}

// Catalogue is what a database says of itself, without rows.
type Catalogue struct {
	Tables []Table // in order of schema and name, the default schema first
}

// Table returns the table of this name, or nil. A name without schema finds
// that of the default schema alone.
func (c *Catalogue) Table(name TableName) *Table {
	for i := range c.Tables {
		if c.Tables[i].Name == name {
			return &c.Tables[i]
		}
	}
	return nil
}

// Find returns the table that a person names, or nil: as it is, with its schema
// before a dot, or in another case where that is not ambiguous.
func (c *Catalogue) Find(name string) *Table {
	if t := c.Table(TableName{Name: name}); t != nil {
		return t
	}
	if schema, table, ok := strings.Cut(name, "."); ok {
		if t := c.Table(TableName{Schema: schema, Name: table}); t != nil {
			return t
		}
	}
	var found *Table
	for i := range c.Tables {
		if t := &c.Tables[i]; strings.EqualFold(t.Name.String(), name) {
			if found != nil {
				return nil
			}
			found = t
		}
	}
	return found
}

// TableKind says what a Table is.
type TableKind string

// Kinds of tables. Only a BaseTable and a Partitioned one take writes.
const (
	BaseTable        TableKind = "table"
	Partitioned      TableKind = "partitioned table" // its partitions are listed too, with PartitionOf
	View             TableKind = "view"
	MaterializedView TableKind = "materialized view"
	ForeignTable     TableKind = "foreign table" // lives in another database
	VirtualTable     TableKind = "virtual table" // SQLite: a module answers for it
	SystemVersioned  TableKind = "system-versioned table"
)

// Table is one table or view.
type Table struct {
	Name        TableName
	Kind        TableKind
	Columns     []Column
	Key         []string // columns of the primary key, in its order; none where there is no key
	Uniques     []Unique // the primary key included
	Exclusions  []Exclusion
	ForeignKeys []ForeignKey
	Triggers    []Trigger
	Checks      []Check
	Inherits    []TableName // PostgreSQL: parents whose scans show this table's rows
	PartitionOf TableName   // zero where it is no partition
	NoRollback  bool        // MySQL: MyISAM and the like, whose changes no transaction takes back
	Rows        int64       // estimate, -1 where nobody knows
	Comment     string
}

// Column returns the column of this name, or nil.
func (t *Table) Column(name string) *Column {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return &t.Columns[i]
		}
	}
	return nil
}

// Writable tells whether rows of this kind of table can be changed.
func (t *Table) Writable() bool {
	return t.Kind == BaseTable || t.Kind == Partitioned || t.Kind == SystemVersioned
}

// TypeClass is the family of a column's type.
type TypeClass string

// Families of types.
const (
	ClassInteger   TypeClass = "integer"
	ClassDecimal   TypeClass = "decimal"
	ClassFloat     TypeClass = "float"
	ClassBoolean   TypeClass = "boolean"
	ClassText      TypeClass = "text"
	ClassBytes     TypeClass = "bytes"
	ClassDate      TypeClass = "date"
	ClassTime      TypeClass = "time"
	ClassTimestamp TypeClass = "timestamp"
	ClassInstant   TypeClass = "instant" // a timestamp with zone, or kept in UTC
	ClassUUID      TypeClass = "uuid"
	ClassJSON      TypeClass = "json"
	ClassArray     TypeClass = "array"
	ClassEnum      TypeClass = "enum"
	ClassOther     TypeClass = "other" // intervals, ranges, geometry, composites; in SQLite a column without affinity
)

// Column is one column of a Table.
type Column struct {
	Name            string
	Type            string // as the database writes it: character varying(20)
	Class           TypeClass
	Element         TypeClass // of the elements of an array
	Length          int       // declared length in characters, bytes or digits; 0 without
	Nullable        bool
	HasDefault      bool
	Default         string // expression as the database writes it
	Generated       bool   // computed from other columns: read, never written
	Identity        bool   // numbered by the database where no value is given: identity, serial, AUTO_INCREMENT, rowid
	AlwaysIdentity  bool   // GENERATED ALWAYS AS IDENTITY: Insert overrides it, Update cannot
	OnUpdate        bool   // MySQL: ON UPDATE CURRENT_TIMESTAMP
	CaseInsensitive bool   // values that differ in case alone are equal to the database
	Collation       string // where it is not the default
	Values          []string
	Comment         string
}

// Writable tells whether a statement may give the column a value.
func (c *Column) Writable() bool { return !c.Generated }

// Unique is a unique constraint or index, the primary key included.
type Unique struct {
	Name             string
	Columns          []string // in order; "" stands for an expression
	Primary          bool
	Constraint       bool   // declared as a constraint, not only as an index
	Partial          bool   // holds only for rows that meet Where
	Where            string // condition as the database writes it
	Expressions      bool   // some of Columns are expressions, or prefixes of a column
	NullsNotDistinct bool   // Null equals Null
	Deferrable       bool
	Deferred         bool     // checked at commit without being asked
	CaseInsensitive  []string // columns whose values are compared without case here
	Definition       string   // as the database writes it
}

// Exclusion is an exclusion constraint of PostgreSQL.
type Exclusion struct {
	Name       string
	Columns    []string // "" stands for an expression
	Operators  []string // one a column
	Where      string
	Deferrable bool
	Definition string
}

// ReferenceRule is what happens to a row whose target goes or changes.
type ReferenceRule string

// Rules of a foreign key.
const (
	NoAction   ReferenceRule = "no action"
	Restrict   ReferenceRule = "restrict"
	Cascade    ReferenceRule = "cascade"
	SetNull    ReferenceRule = "set null"
	SetDefault ReferenceRule = "set default"
)

// ParseReferenceRule reads a rule as catalogues write it; "" is NoAction.
func ParseReferenceRule(s string) ReferenceRule {
	switch r := ReferenceRule(strings.ToLower(s)); r {
	case Restrict, Cascade, SetNull, SetDefault:
		return r
	}
	return NoAction
}

// ForeignKey says that Columns of its table name a row of Target by TargetColumns.
type ForeignKey struct {
	Name          string
	Columns       []string
	Target        TableName
	TargetColumns []string
	OnDelete      ReferenceRule
	OnUpdate      ReferenceRule
	Deferrable    bool
	Deferred      bool // checked at commit without being asked
	Unchecked     bool // NOT VALID, or not enforced by this database: rows may break it
}

// Trigger is code that the database runs by itself.
type Trigger struct {
	Name       string
	Timing     string   // before, after, instead of
	Events     []string // insert, update, delete, truncate
	Statement  bool     // once a statement, not once a row
	Disabled   bool
	Always     bool   // runs even where triggers are switched off for the session
	Definition string // as the database writes it
}

// Check is a check constraint.
type Check struct {
	Name       string
	Definition string // condition as the database writes it
}
