package mysql

import (
	"context"
	"regexp"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/internal/relational"
	"github.com/onefold/onefold/record"
)

// reading is a catalogue while it is read.
type reading struct {
	database string
	mariadb  bool
	c        *connectors.Catalogue
	tables   map[string]int
}

func (r *reading) table(name record.Value) *connectors.Table {
	if i, ok := r.tables[name.Text]; ok {
		return &r.c.Tables[i]
	}
	return nil
}

// Describe reads the catalogue.
func (e *engine) Describe(ctx context.Context, s relational.Session) (*connectors.Catalogue, error) {
	r := &reading{database: e.a.Database, mariadb: e.mariadb, c: &connectors.Catalogue{}, tables: map[string]int{}}
	generated, expression := "GENERATION_EXPRESSION", "NULL"
	checks := "SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE() ORDER BY 1, 2"
	if !e.mariadb {
		expression = "NULL"
		checks = "SELECT t.TABLE_NAME, c.CONSTRAINT_NAME, c.CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS c JOIN information_schema.TABLE_CONSTRAINTS t ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME WHERE c.CONSTRAINT_SCHEMA = DATABASE() ORDER BY 1, 2"
	}
	for _, part := range [...]struct {
		sql  string
		each func([]record.Value) error
		some bool // older servers do not have it
	}{
		{"SELECT TABLE_NAME, TABLE_TYPE, TABLE_ROWS, TABLE_COMMENT, ENGINE FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE <> 'SEQUENCE' ORDER BY TABLE_NAME", r.relation, false},
		{"SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, COLLATION_NAME, COLUMN_COMMENT, " + generated +
			" FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, ORDINAL_POSITION", r.column, false},
		{"SELECT TABLE_NAME, INDEX_NAME, COLUMN_NAME, SUB_PART, " + expression +
			" FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND NON_UNIQUE = 0 ORDER BY TABLE_NAME, INDEX_NAME <> 'PRIMARY', INDEX_NAME, SEQ_IN_INDEX", r.unique, false},
		{`SELECT k.TABLE_NAME, k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_SCHEMA, k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME, c.DELETE_RULE, c.UPDATE_RULE, k.ORDINAL_POSITION
			FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS c ON c.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND c.TABLE_NAME = k.TABLE_NAME
			WHERE k.TABLE_SCHEMA = DATABASE() AND k.REFERENCED_TABLE_NAME IS NOT NULL ORDER BY k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION`, r.foreignKey, false},
		{"SELECT EVENT_OBJECT_TABLE, TRIGGER_NAME, ACTION_TIMING, EVENT_MANIPULATION, ACTION_STATEMENT FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY 1, 2", r.trigger, false},
		{checks, r.check, true},
	} {
		err := relational.Each(ctx, s, part.sql, nil, part.each)
		if err != nil && (!part.some || ctx.Err() != nil) {
			return nil, err
		}
	}
	return r.c, nil
}

func (r *reading) relation(v []record.Value) error {
	t := connectors.Table{Name: connectors.TableName{Name: v[0].Text}, Kind: connectors.BaseTable, Rows: -1, Comment: v[3].Text}
	switch v[1].Text {
	case "VIEW", "SYSTEM VIEW":
		t.Kind, t.Comment = connectors.View, ""
	case "SYSTEM VERSIONED":
		t.Kind = connectors.SystemVersioned
	}
	if !v[2].IsNull() {
		t.Rows = relational.Number(v[2])
	}
	switch strings.ToLower(v[4].Text) {
	case "", "innodb", "rocksdb", "ndb", "ndbcluster":
	default:
		t.NoRollback = true
	}
	r.tables[v[0].Text] = len(r.c.Tables)
	r.c.Tables = append(r.c.Tables, t)
	return nil
}

func (r *reading) column(v []record.Value) error {
	t := r.table(v[0])
	if t == nil {
		return nil
	}
	extra := strings.ToLower(v[7].Text)
	c := connectors.Column{
		Name: v[1].Text, Type: v[2].Text, Class: class(v[3].Text, v[2].Text), Length: int(min(relational.Number(v[4]), 1<<31-1)),
		Nullable: v[5].Text == "YES", HasDefault: !v[6].IsNull(), Default: v[6].Text, Comment: v[9].Text, Collation: v[8].Text,
		Generated: v[10].Text != "", Identity: strings.Contains(extra, "auto_increment"), OnUpdate: strings.Contains(extra, "on update"),
		CaseInsensitive: strings.Contains(v[8].Text, "_ci"),
	}
	if r.mariadb && strings.EqualFold(c.Default, "NULL") {
		c.HasDefault, c.Default = false, ""
	}
	if c.Class == connectors.ClassEnum {
		c.Values = members(c.Type)
	}
	t.Columns = append(t.Columns, c)
	return nil
}

