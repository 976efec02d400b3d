package sqlite

import (
	"context"
	"errors"
	"strings"

	"github.com/onefold/onefold/connectors"
	"github.com/onefold/onefold/connectors/internal/relational"
	"github.com/onefold/onefold/record"
)

// Describe reads the catalogue of the file.
func (e *engine) Describe(ctx context.Context, s relational.Session) (*connectors.Catalogue, error) {
	c := &connectors.Catalogue{}
	text := map[string]string{} // CREATE TABLE of each
	err := relational.Each(ctx, s, `SELECT l.name, l.type, l.wr, m.sql FROM pragma_table_list l LEFT JOIN sqlite_master m ON m.name = l.name AND m.type IN ('table', 'view')
		WHERE l.schema = 'main' AND l.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND l.type <> 'shadow' ORDER BY l.name`, nil, func(v []record.Value) error {
		kinds := map[string]connectors.TableKind{"view": connectors.View, "virtual": connectors.VirtualTable}
		kind, ok := kinds[v[1].Text]
		if !ok {
			kind = connectors.BaseTable
		}
		text[v[0].Text] = v[3].Text
		c.Tables = append(c.Tables, connectors.Table{Name: connectors.TableName{Name: v[0].Text}, Kind: kind, Rows: -1})
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range c.Tables {
		t := &c.Tables[i]
		if err := columns(ctx, s, t, text[t.Name.Name]); err != nil {
			// A view on a table that has gone, or a module that is not here, is no
			// reason not to see the others.
			if t.Kind == connectors.BaseTable || ctx.Err() != nil {
				return nil, err
			}
			continue
		}
		if t.Kind != connectors.BaseTable {
			continue
		}
		if err := errors.Join(indexes(ctx, s, t), foreignKeys(ctx, s, t)); err != nil {
			return nil, err
		}
		declared(t, text[t.Name.Name])
	}
	finish(c)
	return c, errors.Join(triggers(ctx, s, c), estimates(ctx, s, c))
}

func columns(ctx context.Context, s relational.Session, t *connectors.Table, create string) error {
	var key [64]string
	n := 0
	err := relational.Each(ctx, s, `SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?) ORDER BY cid`, name(t), func(v []record.Value) error {
		if v[5].Text == "1" {
			return nil // of a virtual table
		}
		col := connectors.Column{
			Name: v[0].Text, Type: v[1].Text, Class: class(v[1].Text), Nullable: v[2].Text == "0",
			HasDefault: !v[3].IsNull(), Default: v[3].Text, Generated: v[5].Text == "2" || v[5].Text == "3", Length: length(v[1].Text),
		}
		if pk := int(v[4].Text[0] - '0'); v[4].Text != "0" && len(v[4].Text) == 1 {
			key[pk] = col.Name
			n = max(n, pk)
		}
		t.Columns = append(t.Columns, col)
		return nil
	})
	t.Key = append(t.Key, key[1:n+1]...)
	if n == 1 {
		if c := t.Column(t.Key[0]); strings.EqualFold(c.Type, "INTEGER") && !withoutRowID(create) {
			c.Identity, c.Nullable = true, false
		}
	}
	return err
}

// withoutRowID tells whether the table keeps its rows by the key.
func withoutRowID(create string) bool {
	words := strings.Fields(strings.ToUpper(create[strings.LastIndexByte(create, ')')+1:]))
	return strings.Contains(strings.Join(words, " "), "WITHOUT ROWID")
}

func name(t *connectors.Table) []record.Value {
	return []record.Value{record.TextValue(t.Name.Name)}
}

// class is the family of a declared type: by the words that people use, then
// by SQLite's rules of affinity.
func class(declared string) connectors.TypeClass {
	d := strings.ToUpper(declared)
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(d, w) {
				return true
			}
		}
		return false
	}
	switch {
	case d == "":
		return connectors.ClassOther
	case has("BOOL"):
		return connectors.ClassBoolean
	case has("UUID", "GUID"):
		return connectors.ClassUUID
	case has("JSON"):
		return connectors.ClassJSON
	case has("DATETIME", "TIMESTAMP"):
		return connectors.ClassTimestamp
	case d == "DATE":
		return connectors.ClassDate
	case d == "TIME":
		return connectors.ClassTime
	case has("INT"):
		return connectors.ClassInteger
	case has("CHAR", "CLOB", "TEXT"):
		return connectors.ClassText
	case has("BLOB"):
		return connectors.ClassBytes
	case has("REAL", "FLOA", "DOUB"):
		return connectors.ClassFloat
	}
	return connectors.ClassDecimal
}

// length is the number in brackets after a type.
func length(declared string) int {
	n := 0
	_, in, _ := strings.Cut(declared, "(")
	for _, c := range in {
		if c < '0' || c > '9' {
			break
		}
		n = min(n*10+int(c-'0'), 1<<30)
	}
	return n
}