// class is the family of a type.
func class(data, column string) connectors.TypeClass {
	switch strings.ToLower(data) {
	case "tinyint":
		if strings.HasPrefix(column, "tinyint(1)") {
			return connectors.ClassBoolean
		}
		return connectors.ClassInteger
	case "smallint", "mediumint", "int", "bigint", "year":
		return connectors.ClassInteger
	case "decimal":
		return connectors.ClassDecimal
	case "float", "double":
		return connectors.ClassFloat
	case "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "set":
		return connectors.ClassText
	case "enum":
		return connectors.ClassEnum
	case "bit":
		if column == "bit(1)" {
			return connectors.ClassBoolean
		}
		return connectors.ClassInteger
	case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob":
		return connectors.ClassBytes
	case "date":
		return connectors.ClassDate
	case "time":
		return connectors.ClassTime
	case "datetime":
		return connectors.ClassTimestamp
	case "timestamp":
		return connectors.ClassInstant
	case "json":
		return connectors.ClassJSON
	case "uuid":
		return connectors.ClassUUID
	}
	return connectors.ClassOther
}

// members reads the values of enum('a','b”c').
func members(enum string) []string {
	var out []string
	for rest := enum; ; {
		from := strings.IndexByte(rest, '\'')
		if from < 0 {
			return out
		}
		var b strings.Builder
		i := from + 1
		for ; i < len(rest); i++ {
			if rest[i] == '\'' {
				if i+1 == len(rest) || rest[i+1] != '\'' {
					break
				}
				i++
			}
			b.WriteByte(rest[i])
		}
		out, rest = append(out, b.String()), rest[min(i+1, len(rest)):]
	}
}

func (r *reading) unique(v []record.Value) error {
	t := r.table(v[0])
	if t == nil {
		return nil
	}
	if n := len(t.Uniques); n == 0 || t.Uniques[n-1].Name != v[1].Text {
		t.Uniques = append(t.Uniques, connectors.Unique{Name: v[1].Text, Primary: v[1].Text == "PRIMARY", Constraint: true})
	}
	u := &t.Uniques[len(t.Uniques)-1]
	name := v[2].Text
	if c := t.Column(name); c != nil && c.CaseInsensitive {
		u.CaseInsensitive = append(u.CaseInsensitive, name)
	}
	if !v[3].IsNull() || name == "" {
		name, u.Expressions = "", true // a prefix, or an expression
	}
	u.Columns = append(u.Columns, name)
	if u.Primary {
		t.Key = append(t.Key, v[2].Text)
	}
	return nil
}

func (r *reading) foreignKey(v []record.Value) error {
	t := r.table(v[0])
	if t == nil {
		return nil
	}
	if v[8].Text == "1" {
		target := connectors.TableName{Schema: v[3].Text, Name: v[4].Text}
		if strings.EqualFold(target.Schema, r.database) {
			target.Schema = ""
		}
		t.ForeignKeys = append(t.ForeignKeys, connectors.ForeignKey{
			Name: v[1].Text, Target: target, OnDelete: connectors.ParseReferenceRule(v[6].Text), OnUpdate: connectors.ParseReferenceRule(v[7].Text),
		})
	}
	f := &t.ForeignKeys[len(t.ForeignKeys)-1]
	f.Columns, f.TargetColumns = append(f.Columns, v[2].Text), append(f.TargetColumns, v[5].Text)
	return nil
}

func (r *reading) trigger(v []record.Value) error {
	if t := r.table(v[0]); t != nil {
		t.Triggers = append(t.Triggers, connectors.Trigger{Name: v[1].Text, Timing: strings.ToLower(v[2].Text), Events: []string{strings.ToLower(v[3].Text)}, Definition: v[4].Text})
	}
	return nil
}

// validJSON is how MariaDB says that a column is JSON.
var validJSON = regexp.MustCompile("(?i)^\\(?json_valid\\(`?([^`)]+)`?\\)\\)?$")

func (r *reading) check(v []record.Value) error {
	t := r.table(v[0])
	if t == nil {
		return nil
	}
	t.Checks = append(t.Checks, connectors.Check{Name: v[1].Text, Definition: v[2].Text})
	if m := validJSON.FindStringSubmatch(v[2].Text); m != nil {
		if c := t.Column(m[1]); c != nil {
			c.Class = connectors.ClassJSON
		}
	}
	return nil
}