func indexes(ctx context.Context, s relational.Session, t *connectors.Table) error {
	var names []string
	err := relational.Each(ctx, s, `SELECT l.name, l.origin, l.partial, m.sql FROM pragma_index_list(?) l LEFT JOIN sqlite_master m ON m.type = 'index' AND m.name = l.name WHERE l."unique" = 1 ORDER BY l.seq`, name(t), func(v []record.Value) error {
		u := connectors.Unique{Name: v[0].Text, Primary: v[1].Text == "pk", Constraint: v[1].Text != "c", Partial: v[2].Text == "1", Definition: v[3].Text}
		if u.Partial {
			u.Where = condition(u.Definition)
		}
		names = append(names, u.Name)
		t.Uniques = append(t.Uniques, u)
		return nil
	})
	if err != nil {
		return err
	}
	for i, n := range names {
		u := &t.Uniques[i]
		err := relational.Each(ctx, s, "SELECT cid, name, coll FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno", []record.Value{record.TextValue(n)}, func(v []record.Value) error {
			u.Columns = append(u.Columns, v[1].Text)
			u.Expressions = u.Expressions || v[1].IsNull()
			if strings.EqualFold(v[2].Text, "NOCASE") && !v[1].IsNull() {
				u.CaseInsensitive = append(u.CaseInsensitive, v[1].Text)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if len(t.Key) == 1 && t.Column(t.Key[0]).Identity {
		// The rowid itself: no index says so.
		t.Uniques = append(t.Uniques, connectors.Unique{Name: "primary key", Columns: t.Key, Primary: true, Constraint: true})
	}
	return nil
}

// condition returns what follows WHERE in CREATE INDEX.
func condition(create string) string {
	for _, at := range words(create) {
		if strings.EqualFold(create[at.from:at.to], "WHERE") && at.depth == 0 {
			return strings.TrimSpace(create[at.to:])
		}
	}
	return ""
}

func foreignKeys(ctx context.Context, s relational.Session, t *connectors.Table) error {
	last := ""
	return relational.Each(ctx, s, `SELECT id, "table", "from", "to", on_update, on_delete FROM pragma_foreign_key_list(?) ORDER BY id, seq`, name(t), func(v []record.Value) error {
		if v[0].Text != last || len(t.ForeignKeys) == 0 {
			last = v[0].Text
			t.ForeignKeys = append(t.ForeignKeys, connectors.ForeignKey{
				Target:   connectors.TableName{Name: v[1].Text},
				OnUpdate: connectors.ParseReferenceRule(v[4].Text), OnDelete: connectors.ParseReferenceRule(v[5].Text),
			})
		}
		f := &t.ForeignKeys[len(t.ForeignKeys)-1]
		f.Columns = append(f.Columns, v[2].Text)
		if !v[3].IsNull() {
			f.TargetColumns = append(f.TargetColumns, v[3].Text)
		}
		return nil
	})
}

// finish puts names as their tables write them: in SQLite a foreign key may
// name table and column in another case, and leave the target's key out.
func finish(c *connectors.Catalogue) {
	tables := map[string]*connectors.Table{}
	for i := range c.Tables {
		tables[strings.ToLower(c.Tables[i].Name.Name)] = &c.Tables[i]
	}
	named := func(t *connectors.Table, names []string) {
		for i, n := range names {
			for _, col := range t.Columns {
				if strings.EqualFold(col.Name, n) {
					names[i] = col.Name
				}
			}
		}
	}
	for i := range c.Tables {
		t := &c.Tables[i]
		for j := range t.ForeignKeys {
			f := &t.ForeignKeys[j]
			named(t, f.Columns)
			target := tables[strings.ToLower(f.Target.Name)]
			if target == nil {
				continue
			}
			f.Target = target.Name
			if len(f.TargetColumns) == 0 {
				f.TargetColumns = append([]string(nil), target.Key...)
			}
			named(target, f.TargetColumns)
		}
	}
}

func triggers(ctx context.Context, s relational.Session, c *connectors.Catalogue) error {
	return relational.Each(ctx, s, "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name", nil, func(v []record.Value) error {
		for i := range c.Tables {
			if t := &c.Tables[i]; strings.EqualFold(t.Name.Name, v[1].Text) {
				g := connectors.Trigger{Name: v[0].Text, Definition: v[2].Text}
				g.Timing, g.Events = timing(v[2].Text)
				t.Triggers = append(t.Triggers, g)
			}
		}
		return nil
	})
}

// timing reads when a trigger runs: its first word after CREATE TRIGGER name
// that says so, BEFORE where none does.
func timing(create string) (when string, events []string) {
	when = "before"
	found := words(create)
	for i, at := range found {
		switch w := strings.ToUpper(create[at.from:at.to]); w {
		case "BEFORE", "AFTER":
			when = strings.ToLower(w)
		case "INSTEAD":
			when = "instead of"
		case "INSERT", "UPDATE", "DELETE":
			if i > 2 {
				return when, []string{strings.ToLower(w)}
			}
		}
	}
	return when, nil
}

// estimates reads what ANALYZE found, where it ran.
func estimates(ctx context.Context, s relational.Session, c *connectors.Catalogue) error {
	err := relational.Each(ctx, s, "SELECT tbl, max(CAST(stat AS INTEGER)) FROM sqlite_stat1 GROUP BY tbl", nil, func(v []record.Value) error {
		if t := c.Table(connectors.TableName{Name: v[0].Text}); t != nil {
			t.Rows = relational.Number(v[1])
		}
		return nil
	})
	if errors.Is(err, connectors.ErrNoTable) {
		return nil
	}
	return err
}
